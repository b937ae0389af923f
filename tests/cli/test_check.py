"""`aimline check` from the outside: text, JSON, exit status, calendar, and a quick start without Django."""

import json
import subprocess
import sys

import pytest
import typer
from typer.testing import CliRunner

from aimline.cli.check import check

RUN = CliRunner()
APP = typer.Typer()
APP.command()(check)
APP.command("other")(lambda: None)
GOOD = "By May 22, 2026, Grade 3 students will improve in fractions from 45% to 60% on the fraction CFA."
CALENDAR = """
[[year]]
ending = 2026
starts_on = 2025-08-25
ends_on = 2026-06-12
terms = [{ kind = "quarter", number = 3, starts_on = 2026-01-17, ends_on = 2026-03-27 }]
windows = [{ kind = "MOY", opens_on = 2026-01-12, closes_on = 2026-01-30 }]
breaks = [{ starts_on = 2026-04-06, ends_on = 2026-04-10, name = "spring break" }]
"""


def run(*words, **known):
    return RUN.invoke(APP, ["check", *words, "--today", "2025-09-01"], **known)


def test_the_text_says_what_is_good_first_then_asks_and_offers():
    result = run("Fractions of Grade 3 students will improve from 45% to 60% on the CFA.")
    assert result.output.startswith("+ It is clear for whom: Grade 3 students.")
    assert "By when?" in result.output
    assert "→" in result.output


def test_the_exit_status_is_one_when_something_must_be_mended():
    assert run("Teachers will use exit slips").exit_code == 1
    assert run("By November 14, 2025, Grade 3 students will rise from 45% to 60% on the fraction CFA.").exit_code == 0


def test_json_is_plain_and_repeatable():
    first, second = run(GOOD, "--format", "json"), run(GOOD, "--format", "json")
    assert first.output == second.output
    assert json.loads(first.output)["slots"]["deadline"]["value"] == "2026-05-22"


def test_a_dash_reads_standard_input():
    assert json.loads(run("-", "--format", "json", input=GOOD).output)["slots"]["target"]["value"] == 60.0


def test_a_layer_can_be_told():
    assert json.loads(run("Value reading", "--layer", "practice", "--format", "json").output)["layer"] == "practice"


def test_a_calendar_turns_named_points_into_days(tmp_path):
    path = tmp_path / "calendar.toml"
    path.write_text(CALENDAR, encoding="utf-8")
    result = run("Grade 3 will reach 60% by the end of Q3", "--calendar", str(path), "--format", "json")
    assert json.loads(result.output)["slots"]["deadline"]["value"] == "2026-03-27"


@pytest.mark.parametrize(
    "text",
    [
        "[[year]]\nending = 2026\n",
        "year = 3",
        "[[year]",
        "[[year]]\nending = 'x'\nstarts_on = 1\nends_on = 2\n",
    ],
)
def test_an_unreadable_calendar_is_refused_with_what_it_needs(tmp_path, text):
    path = tmp_path / "calendar.toml"
    path.write_text(text, encoding="utf-8")
    result = run(GOOD, "--calendar", str(path))
    assert result.exit_code == 2
    assert "A school year needs" in result.output


@pytest.mark.parametrize("words", [["--format", "xml"], ["--layer", "dream"]])
def test_unknown_choices_are_refused(words):
    assert run(GOOD, *words).exit_code == 2


def test_the_command_loads_neither_django_nor_the_warehouse():
    code = (
        "import sys, aimline.cli.check; print([m for m in ('django', 'duckdb', 'numpy', 'rich') if m in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
