"""How well does the on-track model judge, against the classic rules, and does its alarm keep its promise?

Simulates students who are measured every week on the way to a goal (growth.md 3.6), in every stress condition, with
five seeds; prints accuracy and AUC of model and rules, false alarms and detection, calibration, and whether each gate
holds. The learning step was chosen on seeds 9001 to 9005, the table of alarm limits on 8001 to 8003. Seeds 101 to 105
were looked at while the conditions were laid out, so the figures come from 201 to 205, run once. Returns 1 when a gate
does not hold.

    python -m benchmarks.monitoring
    python -m benchmarks.monitoring --narrow     the two gates that five seeds cannot decide, over 25 fresh ones
    python -m benchmarks.monitoring --limits     the table of alarm limits, for the reference pack
"""

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata, t

from aimline.growth.monitoring import learning, model
from aimline.growth.monitoring.prior import SlopePrior, grid
from aimline.growth.monitoring.series import MEDIAN_OF_3, Batch
from aimline.growth.references.shelf import shipped

Floats = NDArray[np.float64]
Truth = NDArray[np.bool_]

SEEDS = (201, 202, 203, 204, 205)
SEEDS_FOR_LIMITS = (8001, 8002, 8003)
SEEDS_FOR_NARROW = tuple(range(301, 326))
N_STUDENTS, N_IN_GROUP, N_WEEKS, DUE = 6000, 25, 15, 30.0
WEEKS = (4, 6, 8, 10, 12, 14)
SHORT = 0.5  # words a week below the goal: materially off track
MEAN, SPREAD = 1.2, 0.6
NARROW = ("SD 10", "SD 10, prior +0.5, group")
UNSURE = 0.40  # how far a borrowed mean may be off: aimline-choices/orf_slope/mean_sd


@dataclass(frozen=True)
class Condition:
    """How students grow and are measured, and what the model believes beforehand.

    `mean_sd` is 0 where the prior's mean is known to be right; a borrowed prior is not, and the model knows that.
    """

    name: str
    sd: float = 10.0
    errors: str = "normal"
    concave: bool = False
    prior_mean: float = MEAN
    prior_spread: float = SPREAD
    goal: float = 1.5
    mean_sd: float = 0.0
    group: bool = False


CONDITIONS = (
    Condition("SD 5", sd=5),
    Condition("SD 10"),
    Condition("SD 15", sd=15),
    Condition("SD 10, t4", errors="t4"),
    Condition("SD 10, AR .3", errors="ar"),
    Condition("SD 10, concave", concave=True),
    Condition("SD 10, borrowed", mean_sd=UNSURE),
    Condition("SD 15, borrowed", sd=15, mean_sd=UNSURE),
    Condition("SD 10, prior +0.5", prior_mean=MEAN + 0.5, mean_sd=UNSURE),
    Condition("SD 10, prior -0.5", prior_mean=MEAN - 0.5, mean_sd=UNSURE),
    Condition("SD 10, flat prior", prior_spread=2.0),
    Condition("SD 10, goal 0.9", goal=0.9),
    Condition("SD 10, goal 1.2", goal=1.2),
    Condition("SD 10, goal 1.8", goal=1.8),
    Condition("SD 10, group", mean_sd=UNSURE, group=True),
    Condition("SD 10, prior +0.5, group", prior_mean=MEAN + 0.5, mean_sd=UNSURE, group=True),
    Condition("SD 10, prior -0.5, group", prior_mean=MEAN - 0.5, mean_sd=UNSURE, group=True),
)


@dataclass(frozen=True)
class Students:
    """Simulated students: observed baseline (m,), weekly scores (m, k), target (m,), whether they will reach it."""

    baseline: Floats
    scores: Floats
    target: Floats
    reached: Truth
    far_below: Truth

    @property
    def batch(self) -> Batch:
        weeks = np.arange(1.0, N_WEEKS + 1)[None, :]
        one = np.ones_like(weeks)
        return Batch(weeks, self.scores, one, self.baseline, self.target, np.array([DUE]), np.array([MEDIAN_OF_3]))

    @property
    def aims(self) -> Floats:
        weeks = np.arange(1, N_WEEKS + 1)
        return np.asarray(self.baseline[:, None] + (self.target - self.baseline)[:, None] * weeks / DUE)


def main() -> int:
    """Run all conditions and print the tables; returns 1 when a gate does not hold."""
    if "--limits" in sys.argv:
        return print_limits()
    if "--narrow" in sys.argv:
        return print_narrow()
    begun = time.process_time()
    found = {condition.name: [measure(condition, seed) for seed in SEEDS] for condition in CONDITIONS}
    print_rules(found)
    print_weeks(found)
    print_alarms(found)
    failed = print_gates(found)
    print(f"processor seconds: {time.process_time() - begun:.0f}")
    return int(failed)


