"""Mappings on paper: TOML in and out."""

import dataclasses
import json
import math
import re
import tomllib
from collections.abc import Callable
from collections.abc import Mapping as Table
from datetime import date
from pathlib import Path
from typing import TypeVar

from aimline.domain.words import say
from aimline.exchange.mapping import (
    Group,
    Mapping,
    MappingProblem,
    Measure,
    Results,
    StatusWords,
    UnusableMapping,
    Year,
)
from aimline.exchange.mapping_checks import require

T = TypeVar("T")
RARE = (
    "recognise",
    "may_be_empty",
    "student_digits",
    "score_signs",
    "sheet",
    "alike_sheets",
    "sum_lines",
    "windows",
    "unsure",
    "heads",
    "known_as",
    "beyond",
)
BEYOND_ASCII = re.compile(r"[^ -~]")
LAST_OF_FOUR_DIGITS = 0xFFFF


def load(source: Path | str) -> Mapping:
    """Read a mapping from a TOML file, or from TOML text, and check it.

    Raises UnusableMapping, which lists every key that will not work and what would.
    """
    mapping = parse(source)
    require(mapping)
    return mapping


def parse(source: Path | str) -> Mapping:
    """Read a mapping that may still lack what its file's place gives; raises UnusableMapping for unknown keys."""
    text = source.read_text(encoding="utf-8") if isinstance(source, Path) else source
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UnusableMapping((_not_toml(str(error)),)) from error
    problems: list[MappingProblem] = []
    mapping = _mapping(table, problems)
    if problems:
        raise UnusableMapping(tuple(problems))
    return mapping


def dump(mapping: Mapping) -> str:
    """Write a mapping as TOML; `load(dump(m)) == m`."""
    plain = ("source", "create", "missing", "ignore_measures", "date_format", "decimal", "year_starts_in_month")
    lines = [f"{key} = {_toml(getattr(mapping, key))}" for key in plain]
    lines += [f"{key} = {_toml(value)}" for key in RARE if (value := getattr(mapping, key))]
    for key in ("columns", "constants", "instead", "when_empty", "grades"):
        if key in ("columns", "constants") or getattr(mapping, key):
            lines += ["", f"[{key}]", *(f"{_toml(k)} = {_toml(v)}" for k, v in getattr(mapping, key).items())]
    for year in mapping.years:
        lines += ["", "[[years]]", *_pairs(year)]
    for measure in mapping.measures:
        lines += ["", "[[measures]]", *_pairs(measure)]
    for results in mapping.results:
        lines += ["", "[[results]]", *_pairs(results)]
    for group in mapping.groups:
        lines += ["", f"[groups.{_toml(group.name)}]", *_pairs(group, without=("name",))]
    lines += ["", "[status]", *_pairs(mapping.status)]
    return "\n".join(lines) + "\n"


def quoted(text: str) -> str:
    """Write a text as TOML, in ASCII: JSON quotes it, and what JSON would write as two surrogates is one letter."""
    return BEYOND_ASCII.sub(lambda found: _escaped(ord(found[0])), json.dumps(text, ensure_ascii=False))


def _escaped(letter: int) -> str:
    return f"\\u{letter:04x}" if letter <= LAST_OF_FOUR_DIGITS else f"\\U{letter:08x}"


def _mapping(table: dict[str, object], problems: list[MappingProblem]) -> Mapping:
    values = dict(table)
    groups = _tables(values.pop("groups", {}), "groups", problems)
    named = [_build(Group, {"name": name, **group}, f"groups.{name}", problems) for name, group in groups.items()]
    status = _tables({"status": values.pop("status", {})}, "status", problems).get("status", {})
    years = [_build(Year, entry, "years", problems) for entry in _entries(values.pop("years", []), "years", problems)]
    measures = [
        _build(Measure, entry, "measures", problems)
        for entry in _entries(values.pop("measures", []), "measures", problems)
    ]
    results = [
        _build(Results, entry, "results", problems)
        for entry in _entries(values.pop("results", []), "results", problems)
    ]
    plain = _build(Mapping, {"columns": {}, **values}, "", problems)
    if plain is None:
        return Mapping(source="", columns={})
    return dataclasses.replace(
        plain,
        groups=tuple(group for group in named if group),
        status=_build(StatusWords, status, "status", problems) or StatusWords(),
        years=tuple(year for year in years if year),
        measures=tuple(measure for measure in measures if measure),
        results=tuple(entry for entry in results if entry),
    )


