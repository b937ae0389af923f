"""How long does the current reality of a whole district take, and that of one school of it?

Invented results: ten for each student (five years, two subjects), 500 students a school. With 10 million results
there are 416,000 cells: 26,000 pairs of school and grade, two subjects, all students and 15 values of six groups, each
with n, number proficient, sum, and the same of the year before. (a) our question over the yearly files of `current`,
of which it reads two; (b) the same written by hand for DuckDB over one Parquet file of all rows sorted by school;
(c) our question about one school. Interleaved, each in a fresh connection, two threads, and the answers must be equal.
Once each beside them: pandas and polars (where `--peers PYTHON` names an interpreter that has them) and SQLite over the
rows of the two years asked about. Targets: (a) at most 1.3 times (b), (c) under 5 % of (a).

    python -m benchmarks.district_reality [N_ROWS] [--times N] [--peers PYTHON]
"""

import argparse
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from aimline.warehouse.engine import DuckEngine, Row
from aimline.warehouse.workspace import Workspace
from benchmarks import invented
from benchmarks.memory import peak_megabytes

MOST_RATIO, MOST_SCHOOL_SHARE = 1.3, 0.05
MEMORY_MB = 1024
NOW, BEFORE = invented.LAST_YEAR, invented.LAST_YEAR - 1
PAIRS = [(NOW * 10 + subject, BEFORE * 10 + subject) for subject in (0, 1)]
GROUPS = [f"group_{slot}" for slot in range(1, 7)]
SETS = ", ".join(["(administration, school, grade)", *(f"(administration, school, grade, {g})" for g in GROUPS)])
BY_HAND = f"""
    with cells as (
        select administration, school, grade, {", ".join(GROUPS)}, grouping({", ".join(GROUPS)}) as kind,
            count(*) as n, count(proficient) as judged, sum(proficient) as proficient, sum(value) as total
        from read_parquet('{{file}}') where school_year in ({NOW}, {BEFORE}) and status = 0
        group by grouping sets ({SETS})
    )
    select now.administration, now.school, now.grade, now.kind, coalesce({", ".join(f"now.{g}" for g in GROUPS)}) as of,
        now.n, now.judged, now.proficient, now.total, before.n, before.judged, before.proficient, before.total
    from cells as now left join cells as before on before.administration = now.administration - 10
        and before.school = now.school and before.grade = now.grade and before.kind = now.kind
        and {" and ".join(f"before.{g} is not distinct from now.{g}" for g in GROUPS)}
    where now.administration >= {NOW * 10}
    order by now.administration, now.school, now.grade, now.kind, of
"""
FRAMES = f"""
import sys, time
from benchmarks.memory import peak_megabytes
source, peer = sys.argv[1:]
begun, groups, keys = time.perf_counter(), {GROUPS}, ["administration", "school", "grade"]
if peer == "pandas":
    import pandas as pd
    rows = pd.read_parquet(source, columns=[*keys, *groups, "value", "proficient", "school_year"],
        filters=[("school_year", "in", [{NOW}, {BEFORE}])])
    cells = []
    for by in ([], *([group] for group in groups)):
        found = rows.groupby([*keys, *by]).agg(
            n=("value", "count"), proficient=("proficient", "sum"), mean=("value", "mean")).reset_index()
        found["year"], found["subject"] = found["administration"] // 10, found["administration"] % 10
        both = found[found["year"] == {NOW}].merge(found[found["year"] == {BEFORE}], how="left",
            on=["subject", "school", "grade", *by])
        cells.append(both)
    n = sum(map(len, cells))
else:
    import polars as pl
    rows = pl.scan_parquet(source).filter(pl.col("school_year").is_in([{NOW}, {BEFORE}]))
    asked = []
    for by in ([], *([group] for group in groups)):
        found = rows.group_by([*keys, *by]).agg(
            n=pl.len(), proficient=pl.col("proficient").sum(), mean=pl.col("value").mean())
        found = found.with_columns(year=pl.col("administration") // 10, subject=pl.col("administration") % 10)
        asked.append(found.filter(pl.col("year") == {NOW}).join(found.filter(pl.col("year") == {BEFORE}), how="left",
            on=["subject", "school", "grade", *by]))
    n = sum(map(len, pl.collect_all(asked)))
print(n, time.perf_counter() - begun)
"""


def ask(files: Sequence[Path], school: int | None = None) -> tuple[float, list[Row]]:
    """Ask our question of the files of the two years; of one school, its rows only are read."""
    folder = files[0].parent
    begun = time.perf_counter()
    engine = DuckEngine(
        Workspace(folder, folder / "tmp", memory_mb=MEMORY_MB, n_threads=invented.threads()), seconds=600
    )
    pairs = np.array(PAIRS, dtype=np.int64)
    tables = {"pairs": {"administration": pairs[:, 0], "earlier": pairs[:, 1]}}
    values = {"first_school": school, "last_school": school, **{f"slot_{slot}": slot for slot in range(1, 7)}}
    rows = engine.ask("district_reality", files[-2:], values=values, tables=tables)
    engine.close()
    return time.perf_counter() - begun, rows


