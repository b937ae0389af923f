"""The gap between a student group and all others of a goal, where the team goes by it: both sides through the door."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from aimline.apps.goals.models import Goal
from aimline.apps.goals.queries import scope_of
from aimline.apps.monitoring.queries import Numbers, locked, plan_of
from aimline.apps.organizations.models import StudentGroup
from aimline.apps.organizations.policy import Viewer, may_see_place
from aimline.apps.publication import actions as publication
from aimline.apps.results.models import Administration
from aimline.apps.results.queries import BY_SHARE
from aimline.apps.results.queries.sides import Sides, counts_of_sides
from aimline.domain.goal import Condition, GroupRule, Locked
from aimline.domain.measure import Direction
from aimline.domain.suppression import Cell, Scope, Shown
from aimline.domain.words import Message, say

if TYPE_CHECKING:
    from aimline.growth.monitoring import gap_rule
    from aimline.growth.monitoring.rules import Finding

RULE = "subgroup_gap"
NO_GROUP = ""  # the value of those students who are in no group of an attribute


@dataclass(frozen=True)
class Day:
    """Both sides on one day: `reached` of `n` students of the group, `other` of `n_other` of all others."""

    on: date
    reached: int
    n: int
    other: int
    n_other: int

    @property
    def words(self) -> Message:
        """Name the counts of both sides."""
        return say("{reached} of {n} against {other} of {n_other} on {on}", **vars(self))


@dataclass(frozen=True)
class WatchedGap:
    """What the rule of the gap says, from which days; `grew` is none where nothing can be said."""

    group: str
    sentence: Message
    grew: bool | None = None
    days: tuple[Day, ...] = ()

    @property
    def points(self) -> Message:
        """Name the two days that were compared."""
        before, now = self.days
        return say("{before}, {now}", before=before.words, now=now.words)


def watched_gap(viewer: Viewer, watched_goal: Goal, numbers: Numbers) -> WatchedGap | None:
    """Judge the gap that a team watches, between the start and the newest reading.

    None where no gap is watched, and for whoever may not see both sides on both days: not even that there is nothing
    to say.
    """
    plan = plan_of(watched_goal)
    if plan is None or not plan.gap_group or watched_goal.state != "active" or numbers.baseline.shown is None:
        return None
    part = part_of(plan.gap_group)
    group = f"{plan.gap_group['attribute']}: {plan.gap_group['value']}"
    given = compared(watched_goal)
    if len(given) < 2:
        early = say("Nothing to say yet; this rule compares the test at the start with a later one.")
        return WatchedGap(group, early) if numbers.to_their_teachers else None
    counted = counted_sides(viewer, watched_goal, numbers.locked, part, given)
    return judged(viewer, watched_goal, numbers, group, part, given, counted)


def on_record(viewer: Viewer, watched_goal: Goal) -> dict[str, object] | None:
    """Return what the rule of the gap finds and from which counts, to be kept with a verdict and never for a page.

    None where no gap is watched, before there are two days to compare, and where whoever brought the readings may not
    see the goal's place, such as a school that a student of the goal has moved to.
    """
    plan = plan_of(watched_goal)
    given = compared(watched_goal) if plan and plan.gap_group else []
    if plan is None or len(given) < 2 or not may_see_place(viewer, watched_goal.unit):
        return None
    known = locked(watched_goal)
    counted = counted_sides(viewer, watched_goal, known, part_of(plan.gap_group), given)
    kept: dict[str, object] = {"rule": RULE, "group": plan.gap_group, "found": "no_level", "growth": None, "days": []}
    if all(sides.whole.n_judged for sides in counted):
        days, finding = found_between(known, given, counted)
        points = [[day.on.isoformat(), day.reached, day.n, day.other, day.n_other] for day in days]
        kept |= {"rule": finding.rule, "found": finding.found.value, "growth": finding.value, "days": points}
    return kept


def part_of(gap_group: Mapping[str, str]) -> Condition:
    return Condition(gap_group["attribute"], frozenset({gap_group["value"]}))


def counted_sides(
    viewer: Viewer, watched_goal: Goal, known: Locked, part: Condition, given: Sequence[Administration]
) -> tuple[Sides, ...]:
    assert watched_goal.measure is not None
    listed = bytes(watched_goal.cohort.members) if watched_goal.cohort else b""
    return counts_of_sides(viewer, watched_goal.unit, known.group, part, watched_goal.measure, given, listed=listed)


def found_between(
    known: Locked, given: Sequence[Administration], counted: Sequence[Sides]
) -> "tuple[list[Day], Finding]":
    """Hold the sides of the two days against each other."""
    # SciPy comes with the first gap, not with the first page.
    from aimline.growth.monitoring import gap_rule

    # A share that should fall counts those whom it should not count; a level is something to reach, whatever the mean.
    falls = known.measure.direction is Direction.DOWN and known.measure.metric in BY_SHARE
    days = [day_of(on.given_on, sides, falls=falls) for on, sides in zip(given, counted, strict=True)]
    return days, gap_rule.gap_grew(*(sides_of(day) for day in days))


def compared(watched_goal: Goal) -> list[Administration]:
    """Return the administration a goal starts from, or its first reading's, and that of its newest reading."""
    own = [each for each in watched_goal.readings.all() if each.measure_id == watched_goal.measure_id]
    read = [each.administration_id for each in sorted(own, key=lambda each: each.on) if each.administration_id]
    both = [watched_goal.baseline_administration_id or next(iter(read), None), next(reversed(read), None)]
    found = Administration.objects.in_bulk([number for number in dict.fromkeys(both) if number is not None])
    return [found[number] for number in dict.fromkeys(both) if number is not None]


