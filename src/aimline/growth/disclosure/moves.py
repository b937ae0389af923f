"""Changes to a world that no exactly told number notices, in whole students."""

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]

# A prime whose products fit 64 bits; every move is checked again in whole numbers.
PRIME = 2**31 - 1

# Moves with fractions are written in whole numbers by one of these factors.
_FACTORS = (1, 2, 3, 4, 5, 6, 12, 60)
_LARGEST = 1000

_FAR = np.iinfo(np.int64).max


def moves(rows: Counts) -> Counts:
    """Return a basis of the changes that leave every row's sum as it is; each move is one row of the result.

    Raises `ArithmeticError` where a move has no small whole numbers, which sums over groups do not bring about.
    """
    reduced, leads = _reduce(rows)
    free = np.setdiff1d(np.arange(rows.shape[1]), leads)
    residues = np.zeros((len(free), rows.shape[1]), dtype=np.int64)
    residues[np.arange(len(free)), free] = 1
    residues[:, leads] = -reduced[: len(leads)][:, free].T % PRIME
    found = _whole(residues)
    if (found @ rows.T).any():
        raise ArithmeticError("The told numbers have no small whole-number moves.")
    return found


def pushed(world: Counts, directions: Counts, rows: Counts, low: Counts, high: Counts) -> Counts:
    """Push a world along each direction as far as possible, forward and back, with `low <= rows @ world <= high`."""
    sums, changes = rows @ world, directions @ rows.T
    forward = np.minimum(_room(changes, sums - low), _room(-changes, high - sums))
    back = np.minimum(_room(-changes, sums - low), _room(changes, high - sums))
    steps = np.concatenate([forward, -back])[:, None]
    found: Counts = world + np.concatenate([directions, directions]) * steps
    return found


def _whole(residues: Counts) -> Counts:
    """Write each row in whole numbers, by the smallest factor that makes all its entries small."""
    found = np.zeros_like(residues)
    left = np.ones(len(residues), dtype=bool)
    for factor in _FACTORS:
        scaled = residues * factor % PRIME
        scaled[scaled > PRIME // 2] -= PRIME
        fits = left & (np.abs(scaled).max(axis=1, initial=0) < _LARGEST)
        found[fits] = scaled[fits]
        left &= ~fits
        if not left.any():
            return found
    raise ArithmeticError("The told numbers have no small whole-number moves.")


def _room(changes: Counts, left: Counts) -> Counts:
    """How many whole steps until the first falling sum has used up what is left of it."""
    falls = changes < 0
    steps = np.where(falls, left // np.where(falls, -changes, 1), _FAR)
    least: Counts = steps.min(axis=1, initial=_FAR)
    return np.where(least == _FAR, 0, least)


def _reduce(rows: Counts) -> tuple[Counts, NDArray[np.int64]]:
    """Bring rows to reduced echelon form modulo the prime; return them and the places of the leading ones."""
    matrix, leads = rows % PRIME, list[int]()
    for place in range(matrix.shape[1]):
        done = len(leads)
        found = np.flatnonzero(matrix[done:, place])
        if not len(found):
            continue
        matrix[[done, done + found[0]]] = matrix[[done + found[0], done]]
        matrix[done] = matrix[done] * pow(int(matrix[done, place]), -1, PRIME) % PRIME
        touched = np.flatnonzero(matrix[:, place])
        touched = touched[touched != done]
        matrix[touched] = (matrix[touched] - matrix[touched, place, None] * matrix[done]) % PRIME
        leads.append(place)
    return matrix, np.array(leads, dtype=np.int64)
