"""Sittings of one test side by side are one measure where each has a day of its own."""

import pytest

from aimline.exchange.guessing import guess

N = 8
DAYS = {"first": [f"9/{day + 4}/2025" for day in range(N)], "last": [f"1/{day + 12}/2026" for day in range(N)]}
SCORES = [str(400 + 9 * n) for n in range(N)]
LEVELS = ["Basic", "Proficient", "Basic", "Advanced", "Proficient", "Basic", "Advanced", "Proficient"]
CODES = [f"{18000 + 7 * n}" for n in range(N)]


def told(first: str, last: str, *, days: dict[str, list[str]] = DAYS) -> list[tuple[str, str, str, str]]:
    """The results of a file with a score, a level and a day under each of two heads, of which `{}` is one of those."""
    header = ["Student ID", *(one.format(what) for one in (first, last) for what in ("Date", "Lexile", "Level"))]
    columns = [CODES, days["first"], SCORES, LEVELS, days["last"], [*reversed(SCORES)], LEVELS]
    found = guess(header, [list(row) for row in zip(*columns, strict=True)])
    return [(each.measure, each.score, each.level, each.date) for each in found.mapping.results]


@pytest.mark.parametrize(
    ("first", "last"),
    [("First {}", "Last {}"), ("ELA Form A {}", "ELA Form B {}"), ("TEST_{}_1", "TEST_{}_2")],
)
def test_sittings_are_told_by_their_days(first: str, last: str) -> None:
    results = told(first, last)

    assert [each[1:] for each in results] == [
        tuple(one.format(what) for what in ("Lexile", "Level", "Date")) for one in (first, last)
    ]
    assert len({measure for measure, *_ in results}) == 1


def test_the_first_and_the_last_name_of_a_student_are_no_sittings() -> None:
    header = ["Student ID", "First Name", "Last Name", "First Date", "First Lexile", "Last Date", "Last Lexile"]
    columns = [CODES, ["Ada", "Ben"] * (N // 2), ["Fox"] * N, DAYS["first"], SCORES, DAYS["last"], [*reversed(SCORES)]]

    found = guess(header, [list(row) for row in zip(*columns, strict=True)]).mapping

    assert (found.columns["given_name"], found.columns["family_name"]) == ("First Name", "Last Name")
    assert [each.date for each in found.results] == ["First Date", "Last Date"]


def test_tests_whose_days_do_not_follow_one_another_stay_apart() -> None:
    mixed = {"first": [*DAYS["first"][:4], *DAYS["last"][4:]], "last": [*DAYS["last"][:4], *DAYS["first"][4:]]}

    assert len({measure for measure, *_ in told("First {}", "Last {}", days=mixed)}) == 2


def test_the_tests_of_units_stay_apart_whatever_their_days() -> None:
    assert len({measure for measure, *_ in told("Unit {} 1", "Unit {} 2")}) == 2


@pytest.mark.parametrize(
    ("head", "window"),
    [
        ("Benchmark Test 1 Scale Score", "Benchmark 1"),
        ("Interim Assessment 2 Scale Score", "Interim 2"),
        ("Diagnostic 3 Scale Score", "Diagnostic 3"),
        ("Benchmark Test Scale Score", ""),
        ("Test 1 Scale Score", ""),
    ],
)
def test_a_number_behind_a_word_for_windows_is_a_window(head: str, window: str) -> None:
    rows = [[code, score] for code, score in zip(CODES, SCORES, strict=True)]

    (result,) = guess(["Student ID", head], rows).mapping.results or [None]

    assert (result.window if result else "") == window
