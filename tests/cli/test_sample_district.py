"""What everybody sees first: goals in every stage, and an installation that is sound."""

import json
import sqlite3
from collections import Counter
from pathlib import Path

from aimline.cli import demo
from tests.cli.conftest import Run

PROGRESS_STATES = {
    "draft", "in_review", "returned", "active", "met", "not_met", "carried_forward", "closed", "cancelled",
}  # fmt: skip
LOOK = ("--today", "2026-01-12")


def test_goals_stand_in_every_stage(run: Run, sample: Path) -> None:
    said = run("status", "--json", "--data", sample, *LOOK)
    words = Counter(line["status"] for line in json.loads(said.stdout))
    assert set(words) == {"ahead", "on_track", "watch", "off_track", "no_data"}
    with sqlite3.connect(sample / "aimline.sqlite3") as database:
        states = dict(database.execute("SELECT state, count(*) FROM goals_goal GROUP BY state"))
    assert set(states) == PROGRESS_STATES


def test_a_slipping_team_has_changed_its_way_and_records_were_put_right(sample: Path) -> None:
    with sqlite3.connect(sample / "aimline.sqlite3") as database:
        n_adjusted = database.execute("SELECT count(*) FROM monitoring_adjustment").fetchone()[0]
        kinds = set(database.execute("SELECT kind, state FROM goals_amendment"))
    assert n_adjusted == 2
    assert kinds == {("raise", "done"), ("correction", "approved"), ("correction", "requested")}


def test_the_installation_is_sound(run: Run, sample: Path) -> None:
    said = run("doctor", "--json", "--data", sample)
    assert [finding for finding in json.loads(said.stdout) if finding["level"] == "trouble"] == []
    assert said.returncode == 0


def test_a_person_sees_the_goals_of_their_school_and_public_ones(run: Run, sample: Path) -> None:
    said = run("status", "--json", "--as", "leila.mohammed@prairie-rose.example", "--data", sample, *LOOK)
    places = {line["place"] for line in json.loads(said.stdout)}
    assert places == {"Grade 2 team", "Grade 3 team", "Kalyna Bilingual School"}


def test_nobody_is_named_in_words(run: Run, sample: Path) -> None:
    said = run("status", "--as", "nobody@example.org", "--data", sample)
    assert said.returncode == 2
    assert said.stderr.startswith("There is nobody here with the address nobody@example.org.")


def test_a_second_demo_takes_what_is_there(run: Run, sample: Path) -> None:
    before = (sample / "sample.json").stat().st_mtime_ns
    said = run("demo", "--only-make", "--data", sample)
    assert "oksana.tremblay@prairie-rose.example" in said.stdout
    assert (sample / "sample.json").stat().st_mtime_ns == before


def test_a_demo_that_another_process_is_making_is_left_to_it(run: Run, tmp_path: Path) -> None:
    building = tmp_path / "new.building"
    with demo.alone(building, tmp_path / "new"):
        (building / "half").write_text("made", encoding="utf-8")
        said = run("demo", "--only-make", "--data", tmp_path / "new")

    assert said.returncode == 2
    assert "Another `aimline demo` is making the sample district" in said.stderr
    assert (building / "half").exists()


def test_demo_leaves_other_data_alone(run: Run, tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("mine", encoding="utf-8")
    said = run("demo", "--only-make", "--fresh", "--data", tmp_path)
    assert said.returncode == 2
    assert "holds something else" in said.stderr
    assert (tmp_path / "letters.txt").exists()


def test_production_does_not_open_with_sample_people(run: Run, sample: Path) -> None:
    said = run("serve", "--port", "8197", "--data", sample, AIMLINE_MODE="production", AIMLINE_SECRET_KEY="x" * 60)
    assert said.returncode == 2
    assert "sample district" in said.stderr
