"""Which language a text is written in: a cheap guess from small words and letters, English where nothing is sure."""

from enum import StrEnum
from functools import cache

from aimline.domain.smart.lexicon import load


class Language(StrEnum):
    """The languages that have a pack; the grammar's own working vocabulary is English."""

    EN = "en"
    FR = "fr"
    ES = "es"
    UK = "uk"


# In a text where English shows so many signs beside another language each sentence is told by itself.
_MIXED = 3


# Under their own names, because Python 3.11 looks up the members of an enumeration slowly.
_ENGLISH = Language.EN


@cache
def _signs() -> tuple[tuple[Language, frozenset[str], frozenset[str]], ...]:
    words, letters = load("signs.toml")["words"], load("signs.toml")["letters"]
    return tuple((one, frozenset(words[one]), frozenset(letters.get(one, ""))) for one in Language)


@cache
def _foreign() -> frozenset[str]:
    return frozenset().union(*(words for one, words, _ in _signs() if one is not _ENGLISH))


@cache
def _letters() -> frozenset[str]:
    return frozenset().union(*(letters for _, _, letters in _signs()))


def tell(seen: frozenset[str]) -> Language:
    """Tell the language of lower-case words: English unless another shows more signs."""
    return _ranked(seen)[0]


def is_mixed(seen: frozenset[str]) -> bool:
    """Tell whether English shows itself well in a text of another language: each sentence is told by itself."""
    return _ranked(seen)[1]


def _ranked(seen: frozenset[str]) -> tuple[Language, bool]:
    written = "".join(seen)
    plain = written.isascii() or _letters().isdisjoint(written)
    if plain and seen.isdisjoint(_foreign()):
        return _ENGLISH, False
    scores = {one: len(seen & words) + (0 if plain else _lettered(seen, letters)) for one, words, letters in _signs()}
    language = max(scores, key=scores.__getitem__)
    return language, language is not _ENGLISH and scores[_ENGLISH] >= _MIXED


def _lettered(seen: frozenset[str], letters: frozenset[str]) -> int:
    return sum(not letters.isdisjoint(word) for word in seen) if letters else 0
