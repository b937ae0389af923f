from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aimline.domain.aimline import (
    aimline,
    expected,
    explain_chance,
    in_students,
    line_of,
    standard_error,
    students_to_reach,
    tolerance,
    whole_students,
)
from aimline.domain.calendar import Calendar
from aimline.domain.goal import Baseline, Locked, Stop
from aimline.domain.measure import Direction, Kind, Measure, Metric

PERCENT = Measure("Unit test", Kind.CFA, Metric.PERCENT_PROFICIENT, Direction.UP, "%", 0, 100)
PLAIN = aimline(Baseline(62, date(2025, 9, 15), 110, ""), (), Stop(date(2026, 3, 15), 85))
STOPPED = aimline(
    Baseline(62, date(2025, 9, 15), 110, ""),
    (Stop(date(2026, 1, 20), 78), Stop(date(2025, 11, 15), 70)),
    Stop(date(2026, 3, 15), 85),
)
DOWN = aimline(Baseline(24, date(2025, 9, 15), 360, ""), (), Stop(date(2026, 5, 29), 16))
RUBRIC = aimline(Baseline(2.1, date(2025, 9, 15), 48, ""), (), Stop(date(2025, 12, 15), 3.0))


@pytest.mark.parametrize(
    ("line", "on", "value"),
    [
        (PLAIN, date(2025, 10, 15), 65.81),
        (PLAIN, date(2025, 12, 14), 73.44),
        (PLAIN, date(2026, 1, 15), 77.50),
        (PLAIN, date(2026, 2, 15), 81.44),
        (STOPPED, date(2025, 12, 15), 73.64),
        (STOPPED, date(2025, 11, 15), 70),
        (DOWN, date(2026, 1, 15), 20.19),
        (RUBRIC, date(2025, 10, 31), 2.555),
        (PLAIN, date(2025, 9, 1), 62),
        (PLAIN, date(2026, 6, 1), 85),
    ],
)
def test_the_line_gives_the_worked_values(line: object, on: date, value: float) -> None:
    assert expected(line, on) == pytest.approx(value, abs=0.005)  # type: ignore[arg-type]


def test_the_line_is_flat_over_breaks_when_it_follows_the_calendar() -> None:
    before, after = date(2025, 12, 21), date(2026, 1, 3)

    assert expected(PLAIN, before, Calendar()) == expected(PLAIN, after, Calendar())
    assert expected(PLAIN, date(2026, 3, 15), Calendar()) == 85


def test_a_line_through_free_days_alone_follows_the_days() -> None:
    summer = aimline(Baseline(0, date(2026, 7, 1), 20, ""), (), Stop(date(2026, 7, 11), 10))

    assert expected(summer, date(2026, 7, 6), Calendar()) == 5


@given(st.integers(-10, 200))
def test_the_line_never_turns_back_and_stays_between_start_and_target(day: int) -> None:
    on = date(2025, 9, 15) + timedelta(days=day)

    value = expected(STOPPED, on, Calendar())

    assert 62 <= value <= expected(STOPPED, on + timedelta(days=1), Calendar()) <= 85


def test_a_locked_goal_has_its_line(make_goal: Callable[..., Locked]) -> None:
    goal = make_goal()

    assert line_of(goal) == aimline(goal.baseline, (), Stop(goal.deadline, goal.target))


@pytest.mark.parametrize(("n", "percent", "error"), [(25, 70, 9.2), (60, 62, 6.3), (110, 70, 4.4), (360, 74, 2.3)])
def test_the_standard_error_of_a_percentage_has_the_worked_values(n: int, percent: float, error: float) -> None:
    assert standard_error(Metric.PERCENT_PROFICIENT, percent, n) == pytest.approx(error, abs=0.05)


@pytest.mark.parametrize(
    ("metric", "value", "n", "sd", "error"),
    [
        (Metric.SCALE_SCORE, 480, 25, 40.0, 8.0),
        (Metric.SCALE_SCORE, 480, 25, None, 0.0),
        (Metric.PERCENT_PROFICIENT, 70, 0, None, 0.0),
        (Metric.PERCENT_PROFICIENT, 104, 30, None, 0.0),
    ],
)
def test_means_use_the_spread_and_nobody_gives_no_error(
    metric: Metric, value: float, n: int, sd: float | None, error: float
) -> None:
    assert standard_error(metric, value, n, sd) == error


def test_the_tolerance_is_the_larger_of_chance_and_what_matters() -> None:
    meaningful = Measure(
        "Unit test", Kind.CFA, Metric.PERCENT_PROFICIENT, Direction.UP, "%", 0, 100, min_meaningful_change=5
    )

    assert tolerance(meaningful, 70, 360) == 5
    assert tolerance(PERCENT, 70, 25) == pytest.approx(9.17, abs=0.01)


def test_chance_is_said_in_words() -> None:
    assert str(explain_chance(25, 9.17)) == ("With 25 students, a change of less than about 9 points may be chance.")
    assert "about 0.25 points" in str(explain_chance(40, 0.25))


@pytest.mark.parametrize(
    ("direction", "start", "end", "n", "sentence"),
    [
        (Direction.UP, 62, 85, 110, "62 % → 85 % of 110 students is 68 → 94 students, 26 more."),
        (Direction.DOWN, 24, 16, 360, "24 % → 16 % of 360 students is 86 → 57 students, 29 fewer."),
    ],
)
def test_percentages_are_counted_in_whole_students(
    direction: Direction, start: float, end: float, n: int, sentence: str
) -> None:
    assert str(in_students(direction, start, end, n)) == sentence


@given(st.integers(0, 400), st.integers(1, 400))
def test_counting_students_undoes_taking_their_share(part: int, more: int) -> None:
    n = part + more
    share = 100 * part / n

    assert whole_students(share, n) == part
    assert students_to_reach(Direction.UP, share, n) == part
    assert students_to_reach(Direction.DOWN, share, n) == part
