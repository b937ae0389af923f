"""The attacker: all worlds of whole students that fit everything that was told (growth.md 6.4, step 3).

That a group is safe is proved by two worlds that both fit and differ enough; each is checked in whole numbers. Most
worlds are found by pushing students round within the real one. For the groups that are left, one block-diagonal
linear programme finds the least and the greatest value of each sum; where an end has no whole students, it is
solved again in whole numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from aimline.domain.suppression.tables import Table, Told
from aimline.growth.disclosure.moves import Counts, moves, pushed
from aimline.growth.disclosure.needs import Need
from aimline.growth.disclosure.programmes import least_blocks, least_whole, prices

# How many needs one linear programme is about: the worlds it finds often prove the rest.
_AT_ONCE = 4

# A price this near to nought is none.
_NO_PRICE = 1e-7


@dataclass(frozen=True)
class Known:
    """What was told, as bounds of sums over a world: `low <= rows @ world <= high`, every count 0 to `most`.

    `sources` says which told number each row comes from; `real` is the one world that is true.
    """

    rows: Counts
    low: Counts
    high: Counts
    sources: tuple[int, ...]
    real: Counts
    most: int

    def fit(self, worlds: Counts) -> NDArray[np.bool_]:
        """Tell for each world whether it fits, exactly."""
        sums = worlds @ self.all_rows.T
        fits: NDArray[np.bool_] = ((sums >= self.all_low) & (sums <= self.all_high)).min(axis=1)
        return fits

    @cached_property
    def is_exact(self) -> NDArray[np.bool_]:
        """Which rows have one value only."""
        return np.equal(self.low, self.high)

    @cached_property
    def moves(self) -> Counts:
        """Changes to a world that none of the exact rows notices."""
        return moves(self.rows[self.is_exact])

    @cached_property
    def all_rows(self) -> Counts:
        """The rows, and one for each count by itself."""
        return np.concatenate([self.rows, np.eye(len(self.real), dtype=np.int64)])

    @cached_property
    def all_low(self) -> Counts:
        """The least of each of these rows."""
        return np.concatenate([self.low, np.zeros_like(self.real)])

    @cached_property
    def all_high(self) -> Counts:
        """The greatest of each of these rows."""
        return np.concatenate([self.high, np.full_like(self.real, self.most)])

    @cached_property
    def room(self) -> tuple[Counts, Counts]:
        """How far the real world may go along its moves: `rows @ steps <= high`."""
        changes, sums = self.all_rows @ self.moves.T, self.all_rows @ self.real
        left = np.concatenate([self.all_high - sums, sums - self.all_low])
        both = np.column_stack([np.concatenate([changes, -changes]), left])
        both = both[both[:, :-1].any(axis=1)]
        return both[:, :-1], both[:, -1]


def know(table: Table, told: Sequence[Told]) -> Known:
    """Write what was told of a table's atoms as bounds of sums."""
    n_atoms = len(table.atoms)
    rows = np.zeros((2 * len(told), 2 * n_atoms), dtype=np.int64)
    low, high = np.zeros(len(rows), dtype=np.int64), np.zeros(len(rows), dtype=np.int64)
    for source, each in enumerate(told):
        having = [n_atoms + atom for atom in each.members]
        rows[2 * source, [*each.members, *having]] = 1
        rows[2 * source + 1, having] = 1
        low[2 * source : 2 * source + 2] = each.n, each.numerators[0] if each.numerators else 0
        high[2 * source : 2 * source + 2] = each.n, each.numerators[1] if each.numerators else each.n
    most = sum(atom.n for atom in table.atoms) + 2 * table.n_min
    return Known(rows, low, high, tuple(np.repeat(np.arange(len(told)), 2).tolist()), real(table), most)


def real(table: Table) -> Counts:
    """Return the real world: the students without the result, atom by atom, then those with it."""
    having = np.array([atom.numerator or 0 for atom in table.atoms], dtype=np.int64)
    n = np.array([atom.n for atom in table.atoms], dtype=np.int64)
    return np.concatenate([n - having, having])


@dataclass(frozen=True)
class Attack:
    """What an attack found: worlds that prove something, needs that certainly fail, and how many programmes it took."""

    worlds: Counts
    failed: tuple[Need, ...] = ()
    n_programmes: int = 0


