"""Which cells of a table are the statements."""

from collections.abc import Sequence
from dataclasses import dataclass

from aimline.exchange.statements import heads, refusals
from aimline.exchange.statements.heads import Column, Head
from aimline.exchange.statements.parts import Part

Cell = tuple[int, str]
_NOTHING = frozenset({"n/a", "na", "none", "-", "–", "—", "tbd", "tba", "s/o", "x"})


@dataclass(frozen=True)
class Picked:
    """The cells that hold statements, with their row, the head of their column, and how many cells were left out."""

    cells: tuple[Cell, ...]
    column: str = ""
    n_left_out: int = 0


@dataclass(frozen=True)
class _Look:
    """A part with its head, the columns that could hold goals, and the goals of a form."""

    part: Part
    head: Head
    named: tuple[Column, ...]
    saying: tuple[Column, ...]
    form: tuple[Cell, ...]


def by_name(parts: Sequence[Part], wanted: str) -> dict[str, Picked]:
    """Read the column of this name in every part that has one; raises PlanUnreadable where none has."""
    if heads.about_people(wanted):
        raise refusals.about_people(wanted)
    found: dict[str, Picked] = {}
    known: dict[str, str] = {}
    for part in parts:
        head = heads.look(part, wanted)
        known |= {column.name: column.sample for column in head.columns if column.name not in known}
        chosen = [column for column in head.columns if heads.same(column.name, wanted)]
        if chosen:
            found[part.name] = _read(part, head, chosen[:1])
    if not found:
        raise refusals.wrong_column(wanted, list(known.items()))
    return found


def by_guess(parts: Sequence[Part]) -> dict[str, Picked]:
    """Find the goals of each part: a form's goals, the column named for goals, or the one column of sentences.

    Raises PlanUnreadable, with the columns and a sample of each, where several columns could be meant.
    """
    looks = [_look(part) for part in parts if part.rows]
    told = [look for look in looks if look.form or look.named]
    found: dict[str, Picked] = {}
    for look in told or looks:
        chosen = _one(look.named) or _one(look.saying)
        if look.form:
            found[look.part.name] = Picked(look.form, n_left_out=_n_cells(look.part) - len(look.form))
        elif chosen is not None:
            found[look.part.name] = _read(look.part, look.head, [chosen])
        elif look.named or look.saying:
            raise refusals.which_column([(one.name, one.sample) for one in look.named or look.saying])
    if not found:
        found = _short_lists(looks)
    if not found:
        raise refusals.no_column([(one.name, one.sample) for look in looks for one in look.head.columns])
    return found


def everything(part: Part) -> Picked:
    """Read a table of a document: its goals where they are named, else every sentence that is not about people."""
    look = _look(part)
    if look.form:
        return Picked(look.form, n_left_out=_n_cells(part) - len(look.form))
    if look.named:
        return _read(part, look.head, look.named)
    places = {column.place for column in look.head.columns}
    if not any(heads.about_people(name) for name in look.head.names):
        first, places = 0, set(range(len(look.head.names)))
    else:
        first = look.head.first
    cells = tuple(
        (number, cell)
        for number, row in part.rows[first:]
        for place, cell in enumerate(row)
        if place in places and heads.is_sentence(cell) and not (place and heads.about_people(row[0]))
    )
    return Picked(cells, n_left_out=_n_cells(part) - len(cells))


def _look(part: Part) -> _Look:
    head = heads.look(part)
    said = tuple(column for column in head.columns if column.says)
    named = tuple(column for column in head.columns if column.goal)
    best = tuple(column for column in named if heads.names_statements(column.name))
    form = tuple(
        (number, text)
        for number, label, text in heads.form_rows(part)
        if heads.names_goals(label) and heads.is_sentence(text)
    )
    return _Look(part, head, best if len(best) == 1 else named, said, form)


def _one(columns: Sequence[Column]) -> Column | None:
    return columns[0] if len(columns) == 1 else None


def _short_lists(looks: Sequence[_Look]) -> dict[str, Picked]:
    """A lone column holds the goals even where they are as short as "Improve math"."""
    return {
        look.part.name: _read(look.part, look.head, look.head.columns)
        for look in looks
        if len(look.head.columns) == 1 and len(look.head.names) == 1
    }


def _read(part: Part, head: Head, columns: Sequence[Column]) -> Picked:
    cells: list[Cell] = []
    n_left_out = 0
    for number, row in part.rows[head.first :]:
        for column in columns:
            cell = row[column.place] if column.place < len(row) else ""
            if _states(cell, column):
                cells.append((number, cell))
            else:
                n_left_out += bool(cell)
    return Picked(tuple(cells), columns[0].name if len(columns) == 1 else "", n_left_out)


def _states(cell: str, column: Column) -> bool:
    """Two words or more that do not repeat the head; "TBD" and numbers alone are no statements."""
    return len(heads.words(cell)) > 1 and cell.lower() not in _NOTHING and not heads.same(cell, column.name)


def _n_cells(part: Part) -> int:
    return sum(bool(cell) for _, row in part.rows for cell in row)
