"""Every rule of the OneRoster check: a sound bundle with one thing changed, and what is said of it."""

import zipfile
from datetime import date
from pathlib import Path

import pytest

from aimline.exchange.oneroster import reading
from aimline.exchange.oneroster.checking import check
from aimline.exchange.oneroster.finding import RULES
from tests.exchange.oneroster.bundles import FILES_1_1, FILES_1_2, MANIFEST_1_1, changed, pack

Files = dict[str, str | bytes]


def found(path: Path, files: Files) -> list[tuple[str, int, str, str]]:
    checked = check(pack(path / "bundle.zip", files), today=date(2026, 1, 12))
    return [(one.file, one.line, one.column, one.rule) for one in checked.findings]


@pytest.mark.parametrize("files", [FILES_1_1, FILES_1_2], ids=["1.1", "1.2"])
def test_a_sound_bundle_has_nothing_to_mend(tmp_path: Path, files: Files) -> None:
    assert found(tmp_path, files) == []


ONE_CHANGE = [
    ("manifest.csv", "oneroster.version,1.1", "oneroster.version,1.3", 0, "oneroster.version", "manifest-version"),
    ("manifest.csv", "manifest.version,1.0", "manifest.version,2", 0, "manifest.version", "manifest-edition"),
    ("manifest.csv", "file.results,bulk", "file.results,yes", 0, "file.results", "manifest-value"),
    ("manifest.csv", "file.results,bulk", "file.results,bulk\nfile.lunch,bulk", 0, "file.lunch", "manifest-unknown"),
    ("manifest.csv", "file.resources,absent\n", "", 0, "file.resources", "manifest-silent"),
    ("manifest.csv", "file.resources,absent", "file.resources,bulk", 0, "", "file-missing"),
    ("manifest.csv", "file.results,bulk", "file.results,absent", 0, "", "file-undeclared"),
    ("orgs.csv", "sourcedId,status", "status", 1, "sourcedId", "header-missing"),
    ("orgs.csv", ",identifier", "", 1, "identifier", "header-optional"),
    ("orgs.csv", ",identifier", ",identifyer", 1, "identifier", "header-misspelt"),
    ("orgs.csv", "parentSourcedId\n", "parentSourcedId,colour\n", 1, "", "header-unknown"),
    ("orgs.csv", "parentSourcedId\n", "parentSourcedId,name\n", 1, "name", "header-twice"),
    ("orgs.csv", "parentSourcedId\n", "parentSourcedId,\n", 1, "", "header-nameless"),
    ("orgs.csv", "status,dateLastModified", "dateLastModified,status", 1, "", "header-order"),
    ("orgs.csv", "Meadow School,school", "Meadow, School,school", 3, "", "row-fields"),
    ("orgs.csv", "Meadow School", '"Meadow "School"', 3, "", "row-quotes"),
    ("orgs.csv", "Meadow School", "", 3, "name", "value-missing"),
    ("orgs.csv", "Meadow School", "Meadow \u202eSchool", 3, "name", "value-hidden"),
    ("orgs.csv", "Meadow School", "M" * 33_000, 3, "name", "value-long"),
    ("orgs.csv", "Meadow School", " Meadow School", 3, "name", "value-space"),
    ("academicSessions.csv", "2025-08-25,2026-06-12", "08/25/2025,2026-06-12", 2, "startDate", "value-date"),
    ("academicSessions.csv", "2025-08-25,2026-06-12", "2025-02-30,2026-06-12", 2, "startDate", "value-date"),
    ("academicSessions.csv", "y26,,,", "y26,,yesterday,", 2, "dateLastModified", "value-moment"),
    ("academicSessions.csv", ",,2026\n", ",,2025-26\n", 2, "schoolYear", "value-year"),
    ("users.csv", "u1,,,true", "u1,,,yes", 2, "enabledUser", "value-flag"),
    ("users.csv", "bo.finch@example.org", "bo.finch", 3, "email", "value-email"),
    ("users.csv", ",05,\n", ",Grade 5,\n", 2, "grades", "value-grade"),
    ("users.csv", ",05,\n", ",05,secret word\n", 2, "password", "secret-present"),
    ("users.csv", "s1,student", "s1,pupil", 2, "role", "value-word"),
    ("users.csv", "s1,student", "s1,Student", 2, "role", "value-case"),
    ("users.csv", "u2,,,true,s1", "u2,,,true,s2", 3, "orgSourcedIds", "pointer-dangling"),
    ("users.csv", "u3,05", "u9,05", 2, "agentSourcedIds", "pointer-dangling"),
    ("users.csv", "\nu2,", "\nu1,", 3, "sourcedId", "id-twice"),
    ("enrollments.csv", "e1,,,k1", "e1,,,k7", 2, "classSourcedId", "pointer-dangling"),
    ("enrollments.csv", "2025-08-25,2026-06-12", "2026-08-25,2026-06-12", 2, "endDate", "ends-early"),
    ("demographics.csv", "2015-03-02", "2026-03-02", 2, "birthDate", "born-later"),
    ("users.csv", "u2,,,true,s1,teacher,b.finch,,Bo,Finch,,T1", "u2,,,true,s1,student,b.finch,,Bo,Finch,,1001", 3,
     "identifier", "number-twice"),
    ("enrollments.csv", "k1,s1,u1", "k1,d1,u1", 2, "schoolSourcedId", "class-other-school"),
    ("lineItems.csv", ",0,20", ",20,0", 2, "resultValueMin", "range-turned"),
    ("lineItems.csv", ",0,20", ",none,20", 2, "resultValueMin", "value-number"),
    ("results.csv", ",17,", ",27,", 2, "score", "score-outside"),
    ("orgs.csv", "LD,\n", "LD,s1\n", 2, "parentSourcedId", "pointer-circle"),
    ("orgs.csv", "LD,\n", "LD,d1\n", 2, "parentSourcedId", "pointer-self"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "line", "column", "rule"), ONE_CHANGE, ids=[c[5] for c in ONE_CHANGE])
