"""A small invented district: builders of its files, mappings and ids."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from aimline.exchange.mapping import Group, Mapping, Measure, StatusWords, Year
from aimline.exchange.recognition import recognise
from aimline.exchange.unpacking import unpack
from aimline.warehouse.resolution import Ids, parts_of, write_log
from aimline.warehouse.staged import Staged
from aimline.warehouse.staging import stage
from aimline.warehouse.workspace import Workspace

HEADER = "student,first,last,school,grade,year,subject,score,level,ell"
TODAY = date(2025, 6, 30)
MAPPING = Mapping(
    source="test",
    columns={
        "student": "student",
        "given_name": "first",
        "family_name": "last",
        "school": "school",
        "grade": "grade",
        "year": "year",
        "measure": "subject",
        "score": "score",
        "level": "level",
    },
    constants={"district": "D1", "district_name": "Prairie Rose"},
    years=(
        Year("2024", 2024, date(2024, 4, 15), window="Spring"),
        Year("2025", 2025, date(2025, 4, 15), window="Spring"),
    ),
    measures=(
        Measure("R", "Reading", levels=("low", "high"), proficient_from="high", minimum=0, maximum=900),
        Measure("M", "Mathematics", cut=500.0, cuts={"3": 450.0}),
    ),
    groups=(Group("english_learner", "ell", {"ELL: Yes": "Yes", "ELL: No": "No"}),),
    status=StatusWords(not_tested=("absent",), excused=("excused",)),
    create=("places", "students", "enrolments"),
)

StageLines = Callable[..., Staged]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "data", tmp_path / "data" / "tmp", memory_mb=256)


@pytest.fixture
def stage_lines(workspace: Workspace) -> StageLines:
    """Stage a CSV made of these lines below the usual header, with the usual mapping or one like it."""

    def run(*lines: str, mapping: Mapping = MAPPING, header: str = HEADER, today: date = TODAY) -> Staged:
        workspace.folder.mkdir(exist_ok=True)
        source = workspace.folder / "upload.csv"
        source.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
        file = unpack(recognise(source), workspace.folder)
        return stage(workspace, file, mapping, today=today)

    return run


def write_batch(workspace: Workspace, staged: Staged, ids: Ids, name: str = "log") -> list[Path]:
    """Write the log of a staged batch, a file a district and year."""
    parts = [(part.district, part.school_year) for part in parts_of(staged, ids)]
    targets = {part: workspace.folder / name / f"{part[0]}-{part[1]}.parquet" for part in parts}
    return [written.path for written in write_log(workspace, staged, ids, targets)]


@pytest.fixture
def log_of(workspace: Workspace) -> Callable[..., list[Path]]:
    return partial(write_batch, workspace)


def make_ids(staged: Staged, *, batch: int = 1) -> Ids:
    """Number everything from 1, each kind from another hundred."""
    return Ids(
        districts=np.arange(len(staged.districts)) + 1,
        batches=np.full(len(staged.districts), batch),
        schools=np.arange(len(staged.schools)) + 101,
        students=np.arange(staged.n_students) + 201,
        administrations=np.array([100 * one.measure + one.school_year for one in staged.administrations], dtype=int),
        measures=np.array([one.measure + 301 for one in staged.administrations], dtype=int),
        slots=np.full((len(staged.districts), 1), 4),
        group_codes=np.tile(np.arange(len(staged.group_values)) + 1, (len(staged.districts), 1)),
    )


@pytest.fixture
def ids_of() -> Callable[..., Ids]:
    return make_ids


@pytest.fixture
def dated_mapping() -> Mapping:
    """A screener whose rows carry their own test date."""
    columns = {**MAPPING.columns, "date": "year"}
    del columns["year"]
    return replace(MAPPING, columns=columns, years=())


@pytest.fixture
def usual_mapping() -> Mapping:
    return MAPPING
