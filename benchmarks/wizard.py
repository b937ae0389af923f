"""How many rows a second does the whole path of the wizard take in, with every student known already?

Invented results, ten for each student. They go in twice, as a corrected file a day later would (it lacks the last row,
for the same file is refused): the first time the places, students and enrolments are made, the second time every row is
matched to them, supersedes an earlier one and is committed. Each time is from the upload to the commit, in a process of
its own, on SQLite or a PostgreSQL server started for it. Targets: 200,000 rows a second the second time, with a million
students (10,000,000 rows), and 1 GB.

    python -m benchmarks.wizard [N_ROWS] [--postgresql]
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from contextlib import nullcontext
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import invented
from benchmarks.memory import peak_megabytes
from tests import on_postgresql

if TYPE_CHECKING:
    from aimline.apps.organizations.policy import Viewer

REPOSITORY = Path(__file__).parents[1]
ROWS_A_SECOND, MOST_MEGABYTES = 200_000, 1_000
NAMES = ("made", "matched")


def bring_one(folder: Path, name: str) -> None:
    """Take a file in on the installation that the environment names."""
    from aimline.cli import installation

    installation.enter()
    installation.migrate()
    from aimline.apps.organizations.models import Student
    from benchmarks.import_file import bring

    viewer = steward(name)
    begun, processor = time.perf_counter(), time.process_time()
    staging, batches = bring(viewer, folder / f"{name}.csv", folder / "map.toml")
    seconds, processor = time.perf_counter() - begun, time.process_time() - processor
    n_rows = sum(batch.n_rows for batch in batches)
    print(
        f"{name}: {n_rows:,} rows of {Student.objects.count():,} students in {seconds:.1f} s "
        f"({staging:.1f} s of it reading and checking; {processor:.1f} s of processor in all), "
        f"{n_rows / seconds:,.0f} rows a second, peak {peak_megabytes():.0f} MB",
        flush=True,
    )


def steward(name: str) -> "Viewer":
    """Return somebody who may import everything; on PostgreSQL nobody owns the data folder."""
    from django.utils import timezone

    from aimline.apps.accounts.models import Person
    from aimline.apps.organizations.models import Role
    from aimline.apps.organizations.policy import Part, Viewer

    person = Person.objects.create_person(name=name, email=f"{name}@localhost")
    everywhere = Part(role=Role.INSTALLATION_STEWARD, unit_id=None, district_id=None, kind="", path="")
    today = date(2025, 6, 30)
    return Viewer(person_id=person.pk, name=person.name, today=today, now=timezone.now(), parts=(everywhere,))


def main() -> int:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("n_rows", type=int, nargs="?", default=1_000_000)
    given.add_argument("--bring", nargs=2, metavar=("FOLDER", "NAME"), help="take one file in, in this process")
    given.add_argument("--postgresql", action="store_true", help="on a server of its own, by default SQLite")
    asked = given.parse_args()
    if asked.bring:
        bring_one(Path(asked.bring[0]), asked.bring[1])
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        invented.write_csv(folder / "made.csv", asked.n_rows)
        with (folder / "made.csv").open() as rows, (folder / "matched.csv").open("w") as corrected:
            corrected.writelines(islice(rows, asked.n_rows))
        (folder / "map.toml").write_text(invented.MAPPING, encoding="utf-8")
        environment = os.environ | {"AIMLINE_DATA": str(folder / "data"), "AIMLINE_TODAY": "2025-06-30"}
        environment.pop("AIMLINE_DATABASE", None)
        command = [sys.executable, "-m", "benchmarks.wizard", "--bring", name]
        with on_postgresql.started() if asked.postgresql else nullcontext() as address:
            environment |= {"AIMLINE_DATABASE": address} if address else {}
            for each in NAMES:
                subprocess.run([*command, each], check=True, env=environment, cwd=REPOSITORY)
    print(f"wished: {ROWS_A_SECOND:,} rows a second when matched, {MOST_MEGABYTES:,} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
