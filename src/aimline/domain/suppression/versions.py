"""The same numbers on different days: results that come late, or are taken back (growth.md 6.3)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from aimline.domain.suppression.tables import Atom, Members, Table, Told


@dataclass(frozen=True)
class Version:
    """A table's atoms as they were on an earlier day, and what was told of them then."""

    atoms: tuple[Atom, ...]
    told: tuple[Told, ...]


def beside(table: Table, versions: Sequence[Version]) -> Table:
    """Return a table beside its earlier versions: its atoms are cut so that each day's numbers are sums of them.

    A reader may guess who came and who went, so an atom is taken to have lost or gained students, not to have
    exchanged them. Where its results contradict that, the days have no student in common.
    """
    cuts = [_cut(days) for days in zip(table.atoms, *(each.atoms for each in versions), strict=True)]
    atoms: list[Atom] = []
    places: list[list[Members]] = []
    for layers, of_days in cuts:
        start = len(atoms)
        atoms += layers
        places.append([frozenset(start + layer for layer in range(first, last)) for first, last in of_days])

    def on_day(members: Members, day: int) -> Members:
        return frozenset().union(*(places[atom][day] for atom in members))

    earlier = tuple(
        replace(told, members=on_day(told.members, day))
        for day, version in enumerate(versions, start=1)
        for told in version.told
    )
    own = tuple(replace(told, members=on_day(told.members, 0)) for told in table.earlier)
    asked = tuple(replace(each, members=on_day(each.members, 0)) for each in table.asked)
    return replace(table, atoms=tuple(atoms), asked=asked, earlier=(*own, *earlier))


def _cut(days: Sequence[Atom]) -> tuple[list[Atom], list[tuple[int, int]]]:
    """Cut one atom into layers; return them, and from which layer to which each day's students go."""
    sizes = sorted({day.n: day for day in days}.values(), key=lambda day: day.n)
    layers = [_difference(smaller, larger) for smaller, larger in pairwise([Atom(0, _nobody(days)), *sizes])]
    agree = {day.n: day.numerator for day in sizes}
    if any(not _is_possible(layer) for layer in layers) or any(agree[day.n] != day.numerator for day in days):
        return list(days), [(place, place + 1) for place in range(len(days))]
    order = [size.n for size in sizes]
    return layers, [(0, order.index(day.n) + 1) for day in days]


def _nobody(days: Sequence[Atom]) -> int | None:
    return None if days[0].numerator is None else 0


def _difference(smaller: Atom, larger: Atom) -> Atom:
    if smaller.numerator is None or larger.numerator is None:
        return Atom(larger.n - smaller.n)
    return Atom(larger.n - smaller.n, larger.numerator - smaller.numerator)


def _is_possible(layer: Atom) -> bool:
    return layer.numerator is None or 0 <= layer.numerator <= layer.n
