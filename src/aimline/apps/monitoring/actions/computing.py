"""Compute what goals read in result files, however many goals and results there are, with no database touched."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

from django.conf import settings

from aimline.apps.results import queries as results
from aimline.domain.measure import Metric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from aimline.warehouse.engine import DuckEngine, Table

EPOCH = date(1970, 1, 1)
MEMORY_MB = 1024
SECONDS = 300.0
NO_SLOT = -1
OF_SHARES = ("goal", "administration", "day", "n_judged", "n_proficient", "n_not_tested")


@dataclass(frozen=True)
class Wanted:
    """One measure of one goal: whom it counts, and the days between which a reading belongs to it.

    Who fits is told by school (none for the whole district), `slots` and `ways` (`results.queries.Ways`), or for a goal
    for the same students by `members`, its frozen list. `class_id` is the place whose counts stand for the goal where
    no single results do: its whole class, by shares.
    """

    goal_id: int
    district_id: int
    measure_id: int
    metric: Metric
    school_id: int | None
    slots: tuple[int, ...]
    ways: tuple[tuple[int | None, ...], ...]
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


@dataclass(frozen=True)
class Question:
    """A question to the warehouse; its goals are numbered by their place in `goals`."""

    name: str
    goals: Sequence[Wanted]
    tables: "Mapping[str, Table]"
    values: Mapping[str, int]


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
    try:
        return tuple(
            reading for question in questions(goals, administrations) for reading in answered(engine, files, question)
        )
    finally:
        engine.close()


def questions(goals: Sequence[Wanted], administrations: Mapping[int, int]) -> Iterator[Question]:
    """Ask for goals with frozen lists, for goals whose counts can be added up, and for all others one by one."""
    kinds = defaultdict[str, list[Wanted]](list)
    for goal in goals:
        kinds[kind(goal)].append(goal)
    if followed := kinds["followed"]:
        yield of_lists(followed, administrations)
    if added_up := kinds["added up"]:
        yield from by_cell(added_up, administrations)
    if single := kinds["single"]:
        yield one_by_one(single, administrations)


def kind(goal: Wanted) -> str:
    """Tell how a goal is counted: two groups at once, and medians, cannot be added up from counts."""
    if goal.cohort_id is not None:
        return "followed"
    return "single" if len(goal.slots) > 1 or goal.metric in results.BY_MEDIAN else "added up"


def by_cell(goals: Sequence[Wanted], administrations: Mapping[int, int]) -> Iterator[Question]:
    """Count results once for each school, grade and values of two groups, and let the goals add up what is theirs."""
    import numpy as np

    of_slot = defaultdict[int, list[Wanted]](list)
    for goal in goals:
        of_slot[goal.slots[0] if goal.slots else 0].append(goal)
    named = sorted(of_slot.keys() - {0})
    pairs = list(zip_longest(named[::2], named[1::2], fillvalue=NO_SLOT)) or [(NO_SLOT, NO_SLOT)]
    given = {
        "administration": np.array(list(administrations)), "measure": np.array(list(administrations.values())),
    }  # fmt: skip
    for one, other in pairs:
        asked = [goal for slot in (0, one, other) for goal in of_slot.pop(slot, ())]
        tables = {"goals": rules_by_cell(asked), "administrations": given}
        yield Question("readings_by_cell", asked, tables, {"one": one, "other": other})


def rules_by_cell(goals: Sequence[Wanted]) -> "Table":
    """Return rules that name one group or none, a row for each way to fit."""
    import numpy as np

    from aimline.warehouse.engine import column

    place = places(goals)
    ways = [way for goal in goals for way in goal.ways]
    return {
        "goal": place,
        "slot": np.array([goal.slots[0] if goal.slots else 0 for goal in goals])[place],
        "measure": np.array([goal.measure_id for goal in goals])[place],
        "school": column([goal.school_id for goal in goals])[place],
        "grade": column([way[0] for way in ways]),
        "group_value": column([way[1] if len(way) > 1 else None for way in ways]),
    }


def places(goals: Sequence[Wanted]) -> "NDArray[np.int64]":
    """Return the place of a goal for each of its ways."""
    import numpy as np

    return np.repeat(np.arange(len(goals)), [len(goal.ways) for goal in goals])


def one_by_one(goals: Sequence[Wanted], administrations: Mapping[int, int]) -> Question:
    """Let every goal meet every result that may be its own."""
    import numpy as np

    from aimline.warehouse.engine import column

    place = places(goals)
    rules = {
        "goal": place,
        "cohort": column([None])[np.zeros_like(place)],
        "district": np.array([goal.district_id for goal in goals])[place],
        "measure": np.array([goal.measure_id for goal in goals])[place],
        "school": column([goal.school_id for goal in goals])[place],
        "grade": column([way[0] for goal in goals for way in goal.ways]),
    }
    for slot in results.SLOTS:
        codes = [code_of(goal, way, slot) for goal in goals for way in goal.ways]
        rules[f"group_{slot}"] = column(codes)
    return Question("readings", goals, {"goals": rules, **given(goals, administrations)}, {})


def code_of(goal: Wanted, way: tuple[int | None, ...], slot: int) -> int | None:
    return way[1 + goal.slots.index(slot)] if slot in goal.slots else None


def given(goals: Sequence[Wanted], administrations: Mapping[int, int]) -> "dict[str, Table]":
    """Return the administrations, and the measures that are judged by their median."""
    import numpy as np

    by_median = sorted({goal.measure_id for goal in goals if goal.metric in results.BY_MEDIAN})
    return {
        "administrations": {"administration": np.array(list(administrations))},
        "by_median": {"measure": np.array(by_median, dtype=np.int64)},
    }


def of_lists(goals: Sequence[Wanted], administrations: Mapping[int, int]) -> Question:
    """Count the members of frozen lists; equal lists are one cohort, counted once for each measure."""
    import numpy as np

    lists = {(goal.cohort_id or 0, goal.measure_id): np.frombuffer(goal.members, dtype="<i4") for goal in goals}
    n_members = [len(students) for students in lists.values()]
    tables = {
        "goals": {
            "goal": np.arange(len(goals)),
            "cohort": np.array([goal.cohort_id for goal in goals]),
            "measure": np.array([goal.measure_id for goal in goals]),
        },
        "members": {
            "cohort": np.repeat(np.array([cohort for cohort, _ in lists]), n_members),
            "measure": np.repeat(np.array([measure for _, measure in lists]), n_members),
            "student": np.concatenate(list(lists.values())),
        },
    }
    return Question("readings_of_lists", goals, tables | given(goals, administrations), {})


def answered(engine: "DuckEngine", files: Sequence[Path], question: Question) -> Iterator[ComputedReading]:
    """Give the answers of the warehouse as readings: those on a goal's days, of groups with a result."""
    import numpy as np

    answer = engine.ask_columns(question.name, files, values=question.values, tables=question.tables)
    by_share = np.array([goal.metric in results.BY_SHARE for goal in question.goals])[answer["goal"]]
    yield from shares({name: answer[name][by_share].astype(np.int64) for name in OF_SHARES}, question.goals)
    others = [values[~by_share].tolist() for values in answer.values()]
    for row in zip(*others, strict=True):
        found = reading(cast(results.Answer, row), question.goals[row[0]])
        if found is not None:
            yield found


