"""A locked goal changes upward, or by two people who put a wrong record right."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from aimline.apps.goals.actions import amendments
from aimline.apps.goals.actions.amendments import Change
from aimline.apps.goals.models import Goal
from aimline.apps.journal.actions import StaleVersion
from aimline.apps.journal.models import Entry
from aimline.apps.monitoring import queries
from aimline.apps.monitoring.actions import amending
from aimline.apps.monitoring.models import Reading
from aimline.apps.organizations.policy import NotAllowed
from aimline.domain import amendment as method
from aimline.domain.goal import GroupRule, Stop
from tests.apps.conftest import World
from tests.apps.monitoring.watched import make_goal

CORRECTION: dict[str, Any] = {"code": "data_entry_error", "explanation": "Two papers were counted twice."}


def change(world: World, goal: Goal, asked: Change, *, by: str = "lead", sharpens: bool = False) -> Any:
    return amending.amend(world.viewer(by), goal, asked, explanation="", sharpens=sharpens, version=goal.version)


def test_raising_the_target_keeps_both_values_and_raises_the_floor(world: World, goal: Goal) -> None:
    made = change(world, goal, Change(target=88.0))

    stored = Goal.objects.get(pk=goal.pk)
    assert (made.before, made.after) == ({"target": 85.0}, {"target": 88.0})
    assert (stored.target, stored.target_floor, stored.version) == (88.0, 88.0, 2)
    assert Entry.objects.filter(verb="raise", noun_uuid=goal.uuid).exists()


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        (Change(target=80.0), method.TargetNeverRecedes),
        (Change(deadline=date(2026, 4, 30)), method.DeadlineNeverMovesLater),
        (Change(group=GroupRule("Some", frozenset({3}))), method.GroupNeverNarrows),
        (Change(new_stop=Stop(date(2026, 2, 2), 63.0)), method.StopsNeverLowered),
        (Change(baseline=50.0), method.BaselineNeverChanges),
    ],
)
def test_what_would_be_easier_is_refused_and_nothing_changes(
    world: World, goal: Goal, asked: Change, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        change(world, goal, asked)

    stored = Goal.objects.get(pk=goal.pk)
    assert (stored.target, stored.deadline, stored.baseline, stored.version) == (85.0, goal.deadline, 62.0, 1)


def test_a_goal_for_fewer_of_something_is_not_raised_by_a_larger_number(world: World) -> None:
    goal = make_goal(world.places["team"], baseline=24, target=16, measure=absence(world))

    with pytest.raises(method.TargetNeverRecedes):
        change(world, goal, Change(target=18.0))
    change(world, goal, Change(target=12.0))

    assert Goal.objects.get(pk=goal.pk).target_floor == 12.0


def absence(world: World) -> Any:
    from tests.apps.monitoring.watched import make_measure

    return make_measure(world.places["district"], "absence", metric="chronic_absence", direction="down")


def test_an_earlier_date_a_stop_and_a_wider_group_are_free(world: World, goal: Goal) -> None:
    change(world, goal, Change(deadline=date(2026, 3, 6)))
    change(world, goal, Change(new_stop=Stop(date(2026, 2, 2), 82.0)))
    change(world, goal, Change(group=GroupRule("Grades 4 and 5", frozenset({4, 5}))))

    stored = Goal.objects.get(pk=goal.pk)
    kinds = list(stored.amendments.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["earlier", "add_benchmark", "widen_group"]
    assert stored.group_rule["grades"] == [4, 5]
    assert [stop.value for stop in stored.benchmarks.all()] == [82.0]


def test_a_young_goal_may_be_sharpened_and_an_older_one_not(world: World, goal: Goal) -> None:
    young = make_goal(world.places["team"], locked_on=date(2026, 1, 5))

    change(world, young, Change(result="compare, order and explain fractions"), sharpens=True)

    assert young.amendments.get().kind == "sharpen"
    with pytest.raises(method.SharpeningIsOver):
        change(world, goal, Change(result="explain fractions"), sharpens=True)


@pytest.mark.parametrize("name", ["colleague", "principal", "coach", "district_leader", "steward", "leaver"])
def test_only_members_of_the_goals_own_level_amend_it(world: World, goal: Goal, name: str) -> None:
    with pytest.raises(NotAllowed):
        change(world, goal, Change(target=90.0), by=name)


def test_a_form_opened_before_another_change_is_answered_with_both_texts(world: World, goal: Goal) -> None:
    change(world, goal, Change(target=86.0))

    with pytest.raises(StaleVersion) as refusal:
        amendments.amend(world.viewer("lead"), goal, Change(target=87.0), version=1)

    assert (refusal.value.theirs, refusal.value.yours) == ({"target": "86.0"}, {"target": "87.0"})


def test_of_two_who_raise_the_target_at_once_the_second_meets_the_first(world: World, goal: Goal) -> None:
    one, other = (queries.goal(world.viewer(name), goal.uuid) for name in ("lead", "teacher"))
    change(world, one, Change(target=95.0))

    with pytest.raises(StaleVersion) as refusal:
        amending.amend(world.viewer("teacher"), other, Change(target=86.0), explanation="", sharpens=False, version=1)

    stored = Goal.objects.get(pk=goal.pk)
    assert (stored.target, stored.target_floor, stored.version) == (95.0, 95.0, 2)
    assert refusal.value.theirs == {"target": "95.0"}


def test_a_goal_read_before_it_rose_is_judged_as_it_is_now(world: World, goal: Goal) -> None:
    old = queries.goal(world.viewer("teacher"), goal.uuid)
    change(world, goal, Change(target=95.0))

    with pytest.raises(method.TargetNeverRecedes):
        amending.amend(world.viewer("teacher"), old, Change(target=86.0), explanation="", sharpens=False, version=None)


def test_a_correction_waits_for_a_second_person(world: World, goal: Goal) -> None:
    asked = amendments.ask_for_correction(world.viewer("lead"), goal, Change(baseline=58.0), **CORRECTION)

    assert (asked.state, Goal.objects.get(pk=goal.pk).baseline) == ("requested", 62.0)
    for name in ("lead", "teacher", "colleague"):
        with pytest.raises(NotAllowed):
            amending.decide_correction(world.viewer(name), goal, asked, approve=True)


def test_an_approved_correction_may_lower_the_target_and_keeps_what_stood_there(world: World, goal: Goal) -> None:
    asked = amendments.ask_for_correction(world.viewer("lead"), goal, Change(target=80.0), **CORRECTION)

    made = amending.decide_correction(world.viewer("principal"), goal, asked, approve=True)

    stored = Goal.objects.get(pk=goal.pk)
    assert (stored.target, stored.target_floor) == (80.0, 80.0)
    assert (made.before, made.after, made.state) == ({"target": 85.0}, {"target": 80.0}, "approved")


def test_a_declined_correction_changes_nothing(world: World, goal: Goal) -> None:
    asked = amendments.ask_for_correction(world.viewer("lead"), goal, Change(target=80.0), **CORRECTION)

    amending.decide_correction(world.viewer("steward"), goal, asked, approve=False)

    assert Goal.objects.get(pk=goal.pk).target == 85.0
    with pytest.raises(amendments.AlreadyDecided):
        amending.decide_correction(world.viewer("principal"), goal, asked, approve=True)


@pytest.mark.parametrize("corrected", [date(2026, 3, 6), date(2026, 4, 10)])
def test_the_look_before_the_deadline_and_the_line_follow_a_corrected_one(
    world: World, goal: Goal, corrected: date
) -> None:
    goal.benchmarks.create(on=date(2025, 12, 13), value=73.4)
    asked = amendments.ask_for_correction(world.viewer("lead"), goal, Change(deadline=corrected), **CORRECTION)

    amending.decide_correction(world.viewer("principal"), goal, asked, approve=True)

    stored = Goal.objects.get(pk=goal.pk)
    looks = sorted(look.on for look in stored.plan.checkpoints.all())
    assert (stored.deadline, looks[-1], len(looks)) == (corrected, corrected, 6)
    assert (stored.benchmarks.get().value > 73.4) is (corrected < date(2026, 3, 13))


def test_a_correction_that_no_longer_fits_is_not_carried_out(world: World, goal: Goal) -> None:
    asked = amendments.ask_for_correction(world.viewer("lead"), goal, Change(target=80.0), **CORRECTION)
    change(world, goal, Change(target=90.0))

    with pytest.raises(amendments.NoLongerFits):
        amending.decide_correction(world.viewer("principal"), goal, asked, approve=True)

    assert Goal.objects.get(pk=goal.pk).target == 90.0


def test_slow_progress_is_no_reason_for_a_correction(world: World, goal: Goal) -> None:
    with pytest.raises(method.NotACorrection):
        amendments.ask_for_correction(
            world.viewer("lead"), goal, Change(target=80.0), code="progress is slower", explanation="It is hard."
        )


def test_the_database_itself_refuses_a_lower_target(world: World, goal: Goal) -> None:
    falling = make_goal(world.places["team"], baseline=24, target=16, measure=absence(world))

    for each, easier in ((goal, 80), (falling, 18)):
        with pytest.raises(IntegrityError, match="target_never_recedes"):
            update("update goals_goal set target = %s where id = %s", easier, each.pk)


def test_the_database_itself_refuses_a_correction_by_one_person(world: World, goal: Goal) -> None:
    asked = amendments.ask_for_correction(world.viewer("lead"), goal, Change(target=80.0), **CORRECTION)

    with pytest.raises(IntegrityError, match="a_correction_needs_a_second_person"):
        update(
            "update goals_amendment set state = 'approved', approved_by_id = requested_by_id where id = %s", asked.pk
        )


def update(sql: str, *values: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_readings_stay_when_the_target_rises(world: World, goal: Goal) -> None:
    change(world, goal, Change(target=90.0))

    assert Reading.objects.filter(goal=goal).count() == 4
