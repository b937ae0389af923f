"""What `aimline doctor` says of the warehouse's files, and what it may remove."""

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.cli import results_file
from tests.cli.conftest import Run
from tests.cli.results_file import rows, text
from tests.conftest import NewInstallation


@pytest.fixture(scope="module")
def made(run: Run, new_installation: NewInstallation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with two imports of one year: one file of `current` is retired."""
    folder = new_installation(tmp_path_factory.mktemp("doctor") / "data").parent
    mapping = results_file.write_mapping(folder)
    for number in (1, 2):
        file = results_file.write(folder, f"{number}.csv", text(rows(5 * number)))
        run("import", file, "--mapping", mapping, "--data", folder / "data", "--today", "2025-06-30")
    return folder / "data"


@pytest.fixture
def data(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "data"))


def change(data: Path, statement: str) -> str:
    """Change the row of one segment; returns the path of its file."""
    with sqlite3.connect(data / "aimline.sqlite3") as database:
        return str(data / database.execute(f"{statement} returning path").fetchone()[0])


def look(run: Run, data: Path, *options: str) -> dict[str, list[str]]:
    said = run("doctor", "--json", "--data", data, *options)
    found: dict[str, list[str]] = {"status": [str(said.returncode)]}
    for each in json.loads(said.stdout):
        if each["topic"] in ("files", "left over") and each["level"] != "fine":
            found.setdefault(each["level"], []).append(each["text"])
    return found


def test_a_sound_warehouse_has_nothing_to_tell(run: Run, data: Path) -> None:
    assert look(run, data) == {"status": ["0"]}


def test_a_file_that_was_changed_is_trouble(run: Run, data: Path) -> None:
    path = change(data, "update results_segment set n_rows = n_rows where kind = 'log' and made_in = 1")
    Path(path).write_bytes(b"something else")

    found = look(run, data)

    assert found["status"] == ["1"]
    assert "was changed after it was written" in found["trouble"][0]


def test_a_file_that_is_gone_is_trouble(run: Run, data: Path) -> None:
    path = change(data, "update results_segment set n_rows = n_rows where kind = 'current' and retired_in is null")
    Path(path).unlink()

    assert "is missing" in look(run, data)["trouble"][0]


def test_what_an_import_left_a_day_ago_is_removed_only_when_asked(run: Run, data: Path) -> None:
    old = "made_in = null, batch_id = null, writing_since = '2020-01-01 00:00:00'"
    path = Path(change(data, f"update results_segment set {old} where kind = 'log' and made_in = 2"))

    assert look(run, data)["look"] == ["files of imports that were cut off: 1; --mend removes them"]
    assert path.exists()
    look(run, data, "--mend")

    assert not path.exists()
    assert look(run, data) == {"status": ["0"]}


def test_a_replaced_file_is_kept_for_two_days(run: Run, data: Path) -> None:
    retired = "update results_segment set {} where retired_in is not null"
    path = Path(change(data, retired.format("n_rows = n_rows")))
    look(run, data, "--mend")
    assert path.exists()

    change(data, retired.format("retired_at = '2020-01-01 00:00:00'"))
    look(run, data, "--mend")

    assert not path.exists()


def test_a_file_of_nobody_is_told_and_left(run: Run, data: Path) -> None:
    stray = data / "warehouse" / "log" / "stray.parquet"
    stray.write_bytes(b"whose?")

    assert "does not belong to any import" in look(run, data, "--mend")["look"][0]
    assert stray.exists()
