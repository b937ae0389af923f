"""If every place below hits its target, does the goal above add up? For those who may see every place."""

from datetime import date

import pytest

from aimline.apps.goals.models import Goal
from aimline.apps.monitoring.queries import adding
from aimline.apps.results.models import Administration, Measure
from aimline.apps.results.queries import Counts
from tests.apps.conftest import World
from tests.apps.monitoring.watched import make_goal

SPRING = date(2025, 4, 15)


@pytest.fixture
def above(results: World) -> Goal:
    """A school's goal for grade 4, 16 of 24 of whom reached the standard last spring; its team has a goal below."""
    return goal_of(results, "school", target=90.0)


def goal_of(results: World, place: str, *, target: float) -> Goal:
    measure = Measure.objects.get()
    given = Administration.objects.get(measure=measure, given_on=SPRING)
    return make_goal(
        results.places[place], measure=measure, baseline=66.7, target=target, baseline_on=SPRING,
        baseline_administration=given, title=f"Mathematics of {place}",
    )  # fmt: skip


def page(results: World, goal: Goal, name: str = "principal"):  # type: ignore[no-untyped-def]  # what the template sees
    return results.client(name).get(f"/goals/{goal.uuid}/adds-up/").context["page"]


def test_a_target_below_that_is_too_low_says_how_many_are_missing_and_where(results: World, above: Goal) -> None:
    below = goal_of(results, "team", target=75.0)

    shown = page(results, above)

    assert str(shown.answer).startswith("If every place hits its target, 18 of 24 students (75.0 %) get there; 4 are")
    place = shown.places[0]
    assert (str(place.now), str(place.then)) == ("now 16 of 24", "its target: 18 of 24")
    assert str(place.more) == "4 more at 90 %"
    assert place.href.endswith(f"{below.uuid}/")


def test_targets_that_are_enough_add_up(results: World, above: Goal) -> None:
    goal_of(results, "team", target=95.0)

    shown = page(results, above)

    assert str(shown.answer).startswith("It adds up")
    assert shown.places[0].more is None


def test_a_place_without_a_goal_counts_as_it_stands_and_is_named(results: World, above: Goal) -> None:
    shown = page(results, above)

    assert str(shown.answer) == (
        "No place below has a goal on this measure yet. As they stand, 16 of 24 students are there; 22 are needed."
    )
    assert results.places["team"].name in str(shown.missing)


def test_a_place_too_small_to_show_hides_the_sum_too(results: World, above: Goal) -> None:
    results.places["district"].n_min = 25
    results.places["district"].save()

    shown = page(results, above, "district_leader")

    assert "fewer than 25 students" in str(shown.answer)
    assert [str(place.now) for place in shown.places] == ["not shown"]


@pytest.mark.parametrize(("reached", "now"), [(23, "at least 90 % of 24"), (1, "at most 10 % of 24")])
def test_a_place_near_everybody_or_nobody_is_told_as_a_range_and_not_added(
    results: World, above: Goal, reached: int, now: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    goal_of(results, "team", target=75.0)
    team = results.places["team"].pk
    monkeypatch.setattr(adding, "counts_of_parts", lambda *asked: {team: Counts(24, 0, 24, reached, None)})

    shown = page(results, above, "district_leader")

    assert [str(place.now) for place in shown.places] == [now]
    assert str(shown.places[0].then) == "its target: 75 %"
    assert "the sum is not told" in str(shown.answer)


def test_before_there_are_results_it_says_so(world: World) -> None:
    goal = make_goal(world.places["school"])

    assert "There are no results" in str(page(world, goal).answer)


def test_the_goal_page_leads_there_only_where_something_can_be_added(results: World, above: Goal) -> None:
    team = goal_of(results, "team", target=75.0)
    client = results.client("principal")

    assert f"/goals/{above.uuid}/adds-up/" in client.get(f"/goals/{above.uuid}/").content.decode()
    assert "adds-up" not in client.get(f"/goals/{team.uuid}/").content.decode()
    assert client.get(f"/goals/{team.uuid}/adds-up/").status_code == 404
