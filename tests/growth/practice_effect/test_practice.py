"""Dose beside outcome, and effects against expected growth."""

import numpy as np
import pytest

from aimline.growth.practice_effect import doses, effects
from aimline.growth.practice_effect.doses import Dose, Reading
from aimline.growth.practice_effect.effects import Growth, NoEffect


@pytest.mark.parametrize(
    ("done", "planned", "chance", "reading"),
    [
        (18, 20, 0.70, Reading.WORKING),
        (18, 20, 0.20, Reading.NOT_WORKING),
        (6, 20, 0.20, Reading.NOT_TRIED_ENOUGH),
        (6, 20, 0.50, Reading.NOT_TRIED_ENOUGH),
        (6, 20, 0.80, Reading.WORKING_WITHOUT),
        (18, 20, 0.50, Reading.TOO_EARLY),
        (18, 20, None, Reading.TOO_EARLY),
        (5, 5, 0.20, Reading.TOO_EARLY),
        (16, 20, 0.20, Reading.NOT_WORKING),
        (15, 20, 0.20, Reading.NOT_TRIED_ENOUGH),
        (30, 20, 0.70, Reading.WORKING),
        (0, 0, 0.20, Reading.TOO_EARLY),
    ],
)
def test_dose_and_outcome_are_read_together(done, planned, chance, reading) -> None:
    found = doses.read(Dose(done, planned), chance)
    assert found.reading is reading
    assert 0 <= found.share <= 1
    assert str(found.sentence).endswith(".")
    assert str(found.question).endswith("?")


def test_not_tried_enough_says_how_much_and_blames_nobody() -> None:
    found = doses.read(Dose(6, 20), 0.2)
    assert "6 of 20 planned times" in str(found.sentence)
    assert "What stood in the way" in str(found.question)


def group(n: int, beyond: float, seed: int = 1) -> list[Growth]:
    random = np.random.default_rng(seed)
    return [Growth(10 + beyond + float(random.normal(0, 8)), 10.0) for _ in range(n)]


def test_a_clear_effect_is_told_with_its_interval() -> None:
    found = effects.effect(group(80, 6.0), student_sd=15.0)
    assert found is not None
    assert 0 < found.low < found.size < found.high
    assert found.better > 0.99
    assert "more than expected" in str(found.sentence)
    assert "other causes" in str(found.sentence)


def test_a_small_difference_may_be_chance() -> None:
    found = effects.effect(group(20, 0.0), student_sd=15.0)
    assert found is not None
    assert found.low < 0 < found.high
    assert "may be chance" in str(found.sentence)


def test_less_than_expected_is_said_too() -> None:
    found = effects.effect(group(60, -6.0), student_sd=15.0)
    assert found is not None
    assert "less than expected" in str(found.sentence)


@pytest.mark.parametrize(("n", "shown"), [(9, False), (10, True)])
def test_a_few_students_are_not_shown(n, shown) -> None:
    assert (effects.effect(group(n, 2.0), student_sd=15.0) is not None) is shown


def test_what_is_borrowed_widens_the_interval() -> None:
    own, borrowed = (effects.effect(group(40, 2.0), student_sd=15.0, expected_sd=sd) for sd in (0.0, 1.5))
    assert own is not None
    assert borrowed is not None
    assert borrowed.high - borrowed.low > own.high - own.low


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    inside = 0
    for seed in range(400):
        found = effects.effect(group(15, 3.0, seed), student_sd=15.0)
        assert found is not None
        inside += found.low <= 0.2 <= found.high
    assert inside / 400 == pytest.approx(0.80, abs=0.06)


def test_equal_growth_of_all_is_no_division_by_nothing() -> None:
    found = effects.effect([Growth(12, 10)] * 12, student_sd=15.0)
    assert found is not None
    assert (found.low, found.high, found.better) == (found.size, found.size, 1.0)


def test_those_who_took_part_are_compared_with_those_who_did_not() -> None:
    taking, others = effects.effect(group(80, 6.0), student_sd=15.0), effects.effect(group(80, 0.0, 2), student_sd=15.0)
    assert taking is not None
    assert others is not None
    found = effects.compare(taking, others)
    assert found.low < found.size < found.high
    assert found.size == pytest.approx(0.4, abs=0.2)
    assert str(found.sentence).startswith("Against those who did not take part: +0.")
    assert "may be chance" in str(effects.compare(taking, taking).sentence)


def test_without_a_spread_there_is_no_effect_size() -> None:
    with pytest.raises(NoEffect, match="above zero"):
        effects.effect(group(20, 1.0), student_sd=0.0)
