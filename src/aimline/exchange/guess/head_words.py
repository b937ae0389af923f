"""The head of a column split into words: snake_case, camelCase, joined words, short forms and signs written out."""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from aimline.exchange.guess.lexicon import lexicon

SHORTEST_JOINED, LONGEST_JOINED = 5, 60
# Of parts of a test or questionnaire: "Attitudes to teachers".
NAMES = ("values", "attitudes", "teachers", "parents", "numbers", "counts", "standards")
# Of the words of two letters only these are joined to others: "al" is the end of "emotional".
JOINED = frozenset(["id", "ss", "pl", "pr", "nm", "cd", "dt", "no", "gr", "yr", "sy", "rs", "ge"])
LONGEST_PREFIX, LONGEST_SMALL_WORD = 3, 2
# Joined to a word nobody knows these are its end: "motorscore".
ENDS = ("score", "level", "percentile", "percent", "stanine")
LEARNS = ("english", "language", "multilingual")
# "N.º" is a number where Romance languages are written, and "Data" before these a day: "Data de nascita".
NUMERO = re.compile(r"\b[Nn]\s?[.]?\s?[º°]")
OF_DAY = ("de", "di", "da", "do", "del", "della", "birth", "test", "administration")
SIGNS = {"%ile": "percentile", "%": "percent", "#": "number", "&": "and", "+": "plus"}
PIECES = re.compile(r"%ile|[%#&+]|[A-Z]{2,}(?=s\b)|[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")


class Word(NamedTuple):
    """A word of a head, written out and without accents, with the letters that stand for it and their place."""

    said: str
    written: str
    start: int
    end: int


def words_of(name: str) -> list[Word]:
    """Split a head into words: snake_case, camelCase, joined and short forms."""
    letters = unicodedata.normalize("NFC", name)
    bare = "".join(unicodedata.normalize("NFKD", letter)[0] for letter in letters)
    found: list[Word] = []
    joined = 0  # how many letters of a small word belong to the next one: "aReading", "InSight"
    for piece in PIECES.finditer(bare):
        for each, start, end in _as_parted(piece):
            part = _singular(each)
            said = lexicon().short.get(part, part)
            if part == "learner" and found and found[-1].said in LEARNS:
                said = part  # who learns English is a group of students, and no student
            found += [Word(word, letters[start - joined : end], start - joined, end) for word in said.split()]
            joined = 0
        joined = len(piece[0]) if _is_beginning(piece) else 0
    if len(found) > 1 and found[0].said == "data" and found[1].said in OF_DAY:
        found[0] = found[0]._replace(said="date")
    return found


def _is_beginning(piece: re.Match[str]) -> bool:
    """Whether a small word is written as the beginning of the next: the "a" of "aReading", the "In" of "InSight"."""
    start, end = piece.span()
    is_small = end - start <= LONGEST_SMALL_WORD and piece[0].lower() in lexicon().fillers
    is_first = not piece.string[max(0, start - 1) : start].isalpha()
    return is_small and is_first and piece[0][-1].islower() and piece.string[end : end + 1].isupper()


def _singular(word: str) -> str:
    """One of several things, where only the word for one is known: "assessments"."""
    known = lexicon().known
    one = word.removesuffix("s")
    return one if word not in {*known, *NAMES} and len(one) >= SHORTEST_JOINED and one in known else word


def _as_parted(piece: re.Match[str]) -> Iterator[tuple[str, int, int]]:
    """The words of a piece that may be joined ones, each with the place of its letters."""
    start = piece.start()
    if piece[0] in SIGNS:
        yield SIGNS[piece[0]], start, piece.end()
        return
    for part in parted(piece[0].lower()):
        yield part, start, start + len(part)
        start += len(part)


def parted(word: str) -> list[str]:
    """Take joined words apart where all of it is words we know: "scalescore", "testdate"."""
    known = lexicon().known
    if word in known or not SHORTEST_JOINED <= len(word) <= LONGEST_JOINED:
        return [word]
    best: dict[int, list[str]] = {0: []}
    for end in range(2, len(word) + 1):
        choices = [
            [*best[start], word[start:end]]
            for start in range(end - 1)
            if start in best and word[start:end] in known and (end - start > 2 or word[start:end] in JOINED)
        ]
        if choices:
            best[end] = min(choices, key=len)
    if len(word) in best:
        return best[len(word)]
    ending = next((each for each in ENDS if word.endswith(each) and len(word) >= len(each) + LONGEST_PREFIX), "")
    return [word.removesuffix(ending), ending] if ending else [word]
