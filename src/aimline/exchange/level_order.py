"""How levels stand to each other, and from which on a student is proficient: told by their words, else their scores."""

import re
from collections.abc import Mapping as Table
from collections.abc import Sequence

from aimline.exchange.guess.heads import plain

# From this word on a student counts as proficient; the first that occurs among the levels decides.
PROFICIENT = ("proficient", "meets", "meeting", "expected", "exs", "at grade level", "on grade", "at benchmark",
              "tier 1", "level 3", "3")  # fmt: skip
# Of nine bands, the average begins at stanine 4 and a standard pass at grade 4; so it does of the seven of the IB.
BANDS, MIDDLE_BAND, LEAST_HIGHEST = frozenset("123456789"), "4", "7"
BELOW = ("partial", "partially", "nearly", "approaching", "not ", "below", "non")
# What words say about how high a level is; the first that fits decides.
LADDER = (
    (0, r"\b(well below|far below|did not meet|does not meet|not met|urgent|intensive|minimal|high risk|no|not yet)\b"),
    (2, r"\b(nearly|almost|approach\w*|on watch|just below|partially meets|partly)\b"),
    (
        1,
        r"\b(below|strategic|partial\w*|basic|limited|some risk|intervention|not achieved|needs? \w+|"
        r"beginning|novice|low(?! risk)|emerging|wts|working towards?)\b",
    ),
    (4, r"\b(above|exceed\w*|advanced|distinguished|excellence|greater depth|master\w*|far above|high|gds)\b"),
    (
        3,
        r"\b(at|meets?|met|proficient|on track|low risk|core|expected|secure|yes|passed|pass|merit|"
        r"achieved|standard|average|typical|exs)\b",
    ),
    (2.5, r"^(mid|middle|medium|moderate)$"),
    (2, r"^progressing$"),
    (3, r"^on$"),
)
TIERS = re.compile(r"tier\s*(\d)\b")
# Levels of a curriculum with parts: 2B, 2P, 2A, or 2c, 2b, 2a; a sign stands before the lowest and the highest.
PARTED = re.compile(r"([<>]?)\s*(\d{1,2})\s*([a-z])")
PARTS = ("bpa", "cba", "wse")
LETTERED = re.compile(r"(pre[ -]?)?([a-z])")
FEWEST_LETTERS, LAST_MARK = 6, "g"  # up to here letters may be marks, of which A is the best


def in_order(levels: Sequence[str], means: Table[str, float | None]) -> list[str]:
    """Put levels in order, the lowest first: by what their words mean, else by their numbers or mean scores."""
    told = by_words(levels)
    if told:
        return told
    ranks = {level: rank_of(level) for level in levels}
    return sorted(levels, key=lambda level: (means[level] is None, means[level] or 0.0, ranks[level] or 0.0, level))


def is_guessed(levels: Sequence[str], means: Table[str, float | None]) -> bool:
    """Tell whether neither words nor numbers nor mean scores say how each level stands to the others."""
    scores = [means[level] for level in levels]
    are_apart = None not in scores and len({*scores}) == len(levels)
    return len(levels) > 1 and not by_words(levels) and not are_apart


def by_words(levels: Sequence[str]) -> list[str]:
    """Put levels in order by their form, by what their words mean or by the number in each; else []."""
    known = by_form(levels)
    if known:
        return known
    ranks = {level: rank_of(level) for level in levels}
    if len({*ranks.values()}) == len(levels) and None not in ranks.values():
        return sorted(levels, key=lambda level: ranks[level] or 0.0)
    numbers = {level: re.search(r"\d+", level) for level in levels}
    found = [int(number[0]) for number in numbers.values() if number]
    if len({*found}) == len(levels):
        return sorted(levels, key=lambda level: int(re.findall(r"\d+", level)[0]))
    return []


def by_form(levels: Sequence[str]) -> list[str]:
    """Put levels in order whose form tells it: tiers of support, parts of a curriculum, letters of books; else []."""
    plain_levels = {level: level.strip().lower() for level in levels}
    tiers = {level: found for level, said in plain_levels.items() if (found := TIERS.search(said))}
    if levels and len(tiers) == len(levels):
        return sorted(levels, key=lambda level: -int(tiers[level][1]))  # the third tier gives most support
    parted = {level: found for level, said in plain_levels.items() if (found := PARTED.fullmatch(said))}
    letters = {found[3] for found in parted.values()}
    part = next((part for part in PARTS if letters <= {*part}), "")
    if len(levels) > 1 and len(parted) == len(levels) and part and len(letters) > 1:
        return sorted(levels, key=lambda level: _place_of_part(parted[level], part))
    lettered = {level: found for level, said in plain_levels.items() if (found := LETTERED.fullmatch(said))}
    is_beyond_marks = any(found[2] > LAST_MARK for found in lettered.values())
    if is_beyond_marks and len(levels) >= FEWEST_LETTERS and len(lettered) == len(levels):
        return sorted(levels, key=lambda level: (not lettered[level][1], lettered[level][2]))
    return []


def _place_of_part(found: re.Match[str], part: str) -> tuple[int, int, int]:
    return ({"<": -1, "": 0, ">": 1}[found[1]], int(found[2]), part.index(found[3]))


def rank_of(level: str) -> float | None:
    """Tell how high a level is by its words; None for words that say nothing of it."""
    words = plain(level)
    return next((float(rank) for rank, said in LADDER if re.search(said, words)), None)


def proficient_from(levels: list[str]) -> str:
    """Find the lowest level whose word means that the standard is met; empty when none does."""
    if {*levels} <= BANDS and MIDDLE_BAND in levels and max(levels) >= LEAST_HIGHEST:
        return MIDDLE_BAND
    for word in PROFICIENT:
        for level in levels:
            plain = level.strip().lower()
            is_named = plain == word if word.isdigit() else word in plain
            if is_named and not plain.startswith(BELOW):
                return level
    return ""
