"""The gate between a draft and a locked goal (INV-25, 25a, 26; settled.md 12, 32, 33)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from aimline.domain.calendar import Calendar, ends_semester_or_year
from aimline.domain.gap import Gap
from aimline.domain.goal import Baseline, Comparison, Denominator, Draft, GroupRule, Level, Locked, Stop
from aimline.domain.goal import needs_stop as goal_needs_stop
from aimline.domain.measure import Measure, at_least_as_good, better, in_range, quantity
from aimline.domain.refusal import AimlineError
from aimline.domain.rule import RuleKind
from aimline.domain.words import Message, say

_WEEK = 7
_TWO_POINTS_DAYS = 8 * _WEEK


@dataclass(frozen=True)
class PlanFacts:
    """What the plan around a draft holds: strategies, dates of data, rules, and what is still open.

    `borrows_plan`: a classroom goal points to its team goal's plan, a nested goal to its annual goal's.
    `ambition_wants_reason`: the goal was rated very hard or too easy and nobody wrote why it stays.
    """

    n_strategies: int = 0
    checkpoints: tuple[date, ...] = ()
    cadence_days: int | None = None
    rule_kinds: frozenset[RuleKind] = frozenset()
    blocking_rules: tuple[str, ...] = ()
    borrows_plan: bool = False
    n_daily_practices: int = 0
    awaits_endorsement: bool = False
    ambition_wants_reason: bool = False


class NotReady(AimlineError):
    """A draft was to become active while something is missing; `gaps` lists all of it (RF-09)."""

    def __init__(self, gaps: tuple[Gap, ...]) -> None:
        if len(gaps) == 1:
            message = say("One thing is missing before your team can use this goal.")
        else:
            message = say("{n} things are missing before your team can use this goal.", n=len(gaps))
        super().__init__("RF-09", message, gaps[0].message)
        self.gaps = gaps


@dataclass(frozen=True)
class _Complete:
    """A draft of which every field has been filled."""

    group: GroupRule
    measure: Measure
    baseline: Baseline
    target: float
    starts_on: date
    deadline: date
    comparison: Comparison
    denominator: Denominator


def missing_for_activation(
    draft: Draft, plan: PlanFacts, *, today: date, calendar: Calendar | None = None
) -> tuple[Gap, ...]:
    """List everything that keeps a progress goal from becoming active, in the order of the six steps.

    Source: INV-25, 25a and 26, M-05, RF-08 to RF-11, settled.md 12, 17, 32 and 33.
    """
    complete = _completed(draft, today)
    gaps = list(_missing_fields(draft))
    if complete:
        gaps += contradictions(
            complete.measure, complete.baseline, complete.target, draft.stops,
            starts_on=complete.starts_on, deadline=complete.deadline,
        )  # fmt: skip
        gaps += _untimely(complete, draft, plan, today=today, calendar=calendar)
    gaps += _missing_plan(draft, plan)
    gaps += _still_open(plan)
    return tuple(gaps)


def lock(draft: Draft, plan: PlanFacts, *, today: date, calendar: Calendar | None = None) -> Locked:
    """Turn a draft into a goal that never becomes easier; raises `NotReady` with all gaps (INV-25)."""
    gaps = missing_for_activation(draft, plan, today=today, calendar=calendar)
    complete = _completed(draft, today)
    if gaps or complete is None:
        raise NotReady(gaps)
    return Locked(
        level=draft.level,
        group=complete.group,
        result=draft.result.strip(),
        measure=complete.measure,
        baseline=complete.baseline,
        target=complete.target,
        starts_on=complete.starts_on,
        deadline=complete.deadline,
        deadline_words=draft.deadline_words,
        stops=tuple(sorted(draft.stops, key=lambda stop: stop.on)),
        comparison=complete.comparison,
        denominator=complete.denominator,
        proxies=draft.proxies,
        locked_on=today,
    )


def contradictions(
    measure: Measure,
    baseline: Baseline,
    target: float,
    stops: Iterable[Stop],
    *,
    starts_on: date,
    deadline: date,
) -> tuple[Gap, ...]:
    """Find what cannot be true at once: values off the scale, a target no better than the baseline,
    dates out of order, stops past the target (INV-16, INV-26)."""
    gaps = []
    for value, where in ((baseline.value, "baseline"), (target, "target")):
        if not in_range(measure, value):
            said = say(
                "This scale goes from {minimum} to {maximum}.",
                minimum=float(measure.minimum),
                maximum=float(measure.maximum),
            )
            gaps.append(Gap("M-06", said, where))
    if not better(measure.direction, target, baseline.value):
        said = say(
            "The target {target} is no better than the start {baseline}. Where should students get to?",
            target=quantity(measure, target),
            baseline=quantity(measure, baseline.value),
        )
        gaps.append(Gap("INV-26", said, "target"))
    if deadline <= max(starts_on, baseline.on):
        said = say("The deadline lies before the work begins. Which date comes after it?")
        gaps.append(Gap("INV-26", said, "deadline"))
    return (*gaps, *_crooked_stops(measure, baseline, target, stops, deadline=deadline))


def _crooked_stops(
    measure: Measure, baseline: Baseline, target: float, stops: Iterable[Stop], *, deadline: date
) -> Iterable[Gap]:
    before = Stop(baseline.on, baseline.value)
    for stop in sorted(stops, key=lambda stop: stop.on):
        if not before.on < stop.on < deadline:
            yield Gap(
                "INV-26",
                say(
                    "The stop on {on} does not lie between the start and the deadline, one stop a day.",
                    on=stop.on,
                ),
                "stops",
            )
        elif not at_least_as_good(measure.direction, stop.value, before.value):
            yield Gap("INV-26", say("The stop on {on} asks for less than the one before it.", on=stop.on), "stops")
        elif better(measure.direction, stop.value, target):
            yield Gap(
                "INV-26",
                say(
                    "The stop on {on} lies beyond the target. Raise the target, or lower this stop.",
                    on=stop.on,
                ),
                "stops",
            )
        before = stop


def _denominator(draft: Draft) -> Denominator | None:
    """Successive cohorts count whoever was tested each time; only the same students leave a choice."""
    if draft.comparison is Comparison.SUCCESSIVE_COHORTS:
        return Denominator.TESTED
    return draft.denominator


def _completed(draft: Draft, today: date) -> _Complete | None:
    denominator = _denominator(draft)
    if (
        draft.group is None
        or draft.measure is None
        or draft.baseline is None
        or draft.target is None
        or draft.deadline is None
        or draft.comparison is None
        or denominator is None
        or not draft.result.strip()
    ):
        return None
    return _Complete(
        group=draft.group,
        measure=draft.measure,
        baseline=draft.baseline,
        target=draft.target,
        starts_on=draft.starts_on or today,
        deadline=draft.deadline,
        comparison=draft.comparison,
        denominator=denominator,
    )


def _missing_fields(draft: Draft) -> Iterable[Gap]:
    checks: tuple[tuple[bool, str, str, Message], ...] = (
        (draft.group is None, "S-01", "group", say("Which students is this for?")),
        (not draft.result.strip(), "S-02", "result", say("What will students be able to do?")),
        (draft.measure is None, "M-01", "measure", say("Which assessment will show it?")),
        (
            draft.baseline is None,
            "M-03",
            "baseline",
            say("Where are they now? Without a start we cannot see growth."),
        ),
        (draft.target is None, "M-02", "target", say("How many, or what share, should get there?")),
        (draft.deadline is None, "T-01", "deadline", say("By when? A date turns a wish into a plan.")),
        (
            draft.comparison is None,
            "settled-11",
            "comparison",
            say("Do you follow the same students, or compare each year's group?"),
        ),
        (
            _denominator(draft) is None,
            "INV-10",
            "denominator",
            say("Who is counted: everyone tested, or only students with both results?"),
        ),
    )
    return (Gap(code, message, where) for missing, code, where, message in checks if missing)


def _untimely(
    goal: _Complete, draft: Draft, plan: PlanFacts, *, today: date, calendar: Calendar | None
) -> Iterable[Gap]:
    if goal.deadline <= today:
        yield Gap("T-04", say("This date has passed. Which date comes next?"), "deadline")
    if goal.baseline.on > today:
        yield Gap(
            "M-03",
            say("The start is measured on {on}. The goal can be used from then on.", on=goal.baseline.on),
            "baseline",
        )
    if draft.level is Level.STUDENT:
        return
    closes = calendar is not None and ends_semester_or_year(calendar, goal.deadline)
    is_long = goal_needs_stop(goal.starts_on, goal.deadline, deadline_is_semester_or_year_end=closes)
    if is_long and not draft.stops:
        said = say("{deadline} is too late to find out. Add at least one stop on the way.", deadline=goal.deadline)
        yield Gap("RF-11", said, "stops")
    yield from _too_few_points(goal, draft, plan)


def _too_few_points(goal: _Complete, draft: Draft, plan: PlanFacts) -> Iterable[Gap]:
    """M-05: a yearly test needs a proxy given twice; any other measure two or three points of data."""
    if goal.measure.yearly:
        if not any(len(_inside(proxy.dates, goal)) >= 2 for proxy in draft.proxies):
            said = say(
                "With this measure you would learn the answer once, at the end. "
                "Which common assessment can show movement sooner, on two dates at least?"
            )
            yield Gap("M-05", said, "proxies")
        return
    n_needed = 2 if (goal.deadline - goal.starts_on).days <= _TWO_POINTS_DAYS else 3
    n_points = len(_inside(plan.checkpoints, goal))
    if plan.checkpoints and n_points < n_needed:
        yield Gap(
            "M-05",
            say(
                "{n} dates with data lie before the deadline; {needed} are needed to see movement.",
                n=n_points,
                needed=n_needed,
            ),
            "checkpoints",
        )


def _inside(dates: tuple[date, ...], goal: _Complete) -> frozenset[date]:
    return frozenset(day for day in dates if goal.starts_on <= day <= goal.deadline)


def _missing_plan(draft: Draft, plan: PlanFacts) -> Iterable[Gap]:
    if draft.level is Level.STUDENT:
        yield from _missing_student_plan(plan)
        return
    inherits = plan.borrows_plan and (draft.is_nested or draft.level is Level.CLASSROOM)
    if not plan.n_strategies and not inherits:
        yield Gap("PL-01", say("How will this happen? A goal without a plan is a wish."), "strategies")
    if not (plan.checkpoints and plan.cadence_days) and not (inherits and draft.level is Level.CLASSROOM):
        yield Gap("PL-07", say("When will you look?"), "checkpoints")
    if not inherits:
        for kind in RuleKind:
            if kind not in plan.rule_kinds:
                yield Gap(
                    "PL-08",
                    say("Decide now what you do when results say: {kind}.", kind=kind.replace("_", " ")),
                    "rules",
                )


def _missing_student_plan(plan: PlanFacts) -> Iterable[Gap]:
    if not 1 <= plan.n_daily_practices <= 2:
        yield Gap("INV-25a", say("Choose one or two things to do each day."), "practices")
    if not plan.cadence_days or plan.cadence_days > _WEEK:
        yield Gap("INV-25a", say("Look at it together once a week."), "checkpoints")


def _still_open(plan: PlanFacts) -> Iterable[Gap]:
    for rule in plan.blocking_rules:
        yield Gap(rule, say("{rule} is still open in the goal check.", rule=rule), "sentence")
    if plan.ambition_wants_reason:
        yield Gap("settled-32", say("Write one sentence why this target is right all the same."), "target")
    if plan.awaits_endorsement:
        yield Gap("settled-17", say("School goals are read by a leader before they begin. Ask for it."), "review")
