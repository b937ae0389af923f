"""How long does a whole import of the state's results file take, and how much memory?

Everything an installation does: keep the file, read and check every row, create districts, schools, students,
enrolments and groups, write Parquet, compute the readings of goals, commit. Each run is a process of its own
on a fresh SQLite installation, beside a bare DuckDB `COPY` of the same file in the same minute. Before the clock
starts, one row of each school goes in, so that 200 goals of these schools can wait for their readings.
Prints the medians against their targets: 15 s and 1 GB; how long matching the known students takes; and how long
the last transaction held the write lock.

    python -m benchmarks.import_file [FILE MAPPING]
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from json import dumps, loads
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.memory import peak_megabytes

if TYPE_CHECKING:
    from aimline.apps.organizations.policy import Viewer
    from aimline.apps.results.models import Batch

REPOSITORY = Path(__file__).parents[1]
SHARED = Path(os.environ.get("AIMLINE_SHARED", REPOSITORY.parent / "shared"))
N_RUNS = 3
N_GOALS = 200
MOST_SECONDS, MOST_MEGABYTES = 15.0, 1000.0


@dataclass(frozen=True)
class Measured:
    """One run: seconds from the upload to the commit, their parts, the processor's seconds, peak megabytes."""

    seconds: float
    staging: float
    matching: float
    locked: float
    processor: float
    megabytes: float
    n_rows: int
    n_readings: int


def run(source: Path, mapping: Path) -> Measured:
    """Import a file into the fresh installation that the environment names."""
    from aimline.cli import installation

    installation.enter()
    installation.migrate()
    from aimline.apps.monitoring.models import Reading

    viewer = installation.viewer(None)
    bring(viewer, first_rows(source, mapping), mapping)
    make_goals()
    parts = watch()
    begun, processor = time.perf_counter(), time.process_time()
    staging, batches = bring(viewer, source, mapping)
    return Measured(
        seconds=time.perf_counter() - begun,
        staging=staging,
        matching=parts["matching"],
        locked=parts["locked"],
        processor=time.process_time() - processor,
        megabytes=peak_megabytes(),
        n_rows=sum(batch.n_rows for batch in batches),
        n_readings=Reading.objects.count(),
    )


def bring(viewer: "Viewer", source: Path, mapping: Path) -> "tuple[float, tuple[Batch, ...]]":
    """Take a file all the way in; returns the seconds until it was checked, and its batches."""
    from aimline.apps.intake import actions

    begun = time.perf_counter()
    with source.open("rb") as stream:
        upload = actions.receive(viewer, source.name, stream, place=None)
    upload = actions.map_columns(viewer, upload, mapping.read_text(encoding="utf-8"), version=upload.version)
    upload = actions.stage(viewer, upload)
    staged = time.perf_counter() - begun
    return staged, actions.commit(viewer, upload, version=upload.version)


def first_rows(source: Path, mapping: Path) -> Path:
    """Write the first row of every school and measure into a file of their own."""
    import csv
    import gzip

    from django.conf import settings

    from aimline.exchange import mapping_file

    columns = mapping_file.load(mapping).columns
    with gzip.open(source, "rt", encoding="utf-8", newline="") as text:
        rows = csv.DictReader(text)
        first = {tuple(row[columns[role]] for role in ("district", "school", "measure")): row for row in rows}
        names = list(rows.fieldnames or ())
    path = Path(settings.DATA) / "first.csv"
    with path.open("w", encoding="utf-8", newline="") as table:
        writer = csv.DictWriter(table, names)
        writer.writeheader()
        writer.writerows(first.values())
    return path


def make_goals() -> None:
    """Lock goals of grades 3 to 8 in the first schools, from the first year on."""
    from datetime import UTC, date, datetime
    from itertools import islice, product

    from aimline.apps.goals.models import Goal
    from aimline.apps.organizations.models import Unit
    from aimline.apps.results.models import Measure

    measures = {(m.district_id, m.subject): m for m in Measure.objects.all()}
    schools = list(Unit.objects.filter(kind="school").order_by("pk"))
    begun = date(2021, 4, 1)
    for school, subject, grade in islice(product(schools, ("mathematics", "reading"), range(3, 9)), N_GOALS):
        measure = measures[(school.district_id or 0, subject)]
        Goal.objects.create(
            district_id=school.district_id, unit=school, school_year=2021, level="school", state="active",
            comparison="successive_cohorts", group_label=f"Grade {grade}", n_in_group=50, result="read and reckon",
            group_rule={"grades": [grade], "conditions": []}, measure=measure, baseline=50, baseline_on=begun,
            baseline_n=50, baseline_source="first rows", target=60, target_floor=60, starts_on=begun,
            deadline=date(2025, 6, 1), created_at=datetime(2021, 4, 1, tzinfo=UTC), locked_on=begun,
            locked_at=datetime(2021, 4, 1, tzinfo=UTC),
        )  # fmt: skip


