"""How long does it take to judge all goals of a large district, and one goal on a page?

Judges 100,000 goals with twelve readings each in one pass of the rules, beside NumPy's sum over the same readings
(target: at most 20 times as long); the same goals by the averaged model, for which there is no target, with the least
it could take: the twelve chances and weights of each goal, once, when all else were free; and single calls as a page
makes them (target: under 5 ms). Prints processor time: the median of repeated runs, for single calls
the fastest of nine medians.

    python -m benchmarks.judging
"""

import statistics
import sys
import time
from collections.abc import Callable

import numpy as np
from scipy.special import ndtr

from aimline.growth.ambition import cohorts
from aimline.growth.ambition import judging as ambition
from aimline.growth.ambition.level import Year
from aimline.growth.monitoring import judging, learning, model
from aimline.growth.monitoring.prior import grid, oral_reading
from aimline.growth.monitoring.series import MEDIAN_OF_3, Batch, Point, Series
from aimline.growth.monitoring.standing import Goals, Readings, stand
from aimline.growth.references.shelf import shipped

N_GOALS, N_READINGS, TODAY = 100_000, 12, 740_000
MOST_TIMES, MOST_MS = 20.0, 5.0
N_AT_ONCE = 2000  # goals in a part that stays in the processor's cache


def main() -> int:
    """Measure and print; returns 1 when a target is missed."""
    random = np.random.default_rng(7)
    goals, readings = made(random)
    by_goal = median(lambda: np.add.reduceat(readings.values, readings.first[:-1]), 21)
    rounds = [
        (median(lambda: np.sum(readings.values), 5), median(lambda: stand(goals, readings, today=TODAY), 3))
        for _ in range(15)
    ]
    added, judged = (statistics.median(each) for each in zip(*rounds, strict=True))
    times = statistics.median(one / other for other, one in rounds)
    print(f"{N_GOALS:,} goals, {N_GOALS * N_READINGS:,} readings")
    print(f"  NumPy's sum: {1000 * added:.2f} ms, by goal {1000 * by_goal:.2f} ms")
    print(f"  rules, one pass: {1000 * judged:.1f} ms, {times:.1f} times the sum (at most {MOST_TIMES:.0f})")
    seconds = median(lambda: by_model(goals, readings), 1)
    print(f"  averaged model, one pass: {seconds:.2f} s, {seconds / added:.0f} times the sum (no target)")
    least = median(averaging(np.random.default_rng(8)), 5)
    print(f"  its last step alone, averaging twelve chances: {1000 * least:.0f} ms, {least / added:.0f} times the sum")
    worst = 0.0
    for name, call in (
        ("on track, one series of 30 scores", one_series()),
        ("ambition, one target", one_target()),
        ("ambition, suggested targets", suggested()),
    ):
        call()
        each = 1000 * min(median(call, 3) for _ in range(9))
        worst = max(worst, each)
        print(f"  {name}: {each:.2f} ms (under {MOST_MS:.0f})")
    return int(times > MOST_TIMES or worst >= MOST_MS)


def made(random: np.random.Generator) -> tuple[Goals, Readings]:
    baseline = random.uniform(30, 60, N_GOALS)
    start = (TODAY - random.integers(90, 120, N_GOALS)).astype(np.int32)
    goals = Goals(
        baseline=baseline,
        baseline_day=start,
        target=baseline + random.uniform(8, 30, N_GOALS),
        deadline_day=(TODAY + random.integers(10, 150, N_GOALS)).astype(np.int32),
        sign=np.ones(N_GOALS),
        cadence=np.full(N_GOALS, 31, np.int32),
        min_change=np.full(N_GOALS, 2.0),
        counts=random.random(N_GOALS) < 0.7,
    )
    days = start[:, None] + 7 * np.arange(1, N_READINGS + 1, dtype=np.int32)
    values = baseline[:, None] + 0.1 * (days - start[:, None]) + random.normal(0, 6, days.shape)
    first = np.arange(0, N_GOALS * N_READINGS + 1, N_READINGS)
    return goals, Readings(values.ravel(), days.ravel(), np.full(days.size, 60, np.int32), first)


def by_model(goals: Goals, readings: Readings) -> None:
    models = grid(shipped())
    chosen = learning.alone(models, oral_reading(shipped(), "3"))
    weeks = np.arange(1.0, N_READINGS + 1)[None, :]
    values = readings.values.reshape(N_GOALS, N_READINGS)
    due = (goals.deadline_day - goals.baseline_day) / 7
    for first in range(0, N_GOALS, N_AT_ONCE):
        part = slice(first, first + N_AT_ONCE)
        batch = Batch(
            weeks,
            values[part],
            np.ones_like(weeks),
            goals.baseline[part],
            goals.target[part],
            due[part],
            np.array([MEDIAN_OF_3]),
        )
        model.follow(batch, models, chosen).chance(batch.target, batch.due)


def averaging(random: np.random.Generator) -> Callable[[], object]:
    places, logs = random.normal(size=(2, 12, N_GOALS))

    def average() -> object:
        weights = np.exp(logs)
        return (weights * ndtr(places)).sum(axis=0) / weights.sum(axis=0)

    return average


def one_series() -> Callable[[], object]:
    series = Series(52, tuple(Point(week, 52 + week + (-1) ** week * 5) for week in range(1, 31)), 97, 36)
    prior, plan = oral_reading(shipped(), "3"), judging.Plan(longest_gap=2, tolerance=3)
    return lambda: judging.judge(series, prior, now_week=30, plan=plan)


def one_target() -> Callable[[], object]:
    question = cohorts.Question(tuple(Year(2020 + at, 0.5 + 0.02 * at, 75) for at in range(6)), 0.7)
    return lambda: ambition.judge(question)


def suggested() -> Callable[[], object]:
    question = cohorts.Question((Year(2025, 0.62, 300),), 0.7)
    return lambda: ambition.suggest(question)


def median(call: Callable[[], object], n: int) -> float:
    """Give the median processor time of some calls, in seconds."""
    found = []
    for _ in range(n):
        begun = time.process_time()
        call()
        found.append(time.process_time() - begun)
    return statistics.median(found)


if __name__ == "__main__":
    sys.exit(main())
