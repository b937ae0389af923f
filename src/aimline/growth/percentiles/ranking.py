"""Growth percentiles of a year: every cohort is fitted, and every student counted against their cohort."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from aimline.domain.refusal import AimlineError
from aimline.domain.words import say
from aimline.growth.percentiles import quantiles, splines
from aimline.growth.percentiles.cohorts import Cohort, Panel, Results
from aimline.growth.percentiles.quantiles import Certificate, NotSettled, TooFewRows
from aimline.growth.percentiles.splines import Knots

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]
Counts = NDArray[np.int16]
KnotSets = Mapping[tuple[str, int], Knots]

MIN_COHORT: Final = 250
STABLE_COHORT: Final = 1000  # growth.md 4.5: below it the outer percentiles move from year to year
MAX_PRIORS: Final = 4


class NoKnots(AimlineError):
    """A scale has no knots, and none can be placed."""

    def __init__(self, subject: str, grade: int) -> None:
        super().__init__(
            "no-knots",
            say("There are no knots for {subject}, grade {grade}.", subject=subject, grade=grade),
            say("Use a knots file that names this subject and grade, or leave it out so that knots are placed anew."),
        )


class CannotRank(AimlineError):
    """One cohort gives no lines that can be trusted, so nothing is given."""

    def __init__(self, cohort: Cohort, why: AimlineError) -> None:
        grades = "-".join(str(grade) for grade in cohort.grades)
        told = say("{subject}, grades {grades}: {why}", subject=cohort.subject, grades=grades, why=why.message)
        super().__init__(why.code, told, why.hint)


@dataclass(frozen=True)
class Matrix:
    """The one hundred planes of a cohort, with all that is needed to use them again.

    `grades` are oldest first, the last one predicted; `knots` newest prior first; `planes` (100, 1 + 7 a prior).
    `dropped` are columns that others make superfluous.
    """

    subject: str
    grades: tuple[int, ...]
    n_students: int
    knots: tuple[Knots, ...]
    planes: Floats
    certificate: Certificate
    dropped: tuple[int, ...]


@dataclass(frozen=True)
class Ranked:
    """The percentiles of one cohort: `below` (n, 1..99) is the growth percentile.

    `not_above` (n, 1..99) counts the quantiles equal to the score too: where it is higher than `below`, the student's
    score lies exactly on some of the cohort's lines, and the percentile stands for the whole stretch.
    """

    cohort: Cohort
    matrix: Matrix
    below: Counts
    not_above: Counts


@dataclass(frozen=True)
class Skipped:
    """A cohort too small for percentiles."""

    subject: str
    grades: tuple[int, ...]
    n_students: int


@dataclass(frozen=True)
class Fits:
    """What a year's scores taught: the matrices of all cohorts and the knots they stand on, without any student."""

    year: int
    matrices: tuple[Matrix, ...]
    knots: KnotSets


@dataclass(frozen=True)
class Ranks:
    """All percentiles of a year, the knots they stand on, and the cohorts left out."""

    year: int
    ranked: tuple[Ranked, ...]
    skipped: tuple[Skipped, ...]
    knots: KnotSets

    @property
    def fits(self) -> Fits:
        """What may be kept and used again."""
        return Fits(self.year, tuple(each.matrix for each in self.ranked), self.knots)


def rank(
    results: Results,
    *,
    target_year: int,
    max_priors: int = MAX_PRIORS,
    knots: KnotSets | None = None,
    min_cohort: int = MIN_COHORT,
    n_threads: int = 1,
    tell: Callable[[int, int], None] | None = None,
) -> Ranks:
    """Give every student of the target year a growth percentile for each number of earlier scores they have.

    Without `knots` they are placed on the scores of the year before. `tell` hears how many cohorts of how many are
    done. The result does not depend on `n_threads`. Raises RepeatedResult, NoKnots and CannotRank (growth.md 4).
    """
    panel = Panel(results)
    found = list(panel.cohorts(year=target_year, max_priors=max_priors))
    cohorts = [cohort for cohort in found if cohort.student.size >= min_cohort]
    small = [Skipped(each.subject, each.grades, each.student.size) for each in found if each.student.size < min_cohort]
    used = dict(place_knots(panel, year=target_year) if knots is None else knots)
    hear = tell or (lambda n_done, n_all: None)

    def one(cohort: Cohort) -> Ranked:
        return rank_cohort(cohort, [knots_of(used, cohort.subject, grade) for grade in cohort.grades[-2::-1]])

    ranked = []
    with ThreadPoolExecutor(max_workers=n_threads) as pool:
        for done in pool.map(one, cohorts):
            ranked.append(done)
            hear(len(ranked), len(cohorts))
    return Ranks(target_year, tuple(ranked), tuple(small), used)


