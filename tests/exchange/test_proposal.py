"""What a guessed mapping still lacks is proposed from the file's own words."""

from datetime import date
from pathlib import Path

import pytest

from aimline.domain.calendar import Calendar
from aimline.exchange import guessing, proposal, recognition, settled, vocabulary
from aimline.exchange.calendar_words import read_ending
from aimline.exchange.mapping import Mapping, Year
from aimline.exchange.mapping_checks import check

TODAY = date(2025, 6, 30)
STATE = """ID,School Number,District Number,Grade,Year,Content Area,Score,Level
1,7,1,3,2023_2024,MATHEMATICS,410,Below
2,7,1,3,2023_2024,MATHEMATICS,450,Proficient
3,7,1,3,2023_2024,MATHEMATICS,,No Score
1,7,1,4,2024_2025,MATHEMATICS,470,Advanced
"""
COMING = f"{STATE}1,7,1,5,2025_2026,MATHEMATICS,490,Advanced\n"
FLUENCY = """Student ID,Grade,School Year,Window,Words per minute
1,2,2024-25,Fall,45
2,2,2024-25,Winter,52
2,2,2024-25,Spring,61
"""


def propose(folder: Path, text: str, *, today: date = TODAY) -> Mapping:
    path = folder / "file.csv"
    path.write_text(text, encoding="utf-8")
    file = recognition.recognise(path)
    guessed = proposal.fill_gaps(guessing.guess(file.header, file.sample).mapping, file.header, file.sample)
    words = vocabulary.collect(file, guessed.columns)
    return proposal.complete(guessed, words, calendar=Calendar(), today=today)


def test_a_state_file_needs_no_correction(tmp_path: Path) -> None:
    mapping = propose(tmp_path, STATE)

    assert check(mapping) == ()


def test_a_year_still_to_come_has_no_day_and_is_asked_about(tmp_path: Path) -> None:
    mapping = propose(tmp_path, COMING)

    assert [(year.ending, year.given_on) for year in mapping.years[1:]] == [(2025, date(2025, 5, 22)), (2026, None)]
    assert [str(problem.message) for problem in check(mapping)] == [
        "By the calendar these testing windows begin only after today: 2025_2026."
    ]


def test_levels_stand_in_the_order_of_their_scores(tmp_path: Path) -> None:
    measure = propose(tmp_path, STATE).measures[0]

    assert measure.levels == ("Below", "Proficient", "Advanced")
    assert measure.proficient_from == "Proficient"


def test_a_level_without_any_score_means_not_tested(tmp_path: Path) -> None:
    assert propose(tmp_path, STATE).status.not_tested == ("No Score",)


def test_a_file_of_one_test_names_it_in_its_score_column(tmp_path: Path) -> None:
    mapping = propose(tmp_path, FLUENCY)

    assert mapping.columns["score"] == "Words per minute"
    assert [(m.value, m.metric, m.subject) for m in mapping.measures] == [("Words per minute", "wcpm", "reading")]


def test_windows_are_dated_from_the_calendar(tmp_path: Path) -> None:
    years = propose(tmp_path, FLUENCY).years

    assert [(year.window, year.given_on) for year in years] == [
        ("Fall", date(2024, 9, 26)), ("Spring", date(2025, 5, 22)), ("Winter", date(2025, 1, 30)),
    ]  # fmt: skip


def test_results_that_are_here_were_given_today_at_the_latest(tmp_path: Path) -> None:
    today = date(2025, 1, 14)  # the winter window began two days ago and lasts until the 30th
    mapping = propose(tmp_path, FLUENCY, today=today)

    days = {year.window: year.given_on for year in mapping.years}
    assert days == {"Fall": date(2024, 9, 26), "Winter": today, "Spring": None}
    assert settled.given_today(mapping, today) == [
        "Nothing in this file says on which day 2024-25 Winter was given; it counts as given today, 14 January 2025."
    ]


def test_a_window_of_the_only_year_is_named_without_it() -> None:
    today = date(2026, 1, 12)
    years = (Year("Fall 2025 to Winter 2026", 2026, today, "Winter 2026", "Winter 2026"),)
    mapping = Mapping("Wide", {}, constants={"year": "Fall 2025 to Winter 2026"}, years=years)

    assert settled.given_today(mapping, today) == [
        "Nothing in this file says on which day Winter 2026 was given; it counts as given today, 12 January 2026."
    ]


@pytest.mark.parametrize(
    ("today", "days"),
    [
        (date(2024, 11, 30), {"Winter": None, "Spring": None}),
        (date(2024, 12, 3), {"Winter": date(2024, 12, 3), "Spring": None}),
        (date(2025, 3, 4), {"Winter": date(2025, 1, 30), "Spring": date(2025, 3, 4)}),
        (date(2023, 12, 3), {"Winter": None, "Spring": None}),
    ],
)
def test_a_window_named_after_the_season_of_today_was_given(
    tmp_path: Path, today: date, days: dict[str, date | None]
) -> None:
    mapping = propose(tmp_path, FLUENCY, today=today)

    assert {year.window: year.given_on for year in mapping.years if year.window in days} == days
    assert ("coming" in mapping.unsure) is (None in days.values())


