"""How much longer than a bare DuckDB copy do many result rows take to a queryable `current`?

Invented rows in a CSV file of 13 columns, one in a hundred wrong, over an earlier file of which they correct another
hundredth. Interleaved pairs of (a) `copy (from read_csv) to parquet`, (b) recognise, unpack, stage, resolve, log and
the merge with what was there, each in a process of its own with ids counted off instead of looked up. Beside them, once
each (where `--peers PYTHON` names an interpreter that has them): pandas, by its own reader and by that of pyarrow, with
the same checks, list of what is wrong, superseding and sorted file a year; and the checks and one sorted file in polars
and SQLite.
Targets: 2.5 times the copy, five times as fast as pandas, 1 GB.

    python -m benchmarks.rows_to_current [N_ROWS] [--pairs N] [--peers PYTHON]
"""

import argparse
import json
import multiprocessing
import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray

from aimline.exchange import mapping_file
from aimline.exchange.limits import Limits
from aimline.exchange.recognition import recognise
from aimline.exchange.unpacking import unpack
from aimline.warehouse import resolution, segments
from aimline.warehouse.staged import Staged
from aimline.warehouse.staging import stage
from aimline.warehouse.workspace import Workspace, parquet
from benchmarks import invented
from benchmarks.warehouse import Took, copy_bare, measure_job, median, number_off, place, tell

LIMITS = Limits(file_bytes=20_000_000_000, unpacked_bytes=20_000_000_000)
MOST_RATIO, MOST_MEGABYTES, TIMES_PANDAS = 2.5, 1000.0, 5.0
PEERS = ("pandas", "pandas with pyarrow", "polars", "sqlite")
CHECKS = """
import json, os, sys, time
source, target, peer, earlier = sys.argv[1:]
LEVELS = $levels
begun = time.perf_counter()
if peer.startswith("pandas"):
    import pandas as pd
    from pathlib import Path
    reader = "pyarrow" if peer == "pandas with pyarrow" else "c"
    rows = pd.read_csv(source, dtype=str, keep_default_na=False, engine=reader)
    score = pd.to_numeric(rows["score"], errors="coerce")
    grades = [str(grade) for grade in range(13)]
    wrong = {
        "score": ~score.between(200, 800), "level": ~rows["level"].isin(LEVELS), "grade": ~rows["grade"].isin(grades),
        "year": ~rows["year"].str.fullmatch("20[0-9]{2}"), "subject": ~rows["subject"].isin(["M", "R"]),
        "student": (rows["student"] == "") | rows.duplicated(["student", "year", "subject"]),
        "school": rows["school"] == "", "district": rows["district"] == "",
    }
    found = [pd.DataFrame({"line": rows.index[bad] + 2, "column": name, "value": rows.loc[bad, name]})
             for name, bad in wrong.items()]
    Path(target).mkdir()
    pd.concat(found).sort_values(["line", "column"]).to_parquet(f"{target}/problems.parquet")
    good = ~pd.concat(wrong, axis=1).any(axis=1)
    kept = rows[good].assign(score=score[good], proficient=rows["level"][good].isin(LEVELS[2:]))
    kept["line"] = kept.index + 2
    kept = kept.astype({name: "int32" for name in ("district", "student", "school", "year", "grade")})
    for name in ("subject", "level", "sex", "ell", "lunch", "iep", "ethnicity"):
        kept[name] = kept[name].astype("category")
    kept["administration"] = 10 * kept["year"] + (kept["subject"] == "R")
    for name in ("student", "school", "sex", "ell", "lunch", "iep", "ethnicity"):
        kept.groupby(name, observed=True).size().rename("n_rows").reset_index().to_parquet(f"{target}/{name}.parquet")
    given = kept.groupby("administration").agg(n_rows=("line", "size"), n_judged=("proficient", "count"))
    given.reset_index().to_parquet(f"{target}/administrations.parquet")
    order = ["school", "administration", "student"]
    for year, part in kept.groupby("year"):
        log, current = f"{target}/log-{year}.parquet", f"{target}/{year}.parquet"
        part = part.sort_values(order)
        part.to_parquet(log)
        files = list(Path(earlier).glob(f"current/1/{year}/*.parquet"))
        if not files:
            os.link(log, current)
        for file in files:
            old = pd.read_parquet(file, columns=["student", "administration", "school", "grade", "value", "line"])
            keys = pd.MultiIndex.from_frame(part[["student", "administration"]])
            is_superseded = pd.MultiIndex.from_frame(old[["student", "administration"]]).isin(keys)
            part = pd.concat([old[~is_superseded].rename(columns={"value": "score"}), part])
            part.sort_values(order).to_parquet(current)
elif peer == "polars":
    import polars as pl
    rows = pl.scan_csv(source, infer_schema=False).with_columns(pl.col("score").cast(pl.Float64, strict=False))
    good = rows.filter(pl.col("score").is_between(200, 800) & pl.col("level").is_in(LEVELS)
        & pl.col("year").str.contains("^20[0-9]{2}$") & (pl.col("student") != "")).unique(
        ["student", "year", "subject"], keep="first")
    good.with_columns(pl.col("student", "school").cast(pl.Int32), proficient=pl.col("level").is_in(LEVELS[2:])).sort(
        "year", "school", "subject", "student").sink_parquet(target)
else:
    import csv, sqlite3
    table = sqlite3.connect(target)
    table.execute("pragma journal_mode = off")
    with open(source, newline="") as file:
        lines = csv.reader(file)
        names = ", ".join(next(lines))
        table.execute(f"create table raw ({names})")
        table.executemany(f"insert into raw values ({', '.join('?' * 13)})", lines)
    table.execute("create table rows (student integer, year integer, subject text, school integer, score real, "
        "level text, proficient integer, grade, sex, ell, lunch, iep, ethnicity, "
        "primary key (year, school, subject, student)) without rowid")
    marks = ", ".join(f"'{level}'" for level in LEVELS)
    table.execute(f"insert or ignore into rows select student, year, subject, school, score, level, level in "
        f"('Meets', 'Beyond'), grade, sex, ell, lunch, iep, ethnicity from raw where cast(score as real) between 200 "
        f"and 800 and level in ({marks}) and year glob '20[0-9][0-9]' and student <> ''")
    table.commit()
took = time.perf_counter() - begun
# Not `resource`, which on Linux also counts what the parent held when it began this process.
peak = int(open("/proc/self/status").read().split("VmHWM:")[1].split()[0]) / 1024
print(json.dumps([took, time.process_time(), peak]))
""".replace("$levels", str(list(invented.LEVELS)))


