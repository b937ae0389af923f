"""Does it add up: students are counted, nobody is averaged."""

import hypothesis.strategies as st
import pytest
from hypothesis import given

from aimline.growth.sums.adding import NothingToAdd, Part, add_up, recount


def test_three_schools_that_add_up_to_less_than_the_district_wants() -> None:
    found = add_up(
        [Part("North", 200, 120, 0.70), Part("South", 50, 30, 0.80), Part("West", 100, 50, 0.60)], target=0.72
    )
    assert (found.n, found.reached, found.at_targets, found.needed, found.short) == (350, 200, 240, 252, 12)
    assert [(part.name, part.even_share) for part in found.parts] == [("West", 12), ("North", 4), ("South", 0)]
    assert str(found.sentence) == (
        "If every place hits its target, 240 of 350 students (68.6 %) get there; 12 are missing."
    )


def test_a_mean_of_shares_would_have_said_otherwise() -> None:
    """0.90 of 20 and 0.50 of 180 average to 0.70; of the students it is 54 %."""
    found = add_up([Part("Small", 20, 10, 0.90), Part("Large", 180, 80, 0.50)], target=0.70)
    assert found.share_at_targets == pytest.approx(0.54)
    assert found.short == 32


def test_a_place_without_a_goal_counts_as_it_stands_and_is_named() -> None:
    found = add_up([Part("A", 100, 60, 0.80), Part("B", 100, 50, None)], target=0.65)
    assert (found.at_targets, found.without_goal, found.short) == (130, ("B",), 0)
    assert str(found.sentence).startswith("It adds up")


def test_a_place_above_its_target_keeps_what_it_has() -> None:
    assert add_up([Part("A", 100, 80, 0.70)], target=0.75).at_targets == 80


def test_rows_are_counted_once_more_and_a_missing_test_never_helps() -> None:
    rows = [("A", True), ("A", False), ("A", None), ("B", True)]
    parts = recount(rows, {"A": 0.66, "C": 0.5})
    assert parts == (Part("A", 3, 1, 0.66, rows=2), Part("B", 1, 1, None, rows=1))
    found = add_up(parts, target=0.75)
    assert (found.n_without_result, found.at_targets, found.needed) == (1, 3, 3)


@pytest.mark.parametrize(
    ("parts", "target", "code"),
    [
        ([], 0.7, "no-students"),
        ([Part("A", 0, 0, 0.7)], 0.7, "no-students"),
        ([Part("A", 10, 11, 0.7)], 0.7, "counts"),
        ([Part("A", 10, 5, 0.7, rows=4)], 0.7, "counts"),
        ([Part("A", 10, 5, 0.7, rows=11)], 0.7, "counts"),
        ([Part("A", 10, 5, 70)], 0.7, "off-scale"),
        ([Part("A", 10, 5, 0.7)], 70, "off-scale"),
    ],
)
def test_what_cannot_be_added_is_refused(parts, target, code) -> None:
    with pytest.raises(NothingToAdd) as refusal:
        add_up(parts, target=target)
    assert refusal.value.code == code


counted = st.integers(1, 400).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n), st.floats(0, 1)))


@given(st.lists(counted, min_size=1, max_size=8), st.floats(0, 1))
def test_if_every_place_aims_as_high_as_the_district_it_adds_up(places, target) -> None:
    parts = [Part(str(at), n, reached, target) for at, (n, reached, _) in enumerate(places)]
    assert add_up(parts, target=target).short == 0


@given(st.lists(counted, min_size=1, max_size=8), st.floats(0, 1))
def test_bringing_every_even_share_closes_the_gap(places, target) -> None:
    found = add_up([Part(str(at), *each) for at, each in enumerate(places)], target=target)
    assert found.at_targets + sum(part.even_share for part in found.parts) >= found.needed
    assert found.at_targets == sum(part.at_target for part in found.parts)
