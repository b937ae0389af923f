"""The sample's generator: the same seed gives the same district, and grades do as the story says."""

import csv
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from aimline.cli.sample import columns, results, students, years
from aimline.cli.sample.students import KALYNA, Seat
from aimline.domain.calendar import problems
from aimline.exchange import mapping_checks

ENDINGS = [2024, 2025, 2026]
PROFICIENT = {"At benchmark", "Above benchmark", "Meeting", "Exceeding"}


@pytest.fixture(scope="module")
def seats() -> list[Seat]:
    return students.seats(ENDINGS, seed=7)


def written(path: Path, seats: list[Seat], given: Iterable[results.Giving]) -> list[dict[str, str]]:
    results.write(path, seats, given, newest=2026, seed=7)
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_bilingual_school_has_three_hundred_and_sixty_students(seats: list[Seat]) -> None:
    for ending in ENDINGS:
        assert sum(seat.school == KALYNA and seat.ending == ending for seat in seats) == 360


def test_most_students_move_up_a_grade_and_some_come_and_go(seats: list[Seat]) -> None:
    third = {s.student.code for s in seats if (s.school, s.ending, s.grade) == (KALYNA, 2025, 3)}
    fourth = {s.student.code for s in seats if (s.school, s.ending, s.grade) == (KALYNA, 2026, 4)}
    assert 0.85 <= len(third & fourth) / len(third) < 1


def test_no_two_students_share_a_number(seats: list[Seat]) -> None:
    names: dict[str, set[str]] = {}
    for seat in seats:
        names.setdefault(seat.student.code, set()).add(seat.student.given_name + seat.student.family_name)
    assert all(len(known) == 1 for known in names.values())


def test_the_same_seed_writes_the_same_file(seats: list[Seat], tmp_path: Path) -> None:
    given = results.givings(2026)[:3]
    again = students.seats(ENDINGS, seed=7)
    assert written(tmp_path / "a", seats, given) == written(tmp_path / "b", again, given)


def test_a_grade_does_as_its_story_says(seats: list[Seat], tmp_path: Path) -> None:
    rows = written(tmp_path / "a", seats, [results.Giving(results.NUMERACY, 2026, "MOY")])
    grade = [row for row in rows if row["school"] == KALYNA and row["grade"] == "4" and row["score"]]
    share = 100 * sum(int(row["score"]) >= 80 for row in grade) / len(grade)
    assert share == pytest.approx(74, abs=1)


def test_an_absent_student_has_a_row_without_a_score(seats: list[Seat], tmp_path: Path) -> None:
    rows = written(tmp_path / "a", seats, [results.Giving(results.SCREENER, 2025, "BOY")])
    absent = [row for row in rows if row["level"] == "Absent"]
    assert 0 < len(absent) < 0.06 * len(rows)
    assert {row["score"] for row in absent} == {""}


def test_what_a_school_has_not_sent_is_missing(seats: list[Seat], tmp_path: Path) -> None:
    rows = written(tmp_path / "a", seats, [results.Giving(results.NUMERACY, 2026, "December")])
    assert not [row for row in rows if row["school"] != KALYNA and row["grade"] == "2"]


def test_the_mapping_fits_the_files() -> None:
    assert mapping_checks.check(columns.mapping(ENDINGS), results.HEADER) == ()


@pytest.mark.parametrize("ending", range(2020, 2041))
def test_every_school_year_is_a_possible_one(ending: int) -> None:
    year = years.school_year(ending)
    assert problems(year) == ()
    assert all(years.given_on(ending, window).weekday() < 5 for window in years.GIVEN)


@pytest.mark.parametrize(
    ("clock", "today"),
    [
        (date(2026, 1, 11), date(2025, 1, 12)),
        (date(2026, 1, 12), date(2026, 1, 12)),
        (date(2026, 7, 1), date(2026, 1, 12)),
    ],
)
def test_its_today_is_the_latest_twelfth_of_january(clock: date, today: date) -> None:
    assert years.today_of(clock) == today
