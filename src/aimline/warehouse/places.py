"""The places a file names, and the codes by which they are known here."""

from collections.abc import Mapping as Table
from dataclasses import dataclass, field, replace
from datetime import date

from aimline.exchange import mapping_checks
from aimline.exchange.mapping import Mapping
from aimline.exchange.unpacking import Unpacked
from aimline.warehouse.compilation import compile_mapping
from aimline.warehouse.source import table_of
from aimline.warehouse.workspace import Workspace, quote

MOST_PLACES = 20_000


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


def find_places(workspace: Workspace, file: Unpacked, mapping: Mapping, *, today: date) -> list[NamedPlace]:
    """List the places an unpacked file names, each once, at most 20,000; raises UnusableMapping."""
    mapping_checks.require(mapping, file.header)
    raw = compile_mapping(mapping, file.header, today=today).raw
    query = f"""
        select distinct district_text, district_name_text, school_text, school_name_text
        from ({raw.of(table_of(file, numbered=False))}) order by all limit {MOST_PLACES}
    """
    with replace(workspace, readable=(*workspace.readable, file.path)).open() as connection:
        return [NamedPlace(*row) for row in connection.execute(query).fetchall()]


def district_code(codes: PlaceCodes) -> str:
    """Give the SQL of a row's district code, over the columns of `raw`."""
    arms = [f"when {quote(word)} then {quote(code)}" for word, code in codes.districts.items()]
    return f"(case district_text {' '.join(arms)} else district_text end)" if arms else "district_text"


def school_code(codes: PlaceCodes) -> str:
    """Give the SQL of a row's school code, over the columns of `raw`."""
    arms = [
        f"when district_text = {quote(district)} and school_text = {quote(word)} then {quote(code)}"
        for (district, word), code in codes.schools.items()
    ]
    return f"(case {' '.join(arms)} else school_text end)" if arms else "school_text"
