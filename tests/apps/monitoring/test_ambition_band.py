"""The band of ambition in the studio: own history first, taken with one press, and never where a start is hidden."""

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client

from aimline.apps.goals.actions import values
from aimline.apps.goals.models import Goal
from aimline.apps.monitoring import queries
from aimline.apps.monitoring.actions import activating
from aimline.apps.monitoring.pages.ambition import Band, band_of
from aimline.apps.monitoring.queries import ambition, questions
from aimline.apps.organizations.models import Unit
from aimline.apps.organizations.queries import calendar_of
from aimline.apps.results.models import Measure
from aimline.apps.results.queries.changes import Change
from aimline.domain.goal import Comparison
from tests.apps.conftest import World
from tests.apps.monitoring.studio_form import open_studio, send, sent_form, whole_goal
from tests.apps.monitoring.watched import make_goal, make_measure

MAY = date(2026, 5, 29)
CHANGES = tuple(Change(1, 4, 2025, 60.0, 24, 60.0 + 3 * rise, 24) for rise in range(10))


def make_draft(unit: Unit, **fields: object) -> Goal:
    return make_goal(unit, is_locked=False, **({"state": "draft", "deadline": MAY} | fields))


def begun(results: World) -> tuple[Client, str]:
    """The studio of a team's goal for a test of which it has three years, with 80 % as its target."""
    client = results.client("lead")
    address = open_studio(client, results.places["team"].uuid)
    send(client, address, "save", **whole_goal(Measure.objects.get()))
    return client, address


def sent(client: Client, address: str, **more: object) -> dict[str, object]:
    return sent_form(client.get(address).context["page"]) | more


def rate(world: World, goal: Goal) -> ambition.Rated | ambition.Unrated | None:
    return ambition.rate(world.viewer("lead"), goal, values.draft_of(goal))


def band(world: World, goal: Goal) -> Band:
    found = band_of(rate(world, goal))
    assert found is not None
    return found


def test_a_teams_own_years_rate_its_target(results: World) -> None:
    client, address = begun(results)

    shown = client.get(address)

    assert str(shown.context["page"].tests.band.rating) == "A stretch"
    assert "If nothing changes: about 1 chance in" in shown.content.decode()
    assert "It rests on a few of your own earlier results" in shown.content.decode()


def test_the_band_follows_the_target_while_it_is_typed(results: World) -> None:
    client, address = begun(results)

    typed = client.post(f"{address}check/", sent(client, address, target="60")).content.decode()

    assert 'id="ambition" hx-swap-oob="innerHTML"' in typed
    assert "Too easy." in typed


def test_a_suggested_target_is_taken_with_one_press(results: World) -> None:
    client, address = begun(results)
    offer = client.get(address).context["page"].tests.band.offers[-1]

    answer = client.post(address, sent(client, address, take_target=offer.value))

    assert answer.url.endswith("#step-3")
    assert Goal.objects.get().target == float(offer.value)


@pytest.mark.parametrize("words", ["much", "inf"])
def test_what_is_no_number_takes_no_target(results: World, words: str) -> None:
    client, address = begun(results)

    client.post(address, sent(client, address, take_target=words))

    assert Goal.objects.get().target == 80.0


def test_whoever_may_not_see_the_start_sees_no_band(world: World) -> None:
    address = f"/goals/{make_draft(world.places['school'], n=8, state='in_review').uuid}/studio/"

    assert world.client("principal").get(address).context["page"].tests.band is not None
    hidden = world.client("district_leader").get(address)

    assert hidden.context["page"].tests.band is None
    assert "chance" not in hidden.content.decode()


def test_groups_like_this_one_say_how_many_moved_as_much(world: World) -> None:
    goal = make_draft(world.places["team"], target=77.0)
    draft = values.draft_of(goal)
    assert draft.measure is not None
    assert draft.baseline is not None
    question = questions.question_of(world.viewer("lead"), goal, draft, CHANGES, made=0)

    found = ambition.rated(question, draft, draft.measure, draft.baseline, CHANGES, shown=None)

    assert str(found.precedents.sentence) == "Of 10 comparable teams here, 50 % moved this much."
    assert (min(found.ends), max(found.ends)) == (62.0, 89.0)


