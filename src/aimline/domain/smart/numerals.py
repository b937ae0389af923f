"""Numerals and number words: what a token is worth before anybody asks what it counts."""

from functools import lru_cache

from aimline.domain.smart.cutting import kind_of
from aimline.domain.smart.lexicon import listed, numerals
from aimline.domain.smart.passage import Passage
from aimline.domain.smart.quantity import Number, Sort

_SMALL = numerals("small")
_TENS = numerals("tens")
_PARTS = numerals("parts")
_A = frozenset({"a"})
_FOLDS = {"double": 100, "doubled": 100, "doubling": 100, "triple": 200, "halve": 50, "halved": 50, "halving": 50}
_WORDS = frozenset({"half", *_SMALL, *_TENS, *_FOLDS})
_LEADS_VERB = frozenset({"modal", "helper"})
_BY_HOW_MUCH = frozenset({"by", "in"})
_NO_FOLD = frozenset({"a", "an", "term", "day", "year", "hour"})
_UNIT_NOUNS = frozenset({"grade", "quarter", "term", "semester", "graders"})
_AFTER_HALF = frozenset({"of", "the", "our", "my", "these", "those", "to", "by", "at", "this"})
_BEFORE_HALF = frozenset({"first", "second", "other", "a", "and", "one", "in", "by"})
_BEFORE_SHARE = frozenset({"from", "to", "about", "nearly", "almost", "only", "least", "than", "is", "be"})
_MEASURES = listed("numbers", "measures")
_THAT = frozenset({"that", "it"})
_MOST_DIGITS = 12
_ONES = frozenset({"percent", "%", "point"})
_SINGLE_PARTS = frozenset({"quarter", "third", "fourth", "fifth"})


@lru_cache(maxsize=4096)
def _worth(low: str) -> float | None:
    """The value of one numeral or small number word."""
    if not low or kind_of(low) != "number":
        return float(_SMALL[low]) if low in _SMALL else None
    digits = low.replace(",", "")
    return float(digits) if len(digits) <= _MOST_DIGITS and digits.isascii() else None


class Numerals:
    """Reads single numbers at a place of a passage; `taken` are the places of dates and groups."""

    def __init__(self, passage: Passage, taken: frozenset[int]) -> None:
        self.passage, self.taken = passage, taken
        self.found: list[Number] = []
        self.n, self.lows = passage.n, passage.lows

    def numerals(self) -> list[int]:
        """Give the places of numerals and number words: most words are no numbers."""
        words = self.passage
        halves = [at for at in words.all_words(_A) if self.lows[at + 1] in _PARTS]
        return sorted({*words.figures, *words.all_words(_WORDS), *halves} - self.taken)

    def plain(self, at: int) -> float | None:
        """The value of a numeral or number word that starts here."""
        low = self.lows[at]
        if low in _TENS:
            unit = _SMALL.get(self.lows[at + 1], 0)
            return float(_TENS[low] + (unit if unit < 10 else 0))
        return _worth(low)

    def after_plain(self, at: int) -> int:
        if self.lows[at] in _TENS and 0 < _SMALL.get(self.lows[at + 1], 0) < 10:
            return at + 2
        return at + 1

    def glued(self, at: int) -> bool:
        return at < self.n and self.passage.glued[at]

    def part_of_one(self, at: int) -> Number | None:
        """Read "one half of one percent", "half a point", "a quarter of a percentage point" as 0.5, 0.5 and 0.25."""
        low = self.lows[at]
        behind = at + 1 + (low in ("one", "a"))
        bottom = _PARTS.get(self.lows[behind - 1], 0)
        behind += self.lows[behind] == "of"
        last = behind + 1 + (self.lows[behind + 1] == "percentage")
        if not bottom or self.lows[behind] not in ("one", "a") or self.lows[last] not in _ONES:
            return None
        return Number(1 / bottom, "%" if self.lows[last] in ("percent", "%") else "points", at, last, Sort.CHANGE)

    def fold(self, at: int) -> Number | None:
        """Read the change in "will double", "to be halved", "cut in half", "by half", "by a third" as its size in %."""
        low = self.lows[at]
        if low in _FOLDS and self.passage.is_of(at - 1, _LEADS_VERB):
            return Number(float(_FOLDS[low]), "%", at, at, Sort.CHANGE)
        if self.lows[at - 1] not in _BY_HOW_MUCH:
            return None
        if low == "half":
            return None if self.lows[at + 1] in _NO_FOLD else Number(50.0, "%", at, at, Sort.CHANGE)
        top, bottom = 1 if low == "a" else _SMALL.get(low, 0), _PARTS.get(self.lows[at + 1], 0)
        parted = self.lows[at - 1] == "by" and 0 < top < bottom and self.passage.lows[at + 2] not in _UNIT_NOUNS
        return Number(round(100 * top / bottom, 1), "%", at, at + 1, Sort.CHANGE) if parted else None

    def fraction(self, at: int) -> Number | None:
        """Read "two thirds", "half of", "three quarters", "three-fourths"."""
        low = self.lows[at]
        if low == "half" and self.lows[at - 1] in ("from", "than") and self.lows[at - 2] != "and":
            return Number(50.0, "%", at, at, Sort.SHARE)
        if low == "half" and self.lows[at + 1] == "of" and self.lows[at + 2] in _THAT:
            return Number(50.0, "%", at, at, Sort.CHANGE)
        if low == "one" and self.lows[at + 1] == "half" and self.begins(at):
            return Number(50.0, "%", at, at + 1, Sort.SHARE)
        if low == "half" and self.lows[at + 1] in _AFTER_HALF and self.lows[at - 1] not in _BEFORE_HALF:
            return Number(50.0, "%", at, at, Sort.SHARE)
        top, bottom = _SMALL.get(low), _PARTS.get(self.lows[at + 1])
        if low == "a" and self.lows[at - 1] != "and":
            top = 1
        led = self.lows[at - 1] in ("from", "to") or self.lows[at + 2] in ("of", "at")
        if not top or bottom is None or top >= bottom or (top == 1 and not led):
            return None
        if self.lows[at + 1] in _SINGLE_PARTS and not led:
            return None
        return Number(round(100 * top / bottom, 1), "%", at, at + 1, Sort.SHARE)

    def begins(self, at: int) -> bool:
        """Tell whether a share may begin here: at the beginning of a clause, or behind the word that leads to it."""
        return at == 0 or self.passage.kinds[at - 1] == "mark" or self.lows[at - 1] in _BEFORE_SHARE

    def compound(self, at: int) -> bool:
        """Tell a number inside a compound: "one-to-one", "two-step", "3-sentence paragraph", "6-trait rubric"."""
        lows = self.lows
        to_one = lows[at + 1] == "to" and lows[at + 2] == "one"
        if to_one or (at > 1 and lows[at - 1] == "to" and lows[at - 2] == "one"):
            return lows[at] == "one"
        joined = self.glued(at) or self.glued(at + 1)
        if self.passage.kinds[at] != "number":
            return joined and self.lows[at] not in _TENS
        return self.glued(at + 1) and self.passage.kinds[at + 1] == "word" and self.lows[at + 1] not in _MEASURES
