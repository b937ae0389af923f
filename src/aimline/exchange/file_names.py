"""What a file's own name says of its test, once the words of its time and of its copy are taken out."""

import re

from aimline.exchange.guess.heads import SHORT_SEASONS, plain
from aimline.exchange.guess.lexicon import lexicon

UNNAMED = "Results"
LONGEST = 60
YEARS = re.compile(r"\b(?:19|20)\d\d(?:\s*[-–/ ]\s*(?:20)?\d\d)?\b")
DAYS = re.compile(r"\b\d{1,2}-\d{1,2}-\d{2,4}\b|\b(?:19|20)\d\d-\d\d-\d\d\b|\b\d{6,8}\b")
COPIED = re.compile(r"\(\d+\)|\b(?:prev|previous|old|new|final|copy|copie|copia|exports?|exported)\b", re.IGNORECASE)
LAST_YEAR = re.compile(r"\b(?:last|this) year\b", re.IGNORECASE)


def stem(file_name: str) -> str:
    """Write a file's name the way people read it, without its ending: "state_math.csv.gz" is "state math"."""
    return file_name.split(".", maxsplit=1)[0].replace("_", " ").strip()[:LONGEST] or "file"


def test_of(words: str) -> str:
    """Return the name of the test in the words of a file's name; empty where they only say when, or which copy.

    >>> test_of("MAP Growth Fall 2025-26 final"), test_of("fall prev")
    ('MAP Growth', '')
    """
    bare = words
    for told in (DAYS, YEARS, COPIED, LAST_YEAR):
        bare = told.sub(" ", bare)
    kept = ("-".join(part for part in word.split("-") if not _is_of_time(part)) for word in bare.split())
    return " ".join(word for word in kept if word)


def _is_of_time(word: str) -> bool:
    said = plain(word)
    return not said or said in lexicon().seasons or said in SHORT_SEASONS