def rank_again(results: Results, fits: Fits, *, year: int) -> Ranks:
    """Count the students of a year against kept fits: for the year of the fits, the percentiles of `rank`.

    Cohorts without a matrix are left out. Raises RepeatedResult (growth.md 4.1, step 11).
    """
    kept = {(each.subject, each.grades): each for each in fits.matrices}
    longest = max((len(grades) - 1 for _, grades in kept), default=0)
    cohorts = Panel(results).cohorts(year=year, max_priors=longest)
    known = [(cohort, kept.get((cohort.subject, cohort.grades))) for cohort in cohorts]
    ranked = tuple(_count(cohort, matrix) for cohort, matrix in known if matrix is not None)
    skipped = tuple(Skipped(each.subject, each.grades, each.student.size) for each, matrix in known if matrix is None)
    return Ranks(year, ranked, skipped, fits.knots)


def place_knots(panel: Panel, *, year: int) -> dict[tuple[str, int], Knots]:
    """Place knots for every subject and grade on all its scores in the year before (docs/explanation)."""
    return {
        (subject, grade): splines.place(group.score)
        for (subject, at, grade), group in sorted(panel.groups.items())
        if at == year - 1
    }


def knots_of(knots: KnotSets, subject: str, grade: int) -> Knots:
    if (subject, grade) not in knots:
        raise NoKnots(subject, grade)
    return knots[subject, grade]


def rank_cohort(cohort: Cohort, knots: Sequence[Knots]) -> Ranked:
    """Fit the quantiles of a cohort and count each student against them; knots newest first. Raises CannotRank."""
    first, _, weights = merge(cohort)
    columns = splines.design(cohort.priors[:, first], knots)
    try:
        fit = quantiles.fit(columns, cohort.score[first], weights)
    except (NotSettled, TooFewRows) as refusal:
        raise CannotRank(cohort, refusal) from refusal
    matrix = Matrix(
        cohort.subject, cohort.grades, cohort.student.size, tuple(knots), fit.planes, fit.certificate, fit.dropped
    )
    return _count(cohort, matrix)


def _count(cohort: Cohort, matrix: Matrix) -> Ranked:
    """Count each student against the planes; students with the same scores once."""
    from aimline.growth.percentiles import pivoting

    first, where, _ = merge(cohort)
    columns, scores = splines.design(cohort.priors[:, first], matrix.knots), cohort.score[first]
    below, not_above = np.empty(scores.size, np.int16), np.empty(scores.size, np.int16)
    pivoting.count_below(columns, matrix.planes, scores, below, not_above)
    return Ranked(cohort, matrix, np.clip(below, 1, 99)[where], np.clip(not_above, 1, 99)[where])


def merge(cohort: Cohort) -> tuple[Numbers, Numbers, Floats]:
    """Merge students with the same scores throughout.

    Returns a row for each set of scores (in the order of the scores, whatever the order of students), the set of each
    student, and how many students each set stands for.
    """
    scores = np.vstack([cohort.score, cohort.priors[::-1]])
    order = np.lexsort(scores)
    ordered = scores[:, order]
    new = np.r_[True, (ordered[:, 1:] != ordered[:, :-1]).any(axis=0)]
    where = np.empty(order.size, np.int64)
    where[order] = np.cumsum(new) - 1
    return order[new], where, np.bincount(where).astype(np.float64)
