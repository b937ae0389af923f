"""Where a group stood, each time it was tested."""

import pytest

from aimline.apps.organizations.policy import NotVisible
from aimline.apps.results import queries
from aimline.apps.results.models import Measure
from aimline.domain.goal import Condition, GroupRule
from tests.apps.conftest import World

EVERYONE = GroupRule("all students")
LEARNERS = GroupRule("English learners", conditions=(Condition("English learner", frozenset({"Yes"})),))


def test_a_team_counts_the_students_of_its_grade(results: World) -> None:
    viewer, team = results.viewer("lead"), results.places["team"]

    newest = queries.history(viewer, team, EVERYONE, Measure.objects.get())[-1]

    assert (newest.school_year, newest.n, newest.numerator, newest.n_not_tested) == (2025, 24, 16, 1)
    assert newest.value == pytest.approx(100 * 16 / 24)


def test_the_newest_administration_comes_last(results: World) -> None:
    viewer, school = results.viewer("principal"), results.places["school"]

    history = queries.history(viewer, school, EVERYONE, Measure.objects.get())

    assert [each.school_year for each in history] == [2023, 2024, 2025]


@pytest.mark.parametrize(
    ("rule", "n", "numerator"),
    [
        (EVERYONE, 44, 32),
        (GroupRule("grade 4", frozenset({4})), 24, 16),
        (GroupRule("grades 2 and 4", frozenset({2, 4})), 44, 32),
        (LEARNERS, 12, 4),
        (GroupRule("both", conditions=(Condition("English learner", frozenset({"Yes", "No"})),)), 44, 32),
    ],
)
def test_a_rule_counts_who_fits_it(results: World, rule: GroupRule, n: int, numerator: int) -> None:
    viewer, school = results.viewer("principal"), results.places["school"]

    newest = queries.history(viewer, school, rule, Measure.objects.get())[-1]

    assert (newest.n, newest.numerator) == (n, numerator)


@pytest.mark.parametrize(
    "rule",
    [
        GroupRule("grade 9", frozenset({9})),
        GroupRule("unknown", conditions=(Condition("Shoe size", frozenset({"40"})),)),
        GroupRule("unknown value", conditions=(Condition("English learner", frozenset({"Perhaps"})),)),
    ],
)
def test_a_rule_that_nobody_fits_has_no_history(results: World, rule: GroupRule) -> None:
    viewer, team = results.viewer("lead"), results.places["team"]

    assert queries.history(viewer, team, rule, Measure.objects.get()) == ()


def test_a_district_counts_all_its_schools(results: World) -> None:
    viewer, district = results.viewer("district_leader"), results.places["district"]

    assert queries.history(viewer, district, EVERYONE, Measure.objects.get())[-1].n == 44


def test_another_district_has_no_history_to_see(results: World) -> None:
    with pytest.raises(NotVisible):
        queries.history(results.viewer("outsider"), results.places["school"], EVERYONE, Measure.objects.get())


def test_a_measure_is_read_as_the_method_knows_it(results: World) -> None:
    value = queries.measure_value(Measure.objects.get())

    assert (value.unit, value.minimum, value.maximum, value.yearly) == ("%", 0.0, 100.0, True)
