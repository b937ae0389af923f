"""Where a walk through the quantiles begins: which columns say something, and a first plane through p rows."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Places = NDArray[np.int64]

DEPENDENT: Final = 1e-10  # what is left of a column of length one when those before it are taken away
STEEPNESS: Final = (0.1, 1e-3, 1e-6, 1e-10)  # rows that cross clearly first, others where there are no better ones


def independent(columns: Floats, weights: Floats) -> Places:
    """Return the positions of the columns (p, n) that are not sums of those before them (growth.md 4.3, degenerate)."""
    from aimline.growth.percentiles import pivoting

    products = _products(columns * weights, columns)
    lengths = np.sqrt(np.diag(products))
    there = np.flatnonzero(lengths > 0)
    scaled = products[np.ix_(there, there)] / np.outer(lengths[there], lengths[there])
    return there[pivoting.span(scaled, np.arange(len(there)), DEPENDENT)]


def leverage(columns: Floats, weights: Floats) -> Floats:
    """Return for each row how far it pulls a plane: the root of x' (X'WX)^-1 x."""
    from aimline.growth.percentiles import pivoting

    inverse = pivoting.solve(_products(columns * weights, columns), np.eye(len(columns)))
    squared = np.einsum("ci,cd,di->i", columns, inverse, columns)
    pull: Floats = np.sqrt(np.maximum(squared, np.finfo(np.float64).tiny))
    return pull


def basis(columns: Floats, scores: Floats) -> Places:
    """Choose p rows near the least-squares plane that fix a plane of their own."""
    from aimline.growth.percentiles import pivoting

    plane = pivoting.solve(_products(columns, columns), _products(columns, scores[None]))[:, 0]
    away = np.empty(scores.size)
    pivoting.measure(columns, scores, plane, away)
    nearest = np.argsort(np.abs(away), kind="stable")
    rows = np.ascontiguousarray((columns / np.abs(columns).max(axis=1)[:, None]).T)
    for least in STEEPNESS:
        chosen = nearest[pivoting.span(rows, nearest, least)]
        if chosen.size == len(columns):
            break
    return chosen


def _products(columns: Floats, others: Floats) -> Floats:
    from aimline.growth.percentiles import pivoting

    products = np.empty((len(columns), len(others)))
    pivoting.multiply(columns, others, products)
    return products
