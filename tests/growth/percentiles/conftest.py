"""Data set D: 56,306 invented scores with floor, ceiling, missed tests and repeaters."""

import csv
import gzip
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import pytest

from aimline.growth.percentiles import ranking
from aimline.growth.percentiles.cohorts import Results
from aimline.growth.percentiles.ranking import Ranks

HERE = Path(__file__).parent
MISSING = {"", "NA"}


def read_rows(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def make_results(rows: Iterable[Mapping[str, str]]) -> Results:
    """Turn rows with ID, CONTENT_AREA, YEAR, GRADE and SCALE_SCORE into results; those without a score are left out."""
    there = [row for row in rows if row["SCALE_SCORE"] not in MISSING and row["GRADE"] not in MISSING]
    subjects = sorted({row["CONTENT_AREA"] for row in there})
    return Results(
        np.array([int(row["ID"]) for row in there]),
        np.array([subjects.index(row["CONTENT_AREA"]) for row in there]),
        np.array([int(row["YEAR"][-4:]) for row in there]),
        np.array([int(row["GRADE"]) for row in there]),
        np.array([float(row["SCALE_SCORE"]) for row in there]),
        tuple(subjects),
    )


@pytest.fixture(scope="session")
def results() -> Results:
    return make_results(read_rows(HERE / "synth_long.csv.gz"))


@pytest.fixture(scope="session")
def ranks(results: Results) -> Ranks:
    return ranking.rank(results, target_year=2025)
