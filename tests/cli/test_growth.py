"""`aimline growth percentiles` as an analyst runs it: a file in, a file out, the knots beside it."""

import csv
import gzip
from pathlib import Path

import pytest
from typer.testing import CliRunner

from aimline.cli import app
from aimline.domain.refusal import AimlineError

SCORES = Path(__file__).parents[1] / "growth" / "percentiles" / "synth_long.csv.gz"


def test_a_file_of_scores_becomes_a_file_of_percentiles_with_its_knots(tmp_path: Path, shared: Path) -> None:
    out = tmp_path / "percentiles.csv"
    said = run(SCORES, "--target-year", "2025", "--max-priors", "4", "--out", out)
    assert "8,695 rows of 2025" in said
    assert "READING              3  452 488.4 523 565, 236.8 731.2" in said
    assert read(out) == expected(shared)
    assert (tmp_path / "percentiles.csv.knots.toml").is_file()


def test_stored_knots_and_two_threads_give_the_same_file(tmp_path: Path) -> None:
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    run(SCORES, "--max-priors", "1", "--out", first)
    run(SCORES, "--max-priors", "1", "--out", second, "--knots", f"{first}.knots.toml", "--threads", "2")
    assert second.read_bytes() == first.read_bytes()


def test_a_student_with_two_results_is_named(tmp_path: Path) -> None:
    twice = tmp_path / "twice.csv"
    rows = gzip.decompress(SCORES.read_bytes()).decode()
    twice.write_text(rows + rows.splitlines()[1] + "\n")
    assert "the first of student 505001 in MATHEMATICS, 2021" in refused(twice, "--out", tmp_path / "out.csv")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--target-year", "2031"], "No 250 students of 2031"),
        (["--score", "SS"], "has no column SS"),
        (["--knots", "there-is-none.toml"], "There is no file there-is-none.toml"),
        (["--out", "there-is-none/out.csv"], "There is no folder"),
        (["--out", "out.xlsx"], "none of the tables known here"),
        (["--out", str(SCORES)], "would overwrite"),
    ],
)
def test_what_cannot_be_done_is_said_before_anything_is_written(
    tmp_path: Path, arguments: list[str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert said in refused(SCORES, "--out", "out.csv", *arguments)
    assert [each.name for each in tmp_path.iterdir()] == []


def test_a_condition_without_a_value_is_asked_for_again(tmp_path: Path) -> None:
    found = CliRunner().invoke(app, ["growth", "percentiles", str(SCORES), "--out", "x.csv", "--only", "VALID_CASE"])
    assert (found.exit_code, "COLUMN=VALUE" in found.output) == (2, True)


def run(file: Path, *arguments: object) -> str:
    # without a data folder the machine code lies where the other tests keep theirs
    found = CliRunner().invoke(app, ["growth", "percentiles", str(file), *map(str, arguments), "--data", "none"])
    assert found.exit_code == 0, found.output
    return found.output


def refused(file: Path, *arguments: object) -> str:
    found = CliRunner().invoke(app, ["growth", "percentiles", str(file), *map(str, arguments)])
    assert isinstance(found.exception, AimlineError), found.output
    return str(found.exception)


def read(path: Path) -> list[tuple[str, ...]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [tuple(row) for row in csv.reader(file)]


def expected(shared: Path) -> list[tuple[str, ...]]:
    """The percentiles of R, in our columns and order."""
    names = ["ID", "CONTENT_AREA", "GRADE", "SGP", "SGP_ORDER", *(f"SGP_ORDER_{number}" for number in (1, 2, 3, 4))]
    path = shared / "data" / "growth-reference" / "sgp_reference_D_synthetic.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = [tuple(row[name] for name in names) for row in csv.DictReader(file)]
    head = ("student", "subject", "grade", "sgp", "n_priors", "sgp_1", "sgp_2", "sgp_3", "sgp_4")
    return [head, *sorted(rows, key=lambda row: (row[1], int(row[2]), row[0]))]
