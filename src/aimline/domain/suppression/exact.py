"""Can a group be worked out exactly from sums? Decided in whole numbers, never in floating point (growth.md 6.4).

A sum over a group can be written as a combination of told sums exactly if the group's row of ones and noughts lies
in the space of their rows. Ranks are taken modulo a prime of 61 bits: a rank could come out too low only if that
prime divided a determinant of ones and noughts.
"""

from collections.abc import Iterable

PRIME = 2**61 - 1

Row = dict[int, int]


class RowSpace:
    """The space of the rows of told sums: each kept reduced, under the place of its leading one."""

    def __init__(self, sums: Iterable[Iterable[int]] = ()) -> None:
        self._rows: dict[int, Row] = {}
        for members in sums:
            self.add(members)

    def add(self, members: Iterable[int]) -> None:
        """Take one more told sum, over these atoms, into the space."""
        row = self._reduced(members)
        if row:
            lead = min(row)
            inverse = pow(row[lead], -1, PRIME)
            self._rows[lead] = {place: value * inverse % PRIME for place, value in row.items()}

    def determines(self, members: Iterable[int]) -> bool:
        """Tell whether the sum over these atoms follows from the told sums."""
        return not self._reduced(members)

    def _reduced(self, members: Iterable[int]) -> Row:
        row = dict.fromkeys(members, 1)
        done = -1
        while later := [place for place in row if place > done and place in self._rows]:
            done = min(later)
            _take_away(row, row[done], self._rows[done])
        return row


def _take_away(row: Row, times: int, other: Row) -> None:
    for place, value in other.items():
        left = (row.get(place, 0) - times * value) % PRIME
        if left:
            row[place] = left
        else:
            row.pop(place, None)
