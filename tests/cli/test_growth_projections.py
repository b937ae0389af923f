"""`aimline growth projections` as an analyst runs it, on the fits that `growth percentiles` kept."""

import csv
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from aimline.cli import app
from aimline.domain.refusal import AimlineError

CUTS = "subject,grade,proficient,advanced\nREADING,3,300,340\nREADING,4,330,370\nREADING,5,360,400\n"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with invented scores of three grades in three years, their percentiles and fits, and cut scores."""
    folder = tmp_path_factory.mktemp("growth")
    random = np.random.default_rng(5)
    lines = ["ID,CONTENT_AREA,YEAR,GRADE,SCALE_SCORE"]
    for cohort in range(5):
        ability = random.normal(0, 30, 120)
        for year in range(max(2023, 2021 + cohort), min(2025, 2023 + cohort) + 1):
            grade = year - 2018 - cohort
            scores = np.rint(210 + 30 * grade + ability + random.normal(0, 15, ability.size)).astype(int)
            lines += [f"{cohort}{number:03},READING,{year},{grade},{score}" for number, score in enumerate(scores)]
    (folder / "scores.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "cuts.csv").write_text(CUTS, encoding="utf-8")
    invoke("percentiles", folder / "scores.csv", "--min-cohort", "100", "--out", folder / "p.csv")
    return folder


def test_a_file_of_scores_becomes_a_file_of_targets(place: Path) -> None:
    said = project(place, "--above", "advanced", "--show", "50")
    rows = read(place / "out.csv")
    assert list(rows[0]) == [
        *("student", "subject", "grade", "score", "n_scores", "goal", "needed", "rating"),
        *("next_goal", "next_needed", "next_rating", "needed_1", "needed_2", "needed_3", "p50_1", "p50_2", "p50_3"),
    ]
    assert {(row["grade"], bool(row["needed_1"]), bool(row["needed_2"]), bool(row["p50_2"])) for row in rows} == {
        ("3", True, True, True),
        ("4", True, False, False),
    }
    for row in rows:
        by_year = [int(row[name]) for name in ("needed_1", "needed_2", "needed_3") if row[name]]
        keeps = float(row["score"]) >= {"3": 300, "4": 330}[row["grade"]]
        assert row["goal"] == ("keep_up" if keeps else "catch_up")
        assert int(row["needed"]) == (max(by_year) if keeps else min(by_year))
        assert int(row["next_needed"]) >= int(row["needed"]) or row["next_goal"] == "move_up"
    assert f"{len(rows)} rows of 2025" in said
    assert "nobody knows the growth of years to come" in said


def test_growth_was_enough_when_this_years_percentile_is_what_last_years_score_asked_for(place: Path) -> None:
    project(place, "--lagged")
    reached = {row["student"]: int(row["sgp"]) for row in read(place / "p.csv")}
    rows = read(place / "out.csv")
    assert {row["student"]: int(row["sgp"]) for row in rows if row["sgp"]} == {
        row["student"]: reached[row["student"]] for row in rows if row["student"] in reached
    }
    assert {row["adequate"] for row in rows if not row["sgp"]} <= {""}
    assert all((row["adequate"] == "yes") == (int(row["sgp"]) >= int(row["needed"])) for row in rows if row["sgp"])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--cut", "level3"], "lacks: level3"),
        (["--fits", "p.csv.knots.toml"], "The fits could not be read"),
        (["--fits", "none.json"], "There is no file"),
        (["--target-year", "2031"], "No student of 2031"),
        (["--cuts", "few.csv"], "There is no cut score for READING, grade 5"),
        (["--out", "cuts.csv"], "would overwrite"),
    ],
)
def test_what_cannot_be_projected_is_said(
    place: Path, arguments: list[str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(place)
    Path("few.csv").write_text(CUTS.rsplit("READING", 1)[0], encoding="utf-8")
    with pytest.raises(AimlineError) as refusal:
        project(place, *arguments)
    assert said in str(refusal.value.message)


def project(place: Path, *arguments: str) -> str:
    return invoke(
        "projections",
        place / "scores.csv",
        *("--fits", place / "p.csv.fits.json", "--cuts", place / "cuts.csv", "--out", place / "out.csv"),
        *arguments,
    )


def invoke(*arguments: object) -> str:
    # without a data folder the machine code lies where the other tests keep theirs
    found = CliRunner().invoke(app, ["growth", *map(str, arguments), "--data", "none"])
    if isinstance(found.exception, AimlineError):
        raise found.exception
    assert found.exit_code == 0, found.output
    return found.output


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
