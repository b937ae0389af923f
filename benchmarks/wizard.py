"""How many rows a second does the whole path of the wizard take in, with every student known already?

Invented results, ten for each student. They go in twice, as a corrected file a day later would (it lacks the last row,
for the same file is refused): the first time the places, students and enrolments are made, the second time every row is
matched to them, supersedes an earlier one and is committed. Each time is from the upload to the commit, in one
process, on SQLite or a PostgreSQL server started for it. Target: 200,000 rows a second the second time, with a million
students (10,000,000 rows).

    python -m benchmarks.wizard [N_ROWS] [--postgresql]
"""

import argparse
import os
import resource
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
from tests import on_postgresql

if TYPE_CHECKING:
    from aimline.apps.organizations.policy import Viewer

REPOSITORY = Path(__file__).parents[1]
ROWS_A_SECOND = 200_000


def bring_both(folder: Path) -> None:
    """Take both files in on the fresh installation that the environment names."""
    from aimline.cli import installation

    installation.enter()
    installation.migrate()
    from aimline.apps.organizations.models import Student
    from benchmarks.import_file import bring

    viewer = steward()
    for name in ("made", "matched"):
        begun = time.perf_counter()
        staging, batches = bring(viewer, folder / f"{name}.csv", folder / "map.toml")
        seconds = time.perf_counter() - begun
        n_rows = sum(batch.n_rows for batch in batches)
        megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{name}: {n_rows:,} rows of {Student.objects.count():,} students in {seconds:.1f} s "
            f"({staging:.1f} s of it reading and checking), {n_rows / seconds:,.0f} rows a second, "
            f"peak {megabytes:.0f} MB",
            flush=True,
        )
    print(f"wished: {ROWS_A_SECOND:,} rows a second when matched")


def steward() -> "Viewer":
    """Return somebody who may import everything; on PostgreSQL nobody owns the data folder."""
    from django.utils import timezone

    from aimline.apps.accounts.models import Person
    from aimline.apps.organizations.models import Role
    from aimline.apps.organizations.policy import Part, Viewer

    person = Person.objects.create_person(name="Steward", email="steward@localhost")
    everywhere = Part(role=Role.INSTALLATION_STEWARD, unit_id=None, district_id=None, kind="", path="")
    today = date(2025, 6, 30)
    return Viewer(person_id=person.pk, name=person.name, today=today, now=timezone.now(), parts=(everywhere,))


def main() -> int:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("n_rows", type=int, nargs="?", default=1_000_000)
    given.add_argument("--in", dest="folder", type=Path, help="run here, in a process of its own")
    given.add_argument("--postgresql", action="store_true", help="on a server of its own, by default SQLite")
    asked = given.parse_args()
    if asked.folder:
        bring_both(asked.folder)
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        invented.write_csv(folder / "made.csv", asked.n_rows)
        with (folder / "made.csv").open() as rows, (folder / "matched.csv").open("w") as corrected:
            corrected.writelines(islice(rows, asked.n_rows))
        (folder / "map.toml").write_text(invented.MAPPING, encoding="utf-8")
        environment = os.environ | {"AIMLINE_DATA": str(folder / "data"), "AIMLINE_TODAY": "2025-06-30"}
        environment.pop("AIMLINE_DATABASE", None)
        command = [sys.executable, "-m", "benchmarks.wizard", "--in", name]
        with on_postgresql.started() if asked.postgresql else nullcontext() as address:
            environment |= {"AIMLINE_DATABASE": address} if address else {}
            return subprocess.run(command, check=False, env=environment, cwd=REPOSITORY).returncode


if __name__ == "__main__":
    sys.exit(main())