def simulate(condition: Condition, seed: int) -> Students:
    """Make students of one condition; the same seed gives the same students."""
    random = np.random.default_rng(seed)
    level, slope = random.normal(60, 15, N_STUDENTS), random.normal(MEAN, SPREAD, N_STUDENTS)
    weeks = np.arange(1, N_WEEKS + 1)
    share = weeks / DUE
    path = DUE * (1.5 * share - 0.5 * share**2) if condition.concave else weeks
    baseline = level + np.median(errors(condition, random, (N_STUDENTS, 3)), axis=1)
    scores = level[:, None] + slope[:, None] * path + errors(condition, random, (N_STUDENTS, N_WEEKS))
    target = baseline + condition.goal * DUE
    end = level + slope * DUE
    return Students(baseline, scores, target, end >= target, end <= target - SHORT * DUE)


def errors(condition: Condition, random: np.random.Generator, shape: tuple[int, int]) -> Floats:
    """Draw errors of measurement with the condition's spread."""
    if condition.errors == "t4":
        return np.asarray(random.standard_t(4, shape) * condition.sd / np.sqrt(2))
    drawn = random.normal(0, condition.sd, shape)
    if condition.errors == "ar" and shape[1] == N_WEEKS:
        for week in range(1, N_WEEKS):
            drawn[:, week] = 0.3 * drawn[:, week - 1] + np.sqrt(1 - 0.3**2) * drawn[:, week]
    return drawn


def chances(condition: Condition, students: Students) -> Floats:
    """Give the model's chance of the target by student and week (m, k), as the product would."""
    prior = SlopePrior(condition.prior_mean, condition.prior_spread, condition.mean_sd)
    models, batch = grid(shipped()), students.batch
    chosen = learning.together(models, prior) if condition.group else learning.alone(models, prior)
    groups = np.arange(N_STUDENTS) // N_IN_GROUP
    states: Iterator[model.State] = model.walk(batch, models, chosen)
    next(states)
    shared = (learning.shared(state, groups) if condition.group else state for state in states)
    return np.column_stack([state.chance(batch.target, batch.due) for state in shared])


@dataclass(frozen=True)
class Measured:
    """One condition and seed: (accuracy, AUC) by rule and week; alarms by rule; calibration error by week."""

    marks: dict[tuple[str, int], tuple[float, float]]
    alarms: dict[str, tuple[float, float, float]]
    miscalibration: dict[int, float]
    brier: dict[int, float]


def measure(condition: Condition, seed: int) -> Measured:
    """Judge the students of one condition by every rule."""
    students = simulate(condition, seed)
    chance = chances(condition, students)
    marks = {}
    for week in WEEKS:
        scores = {"model": chance[:, week - 1] - 0.5, **classic(students, week)}
        for rule, score in scores.items():
            right = np.mean((score >= 0) == students.reached)
            marks[rule, week] = (float(right), area(score, students.reached))
    below = students.scores < students.aims
    four = np.column_stack(
        [np.zeros((N_STUDENTS, 3), bool), *(below[:, k - 3 : k + 1].all(axis=1) for k in range(3, N_WEEKS))]
    )
    alarms = {
        "4-point": rate(four, students),
        "model weekly": rate((chance < 0.10) & (np.arange(1, N_WEEKS + 1) >= 4), students),
        "model monthly": rate((chance < 0.20) & np.isin(np.arange(1, N_WEEKS + 1), (4, 8, 12)), students),
    }
    stated = {week: chance[:, week - 1] for week in WEEKS}
    return Measured(
        marks,
        alarms,
        {week: miscalibration(each, students.reached) for week, each in stated.items()},
        {week: float(np.mean((each - students.reached) ** 2)) for week, each in stated.items()},
    )


