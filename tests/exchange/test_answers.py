"""One word answers what a file leaves open."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from aimline.domain.calendar import Calendar
from aimline.exchange import answers
from aimline.exchange.mapping import Mapping, Measure, Year

TODAY = date(2025, 10, 6)
OPEN = Mapping(
    "Office",
    {"student": "ID", "score": "Percent"},
    {"year": "2025-2026", "measure": "Results"},
    years=(
        Year("2025-2026", 2026, date(2025, 9, 26), "Fall", "Fall"),
        Year("2025-2026", 2026, None, "Spring", "Spring"),
    ),
    measures=(
        Measure("Fractions, percent", "Fractions", metric="mean_score"),
        Measure("Reading", "Reading", levels=("Fern", "Oak")),
    ),
    date_format="%m/%d/%Y",
    unsure=tuple(answers.CHOICES),
)


FROM_OAK = replace(OPEN.measures[1], proficient_from="Oak")


SPRING = replace(OPEN.years[1], given_on=date(2026, 5, 4))
LAST_YEAR = (
    Year("2024-2025", 2025, date(2024, 9, 26), "Fall", "Fall"),
    Year("2024-2025", 2025, date(2025, 5, 22), "Spring", "Spring"),
)


@pytest.mark.parametrize(
    ("text", "closes", "changed"),
    [
        ("dates=day-first", "date_format", {"date_format": "%d/%m/%Y"}),
        ("dates=month-first", "date_format", {"date_format": "%m/%d/%Y"}),
        ("percent=percentages", "percent", {"measures": OPEN.measures}),
        ("digits=7", "student_digits", {"student_digits": 7}),
        ("digits=any", "student_digits", {"student_digits": 1}),
        ("student=names", "student", {}),
        ("proficient=oak", "levels", {"measures": (OPEN.measures[0], FROM_OAK)}),
        ("proficient=none", "levels", {}),
        ("name=MAP Growth", "name", {"constants": OPEN.constants | {"measure": "MAP Growth"}, "source": "Office"}),
        ("year=this", "year", {"years": OPEN.years}),
        ("year=2024-25", "year coming", {"years": LAST_YEAR, "constants": OPEN.constants | {"year": "2024-2025"}}),
        ("year=2025", "year coming", {"years": LAST_YEAR}),
        ("windows=given", "coming", {"years": (OPEN.years[0], replace(OPEN.years[1], given_on=TODAY))}),
        ("windows=aside", "coming", {"years": OPEN.years[:1]}),
        ("day of spring=2026-05-04", "coming", {"years": (OPEN.years[0], SPRING)}),
        ("day of 2025-2026 spring=2026-05-04", "coming", {"years": (OPEN.years[0], SPRING)}),
        ("day of fall=2025-09-08", "", {"years": (replace(OPEN.years[0], given_on=date(2025, 9, 8)), OPEN.years[1])}),
        ("date=2025-10-06", "year coming", {"years": (), "constants": {"measure": "Results", "date": "2025-10-06"}}),
    ],
)
def test_an_answer_takes_its_question_off_the_list(text: str, closes: str, changed: dict[str, object]) -> None:
    found = answers.given(OPEN, text, calendar=Calendar(), today=TODAY)

    assert {*OPEN.unsure} - {*found.unsure} == {*closes.split()}
    assert {key: getattr(found, key) for key in changed} == changed
    assert len(answers.questions(found)) == len(found.unsure)


def test_shares_of_one_become_percentages_where_the_test_has_any() -> None:
    only_one = Mapping("Office", {"score": "Score"}, measures=OPEN.measures, unsure=("percent",))

    assert [
        each.times for each in answers.given(only_one, "percent=shares", calendar=Calendar(), today=TODAY).measures
    ] == [100.0, None]


def test_what_was_settled_without_asking_can_be_said_otherwise() -> None:
    settled = replace(OPEN, measures=(FROM_OAK,), unsure=())

    assert answers.given(settled, "proficient=none", calendar=Calendar(), today=TODAY).measures == (OPEN.measures[1],)
    assert answers.given(OPEN, "windows=month", calendar=Calendar(), today=TODAY).windows == "month"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "dates",
        "percent=no",
        "digits=x",
        "digits=0",
        "digits=²",
        "date=soon",
        "date=20251006",
        "day of elm=2026-05-04",
        "day of spring=soon",
        "proficient=elm",
    ],
)
def test_another_word_is_refused_with_those_there_are(text: str) -> None:
    with pytest.raises(answers.NoSuchAnswer) as refusal:
        answers.given(OPEN, text, calendar=Calendar(), today=TODAY)

    assert "percent=shares" in str(refusal.value.hint)


def test_tests_with_the_same_levels_are_asked_about_once() -> None:
    reading = OPEN.measures[1]
    others = [replace(reading, value=name, name=name) for name in ("Math", "Art", "Music")]
    alike = replace(OPEN, measures=(reading, *others, replace(reading, value="Sport", levels=("Elm", "Ash"))))

    asked = [each for each in answers.questions(alike) if "proficient in" in each]

    assert len(asked) == 2
    assert (
        "proficient in Reading, Math, Art, …? Nothing in this file says it. Taken as lowest first: Fern, Oak;"
        in asked[0]
    )
    assert [
        each.proficient_from
        for each in answers.given(alike, "proficient=oak", calendar=Calendar(), today=TODAY).measures
    ] == ["Oak"] * 4 + [""]


def test_the_guide_names_every_answer() -> None:
    guide = (Path(__file__).parents[2] / "docs/how-to/mapping-file.md").read_text(encoding="utf-8")
    choices = [choice.strip("'") for each in (*answers.CHOICES.values(), answers.ALWAYS) for choice in each]

    assert [c for c in choices if f"`{c}" not in guide and f"{c.partition('=')[0]}=" not in guide] == []
