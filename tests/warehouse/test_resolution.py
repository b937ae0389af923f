from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from aimline.exchange.mapping import Mapping
from aimline.warehouse import resolution
from aimline.warehouse.resolution import Ids, Part, UnmatchedIds, parts_of
from aimline.warehouse.segments import COLUMNS
from aimline.warehouse.staged import Staged
from aimline.warehouse.workspace import Workspace, parquet

StageLines = Callable[..., Staged]
IdsOf = Callable[..., Ids]
LogOf = Callable[..., list[Path]]
LINES = (
    "002,Cy,Dorn,S,4,2025,R,400,low,ELL: No",
    "001,Ada,Berg,N,3,2024,R,512,high,ELL: Yes",
    "001,Ada,Berg,N,3,2024,M,,absent,",
    "001,Ada,Berg,N,3,2024,R,600,high,ELL: Yes",
)


def test_resolved_rows_hold_ids_and_nothing_else(
    stage_lines: StageLines, ids_of: IdsOf, log_of: LogOf, workspace: Workspace
) -> None:
    staged = stage_lines(*LINES)

    log = log_of(staged, ids_of(staged, batch=7))

    columns = "school_year, measure, administration, student, school, value, status, group_4, batch, line"
    with workspace.open() as connection:
        described = connection.execute(f"describe from {parquet(log)}").fetchall()
        rows = connection.execute(f"select {columns} from {parquet(log)} order by line").fetchall()
    assert [(name, kind.lower()) for name, kind, *_ in described] == list(COLUMNS)
    assert rows == [
        (2025, 301, 2025, 202, 102, 400.0, 0, 1, 7, 2),
        (2024, 301, 2024, 201, 101, 512.0, 0, 2, 7, 3),
        (2024, 302, 2124, 201, 101, None, 1, None, 7, 4),
    ]


def test_a_batch_has_a_part_for_each_district_and_year(stage_lines: StageLines, ids_of: IdsOf) -> None:
    staged = stage_lines(*LINES)

    assert parts_of(staged, ids_of(staged)) == (Part(1, 2024, 2, 1), Part(1, 2025, 1, 0))


@pytest.mark.parametrize("name", ["districts", "schools", "students", "administrations", "measures"])
def test_ids_of_another_file_are_refused(stage_lines: StageLines, ids_of: IdsOf, name: str) -> None:
    staged = stage_lines(*LINES)
    ids = ids_of(staged)

    with pytest.raises(UnmatchedIds):
        parts_of(staged, replace(ids, **{name: np.append(getattr(ids, name), 9)}))


@pytest.mark.parametrize("codes", [[[1]], [[1, 2, 3]], [[1, 2], [1, 2]]])
def test_codes_of_other_group_values_are_refused(
    stage_lines: StageLines, ids_of: IdsOf, codes: list[list[int]]
) -> None:
    staged = stage_lines(*LINES)

    with pytest.raises(UnmatchedIds):
        parts_of(staged, replace(ids_of(staged), group_codes=np.array(codes)))


@pytest.mark.parametrize("slots", [[[0]], [[13]], [[4], [4]]])
def test_a_slot_that_does_not_exist_is_refused(stage_lines: StageLines, ids_of: IdsOf, slots: list[list[int]]) -> None:
    staged = stage_lines(*LINES)

    with pytest.raises(UnmatchedIds):
        parts_of(staged, replace(ids_of(staged), slots=np.array(slots)))


def test_each_district_keeps_a_group_in_a_slot_of_its_own(
    stage_lines: StageLines, ids_of: IdsOf, log_of: LogOf, workspace: Workspace, usual_mapping: Mapping
) -> None:
    mapping = replace(usual_mapping, constants={}, columns={**usual_mapping.columns, "district": "last"})
    rows = ("1,A,D1,N,3,2024,R,5,low,ELL: Yes", "1,A,D2,N,3,2024,R,5,low,ELL: Yes")
    staged = stage_lines(*rows, mapping=mapping)
    ids = replace(ids_of(staged), slots=np.array([[4], [7]]), group_codes=np.array([[3], [5]]))

    log = log_of(staged, ids)

    with workspace.open() as connection:
        query = f"select district, group_4, group_7 from {parquet(log)} order by district"
        assert connection.execute(query).fetchall() == [(1, 3, None), (2, None, 5)]


def test_a_batch_of_many_parts_is_put_together_first(
    stage_lines: StageLines, ids_of: IdsOf, log_of: LogOf, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    staged = stage_lines(*LINES)
    few = log_of(staged, ids_of(staged))
    monkeypatch.setattr(resolution, "MOST_SCANS", 1)

    many = log_of(staged, ids_of(staged), "many")

    with workspace.open() as connection:
        for one, other in zip(few, many, strict=True):
            rows = connection.execute(f"from {parquet([one])}").fetchall()
            assert connection.execute(f"from {parquet([other])}").fetchall() == rows
