"""How long do others wait while a framework of 45,000 standards is stored, changed and taken back?

An invented framework comes into an empty SQLite installation, comes in again with each tenth standard changed and each
ninth left out, and both are withdrawn. Meanwhile another process writes a row every 20 ms, as a person's page does, and
notes how long each write waited for the lock. Target: no write waits 2 s.

    python -m benchmarks.standards [N_STANDARDS]
"""

import argparse
import json
import multiprocessing
import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from multiprocessing.synchronize import Event
from pathlib import Path

LONGEST_WAIT = 2.0
WORDS = "Explain compare represent measure and reason about fractions, angles, texts and evidence in several steps."


def framework(n_standards: int, *, is_second: bool) -> dict[str, object]:
    """Invent a framework in which each hundredth standard has the following ones below it."""
    kept = [n for n in range(n_standards) if not (is_second and n % 9 == 8)]
    items = [
        {
            "identifier": f"standard-{n}",
            "humanCodingScheme": f"S.{n}",
            "fullStatement": f"{WORDS} {n}{' Again.' if is_second and n % 10 == 0 else ''}",
            "educationLevel": [f"{n % 12 + 1:02}"],
        }
        for n in kept
    ]
    below = [
        {
            "associationType": "isChildOf",
            "originNodeURI": {"identifier": f"standard-{n}"},
            "destinationNodeURI": {"identifier": f"standard-{n - n % 100}" if n % 100 else "document"},
        }
        for n in kept
    ]
    document = {"identifier": "document", "title": "Invented standards"}
    return {"CFDocument": document, "CFItems": items, "CFAssociations": below}


def write_rows(database: Path, is_over: Event, waited: "multiprocessing.SimpleQueue[float]") -> None:
    """Write a row again and again; reports the longest wait each time it is asked."""
    longest = 0.0
    with sqlite3.connect(database, timeout=60, isolation_level=None) as connection:
        while not is_over.is_set():
            begun = time.perf_counter()
            connection.execute("begin immediate")
            connection.execute(
                "update organizations_unit set name = name where id = (select min(id) from organizations_unit)"
            )
            connection.execute("commit")
            longest = max(longest, time.perf_counter() - begun)
            time.sleep(0.02)
    waited.put(longest)


def measure(name: str, database: Path, work: Callable[[], object]) -> float:
    """Do some work beside the other writer; returns the longest wait of that one."""
    is_over, waited = multiprocessing.Event(), multiprocessing.SimpleQueue()
    other = multiprocessing.Process(target=write_rows, args=(database, is_over, waited))
    other.start()
    begun = time.perf_counter()
    work()
    seconds = time.perf_counter() - begun
    is_over.set()
    longest = waited.get()
    other.join()
    print(f"{name}: {seconds:.1f} s in all, another writer waited {longest:.2f} s at most", flush=True)
    return longest


def main() -> int:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("n_standards", type=int, nargs="?", default=45_000)
    n_standards = given.parse_args().n_standards
    with tempfile.TemporaryDirectory() as name:
        data = Path(name) / "data"
        os.environ["AIMLINE_DATA"] = str(data)
        from aimline.cli import installation

        installation.enter()
        installation.migrate()
        return run(n_standards, Path(name), data)


def run(n_standards: int, folder: Path, data: Path) -> int:
    from django.conf import settings

    from aimline.apps.intake import actions
    from aimline.apps.intake.models import Upload
    from aimline.apps.organizations.models import Unit
    from aimline.cli import installation

    viewer = installation.viewer(None)
    district = Unit.objects.create(kind="district", name="Invented", code="I", path="/")
    Unit.objects.filter(pk=district.pk).update(path=f"/{district.pk}/")
    waits, database = [], Path(settings.DATABASES["default"]["NAME"])
    for is_second, what in ((False, "new"), (True, "a tenth changed, a ninth left out")):
        file = folder / "framework.json"
        file.write_text(json.dumps(framework(n_standards, is_second=is_second)), encoding="utf-8")
        kind = actions.frameworks.KIND
        with file.open("rb") as stream, actions.kept(viewer, file.name, stream, place=district, report=kind) as upload:
            actions.frameworks.enter(viewer, upload)
        seen = actions.stage(viewer, upload)
        store = partial(actions.commit, viewer, seen, version=seen.version)
        waits.append(measure(f"{n_standards:,} standards, {what}", database, store))
    for stored in Upload.objects.order_by("-pk"):
        back = partial(actions.withdraw, viewer, stored, version=stored.version, why="Measured.")
        waits.append(measure("taken back", database, back))
    print(f"longest wait {max(waits):.2f} s (at most {LONGEST_WAIT})")
    return 0 if max(waits) <= LONGEST_WAIT else 1


if __name__ == "__main__":
    sys.exit(main())
