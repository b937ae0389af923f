"""The database itself holds what was locked, whatever is written past the actions."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from aimline.apps.goals.actions import amendments
from aimline.apps.goals.actions.amendments import Change
from aimline.apps.goals.models import Amendment, Goal
from aimline.apps.monitoring.actions import amending
from tests.apps.conftest import NOW, World
from tests.apps.monitoring.watched import make_goal, make_measure

EASIER: list[dict[str, object]] = [
    {"target": 50.0, "target_floor": 50.0},
    {"deadline": date(2027, 1, 1)},
    {"baseline": 10.0},
    {"baseline_on": date(2025, 9, 1)},
    {"locked_on": None},
    {"locked_on": None, "target": 10.0, "target_floor": None},
    {"locked_on": date(2026, 1, 1)},
    {"direction": "down"},
    {"comparison": "same_students"},
    {"denominator": "matched"},
]


def write(goal: Goal, **values: object) -> None:
    with transaction.atomic():
        Goal.objects.filter(pk=goal.pk).update(**values)


@pytest.mark.parametrize("values", EASIER)
def test_a_locked_goal_is_not_eased_past_the_actions(goal: Goal, values: dict[str, object]) -> None:
    before = Goal.objects.filter(pk=goal.pk).values().get()

    with pytest.raises(IntegrityError):
        write(goal, **values)

    assert Goal.objects.filter(pk=goal.pk).values().get() == before


def test_a_locked_goal_keeps_its_measure(world: World, goal: Goal) -> None:
    with pytest.raises(IntegrityError):
        write(goal, measure=make_measure(world.places["district"], "another"))


def test_where_less_is_better_the_target_does_not_rise(world: World) -> None:
    absence = make_measure(world.places["district"], "absence", metric="chronic_absence", direction="down")
    falling = make_goal(world.places["team"], baseline=24, target=16, measure=absence)

    with pytest.raises(IntegrityError):
        write(falling, target=20.0, target_floor=20.0)
    write(falling, target=12.0, target_floor=12.0)


def test_a_better_promise_may_be_written(goal: Goal) -> None:
    write(goal, target=90.0, target_floor=90.0, deadline=date(2026, 3, 1))

    assert Goal.objects.get(pk=goal.pk).target == 90.0


def test_a_locked_goal_is_never_removed(goal: Goal) -> None:
    with pytest.raises((IntegrityError, ProtectedError)), transaction.atomic():
        Goal.objects.filter(pk=goal.pk)._raw_delete("default")

    assert Goal.objects.filter(pk=goal.pk).exists()


def test_an_approved_correction_opens_the_lock_for_what_it_names_only(world: World, goal: Goal) -> None:
    told = {"code": "data_entry_error", "explanation": "Two papers were counted twice."}
    asked = Change(target=80.0, baseline=58.0, deadline=date(2026, 3, 20))
    row = amendments.ask_for_correction(world.viewer("lead"), goal, asked, **told)

    amending.decide_correction(world.viewer("principal"), goal, row, approve=True)

    stored = Goal.objects.get(pk=goal.pk)
    assert (stored.target, stored.baseline, stored.deadline) == (80.0, 58.0, date(2026, 3, 20))
    for values in ({"target": 79.0, "target_floor": 79.0}, {"baseline": 57.0}, {"deadline": date(2026, 3, 21)}):
        with pytest.raises(IntegrityError):
            write(goal, **values)


def test_a_correction_that_only_waits_opens_nothing(world: World, goal: Goal) -> None:
    Amendment.objects.create(
        goal=goal, kind="correction", explanation="x", before={"target": 85.0}, after={"target": 50.0},
        requested_by=world.people["lead"], requested_at=NOW, state="requested",
    )  # fmt: skip

    with pytest.raises(IntegrityError):
        write(goal, target=50.0, target_floor=50.0)


def test_an_active_progress_goal_is_locked(world: World, goal: Goal) -> None:
    draft = make_goal(world.places["team"], state="draft", title="Another")
    fresh = Goal.objects.create(
        district=goal.district, unit=goal.unit, school_year=2026, level="team", created_at=NOW, title=draft.title
    )

    with pytest.raises(IntegrityError, match="an_active_progress_goal_is_locked"):
        write(fresh, state="active")
