"""A bundle read into values: what stands, what goes, what is kept out, and what silence proves."""

from datetime import date
from pathlib import Path

import pytest

from aimline.exchange.oneroster import reading
from aimline.exchange.oneroster.layout import layout
from aimline.exchange.oneroster.roster import Roster
from tests.exchange.oneroster.bundles import FILES_1_1, FILES_1_2, changed, pack


def read(tmp_path: Path, files: dict[str, str]) -> Roster:
    return reading.read(pack(tmp_path / "b.zip", dict(files)))[0]


def test_every_row_is_counted_also_of_files_that_are_not_kept(tmp_path: Path) -> None:
    roster = read(tmp_path, FILES_1_1)

    assert (roster.n_rows["results"], roster.n_rows["lineItems"], roster.n_rows["enrollments"]) == (1, 1, 2)
    assert roster.n_kept_out == {}


def test_version_1_1_names_the_places_of_a_user_in_its_row(tmp_path: Path) -> None:
    roster = read(tmp_path, changed("users.csv", "u2,,,true,s1", 'u2,,,true,"d1,s1"'))

    assert {key: (one.role, one.place) for key, one in roster.parts.stand.items() if one.user == "u2"} == {
        "u2@d1": ("teacher", "d1"),
        "u2@s1": ("teacher", "s1"),
    }


def test_version_1_2_names_them_in_roles(tmp_path: Path) -> None:
    roster = read(tmp_path, FILES_1_2)

    part = roster.parts.stand["o1"]
    assert (part.user, part.role, part.place) == ("u1", "student", "s1")
    assert (part.starts_on, part.ends_on) == (date(2025, 8, 25), date(2026, 6, 11))


def test_a_file_without_a_column_it_needs_keeps_its_rows_out(tmp_path: Path) -> None:
    needed = [(name, each.name) for name, table in layout("1.1").tables.items() for each in table.columns
              if each.is_required and f"{name}.csv" in FILES_1_1]  # fmt: skip
    for name, column in needed:
        head, rest = FILES_1_1[f"{name}.csv"].split("\n", 1)
        names = ["metadata.x" if each == column else each for each in head.split(",")]
        roster = read(tmp_path, FILES_1_1 | {f"{name}.csv": f"{','.join(names)}\n{rest}"})

        assert roster.n_kept_out[name] == roster.n_rows[name], (name, column)
    assert len(needed) > 40


def test_a_row_kept_out_is_remembered_and_does_not_leave(tmp_path: Path) -> None:
    roster = read(tmp_path, changed("enrollments.csv", "2025-08-25,2026-06-12", "2025-08-25,2025-06-12"))

    assert roster.enrollments.kept_out == {"e1"}
    assert not roster.enrollments.leaves("e1")
    assert not roster.enrollments.leaves("e2")
    assert roster.enrollments.leaves("e9")


@pytest.mark.parametrize("damage", ['e3,,,"k1,s1', "e3,,,k1,s1,u1\n", "e3,,,k1,s1,u1,student,false,,,,x\n"])
def test_after_a_row_without_form_silence_proves_nothing(tmp_path: Path, damage: str) -> None:
    files = FILES_1_1 | {"enrollments.csv": FILES_1_1["enrollments.csv"] + damage}

    assert not read(tmp_path, files).enrollments.leaves("e9")


def test_a_file_of_changes_says_only_what_it_marks(tmp_path: Path) -> None:
    files = changed("manifest.csv", "file.enrollments,bulk", "file.enrollments,delta")
    files = changed("enrollments.csv", "e1,,", "e1,tobedeleted,2026-01-12T08:00:00Z", files)
    files = changed("enrollments.csv", "e2,,", "e2,active,2026-01-12T08:00:00Z", files)

    enrollments = read(tmp_path, files).enrollments

    assert [enrollments.leaves(key) for key in ("e1", "e2", "e9")] == [True, False, False]


def test_an_id_too_long_to_be_remembered_is_kept_out(tmp_path: Path) -> None:
    files = FILES_1_1 | {"users.csv": FILES_1_1["users.csv"].replace("u3,,,true", f"{'u' * 101},,,true")}

    roster = read(tmp_path, changed("users.csv", ",u3,05,", ",,05,", files))

    assert roster.n_kept_out == {"users": 1}


@pytest.mark.parametrize(
    ("text", "grades"), [("05", (5,)), ("KG", (0,)), ("PK", (-1,)), ("PR", (-1,)), ("10,09", (9, 10)), ("UG", ())]
)
def test_grades_are_read_as_numbers(text: str, grades: tuple[int, ...]) -> None:
    assert reading.grades_of(text) == grades


@pytest.mark.parametrize(
    ("said", "race"),
    [
        ({"white": "true"}, "White"),
        ({"white": "true", "asian": "TRUE"}, "Two or more races"),
        ({"demographicRaceTwoOrMoreRaces": "true"}, "Two or more races"),
        ({"white": "true", "hispanicOrLatinoEthnicity": "true"}, "Hispanic or Latino"),
        ({"white": "false"}, ""),
        ({}, ""),
    ],
)
def test_race_is_rolled_up_as_school_reports_do(said: dict[str, str], race: str) -> None:
    assert reading.race_of(said) == race


def test_a_class_belongs_to_the_school_its_department_lies_in(tmp_path: Path) -> None:
    roster = read(tmp_path, changed("orgs.csv", "s1,,,Meadow", "p1,,,Sciences,department,,s1\ns1,,,Meadow"))

    assert [roster.school_of(key) for key in ("p1", "s1", "d1", "x9")] == ["s1", "s1", "", ""]


@pytest.mark.parametrize(
    ("today", "ending"), [(date(2025, 7, 1), 2026), (date(2026, 1, 12), 2026), (date(2030, 1, 1), 2026)]
)
def test_the_main_year_is_the_newest_that_has_begun(tmp_path: Path, today: date, ending: int) -> None:
    assert read(tmp_path, FILES_1_1).main_year(today) == ending
