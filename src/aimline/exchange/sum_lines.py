"""Lines below or between students that sum them up: "Class average", "Total", "Moyenne de la classe"."""

import re
from collections.abc import Iterable, Sequence

from aimline.exchange.guess.heads import plain

# "Max" and "Min" are given names as well, and are not among them.
SUMS = re.compile(
    r"(the |class |group |school |grade |district |division |board |team |cohort |year |overall |grand |column |room "
    r"|homeroom |state |national |class \w+ |grade \w+ )*"
    r"(averages?|avg|mean|median|totals?|subtotal|moyenne|mediane|promedio|standard deviation|std dev|stdev)"
    r"( score| scores| n \d+| (of|for|de|du) (the |la |le )?(class|group|classe|groupe|school|grade))?"
)
HINTS = (
    "average",
    "avg",
    "mean",
    "median",
    "total",
    "moyenne",
    "médiane",
    "mediane",
    "promedio",
    "standard dev",
    "std",
)
FIRST_CELLS = 3


def words(values: Iterable[str]) -> list[str]:
    """Find the values that name no child but what a line sums up."""
    listed = list(values)
    # Millions of names hold none of these parts of words, and looking for them all at once costs next to nothing.
    said = "\n".join(listed).lower()
    hints = [hint for hint in HINTS if hint in said]
    likely = (value for value in listed if any(hint in value.lower() for hint in hints)) if hints else ()
    return [value for value in likely if SUMS.fullmatch(plain(value))]


def are(row: Sequence[str]) -> bool:
    """Tell whether a row sums others up: one of its first filled cells says so."""
    filled = [cell.strip() for cell in row if cell.strip()]
    return bool(words(filled[:FIRST_CELLS]))
