"""Work out the readings of goals from result files, and keep them so that pages never open the warehouse.

An import calls `wanted` and `compute` before its transaction and `store` inside it; activating a goal calls `refresh`.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

from django.conf import settings
from django.db import connection

from aimline.apps.goals.actions.values import group_of
from aimline.apps.goals.models import Goal
from aimline.apps.monitoring.actions import verdicts
from aimline.apps.monitoring.models import Checkpoint, Reading
from aimline.apps.organizations.policy import Viewer
from aimline.apps.results import queries as results
from aimline.apps.results.models import Administration, BatchState, ClassCount, Head, Measure
from aimline.domain.goal import GroupRule
from aimline.domain.measure import Metric

if TYPE_CHECKING:
    from aimline.warehouse.engine import Engine, Table

EPOCH = date(1970, 1, 1)
MEMORY_MB = 1024
SECONDS = 300.0
FROZEN = -1  # in the place of a group column: the goal follows a frozen list
AFTER_THE_DEADLINE = timedelta(days=31)

Columns = Mapping[str, list[int | None]]
GROUP_COLUMNS = tuple((slot, f"group_{slot}") for slot in results.SLOTS)
RULE_COLUMNS = ("goal", "cohort", "district", "measure", "school", "grade", *(column for _, column in GROUP_COLUMNS))


@dataclass(frozen=True)
class Wanted:
    """One measure of one goal: whom it counts, and the days between which a reading belongs to it.

    `rules` are rows of the warehouse's table `goals`; `members` is the frozen list of a goal for the same students.
    `class_id` is the place whose counts stand for the goal where no single results do: its whole class, by shares.
    """

    goal_id: int
    district_id: int
    measure_id: int
    metric: Metric
    rules: Columns
    cohort_id: int | None
    members: bytes
    after: date
    until: date
    class_id: int | None


class ComputedReading(NamedTuple):
    """The value of a goal's group on one administration, as `Reading` keeps it."""

    goal_id: int
    administration_id: int
    measure_id: int
    on: date
    n: int
    numerator: int | None
    value: float
    deviation: float | None
    n_not_tested: int
    is_counted_by_hand: bool = False


def wanted(goals: Sequence[Goal]) -> tuple[Wanted, ...]:
    """Return what to count for locked goals: their own measure and those that move sooner."""
    proxies = dict[int, dict[int, Measure]]()
    looks = Checkpoint.objects.filter(plan__goal__in=[goal.pk for goal in goals], measure__isnull=False)
    for look in looks.select_related("measure", "plan"):
        assert look.measure is not None
        proxies.setdefault(look.plan.goal_id, {})[look.measure.pk] = look.measure
    found = []
    for goal in goals:
        assert goal.measure is not None
        measures = {goal.measure.pk: goal.measure} | proxies.get(goal.pk, {})
        found += [wanted_of(goal, measure) for measure in measures.values()]
    return tuple(each for each in found if each.rules)


def wanted_of(goal: Goal, measure: Measure) -> Wanted:
    group = group_of(goal)
    assert group is not None
    assert goal.baseline_on is not None
    assert goal.deadline is not None
    rules: Columns = results.rule_rows(goal.unit, group, measure, goal=goal.pk)
    if goal.cohort_id is not None:
        # A frozen list counts wherever its students were tested: only district and measure still matter.
        known: dict[str, int | None] = {
            "goal": goal.pk, "cohort": goal.cohort_id, "district": goal.district_id, "measure": measure.pk,
        }  # fmt: skip
        rules = {name: [known.get(name)] for name in RULE_COLUMNS}
    return Wanted(
        goal_id=goal.pk,
        district_id=goal.district_id,
        measure_id=measure.pk,
        metric=Metric(measure.metric),
        rules=rules,
        cohort_id=goal.cohort_id,
        members=bytes(goal.cohort.members) if goal.cohort else b"",
        after=goal.baseline_on,
        until=goal.deadline + AFTER_THE_DEADLINE,
        class_id=class_of(goal, group, measure),
    )


def class_of(goal: Goal, group: GroupRule, measure: Measure) -> int | None:
    """Return the place of a goal that is about everybody there, by a share that can be counted without names."""
    is_whole = not group.conditions and group.grades in (frozenset(), frozenset(goal.unit.grades))
    return goal.unit_id if is_whole and Metric(measure.metric) in results.BY_SHARE else None


