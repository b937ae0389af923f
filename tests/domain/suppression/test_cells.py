from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aimline.domain.suppression import (
    Cell,
    Hidden,
    Part,
    SafeBreakdown,
    SafeCell,
    Shown,
    open_to_teachers,
    protect,
    protect_one,
    protect_series,
    protect_total,
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


def grade(n: int, *, is_known: bool = False, **groups: int) -> Part:
    cells = tuple(cell(size, label=label) for label, size in groups.items())
    return Part(cells, cell(n, label="all students"), is_known)


@pytest.mark.parametrize(
    ("parts", "is_shown"),
    [
        ((grade(40, yes=10, no=30), grade(24, yes=4, no=20)), False),
        ((grade(40, yes=10, no=30), grade(24, yes=12, no=12)), True),
        ((grade(40, yes=8, no=32), grade(24, yes=6, no=18)), True),
        ((grade(40, is_known=True, yes=8, no=32), grade(24, yes=6, no=18)), False),
        ((grade(60, yes=14, no=46), grade(4, no=4)), False),
        ((), True),
    ],
)
def test_what_is_left_beside_the_parts_that_are_shown_must_not_be_small(
    parts: tuple[Part, ...], is_shown: bool
) -> None:
    whole = [cell(14, label="yes"), cell(50, label="no")]
    if parts and parts[1].cells[0].n == 12:
        whole = [cell(22, label="yes"), cell(42, label="no")]

    safe = protect(whole, total=cell(64, label="all students"), parts=parts)

    assert safe.is_hidden is not is_shown


@pytest.mark.parametrize(
    ("sizes", "is_shown"),
    [((24, 20), True), ((38, 6), False), ((24, 14, 6), False), ((4, 5), False), ((6, 6, 32), True)],
)
def test_all_together_are_hidden_when_the_small_rest_could_be_subtracted(
    sizes: tuple[int, ...], is_shown: bool
) -> None:
    safe = protect_total(cell(sum(sizes)), parts=[grade(size) for size in sizes])

    assert isinstance(safe.content, Shown) is is_shown


def test_a_hidden_total_hides_the_groups_that_would_add_up_to_it() -> None:
    safe = protect([cell(24), cell(20)], total=cell(44), parts=[grade(38), grade(6)])

    assert safe.is_hidden
    assert safe.total is not None
    assert isinstance(safe.total.content, Hidden)


@pytest.mark.parametrize(("n_before", "is_shown"), [(44, True), (41, False), (47, False), (34, True), (54, True)])
def test_a_few_students_more_or_less_than_before_are_not_told(n_before: int, is_shown: bool) -> None:
    before = {"Group": [n_before]}

    [in_series] = protect_series([cell(44)], before=before)
    safe = protect([cell(44), cell(60, label="Others")], before=before)

    assert isinstance(in_series.content, Shown) is is_shown
    assert safe.is_hidden is not is_shown


@given(st.lists(st.integers(1, 40), min_size=1, max_size=6))
def test_no_small_number_of_students_can_be_subtracted(sizes: list[int]) -> None:
    shown = [size for size in sizes if size >= 10]

    safe = protect_total(cell(sum(sizes)), parts=[grade(size) for size in sizes])

    assert isinstance(safe.content, Hidden) or sum(sizes) - sum(shown) not in range(1, 10)
