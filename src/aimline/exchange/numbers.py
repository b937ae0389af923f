"""Numbers as files write them."""

import math
import re

# What stands behind a score, and scores that have it: a percent sign, the most there is, thousands apart.
SIGNS = re.compile(r"\s*(%|(/|out of)\s*[0-9.]+)$")
SIGNED = re.compile(r"[0-9]+([.][0-9]+)?\s*(%|(/|out of)\s*[0-9.]+)|[0-9]{1,3}(,[0-9]{3})+([.][0-9]+)?")


def read_number(text: str) -> float:
    """Read a score with a point or a comma for its decimals, or with signs (85 %, 8 / 10); not a number for words."""
    try:
        return float(text.replace(",", ".", 1))
    except ValueError:
        return float(SIGNS.sub("", text).replace(",", "")) if has_signs(text) else math.nan


def has_signs(text: str) -> bool:
    """Tell whether a text is a number with signs that computers do not read: 85 %, 8 / 10, 8 out of 10, 1,250.5."""
    return SIGNED.fullmatch(text) is not None
