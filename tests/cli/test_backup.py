"""`aimline backup` and `aimline restore`: everything comes back, and nothing is lost on the way."""

import json
import shutil
import sqlite3
import zipfile
from pathlib import Path

import pytest

from aimline.cli import archive
from tests.cli.conftest import Run


@pytest.fixture(scope="module")
def made(run: Run, sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a sample district and its backup."""
    folder = tmp_path_factory.mktemp("backup")
    shutil.copytree(sample, folder / "data")
    said = run("backup", folder / "monday.zip", "--data", folder / "data")
    assert said.returncode == 0, said.stderr
    return folder


def contents(data: Path) -> dict[str, list[tuple[object, ...]] | bytes]:
    """Return what counts in a data folder: rows of the database, files of results, copies of brought files."""
    copies = [path for path in (data / "uploads").rglob("*") if path.is_file()]
    found: dict[str, list[tuple[object, ...]] | bytes] = {
        str(path.relative_to(data)): path.read_bytes() for path in copies
    }
    with sqlite3.connect(data / "aimline.sqlite3") as database:
        for (path,) in database.execute("select path from results_segment where retired_in is null"):
            found[path] = (data / path).read_bytes()
        for table in ("organizations_student", "results_segment", "intake_upload", "journal_entry"):
            found[table] = database.execute(f"select * from {table} order by id").fetchall()
    return found


def test_a_backup_comes_back_in_another_folder_as_it_was(run: Run, made: Path, tmp_path: Path) -> None:
    said = run("restore", made / "monday.zip", "--data", tmp_path / "new")

    assert said.returncode == 0, said.stderr
    assert f"students {n_students(made / 'data')}, goals" in said.stdout
    assert contents(tmp_path / "new") == contents(made / "data")
    assert not (tmp_path / "new" / "secret-key").exists()  # nobody signs in with the key of another machine
    assert [path.name for path in tmp_path.iterdir()] == ["new"]
    assert run("doctor", "--data", tmp_path / "new").returncode == 0


def test_what_is_there_is_kept_aside_and_only_when_asked_and_the_erased_stay_erased(
    run: Run, made: Path, tmp_path: Path
) -> None:
    data = Path(shutil.copytree(made / "data", tmp_path / "data"))
    student = first_student(data)
    assert run("erase", student, "--reason", "family", "--yes", "--data", data).returncode == 0
    before = contents(data)

    refused = run("restore", made / "monday.zip", "--data", data)
    assert (refused.returncode, "students" in refused.stdout, "Add --yes" in refused.stderr) == (2, True, True)
    assert contents(data) == before
    done = run("restore", made / "monday.zip", "--yes", "--data", data)

    assert "Students erased since were erased again: 1." in done.stdout
    assert n_students(data) == n_students(made / "data") - 1
    (aside,) = tmp_path.glob("data-before-*")
    assert contents(aside) == before


def n_students(data: Path) -> int:
    with sqlite3.connect(data / "aimline.sqlite3") as database:
        return int(database.execute("select count(*) from organizations_student").fetchone()[0])


def first_student(data: Path) -> str:
    with sqlite3.connect(data / "aimline.sqlite3") as database:
        return str(database.execute("select uuid from organizations_student order by id").fetchone()[0])


def test_a_damaged_or_newer_backup_changes_nothing(run: Run, made: Path, tmp_path: Path) -> None:
    content = bytearray((made / "monday.zip").read_bytes())
    content[len(content) // 2] ^= 255
    (tmp_path / "damaged.zip").write_bytes(content)
    (tmp_path / "cut.zip").write_bytes(content[:-100])
    rewrite(made / "monday.zip", tmp_path / "newer.zip", tables=["goals.0999_from_the_future"])
    rewrite(made / "monday.zip", tmp_path / "far.zip", format=archive.FORMAT + 1)

    for name, words in [
        ("damaged", "damaged"), ("cut", "no whole backup"), ("newer", "made by a newer"), ("far", "made by a newer"),
    ]:  # fmt: skip
        said = run("restore", tmp_path / f"{name}.zip", "--data", tmp_path / "new")
        assert (said.returncode, words in said.stderr) == (2, True), said.stderr
    assert not (tmp_path / "new" / "aimline.sqlite3").exists()


@pytest.mark.parametrize("name", ["../outside", "/outside", "a\\..\\b"])
def test_a_backup_never_writes_outside_its_folder(made: Path, tmp_path: Path, name: str) -> None:
    rewrite(made / "monday.zip", tmp_path / "evil.zip", files={name: [0, ""]})

    with pytest.raises(archive.ArchiveUnusable):
        archive.read(tmp_path / "evil.zip", tmp_path / "in")
    assert not list(tmp_path.rglob("outside"))


def rewrite(source: Path, target: Path, **told: object) -> None:
    """Write a backup again with another manifest."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == archive.MANIFEST:
                content = json.dumps(json.loads(content) | told).encode()
            new.writestr(name, content)


def test_an_installation_with_postgresql_is_sent_to_pg_dump(run: Run, tmp_path: Path) -> None:
    said = run("backup", tmp_path / "x.zip", "--data", tmp_path, AIMLINE_DATABASE="postgresql://someone@localhost/none")

    assert (said.returncode, "pg_dump" in said.stderr) == (2, True)