def test_one_thing_wrong_is_told_with_its_place(
    tmp_path: Path, name: str, old: str, new: str, line: int, column: str, rule: str
) -> None:
    told = found(tmp_path, changed(name, old, new))
    assert any(one[1:] == (line, column, rule) for one in told), told


def test_a_bundle_without_a_manifest_is_read_as_its_files_look(tmp_path: Path) -> None:
    files = {name: text for name, text in FILES_1_2.items() if name != "manifest.csv"}
    checked = check(pack(tmp_path / "bundle.zip", files))
    assert [one.rule for one in checked.findings] == ["manifest-missing"]
    assert checked.version == "1.2"
    assert checked.n_rows["users"] == 2


def test_files_in_a_folder_spelt_otherwise_are_read_and_told(tmp_path: Path) -> None:
    files = {f"export/{name}".replace("orgs", "Orgs"): text for name, text in FILES_1_1.items()}
    checked = check(pack(tmp_path / "bundle.zip", files | {"__MACOSX/orgs.csv": "", "notes.txt": "hello"}))
    assert {one.rule for one in checked.findings} == {"file-in-folder", "file-name-case", "file-unknown"}
    assert checked.n_rows["orgs"] == 2


def test_a_file_without_a_header_and_a_damaged_letter_are_told(tmp_path: Path) -> None:
    files: Files = FILES_1_1 | {
        "categories.csv": "",
        "orgs.csv": FILES_1_1["orgs.csv"].encode().replace(b"Meadow", b"M\xe4dow"),
    }
    told = found(tmp_path, files)
    assert ("categories.csv", 0, "", "file-empty") in told
    assert ("orgs.csv", 3, "name", "file-encoding") in told