def compute(
    files: Sequence[Path], goals: Sequence[Wanted], *, administrations: Mapping[int, int]
) -> tuple[ComputedReading, ...]:
    """Return the readings of `goals` at `administrations` (each with its measure), no database touched."""
    if not (files and goals and administrations):
        return ()
    # DuckDB comes with the first question, not with the first page.
    from aimline.warehouse.engine import DuckEngine
    from aimline.warehouse.workspace import Workspace

    temporary = settings.DATA / "temporary"
    workspace = Workspace(folder=temporary, temporary=temporary, readable=tuple(files), memory_mb=MEMORY_MB)
    engine = DuckEngine(workspace, seconds=SECONDS)
    of_slot = defaultdict[int | None, list[Wanted]](list)
    for each in goals:
        of_slot[slot_of(each)].append(each)
    found = list[ComputedReading]()
    try:
        for slot, asked in of_slot.items():
            rows = (
                ask_by_cell(engine, files, asked, administrations, slot)
                if slot is not None and slot != FROZEN
                else ask_one_by_one(engine, files, asked, administrations, frozen=slot == FROZEN)
            )
            by_key = {(each.goal_id, each.measure_id): each for each in asked}
            given = (reading(row, by_key.get((row[0], administrations[row[1]]))) for row in rows)
            found += [each for each in given if each is not None]
    finally:
        engine.close()
    return tuple(found)


def slot_of(goal: Wanted) -> int | None:
    """Return the one group column a goal's rule names, 0 where it names none, FROZEN where it follows a frozen list.

    Returns none for two groups at once, and for a median, which cannot be added up: each result is looked at.
    """
    if goal.cohort_id is not None:
        return FROZEN
    if goal.metric in results.BY_MEDIAN:
        return None
    named = [slot for slot, column in GROUP_COLUMNS if goal.rules[column][0] is not None]
    return None if len(named) > 1 else sum(named)


def ask_by_cell(
    engine: "Engine", files: Sequence[Path], goals: Sequence[Wanted], administrations: Mapping[int, int], slot: int
) -> "list[results.Answer]":
    """Count the results once for each school, grade and value of a group, and let the goals add up what is theirs."""
    from aimline.warehouse.engine import column

    names = {name: name for name in ("goal", "measure", "school", "grade")}
    group = f"group_{slot}" if slot else "cohort"  # nobody who is asked here follows a cohort: there it is null
    tables = {
        "goals": {
            name: column(list(chain.from_iterable(each.rules[source] for each in goals)))
            for name, source in {**names, "group_value": group}.items()
        },
        "administrations": {
            "administration": column(list(administrations)), "measure": column(list(administrations.values()))
        },
    }  # fmt: skip
    found = engine.ask("readings_by_cell", files, values={"slot": slot}, tables=tables)
    return cast(list[results.Answer], found)  # the question's columns


def ask_one_by_one(
    engine: "Engine",
    files: Sequence[Path],
    goals: Sequence[Wanted],
    administrations: Mapping[int, int],
    *,
    frozen: bool,
) -> "list[results.Answer]":
    """Let every goal meet every result that may be its own; of `frozen` lists only the students matter."""
    from aimline.warehouse.engine import column

    names = ("goal", "cohort", "measure") if frozen else tuple(goals[0].rules)
    tables: dict[str, Table] = {
        "goals": {name: column(list(chain.from_iterable(each.rules[name] for each in goals))) for name in names},
        "administrations": {"administration": column(list(administrations))},
        "by_median": {"measure": column([each.measure_id for each in by_median(goals)])},
    }
    if frozen:
        tables["members"] = members(goals)
    question = "readings_of_lists" if frozen else "readings"
    return cast(list[results.Answer], engine.ask(question, files, values={}, tables=tables))  # its columns


def by_median(goals: Sequence[Wanted]) -> tuple[Wanted, ...]:
    """Return one goal for each measure that is judged by its median."""
    return tuple({each.measure_id: each for each in goals if each.metric in results.BY_MEDIAN}.values())


def members(goals: Sequence[Wanted]) -> "Table":
    """Return the frozen lists as one table; equal lists are one cohort."""
    import numpy as np

    lists = {each.cohort_id: np.frombuffer(each.members, dtype="<i4") for each in goals if each.cohort_id is not None}
    cohorts = [np.full(len(students), number, dtype=np.int64) for number, students in lists.items()]
    empty = np.array([], dtype=np.int64)
    return {
        "cohort": np.concatenate([empty, *cohorts]),
        "student": np.concatenate([empty, *(students.astype(np.int64) for students in lists.values())]),
    }


def reading(row: results.Answer, goal: Wanted | None) -> ComputedReading | None:
    """Return one answer of the warehouse as a reading; none outside the goal's days or where nobody has a result."""
    if goal is None:
        return None
    on = day_of(row[3])
    if not goal.after < on <= goal.until:
        return None
    counts = results.Counts(*row[4:])
    value = results.value_of(counts, goal.metric)
    if value is None:
        return None
    by_share = goal.metric in results.BY_SHARE
    return ComputedReading(
        goal_id=goal.goal_id,
        administration_id=row[1],
        measure_id=goal.measure_id,
        on=on,
        n=counts.n_judged if by_share else counts.n_scored,
        numerator=counts.n_proficient if by_share else None,
        value=value,
        deviation=None if by_share else results.spread(counts),
        n_not_tested=counts.n_not_tested,
    )


