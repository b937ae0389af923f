"""The classic rules, as choices; each names the points it looked at (growth.md 3.1, domain.md 2.10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from aimline.domain.words import Message, say
from aimline.growth.monitoring import slopes
from aimline.growth.monitoring.series import Point, Series


class Found(StrEnum):
    """What a rule finds."""

    BELOW = "below"
    ABOVE = "above"
    NEITHER = "neither"
    TOO_FEW = "too_few"


class Line(StrEnum):
    """How a trend line is drawn."""

    LEAST_SQUARES = "least_squares"
    THEIL_SEN = "theil_sen"
    SPLIT_MIDDLE = "split_middle"


@dataclass(frozen=True)
class Finding:
    """A rule's answer: what it found, from which points, which value against which.

    `value` and `against` are in the measure's unit (a week for slopes); none while there are too few points.
    """

    rule: str
    found: Found
    points: tuple[Point, ...]
    sentence: Message
    value: float | None = None
    against: float | None = None


_FEWEST_FOR_A_LINE = 4


def consecutive(series: Series, *, n: int = 4) -> Finding:
    """Look at the last `n` points: all below the aimline means change, all above means raise the goal."""
    rule = f"{n}_consecutive"
    last = series.points[-n:]
    if len(last) < n:
        return _too_few(rule, last, n)
    signs = {_side(series, point) for point in last}
    found = _found(next(iter(signs))) if len(signs) == 1 else Found.NEITHER
    sentences = {
        Found.BELOW: say("The last {n} scores in a row are below the line.", n=n),
        Found.ABOVE: say("The last {n} scores in a row are above the line.", n=n),
        Found.NEITHER: say("The last {n} scores lie on both sides of the line, or on it.", n=n),
    }
    return Finding(rule, found, last, sentences[found])


def median_of_last(series: Series, *, n: int = 3) -> Finding:
    """Compare the median of the last `n` scores with the aimline at the middle one of them."""
    rule = f"median_of_{n}"
    last = series.points[-n:]
    if len(last) < n:
        return _too_few(rule, last, n)
    value = sorted(point.value for point in last)[n // 2]
    against = series.aim(last[n // 2].week)
    found = _compare(series, value, against)
    sentence = say(
        "The median of the last {n} scores is {value}, the line {against}.", n=n, value=value, against=against
    )
    return Finding(rule, found, last, sentence, value, against)


def trend(series: Series, *, line: Line = Line.THEIL_SEN) -> Finding:
    """Compare the slope of a trend line with the slope that the target needs, both in units a week."""
    rule = f"trend_{line}"
    drawn = _draw(series, line)
    if drawn is None:
        return _too_few(rule, series.points, _FEWEST_FOR_A_LINE)
    found = _compare(series, drawn[1], series.needed_slope)
    sentence = say(
        "Scores change by {value} a week; the target needs {against}.", value=drawn[1], against=series.needed_slope
    )
    return Finding(rule, found, slopes.scores(series), sentence, drawn[1], series.needed_slope)


def projection(series: Series, *, line: Line = Line.THEIL_SEN) -> Finding:
    """Compare what a trend line reaches by the due date with the target."""
    rule = f"projection_{line}"
    drawn = _draw(series, line)
    if drawn is None:
        return _too_few(rule, series.points, _FEWEST_FOR_A_LINE)
    value = drawn[0] + drawn[1] * series.due_week
    found = _compare(series, value, series.target)
    sentence = say(
        "Carried on, the trend reaches {value}; the target is {against}.", value=value, against=series.target
    )
    return Finding(rule, found, slopes.scores(series), sentence, value, series.target)


def benchmark(series: Series, *, week: float, value: float) -> Finding:
    """Compare the first score at or after an interim benchmark's week with the benchmark."""
    rule = "benchmark"
    answer = next((point for point in series.points if point.week >= week), None)
    if answer is None:
        return Finding(rule, Found.TOO_FEW, (), say("No score answers the interim benchmark yet."), None, value)
    found = _compare(series, answer.value, value)
    sentence = say(
        "At the interim benchmark the score is {value}; planned was {against}.", value=answer.value, against=value
    )
    return Finding(rule, found, (answer,), sentence, answer.value, value)


def fidelity(*, done: int, planned: int, least_share: float) -> Finding:
    """Say whether too little of the planned practice took place; nothing planned is too little to say anything."""
    if planned <= 0:
        return Finding("fidelity", Found.TOO_FEW, (), say("No practice was planned yet."), None, least_share)
    share = done / planned
    found = Found.BELOW if share < least_share else Found.NEITHER
    sentence = say("{done} of {planned} planned times took place.", done=done, planned=planned)
    return Finding("fidelity", found, (), sentence, share, least_share)


def _draw(series: Series, line: Line) -> tuple[float, float] | None:
    points = slopes.scores(series)
    if len(points) < _FEWEST_FOR_A_LINE or len({point.week for point in points}) < 2:
        return None
    match line:
        case Line.LEAST_SQUARES:
            return slopes.least_squares(points)[:2]
        case Line.THEIL_SEN:
            return slopes.theil_sen(points)
        case Line.SPLIT_MIDDLE:
            return slopes.split_middle(points)


def _side(series: Series, point: Point) -> int:
    return _sign(series.sign * (point.value - series.aim(point.week)))


def _compare(series: Series, value: float, against: float) -> Found:
    return _found(_sign(series.sign * (value - against)))


def _sign(difference: float) -> int:
    """Tell the side; a difference that arithmetic alone makes is none."""
    return 0 if abs(difference) < 1e-9 else (1 if difference > 0 else -1)


def _found(sign: int) -> Found:
    return {1: Found.ABOVE, -1: Found.BELOW, 0: Found.NEITHER}[sign]


def _too_few(rule: str, points: Sequence[Point], needed: int) -> Finding:
    sentence = say("Scores so far: {n}; this rule needs {needed}.", n=len(points), needed=needed)
    return Finding(rule, Found.TOO_FEW, tuple(points), sentence)
