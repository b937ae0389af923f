"""The last step before numbers leave: a plan becomes safe numbers, unless it would disclose something."""

from collections.abc import Collection

from aimline.domain.suppression.cells import KEY, Bound, Cell, Hidden, SafeCell, Shown
from aimline.domain.suppression.coding import tail, told_numerators
from aimline.domain.suppression.exact import RowSpace
from aimline.domain.suppression.tables import Members, Table
from aimline.domain.words import say


def seal(table: Table, shown: Collection[str], *, guarded: Collection[Members] = ()) -> dict[str, SafeCell]:
    """Return every number of a table by its label: those `shown` as they may be told, all others hidden.

    Raises `ValueError` where a number of too few students would be shown, or where a `guarded` group follows exactly
    from what is shown and was told earlier: such a plan is wrong, and nothing of it leaves.
    """
    leaving = [each for each in table.asked if each.label in shown]
    if any(each.cell.n < table.n_min for each in leaving):
        raise ValueError(f"A number of fewer than {table.n_min} students was about to be shown.")
    space = RowSpace([*(each.members for each in leaving), *(each.members for each in table.earlier)])
    if any(space.determines(members) for members in guarded):
        raise ValueError("A small group could be worked out from what was about to be shown.")
    return {
        each.label: _show(each.cell) if each.label in shown else _hide(each.cell, table.n_min) for each in table.asked
    }


def _show(cell: Cell) -> SafeCell:
    numerators = None if cell.numerator is None else told_numerators(cell.n, cell.numerator)
    percent = float(tail(cell.n))
    if numerators is None or numerators[0] == numerators[1]:
        content = Shown(cell.value, cell.n)
    elif numerators[0] == 0:
        content = Shown(percent, cell.n, Bound.AT_MOST)
    else:
        content = Shown(100 - percent, cell.n, Bound.AT_LEAST)
    return SafeCell(cell.label, content, KEY)


def _hide(cell: Cell, n_min: int) -> SafeCell:
    """Hide a number. Nothing tells whether it is small itself or would give another one away."""
    why = say("Hidden: fewer than {n} students, or it would give a smaller group away.", n=n_min)
    return SafeCell(cell.label, Hidden(why), KEY)