@pytest.mark.parametrize(
    ("users", "line", "rule"),
    [
        (FILES_1_1["users.csv"].encode("utf-16"), 0, "file-utf-16"),
        (FILES_1_1["users.csv"].replace(",", ";"), 1, "file-delimiter"),
        (FILES_1_1["users.csv"].replace(",", "\t"), 1, "file-delimiter"),
        ("", 0, "file-empty"),
        (FILES_1_1["users.csv"][:-60], 4, "row-fields"),
        (FILES_1_1["users.csv"].replace("u1,", 'u1,"', 1), 2, "row-quotes"),
    ],
    ids=["utf-16", "semicolons", "tabs", "empty", "cut short", "open quote"],
)
def test_a_file_that_could_not_be_read_is_told_once_and_not_once_a_row(
    tmp_path: Path, users: str | bytes, line: int, rule: str
) -> None:
    told = found(tmp_path, FILES_1_1 | {"users.csv": users})
    assert told == [("users.csv", line, "", rule)]


def test_a_second_file_of_the_same_name_is_told_as_that(tmp_path: Path) -> None:
    told = found(tmp_path, FILES_1_1 | {"old/users.csv": FILES_1_1["users.csv"]})
    assert told == [("old/users.csv", 0, "", "file-twice")]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_of_two_files_of_one_name_the_first_is_read(tmp_path: Path) -> None:
    path = pack(tmp_path / "bundle.zip", dict(FILES_1_1))
    with zipfile.ZipFile(path, "a") as packed:
        packed.writestr("users.csv", FILES_1_1["users.csv"][:300])
        packed.writestr("manifest.csv", FILES_1_2["manifest.csv"])

    checked, (roster, _) = check(path), reading.read(path)

    assert [one.file for one in checked.findings if one.rule == "file-twice"] == ["manifest.csv", "users.csv"]
    assert (checked.version, checked.n_rows) == (roster.version, roster.n_rows)
    assert (checked.version, checked.n_rows["users"]) == ("1.1", 3)


def test_a_delta_says_what_changed_and_may_point_outside(tmp_path: Path) -> None:
    manifest = MANIFEST_1_1.replace("file.users,bulk", "file.users,delta")
    users = FILES_1_1["users.csv"].splitlines()
    files = FILES_1_1 | {
        "manifest.csv": manifest,
        "users.csv": f"{users[0]}\n{users[1].replace('u1,,', 'u1,active,2025-09-01T08:00:00Z')}\n{users[2]}\n",
    }
    told = found(tmp_path, files)
    assert {(line, column, rule) for file, line, column, rule in told if file == "users.csv"} == {
        (3, "status", "status-missing"),
        (3, "dateLastModified", "status-missing"),
    }
    assert not [one for one in told if one[3] == "pointer-dangling"]


def test_a_1_2_bulk_file_leaves_status_empty_and_gives_everybody_a_role(tmp_path: Path) -> None:
    files = changed("users.csv", "u1,,", "u1,active,", FILES_1_2) | {
        "roles.csv": FILES_1_2["roles.csv"].replace("u2,primary", "u1,primary")
    }
    told = found(tmp_path, files)
    assert told == [("users.csv", 2, "status", "status-in-bulk"), ("users.csv", 3, "sourcedId", "role-none")]


def test_a_password_is_never_repeated(tmp_path: Path) -> None:
    checked = check(pack(tmp_path / "bundle.zip", changed("users.csv", ",05,\n", ",05,hunter2\n")))
    assert "hunter2" not in "".join(f"{one} {one.message} {one.hint}" for one in checked.findings)


def test_every_rule_is_planted_by_a_test() -> None:
    by_hand = {"manifest-missing", "file-in-folder", "file-name-case", "file-unknown", "file-empty", "file-encoding",
               "file-utf-16", "file-delimiter", "file-twice",
               "status-missing", "status-in-bulk", "role-none"}  # fmt: skip
    of_zips = {rule for rule in RULES if rule.startswith("bundle-")}  # test_bundle.py
    assert {change[5] for change in ONE_CHANGE} | by_hand | of_zips == set(RULES)
