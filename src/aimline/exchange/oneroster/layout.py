"""What the files of one OneRoster version hold, read from the data file of that version (ecosystem.md 4)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

VERSIONS = {"1.1": "v1p1.toml", "1.2": "v1p2.toml"}


class Kind(StrEnum):
    """What a value of a column must look like."""

    TEXT = "text"
    DATE = "date"
    MOMENT = "moment"
    FLAG = "flag"
    NUMBER = "number"
    YEAR = "year"
    EMAIL = "email"
    GRADES = "grades"
    SECRET = "secret"
    WORD = "word"
    POINTER = "pointer"
    POINTERS = "pointers"


@dataclass(frozen=True)
class Column:
    """One column; `target` names the vocabulary of a word, or the file that a pointer points to."""

    name: str
    kind: Kind
    is_required: bool
    target: str = ""


@dataclass(frozen=True)
class Table:
    """One file without its `.csv`; `also_called` maps names of older exports to the name that is meant."""

    name: str
    columns: tuple[Column, ...]
    also_called: Mapping[str, str]

    def column(self, name: str) -> Column | None:
        """Find a column by its exact name."""
        return next((column for column in self.columns if column.name == name), None)


@dataclass(frozen=True)
class Layout:
    """All files of a version, each after those it points to; `extended` vocabularies also take `ext:` words."""

    version: str
    tables: Mapping[str, Table]
    vocabulary: Mapping[str, tuple[str, ...]]
    extended: frozenset[str]

    def allows(self, vocabulary: str, word: str) -> bool:
        """Tell whether a word belongs to a vocabulary."""
        return word in self.vocabulary[vocabulary] or (vocabulary in self.extended and word.startswith("ext:"))

    def spelt(self, vocabulary: str, word: str) -> str:
        """Give the word of a vocabulary that differs only in capitals or spaces, or an empty text."""
        plain = word.lower().replace(" ", "").replace("_", "")
        return next((one for one in self.vocabulary[vocabulary] if one.lower().replace(" ", "") == plain), "")


@cache
def layout(version: str) -> Layout:
    """Give the layout of version "1.1" or "1.2"; KeyError for another."""
    text = (files("aimline.exchange.oneroster") / "formats" / VERSIONS[version]).read_text(encoding="utf-8")
    told = tomllib.loads(text)
    also = told.get("also_called", {})
    tables = {
        name: Table(name, tuple(_column(line) for line in lines), also.get(name, {}))
        for name, lines in told["files"].items()
    }
    words = {name: tuple(listed) for name, listed in told["vocabulary"].items()}
    return Layout(told["version"], tables, words, frozenset(told.get("extended", ())))


def _column(line: str) -> Column:
    """Read `name! kind`, `name! [vocabulary]`, `name > file` or `name >> file`."""
    name, _, rest = line.partition(" ")
    kind, target = Kind.TEXT, ""
    if rest.startswith(">>"):
        kind, target = Kind.POINTERS, rest[2:].strip()
    elif rest.startswith(">"):
        kind, target = Kind.POINTER, rest[1:].strip()
    elif rest.startswith("["):
        kind, target = Kind.WORD, rest.strip("[]")
    elif rest:
        kind = Kind(rest)
    return Column(name.rstrip("!"), kind, name.endswith("!"), target)