@cache
def day_of(number: int) -> date:
    """Return the day with this number; the results of a year were given on few days."""
    return EPOCH + timedelta(days=number)


# Plain SQL, because an import holds the only write lock meanwhile (settled 26); both databases speak it.
UPSERT = """
insert into monitoring_reading
    (goal_id, administration_id, measure_id, "on", n, numerator, value, deviation, n_not_tested, generation,
     is_counted_by_hand)
values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
on conflict (goal_id, administration_id) do update set
    measure_id = excluded.measure_id, "on" = excluded."on", n = excluded.n, numerator = excluded.numerator,
    value = excluded.value, deviation = excluded.deviation, n_not_tested = excluded.n_not_tested,
    generation = excluded.generation, is_counted_by_hand = excluded.is_counted_by_hand
"""


def store(
    computed: Sequence[ComputedReading],
    *,
    goals: Sequence[Wanted],
    administrations: Mapping[int, int],
    generations: Mapping[int, int],
) -> tuple[int, ...]:
    """Keep computed readings and let go of those that are gone; returns the ids of the goals touched.

    `goals` and `administrations` are what was asked for: a reading of theirs that was not computed no longer exists.
    `generations` says where the results of each district now stand. Where a class was only counted, that is its
    reading, unless single results are there. Runs inside the caller's transaction.
    """
    computed = [
        *computed,
        *counted(goals, administrations, {(each.goal_id, each.administration_id) for each in computed}),
    ]
    kept = {(each.goal_id, each.administration_id) for each in computed}
    stored = Reading.objects.filter(
        goal_id__in={each.goal_id for each in goals}, administration_id__in=list(administrations)
    ).values_list("pk", "goal_id", "administration_id")
    gone = [(pk, goal_id) for pk, goal_id, administration_id in stored if (goal_id, administration_id) not in kept]
    Reading.objects.filter(pk__in=[pk for pk, _ in gone]).delete()
    generation_of = {goal.goal_id: generations[goal.district_id] for goal in goals}
    rows = [
        (each.goal_id, each.administration_id, each.measure_id, each.on, each.n, each.numerator, each.value,
         each.deviation, each.n_not_tested, generation_of[each.goal_id], each.is_counted_by_hand)
        for each in computed
    ]  # fmt: skip
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(UPSERT, rows)
    return tuple(sorted({goal_id for goal_id, _ in kept} | {goal_id for _, goal_id in gone}))


def counted(
    goals: Sequence[Wanted], administrations: Mapping[int, int], known: Set[tuple[int, int]]
) -> Iterator[ComputedReading]:
    """Give the readings of classes that were only counted; the newest batch that stands wins."""
    classes = {each.class_id for each in goals if each.class_id is not None}
    if not classes:
        return
    standing = ClassCount.objects.filter(
        place__in=classes, administration__in=list(administrations), batch__state=BatchState.COMMITTED
    ).select_related("administration")
    newest = {(each.place_id, each.administration_id): each for each in standing.order_by("batch__number")}
    for goal in goals:
        for (place, pk), each in newest.items():
            on = each.administration.given_on
            is_asked = (
                place == goal.class_id and administrations[pk] == goal.measure_id and goal.after < on <= goal.until
            )
            if is_asked and (goal.goal_id, pk) not in known:
                yield ComputedReading(
                    goal_id=goal.goal_id, administration_id=pk, measure_id=goal.measure_id, on=on, n=each.n,
                    numerator=each.n_met, value=100 * each.n_met / each.n, deviation=None,
                    n_not_tested=each.n_not_tested, is_counted_by_hand=True,
                )  # fmt: skip


def refresh(viewer: Viewer, goals: Sequence[Goal]) -> None:
    """Work out all readings of some goals of one district, and judge them: at activation, and when a group grew.

    Runs inside the caller's transaction, and waits for an import that is being published: that import counted the
    goals as they were, so whichever comes second must see the other.
    """
    Head.objects.select_for_update().filter(district__in={goal.district_id for goal in goals}).first()
    asked = wanted(goals)
    measures = {each.measure_id for each in asked}
    given = dict(Administration.objects.filter(measure_id__in=measures).values_list("pk", "measure_id"))
    if asked and given:
        district = goals[0].district
        computed = compute(results.current_files(viewer, district), asked, administrations=given)
        generations = {district.pk: results.generation(district)}
        store(computed, goals=asked, administrations=given, generations=generations)
    verdicts.keep(viewer, [goal.pk for goal in goals])
