"""How a locked goal may change: upward, or by a correction two people stand for (domain.md 2.8)."""

from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from enum import StrEnum

from aimline.domain.activation import contradictions
from aimline.domain.aimline import expected, line_of
from aimline.domain.calendar import ending_of
from aimline.domain.goal import Draft, GroupRule, Locked, Stop, narrows
from aimline.domain.measure import Measure, at_least_as_good, better
from aimline.domain.refusal import AimlineError
from aimline.domain.words import Message, say

SHARPENING_DAYS = timedelta(days=14)

# Two ways of drawing the same line differ in the last bits of their numbers.
_ROUNDING = 1e-9
# A stop on the line is written with one decimal.
_SAID = 0.05 + _ROUNDING

_TO_STRATEGIES = say("Open the strategies: do more of it, do something else, or ask for help.")
_TO_CORRECTION = say("If the record is wrong, ask for a correction: it needs a reason and a second person.")


class AmendmentKind(StrEnum):
    """What happened to a locked goal."""

    RAISE = "raise"
    EARLIER = "earlier"
    ADD_STOP = "add_benchmark"
    WIDEN_GROUP = "widen_group"
    SHARPEN = "sharpen"
    CORRECTION = "correction"


class CorrectionCode(StrEnum):
    """The closed list of reasons for which a record may be put right (domain.md 2.8)."""

    DATA_ENTRY_ERROR = "data_entry_error"
    RESULT_RESCORED = "result_rescored"
    MEASURE_WITHDRAWN = "measure_withdrawn_or_changed_by_provider"
    CUT_SCORE_CHANGED = "cut_score_changed_by_authority"
    ROSTER_ERROR = "roster_error"
    CALENDAR_CHANGED = "calendar_changed"
    MERGED = "goal_merged_by_reorganization"


_NEW_RULER = frozenset({"measure", "baseline", "target", "stops", "proxies"})
_NEW_DATES = frozenset({"deadline", "deadline_words", "stops", "proxies"})

_CORRECTABLE: dict[CorrectionCode, frozenset[str]] = {
    CorrectionCode.DATA_ENTRY_ERROR: _NEW_DATES | {"group", "result", "baseline", "target", "starts_on"},
    CorrectionCode.RESULT_RESCORED: frozenset({"baseline"}),
    CorrectionCode.MEASURE_WITHDRAWN: _NEW_RULER,
    CorrectionCode.CUT_SCORE_CHANGED: _NEW_RULER,
    CorrectionCode.ROSTER_ERROR: frozenset({"group", "baseline"}),
    CorrectionCode.CALENDAR_CHANGED: _NEW_DATES,
    CorrectionCode.MERGED: frozenset({"group", "baseline", "target", "stops"}),
}


@dataclass(frozen=True)
class Amendment:
    """One change of a locked goal with both versions; `code` and `approved_by` only for a correction."""

    kind: AmendmentKind
    before: Locked
    after: Locked
    on: date
    requested_by: str
    explanation: str = ""
    code: CorrectionCode | None = None
    approved_by: str = ""
    evidence: str = ""


class TargetNeverRecedes(AimlineError):
    """A locked target may only become better (RF-01)."""


class DeadlineNeverMovesLater(AimlineError):
    """A locked deadline may only come earlier (RF-02)."""


class GroupNeverNarrows(AimlineError):
    """The students promised to stay in the count, measured the same way (RF-03)."""


class StopsNeverLowered(AimlineError):
    """Interim benchmarks stay, and the line to the target never sinks (RF-06)."""


class BaselineNeverChanges(AimlineError):
    """The start changes only when the record was wrong (RF-07)."""


class NotAnAmendment(AimlineError):
    """The change is none of those a locked goal allows."""


class NotACorrection(AimlineError):
    """A correction lacks a code, a reason, a second person, or touches what its code does not cover."""


class SharpeningIsOver(AimlineError):
    """Sharpening ends with the first new result, and 14 days after activation (settled.md 31)."""


def raise_target(goal: Locked, target: float, *, requested_by: str, on: date) -> tuple[Locked, Amendment]:
    """Aim higher; raises `TargetNeverRecedes` for an easier target (INV-37)."""
    return amend(goal, replace(goal, target=target), requested_by=requested_by, on=on)


def bring_forward(
    goal: Locked, deadline: date, *, words: str = "", requested_by: str, on: date
) -> tuple[Locked, Amendment]:
    """Aim for an earlier day; stops after it fall away. Raises `DeadlineNeverMovesLater` (RF-02)."""
    stops = tuple(stop for stop in goal.stops if stop.on < deadline or deadline > goal.deadline)
    wanted = replace(goal, deadline=deadline, deadline_words=words, stops=stops)
    return amend(goal, wanted, requested_by=requested_by, on=on)


def add_stop(goal: Locked, stop: Stop, *, requested_by: str, on: date) -> tuple[Locked, Amendment]:
    """Add an interim benchmark on or above the line; raises `StopsNeverLowered` below it (RF-06)."""
    stops = tuple(sorted((*goal.stops, stop), key=lambda each: each.on))
    return amend(goal, replace(goal, stops=stops), requested_by=requested_by, on=on)


