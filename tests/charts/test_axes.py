"""Scales are honest: never stretched to fit, and a cut is known."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aimline.charts import axes


@pytest.mark.parametrize(
    ("values", "low", "high", "ends", "is_cut"),
    [
        ([62, 85], 0, 100, (50, 90), True),
        ([24, 16], 0, 100, (0, 40), False),
        ([71, 72], 0, 100, (50, 90), True),
        ([2.1, 3.0], 1, 4, (1, 3.5), False),
        ([0, 100], 0, 100, (0, 100), False),
        ([55, 55], None, None, (30, 60), True),
        ([0, 0], None, None, (0, 0.4), False),
    ],
)
def test_an_axis_shows_the_values_without_stretching_them(
    values: list[float], low: float | None, high: float | None, ends: tuple[float, float], is_cut: bool
) -> None:
    scale = axes.scale(values, low=low, high=high, n_ticks=6)
    assert (scale.bottom, scale.top, scale.is_cut) == (*ends, is_cut)


@given(st.lists(st.floats(0, 100), min_size=1, max_size=9), st.integers(3, 8))
def test_an_axis_covers_every_value_and_at_least_two_fifths_of_the_range(values: list[float], n: int) -> None:
    scale = axes.scale(values, low=0, high=100, n_ticks=n)
    assert scale.bottom <= min(values)
    assert scale.top >= max(values) - 1e-6
    assert scale.top - scale.bottom >= 40 - 1e-6
    assert len(scale.ticks) <= n + 2


def test_months_are_first_days_within_the_span() -> None:
    months = axes.months(date(2025, 11, 15), date(2026, 2, 1), every=1)
    assert months == (date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1))


def test_every_third_month_keeps_to_the_quarters() -> None:
    months = axes.months(date(2025, 9, 1), date(2026, 6, 30), every=3)
    assert months == (date(2025, 10, 1), date(2026, 1, 1), date(2026, 4, 1))
