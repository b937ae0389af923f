from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aimline.domain.suppression import (
    Cell,
    Hidden,
    SafeBreakdown,
    SafeCell,
    Shown,
    open_to_teachers,
    protect,
    protect_one,
    protect_series,
)


def cell(n: int, value: float = 62.0, label: str = "Group") -> Cell:
    return Cell(label, n, round(n * value / 100), value)


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [((10, 11), True), ((9, 60), False), ((10,), True), ((9,), False), ((0, 60), False), ((), True)],
)
def test_one_small_group_hides_the_whole_breakdown(sizes: tuple[int, ...], shown: bool) -> None:
    safe = protect([cell(n) for n in sizes])

    assert all(isinstance(each.content, Shown) is shown for each in safe.cells)
    assert safe.is_hidden is not shown


def test_hidden_groups_say_why() -> None:
    small, large = (each.content for each in protect([cell(9), cell(60)]).cells)

    assert isinstance(small, Hidden)
    assert isinstance(large, Hidden)
    assert str(small.reason) == "Fewer than 10 students."
    assert str(large.reason) == "Hidden to protect a smaller group."


@pytest.mark.parametrize(("n_total", "is_shown"), [(69, True), (9, False)])
def test_the_total_is_judged_by_itself(n_total: int, is_shown: bool) -> None:
    safe = protect([cell(4), cell(5)], total=cell(n_total))

    assert safe.total is not None
    assert isinstance(safe.total.content, Shown) is is_shown


def test_a_small_rest_of_the_total_hides_the_groups() -> None:
    assert protect([cell(40), cell(50)], total=cell(95)).is_hidden
    assert not protect([cell(40), cell(50)], total=cell(90)).is_hidden
    assert not protect([cell(40), cell(50)], total=cell(100)).is_hidden


def test_days_are_judged_each_by_itself() -> None:
    contents = [type(each.content) for each in protect_series([cell(9), cell(60)])]

    assert contents == [Hidden, Shown]


def test_a_district_may_choose_its_minimum() -> None:
    assert isinstance(protect_one(cell(10), n_min=11).content, Hidden)
    assert isinstance(protect_one(cell(5), n_min=5).content, Shown)


@pytest.mark.parametrize("n_min", [0, 4, 31])
def test_the_minimum_stays_within_5_and_30(n_min: int) -> None:
    with pytest.raises(ValueError, match="5 to 30"):
        protect([cell(60)], n_min=n_min)


def test_teachers_see_their_own_students() -> None:
    safe = open_to_teachers([cell(3, 33.0)], total=cell(4))

    assert safe.cells[0].content == Shown(33.0, 3)
    assert safe.total is not None
    assert open_to_teachers([]).total is None


def test_safe_numbers_are_made_nowhere_else() -> None:
    safe = protect([cell(60)])

    with pytest.raises(TypeError, match="suppression only"):
        SafeCell("Group", Shown(62.0, 3), object())
    with pytest.raises(TypeError, match="suppression only"):
        SafeBreakdown((), None, None)
    with pytest.raises(ValueError, match="InitVar"):
        replace(safe.cells[0], content=Shown(62.0, 3))


@given(st.lists(st.integers(0, 60), max_size=6), st.integers(5, 30))
def test_nothing_shown_is_small_or_beside_something_hidden(sizes: list[int], n_min: int) -> None:
    safe = protect([cell(n) for n in sizes], n_min=n_min, total=cell(sum(sizes)))

    shown = [each.content for each in safe.cells if isinstance(each.content, Shown)]

    assert all(each.n >= n_min for each in shown)
    assert len(shown) in (0, len(sizes))
