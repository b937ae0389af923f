"""`aimline check` from the outside: text, JSON, exit status, calendar, and a quick start without Django."""

import json
import subprocess
import sys

import pytest
import typer
from typer.testing import CliRunner

from aimline.cli.calendar_file import CalendarUnreadable
from aimline.cli.check import check

RUN = CliRunner()
APP = typer.Typer()
APP.command()(check)
APP.command("other")(lambda: None)
GOOD = "By May 22, 2026, Grade 3 students will improve in fractions from 45% to 60% on the fraction CFA."
READY = "By November 14, 2025, Grade 3 students will rise from 45% to 60% on the fraction CFA."
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


def test_standard_input_may_hold_several_statements_in_any_encoding():
    text = "85 % des élèves de 3e année\nréussiront.\n\n\nMath will get better\n".encode("utf-16")
    first, second = json.loads(run("-", "--format", "json", input=text).output)
    assert first["layer"] != "no_goal"
    assert second["slots"]["deadline"] is None


def test_several_quoted_statements_are_judged_one_by_one_and_one_blocking_finding_is_enough():
    result = run(READY, "Math will get better")
    heads = [line[:12] for line in result.output.splitlines() if line.startswith("“")]
    assert heads == ["“By November", "“Math will g"]
    assert result.exit_code == 1


def test_words_without_quotes_are_one_statement():
    loose = run("Math", "will", "get", "better", "--format", "json")
    assert loose.output == run("Math will get better", "--format", "json").output


def test_only_one_question_is_asked_unless_all_are_wanted():
    one, every = run("Math will get better"), run("Math will get better", "--all")
    assert "Then: S-02, M-01, M-02, M-03, T-01, S-04. --all asks these too." in one.output
    assert "By when?" not in one.output
    assert "By when?" in every.output


@pytest.mark.parametrize("width", [40, 80, 200])
@pytest.mark.parametrize("words", [[GOOD], ["Teachers will use exit slips", "--all"], ["Agenda: data", "--all"]])
def test_no_line_is_wider_than_the_terminal_and_nothing_is_coloured_when_piped(words, width):
    result = run(*words, env={"COLUMNS": str(width)})
    assert max(len(line) for line in result.output.splitlines()) <= width
    assert "\x1b" not in result.output


def test_brackets_in_a_statement_are_shown_as_written():
    assert "[bold]Grade 3[/] students" in run("By May [bold]Grade 3[/] students will read", "Math will").output


def test_letters_that_are_no_letters_do_not_stop_the_answer():
    assert run("By May \udce9l\u00e8ves will read 80%", "--format", "json").exit_code == 1


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
        "[[year]]\nending = 2026\nstarts_on = 2025-09-01\nends_on = 2026-06-01\nbreaks = 3\n",
    ],
)
def test_an_unreadable_calendar_is_refused_with_what_it_needs(tmp_path, text):
    path = tmp_path / "calendar.toml"
    path.write_text(text, encoding="utf-8")
    result = run(GOOD, "--calendar", str(path))
    assert isinstance(result.exception, CalendarUnreadable)
    assert "could not be read" in str(result.exception.message)
    assert str(result.exception.hint).startswith("A school year needs")


def test_the_whole_command_tells_a_refusal_in_two_sentences(tmp_path):
    program = [sys.executable, "-m", "aimline", "check", GOOD, "--calendar", str(tmp_path / "none.toml")]
    result = subprocess.run(program, capture_output=True, text=True, check=False)
    assert result.returncode == 2
    assert result.stderr.splitlines()[1].startswith("A school year needs")


@pytest.mark.parametrize("words", [["--format", "xml"], ["--layer", "dream"]])
def test_unknown_choices_are_refused(words):
    assert run(GOOD, *words).exit_code == 2


HEAVY = (
    "django",
    "duckdb",
    "numpy",
    "scipy",
    "typst",
    "python_calamine",
    "rich",
    "aimline.domain.smart.around",
    "aimline.cli.serve",
)


@pytest.mark.parametrize("wanted", ["text", "json"])
def test_the_answer_loads_neither_django_nor_the_warehouse_nor_another_command(wanted):
    code = (
        f"import sys\nfrom aimline.cli import main\nsys.argv = ['aimline', 'check', {GOOD!r}, '--format', {wanted!r}]\n"
        f"try:\n    main()\nexcept SystemExit:\n"
        f"    print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "progress" in result.stdout or "●" in result.stdout
    assert result.stderr.strip() == "[]"
