"""Goals that are being watched, with their numbers as this viewer may see them."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise

from django.db.models import F, Prefetch, Q, QuerySet

from aimline.apps.goals import queries as goals
from aimline.apps.goals.actions.values import locked_of
from aimline.apps.goals.models import Amendment, Goal, Override
from aimline.apps.monitoring import models
from aimline.apps.monitoring.queries.outlook import likely
from aimline.apps.organizations.models import Membership, Unit, UnitKind
from aimline.apps.organizations.policy import WRITERS, NotVisible, Viewer
from aimline.apps.publication import actions as publication
from aimline.apps.results.models import Measure
from aimline.apps.results.queries import measure_value
from aimline.domain import amendment, cadence, decision, rule
from aimline.domain import measure as measures
from aimline.domain.calendar import Calendar
from aimline.domain.goal import Locked
from aimline.domain.suppression import Cell, SafeCell, Scope, Shown
from aimline.domain.trend import Observed
from aimline.domain.words import Message, say


@dataclass(frozen=True)
class Point:
    """A day's value as this viewer may see it; the spread goes where the value goes, for what chance may do."""

    on: date
    cell: SafeCell
    deviation: float | None = None
    is_counted_by_hand: bool = False

    @cached_property
    def shown(self) -> Shown | None:
        """The value and its n; none where they are hidden, or told as the end of a range, which no rule can judge."""
        content = self.cell.content
        return content if isinstance(content, Shown) and content.is_exact else None


@dataclass(frozen=True)
class ProxyPoints:
    """The readings of a measure that moves sooner."""

    measure: measures.Measure
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Numbers:
    """Everything about students that a page about a goal may show to this viewer, beside the goal as locked."""

    locked: Locked
    baseline: Point
    readings: tuple[Point, ...]
    proxies: tuple[ProxyPoints, ...]
    to_their_teachers: bool

    @cached_property
    def observed(self) -> tuple[Observed, ...]:
        """The readings that may be seen, for the rules of the method."""
        return tuple(
            Observed(point.on, point.shown.value, point.shown.n, point.deviation)
            for point in self.readings
            if point.shown
        )


def watched(viewer: Viewer, *, whole: bool = False) -> QuerySet[Goal]:
    """Return visible progress goals that were locked, with their own readings and planned looks.

    `whole` adds what a goal page shows, readings of measures that move sooner among it.
    """
    found = with_places(goals.visible(viewer)).filter(layer="progress", locked_on__isnull=False)
    if whole:
        return found.prefetch_related(*full())
    return found.prefetch_related(*short())


# Written once: what they ask does not depend on who asks.
OWN_READINGS = models.Reading.objects.filter(measure_id=F("goal__measure_id"))
CHECK_INS = models.CheckIn.objects.select_related("by").prefetch_related("second_answers")
PLACES = ("unit", "unit__parent", "district", "measure", "plan", "outlook")


def with_places(found: QuerySet[Goal]) -> QuerySet[Goal]:
    """Join what a page names; the list of students a goal follows stays where it is."""
    return found.select_related(None).select_related(*PLACES)


def short() -> tuple[Prefetch[str] | str, ...]:
    """Return what a small chart and a verdict need."""
    return "benchmarks", Prefetch("readings", OWN_READINGS), "plan__checkpoints"


def full() -> tuple[Prefetch[str] | str, ...]:
    """Return what a goal page needs; what is few is put in order here, not in the database."""
    return (
        "benchmarks",
        "strategies",
        "readings",
        "plan__rules",
        "plan__checkpoints",
        Prefetch("check_ins", CHECK_INS),
        "amendments__requested_by",
        "amendments__approved_by",
    )


def may_sharpen(watched_goal: Goal, *, today: date) -> bool:
    """Tell whether a goal is young enough to be sharpened: before its first reading, 14 days at most (settled 31)."""
    assert watched_goal.locked_on is not None
    has_reading = any(reading.measure_id == watched_goal.measure_id for reading in watched_goal.readings.all())
    return not has_reading and today <= watched_goal.locked_on + amendment.SHARPENING_DAYS


