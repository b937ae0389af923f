"""The inner loops of exact quantile regression, compiled on first use (docs/decisions/0023-numba.md).

Import this module only inside the function that computes: it loads Numba. Every loop runs in a fixed order and calls no
linear algebra library, so the same input gives the same bits on any number of threads.

The words: a plane is fixed by its *basis*, p rows it passes through. Giving up one of them lets the plane move in one
*direction*. The *tableau* (p, m + 1) holds, for each direction and each of the m rows near the plane, how fast they
approach each other; its last column is the multiplier of the basis row, which is between tau - 1 and tau when nothing
is to be gained. A row's *side* is 1.0 above the plane, -1.0 below it; its *distance* is never negative.
"""

from collections.abc import Callable
from typing import Final, TypeVar

import numba
import numpy as np
from numpy.typing import NDArray

OPTIMAL: Final = 0
OPEN: Final = 1  # the best plane lies beyond the rows that were kept
STUCK: Final = 2

SLACK: Final = 1e-9  # of a multiplier
LEVEL: Final = 1e-10  # a row approached more slowly than this is never met
MOST_PIVOTS: Final = 100_000
BLOCK: Final = 1024
LANES: Final = 256

Floats = NDArray[np.float64]
Places = NDArray[np.int64]
Counts = NDArray[np.int16]
Function = TypeVar("Function", bound=Callable[..., object])


def compiled(function: Function) -> Function:
    """Compile a function of arrays; its machine code is kept for the next run, and other threads go on meanwhile."""
    made: Function = numba.njit(cache=True, nogil=True)(function)  # type: ignore[assignment]  # it is called the same way
    return made


@compiled
def _subtract(values: Floats, other: Floats, times: float) -> None:
    for k in range(values.size):
        values[k] -= times * other[k]


@compiled
def measure(columns: Floats, scores: Floats, plane: Floats, residuals: Floats) -> None:
    """Write scores (n) minus the plane (p) over columns (p, n) into residuals (n)."""
    n = scores.size
    for first in range(0, n, BLOCK):
        last = min(n, first + BLOCK)
        residuals[first:last] = scores[first:last]
        for c in range(plane.size):
            _subtract(residuals[first:last], columns[c, first:last], plane[c])


@compiled
def weigh(residuals: Floats, scores: Floats, sides: Floats, tau: float) -> tuple[float, float]:
    """Return the check loss of residuals, and the sum of scores at tau above the plane and tau - 1 below it."""
    loss, bound = 0.0, 0.0
    for i in range(scores.size):
        at = residuals[i]
        loss += tau * at if at > 0 else (tau - 1.0) * at
        bound += scores[i] * (tau if sides[i] > 0 else tau - 1.0)
    return loss, bound


@compiled
def solve(matrix: Floats, right: Floats) -> Floats:
    """Solve matrix (p, p) times x = right (p, q) by elimination with row pivots; a pivot of zero gives no numbers."""
    left, x = matrix.copy(), right.copy()
    p = left.shape[0]
    for c in range(p):
        best = c + np.abs(left[c:, c]).argmax()
        if best != c:
            for k in range(p):
                left[c, k], left[best, k] = left[best, k], left[c, k]
            for k in range(x.shape[1]):
                x[c, k], x[best, k] = x[best, k], x[c, k]
        for j in range(c + 1, p):
            times = left[j, c] / left[c, c]
            _subtract(left[j, c:], left[c, c:], times)
            _subtract(x[j], x[c], times)
    for c in range(p - 1, -1, -1):
        for j in range(c + 1, p):
            _subtract(x[c], x[j], left[c, j])
        x[c] /= left[c, c]
    return x


@compiled
def multiply(columns: Floats, others: Floats, products: Floats) -> None:
    """Write the sums over rows of columns (p, n) times others (q, n) into products (p, q)."""
    lanes = np.empty(LANES)
    for c in range(products.shape[0]):
        for o in range(products.shape[1]):
            lanes[:] = 0.0
            for first in range(0, columns.shape[1], LANES):
                last = min(columns.shape[1], first + LANES)
                _add_products(lanes, columns[c, first:last], others[o, first:last])
            products[c, o] = lanes.sum()


