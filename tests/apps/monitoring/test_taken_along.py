"""Page, chart, sheet, table and data of one goal say the same, and of a small group nothing."""

import csv
import io
import json
import re

import pytest
from pypdf import PdfReader

from aimline.apps.goals.models import Goal
from tests.apps.conftest import World
from tests.apps.monitoring.watched import make_goal

START, READINGS = 42.9, (57.1, 61.3, 64.7, 58.9)
FILES = ("", "sheet.pdf", "values.csv", "values.json")


def taken(world: World, name: str, goal: Goal) -> dict[str, str]:
    """Return the text of everything a person may take along, by its last part; the picture under `chart`."""
    answers = {part: world.client(name).get(f"/goals/{goal.uuid}/{part}") for part in FILES}
    assert {part: answer.status_code for part, answer in answers.items()} == dict.fromkeys(FILES, 200)
    pdf = PdfReader(io.BytesIO(answers["sheet.pdf"].content))
    found = {part: answers[part].content.decode().replace("\u00a0", " ") for part in ("", "values.csv", "values.json")}
    found["sheet.pdf"] = " ".join(" ".join(page.extract_text().split()) for page in pdf.pages)
    found["chart"] = " ".join(re.findall(r"<svg.*?</svg>", found[""], re.DOTALL))
    return found


@pytest.mark.parametrize("name", ["coach", "council_member"])
def test_nothing_taken_along_tells_a_number_of_a_small_group(world: World, name: str) -> None:
    goal = make_goal(world.places["team"], values=READINGS, n=7, baseline=START, visibility="public",
                     statement="From 42.9 % to 85 %.", statement_mode="own_words")  # fmt: skip

    found = taken(world, name, goal)

    told = [(part, value) for part, text in found.items() for value in (START, *READINGS) if str(value) in text]
    assert told == []
    assert "Fewer than 10 students" in found[""]
    assert "Fewer than 10 students" in found["sheet.pdf"]
    assert [each["what"] for each in json.loads(found["values.json"])["values"]] == ["target"]


def test_all_of_them_say_the_same_values_of_a_larger_group(world: World) -> None:
    unrounded = tuple(value + 0.0123 for value in READINGS)
    goal = make_goal(world.places["team"], values=unrounded, n=40, baseline=START, visibility="public")

    found = taken(world, "coach", goal)

    for value in (START, *READINGS):
        assert [part for part, text in found.items() if str(value) not in text] == []
    data = json.loads(found["values.json"])
    rows = list(csv.DictReader(io.StringIO(found["values.csv"])))
    assert [(row["what"], row["on"], row["value"]) for row in rows] == [
        (each["what"], each["on"], str(each["value"])) for each in data["values"]
    ]
    assert [(each["value"], each["students"]) for each in data["values"]] == [
        *((value, 40) for value in (START, *READINGS)), (85.0, None)
    ]  # fmt: skip


def test_the_end_of_a_range_stays_an_end_in_all_of_them(world: World) -> None:
    goal = make_goal(world.places["team"], values=(66.7, 95.8), visibility="public", baseline=50.0)

    found = taken(world, "coach", goal)

    assert [part for part, text in found.items() if "95.8" in text] == []
    assert [part for part in ("", "sheet.pdf") if "at least 90" not in found[part]] == []
    assert ",90.0,at least,24," in found["values.csv"]
    assert json.loads(found["values.json"])["values"][2]["bound"] == "at least"


def test_a_table_runs_no_formula_and_its_name_tells_nothing(world: World) -> None:
    goal = make_goal(world.places["team"], values=READINGS, title='=HYPERLINK("http://example.org")')

    answer = world.client("lead").get(f"/goals/{goal.uuid}/values.csv")

    assert "'=HYPERLINK" in answer.content.decode()
    assert answer.headers["Content-Disposition"] == 'attachment; filename="goal.csv"'
    assert "no-store" in answer.headers["Cache-Control"]
