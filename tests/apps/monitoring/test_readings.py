"""Readings follow the result files: computed in one join, stored, renewed, and gone with their results."""

from datetime import date
from typing import Any

import numpy as np
import pytest

from aimline.apps.goals.actions import cohorts
from aimline.apps.goals.models import Cohort, Goal
from aimline.apps.monitoring.actions import computing, readings
from aimline.apps.monitoring.models import Checkpoint, Reading, Verdict
from aimline.apps.results.models import Administration, Measure, Segment
from tests.apps.conftest import World
from tests.apps.monitoring.watched import make_goal, make_reading

DEADLINE = date(2026, 4, 15)


def state_goal(world: World, **fields: Any) -> Goal:
    measure = Measure.objects.get(code="M")
    start = Administration.objects.get(school_year=2023)
    content: dict[str, Any] = {
        "measure": measure, "baseline": 100 * 14 / 24, "baseline_on": start.given_on, "baseline_administration": start,
        "target": 90.0, "deadline": DEADLINE,
    }  # fmt: skip
    return make_goal(world.places["team"], **(content | fields))


def refresh(world: World, goal: Goal) -> dict[int, tuple[float, int, int | None]]:
    readings.refresh(world.viewer("lead"), [goal])
    return {r.on.year: (round(r.value, 1), r.n, r.numerator) for r in Reading.objects.filter(goal=goal)}


def test_a_goal_on_successive_cohorts_counts_who_fits_each_year(results: World) -> None:
    found = refresh(results, state_goal(results))

    assert found == {2024: (62.5, 24, 15), 2025: (66.7, 24, 16)}
    assert set(Reading.objects.values_list("n_not_tested", "generation")) == {(1, 3)}


def test_a_goal_for_a_student_group_counts_only_that_group(results: World) -> None:
    rule = {"grades": [4], "conditions": [{"attribute": "English learner", "values": ["Yes"]}]}

    found = refresh(results, state_goal(results, group_rule=rule, baseline=20.0))

    assert found == {2024: (25.0, 8, 2), 2025: (25.0, 8, 2)}


def test_a_goal_for_the_same_students_counts_its_frozen_list(results: World) -> None:
    members = np.array([4000, 4001, 4010, 4011], dtype="<i4").tobytes()
    cohort = Cohort.objects.create(district=results.places["district"], digest="x", n=4, members=members)

    found = refresh(results, state_goal(results, comparison="same_students", cohort=cohort))

    assert found == {2024: (100.0, 4, 4), 2025: (100.0, 4, 4)}


def test_a_mean_is_stored_with_its_spread(results: World) -> None:
    Measure.objects.filter(code="M").update(metric="scale_score", unit="points")

    refresh(results, state_goal(results, baseline=500.0, target=600.0))

    stored = Reading.objects.filter(on__year=2024).get()
    assert (stored.value, stored.numerator) == (515.0, None)
    assert stored.deviation == pytest.approx(70.7, abs=0.1)


def test_a_measure_that_moves_sooner_gets_its_own_readings(results: World) -> None:
    goal = make_goal(results.places["team"], baseline_on=date(2023, 9, 1), deadline=DEADLINE)
    Checkpoint.objects.create(plan=goal.plan, on=date(2025, 4, 15), measure=Measure.objects.get(code="M"))

    refresh(results, goal)

    assert set(Reading.objects.values_list("measure__code", "on__year")) == {("M", 2024), ("M", 2025)}


def test_readings_go_when_their_results_are_withdrawn_and_come_back_once(results: World) -> None:
    goal = state_goal(results)
    refresh(results, goal)
    Segment.objects.filter(school_year=2025).update(retired_in=4)

    assert list(refresh(results, goal)) == [2024]
    Segment.objects.filter(school_year=2025).update(retired_in=None)
    assert sorted(refresh(results, goal)) == [2024, 2025]


def test_only_touched_administrations_are_renewed(results: World) -> None:
    goal = state_goal(results)
    make_reading(goal, on=date(2024, 1, 10), value=50)
    asked = readings.wanted([goal])
    touched = Administration.objects.get(school_year=2025)
    files = readings.results.current_files(results.viewer("lead"), results.places["district"])

    computed = computing.compute(files, asked, administrations={touched.pk: touched.measure_id})
    changed = readings.store(
        computed,
        goals=asked,
        administrations={touched.pk: touched.measure_id},
        generations={goal.district_id: 4},
    )

    assert changed == (goal.pk,)
    assert set(Reading.objects.values_list("on__year", "generation")) == {(2024, 1), (2025, 4)}


def test_compute_asks_the_database_nothing(results: World, django_assert_num_queries: Any) -> None:
    goal = state_goal(results)
    asked = readings.wanted([goal])
    given = dict(Administration.objects.values_list("pk", "measure_id"))
    files = readings.results.current_files(results.viewer("lead"), results.places["district"])

    with django_assert_num_queries(0):
        computed = computing.compute(files, asked, administrations=given)

    assert len(computed) == 2


def test_new_readings_leave_a_verdict(results: World) -> None:
    refresh(results, state_goal(results))

    assert Verdict.objects.get().rule in {"no_reading", "reading_overdue", "below_line", "two_below_line"}


def test_the_frozen_list_holds_who_was_tested_at_the_start_and_equal_lists_are_one_row(results: World) -> None:
    first, second = state_goal(results), state_goal(results)

    frozen = cohorts.freeze(results.viewer("lead"), first)

    assert (frozen.n, cohorts.freeze(results.viewer("lead"), second).pk) == (24, frozen.pk)
    assert np.frombuffer(bytes(frozen.members), dtype="<i4").tolist() == list(range(4000, 4024))


def test_a_wider_group_adds_students_and_loses_nobody(results: World) -> None:
    rule = {"grades": [4], "conditions": [{"attribute": "English learner", "values": ["Yes"]}]}
    goal = state_goal(results, comparison="same_students", group_rule=rule)
    goal.cohort = cohorts.freeze(results.viewer("lead"), goal)
    goal.group_rule = {"grades": [4], "conditions": []}

    assert (goal.cohort.n, cohorts.widen(results.viewer("lead"), goal).n) == (8, 24)


def test_nobody_to_follow_is_said(results: World) -> None:
    goal = state_goal(results, group_rule={"grades": [7], "conditions": []})

    with pytest.raises(cohorts.NobodyToFollow):
        cohorts.freeze(results.viewer("lead"), goal)
