"""Find the rows of students in result files, and write those files anew without them (architecture.md decision 4)."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from aimline.warehouse.segments import Written, write_without
from aimline.warehouse.workspace import Workspace, parquet


def holding(workspace: Workspace, files: Sequence[Path], student: int) -> dict[Path, int]:
    """Return the files that hold rows of a student, each with how many; no other file is among the keys."""
    found = {}
    with workspace.open() as connection:
        for file in files:
            query = f"select count(*) from {parquet([file])} where student = {student:d}"
            [(n_rows,)] = connection.execute(query).fetchall()
            if n_rows:
                found[file] = int(n_rows)
    return found


def batches_with(workspace: Workspace, files: Sequence[Path], student: int) -> set[int]:
    """Return the numbers of the batches that brought rows of a student to these files."""
    if not files:
        return set()
    with workspace.open() as connection:
        query = f"select distinct batch from {parquet(files)} where student = {student:d}"
        return {int(number) for (number,) in connection.execute(query).fetchall()}


def leave_out(workspace: Workspace, files: Mapping[Path, Path], student: int) -> list[Written]:
    """Write each file under the name it is given, without the rows of a student; their order stays."""
    with workspace.open() as connection:
        return [write_without(connection, file, student, target) for file, target in files.items()]


def students_in(workspace: Workspace, files: Sequence[Path]) -> NDArray[np.int64]:
    """Return the ids of the students with a row in any of these files, each once, sorted."""
    if not files:
        return np.array([], dtype=np.int64)
    with workspace.open() as connection:
        query = f"select distinct student from {parquet(files)} order by student"
        return np.asarray(connection.execute(query).fetchnumpy()["student"], dtype=np.int64)
