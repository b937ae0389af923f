"""The word lists of the grammar, read once from package data."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

_VOWELS = "aeiou"
_IRREGULAR_PAST = {
    "meet": "met", "hold": "held", "teach": "taught", "buy": "bought", "give": "gave", "write": "written",
    "build": "built", "read": "read", "rise": "rose", "grow": "grew", "fall": "fell", "run": "ran", "lead": "led",
    "make": "made", "send": "sent", "begin": "began", "set": "set", "cut": "cut", "go": "went", "feel": "felt",
    "get": "got", "earn": "earned", "know": "known", "understand": "understood", "become": "became",
}  # fmt: skip
_DOUBLING = frozenset({"plan", "drop", "map", "submit", "get", "run", "set", "cut", "begin", "log", "roll", "hit", "form"})


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


@dataclass(frozen=True)
class Lexicon:
    """Classes of single words, and phrases by their first word (longest first)."""

    words: Mapping[str, frozenset[str]]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]


def _entries(name: str, values: Sequence[str]) -> list[str]:
    if not name.startswith("verb_"):
        return [value.lower() for value in values]
    return [form for value in values for form in forms(value)]


@cache
def lexicon() -> Lexicon:
    """Read every list of every language pack; a word may stand in several classes."""
    words: dict[str, set[str]] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    folder = resources.files("aimline.domain.smart") / "lists"
    for pack in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if not pack.name.endswith(".toml"):
            continue
        for name, values in tomllib.loads(pack.read_text(encoding="utf-8")).items():
            for entry in _entries(name, values):
                # The tokeniser keeps "teacher's" as teacher, an owner.
                parts = tuple(part.removesuffix("'s") for part in entry.replace("-", " ").split())
                if len(parts) == 1:
                    words.setdefault(parts[0], set()).add(name)
                else:
                    phrases.setdefault(parts[0], []).append((parts, name))
    return Lexicon(
        {word: frozenset(names) for word, names in words.items()},
        {first: tuple(sorted(rest, key=lambda one: -len(one[0]))) for first, rest in phrases.items()},
    )


@cache
def starting(name: str) -> frozenset[str]:
    """Give the entries of one list that are base forms of verbs (imperatives are base forms)."""
    folder = resources.files("aimline.domain.smart") / "lists"
    pack = tomllib.loads((folder / "en.toml").read_text(encoding="utf-8"))
    return frozenset(value.lower() for value in pack[name])
