"""Every worked example of growth.md 2.9, to 0.005."""

import pytest

from aimline.domain.ambition import Ambition, norms
from aimline.growth.ambition import cohorts, fluency, judging, same_content, scale
from aimline.growth.ambition.asking import Law, ask
from aimline.growth.ambition.counting import Share
from aimline.growth.ambition.level import CohortPrior, Year
from aimline.growth.references.pack import Pack, Redistributable, Row
from aimline.growth.references.shelf import Shelf, shipped

CLOSE = 0.005
NEAR_LEVEL = 0.001  # noise is worked out from the share of all years, not from each (level.steady)


@pytest.mark.parametrize(
    ("reached", "n_before", "n", "target", "years", "mean", "sd", "shape", "needed", "same", "strong", "rating"),
    [
        (49, 75, 75, 0.75, 1, 0.6543, 0.1025, (13.44, 7.10), 57, 0.206, 0.435, "stretch"),
        (49, 75, 75, 0.67, 1, 0.6543, 0.1025, (13.44, 7.10), 51, 0.456, 0.691, "realistic"),
        (49, 75, 75, 0.85, 1, 0.6543, 0.1025, (13.44, 7.10), 64, 0.037, 0.143, "very_hard"),
        (16, 25, 25, 0.75, 1, 0.6376, 0.1709, (4.40, 2.50), 19, 0.335, 0.494, "stretch"),
        (222, 300, 300, 0.84, 1, 0.7422, 0.0579, (41.67, 14.48), 252, 0.054, 0.301, "stretch"),
        (222, 300, 300, 0.84, 2, 0.7452, 0.0691, (28.93, 9.89), 252, 0.095, 0.640, "realistic"),
        (222, 300, 300, 0.79, 1, 0.7422, 0.0579, (41.67, 14.48), 237, 0.241, 0.615, "realistic"),
        (1860, 3000, 3000, 0.65, 1, 0.6230, 0.0407, (87.50, 52.96), 1950, 0.263, 0.865, "realistic"),
        (1860, 3000, 3000, 0.70, 1, 0.6230, 0.0407, (87.50, 52.96), 2100, 0.030, 0.475, "stretch"),
        (0, 12, 12, 0.25, 1, 0.0415, 0.1044, (0.11, 2.54), 3, 0.071, 0.105, "very_hard"),
        (12, 12, 12, 0.95, 1, 0.9645, 0.1022, (2.20, 0.08), 12, 0.847, 0.929, "too_easy"),
        (49, 75, 75, 0.65, 1, 0.6543, 0.1025, (13.44, 7.10), 49, 0.545, 0.760, "too_easy"),
    ],
    ids=["A1", "A2", "A3", "A5", "A6", "A6b", "A6c", "A7", "A7b", "A9", "A10", "A11"],
)  # fmt: skip
def test_successive_cohorts(
    reached, n_before, n, target, years, mean, sd, shape, needed, same, strong, rating
) -> None:  # fmt: skip
    question = cohorts.Question((Year(2025, reached / n_before, n_before),), target, years, n)
    found, law = judging.judge(question), law_of(question)
    assert isinstance(law, Share)
    assert (law.mean, law.variance**0.5) == pytest.approx((mean, sd), abs=0.0001)
    assert law.shape == pytest.approx(shape, abs=0.006)
    assert found.needed == needed
    assert (found.p_same, found.p_strong) == pytest.approx((same, strong), abs=CLOSE)
    assert found.rating == rating


def test_a4_a_reference_pulls_the_baseline_towards_comparable_units() -> None:
    question = cohorts.Question((Year(2025, 49 / 75, 75),), 0.75, reference=cohorts.Reference(0.60, 0.10))
    found, law = judging.judge(question), law_of(question)
    assert isinstance(law, Share)
    assert (law.mean, law.variance**0.5) == pytest.approx((0.6354, 0.0896), abs=0.0001)
    assert (found.p_same, found.p_strong, found.rating) == (
        pytest.approx(0.132, abs=CLOSE),
        pytest.approx(0.352, abs=CLOSE),
        Ambition.STRETCH,
    )


def test_a5_says_that_it_is_mostly_luck() -> None:
    found = judging.judge(cohorts.Question((Year(2025, 16 / 25, 25),), 0.75))
    assert found.luck_ratio == pytest.approx(0.57, abs=CLOSE)
    assert found.mostly_luck


SIX_YEARS = tuple(
    Year(2020 + place, share, n)
    for place, (share, n) in enumerate([(0.52, 70), (0.57, 72), (0.55, 74), (0.61, 71), (0.60, 77), (0.65, 75)])
)


def test_a8_the_filter_puts_the_level_below_the_last_year() -> None:
    prior = shipped().prior(CohortPrior, cohorts.MEASURE)
    state = cohorts.standing(cohorts.Question(SIX_YEARS, 0.68), prior)
    assert (state.level, state.trend) == pytest.approx((0.6179, 0.0124), abs=NEAR_LEVEL)
    assert (state.level_variance**0.5, state.trend_variance**0.5) == pytest.approx((0.0495, 0.0145), abs=NEAR_LEVEL)


@pytest.mark.parametrize(
    ("target", "needed", "same", "strong", "rating"),
    [
        (0.68, 51, 0.349, 0.633, "realistic"),
        (0.70, 53, 0.256, 0.534, "realistic"),
        (0.75, 57, 0.112, 0.327, "stretch"),
    ],
)
def test_a8_chances(target, needed, same, strong, rating) -> None:
    found = judging.judge(cohorts.Question(SIX_YEARS, target, n_result=75))
    assert (found.p_same, found.p_strong) == pytest.approx((same, strong), abs=CLOSE)
    assert (found.needed, found.rating, found.evidence) == (needed, rating, "own")


