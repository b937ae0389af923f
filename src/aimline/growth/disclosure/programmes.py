"""The linear programmes of the attacker, solved by HiGHS."""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp  # type: ignore[attr-defined]  # SciPy's gap
from scipy.sparse import csr_array, kron

from aimline.growth.disclosure.moves import Counts

Floats = NDArray[np.float64]


def least_blocks(costs: Counts, rows: Counts, high: Counts) -> Floats:
    """Make each row of `costs` least by itself, under `rows @ x <= high`; return the points, one a row.

    All of them are one programme whose blocks do not meet. Raises `ArithmeticError` where no point fits.
    """
    n_blocks = len(costs)
    blocks = kron(np.eye(n_blocks), csr_array(rows), format="csr")  # type: ignore[no-untyped-call]  # of SciPy
    found = linprog(  # type: ignore[no-untyped-call]  # of SciPy
        costs.ravel(), A_ub=blocks, b_ub=np.tile(high, n_blocks), bounds=(None, None), method="highs"
    )
    if found.x is None:
        raise ArithmeticError(f"What was told does not fit the real students: {found.message}")
    points: Floats = found.x.reshape(n_blocks, -1)
    return points


def prices(cost: Counts, rows: Counts, low: Counts, high: Counts, *, most: int) -> Floats:
    """Make one sum of counts from 0 to `most` least under `low <= rows @ x <= high`; return each row's price there."""
    exact = low == high
    between = rows[~exact]
    found = linprog(  # type: ignore[no-untyped-call]  # of SciPy
        cost,
        A_eq=rows[exact],
        b_eq=low[exact],
        A_ub=np.concatenate([between, -between]),
        b_ub=np.concatenate([high[~exact], -low[~exact]]),
        bounds=(0, most),
        method="highs",
    )
    if found.x is None:
        raise ArithmeticError(f"What was told does not fit the real students: {found.message}")
    paid = np.zeros(len(rows))
    paid[exact] = np.abs(found.eqlin.marginals)
    paid[~exact] = np.abs(found.ineqlin.marginals).reshape(2, -1).sum(axis=0)
    return paid


def least_whole(cost: Counts, rows: Counts, low: Counts, high: Counts, *, most: int) -> Counts | None:
    """Make one sum least over whole counts from 0 to `most`; none where HiGHS finds no such counts."""
    within = LinearConstraint(rows, low, high)  # type: ignore[no-untyped-call]  # of SciPy
    whole = np.ones(len(cost))
    found = milp(cost, integrality=whole, bounds=Bounds(0, most), constraints=within)  # type: ignore[no-untyped-call]
    return None if found.x is None else np.rint(found.x).astype(np.int64)
