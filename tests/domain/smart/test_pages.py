"""The reference pages are complete and fresh: they say what the rules say today."""

from dataclasses import replace
from pathlib import Path

import pytest

from aimline.domain.smart.pages import CRITERIA, every_rule, explain, finding_of, pages

FOLDER = Path(__file__).parents[3] / "docs" / "reference" / "rules"
PAGES = pages()


def test_the_pages_on_the_shelf_are_those_that_the_rules_make():
    shelved = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
    assert shelved.keys() == PAGES.keys()
    stale = [name for name, text in PAGES.items() if shelved[name] != text]
    assert stale == [], "run `aimline rule --write docs/reference/rules`"


@pytest.mark.parametrize("rule", every_rule(), ids=lambda rule: f"{rule.code} {rule.what[:12]}")
def test_a_rule_stands_on_its_page_with_all_that_it_carries(rule):
    page = PAGES[f"{CRITERIA[rule.criterion].name}.md"]
    assert f"## {rule.code}\n" in page
    parts = (rule.what, rule.why, rule.guard, rule.sample.text, rule.better.text, CRITERIA[rule.criterion].source)
    assert all(part in page for part in parts)
    assert f"[{rule.code}](" in PAGES["index.md"]


@pytest.mark.parametrize("rule", every_rule(), ids=lambda rule: f"{rule.code} {rule.what[:12]}")
def test_a_page_speaks_as_the_rule_does_on_its_sample(rule):
    found = finding_of(rule, rule.sample)
    assert f"“{found.message} {found.question}”" in explain(rule)
    if found.rewrite is not None:
        assert all(f"“{draft}”" in explain(rule) for draft in found.rewrite.drafts)


def test_a_rule_without_a_finding_still_has_its_page():
    silent = replace(every_rule()[0], sample=every_rule()[0].better)
    assert "It says" not in explain(silent)
