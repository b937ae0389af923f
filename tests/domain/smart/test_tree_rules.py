"""The tree and the wish: one small tree, and what is asked when one of its branches changes."""

from dataclasses import replace
from datetime import date

import pytest

from aimline.domain.calendar import Break, Calendar, SchoolYear
from aimline.domain.goal import Condition, GroupRule, Layer, Level
from aimline.domain.measure import Direction
from aimline.domain.smart.around import check_hands, check_tree
from aimline.domain.smart.rules.wish import controllable, is_clear
from aimline.domain.smart.trees import Habit, Hands, Node, Tree

TODAY = date(2026, 1, 12)
NEWCOMERS = (Condition("Newcomer", frozenset({"yes"})),)
WHY = Node("why", Layer.PURPOSE, Level.DISTRICT, "Every child leaves us a confident reader.")
DISTRICT = Node("district", Layer.PROGRESS, Level.DISTRICT, "Readers at benchmark to 72%", serves=("why",))
SCHOOL = Node(
    "school", Layer.PROGRESS, Level.SCHOOL, "Readers in our school at benchmark from 58% to 70%",
    aligns_to=("district",), area="literacy", group=GroupRule("K to 3", frozenset({0, 1, 2, 3})),
)  # fmt: skip
TEAM = Node(
    "team", Layer.PROGRESS, Level.TEAM, "Grade 2 phonics from 48% to 66%", unit="Grade 2", area="literacy",
    aligns_to=("school",), driven_by=("habit",), group=GroupRule("Grade 2", frozenset({2})), begun_on=date(2025, 9, 8),
    baseline=48, target=66, starts_on=date(2025, 9, 8), deadline=date(2026, 5, 22), n_contributors=3,
)  # fmt: skip
HABIT = Node("habit", Layer.PRACTICE, Level.TEACHER, "Blend sounds every lesson")
STEPS = (
    Node("one", Layer.PROGRESS, Level.TEAM, unit="Grade 2", nests_in=("team",), target=56, deadline=date(2025, 12, 12)),
    Node("two", Layer.PROGRESS, Level.TEAM, unit="Grade 2", nests_in=("team",), target=62, deadline=date(2026, 3, 6)),
)
WHOLE = {goal.key: goal for goal in (WHY, DISTRICT, SCHOOL, TEAM, HABIT, *STEPS)}


def codes(key: str = "team", *, levels: tuple[Level, ...] | None = None, **changed: Node | None) -> set[str]:
    goals = tuple(goal for goal in (WHOLE | changed).values() if goal is not None)
    tree = Tree(goals, levels or tuple(Level))
    return {one.code for one in check_tree(tree, today=TODAY).get(key, ())}


def test_nothing_is_asked_of_a_tree_that_hangs_together():
    assert check_tree(Tree(tuple(WHOLE.values())), today=TODAY) == {}


