"""The benchmarks of imports begin with nothing but a name for the data folder, as a user's first import does."""

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import oneroster

REPOSITORY = Path(__file__).parents[2]
HEADER = (
    "ID,FIRST_NAME,LAST_NAME,SCHOOL_NUMBER,SCHOOL_NAME,DISTRICT_NUMBER,DISTRICT_NAME,GRADE,YEAR,CONTENT_AREA,"
    "SCALE_SCORE,ACHIEVEMENT_LEVEL,GENDER,ETHNICITY,FREE_REDUCED_LUNCH_STATUS,ELL_STATUS,IEP_STATUS,"
    "GIFTED_AND_TALENTED_PROGRAM_STATUS"
)


def row(student: int, subject: str, year: str) -> str:
    groups = "Gender: Male,Invented,Free Reduced Lunch: No,ELL: No,IEP: No,Gifted and Talented Program: No"
    place = "1,Invented School,9,Invented District"
    return f"{student},Ada,Invented,{place},4,{year},{subject},{400 + student},Proficient,{groups}"


def test_an_import_is_measured_in_a_data_folder_that_is_not_there_yet(tmp_path: Path) -> None:
    years, subjects = ("2023_2024", "2024_2025"), ("MATHEMATICS", "READING")
    rows = [row(student, subject, year) for student in range(1, 21) for subject in subjects for year in years]
    source = tmp_path / "results.csv.gz"
    source.write_bytes(gzip.compress("\n".join([HEADER, *rows]).encode(), mtime=0))
    environment = os.environ | {"AIMLINE_DATA": str(tmp_path / "data"), "AIMLINE_TODAY": "2025-06-30"}
    environment.pop("AIMLINE_DATABASE", None)
    command = [sys.executable, "-m", "benchmarks.import_file", "--one", str(source), "tests/real/state.toml"]

    said = subprocess.run(command, check=True, capture_output=True, text=True, env=environment, cwd=REPOSITORY)

    measured = json.loads(said.stdout)
    assert (measured["n_rows"], measured["n_readings"]) == (80, 4)
    assert 0 < measured["locked"] < measured["seconds"]


def test_a_roster_is_measured_twice_and_the_second_time_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, n in {"N_SCHOOLS": 2, "N_CLASSES": 6, "N_STUDENTS": 10, "N_TEACHERS": 4, "N_LESSONS": 2}.items():
        monkeypatch.setattr(oneroster, name, n)
    bundle = tmp_path / "roster.zip"
    assert oneroster.make_bundle(bundle, seed=1) == 26
    environment = os.environ | {"AIMLINE_DATA": str(tmp_path / "data"), "AIMLINE_TODAY": "2026-01-12"}
    environment.pop("AIMLINE_DATABASE", None)
    command = [sys.executable, "-m", "benchmarks.oneroster", "--one", str(bundle)]

    said = subprocess.run(command, check=True, capture_output=True, text=True, env=environment, cwd=REPOSITORY)

    assert json.loads(said.stdout)["n_seats"] == 20
