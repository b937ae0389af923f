"""Where a cell is expected to stand before its own results speak: beside comparable cells, and in its own school.

A fifth grade that fell to 40 % in a school whose other grades stand at 45 % fell less by chance than one whose others
stand at 75 %. Comparable cells alone cannot tell the two apart.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aimline.growth.ambition.level import CohortPrior

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]

NARROWEST = 0.03  # no lasting spread is taken to be below 3 points
MOST_OF_ALL = 0.95  # of the lasting variance may lie between schools


@dataclass(frozen=True)
class Schools:
    """The school and the grade of each cell (m,), numbered from 0."""

    school: Numbers
    grade: Numbers


@dataclass(frozen=True)
class Cells:
    """Shares (m, k) and numbers of students (m, k) by school year, oldest first; `units` (m,) numbers comparable cells.

    Cells of one unit (one grade and subject) are compared with each other; with `schools`, also with the other grades
    of their own school.
    """

    shares: Floats
    n: Floats
    units: Numbers
    schools: Schools | None = None

    def until(self, years: int) -> "Cells":
        """Keep the first years."""
        return Cells(self.shares[:, :years], self.n[:, :years], self.units, self.schools)


@dataclass(frozen=True)
class Standing:
    """Where cells (m,) are expected to stand, and the lasting spread around it, both 0 to 1."""

    mean: Floats
    between_sd: Floats


def stand(cells: Cells, prior: CohortPrior) -> Standing:
    """Give for each cell the mean of its unit and the lasting spread between cells, moved by the rest of its school.

    Source: growth.md 2.3, step 2; spreads by moments, the noise of counting taken off. What a school's other grades
    tell is weighed by how much of the lasting spread lies between schools; its own grade is left out, because the same
    students sat in both subjects.
    """
    totals, numbers = np.nansum(cells.shares * cells.n, axis=1), np.nansum(cells.n, axis=1)
    seen = numbers > 0
    shares, years = totals / np.where(seen, numbers, 1), np.maximum((cells.n > 0).sum(axis=1), 1)
    mean, variance, error = np.full(len(shares), 0.5), np.full(len(shares), 0.25), np.ones(len(shares))
    for unit in np.unique(cells.units[seen]):
        inside, usual = seen & (cells.units == unit), float(shares[seen & (cells.units == unit)].mean())
        noise = prior.design_factor * usual * (1 - usual) / numbers[inside] + prior.cohort_shock**2 / years[inside]
        mean[cells.units == unit], error[inside] = usual, noise
        variance[cells.units == unit] = max(shares[inside].var() - noise.mean(), NARROWEST**2)
    if cells.schools is None:
        return Standing(mean, np.sqrt(variance))
    return _in_school(cells.schools, np.where(seen, shares - mean, 0.0), seen, mean, variance, error)


def _in_school(
    schools: Schools, apart: Floats, seen: NDArray[np.bool_], mean: Floats, variance: Floats, error: Floats
) -> Standing:
    """Move the means by what the other grades of the school are apart from theirs."""
    shared = _between_schools(schools, apart, seen)
    shared = min(shared, MOST_OF_ALL * float(variance[seen].mean())) if seen.any() else 0.0
    own = np.maximum(variance - shared, NARROWEST**2)
    weight = np.where(seen, 1 / (own + error), 0.0)
    weights, total = _elsewhere(schools, weight), _elsewhere(schools, weight * apart)
    known = 1 + shared * weights
    moved = np.clip(mean + shared * total / known, 0.02, 0.98)
    return Standing(moved, np.sqrt(shared / known + own))


def _between_schools(schools: Schools, apart: Floats, seen: NDArray[np.bool_]) -> float:
    """Estimate the variance that the grades of a school share, from products of cells of different grades."""
    one = seen.astype(float)
    products, n_products = apart * _elsewhere(schools, apart), one * _elsewhere(schools, one)
    by_school, n_by_school = np.bincount(schools.school, products), np.bincount(schools.school, n_products)
    some = n_by_school > 0
    if not some.any():
        return 0.0
    weights = 1 / np.sqrt(n_by_school[some])  # pairs of one school are not independent of each other
    return max(float((by_school[some] * weights).sum() / (n_by_school[some] * weights).sum()), 0.0)


def _elsewhere(schools: Schools, values: Floats) -> Floats:
    """Add up values over the other grades of each cell's school."""
    grades = schools.school * (int(schools.grade.max()) + 1) + schools.grade
    whole, own = np.bincount(schools.school, values), np.bincount(grades, values)
    found: Floats = whole[schools.school] - own[grades]
    return found
