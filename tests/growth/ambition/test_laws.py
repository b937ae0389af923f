"""What must hold for every question: targets, data, hysteresis, and the inverse."""

import hypothesis.strategies as st
import pytest
from hypothesis import example, given, settings

from aimline.domain.ambition import Ambition
from aimline.growth.ambition import asking, chances, cohorts, fluency, judging, same_content, scale
from aimline.growth.ambition.asking import Question
from aimline.growth.ambition.bell import Bell
from aimline.growth.ambition.chances import Limits
from aimline.growth.ambition.counting import Share
from aimline.growth.ambition.level import Year
from aimline.growth.references.shelf import shipped

ORDER = (Ambition.TOO_EASY, Ambition.REALISTIC, Ambition.STRETCH, Ambition.VERY_HARD)
shares = st.floats(0.0, 1.0)
sizes = st.integers(1, 400)
years = st.lists(st.tuples(shares, sizes), min_size=1, max_size=6).map(
    lambda found: tuple(Year(2020 + place, share, n) for place, (share, n) in enumerate(found))
)


@given(years, shares, shares, sizes, st.floats(0.2, 3.0))
@settings(max_examples=150, deadline=None)
def test_a_higher_target_is_never_more_likely_and_never_rated_easier(seen, one, other, n, ahead) -> None:
    low, high = sorted((one, other))
    easy, hard = (judging.judge(cohorts.Question(seen, target, ahead, n)) for target in (low, high))
    assert hard.p_same <= easy.p_same
    assert hard.p_strong <= easy.p_strong
    assert ORDER.index(hard.rating) >= ORDER.index(easy.rating)


@given(years, shares, sizes)
@settings(max_examples=100, deadline=None)
def test_a_strong_effort_never_makes_a_target_less_likely(seen, target, n) -> None:
    found = judging.judge(cohorts.Question(seen, target, 1.0, n))
    assert found.p_strong >= found.p_same - 1e-9


@given(st.floats(0.05, 0.95), st.integers(5, 400), st.integers(1, 6))
@settings(max_examples=100, deadline=None)
def test_more_own_years_never_widen_what_is_expected(share, n, n_years) -> None:
    """Years that say the same; a level that moved is a cause to widen, another year alone is none."""
    seen = tuple(Year(2020 + at, share, n) for at in range(n_years + 1))
    fewer, more = law(cohorts.Question(seen[1:], 0.5)), law(cohorts.Question(seen, 0.5))
    assert isinstance(fewer, Share)
    assert isinstance(more, Share)
    assert more.variance <= fewer.variance * 1.02  # the mean moves a little, and with it the counting noise


@given(st.lists(st.floats(0.29, 0.31), min_size=0, max_size=8))
def test_more_own_units_that_agree_never_widen(gains) -> None:
    fewer = law(same_content.Question(0.5, 0.8, 24, own_gains=tuple(gains)))
    more = law(same_content.Question(0.5, 0.8, 24, own_gains=(*gains, 0.30)))
    assert isinstance(fewer, Bell)
    assert isinstance(more, Bell)
    assert more.sd <= fewer.sd + 1e-9


@given(st.integers(0, 6), st.floats(0, 12), st.integers(1, 200))
def test_more_own_groups_never_widen_a_scale(n_own, gain, n) -> None:
    fewer, more = (
        law(scale.Question(200, 206, 24, 15.0, "5", "reading", own=(scale.OwnGain(gain, n),) * count))
        for count in (n_own, n_own + 1)
    )
    assert isinstance(fewer, Bell)
    assert isinstance(more, Bell)
    assert more.sd <= fewer.sd


@given(st.floats(0, 1), st.floats(0, 1), st.sampled_from(ORDER))
@example(0.47, 0.0, Ambition.TOO_EASY)  # on the limit but for the rounding of .50 - .47
def test_hysteresis_only_holds_near_a_limit(p_same, p_strong, shown) -> None:
    limits = shipped().prior(Limits, "rating")
    kept = chances.rate(p_same, p_strong, limits, shown=shown)
    fresh = chances.rate(p_same, p_strong, limits)
    if kept is not fresh:
        edges = (p_same - limits.too_easy, p_strong - limits.realistic, p_strong - limits.stretch)
        assert kept is shown
        assert min(abs(edge) for edge in edges) <= limits.hold + 1e-12


@given(years, sizes)
@settings(max_examples=60, deadline=None)
def test_suggested_targets_lie_where_the_rating_changes(seen, n) -> None:
    question = cohorts.Question(seen, 0.5, 1.0, n)
    found = judging.suggest(question)
    same, strong = ([at.reach(c) for c in range(n + 1)] for at in laws(question))
    strong = [max(pair) for pair in zip(same, strong, strict=True)]
    expected_floor = next((c for c in range(n + 1) if same[c] < 0.5), None)
    assert (found.floor.needed if found.floor else None) == expected_floor
    for suggestion, limit in ((found.realistic, 0.5), (found.stretch, 0.2)):
        needed = suggestion.needed if suggestion else None
        assert needed == max((c for c in range(n + 1) if strong[c] >= limit), default=None)


@pytest.mark.parametrize(
    ("question", "step", "floor", "realistic", "stretch"),
    [
        (cohorts.Question((Year(2025, 49 / 75, 75),), 0.75), 1.0, 51 / 75, 55 / 75, 62 / 75),
        (fluency.Question(50, 90, "2", "fall", "spring", 22), 1.0, 101, 107, 112),
        (same_content.Question(2.1, 3.0, 24, students=False, top=4), 0.1, 2.7, 2.9, 3.4),
        (scale.Question(200, 206, 24, 15.0, "5", "reading"), 1.0, 207, 209, 211),
    ],
)
def test_suggestions_are_targets_a_team_can_write_down(question, step, floor, realistic, stretch) -> None:
    found = judging.suggest(question, step=step)
    given_targets = [each.target if each else None for each in (found.floor, found.realistic, found.stretch)]
    assert given_targets == pytest.approx([floor, realistic, stretch])


def law(question: Question) -> asking.Law:
    return asking.ask(question, shipped()).same


def laws(question: Question) -> tuple[Share, Share]:
    asked = asking.ask(question, shipped())
    assert isinstance(asked.same, Share)
    assert isinstance(asked.strong, Share)
    return asked.same, asked.strong
