"""Exact quantile regression at many quantiles, each with a certificate of how far from optimal it can be.

A simplex over the vertices of the linear programme (Barrodale and Roberts 1973, with its weighted-median step), walking
from one quantile to the next: the basis of the neighbour is nearly right already, and only rows near its plane can
change sides (Portnoy and Koenker 1997; Chernozhukov, Fernandez-Val and Melly 2020). Every plane is then looked at with
all rows; rows on the wrong side join in, until there are none. growth.md 4.4; docs/decisions/0024-exact-percentiles.md.
"""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from aimline.domain.refusal import AimlineError
from aimline.domain.words import say
from aimline.growth.percentiles import starting

Floats = NDArray[np.float64]
Places = NDArray[np.int64]
Rows = NDArray[np.bool_]

TAUS: Final[Floats] = (np.arange(100) + 0.5) / 100
LARGEST_GAP: Final = 1e-9  # of the loss
LARGEST_EXCESS: Final = 1e-7
NUDGE: Final = 1e-9  # of the spread of scores: keeps ties from standing still, and is taken back afterwards
TOUCH: Final = 1e-10  # of the spread of scores: what lies this close to a plane lies on it
GOLDEN: Final = 0.6180339887498949
BAND: Final = 0.6  # rows kept beyond those to be crossed, on either side: so many times the root of n p
MOST_ROUNDS: Final = 100


class NotSettled(AimlineError):
    """A quantile whose plane could not be shown to be optimal: there is no number to give."""

    def __init__(self, tau: float, gap: float) -> None:
        told = "The line of quantile {tau} could not be settled exactly (gap {gap})."
        super().__init__(
            "quantile-not-settled",
            say(told, tau=f"{tau:.3f}", gap=f"{gap:.1e}"),
            say("Percentiles of this cohort are not given. Check its scores for values far outside the scale."),
        )


class TooFewRows(AimlineError):
    """Fewer rows than columns: a plane through all of them says nothing."""

    def __init__(self, n_rows: int, n_columns: int) -> None:
        super().__init__(
            "too-few-rows",
            say("Only {rows} different sets of scores stand for {columns} unknowns.", rows=n_rows, columns=n_columns),
            say("Use fewer earlier scores, or a larger group."),
        )


@dataclass(frozen=True)
class Certificate:
    """The proof that planes are optimal, one entry a quantile.

    `losses` is what the planes lose (weighted check loss, score points); `bounds` what any plane loses at least, by the
    dual of the linear programme; `excess` how far the dual leaves the box and the equations it must keep, as a share.
    """

    losses: Floats
    bounds: Floats
    excess: Floats

    @property
    def gaps(self) -> Floats:
        """Loss above the bound as a share of the loss, at least one score point; rounding apart it is zero."""
        gaps: Floats = np.abs(self.losses - self.bounds) / np.maximum(self.losses, 1.0)
        return gaps


@dataclass(frozen=True)
class Fit:
    """Planes (n_quantiles, p), their certificate, and the columns left out because others say the same."""

    planes: Floats
    certificate: Certificate
    dropped: tuple[int, ...]


def fit(columns: Floats, scores: Floats, weights: Floats, *, taus: Floats = TAUS) -> Fit:
    """Fit one plane for each of the ascending quantiles `taus` (each in 0..1) to scores (n) over columns (p, n).

    `weights` (n, positive) say how many rows each stands for. The result depends on the order of rows only where a
    quantile has several best planes. Raises NotSettled and TooFewRows.
    """
    columns = np.ascontiguousarray(columns)  # the loops run along rows of students
    kept = starting.independent(columns, weights)
    dropped = tuple(sorted(set(range(len(columns))) - set(kept.tolist())))
    used = columns if not dropped else np.ascontiguousarray(columns[kept])
    walk = _Walk(used, scores, weights)
    settled = walk.through(taus)
    planes = np.zeros((len(taus), len(columns)))
    planes[:, kept] = [each.plane for each in settled]
    certificate = Certificate(
        np.array([each.loss for each in settled]),
        np.array([each.bound for each in settled]),
        np.array([each.excess for each in settled]),
    )
    return Fit(planes, certificate, dropped)


