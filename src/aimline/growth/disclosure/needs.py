"""What must stay open about a group, as a question to all worlds that fit what was told."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from aimline.domain.suppression.tables import (
    MEMBERS_LEFT_OPEN,
    Members,
    Table,
    extreme_groups,
    rests,
    small_groups,
)
from aimline.growth.disclosure.moves import Counts


@dataclass(frozen=True)
class Need:
    """A weighted sum over a world that must reach `width` from one world to another, or `top` in one of them.

    A world is the number of students of each atom without the result, then of each with it.
    """

    members: Members
    n_atoms: int
    without: int
    having: int
    width: int = 0
    top: int = 0

    @cached_property
    def row(self) -> Counts:
        """The weights of the sum."""
        row = np.zeros(2 * self.n_atoms, dtype=np.int64)
        places = sorted(self.members)
        row[places] = self.without
        row[[self.n_atoms + place for place in places]] = self.having
        return row

    @property
    def directions(self) -> tuple[int, ...]:
        """The ends that matter, as signs of what is to be made least: the greatest, and for a width the least too."""
        return (-1, 1) if self.width else (-1,)


def needs_of(table: Table) -> list[Need]:
    """Return what must stay open whatever is shown."""
    return [*_sizes(table, small_groups(table)), *_results(table, extreme_groups(table))]


def needs_of_rests(table: Table, shown: Iterable[str]) -> list[Need]:
    """Return what must stay open about the rests of lines, when these labels are shown."""
    left = rests(table, shown)
    small = _sizes(table, (each for each in left if table.is_small(each)))
    return [*small, *_results(table, (each for each in left if table.is_extreme(each)))]


def _sizes(table: Table, members: Iterable[Members]) -> list[Need]:
    return [Need(each, len(table.atoms), 1, 1, width=table.width) for each in members]


def _results(table: Table, members: Iterable[Members]) -> list[Need]:
    found = []
    for each in members:
        found.append(Need(each, len(table.atoms), 0, 1, top=MEMBERS_LEFT_OPEN))
        found.append(Need(each, len(table.atoms), 1, 0, top=MEMBERS_LEFT_OPEN))
    return found
