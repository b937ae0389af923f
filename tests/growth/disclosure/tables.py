"""Tables that are shown and attacked in tests."""

from itertools import product

from hypothesis import strategies as st

from aimline.domain.suppression import Atom, Cell, Line, Statistic, Table

Key = tuple[int | None, int | None]


def statistic(label: str, members: list[int], atoms: tuple[Atom, ...], importance: float = 1.0) -> Statistic:
    n = sum(atoms[atom].n for atom in members)
    numerators = [numerator for atom in members if (numerator := atoms[atom].numerator) is not None]
    numerator = sum(numerators) if numerators or not n else None
    value = 100 * numerator / n if n and numerator is not None else 0.0
    return Statistic(label, Cell(label, n, numerator, value), frozenset(members), importance)


def two_way(sizes: list[list[tuple[int, int]]]) -> Table:
    """Rows, columns and cells of (students, with the result)."""
    n_rows, n_columns = len(sizes), len(sizes[0])
    atoms = tuple(Atom(n, having) for row in sizes for n, having in row)
    asked, lines = [], []
    for row, column in product([None, *range(n_rows)], [None, *range(n_columns)]):
        rows = range(n_rows) if row is None else [row]
        columns = range(n_columns) if column is None else [column]
        members = [each * n_columns + other for each in rows for other in columns]
        asked.append(statistic(name(row, column), members, atoms, 1 + (row is None) + (column is None)))
        if row is None:
            lines.append(Line(name(None, column), tuple(name(each, column) for each in range(n_rows))))
        if column is None:
            lines.append(Line(name(row, None), tuple(name(row, other) for other in range(n_columns))))
    return Table(atoms, tuple(asked), lines=tuple(lines))


def name(row: int | None, column: int | None) -> str:
    return f"{'*' if row is None else row}{'*' if column is None else column}"


cells = st.integers(0, 40).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n)))
sizes = st.tuples(st.integers(2, 4), st.integers(2, 3)).flatmap(
    lambda shape: st.lists(st.lists(cells, min_size=shape[1], max_size=shape[1]), min_size=shape[0], max_size=shape[0])
)