@pytest.mark.parametrize(
    ("n", "cells"),
    [
        (25, [(0.48, 0.63), (0.41, 0.57), (0.41, 0.57), (0.34, 0.49), (0.26, 0.42), (0.20, 0.34)]),
        (75, [(0.45, 0.69), (0.37, 0.62), (0.29, 0.53), (0.21, 0.45), (0.10, 0.27), (0.05, 0.17)]),
        (150, [(0.45, 0.76), (0.30, 0.63), (0.21, 0.52), (0.14, 0.43), (0.04, 0.21), (0.01, 0.08)]),
        (300, [(0.42, 0.81), (0.26, 0.67), (0.13, 0.51), (0.08, 0.39), (0.01, 0.15), (0.00, 0.03)]),
        (1000, [(0.37, 0.88), (0.17, 0.72), (0.06, 0.49), (0.02, 0.33), (0.00, 0.07), (0.00, 0.00)]),
    ],
)
def test_what_a_rise_of_some_points_means(n, cells) -> None:
    for rise, expected in zip((0.02, 0.05, 0.08, 0.10, 0.15, 0.20), cells, strict=True):
        found = judging.judge(cohorts.Question((Year(2025, 0.6, n),), 0.6 + rise))
        assert (found.p_same, found.p_strong) == pytest.approx(expected, abs=CLOSE + 0.005)  # printed with two decimals


FIVE = (0.45, 0.50, 0.38, 0.55, 0.42)


@pytest.mark.parametrize(
    ("question", "gain", "usual", "sd", "same", "strong", "rating"),
    [
        (same_content.Question(0.62, 0.85, 24), 0.6053, 0.3000, 0.3261, 0.201, 0.492, "stretch"),
        (
            same_content.Question(0.62, 0.85, 24, own_gains=FIVE),
            0.6053,
            0.4108,
            0.2747,
            0.249,
            0.598,
            "realistic",
        ),
        (same_content.Question(2.3, 3.2, 24, students=False, top=4), 0.5294, 0.3000, 0.2349, 0.192, 0.435, "stretch"),
        (same_content.Question(2.1, 3.0, 24, students=False, top=4), 0.4737, 0.3000, 0.2327, 0.248, 0.492, "stretch"),
        (same_content.Question(0.60, 0.90, 24), 0.7500, 0.3000, 0.3202, 0.116, 0.325, "stretch"),
    ],
    ids=["G1", "G2", "G3", "G4", "G5"],
)
def test_the_same_content_before_and_after(question, gain, usual, sd, same, strong, rating) -> None:
    found, room = judging.judge(question), question.top - question.before
    assert (question.target - question.before) / room == pytest.approx(gain, abs=0.0001)
    assert ((found.mean - question.before) / room, found.sd / room) == pytest.approx((usual, sd), abs=0.0001)
    assert (found.p_same, found.p_strong) == pytest.approx((same, strong), abs=CLOSE)
    assert found.rating == rating


@pytest.mark.parametrize(
    ("before", "target", "grade", "to_season", "n", "score", "mean", "sd", "same", "strong", "rating"),
    [
        (45, 75, "2", "spring", 1, -0.2409, 91.00, 16.80, 0.830, 0.921, "too_easy"),
        (45, 75, "2", "winter", 1, -0.2409, 75.96, 16.16, 0.524, 0.698, "too_easy"),
        (45, 75, "3", "spring", 1, -1.1218, 75.54, 15.51, 0.514, 0.689, "too_easy"),
        (45, 95, "3", "spring", 1, -1.1218, 75.54, 15.51, 0.105, 0.213, "stretch"),
        (50, 115, "2", "spring", 22, 0.0, 100.00, 5.26, 0.002, 0.083, "very_hard"),
        (50, 105, "2", "spring", 22, 0.0, 100.00, 5.26, 0.171, 0.697, "realistic"),
    ],
    ids=["W1", "W2", "W3", "W4", "W5", "W6"],
)  # fmt: skip
def test_words_a_minute(before, target, grade, to_season, n, score, mean, sd, same, strong, rating) -> None:
    shelf = with_percentiles()
    found = judging.judge(fluency.Question(before, target, grade, "fall", to_season, n), shelf=shelf)
    assert fluency.norm(shelf, grade, "fall").score(before) == pytest.approx(score, abs=0.0001)
    assert (found.mean, found.sd) == pytest.approx((mean, sd), abs=CLOSE)
    assert (found.p_same, found.p_strong) == pytest.approx((same, strong), abs=CLOSE)
    assert found.rating == rating


@pytest.mark.parametrize(
    ("gain", "same", "strong", "rating"),
    [(6, 0.500, 0.885, "too_easy"), (9, 0.110, 0.500, "realistic"), (12, 0.007, 0.110, "very_hard")],
)
def test_points_on_a_growth_scale(gain, same, strong, rating) -> None:
    found = judging.judge(scale.Question(200, 200 + gain, 24, 15.0, "5", "reading"))
    assert found.sd == pytest.approx(2.449, abs=0.001)
    assert (found.p_same, found.p_strong) == pytest.approx((same, strong), abs=CLOSE)
    assert found.rating == rating


def law_of(question: cohorts.Question) -> Law:
    return ask(question, shipped()).same


def with_percentiles() -> Shelf:
    """A school that brought in the percentile rows of grades 2 and 3."""
    rows = tuple(
        Row("own-copy", "2017", fluency.NORMS, f"words_p{at}", float(words), grade=str(grade), season=season)
        for grade in (2, 3)
        for season, values in norms()[grade].seasons.items()
        for at, words in zip((90, 75, 50, 25, 10), values, strict=True)
    )
    return shipped().with_packs(Pack("own-copy", "cited", "", "own licence", Redistributable.ASK, "2017", "", "", rows))
