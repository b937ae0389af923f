"""One verdict from a series: the status words, the rule that gave them, and silence (growth.md 3.4, settled.md 13)."""

from dataclasses import replace
from datetime import date

import pytest

from aimline.domain.calendar import Break, Calendar, SchoolYear
from aimline.domain.decision import Status
from aimline.domain.measure import Direction
from aimline.domain.trend import Trend
from aimline.growth.monitoring import judging
from aimline.growth.monitoring.alarms import Rate
from aimline.growth.monitoring.judging import Plan
from aimline.growth.monitoring.prior import SlopePrior
from aimline.growth.monitoring.series import Point, Series, week_of

PRIOR = SlopePrior(1.2, 0.6, 0.45, ("a row",))
WEEKLY = Plan(longest_gap=2, tolerance=3.0)


def series(*values: float, target: float = 97.0) -> Series:
    return Series(52, tuple(Point(week, value) for week, value in enumerate(values, start=1)), target, 30)


def judge(one: Series, *, now: float | None = None, plan: Plan = WEEKLY) -> judging.Verdict:
    return judging.judge(one, PRIOR, now_week=len(one.points) if now is None else now, plan=plan)


@pytest.mark.parametrize(
    ("values", "status", "rule", "n_fired"),
    [
        ((), "no_data", "no_score", 0),
        ((60,), "ahead", "above_line", 1),
        ((54,), "on_track", "at_line", 1),
        ((45,), "watch", "below_line", 1),
        ((45, 46), "off_track", "two_below_line", 2),
        ((45, 46, 56), "on_track", "at_line", 1),
        ((55, 58, 60, 62, 63, 65, 67, 67), "on_track", "model_on_track", 8),
        ((54, 57, 59, 62, 64, 66, 68, 75), "ahead", "model_ahead", 8),
        ((54, 56, 57, 59, 60, 62, 63, 65), "watch", "model_uncertain", 8),
        ((55, 50, 58, 54, 57, 60), "watch", "model_behind", 6),
        ((55, 50, 52, 49, 51, 50, 48, 51), "off_track", "model_alarm", 8),
    ],
)
def test_status_rule_and_points(values, status, rule, n_fired) -> None:
    found = judge(series(*values))
    assert (found.status, found.rule, len(found.fired)) == (status, rule, n_fired)
    assert str(found.sentence).endswith(".")


def test_silence_is_never_green_whatever_it_was_before() -> None:
    good = series(54, 57, 59, 62, 64, 66, 68, 75)
    assert judge(good, now=10).status is Status.AHEAD
    late = judge(good, now=10.5)
    assert (late.status, late.rule, late.fired) == (Status.NO_DATA, "score_overdue", good.points[-1:])


def test_later_points_do_not_count_yet() -> None:
    whole = series(54, 57, 59, 62, 20, 20, 20, 20)
    assert judge(whole, now=4) == judge(series(54, 57, 59, 62))


def test_a_verdict_says_what_it_rests_on() -> None:
    found = judge(series(55, 50, 58, 54, 57, 60, 56, 59))
    assert found.n_points == 8
    assert found.chance == pytest.approx(0.075, abs=0.03)
    assert found.band[0] < found.band[1] < found.band[2] < 97
    assert found.residual_sd == pytest.approx(6, abs=3)
    assert 0 < found.prior_share < 1
    assert (found.sources, found.version) == (("a row",), "on-track-1")


def test_monthly_reviews_ring_earlier() -> None:
    one = series(55, 50, 58, 54, 57, 60, 56, 61)
    assert 0.10 < judge(one).chance < 0.20
    assert judge(one).rule == "model_behind"
    assert judge(one, plan=replace(WEEKLY, monthly=True)).rule == "model_alarm"


def test_a_team_may_choose_how_often_the_alarm_may_be_false() -> None:
    one = series(55, 50, 58, 54, 57, 60, 56, 61)
    rules = [judge(one, plan=replace(WEEKLY, rate=rate)).rule for rate in (None, Rate.FIVE, Rate.TWENTY)]
    assert rules == ["model_behind", "model_behind", "model_alarm"]