def goal(viewer: Viewer, goal_uuid: uuid.UUID) -> Goal:
    """Return one locked goal with everything its page shows, or raise `NotVisible`."""
    found = next(iter(watched(viewer, whole=True).filter(uuid=goal_uuid).order_by()), None)
    if found is None:
        raise NotVisible
    know_measures(found)
    return found


def carried(viewer: Viewer, watched_goal: Goal) -> tuple[Goal, ...]:
    """Return the goal this one was carried from and the one it was carried into, as far as they are visible."""
    both = Q(pk=watched_goal.carried_from_id) | Q(carried_from=watched_goal)
    return tuple(goals.visible(viewer).filter(both).order_by("pk"))


def draft(viewer: Viewer, goal_uuid: uuid.UUID) -> Goal:
    """Return one goal with everything the studio shows, or raise `NotVisible`."""
    found = goals.visible(viewer).select_related("priority", "baseline_administration").filter(uuid=goal_uuid)
    around = ("benchmarks", "strategies", "parts__person", "plan__checkpoints__measure", "plan__rules")
    opened = found.prefetch_related(*around).first()
    if opened is None:
        raise NotVisible
    return opened


def typed_draft(viewer: Viewer, goal_uuid: uuid.UUID) -> Goal:
    """Return one goal that is being typed, or raise `NotVisible`; what is in the form is not fetched."""
    around = ("benchmarks", "plan__checkpoints", "measure__levels")
    opened = goals.visible(viewer).prefetch_related(*around).filter(uuid=goal_uuid).first()
    if opened is None:
        raise NotVisible
    return opened


def know_measures(watched_goal: Goal) -> None:
    """Give readings and looks their measures: nearly always the goal's own, which is there already."""
    rows: list[models.Reading | models.Checkpoint] = [*watched_goal.readings.all(), *checkpoints(watched_goal)]
    others = {row.measure_id for row in rows if row.measure_id} - {watched_goal.measure_id}
    known = Measure.objects.in_bulk(others) if others else {}
    assert watched_goal.measure is not None
    for row in rows:
        if row.measure_id is not None:
            row.measure = known.get(row.measure_id, watched_goal.measure)


def numbers(viewer: Viewer, watched_goals: Sequence[Goal]) -> dict[int, Numbers]:
    """Return the numbers of locked goals, by goal id, through the door where the viewer does not teach the students."""
    known = [locked(each) for each in watched_goals]
    taught = [goals.is_taught_by(viewer, each.unit, own.group) for each, own in zip(watched_goals, known, strict=True)]
    told = [tuple(numbers_of(each, own)) for each, own in zip(watched_goals, known, strict=True)]
    leaving = [
        publication.ask_one(population, cell, scope, each.district, to_their_teachers=False)
        for each, own, is_taught in zip(watched_goals, told, taught, strict=True)
        if not is_taught
        for population, cell, scope in own
    ]
    answers = iter(publication.release(viewer, leaving) if leaving else ())
    found = {}
    for each, own, asked, is_taught in zip(watched_goals, known, told, taught, strict=True):
        if is_taught:
            cells = publication.open_cells([cell for _, cell, _ in asked])
        else:
            cells = tuple(cell for _ in asked for cell in next(answers).values())
        found[each.pk] = sorted_out(each, own, cells, to_their_teachers=is_taught)
    return found


def numbers_of(watched_goal: Goal, known: Locked) -> Iterator[tuple[str, Cell, Scope]]:
    """Return a goal's baseline, then its readings in their order, each with the results it belongs to."""
    assert watched_goal.measure is not None
    assert known.baseline is not None
    scope = goals.scope_of(watched_goal.unit, known.group)
    yield *goals.start_of(scope, watched_goal.measure, known.baseline), scope
    for row in watched_goal.readings.all():
        population = publication.population(row.measure_id, scope.school, row.on)
        yield population, Cell("reading", row.n, row.numerator, row.value), scope


