"""How do the time and memory of a district's current reality grow from 1 to 10 to 100 million results?

Invented results as in `benchmarks.district_reality`: ten for each student in five years. The question reads the files
of two years, so only these are written; with 100 million results they hold 40 million. Its answer (4.2 million cells
then) is written to a file, because a list of it in Python would be most of the memory. Each size has a process of its
own with two threads and 1 GB for the engine. Targets: seconds a million results never grow, memory stays under 1.25 GB.

    python -m benchmarks.one_machine [N_ROWS ...] [--times N]
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

from aimline.warehouse import engine
from aimline.warehouse.workspace import Workspace, connect, parquet
from benchmarks import invented
from benchmarks.district_reality import BEFORE, MEMORY_MB, NOW, PAIRS

SIZES = (1_000_000, 10_000_000, 100_000_000)
MOST_GROWTH, MOST_MB = 1.1, 1_250


def ask(files: list[Path], school: int | None) -> tuple[float, int]:
    """Ask the question in a fresh connection; returns seconds and the number of cells."""
    folder = files[0].parent
    begun = time.perf_counter()
    with connect(Workspace(folder, folder / "tmp", memory_mb=MEMORY_MB, n_threads=invented.threads())) as connection:
        connection.execute(f"create temp view current as select * from {parquet(files)}")
        connection.execute("create temp table pairs (administration integer, earlier integer)")
        connection.executemany("insert into pairs values (?, ?)", PAIRS)
        slots = {f"slot_{slot}": slot for slot in range(1, 7)}
        question = engine.filled(engine.text("district_reality"), {"school": school, **slots})
        [(n_cells,)] = connection.execute(f"copy ({question}) to '{folder}/answer.parquet'").fetchall()
    return time.perf_counter() - begun, int(n_cells)


def one(folder: Path, times: int) -> dict[str, float]:
    files = sorted(folder.glob("*.parquet"))
    whole, school = [], []
    for _ in range(times):
        seconds, n_cells = ask(files, None)
        whole.append(seconds)
        (folder / "answer.parquet").unlink()
        school.append(ask(files, 0)[0])
        (folder / "answer.parquet").unlink()
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": statistics.median(whole), "school": statistics.median(school), "cells": n_cells, "mb": megabytes}


def main() -> int:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("n_rows", type=int, nargs="*", default=SIZES)
    given.add_argument("--times", type=int, default=3)
    given.add_argument("--folder", type=Path, help="ask the files of this folder and answer as JSON")
    asked = given.parse_args()
    if asked.folder:
        print(json.dumps(one(asked.folder, asked.times)))
        return 0
    found = []
    for n_rows in asked.n_rows:
        with tempfile.TemporaryDirectory() as name:
            begun = time.perf_counter()
            files = invented.write_current(Path(name), n_rows, years=(BEFORE, NOW))
            n_bytes = sum(file.stat().st_size for file in files)
            written = time.perf_counter() - begun
            command = [sys.executable, "-m", "benchmarks.one_machine", "--folder", name, "--times", str(asked.times)]
            said = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        found.append(said | {"n": n_rows})
        print(
            f"{n_rows:,} results, {n_bytes / 1e6:,.0f} MB of two years (written in {written:.0f} s): district "
            f"{said['seconds']:.2f} s for {said['cells']:,} cells, one school {said['school'] * 1000:.0f} ms, peak "
            f"{said['mb']:.0f} MB",
            flush=True,
        )
    cost = [one["seconds"] / one["n"] for one in found]
    growth = max((later / before for before, later in pairwise(cost)), default=1.0)
    most = max(one["mb"] for one in found)
    print(f"beyond linear {growth:.2f} times (at most {MOST_GROWTH}), peak {most:.0f} MB (at most {MOST_MB})")
    return 0 if growth <= MOST_GROWTH and most <= MOST_MB else 1


if __name__ == "__main__":
    sys.exit(main())
