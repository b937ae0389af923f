"""A process killed at any moment leaves whole files or none under their final names (trust.md 6)."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb

from aimline.warehouse.segments import COLUMNS, TEMPORARY_ENDING

N_KILLS = 20
# Writes batch after batch of 20,000 rows until it is killed, saying a word when it has begun and after each.
WORK = """
import sys
from pathlib import Path
from aimline.warehouse import segments
from aimline.warehouse.workspace import Workspace

folder = Path(sys.argv[1])
workspace = Workspace(folder, folder / "tmp", memory_mb=256)
print("begun", flush=True)
for number in range(1000):
    target = folder / "log" / f"{number}.parquet"
    current = folder / "current" / f"{number}.parquet"
    with workspace.open() as connection:
        segments.write(connection, f"from '{folder}/resolved.parquet'", target)
    segments.merge(workspace, [segments.Merge((target,), (target,), current)])
    print(number, flush=True)
"""


def make_resolved(folder: Path) -> None:
    fixed = {"district": "1", "school_year": "2025", "student": "r", "administration": "3"}
    row = ", ".join(f"{fixed.get(name, 'null')}::{kind} as {name}" for name, kind in COLUMNS)
    rows = f"select {row} from range(20_000) as numbers(r)"
    duckdb.sql(f"copy ({rows}) to '{folder}/resolved.parquet' (format parquet)")


def test_a_killed_import_leaves_nothing_half_written(tmp_path: Path) -> None:
    moments, longest = random.Random(7), 0.25
    n_whole = 0
    for trial in range(N_KILLS):
        folder = tmp_path / str(trial)
        folder.mkdir()
        make_resolved(folder)

        with subprocess.Popen([sys.executable, "-c", WORK, str(folder)], stdout=subprocess.PIPE) as worker:
            assert worker.stdout is not None
            worker.stdout.readline()
            if trial == 0:  # a busy machine may take longer for its first batch than the moments would last
                begun = time.monotonic()
                worker.stdout.readline()
                longest = max(longest, 1.5 * (time.monotonic() - begun))
            time.sleep(moments.uniform(0.0, longest))
            worker.send_signal(signal.SIGKILL)

        for path in folder.glob("*/*"):
            if path.suffix == ".parquet":
                assert duckdb.sql(f"select count(*) from '{path}'").fetchall() == [(20_000,)]
                n_whole += 1
            else:
                assert path.name.endswith(TEMPORARY_ENDING) or path.parent.name == "tmp"
    assert n_whole > 0
