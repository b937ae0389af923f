"""Plans: what each rule asks, when it keeps silent, and in which order a team hears it."""

from datetime import date

import pytest

from aimline.domain.rule import RuleKind
from aimline.domain.smart import Severity
from aimline.domain.smart.around import check_plan
from aimline.domain.smart.plans import ActionStep, Checkpoint, Look, Plan
from aimline.domain.strategy import Evidence, Strategy, StrategyKind, StrategyState
from aimline.domain.trend import Trend

TODAY = date(2026, 1, 12)
TEACH = Strategy(StrategyKind.INSTRUCTION, "Blend sounds", "in fours", is_new=True, evidence=Evidence.LOCAL_DATA)
SEE = Strategy(StrategyKind.ASSESSMENT, "Exit check")
HELP = Strategy(StrategyKind.INTERVENTION, "Second round")
MORE = Strategy(StrategyKind.EXTENSION, "Own sentences")
GONE = Strategy(StrategyKind.INSTRUCTION, "Worksheets", state=StrategyState.RETIRED)
FLAT = tuple(Look(date(2025, month, 10), Trend.FLAT) for month in (10, 11, 12))
GOOD = {
    "strategies": (TEACH, SEE, HELP, MORE),
    "checkpoints": (Checkpoint(date(2026, 2, 13), "February CFA"),),
    "cadence_days": 28,
    "rule_kinds": frozenset(RuleKind),
    "activated_on": date(2025, 12, 18),
    "deadline": date(2026, 5, 22),
}


def codes(**changes) -> list[str]:
    return [one.code for one in check_plan(Plan(**GOOD | changes), today=TODAY)]


def test_a_whole_plan_is_asked_nothing():
    assert codes() == []


def test_an_empty_plan_hears_first_what_must_be_there():
    found = check_plan(Plan(), today=TODAY)
    assert [one.code for one in found] == ["PL-01", "PL-07", "PL-08"]
    assert {one.severity for one in found} == {Severity.BLOCK}


@pytest.mark.parametrize(
    ("changes", "code", "fires"),
    [
        ({"strategies": (GONE,)}, "PL-01", True),
        ({"strategies": (), "borrows_strategies": True}, "PL-01", False),
        ({"strategies": (TEACH, HELP, MORE)}, "PL-02", True),
        ({"strategies": (TEACH, SEE, HELP)}, "PL-03", True),
        ({"strategies": (TEACH, SEE, HELP), "reasons": {StrategyKind.EXTENSION: "next unit"}}, "PL-03", False),
        ({"strategies": (SEE, HELP, MORE)}, "PL-04", True),
        ({"steps": (ActionStep("Order books", "Ms. Rivera"),)}, "PL-06", True),
        ({"steps": (ActionStep("Order books", "  ", date(2026, 2, 2)),)}, "PL-06", True),
        ({"steps": (ActionStep("Order books", "Ms. Rivera", date(2026, 2, 2)),)}, "PL-06", False),
        ({"checkpoints": ()}, "PL-07", True),
        ({"cadence_days": None}, "PL-07", True),
        ({"checkpoints": (), "borrows_schedule": True}, "PL-07", False),
        ({"rule_kinds": frozenset({RuleKind.ADJUST})}, "PL-08", True),
        ({"rule_kinds": frozenset(), "borrows_strategies": True}, "PL-08", False),
        ({"cadence_days": 31}, "PL-10", False),
        ({"cadence_days": 32}, "PL-10", True),
        ({"activated_on": None}, "PL-11", False),
        ({"activated_on": date(2025, 12, 12)}, "PL-11", False),
        ({"activated_on": date(2025, 12, 11)}, "PL-11", True),
        ({"activated_on": date(2025, 9, 1), "looks": (Look(date(2026, 1, 5)),)}, "PL-11", False),
        ({"checkpoints": (Checkpoint(date(2025, 12, 1), "CFA"),)}, "PL-12", False),
        ({"checkpoints": (Checkpoint(date(2025, 12, 1)), Checkpoint(TODAY))}, "PL-12", True),
        ({"touched_on": date(2025, 11, 14)}, "PL-13", False),
        ({"touched_on": date(2025, 11, 13)}, "PL-13", True),
        ({"touched_on": date(2025, 11, 13), "deadline": date(2026, 3, 13)}, "PL-13", False),
        ({"touched_on": date(2025, 11, 13), "deadline": None}, "PL-13", False),
        ({"rule_fired_on": date(2025, 12, 29)}, "PL-14", True),
        ({"rule_fired_on": date(2025, 12, 30)}, "PL-14", False),
        ({"rule_fired_on": date(2025, 12, 1), "decided_on": date(2025, 11, 1)}, "PL-14", True),
        ({"looks": FLAT}, "PL-15", True),
        ({"looks": FLAT[1:]}, "PL-15", False),
        ({"looks": FLAT, "adjusted_on": date(2025, 10, 10)}, "PL-15", False),
        ({"looks": FLAT, "adjusted_on": date(2025, 10, 9)}, "PL-15", True),
        ({"looks": (*FLAT[1:], Look(date(2026, 1, 9), Trend.IMPROVING))}, "PL-15", False),
        ({"looks": FLAT, "strategies": (GONE,)}, "PL-15", False),
        ({"rose_on": date(2025, 12, 1), "activated_on": date(2025, 11, 1)}, "PL-16", True),
        ({"rose_on": date(2025, 12, 1), "activated_on": None}, "PL-16", False),
        ({"rose_on": date(2026, 1, 9), "celebrated_on": date(2025, 12, 5)}, "PL-16", False),
        ({"on_agenda": None}, "PL-17", False),
        ({"on_agenda": False}, "PL-17", True),
    ],
)
def test_a_plan_is_asked_what_it_lacks(changes, code, fires):
    assert (code in codes(**changes)) is fires


def test_a_finding_names_what_it_saw():
    found = check_plan(Plan(**GOOD | {"steps": (ActionStep("Order books"),)}), today=TODAY)
    assert str(found[0].message) == "“Order books” has no owner or no date."
    found = check_plan(Plan(**GOOD | {"strategies": (TEACH, HELP, MORE)}), today=TODAY)
    assert str(found[0].question) == "How will you see it?"
