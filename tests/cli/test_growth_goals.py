"""`aimline growth ambition`, `forecast`, `adds-up` and `practice` as an analyst runs them."""

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from aimline.cli import app
from aimline.domain.refusal import AimlineError

PROBES = """student,on,score,target
Ana,2025-09-15,52,97
Ana,2025-09-15,50,
Ana,2025-09-15,55,
Ana,2025-09-22,55,
Ana,2025-09-29,50,
Ana,2025-10-06,58,
Ana,2025-10-13,54,
Ana,2025-10-20,57,
Ana,2025-10-27,60,
Ana,2025-11-03,56,
Ana,2025-11-10,59,
Ben,2025-09-15,40,70
Ben,2025-09-29,45,
Ben,2025-10-13,47,
"""


def run(*arguments: object) -> str:
    result = CliRunner().invoke(app, ["growth", *map(str, arguments)])
    if isinstance(result.exception, AimlineError):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output


def refused(*arguments: object) -> str:
    with pytest.raises(AimlineError) as refusal:
        run(*arguments)
    return str(refusal.value.message)


def test_a_target_is_rated_in_words_and_numbers() -> None:
    said = run("ambition", "--baseline", "49/75", "--target", "75")
    assert said.startswith(
        "Stretch. If nothing changes: about 1 chance in 5. With a strong effort: a little under even."
    )
    assert "21 % and 43 %" in said
    assert "57 of 75 students" in said
    assert "too easy below 68 %, realistic up to 73.3 %, a stretch up to 82.7 %" in said.lower()


def test_machines_get_the_same_with_the_rows_it_rests_on() -> None:
    told = json.loads(run("ambition", "--baseline", "49/75", "--target", "75", "--format", "json"))
    assert (round(told["p_same"], 3), round(told["p_strong"], 3), told["rating"]) == (0.206, 0.435, "stretch")
    assert told["suggested"]["realistic"] == {"target": 73.3, "needed": 55}
    assert "aimline-choices/percent_proficient/design_factor" in told["sources"]


@pytest.mark.parametrize(
    ("arguments", "begins"),
    [
        (["--compare", "words", "--grade", "2", "--baseline", "45", "--target", "75"], "Too easy."),
        (["--compare", "unit", "--baseline", "62", "--target", "85", "--students", "24"], "Stretch."),
        (
            ["--compare", "unit", "--baseline", "2.3", "--target", "3.2", "--top", "4", "--students", "24"],
            "Stretch.",
        ),
        (
            [
                "--compare",
                "scale",
                "--baseline",
                "200",
                "--target",
                "212",
                "--sd",
                "15",
                "--grade",
                "5",
                "--students",
                "24",
            ],
            "Very hard.",
        ),
        (["--compare", "benchmark", "--baseline", "30/60", "--target", "56"], "Realistic."),
        (["--baseline", "24/100", "--target", "16", "--lower-is-better"], "Stretch."),
    ],
)
def test_every_comparison_can_be_asked(arguments, begins) -> None:
    assert run("ambition", *arguments).startswith(begins)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--baseline", "x", "--target", "75"], "students of students"),
        (["--baseline", "80/75", "--target", "75"], "students of students"),
        (["--baseline", "0/0", "--target", "75"], "no students in this group"),
        (["--compare", "words", "--baseline", "many", "--target", "75"], "no number"),
        (["--compare", "words", "--baseline", "45", "--target", "75", "--grade", "11"], "no reference"),
    ],
)
def test_what_cannot_be_rated_is_said(arguments, said) -> None:
    assert said in refused("ambition", *arguments)


def test_own_reference_tables_are_asked_first(tmp_path: Path) -> None:
    pack = tmp_path / "own.csv"
    pack.write_text(
        "id,citation,url,licence_note,redistributable,norm_edition,subject,grade,season_start,season_end,mean_growth\n"
        "own,cited,,own licence,no,2020,reading,5,fall,spring,12\n",
        encoding="utf-8",
    )
    asked = ["ambition", "--compare", "scale", "--baseline", "200", "--target", "212"]
    said = run(*asked, "--sd", "15", "--grade", "5", "--students", "24", "--packs", pack)
    assert said.startswith("Too easy.")
    assert "printed source" not in said


@pytest.fixture
def probes(tmp_path: Path) -> Path:
    path = tmp_path / "probes.csv"
    path.write_text(PROBES, encoding="utf-8")
    return path


