"""Say what goals want to know of the results, and keep their readings so that pages never open the warehouse.

An import calls `wanted` and `computing.compute` before its transaction and `store` inside it; activating a goal calls
`refresh`, and `look` before anything is locked.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from datetime import timedelta
from functools import partial

from django.db import connection

from aimline.apps.goals.actions import cohorts
from aimline.apps.goals.actions.values import group_of
from aimline.apps.goals.models import Goal
from aimline.apps.monitoring.actions import verdicts
from aimline.apps.monitoring.actions.computing import ComputedReading, Wanted, compute
from aimline.apps.monitoring.models import Checkpoint, Reading
from aimline.apps.organizations.models import Unit
from aimline.apps.organizations.policy import Viewer
from aimline.apps.results import queries as results
from aimline.apps.results.models import Administration, BatchState, ClassCount, Head, Measure
from aimline.apps.results.queries.reality import kept
from aimline.domain.goal import Comparison, GroupRule
from aimline.domain.measure import Metric

AFTER_THE_DEADLINE = timedelta(days=31)


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
    return tuple(each for each in found if each.ways or each.cohort_id is not None)


def wanted_of(goal: Goal, measure: Measure) -> Wanted:
    group = group_of(goal)
    assert group is not None
    assert goal.baseline_on is not None
    assert goal.deadline is not None
    # A frozen list counts wherever its students were tested: only district and measure still matter.
    slots, ways = ((), ()) if goal.cohort_id is not None else results.ways_of(goal.unit, group)
    return Wanted(
        goal_id=goal.pk,
        district_id=goal.district_id,
        measure_id=measure.pk,
        metric=Metric(measure.metric),
        school_id=results.school_id(goal.unit),
        slots=slots,
        ways=ways,
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
    given = administrations_of(asked)
    if asked and given:
        district = goals[0].district
        computed = looked_up(viewer, district, asked, given)
        generations = {district.pk: results.generation(district)}
        store(computed, goals=asked, administrations=given, generations=generations)
    verdicts.keep(viewer, [goal.pk for goal in goals])


def look(viewer: Viewer, goal: Goal) -> None:
    """Look up what a goal will read, while nothing is locked; it is changed in memory only.

    What is found is kept, so that `refresh` only writes. Where the results or the goal are others by then, `refresh`
    looks them up itself: this saves time and decides nothing.
    """
    if group_of(goal) is None or None in (goal.measure, goal.baseline_on, goal.deadline):
        return
    if goal.comparison == Comparison.SAME_STUDENTS and goal.baseline_administration is not None:
        goal.cohort = cohorts.foreseen(viewer, goal)
    asked = wanted([goal])
    looked_up(viewer, goal.district, asked, administrations_of(asked))


def looked_up(
    viewer: Viewer, district: Unit, asked: Sequence[Wanted], given: Mapping[int, int]
) -> list[ComputedReading]:
    """Return what goals read, as it was looked up before: a file of results never changes under its name."""
    files = results.current_files(viewer, district)
    found = list[ComputedReading]()
    for each in asked:
        own = {pk: measure for pk, measure in given.items() if measure == each.measure_id}
        same = replace(each, cohort_id=None)  # a list that is not stored yet has no number
        found += kept(f"readings {same} {own} {files}", partial(compute, files, [each], administrations=own))
    return found


def administrations_of(asked: Sequence[Wanted]) -> dict[int, int]:
    """Return all administrations of the measures that are asked for, each with its measure."""
    measures = {each.measure_id for each in asked}
    return dict(Administration.objects.filter(measure_id__in=measures).order_by("pk").values_list("pk", "measure_id"))
