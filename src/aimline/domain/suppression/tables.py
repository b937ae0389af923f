"""Statistics about the same students, as sets of atoms: what is asked for, and what must stay unknown.

An atom is the smallest group of students that the statistics of a table can tell apart: one grade's English
learners, those who came after an earlier date. Tables of two or three ways, nested tables, two dates and numbers in
a goal's sentence are all sets of atoms (growth.md 6.4).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import permutations

from aimline.domain.suppression.cells import N_MIN, Cell, check_minimum
from aimline.domain.suppression.coding import told_numerators

Members = frozenset[int]

# Of a sensitive group at least two students must be able to have either result: the one who reads may be the first.
MEMBERS_LEFT_OPEN = 2


@dataclass(frozen=True)
class Atom:
    """Students whom no statistic tells apart: how many, and of how many the result is true (none for means)."""

    n: int
    numerator: int | None = None


@dataclass(frozen=True)
class Told:
    """What a reader knows of a set of atoms: how many students, and between which numerators (none for means)."""

    members: Members
    n: int
    numerators: tuple[int, int] | None

    @property
    def is_exact(self) -> bool:
        """Whether the numerator is known too."""
        return self.numerators is not None and self.numerators[0] == self.numerators[1]


@dataclass(frozen=True)
class Statistic:
    """A number that is asked for, under a label of its own, and the atoms it counts.

    `importance` is how much each of its students weighs when some numbers must be hidden; `known` are students in it
    of whom the reader knows the results anyway.
    """

    label: str
    cell: Cell
    members: Members
    importance: float = 1.0
    known: Atom = Atom(0, 0)

    @cached_property
    def told(self) -> Told:
        """What a reader learns of the others when the number is shown."""
        n, numerator = self.cell.n, self.cell.numerator
        n_others = n - self.known.n
        if numerator is None:
            return Told(self.members, n_others, None)
        low, high = (each - (self.known.numerator or 0) for each in told_numerators(n, numerator))
        return Told(self.members, n_others, (max(0, low), min(n_others, high)))


@dataclass(frozen=True)
class Line:
    """A whole and the parts that are asked for beside it, by their labels; they do not overlap."""

    whole: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """All that is asked for about some students, and what was told of them `earlier`; labels are unique.

    Numbers whose labels are `barred` are not shown in any case.
    """

    atoms: tuple[Atom, ...]
    asked: tuple[Statistic, ...]
    earlier: tuple[Told, ...] = ()
    lines: tuple[Line, ...] = ()
    n_min: int = N_MIN
    barred: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        check_minimum(self.n_min)

    @property
    def width(self) -> int:
        """How far apart the possible sizes of a small group must be (growth.md 6.4)."""
        return max(5, -(-self.n_min // 2))

    def n(self, members: Members) -> int:
        """How many students belong to some atoms."""
        return sum(self.atoms[atom].n for atom in members)

    def is_small(self, members: Members) -> bool:
        """Some students, but fewer than the minimum."""
        return 0 < self.n(members) < self.n_min

    def is_extreme(self, members: Members) -> bool:
        """At most one of the students has, or has not, the result."""
        numerators = [self.atoms[atom].numerator for atom in members]
        known = [numerator for numerator in numerators if numerator is not None]
        n, numerator = self.n(members), sum(known)
        return bool(known) and n > 0 and min(numerator, n - numerator) < MEMBERS_LEFT_OPEN


def without(table: Table, known: Members, *, barred: frozenset[str]) -> Table:
    """Return a table as it is for a reader who knows the students of some atoms: only the others are left to learn."""
    asked = tuple(
        replace(each, members=each.members - known, known=_sum_of(table, each.members & known)) for each in table.asked
    )
    return replace(table, asked=asked, earlier=(), barred=barred)


def _sum_of(table: Table, members: Members) -> Atom:
    numerators = [table.atoms[atom].numerator or 0 for atom in members]
    return Atom(table.n(members), sum(numerators))


def groups(table: Table) -> tuple[Members, ...]:
    """Return every group that a reader may try to work out: numbers asked for and told, atoms, and differences.

    A difference is what is left of a number when another one that lies wholly within it is taken away.
    """
    told = {each.members for each in table.asked} | {each.members for each in table.earlier}
    atoms = {frozenset({atom}) for atom in range(len(table.atoms))}
    differences = {whole - part for whole, part in permutations(told, 2) if part < whole}
    return in_order(told | atoms | differences)


def small_groups(table: Table) -> tuple[Members, ...]:
    """Return the groups whose size must stay open."""
    return tuple(each for each in groups(table) if table.is_small(each))


def extreme_groups(table: Table) -> tuple[Members, ...]:
    """Return the groups of which nobody may learn that all, or none, have the result."""
    return tuple(each for each in groups(table) if table.is_extreme(each))


def rests(table: Table, shown: Iterable[str]) -> tuple[Members, ...]:
    """Return what is left of each whole that is shown when its parts that are shown are taken away together."""
    return in_order(set(_rests(table, frozenset(shown))))


def _rests(table: Table, shown: frozenset[str]) -> Iterator[Members]:
    by_label = {each.label: each.members for each in table.asked}
    for line in table.lines:
        if line.whole in shown:
            yield by_label[line.whole].difference(*(by_label[part] for part in line.parts if part in shown))


def in_order(found: Iterable[Members]) -> tuple[Members, ...]:
    """Put groups in an order that does not depend on how they were found."""
    return tuple(sorted((each for each in found if each), key=lambda each: (len(each), sorted(each))))