def test_each_student_gets_a_verdict_and_silence_gets_no_chance(probes: Path) -> None:
    said = run("forecast", probes, "--due", "2026-05-08", "--grade", "2", "--today", "2025-11-12")
    ana, ben = said.splitlines()
    assert ana.startswith("Ana: watch, ")
    assert ana.endswith("Think about what to change.")
    assert ben == "Ben: no data. The last score is 4.4 school weeks old. A new one is due."


def test_a_forecast_is_written_as_a_table_too(probes: Path) -> None:
    said = run("forecast", probes, "--due", "2026-05-08", "--today", "2025-11-12", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(said)))
    assert [(row["student"], row["status"], row["chance"] == "") for row in rows] == [
        ("Ana", "watch", False),
        ("Ben", "no_data", True),
    ]
    told = json.loads(run("forecast", probes, "--due", "2026-05-08", "--today", "2025-10-14", "--format", "json"))
    assert told[1]["rule"] in {"above_line", "at_line", "below_line"}


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("student,on\nAna,2025-09-15\n", "lacks: score"),
        ("student,on,score\n", "has no rows"),
        ("student,on,score\nAna,15.9.2025,50\n", "is no day"),
        ("student,on,score\nAna,2025-09-15,many\n", "is no number"),
        ("student,on,score\nAna,2025-09-15,50\n", "Ana has no target"),
    ],
)
def test_a_table_that_cannot_be_used_is_said(tmp_path: Path, table: str, said: str) -> None:
    path = tmp_path / "probes.csv"
    path.write_text(table, encoding="utf-8")
    assert said in refused("forecast", path, "--due", "2026-05-08", "--today", "2025-11-12")


def test_goals_of_schools_are_added_up(tmp_path: Path) -> None:
    schools = tmp_path / "schools.csv"
    schools.write_text("place,n,reached,target\nNorth,200,120,70\nSouth,50,30,80\nWest,100,50,\n", encoding="utf-8")
    said = run("adds-up", schools, "--target", "72")
    assert said.startswith("If every place hits its target, 230 of 350 students (65.7 %) get there; 22 are missing.")
    assert "West: 50 now, 50 of 100 at its target (no goal: counted as it stands)" in said
    assert json.loads(run("adds-up", schools, "--target", "72", "--format", "json"))["short"] == 22


def test_practice_is_read_beside_the_outcome(tmp_path: Path) -> None:
    assert run("practice", "--done", "6", "--planned", "20", "--chance", "0.2").startswith("Not tried enough")
    growth = tmp_path / "growth.csv"
    growth.write_text("seen,expected\n" + "12,10\n9,10\n" * 6, encoding="utf-8")
    said = run("practice", "--done", "18", "--planned", "20", "--chance", "0.2", "--growth", growth, "--sd", "15")
    assert said.startswith("Tried, not working")
    assert "may be chance" in said
    growth.write_text("seen,expected\n" + "12,10\n" * 9, encoding="utf-8")
    said = run("practice", "--done", "18", "--planned", "20", "--growth", growth, "--sd", "15")
    assert "Fewer than 10 students" in said


def test_those_who_took_part_are_held_against_the_others(tmp_path: Path) -> None:
    growth = tmp_path / "growth.csv"
    rows = [f"{seen + 6},10,yes\n{seen},10,no\n" for seen in (8, 9, 10, 11, 12)]
    growth.write_text("seen,expected,took_part\n" + "".join(rows) * 2, encoding="utf-8")
    asked = ("practice", "--done", "18", "--planned", "20", "--chance", "0.7", "--growth", growth, "--sd", "15")
    assert "Against those who did not take part: +0.40 spreads" in run(*asked)
    told = json.loads(run(*asked, "--format", "json"))
    assert (told["reading"], told["effect"]["n"], round(told["difference"]["size"], 2)) == ("working", 10, 0.4)
    growth.write_text("seen,expected,took_part\n" + "16,10,yes\n" * 12 + "9,10,no\n" * 3, encoding="utf-8")
    assert "they are not compared" in run(*asked)
    growth.write_text("seen,expected,took_part\n16,10,perhaps\n", encoding="utf-8")
    assert "neither yes nor no" in refused(*asked)


GAP = ("gap", "--before", "60/120", "--others-before", "240/360")


def test_a_gap_that_grew_is_told_in_spreads_and_points() -> None:
    told = json.loads(run(*GAP, "--now", "40/120", "--others-now", "280/360", "--format", "json"))
    assert (told["rule"], told["found"]) == ("subgroup_gap", "below")
    assert "points" in told["sentence"]
    assert run(*GAP, "--now", "4/12", "--others-now", "280/360").startswith("Fewer than 20 students")
