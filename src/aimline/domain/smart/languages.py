"""Which language a text is written in: a cheap guess from small words and letters, English where nothing is sure."""

from collections.abc import Iterable
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


@cache
def _signs() -> tuple[tuple[Language, frozenset[str], frozenset[str]], ...]:
    words, letters = load("signs.toml")["words"], load("signs.toml")["letters"]
    return tuple((one, frozenset(words[one]), frozenset(letters.get(one, ""))) for one in Language)


@cache
def _foreign() -> frozenset[str]:
    return frozenset().union(*(words for one, words, _ in _signs() if one is not Language.EN))


def tell(lows: Iterable[str]) -> Language:
    """Tell the language of lower-case words: English unless another shows more signs."""
    return _ranked(lows)[0]


def is_mixed(lows: Iterable[str]) -> bool:
    """Tell whether English shows itself well in a text of another language: each sentence is told by itself."""
    return _ranked(lows)[1]


def _ranked(lows: Iterable[str]) -> tuple[Language, bool]:
    seen = frozenset(lows)
    if seen.isdisjoint(_foreign()) and "".join(seen).isascii():
        return Language.EN, False
    plain = "".join(seen).isascii()
    scores = {one: len(seen & words) + (0 if plain else _lettered(seen, letters)) for one, words, letters in _signs()}
    language = max(scores, key=scores.__getitem__)
    return language, language is not Language.EN and scores[Language.EN] >= _MIXED


def _lettered(seen: frozenset[str], letters: frozenset[str]) -> int:
    return sum(not letters.isdisjoint(word) for word in seen) if letters else 0
