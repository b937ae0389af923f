"""Which way the measured number shall move: by the verb, else by the numbers, else by a word of more or less."""

from aimline.domain.measure import Direction, Metric
from aimline.domain.smart.lexicon import listed
from aimline.domain.smart.numbers import Number
from aimline.domain.smart.parts import Parts
from aimline.domain.smart.passage import Passage
from aimline.domain.smart.statement import Slot
from aimline.domain.smart.verbs import VerbClass

_MOVING = listed("reading", "moving")
_RISES = frozenset({"verb_up", "vague_gain", "change_noun"})
_WAYS = _RISES | {"verb_down", "down_noun"}
_DOWN_METRICS = frozenset({Metric.CHRONIC_ABSENCE, Metric.ODR_RATE, Metric.GAP})
# Under their own names, because Python 3.11 looks up the members of an enumeration slowly.
_FALLING, _RISING, _UP, _DOWN = VerbClass.CHANGE_DOWN, VerbClass.CHANGE_UP, Direction.UP, Direction.DOWN


def read(parts: Parts, metric: Metric | None) -> Slot[Direction] | None:
    """Give up or down with the words that say so; a lone number tells nothing."""
    words, start, end = parts.passage, parts.levels.baseline, parts.levels.target
    holding = [one for one in parts.predicates if end is None or one.first <= end.first < one.end]
    for one in holding:
        if one.verb_class is _FALLING:
            return Slot(_DOWN, words.span(one.verb, one.verb), 0.9)
        falls = start is not None and end is not None and end.value < start.value
        weak = metric in _DOWN_METRICS or words.lows[one.verb] in _MOVING or not words.has(one.verb, "verb_up")
        if words.lows[one.verb] in _MOVING and (start is None or end is None):
            continue
        if one.verb_class is _RISING and not (falls and weak):
            return Slot(_UP, words.span(one.verb, one.verb), 0.9)
    if start is not None and end is not None and start.value != end.value:
        way = _UP if end.value > start.value else _DOWN
        return Slot(way, words.span(end.first, end.last), 0.8)
    return _by_word(words, parts.levels.amount)


def _by_word(words: Passage, amount: Number | None) -> Slot[Direction] | None:
    if _WAYS.isdisjoint(words.names):
        return None if amount is None else Slot(_UP, words.span(amount.first, amount.last), 0.4)
    for at, names in enumerate(words.classes):
        if _WAYS.isdisjoint(names):
            continue
        if "verb_down" in names or ("down_noun" in names and _more(words, at)):
            return Slot(_DOWN, words.span(at, at), 0.6)
        rising = not _RISES.isdisjoint(names)
        if rising and words.lows[at] not in _MOVING and "down_noun" not in names and _more(words, at):
            return Slot(_UP, words.span(at, at), 0.6)
    return None if amount is None else Slot(_UP, words.span(amount.first, amount.last), 0.4)


def _more(words: Passage, at: int) -> bool:
    """Tell "more readers" from the cut "3 or more" and the bound "more than 80%"."""
    return words.lows[at - 1] not in ("or", "and", "at", "no") and words.lows[at + 1] != "than"