def test_the_alarm_rests_for_four_points_after_it_rang() -> None:
    values = (40, 38, 39, 37, 38, 36, 37, 35, 36)
    rings = [judge(series(*values[:n])).alarm for n in range(1, 10)]
    assert rings == [False, False, False, True, False, False, False, True, False]


def test_the_alarm_rests_for_four_points_after_a_change() -> None:
    values = (52, 51, 50, 49, 48, 47, 46, 45, 44)
    changed = [judge(replace(series(*values[:n]), phases=(3.0,))).alarm for n in range(1, 10)]
    assert changed.index(True) == 6  # the seventh point is the fourth after the change


@pytest.mark.parametrize(
    ("values", "trend"),
    [
        ((54, 57), Trend.TOO_FEW),
        ((54, 57, 59, 62, 64, 66, 68, 70), Trend.IMPROVING),
        ((53, 52, 52, 53, 51, 52, 53, 52, 52, 53, 52, 52, 53, 52, 51), Trend.FLAT),
        ((50, 48, 46, 45, 42, 40, 39, 36, 35, 33, 30), Trend.DECLINING),
    ],
)
def test_the_way_scores_go(values, trend) -> None:
    assert judge(series(*values)).trend is trend


def test_a_measure_that_should_fall_says_its_band_the_right_way_round() -> None:
    falling = Series(24, tuple(Point(week, 24 - 0.5 * week) for week in range(1, 9)), 10, 30, Direction.DOWN)
    prior = SlopePrior(0.3, 0.2, 0.1)
    found = judging.judge(falling, prior, now_week=8, plan=WEEKLY)
    assert found.band[0] < found.band[1] < found.band[2]
    assert found.slope < 0


def test_the_fan_widens_into_the_future() -> None:
    widths = [high - low for low, _, high in judging.fan(series(55, 57, 58, 60), PRIOR, (5.0, 12.0, 30.0))]
    assert widths == sorted(widths)


def test_a_higher_goal_is_only_thought_of_after_two_sure_reviews() -> None:
    assert judging.may_raise(0.96, 0.97)
    assert not judging.may_raise(0.96, 0.90)
    assert not judging.may_raise(0.96, None)


def test_a_break_is_flat() -> None:
    winter = Break(date(2025, 12, 22), date(2026, 1, 4), "winter")
    calendar = Calendar((SchoolYear(2026, date(2025, 9, 1), date(2026, 6, 30), breaks=(winter,)),))
    before, after = (week_of(calendar, date(2025, 12, 1), day) for day in (date(2025, 12, 19), date(2026, 1, 5)))
    assert before == pytest.approx(2.8)
    assert after == pytest.approx(3.0)
    one = Series(52, (), 97, 10)
    assert one.aim(after) - one.aim(before) == pytest.approx(0.2 * one.needed_slope)


def test_one_break_later_nothing_is_overdue() -> None:
    one = series(54, 57, 59, 62)
    assert judge(one, now=4.2).status is not Status.NO_DATA


def test_from_eight_on_a_group_is_judged_by_what_its_others_do() -> None:
    fast = [series(*(52 + 2.2 * week + (-1) ** (week + at) * 4 for week in range(1, 9))) for at in range(9)]
    slow = [series(*(52 + 0.2 * week + (-1) ** (week + at) * 4 for week in range(1, 9))) for at in range(9)]
    same = series(55, 50, 58, 54, 57, 60, 56, 59)
    among_fast, among_slow = (
        judging.judge_group([*others, same], PRIOR, now_weeks=[8] * 10, plan=WEEKLY)[-1].chance
        for others in (fast, slow)
    )
    assert among_slow < judge(same).chance < among_fast


def test_a_few_together_are_judged_as_each_alone() -> None:
    many = [series(54, 57), series(55, 50, 58, 54, 57, 60, 56, 59), series(), series(40, 38, 39, 37)]
    together = judging.judge_group(many, PRIOR, now_weeks=[len(one.points) for one in many], plan=WEEKLY)
    for found, one in zip(together, many, strict=True):
        alone = judge(one)
        assert (found.status, found.rule, found.alarm, found.trend) == (
            alone.status,
            alone.rule,
            alone.alarm,
            alone.trend,
        )
        assert found.chance == pytest.approx(alone.chance, abs=1e-9)
        assert found.band == pytest.approx(alone.band, abs=1e-9)
