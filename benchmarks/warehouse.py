"""How much longer than a bare DuckDB copy does an import take in the warehouse?

Runs seven interleaved pairs on the state's results file: (a) `copy (from read_csv) to parquet`,
(b) recognise, unpack, stage, resolve, log and current, each in a process of its own. Prints both
medians, the ratio of the pairs (target: at most 3) and the peak memory of (b) (target: 1 GB); beside them
the seconds of the processor, which other programs disturb less. The bare copy has one thread's work, so on
two free cores the ratio by the clock lies well below that of the processor.

    python -m benchmarks.warehouse [FILE MAPPING]
"""

import multiprocessing
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import numpy as np

from aimline.exchange import mapping_file
from aimline.exchange.recognition import recognise
from aimline.exchange.unpacking import unpack
from aimline.warehouse import resolution, segments
from aimline.warehouse.staged import Staged
from aimline.warehouse.staging import stage
from aimline.warehouse.workspace import Workspace
from benchmarks.memory import peak_megabytes

REPOSITORY = Path(__file__).parents[1]
SHARED = Path(os.environ.get("AIMLINE_SHARED", REPOSITORY.parent / "shared"))
N_PAIRS = 7
TARGET_RATIO = 3.0


@dataclass(frozen=True)
class Took:
    """Seconds by the clock and of the processor, and the peak of the process in megabytes."""

    seconds: float
    processor: float
    megabytes: float


Job = Callable[[Path, Path, Path], None]


def copy_bare(source: Path, mapping: Path, folder: Path) -> None:
    """What DuckDB does with the file when nobody checks anything."""
    with duckdb.connect(config={"threads": 2}) as connection:
        connection.execute(f"copy (from read_csv('{source}')) to '{folder}/bare.parquet' (format parquet)")


def run_import(source: Path, mapping: Path, folder: Path) -> None:
    """Everything the warehouse does for an import, with ids counted off instead of looked up."""
    workspace = Workspace(folder, folder / "tmp")
    file = unpack(recognise(source), folder)
    staged = stage(workspace, file, mapping_file.load(mapping), today=date(2025, 6, 30))
    ids = number_off(staged)
    parts = [(part.district, part.school_year) for part in resolution.parts_of(staged, ids)]
    logs = {part: place(folder, "log", part) for part in parts}
    resolution.write_log(workspace, staged, ids, logs)
    segments.merge(workspace, [segments.Merge((), (logs[part],), place(folder, "current", part)) for part in parts])


def place(folder: Path, kind: str, part: tuple[int, int]) -> Path:
    return segments.place(folder, kind=kind, district=part[0], school_year=part[1], token="bench")


def number_off(staged: Staged) -> resolution.Ids:
    n_districts, n_given = len(staged.districts), len(staged.administrations)
    return resolution.Ids(
        districts=np.arange(n_districts),
        batches=np.ones(n_districts, dtype=np.int64),
        schools=np.arange(len(staged.schools)),
        students=np.arange(staged.n_students),
        administrations=np.arange(n_given),
        measures=np.array([one.measure for one in staged.administrations]),
        slots=np.tile(np.arange(len({one.group for one in staged.group_values})) + 1, (n_districts, 1)),
        group_codes=np.tile(np.arange(len(staged.group_values)), (n_districts, 1)),
    )


def time_job(job: Job, source: Path, mapping: Path) -> Took:
    """Run a job in a fresh process."""
    with tempfile.TemporaryDirectory() as folder, multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(measure_job, (job, source, mapping, Path(folder)))


def measure_job(job: Job, source: Path, mapping: Path, folder: Path) -> Took:
    begun, processor = time.perf_counter(), time.process_time()
    job(source, mapping, folder)
    return Took(time.perf_counter() - begun, time.process_time() - processor, peak_megabytes())


def tell(bare: Took, ours: Took, ratio: float) -> str:
    return (
        f"bare {bare.seconds:.2f} s ({bare.processor:.2f} s of processor), import {ours.seconds:.2f} s"
        f" ({ours.processor:.2f} s), ratio {ratio:.2f}, peak {ours.megabytes:.0f} MB"
    )


def median(runs: list[Took]) -> Took:
    columns = zip(*((run.seconds, run.processor, run.megabytes) for run in runs), strict=True)
    return Took(*(statistics.median(column) for column in columns))


def main() -> int:
    given = [Path(argument) for argument in sys.argv[1:]]
    usual = (SHARED / "data/longitudinal/sgpdata_long.csv.gz", REPOSITORY / "tests/real/state.toml")
    source, mapping = (given[0], given[1]) if len(given) == 2 else usual
    if not source.is_file():
        print(f"The results file is missing: {source}. Set AIMLINE_SHARED or name a file and its mapping.")
        return 2
    pairs = []
    for number in range(1, N_PAIRS + 1):
        bare, ours = time_job(copy_bare, source, mapping), time_job(run_import, source, mapping)
        pairs.append((bare, ours))
        print(f"pair {number}: {tell(bare, ours, ours.seconds / bare.seconds)}")
    ratio = statistics.median(ours.seconds / bare.seconds for bare, ours in pairs)
    bare, ours = median([bare for bare, _ in pairs]), median([ours for _, ours in pairs])
    print(f"median: {tell(bare, ours, ratio)}; the ratio may be at most {TARGET_RATIO}")
    return 0 if ratio <= TARGET_RATIO else 1


if __name__ == "__main__":
    sys.exit(main())
