"""Numbers that stand beside a goal: what others reach, how many cannot yet, whom students are taken from."""

from aimline.domain.smart.lexicon import listed
from aimline.domain.smart.passage import Passage
from aimline.domain.smart.quantity import Number

# Whose values are told only to compare with, unless they are what is to be reached.
_CANNOT = frozenset({"can't", "cannot", "couldn't", "don't", "didn't", "aren't", "cant"})
_OTHERS = listed("evidence", "others")
_NORMS = frozenset({"average", "mean", "median", "rate", "norm", "figure", "result", "level"})
_STANDS = frozenset({"is", "was", "stays", "remains", "being", "stood", "stands", "stay"})
_MATCHES = frozenset({"to", "reach", "meet", "match", "exceed", "surpass", "hit", "beat", "attain", "from", "our"})
_AVERAGES = frozenset({"average", "mean", "median", "norm"})
_FAR_BACK = 8
_FILL = listed("levels", "fill")


def aside(passage: Passage, number: Number) -> bool:
    """Tell a number that is no part of the goal: what others reach, how many "can't yet", "students from the 45"."""
    at = number.first
    whole = passage.lows[at - 2 : at] == ("from", "the") and passage.has(at - 3, "student")
    return whole or _of_others(passage, number) or passage.lows[number.last + 1] in _CANNOT


def _of_others(passage: Passage, number: Number) -> bool:
    """Tell what is told of others to compare with: "above the district's 74%", "a state average of 55%"."""
    for at in range(number.first - 1, max(-1, number.first - _FAR_BACK), -1):
        low = passage.lows[at]
        if low in _OTHERS:
            before = passage.lows[at - 1] if passage.lows[at - 1] not in ("the", "a") else passage.lows[at - 2]
            return _owns(passage, at) and before not in _MATCHES
        if low in _STANDS and _heads_clause(passage, at):
            return True
        if low not in _FILL and low not in _NORMS and low not in _STANDS:
            return False
    return False


def _owns(passage: Passage, at: int) -> bool:
    """Tell "the district's" and "the state average"."""
    return passage.owners[at] or passage.lows[at + 1] in _NORMS


def _heads_clause(passage: Passage, at: int) -> bool:
    """Tell whether the clause of this word begins with others: "The state average on the Grade 4 test is"."""
    ends = (place + 1 for place in range(at - 1, -1, -1) if passage.ends_sentence(place))
    first = next(ends, 0)
    places = range(first, first + 2)
    return any(passage.lows[at] in _OTHERS and passage.lows[at + 1] in _AVERAGES | _STANDS for at in places)