@dataclass(frozen=True)
class _Settled:
    plane: Floats
    loss: float
    bound: float
    excess: float


@dataclass
class _State:
    """Where the walk stands: the basis, the residual and side of every row, and the column sums below the plane."""

    basis: Places
    residuals: Floats
    sides: Floats
    below: Floats
    plane: Floats

    def copy(self) -> "_State":
        return _State(self.basis.copy(), self.residuals.copy(), self.sides.copy(), self.below.copy(), self.plane.copy())


@dataclass
class _Walk:
    columns: Floats
    scores: Floats
    weights: Floats
    spread: float = field(init=False)
    closeness: Floats = field(init=False)
    tilt: Floats = field(init=False)
    total: Floats = field(init=False)
    unit: Floats = field(init=False)

    def __post_init__(self) -> None:
        p, n = self.columns.shape
        if n <= p:
            raise TooFewRows(n, p)
        self.spread = max(float(np.ptp(self.scores)), 1e-300)
        self.closeness = 1.0 / (starting.leverage(self.columns, self.weights) * self.weights)
        self.tilt = (np.arange(n) * GOLDEN % 1.0 - 0.5) * self.weights
        self.columns = self.columns * self.weights
        self.scores = self.scores * self.weights
        self.total = self.columns.sum(axis=1)
        self.unit = np.eye(p)

    def through(self, taus: Floats) -> list[_Settled]:
        """Settle the middle quantile first, then its neighbours upwards and downwards."""
        middle = len(taus) // 2
        state = self._begin(starting.basis(self.columns, self.scores))
        found = {middle: self._settle(state, taus[middle])}
        for way in (range(middle + 1, len(taus)), range(middle - 1, -1, -1)):
            here = state.copy()
            found |= {at: self._settle(here, taus[at]) for at in way}
        return [found[at] for at in range(len(taus))]

    def _begin(self, basis: Places) -> _State:
        """Look at all rows from the first plane."""
        n = self.scores.size
        state = _State(basis, np.empty(n), np.ones(n), np.empty(len(basis)), np.empty(len(basis)))
        self._measure(state)
        state.sides[state.residuals < 0] = -1.0
        self._sum_below(state)
        return state

    def _settle(self, state: _State, tau: float) -> _Settled:
        """Move the state to the optimal plane of tau: pivot near the plane, look at all rows, and again if need be."""
        from aimline.growth.percentiles import pivoting

        near = self._near(state, tau)
        nudge = NUDGE * self.spread
        for _ in range(MOST_ROUNDS):
            outcome = self._pivot(state, near, tau, nudge)
            self._measure(state)
            wrong = np.flatnonzero(state.residuals * state.sides < -TOUCH * self.spread)
            state.sides[wrong] *= -1.0
            self._sum_below(state)
            if outcome == pivoting.OPTIMAL and not wrong.size:
                return self._certify(state, tau)
            if outcome == pivoting.STUCK:
                break
            if outcome == pivoting.OPEN:
                near |= self._nearest(state, 2 * int(near.sum()))
            elif near[wrong].all():
                nudge /= 100
            near[wrong] = True
        raise NotSettled(tau, np.inf)

    def _near(self, state: _State, tau: float) -> Rows:
        """Tell which rows may change sides on the way to tau (growth.md 4.4, step 2)."""
        p, n = self.columns.shape
        margin = max(5 * p, BAND * np.sqrt(n * p))
        reached = float((state.residuals < 0).sum())
        first = int(np.clip(min(reached, n * tau) - margin, 0, n - 1))
        last = int(np.clip(max(reached, n * tau) + margin, 0, n - 1))
        if 2 * (last - first) >= n:
            return np.ones(n, np.bool_)
        reach = state.residuals * self.closeness
        ordered = np.partition(reach, (first, last))
        near: Rows = (reach >= min(ordered[first], 0.0)) & (reach <= max(ordered[last], 0.0))
        return near

    def _nearest(self, state: _State, n_rows: int) -> Rows:
        reach = np.abs(state.residuals * self.closeness)
        last = min(n_rows, reach.size) - 1
        nearest: Rows = reach <= np.partition(reach, last)[last]
        return nearest

    def _pivot(self, state: _State, near: Rows, tau: float, nudge: float) -> int:
        """Settle the plane for the rows near it alone, each nudged a little so that no two tie; return the outcome."""
        from aimline.growth.percentiles import pivoting

        near[state.basis] = True
        kept = np.flatnonzero(near)
        places = np.searchsorted(kept, state.basis)
        inverse = pivoting.solve(self._through(state.basis), self.unit)
        tableau = np.empty((len(inverse), kept.size + 1))
        pivoting.lay_out(self.columns, kept, inverse, tableau)
        speeds = tableau[:, :-1]
        speeds[:, places] = self.unit
        nudged = self.scores[kept] + nudge * self.tilt[kept]
        residuals = np.empty(kept.size)
        pivoting.measure(speeds, nudged, nudged[places], residuals)
        residuals[places] = 0.0
        sides = np.where(residuals < 0, -1.0, 1.0)
        speeds *= sides
        self._agree(state, kept, sides)
        tableau[:, -1] = -(inverse * self._pull(state, tau)[:, None]).sum(axis=0)
        outcome, _ = pivoting.settle(tableau, np.abs(residuals), sides, places, tau)
        state.sides[kept] = sides
        state.basis = kept[places]
        return outcome

    def _agree(self, state: _State, kept: Places, sides: Floats) -> None:
        """Take these sides of the kept rows over into the state."""
        changed = np.flatnonzero(state.sides[kept] != sides)
        state.below -= (self.columns[:, kept[changed]] * sides[changed]).sum(axis=1)
        state.sides[kept] = sides

    def _pull(self, state: _State, tau: float) -> Floats:
        """Return the weighted sum of the rows off the plane that the basis rows must balance."""
        pull: Floats = tau * (self.total - self.columns[:, state.basis].sum(axis=1)) - state.below
        return pull

    def _through(self, basis: Places) -> Floats:
        """Return the rows of the basis as a matrix (p, p)."""
        return np.ascontiguousarray(self.columns[:, basis].T)

    def _measure(self, state: _State) -> None:
        from aimline.growth.percentiles import pivoting

        state.plane = pivoting.solve(self._through(state.basis), self.scores[state.basis, None])[:, 0]
        pivoting.measure(self.columns, self.scores, state.plane, state.residuals)
        state.residuals[state.basis] = 0.0

    def _sum_below(self, state: _State) -> None:
        from aimline.growth.percentiles import pivoting

        below = 0.5 - 0.5 * state.sides
        pivoting.multiply(self.columns, below[None], state.below[:, None])

    def _certify(self, state: _State, tau: float) -> _Settled:
        """Compare the loss with the dual's bound, or refuse."""
        from aimline.growth.percentiles import pivoting

        pull = self._pull(state, tau)
        basis = self.columns[:, state.basis]
        multipliers = pivoting.solve(basis, -pull[:, None])[:, 0]
        kept = np.clip(multipliers, tau - 1, tau)
        loss, bound = pivoting.weigh(state.residuals, self.scores, state.sides, tau)
        bound += float(((kept - tau) * self.scores[state.basis]).sum())  # the basis was weighed as if above
        excess = max(
            float(np.abs(multipliers - kept).max()),
            float(np.abs((basis * multipliers).sum(axis=1) + pull).max() / np.abs(self.total).max()),
        )
        gap = abs(loss - bound) / max(loss, 1.0)
        if not (gap <= LARGEST_GAP and excess <= LARGEST_EXCESS):
            raise NotSettled(tau, max(gap, excess))
        return _Settled(state.plane, loss, bound, excess)
