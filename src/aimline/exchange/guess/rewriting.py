"""Heads written out before they are read: names of school systems, short forms, the language of bilingual files."""

import re
from collections.abc import Sequence

from aimline.exchange.guess.heads import SCORES, read

SYSTEM = re.compile(r"power[ _]?school|infinite[ _]?campus|skyward|aeries", re.IGNORECASE)
PLAINLY = (
    (re.compile(r"(?<![A-Za-z])end[ _-]?of[ _-]?course|(?<=[a-z])EndOfCourse", re.IGNORECASE), " EOC "),
    # What the letters in a column stand for, and how far its numbers go: "(S=Spring or F=Fall)", "(Range 650 - 850)".
    (re.compile(r"\s*\([^()]*\w\s*=\s*\w[^()]*\)|\s*\(range:? \d[^()]*\)", re.IGNORECASE), ""),
    (re.compile(r"(?<![A-Za-z])range[:_ ]*\d+\D{1,3}\d+", re.IGNORECASE), ""),
    (re.compile(r"(?<![A-Za-z])(?:pct|percent)[ _-]?ile", re.IGNORECASE), "percentile"),
    (re.compile(r"\bper min\b", re.IGNORECASE), "per minute"),
    (re.compile(r"(?<![A-Za-z])yrsin(?=[a-z])", re.IGNORECASE), "years in "),
)
BEG, MID = (re.compile(rf"(?<![A-Za-z]){word}(?![A-Za-z])", re.IGNORECASE) for word in ("beg", "mid"))
IN_LANGUAGE = re.compile(
    r"(?P<said>.*[A-Za-z])[ _(]*(?P<language>English|French|Arabic|Spanish|German)\)?", re.IGNORECASE
)
FEWEST_IN_LANGUAGE = 3
OF_FACTS = frozenset(["name", "date", "school", "gender", "nationality"])
NO_FACTS = (*SCORES, "level")


def write_out(names: Sequence[str]) -> list[str]:
    """Write out what a head says shortly, so far as the heads beside it show what it means."""
    return _without_language(_with_points_of_year([_plainly(name) for name in names]))


def _plainly(name: str) -> str:
    name = SYSTEM.sub(" SIS ", name)
    for short, written in PLAINLY:
        name = short.sub(written, name)
    return name


def _with_points_of_year(names: list[str]) -> list[str]:
    """Beside "beg" the word "mid" is the middle of the year, and else may be that of a range."""
    is_told = any(map(BEG.search, names))
    return [MID.sub("MOY", name) for name in names] if is_told else names


def _without_language(names: list[str]) -> list[str]:
    """The language in which facts are told, as in "NameEnglish" and "TestDateEnglish", is not what was tested."""
    ending = [IN_LANGUAGE.fullmatch(name) for name in names]
    told: dict[str, list[str]] = {}
    for found in ending:
        if found:
            told.setdefault(found["language"], []).append(read(found["said"]).kind)
    facts = {
        language
        for language, kinds in told.items()
        if len(kinds) >= FEWEST_IN_LANGUAGE
        and not any(kind in NO_FACTS for kind in kinds)
        and any(found and found["language"] == language and OF_FACTS & {*read(found["said"]).words} for found in ending)
    }
    return [
        found["said"] if found and found["language"] in facts else name
        for name, found in zip(names, ending, strict=True)
    ]
