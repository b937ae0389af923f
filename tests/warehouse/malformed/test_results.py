"""Files of results with planted defects: each is reported with line and column, no good row is lost (trust.md 6).

With the bundles and refusals beside this file they are 521; a seed gives the same file every time.
"""

import csv
from datetime import date
from pathlib import Path

import pytest

from aimline.exchange.mapping import Mapping
from aimline.exchange.recognition import recognise
from aimline.exchange.unpacking import unpack
from aimline.warehouse.staging import stage
from aimline.warehouse.workspace import Workspace
from tests.warehouse.malformed import results, workbooks

N_STAGED, N_UNPACKED, N_AT_ONCE, N_WORKBOOKS = 45, 160, 15, 8


@pytest.mark.parametrize("first", range(0, N_STAGED, N_AT_ONCE))
def test_what_is_planted_is_reported_and_nothing_else(first: int, tmp_path: Path, usual_mapping: Mapping) -> None:
    for seed in range(first, first + N_AT_ONCE):
        made = results.make(seed)
        workspace = Workspace(tmp_path / str(seed), tmp_path / str(seed) / "tmp", memory_mb=128)
        workspace.folder.mkdir()
        source = workspace.folder / "upload"
        source.write_bytes(made.content)

        staged = stage(workspace, unpack(recognise(source), workspace.folder), usual_mapping, today=date(2025, 6, 30))

        told = {results.Defect(each.line, each.column, each.code) for each in staged.problems}
        assert told == made.planted, f"seed {seed}"
        assert staged.counts.n_stored == made.n_good, f"seed {seed}"


@pytest.mark.parametrize("first", range(1000, 1000 + N_UNPACKED, 20))
def test_what_is_wrong_with_the_shape_of_lines_is_reported_and_nothing_else(first: int, tmp_path: Path) -> None:
    for seed in range(first, first + 20):
        made = results.make(seed, only_shapes=True)
        source = tmp_path / "upload"
        source.write_bytes(made.content)

        unpacked = unpack(recognise(source), tmp_path)

        with unpacked.problems_path.open(encoding="utf-8", newline="") as table:
            told = {results.Defect(int(line), column, code) for line, column, _, code in csv.reader(table)}
        assert told == made.planted, f"seed {seed}"
        assert unpacked.n_records == made.n_good, f"seed {seed}"


def test_what_is_wrong_in_a_workbook_is_reported_by_its_row_in_excel(tmp_path: Path, usual_mapping: Mapping) -> None:
    for seed in range(N_WORKBOOKS):
        workspace = Workspace(tmp_path / str(seed), tmp_path / str(seed) / "tmp", memory_mb=128)
        workspace.folder.mkdir()
        planted, n_good = workbooks.make(workspace.folder / "upload", seed)

        unpacked = unpack(recognise(workspace.folder / "upload"), workspace.folder)
        staged = stage(workspace, unpacked, usual_mapping, today=date(2025, 6, 30))

        told = {results.Defect(each.line, each.column, each.code) for each in staged.problems}
        assert told == planted, f"seed {seed}"
        assert staged.counts.n_stored == n_good, f"seed {seed}"
