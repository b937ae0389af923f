"""`aimline lint` from the outside: its four formats, its questions, its exit status, and nobody named anywhere."""

import csv
import io
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from aimline.cli.lint import OutputRefused, lint
from aimline.domain.smart import to_json
from aimline.exchange.statements import PlanUnreadable
from tests.cli.test_verdict_schema import VALIDATOR

RUN = CliRunner()
APP = typer.Typer()
APP.command()(lint)
APP.command("other")(lambda: None)
READY = "By November 14, 2025, Grade 3 students will rise in fractions from 45% to 60% on the fraction CFA."
NO_START = "By November 14, 2025, Grade 4 students will rise in fractions to 60% on the fraction CFA."
ACTIVITY = "Teachers will use exit slips"
FORMULA = "=HYPERLINK(1) scores of Grade 3 students will rise"
PEOPLE = ("Zoe", "Quill", "quill@school.example", "Principal Vex")


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A table of goals, with columns about people around them."""
    path = tmp_path / "goals.csv"
    rows = [["Author", "SMART goal", "E-mail", "Owner"]]
    rows += [
        ["Zoe Quill", goal, "quill@school.example", "Principal Vex"] for goal in (READY, NO_START, ACTIVITY, FORMULA)
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def run(*words: object, **known: object) -> Result:
    return RUN.invoke(APP, ["lint", *map(str, words), "--today", "2025-09-01"], **known)


def test_the_table_counts_groups_and_offers(plan: Path) -> None:
    said = " ".join(run(plan).output.split())
    assert said.startswith('goals.csv: 4 statements, column "SMART goal" 3 progress goals, 1 activity.')
    assert "1 goal needs nothing more." in said
    assert "Of all 4 statements 1 Tell what is done, not what is learned 25% █████" in said
    assert "2 Have no start 67%" in said
    assert "rows 3, 5" in said


def test_json_lines_hold_the_contract_with_text_and_place(plan: Path) -> None:
    rows = [json.loads(line) for line in run(plan, "--format", "jsonl").output.splitlines()]
    assert [problem.message for row in rows for problem in VALIDATOR.iter_errors(row)] == []
    assert [(row["text"], row["place"]) for row in rows[:2]] == [
        (READY, {"part": "", "number": 2}),
        (NO_START, {"part": "", "number": 3}),
    ]


def test_lint_and_check_give_the_same_verdict(plan: Path) -> None:
    from datetime import date

    from aimline.domain.smart import check

    row = json.loads(run(plan, "--format", "jsonl").output.splitlines()[1])
    assert {key: row[key] for key in row if key not in ("text", "place")} == to_json(
        check(NO_START, today=date(2025, 9, 1))
    )


def test_csv_cannot_run_and_comes_back_as_it_was(plan: Path, tmp_path: Path) -> None:
    out = tmp_path / "judged.csv"
    run(plan, "--output", out)
    rows = list(csv.DictReader(io.StringIO(out.read_text("utf-8-sig"))))
    assert rows[3]["goal"] == f"'{FORMULA}"
    assert [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@"))] == []
    assert (rows[1]["mend"], rows[1]["rules"], rows[2]["layer"]) == ("no_start", "M-03", "activity")
    again = [json.loads(line) for line in run(out, "--format", "jsonl").output.splitlines()]
    assert [row["text"] for row in again] == [READY, NO_START, ACTIVITY, FORMULA]


def test_the_pdf_is_one_page_on_either_paper(plan: Path, tmp_path: Path) -> None:
    from pypdf import PdfReader

    out = tmp_path / "sheet.pdf"
    assert run(plan, "--output", out, "--paper", "a4", "--title", "Lincoln, last year").exit_code == 1
    reader = PdfReader(out)
    assert len(reader.pages) == 1
    assert "Lincoln, last year" in reader.pages[0].extract_text()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("wanted", ["table", "csv", "jsonl", "pdf"])
def test_nobody_who_wrote_a_goal_is_named(plan: Path, tmp_path: Path, wanted: str) -> None:
    from pypdf import PdfReader

    out = tmp_path / "answer"
    run(plan, "--format", wanted, "--output", out)
    said = PdfReader(out).pages[0].extract_text() if wanted == "pdf" else out.read_text("utf-8")
    assert "slips" in said
    assert [name for name in PEOPLE if name in said] == []


@pytest.mark.parametrize(("goals", "status"), [([READY], 0), ([READY, ACTIVITY], 1)])
def test_the_exit_status_tells_whether_something_must_be_mended(tmp_path: Path, goals: list[str], status: int) -> None:
    path = tmp_path / "goals.txt"
    path.write_text("\n".join(goals), encoding="utf-8")
    assert run(path).exit_code == status
    assert run(path, "--format", "jsonl").exit_code == status


def test_a_pipe_is_read(tmp_path: Path) -> None:
    assert "Standard input: 2 statements" in run("-", input=f"{READY}\n{ACTIVITY}\n").output


@pytest.mark.parametrize("width", [40, 200])
def test_the_table_fits_its_terminal_and_is_plain_when_piped(plan: Path, width: int) -> None:
    said = run(plan, env={"COLUMNS": str(width)}).output
    assert max(map(len, said.splitlines())) <= width
    assert "\x1b" not in said


def test_places_are_told_by_sheet_and_only_the_first_of_them(tmp_path: Path) -> None:
    from tests.exchange.statements.plan_files import xlsx

    rows = [["Goal"], *[[ACTIVITY]] * 6]
    said = " ".join(
        run(xlsx(tmp_path / "a.xlsx", {"Ms. Ruiz": rows, "Mr. Lee": rows, "Note": [["Hello"]]})).output.split()
    )
    assert "sheet 1: rows 2, 3, 4, 5, 6, 7; sheet 2: rows 2, 3; and 4 more" in said
    assert "Without goals: sheet 3." in said
    assert "Ruiz" not in said


def test_a_plan_of_the_past_says_how_to_read_it_in_its_own_year(tmp_path: Path) -> None:
    path = tmp_path / "goals.txt"
    path.write_text(READY, encoding="utf-8")
    assert "--today" not in run(path).output
    late = RUN.invoke(APP, ["lint", str(path), "--today", "2027-01-01"])
    assert "Most of its dates have passed. --today YYYY-MM-DD" in " ".join(late.output.split())
    assert "Have no date" not in late.output


@pytest.mark.parametrize("words", [["--format", "xml"], ["--paper", "a3"], ["--output", "/"], ["--nonsense"]])
def test_misuse_ends_with_two(plan: Path, words: list[str]) -> None:
    assert run(plan, *words).exit_code == 2


def test_a_refusal_comes_before_the_work_and_leaves_the_plan_alone(plan: Path, tmp_path: Path) -> None:
    whole = plan.read_bytes()
    refusals = {
        "output-is-input": run(plan, "--output", plan),
        "output-nowhere": run(plan, "--output", tmp_path / "none" / "a.csv"),
    }
    for code, result in refusals.items():
        assert isinstance(result.exception, OutputRefused)
        assert result.exception.code == code
    assert plan.read_bytes() == whole
    assert isinstance(run(tmp_path / "none.csv").exception, PlanUnreadable)


def test_an_older_answer_stays_whole_when_the_new_one_is_refused(plan: Path, tmp_path: Path, monkeypatch) -> None:
    from aimline.reports import setting

    out = tmp_path / "sheet.pdf"
    out.write_bytes(b"older")
    monkeypatch.setattr(setting, "SECONDS", 0.01)
    monkeypatch.setattr(setting, "_set", setting._set.__wrapped__)  # an earlier test may have set the same page
    assert isinstance(run(plan, "--output", out).exception, setting.ReportRefused)
    assert out.read_bytes() == b"older"


def command(*words: object) -> "subprocess.CompletedProcess[bytes]":
    program = [sys.executable, "-m", "aimline", "lint", *map(str, words)]
    return subprocess.run(program, capture_output=True, check=False, timeout=60)


def test_the_whole_command_tells_a_refusal_in_words_and_ends_with_two(tmp_path: Path) -> None:
    done = command(tmp_path / "none.csv")
    assert done.returncode == 2
    assert done.stderr.decode().splitlines() == [
        f"There is no file {tmp_path / 'none.csv'}.",
        "Look at the spelling, or drag the file into the terminal to write its whole name.",
    ]


def test_a_pdf_may_go_through_a_pipe_and_nothing_else_is_printed(plan: Path) -> None:
    done = command(plan, "--format", "pdf")
    assert done.stdout.startswith(b"%PDF-")
    assert done.stderr == b""


def test_a_long_plan_shows_no_bar_where_nobody_looks_and_names_no_heavy_room(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("\n".join([READY, ACTIVITY] * 400), encoding="utf-8")
    code = (
        "import sys\nfrom aimline.cli import main\n"
        f"sys.argv = ['aimline', 'lint', {str(path)!r}, '--format', 'jsonl']\n"
        "try:\n    main()\nexcept SystemExit:\n"
        "    print([m for m in ('django', 'duckdb', 'numpy', 'typst') if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == "[]\n"
    assert Counter(json.loads(line)["layer"] for line in done.stdout.splitlines()) == {"progress": 400, "activity": 400}


def test_on_a_terminal_a_long_plan_shows_how_far_it_has_come(tmp_path: Path) -> None:
    import os
    import pty

    path = tmp_path / "long.txt"
    path.write_text("\n".join([READY, ACTIVITY] * 400), encoding="utf-8")
    ours, theirs = pty.openpty()
    program = [sys.executable, "-m", "aimline", "lint", str(path), "--output", str(tmp_path / "a.jsonl")]
    done = subprocess.run(
        program, stdout=theirs, stderr=theirs, check=False, timeout=60, env=os.environ | {"TERM": "xterm"}
    )
    os.close(theirs)
    said = os.read(ours, 1 << 16).decode("utf-8", "replace")
    os.close(ours)
    assert done.returncode == 1
    assert "Reading goals" in said
    assert "0/800" in said
