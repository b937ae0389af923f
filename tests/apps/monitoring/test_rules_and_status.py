"""The status word and the agreed rule look at different things: where they part, the page says why."""

from datetime import date

import pytest

from aimline.apps.monitoring.pages.rules import SIGNS, beside_status
from aimline.domain.rule import Condition, DecisionRule, RuleKind, Sign, templates
from tests.apps.conftest import World
from tests.apps.monitoring.watched import make_goal, make_measure, make_reading


@pytest.mark.parametrize(
    ("kind", "status", "speaks"),
    [
        ("on_track", "on_track", False),
        ("on_track", "ahead", False),
        ("on_track", "watch", True),
        ("on_track", "off_track", True),
        ("on_track", "no_data", True),
        ("adjust", "watch", False),
        ("adjust", "on_track", True),
        ("intensify", "off_track", False),
        ("intensify", "ahead", True),
        ("intensify", "no_data", True),
    ],
)
def test_a_rule_that_parts_from_the_status_says_so(kind: str, status: str, speaks: bool) -> None:
    rule = DecisionRule(RuleKind(kind), Condition(Sign.AT_LINE), "go on")

    assert (beside_status(rule, status) is not None) == speaks


def test_every_rule_a_team_can_start_from_is_said_in_words() -> None:
    conditions = {(rule.condition.sign, rule.condition.count) for each in templates() for rule in each.rules}

    assert conditions <= set(SIGNS)


def test_the_page_explains_a_rule_to_go_on_beside_a_status_without_data(world: World) -> None:
    goal = make_goal(world.places["team"], values=(66, 70))

    text = world.client("lead").get(f"/goals/{goal.uuid}/").content.decode()

    assert "No data yet" in text
    assert "Both are true" in text


def test_everybody_sees_the_same_band_around_a_median(world: World) -> None:
    measure = make_measure(world.places["district"], "probe", metric="wcpm", unit="words/min")
    goal = make_goal(world.places["team"], measure=measure, n=40, baseline=46, target=100)
    make_reading(goal, on=date(2026, 1, 9), value=60, n=40)
    goal.readings.update(deviation=24.0)

    pages = [world.client(name).get(f"/goals/{goal.uuid}/").content.decode() for name in ("teacher", "coach")]

    assert ["Soft band" in page for page in pages] == [True, True]


def test_a_goal_without_readings_has_the_band_of_its_start(world: World) -> None:
    measure = make_measure(world.places["district"], "probe", metric="wcpm", unit="words/min")
    goal = make_goal(world.places["team"], measure=measure, baseline=46, target=100, baseline_deviation=24.0)

    assert "Soft band" in world.client("lead").get(f"/goals/{goal.uuid}/").content.decode()
