"""Reads packs from TOML (one source, its rows as a table) and CSV (every row with its own citation)."""

import csv
import io
import tomllib
from collections.abc import Iterator, Mapping
from math import isfinite

from aimline.growth.references.pack import Pack, Redistributable, Row, Unreadable

_NEEDED = ("id", "citation", "licence_note")
_HEAD = (
    "id",
    "citation",
    "url",
    "licence_note",
    "redistributable",
    "edition",
    "norm_edition",
    "checked_by",
    "checked_on",
)
_KEYS = ("measure", "population", "grade", "season")
_ALSO_KEYS = ("subject", "season_start", "season_end", "percentile")
_NO = {"no", "false", "0"}


def read_toml(text: str, *, name: str) -> Pack:
    """Read a pack from TOML: the head, then `columns` and `rows`. Raises Unreadable.

    Source: growth.md 1.8.
    """
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise Unreadable(name, "file", str(problem)) from problem
    head = {key: str(value) for key, value in found.items() if key not in ("rows", "columns")}
    lines = [dict(zip(found.get("columns", ()), row, strict=True)) for row in found.get("rows", ())]
    rows = [
        row
        for number, line in enumerate(lines, start=1)
        for row in _rows({**head, **{key: str(value) for key, value in line.items()}}, name=name, place=f"row {number}")
    ]
    return _pack(head, tuple(rows), name=name, place="head")


def read_csv(text: str, *, name: str) -> tuple[Pack, ...]:
    """Read packs from CSV, one for each `id`: long (statistic, value) or wide (a column each). Raises Unreadable.

    An empty file with only its heading gives no pack. Source: growth.md 1.8.
    """
    heads: dict[str, Mapping[str, str]] = {}
    rows: dict[str, list[Row]] = {}
    for number, line in enumerate(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))), start=2):
        place = f"line {number}"
        if None in line or None in line.values():
            raise Unreadable(name, place, "the line has more or fewer cells than the heading.")
        cells = {key.strip(): value.strip() for key, value in line.items()}
        found = list(_rows(cells, name=name, place=place))
        head = heads.setdefault(cells["id"], cells)
        if _edition(head) != _edition(cells):
            raise Unreadable(name, place, "one pack holds one edition; give another edition an id of its own.")
        rows.setdefault(cells["id"], []).extend(found)
    return tuple(_pack(head, tuple(rows[pack]), name=name, place=pack) for pack, head in heads.items())


def _pack(head: Mapping[str, str], rows: tuple[Row, ...], *, name: str, place: str) -> Pack:
    _demand(head, name=name, place=place)
    try:
        redistributable = Redistributable(head.get("redistributable") or "no")
    except ValueError as problem:
        raise Unreadable(name, place, "redistributable is yes, no or ask.") from problem
    return Pack(
        id=head["id"],
        citation=head["citation"],
        url=head.get("url", ""),
        licence_note=head["licence_note"],
        redistributable=redistributable,
        edition=_edition(head),
        checked_by=head.get("checked_by", ""),
        checked_on=head.get("checked_on", ""),
        rows=rows,
    )


def _rows(cells: Mapping[str, str], *, name: str, place: str) -> Iterator[Row]:
    _demand(cells, name=name, place=place)
    if cells.get("statistic"):
        yield _row(cells, cells["statistic"], cells.get("value", ""), name=name, place=place)
        return
    for column, value in cells.items():
        if value and column not in (*_HEAD, *_KEYS, *_ALSO_KEYS, "checked", "sd", "value", "statistic"):
            yield _row(cells, column, value, name=name, place=place)


def _row(cells: Mapping[str, str], statistic: str, value: str, *, name: str, place: str) -> Row:
    percentile = cells.get("percentile", "")
    return Row(
        pack=cells["id"],
        edition=_edition(cells),
        measure=cells.get("measure") or cells.get("subject", ""),
        statistic=f"{statistic}_p{percentile}" if percentile else statistic,
        value=_number(value, statistic, name=name, place=place),
        grade=cells.get("grade", ""),
        season=cells.get("season") or _season(cells),
        population=cells.get("population", ""),
        sd=_number(cells["sd"], "sd", name=name, place=place) if cells.get("sd") else None,
        checked=cells.get("checked", "yes").lower() not in _NO,
    )


def _season(cells: Mapping[str, str]) -> str:
    return "-".join(part for part in (cells.get("season_start", ""), cells.get("season_end", "")) if part)


def _edition(cells: Mapping[str, str]) -> str:
    return cells.get("norm_edition") or cells.get("edition", "")


def _demand(cells: Mapping[str, str], *, name: str, place: str) -> None:
    missing = [key for key in _NEEDED if not cells.get(key)]
    if missing:
        raise Unreadable(name, place, f"{' and '.join(missing)} missing.")


def _number(text: str, column: str, *, name: str, place: str) -> float:
    try:
        number = float(text)
    except ValueError as problem:
        raise Unreadable(name, place, f"{column} is no number: {text!r}.") from problem
    if not isfinite(number):
        raise Unreadable(name, place, f"{column} is no number: {text!r}.")
    return number
