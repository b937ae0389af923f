"""How long does a roster of 100,000 enrollments take, from the zip to the commit, and how much memory?

Everything the command does: open the bundle, check every row, plan against what is stored, store in one transaction;
then the same bundle once more, which must change nothing. Each run is a process of its own on a fresh SQLite
installation, beside a bare reading of the same files with the csv module. The bundle is made from a seed; its people
are invented. Prints seconds, seconds of processor and peak megabytes against the target of 20 s.

    python -m benchmarks.oneroster [SEED]
"""

import csv
import io
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterable
from pathlib import Path

from benchmarks.memory import peak_megabytes

REPOSITORY = Path(__file__).parents[1]
N_SCHOOLS, N_CLASSES, N_STUDENTS, N_TEACHERS, N_LESSONS = 25, 2_000, 14_000, 1_000, 7
MOST_SECONDS = 20.0
FAMILY = ("Alder", "Birch", "Cress", "Dogwood", "Elder", "Fir", "Gorse", "Hazel", "Ivy", "Juniper")
MODES = {"orgs", "academicSessions", "courses", "classes", "users", "enrollments", "demographics"}
ALL = MODES | {"categories", "classResources", "courseResources", "lineItems", "resources", "results"}
HEADERS = {
    "orgs": "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId",
    "academicSessions": "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear",
    "courses": "sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,"
    "subjectCodes",
    "classes": "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,"
    "schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods",
    "users": "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,"
    "middleName,identifier,email,sms,phone,agentSourcedIds,grades,password",
    "enrollments": "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,"
    "beginDate,endDate",
    "demographics": "sourcedId,status,dateLastModified,birthDate,sex,americanIndianOrAlaskaNative,asian,"
    "blackOrAfricanAmerican,nativeHawaiianOrOtherPacificIslander,white,demographicRaceTwoOrMoreRaces,"
    "hispanicOrLatinoEthnicity,countryOfBirthCode,stateOfBirthAbbreviation,cityOfBirth,publicSchoolResidenceStatus",
}
Rows = list[list[object]]


def make_bundle(path: Path, seed: int) -> int:
    """Write the bundle; returns how many enrollments it holds."""
    chance = random.Random(seed)
    files = {
        "orgs": [["d", "", "", "Lark Division", "district", "LD", ""]]
        + [[f"s{n}", "", "", f"School {n}", "school", f"S{n}", "d"] for n in range(N_SCHOOLS)],
        "academicSessions": [["y26", "", "", "2025-26", "schoolYear", "2025-08-25", "2026-06-12", "", 2026]],
        "courses": [["c", "", "", "y26", "Mathematics", "M", "", "d", "Mathematics", ""]],
        "classes": [
            [f"k{n}", "", "", f"Class {n}", f"{n % 12 + 1:02d}", "c", f"K{n}", "scheduled", "", f"s{n % N_SCHOOLS}",
             "y26", "", "", ""]
            for n in range(N_CLASSES)
        ],
        "users": [*students(chance), *teachers(chance)],
        "enrollments": enrollments(chance),
        "demographics": [
            [f"u{n}", "", "", "", chance.choice(["female", "male"]), *["false"] * 4, "true", "false", "false"]
            + [""] * 4
            for n in range(N_STUDENTS)
        ],
    }  # fmt: skip
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        told = [["manifest.version", "1.0"], ["oneroster.version", "1.1"], ["source.systemName", "Lark SIS"]]
        told += [[f"file.{name}", "bulk" if name in MODES else "absent"] for name in sorted(ALL)]
        packed.writestr("manifest.csv", text("propertyName,value", told))
        for name, rows in files.items():
            packed.writestr(f"{name}.csv", text(HEADERS[name], rows))
    return len(files["enrollments"])


def students(chance: random.Random) -> Iterable[list[object]]:
    for n in range(N_STUDENTS):
        yield [f"u{n}", "", "", "true", f"s{n % N_SCHOOLS}", "student", f"user{n}", "", "Ada", chance.choice(FAMILY),
               "", 100_000 + n, "", "", "", "", f"{n % 12 + 1:02d}", ""]  # fmt: skip


def teachers(chance: random.Random) -> Iterable[list[object]]:
    for n in range(N_TEACHERS):
        yield [f"t{n}", "", "", "true", f"s{n % N_SCHOOLS}", "teacher", f"teacher{n}", "", "Bo", chance.choice(FAMILY),
               "", f"T{n}", f"t{n}@example.org", "", "", "", "", ""]  # fmt: skip


