"""On track for a group: the share at benchmark on interim checks, forecast to the last one (growth.md 3.7)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import asin, sin, sqrt
from typing import Final

from scipy.special import ndtr

from aimline.domain.refusal import AimlineError
from aimline.domain.words import say
from aimline.growth.ambition.counting import Share, needed_of
from aimline.growth.references.shelf import Shelf, shipped

VERSION: Final = "group-3"


class NoChecks(AimlineError):
    """Checks that cannot be followed; the message says why."""


@dataclass(frozen=True)
class Check:
    """`reached` of `n` students were at benchmark `week` school weeks after the baseline check."""

    week: float
    reached: int
    n: int


@dataclass(frozen=True)
class GroupPrior:
    """Spread of a form's difficulty, of the rise over the whole time, and of where groups start; arcsine scale.

    `start_weight` says how many groups the last of them is worth.
    """

    form_sd: float
    rise_sd: float
    start_sd: float
    start_weight: float


@dataclass(frozen=True)
class Rise:
    """What is usual here over the whole time, on the arcsine scale: mean, spread, and from how many groups.

    `start` is where those groups began, give or take `start_sd`: a first check far from it is partly luck.
    """

    mean: float
    sd: float
    n: int
    start: float | None = None
    start_sd: float = 0.0


@dataclass(frozen=True)
class Forecast:
    """The chance that `needed` of `n` students reach the benchmark at the due date.

    `level` (0 to 1) is where the group stands now, `share` and `band` (the middle 80 %) what is expected then;
    `improving` is the chance that the group moves up.
    """

    chance: float
    needed: int
    n: int
    level: float
    share: float
    band: tuple[float, float]
    improving: float
    n_checks: int
    version: str = VERSION


@dataclass(frozen=True)
class _State:
    level: float
    slope: float
    level_variance: float
    covariance: float
    slope_variance: float


def forecast(
    checks: Sequence[Check],
    *,
    target: float,
    due_week: float,
    n: int | None = None,
    rise: Rise | None = None,
    same_students: bool = False,
    shelf: Shelf | None = None,
) -> Forecast:
    """Say how likely a share (`target`, 0 to 1) is at the check in `due_week`, from the checks so far, oldest first.

    `n` students are counted then, as many as last time unless given. Forms of a check are not equated: a term for
    their difficulty widens the forecast. `rise` is what earlier groups taught (`learn_rise`); without it no rise is
    expected, give or take what the pack says. `same_students` tells that every check counts the same ones: then
    counting alone makes noise, as in growth.md 2.5, and not what one cohort differs from the next. Raises NoChecks.
    Source: growth.md 3.7.
    """
    _demand(checks, due_week)
    shelf = shelf or shipped()
    prior = shelf.prior(GroupPrior, "group_checks")
    factor = _factor(shelf, same_students=same_students)
    state = _follow(checks, prior, factor, due_week, rise or Rise(0.0, prior.rise_sd, 0))
    gap = due_week - checks[-1].week
    ahead = state.level + gap * state.slope
    variance = state.level_variance + 2 * gap * state.covariance + gap**2 * state.slope_variance + prior.form_sd**2
    n_due = checks[-1].n if n is None else n
    mean = min(max(_share(ahead), 0.01), 0.99)
    spread = sin(2 * asin(sqrt(mean))) ** 2 * variance + (factor - 1) * mean * (1 - mean) / n_due
    law = Share(mean, spread, n_due)
    needed = needed_of(n_due, target)
    return Forecast(
        chance=law.reach(needed),
        needed=needed,
        n=n_due,
        level=_share(state.level),
        share=mean,
        band=law.band(0.8),
        improving=float(ndtr(state.slope / sqrt(state.slope_variance))),
        n_checks=len(checks),
    )


def learn_rise(
    earlier: Sequence[tuple[Check, Check]], *, same_students: bool = False, shelf: Shelf | None = None
) -> Rise:
    """Learn how far groups usually rise over the whole time from earlier ones: (first check, last check) of each.

    What counting and forms add is taken off the spread between them; the pack's expectation of no rise counts as one
    group more. Where they began is learned too, its spread held to the pack's as that of slopes is in growth.md 3.3.
    Source: growth.md 3.7, "slope prior from own history".
    """
    shelf = shelf or shipped()
    prior, factor = shelf.prior(GroupPrior, "group_checks"), _factor(shelf, same_students=same_students)
    rises = [_scaled(last) - _scaled(first) for first, last in earlier]
    noise = sum(_noise(first, prior, factor) + _noise(last, prior, factor) for first, last in earlier) / len(earlier)
    mean = sum(rises) / (len(rises) + 1)
    seen = sum((one - mean) ** 2 for one in rises) / max(len(rises) - 1, 1)
    between = max(seen - noise, prior.form_sd**2)
    start, start_sd = _learn_start([first for first, _ in earlier], prior, factor)
    return Rise(mean, sqrt(between + (noise + between) / len(rises)), len(rises), start, start_sd)


def _learn_start(firsts: Sequence[Check], prior: GroupPrior, factor: float) -> tuple[float, float]:
    m, places = len(firsts), [_scaled(first) for first in firsts]
    mean = sum(places) / m
    noise = sum(_noise(first, prior, factor) for first in firsts) / m
    seen = sum((place - mean) ** 2 for place in places) - (m - 1) * noise
    between = (seen + prior.start_weight * prior.start_sd**2) / (m - 1 + prior.start_weight)
    return mean, sqrt(max(between, prior.form_sd**2) * (1 + 1 / m))


def pooled(groups: Sequence[Sequence[Check]]) -> tuple[Check, ...]:
    """Roll up groups with the same check weeks: students are counted together, chances are never averaged.

    Raises NoChecks where the weeks differ.
    """
    weeks = [tuple(check.week for check in group) for group in groups]
    if len(set(weeks)) != 1:
        raise NoChecks(
            "weeks-differ",
            say("The groups were not checked in the same weeks, so their students cannot be counted together."),
            say("Pool the groups that share a calendar of checks."),
        )
    return tuple(
        Check(same[0].week, sum(check.reached for check in same), sum(check.n for check in same))
        for same in zip(*groups, strict=True)
    )


def _factor(shelf: Shelf, *, same_students: bool) -> float:
    """By how much shares jump beyond what counting explains: nothing where the same students are counted again."""
    return 1.0 if same_students else shelf.value("percent_proficient", "design_factor")


def _demand(checks: Sequence[Check], due_week: float) -> None:
    if not checks or any(check.n <= 0 or not 0 <= check.reached <= check.n for check in checks):
        raise NoChecks(
            "no-counts",
            say("Every check needs students, and no more at benchmark than were there."),
            say("Give for each check how many of how many reached the benchmark."),
        )
    weeks = [check.week for check in checks]
    if weeks != sorted(set(weeks)) or due_week <= weeks[-1]:
        raise NoChecks(
            "no-order",
            say("The checks are not in the order of time, or the due date is not after the last of them."),
            say("Sort the checks by day, each day once, and choose a later due date."),
        )


def _follow(checks: Sequence[Check], prior: GroupPrior, factor: float, due_week: float, rise: Rise) -> _State:
    first = checks[0]
    whole = due_week - first.week
    level, error = _scaled(first), _noise(first, prior, factor)
    if rise.start is not None:
        kept = rise.start_sd**2 / (rise.start_sd**2 + error)
        level, error = rise.start + kept * (level - rise.start), kept * error
    state = _State(level, rise.mean / whole, error, 0.0, (rise.sd / whole) ** 2)
    week = first.week
    for check in checks[1:]:
        state = _learn(_next(state, check.week - week), check, prior, factor)
        week = check.week
    return state


def _next(state: _State, gap: float) -> _State:
    return replace(
        state,
        level=state.level + gap * state.slope,
        level_variance=state.level_variance + 2 * gap * state.covariance + gap**2 * state.slope_variance,
        covariance=state.covariance + gap * state.slope_variance,
    )


def _learn(state: _State, check: Check, prior: GroupPrior, factor: float) -> _State:
    total = state.level_variance + _noise(check, prior, factor)
    gain, slope_gain = state.level_variance / total, state.covariance / total
    surprise = _scaled(check) - state.level
    return _State(
        state.level + gain * surprise,
        state.slope + slope_gain * surprise,
        (1 - gain) * state.level_variance,
        (1 - gain) * state.covariance,
        state.slope_variance - slope_gain * state.covariance,
    )


def _scaled(check: Check) -> float:
    return asin(sqrt((check.reached + 3 / 8) / (check.n + 3 / 4)))


def _noise(check: Check, prior: GroupPrior, factor: float) -> float:
    return factor / (4 * check.n + 2) + prior.form_sd**2


def _share(scaled: float) -> float:
    return sin(min(max(scaled, 0.0), asin(1.0))) ** 2
