"""Somebody who does not teach the students tries to find a small group by subtracting what the page shows."""

import re
from datetime import date

import pytest
from django.core.cache import cache

from aimline.apps.results.models import Administration, Head
from tests.apps.conftest import World
from tests.apps.results.conftest import row_of, store

OUTSIDE = ["coach", "district_leader"]


def students(world: World, name: str, grade: object) -> set[int]:
    """The numbers of students that a page of one grade, or of all, tells."""
    school = str(world.places["school"].uuid)
    html = world.client(name).get("/data/", {"school": school, "grade": str(grade)}).content.decode()
    return {int(n) for n in re.findall(r"(\d+) students\b", html)}


def add(world: World, *, grade: int, n: int, n_reached: int) -> None:
    """Bring late results of the newest test into one grade."""
    given = Administration.objects.get(school_year=2025)
    district, school = world.places["district"], world.places["school"]
    rows = [
        row_of(school, given, grade=grade, place=100 + place, learns=False, reached=place < n_reached)
        for place in range(n)
    ]
    store(district, 2025, rows)
    Head.objects.filter(district=district).update(generation=Head.objects.get(district=district).generation + 1)


@pytest.mark.parametrize("name", OUTSIDE)
def test_all_grades_less_one_grade_gives_no_small_grade_away(results: World, name: str) -> None:
    add(results, grade=3, n=6, n_reached=1)

    everyone = students(results, name, "all")
    grades = {grade: students(results, name, grade) for grade in (2, 3, 4)}

    assert 50 not in everyone
    assert {20} <= grades[2]
    assert {24} <= grades[4]
    assert 6 not in grades[3]


def test_the_grades_own_teachers_still_see_everything(results: World) -> None:
    add(results, grade=3, n=6, n_reached=1)

    assert 50 in students(results, "principal", "all")


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_group_of_all_grades_is_hidden_when_one_grade_would_be_left(results: World, name: str) -> None:
    """In grade 4 eight students learn English; in grade 2 twelve would."""
    add_learners(results, grade=2, n=10)

    shown = students(results, name, 2)
    everyone = students(results, name, "all")

    assert 14 in shown
    assert 54 in everyone
    assert 22 not in everyone


def add_learners(world: World, *, grade: int, n: int) -> None:
    given = Administration.objects.get(school_year=2025)
    rows = [
        row_of(world.places["school"], given, grade=grade, place=200 + place, learns=True, reached=False)
        for place in range(n)
    ]
    store(world.places["district"], 2025, rows)
    Head.objects.filter(district=world.places["district"]).update(generation=9)


def test_who_teaches_one_grade_cannot_subtract_it_from_all_grades(results: World) -> None:
    """The lead of grade 4 knows its eight who learn English; with them the four of grade 2 would be known."""
    assert 12 not in students(results, "lead", "all")
    assert 12 in students(results, "coach", "all")


@pytest.mark.parametrize("name", OUTSIDE)
def test_late_results_are_not_told_by_the_difference_between_two_days(results: World, name: str) -> None:
    before = students(results, name, 4)
    add(results, grade=4, n=3, n_reached=0)
    cache.clear()

    after = students(results, name, 4)

    assert 24 in before
    assert 27 not in after


def test_enough_late_results_are_told(results: World) -> None:
    students(results, "coach", 4)
    add(results, grade=4, n=10, n_reached=5)

    assert 34 in students(results, "coach", 4)


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_small_grade_of_one_year_is_not_found_through_another_year(results: World, name: str) -> None:
    """Each year is judged by itself: the years without the small grade are still shown, that one is not."""
    add(results, grade=3, n=6, n_reached=1)

    everyone = students(results, name, "all")

    assert Administration.objects.get(school_year=2024).given_on == date(2024, 4, 15)
    assert 44 in everyone
    assert not everyone & {50, 6}
