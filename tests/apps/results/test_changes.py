"""How groups changed over the same part of earlier years: asked of the warehouse, told only of groups large enough."""

from datetime import date

import pytest

from aimline.apps.results.models import Administration, Measure
from aimline.apps.results.queries import changes
from tests.apps.conftest import World

SPRING, NEXT = date(2025, 4, 15), date(2026, 5, 29)


def of(results: World, **asked: object) -> list[tuple[int | None, int, float, float]]:
    viewer, measure = results.viewer("lead"), Measure.objects.get()
    wanted = {"made": 3, "start": SPRING, "end": NEXT, "same_students": False} | asked
    found = changes.changes(viewer, measure, **wanted)  # type: ignore[arg-type]  # as above
    return [(each.grade, each.ending, round(each.before, 1), round(each.after, 1)) for each in found]


def test_each_years_grades_stand_beside_those_of_the_year_before(results: World) -> None:
    assert of(results) == [
        (2, 2024, 70.0, 75.0), (4, 2024, 58.3, 62.5), (2, 2025, 75.0, 80.0), (4, 2025, 62.5, 66.7),
    ]  # fmt: skip


def test_the_same_students_are_followed_from_day_to_day(results: World) -> None:
    assert of(results, same_students=True) == of(results)


def test_a_group_too_small_to_show_is_not_among_them(results: World) -> None:
    results.places["district"].n_min = 22
    results.places["district"].save()

    assert {grade for grade, *_ in of(results)} == {4}


def test_days_that_fit_no_earlier_year_have_no_changes(results: World) -> None:
    assert of(results, start=date(2025, 10, 1), end=date(2026, 3, 1)) == []


@pytest.mark.parametrize(("on", "window"), [(date(2025, 6, 20), "Spring"), (date(2025, 1, 20), "Winter")])
def test_a_deadline_is_answered_by_the_last_test_of_its_school_year(results: World, on: date, window: str) -> None:
    measure = Measure.objects.get()
    Administration.objects.create(
        district=measure.district, measure=measure, school_year=2025, window="Winter", given_on=date(2025, 1, 12)
    )

    found = changes.answering(list(measure.administrations.all()), on)

    assert found is not None
    assert found.window == window