def judged(
    viewer: Viewer,
    watched_goal: Goal,
    numbers: Numbers,
    group: str,
    part: Condition,
    given: Sequence[Administration],
    counted: Sequence[Sides],
) -> WatchedGap | None:
    from aimline.growth.monitoring.rules import Found

    if not all(sides.whole.n_judged for sides in counted):
        silent = say("Nothing to say. These tests have no level that a student reaches, and this rule compares shares.")
        return WatchedGap(group, silent) if numbers.to_their_teachers else None
    days, finding = found_between(numbers.locked, given, counted)
    is_silent = finding.found is Found.TOO_FEW
    if not numbers.to_their_teachers:
        rule = numbers.locked.group
        if is_silent or not may_leave(viewer, watched_goal, rule, part, given, counted):
            return None
    if is_silent:
        return WatchedGap(group, say("Too few to say. {why}", why=finding.sentence))
    return WatchedGap(group, finding.sentence, finding.found is Found.BELOW, tuple(days))


def day_of(on: date, sides: Sides, *, falls: bool) -> Day:
    """Count those for whom it went well on both sides; all others are the whole without the group."""
    n, n_other = sides.part.n_judged, sides.whole.n_judged - sides.part.n_judged
    reached, other = sides.part.n_proficient, sides.whole.n_proficient - sides.part.n_proficient
    return Day(on, n - reached if falls else reached, n, n_other - other if falls else other, n_other)


def sides_of(day: Day) -> "gap_rule.Sides":
    from aimline.growth.monitoring.gap_rule import Sides as Compared

    return Compared(day.reached, day.n, day.other, day.n_other)


def may_leave(
    viewer: Viewer,
    watched_goal: Goal,
    rule: GroupRule,
    part: Condition,
    given: Sequence[Administration],
    counted: Sequence[Sides],
) -> bool:
    """Tell whether both sides and the whole may be seen exactly on every day by those who do not teach them."""
    own, ours, others = scopes(watched_goal, rule, part)
    assert watched_goal.measure is not None
    asked = [
        publication.ask_parts(
            publication.population(watched_goal.measure.pk, own.school, day.given_on),
            {
                ours.label: cell("group", sides.part.n_judged, sides.part.n_proficient),
                others.label: cell(
                    "others",
                    sides.whole.n_judged - sides.part.n_judged,
                    sides.whole.n_proficient - sides.part.n_proficient,
                ),
            },
            own.label,
            cell("all together", sides.whole.n_judged, sides.whole.n_proficient),
            watched_goal.district,
            to_their_teachers=False,
        )
        for day, sides in zip(given, counted, strict=True)
    ]
    told = [each.content for answer in publication.release(viewer, asked) for each in answer.values()]
    return all(isinstance(each, Shown) and each.is_exact for each in told)


def scopes(watched_goal: Goal, rule: GroupRule, part: Condition) -> tuple[Scope, Scope, Scope]:
    """Return whom the whole, the group and all others count, as the ledger of what was told writes it."""
    own = scope_of(watched_goal.unit, rule)
    groups = dict(own.groups or {})
    known = StudentGroup.objects.filter(
        attribute__district_id=watched_goal.district_id, attribute__name=part.attribute
    ).values_list("value", flat=True)
    words = groups.get(part.attribute, frozenset({*known, NO_GROUP}))
    ours, others = ({**groups, part.attribute: values} for values in (part.values, words - part.values))
    return own, Scope(own.school, own.grades, ours), Scope(own.school, own.grades, others)


def cell(label: str, n: int, numerator: int) -> Cell:
    return Cell(label, n, numerator, 100 * numerator / n if n else 0.0)