def shares(answer: "Mapping[str, NDArray[np.int64]]", goals: Sequence[Wanted]) -> Iterator[ComputedReading]:
    """Give shares as readings, as `reading` does, a hundred thousand at once."""
    import numpy as np

    on = answer["day"] + EPOCH.toordinal()
    after = np.array([goal.after.toordinal() for goal in goals])[answer["goal"]]
    until = np.array([goal.until.toordinal() for goal in goals])[answer["goal"]]
    own = np.flatnonzero((after < on) & (on <= until) & (answer["n_judged"] > 0))
    goal, n_judged, n_proficient = answer["goal"][own], answer["n_judged"][own], answer["n_proficient"][own]
    columns = (
        np.array([each.goal_id for each in goals])[goal],
        answer["administration"][own],
        np.array([each.measure_id for each in goals])[goal],
        np.array(list(map(date.fromordinal, on[own].tolist())), dtype=object),
        n_judged,
        n_proficient,
        results.share(n_proficient.astype(np.float64), n_judged.astype(np.float64)),
        np.full(len(own), None),
        answer["n_not_tested"][own],
        np.zeros(len(own), dtype=bool),
    )
    return map(ComputedReading._make, zip(*(column.tolist() for column in columns), strict=True))


def reading(row: results.Answer, goal: Wanted) -> ComputedReading | None:
    """Return one answer as a reading; none outside the goal's days or where nobody has a result."""
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
