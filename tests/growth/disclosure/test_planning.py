import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aimline.domain.suppression import Atom, Shown, Statistic, Table, Told, seal
from aimline.growth.disclosure import Plan, plan
from tests.growth.disclosure.tables import sizes, statistic, two_way

# Each example solves several linear programmes.
few = settings(max_examples=40, deadline=None)

SAFE = [[(20, 10), (30, 12)], [(25, 8), (15, 9)]]
SMALL = [[(4, 2), (30, 12), (22, 11)], [(25, 8), (15, 9), (31, 12)], [(28, 20), (14, 5), (19, 9)]]


def test_everything_is_shown_where_nothing_is_small() -> None:
    table = two_way(SAFE)

    assert plan(table).shown == {each.label for each in table.asked}


def test_a_small_cell_hides_some_others_and_no_total() -> None:
    shown = plan(two_way(SMALL)).shown

    assert {"**", "0*", "1*", "2*", "*0", "*1", "*2"} <= shown
    assert len(shown) >= 16 - 6
    assert "00" not in shown


def test_two_sides_of_one_question_hide_each_other() -> None:
    atoms = (Atom(6, 3), Atom(40, 20))
    table = Table(
        atoms, (statistic("all", [0, 1], atoms, 2), statistic("yes", [0], atoms), statistic("no", [1], atoms))
    )

    assert plan(table).shown == {"all"}


def test_a_small_rest_in_no_group_is_protected() -> None:
    atoms = (Atom(40, 20), Atom(50, 20), Atom(5, 3))
    table = Table(
        atoms, (statistic("all", [0, 1, 2], atoms, 2), statistic("a", [0], atoms), statistic("b", [1], atoms))
    )

    assert plan(table).shown == {"all", "b"}


def test_two_small_groups_are_not_told_together_either() -> None:
    table = two_way([[(3, 1), (4, 2), (30, 12), (12, 5)]])

    assert "02" in plan(table).shown
    assert "03" not in plan(table).shown


def test_everybody_is_not_told_by_subtraction() -> None:
    atoms = (Atom(80, 40), Atom(20, 20))
    table = Table(atoms, (statistic("all", [0, 1], atoms, 2), statistic("a", [0], atoms), statistic("b", [1], atoms)))

    assert plan(table).shown == {"all", "b"}


def test_a_student_who_comes_late_is_not_told_by_subtraction() -> None:
    atoms = (Atom(24, 12), Atom(1, 1))
    before = Told(frozenset({0}), 24, (12, 12))
    table = Table(atoms, (statistic("now", [0, 1], atoms),), earlier=(before,))

    assert plan(table) == Plan(frozenset(), (frozenset({1}),), ())


def test_what_the_ledger_alone_gives_away_is_reported_and_the_rest_goes_on() -> None:
    atoms = (Atom(24, 12), Atom(3, 1), Atom(30, 11))
    before = (Told(frozenset({0}), 24, (12, 12)), Told(frozenset({0, 1}), 27, (13, 13)))
    found = plan(Table(atoms, (statistic("other", [2], atoms),), earlier=before))

    assert frozenset({1}) in found.exposed
    assert found.shown == {"other"}


@pytest.mark.parametrize("n_min", [5, 10, 30])
def test_a_district_may_choose_its_minimum(n_min: int) -> None:
    table = replace(two_way(SMALL), n_min=n_min)

    shown = plan(table).shown

    assert all(each.cell.n >= n_min for each in table.asked if each.label in shown)
    assert ("**" in shown) is True


def test_an_empty_table_shows_nothing() -> None:
    assert plan(Table((), ())).shown == frozenset()


@few
@given(sizes)
def test_the_same_table_gives_the_same_plan_in_any_order(given_sizes: list[list[tuple[int, int]]]) -> None:
    table = two_way(given_sizes)
    asked = list(table.asked)
    random.Random(1).shuffle(asked)

    assert plan(replace(table, asked=tuple(asked), lines=table.lines[::-1])).shown == plan(table).shown


@few
@given(sizes)
def test_rows_and_columns_may_be_told_in_any_order(given_sizes: list[list[tuple[int, int]]]) -> None:
    table, turned = two_way(given_sizes), two_way(given_sizes)
    places = list(range(len(table.atoms)))
    random.Random(2).shuffle(places)
    atoms = tuple(table.atoms[place] for place in places)
    moved = {place: number for number, place in enumerate(places)}
    asked = tuple(replace(each, members=frozenset(moved[atom] for atom in each.members)) for each in turned.asked)

    assert plan(replace(table, atoms=atoms, asked=asked)).shown == plan(table).shown


@few
@given(sizes)
def test_publishing_twice_shows_the_same(given_sizes: list[list[tuple[int, int]]]) -> None:
    table = two_way(given_sizes)
    first = plan(table).shown

    assert plan(replace(table, earlier=told(table, first))).shown == first


@few
@given(sizes, st.integers(0, 11), st.integers(0, 11))
def test_one_more_request_never_reveals_what_was_hidden(
    given_sizes: list[list[tuple[int, int]]], one: int, other: int
) -> None:
    table = two_way(given_sizes)
    first = plan(table).shown
    more = statistic("goal", sorted({one % len(table.atoms), other % len(table.atoms)}), table.atoms)

    second = plan(replace(table, asked=(*table.asked, more), earlier=told(table, first))).shown

    assert second - {"goal"} == first


@few
@given(sizes)
def test_every_plan_can_be_sealed(given_sizes: list[list[tuple[int, int]]]) -> None:
    table = two_way(given_sizes)
    chosen = plan(table)

    safe = seal(table, chosen.shown, guarded=chosen.guarded)

    assert {label for label, cell in safe.items() if isinstance(cell.content, Shown)} == chosen.shown
    assert not chosen.exposed


def told(table: Table, shown: frozenset[str]) -> tuple[Told, ...]:
    return tuple(each.told for each in asked_of(table) if each.label in shown)


def asked_of(table: Table) -> tuple[Statistic, ...]:
    return table.asked