def watch() -> dict[str, float]:
    """Time the matching and the transaction of a commit from outside."""
    from aimline.apps.intake.actions import committing, matching

    parts = {"matching": 0.0, "locked": 0.0}
    match_students, atomic = matching.match_students, committing.transaction.atomic

    def timed_match(*given):  # type: ignore[no-untyped-def]  # passed on as it came
        begun = time.perf_counter()
        found = match_students(*given)
        parts["matching"] = time.perf_counter() - begun
        return found

    class Transactions:
        @staticmethod
        @contextmanager
        def atomic():  # type: ignore[no-untyped-def]  # as Django's
            begun = time.perf_counter()
            with atomic():
                yield
            parts["locked"] = time.perf_counter() - begun

    matching.match_students = timed_match
    committing.transaction = Transactions  # type: ignore[assignment]  # only `atomic` is used
    return parts


def time_bare(source: Path, folder: Path) -> float:
    """What DuckDB alone does with the file when nobody checks anything."""
    statement = f"copy (from read_csv('{source}')) to '{folder / 'bare.parquet'}' (format parquet)"
    code = f"""
import duckdb, time
with duckdb.connect(config={{"threads": 2}}) as connection:
    connection.execute("set enable_progress_bar = false")
    begun = time.perf_counter()
    connection.execute({statement!r})
    print(time.perf_counter() - begun)
"""
    return float(subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout)


def time_import(source: Path, mapping: Path, folder: Path) -> Measured:
    """Run in a process of its own, so that its memory is its own."""
    environment = os.environ | {"AIMLINE_DATA": str(folder / "data"), "AIMLINE_TODAY": "2025-06-30"}
    environment.pop("AIMLINE_DATABASE", None)
    command = [sys.executable, "-m", "benchmarks.import_file", "--one", str(source), str(mapping)]
    said = subprocess.run(command, check=True, capture_output=True, text=True, env=environment, cwd=REPOSITORY)
    return Measured(**loads(said.stdout))


def tell(bare: float, ours: Measured) -> str:
    return (
        f"bare {bare:.2f} s, import {ours.seconds:.2f} s ({ours.processor:.2f} s of processor), "
        f"ratio {ours.seconds / bare:.1f}, peak {ours.megabytes:.0f} MB; of it reading and checking "
        f"{ours.staging:.2f} s, matching students {ours.matching:.2f} s, write lock held {ours.locked:.2f} s"
    )


def main() -> int:
    given = [Path(argument) for argument in sys.argv[1:] if argument != "--one"]
    usual = (SHARED / "data/longitudinal/sgpdata_long.csv.gz", REPOSITORY / "tests/real/state.toml")
    source, mapping = (given[0], given[1]) if len(given) == 2 else usual
    if "--one" in sys.argv:
        print(dumps(asdict(run(source, mapping))))
        return 0
    if not source.is_file():
        print(f"The results file is missing: {source}. Set AIMLINE_SHARED or name a file and its mapping.")
        return 2
    pairs = []
    for number in range(1, N_RUNS + 1):
        with tempfile.TemporaryDirectory() as folder:
            pairs.append((time_bare(source, Path(folder)), time_import(source, mapping, Path(folder))))
        print(f"run {number}: {tell(*pairs[-1])}; {pairs[-1][1].n_rows:,} rows, {pairs[-1][1].n_readings:,} readings")
    seconds = statistics.median(ours.seconds for _, ours in pairs)
    megabytes = max(ours.megabytes for _, ours in pairs)
    ratio = statistics.median(ours.seconds / bare for bare, ours in pairs)
    print(
        f"median: {seconds:.2f} s (at most {MOST_SECONDS:.0f}), {ratio:.1f} times a bare copy; "
        f"peak {megabytes:.0f} MB (at most {MOST_MEGABYTES:.0f})"
    )
    return 0 if seconds <= MOST_SECONDS and megabytes <= MOST_MEGABYTES else 1


if __name__ == "__main__":
    sys.exit(main())