def sorted_out(watched_goal: Goal, known: Locked, cells: tuple[SafeCell, ...], *, to_their_teachers: bool) -> Numbers:
    assert watched_goal.baseline_on is not None
    rows = sorted(zip(watched_goal.readings.all(), cells[1:], strict=True), key=lambda row: (row[0].on, row[0].pk))
    own, others = [], dict[int, tuple[Measure, list[Point]]]()
    for row, cell in rows:
        point = point_of(row.on, cell, row.deviation, by_hand=row.is_counted_by_hand)
        if row.measure_id == watched_goal.measure_id:
            own.append(point)
        else:
            others.setdefault(row.measure_id, (row.measure, []))[1].append(point)
    proxies = tuple(ProxyPoints(measure_value(measure), tuple(points)) for measure, points in others.values())
    start = point_of(watched_goal.baseline_on, cells[0], watched_goal.baseline_deviation)
    return Numbers(known, start, tuple(own), proxies, to_their_teachers)


def point_of(on: date, cell: SafeCell, deviation: float | None, *, by_hand: bool = False) -> Point:
    return Point(on, cell, deviation if cell.is_shown else None, by_hand)


def locked(watched_goal: Goal) -> Locked:
    """Return a watched goal as the method knows it."""
    return locked_of(watched_goal)


def judged(watched_goal: Goal, observed: Sequence[Observed], *, today: date, calendar: Calendar) -> decision.Verdict:
    """Return what the rules of the method say about a goal today (settled 13)."""
    return verdict_of(watched_goal, locked(watched_goal), observed, today=today, calendar=calendar)


def verdict_of(
    watched_goal: Goal, known: Locked, observed: Sequence[Observed], *, today: date, calendar: Calendar
) -> decision.Verdict:
    looks = own_looks(watched_goal)
    return decision.judge(
        known,
        observed,
        today=today,
        cadence_days=longest_wait(watched_goal, looks),
        calendar=calendar,
        last_checkpoint_on=looks[-1] if looks else None,
        likely=likely(watched_goal, observed),
    )


@dataclass(frozen=True)
class Standing:
    """How a goal stands for one viewer, in the words that every page and the command line share.

    Where the start is hidden there is no status word, the reason says why, and the verdict knows no reading.
    """

    is_open: bool
    status: str
    reason: Message
    verdict: decision.Verdict


def standing(watched_goal: Goal, numbers: Numbers, *, today: date, calendar: Calendar) -> Standing:
    """Judge a goal today from what the viewer may see; one that was closed keeps the word it was closed with."""
    is_open = numbers.baseline.shown is not None
    observed = numbers.observed if is_open else ()
    verdict = verdict_of(watched_goal, numbers.locked, observed, today=today, calendar=calendar)
    if not is_open:
        return Standing(is_open, "", hidden(watched_goal), verdict)
    ended = {None: verdict.status, True: decision.Status.MET, False: decision.Status.NOT_MET}[watched_goal.was_met]
    return Standing(is_open, ended, verdict.sentence, verdict)


def hidden(watched_goal: Goal) -> Message:
    """Say why a viewer sees no numbers of a goal."""
    return say(
        "Fewer than {n} students stand behind these numbers, or they would give a smaller group away;"
        " only the staff who teach them see them.",
        n=watched_goal.district.n_min,
    )


def point_of_reading(numbers: Numbers, watched_goal: Goal, reading: models.Reading) -> Point | None:
    """Return a stored reading as this viewer may see it."""
    measure = measure_value(reading.measure)
    proxies = (point for each in numbers.proxies if each.measure == measure for point in each.points)
    points = numbers.readings if reading.measure_id == watched_goal.measure_id else proxies
    return next((point for point in points if point.on == reading.on), None)


def shows_starts(correction: Amendment, numbers: Numbers) -> bool:
    """Tell whether both starts of a correction may be seen: enough students stand behind each, or theirs look."""
    if numbers.to_their_teachers:
        return True
    sides = (side["baseline"] for side in (correction.before, correction.after) if "baseline" in side)
    n_min = correction.goal.district.n_min
    return numbers.baseline.shown is not None and all(side["n"] >= n_min for side in sides)


def longest_wait(watched_goal: Goal, looks: Sequence[date]) -> int:
    """Return the most days the plan lets pass between two readings of the goal's own measure, on its own looks."""
    assert watched_goal.starts_on is not None
    planned = [watched_goal.starts_on, *looks]
    gaps = [(later - earlier).days for earlier, later in pairwise(planned)]
    return max([cadence.MAX_DAYS, *gaps])


