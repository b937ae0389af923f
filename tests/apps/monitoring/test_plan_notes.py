"""What a plan still asks: at the steps of the studio, and on the page of a goal in use."""

from datetime import UTC, date, datetime

import pytest

from aimline.apps.goals.models import Goal, Strategy
from aimline.apps.monitoring.models import CheckIn, Checkpoint, Plan, Reading
from aimline.apps.monitoring.pages.goal import GoalPage
from aimline.apps.monitoring.pages.plan_notes import Note
from aimline.apps.monitoring.pages.studio import StudioPage
from tests.apps.conftest import World
from tests.apps.monitoring.watched import make_goal

DRAFT = {"is_locked": False, "state": "draft", "deadline": date(2026, 5, 29)}


def studio(world: World, goal: Goal, *, name: str = "lead") -> StudioPage:
    return world.client(name).get(f"/goals/{goal.uuid}/studio/").context["page"]


def page_of(world: World, goal: Goal, *, name: str = "lead") -> GoalPage:
    return world.client(name).get(f"/goals/{goal.uuid}/").context["page"]


def told(notes: tuple[Note, ...]) -> list[str]:
    return [note.code for note in notes]


def look_together(world: World, goal: Goal, *days: date) -> None:
    for day in days:
        held = CheckIn.objects.create(
            district=goal.district, goal=goal, on=day, value=62.0, n=24, status="watch", decision="keep",
            answers={"on_track": "almost", "what_to_adjust": "nothing yet", "who_is_improving": "not discussed",
                     "who_needs_support": "not discussed", "what_works": "not discussed"},
            celebration="none yet", next_on=date(day.year + day.month // 12, day.month % 12 + 1, 1),
            by=world.people["lead"], at=datetime(day.year, day.month, day.day, 15, tzinfo=UTC),
        )  # fmt: skip
        held.second_answers.create(person=world.people["teacher"], agrees=True, at=held.at)


def test_a_plan_with_teaching_only_is_asked_two_things_at_most(world: World) -> None:
    goal = make_goal(world.places["team"], **DRAFT)
    goal.strategies.filter(kind="assessment").delete()

    page = studio(world, goal)

    assert told(page.notes.strategies) == ["PL-02", "PL-03"]
    assert str(page.notes.strategies[0].question) == "How will you see it?"
    rows = {row["kind"].value(): row["text"].id_for_label for row in page.forms.strategies}
    assert [note.href for note in page.notes.strategies] == [f"#{rows['assessment']}", f"#{rows['intervention']}"]


def test_each_note_leads_to_a_field_of_the_page(world: World) -> None:
    goal = make_goal(world.places["team"], **DRAFT)
    for kind in ("intervention", "extension"):
        Strategy.objects.create(goal=goal, kind=kind, text="Second round on Thursdays")
    Plan.objects.update(cadence_days=45)
    Checkpoint.objects.filter(plan__goal=goal).update(name="", measure=None)

    answer = world.client("lead").get(f"/goals/{goal.uuid}/studio/")
    page, text = answer.context["page"], answer.content.decode()

    assert told(page.notes.strategies) == ["PL-04", "PL-05"]
    assert len(page.notes.looks) == 2
    assert {"PL-09", "PL-10", "T-07"} > set(told(page.notes.looks))
    for note in (*page.notes.strategies, *page.notes.looks):
        assert f'id="{note.href.lstrip("#")}"' in text


def test_a_whole_plan_is_asked_nothing(world: World) -> None:
    goal = make_goal(world.places["team"], **DRAFT | {"deadline": date(2026, 3, 13)})
    for kind in ("intervention", "extension"):
        Strategy.objects.create(goal=goal, kind=kind, text="Second round on Thursdays")
    goal.strategies.update(how_it_differs="in groups of four", evidence_basis="research")

    page = studio(world, goal)

    assert (page.notes.strategies, page.notes.looks) == ((), ())


def test_what_keeps_a_goal_from_being_used_is_said_once(world: World) -> None:
    goal = make_goal(world.places["team"], **DRAFT)
    goal.strategies.all().delete()
    goal.plan.checkpoints.all().delete()
    goal.plan.rules.all().delete()

    page = studio(world, goal)

    assert (page.notes.strategies, page.notes.looks) == ((), ())
    assert any("A goal without a plan is a wish" in str(one.message) for one in page.missing)


def test_the_last_data_long_before_the_deadline_are_noted_beside_the_dates(world: World) -> None:
    goal = make_goal(world.places["team"], **DRAFT)

    page = studio(world, goal)

    assert told(page.notes.looks) == ["T-07"]
    assert "T-07" not in {finding.code for finding in page.tests.findings}
    assert "13 March 2026" in str(page.notes.looks[0].message)


def test_three_flat_looks_ask_for_another_strategy(world: World) -> None:
    goal = make_goal(world.places["team"], values=(62, 61, 62, 62))
    look_together(world, goal, date(2025, 11, 13), date(2025, 12, 11), date(2026, 1, 10))

    page = page_of(world, goal)

    assert told(page.notes) == ["PL-15"]
    assert page.notes[0].href == f"/goals/{goal.uuid}/adjust/"
    text = world.client("lead").get(f"/goals/{goal.uuid}/").content.decode()
    assert text.count("Same plan, flat line over 3 looks.") == 1


def test_a_changed_strategy_answers_the_flat_line(world: World) -> None:
    goal = make_goal(world.places["team"], values=(62, 61, 62, 62))
    look_together(world, goal, date(2025, 11, 13), date(2025, 12, 11), date(2026, 1, 10))
    goal.strategies.filter(kind="instruction").update(starts_on=date(2025, 12, 1))

    assert page_of(world, goal).notes == ()


def test_two_days_without_data_ask_for_them_without_saying_twice_that_there_are_none(world: World) -> None:
    goal = make_goal(world.places["team"], values=(63,))

    page = page_of(world, goal)

    assert page.status == "no_data"
    assert told(page.notes) == ["PL-12"]
    assert (page.notes[0].message, str(page.notes[0].question)) == (None, "Can someone enter Unit check?")


def test_a_forgotten_goal_is_asked_whether_it_is_alive(world: World) -> None:
    goal = make_goal(world.places["team"], values=(63, 67, 69, 76), deadline=date(2026, 5, 29))
    for line in goal.strategies.all():
        assert line.starts_on == goal.starts_on

    text = str(page_of(world, goal).overdue)

    assert text.startswith("Untouched since 18 September 2025.")
    assert "Not looked at together" not in text


def test_a_rule_that_has_spoken_waits_for_an_answer(world: World) -> None:
    goal = make_goal(world.places["team"], values=(62, 60, 58))
    Reading.objects.filter(goal=goal, on=date(2025, 12, 10)).update(value=57.0)
    page = page_of(world, goal)

    assert page.fired[0].decision != "keep"
    assert str(page.undecided) == "The rule you agreed on has spoken on 10 December 2025. What do you decide?"

    look_together(world, goal, date(2026, 1, 9))
    assert page_of(world, goal).undecided is None


@pytest.mark.parametrize("name", ["colleague", "district_leader", "coach"])
def test_those_who_do_not_work_on_a_goal_are_not_asked(world: World, name: str) -> None:
    goal = make_goal(world.places["team"], values=(62, 61, 62, 62), visibility="public")
    look_together(world, goal, date(2025, 11, 13), date(2025, 12, 11), date(2026, 1, 10))

    page = page_of(world, goal, name=name)

    assert (page.notes, page.undecided) == ((), None)


def test_a_writer_who_may_not_see_the_numbers_is_not_told_which_way_they_go(world: World) -> None:
    goal = make_goal(world.places["district"], values=(62, 61, 62, 62), n=7)
    look_together(world, goal, date(2025, 11, 13), date(2025, 12, 11), date(2026, 1, 10))

    page = page_of(world, goal, name="district_leader")

    assert page.may.change
    assert (told(page.notes), page.undecided) == ([], None)
