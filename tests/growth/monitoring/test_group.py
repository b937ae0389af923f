"""The share of a group on interim checks (growth.md 3.7)."""

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from aimline.growth.monitoring import group
from aimline.growth.monitoring.group import Check, NoChecks

RISING = (Check(0, 30, 75), Check(9, 36, 75), Check(18, 42, 75))


def test_a_rising_group_is_carried_on_and_pulled_back() -> None:
    found = group.forecast(RISING, target=0.64, due_week=27)
    assert (found.needed, found.n, found.n_checks) == (48, 75, 3)
    assert 0.52 < found.share < 0.64  # 0.64 would be the straight line through what was seen
    assert 0.2 < found.chance < 0.5
    assert found.band[0] < found.share < found.band[1]
    assert found.improving > 0.8


@given(
    st.lists(st.tuples(st.integers(0, 60), st.just(60)), min_size=1, max_size=6),
    st.floats(0, 1),
    st.floats(0, 1),
)
@settings(max_examples=80, deadline=None)
def test_a_higher_target_is_never_more_likely(counts, one, other) -> None:
    checks = [Check(4 * at, reached, n) for at, (reached, n) in enumerate(counts)]
    low, high = sorted((one, other))
    easy, hard = (group.forecast(checks, target=target, due_week=36).chance for target in (low, high))
    assert hard <= easy


def test_nearer_to_the_due_date_the_band_is_narrower() -> None:
    flat = [Check(9 * at, 40, 75) for at in range(4)]
    early, late = (group.forecast(flat[:n], target=0.6, due_week=36) for n in (1, 4))
    assert late.band[1] - late.band[0] < early.band[1] - early.band[0]


def test_a_larger_group_is_known_better() -> None:
    small, large = (
        group.forecast([Check(0, 4 * n // 10, n), Check(9, n // 2, n)], target=0.5, due_week=18) for n in (20, 400)
    )
    assert large.band[1] - large.band[0] < small.band[1] - small.band[0]


def test_roll_ups_count_students_together() -> None:
    other = (Check(0, 10, 25), Check(9, 12, 25), Check(18, 13, 25))
    assert group.pooled([RISING, other]) == (Check(0, 40, 100), Check(9, 48, 100), Check(18, 55, 100))
    with pytest.raises(NoChecks) as refusal:
        group.pooled([RISING, other[:2]])
    assert refusal.value.code == "weeks-differ"


@pytest.mark.parametrize(
    ("checks", "due", "code"),
    [
        ((), 30, "no-counts"),
        ((Check(0, 3, 0),), 30, "no-counts"),
        ((Check(0, 30, 20),), 30, "no-counts"),
        ((Check(9, 10, 20), Check(0, 10, 20)), 30, "no-order"),
        ((Check(0, 10, 20), Check(0, 10, 20)), 30, "no-order"),
        ((Check(9, 10, 20),), 9, "no-order"),
    ],
)
def test_checks_that_cannot_be_followed_are_refused(checks, due, code) -> None:
    with pytest.raises(NoChecks) as refusal:
        group.forecast(checks, target=0.6, due_week=due)
    assert refusal.value.code == code


def test_earlier_groups_teach_what_is_usual_here() -> None:
    earlier = [(Check(0, 36 + at % 3, 75), Check(0, 52 + at % 4, 75)) for at in range(12)]

    usual = group.learn_rise(earlier)
    alone, taught = (group.forecast(RISING[:1], target=0.6, due_week=27, rise=rise) for rise in (None, usual))

    assert 0.15 < usual.mean < 0.25
    assert 0.015 <= usual.sd < 0.1
    assert alone.chance < 0.2 < taught.chance


def test_groups_that_differ_teach_less() -> None:
    alike = [(Check(0, 36, 75), Check(0, 50, 75))] * 10
    apart = [(Check(0, 36, 75), Check(0, 40 if at % 2 else 60, 75)) for at in range(10)]

    assert group.learn_rise(alike).sd < group.learn_rise(apart).sd


def test_a_first_check_far_from_where_such_groups_begin_is_partly_luck() -> None:
    earlier = [(Check(0, 40 + at % 5, 75), Check(0, 50 + at % 5, 75)) for at in range(10)]
    usual = group.learn_rise(earlier, same_students=True)
    assert usual.start is not None
    assert 0.09 < usual.start_sd < 0.15  # ten groups that begin alike are not yet a law
    lower, higher = (
        group.forecast([Check(0, reached, 75)], target=0.6, due_week=27, rise=usual, same_students=True)
        for reached in (25, 60)
    )
    assert lower.level > 25 / 75 + 0.01
    assert higher.level < 60 / 75 - 0.01
    small, large = (
        group.forecast([Check(0, n // 3, n)], target=0.6, due_week=27, rise=usual, same_students=True)
        for n in (15, 300)
    )
    assert small.level > large.level


def test_the_same_students_make_less_noise_than_cohorts() -> None:
    cohorts, same = (group.forecast(RISING, target=0.64, due_week=27, same_students=same) for same in (False, True))

    assert same.band[1] - same.band[0] < cohorts.band[1] - cohorts.band[0]
    assert same.share > cohorts.share
