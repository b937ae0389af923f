"""The Data page: who sees which numbers, and how little it asks of the database."""

import re

import pytest
from django.test import Client

from aimline.apps.publication.models import Release
from aimline.apps.results.models import Measure
from tests.apps.conftest import WALL, World

NO_BREAK = "\u00a0"


def page(world: World, name: str, **asked: object) -> str:
    query = {key: str(value) for key, value in asked.items()}
    return world.client(name).get("/data/", query).content.decode()


@pytest.mark.parametrize("name", ["principal", "steward", "lead", "teacher"])
def test_who_teaches_grade_4_sees_its_small_groups(results: World, name: str) -> None:
    html = page(results, name, grade=4)

    assert "English learner: Yes" in html
    assert "−41.7 points" in html


@pytest.mark.parametrize("name", ["colleague", "coach", "district_leader"])
def test_others_see_the_grade_without_its_small_groups(results: World, name: str) -> None:
    html = page(results, name, school=results.places["school"].uuid, grade=4)

    assert f"66.7{NO_BREAK}%" in html
    assert "not shown" in html
    assert not [told for told in (f"25{NO_BREAK}%", "25 %", "−41.7", "41.7 points", "8 students") if told in html]


@pytest.mark.parametrize("name", ["principal", "steward", "teacher", "coach", "district_leader", "council_member"])
def test_a_test_that_a_teacher_typed_in_is_named_to_who_teaches_its_students(results: World, name: str) -> None:
    Measure.objects.update(source="Class sets 7 Aspen", name="Friday quiz")

    told = page(results, name, school=results.places["school"].uuid)

    assert ("Friday quiz" in told) is (name in ("principal", "steward", "teacher"))


def test_a_colleague_sees_her_own_grade_exactly(results: World) -> None:
    html = page(results, "colleague")

    assert "Grade 2" in html
    assert "not shown" not in html


def test_levels_one_by_one_are_for_those_who_teach(results: World) -> None:
    exact = page(results, "principal", grade=4)
    protected = page(results, "coach", grade=4)

    assert "Approaching" in exact
    assert "Approaching" not in protected
    assert "Below Meeting" in protected


def test_students_without_a_score_are_told_to_their_teachers_only(results: World) -> None:
    sentence = "One student has no score"

    assert sentence in page(results, "principal", grade=4)
    assert sentence not in page(results, "coach", grade=4)


def test_what_leaves_the_staff_is_written_down_once(results: World) -> None:
    page(results, "coach", grade=4)
    n = Release.objects.count()

    page(results, "coach", grade=4)

    assert n > 0
    assert Release.objects.count() == n


def test_what_teachers_see_is_not_in_the_ledger(results: World) -> None:
    page(results, "principal", grade=4)

    assert not Release.objects.exists()


@pytest.mark.parametrize(
    ("name", "place", "status"),
    [
        ("principal", "school", 200), ("coach", "school", 200), ("council_member", "school", 200),
        ("parent", "school", 403), ("student", "school", 403),
        ("principal", "other_school", 404), ("outsider", "school", 404), ("district_leader", "other_school", 200),
        ("leaver", "school", 404), ("installation_steward", "far_school", 200),
    ],
)  # fmt: skip
def test_a_school_is_shown_refused_or_unknown(results: World, name: str, place: str, status: int) -> None:
    response = results.client(name).get("/data/", {"school": str(results.places[place].uuid)})

    assert response.status_code == status


def test_a_district_leader_is_asked_for_a_school(results: World) -> None:
    assert "Choose a school" in page(results, "district_leader")


def test_a_family_is_told_where_results_reach_them(results: World) -> None:
    assert "pages your school publishes" in page(results, "parent")


def test_a_school_without_results_is_offered_an_import_where_the_viewer_may(results: World) -> None:
    html = page(results, "installation_steward", school=results.places["other_school"].uuid)

    assert "No results yet" in html
    assert 'href="/imports/"' in html


@pytest.mark.parametrize("asked", [{"school": "x"}, {"measure": "x"}, {"grade": "x"}, {"grade": "9"}])
def test_an_odd_address_breaks_nothing(results: World, asked: dict[str, str]) -> None:
    assert results.client("principal").get("/data/", asked).status_code in {200, 404}


def test_a_gap_leads_to_a_goal_with_measure_and_group(results: World) -> None:
    html = page(results, "principal")

    school, measure = results.places["school"], Measure.objects.get()
    group = r"attribute=English\+learner&amp;value=Yes"
    wanted = rf"/goals/new/{school.uuid}/\?measure={measure.uuid}&amp;{group}"
    assert re.search(wanted, html)


def test_a_group_of_fewer_than_ten_is_drawn_and_never_ranked(results: World) -> None:
    html = page(results, "lead", grade=4)

    assert "English learner: Yes" in html
    assert "attribute=English" not in html
    assert "No group of ten students or more stands behind all students." in html


def test_who_writes_no_goals_here_gets_no_link(results: World) -> None:
    assert "/goals/new/" not in page(results, "coach", grade=4)


@pytest.mark.parametrize("name", ["principal", "coach"])
def test_the_page_asks_little_of_the_database(results: World, name: str, django_assert_max_num_queries: object) -> None:
    client: Client = results.client(name)
    client.get("/data/", {"grade": "4"})

    with django_assert_max_num_queries(15 + WALL):  # type: ignore[operator]  # pytest-django's fixture has no public type
        client.get("/data/", {"grade": "4"})


@pytest.mark.parametrize("odd", ["--4", "²", "٤", "9" * 5000, "11"])
def test_a_grade_that_is_none_of_the_schools_shows_all_grades(results: World, odd: str) -> None:
    html = page(results, "principal", school=results.places["school"].uuid, grade=odd)

    assert "All grades" in html
