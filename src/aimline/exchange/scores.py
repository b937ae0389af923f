"""Words that name what is told beside a score of the same performance: "Percentile", "Grade Equivalent"."""

from collections.abc import Iterable

from aimline.exchange.guess.heads import read

# Growth is none of these: "Progress Test" is a name.
BESIDE = ("percentile", "nce", "stanine", "equivalent", "error")


def beside(names: Iterable[str]) -> tuple[str, ...]:
    """Find those of the names of a column's results that only tell of others in another way; none where all do."""
    listed = [name for name in names if name]
    told = tuple(name for name in listed if read(name).kind in BESIDE)
    return told if len(told) < len(listed) else ()