def run_import(source: Path, mapping: Path, folder: Path) -> None:
    """Everything the warehouse does for an import over what `earlier` left in `folder`."""
    before = {path.parent.name: path for path in folder.glob("current/1/*/earlier.parquet")}
    store(source, mapping, folder, batch=2, token="bench", before=before)


def store(source: Path, mapping: Path, folder: Path, *, batch: int, token: str, before: dict[str, Path]) -> None:
    workspace = Workspace(folder, folder / "tmp", n_threads=invented.threads())
    file = unpack(recognise(source, limits=LIMITS), folder, limits=LIMITS)
    staged = stage(workspace, file, mapping_file.load(mapping), today=date(2025, 6, 30))
    ids = ids_of(staged, batch)
    parts = [(part.district, part.school_year) for part in resolution.parts_of(staged, ids)]
    logs = {part: at(place(folder, "log", part), token) for part in parts}
    resolution.write_log(workspace, staged, ids, logs)
    merges = [
        segments.Merge(
            tuple(before[str(part[1])] for _ in [0] if str(part[1]) in before),
            (logs[part],),
            at(place(folder, "current", part), token),
        )
        for part in parts
    ]
    segments.merge(workspace, merges)


def at(path: Path, token: str) -> Path:
    return path.with_name(f"{token}.parquet")


def ids_of(staged: Staged, batch: int) -> resolution.Ids:
    """Number everything by what it is called, so that two files mean the same."""
    counted = number_off(staged)
    return replace(
        counted,
        districts=counted.districts + 1,
        batches=np.full(len(staged.districts), batch),
        schools=np.array([int(school.code) for school in staged.schools], dtype=np.int64),
        students=student_numbers(staged),
        administrations=np.array([10 * each.school_year + each.measure for each in staged.administrations]),
        measures=np.array([each.measure + 1 for each in staged.administrations]),
    )


