"""The one door for numbers about students (architecture decision 7)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from aimline.apps.organizations.models import Unit
from aimline.apps.organizations.policy import Viewer
from aimline.apps.publication.actions.ledger import Ledger, Numbers
from aimline.apps.publication.actions.roll_ups import population
from aimline.apps.publication.models import Release
from aimline.domain.suppression import (
    Atom,
    Cell,
    Line,
    SafeCell,
    Scope,
    Statistic,
    Table,
    open_to_teachers,
    seal,
    without,
)

__all__ = ["Numbers", "Question", "ask_one", "ask_parts", "open_cells", "population", "release"]

NOBODY: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Question:
    """Numbers that are asked for together, and whether the viewer teaches all their students.

    `known` are atoms whose students the viewer teaches, where it is not all of them.
    """

    numbers: Numbers
    to_their_teachers: bool
    known: frozenset[int] = NOBODY


def ask_one(population: str, cell: Cell, scope: Scope, district: Unit, *, to_their_teachers: bool) -> Question:
    """Ask for a single number, of a population that other pages ask about too."""
    statistic = Statistic(scope.label, cell, frozenset({0}))
    table = Table((Atom(cell.n, cell.numerator),), (statistic,), n_min=district.n_min)
    return Question(Numbers(population, district, table, (scope.label,)), to_their_teachers)


def ask_parts(
    population: str, parts: Mapping[str, Cell], whole: str, total: Cell, district: Unit, *, to_their_teachers: bool
) -> Question:
    """Ask for the parts of a whole and for all of them together, by their labels."""
    atoms = tuple(Atom(cell.n, cell.numerator) for cell in parts.values())
    asked = [Statistic(label, cell, frozenset({place})) for place, (label, cell) in enumerate(parts.items())]
    if whole not in parts:
        asked.append(Statistic(whole, total, frozenset(range(len(atoms))), 3.0))
    table = Table(atoms, tuple(asked), lines=(Line(whole, tuple(parts)),), n_min=district.n_min)
    return Question(Numbers(population, district, table, tuple(parts)), to_their_teachers)


def release(viewer: Viewer, questions: Sequence[Question]) -> tuple[dict[str, SafeCell], ...]:
    """Return the numbers of each question, by label, as this viewer may see them.

    What leaves the staff who teach is planned once, beside everything the ledger says was told before, and written
    down; after that the ledger answers. Looking at a page again plans and writes nothing.
    """
    leaving = [each.numbers for each in questions if not each.to_their_teachers]
    ledger = Ledger(leaving)
    if all(ledger.find(each) for each in leaving):
        return _answers(viewer, questions, ledger)
    with transaction.atomic():
        # Two plans at once would not know of each other.
        list(Unit.objects.select_for_update().filter(pk__in={each.district.pk for each in leaving}).order_by("pk"))
        ledger = Ledger(leaving)
        safe = _answers(viewer, questions, ledger)
        ledger.write()
    return safe


def _answers(viewer: Viewer, questions: Sequence[Question], ledger: Ledger) -> tuple[dict[str, SafeCell], ...]:
    return tuple(_open(each) if each.to_their_teachers else _leave(viewer, each, ledger) for each in questions)


def _open(question: Question) -> dict[str, SafeCell]:
    asked = question.numbers.table.asked
    return {each.label: cell for each, cell in zip(asked, open_cells([each.cell for each in asked]), strict=True)}


def open_cells(cells: Sequence[Cell]) -> tuple[SafeCell, ...]:
    """Return numbers that their students' teachers ask for, in their order."""
    return open_to_teachers(cells).cells


def _leave(viewer: Viewer, question: Question, ledger: Ledger) -> dict[str, SafeCell]:
    found = ledger.find(question.numbers)
    safe = _plan(viewer, question.numbers, ledger) if found is None else _as_written(question.numbers, found)
    return _beside_known(question, safe) if question.known else safe


def _as_written(numbers: Numbers, row: Release) -> dict[str, SafeCell]:
    return seal(numbers.table, {cell["label"] for cell in row.cells if cell["shown"]})


def _plan(viewer: Viewer, numbers: Numbers, ledger: Ledger) -> dict[str, SafeCell]:
    from aimline.growth.disclosure import plan

    table = ledger.beside(numbers)
    chosen = plan(table)
    safe = seal(table, chosen.shown, guarded=chosen.guarded)
    ledger.add(viewer, numbers, chosen.shown, n_exposed=len(chosen.exposed))
    return safe


def _beside_known(question: Question, safe: dict[str, SafeCell]) -> dict[str, SafeCell]:
    """Hide, of what everybody may see, what would tell more to somebody who knows a part of the students."""
    from aimline.growth.disclosure import plan

    hidden = frozenset(label for label, cell in safe.items() if not cell.is_shown)
    table = without(question.numbers.table, question.known, barred=hidden)
    chosen = plan(table)
    return seal(table, chosen.shown, guarded=chosen.guarded)
