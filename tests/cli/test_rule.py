"""`aimline rule`: one rule explained, all of them listed, the pages written."""

from typer.testing import CliRunner

from aimline.cli import app
from aimline.cli.rule import UnknownRule
from aimline.domain.smart.pages import pages


def run(*words):
    return CliRunner().invoke(app, ["rule", *words])


def test_a_rule_is_explained_in_plain_text():
    said = run("s-05").stdout
    assert said.startswith("S-05\nTwo results in one sentence: each with its own numbers, or skills of two areas.")
    assert "Two goals in one hide each other's progress." in said
    assert "**" not in said


def test_all_rules_are_listed():
    said = run().stdout
    assert all(code in said for code in ("S-01", "PL-17", "TR-13", "MW-04"))


def test_the_pages_are_written_into_a_folder(tmp_path):
    run("--write", str(tmp_path / "rules"))
    assert {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "rules").iterdir()} == pages()


def test_an_unknown_code_is_told_how_to_find_one():
    refusal = run("Z-99").exception
    assert isinstance(refusal, UnknownRule)
    assert str(refusal.hint) == "`aimline rule` lists all of them."
