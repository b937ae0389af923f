"""What is left of an import, and of an erasure, that is killed at a random moment?

An import of 6,000 rows over 500 earlier ones, and the erasure of one student, each in a process of its own that gets
`kill -9` at moments spread over its work. After every one: nothing or everything of the import, every file in use as it
was written, and it can be made again; of the erasure nothing is half done once `aimline doctor --mend` has run.

    python -m benchmarks.kills [N_IMPORTS] [N_ERASURES]
"""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb

from tests.cli import test_import_killed as imports

CODE = "s7"
COUNTED = "select count(*) from organizations_externalid where kind = 'student' and value = ?"


def aimline(data: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "aimline", *arguments, "--data", str(data)]


def erase(data: Path) -> list[str]:
    return aimline(data, "erase", CODE, "--reason", "family", "--yes", "--today", "2025-06-30")


def killed_erasures(folder: Path, n_kills: int, seed: int) -> Iterator[bool]:
    """Kill an erasure again and again; gives whether it was done by then, and sees that the rest is finished."""
    number, seconds, moments = student(folder / "data"), 0.0, random.Random(seed)
    for trial in range(n_kills + 1):
        data = folder / f"erased-{trial}"
        shutil.copytree(folder / "data", data)
        begun = time.monotonic()
        with subprocess.Popen(erase(data), start_new_session=True, stdout=subprocess.DEVNULL) as erasing:
            try:  # the first one is timed
                erasing.wait(seconds * (0.3 + 0.75 * (trial - 1 + moments.random()) / n_kills) if trial else None)
            except subprocess.TimeoutExpired:
                os.killpg(erasing.pid, signal.SIGKILL)
        seconds = seconds or time.monotonic() - begun
        was_done = not holding(data, number, everywhere=False)
        assert was_done == (count(data) == 0), f"trial {trial}: the tables and the files in use differ"
        subprocess.run(aimline(data, "doctor", "--mend"), stdout=subprocess.DEVNULL, check=False)
        if count(data):  # it was killed before anybody had asked for it
            subprocess.run(erase(data), stdout=subprocess.DEVNULL, check=True)
        # What was half written may be removed a day later, or by an erasure; nobody reads it until then.
        assert holding(data, number, everywhere=True) == [], f"trial {trial}"
        assert count(data) == 0
        shutil.rmtree(data)
        if trial:
            yield was_done


def student(data: Path) -> int:
    with sqlite3.connect(data / "aimline.sqlite3") as database:
        found = database.execute("select student_id from organizations_externalid where value = ?", [CODE]).fetchone()
    return int(found[0])


def count(data: Path) -> int:
    with sqlite3.connect(data / "aimline.sqlite3") as database:
        return int(database.execute(COUNTED, [CODE]).fetchone()[0])


def holding(data: Path, number: int, *, everywhere: bool) -> list[str]:
    """Return the result files, in use or not, that hold a student, and kept copies that name them."""
    named = "select path from results_segment where made_in is not null and retired_in is null"
    with sqlite3.connect(data / "aimline.sqlite3") as database:
        in_use = [data / row[0] for row in database.execute(named).fetchall()]
    files = list(data.glob("warehouse/**/*.parquet")) if everywhere else in_use
    rows = "select count(*) from read_parquet('{}') where student = {}"
    found = [str(file) for file in files if duckdb.sql(rows.format(file, number)).fetchall() != [(0,)]]
    if everywhere:
        found += [str(file) for file in data.rglob("original") if f",{CODE},".encode() in file.read_bytes()]
    return found


def main() -> int:
    given = [int(argument) for argument in sys.argv[1:]]
    n_imports, n_erasures = (*given, *(100, 50)[len(given) :])
    with tempfile.TemporaryDirectory() as name:
        folder = imports.prepare(Path(name))
        ends = list(imports.killed(folder, n_kills=n_imports, seed=int(time.time())))
        print(
            f"{len(ends)} imports killed: {sum(ends)} were stored, {len(ends) - sum(ends)} left nothing, 0 in between"
        )
        done = list(killed_erasures(folder, n_erasures, seed=int(time.time())))
        print(
            f"{len(done)} erasures killed: {sum(done)} were done by then, all were finished afterwards, 0 left a trace"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
