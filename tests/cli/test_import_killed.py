"""An import killed at any moment is there or not there, and can be made again (trust.md 6)."""

import hashlib
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.cli import results_file
from tests.cli.results_file import rows, text
from tests.conftest import NewInstallation

N_KILLS = 6
N_BEFORE, N_ADDED = 500, 6_000
TABLES = ("organizations_student", "organizations_enrolment", "organizations_groupmembership", "results_batch")
NOTHING = {"organizations_student": 500, "organizations_enrolment": 500, "organizations_groupmembership": 500,
           "results_batch": 1, "current": 500}  # fmt: skip
EVERYTHING = {"organizations_student": 6_250, "organizations_enrolment": 6_250, "organizations_groupmembership": 6_250,
              "results_batch": 2, "current": 6_250}  # fmt: skip


@pytest.fixture(scope="module")
def prepared(new_installation: NewInstallation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prepare(new_installation(tmp_path_factory.mktemp("killed") / "data").parent)


def prepare(folder: Path) -> Path:
    """Make an installation that has results, and a larger file that corrects half of them."""
    results_file.write_mapping(folder)
    results_file.write(folder, "first.csv", text(rows(N_BEFORE)))
    results_file.write(folder, "second.csv", text(rows(N_ADDED, first=N_BEFORE // 2)))
    made = subprocess.run(command(folder, folder / "data", "first.csv"), capture_output=True, check=False)
    assert made.returncode == 0, made.stderr
    return folder


def command(folder: Path, data: Path, name: str) -> list[str]:
    arguments = ["import", folder / name, "--mapping", folder / "mapping.toml", "--data", data, "--today", "2025-06-30"]
    return [sys.executable, "-m", "aimline", *map(str, arguments)]


def test_a_killed_import_is_all_there_or_not_at_all(prepared: Path) -> None:
    """The whole import, which is timed first, is there; `python -m benchmarks.kills` does the same a hundred times."""
    ends = list(killed(prepared, n_kills=N_KILLS, seed=20))

    assert not all(ends)


def killed(folder: Path, *, n_kills: int, seed: int) -> Iterator[bool]:
    """Kill an import again and again; gives whether everything was there, and sees that nothing is half there."""
    seconds, moments = time_whole(folder), random.Random(seed)
    for trial in range(n_kills):
        data = folder / f"trial-{trial}"
        shutil.copytree(folder / "data", data)

        # The first third goes by before the file is opened; the moments are spread over the rest.
        kill_after(seconds * (0.3 + 0.75 * (trial + moments.random()) / n_kills), folder, data)

        found = state_of(data)
        assert found in (NOTHING, EVERYTHING), f"trial {trial}: {found}"
        doctor = [sys.executable, "-m", "aimline", "doctor", "--json", "--data", str(data)]
        examined = subprocess.run(doctor, capture_output=True, text=True, check=False)
        assert [each for each in json.loads(examined.stdout) if each["level"] == "trouble"] == []
        again = subprocess.run(command(folder, data, "second.csv"), capture_output=True, text=True, check=False)
        assert again.returncode == 0, again.stderr
        assert state_of(data) == EVERYTHING
        shutil.rmtree(data)
        yield found == EVERYTHING


def time_whole(folder: Path) -> float:
    data = folder / "timed"
    shutil.copytree(folder / "data", data)
    begun = time.monotonic()
    subprocess.run(command(folder, data, "second.csv"), capture_output=True, check=True)
    seconds = time.monotonic() - begun
    assert state_of(data) == EVERYTHING
    return seconds


def kill_after(seconds: float, folder: Path, data: Path) -> None:
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command(folder, data, "second.csv"), start_new_session=True, **quiet) as importing:  # type: ignore[call-overload]  # both are plain descriptors
        try:
            importing.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(importing.pid, signal.SIGKILL)


def state_of(data: Path) -> dict[str, int]:
    """Count what is stored, and see that every file in use is the one that was written."""
    with sqlite3.connect(data / "aimline.sqlite3") as database:
        counts = {table: int(database.execute(f"select count(*) from {table}").fetchone()[0]) for table in TABLES}
        named = "select path, digest, kind from results_segment where made_in is not null and retired_in is null"
        in_use = database.execute(named).fetchall()
    for path, digest, _ in in_use:
        assert hashlib.sha256((data / path).read_bytes()).hexdigest() == digest
    current = [str(data / path) for path, _, kind in in_use if kind == "current"]
    counts["current"] = len(duckdb.sql(f"select student from read_parquet({current})").fetchall())
    return counts
