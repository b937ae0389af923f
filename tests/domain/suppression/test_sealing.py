from dataclasses import replace

import pytest

from aimline.domain.suppression import Bound, Cell, Hidden, Shown, Statistic, Told, seal
from tests.domain.suppression.test_tables import three_groups


def test_what_a_plan_shows_is_shown_and_everything_else_says_the_same_why() -> None:
    safe = seal(three_groups(), {"all"}, guarded=[frozenset({0})])

    assert safe["all"].content == Shown(75.0, 36)
    reasons = {str(safe[label].content.reason) for label in ("small", "middle", "large")}  # type: ignore[union-attr]
    assert reasons == {"Hidden: fewer than 10 students, or it would give a smaller group away."}


@pytest.mark.parametrize(
    ("numerator", "shown"),
    [
        (24, Shown(90.0, 24, Bound.AT_LEAST)),
        (22, Shown(90.0, 24, Bound.AT_LEAST)),
        (1, Shown(10.0, 24, Bound.AT_MOST)),
        (12, Shown(50.0, 24)),
        (None, Shown(50.0, 24)),
    ],
)
def test_nobody_and_everybody_are_shown_as_ends(numerator: int | None, shown: Shown) -> None:
    value = 50.0 if numerator is None else 100 * numerator / 24
    asked = Statistic("group", Cell("Group", 24, numerator, value), frozenset({0}))

    [safe] = seal(replace(three_groups(), asked=(asked,), lines=()), {"group"}).values()

    assert (safe.label, safe.content) == ("Group", shown)


def test_a_plan_that_shows_a_small_group_never_leaves() -> None:
    with pytest.raises(ValueError, match="fewer than 10"):
        seal(three_groups(), {"small"})


def test_a_plan_that_lets_a_small_group_be_worked_out_never_leaves() -> None:
    with pytest.raises(ValueError, match="worked out"):
        seal(three_groups(), {"all", "middle", "large"}, guarded=[frozenset({0})])


def test_what_was_told_earlier_counts() -> None:
    table = replace(three_groups(), earlier=(Told(frozenset({1, 2}), 32, (26, 26)),))

    with pytest.raises(ValueError, match="worked out"):
        seal(table, {"all"}, guarded=[frozenset({0})])


def test_hidden_numbers_are_hidden() -> None:
    assert all(isinstance(each.content, Hidden) for each in seal(three_groups(), set()).values())