def student_numbers(staged: Staged) -> NDArray[np.int64]:
    listed = parquet([staged.folder / "students.parquet"])
    return duckdb.sql(f"select code::bigint as code from {listed} order by key").fetchnumpy()["code"]


def pair(source: Path, mapping: Path, earlier: Path) -> tuple[Took, Took]:
    """Run both, each in a fresh process; the folder of the import holds the earlier results."""
    both = []
    for job in (copy_bare, run_import):
        with tempfile.TemporaryDirectory(dir=source.parent) as name:
            folder = Path(name) / "data"
            shutil.copytree(earlier, folder)
            with multiprocessing.get_context("spawn").Pool(1) as pool:
                both.append(pool.apply(measure_job, (job, source, mapping, folder)))
            if job is run_import:
                require_superseded(folder)
    return both[0], both[1]


def require_superseded(folder: Path) -> None:
    """See that what was corrected counts once, with its new value."""
    with invented.connect() as connection:
        found = connection.execute(f"""
            select count(*), count(distinct (student, administration)), count(*) filter (where batch = 1)
            from '{folder}/current/1/*/bench.parquet'
        """).fetchall()
    n_rows, n_keys, n_old = found[0]
    assert n_rows == n_keys
    print(f"  current: {n_rows:,} rows, {n_old:,} of them from the earlier file", file=sys.stderr)


def peer(name: str, source: Path, earlier: Path, python: str) -> Took | None:
    """Run the same checks in another library; none where it is not installed."""
    with tempfile.TemporaryDirectory(dir=source.parent) as folder:
        command = [python, "-c", CHECKS, str(source), f"{folder}/out", name, str(earlier)]
        said = subprocess.run(command, capture_output=True, text=True, check=False)
    if said.returncode:
        print(f"{name}: not measured ({said.stderr.strip().splitlines()[-1]})")
        return None
    return Took(*json.loads(said.stdout))


def main() -> int:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("n_rows", type=int, nargs="?", default=1_000_000)
    given.add_argument("--pairs", type=int, default=3)
    given.add_argument("--peers", default=sys.executable, help="a Python that has pandas and polars")
    asked = given.parse_args()
    with tempfile.TemporaryDirectory() as name:
        source, mapping, earlier = Path(name) / "rows.csv", Path(name) / "map.toml", Path(name) / "earlier"
        mapping.write_text(invented.MAPPING, encoding="utf-8")
        earlier.mkdir()
        invented.write_csv(source, asked.n_rows)
        invented.write_csv(Path(name) / "before.csv", asked.n_rows, every=100)
        store(Path(name) / "before.csv", mapping, earlier, batch=1, token="earlier", before={})
        print(f"{asked.n_rows:,} rows, {source.stat().st_size / 1e6:,.0f} MB of CSV, {invented.threads()} threads")
        pairs = []
        for number in range(1, asked.pairs + 1):
            pairs.append(pair(source, mapping, earlier))
            bare, ours = pairs[-1]
            print(f"pair {number}: {tell(bare, ours, ours.seconds / bare.seconds)}")
        peers = {each: peer(each, source, earlier, asked.peers) for each in PEERS}
    ratio = statistics.median(ours.seconds / bare.seconds for bare, ours in pairs)
    ours = median([ours for _, ours in pairs])
    told = tell(median([bare for bare, _ in pairs]), ours, ratio)
    print(f"median: {told}; at most {MOST_RATIO}, {MOST_MEGABYTES:.0f} MB")
    for each, took in peers.items():
        if took:
            wished = f" (wished: {TIMES_PANDAS:.0f})" if each.startswith("pandas") else ""
            print(
                f"{each}: {took.seconds:.2f} s ({took.processor:.2f} s of processor), {took.seconds / ours.seconds:.1f}"
                f" times as long as the import{wished}, {took.processor / ours.processor:.1f} times the processor,"
                f" {took.megabytes:.0f} MB"
            )
    return 0 if ratio <= MOST_RATIO and ours.megabytes <= MOST_MEGABYTES else 1


if __name__ == "__main__":
    sys.exit(main())
