"""What a file would do to the results that are here."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from aimline.warehouse.comparison import Compared, KnownIds, compare
from aimline.warehouse.resolution import Ids
from aimline.warehouse.staged import Staged
from aimline.warehouse.workspace import Workspace

StageLines = Callable[..., Staged]
HERE = ("001,,,N,3,2024,R,500,high,ELL: Yes", "002,,,N,3,2024,R,400,low,ELL: No", "003,,,N,4,2024,R,,absent,ELL: No")


@pytest.fixture
def here(
    stage_lines: StageLines, ids_of: Callable[..., Ids], log_of: Callable[..., list[Path]], tmp_path: Path
) -> Path:
    """Results of students 201 to 203 in school 101, reading 2024."""
    staged = stage_lines(*HERE)
    (log,) = log_of(staged, ids_of(staged))
    return log.rename(tmp_path / "current.parquet")


def known(*students: int, administrations: tuple[int, ...] = (2024,), schools: tuple[int, ...] = (101,)) -> KnownIds:
    return KnownIds(np.array(students), np.array(schools), np.array(administrations))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("001,,,N,3,2024,R,500,high,ELL: Yes", Compared(0, 0, 1)),
        ("001,,,N,3,2024,R,500,high,ELL: No", Compared(0, 0, 1)),
        ("001,,,N,3,2024,R,510,high,ELL: Yes", Compared(0, 1, 0)),
        ("001,,,N,4,2024,R,500,high,ELL: Yes", Compared(0, 1, 0)),
        ("001,,,N,3,2024,R,,absent,ELL: Yes", Compared(0, 1, 0)),
    ],
)
def test_a_row_is_the_same_or_changes_a_result(
    stage_lines: StageLines, workspace: Workspace, here: Path, line: str, expected: Compared
) -> None:
    assert compare(workspace, stage_lines(line), known(201), current=[here]) == expected


def test_students_and_days_that_are_not_here_are_new(stage_lines: StageLines, workspace: Workspace, here: Path) -> None:
    staged = stage_lines(*HERE, "004,,,N,3,2024,R,300,low,ELL: No", "001,,,N,4,2025,R,300,low,ELL: No")

    found = compare(workspace, staged, known(201, 202, 203, 0, administrations=(2024, 0)), current=[here])

    assert found == Compared(n_new=2, n_changed=0, n_same=3)


def test_a_row_that_is_repeated_in_the_file_is_not_counted(
    stage_lines: StageLines, workspace: Workspace, here: Path
) -> None:
    assert compare(workspace, stage_lines(HERE[0], HERE[0]), known(201), current=[here]) == Compared(0, 0, 1)


def test_without_results_everything_is_new(stage_lines: StageLines, workspace: Workspace) -> None:
    assert compare(workspace, stage_lines(*HERE), known(0, 0, 0, administrations=(0,)), current=[]) == Compared(3, 0, 0)