def attack(known: Known, needs: Sequence[Need], worlds: Counts) -> Attack:
    """Look for worlds that prove each need, beside those found before.

    With the first need that fails the rest is not looked at, so the first programme is about one need, the next about
    two, then four each.
    """
    if not needs:
        return Attack(worlds)
    proof = _Proof(needs)
    proof.add(worlds)
    if proof.open_needs():
        proof.add(pushed(known.real, known.moves, known.all_rows, known.all_low, known.all_high))
    n_at_once, n_programmes = 1, 0
    while part := proof.open_needs()[:n_at_once]:
        found, n_taken = _ends(known, part)
        n_programmes += n_taken
        proof.add(found)
        failed = tuple(need for need in proof.open_needs() if need in part)
        if failed:
            return Attack(proof.worlds(), failed, n_programmes)
        n_at_once = min(2 * n_at_once, _AT_ONCE)
    return Attack(proof.worlds(), (), n_programmes)


class _Proof:
    """The least and the greatest value of every need's sum so far, and the worlds in which it has them."""

    def __init__(self, needs: Sequence[Need]) -> None:
        self.needs = needs
        # Whole numbers far below 2**53: products of floats are exact, and fast.
        self.rows = np.array([need.row for need in needs], dtype=np.float64)
        self.widths = np.array([need.width for need in needs])
        self.tops = np.array([need.top for need in needs])
        self.found = np.empty((0, 0), dtype=np.int64)
        self.sums = np.empty((0, len(needs)))
        self.widest = self.highest = np.empty(0)

    def add(self, worlds: Counts) -> None:
        """Look at more worlds, and keep those at an end; the very first is kept for ever."""
        if len(worlds):
            every = np.concatenate([self.found, worlds]) if len(self.found) else worlds
            sums = np.concatenate([self.sums, worlds @ self.rows.T])
            highest, lowest = sums.argmax(axis=0), sums.argmin(axis=0)
            self.widest = sums.max(axis=0) - sums.min(axis=0)
            self.highest = sums.max(axis=0)
            ends = sorted({0, *highest.tolist(), *lowest.tolist()})
            self.found, self.sums = every[ends], sums[ends]

    def open_needs(self) -> list[Need]:
        """Return the needs that are not proved yet."""
        met = (self.widest >= self.widths) & (self.highest >= self.tops)
        return [self.needs[place] for place in np.flatnonzero(~met).tolist()]

    def worlds(self) -> Counts:
        """Return the worlds at the ends."""
        return self.found


def pinning(known: Known, need: Need) -> frozenset[int]:
    """Return which told numbers keep a sum between its ends: those with a price there."""
    ends = [prices(sign * need.row, known.rows, known.low, known.high, most=known.most) for sign in need.directions]
    return frozenset(known.sources[row] for row in np.flatnonzero(np.max(ends, axis=0) > _NO_PRICE))


def _ends(known: Known, needs: Sequence[Need]) -> tuple[Counts, int]:
    """Find worlds at the least and the greatest value of each sum, all in one linear programme over moves.

    Returns them, and the number of programmes: that one, and one for each end that has no whole students.
    """
    goals = np.array([sign * need.row for need in needs for sign in need.directions])
    per_move = goals @ known.moves.T
    is_movable = per_move.any(axis=1)
    goals, per_move = goals[is_movable], per_move[is_movable]
    if not len(goals):
        return np.empty((0, len(known.real)), dtype=np.int64), 0
    points = known.real + least_blocks(per_move, *known.room) @ known.moves
    worlds = np.rint(points).astype(np.int64)
    fits = known.fit(worlds) & (np.abs(points - worlds).max(axis=1) < 1e-6)
    whole = [_least_whole(known, goal) for goal in goals[~fits]]
    return np.concatenate([worlds[fits], *whole]), 1 + len(whole)


def _least_whole(known: Known, goal: Counts) -> Counts:
    world = least_whole(goal, known.rows, known.low, known.high, most=known.most)
    found = np.empty((0, len(goal)), dtype=np.int64) if world is None else world[None]
    return found[known.fit(found)]
