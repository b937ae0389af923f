"""The state's file of five years, from the upload to an answer, as far as files go."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from aimline.exchange import mapping_file
from aimline.exchange.guessing import guess
from aimline.exchange.recognition import recognise
from aimline.exchange.unpacking import Unpacked, unpack
from aimline.warehouse import enrolments, resolution
from aimline.warehouse import staged as staged_room
from aimline.warehouse.engine import DuckEngine
from aimline.warehouse.enrolments import Counted
from aimline.warehouse.staged import Staged
from aimline.warehouse.staging import stage
from aimline.warehouse.workspace import Workspace
from tests.warehouse.lists import column

pytestmark = pytest.mark.real
TODAY = date(2025, 6, 30)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("state")
    return Workspace(folder, folder / "tmp")


@pytest.fixture(scope="module")
def unpacked(state_file: Path, workspace: Workspace) -> Unpacked:
    return unpack(recognise(state_file), workspace.folder)


@pytest.fixture(scope="module")
def staged(unpacked: Unpacked, workspace: Workspace, state_mapping: Path) -> Staged:
    return stage(workspace, unpacked, mapping_file.load(state_mapping), today=TODAY)


def test_every_row_is_kept_and_those_without_a_score_are_counted(staged: Staged) -> None:
    assert staged.counts.n_records == staged.counts.n_stored == 368_301
    assert (staged.counts.n_scored, staged.counts.n_not_tested) == (366_195, 2_106)
    assert staged.problems == ()


def test_places_and_students_are_told_apart_by_district(staged: Staged) -> None:
    assert len(staged.districts) == 3
    assert len(staged.schools) == 123
    assert sum(school.code == "4318" for school in staged.schools) == 3
    assert staged.n_students == 67_611
    assert len(set(column(staged, "code"))) == 67_547


def test_student_years_with_two_schools_are_two_enrolments(staged: Staged, workspace: Workspace) -> None:
    with workspace.open() as connection:
        rows = staged_room.stored(connection, staged.folder)
        seats = connection.execute(f"select distinct district, student, school_year, school, grade from {rows}")
        found = seats.fetchall()
    years, places = {seat[:3] for seat in found}, {seat[:4] for seat in found}

    assert enrolments.count(workspace) == Counted(len(found), len(places) - len(years))
    assert len(places) > len(years)


def test_years_the_mapping_does_not_name_are_set_aside(unpacked: Unpacked, state_mapping: Path, tmp_path: Path) -> None:
    mapping = mapping_file.load(state_mapping)
    until_2024 = replace(mapping, years=tuple(year for year in mapping.years if year.ending <= 2024))
    workspace = Workspace(tmp_path, tmp_path / "tmp", readable=(unpacked.path, unpacked.problems_path))

    staged = stage(workspace, unpacked, until_2024, today=date(2024, 9, 15))

    assert staged.set_aside == {"2024_2025": 75_691}
    assert staged.counts.n_stored == 368_301 - 75_691


def test_the_first_rows_are_enough_to_guess_the_columns(state_file: Path, state_mapping: Path) -> None:
    found = recognise(state_file)

    guessed = guess(found.header, found.sample).mapping

    assert guessed.columns == mapping_file.load(state_mapping).columns
    assert {group.name for group in guessed.groups} == {group.name for group in mapping_file.load(state_mapping).groups}


def test_a_goal_reads_what_the_file_says(staged: Staged, workspace: Workspace) -> None:
    n = len(staged.administrations)
    ids = resolution.Ids(
        districts=np.arange(3) + 1,
        batches=np.ones(3, dtype=np.int64),
        schools=np.arange(len(staged.schools)),
        students=np.arange(staged.n_students),
        administrations=np.arange(n),
        measures=np.array([one.measure for one in staged.administrations]),
        slots=np.tile(np.arange(6) + 1, (3, 1)),
        group_codes=np.tile(np.arange(len(staged.group_values)), (3, 1)),
    )
    parts = [(part.district, part.school_year) for part in resolution.parts_of(staged, ids)]
    logs = {part: workspace.folder / f"log-{part[0]}-{part[1]}.parquet" for part in parts}
    resolution.write_log(workspace, staged, ids, logs)
    school = next(n for n, one in enumerate(staged.schools) if (one.district, one.code) == ("470", "1851"))

    rows = DuckEngine(workspace).ask(
        "change_over_years",
        list(logs.values()),
        values={"measure": 0, "grade": 5},
        tables={"schools": {"school": np.array([school])}},
    )

    assert [row[0] for row in rows] == [2021, 2022, 2023, 2024, 2025]
    assert [row[5:7] for row in rows] == COUNTED_BY_HAND


# Students with a score and those Proficient or Advanced, counted in the file with awk.
COUNTED_BY_HAND = [(42, 34), (53, 46), (53, 37), (66, 38), (43, 24)]