def classic(students: Students, week: int) -> dict[str, Floats]:
    """Score students by the classic rules after some weeks: at or above 0 means on track."""
    over = students.scores[:, :week] - students.aims[:, :week]
    weeks = np.arange(0, week + 1)
    values = np.column_stack([students.baseline, students.scores[:, :week]])
    centred = weeks - weeks.mean()
    slope = (values * centred).sum(axis=1) / (centred**2).sum()
    needed = (students.target - students.baseline) / DUE
    end = values.mean(axis=1) + slope * (DUE - weeks.mean())
    pairs = [(values[:, b] - values[:, a]) / (b - a) for a, b in combinations(range(week + 1), 2)] if week == 8 else []
    found = {
        "3-point": (over[:, -3:] >= 0).sum(axis=1) - 0.5,
        "4-point": (over[:, -4:] >= 0).sum(axis=1) - 0.5,
        "median-3": np.median(over[:, -3:], axis=1),
        "OLS slope": slope - needed,
        "OLS projection": end - students.target,
    }
    return {**found, "Theil-Sen": np.median(pairs, axis=0) - needed} if pairs else found


def area(score: Floats, reached: Truth) -> float:
    """Give the area under the curve: the chance that one who reaches the target scores above one who does not."""
    ranks, n = rankdata(score), int(reached.sum())
    return float((ranks[reached].sum() - n * (n + 1) / 2) / (n * (len(reached) - n)))


def rate(rings: Truth, students: Students) -> tuple[float, float, float]:
    """Give false alarms by the last week, and detection by week 8 and by the last week."""
    ever, early = rings.any(axis=1), rings[:, :8].any(axis=1)
    return (
        float(ever[students.reached].mean()),
        float(early[students.far_below].mean()),
        float(ever[students.far_below].mean()),
    )


def miscalibration(chance: Floats, reached: Truth) -> float:
    """Give the mean distance between stated and observed over five equal bins of stated chance."""
    bins = np.minimum((chance * 5).astype(int), 4)
    filled = [number for number in range(5) if (bins == number).sum() >= 30]
    return float(np.mean([abs(chance[bins == number].mean() - reached[bins == number].mean()) for number in filled]))


def interval(values: list[float]) -> tuple[float, float]:
    """Give the mean over seeds and the half width of its 95 % interval."""
    spread = np.std(values, ddof=1) / np.sqrt(len(values))
    return float(np.mean(values)), float(t.ppf(0.975, len(values) - 1) * spread)


Found = dict[str, list[Measured]]


def mean_of(found: Found, name: str, rule: str, week: int, part: int) -> tuple[float, float]:
    return interval([each.marks[rule, week][part] for each in found[name]])


def print_rules(found: Found) -> None:
    rules = ("3-point", "4-point", "median-3", "OLS slope", "OLS projection", "Theil-Sen", "model")
    print("week 8, accuracy / AUC, mean of five seeds (half width of the 95 % interval of the model)")
    print(f"{'':26}" + "".join(f"{rule:>16}" for rule in rules))
    for name in found:
        cells = [
            f"{mean_of(found, name, rule, 8, 0)[0]:.3f}/{mean_of(found, name, rule, 8, 1)[0]:.3f}" for rule in rules
        ]
        half = [mean_of(found, name, "model", 8, part)[1] for part in (0, 1)]
        print(f"{name:26}" + "".join(f"{cell:>16}" for cell in cells) + f"  ({half[0]:.3f}/{half[1]:.3f})")


def print_weeks(found: Found) -> None:
    print("\nmodel minus OLS projection, accuracy / AUC")
    print(f"{'':26}" + "".join(f"{f'week {week}':>16}" for week in WEEKS))
    for name in found:
        cells = [f"{lead(found, name, week, 0)[0]:+.3f}/{lead(found, name, week, 1)[0]:+.3f}" for week in WEEKS]
        print(f"{name:26}" + "".join(f"{cell:>16}" for cell in cells))


def lead(found: Found, name: str, week: int, part: int) -> tuple[float, float]:
    """Give how far the model is ahead of the OLS projection, with the interval of the difference."""
    return interval(
        [each.marks["model", week][part] - each.marks["OLS projection", week][part] for each in found[name]]
    )


def print_alarms(found: Found) -> None:
    print("\nfalse alarms by week 15 / detection by week 8 / by week 15; Brier and calibration error at week 8")
    for name, seeds in found.items():
        cells = [
            f"{rule} " + "/".join(f"{interval([each.alarms[rule][at] for each in seeds])[0]:.2f}" for at in range(3))
            for rule in seeds[0].alarms
        ]
        brier = interval([each.brier[8] for each in seeds])[0]
        off = interval([each.miscalibration[8] for each in seeds])[0]
        tail = f"Brier {brier:.3f}, calibration {off:.3f}"
        print(f"{name:26}" + "   ".join(cells) + f"   {tail}")


