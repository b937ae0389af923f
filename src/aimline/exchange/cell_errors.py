"""What stands in a cell where a spreadsheet could work nothing out, or did not store what it worked out."""

import re

WORDS = (
    "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!",
    "#CONNECT!", "#BUSY!", "#UNKNOWN!", "#GETTING_DATA", "#ERROR!",
)  # fmt: skip
# How a formula without its value is written here; text that only looks like a formula has no such sign.
UNSTORED = "#="
PATTERN = "^(" + "|".join([*map(re.escape, WORDS), f"{UNSTORED}.*"]) + ")$"


def is_one(text: str) -> bool:
    """Tell whether a text is the error of a cell, or a formula whose value the file does not hold."""
    return text in WORDS or text.startswith(UNSTORED)
