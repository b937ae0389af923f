"""What the Data page asks the door for: all numbers of one administration together, whatever the page shows of them.

Every grade can be asked for, so every grade is planned with all the others: the answer does not depend on who looked
at which page first.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from aimline.apps.organizations.models import Attribute, Unit
from aimline.apps.results.models import Measure
from aimline.apps.results.queries import BY_SHARE, Counts, value_of
from aimline.apps.results.queries.tallies import GroupTally, ResultTally, Tally, add_up
from aimline.domain.measure import Metric
from aimline.domain.suppression import Atom, Cell, Line, Scope, Statistic, Table


@dataclass(frozen=True)
class Question:
    """What is asked: one school, one measure, one grade or (none) all of them, in one generation of results."""

    school: Unit
    measure: Measure
    grade: int | None
    generation: int


@dataclass(frozen=True)
class Counted:
    """A table on its way to the door: the names of its atoms, and the grade of each; `words` are its groups'."""

    question: Question
    table: Table
    atoms: tuple[str, ...]
    grades: tuple[int | None, ...]
    words: tuple[str, ...]

    def has(self, grade: int | None, attribute: str, word: str) -> bool:
        """Tell whether anybody of a group has a result in a grade, or (none) in any."""
        return self._sizes[scope(self.question, grade, {attribute: word}).label] > 0

    @cached_property
    def _sizes(self) -> dict[str, int]:
        return {each.label: each.cell.n for each in self.table.asked}


@dataclass(frozen=True)
class Row:
    """Students of one grade and, where they are told apart, of one group."""

    grade: int | None
    word: str | None
    tally: Tally


def by_grades(question: Question, rows: Iterable[ResultTally], *, is_exact: bool) -> Counted:
    """Return all students of an administration, grade by grade; only what is asked for, for their teachers."""
    return _counted(question, "", (), [Row(row.grade, None, row.tally) for row in rows], is_exact=is_exact)


def by_groups(
    question: Question, attribute: Attribute, words: Mapping[int, str], rows: Iterable[GroupTally], *, is_exact: bool
) -> Counted:
    """Return an attribute's groups that have a result, in all grades and grade by grade."""
    found = []
    for row in rows:
        code = row.codes[attribute.slot - 1]
        found.append(Row(row.grade, None if code is None else words.get(code), row.tally))
    is_share = Metric(question.measure.metric) in BY_SHARE
    used = {row.word for row in found if (row.tally.n_judged if is_share else row.tally.n_scored)}
    own = tuple(word for _, word in sorted(words.items()) if word in used)
    return _counted(question, attribute.name, own, found, is_exact=is_exact)


def scope(question: Question, grade: int | None, group: Mapping[str, str] | None = None) -> Scope:
    """Return whom a number counts, as every page writes it."""
    grades = frozenset[int | None]() if grade is None else frozenset[int | None]({grade})
    groups = {attribute: frozenset({word}) for attribute, word in (group or {}).items()}
    return Scope(question.school.pk, grades, groups)


def value(question: Question, counts: Counts) -> float | None:
    """Return what counts mean on the measure that is asked for."""
    return value_of(counts, Metric(question.measure.metric))


def cell(label: str, question: Question, counts: Counts) -> Cell:
    """Return counts as a number on its way to the door."""
    is_share = Metric(question.measure.metric) in BY_SHARE
    n, numerator = (counts.n_judged, counts.n_proficient) if is_share else (counts.n_scored, None)
    return Cell(label, n, numerator, value(question, counts) or 0.0)


def _counted(
    question: Question, attribute: str, words: tuple[str, ...], rows: Sequence[Row], *, is_exact: bool
) -> Counted:
    """Cross grades with groups; students without a group are an atom of their own where there are any.

    What is told to their teachers alone (`is_exact`) is not planned, so its lines are not written.
    """
    by_place: dict[tuple[int | None, str | None], list[Tally]] = {}
    for row in rows:
        by_place.setdefault((row.grade, row.word), []).append(row.tally)
    grades = sorted({row.grade for row in rows}, key=lambda grade: (grade is None, grade or 0))
    atoms = [place for place in product(grades, (*words, None)) if place[1] is not None or place in by_place]
    counts = [cell("", question, add_up(by_place.get(place, ()))) for place in atoms]
    asked = []
    askable = [question.grade] if is_exact else [None, *(grade for grade in grades if grade is not None)]
    for grade, word in product(askable, [None, *words]):
        members = [number for number, place in enumerate(atoms)
                   if grade in (None, place[0]) and word in (None, place[1])]  # fmt: skip
        own = add_up(tally for number in members for tally in by_place.get(atoms[number], ()))
        named = scope(question, grade, {attribute: word} if word else {})
        shown = cell(f"{attribute}: {word}" if word else "all students", question, own)
        asked.append(Statistic(named.label, shown, frozenset(members), 1.0 + (grade is None) + 2 * (word is None)))
    table = Table(
        tuple(Atom(each.n, each.numerator) for each in counts),
        tuple(asked),
        lines=() if is_exact else tuple(_lines(question, attribute, grades, words)),
        n_min=(question.school.district or question.school).n_min,
    )
    names = tuple(f"{attribute}|{grade}|{word}" for grade, word in atoms)
    return Counted(question, table, names, tuple(grade for grade, _ in atoms), words)


def _lines(question: Question, attribute: str, grades: Sequence[int | None], words: Sequence[str]) -> Iterator[Line]:
    """Every whole beside its grades, and beside its groups."""

    def label(grade: int | None, word: str | None) -> str:
        return scope(question, grade, {attribute: word} if word else {}).label

    known = [grade for grade in grades if grade is not None]
    for word in (None, *words):
        yield Line(label(None, word), tuple(label(grade, word) for grade in known))
    if words:
        for grade in (None, *known):
            yield Line(label(grade, None), tuple(label(grade, word) for word in words))
