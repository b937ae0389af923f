"""Numbers as files write them."""

import math
import re

# What stands around a score, and scores that have it: a percent sign, the most there is, thousands apart, the sign
# of a bound (a test cannot tell below 70 or above 99), the letter of a Lexile measure.
SIGNS = re.compile(r"^[<>≤≥]=?\s*|\s*(%|[+]|[LQ]|(/|out of)\s*[0-9.]+)$")
SIGNED = re.compile(
    r"[0-9]+([.][0-9]+)?\s*(%|[+]|(/|out of)\s*[0-9.]+)|[0-9]{1,3}(,[0-9]{3})+([.][0-9]+)?|"
    r"[<>≤≥]=?\s*[0-9]+([.][0-9]+)?\s*%?|(BR|EM)?\s?-?[0-9]+[LQ]"
)
# A beginning reader's measure lies below nought: BR130L is -130.
BELOW_NOUGHT = re.compile(r"^(BR|EM)\s?-?")

# A whole number that a spreadsheet or a script took for an amount: 70001.0.
FRACTION = re.compile(r"^([0-9]+)[.]0+$")


def read_number(text: str) -> float:
    """Read a score with a point or a comma for its decimals, or with signs (85 %, 8 / 10, 860L); NaN for words.

    "inf" and "1e309" are no scores.
    """
    try:
        number = float(text.replace(",", ".", 1))
    except ValueError:
        number = float(without_signs(text)) if has_signs(text) else math.nan
    return number if math.isfinite(number) else math.nan


def without_signs(text: str) -> str:
    """Write a number with signs as computers read it: "85 %" as 85, "1,250" as 1250, "<70" as 70, "BR130L" as -130."""
    return BELOW_NOUGHT.sub("-", SIGNS.sub("", text)).replace(",", "")


def has_signs(text: str) -> bool:
    """Tell whether a text is a number with signs that computers do not read: 85 %, 8 / 10, 1,250.5, <70, 860L."""
    return SIGNED.fullmatch(text) is not None


def without_fraction(text: str) -> str:
    """Write the number of a student as it was before it was taken for an amount: "70001.0" as 70001."""
    return FRACTION.sub(r"\1", text)
