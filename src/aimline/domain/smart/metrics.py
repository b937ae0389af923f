"""What the numbers mean: the metric, by units first and by words second."""

from aimline.domain.measure import Metric
from aimline.domain.smart.numbers import Number
from aimline.domain.smart.passage import Passage

# In this order: the first class of words that occurs decides for percentages.
_RUBRIC_TOP = 4
_SHARES = (
    ("metric_absence", Metric.CHRONIC_ABSENCE),
    ("metric_attendance", Metric.ATTENDANCE_RATE),
    ("metric_referral", Metric.ODR_RATE),
    ("metric_growth", Metric.GROWTH_MET),
    ("metric_favourable", Metric.PERCENT_FAVOURABLE),
    ("metric_grade", Metric.PERCENT_GRADE_AT_LEAST),
    ("metric_state", Metric.PERCENT_MEETING_STANDARD),
    ("metric_level", Metric.PERCENT_AT_BENCHMARK),
    ("metric_accuracy", Metric.ACCURACY),
    ("metric_correct", Metric.PERCENT_CORRECT),
)
# And for other numbers.
_MEANS = (
    ("metric_scale", Metric.SCALE_SCORE),
    ("metric_referral", Metric.ODR_RATE),
    ("metric_absence", Metric.CHRONIC_ABSENCE),
    ("metric_mean", Metric.MEAN_SCORE),
)


def read(
    passage: Passage, numbers: tuple[Number, ...], *, done: bool, tested: bool, scale: float | None = None
) -> tuple[Metric, int, int] | None:
    """Name the metric and the tokens that show it.

    `done` tells a verb of completing, `tested` a named test, `scale` the top of a rubric.
    """
    if (at := passage.find("metric_gap")) is not None and passage.lows[at] != "gaps":
        return Metric.GAP, at, at
    units = {number.unit for number in numbers}
    if (at := passage.find("metric_wcpm")) is not None or "wcpm" in units:
        return Metric.WCPM, at or 0, passage.run("metric_wcpm", at or 0) - 1 if at is not None else 0
    if "%" in units:
        return _share(passage, numbers, done=done, tested=tested)
    if "percentile" in units:
        return _at(Metric.PERCENTILE_MEDIAN, next(one for one in numbers if one.unit == "percentile"))
    rated = passage.any("metric_mean") and scale == _RUBRIC_TOP
    if "rubric" in units or ((rated or passage.any("metric_rubric")) and numbers):
        at = passage.find("metric_rubric") or 0
        return Metric.RUBRIC_MEAN, at, at
    for name, metric in _MEANS:
        if name in passage.names and (at := passage.find(name)) is not None:
            return metric, at, at
    if (at := passage.find("metric_grade")) is not None:
        return Metric.PERCENT_GRADE_AT_LEAST, at, passage.run("metric_grade", at) - 1
    return _at(Metric.MEAN_SCORE, numbers[0]) if numbers else None


def _at(metric: Metric, number: Number) -> tuple[Metric, int, int]:
    return metric, number.first, number.last


def _share(
    passage: Passage, numbers: tuple[Number, ...], *, done: bool, tested: bool
) -> tuple[Metric, int, int] | None:
    number = next(one for one in numbers if one.unit == "%")
    if done:
        return _at(Metric.PERCENT_DONE, number)
    if "metric_other" in passage.names:
        return None
    for name, metric in _SHARES:
        if name in passage.names and (at := passage.find(name)) is not None:
            return metric, at, passage.run(name, at) - 1
    if passage.any("metric_mean") and not passage.any("metric_proficient"):
        return _at(Metric.MEAN_SCORE, number)
    proficient = tested or passage.any("metric_proficient") or passage.any("assessment")
    return _at(Metric.PERCENT_PROFICIENT, number) if proficient else None
