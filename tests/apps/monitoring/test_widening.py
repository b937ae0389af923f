"""A locked goal may count more students, as long as they do not bring the target nearer."""

from typing import Any

import pytest

from aimline.apps.goals.actions.amendments import Change
from aimline.apps.goals.actions.widening import WiderGroupIsAhead
from aimline.apps.goals.models import Goal
from aimline.apps.monitoring.actions import amending
from aimline.apps.results.models import Administration, Measure
from aimline.domain.goal import GroupRule
from tests.apps.conftest import World
from tests.apps.monitoring.watched import make_goal

EVERYBODY = Change(group=GroupRule("Grade 4 students", frozenset({4})))


def about(results: World, learns: str, *, baseline: float, target: float) -> Goal:
    """Make a goal for a part of grade 4: of those who learn English 2 of 8 reach the standard, of others 14 of 16."""
    return make_goal(
        results.places["school"], baseline=baseline, target=target, measure=Measure.objects.get(code="M"),
        group_rule={"grades": [4], "conditions": [{"attribute": "English learner", "values": [learns]}]},
        baseline_administration=Administration.objects.get(school_year=2025),
    )  # fmt: skip


def widen(results: World, goal: Goal) -> Any:
    return amending.amend(
        results.viewer("principal"), goal, EVERYBODY, explanation="", sharpens=False, version=goal.version
    )


def test_a_wider_group_that_stood_nearer_to_the_target_is_refused(results: World) -> None:
    goal = about(results, "Yes", baseline=25.0, target=45.0)

    with pytest.raises(WiderGroupIsAhead):
        widen(results, goal)

    assert len(Goal.objects.get(pk=goal.pk).group_rule["conditions"]) == 1


def test_a_wider_group_that_stood_further_away_is_welcome(results: World) -> None:
    goal = about(results, "No", baseline=87.5, target=95.0)

    widen(results, goal)

    stored = Goal.objects.get(pk=goal.pk)
    assert (stored.group_rule["conditions"], stored.baseline, stored.target) == ([], 87.5, 95.0)


def test_the_form_says_why_a_wider_group_is_refused(results: World) -> None:
    goal = about(results, "Yes", baseline=25.0, target=45.0)

    answer = results.client("principal").post(
        f"/goals/{goal.uuid}/amend/",
        {"key": "6a1c3c52-3d54-4a07-9a3c-0d9a3b0c2f11", "version": 1, "grades": ["4"], "group_label": "Grade 4"},
    )

    assert answer.status_code == 422
    assert "the goal would be easier" in answer.content.decode()
