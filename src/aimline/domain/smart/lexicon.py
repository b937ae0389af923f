"""The word lists of the grammar, read once from package data."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from sys import intern
from typing import Any, NamedTuple

_LANGUAGE = "en.toml"
_VOWELS = "aeiou"
_IRREGULAR_PAST = {
    "meet": "met",
    "hold": "held",
    "teach": "taught",
    "buy": "bought",
    "give": "gave",
    "write": "written",
    "build": "built",
    "read": "read",
    "rise": "rose",
    "grow": "grew",
    "fall": "fell",
    "run": "ran",
    "lead": "led",
    "make": "made",
    "send": "sent",
    "begin": "began",
    "set": "set",
    "cut": "cut",
    "go": "went",
    "feel": "felt",
    "get": "got",
    "earn": "earned",
    "know": "known",
    "understand": "understood",
    "become": "became",
}
_DOUBLING = frozenset(
    {"plan", "drop", "map", "submit", "get", "run", "set", "cut", "begin", "log", "roll", "hit", "form"}
)


def forms(base: str) -> tuple[str, ...]:
    """Give a verb's base, -s, -ed and -ing forms: "plan" gives plan, plans, planned, planning."""
    third = base + ("es" if base.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")
    stem = base
    if base.endswith("y") and base[-2:-1] not in _VOWELS:
        third = base[:-1] + "ies"
        return (base, third, base[:-1] + "ied", base + "ing")
    if base.endswith("e") and not base.endswith("ee"):
        stem = base[:-1]
    elif base in _DOUBLING:
        stem = base + base[-1]
    return (base, third, _IRREGULAR_PAST.get(base, stem + "ed"), stem + "ing")


class Phrase(NamedTuple):
    """Several words of one class: `names` are what each of them gets, `heads` what the first gets."""

    words: tuple[str, ...]
    names: frozenset[str]
    heads: frozenset[str]


@dataclass(frozen=True)
class Lexicon:
    """Classes of single words, and phrases by their first two words (longest first)."""

    words: Mapping[str, frozenset[str]]
    phrases: Mapping[tuple[str, str], tuple[Phrase, ...]]


def _entries(name: str, values: Sequence[str]) -> list[str]:
    if not name.startswith("verb_"):
        return [value.lower() for value in values]
    return [form for value in values for form in forms(value)]


@cache
def lexicon() -> Lexicon:
    """Read every list of the language pack; a word may stand in several classes."""
    words: dict[str, set[str]] = {}
    phrases: dict[tuple[str, str], list[Phrase]] = {}
    for name, values in _pack(_LANGUAGE).items():
        for entry in _entries(name, values):
            # The tokeniser keeps "teacher's" as teacher, an owner.
            parts = tuple(part.removesuffix("'s") for part in entry.replace("-", " ").split())
            if len(parts) == 1:
                words.setdefault(parts[0], set()).add(name)
            else:
                # The first word also carries how many words the phrase has.
                phrase = Phrase(parts, frozenset({intern(name)}), frozenset({intern(name), f"{name}^{len(parts)}"}))
                phrases.setdefault((intern(parts[0]), intern(parts[1])), []).append(phrase)
    return Lexicon(
        {intern(word): frozenset(map(intern, names)) for word, names in words.items()},
        {first: tuple(sorted(rest, key=lambda one: -len(one.words))) for first, rest in phrases.items()},
    )


@cache
def listed(reader: str, name: str) -> frozenset[str]:
    """Give a closed word list of one reader of the grammar, as written in `lists/closed.toml`."""
    return frozenset(map(intern, _pack("closed.toml")[reader][name]))


@cache
def base_forms(name: str) -> frozenset[str]:
    """Give a list of verbs as written, without its inflected forms: imperatives are base forms."""
    return frozenset(_pack(_LANGUAGE)[name])


@cache
def _pack(name: str) -> dict[str, Any]:  # Any: TOML tables hold lists here and tables of lists there
    path = resources.files("aimline.domain.smart") / "lists" / name
    return tomllib.loads(path.read_text(encoding="utf-8"))


def load(name: str) -> Mapping[str, Any]:  # Any: as in the file
    """Give a file of lists as it stands; it is read once."""
    return _pack(name)


def numbers(name: str) -> dict[str, int]:
    """Give a table of words with their numbers from `lists/dates.toml`: months, counts, spans in days."""
    return {word: int(value) for word, value in _pack("dates.toml")[name].items()}


def numerals(name: str) -> dict[str, int]:
    """Give a table of number words from `lists/numerals.toml`: small numbers, tens, parts of a whole."""
    return {word: int(value) for word, value in _pack("numerals.toml")[name].items()}


def tables(name: str) -> dict[str, list[int]]:
    """Give a table of words with several numbers each from `lists/dates.toml`: the months of breaks."""
    return {word: list(values) for word, values in _pack("dates.toml")[name].items()}


def words(name: str) -> dict[str, str]:
    """Give a table of words with what they stand for from `lists/dates.toml`: kinds of terms, windows."""
    return {word: str(value) for word, value in _pack("dates.toml")[name].items()}
