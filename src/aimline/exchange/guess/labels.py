"""Names that tell results apart: "Reading Accuracy" beside "Reading Fluency"."""

from collections.abc import Sequence

from aimline.exchange.guess.grouping import Group
from aimline.exchange.guess.heads import words_of

TOLD_BY_KIND = ("rate", "percent")
SAYS_NOTHING = frozenset(["percent", "score", "total", "number", "rate"])


def tell_apart(found: Sequence[Group]) -> None:
    """Name what was measured where other results are called by the same words and more."""
    for group in found:
        best = group.best
        if best and best[0] in TOLD_BY_KIND and any(group.stem and group.stem < other.stem for other in found):
            phrase = {*best[1].head.phrase.split()} - SAYS_NOTHING
            told = [written for word, written in words_of(best[1].head.column) if word in phrase]
            group.label = " ".join([group.label, *told])
