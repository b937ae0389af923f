"""Does the on-track model keep its word on real scores, not only on simulated ones?

Replays real series: yearly mathematics of 1,721 students in 60 schools (egsingle.csv) and interim tests with dates,
three a year (sgptdata_long.csv.gz). For each series all but the last score are shown, the last is foretold: how
often it lies inside the middle 80 %, and how well "it will reach a target" was told (Brier, AUC), against a straight
line. Prior and spread are taken from one half of the students and tested on the other. Prints the figures; the data
are read where they lie and never copied.

    python -m benchmarks.replay
"""

import csv
import gzip
import io
import os
import sys
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from aimline.growth.monitoring import learning, model
from aimline.growth.monitoring.prior import Grid, SlopePrior, grid
from aimline.growth.monitoring.series import Batch
from aimline.growth.references.shelf import shipped
from benchmarks.monitoring import area

Floats = NDArray[np.float64]

SHARED = Path(os.environ.get("AIMLINE_SHARED", Path(__file__).parents[2] / "shared")) / "data" / "longitudinal"
FEWEST_SCORES = 4
MIDDLE_OF_GRID = 9.0  # words a minute: the middle of the shipped grid of spreads


@dataclass(frozen=True)
class Real:
    """Times (m, k) from the first score, scores (m, k) padded with NaN, the group of each student."""

    name: str
    weeks: Floats
    scores: Floats
    groups: NDArray[np.int64]


def main() -> int:
    """Replay both files; returns 2 when they are not there."""
    if not SHARED.exists():
        print(f"The real series are not at {SHARED}. Set AIMLINE_SHARED.")
        return 2
    for real in (yearly(), interim("READING_RASCH"), interim("MATHEMATICS_RASCH"), interim("READING_SPANISH_RASCH")):
        report(real)
    return 0


def yearly() -> Real:
    """Read the yearly scores: time in years, one group a school."""
    with (SHARED / "egsingle.csv").open(encoding="utf-8", newline="") as file:
        rows = [
            (row["childid"], row["schoolid"], float(row["year"]), float(row["math"])) for row in csv.DictReader(file)
        ]
    return lay_out("yearly mathematics (years)", rows)


def interim(subject: str) -> Real:
    """Read interim tests of one subject over up to three years, in weeks; one group a grade."""
    with gzip.open(SHARED / "sgptdata_long.csv.gz", "rb") as packed:
        file = io.TextIOWrapper(packed, encoding="utf-8", newline="")
        rows = [
            (
                row["ID"],
                row["GRADE"].split(".")[0],
                week(row["DATE"]),
                float(row["SCALE_SCORE"]),
            )
            for row in csv.DictReader(file)
            if row["CONTENT_AREA"] == subject and row["SCALE_SCORE"] and row["VALID_CASE"] == "VALID_CASE"
        ]
    return lay_out(f"interim {subject.lower().removesuffix('_rasch')} (weeks)", rows)


def week(day: str) -> float:
    return date.fromisoformat(day).toordinal() / 7


def lay_out(name: str, rows: Iterable[tuple[str, str, float, float]]) -> Real:
    """Lay scores out by student, in time order; the last score of a day counts."""
    by_student: dict[str, dict[float, float]] = defaultdict(dict)
    group_of: dict[str, str] = {}
    for student, group, at, score in rows:
        by_student[student][at] = score
        group_of.setdefault(student, group)
    kept = {student: sorted(found.items()) for student, found in by_student.items() if len(found) >= FEWEST_SCORES}
    k = max((len(found) for found in kept.values()), default=0)
    weeks, scores = np.zeros((len(kept), k)), np.full((len(kept), k), np.nan)
    for row, found in enumerate(kept.values()):
        for column, (at, score) in enumerate(found):
            weeks[row, column], scores[row, column] = at - found[0][0], score
        weeks[row, len(found) :] = found[-1][0] - found[0][0]
    names = {group: number for number, group in enumerate(sorted(set(group_of.values())))}
    return Real(name, weeks, scores, np.array([names[group_of[student]] for student in kept], dtype=np.int64))


def report(real: Real) -> None:
    """Fit on the even students, foretell the last score of the odd ones, and print how it went."""
    m = len(real.scores)
    if m < 200:
        print(f"{real.name}: {m} series with {FEWEST_SCORES} scores or more, too few to say anything")
        return
    odd = np.arange(m) % 2 == 1
    prior, models = fitted(take(real, ~odd))
    tested = take(real, odd)
    last = (~np.isnan(tested.scores)).sum(axis=1) - 1
    at = np.arange(len(last))
    outcome, due = tested.scores[at, last], tested.weeks[at, last]
    hidden = tested.scores.copy()
    hidden[at, last] = np.nan
    batch = batch_of(replace(tested, scores=hidden), due)
    print(f"{real.name}: {len(last)} series tested; prior slope {prior.mean:.3f}, spread {prior.spread:.3f}")
    for name, state in states(batch, models, prior, tested.groups):
        tell(name, state, due, outcome, tested)
    line(batch, due, outcome, tested)


