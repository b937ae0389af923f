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
    """Where cells are expected to stand, 0 to 1, before their own results and their schools speak.

    Arrays are (m,): the mean of comparable cells, and the lasting variance of a cell's own around it. Between schools
    lies `school_variance` more, which all grades of a school share; none where schools are not told.
    """

    mean: Floats
    own_variance: Floats
    school_variance: float = 0.0


@dataclass(frozen=True)
class Others:
    """What the other grades of each cell's school showed: how far apart from what was expected (m, k), NaN for nothing.

    `error` (m, k) is the variance that counting adds, `lasting` (m,) that of what those grades have of their own.
    """

    apart: Floats
    error: Floats
    lasting: Floats


def stand(cells: Cells, prior: CohortPrior) -> Standing:
    """Give for each cell the mean of its unit and the lasting spread between cells, told apart by school and own.

    Source: growth.md 2.3, step 2; spreads by moments, the noise of counting taken off.
    """
    totals, numbers = np.nansum(cells.shares * cells.n, axis=1), np.nansum(cells.n, axis=1)
    seen = numbers > 0
    shares, years = totals / np.where(seen, numbers, 1), np.maximum((cells.n > 0).sum(axis=1), 1)
    mean, variance = np.full(len(shares), 0.5), np.full(len(shares), 0.25)
    for unit in np.unique(cells.units[seen]):
        inside, usual = seen & (cells.units == unit), float(shares[seen & (cells.units == unit)].mean())
        noise = prior.design_factor * usual * (1 - usual) / numbers[inside] + prior.cohort_shock**2 / years[inside]
        mean[cells.units == unit] = usual
        variance[cells.units == unit] = max(shares[inside].var() - noise.mean(), NARROWEST**2)
    if cells.schools is None or not seen.any():
        return Standing(mean, variance)
    shared = _between_schools(cells.schools, np.where(seen, shares - mean, 0.0), seen)
    shared = min(shared, MOST_OF_ALL * float(variance[seen].mean()))
    return Standing(mean, np.maximum(variance - shared, NARROWEST**2), shared)


def others(cells: Cells, known: Standing, prior: CohortPrior) -> Others:
    """Say year by year how far the other grades of each cell's school stood from what was expected of them.

    The cell's own grade is left out, because the same students sat in both subjects. Cells weigh by how well they tell
    where their school stands. Raises ValueError where the cells do not tell their schools.
    """
    if cells.schools is None:
        raise ValueError("These cells do not tell their schools.")
    usual, there = np.clip(known.mean, 0.02, 0.98)[:, None], cells.n > 0
    error = prior.cohort_shock**2 + prior.design_factor * usual * (1 - usual) / np.where(there, cells.n, 1)
    weight = np.where(there, 1 / (known.own_variance[:, None] + error), 0.0)
    apart = np.where(there, cells.shares, 0.0) - known.mean[:, None]
    total = _elsewhere(cells.schools, weight)
    some = total > 1e-9 * weight.max(initial=0.0)  # what is left of sums that cancel is nothing
    total = np.where(some, total, 1.0)
    of_all = weight.sum(axis=1, keepdims=True)
    lasting = _elsewhere(cells.schools, of_all**2 * known.own_variance[:, None])
    return Others(
        np.where(some, _elsewhere(cells.schools, weight * apart) / total, np.nan),
        np.where(some, _elsewhere(cells.schools, weight**2 * error) / total**2, 1.0),
        (lasting / np.maximum(_elsewhere(cells.schools, of_all), NARROWEST) ** 2)[:, 0],
    )


def _between_schools(schools: Schools, apart: Floats, seen: NDArray[np.bool_]) -> float:
    """Estimate the variance that the grades of a school share, from products of cells of different grades."""
    one, apart = seen.astype(float)[:, None], apart[:, None]
    products, n_products = apart * _elsewhere(schools, apart), one * _elsewhere(schools, one)
    by_school, n_by_school = (np.bincount(schools.school, each[:, 0]) for each in (products, n_products))
    some = n_by_school > 0
    if not some.any():
        return 0.0
    weights = 1 / np.sqrt(n_by_school[some])  # pairs of one school are not independent of each other
    return max(float((by_school[some] * weights).sum() / (n_by_school[some] * weights).sum()), 0.0)


def _elsewhere(schools: Schools, values: Floats) -> Floats:
    """Add up columns of values (m, k) over the other grades of each cell's school."""
    grades = schools.school * (int(schools.grade.max()) + 1) + schools.grade
    columns = []
    for column in values.T:
        whole, own = np.bincount(schools.school, column), np.bincount(grades, column)
        columns.append(whole[schools.school] - own[grades])
    return np.column_stack(columns)
