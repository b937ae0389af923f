"""Somebody who does not teach the students tries to find a small group by subtracting what the page shows."""

import re
from datetime import date

import pytest
from django.core.cache import cache

from aimline.apps.publication.models import Release
from aimline.apps.results.models import Administration, Head
from aimline.domain.suppression import scope_of
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
    """The total is worth most: it is shown, and a second grade is hidden with the small one."""
    add(results, grade=3, n=6, n_reached=1)

    everyone = students(results, name, "all")

    assert 50 in everyone
    assert told(results) == {"all": True, "2": False, "3": False, "4": True}


@pytest.mark.parametrize("first", ["all", 2, 3, 4])
def test_it_does_not_matter_which_page_is_looked_at_first(results: World, first: object) -> None:
    add(results, grade=3, n=6, n_reached=1)

    students(results, "coach", first)

    assert told(results) == {"all": True, "2": False, "3": False, "4": True}


def told(world: World) -> dict[str, bool]:
    """Which grades, and whether all of them, the ledger says were shown of the newest test."""
    given = Administration.objects.get(school_year=2025)
    found = {}
    for row in Release.objects.filter(question__endswith=str(given.given_on)):
        for cell in row.cells:
            scope = scope_of(cell["label"])
            if not scope.groups:
                found["all" if not scope.grades else str(*scope.grades)] = cell["shown"]
    assert world.places["school"].pk == scope.school
    return found


def test_the_grades_own_teachers_still_see_everything(results: World) -> None:
    add(results, grade=3, n=6, n_reached=1)

    assert 50 in students(results, "principal", "all")


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_group_of_all_grades_and_its_part_in_one_grade_are_not_both_told(results: World, name: str) -> None:
    """In grade 4 eight students learn English; in grade 2 fourteen would."""
    add_learners(results, grade=2, n=10)

    shown = students(results, name, 2)
    everyone = students(results, name, "all")

    assert 54 in everyone
    assert 22 in everyone
    assert 14 not in shown


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
    """Each year is judged by itself: only in the year with the small grade is another grade hidden beside it."""
    add(results, grade=3, n=6, n_reached=1)

    everyone = students(results, name, "all")

    assert Administration.objects.get(school_year=2024).given_on == date(2024, 4, 15)
    assert {44, 50} <= everyone
    assert 6 not in everyone
    assert told(results)["2"] is False
    assert 20 in students(results, name, 2)
