"""How do the time and memory of a district's current reality grow from 1 to 10 to 100 million results?

Invented results as in `benchmarks.district_reality`: ten for each student in five years. The question reads the files
of two years, so only these are written; with 100 million results they hold 40 million. It is asked of 2,000 schools at
a time, so that its answer (4.2 million cells then) is never in memory as a whole. Each size has a process of its own
with two threads and 1 GB for the engine. Targets: seconds of processor a million results never grow by a tenth (they
tell more than the clock where other programs run), memory stays under 1.25 GB.

    python -m benchmarks.one_machine [N_ROWS ...] [--times N]
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np

from aimline.warehouse.engine import DuckEngine
from aimline.warehouse.stretches import ask_in_stretches
from aimline.warehouse.workspace import Workspace
from benchmarks import invented
from benchmarks.district_reality import BEFORE, MEMORY_MB, NOW, PAIRS
from benchmarks.memory import peak_megabytes

SIZES = (1_000_000, 10_000_000, 100_000_000)
MOST_GROWTH, MOST_MB = 1.1, 1_250


def ask(files: list[Path], schools: tuple[int, int] | None) -> tuple[float, float, int]:
    """Ask the question in a fresh connection; returns seconds by the clock, those of processor, and the cells."""
    folder = files[0].parent
    begun, worked = time.perf_counter(), time.process_time()
    workspace = Workspace(folder, folder / "tmp", memory_mb=MEMORY_MB, n_threads=invented.threads())
    engine = DuckEngine(workspace, seconds=600)
    pairs = np.array(PAIRS, dtype=np.int64)
    tables = {"pairs": {"administration": pairs[:, 0], "earlier": pairs[:, 1]}}
    slots: dict[str, int | None] = {f"slot_{slot}": slot for slot in range(1, 7)}
    if schools:
        values = {**slots, "first_school": schools[0], "last_school": schools[1]}
        n_cells = len(engine.ask("district_reality", files, values=values, tables=tables))
    else:
        n_cells = sum(map(len, ask_in_stretches(engine, "district_reality", files, values=slots, tables=tables)))
    engine.close()
    return time.perf_counter() - begun, time.process_time() - worked, n_cells


def one(folder: Path, times: int) -> dict[str, float]:
    files = sorted(folder.glob("*.parquet"))
    whole, processor, school = [], [], []
    for _ in range(times):
        seconds, worked, n_cells = ask(files, None)
        whole.append(seconds)
        processor.append(worked)
        school.append(ask(files, (0, 0))[0])
    megabytes = peak_megabytes()
    median = statistics.median
    return {
        "seconds": median(whole),
        "processor": median(processor),
        "school": median(school),
        "cells": n_cells,
        "mb": megabytes,
    }


def beyond_linear(found: Sequence[Mapping[str, float]], what: str) -> float:
    """How many times more a row costs at one size than at the size before, at the worst step."""
    cost = [one[what] / one["n"] for one in found]
    return max((later / before for before, later in pairwise(cost)), default=1.0)


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
            f"{said['seconds']:.2f} s ({said['processor']:.2f} of processor) for {said['cells']:,} cells, "
            f"one school {said['school'] * 1000:.0f} ms, peak {said['mb']:.0f} MB",
            flush=True,
        )
    growth, by_clock = beyond_linear(found, "processor"), beyond_linear(found, "seconds")
    most = max(one["mb"] for one in found)
    print(
        f"beyond linear {growth:.2f} times (at most {MOST_GROWTH}), {by_clock:.2f} by the clock, "
        f"peak {most:.0f} MB (at most {MOST_MB})"
    )
    return 0 if growth <= MOST_GROWTH and most <= MOST_MB else 1


if __name__ == "__main__":
    sys.exit(main())
