"""After an erasure nothing names the student: no column of any table, no file of the data folder."""

import gzip
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
from django.db import connection

from aimline.apps.intake import actions, queries
from aimline.apps.intake.actions import roster_files, saved_mappings
from aimline.apps.intake.models import SavedMapping, Upload, UploadState
from aimline.apps.intake.pages import left_out
from aimline.apps.keeping.actions import erasing
from aimline.apps.keeping.models import Reason
from aimline.apps.organizations.models import ExternalId
from aimline.apps.results.models import Batch, Measure
from aimline.exchange import mapping_file
from tests.apps.intake.conftest import Office
from tests.exchange.oneroster.bundles import FILES_1_1, pack

GIVEN, FAMILY, CODE, NUMBER = "Quillon", "Zephyrwick", "zq-90817", "440817"
TRACES = tuple(word.lower() for word in (GIVEN, FAMILY, CODE, NUMBER))
ROSTER = {
    name: text.replace("Ana,Lark", f"{GIVEN},{FAMILY}").replace("ana.lark", f"{GIVEN}.{FAMILY}").replace("1001", NUMBER)
    .replace("u1,", f"{CODE},").replace("Fractions", f"Make-up {GIVEN} {FAMILY}")
    for name, text in FILES_1_1.items()
}  # fmt: skip
RESULTS = (
    "Student ID,Last Name,First Name,School,Grade,Test Date,Score\n"
    f"{NUMBER},{FAMILY},{GIVEN},Meadow School,5,2025-10-10,71\n"
    f"{NUMBER},{FAMILY},{GIVEN},Meadow School,5,2025-10-11,{FAMILY} was away\n"
    "440818,Reed,Ivo,Meadow School,5,2025-10-10,64\n"
)


def bring_roster(office: Office, name: str, files: dict[str, str]) -> Upload:
    bundle = pack(office.data / name, dict(files))
    with bundle.open("rb") as file, actions.kept(office.keeper, name, file, place=office.district) as upload:
        actions.enter_roster(office.keeper, upload)
    bundle.unlink()
    upload = actions.look_at_roster(office.keeper, upload)
    assert upload.message == ""
    return roster_files.store_roster(office.keeper, upload, version=upload.version, confirm_leavers=True)


def stage(office: Office, name: str, text: str) -> Upload:
    """Bring a file and take what was guessed of its columns, as a person does who presses the first button."""
    upload = office.receive(office.keeper, text, place=office.district, name=name)
    mapping, _, _ = queries.proposal_for(office.keeper, upload, queries.first_look(upload))
    upload = actions.map_columns(office.keeper, upload, mapping_file.dump(mapping), version=upload.version)
    return actions.stage(office.keeper, upload)


def commit(office: Office, upload: Upload) -> Upload:
    assert (upload.state, upload.message) == (UploadState.STAGED, "")
    actions.commit(office.keeper, upload, version=upload.version, confirmed=True)
    upload.refresh_from_db()
    return upload


def live_through_a_year(office: Office) -> None:
    """Bring everything that can name a student, in every state a file can be in."""
    roster = bring_roster(office, f"roster {FAMILY} {GIVEN}.zip", ROSTER)
    commit(office, Upload.objects.get(uuid=roster.report["results"]))
    bring_roster(office, "roster without.zip", ROSTER | {
        name: "".join(line for line in ROSTER[name].splitlines(keepends=True) if CODE not in line)
        for name in ("users.csv", "enrollments.csv", "demographics.csv", "results.csv")
    })  # fmt: skip
    stored = commit(office, stage(office, f"{FAMILY}_{GIVEN}.csv", RESULTS))
    assert FAMILY in "".join(left_out.problem_lines(stored))
    kept = SavedMapping.objects.order_by("-pk")[0]
    saved_mappings.rename(office.keeper, kept, f"Tests of {GIVEN} {FAMILY}", version=kept.version)
    taken = commit(office, stage(office, f"{GIVEN} {FAMILY} May.csv", RESULTS.replace("2025-10", "2025-05")))
    actions.withdraw(office.keeper, taken, version=taken.version, why="The wrong month.")
    alone = "\n".join(RESULTS.replace("Test Date", "Tested on").splitlines()[:2]) + "\n"
    commit(office, stage(office, f"{FAMILY}.csv", alone))
    stage(office, f"{NUMBER}.csv", RESULTS.replace("2025-10", "2025-11"))
    office.receive(office.keeper, f"{GIVEN} {FAMILY}\n", place=office.district, name=f"{FAMILY}, {GIVEN}.txt")


def texts_of_the_database() -> Iterator[tuple[str, str]]:
    """Give every value of every column of every table as text, with the name of its table."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                yield table, " ".join(readable(value) for value in row)


def readable(value: object) -> str:
    return bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value)


def texts_of_the_folder(folder: Path) -> Iterator[tuple[str, str]]:
    """Give the name and the content of every file, packed ones and Parquet in the clear."""
    for path in folder.rglob("*"):
        yield "a name", str(path.relative_to(folder))
        if path.is_file():
            yield str(path.relative_to(folder)), content(path)


def content(path: Path) -> str:
    if path.suffix == ".parquet":
        with duckdb.connect() as reader:
            return str(reader.read_parquet(str(path)).fetchall())
    raw = path.read_bytes()
    if raw.startswith(b"\x1f\x8b"):
        raw = gzip.decompress(raw)
    if raw.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            return " ".join(packed.read(name).decode("latin-1") for name in packed.namelist())
    return raw.decode("latin-1")


def traces(folder: Path) -> list[tuple[str, str]]:
    texts = [*texts_of_the_database(), *texts_of_the_folder(folder)]
    return sorted({(where, word) for where, text in texts for word in TRACES if word in text.lower()})


def test_no_table_and_no_file_names_a_student_who_was_erased(office: Office) -> None:
    live_through_a_year(office)
    places = {where for where, _ in traces(office.data)}
    assert {"results_measure", "results_batch", "intake_upload", "intake_savedmapping", "intake_lineitem"} <= places
    assert any(place.endswith("original") for place in places)
    student = ExternalId.objects.filter(kind="student", value=NUMBER)[0].student

    erased = erasing.carry_out(office.keeper, erasing.ask(office.keeper, student, Reason.FAMILY))

    assert erased.finished_at is not None
    assert traces(office.data) == []
    assert ExternalId.objects.filter(value="440818").exists()
    sources = set(Measure.objects.values_list("source", flat=True))
    assert sources == {"oneroster:Lark SIS", "(erased)", "(erased) 2"}
    assert set(Batch.objects.values_list("source", flat=True)) == sources
