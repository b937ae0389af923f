"""The word before a number that tells its part: "from", "to", "at least", "currently", an arrow."""

from dataclasses import dataclass

from aimline.domain.smart.lexicon import listed
from aimline.domain.smart.numbers import Number
from aimline.domain.smart.passage import Passage

_FILL = listed("levels", "fill")
_BOUNDS = listed("levels", "bounds")
_DASHES = frozenset("-–—")
_DUE = frozenset({"by", "before", "until"})
_LIMITS = frozenset({"than", "least", "most", "under", "below", "minimum"})
_COMPARES = frozenset("<≤≥")
_LIMITING = frozenset({"no", "not", "more", "fewer", "less", "at", "the", "greater", "a"})
_FAR_BACK = 8


@dataclass(slots=True)
class Sign:
    """The word before a number that tells its part, and where it stands."""

    word: str
    at: int


def before(passage: Passage, number: Number) -> Sign:
    """Walk back from a number to the word that tells its part; up to eight words, within the clause."""
    place = number.first - 1
    if place >= 0 and passage.glued[number.first]:
        return Sign("glued", place)
    bracketed = False
    for _step in range(_FAR_BACK):
        low = passage.lows[place]
        bracketed = bracketed or low == "("
        if place >= 0 and not bracketed and _dates(passage, place):
            if passage.ends_sentence(place - 1):
                return Sign("", place)
            place -= 1
            continue
        if not low or low in ("%", ",", ";") or passage.kinds[place] == "number":
            return Sign(low, place)
        if low in _COMPARES and passage.kinds[place - 1] == "mark":
            return Sign("bound", place)
        if low in ("to", "with") and passage.lows[place - 1] == "compared":
            return Sign("baseline", place)
        if low in _LIMITS and (low != "than" or passage.lows[place - 1] in _BOUNDS):
            return _limit(passage, place)
        if passage.has(place, "baseline_cue"):
            return Sign("baseline", place)
        if low not in _FILL or (low in ("is", "rate") and passage.has(place, "target_cue")):
            return Sign(low, place)
        place -= 1
    return Sign("", place)


def _limit(passage: Passage, at: int) -> Sign:
    """Read "to no more than", "to at least" as a "to", and without it the limit itself."""
    place = at - 1
    while passage.lows[place] in _LIMITING:
        place -= 1
    if passage.lows[place] == "to":
        return Sign("to", place)
    return Sign("bound" if passage.lows[at] == "than" else passage.lows[at], at)


def _dates(passage: Passage, at: int) -> bool:
    """Tell what stands between a sign and its number in "goal for 2026 - 55%" and "target by MOY: 65%"."""
    low = passage.lows[at]
    named = low == "for" and passage.has(at - 1, "target_cue")
    due = low in _DUE and passage.has(at + 1, "dated")
    return named or due or low in _DASHES or "dated" in passage.classes[at]
