"""The words of `words.toml`, ready for look-up."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any  # the words are a file of mixed kinds

KINDS = (
    "person", "life", "item", "usage", "growth", "error", "comparison", "percentile", "nce", "stanine", "equivalent",
    "lexile", "possible", "status", "level", "percent", "rate", "raw", "ability", "scale", "composite", "score", "side",
)  # fmt: skip


@dataclass(frozen=True)
class Lexicon:
    """The words of `words.toml`, ready for look-up: phrases by their first word, the longest first."""

    short: dict[str, str]
    phrases: dict[str, list[tuple[tuple[str, ...], str]]]
    fillers: frozenset[str]
    subjects: frozenset[str]
    seasons: dict[str, str]
    numbered: frozenset[str]
    letters: dict[str, str]
    known: frozenset[str]
    ranks: dict[tuple[str, str], int]
    counts: frozenset[str]
    works: frozenset[str]
    roles: dict[str, frozenset[str]]
    sets: dict[str, list[frozenset[str]]]
    groups: dict[str, tuple[frozenset[str], ...]]


@cache
def lexicon() -> Lexicon:
    """Read the words that come with the package."""
    text = resources.files("aimline.exchange.guess").joinpath("words.toml").read_text(encoding="utf-8")
    table: dict[str, Any] = tomllib.loads(text)
    listed = [(kind, phrase) for kind in KINDS for phrase in table["kinds"][kind]]
    listed += [("keep", phrase) for phrase in table["subjects"]["keep"]]
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    short = table["short"]
    for kind, phrase in listed:
        # A short form in a phrase is written out where a head is read: "words read" as "words reading".
        for words in {tuple(phrase.split()), tuple(" ".join(short.get(word, word) for word in phrase.split()).split())}:
            phrases.setdefault(words[0], []).append((words, kind))
    for entries in phrases.values():
        entries.sort(key=lambda entry: (-len(entry[0]), entry[1] != "keep"))
    known = {word for _, phrase in listed for word in phrase.split()} | set(table["short"]) | set(table["seasons"])
    known |= set(table["subjects"]["words"]) | set(table["fillers"]["words"])
    known |= {*table["roles"]["of_a_test_day"].split(), *table["numbered"]["words"]}
    return Lexicon(
        short=table["short"],
        phrases=phrases,
        fillers=frozenset(table["fillers"]["words"]),
        subjects=frozenset(table["subjects"]["words"]),
        seasons=table["seasons"],
        numbered=frozenset(table["numbered"]["words"]),
        letters=table["numbered"]["letters"],
        known=frozenset(word for word in known if len(word) > 1),
        counts=frozenset(table["subjects"]["counts"]),
        works=frozenset(table["subjects"]["works"]),
        roles={name: frozenset(words.split()) for name, words in table["roles"].items() if "|" not in words},
        sets={name: _sets(words) for name, words in table["roles"].items() if "|" in words},
        groups={name: tuple(_sets(words)) for name, words in table["groups"].items()},
        ranks={(kind, phrase): place for kind in KINDS for place, phrase in enumerate(table["kinds"][kind])},
    )


def _sets(words: str) -> list[frozenset[str]]:
    return [frozenset(entry.split()) for entry in words.split("|")]