@pytest.mark.parametrize(
    ("word", "ending"),
    [
        ("2023_2024", 2024), ("2023-24", 2024), ("2024", 2024), ("SY 2023/2024", 2024), ("1999-00", None),
        ("2023-2025", None), ("Fall 2024", 2025), ("Juin 2024", 2024), ("Room 2024", None), ("spring", None),
        ("", None),
    ],
)  # fmt: skip
def test_a_school_year_is_read_from_its_word(word: str, ending: int | None) -> None:
    assert read_ending(word) == ending


def test_columns_of_many_words_offer_no_list(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("code,kind\n" + "".join(f"{n},a\n" for n in range(80)), encoding="utf-8")

    words = vocabulary.collect(recognition.recognise(path), {})

    assert set(words.words) == {"kind"}


def test_only_the_first_rows_are_read_of_a_very_long_file(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("code,kind\n" + "1,a\n" * 50, encoding="utf-8")

    words = vocabulary.collect(recognition.recognise(path), {}, most_rows=20)

    assert (words.n_rows, words.is_whole) == (20, False)


SEMICOLONS = "Student ID;School Year;Subject;Score\n"


@pytest.mark.parametrize(
    ("scores", "decimal"),
    [
        (("47,5", "50"), ","),
        (("47.5", "50"), "."),
        (("47,5", "50.5"), "."),
        (("1,250", "2,000"), "."),
        (("47", "5"), "."),
    ],
)
def test_decimal_commas_are_told_from_the_scores(tmp_path: Path, scores: tuple[str, str], decimal: str) -> None:
    lines = "".join(f"{n};2025;Math;{score}\n" for n, score in enumerate(scores))

    assert propose(tmp_path, SEMICOLONS + lines).decimal == decimal


def test_words_in_the_place_of_a_score_are_proposed_as_reasons(tmp_path: Path) -> None:
    status = propose(tmp_path, SEMICOLONS + "1;2025;Math;47\n2;2025;Math;Absent\n3;2025;Math;exempté\n").status

    assert (status.not_tested, status.excused) == (("Absent",), ("exempté",))


@pytest.mark.parametrize(
    ("head", "scores", "bounds"),
    [
        ("Score %", (40, 60), (0, 100)),
        ("Score", (*range(30, 90), 900), (0, 100)),
        ("Score", (*range(30, 90), 105), (None, None)),
        ("Score", (*[1, 2, 3, 4] * 10, 33), (0, 4)),
        ("Score", (410, 560), (None, None)),
        ("Rubric score", (1, 2, 4), (0, 4)),
        ("Score", (*range(200, 240), -5000), (0, None)),
        ("Score", (*range(-20, 20), -30), (None, None)),
    ],
)
def test_the_range_of_a_short_scale_is_proposed(
    tmp_path: Path, head: str, scores: tuple[int, ...], bounds: tuple[float | None, float | None]
) -> None:
    text = SEMICOLONS.replace("Score", head) + "".join(f"{n};2025;Math;{score}\n" for n, score in enumerate(scores))

    (measure,) = propose(tmp_path, text).measures

    assert (measure.minimum, measure.maximum) == bounds


@pytest.mark.parametrize(
    ("days", "windows"),
    [
        (("2025-10-01", "2025-10-09", "2025-10-20", "2025-11-03"), "month"),
        (("2025-10-06", "2025-10-07", "2025-10-08", "2025-10-08"), ""),
        (("2025-10-01", "2025-10-09", "2025-10-20", "2025-10-29"), ""),
        (("2025-09-29", "2025-10-01", "2025-10-03"), "period"),
        (("2025-09-29", "2025-10-01", "2025-10-03", "2026-01-12", "2026-01-13"), "period"),
        (("2025-09-01", "2025-10-01", "2025-11-01"), "month"),
        (("2025-10-06", "2025-10-06"), ""),
    ],
    ids=["months", "twice in a few days", "twice in a month", "a week", "two weeks", "long", "one day"],
)
def test_days_are_taken_together_where_hardly_a_student_took_a_test_twice(
    tmp_path: Path, days: tuple[str, ...], windows: str
) -> None:
    # The first and the last row are of one student.
    rows = (f"{n % 3};{day};Math;{410 + n}\n" for n, day in enumerate(days))

    assert propose(tmp_path, "Student ID;Test Date;Subject;Score\n" + "".join(rows)).windows == windows


@pytest.mark.parametrize(
    ("window", "day"),
    [("September", date(2024, 9, 30)), ("feb", date(2025, 2, 28)), ("July", date(2025, 6, 30)), ("Market", None)],
)
def test_a_window_named_after_a_month_ends_with_it(window: str, day: date | None) -> None:
    last = proposal.window_days(2025, "", Calendar())[1]

    assert proposal.window_days(2025, window, Calendar())[1] == (day or last)


def test_what_is_told_beside_a_score_becomes_no_test_of_its_own(tmp_path: Path) -> None:
    text = "ID,Grade,Date,ScoreType,Score\n" + "".join(
        f"{number},5,2024-10-14,{kind},{score}\n"
        for number in (101, 102, 103)
        for kind, score in (("Scale Score", 480 + number), ("Percentile", 41), ("Grade Equivalent", 5.1))
    )

    mapping = propose(tmp_path, text)

    assert [measure.value for measure in mapping.measures] == ["Scale Score"]
    assert mapping.ignore_measures == ("Percentile", "Grade Equivalent")