def own_looks(watched_goal: Goal) -> tuple[date, ...]:
    """Return the days on which the plan expects a reading of the goal's own measure, oldest first."""
    assert watched_goal.deadline is not None
    return tuple(
        checkpoint.on
        for checkpoint in checkpoints(watched_goal)
        if checkpoint.measure_id in (None, watched_goal.measure_id) and checkpoint.on <= watched_goal.deadline
    )


def checkpoints(watched_goal: Goal) -> tuple[models.Checkpoint, ...]:
    """Return the planned looks of a goal, oldest first; none where there is no plan."""
    plan = plan_of(watched_goal)
    return tuple(sorted(plan.checkpoints.all(), key=lambda look: (look.on, look.pk))) if plan else ()


def plan_of(watched_goal: Goal) -> models.Plan | None:
    """Return a goal's plan to look, or none."""
    found = getattr(watched_goal, "plan", None)
    return found if isinstance(found, models.Plan) else None


def agreed_rules(watched_goal: Goal) -> tuple[rule.DecisionRule, ...]:
    """Return the decision rules a team agreed on, as the method knows them."""
    plan = plan_of(watched_goal)
    return tuple(
        rule.DecisionRule(
            kind=rule.RuleKind(row.kind),
            condition=rule.Condition(rule.Sign(row.condition["sign"]), int(row.condition.get("count", 1))),
            then=row.then,
            agreed_on=row.effective_from,
        )
        for row in (plan.rules.all() if plan else ())
    )


def is_complete(check_in: models.CheckIn, *, n_members: int) -> bool:
    """Tell whether enough members answered for the month to begin again (settled 18)."""
    if is_unfinished(check_in):
        return False
    return cadence.restarts_month(1 + len(check_in.second_answers.all()), n_members)


def is_unfinished(check_in: models.CheckIn) -> bool:
    """Tell whether a check-in still lacks an answer (RF-27)."""
    return bool(cadence.missing_for_completion(look_of(check_in)))


def look_of(check_in: models.CheckIn) -> cadence.CheckIn:
    """Return a stored check-in as the method knows it."""
    answers = check_in.answers
    return cadence.CheckIn(
        on=check_in.on,
        value=check_in.value,
        next_on=check_in.next_on,
        on_track=cadence.Answer(answers["on_track"]) if answers.get("on_track") else None,
        what_to_adjust=answers.get("what_to_adjust", ""),
        no_data_reason=check_in.no_data_reason,
        who_is_improving=answers.get("who_is_improving", ""),
        who_needs_support=answers.get("who_needs_support", ""),
        what_works=answers.get("what_works", ""),
        celebrations=check_in.celebration,
    )


def check_ins(watched_goal: Goal) -> tuple[models.CheckIn, ...]:
    """Return the check-ins of a goal, the newest first."""
    return tuple(sorted(watched_goal.check_ins.all(), key=lambda held: (held.on, held.pk), reverse=True))


def amendments_of(watched_goal: Goal) -> tuple[Amendment, ...]:
    """Return the changes of a goal and the corrections asked for, the oldest first."""
    return tuple(sorted(watched_goal.amendments.all(), key=lambda each: (each.requested_at, each.pk)))


def overrides_of(watched_goal: Goal) -> tuple[Override, ...]:
    """Return the leaves given for a goal, and those for easier goals beside it, the oldest first."""
    either = Override.objects.filter(Q(goal=watched_goal) | Q(about=watched_goal)).order_by("pk")
    # There are nearly always none: what they name is read only where there are some.
    return tuple(either.prefetch_related("by", "goal", "about"))


def last_look(watched_goal: Goal, *, n_members: int) -> date | None:
    """Return the day of the newest complete check-in, or none before the first one."""
    complete = (each.on for each in watched_goal.check_ins.all() if is_complete(each, n_members=n_members))
    return max(complete, default=None)


def n_writers(unit: Unit, *, today: date) -> int:
    """Count the people who write a place's goals today: two of them complete a check-in, or the only one."""
    held = Membership.objects.filter(unit=unit, role__in=WRITERS[UnitKind(unit.kind)], starts_on__lte=today)
    ends = held.values_list("person_id", "ends_on")
    return len({person for person, ends_on in ends if ends_on is None or ends_on >= today})
