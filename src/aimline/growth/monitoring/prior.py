"""What is usual before anything was measured: slope, level, noise, and the grid of models (growth.md 1.2, 3.3)."""

from dataclasses import dataclass

from aimline.growth.references.pack import Row
from aimline.growth.references.shelf import Shelf

MEASURE = "monitoring"
SLOPE = "orf_slope"


@dataclass(frozen=True)
class SlopePrior:
    """Weekly growth of students: mean, spread between students, and how well the mean is known, in units a week."""

    mean: float
    spread: float
    mean_sd: float
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Grid:
    """The models that are averaged: spreads of one score, with weights; weekly wandering of the slope, with weights.

    `level_mean` and `level_sd` say where scores begin. All but the weights are in the measure's unit.
    """

    residual: tuple[float, ...]
    residual_weight: tuple[float, ...]
    wander: tuple[float, ...]
    wander_weight: tuple[float, ...]
    level_mean: float
    level_sd: float
    outlier: float

    def scaled(self, unit: float, *, centre: float) -> "Grid":
        """Carry the grid over to a measure whose scores spread `unit` times as far as words a minute."""
        return Grid(
            tuple(unit * each for each in self.residual),
            self.residual_weight,
            tuple(unit * each for each in self.wander),
            self.wander_weight,
            centre,
            unit * self.level_sd,
            self.outlier,
        )


def grid(shelf: Shelf) -> Grid:
    """Read the grid for words a minute. Raises NoReference."""
    names = ("residual", "residual_weight", "wander", "wander_weight")
    lists = [tuple(row.value for row in shelf.rows(MEASURE, name)) for name in names]
    single = [shelf.value(MEASURE, name) for name in ("level_mean", "level_sd", "outlier")]
    return Grid(lists[0], lists[1], lists[2], lists[3], single[0], single[1], single[2])


def oral_reading(shelf: Shelf, grade: str, *, intensive: bool = False) -> SlopePrior:
    """Give the prior for words a minute: the mean of two sources for the grade (growth.md 1.2).

    `intensive` is for students in intensive support, who usually grow less. Raises NoReference.
    """
    weekly = shelf.row("orf_wcpm", "weekly_gain", grade=grade)
    norms = _norm_gain(shelf, grade)
    spread = shelf.row(SLOPE, "spread", grade=grade)
    mean = weekly.value if norms is None else (weekly.value + norms[0]) / 2
    if intensive:
        mean *= shelf.value(SLOPE, "intensive")
    used = (weekly.key, spread.key, *(row.key for row in (norms[1] if norms else ())))
    return SlopePrior(mean, spread.value, shelf.value(SLOPE, "mean_sd"), used)


def _norm_gain(shelf: Shelf, grade: str) -> tuple[float, tuple[Row, ...]] | None:
    weeks = shelf.value("oral_reading", "year_weeks")
    last = shelf.row("orf_wcpm", "median", grade=grade, season="spring")
    first = shelf.find("orf_wcpm", "median", grade=grade, season="fall")
    if first is not None:
        return (last.value - first.value) / weeks, (first, last)
    middle = shelf.find("orf_wcpm", "median", grade=grade, season="winter")
    return None if middle is None else ((last.value - middle.value) / (weeks / 2), (middle, last))


def without_norms(*, needed_slope: float, unit: float, shelf: Shelf) -> SlopePrior:
    """Give a wide prior around no growth for a measure without references; `unit` as in `Grid.scaled`.

    Its spread covers the growth that the target needs, so that only the scores speak.
    """
    spread = max(abs(needed_slope), unit * shelf.value(SLOPE, "spread", grade="1"))
    return SlopePrior(0.0, 2 * spread, spread, ("none",))
