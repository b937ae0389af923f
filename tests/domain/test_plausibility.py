"""What does not look like the results that are here is said, and what may well be is not."""

import pytest

from aimline.domain import plausibility
from aimline.domain.plausibility import Summary

STORED = {4: Summary(60, 62, 15, 20, 98, 60, 36), 5: Summary(60, 70, 15, 25, 100, 60, 42)}


def told(coming: plausibility.Summaries, stored: plausibility.Summaries = STORED) -> list[str]:
    return [str(doubt) for doubt in plausibility.doubts("Fractions", coming, stored)]


@pytest.mark.parametrize(
    "coming",
    [
        {4: Summary(50, 66, 14, 22, 99, 50, 34)},
        {4: Summary(50, 76, 14, 22, 99, 50, 48)},
        {4: Summary(19, 5, 1, 3, 9, 19, 0)},
        {8: Summary(50, 300, 14, 250, 340, 50, 2)},
        {},
    ],
    ids=["a usual year", "a very good year", "few", "another grade", "nothing"],
)
def test_what_may_well_be_is_not_doubted(coming: plausibility.Summaries) -> None:
    assert told(coming) == []


def test_few_stored_results_are_no_measure_for_a_file() -> None:
    assert told({4: Summary(50, 5, 1, 3, 9)}, {4: Summary(19, 62, 15, 20, 98)}) == []


def test_a_spread_that_nobody_knows_says_nothing_of_the_scale() -> None:
    assert told({4: Summary(50, 62, 0, 62, 62)}) == []
    assert told({4: Summary(50, 60, 15, 20, 99)}, {4: Summary(50, 62, 0, 50, 98)}) == []


@pytest.mark.parametrize(
    "coming",
    [Summary(50, 0.62, 0.15, 0.2, 0.98), Summary(50, 62, 2, 58, 66), Summary(50, 620, 40, 500, 700)],
    ids=["shares of one", "squeezed", "longer"],
)
def test_another_scale_is_doubted(coming: Summary) -> None:
    [sentence] = told({4: coming})

    assert sentence.startswith("Fractions: scores were from 20 to 98 so far and are from ")
    assert sentence.endswith("as if on another scale.")


def test_a_mean_that_jumps_is_compared_grade_by_grade() -> None:
    assert told({5: Summary(50, 90, 12, 40, 100)}) == [
        "Fractions: the mean of the same grades was 70 so far and is 90 here, further than whole groups move."
    ]
    assert told({4: Summary(10, 62, 15, 20, 98), 5: Summary(90, 70, 15, 20, 99)}) == []


def test_between_windows_of_a_year_more_is_learnt_and_another_scale_is_doubted_all_the_same() -> None:
    spring, shifted = {4: Summary(50, 80, 12, 30, 100, 50, 40)}, {4: Summary(50, 620, 150, 200, 980)}
    low = {4: Summary(60, 62, 10, 20, 98, 60, 20)}

    assert plausibility.doubts("Fractions", spring, low, same_window=False) == ()
    assert len(plausibility.doubts("Fractions", spring, low)) == 2
    assert len(plausibility.doubts("Fractions", shifted, low, same_window=False)) == 1


def test_levels_that_are_swapped_are_doubted() -> None:
    swapped = {4: Summary(50, 62, 15, 20, 98, 50, 4), 5: Summary(50, 70, 15, 20, 98, 50, 6)}

    assert told(swapped) == [
        "Fractions: 65 % met the standard so far and 10 % here. Look whether its levels stand in the right order."
    ]


@pytest.mark.parametrize(
    ("n_out", "n_records", "is_doubted"), [(3, 20, True), (2, 20, False), (10, 10, False), (0, 0, False)]
)
def test_many_rows_outside_the_range_are_doubted(n_out: int, n_records: int, *, is_doubted: bool) -> None:
    assert bool(plausibility.out_of_range(n_out, n_records)) == is_doubted


def test_a_school_that_is_not_here_is_doubted_unless_it_is_the_first() -> None:
    assert plausibility.unknown_schools(["Elm"], n_known=0) is None
    assert plausibility.unknown_schools([], n_known=3) is None
    assert "not here yet: 1 (Elm)." in str(plausibility.unknown_schools(["Elm"], n_known=3))
    assert "6 (A, B, C, D, E ...)" in str(plausibility.unknown_schools(list("ABCDEF"), n_known=3))


def test_students_who_are_here_under_a_number_with_other_zeros_are_doubted() -> None:
    assert plausibility.lost_zeros(0, n_students=60, n_digits=0) is None
    lost = str(plausibility.lost_zeros(1, n_students=60, n_digits=6))
    assert "before them: 1 of 60, as" in lost
    assert "Write 6 among the columns" in lost
    numbers = str(plausibility.zeros_in_numbers(1, n_all=60, n_digits=6))
    assert "before them: 1 of 60, as" in numbers
    assert "up to 6 digits" in numbers
    keys = str(plausibility.zeros_in_keys("users", 1, n_all=1))
    assert keys.startswith("Keys (sourcedId) in users.csv that are not here,")
    assert "before them: 1 of 1, as" in keys
    assert plausibility.added_zeros(0, n_students=60) is None
    assert str(plausibility.added_zeros(1, n_students=60)).endswith("as other students.")


@pytest.mark.parametrize(
    ("n_known", "n_coming", "n_here", "is_doubted"),
    [
        (0, 60, 60, True),
        (29, 60, 60, True),
        (30, 60, 60, False),
        (0, 19, 60, False),
        (0, 60, 0, False),  # the first file of a school, or a new intake
        (25, 100, 30, False),  # here were those of a test of a few
    ],
)
def test_a_file_that_knows_hardly_anybody_is_doubted(
    n_known: int, n_coming: int, n_here: int, *, is_doubted: bool
) -> None:
    assert bool(plausibility.strangers(n_known, n_coming=n_coming, n_here=n_here)) == is_doubted


@pytest.mark.parametrize(
    ("n_other", "n_compared", "is_doubted", "is_told"),
    [(0, 9, False, False), (2, 3, False, True), (3, 30, False, True), (3, 29, True, False)],
)
def test_other_names_are_told_where_few_and_doubted_where_many(
    n_other: int, n_compared: int, *, is_doubted: bool, is_told: bool
) -> None:
    numbers = ["n1", "n2"][:n_other]
    doubt = plausibility.other_names(n_other, n_compared=n_compared, numbers=numbers)
    told = plausibility.few_other_names(n_other, n_compared=n_compared, numbers=numbers)

    assert (bool(doubt), bool(told)) == (is_doubted, is_told)
    assert "(n1, n2 ...)" in str(doubt) or not is_doubted
