"""Heads by which schools, times and results are called in one country or program and not in the next."""

import pytest

from aimline.exchange.guessing import guess

N = 12
FILE = {
    "Student ID": [str(61_003 + 17 * n) for n in range(N)],
    "Site": ["Elm Park", "Oak Hill"] * 6,
    "Grade": ["3", "4", "5"] * 4,
    "Test Date": [f"2025-10-{n + 1:02}" for n in range(N)],
    "Scale Score": [str(410 + 19 * n) for n in range(N)],
}
KNOWN = {"school": "Site", "grade": "Grade", "window": "", "date": "Test Date", "score": "Scale Score", "level": ""}


@pytest.mark.parametrize(
    ("role", "head", "values"),
    [
        ("school", "Provider code", "1442 1443"),
        ("school", "Institution ID", "77 78"),
        ("school", "URN", "100021 100022"),
        ("school", "Serving School", "Elm Oak"),
        ("grade", "Academic year", "9 10 11"),
        ("grade", "Yr Gp", "3 4 5"),
        ("grade", "Cohort", "Year3 Year4"),
        ("window", "TESTPERIOD", "1 2 3"),
        ("window", "Time Point", "1 2 3"),
        ("window", "Occasion", "First Second"),
        ("window", "Collected", "Midpoint EOY"),
        ("date", "Ended At", "2025-11-03 2025-11-04"),
        ("score", "Items Right", "21 34 27"),
        ("score", "Correct Words/Min", "81 94 107"),
        ("score", "Theta Estimate", "-0.4 0.7 1.2"),
        ("level", "Performance Range", "Below Meets Exceeds"),
        ("level", "RAG", "Red Amber Green"),
        ("level", "Standing", "Novice Capable Expert"),
    ],
)
def test_a_head_of_the_field_is_known(role: str, head: str, values: str) -> None:
    # Levels follow the scores, and scores do not repeat with the grade.
    told = values.split()
    column = [told[n * len(told) // N] if role in ("level", "score") else told[n % len(told)] for n in range(N)]

    assert columns({name: each for name, each in FILE.items() if name != KNOWN[role]} | {head: column})[role] == head


def test_of_two_sessions_the_last_dates_a_result() -> None:
    days = {
        "first_session_start": [f"2025-09-{n + 1:02}" for n in range(N)],
        "last_session_start": [f"2026-05-{n + 1:02}" for n in range(N)],
    }

    assert columns({name: each for name, each in FILE.items() if name != "Test Date"} | days)["date"] == [*days][1]


def test_a_test_called_pre_something_is_no_first_window() -> None:
    assert "window" not in columns(FILE | {"Kind": ["Pre-ABC Part 1"] * N})


def test_grades_before_the_parts_of_a_test_do_not_make_them_many() -> None:
    parts = [
        f"{grade} {part}" for grade in ("K", "1", "2", "3-4", "5-6") for part in ("Reading", "Speaking", "Writing")
    ]
    file = {name: [each[0]] * len(parts) for name, each in FILE.items()} | {"Subtest": parts}
    file["Student ID"] = [str(700 + n // 3) for n in range(len(parts))]
    file["Scale Score"] = [str(400 + 7 * n) for n in range(len(parts))]

    assert columns(file)["measure"] == "Subtest"


def test_a_standard_score_beside_raw_points_speaks_for_the_task() -> None:
    task = {
        "Word - Raw": [str(380 + 11 * n) for n in range(N)],
        "Word - Standard": [str(78 + 3 * n) for n in range(N)],
        "Word - Support Level": ["Needs Support"] * 6 + ["On Track"] * 6,
    }

    assert columns({name: each for name, each in FILE.items() if name != "Scale Score"} | task)["score"] == [*task][1]


def test_a_level_within_a_course_is_a_score_where_it_has_decimals() -> None:
    levels = {"Assigned course level": ["3"] * 6 + ["4"] * 6, "Course level": [f"{3 + n / 10:.2f}" for n in range(N)]}

    assert (
        columns({name: each for name, each in FILE.items() if name != "Scale Score"} | levels)["score"]
        == "Course level"
    )


def columns(file: dict[str, list[str]]) -> dict[str, str]:
    """The columns of the mapping guessed for a file, with the score of its first result."""
    mapping = guess([*file], [list(row) for row in zip(*file.values(), strict=True)]).mapping
    return dict([*mapping.columns.items(), *(("score", each.score) for each in mapping.results[:1])])
