"""`aimline growth chances` as an analyst runs it."""

import csv
from pathlib import Path

import pytest
from typer.testing import CliRunner

from aimline.cli import app
from aimline.cli.growth_rows import CannotRead

ROWS = [
    (school, grade, "math", year, 60, 30 + 3 * place + year % 2)
    for place, (school, grade) in enumerate((s, g) for s in ("=Aspen", "Birch") for g in ("4", "5"))
    for year in (2023, 2025)
]


def chances(folder: Path, rows: list[tuple[object, ...]]) -> tuple[str, list[dict[str, str]]]:
    with (folder / "in.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("school", "grade", "subject", "year", "n", "reached"), *rows])
    asked = [
        "growth",
        "chances",
        str(folder / "in.csv"),
        "--gain",
        "5",
        "--gain",
        "15",
        "--out",
        str(folder / "out.csv"),
    ]
    result = CliRunner().invoke(app, asked)
    if isinstance(result.exception, CannotRead):
        raise result.exception
    with (folder / "out.csv").open(encoding="utf-8", newline="") as file:
        return result.output, list(csv.DictReader(file))


def test_every_cell_of_the_last_year_gets_a_chance_for_each_gain(tmp_path: Path) -> None:
    said, rows = chances(tmp_path, [*ROWS, ("Birch", "5", "math", 2026, 90, "")])
    assert said.startswith("8 chances for 2026, from 3 years of 4 cells")
    assert [row["school"] for row in rows[::4]] == ["'=Aspen", "Birch"]
    assert [(row["gain"], row["n"]) for row in rows[-2:]] == [("5", "90"), ("15", "90")]
    assert 0 < float(rows[1]["chance"]) < float(rows[0]["chance"]) < 1


@pytest.mark.parametrize(
    ("row", "code"), [(("A", "4", "math", 2025, 10, 11), "counts"), (("A", "4", "math", 2025, 10, ""), "no-years")]
)
def test_counts_that_cannot_be_are_refused(tmp_path: Path, row: tuple[object, ...], code: str) -> None:
    with pytest.raises(CannotRead) as caught:
        chances(tmp_path, [row])
    assert caught.value.code == code
