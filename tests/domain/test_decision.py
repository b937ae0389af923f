from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from aimline.domain.calendar import Calendar
from aimline.domain.decision import Likely, Status, Verdict, answering, judge, seen
from aimline.domain.goal import Locked
from aimline.domain.measure import Measure
from aimline.domain.trend import Observed, Trend

MAKE = Callable[..., Locked]
# Line of the goal: 62 on 15 September, 71.31 on 19 October, 79.25 on 17 November, 85 on 8 December.
OCT, NOV, DEC = date(2025, 10, 19), date(2025, 11, 17), date(2025, 12, 5)
N = 110


def verdict(goal: Locked, today: date, *readings: tuple[date, float], **more: object) -> Verdict:
    seen_values = [Observed(on, value, N) for on, value in readings]
    return judge(goal, seen_values, today=today, cadence_days=31, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("readings", "status", "rule"),
    [
        ([(OCT, 72)], Status.ON_TRACK, "at_line"),
        ([(OCT, 68)], Status.ON_TRACK, "at_line"),
        ([(OCT, 76)], Status.AHEAD, "above_line"),
        ([(OCT, 66)], Status.WATCH, "below_line"),
        ([(OCT, 66), (NOV, 70)], Status.OFF_TRACK, "two_below_line"),
        ([(NOV, 70), (OCT, 66)], Status.OFF_TRACK, "two_below_line"),
        ([(OCT, 72), (NOV, 70)], Status.WATCH, "below_line"),
        ([(OCT, 66), (NOV, 79)], Status.ON_TRACK, "at_line"),
        ([(NOV, 86)], Status.AHEAD, "target_reached"),
        ([], Status.NO_DATA, "no_reading"),
        ([(date(2025, 9, 15), 90)], Status.NO_DATA, "no_reading"),
        ([(date(2025, 11, 30), 90)], Status.NO_DATA, "no_reading"),
    ],
)
def test_the_latest_reading_is_compared_with_the_line(
    make_goal: MAKE, readings: list[tuple[date, float]], status: Status, rule: str
) -> None:
    today = date(2025, 11, 18)
    # One October reading is no longer fresh in November.
    if readings and readings[-1][0] == OCT and len(readings) == 1:
        today = date(2025, 10, 20)

    found = verdict(make_goal(), today, *readings)

    assert (found.status, found.rule, found.rule_version) == (status, rule, "1")


def test_a_verdict_names_what_it_compared(make_goal: MAKE) -> None:
    found = verdict(make_goal(), date(2025, 11, 18), (OCT, 66), (NOV, 70))

    assert [reading.value for reading in found.fired] == [66, 70]
    assert found.expected == pytest.approx(79.25)
    assert found.difference == pytest.approx(-9.25)
    assert found.tolerance == pytest.approx(4.37, abs=0.01)
    assert (found.trend, found.target_reached) == (Trend.FLAT, False)
    assert str(found.sentence) == "The last two readings are below the line; the latest is 70 %, the line 79.2 %."


def test_an_old_reading_is_no_data_whatever_it_was(make_goal: MAKE) -> None:
    found = verdict(make_goal(), date(2025, 11, 25), (OCT, 86))

    assert (found.status, found.rule, found.target_reached) == (Status.NO_DATA, "reading_overdue", True)
    assert str(found.sentence) == "The last reading is from 19 October 2025. A new one is due."


def test_less_is_better_where_the_measure_says_so(make_down_goal: MAKE) -> None:
    goal = make_down_goal()

    assert verdict(goal, OCT, (OCT, 28)).status is Status.WATCH
    assert verdict(goal, OCT, (OCT, 17)).status is Status.AHEAD
    assert verdict(goal, date(2025, 12, 9), (DEC, 16)).status is Status.MET


@pytest.mark.parametrize(
    ("value", "status", "sentence"),
    [
        (85, Status.MET, "Met: 85 %, the target was 85 %."),
        (81, Status.NOT_MET, "Not met: 81 %, the target was 85 %. Gained: 19 of 23 points."),
        (60, Status.NOT_MET, "Not met: 60 %, the target was 85 %."),
    ],
)
def test_after_the_deadline_the_answer_decides(make_goal: MAKE, value: float, status: Status, sentence: str) -> None:
    found = verdict(make_goal(), date(2025, 12, 9), (DEC, value))

    assert (found.status, str(found.sentence)) == (status, sentence)


def test_a_deadline_nobody_answered_has_no_data(make_goal: MAKE) -> None:
    assert verdict(make_goal(), date(2025, 12, 9)).rule == "no_answer"
    assert verdict(make_goal(), date(2025, 12, 9), (date(2025, 10, 1), 90)).rule == "no_answer"


