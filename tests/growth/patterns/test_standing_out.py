"""Strengths and gaps among groups: called only beyond chance, with all groups looked at together."""

from aimline.growth.patterns.shrinking import Pattern
from aimline.growth.patterns.standing_out import Group, between, stand_out, where_to_begin

LEARNERS, OTHERS = Group("English learners", 30, 100), Group("others", 210, 300)
FEW, SMALL = Group("few", 2, 12), Group("small", 0, 8)


def found(*groups: Group) -> dict[str, Pattern]:
    return {each.name: each.pattern for each in stand_out(groups, reached=240, n=400)}


def test_a_wide_difference_of_many_students_is_named() -> None:
    assert found(LEARNERS, OTHERS) == {"English learners": Pattern.GAP, "others": Pattern.STRENGTH}


def test_a_group_below_twenty_is_never_flagged_and_below_ten_not_looked_at() -> None:
    both = stand_out([LEARNERS, FEW, SMALL], reached=240, n=400)

    assert [each.name for each in both] == ["English learners", "few"]
    assert (both[1].pattern, both[1].may_be_chance) == (Pattern.NONE, True)


def test_what_chance_may_do_among_many_groups_is_no_gap() -> None:
    alike = [Group(f"group {at}", 24 + at % 5, 42) for at in range(9)]

    assert set(found(*alike).values()) == {Pattern.NONE}


def test_a_group_that_is_everybody_has_nobody_to_be_compared_with() -> None:
    assert stand_out([Group("all", 240, 400)], reached=240, n=400) == ()
    assert between([], 0.6) == 0.01


def test_where_to_begin_counts_students_and_keeps_the_deepest_gap() -> None:
    looked = stand_out([LEARNERS, OTHERS, FEW], reached=240, n=400)

    ranked = where_to_begin(looked, reference=0.6, most=1)

    assert [each.name for each in ranked] in (["English learners"], ["few"])
    assert ranked[0].depth > 0
