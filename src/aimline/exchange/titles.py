"""What the lines above the names of the columns say of the whole file: the school year, the season, the grade."""

import re
from collections.abc import Iterator, Sequence

from aimline.exchange.calendar_words import read_ending
from aimline.exchange.guess.heads import plain
from aimline.exchange.guess.lexicon import lexicon

YEARS = re.compile(r"\b(?:19|20)\d\d\s*[-–/_]\s*(?:20)?\d\d\b")
YEAR = re.compile(r"\b20\d\d\b")
GRADE = re.compile(r"\b(?:grade|gr|year) (k|\d{1,2})\b|\b(\d{1,2})(?:st|nd|rd|th) grade\b")
HIGHEST = 12
# From these words on a line says when the report was made, not when the children were tested.
OF_A_REPORT = re.compile(
    r"\b(print\w*|generated|exported|created|updated|run on|report date|as of|downloaded|copyright)\b.*", re.IGNORECASE
)


def constants(texts: Sequence[str]) -> dict[str, str]:
    """Give the year ("Fall 2023", "2023-2024") and the grade that titles name; each only where they name one."""
    said = [OF_A_REPORT.sub("", text) for text in texts]
    times = list(dict.fromkeys(time for text in said for time in _times(text)))
    grades = {word for text in said for found in GRADE.finditer(plain(text)) for word in found.groups() if word}
    found = {"year": max(times, key=len)} if times and len({read_ending(time) for time in times}) == 1 else {}
    if len(grades) == 1 and (grade := grades.pop()) and (grade == "k" or 0 < int(grade) <= HIGHEST):
        found["grade"] = grade.upper()
    return found


def _times(text: str) -> Iterator[str]:
    """The school year a text names, with its season where it has one; "Fall 2023" by itself is one too."""
    words = plain(text).split()
    seasons = list(dict.fromkeys(lexicon().seasons[word] for word in words if _is_season(word)))
    season = seasons[0] if len(seasons) == 1 else ""
    years = [found[0] for found in YEARS.finditer(text) if read_ending(found[0])]
    if years:
        yield from (f"{season} {each}".strip() for each in years)
    elif season and (year := YEAR.search(text)):
        yield f"{season} {year[0]}"


def _is_season(word: str) -> bool:
    return word in lexicon().seasons and word not in ("pre", "post", "end", "middle", "beginning", "may")
