"""The pack of a language: what each of its words and phrases plays in the grammar, read when first needed.

The grammar is written in one working vocabulary, English. A pack lists, for another language, the native words that
play each word of that vocabulary, its verbs with their endings, its number words, and the prepositions whose part
only their neighbours tell.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from unicodedata import combining, normalize

from aimline.domain.smart.languages import Language
from aimline.domain.smart.lexicon import forms, load

ANY_NUMBER = "#"
# What a form of a verb says: base, third person, past and -ing stand for the forms of the working verb.
_TENSES = {
    "present": "{third}",
    "future": "will {base}",
    "would": "would {base}",
    "past": "{past}",
    "done": "{past} {ing}",
    "doing": "{ing}",
}
_DONE = "done"
# fmt: off
_UNITS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred")
# fmt: on
_HUNDRED = 100
# Short words without their accents are other words: "a" is no "à", "ou" no "où".
_SHORT = 3
_SCORES = (60, 80)


@dataclass(frozen=True)
class Entry:
    """A phrase of native words and the working words it plays."""

    native: tuple[str, ...]
    plays: tuple[str, ...]


@dataclass(frozen=True)
class Pack:
    """Single words, phrases by their first two words (longest first), and what else is particular.

    `participles` give their past and -ing words, `bases` the base word of each present one ("attains": attain),
    `tenses` the tense of each native verb that plays nothing else.
    """

    singles: Mapping[str, Entry]
    phrases: Mapping[tuple[str, ...], tuple[Entry, ...]]
    participles: Mapping[str, tuple[str, str]]
    bases: Mapping[str, str]
    tenses: Mapping[str, str]
    elisions: frozenset[str]
    decimal_comma: bool
    head_first: bool


@cache
def pack(language: Language) -> Pack:
    """Read the pack of a language other than English."""
    lists = load(f"{language}.toml")
    singles: dict[str, Entry] = {}
    participles: dict[str, tuple[str, str]] = {}
    tenses: dict[str, str] = {}
    for native, told, tense in _conjugated(lists):
        plays, _, doing = told.partition(" ") if tense == _DONE else (told, "", "")
        if doing:
            participles.setdefault(native, (plays, doing))
        singles.setdefault(native, _entry(native, plays))
        tenses.setdefault(native, tense)
    phrases: dict[tuple[str, ...], Entry] = {}
    for native, plays in (*_counts(lists["counts"]), *_listed(lists["plays"])):
        one = _entry(native, plays)
        if len(one.native) == 1:
            singles[native] = one
            tenses.pop(native, None)
        else:
            phrases[one.native] = one
    for native, one in list(singles.items()):
        if len(native) > _SHORT:
            singles.setdefault(_plain(native), one)
    for one in list(phrases.values()):
        plain = tuple(map(_plain, one.native))
        phrases.setdefault(plain, Entry(plain, one.plays))
    return Pack(
        singles=singles,
        phrases=_by_two_words(phrases.values()),
        participles=participles,
        bases=_bases(lists),
        tenses=tenses,
        elisions=frozenset(lists.get("elisions", ())),
        decimal_comma=lists.get("decimal_comma", False),
        head_first=lists.get("head_first", False),
    )


def _plain(native: str) -> str:
    """Give a word as hasty people type it, without its accents: "eleves"; letters of other scripts stay whole."""
    bare = "".join(one for one in normalize("NFD", native) if not combining(one))
    return bare if bare.isascii() else native


def _bases(lists: Mapping[str, Any]) -> Mapping[str, str]:
    bases = {forms(base)[1]: base for base in lists.get("verbs", {})}
    return bases | {"is": "be", "are": "be", "have": "have", "has": "have"}


def _by_two_words(phrases: Iterable[Entry]) -> Mapping[tuple[str, ...], tuple[Entry, ...]]:
    found: dict[tuple[str, ...], list[Entry]] = {}
    for one in phrases:
        found.setdefault(one.native[:2], []).append(one)
    return {words: tuple(sorted(rest, key=lambda one: -len(one.native))) for words, rest in found.items()}


def _entry(native: str, plays: str) -> Entry:
    return Entry(tuple(native.split()), tuple(plays.split()))


def _listed(plays: Mapping[str, list[str]]) -> Iterator[tuple[str, str]]:
    return ((native, role) for role, natives in plays.items() for native in natives)


def _conjugated(lists: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Give every form of every verb with what it plays; a verb follows the longest ending that fits it."""
    endings = sorted(lists.get("endings", {}).items(), key=lambda one: -len(one[0]))
    for base, verbs in lists.get("verbs", {}).items():
        names = dict(zip(("base", "third", "past", "ing"), forms(base), strict=True))
        for verb in verbs:
            yield verb, base, "infinitive"
            ending, tenses = next(one for one in endings if verb.endswith(one[0]))
            yield from _inflected(verb.removesuffix(ending), tenses, names)


def _inflected(stem: str, tenses: Mapping[str, list[str]], names: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    for tense, tails in tenses.items():
        for tail in tails:
            yield stem + tail, _TENSES[tense].format(**names), tense


def _counts(counts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Give the number words up to 100: units, tens, and tens with units."""
    units: list[str] = counts["units"]
    for n, native in enumerate(units):
        yield native, _spelled(n)
    for ten, value in counts["tens"].items():
        yield ten, _spelled(value)
        for n in range(1, _units_behind(value)):
            yield f"{ten} {units[n]}", _spelled(value + n)
            yield f"{ten} {counts['joiner']} {units[n]}", _spelled(value + n)


def _units_behind(ten: int) -> int:
    """French counts on from 60 and 80 up to 79 and 99; nothing but the hundred itself is read."""
    return 1 if ten == _HUNDRED else len(_UNITS) if ten in _SCORES else 10


def _spelled(n: int) -> str:
    if n < len(_UNITS):
        return _UNITS[n]
    tens = _TENS[n // 10 - 2]
    return f"{tens} {_UNITS[n % 10]}" if n % 10 else tens
