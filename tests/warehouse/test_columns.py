"""Whole files as columns, and back."""

from pathlib import Path

import numpy as np
import pytest

from aimline.warehouse import columns
from aimline.warehouse.columns import Names, Scores, UnusableTable

NAMES = Names("ID", "CONTENT_AREA", "YEAR", "GRADE", "SCALE_SCORE")
TEXT = """ID,CONTENT_AREA,YEAR,GRADE,SCALE_SCORE,KIND
7,READING,2023_2024,3,412,yes
7,READING,2025,4,430.5,yes
12,MATHEMATICS,2025,K,300,yes
12,READING,2025,PK,NA,yes
12,SCIENCE,2025,4,,yes
13,READING,2025,EOC,401,yes
14,READING,2025,4,402,no
"""


def test_rows_with_everything_are_read_and_the_others_counted(tmp_path: Path) -> None:
    found = read(tmp_path, TEXT, only={"KIND": "yes"})
    assert found.students == ("12", "7")
    assert found.subjects == ("MATHEMATICS", "READING")
    assert found.n_left_out == 3
    rows = sorted(zip(found.student, found.subject, found.year, found.grade, found.score, strict=True))
    assert rows == [(0, 0, 2025, 0, 300.0), (1, 1, 2024, 3, 412.0), (1, 1, 2025, 4, 430.5)]


@pytest.mark.parametrize("suffix", [".csv", ".csv.gz", ".parquet"])
def test_what_is_written_can_be_read_again(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"out{suffix}"
    table = {
        "ID": np.array(["a", "b"], dtype=object), "CONTENT_AREA": np.array(["R", "R"], dtype=object),
        "YEAR": np.array([2024, 2025]), "GRADE": np.array([3, 4]), "SCALE_SCORE": np.array([410, 0]),
    }  # fmt: skip
    columns.write(path, table, temporary=tmp_path / "spill", gaps=["SCALE_SCORE"])
    found = columns.read_scores(path, NAMES, temporary=tmp_path / "spill")
    assert (found.students, found.score.tolist(), found.n_left_out) == (("a",), [410.0], 1)
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".")] == []


def test_a_score_that_is_a_word_is_refused_and_named(tmp_path: Path) -> None:
    with pytest.raises(UnusableTable, match='A score in column SCALE_SCORE is "Proficient"'):
        read(tmp_path, TEXT.replace("412", "Proficient"))


def test_a_missing_column_is_named_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(UnusableTable, match="no column SCALE_SCORE") as refusal:
        read(tmp_path, TEXT.replace("SCALE_SCORE", "SS"))
    assert str(refusal.value.hint).endswith("ID, CONTENT_AREA, YEAR, GRADE, SS, KIND.")


def test_what_is_no_table_is_refused(tmp_path: Path) -> None:
    (tmp_path / "scores.parquet").write_text("no table")
    with pytest.raises(UnusableTable, match="could not be read as a table"):
        columns.read_scores(tmp_path / "scores.parquet", NAMES, temporary=tmp_path / "spill")
    with pytest.raises(UnusableTable, match="none of the tables"):
        columns.suffix_of(tmp_path / "scores.xlsx")


def read(folder: Path, text: str, *, only: dict[str, str] | None = None) -> Scores:
    path = folder / "scores.csv"
    path.write_text(text, encoding="utf-8")
    return columns.read_scores(path, NAMES, temporary=folder / "spill", only=only)