def by_hand(file: Path) -> tuple[float, list[Row]]:
    begun = time.perf_counter()
    with invented.connect() as connection:
        rows = connection.execute(BY_HAND.format(file=file)).fetchall()
    return time.perf_counter() - begun, rows


def sort_all(files: Sequence[Path], target: Path) -> None:
    with invented.connect() as connection:
        listed = [str(file) for file in files]
        connection.execute(
            f"copy (from read_parquet({listed}) order by school, measure, student, administration) to '{target}'"
        )


def in_sqlite(files: Sequence[Path], folder: Path) -> tuple[float, int]:
    """The same cells from a table of the two years; filling it is not counted."""
    columns = ["administration", "school", "grade", *GROUPS, "value", "proficient"]
    with sqlite3.connect(folder / "rows.sqlite3") as table, invented.connect() as connection:
        table.execute(f"create table rows ({', '.join(columns)})")
        listed = [str(file) for file in files[-2:]]
        found = connection.execute(f"select {', '.join(columns)} from read_parquet({listed})")
        while rows := found.fetchmany(100_000):
            table.executemany(f"insert into rows values ({', '.join('?' * len(columns))})", rows)
        table.commit()
        begun, n_cells = time.perf_counter(), 0
        for by in ("0", *GROUPS):
            n_cells += len(
                table.execute(f"""
                with cells as (
                    select administration, school, grade, {by} as kind, count(*) as n, sum(proficient) as proficient,
                        sum(value) as total
                    from rows group by administration, school, grade, kind)
                select * from cells as now left join cells as before on before.administration = now.administration - 10
                    and before.school = now.school and before.grade = now.grade and before.kind = now.kind
                where now.administration >= {NOW * 10}
            """).fetchall()
            )
    return time.perf_counter() - begun, n_cells


def frames(name: str, file: Path, python: str) -> str:
    said = subprocess.run([python, "-c", FRAMES, str(file), name], capture_output=True, text=True, check=False)
    if said.returncode:
        return f"{name}: not measured ({said.stderr.strip().splitlines()[-1]})"
    n_cells, seconds = said.stdout.split()
    return f"{name}: {float(seconds):.2f} s for {int(n_cells):,} cells"


def tell_peers(files: Sequence[Path], folder: Path, python: str) -> None:
    for peer in ("pandas", "polars"):
        print(frames(peer, folder / "one.parquet", python))
    seconds, n_cells = in_sqlite(files, folder)
    print(f"sqlite: {seconds:.2f} s for {n_cells:,} cells")


def main() -> int:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("n_rows", type=int, nargs="?", default=1_000_000)
    given.add_argument("--times", type=int, default=5)
    given.add_argument("--peers", default=sys.executable, help="a Python that has pandas and polars")
    given.add_argument("--alone", action="store_true", help="leave the peers out")
    asked = given.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = invented.write_current(folder, asked.n_rows)
        sort_all(files, folder / "one.parquet")
        ours, hand, school = [], [], []
        for _ in range(asked.times):
            seconds, rows = ask(files)
            ours.append(seconds)
            seconds, other = by_hand(folder / "one.parquet")
            hand.append(seconds)
            assert len(rows) == len(other)
            assert sum(int(str(row[5])) for row in rows) == sum(int(str(row[5])) for row in other)
            seconds, mine = ask(files, school=0)
            school.append(seconds)
            assert mine == [row for row in rows if row[1] == 0]
        megabytes = peak_megabytes()
        print(f"{asked.n_rows:,} results, {len(rows):,} cells, {invented.threads()} threads, peak {megabytes:.0f} MB")
        if not asked.alone:
            tell_peers(files, folder, asked.peers)
    ratio = statistics.median(one / other for one, other in zip(ours, hand, strict=True))
    share = statistics.median(one / whole for one, whole in zip(school, ours, strict=True))
    print(
        f"median: ours {statistics.median(ours):.2f} s, by hand {statistics.median(hand):.2f} s, ratio {ratio:.2f} (at "
        f"most {MOST_RATIO}); one school {statistics.median(school) * 1000:.0f} ms, {share:.1%} of the district (under "
        f"{MOST_SCHOOL_SHARE:.0%})"
    )
    return 0 if ratio <= MOST_RATIO and share < MOST_SCHOOL_SHARE else 1


if __name__ == "__main__":
    sys.exit(main())