def widen_group(goal: Locked, group: GroupRule, *, requested_by: str, on: date) -> tuple[Locked, Amendment]:
    """Count more students; raises `GroupNeverNarrows` where one would fall out (INV-13)."""
    return amend(goal, replace(goal, group=group), requested_by=requested_by, on=on)


def amend(
    goal: Locked, wanted: Locked, *, requested_by: str, on: date, explanation: str = ""
) -> tuple[Locked, Amendment]:
    """Change a locked goal so that it is nowhere easier (INV-34, INV-37).

    Raises the refusal of the first thing that would be easier (RF-01 to RF-03, RF-06, RF-07), and
    `NotAnAmendment` where nothing changes or the words alone do.
    """
    check_never_easier(goal, wanted)
    changed = changes(goal, wanted)
    kinds = [kind for name, kind in _KINDS if name in changed]
    if not kinds or changed - _AMENDABLE:
        raise NotAnAmendment(
            "INV-34",
            say("A goal in use can get a higher target, an earlier date, more stops or more students."),
            _TO_CORRECTION,
        )
    _check_possible(wanted)
    return wanted, Amendment(kinds[0], goal, wanted, on, requested_by, explanation)


_KINDS = (
    ("target", AmendmentKind.RAISE),
    ("deadline", AmendmentKind.EARLIER),
    ("group", AmendmentKind.WIDEN_GROUP),
    ("stops", AmendmentKind.ADD_STOP),
)
_AMENDABLE = frozenset({"target", "deadline", "deadline_words", "group", "stops"})


def sharpen(
    goal: Locked,
    wanted: Locked,
    *,
    today: date,
    first_result_on: date | None,
    requested_by: str,
    explanation: str = "",
) -> tuple[Locked, Amendment]:
    """Make a young goal clearer without easing it: words, the measure's name, and all that `amend` allows.

    Open until the first new result, at most 14 days after activation (settled.md 31). Raises
    `SharpeningIsOver`, or the refusal of the first thing that would be easier.
    """
    if first_result_on is not None or today > goal.locked_on + SHARPENING_DAYS:
        raise SharpeningIsOver(
            "settled-31",
            say("A goal can be sharpened until its first result, for 14 days at most."),
            say("It can still get a higher target, an earlier date, more stops or more students."),
        )
    same_ruler = replace(wanted, measure=goal.measure) if _only_named(goal.measure, wanted.measure) else wanted
    check_never_easier(goal, same_ruler)
    changed = changes(goal, wanted)
    if not changed or changed - _AMENDABLE - {"result", "measure"}:
        raise NotAnAmendment(
            "settled-31",
            say("Sharpening makes the group, the measure, the words, the target or the date clearer."),
            _TO_CORRECTION,
        )
    _check_possible(wanted)
    return wanted, Amendment(AmendmentKind.SHARPEN, goal, wanted, today, requested_by, explanation)


def correct(
    goal: Locked,
    wanted: Locked,
    *,
    code: CorrectionCode,
    explanation: str,
    requested_by: str,
    approved_by: str,
    on: date,
    evidence: str = "",
) -> tuple[Locked, Amendment]:
    """Put a wrong record right; both versions stay visible for ever (INV-36).

    Needs an explanation and a second person, and touches only what its code covers; raises
    `NotACorrection` otherwise.
    """
    if not explanation.strip():
        raise NotACorrection(
            "INV-36",
            say("A correction says what was wrong."),
            say("Write one sentence that others can check."),
        )
    if not approved_by.strip() or approved_by == requested_by:
        raise NotACorrection(
            "INV-36",
            say("A correction needs a second person."),
            say("Ask the leader one level up, or the data steward."),
        )
    changed = changes(goal, wanted)
    if not changed or changed - _CORRECTABLE[code]:
        raise NotACorrection(
            "INV-36",
            say("This reason does not cover the change."),
            say("Choose the reason that fits, or change less."),
        )
    _check_possible(wanted)
    amendment = Amendment(
        AmendmentKind.CORRECTION, goal, wanted, on, requested_by, explanation, code, approved_by, evidence
    )
    return wanted, amendment


def redrawn(goal: Locked, wanted: Locked) -> Locked:
    """Put stops that stood on the straight line of a goal onto the line to its corrected deadline (INV-36).

    A stop that people set themselves, away from the line, stays; so does everything while the deadline stays.
    """
    if wanted.deadline == goal.deadline:
        return wanted
    before, after = (line_of(replace(each, stops=())) for each in (goal, wanted))
    moved = (
        Stop(stop.on, round(expected(after, stop.on), 1))
        if abs(stop.value - expected(before, stop.on)) <= _SAID
        else stop
        for stop in wanted.stops
    )
    return replace(wanted, stops=tuple(moved))


