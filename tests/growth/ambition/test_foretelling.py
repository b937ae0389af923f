"""A whole district foretold at once, and taught by what came of earlier years."""

from dataclasses import replace

import numpy as np
import pytest

from aimline.growth.ambition import foretelling
from aimline.growth.ambition.comparing import Cells, Schools

GAINS = np.array([0.0, 0.05, 0.10])


def district(*, fall: float = 0.0, k: int = 4) -> Cells:
    """Eight schools of three grades, 40 to 80 students each, which all fall alike."""
    random = np.random.default_rng(4)
    school, grade = np.repeat(np.arange(8), 3), np.tile(np.arange(3), 8)
    level = (0.6 + random.normal(0, 0.08, 8))[school, None] - fall * np.arange(k)
    n = random.integers(40, 81, (24, k)).astype(float)
    return Cells(random.binomial(n.astype(int), level) / n, n, grade, Schools(school, grade))


def test_more_is_never_more_likely_and_who_was_not_there_has_no_chance() -> None:
    cells = district()
    cells.n[5, -1], cells.shares[5, -1] = 0, np.nan
    found = foretelling.foretell(cells, GAINS)
    there = np.delete(found, 5, axis=0)
    assert np.isnan(found[5]).all()
    assert (np.diff(there, axis=1) <= 0).all()
    assert ((there > 0) & (there < 1)).all()


def test_years_that_fell_teach_to_expect_less() -> None:
    falling = foretelling.learned(district(fall=0.06))
    assert falling.apply(np.array([0.5]))[0] < 0.45
    assert foretelling.learned(district(k=1)).apply(np.array([0.3]))[0] == pytest.approx(0.3)


def test_a_larger_cohort_to_come_makes_a_large_gain_less_likely() -> None:
    cells = replace(district(), schools=None)
    few, many = (foretelling.foretell(cells, GAINS[2:], n_next=np.full(24, n)).mean() for n in (20.0, 500.0))
    assert many < few
