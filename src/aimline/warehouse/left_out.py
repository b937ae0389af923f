"""Every row that staging left out, for a file that people can open beside their own."""

from collections.abc import Iterator

from aimline.exchange.problems import RowProblem
from aimline.warehouse.workspace import Workspace, parquet

CHUNK = 1_000


def problems(workspace: Workspace) -> Iterator[RowProblem]:
    """Give all row problems of a staged file in the order of its lines; nothing where none were written."""
    path = workspace.folder / "problems.parquet"
    if not path.exists():
        return
    with workspace.open() as connection:
        cursor = connection.execute(
            f'select line, "column", value, code from {parquet([path])} order by line, "column", code'
        )
        while rows := cursor.fetchmany(CHUNK):
            yield from (RowProblem(*row) for row in rows)
