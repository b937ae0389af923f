"""Heads written out before they are read: names of school systems, short forms, the language of bilingual files."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from aimline.exchange.guess.heads import SCORES, read

SYSTEM = re.compile(r"power[ _]?school|infinite[ _]?campus|skyward|aeries", re.IGNORECASE)
PLAINLY = (
    (re.compile(r"(?<![A-Za-z])end[ _-]?of[ _-]?course|(?<=[a-z])EndOfCourse", re.IGNORECASE), " EOC "),
    # What the letters in a column stand for, and how far its numbers go: "(S=Spring or F=Fall)", "(Range 650 - 850)".
    (re.compile(r"\s*\([^()]*\w\s*=\s*\w[^()]*\)|\s*\(range:? \d[^()]*\)", re.IGNORECASE), ""),
    (re.compile(r"(?<![A-Za-z])range[:_ ]*\d+\D{1,3}\d+", re.IGNORECASE), ""),
    (re.compile(r"(?<![A-Za-z])(?:pct|percent)[ _-]?ile", re.IGNORECASE), "percentile"),
    (re.compile(r"\bper min\b", re.IGNORECASE), "per minute"),
    (re.compile(r"(?<![A-Za-z])prob(?:lem)?[ _]?solv(?:ing)?(?![a-z])|ProbSolv", re.IGNORECASE), "problem solving"),
    (re.compile(r"\bn[ée]\(?e?\)? le\b", re.IGNORECASE), "birth date"),
    (re.compile(r"(?<!\w)É ?(\d)\b"), r"étape \1"),
    *(
        (
            re.compile(rf"(?<![A-Za-z\d])(?:{word})[ _](quarter|term|semester|trimester|window)", re.IGNORECASE),
            rf"\1 {n}",
        )
        for n, word in enumerate(("first|1st", "second|2nd", "third|3rd", "fourth|4th"), 1)
    ),
    (re.compile(r"(?<![A-Za-z])yrsin(?=[a-z])", re.IGNORECASE), "years in "),
)
# The points of a year as people shorten them; all of a set stand before or behind the same words.
POINTS = (
    {"f": "Fall", "w": "Winter", "s": "Spring"},
    {"fa": "Fall", "wi": "Winter", "sp": "Spring"},
    {"fal": "Fall", "win": "Winter", "spr": "Spring"},
    {"aut": "Autumn", "spr": "Spring", "sum": "Summer"},
    {"au": "Autumn", "sp": "Spring", "su": "Summer"},
    {"b": "BOY", "m": "MOY", "e": "EOY"},
    {"beg": "BOY", "mid": "MOY", "end": "EOY"},
    {"boy": "BOY", "mid": "MOY", "eoy": "EOY"},
)
IN_BRACKETS = re.compile(r"(?P<said>.*\S)\s*\((?P<number>\d)\)")
APART = re.compile(r"([^A-Za-z]+|(?<=[a-z])(?=[A-Z]))")
BEGINNING, FEWEST_BEGUN = re.compile(r"([A-Za-z]\w*?)[_.](?=[A-Za-z])"), 5
IN_LANGUAGE = re.compile(
    r"(?P<said>.*[A-Za-z])[ _(]*(?P<language>English|French|Arabic|Spanish|German)\)?", re.IGNORECASE
)
FEWEST_IN_LANGUAGE, FEWEST_PAIRS = 3, 3
OF_FACTS = frozenset(["name", "date", "school", "gender", "nationality"])
NO_FACTS = (*SCORES, "level")


def write_out(names: Sequence[str]) -> list[str]:
    """Write out what a head says shortly, so far as the heads beside it show what it means."""
    said = _with_sittings([_plainly(name) for name in names])
    return _without_language(_with_short_seasons(_without_beginning(said)))


def _plainly(name: str) -> str:
    name = SYSTEM.sub(" SIS ", name)
    for short, written in PLAINLY:
        name = short.sub(written, name)
    return name


def _without_beginning(names: list[str]) -> list[str]:
    """Leave out the word with which every head begins: "Phonics_URN", "Phonics_MARK"."""
    told = [BEGINNING.match(name) for name in names]
    beginnings = {found[1].lower() if found else "" for found in told}
    is_shared = len(names) >= FEWEST_BEGUN and len(beginnings) == 1 and "" not in beginnings
    return (
        [name[found.end() :] if found else name for name, found in zip(names, told, strict=True)]
        if is_shared
        else names
    )


def _with_sittings(names: list[str]) -> list[str]:
    """Write "(1)", "(2)", "(3)" behind several heads out: which sitting of a test it was, and not its most points."""
    ends = [IN_BRACKETS.fullmatch(name) for name in names]
    told: defaultdict[str, set[int]] = defaultdict(set)
    for found in ends:
        if found:
            told[found["said"]].add(int(found["number"]))
    several = [said for said, numbers in told.items() if len(numbers) > 1 and numbers == {*range(1, len(numbers) + 1)}]
    if len(several) < FEWEST_PAIRS:
        return names
    return [
        f"{found['said']} sitting {found['number']}" if found and found["said"] in several else name
        for found, name in zip(ends, names, strict=True)
    ]


def _with_short_seasons(names: list[str]) -> list[str]:
    """Write the points of a year out where heads differ only in them: "F Math", "W Math", "S Math"."""
    pieces = [APART.split(name) for name in names]
    told: defaultdict[tuple[int, str], set[str]] = defaultdict(set)
    letters: defaultdict[str, set[str]] = defaultdict(set)
    for words in pieces:
        for number, place in _points(words):
            told[number, _but(words, place)].add(words[place].lower())
        for place, word in enumerate(words):
            if len(word) == 1 and word.isalpha():
                letters[_but(words, place)].add(word.lower())
    # "L", "R", "S" and "W" before the same word are parts of a test.
    known = {key: found for key, found in told.items() if letters[key[1]] <= {*POINTS[key[0]]}}
    return [_with_season(words, known) for words in pieces]


def _points(words: list[str]) -> Iterator[tuple[int, int]]:
    """Each place of a head where a short point of the year may stand, with the number of the set it is of."""
    for number, points in enumerate(POINTS):
        yield from ((number, place) for place, word in enumerate(words) if word.lower() in points)


def _but(words: list[str], place: int) -> str:
    return "".join([*words[:place], "*", *words[place + 1 :]]).lower()


def _with_season(words: list[str], told: Mapping[tuple[int, str], set[str]]) -> str:
    for number, place in _points(words):
        points = POINTS[number]
        # A single letter stands for a season where all do, or where two do before or behind several words.
        n_pairs = sum(each == number and len(found) > 1 for (each, _), found in told.items())
        fewest = len(points) if min(map(len, points)) == 1 and n_pairs < FEWEST_PAIRS else 2
        if len(told.get((number, _but(words, place)), ())) >= fewest:
            return "".join([*words[:place], POINTS[number][words[place].lower()], *words[place + 1 :]])
    return "".join(words)


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
