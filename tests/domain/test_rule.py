from collections.abc import Callable
from datetime import date

import pytest

from aimline.domain.decision import Likely
from aimline.domain.goal import Locked, Stop
from aimline.domain.rule import Condition, DecisionRule, RuleKind, Sign, Way, fired, template_of, templates, way_of
from aimline.domain.trend import Observed

MAKE = Callable[..., Locked]
MONTHLY, WEEKLY, QUARTERLY, ATTENDANCE = range(4)
# A line from 62 to 85 over twelve weeks; readings every Monday rise by 23/12 to stay on it.
MONDAYS = [date(2025, 9, 22), date(2025, 9, 29), date(2025, 10, 6), date(2025, 10, 13), date(2025, 10, 20)]


def readings(*values: float) -> list[Observed]:
    return [Observed(on, value, 110) for on, value in zip(MONDAYS, values, strict=False)]


def kinds(goal: Locked, template: int, *values: float) -> list[str]:
    rules = templates()[template].rules
    return [rule.kind.value for rule in fired(rules, goal, readings(*values), today=date(2025, 10, 21))]


@pytest.mark.parametrize(
    ("template", "values", "expected"),
    [
        (MONTHLY, (), []),
        (MONTHLY, (64,), ["on_track"]),
        (MONTHLY, (50,), ["adjust"]),
        (MONTHLY, (50, 50), ["intensify", "adjust"]),
        (MONTHLY, (50, 66), ["on_track"]),
        (WEEKLY, (60, 60, 60), []),
        (WEEKLY, (60, 60, 60, 80), ["on_track"]),
        (WEEKLY, (62, 64, 66, 68), ["adjust"]),
        (WEEKLY, (60, 60, 60, 60), ["intensify", "adjust"]),
        (QUARTERLY, (64, 66), []),
        (QUARTERLY, (64, 66, 68), ["on_track"]),
        (QUARTERLY, (63.5, 65, 66.5), ["adjust"]),
        (QUARTERLY, (62, 62, 62), ["intensify", "adjust"]),
        (ATTENDANCE, (64,), ["on_track"]),
        (ATTENDANCE, (61, 60), ["intensify", "adjust"]),
        (ATTENDANCE, (61,), []),
        (ATTENDANCE, (61, 62), ["adjust"]),
    ],
)
def test_the_shipped_rules_fire_on_their_data(
    make_goal: MAKE, template: int, values: tuple[float, ...], expected: list[str]
) -> None:
    assert kinds(make_goal(), template, *values) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [((64, 70), ["on_track"]), ((64, 66, 60), ["intensify", "adjust"]), ((64,), ["on_track"])],
)
def test_a_missed_stop_intensifies(make_goal: MAKE, values: tuple[float, ...], expected: list[str]) -> None:
    goal = make_goal(stops=(Stop(date(2025, 10, 4), 68), Stop(date(2025, 11, 20), 80)))

    assert kinds(goal, MONTHLY, *values) == expected


def test_every_template_has_all_three_kinds() -> None:
    assert all({rule.kind for rule in each.rules} == set(RuleKind) for each in templates())


def test_templates_speak_the_language_of_the_team() -> None:
    spoken = templates(translate=lambda message: str(message).upper())

    assert spoken[0].rules[0].then == "WE KEEP OUR STRATEGIES AND SAY WHAT WENT WELL."


def test_a_rule_agreed_after_the_reading_waits_for_the_next(make_goal: MAKE) -> None:
    rule = DecisionRule(RuleKind.ADJUST, Condition(Sign.BELOW_TOLERANCE), "Meet the coach", agreed_on=date(2025, 9, 24))

    assert fired([rule], make_goal(), readings(50), today=date(2025, 10, 21)) == ()
    assert fired([rule], make_goal(), readings(50, 50), today=date(2025, 10, 21)) == (rule,)


@pytest.mark.parametrize(
    ("chance", "expected"),
    [(0.65, ["on_track"]), (0.5, []), (0.34, ["adjust"]), (0.19, ["intensify", "adjust"]), (None, [])],
)
def test_a_team_may_go_by_the_chance_from_all_readings(
    make_goal: MAKE, chance: float | None, expected: list[str]
) -> None:
    likely = None if chance is None else Likely(chance, alarm_below=0.2)
    rules = template_of(Way.CHANCE).rules

    held = fired(rules, make_goal(), readings(64), today=date(2025, 10, 21), likely=likely)

    assert [rule.kind.value for rule in held] == expected


@pytest.mark.parametrize(
    ("value", "grew", "expected"),
    [
        (64, None, []),
        (64, False, ["on_track"]),
        (64, True, ["adjust"]),
        (20, True, ["intensify", "adjust"]),
        (20, False, ["on_track"]),
    ],
)
def test_a_team_may_go_by_the_gap_between_two_groups(
    make_goal: MAKE, value: int, grew: bool | None, expected: list[str]
) -> None:
    rules = template_of(Way.GAP).rules

    held = fired(rules, make_goal(), readings(value), today=date(2025, 10, 21), gap_grew=grew)

    assert [rule.kind.value for rule in held] == expected


def test_a_set_of_rules_tells_its_way_and_one_of_its_own_making_none() -> None:
    assert [way_of(each.rules) for each in templates()] == list(Way)
    assert way_of(template_of(Way.TREND).rules[:1]) is None