def print_gates(found: Found) -> bool:
    """Print each gate of growth.md 3.6 with its value; returns whether one does not hold."""
    sound = ("SD 10", "SD 15")
    held = [
        gate("SD 10, week 8: AUC", mean_of(found, "SD 10", "model", 8, 1), least=0.81),
        gate("SD 10, week 8: accuracy", mean_of(found, "SD 10", "model", 8, 0), least=0.76),
    ]
    for name in sound:
        held.append(
            gate(f"{name}: false alarms", interval([each.alarms["model weekly"][0] for each in found[name]]), most=0.16)
        )
        held.append(
            gate(f"{name}: detection", interval([each.alarms["model weekly"][2] for each in found[name]]), least=0.87)
        )
    for name in sound:
        held.append(
            gate(f"{name}: calibration error", interval([each.miscalibration[8] for each in found[name]]), most=0.05)
        )
    worst = min(
        ((lead(found, name, week, 1), name, week) for name in found for week in WEEKS), key=lambda each: each[0][0]
    )
    held.append(gate(f"AUC against OLS projection, worst ({worst[1]}, week {worst[2]})", worst[0], least=-0.01))
    for name, part, what in (("SD 10, prior +0.5, group", 0, "accuracy"), ("SD 10, prior -0.5, group", 1, "AUC")):
        low = min((lead(found, name, week, part) for week in WEEKS), key=lambda each: each[0])
        held.append(gate(f"{name}: {what} against OLS projection, worst week", low, least=0.0))
    return not all(held)


def gate(what: str, value: tuple[float, float], *, least: float = -np.inf, most: float = np.inf) -> bool:
    """Print one gate; it does not hold when the whole interval over seeds lies on the wrong side."""
    mean, half = value
    holds, near = least <= mean <= most, least <= mean + half and mean - half <= most
    verdict = "holds" if holds else "holds within its interval" if near else "DOES NOT HOLD"
    wanted = f"at least {least}" if np.isfinite(least) else f"at most {most}"
    print(f"{verdict:26} {what}: {mean:.3f} +- {half:.3f} ({wanted})")
    return near


def print_narrow() -> int:
    """Print the two gates that five seeds cannot decide, over more of them, beside the best there can be."""
    sound, high = (next(each for each in CONDITIONS if each.name == name) for name in NARROW)
    found = {each.name: [measure(each, seed) for seed in SEEDS_FOR_NARROW] for each in (sound, high)}
    best = [area(all_known(students), students.reached) for students in made_of(sound)]
    held = [
        gate("SD 10, week 8: AUC", mean_of(found, sound.name, "model", 8, 1), least=0.81),
        gate(f"{high.name}, week 4: accuracy against OLS projection", lead(found, high.name, 4, 0), least=0.0),
    ]
    mean, half = interval(best)
    print(f"{'(bound)':26} SD 10, week 8: AUC of who knows all laws of the simulation: {mean:.3f} +- {half:.3f}")
    return int(not all(held))


def made_of(condition: Condition) -> Iterator[Students]:
    for seed in SEEDS_FOR_NARROW:
        yield simulate(condition, seed)


def all_known(students: Students, week: int = 8, sd: float = 10.0) -> Floats:
    """Give how far above the target one who knows every law behind the scores expects students to end."""
    state, variance = np.tile([60.0, MEAN], (N_STUDENTS, 1)), np.diag([15.0**2, SPREAD**2])
    seen = [(0, students.baseline, MEDIAN_OF_3), *((at + 1, students.scores[:, at], 1.0) for at in range(week))]
    for at, score, noise in seen:
        row = np.array([1.0, at])
        gain = variance @ row / (row @ variance @ row + noise * sd**2)
        state = state + (score - state @ row)[:, None] * gain
        variance = variance - np.outer(gain, row @ variance)
    return np.asarray(state @ np.array([1.0, DUE]) - students.target)


def print_limits() -> int:
    """Print the alarm limits that keep a yearly rate of false alarms, by spread of a score and reviews."""
    plans = {"weekly": np.arange(4, N_WEEKS + 1), "monthly": np.array([4, 8, 12])}
    for sd in (5, 10, 15):
        condition = Condition("", sd=sd, mean_sd=UNSURE)
        made = [(simulate(condition, seed), seed) for seed in SEEDS_FOR_LIMITS]
        for plan, weeks in plans.items():
            lowest = np.concatenate(
                [chances(condition, each)[each.reached][:, weeks - 1].min(axis=1) for each, _ in made]
            )
            cuts = [f"{share:.0%} {np.quantile(lowest, share):.3f}" for share in (0.05, 0.10, 0.20)]
            print(f"SD {sd}, {plan}: " + ", ".join(cuts))
    return 0


if __name__ == "__main__":
    sys.exit(main())