@pytest.mark.parametrize(("target", "rating"), [(80.0, "too_easy"), (140.0, "very_hard")])
def test_what_data_find_unusual_asks_for_one_written_reason(world: World, target: float, rating: str) -> None:
    measure = make_measure(world.places["district"], "probe", metric="wcpm", unit="words/min")
    goal = make_draft(
        world.places["team"], measure=measure, baseline=70.0, target=target, comparison=Comparison.SAME_STUDENTS
    )
    viewer = world.viewer("lead")

    ready = activating.readiness(viewer, queries.draft(viewer, goal.uuid), calendar_of(viewer, goal.district))

    assert ready.report.judgement is not None
    assert (ready.report.judgement.ambition, ready.facts.ambition_wants_reason) == (rating, True)


def test_without_a_history_it_says_so_and_what_would_help(world: World) -> None:
    said = [str(each) for each in band(world, make_draft(world.places["team"])).rests_on]

    assert said == [
        "It rests on results from elsewhere, until there are earlier results of your own.",
        "Bring in last year’s results of this test, and groups of your own answer.",
    ]


def test_a_target_on_whole_students_is_reached_by_just_these(world: World) -> None:
    found = rate(world, make_draft(world.places["team"]))

    assert isinstance(found, ambition.Rated)
    for mark in found.marks:
        assert mark.needed is not None
        assert mark.value <= 100 * mark.needed / 24 < mark.value + 0.1


def test_without_a_target_the_marks_stand_alone(world: World) -> None:
    shown = band(world, make_draft(world.places["team"], target=None))

    assert (shown.rating, shown.compared, shown.chances) == (None, None, None)
    assert len(shown.offers) >= 2


def test_without_a_deadline_it_asks_for_one(world: World) -> None:
    shown = band(world, make_draft(world.places["team"], deadline=None))

    assert [str(each) for each in shown.asks][1] == "Say by when, and it is shown here."


def test_a_mean_of_successive_groups_is_not_rated_and_says_what_is(world: World) -> None:
    measure = make_measure(world.places["district"], "rubric", metric="rubric_mean", unit="points")
    goal = make_draft(world.places["team"], measure=measure, baseline=2.1, target=3.0)

    assert "no fair way yet" in str(band(world, goal).asks[0])


@pytest.mark.parametrize(
    ("metric", "unit", "start", "target"),
    [
        ("wcpm", "words/min", 62.0, 95.0),
        ("scale_score", "points", 205.0, 214.0),
        ("percent_at_benchmark", "%", 55.0, 70.0),
        ("percent_proficient", "%", 55.0, 70.0),
    ],
)
def test_the_same_students_are_rated_on_every_kind_of_measure(
    world: World, metric: str, unit: str, start: float, target: float
) -> None:
    measure = make_measure(world.places["district"], metric, metric=metric, unit=unit)
    goal = make_draft(
        world.places["team"], measure=measure, baseline=start, target=target, comparison=Comparison.SAME_STUDENTS,
        baseline_deviation=15.0,
    )  # fmt: skip

    assert band(world, goal).rating is not None


def test_comparable_groups_are_of_this_size_first_of_this_grade() -> None:
    other_grade = tuple(replace(each, grade=5) for each in CHANGES)
    large = tuple(replace(each, n_before=200) for each in CHANGES)

    assert ambition.comparable((*CHANGES, *other_grade, *large), grades=[4], n=24) == CHANGES
    assert len(ambition.comparable((*CHANGES[:5], *other_grade, *large), grades=[4], n=24)) == 15
    assert ambition.comparable(large, grades=[4], n=24) == ()


def test_what_falls_is_rounded_so_that_the_same_students_reach_it() -> None:
    assert ambition.fitting(100 * 5 / 7, falls=False) == 71.4
    assert ambition.fitting(100 * 5 / 7, falls=True) == 71.5
