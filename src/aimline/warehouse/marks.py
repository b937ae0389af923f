"""Rows told apart by a hash of some columns: to sort one number a row costs a fifth of grouping the rows."""

import duckdb
import numpy as np
from numpy.typing import NDArray


def sorted_marks(connection: duckdb.DuckDBPyConnection, columns: str, rows: str) -> NDArray[np.uint64]:
    """Return a mark for each of some rows, in order: equal where these columns are, and hardly ever else."""
    found = connection.execute(f"select hash({columns}) as mark from {rows}").fetchnumpy()
    marks = np.asarray(found["mark"], dtype=np.uint64)
    marks.sort()
    return marks


def n_different(connection: duckdb.DuckDBPyConnection, columns: str, rows: str) -> int:
    """Count the different values of some columns: one too few, once in 300,000 times, among ten million."""
    marks = sorted_marks(connection, columns, rows)
    return int((marks[1:] != marks[:-1]).sum()) + bool(len(marks))
