"""Levels that can be read off a score, and those that cannot."""

from aimline.exchange.guess import rising
from aimline.exchange.guess.contents import look

LEVELS = ["Low", "Low", "Middle", "High", "Low", "Middle", "High", "Middle", "High", "High"]
SCORES = [310, 320, 400, 520, 330, 410, 530, 420, 540, 550]
ONE_TEST = [()] * len(LEVELS)


def rises(scores: list[int], levels: list[str], tests: list[tuple[str, ...]]) -> bool:
    return rising.rises(look([str(score) for score in scores], len(scores)), look(levels, len(levels)), tests)


def test_a_level_follows_from_its_score() -> None:
    assert rises(SCORES, LEVELS, ONE_TEST)


def test_a_level_does_not_follow_from_another_score() -> None:
    assert not rises(SCORES[::-1][3:] + SCORES[::-1][:3], LEVELS, ONE_TEST)


def test_cuts_may_differ_from_test_to_test() -> None:
    harder = [score + 150 for score in SCORES]

    assert not rises(SCORES + harder, LEVELS * 2, ONE_TEST * 2)
    assert rises(SCORES + harder, LEVELS * 2, [("3",)] * 10 + [("4",)] * 10)


def test_too_few_rows_tell_nothing() -> None:
    assert not rises(SCORES[:5], LEVELS[:5], ONE_TEST[:5])
