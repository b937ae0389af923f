"""Small groups are pulled towards what is expected of them, by how little they say (growth.md 5.2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

import numpy as np
from scipy.special import expit, ndtr


@dataclass(frozen=True)
class Cell:
    """`reached` of `n` students of a group at a standard and grade."""

    standard: str
    group: str
    grade: str
    reached: int
    n: int


@dataclass(frozen=True)
class Shrunk:
    """What is believed of a cell: mean and spread of its true share, its own voice (0 to 1), and what was expected."""

    mean: float
    sd: float
    own: float
    expected: float

    def above(self, share: float) -> float:
        """Give the chance that the true share is above a value."""
        return float(ndtr((self.mean - share) / self.sd))

    def below(self, share: float) -> float:
        """Give the chance that the true share is below a value."""
        return float(ndtr((share - self.mean) / self.sd))


class Pattern(StrEnum):
    """What stands out in a cell."""

    STRENGTH = "strength"
    GAP = "gap"
    NONE = "none"


def shrink(share: float, n: int, *, expected: float, between_sd: float) -> Shrunk:
    """Pull one share (0 to 1) of `n` students towards the expected one. Source: growth.md 5.2 and 5.5.

    Counting noise is worked out from the observed share, kept half a student away from 0 and 1.
    """
    held = min(max(share, 0.5 / n), 1 - 0.5 / n)
    noise = held * (1 - held) / n
    own = between_sd**2 / (between_sd**2 + noise)
    return Shrunk(expected + own * (share - expected), sqrt(own * noise), own, expected)


def expect(cells: Sequence[Cell]) -> list[float]:
    """Give what standard, group and grade together lead one to expect: an additive model on the logit scale.

    Fitted by penalised weighted steps, so that a level seen once stays near the middle.
    """
    names = [sorted({(kind, getattr(cell, kind)) for cell in cells}) for kind in ("standard", "group", "grade")]
    places = {name: place for place, name in enumerate([each for kind in names for each in kind], start=1)}
    design = np.zeros((len(cells), len(places) + 1))
    design[:, 0] = 1
    for row, cell in enumerate(cells):
        for kind in ("standard", "group", "grade"):
            design[row, places[kind, getattr(cell, kind)]] = 1
    n = np.array([cell.n for cell in cells], dtype=float)
    shares = (np.array([cell.reached for cell in cells]) + 0.5) / (n + 1)
    held = np.eye(len(places) + 1)
    held[0, 0] = 0.0
    effects = np.zeros(len(places) + 1)
    for _ in range(25):
        fitted = expit(design @ effects)
        weight = n * fitted * (1 - fitted)
        toward = design.T @ (n * (shares - fitted)) - held @ effects
        step = np.linalg.solve(design.T @ (weight[:, None] * design) + held, toward)
        effects = effects + step
        if np.abs(step).max() < 1e-9:
            break
    return [float(share) for share in expit(design @ effects)]


def shrink_all(cells: Sequence[Cell]) -> list[Shrunk]:
    """Shrink every cell towards the additive model; the spread between cells is taken by moments, at least 1 point."""
    expected = expect(cells)
    shares = np.array([cell.reached / cell.n for cell in cells])
    n = np.array([cell.n for cell in cells], dtype=float)
    noise = np.array(expected) * (1 - np.array(expected)) / n
    left = float(np.average((shares - expected) ** 2 - noise, weights=n))
    between = sqrt(max(left, 0.01**2))
    return [
        shrink(float(share), cell.n, expected=middle, between_sd=between)
        for share, cell, middle in zip(shares, cells, expected, strict=True)
    ]


def surprises(cells: Sequence[Cell]) -> list[float]:
    """Give for every cell the two-sided p of its distance from the additive model, for `discoveries.discover`."""
    expected = expect(cells)
    found = []
    for cell, middle in zip(cells, expected, strict=True):
        spread = sqrt(middle * (1 - middle) / cell.n)
        found.append(2 * float(ndtr(-abs(cell.reached / cell.n - middle) / spread)))
    return found


def pattern(found: Shrunk, reference: float, *, margin: float = 0.05, sure: float = 0.90) -> Pattern:
    """Call a cell a strength or a gap where that is nearly sure, beyond a margin. Source: growth.md 5.2."""
    if found.above(reference + margin) >= sure:
        return Pattern.STRENGTH
    return Pattern.GAP if found.below(reference - margin) >= sure else Pattern.NONE