def states(
    batch: Batch, models: Grid, prior: SlopePrior, groups: NDArray[np.int64]
) -> Iterable[tuple[str, model.State]]:
    yield "model", model.follow(batch, models, learning.alone(models, prior))
    state = model.follow(batch, models, learning.together(models, replace(prior, mean_sd=prior.spread / 2)))
    yield "model, groups", learning.shared(state, groups)


def tell(name: str, state: model.State, due: Floats, outcome: Floats, real: Real) -> None:
    """Print coverage of the middle 80 % for the next score, and Brier and AUC of a gain as large as the median one."""
    mean, variance = state.ahead(due)
    spread = np.sqrt(variance + state.residual**2)
    aim = target(real, due)
    chance = (state.weights * ndtr((mean - aim) / spread)).sum(axis=0)
    inside = (state.weights * ndtr((outcome - mean) / spread)).sum(axis=0)
    print(f"  {name:16} {marks(chance, outcome >= aim)}, inside 80 %: {np.mean((inside > 0.1) & (inside < 0.9)):.3f}")


def line(batch: Batch, due: Floats, outcome: Floats, real: Real) -> None:
    """Print the same of a straight line through all scores shown, with its own error of prediction."""
    shown = np.column_stack([batch.baseline, batch.values])
    weeks = np.column_stack([np.zeros(batch.m), batch.weeks])
    told = np.full(batch.m, np.nan)
    spread = np.full(batch.m, np.nan)
    for row in range(batch.m):
        seen = ~np.isnan(shown[row])
        x, y = weeks[row, seen], shown[row, seen]
        across = ((x - x.mean()) ** 2).sum()
        slope = ((x - x.mean()) * y).sum() / across
        left = y - y.mean() - slope * (x - x.mean())
        error = (left**2).sum() / max(len(x) - 2, 1)
        told[row] = y.mean() + slope * (due[row] - x.mean())
        spread[row] = np.sqrt(error * (1 + 1 / len(x) + (due[row] - x.mean()) ** 2 / across)) + 1e-9
    aim = target(real, due)
    chance = ndtr((told - aim) / spread)
    inside = np.abs(outcome - told) < float(ndtri(0.9)) * spread
    print(f"  {'straight line':16} {marks(chance, outcome >= aim)}, inside 80 %: {inside.mean():.3f}")


def marks(chance: Floats, reached: NDArray[np.bool_]) -> str:
    base = float(np.mean((reached.mean() - reached) ** 2))
    return f"Brier {np.mean((chance - reached) ** 2):.3f} (base rate {base:.3f}), AUC {area(chance, reached):.3f}"


def target(real: Real, due: Floats) -> Floats:
    """A goal as large as usual growth: the first score and the median slope of all, carried on."""
    first = real.scores[:, 0]
    last = (~np.isnan(real.scores)).sum(axis=1) - 1
    gains = real.scores[np.arange(len(last)), last] - first
    return np.asarray(first + np.median(gains / np.maximum(due, 1e-9)) * due)


def fitted(real: Real) -> tuple[SlopePrior, Grid]:
    """Take slope prior, spread of a score and level from one half of the students, by least squares."""
    slopes, errors, weights = [], [], []
    for weeks, scores in zip(real.weeks, real.scores, strict=True):
        seen = ~np.isnan(scores)
        x, y = weeks[seen], scores[seen]
        across = ((x - x.mean()) ** 2).sum()
        slope = ((x - x.mean()) * y).sum() / across
        slopes.append(slope)
        errors.append(((y - y.mean() - slope * (x - x.mean())) ** 2).sum() / (len(x) - 2))
        weights.append(1 / across)
    noise = float(np.mean(errors))
    spread = float(np.sqrt(max(np.var(slopes) - noise * np.mean(weights), (0.1 * np.std(slopes)) ** 2)))
    first = real.scores[:, 0]
    usual = grid(shipped()).scaled(float(np.sqrt(noise)) / MIDDLE_OF_GRID, centre=float(first.mean()))
    models = replace(usual, level_sd=float(first.std()))
    return SlopePrior(float(np.mean(slopes)), spread, 0.0), models


def take(real: Real, kept: NDArray[np.bool_]) -> Real:
    return Real(real.name, real.weeks[kept], real.scores[kept], real.groups[kept])


def batch_of(real: Real, due: Floats) -> Batch:
    """The first score is the baseline: a single score."""
    return Batch(
        real.weeks[:, 1:],
        real.scores[:, 1:],
        np.ones_like(real.weeks[:, 1:]),
        real.scores[:, 0],
        due,
        due,
        np.array([1.0]),
    )


if __name__ == "__main__":
    sys.exit(main())
