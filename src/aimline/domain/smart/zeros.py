"""A target of none at all: "no student will score below level 2", "zero expulsions", "we want nobody to fail"."""

from aimline.domain.smart.passage import Passage
from aimline.domain.smart.verbs import Predicate

_NONE = frozenset({"no", "zero", "nobody", "none", "not"})
_BOUNDS = frozenset({"more", "fewer", "less", "later", "longer", "greater", "higher", "lower", "earlier"})
_HAVING = frozenset({"have", "has", "with", "receive", "get"})
_COMES_TO = frozenset({"be", "to", "at", "reach", "hit"})
_WISHES = frozenset({"modal", "frame"})
_WHOM, _WHAT = 5, 5


def find(passage: Passage, main: Predicate | None) -> int | None:
    """Give the place of the word that asks for none, if there is one."""
    if main is None or _NONE.isdisjoint(passage.said):
        return None
    wished = passage.among(_WISHES, main.first, main.end)
    places = (at for at in passage.all_words(_NONE) if main.first <= at < main.end)
    return next((at for at in places if _asks_for_none(passage, at, main.verb, wished=wished)), None)


def _asks_for_none(passage: Passage, at: int, verb: int, *, wished: bool) -> bool:
    low, behind = passage.lows[at], passage.lows[at + 1]
    if behind in _BOUNDS:
        return False
    if low == "zero":
        return passage.lows[at - 1] in _COMES_TO or _things(passage, at)
    if low in ("nobody", "none") or (low == "no" and behind == "one"):
        return at < verb
    if low == "not" and behind not in ("one", "a"):
        return False
    whom = at < verb and passage.any("student", at + 1, at + 1 + _WHOM)
    return wished and (whom or (low == "no" and passage.lows[at - 1] in _HAVING and _things(passage, at)))


def _things(passage: Passage, at: int) -> bool:
    """Tell "zero expulsions" and "no missing assignments": things in the plural."""
    lows = passage.lows[at + 1 : at + _WHAT]
    return any(low.endswith("s") and not low.endswith("ss") for low in lows)
