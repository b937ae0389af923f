"""What was told before: read once for all questions of a page, and added to once."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypedDict

from aimline.apps.journal import actions as journal
from aimline.apps.organizations.models import Unit
from aimline.apps.organizations.policy import Viewer
from aimline.apps.publication.actions.roll_ups import beside_district, closed_by, kin_of, leaving_few, told_by_grades
from aimline.apps.publication.models import Release
from aimline.domain.suppression import Atom, Statistic, Table, Told, Version, beside, scope_of


class Written(TypedDict):
    """A number in the ledger: its scope, what stood behind it, and whether it was shown."""

    label: str
    shown: bool
    n: int
    numerator: int | None
    value: float


@dataclass(frozen=True)
class Numbers:
    """A table about one population, as counted today; `atoms` are named alike on every day."""

    population: str
    district: Unit
    table: Table
    atoms: tuple[str, ...]

    @cached_property
    def digest(self) -> str:
        """What the numbers are, in short: the same numbers have the same answer."""
        content = [self.table.n_min, self.counts, [written(each, shown=False) for each in self.table.asked]]
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()

    @cached_property
    def kin(self) -> frozenset[str]:
        """The populations of its district, or of its schools, that count some of the same students."""
        return kin_of(self.population, [each.label for each in self.table.asked])

    @cached_property
    def counts(self) -> dict[str, list[int | None]]:
        """What the ledger keeps of the atoms."""
        return {name: [atom.n, atom.numerator] for name, atom in zip(self.atoms, self.table.atoms, strict=True)}


class Ledger:
    """The ledger's rows about some populations, with those that are not written yet."""

    def __init__(self, asked: Sequence[Numbers]) -> None:
        self.rows: dict[tuple[int, str], list[Release]] = defaultdict(list)
        self.new: list[Release] = []
        self.incidents: list[tuple[Viewer, Release, int]] = []
        if asked:
            found = Release.objects.filter(
                district__in={each.district.pk for each in asked},
                question__in={name for each in asked for name in (each.population, *each.kin)},
            )
            for row in found.order_by("pk"):
                self.rows[row.district_id, row.question].append(row)

    def find(self, numbers: Numbers) -> Release | None:
        """Return the row of exactly these numbers, where they were asked for before."""
        return next((row for row in self._rows(numbers) if row.digest == numbers.digest), None)

    def beside(self, numbers: Numbers) -> Table:
        """Return a table beside everything that was told of its population."""
        rows = self._rows(numbers)
        alike = [row for row in rows if is_version(numbers, row)]
        kin = [row for name in sorted(numbers.kin) for row in self.rows[numbers.district.pk, name]]
        others = [row for row in rows if row not in alike] + kin
        today = [(label, cell) for row in others for label, cell in told_in(row)]
        told = {label: cell["n"] for label, cell in today}
        table = replace(
            numbers.table,
            earlier=(*fitting(numbers.table, today), *told_by_grades(numbers.table, told)),
            barred=frozenset(
                {
                    *hidden_before(numbers.table, [*rows, *kin]),
                    *too_near(numbers.table, today),
                    *leaving_few(numbers.table, told, closed_by(kin, numbers.table.n_min)),
                }
            ),
        )
        return beside_district(beside(table, [version(numbers, row) for row in alike]), kin)

    def add(self, viewer: Viewer, numbers: Numbers, shown: Collection[str], *, n_exposed: int) -> None:
        """Write down what leaves, and that the ledger itself gives groups away, if it does."""
        row = Release(
            district=numbers.district,
            question=numbers.population,
            digest=numbers.digest,
            shown_to_id=viewer.person_id,
            cells=[written(each, shown=each.label in shown) for each in numbers.table.asked],
            atoms=numbers.counts,
            n_min=numbers.district.n_min,
            first_shown_at=viewer.now,
        )
        self.rows[numbers.district.pk, numbers.population].append(row)
        self.new.append(row)
        if n_exposed:
            self.incidents.append((viewer, row, n_exposed))

    def write(self) -> None:
        """Keep the new rows, in the caller's transaction."""
        Release.objects.bulk_create(self.new, ignore_conflicts=True)
        for viewer, row, n_exposed in self.incidents:
            journal.record(
                "found to be given away",
                person_id=viewer.person_id,
                at=viewer.now,
                noun="release",
                district_id=row.district_id,
                after={"population": row.question, "groups": n_exposed},
                why="What was told earlier lets these small groups be worked out. It cannot be taken back.",
            )

    def _rows(self, numbers: Numbers) -> list[Release]:
        return self.rows[numbers.district.pk, numbers.population]


def written(statistic: Statistic, *, shown: bool) -> Written:
    """Return a number as the ledger keeps it. What was hidden is kept for later audits and never read by a page."""
    cell = statistic.cell
    return Written(label=statistic.label, shown=shown, n=cell.n, numerator=cell.numerator, value=cell.value)


def told_in(row: Release) -> Iterator[tuple[str, Written]]:
    """Return the numbers that a row showed."""
    return ((cell["label"], cell) for cell in row.cells if cell["shown"])


def is_version(numbers: Numbers, row: Release) -> bool:
    """Tell whether a row is about the same atoms: where a group has gone since, its numbers cannot be placed."""
    filled = {name for name, (n, _) in row.atoms.items() if n}
    return bool(filled) and filled <= set(numbers.atoms)


def version(numbers: Numbers, row: Release) -> Version:
    """Return a row of the same atoms as an earlier version of a table."""
    nobody = Atom(0, None if any(atom.numerator is None for atom in numbers.table.atoms) else 0)
    atoms = tuple(Atom(*row.atoms[name]) if name in row.atoms else nobody for name in numbers.atoms)
    by_label = {each.label: each for each in numbers.table.asked}
    told = [as_told(by_label[label], cell) for label, cell in told_in(row) if label in by_label]
    return Version(atoms, tuple(told))


def as_told(statistic: Statistic, cell: Written) -> Told:
    """Return what a reader knows of a statistic's students from an earlier number."""
    earlier = replace(statistic.cell, n=cell["n"], numerator=cell["numerator"], value=cell["value"])
    return replace(statistic, cell=earlier).told


def fitting(table: Table, today: Sequence[tuple[str, Written]]) -> Iterator[Told]:
    """Return what another page told of the very same students."""
    by_label = {each.label: each for each in table.asked}
    for label, cell in today:
        own = by_label.get(label)
        if own is not None and is_same(own, cell):
            yield as_told(own, cell)


def hidden_before(table: Table, rows: Sequence[Release]) -> Iterator[str]:
    """Return what was hidden already when it was the same number: it stays hidden."""
    by_label = {each.label: each for each in table.asked}
    for cell in (cell for row in rows for cell in row.cells if not cell["shown"]):
        own = by_label.get(cell["label"])
        if own is not None and is_same(own, cell):
            yield own.label


def is_same(statistic: Statistic, cell: Written) -> bool:
    return (statistic.cell.n, statistic.cell.numerator) == (cell["n"], cell["numerator"])


def too_near(table: Table, today: Sequence[tuple[str, Written]]) -> Iterator[str]:
    """Return the numbers that differ by a few students from one that another page told of a group within or around."""
    others = [(scope_of(label), cell["n"]) for label, cell in today]
    for each in table.asked:
        own = scope_of(each.label)
        near = (scope for scope, n in others if 0 < abs(each.cell.n - n) < table.n_min)
        if any(own.holds(scope) or scope.holds(own) for scope in near):
            yield each.label
