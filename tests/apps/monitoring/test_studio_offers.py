"""The studio's offers know what the team's data know, and tell nobody where a hidden group starts."""

from datetime import date

import pytest

from aimline.apps.goals.models import Goal
from aimline.apps.monitoring import queries
from aimline.apps.monitoring.actions import activating, offering
from aimline.apps.monitoring.pages import studio_tests
from aimline.apps.organizations.models import Unit
from aimline.apps.organizations.queries import calendar_of
from aimline.domain.smart import Offers
from tests.apps.conftest import World
from tests.apps.monitoring.watched import make_goal, make_measure

TODAY = date(2026, 1, 12)
STARTS = (12.5, 25.0, 37.5, 62.5, 71.4)


def make_draft(unit: Unit, **fields: object) -> Goal:
    goal = make_goal(unit, is_locked=False, **({"state": "in_review", "deadline": date(2026, 5, 29)} | fields))
    return Goal.objects.get(pk=goal.pk)


def told(world: World, name: str, goal: Goal) -> studio_tests.Tests:
    viewer = world.viewer(name)
    opened = queries.draft(viewer, goal.uuid)
    ready = activating.readiness(viewer, opened, calendar_of(viewer, opened.district))
    return studio_tests.tests_of(viewer, opened, ready)


def everything(tests: studio_tests.Tests) -> str:
    """All that a page could print of the tests, offers written out."""
    offers = [str(finding.rewrite) for finding in tests.findings if finding.rewrite]
    findings = [f"{finding.code} {finding.message} {finding.question}" for finding in tests.findings]
    words = [segment.text for segment in tests.segments]
    beside = [str(tests.marks), tests.spoken, str(tests.band)]
    return "\n".join([*words, *map(str, tests.praise), *findings, *offers, *beside])


def test_offers_are_filled_from_the_place_and_its_results(world: World) -> None:
    goal = make_draft(world.places["team"], baseline=62.0)
    viewer = world.viewer("lead")
    opened = queries.draft(viewer, goal.uuid)
    known = calendar_of(viewer, opened.district)
    draft = activating.readiness(viewer, opened, known).draft

    found = offering.offers_of(viewer, opened, draft, known)

    assert (found.baseline, found.baseline_on) == (62.0, date(2025, 9, 15))
    assert found.groups[0] == "grade 4 students"
    assert found.measures == ("Unit checks",)
    assert list(found.dates) == sorted(found.dates)
    assert all(day > viewer.today for day in found.dates)


def test_without_a_measure_those_with_results_are_offered_the_newest_first(world: World) -> None:
    place = world.places["team"]
    make_goal(place, values=(63,), measure=make_measure(place.district, "older"))
    make_goal(place, values=(63, 67), measure=make_measure(place.district, "newer"))
    make_measure(place.district, "never given")
    goal = make_draft(place)
    goal.measure = None
    viewer = world.viewer("lead")

    draft = activating.values.draft_of(goal)

    assert offering.measures(viewer, goal, draft) == ("Newer", "Older")


def test_beside_a_yearly_test_something_sooner_is_offered(world: World) -> None:
    place = world.places["team"]
    make_goal(place, values=(63,), measure=make_measure(place.district, "interim"))
    yearly = make_measure(place.district, "state test", is_yearly=True)
    make_goal(place, values=(63, 67), measure=yearly)
    goal = make_draft(place, measure=yearly)

    assert offering.measures(world.viewer("lead"), goal, activating.values.draft_of(goal)) == ("Interim",)


def test_nothing_that_tells_the_start_is_offered_without_it() -> None:
    whole = Offers(62.0, date(2025, 9, 15), (70.0, 75.0), (date(2026, 5, 1),), ("grade 4 students",), ("Interim",))

    assert offering.without_start(whole) == Offers(
        dates=(date(2026, 5, 1),), groups=("grade 4 students",), measures=("Interim",)
    )


def test_a_written_reason_answers_the_question_about_the_target(world: World) -> None:
    hard = {"baseline": 20.0, "target": 95.0, "state": "draft"}
    asked = told(world, "lead", make_draft(world.places["team"], **hard))
    answered = told(world, "lead", make_draft(world.places["team"], unmet_a_reason="Two new teachers.", **hard))

    assert "A-03" in {finding.code for finding in asked.findings}
    assert "A-03" not in {finding.code for finding in answered.findings}
    assert asked.marks == answered.marks


@pytest.mark.parametrize("target", [13.0, 30.0, 64.0, 75.0, 80.0, 100.0])
@pytest.mark.parametrize("mode", ["from_formula", "own_words"])
def test_the_tests_say_the_same_wherever_a_hidden_group_starts(world: World, mode: str, target: float) -> None:
    """What does not change with the start cannot tell it: not by a mark, a praise, a gain or an offer."""
    shared = {"n": 8, "target": target, "statement_mode": mode}
    words = "Grade 4 will grow from {start}% to 80% on the fractions check by May 29, 2026."
    goals = [
        make_draft(world.places["school"], baseline=start, statement=words.format(start=start), **shared)
        for start in STARTS
    ]

    hidden = {everything(told(world, "district_leader", goal)) for goal in goals}
    shown = {everything(told(world, "principal", goal)) for goal in goals}

    assert len(hidden) == 1
    assert len(shown) == len(STARTS)
    assert "M-03" not in hidden.pop()


def test_the_blind_tests_ask_everything_but_the_start(world: World) -> None:
    goal = make_draft(world.places["school"], n=8)

    tests = told(world, "district_leader", goal)

    assert not tests.shows_start
    assert "T-06" in {finding.code for finding in tests.findings}
    assert dict(tests.marks)["M"] == "met"


def test_a_sentence_about_what_is_missing_keeps_the_start(world: World) -> None:
    goal = make_draft(world.places["school"], n=8, baseline=62.5, target=40.0)
    page = world.client("district_leader").get(f"/goals/{goal.uuid}/studio/").context["page"]

    said = [str(one.message) for one in page.missing]

    assert any("do not fit together" in one for one in said)
    assert [one for one in said if "62" in one] == []
    assert page.tests.shows_start is False