@compiled
def _add_products(lanes: Floats, values: Floats, others: Floats) -> None:
    for lane in range(values.size):
        lanes[lane] += values[lane] * others[lane]


@compiled
def span(rows: Floats, order: Places, least: float) -> Places:
    """Take rows (n, p) in this order unless those taken before leave less than this share of them; return positions.

    The positions are those in `order`, at most p.
    """
    p = rows.shape[1]
    taken, axes = np.empty(p, np.int64), np.empty((p, p))
    n_taken = 0
    for at in range(order.size):
        rest = rows[order[at]].copy()
        length = np.sqrt((rest * rest).sum())
        for axis in axes[:n_taken]:
            _subtract(rest, axis, (rest * axis).sum())
        left = np.sqrt((rest * rest).sum())
        if left > least * length:
            axes[n_taken], taken[n_taken] = rest / left, at
            n_taken += 1
        if n_taken == p:
            break
    return taken[:n_taken]


@compiled
def lay_out(columns: Floats, kept: Places, inverse: Floats, tableau: Floats) -> None:
    """Fill the tableau but for its last column: for direction j and kept row k, row k times column j of inverse."""
    picked = np.empty(kept.size)
    tableau[:, : kept.size] = 0.0
    for c in range(inverse.shape[0]):
        for k in range(kept.size):
            picked[k] = columns[c, kept[k]]
        for j in range(inverse.shape[0]):
            _subtract(tableau[j, : kept.size], picked, -inverse[c, j])


@compiled
def settle(tableau: Floats, distances: Floats, sides: Floats, places: Places, tau: float) -> tuple[int, int]:
    """Pivot until the plane is optimal for the rows of the tableau, changing all four arrays in place.

    places[j] is the position of the basis row of direction j. Returns OPTIMAL, OPEN or STUCK, and the pivots taken.
    """
    m = distances.size
    when, gain, row = np.empty(m), np.empty(m), np.empty(m, np.int64)
    for n_pivots in range(MOST_PIVOTS):
        leaving = _most_to_gain(tableau, tau)
        if leaving < 0:
            return OPTIMAL, n_pivots
        off = tableau[leaving, m] - tau + 0.5
        way = -1.0 if off > 0 else 1.0
        n_met = _meetings(tableau, leaving, way, places[leaving], distances, when, gain, row)
        last = _turning_point(when, gain, row, n_met, abs(off) - 0.5)
        if last < 0:
            return OPEN, n_pivots
        _subtract(distances, tableau[leaving, :m], way * when[last])
        for k in row[:last]:
            _cross(tableau, distances, sides, k)
        _exchange(tableau, distances, sides, places, leaving, row[last], when[last], way, tau)
    return STUCK, MOST_PIVOTS


@compiled
def _most_to_gain(tableau: Floats, tau: float) -> int:
    """Return the direction whose multiplier is farthest outside tau - 1 to tau; -1 where none is."""
    m = tableau.shape[1] - 1
    chosen, farthest = -1, 0.5 + SLACK
    for j in range(tableau.shape[0]):
        off = abs(tableau[j, m] - tau + 0.5)
        if off > farthest:
            chosen, farthest = j, off
    return chosen


@compiled
def _meetings(
    tableau: Floats, leaving: int, way: float, own: int, distances: Floats, when: Floats, gain: Floats, row: Places
) -> int:
    """List the rows that the moving plane will meet: when, at which loss, which; return how many."""
    n_met = 0
    for k in range(distances.size):
        speed = way * tableau[leaving, k]
        if speed > LEVEL and k != own:
            when[n_met] = distances[k] / speed
            gain[n_met] = speed
            row[n_met] = k
            n_met += 1
    return n_met


