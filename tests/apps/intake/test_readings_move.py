"""A goal's reading appears with an import and goes when the import is taken back."""

from datetime import date

import pytest

from aimline.apps.goals.models import Goal
from aimline.apps.intake import actions
from aimline.apps.monitoring.models import Reading, Verdict
from aimline.apps.results.models import Head, Measure
from tests.apps.built_once import BuiltOnce
from tests.apps.intake.conftest import Office, students, table
from tests.apps.monitoring.watched import make_goal


@pytest.fixture
def goal(office: Office) -> Goal:
    """Grade 4 of the school, from the first results on: 5 of 10 students at 50 or above."""
    return watch(office)


@BuiltOnce
def watch(office: Office) -> Goal:
    office.bring(office.keeper, table(students(10, year="2023", score=45)), place=office.district)
    measure = Measure.objects.get(district=office.district)
    return make_goal(
        office.world.places["school"], measure=measure, baseline=50, baseline_on=date(2023, 4, 15),
        deadline=date(2026, 3, 13),
    )  # fmt: skip


def readings(goal: Goal) -> list[tuple[str, int, float]]:
    return [(str(r.on), r.n, r.value) for r in Reading.objects.filter(goal=goal).order_by("on")]


def test_new_results_become_a_reading_and_a_verdict(office: Office, goal: Goal) -> None:
    office.bring(office.keeper, table(students(10, year="2024", score=48)), place=office.district)

    assert readings(goal) == [("2024-04-15", 10, 80.0)]
    assert Verdict.objects.filter(goal=goal).exists()


def test_results_of_other_grades_and_schools_do_not_move_it(office: Office, goal: Goal) -> None:
    rows = [*students(4, year="2024", grade="5"), ("other_school", "x", "4", "2024", "90", "No")]

    office.bring(office.keeper, table(rows), place=office.district)

    assert readings(goal) == []


def test_a_correction_moves_the_reading_and_taking_it_back_moves_it_again(office: Office, goal: Goal) -> None:
    office.bring(office.keeper, table(students(10, year="2024", score=48)), place=office.district)
    corrected = office.bring(office.keeper, table(students(2, year="2024", score=90)), place=office.district)
    assert readings(goal) == [("2024-04-15", 10, 100.0)]

    actions.withdraw(office.keeper, corrected, version=corrected.version, why="It was no correction.")

    assert readings(goal) == [("2024-04-15", 10, 80.0)]


def test_a_reading_goes_with_the_only_results_behind_it(office: Office, goal: Goal) -> None:
    only = office.bring(office.keeper, table(students(10, year="2024")), place=office.district)

    actions.withdraw(office.keeper, only, version=only.version, why="Wrong file.")

    assert readings(goal) == []


def test_a_reading_knows_the_generation_of_its_own_district(office: Office, goal: Goal) -> None:
    far = office.world.places["other_district"]
    for year in ("2023", "2024"):
        office.bring(office.keeper, table(students(2, school="far_school", year=year), district="20"), place=far)

    both = table(students(3, year="2024")) + table(students(3, school="far_school"), district="20").split("\n", 1)[1]
    office.bring(office.keeper, both, place=None)

    assert Reading.objects.get(goal=goal).generation == Head.objects.get(district=office.district).generation == 2


def test_a_goal_locked_while_files_are_written_is_counted_too(
    office: Office, goal: Goal, monkeypatch: pytest.MonkeyPatch
) -> None:
    from aimline.apps.monitoring.actions import computing

    compute, late = computing.compute, []

    def lock_another_first(*args: object, **options: object) -> object:
        if not late:
            late.append(make_goal(goal.unit, measure=goal.measure, baseline=50, baseline_on=goal.baseline_on))
        return compute(*args, **options)  # type: ignore[arg-type]  # passed on as they came

    monkeypatch.setattr(computing, "compute", lock_another_first)
    office.bring(office.keeper, table(students(10, year="2024", score=48)), place=office.district)

    assert readings(late[0]) == readings(goal) == [("2024-04-15", 10, 80.0)]
