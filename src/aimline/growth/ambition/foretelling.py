"""Chances for all cells of a district or state at once, with numbers and correction learned from its own earlier years.

Each year is foretold from the years before it, as the year to come will be; what was said of those years and what came
then teach the correction (`correcting`). With one year alone the borrowed numbers speak, uncorrected.
"""

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from aimline.growth.ambition import comparing, correcting, fitting, following
from aimline.growth.ambition.comparing import Cells
from aimline.growth.ambition.correcting import Correction
from aimline.growth.ambition.counting import Share, needed_of

Floats = NDArray[np.float64]

ASKED: Final = (0.0, 0.05, 0.10)  # gains asked of earlier years: growth.md 2.10


def foretell(cells: Cells, gains: Floats, *, n_next: Floats | None = None) -> Floats:
    """Give the chance of each gain (q,; shares 0 to 1) on each cell's last share in the year to come, (m, q).

    `n_next` (m,) are the sizes of the cohorts to come, those of the last year unless given. Cells without students in
    the last year get NaN. Source: growth.md 2.3, 2.4, 2.10.
    """
    line, sizes = learned(cells), cells.n[:, -1] if n_next is None else n_next
    found = np.full((len(sizes), len(gains)), np.nan)
    for cell, chances in _asked(cells, sizes, tuple(gains.tolist())):
        found[cell] = line.apply(chances)
    return found


def learned(cells: Cells) -> Correction:
    """Learn the correction from each year after the first, foretold from the years before it."""
    said, happened, years = [], [], []
    for at in range(1, cells.shares.shape[1]):
        n, share = cells.n[:, at], cells.shares[:, at]
        before = cells.until(at)
        for cell, chances in _asked(before, n, ASKED):
            reached, last = round(float(share[cell] * n[cell])), float(before.shares[cell, -1])
            said.append(chances)
            happened.append([reached >= _needed(n[cell], last + gain) for gain in ASKED])
            years += [at] * len(ASKED)
    if not said:
        return Correction()
    outcomes = np.ravel(happened).astype(float)
    return correcting.learn(np.ravel(said), outcomes, np.array(years), n_asked=len(ASKED))


def _asked(cells: Cells, sizes: Floats, gains: tuple[float, ...]) -> Iterator[tuple[int, Floats]]:
    """Give for each cell seen last, and followed by some students, the uncorrected chances of gains on that share."""
    prior = fitting.fit(cells)
    known = comparing.stand(cells, prior)
    expected = following.foresee(cells, prior, n_next=np.maximum(sizes, 1), known=known)
    for cell in np.flatnonzero((sizes > 0) & (cells.n[:, -1] > 0)).tolist():
        last = float(cells.shares[cell, -1])
        tails = Share(float(expected.mean[cell]), float(expected.variance[cell]), int(sizes[cell])).tails()
        yield cell, np.array([tails[_needed(sizes[cell], last + gain)] for gain in gains])


def _needed(n: float, share: float) -> int:
    return needed_of(int(n), min(share, 1.0))
