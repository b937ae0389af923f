"""One series in, one verdict out: the status, the chance behind it, the rule and the points (growth.md 3.4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from aimline.domain.decision import Status
from aimline.domain.trend import Trend
from aimline.domain.words import Message, say
from aimline.growth.monitoring import alarms, learning, model
from aimline.growth.monitoring.alarms import Rate
from aimline.growth.monitoring.model import State
from aimline.growth.monitoring.prior import Grid, SlopePrior, grid
from aimline.growth.monitoring.series import Point, Series, together
from aimline.growth.references.shelf import Shelf, shipped

VERSION: Final = "on-track-1"
MIDDLE: Final = 0.8
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Limits:
    """Where the status changes, as chances; `fewest_points` before the model speaks, `rest` points between alarms."""

    on_track: float
    uncertain: float
    alarm_weekly: float
    alarm_monthly: float
    improving: float
    fewest_points: float
    rest: float


@dataclass(frozen=True)
class Plan:
    """How often the team looks: `longest_gap` school weeks may pass between scores, `monthly` reviews alarm earlier.

    `tolerance` is what chance alone may do to a score, in the measure's unit. With a `rate` the alarm's limit is the
    one that keeps this yearly share of false alarms; `unit` then says how far scores of the measure jump beside those
    of words a minute (`Grid.scaled`).
    """

    longest_gap: float
    tolerance: float
    monthly: bool = False
    rate: Rate | None = None
    unit: float = 1.0


@dataclass(frozen=True)
class Verdict:
    """Where a series stands and what that rests on.

    `chance` is that of the target by the due date, `band` (low, middle, high) the middle 80 % of the true level then,
    in the measure's unit. `fired` are the points the rule looked at. `alarm` asks the team for a change.
    `residual_sd` is the spread of one score, `prior_share` how much of what is known about the slope was known before.
    """

    status: Status
    rule: str
    fired: tuple[Point, ...]
    sentence: Message
    trend: Trend
    chance: float
    band: tuple[float, float, float]
    slope: float
    residual_sd: float
    prior_share: float
    n_points: int
    sources: tuple[str, ...]
    alarm: bool = False
    version: str = VERSION


def judge(
    series: Series,
    prior: SlopePrior,
    *,
    now_week: float,
    plan: Plan,
    shelf: Shelf | None = None,
    models: Grid | None = None,
) -> Verdict:
    """Say where a series stands in school week `now_week`; later points do not count yet.

    Silence is never green: without a score in the plan's time the status is no_data, whatever it was before. Below four
    points the latest score is compared with the aimline. Raises NoSeries. Source: growth.md 3.4, settled.md 13.
    """
    return judge_group([series], prior, now_weeks=[now_week], plan=plan, shelf=shelf, models=models)[0]


def judge_group(
    many: Sequence[Series],
    prior: SlopePrior,
    *,
    now_weeks: Sequence[float],
    plan: Plan,
    shelf: Shelf | None = None,
    models: Grid | None = None,
) -> tuple[Verdict, ...]:
    """Say where each series of a group stands: as `judge`, with the prior learned from the others from eight on.

    The series are on one measure; each has its own week of today. Raises NoSeries. Source: growth.md 3.3.
    """
    shelf = shelf or shipped()
    limits = shelf.prior(Limits, "verdict")
    seen = [_until(series, week) for series, week in zip(many, now_weeks, strict=True)]
    batch, chosen = together(seen), models or grid(shelf)
    if len(seen) < learning.FEWEST:
        states = list(model.walk(batch, chosen, learning.alone(chosen, prior)))
    else:
        group = np.zeros(len(seen), dtype=np.int64)
        walked = model.walk(batch, chosen, learning.together(chosen, prior))
        states = [learning.shared(state, group) for state in walked]
    path = np.array([state.chance(batch.target, batch.due) for state in states])
    told = [_told(series, states[-1], at, float(path[-1, at]), prior, limits) for at, series in enumerate(seen)]
    return tuple(
        _say(series, week, path[1 : len(series.points) + 1, at].tolist(), told[at], plan, limits)
        for at, (series, week) in enumerate(zip(seen, now_weeks, strict=True))
    )


def _say(series: Series, now_week: float, past: list[float], told: "_Told", plan: Plan, limits: Limits) -> Verdict:
    if not series.points:
        return _verdict(told, Status.NO_DATA, "no_score", (), say("There is no score yet."))
    silent = now_week - series.points[-1].week
    if silent > plan.longest_gap + _ROUNDING:
        sentence = say("The last score is {weeks} school weeks old. A new one is due.", weeks=silent)
        return _verdict(told, Status.NO_DATA, "score_overdue", series.points[-1:], sentence)
    if len(series.points) < limits.fewest_points:
        return _by_line(series, told, plan)
    return _by_model(series, past, told, plan, limits)


def chances(
    series: Series, prior: SlopePrior, *, shelf: Shelf | None = None, models: Grid | None = None
) -> tuple[float, ...]:
    """Give the chance after the baseline and after each point, for a chart. Raises NoSeries."""
    batch = together([series])
    chosen = models or grid(shelf or shipped())
    states = model.walk(batch, chosen, learning.alone(chosen, prior))
    return tuple(float(state.chance(batch.target, batch.due)[0]) for state in states)


def fan(
    series: Series,
    prior: SlopePrior,
    weeks: tuple[float, ...],
    *,
    shelf: Shelf | None = None,
    models: Grid | None = None,
) -> tuple[tuple[float, float, float], ...]:
    """Give low, middle and high of the true level at weeks from the last point on, for the fan of a chart."""
    batch = together([series])
    chosen = models or grid(shelf or shipped())
    state = model.follow(batch, chosen, learning.alone(chosen, prior))
    return tuple(_band(series, state, 0, week) for week in weeks)


def may_raise(chance: float, before: float | None, *, shelf: Shelf | None = None) -> bool:
    """Tell whether two reviews in a row were so sure that the team may think of a higher goal; never of a lower one."""
    limit = (shelf or shipped()).value("verdict", "raise")
    return before is not None and min(chance, before) >= limit


@dataclass(frozen=True)
class _Told:
    """What the models tell, whatever the status."""

    trend: Trend
    chance: float
    band: tuple[float, float, float]
    slope: float
    residual_sd: float
    prior_share: float
    n_points: int
    sources: tuple[str, ...]


def _told(series: Series, state: State, at: int, chance: float, prior: SlopePrior, limits: Limits) -> _Told:
    weights = state.weights[:, at]
    known = float((weights * state.slope_variance[:, min(at, state.slope_variance.shape[1] - 1)]).sum())
    return _Told(
        trend=_trend(series, state, at, limits),
        chance=chance,
        band=_band(series, state, at, series.due_week),
        slope=series.sign * float((weights * state.slope[:, at]).sum()),
        residual_sd=float(np.sqrt((weights * state.residual[:, 0] ** 2).sum())),
        prior_share=min(known / (prior.spread**2 + prior.mean_sd**2), 1.0),
        n_points=len(series.points),
        sources=prior.sources,
    )


def _trend(series: Series, state: State, at: int, limits: Limits) -> Trend:
    if len(series.points) < limits.fewest_points:
        return Trend.TOO_FEW
    rising = float(state.slope_above(0.0)[at])
    half = float(state.slope_above(series.sign * series.needed_slope / 2)[at])
    if rising >= limits.improving and half >= 0.5:
        return Trend.IMPROVING
    return Trend.DECLINING if rising <= 1 - limits.improving else Trend.FLAT


def _by_line(series: Series, told: _Told, plan: Plan) -> Verdict:
    sides = [_side(series, point, plan) for point in series.points[-2:]]
    latest = series.points[-1:]
    if sides[-1] > 0:
        return _verdict(told, Status.AHEAD, "above_line", latest, say("The latest score is above the line."))
    if sides[-1] == 0:
        return _verdict(told, Status.ON_TRACK, "at_line", latest, say("The latest score is on the line."))
    if sides == [-1, -1]:
        sentence = say("The last two scores are below the line.")
        return _verdict(told, Status.OFF_TRACK, "two_below_line", series.points[-2:], sentence)
    sentence = say("The latest score is below the line. One score may be chance.")
    return _verdict(told, Status.WATCH, "below_line", latest, sentence)


def _by_model(series: Series, past: list[float], told: _Told, plan: Plan, limits: Limits) -> Verdict:
    alarm_below = limits.alarm_monthly if plan.monthly else limits.alarm_weekly
    if plan.rate is not None:
        alarm_below = alarms.limit(told.residual_sd / plan.unit, plan.rate, monthly=plan.monthly)
    every = series.points
    if told.chance >= limits.on_track:
        if _side(series, every[-1], plan) > 0:
            return _verdict(
                told, Status.AHEAD, "model_ahead", every, say("Ahead: likely to reach the target, and above the line.")
            )
        return _verdict(
            told, Status.ON_TRACK, "model_on_track", every, say("Likely to reach the target by the due date.")
        )
    if told.chance >= limits.uncertain:
        sentence = say("It can go either way. Look again after the next scores.")
        return _verdict(told, Status.WATCH, "model_uncertain", every, sentence)
    if told.chance >= alarm_below:
        sentence = say("More likely than not short of the target. Think about what to change.")
        return _verdict(told, Status.WATCH, "model_behind", every, sentence)
    sentence = say("Unlikely to reach the target this way. Choose a change; goal and date stay.")
    alarm = _rings(past, below=alarm_below, limits=limits, phases=_phase_places(series))
    return _verdict(told, Status.OFF_TRACK, "model_alarm", every, sentence, alarm=alarm)


def _rings(past: list[float], *, below: float, limits: Limits, phases: list[int]) -> bool:
    """Tell whether the latest point rings the alarm: never within four new points after the last ring or change."""
    quiet_until = int(limits.fewest_points)
    rang = False
    for place, chance in enumerate(past, start=1):
        quiet_until = max([quiet_until, *(phase + int(limits.rest) for phase in phases if phase < place)])
        rang = place >= quiet_until and chance < below
        if rang:
            quiet_until = place + int(limits.rest)
    return rang


def _phase_places(series: Series) -> list[int]:
    """Count the points before each phase line."""
    return [sum(point.week <= phase for point in series.points) for phase in series.phases]


def _side(series: Series, point: Point, plan: Plan) -> int:
    difference = series.sign * (point.value - series.aim(point.week))
    if abs(difference) <= plan.tolerance + _ROUNDING:
        return 0
    return 1 if difference > 0 else -1


def _band(series: Series, state: State, at: int, week: float) -> tuple[float, float, float]:
    edges = [float(edge[at]) * series.sign for edge in state.band(np.array([week]), MIDDLE)]
    return (edges[0], edges[1], edges[2]) if series.sign > 0 else (edges[2], edges[1], edges[0])


def _until(series: Series, week: float) -> Series:
    points = tuple(point for point in series.points if point.week <= week + _ROUNDING)
    return Series(
        series.baseline, points, series.target, series.due_week, series.direction, series.baseline_noise, series.phases
    )


def _verdict(
    told: _Told, status: Status, rule: str, fired: tuple[Point, ...], sentence: Message, *, alarm: bool = False
) -> Verdict:
    return Verdict(status, rule, fired, sentence, **vars(told), alarm=alarm)
