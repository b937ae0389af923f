"""School years as files write them: 2023-24, 2024, 24, Fall 2024, Term 2 2024, June 2025, Juin 2025."""

import re

from aimline.exchange.guess.heads import plain
from aimline.exchange.guess.lexicon import lexicon

TWO_YEARS = re.compile(r"(?P<first>(?:19|20|21)\d\d)\D+(?P<second>\d{4}|\d\d)\b")
ONE_YEAR = re.compile(r"^\s*(?P<year>(?:19|20|21)\d\d)\s*$")
SHORT_YEAR = re.compile(r"^\s*(?P<year>1[5-9]|[23]\d)\s*$")
# "1819" and "21-22", where the second year follows the first; 1920 and 2021 are years of four figures.
SHORT_YEARS = re.compile(r"^\s*(?:SY ?)?(?P<first>\d\d)[-/_]?(?P<second>\d\d)\s*$")
SEASON_AND_YEAR = re.compile(r"\b(?P<year>(?:19|20|21)\d\d)\b")
# "Semester 2 2024", "T3 2025": a number of a term does not say that it lies in autumn.
NUMBERED = re.compile(r"(?:semester|sem|term|trimester|quarter|s|t|q) ?[1-4]")
LATE = frozenset(["Fall", "BOY", "August", "September", "October", "November", "December"])


def read_ending(word: str) -> int | None:
    """Read the year in which a school year ends: 2024 from "2023_2024", "2023-24", "2024", "Fall 2023", "May 2024"."""
    both = TWO_YEARS.search(word.replace("_", " "))
    if both:
        first, second = int(both["first"]), int(both["second"])
        ending = second if second >= 1900 else first // 100 * 100 + second
        return ending if ending == first + 1 else None
    one = ONE_YEAR.match(word)
    if one:
        return int(one["year"])
    if short := SHORT_YEAR.match(word):
        return 2000 + int(short["year"])
    if (short := SHORT_YEARS.match(word)) and int(short["second"]) == int(short["first"]) + 1:
        return 2000 + int(short["second"])
    return _of_a_season(word)


def is_only_year(word: str) -> bool:
    """Tell whether a word is a school year and nothing else: "2024" and "2023-24", and not "Fall 2024"."""
    return read_ending(word) is not None and not any(map(str.isalpha, word))


def _of_a_season(word: str) -> int | None:
    found = SEASON_AND_YEAR.search(word)
    seasons = lexicon().seasons
    named = [seasons[part] for part in plain(word).split() if part in seasons]
    if found and not named and NUMBERED.fullmatch(" ".join(plain(word.replace(found["year"], " ")).split())):
        return int(found["year"])
    if not found or len(named) != 1:
        return None
    return int(found["year"]) + (named[0] in LATE)
