"""What lies ahead of a goal: worked out when readings arrive, told only to those who see what it was made of."""

from datetime import date, timedelta

import pytest

from aimline.apps.goals.models import Goal
from aimline.apps.monitoring import queries
from aimline.apps.monitoring.actions import foretelling, verdicts
from aimline.apps.monitoring.models import Outlook, Verdict
from aimline.apps.monitoring.pages import goal as goal_pages
from aimline.apps.monitoring.pages import picture
from aimline.apps.organizations.queries import calendar_of
from aimline.apps.results.queries.changes import Change
from aimline.charts.picture import Pause
from aimline.domain.calendar import Break, Calendar, SchoolYear
from tests.apps.conftest import World
from tests.apps.monitoring.watched import BASELINE_ON, DEADLINE, LOOKS, make_goal, make_measure

FOUR = (63, 67, 69, 76)


def watched(world: World, *, name: str = "lead", **fields: object) -> Goal:
    goal = make_goal(world.places["team"], **({"values": FOUR} | fields))
    verdicts.keep(world.viewer(name), [goal.pk])
    return goal


def page_of(world: World, goal: Goal, name: str = "lead") -> goal_pages.GoalPage:
    viewer = world.viewer(name)
    opened = queries.goal(viewer, goal.uuid)
    return goal_pages.goal_page(viewer, opened, calendar_of(viewer, opened.district), n_writers=1)


def fact(page: goal_pages.GoalPage, name: str) -> str:
    return next((str(each.text) for each in page.facts if str(each.name) == name), "")


def test_four_readings_make_a_chance_that_page_and_verdict_share(world: World) -> None:
    goal = watched(world)

    found, stored, page = Outlook.objects.get(), Verdict.objects.get(), page_of(world, goal)

    assert (found.n_points, found.is_enough, found.last_on) == (4, True, LOOKS[3])
    assert page.status == stored.status
    assert stored.rule.startswith("model_")
    assert len(stored.inputs["fired"]) == 4
    assert stored.inputs["outlook"]["chance"] == found.chance
    assert fact(page, "Chance of the target").endswith("from 4 readings")
    assert fact(page, "Where this leads").endswith("in 8 of 10 such cases")
    assert fact(page, "What is usual") == "not known here yet, so these readings speak alone"
    assert "Fan: where this is likely to lead." in str(page.drawing and page.drawing.legend)


def test_with_fewer_readings_the_line_decides_and_the_chance_waits(world: World) -> None:
    goal = make_goal(world.places["team"], values=FOUR)
    goal.readings.filter(on__in=LOOKS[:2]).delete()
    verdicts.keep(world.viewer("lead"), [goal.pk])

    page = page_of(world, goal)

    assert (page.status, Verdict.objects.get().rule) == ("on_track", "at_line")
    assert fact(page, "Chance of the target") == "too early to say: 2 readings so far, four are needed"


def test_silence_foretells_nothing(world: World) -> None:
    goal = watched(world, values=FOUR[:2], deadline=date(2026, 6, 5))
    goal.readings.update(on=BASELINE_ON + timedelta(days=7))
    goal.readings.last().delete()  # type: ignore[union-attr]  # there are two
    verdicts.keep(world.viewer("lead"), [goal.pk])

    page = page_of(world, goal)

    assert (page.status, fact(page, "Where this leads")) == ("no_data", "")


def test_whoever_sees_fewer_readings_is_not_told_what_the_hidden_ones_foretell(world: World) -> None:
    goal = make_goal(world.places["school"], values=FOUR, n=30)
    goal.readings.filter(on=LOOKS[1]).update(n=6)
    verdicts.keep(world.viewer("principal"), [goal.pk])

    assert fact(page_of(world, goal, "principal"), "Where this leads")
    page = page_of(world, goal, "district_leader")

    assert fact(page, "Where this leads") == ""
    assert "chance" not in str(page.reason).lower()
    assert "Fan" not in str(page.drawing and page.drawing.legend)


def test_a_small_group_shows_nothing_ahead_outside(world: World) -> None:
    goal = make_goal(world.places["school"], values=FOUR, n=8)
    verdicts.keep(world.viewer("principal"), [goal.pk])

    page = page_of(world, goal, "district_leader")

    assert (page.status, page.drawing) == ("", None)
    assert fact(page, "Where this leads") + fact(page, "When it was set") == ""


