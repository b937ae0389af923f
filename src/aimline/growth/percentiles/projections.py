"""Where students are heading, and how much growth a cut score asks of them (growth.md 4.2).

A *trajectory* of percentile m is the score a student reaches each year who grows at the m-th percentile every year,
computed with the matrices of the last year there is. Nobody knows the matrices of years to come: a projection says
what the growth of today's students would lead to, not what will happen.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from aimline.domain.ambition import Ambition
from aimline.growth.percentiles import splines
from aimline.growth.percentiles.cohorts import Panel, Results
from aimline.growth.percentiles.ranking import Fits, KnotSets, Matrix, knots_of

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]
Matrices = Mapping[tuple[str, tuple[int, ...]], Matrix]

N_PATHS: Final = 100
DECIMALS: Final = 5
OUT_OF_REACH: Final = 99
CATCH_UP_YEARS: Final = 3
REALISTIC: Final = 50  # growth.md 4.2: what at least half of all students do
STRETCH: Final = 85  # beyond it: very hard
MANY: Final = 1000  # students at a time, which bounds the memory


@dataclass(frozen=True)
class Projection:
    """The trajectories of students of one subject, grade and length of history.

    `score` (n) is where they start. `scores` (n, years, 100) ascend in the last axis: position m - 1 is the trajectory
    of percentile m. `grades` are those of the years, the first one next year.
    """

    subject: str
    grade: int
    n_scores: int
    student: Numbers
    score: Floats
    grades: tuple[int, ...]
    scores: Floats


@dataclass(frozen=True)
class Aim:
    """What a cut score asks of the students of a projection.

    `reached` (n) tells who starts at the cut or above and has to keep up, the others have to catch up; `by_year`
    (n, years) is the percentile that reaches the cut in each year, `needed` (n) the one to aim at; both 1..99.
    """

    reached: NDArray[np.bool_]
    by_year: Numbers
    needed: Numbers


def project(
    results: Results,
    fits: Fits,
    *,
    year: int | None = None,
    n_years: int | None = None,
    tell: Callable[[int, int], None] | None = None,
) -> list[Projection]:
    """Project every student of `year` (else the year of the fits) onwards, grade by grade, as far as matrices reach.

    With the year before, the trajectories begin at last year's score, so that this year's percentile can be compared
    with what was needed ("lagged"). Scores off the scale of the knots are taken to its nearest end. `tell` hears how
    many grades of how many are done. Raises RepeatedResult and NoKnots.
    """
    matrices = {(each.subject, each.grades): each for each in fits.matrices}
    longest = max((len(grades) - 1 for _, grades in matrices), default=0)
    panel, start = Panel(results), fits.year if year is None else year
    starts = [
        (subject, grade, grades)
        for subject, at, grade in sorted(panel.groups)
        if at == start and (grades := tuple(_ahead(matrices, subject, grade))[:n_years])
    ]
    found: list[Projection] = []
    for n_done, (subject, grade, grades) in enumerate(starts, start=1):
        for student, history in panel.histories(subject=subject, year=start, grade=grade, most=longest):
            paths = [
                _paths(matrices, fits.knots, subject, grade, grades, history[:, first : first + MANY])
                for first in range(0, student.size, MANY)
            ]
            found.append(Projection(subject, grade, len(history), student, history[0], grades, np.concatenate(paths)))
        if tell is not None:
            tell(n_done, len(starts))
    return found


def aim(projection: Projection, *, cut_now: float, cuts: Sequence[float]) -> Aim:
    """Say what percentile each student needs: below the cut to catch up, at it or above to keep up (growth.md 4.2).

    `cut_now` is the cut of the grade they start from, `cuts` those of the years ahead, in the order of `grades`.
    """
    reached, by_year = projection.score >= cut_now, needed(projection, cuts)
    n_years = len(cuts)
    return Aim(
        reached, by_year, np.where(reached, keep_up(by_year, n_years=n_years), catch_up(by_year, n_years=n_years))
    )


def rate(percentile: int) -> Ambition:
    """Put what is needed in a word: up to 50 realistic, up to 85 a stretch, above very hard.

    Source: growth.md 4.2, which leaves 71 to 85 open; they count as a stretch.
    """
    if percentile <= REALISTIC:
        return Ambition.REALISTIC
    return Ambition.STRETCH if percentile <= STRETCH else Ambition.VERY_HARD


def needed(projection: Projection, cuts: Sequence[float]) -> Numbers:
    """Return the least percentile (n, years; 1..99) whose trajectory reaches the cut of each year; 99 where none does.

    `cuts` are one score a year, in the order of `projection.grades`.
    """
    reached = projection.scores >= np.asarray(cuts, np.float64)[None, :, None]
    first = np.where(reached.any(axis=2), reached.argmax(axis=2) + 1, N_PATHS)
    return np.minimum(first, OUT_OF_REACH).astype(np.int64)


def catch_up(targets: Numbers, *, n_years: int = CATCH_UP_YEARS) -> Numbers:
    """Return the percentile (n) that brings a student below the cut up to it in one of the years, the easiest."""
    least: Numbers = targets[:, :n_years].min(axis=1)
    return least


def keep_up(targets: Numbers, *, n_years: int = CATCH_UP_YEARS) -> Numbers:
    """Return the percentile (n) that keeps a student above the cut in all of the years, the hardest."""
    most: Numbers = targets[:, :n_years].max(axis=1)
    return most


def _ahead(matrices: Matrices, subject: str, grade: int) -> Iterator[int]:
    while (subject, (grade, grade + 1)) in matrices:
        grade += 1
        yield grade


def _paths(
    matrices: Matrices, knots: KnotSets, subject: str, grade: int, grades: Sequence[int], history: Floats
) -> Floats:
    """Return the trajectories (n, years, 100) of students with these scores (k, n), newest first."""
    past = [
        np.repeat(_on_scale(scores, knots, subject, grade - back)[:, None], N_PATHS, axis=1)
        for back, scores in enumerate(history)
    ]
    reached = []
    for at in grades:
        matrix = _matrix_for(matrices, subject, at, len(past))
        fitted = _predict(matrix, past)
        ordered = np.sort(_on_scale(fitted, knots, subject, at), axis=1)
        reached.append(np.round(ordered, DECIMALS))
        past.insert(0, reached[-1])
    return np.stack(reached, axis=1)


def _matrix_for(matrices: Matrices, subject: str, grade: int, n_scores: int) -> Matrix:
    """Return the matrix with the most earlier scores that a history of this length serves."""
    return next(
        matrices[subject, grades]
        for grades in (tuple(range(grade - n, grade + 1)) for n in range(n_scores, 0, -1))
        if (subject, grades) in matrices
    )


def _predict(matrix: Matrix, past: Sequence[Floats]) -> Floats:
    """Return the fitted score (n, 100) of each path's own quantile."""
    used = [scores.ravel() for scores in past[: len(matrix.knots)]]
    columns = splines.design(used, matrix.knots).reshape(-1, *past[0].shape)
    fitted: Floats = np.einsum("cij,jc->ij", columns, matrix.planes)
    return fitted


def _on_scale(scores: Floats, knots: KnotSets, subject: str, grade: int) -> Floats:
    scale = knots_of(knots, subject, grade)
    return np.clip(scores, scale.lowest, scale.highest)
