"""What the lists in a staging folder hold."""

import duckdb

from aimline.warehouse.staged import Staged
from aimline.warehouse.workspace import parquet


def column(staged: Staged, name: str, *, of: str = "students") -> list[str]:
    """Return one column of a list, in its order."""
    source = parquet([staged.folder / f"{of}.parquet"])
    return [text for (text,) in duckdb.sql(f"select {name} from {source} order by key").fetchall()]
