"""The last step before numbers leave: a plan becomes safe numbers, unless it would disclose something."""

from collections.abc import Collection

from aimline.domain.suppression.cells import SafeCell, hide, show
from aimline.domain.suppression.exact import RowSpace
from aimline.domain.suppression.tables import Members, Table


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
        each.label: show(each.cell) if each.label in shown else hide(each.cell, table.n_min) for each in table.asked
    }