def test_a_target_reached_at_the_last_checkpoint_is_met_before_the_deadline(make_goal: MAKE) -> None:
    goal = make_goal()

    assert verdict(goal, DEC, (DEC, 86), last_checkpoint_on=DEC).status is Status.MET
    assert verdict(goal, DEC, (DEC, 86)).status is Status.AHEAD
    assert verdict(goal, DEC, (DEC, 70), last_checkpoint_on=DEC).status is Status.WATCH
    assert verdict(goal, date(2025, 12, 4), (NOV, 86), last_checkpoint_on=DEC).status is Status.AHEAD


def test_an_assessment_given_a_little_early_still_answers(make_goal: MAKE) -> None:
    early, too_early = date(2025, 11, 24), NOV

    assert verdict(make_goal(), date(2025, 12, 9), (early, 86), last_checkpoint_on=DEC).status is Status.MET
    assert verdict(make_goal(), date(2025, 12, 9), (too_early, 86), last_checkpoint_on=DEC).rule == "no_answer"


def test_the_answer_is_the_last_reading_in_time_or_the_first_after(make_goal: MAKE) -> None:
    goal = make_goal()
    late = Observed(date(2025, 12, 20), 84, N)
    in_time = Observed(DEC, 80, N)
    far = Observed(date(2026, 2, 1), 84, N)

    assert answering(goal, (in_time, late)) == in_time
    assert answering(goal, (late, far)) == late
    assert answering(goal, (far,)) is None


def test_a_yearly_test_answers_whenever_it_was_given(make_goal: MAKE) -> None:
    goal = make_goal()
    yearly: Measure = replace(goal.measure, yearly=True)
    state_goal = replace(goal, measure=yearly, deadline=date(2026, 6, 30))
    reading = Observed(date(2025, 12, 1), 80, N)

    assert answering(state_goal, (reading,)) == reading
    assert answering(replace(state_goal, deadline=date(2027, 6, 30)), (reading,)) is None
    assert answering(replace(state_goal, measure=goal.measure), (reading,)) is None
    assert "once a year" in str(verdict(state_goal, date(2025, 12, 1)).sentence)


@pytest.mark.parametrize(("value", "status"), [(86, Status.MET), (76, Status.WATCH), (82, Status.ON_TRACK)])
def test_a_yearly_test_speaks_until_the_next_one(make_goal: MAKE, value: float, status: Status) -> None:
    goal = make_goal()
    state_goal = replace(goal, measure=replace(goal.measure, yearly=True), deadline=date(2026, 6, 30))

    assert verdict(state_goal, date(2026, 6, 30), (date(2026, 5, 4), value)).status is status


def test_a_calendar_keeps_the_line_flat_over_breaks(make_goal: MAKE) -> None:
    goal = make_goal()

    found = verdict(goal, OCT, (OCT, 72), calendar=Calendar())

    assert found.expected != pytest.approx(verdict(goal, OCT, (OCT, 72)).expected)
    assert found.status is Status.ON_TRACK


def test_readings_are_seen_in_order(make_goal: MAKE) -> None:
    later, earlier = Observed(NOV, 70, N), Observed(OCT, 66, N)

    assert seen(make_goal(), [later, earlier], today=NOV) == (earlier, later)


@pytest.mark.parametrize(
    ("chance", "value", "status", "rule"),
    [
        (0.65, 84, Status.AHEAD, "model_ahead"),
        (0.65, 79, Status.ON_TRACK, "model_on_track"),
        (0.64, 84, Status.WATCH, "model_uncertain"),
        (0.35, 70, Status.WATCH, "model_uncertain"),
        (0.34, 79, Status.WATCH, "model_behind"),
        (0.20, 79, Status.WATCH, "model_behind"),
        (0.19, 79, Status.OFF_TRACK, "model_alarm"),
    ],
)
def test_a_chance_from_all_readings_decides_where_there_is_one(
    make_goal: MAKE, chance: float, value: float, status: Status, rule: str
) -> None:
    likely = Likely(chance, alarm_below=0.20)

    found = verdict(make_goal(), date(2025, 11, 18), (OCT, 66), (NOV, value), likely=likely)

    assert (found.status, found.rule, len(found.fired)) == (status, rule, 2)


def test_a_chance_changes_nothing_about_silence_or_a_target_that_is_reached(make_goal: MAKE) -> None:
    likely = Likely(0.01, alarm_below=0.20)

    reached = verdict(make_goal(), date(2025, 11, 18), (NOV, 86), likely=likely)
    silent = verdict(make_goal(), date(2025, 12, 1), (OCT, 76), likely=likely)

    assert (reached.status, silent.status) == (Status.AHEAD, Status.NO_DATA)
