"""Results of two schools, written as the warehouse keeps them: three years of a state test, with groups."""

import uuid
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest
from django.conf import settings
from django.core.cache import cache

from aimline.apps.organizations.models import Attribute, StudentGroup, Unit
from aimline.apps.results.models import Administration, Head, Measure, MeasureLevel, Segment, SegmentKind
from aimline.warehouse.segments import COLUMNS
from tests.apps.built_once import BuiltOnce
from tests.apps.conftest import World

LEVELS = ("Beginning", "Approaching", "Meeting", "Mastering")
GRADES = (2, 4)


@pytest.fixture
def results(world: World) -> World:
    """Grade 4 (24 students, 8 of them learning English) and grade 2 (20 students, 4 of them), 2023 to 2025."""
    cache.clear()
    kept_results(world)
    return world


def make_results(world: World) -> None:
    district = world.places["district"]
    language = Attribute.objects.create(district=district, name="English learner", slot=1)
    for code, value in ((1, "No"), (2, "Yes")):
        StudentGroup.objects.create(attribute=language, value=value, code=code)
    measure = make_measure(district)
    given = [
        Administration.objects.create(
            district=district, measure=measure, school_year=year, window="Spring", given_on=date(year, 4, 15)
        )
        for year in (2023, 2024, 2025)
    ]
    for administration in given:
        rows = make_rows(world.places["school"], administration)
        store(district, administration.school_year, rows)
    Head.objects.create(district=district, generation=3)


kept_results = BuiltOnce(make_results)


def make_measure(district: Unit) -> Measure:
    measure = Measure.objects.create(
        district=district, source="test", code="M", name="State mathematics test", subject="mathematics",
        kind="state", metric="percent_proficient", direction="up", unit="%", is_yearly=True,
    )  # fmt: skip
    for order, label in enumerate(LEVELS, 1):
        MeasureLevel.objects.create(measure=measure, order=order, label=label, is_proficient=order >= 3)
    return measure


def make_rows(school: Unit, given: Administration) -> list[dict[str, object]]:
    """Of grade 4, 12 of 16 others reach the standard and 2 of 8 who learn English; one more each year."""
    rows = []
    later = given.school_year - 2023
    for grade, n, n_learning in ((4, 24, 8), (2, 20, 4)):
        for place in range(n):
            learns = place < n_learning
            reached = place < 2 if learns else place < n_learning + 12 + later
            rows.append(row_of(school, given, grade=grade, place=place, learns=learns, reached=reached))
        rows.append(row_of(school, given, grade=grade, place=n, learns=False, reached=None))
    return rows


def row_of(
    school: Unit, given: Administration, *, grade: int, place: int, learns: bool, reached: bool | None
) -> dict[str, object]:
    row: dict[str, object] = dict.fromkeys((name for name, _ in COLUMNS), None)
    level = None if reached is None else (3 if reached else 2)
    row |= {
        "district": school.district_id, "school_year": given.school_year, "measure": given.measure_id,
        "administration": given.pk, "day": (given.given_on - date(1970, 1, 1)).days,
        "student": grade * 1000 + place, "school": school.pk, "grade": grade,
        "value": None if reached is None else 400.0 + 10 * place, "level": level,
        "proficient": None if reached is None else int(reached), "status": 1 if reached is None else 0,
        "group_1": 2 if learns else 1, "batch": 1, "line": place + 2,
    }  # fmt: skip
    return row


def store(district: Unit, school_year: int, rows: list[dict[str, object]]) -> None:
    name = f"warehouse/current/{district.pk}/{school_year}/{uuid.uuid4().hex}.parquet"
    path = Path(settings.DATA) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        columns = ", ".join(f"{column} {kind}" for column, kind in COLUMNS)
        connection.execute(f"create table rows ({columns})")
        # Written out: value by value, DuckDB's Python side looks for pandas at each of them.
        written = ", ".join(f"({', '.join(map(literal, row.values()))})" for row in rows)
        connection.execute(f"insert into rows values {written}")
        connection.execute(f"copy rows to '{path}' (format parquet)")
    Segment.objects.create(
        district=district, kind=SegmentKind.CURRENT, school_year=school_year, path=name, n_rows=len(rows),
        made_in=school_year - 2022, writing_since=datetime(2025, 5, 1, tzinfo=UTC),
    )  # fmt: skip


def literal(value: object) -> str:
    return "null" if value is None else repr(value)
