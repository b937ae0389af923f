"""The places a file names, and the codes by which they are known here."""

import json
from collections.abc import Mapping as Table
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from aimline.warehouse import staged_lists, staged_rows
from aimline.warehouse.workspace import Workspace

MOST_PLACES = 20_000
LISTED = """select unnest(from_json($lists, '[["VARCHAR"]]')) as said"""


@dataclass(frozen=True)
class NamedPlace:
    """A school of a district as the rows of a file name it; a name is empty where the file gives none."""

    district: str
    district_name: str
    school: str
    school_name: str


@dataclass(frozen=True)
class PlaceCodes:
    """The codes for the words of a file that differ from them: by district, and by (district, school) as written."""

    districts: Table[str, str] = field(default_factory=dict)
    schools: Table[tuple[str, str], str] = field(default_factory=dict)


def no_codes(named: Sequence[NamedPlace]) -> PlaceCodes:
    """Leave the words of a file as they are."""
    return PlaceCodes()


def named_in(connection: duckdb.DuckDBPyConnection, folder: Path) -> list[NamedPlace]:
    """List the places that staged rows name, whatever their fate: each once, at most 20,000."""
    told = staged_rows.load(folder)
    columns = ", ".join(told.text(name) for name in ("district", "district_name", "school", "school_name"))
    query = f"select {columns} from {staged_rows.rows(folder)} group by all having count(*) > 0"
    found = connection.execute(f"{query} order by all limit {MOST_PLACES}").fetchall()
    return [NamedPlace(*row) for row in found]


def rename(workspace: Workspace, codes: PlaceCodes) -> None:
    """Write staged rows anew with the codes of the places that they call by other words."""
    if not codes.districts and not codes.schools:
        return
    folder = workspace.folder
    with workspace.open() as connection:
        districts = list(codes.districts.items())
        schools = [(district, word, code) for (district, word), code in codes.schools.items()]
        for name, columns, rows in (
            ("district", "said[1] as word, said[2] as code", districts),
            ("school", "said[1] as district, said[2] as word, said[3] as code", schools),
        ):
            connection.execute(
                f"create temp table {name}_code as select {columns} from ({LISTED})", {"lists": json.dumps(rows)}
            )
        coded = (
            "coalesce(district_code.code, rows.district) as district, coalesce(school_code.code, rows.school) as school"
        )
        staged_lists.copy(
            connection,
            f"""
                select rows.* replace ({coded})
                from {staged_rows.rows(folder)} as rows
                left join district_code on district_code.word = rows.district
                left join school_code on school_code.district = rows.district and school_code.word = rows.school
            """,
            folder / "rows.next",
        )
    staged_rows.take_next(folder)
