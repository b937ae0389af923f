"""How well a column fits as the school year, the window or the day of a test, told by its head and its values."""

import re

from aimline.exchange.calendar_words import read_ending
from aimline.exchange.guess.column import Column
from aimline.exchange.guess.contents import Contents, mixed_formats_of
from aimline.exchange.guess.heads import read
from aimline.exchange.guess.lexicon import lexicon

LATEST = frozenset(["last", "latest"])
SURE, FAIR, WEAK = 0.95, 0.75, 0.5
MOST_WINDOWS, SHORTEST_YEARS = 12, 3
OF_STUDENTS = frozenset(["group", "class", "set", "section", "cohort", "house"])
WRITTEN_DAY = re.compile(r"[A-Za-z]{3,9}[.]? \d{1,2},? (?:19|20)\d\d")
COUNTED = re.compile(r"pm ?\d", re.IGNORECASE)  # only the days tell whether these are windows
DURATION = re.compile(r"(?:\d+ ?(?:h|hrs?|hours?))?\W*(?:\d+ ?(?:m|mins?|minutes?))?\W*(?:\d+ ?(?:s|secs?|seconds?))?")
ENDS_IN_YEAR = re.compile(r"\b20\d\d$")
TWO_YEARS = re.compile(r"(?:19|20)\d\d\s*[-/_–]\s*(?:20)?\d\d")


def year(said: frozenset[str], column: Column) -> float:
    if column.contents.n_filled and not (column.contents.are_years or _are_short_years(said, column.contents)):
        return 0.0
    kept = said - lexicon().roles["of_a_year"]
    sets = lexicon().sets["years"]
    if kept in sets:
        return SURE - 0.02 * sets.index(kept)
    if not kept and "administration" in said:
        return 0.6  # when it was given, and only its year
    is_called = "year" in kept or says_school_years(column) or _tells_only_years(said, column.contents)
    is_some = is_called and bool(column.contents.n_filled) and not kept & lexicon().roles["not_a_school_year"]
    return 0.55 if is_some else 0.0


def _are_short_years(said: frozenset[str], contents: Contents) -> bool:
    """Whether values are school years of two figures each under a head that says so: "1819", "21-22"."""
    return "year" in said and all(len(word) > SHORTEST_YEARS and read_ending(word) for word in contents.words)


def _tells_only_years(said: frozenset[str], contents: Contents) -> bool:
    """Whether words under the head of a test differ only in their school years: "Summative 2020-2021".

    The reason of a test is its window and year as well: "Summative 2021", "PM2 2023-24".
    """
    if said == {"test", "reason"}:
        told = (ENDS_IN_YEAR.search(word) or (TWO_YEARS.search(word) and read_ending(word)) for word in contents.words)
        return bool(contents.words) and all(told)
    endings = {read_ending(word) for word in contents.words if TWO_YEARS.search(word)}
    return "test" in said and None not in endings and len(endings) == len(contents.words)


def window(said: frozenset[str], column: Column) -> float:
    contents = column.contents
    marks, says_season = said & lexicon().roles["window_marks"], _has_seasons(contents)
    is_day = bool({*contents.date_formats} - {"%B %Y", "%b %Y", "%Y-%m"})
    if column.head.season and {*column.head.words} & {"assessment", "test", "score"}:
        return 0.0  # which test it was in one window
    is_day = is_day or (bool(contents.words) and all(map(WRITTEN_DAY.match, contents.words)))
    if all(map(DURATION.fullmatch, contents.words)) and contents.words:
        return 0.0
    if is_day or len(contents.words) > MOST_WINDOWS or "date" in said or "birth" in said:
        return 0.0
    if not marks or not said <= lexicon().roles["window"]:
        is_window = says_season and contents.filled_share > WEAK and column.head.kind in ("", "status")
        # "P1" may be a window, and a group or a class as well.
        is_open = (
            all(map(_may_be_other, contents.words))
            or all(map(COUNTED.fullmatch, contents.words))
            or (all(read(word).is_lettered_season for word in contents.words) and bool(said & OF_STUDENTS))
        )
        return 0.6 if is_window and not is_open and not _name_more(contents) else 0.0
    if contents.level_share > 0.6 and not says_season:
        return 0.0
    if contents.is_numeric and max(contents.numbers, default=0) > MOST_WINDOWS:
        return 0.0
    is_weak = marks <= lexicon().roles["weak_windows"]
    if is_weak and contents.is_numeric and len(contents.words) == 1 and contents.n_filled > 1:
        return 0.0  # the number of a delivery or attempt, the same in all rows
    if says_season or not contents.n_filled:
        return 0.92 - 0.1 * (is_weak and not says_season)
    return FAIR - 0.2 * is_weak


def _has_seasons(contents: Contents) -> bool:
    return bool(contents.words) and all(read(word).season for word in contents.words[:MOST_WINDOWS])


def _may_be_other(word: str) -> bool:
    """Whether a word has more in it than a letter and a number that may stand for a window: "S4S-SPA-25"."""
    head = read(word)
    return head.is_lettered_season and any(map(str.isalpha, head.stem))


def _name_more(contents: Contents) -> bool:
    """Whether several values are of one window and year, as the tests of different subjects in it are.

    Or whether a word that may mean something else stands before others: "Pre-Algebra", "Middle Level".
    """
    if any(read(word).is_loose_season and any(map(str.isalpha, read(word).stem)) for word in contents.words):
        return True
    told = {(read(word).season, read_ending(word)) for word in contents.words}
    return len(told) < len(contents.words)


def date(said: frozenset[str], column: Column) -> float:
    contents = column.contents
    says_date = "date" in said
    if (
        column.head.season
        or column.head.kind == "life"
        or said & lexicon().roles["not_of_a_test"]
        or said >= {"student", "start"}
        or said >= {"class", "start"}
        or said >= {"first", "day"}
    ):
        return 0.0
    says_time = says_date or bool(said & {"administration", "session"}) or "on" in said
    loose = contents.loose_formats or (says_date and mixed_formats_of(contents.values))
    if contents.n_filled and not contents.date_formats and not (says_time and loose):
        return 0.0
    strong = said & lexicon().roles["of_a_test_day"]
    if not says_date:
        days = said & {"day", "on", "timestamp", "jour", "when"}
        begins = len(said & (lexicon().roles["begins"] | {"first"}))
        return 0.0 if not contents.n_filled else 0.6 - 0.05 * begins if strong or days else 0.35
    kept = said - {"student", "local", "time", "the", "of", "de", "l", "la", "d"}
    if kept == {"date"}:
        return 0.92
    if kept & (lexicon().roles["of_a_report"] - LATEST) or kept <= LATEST:
        return WEAK - 0.1  # the day of the report, where nothing tells the day of the test
    # A window has an end as well, a test only is taken.
    score = SURE - 0.03 * (strong <= {"end", "finish"}) if strong else FAIR - 0.03 * len(kept)
    is_early = bool(kept & (lexicon().roles["begins"] | {"first"}))
    return score - 0.1 * is_early - 0.05 * bool(kept & LATEST) - 0.4 * bool(kept & {"window", "year", "term"})


def says_school_years(column: Column) -> bool:
    """Whether every value names a school year by both its years, as no day does."""
    return bool(column.contents.words) and all(map(TWO_YEARS.fullmatch, column.contents.words))