def test_another_promise_needs_another_outlook(world: World) -> None:
    goal = watched(world)
    Goal.objects.filter(pk=goal.pk).update(target=90, target_floor=90)

    assert fact(page_of(world, goal), "Where this leads") == ""


def test_means_of_scores_are_followed_by_the_averaged_model(world: World) -> None:
    probe = make_measure(world.places["district"], "probe", metric="wcpm", unit="words/min")

    watched(world, measure=probe, baseline=60.0, target=95.0, values=(66, 71, 78, 85))

    found = Outlook.objects.get()
    assert found.version == "on-track-1"
    assert found.chance is not None
    assert found.chance > 0.5
    assert "oral-reading-2017" in str(found.rests_on["sources"])


def test_from_eight_goals_on_each_learns_from_the_others(world: World) -> None:
    score = make_measure(world.places["district"], "score", metric="mean_score", unit="points")
    goals = [
        make_goal(world.places["team"], measure=score, baseline=50.0, target=60.0, values=(51, 53, 54, 55 + n % 3))
        for n in range(8)
    ]

    verdicts.keep(world.viewer("lead"), [goals[0].pk])

    assert Outlook.objects.get().rests_on["learned_from"] == 8


def test_a_share_learns_from_eight_earlier_groups_on(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    chances = []
    for n_earlier in (0, 7, 8):
        earlier = tuple(Change(1, 4, 2025, 60.0, 24, 84.0 + place % 3, 24) for place in range(n_earlier))
        monkeypatch.setattr(foretelling, "changes", lambda *_, found=earlier, **__: found)
        found = Outlook.objects.get(goal=watched(world))
        chances.append((found.rests_on["learned_from"], found.chance))
    assert [n for n, _ in chances] == [0, 0, 8]
    assert chances[0][1] == chances[1][1] < chances[2][1]


@pytest.mark.parametrize(("values", "target"), [((20, 17, 15, 12), 10.0)])
def test_what_falls_is_foretold_downwards(world: World, values: tuple[float, ...], target: float) -> None:
    absence = make_measure(world.places["district"], "absence", metric="chronic_absence", direction="down")

    watched(world, measure=absence, baseline=22.0, target=target, values=values, n=200)

    found = Outlook.objects.get()
    assert found.low is not None
    assert found.high is not None
    assert found.low < 12 < found.high + 4


def test_a_test_once_a_year_foretells_nothing(world: World) -> None:
    yearly = make_measure(world.places["district"], "state", is_yearly=True)

    watched(world, measure=yearly)

    assert Outlook.objects.get().chance is None


def test_the_fan_rests_in_a_break(world: World) -> None:
    known = Calendar(
        (
            SchoolYear(
                2026, date(2025, 9, 1), date(2026, 6, 30), breaks=(Break(date(2026, 2, 1), date(2026, 2, 14), ""),)
            ),
        )
    )
    goal = watched(world)
    opened = queries.goal(world.viewer("lead"), goal.uuid)
    pauses = [Pause(date(2026, 2, 1), date(2026, 2, 14))]

    steps = picture.fan(Outlook.objects.get(), queries.locked(opened), pauses, known)

    assert [step.on for step in steps] == [date(2026, 1, 31), date(2026, 2, 14), DEADLINE]
    assert (steps[0].low, steps[0].high) == pytest.approx((steps[1].low, steps[1].high))
    assert steps[2].high > steps[1].high


def test_a_goal_keeps_how_ambitious_it_was_when_it_was_locked(world: World) -> None:
    goal = watched(world)
    about = {"rating": "stretch", "p_same": 0.2, "target": 85.0}
    Outlook.objects.update(ambition=about)

    assert fact(page_of(world, goal), "When it was set") == "a stretch: about 1 chance in 5 if nothing changes"
    Outlook.objects.update(ambition=about | {"target": 80.0})
    assert fact(page_of(world, goal), "When it was set") == ""


def test_a_reading_on_the_last_day_leaves_nothing_to_foretell(world: World) -> None:
    goal = make_goal(world.places["team"], values=FOUR, deadline=LOOKS[3])
    opened = queries.goal(world.viewer("lead"), goal.uuid)

    assert foretelling.watched(opened, calendar_of(world.viewer("lead"), goal.district)) is None