@pytest.mark.parametrize(
    ("code", "fires", "key", "changed"),
    [
        ("TR-01", True, "team", {"district": replace(DISTRICT, serves=())}),
        ("TR-01", False, "one", {"district": replace(DISTRICT, serves=())}),
        ("TR-02", True, "why", {"district": replace(DISTRICT, serves=())}),
        ("TR-02", False, "why", {"why": replace(WHY, is_active=False), "district": replace(DISTRICT, serves=())}),
        ("TR-03", True, "team", {"team": replace(TEAM, driven_by=())}),
        ("TR-03", False, "team", {"team": replace(TEAM, driven_by=()), "habit": None}),
        ("TR-03", False, "team", {"team": replace(TEAM, driven_by=()), "one": replace(STEPS[0], driven_by=("habit",))}),
        ("TR-04", True, "team", {"team": replace(TEAM, aligns_to=())}),
        ("TR-04", False, "team", {"team": replace(TEAM, aligns_to=()), "school": None}),
        ("TR-04", False, "school", {"school": replace(SCHOOL, aligns_to=())}),
        ("TR-05", True, "team", {"school": None}),
        ("TR-05", False, "district", {}),
        ("TR-06", False, "team", {f"t{n}": replace(TEAM, key=f"t{n}") for n in range(3)}),
        ("TR-06", True, "team", {f"t{n}": replace(TEAM, key=f"t{n}") for n in range(4)}),
        ("TR-06", False, "team", {f"t{n}": replace(TEAM, key=f"t{n}", unit="Grade 3") for n in range(4)}),
        ("TR-07", False, "school", {"school": replace(SCHOOL, published_on=date(2025, 9, 1))}),
        ("TR-07", True, "school", {"school": replace(SCHOOL, published_on=date(2025, 12, 13)), "team": None}),
        ("TR-07", False, "school", {"school": replace(SCHOOL, published_on=date(2025, 12, 14)), "team": None}),
        ("TR-07", False, "team", {"team": replace(TEAM, published_on=date(2025, 9, 1))}),
        ("TR-08", True, "team", {"team": replace(TEAM, area="numeracy")}),
        ("TR-08", False, "team", {"team": replace(TEAM, area="numeracy", contribution="Reading word problems.")}),
        ("TR-08", True, "team", {"team": replace(TEAM, group=GroupRule("Grade 6", frozenset({6})))}),
        ("TR-08", True, "team", {"team": replace(TEAM, group=GroupRule("All"))}),
        ("TR-08", True, "team", {"school": replace(SCHOOL, group=GroupRule("Newcomers", conditions=NEWCOMERS))}),
        ("TR-08", False, "team", {
            "school": replace(SCHOOL, group=GroupRule("Newcomers", conditions=NEWCOMERS)),
            "team": replace(TEAM, group=GroupRule("Newcomers in Grade 2", frozenset({2}), NEWCOMERS)),
        }),
        ("TR-09", True, "team", {"team": replace(TEAM, text="Readers in our  school at Benchmark from 58% to 70%.")}),
        ("TR-10", True, "school", {"school": replace(SCHOOL, aligns_to=("team",))}),
        ("TR-10", True, "team", {"team": replace(TEAM, aligns_to=("district",))}),
        ("TR-10", False, "team", {"team": replace(TEAM, aligns_to=("district",), skips_because="No school goal fits")}),
        ("TR-10", False, "team", {"team": replace(TEAM, aligns_to=("district",)), "school": None}),
        ("TR-10", True, "team", {"team": replace(TEAM, serves=("habit",))}),
        ("TR-10", True, "one", {"one": replace(STEPS[0], unit="Grade 3")}),
        ("TR-10", True, "one", {"one": replace(STEPS[0], nests_in=("two",)),
                                "two": replace(STEPS[1], nests_in=("one",))}),
        ("TR-10", False, "team", {"team": replace(TEAM, driven_by=("habit", "gone")),
                                  "habit": replace(HABIT, driven_by=("more",)),
                                  "more": replace(HABIT, key="more", driven_by=("habit",))}),
        ("TR-11", True, "team", {"one": None}),
        ("TR-11", False, "team", {"one": None, "team": replace(TEAM, deadline=date(2025, 12, 12))}),
        ("TR-11", False, "team", {"one": None, "team": replace(TEAM, deadline=None)}),
        ("TR-12", True, "team", {"one": replace(STEPS[0], target=54.0)}),
        ("TR-12", False, "team", {"one": replace(STEPS[0], target=None)}),
        ("TR-12", False, "team", {"one": replace(STEPS[0], target=54.0), "team": replace(TEAM, baseline=None)}),
        ("TR-13", True, "team", {"team": replace(TEAM, n_contributors=0)}),
        ("TR-13", False, "team", {"team": replace(TEAM, n_contributors=0, begun_on=date(2026, 1, 5))}),
        ("TR-13", False, "team", {"team": replace(TEAM, n_contributors=None)}),
    ],
)  # fmt: skip
def test_a_changed_branch_is_asked_about(code, fires, key, changed):
    assert (code in codes(key, **changed)) is fires


