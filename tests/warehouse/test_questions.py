import re
from importlib import resources

import pytest

QUESTIONS = sorted(
    path.name.removesuffix(".sql") for path in resources.files("aimline.warehouse").joinpath("questions").iterdir()
)
FUNCTIONS = (
    "arg_max|arg_min|max_by|min_by|quantile_cont|quantile|list|unnest|array_agg|columns|mode|any_value"
    "|year|month|date_trunc|date_part|date_diff|strftime|strptime|now|today"
)
WORDS = "qualify|asof|exclude|pivot|unpivot|ilike|current_date|//"


def read(question: str) -> str:
    path = resources.files("aimline.warehouse").joinpath("questions", f"{question}.sql")
    return path.read_text(encoding="utf-8").lower()


def statement(question: str) -> str:
    return "\n".join(line.partition("--")[0] for line in read(question).splitlines())


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_begins_with_what_it_answers(question: str) -> None:
    lines = read(question).splitlines()

    assert lines[0].startswith("-- ")
    assert "?" in " ".join(line for line in lines if line.startswith("--"))
    assert any(line.startswith("-- gives:") for line in lines)


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_uses_nothing_that_another_engine_reads_differently(question: str) -> None:
    found = statement(question)

    assert not re.findall(rf"\b({FUNCTIONS})\s*\(", found)
    assert not re.findall(rf"(?:^|\s)({WORDS})(?:\s|$)", found)


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_order_is_total_and_says_where_nulls_go(question: str) -> None:
    final = statement(question).rsplit("order by", 1)[1]
    flags = {"by_school", "by_grade", "by_group", "by_level"}

    columns = [column.strip() for column in final.split(",")]

    assert columns
    assert all(column.endswith("nulls last") or column in flags for column in columns)
