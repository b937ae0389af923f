"""What the checker prints for machines has the shape that the reference page promises."""

import csv
import json
from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from aimline.domain.goal import Layer
from aimline.domain.smart import Mark, SentenceLayer, check, to_json
from aimline.domain.smart.report import LETTERS, SLOTS, Severity

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "docs" / "reference" / "verdict.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)
TODAY = date(2025, 9, 1)
NOT_JUDGED = dict.fromkeys("SMART", "cannot_tell")


def texts() -> list[str]:
    found = []
    for path in sorted((ROOT / "tests" / "domain" / "smart").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            found += [row["text"] for row in csv.DictReader(file) if row.get("text")]
    return found


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_every_answer_has_the_promised_shape() -> None:
    hostile = ["", "7" * 5000, "Ціль: 80% учнів 3 класу до травня 2026 року", '"(„«', "\U0001f600 goal"]
    wrong = [
        (text, problem.message)
        for text in [*texts(), *hostile]
        for problem in VALIDATOR.iter_errors(to_json(check(text, today=TODAY)))
    ]
    assert wrong == []


def test_the_schema_names_every_word_we_use() -> None:
    properties, words = SCHEMA["properties"], SCHEMA["$defs"]
    severities = properties["findings"]["items"]["properties"]["severity"]["enum"]
    assert properties["layer"]["enum"] == [str(one) for one in SentenceLayer]
    assert words["mark"]["enum"] == [str(one) for one in Mark]
    assert severities == [str(one) for one in Severity]
    assert tuple(properties["marks"]["required"]) == LETTERS
    assert tuple(properties["slots"]["required"]) == SLOTS


def test_the_schema_refuses_what_was_never_promised() -> None:
    answer = to_json(check("Math will get better", today=TODAY))
    assert not VALIDATOR.is_valid(answer | {"author": "somebody"})
    assert not VALIDATOR.is_valid(answer | {"marks": {"S": "met"}})


@pytest.mark.parametrize("layer", [Layer.PURPOSE, Layer.PRACTICE])
def test_a_purpose_and_a_practice_are_not_marked(layer: Layer) -> None:
    assert to_json(check("Read to my class every day", today=TODAY, layer=layer))["marks"] == NOT_JUDGED


@pytest.mark.parametrize(
    ("text", "layer"),
    [
        ("Agenda for Tuesday: data, snacks, calendar", "no_goal"),
        ("Every child is known, safe and loved at our school.", "purpose"),
    ],
)
def test_what_is_no_progress_goal_is_not_marked(text: str, layer: str) -> None:
    answer = to_json(check(text, today=TODAY))
    assert (answer["layer"], answer["marks"]) == (layer, NOT_JUDGED)


def test_an_activity_keeps_its_five_marks() -> None:
    answer = to_json(check("Teachers will use exit slips", today=TODAY))
    assert answer["layer"] == "activity"
    assert answer["marks"] == {"S": "not_met", "M": "not_met", "A": "cannot_tell", "R": "not_met", "T": "not_met"}