def test_a_level_that_the_district_does_not_use_is_left_out():
    used = (Level.DISTRICT, Level.TEAM)
    assert "TR-05" not in codes(levels=used, school=None, team=replace(TEAM, aligns_to=("district",)))


def test_short_steps_of_a_goal_that_goes_down_lie_above_the_line():
    down = replace(TEAM, baseline=24, target=12, direction=Direction.DOWN)
    assert "TR-12" in codes(team=down, one=replace(STEPS[0], target=23), two=None)
    assert "TR-12" not in codes(team=down, one=replace(STEPS[0], target=18), two=None)


def test_before_the_first_quarter_ends_no_short_goals_are_asked_for():
    tree = Tree((SCHOOL, TEAM))
    year = SchoolYear(2026, date(2025, 9, 1), date(2026, 6, 30))
    for calendar, today, fires in (
        (None, date(2025, 11, 7), False),
        (None, date(2025, 11, 8), True),
        (Calendar((year,)), date(2025, 11, 15), False),
        (Calendar((year,)), date(2025, 11, 18), True),
    ):
        found = {one.code for one in check_tree(tree, today=today, calendar=calendar)["team"]}
        assert ("TR-11" in found) is fires


READ = Habit("Read aloud for ten minutes every day", Level.TEACHER, last_entry_on=date(2026, 1, 9))
WALK = Habit("Visit three classrooms every day", Level.SCHOOL, is_owners=True, last_entry_on=date(2026, 1, 9))


@pytest.mark.parametrize(
    ("hands", "expected"),
    [
        (Hands(Level.SCHOOL, (), TODAY), ["MW-01"]),
        (Hands(Level.SCHOOL, (), TODAY, has_practices=False), []),
        (Hands(Level.SCHOOL, (Habit("Raise scores by 10 points", Level.SCHOOL),), TODAY), ["MW-01"]),
        (Hands(Level.SCHOOL, (Habit("Greet every child each morning", Level.DISTRICT),), TODAY), ["MW-01"]),
        (Hands(Level.SCHOOL, (READ,), TODAY, 4), ["MW-03"]),
        (Hands(Level.SCHOOL, (READ, WALK), TODAY, 3), ["MW-02"]),
        (Hands(Level.SCHOOL, (READ, WALK), TODAY, 4), []),
        (Hands(Level.TEAM, (READ,), TODAY, 4), []),
        (Hands(Level.TEAM, (replace(READ, last_entry_on=None),), TODAY, 4), []),
        (Hands(Level.TEAM, (replace(READ, last_entry_on=None),), TODAY, 4, date(2025, 11, 3)), ["MW-04"]),
        (Hands(Level.TEAM, (replace(READ, last_entry_on=date(2025, 12, 18)),), TODAY, 4), []),
        (Hands(Level.TEAM, (replace(READ, last_entry_on=date(2025, 12, 10)),), TODAY, 4), ["MW-04"]),
    ],
)  # fmt: skip
def test_a_goal_in_nobodys_hands_is_a_wish(hands, expected):
    assert [one.code for one in check_hands(hands)] == expected


def test_breaks_of_the_calendar_do_not_count_as_idle():
    year = SchoolYear(2026, date(2025, 9, 1), date(2026, 6, 30),
                      breaks=(Break(date(2025, 12, 11), date(2026, 1, 2), "winter"),))  # fmt: skip
    idle = replace(READ, last_entry_on=date(2025, 12, 10))
    assert check_hands(Hands(Level.TEAM, (idle,), TODAY, 4, calendar=Calendar((year,)))) == ()


def test_a_goal_is_clear_with_a_practice_a_whole_map_and_fresh_entries():
    hands = Hands(Level.SCHOOL, (READ, WALK), TODAY, 4)
    assert controllable(hands) == (READ, WALK)
    assert is_clear(hands)
    assert not is_clear(replace(hands, n_map_answers=3))
    assert not is_clear(replace(hands, habits=()))
