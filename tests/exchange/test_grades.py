"""Grades as files of several countries write them are read alike by the guess and by the store."""

import duckdb
import pytest

from aimline.exchange.grades import GRADE_FORM
from aimline.exchange.guess.contents import is_grade
from aimline.warehouse import compilation


def stored(text: str) -> str:
    found = duckdb.execute("select regexp_extract(?, ?, 1, 'i')", [text, GRADE_FORM]).fetchone()
    assert found is not None
    return str(found[0])


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3e année", "3"),
        ("3° básico", "3"),
        ("4º de Educ. Prima.", "4"),
        ("2º de Primaria", "2"),
        ("6.º ano", "6"),
        ("5ª série", "5"),
        ("Klasse 4b", "4"),
        ("klas 3", "3"),
        ("3er grado", "3"),
    ],
)
def test_a_grade_is_read_in_the_words_of_its_country(text: str, number: str) -> None:
    assert is_grade(text)
    assert stored(text) == number


@pytest.mark.parametrize(
    ("text", "number"), [("First Grade", 1), ("Pre-K 4 class/grade", -1), ("third grade class", 3), ("K class", 0)]
)
def test_a_word_for_a_grade_may_say_that_it_is_one(text: str, number: int) -> None:
    table = duckdb.from_query("select * from (values (?)) as cells(grade_text)", params=[text])

    assert is_grade(text)
    assert table.project(compilation.grade()).fetchone() == (number,)


@pytest.mark.parametrize("text", ["2º ESO", "1° medio", "3 points", "Unidad 3"])
def test_a_year_that_a_secondary_school_counts_anew_is_not_taken_for_a_grade(text: str) -> None:
    assert not is_grade(text)
    assert stored(text) == ""
