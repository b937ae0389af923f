"""Knots at the quintiles, and splines that add up."""

import numpy as np
import pytest

from aimline.growth.percentiles import splines
from aimline.growth.percentiles.splines import Knots

SCALE = Knots((20.0, 40.0, 60.0, 80.0), (-10.0, 110.0), 0.0, 100.0)


def test_knots_are_the_quintiles_and_boundaries_a_tenth_outside() -> None:
    placed = splines.place(np.array([300.0, 312.0, 340.0, 355.0, 356.0, 391.0]))
    assert placed == Knots((312.0, 340.0, 355.0, 356.0), (290.9, 400.1), 300.0, 391.0)


def test_there_are_seven_columns_a_prior_and_one_of_ones() -> None:
    scores = np.linspace(0, 100, 50)
    assert splines.design([scores, scores, scores], [SCALE] * 3).shape == (22, 50)


def test_the_splines_and_the_one_left_out_add_up_to_one() -> None:
    columns = splines.expand(np.linspace(-10, 110, 500), SCALE)
    left_out = 1 - columns.sum(axis=0)
    assert left_out.min() >= -1e-12
    assert np.abs(left_out[np.linspace(-10, 110, 500) > 20]).max() < 1e-12


def test_splines_follow_every_cubic_also_outside_the_boundaries() -> None:
    inside, outside = np.linspace(-10, 110, 200), np.array([-25.0, 130.0])
    columns = splines.design([inside], [SCALE])
    weights, *_ = np.linalg.lstsq(columns.T, (inside / 50) ** 3, rcond=None)
    assert weights @ splines.design([outside], [SCALE]) == pytest.approx((outside / 50) ** 3)


def test_knots_that_ties_make_one_are_used_once() -> None:
    tied = splines.place(np.array([0.0] * 30 + [50.0] * 40 + [80.0, 100.0] * 15))
    assert tied.inner == (0.0, 50.0, 50.0, 80.0)
    assert tied.distinct == (0.0, 50.0, 80.0)
    assert splines.expand(np.array([0.0, 50.0, 100.0]), tied).shape == (6, 3)


def test_a_scale_of_one_score_leaves_the_intercept_alone() -> None:
    single = splines.place(np.full(300, 40.0))
    assert splines.design([np.full(300, 40.0)], [single]).tolist() == [[1.0] * 300]