def correction_code(text: str) -> CorrectionCode:
    """Read a correction code; any other reason, as slow progress, raises `NotACorrection` (INV-35)."""
    try:
        return CorrectionCode(text)
    except ValueError:
        raise NotACorrection(
            "INV-35",
            say("The goal stays. Slow progress is a reason to change what we do, not what we aim for."),
            _TO_STRATEGIES,
        ) from None


def changes(before: Locked, after: Locked) -> frozenset[str]:
    """Name the fields in which two versions of a goal differ."""
    names = (field.name for field in fields(Locked))
    return frozenset(name for name in names if getattr(before, name) != getattr(after, name))


def check_never_easier(goal: Locked, wanted: Locked) -> None:
    """Let a goal pass only where nothing is easier, in either direction (INV-34).

    Raises `BaselineNeverChanges`, `GroupNeverNarrows`, `TargetNeverRecedes`, `DeadlineNeverMovesLater`
    or `StopsNeverLowered`.
    """
    if wanted.baseline != goal.baseline:
        raise BaselineNeverChanges("RF-07", say("Baselines change only when the record was wrong."), _TO_CORRECTION)
    if (wanted.measure, wanted.comparison, wanted.denominator) != (
        goal.measure,
        goal.comparison,
        goal.denominator,
    ):
        raise GroupNeverNarrows(
            "RF-03",
            say("Start and finish use the same measure and count students the same way."),
            _TO_CORRECTION,
        )
    if narrows(wanted.group, goal.group):
        raise GroupNeverNarrows("RF-03", say("The students we promised this to stay in the count."), _TO_CORRECTION)
    if better(goal.measure.direction, goal.target, wanted.target):
        raise TargetNeverRecedes("RF-01", _STAYS, _TO_STRATEGIES)
    if wanted.deadline > goal.deadline:
        raise DeadlineNeverMovesLater(
            "RF-02",
            say("More time is also a lower goal. Plan the next goal for after this date."),
            _TO_STRATEGIES,
        )
    if _stops_missing(goal, wanted) or _line_sinks(goal, wanted):
        raise StopsNeverLowered("RF-06", _STAYS, _TO_STRATEGIES)


_STAYS = say("The goal stays. Slow progress is a reason to change what we do, not what we aim for.")


def is_easier_twin(new: Draft | Locked, closed: Locked) -> bool:
    """Tell whether a new goal of the same unit is a closed one with an easier promise (RF-05).

    A twin has the same measure in the same school year; it is easier with a worse target, a later
    deadline or fewer students.
    """
    if new.measure is None or new.target is None or new.deadline is None or new.group is None:
        return False
    if new.measure.name != closed.measure.name or ending_of(new.deadline) != ending_of(closed.deadline):
        return False
    return (
        better(closed.measure.direction, closed.target, new.target)
        or new.deadline > closed.deadline
        or narrows(new.group, closed.group)
    )


def _stops_missing(goal: Locked, wanted: Locked) -> bool:
    """A stop is kept when one as good stands on its day or before; an earlier deadline outruns it."""
    direction = goal.measure.direction
    return not all(
        old.on >= wanted.deadline
        or any(new.on <= old.on and at_least_as_good(direction, new.value, old.value) for new in wanted.stops)
        for old in goal.stops
    )


def _line_sinks(goal: Locked, wanted: Locked) -> bool:
    """Both lines are straight between their knots, so comparing at every knot compares them everywhere."""
    before, after = line_of(goal), line_of(wanted)
    days = {knot.on for knot in (*before.knots, *after.knots)}
    sign = 1 if at_least_as_good(goal.measure.direction, 1, 0) else -1
    return any(sign * (expected(before, on) - expected(after, on)) > _ROUNDING for on in days)


def _only_named(old: Measure, new: Measure) -> bool:
    """The same ruler with a clearer name; a version may be named where there was none."""
    version = new.instrument_version if not old.instrument_version else old.instrument_version
    return replace(old, name=new.name, instrument_version=version) == new


def _check_possible(wanted: Locked) -> None:
    gaps = contradictions(
        wanted.measure,
        wanted.baseline,
        wanted.target,
        wanted.stops,
        starts_on=wanted.starts_on,
        deadline=wanted.deadline,
    )
    if gaps:
        raise NotAnAmendment(gaps[0].code, gaps[0].message, say("Nothing was changed."))


def describe(amendment: Amendment) -> Message:
    """Say an amendment in one line for the mark on chart, sentence and print (INV-36, INV-39)."""
    if amendment.kind is AmendmentKind.CORRECTION:
        return say("Corrected on {on}: {explanation}", on=amendment.on, explanation=amendment.explanation)
    return replace(_DESCRIPTIONS[amendment.kind], values={"on": amendment.on})


_DESCRIPTIONS = {
    AmendmentKind.RAISE: say("Target raised on {on}"),
    AmendmentKind.EARLIER: say("Deadline brought forward on {on}"),
    AmendmentKind.ADD_STOP: say("Stop added on {on}"),
    AmendmentKind.WIDEN_GROUP: say("More students counted since {on}"),
    AmendmentKind.SHARPEN: say("Made clearer on {on}"),
}