def enrollments(chance: random.Random) -> Rows:
    """Seat each student in classes of the own school, and give each class a teacher of it."""
    of_school = [[n for n in range(N_CLASSES) if n % N_SCHOOLS == school] for school in range(N_SCHOOLS)]
    days = ["2025-08-25", "2026-06-12"]
    rows: Rows = []
    for n in range(N_STUDENTS):
        school = n % N_SCHOOLS
        for each in chance.sample(of_school[school], N_LESSONS):
            rows.append([f"e{len(rows)}", "", "", f"k{each}", f"s{school}", f"u{n}", "student", "false", *days])
    for each in range(N_CLASSES):
        teacher = chance.randrange(N_TEACHERS // N_SCHOOLS) * N_SCHOOLS + each % N_SCHOOLS
        own = [f"k{each}", f"s{each % N_SCHOOLS}", f"t{teacher}"]
        rows.append([f"e{len(rows)}", "", "", *own, "teacher", "true", *days])
    return rows


def text(header: str, rows: Iterable[Iterable[object]]) -> str:
    kept = io.StringIO()
    writer = csv.writer(kept, lineterminator="\n")
    writer.writerow(header.split(","))
    writer.writerows(rows)
    return kept.getvalue()


def read_bare(path: Path) -> float:
    """Read every row of every file and do nothing with it; returns seconds of processor."""
    begun = time.process_time()
    with zipfile.ZipFile(path) as packed:
        for name in packed.namelist():
            with packed.open(name) as data:
                for _ in csv.reader(io.TextIOWrapper(data, encoding="utf-8", newline="")):
                    pass
    return time.process_time() - begun


def run(path: Path) -> dict[str, float]:
    """Import a bundle into the fresh installation that the environment names, twice."""
    from aimline.cli import installation

    installation.enter()
    installation.migrate()
    from aimline.apps.intake.actions import rosters
    from aimline.apps.organizations import actions
    from aimline.apps.organizations.models import Seat

    viewer = installation.viewer(None)
    district = actions.found_district(viewer, "Lark Division", code="LD")
    measured: dict[str, float] = {}
    for name in ("first", "again"):
        begun, processor = time.perf_counter(), time.process_time()
        brought = rosters.read(path)
        measured[f"{name}_reading"] = time.perf_counter() - begun
        seen = rosters.look(viewer, district, brought, wishes=rosters.Wishes())
        measured[f"{name}_planned"] = time.perf_counter() - begun
        rosters.commit(viewer, seen)
        measured[name] = time.perf_counter() - begun
        measured[f"{name}_processor"] = time.process_time() - processor
        assert seen.plan.is_empty is (name == "again")
    return measured | {
        "megabytes": peak_megabytes(),
        "n_seats": Seat.objects.count(),
    }


def main() -> int:
    if "--one" in sys.argv:
        print(json.dumps(run(Path(sys.argv[-1]))))
        return 0
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roster.zip"
        n_enrollments = make_bundle(path, seed)
        environment = os.environ | {"AIMLINE_DATA": str(Path(folder) / "data"), "AIMLINE_TODAY": "2026-01-12"}
        environment.pop("AIMLINE_DATABASE", None)
        command = [sys.executable, "-m", "benchmarks.oneroster", "--one", str(path)]
        said = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment, cwd=REPOSITORY)
        ours, bare = json.loads(said.stdout), read_bare(path)
    print(
        f"{n_enrollments:,} enrollments, {ours['n_seats']:,} class places stored; seed {seed}; "
        f"load {os.getloadavg()[0]:.1f}"
    )
    print(f"bare csv reading: {bare:.2f} s of processor")
    for name in ("first", "again"):
        print(
            f"{name}: {ours[name]:.2f} s (at most {MOST_SECONDS:.0f}), {ours[f'{name}_processor']:.2f} s of processor, "
            f"{ours[f'{name}_processor'] / bare:.0f} times the bare reading; read and checked after "
            f"{ours[f'{name}_reading']:.2f} s, planned after {ours[f'{name}_planned']:.2f} s"
        )
    print(f"peak {ours['megabytes']:.0f} MB")
    return 0 if ours["first"] <= MOST_SECONDS else 1


if __name__ == "__main__":
    sys.exit(main())
