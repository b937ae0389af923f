"""Which numbers tell the size of a change: "by 10%", "a 5-point gain", "grow 12 points"."""

from itertools import pairwise

from aimline.domain.smart.lexicon import listed
from aimline.domain.smart.numbers import Number, Sort
from aimline.domain.smart.passage import Passage
from aimline.domain.smart.signs import Sign
from aimline.domain.smart.standing import past

_DONE_BY = listed("levels", "done_by")
_ARROWS = listed("levels", "arrows")
_RISING = frozenset({"verb_up", "verb_down"})
_RISEN = _RISING | {"past_change"}
_GAINING = _RISING | {"change_noun", "metric_wcpm", "metric_growth"}
_POINTS = frozenset({"points", "point", "pp", "pts"})
_WAYS = frozenset({"up", "down", "↑", "↓"})
_UPWARD = frozenset({"up", "↑"})
_WAYS_FROM = frozenset({"from", "to", "→", "->"})
_DESCRIBING = frozenset({"annual", "yearly", "overall", "average", "total", "net", "relative", "further", "additional"})
_SIZED = frozenset({"better", "change"})
_GETTING = frozenset({"get", "gets", "getting"})
_GOING = frozenset({"go", "goes", "going", "move", "moves", "come", "comes"})
_RATES = frozenset({"rate", "average", "mean", "median", "score"})
_SIZES = frozenset({"points", "%", "years", "levels"})
_INSIDE = frozenset({"in", "of", "for", "among", "the", "our", "and"})
_FAR_BACK = 8
# Under their own names, because Python 3.11 looks up the members of an enumeration slowly.
_VALUE = Sort.VALUE


def is_change(passage: Passage, number: Number, sign: Sign) -> bool:
    """Tell the size of a change: "by 10%", "a 5-point gain", "grow 12 points", "2 words per week"."""
    after = number.last + 1
    if (
        (sign.word == "+" and passage.lows[sign.at + 1] != ":")
        or number.unit in ("years", "months")
        or (number.unit == "levels" and sign.word not in ("from", "to", "baseline", "bound"))
    ):
        return True
    if sign.word in ("from", "to", "baseline", "glued", "bound") or number.unit.startswith("of "):
        return False
    if sign.word == "plus" or (passage.lows[after] in _WAYS and passage.lows[after + 1] not in _WAYS_FROM):
        return number.unit in _SIZES and "from" not in passage.lows[number.first - 2 : number.first]
    if sign.word in _WAYS and sign.at == number.first - 1 and number.sort is _VALUE:
        return passage.lows[number.last] in _POINTS or not _arrow_within(passage, after, 5)
    if number.sort is _VALUE and _by(passage, sign):
        return True
    if _named_change(passage, after) and not (
        passage.lows[after] in ("or", "growth") and passage.lows[after + 1] == "target"
    ):
        return True
    weekly = "per" in passage.said and ("per", "week") in pairwise(passage.lows[after : after + 5])
    if weekly and passage.among(_GAINING, max(0, number.first - _FAR_BACK), after + 1):
        return True
    shown = number.unit == "points" and passage.lows[number.last] in _POINTS
    shown = shown or (number.unit == "%" and _right_behind_change(passage, number))
    if shown and number.sort is _VALUE and _gains(passage, number, sign):
        return True
    if shown and passage.has(sign.at, "change_noun") and not _arrow_within(passage, after, 5):
        return True
    rated = not _RATES.isdisjoint(passage.lows[sign.at + 1 : number.first])
    changing = (
        not rated
        and passage.is_of(sign.at, _RISING)
        and not passage.has(sign.at, "target_cue")
        and sign.word not in _GETTING
        and not past(passage, sign.at)
    )
    return changing and number.sort is _VALUE and not _arrow_within(passage, after, 5)


def _named_change(passage: Passage, at: int) -> bool:
    """Tell "5% increase" and "3% annual increase"."""
    described = passage.lows[at] in _DESCRIBING and passage.has(at + 1, "change_noun")
    return described or passage.has(at, "change_noun") or passage.lows[at] in _SIZED


def _right_behind_change(passage: Passage, number: Number) -> bool:
    """Tell "decrease course failures 10%": nothing but what changes stands between the verb and the size."""
    if number.floor or passage.has(number.last + 1, "metric_proficient"):
        return False
    for at in range(number.first - 1, max(-1, number.first - _FAR_BACK), -1):
        if passage.is_of(at, _RISING) or (passage.has(at, "change_noun") and passage.lows[at + 1] == "of"):
            return not passage.has(at, "target_cue") and not passage.lows[at].endswith("ed")
        if passage.kinds[at] == "mark" or (passage.has(at, "stop") and passage.lows[at] not in _INSIDE):
            return False
    return False


def _gains(passage: Passage, number: Number, sign: Sign) -> bool:
    """Tell "raise scores 5 percentage points": points behind a verb of change that lead nowhere."""
    aimed_at = passage.has(sign.at, "target_cue") or passage.has(sign.at, "baseline_cue") or sign.word in _ARROWS
    before = range(max(0, number.first - _FAR_BACK), number.first)
    rising = passage.among(_RISEN, before.start, number.first) or not _UPWARD.isdisjoint(
        passage.lows[before.start : before.stop]
    )
    led = any(passage.lows[at] == "from" for at in before)
    return rising and not aimed_at and not led and not _arrow_within(passage, number.last + 1, 5)


def _by(passage: Passage, sign: Sign) -> bool:
    """Tell "by 10%" and "by at least 10%" from the passive "reached by 80%"."""
    if sign.word in ("least", "minimum"):
        grows = passage.has(sign.at - 2, "verb_up") and not passage.has(sign.at - 2, "target_cue")
        grows = grows or (passage.lows[sign.at - 2] in _WAYS and passage.lows[sign.at - 3] in _GOING)
        gained = passage.lows[sign.at - 2] == "of" and passage.has(sign.at - 3, "change_noun")
        return passage.lows[sign.at - 2] == "by" or grows or gained
    return sign.word == "by" and passage.lows[sign.at - 1] not in _DONE_BY


def _arrow_within(passage: Passage, at: int, reach: int) -> bool:
    """Tell whether a way leads on from here, before any bracket; "from fall to spring" is a time and no way."""
    arrow = passage.find_word(_ARROWS, at, at + reach)
    if arrow is None or passage.lows[arrow - 1] == "compared":
        return False
    return "(" not in passage.lows[at:arrow] and not passage.has(arrow + 1, "dated")