def _build(cls: type[T], table: Table[str, object], key: str, problems: list[MappingProblem]) -> T | None:
    """Make one dataclass from one table; a key that is unknown, missing or of the wrong kind is a problem."""
    fields = dataclasses.fields(cls)  # type: ignore[arg-type]  # callers pass the dataclasses of a mapping
    known = {field.name: field for field in fields if field.type in READERS}
    before = len(problems)
    problems += [_unknown_key(_join(key, name), tuple(known)) for name in table if name not in known]
    values: dict[str, object] = {}
    for name, field in known.items():
        required = field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
        if name in table:
            read, kind = READERS[field.type]
            values[name] = read(table[name])
            problems += [_wrong_kind(_join(key, name), kind)] if values[name] is WRONG else []
        elif required:
            problems.append(_required(_join(key, name)))
    return cls(**values) if len(problems) == before else None


def _text(value: object) -> object:
    return value if isinstance(value, str) else WRONG


def _whole(value: object) -> object:
    return value if isinstance(value, int) and not isinstance(value, bool) else WRONG


def _number(value: object) -> object:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return WRONG
    try:
        return float(value) if math.isfinite(value) else WRONG  # TOML also writes inf and nan
    except OverflowError:  # a whole number of TOML knows no end
        return WRONG


def _flag(value: object) -> object:
    return value if isinstance(value, bool) else WRONG


def _day(value: object) -> object:
    return value if type(value) is date else WRONG


def _texts(value: object) -> object:
    if isinstance(value, list) and all(isinstance(word, str) for word in value):
        return tuple(value)
    return WRONG


def _words(value: object) -> object:
    if isinstance(value, dict) and all(isinstance(word, str) for word in value.values()):
        return dict(value)
    return WRONG


def _numbers(value: object) -> object:
    if not isinstance(value, dict):
        return WRONG
    read = {name: _number(number) for name, number in value.items()}
    return WRONG if WRONG in read.values() else read


def _lists(value: object) -> object:
    if not isinstance(value, dict):
        return WRONG
    read = {name: _texts(words) for name, words in value.items()}
    return WRONG if WRONG in read.values() else read


def _starts(value: object) -> object:
    if not isinstance(value, list):
        return WRONG
    read = tuple(_number(number) for number in value)
    return WRONG if WRONG in read else read


def _tables(value: object, key: str, problems: list[MappingProblem]) -> dict[str, dict[str, object]]:
    if isinstance(value, dict) and all(isinstance(inner, dict) for inner in value.values()):
        return value
    problems.append(_wrong_kind(key, "a table"))
    return {}


def _entries(value: object, key: str, problems: list[MappingProblem]) -> list[dict[str, object]]:
    if isinstance(value, list) and all(isinstance(entry, dict) for entry in value):
        return value
    problems.append(_wrong_kind(key, f"a list of tables, each headed [[{key}]]"))
    return []


def _pairs(value: object, *, without: tuple[str, ...] = ()) -> list[str]:
    """The keys of one dataclass that differ from their defaults, in order."""
    pairs = []
    for field in dataclasses.fields(value):  # type: ignore[arg-type]  # callers pass Year, Measure, Group, StatusWords
        entry = getattr(value, field.name)
        if field.name not in without and entry not in (field.default, None, {}, ()):
            pairs.append(f"{field.name} = {_toml(entry)}")
    return pairs


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Table):
        return "{ " + ", ".join(f"{_toml(name)} = {_toml(entry)}" for name, entry in value.items()) + " }"
    if isinstance(value, tuple):
        return "[" + ", ".join(_toml(entry) for entry in value) + "]"
    return quoted(value) if isinstance(value, str) else repr(value)


def _join(key: str, name: str) -> str:
    return f"{key}.{name}" if key else name


def _not_toml(reason: str) -> MappingProblem:
    message = say("The mapping is not valid TOML: {reason}.", reason=reason)
    return MappingProblem("", message, say("Correct that line; values in words stand in quotation marks."))


def _unknown_key(key: str, known: tuple[str, ...]) -> MappingProblem:
    message = say("The mapping has a key we do not know: {key}.", key=key)
    return MappingProblem(key, message, say("Known here: {known}.", known=", ".join(known)))


def _wrong_kind(key: str, kind: str) -> MappingProblem:
    return MappingProblem(key, say("{key} must be {kind}.", key=key, kind=kind), say("Correct this key."))


def _required(key: str) -> MappingProblem:
    return MappingProblem(key, say("{key} is missing.", key=key), say("Add this key."))


# A reader gives the value, or WRONG when TOML held another kind of thing.
WRONG = object()
READERS: dict[object, tuple[Callable[[object], object], str]] = {
    str: (_text, "text in quotation marks"),
    int: (_whole, "a whole number"),
    bool: (_flag, "true or false"),
    float | None: (_number, "a finite number"),
    date | None: (_day, "a date such as 2025-04-15"),
    tuple[str, ...]: (_texts, "a list of texts"),
    Table[str, str]: (_words, "a table of texts"),
    Table[str, float]: (_numbers, "a table of finite numbers"),
    Table[str, tuple[str, ...]]: (_lists, "a table of lists of texts"),
    tuple[float, ...]: (_starts, "a list of finite numbers"),
}
