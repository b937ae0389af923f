"""Every rule shows a sentence that fires it and a better one that does not, in words of our own."""

import re
from datetime import date
from difflib import SequenceMatcher

import pytest

from aimline.domain.smart import Severity, around, catalogue, check
from aimline.domain.smart.case import Case
from aimline.domain.smart.reading import parse
from aimline.domain.smart.rule import Need, Rule, Sample
from aimline.domain.smart.statement import Fields
from tests.domain.smart.test_acceptance import rows

TODAY = date(2025, 9, 1)
ALL = (*catalogue.RULES, *around.PLAN, *around.TREE, *around.WISH)
PRINTED = {
    *(f"S-{n:02}" for n in range(1, 11)),
    *(f"M-{n:02}" for n in range(1, 14)),
    *(f"A-{n:02}" for n in range(1, 11)),
    *(f"R-{n:02}" for n in range(1, 8)),
    *(f"T-{n:02}" for n in range(1, 11)),
    *(f"X-{n:02}" for n in range(1, 8)),
    *(f"P-{n:02}" for n in range(1, 3)),
    *(f"PR-{n:02}" for n in range(1, 7)),
    *(f"MW-{n:02}" for n in range(1, 5)),
    *(f"TR-{n:02}" for n in range(1, 14)),
    *(f"PL-{n:02}" for n in range(1, 18)),
}
SCOLDING = ("wrong", "invalid", "failed", "error")


def named(rule: Rule) -> str:
    return f"{rule.code} {rule.what[:20]}"


def said_by(rule: Rule, sample: Sample) -> list[str]:
    """Give the messages of a rule about its sample; sentences are read by the whole checker."""
    if sample.subject is not None:
        found = [rule.check(sample.subject)]
    else:
        report = check(sample.text, today=TODAY, calendar=sample.calendar, layer=sample.layer, fields=sample.fields)
        found = [one for one in report.findings if one.code == rule.code]
    return [one.message.text for one in found if one is not None]


def test_every_rule_printed_in_the_catalogue_is_there():
    assert {rule.code for rule in ALL} - {"RF-08", "RF-14"} == PRINTED


@pytest.mark.parametrize("rule", ALL, ids=named)
def test_a_rule_fires_on_its_sample(rule):
    assert rule.message in said_by(rule, rule.sample)


@pytest.mark.parametrize("rule", ALL, ids=named)
def test_a_rule_keeps_silent_on_its_better_sample(rule):
    assert rule.message not in said_by(rule, rule.better)


def test_a_rule_that_is_not_asked_for_want_of_what_it_needs_would_keep_silent():
    for row in rows():
        case = Case(parse(row["text"], today=TODAY), Fields(), None, TODAY, None)
        known = {Need.FIELDS: False, Need.DAY: case.deadline is not None, Need.JUDGEMENT: case.judgement is not None}

        needed = {rule.needs for rule in catalogue.PROGRESS if rule.find(case) is not None}

        assert all(known[need] for need in needed - {None})


@pytest.mark.parametrize("rule", ALL, ids=named)
def test_a_rule_tells_what_it_looks_for_and_why_it_matters(rule):
    assert all(len(part) > 3 for part in (rule.what, rule.why, rule.sample.text, rule.better.text, rule.question))
    assert not any(word in f"{rule.message} {rule.question}".lower() for word in SCOLDING)


def test_no_statement_of_a_source_is_copied():
    quoted = [row["text"].lower().rstrip(".") for row in rows() if row["quoted"] == "yes"]
    ours = [sample.text.lower().rstrip(".") for rule in ALL for sample in (rule.sample, rule.better)]
    close = {one for one in ours for other in quoted if SequenceMatcher(None, one, other).ratio() >= 0.87}
    assert close == set()


def test_what_blocks_is_what_the_catalogue_says():
    blocking = {rule.code for rule in ALL if rule.severity is Severity.BLOCK}
    assert blocking == set(
        re.findall(
            r"\S+",
            "S-01 S-02 S-03 M-01 M-02 M-03 M-04 M-05 M-06 M-13 T-01 T-03 T-04 T-06 X-02 PR-01 TR-10 PL-01 PL-07 PL-08",
        )
    )
