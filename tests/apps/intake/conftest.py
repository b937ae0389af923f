"""Small files of results, and the way they go in."""

import io
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
from django.conf import settings

from aimline.apps.intake import actions
from aimline.apps.intake.models import Upload
from aimline.apps.organizations.models import ExternalId, Unit
from aimline.apps.organizations.policy import Viewer
from aimline.apps.results.models import Segment, SegmentKind
from tests.apps.conftest import World

# SQLite's database of a test lives in memory and locks whole tables between threads, which no installation does;
# there imports at once are tested in processes of their own: tests/cli/test_import_at_once.py.
collect_ignore = [] if os.environ.get("AIMLINE_DATABASE") else ["test_two_at_once.py"]

HEADER = ("District", "School", "Student", "First", "Last", "Grade", "Year", "Subject", "Score", "Learner")
Row = tuple[str, str, str, str, str, str]  # school, student, grade, year, score, learns English

MAPPING = """
source = "Test office"
create = {create}

[columns]
{columns}

[[measures]]
value = "M"
name = "Mathematics test"
subject = "mathematics"
minimum = 0
maximum = 100
cut = 50
yearly = true

[status]
not_tested = ["absent"]

[groups.english_learner]
column = "Learner"

[[years]]
value = "2023"
ending = 2023
given_on = 2023-04-15
window = "Spring"

[[years]]
value = "2024"
ending = 2024
given_on = 2024-04-15
window = "Spring"

[[years]]
value = "2025"
ending = 2025
given_on = 2025-04-15
window = "Spring"
"""
COLUMNS = {
    "student": "Student", "given_name": "First", "family_name": "Last", "grade": "Grade", "year": "Year",
    "measure": "Subject", "score": "Score", "school": "School", "district": "District",
}  # fmt: skip
EVERYTHING = ("places", "students", "enrolments")


def mapping(*, create: Sequence[str] = EVERYTHING, without: Sequence[str] = (), **changes: str) -> str:
    """Return the mapping of the office's file; `changes` replace one text of it by another."""
    columns = "\n".join(f'{role} = "{column}"' for role, column in COLUMNS.items() if role not in without)
    text = MAPPING.format(create=list(create), columns=columns).replace("'", '"')
    for old, new in changes.items():
        text = text.replace(old, new)
    return text


def table(rows: Sequence[Row], *, district: str = "10", without: Sequence[str] = ()) -> str:
    """Return rows as the office writes them."""
    lines = [
        dict(zip(HEADER, (district, school, student, "Ada", student, grade, year, "M", score, learns), strict=True))
        for school, student, grade, year, score, learns in rows
    ]
    kept = [name for name in HEADER if name.lower() not in without]
    return "\n".join([",".join(kept), *(",".join(line[name] for name in kept) for line in lines)]) + "\n"


def students(n: int, *, school: str = "school", year: str = "2025", grade: str = "4", score: int = 40) -> list[Row]:
    """Return one result for each of `n` students, every second of them learning English."""
    return [(school, f"s{place}", grade, year, str(score + place), "Yes" if place % 2 else "No") for place in range(n)]


@dataclass(frozen=True)
class Office:
    """The cast, and how they bring files."""

    world: World

    def receive(self, viewer: Viewer, text: str, *, place: Unit | None, name: str = "results.csv") -> Upload:
        return actions.receive(viewer, name, io.BytesIO(text.encode()), place=place)

    def stage(self, viewer: Viewer, text: str, *, place: Unit | None, map_text: str = "") -> Upload:
        upload = self.receive(viewer, text, place=place)
        upload = actions.map_columns(viewer, upload, map_text or mapping(), version=upload.version)
        return actions.stage(viewer, upload)

    def bring(self, viewer: Viewer, text: str, *, place: Unit | None, map_text: str = "") -> Upload:
        """Take a file all the way in; whoever brings it says that it is right."""
        upload = self.stage(viewer, text, place=place, map_text=map_text)
        assert upload.message == ""
        actions.commit(viewer, upload, version=upload.version, confirmed=True)
        upload.refresh_from_db()
        return upload

    @property
    def keeper(self) -> Viewer:
        """Who may bring anything."""
        return self.world.viewer("installation_steward")

    @property
    def data(self) -> Path:
        return Path(settings.DATA)

    @property
    def district(self) -> Unit:
        return self.world.places["district"]


def scores(district: Unit) -> dict[str, float | None]:
    """Return what counts now in a district: the value of each student, by the last of its codes in the alphabet."""
    named = ExternalId.objects.filter(kind="student", district=district).order_by("value")
    codes = {each.student_id: each.value for each in named}
    live = Segment.objects.filter(district=district, kind=SegmentKind.CURRENT, retired_in=None, made_in__isnull=False)
    paths = [str(Path(settings.DATA) / segment.path) for segment in live]
    if not paths:
        return {}
    with duckdb.connect() as connection:
        rows = connection.sql(f"select student, value from read_parquet({paths})").fetchall()
    return {codes[pk]: value for pk, value in rows}


@pytest.fixture
def office(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr(settings, "DATA", tmp_path)
    return Office(world)