@compiled
def _turning_point(when: Floats, gain: Floats, row: Places, n_met: int, need: float) -> int:
    """Find the meeting at which the gains add up to need: a weighted median by partition.

    Reorders the meetings so that all earlier ones stand before it; returns its position, or -1 where all of them do
    not reach need.
    """
    low, high, before, reached = 0, n_met, 0.0, False
    while high - low > 1:
        first, last = _partition(when, gain, row, low, high)
        total = before
        for k in range(low, first):
            total += gain[k]
        if total >= need:
            high, reached = first, True
            continue
        for k in range(first, last):
            total += gain[k]
            if total >= need:
                return k
        low, before = last, total
    if high - low == 1 and (reached or before + gain[low] >= need):
        return low
    return -1


@compiled
def _partition(when: Floats, gain: Floats, row: Places, low: int, high: int) -> tuple[int, int]:
    """Order [low, high) around the median of three of its times: earlier, equal, later; return where equals stand."""
    a, b, c = when[low], when[(low + high) // 2], when[high - 1]
    pivot = max(min(a, b), min(max(a, b), c))
    first, k, last = low, low, high
    while k < last:
        if when[k] < pivot:
            _swap(when, gain, row, first, k)
            first += 1
            k += 1
        elif when[k] > pivot:
            last -= 1
            _swap(when, gain, row, last, k)
        else:
            k += 1
    return first, last


@compiled
def _swap(when: Floats, gain: Floats, row: Places, i: int, k: int) -> None:
    when[i], when[k] = when[k], when[i]
    gain[i], gain[k] = gain[k], gain[i]
    row[i], row[k] = row[k], row[i]


@compiled
def _cross(tableau: Floats, distances: Floats, sides: Floats, k: int) -> None:
    """Let row k change sides: its distance turns positive and every multiplier takes note."""
    m = distances.size
    for j in range(tableau.shape[0]):
        tableau[j, m] += tableau[j, k]
        tableau[j, k] = -tableau[j, k]
    sides[k] = -sides[k]
    distances[k] = -distances[k]


@compiled
def _exchange(
    tableau: Floats,
    distances: Floats,
    sides: Floats,
    places: Places,
    leaving: int,
    entering: int,
    how_far: float,
    way: float,
    tau: float,
) -> None:
    """Put row `entering` into the basis for the row that the plane left, rising from it (way 1.0) or falling (-1.0)."""
    p, m = tableau.shape[0], distances.size
    left = places[leaving]
    tableau[leaving, m] -= tau if way < 0 else tau - 1.0
    multiplier = tau if sides[entering] > 0 else tau - 1.0
    speeds = tableau[:, entering] * sides[entering]
    for j in range(p):
        tableau[j, m] += multiplier * speeds[j]
    for k in range(m + 1):
        tableau[leaving, k] /= speeds[leaving]
    for j in range(p):
        if j != leaving and speeds[j] != 0.0:
            _subtract(tableau[j], tableau[leaving], speeds[j])
    tableau[:, entering] = 0.0
    tableau[leaving, entering] = 1.0
    sides[entering], distances[entering] = 1.0, 0.0
    sides[left], distances[left] = 1.0, how_far
    if way > 0:
        sides[left] = -1.0
        tableau[:, left] = -tableau[:, left]
    places[leaving] = entering


@compiled
def count_below(columns: Floats, planes: Floats, scores: Floats, below: Counts, not_above: Counts) -> None:
    """Count for each row the planes (n_planes, p) below its score, and those below or equal, at five decimals."""
    n = scores.size
    fitted = np.empty(BLOCK)
    below[:], not_above[:] = 0, 0
    for first in range(0, n, BLOCK):
        size = min(n, first + BLOCK) - first
        for plane in planes:
            _fit(columns, plane, first, fitted[:size])
            _count(fitted[:size], scores[first : first + size], below[first:], not_above[first:])


@compiled
def _fit(columns: Floats, plane: Floats, first: int, fitted: Floats) -> None:
    fitted[:] = 0.0
    for c in range(plane.size):
        _subtract(fitted, columns[c, first : first + fitted.size], -plane[c])


@compiled
def _count(fitted: Floats, scores: Floats, below: Counts, not_above: Counts) -> None:
    for i in range(fitted.size):
        value = np.rint(fitted[i] * 1e5) / 1e5
        below[i] += value < scores[i]
        not_above[i] += value <= scores[i]
