"""What a guessed mapping still lacks is proposed from the file's own words: years, measures, words for "not tested"."""

import dataclasses
import math
import re
from calendar import monthrange
from collections import Counter
from collections.abc import Mapping as Table
from collections.abc import Sequence
from datetime import date, datetime

from aimline.domain import calendar as calendars
from aimline.domain.calendar import Calendar
from aimline.exchange import exam_names, level_order, periods, scores, serials
from aimline.exchange.calendar_words import read_ending
from aimline.exchange.guess.contents import TIME_OF_DAY, are_years
from aimline.exchange.guess.heads import SHORT_SEASONS, plain
from aimline.exchange.mapping import LONGEST_OF_MEASURE, Mapping, Measure, StatusWords, Year, undated, unjudged
from aimline.exchange.numbers import read_number
from aimline.exchange.vocabulary import Spread, Vocabulary

WINDOWS = {
    "BOY": ("boy", "fall", "autumn", "beginning", "september", "october", "start"),
    "MOY": ("moy", "winter", "middle", "mid", "december", "january"),
    "EOY": ("eoy", "spring", "end", "may", "june", "april"),
}
SEASONS = {"fall": (8, 9, 10, 11), "autumn": (8, 9, 10, 11), "winter": (12, 1, 2), "spring": (3, 4, 5, 6)}  # months
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
FLUENCY = ("words per minute", "words correct", "wcpm", "oral reading fluency", "orf")
SUBJECTS = {
    "mathematics": ("math", "numeracy", "algebra"),
    "reading": ("read", "literacy", "fluency", "words per minute", "wcpm", "orf"),
    "writing": ("writing",),
    "science": ("science",),
}
NOT_A_MEASURE = 40
LONGEST_CODE = 3
FEWER_IS_BETTER = re.compile(
    r"\b(absen\w+|tard\w+|incidents?|referrals?|suspensions?|detentions?|demerits?|difficulties)\b"
)
ANY_MEASURE = "*"
SAYS_YEAR = re.compile(r"(?:19|20)\d\d")
LONGEST_WINDOW = 60
NOT_OF_A_NAME = re.compile(r"\(.*?\)|(?:19|20)\d\d\s*[-/_]\s*(?:19|20)?\d\d|\b(?:19|20)\d\d\b")
SAID = ("Fall", "Autumn", "Winter", "Spring", "Summer", "BOY", "MOY", "EOY")
# Words in the place of a score, in lower case without accents.
NOT_TESTED = (
    "absent", "absente", "abs", "ausente", "not tested", "non evalue", "not attempted", "did not attempt", "dna",
)  # fmt: skip
EXCUSED = ("excused", "exempt", "exempte", "exempted", "dispense", "exento", "medical")
NOT_SCORED = (
    "no data", "no score", "not scored", "incomplete", "inc", "invalid", "invalidated", "discontinued", "void",
    "not available", "insufficient data", "not determined", "not enough answers", "x", "did not finish", "dnf",
    "withdrawn", "nt",
)  # fmt: skip
PERCENT = ("%", "percent", "pourcent", "porcentaje")
RUBRIC = ("rubric", "rubrique")
SCALES = (4.0, 5.0, 6.0, 10.0, 100.0)
FAR = 2.0


def complete(mapping: Mapping, words: Vocabulary, *, calendar: Calendar, today: date) -> Mapping:
    """Add years, measures and status words that the mapping does not have yet, as the file's words suggest.

    Dates come from the windows of the calendar, today at the latest; a window that begins after today gets none and
    is asked about, unless it is named after the season of today. Everything is a proposal that people correct.
    """
    words = with_constants(words, mapping)
    mapping, usual = without_usual(mapping)
    mapping = without_silent_groups(mapping, words)
    silent = never_scored(words) if "score" in mapping.columns else ()
    found = {measure.value for measure in mapping.measures}
    ignored = mapping.ignore_measures or (() if mapping.results else scores.beside(words.measures))
    no_levels = (*silent, *without_result(words), *mapping.missing)
    added = [
        as_usual(usual, word)
        if usual
        else with_name_of_exam(
            propose_measure(word, words, without=no_levels, column=score_column(mapping, word)), mapping
        )
        for word in words.measures
        if word and word not in {*found, *ignored} and (mapping.results or len(words.measures) <= NOT_A_MEASURE)
    ]
    status = mapping.status
    if not (status.not_tested or status.excused or status.not_scored):
        odd, elsewhere = odd_words(words), (*NOT_TESTED, *EXCUSED)
        told = tuple(dict.fromkeys((*words.score_words, *without_result(words))))
        status = StatusWords(
            not_tested=tuple(dict.fromkeys((*silent, *(word for word in told if plain(word) in NOT_TESTED)))),
            excused=tuple(word for word in told if plain(word) in EXCUSED and word not in silent),
            not_scored=tuple(
                word
                for word in told
                if word not in silent and (plain(word) in NOT_SCORED or word in odd) and plain(word) not in elsewhere
            ),
        )
    is_open = bool(unjudged(dataclasses.replace(mapping, measures=tuple(added))))
    years = (*mapping.years, *propose_years(mapping, words, calendar=calendar, today=today))
    asked = {"levels": is_open, "coming": bool(undated(dataclasses.replace(mapping, years=years)))}
    return dataclasses.replace(
        mapping,
        unsure=(*mapping.unsure, *(key for key, is_asked in asked.items() if is_asked and key not in mapping.unsure)),
        measures=(*mapping.measures, *added),
        ignore_measures=ignored,
        years=years,
        when_empty=fill_empty(mapping, words),
        status=status,
        sum_lines=mapping.sum_lines or words.sum_lines,
        windows=mapping.windows or propose_windows(mapping, words, years),
        decimal=words.decimal if mapping.decimal == "." else mapping.decimal,
    )


def with_name_of_exam(measure: Measure, mapping: Mapping) -> Measure:
    """Give a measure that only has the code of an exam the exam's name, and its subject."""
    name = exam_names.of(measure.value, mapping.results)
    return dataclasses.replace(measure, name=name, subject=subject_of(name)) if name else measure


def without_result(words: Vocabulary) -> tuple[str, ...]:
    """Words where a level would stand that say why there is none."""
    known = (*NOT_TESTED, *EXCUSED, *NOT_SCORED)
    listed = {level for _, level in words.levels if level}
    return tuple(sorted({level for level in listed if plain(level) in known} | odd_words(words)))


def odd_words(words: Vocabulary) -> set[str]:
    """Short codes among levels of another form that never come with a score: "N" among 1 to 5, "IN" among "1 - ..."."""
    scored = {level for (_, level), use in words.levels.items() if use.n_scored}
    by_measure: dict[str, set[str]] = {}
    for measure, level in words.levels:
        by_measure.setdefault(measure, set()).add(level)
    odd: set[str] = set()
    known = (*NOT_TESTED, *EXCUSED, *NOT_SCORED)
    for found in by_measure.values():
        levels = {level for level in found if level and plain(level) not in known}
        begun = {level for level in levels if level[:1].isdigit()}
        others = levels - begun
        if len(begun) > len(others) and all(len(level) <= LONGEST_CODE and level.isupper() for level in others):
            odd |= others - scored
    return odd


def propose_windows(mapping: Mapping, words: Vocabulary, years: Sequence[Year]) -> str:
    """Choose what tells tests apart that are known by their day alone: a testing period, a month, or else each day.

    A period or a month where hardly a student, or none, took a test twice in one, as where progress is monitored. A
    file of a single day leaves it open, and a mapping that was made before stays as it was.
    """
    names_window = "window" in {*mapping.columns, *mapping.constants} or any(year.window for year in years)
    if names_window or any(group.window for group in mapping.results) or mapping.measures or mapping.recognise:
        return ""
    taken = {measure: read_days(students, mapping.date_format) for measure, students in words.days.items()}
    if len({day for students in taken.values() for days in students for day in days}) < 2:
        return ""
    if all(map(periods.tell_apart, taken.values())):
        return "period"
    months = ([(day.year, day.month) for day in days] for students in taken.values() for days in students)
    return "month" if all(len({*each}) == len(each) for each in months) else ""


def read_days(students: Table[frozenset[str], int], form: str) -> Counter[frozenset[date]]:
    """Read the days on which students took a test, and count those who took it on the same ones."""
    counted = Counter[frozenset[date]]()
    for texts, n in students.items():
        counted[frozenset(day for text in texts if (day := read_day(text, form)))] += n
    return counted


def read_day(text: str, form: str) -> date | None:
    """Read a day as a file writes its days, without the time of day behind it."""
    if form in serials.STARTS and (day := serials.read(text, form)):
        return day
    for each in (form, "%Y-%m-%d"):
        try:
            return datetime.strptime(TIME_OF_DAY.sub("", text), each).date()  # noqa: DTZ007  # a day has no time zone
        except ValueError:
            continue
    return None


def without_usual(mapping: Mapping) -> tuple[Mapping, Measure | None]:
    """Take the measure called "*" out of a profile: it describes every measure that the profile does not name."""
    usual = next((measure for measure in mapping.measures if measure.value == ANY_MEASURE), None)
    named = tuple(measure for measure in mapping.measures if measure.value != ANY_MEASURE)
    return dataclasses.replace(mapping, measures=named), usual


def as_usual(usual: Measure, word: str) -> Measure:
    """Describe a measure as its profile describes all of them."""
    name = usual.name.replace(ANY_MEASURE, word)[: LONGEST_OF_MEASURE["name"]]
    return dataclasses.replace(usual, value=word, name=name, subject=subject_of(word)[: LONGEST_OF_MEASURE["subject"]])


def without_silent_groups(mapping: Mapping, words: Vocabulary) -> Mapping:
    """Leave away the groups of columns that hold nothing in the whole file, and the measures that only they have."""
    if not mapping.results or not words.is_whole or len(words.filled) != len(mapping.results):
        return mapping
    kept = tuple(group for group, n in zip(mapping.results, words.filled, strict=True) if n)
    if not kept:
        return mapping
    measures = tuple(measure for measure in mapping.measures if measure.value in words.measures)
    return dataclasses.replace(mapping, results=kept, measures=measures)


def score_column(mapping: Mapping, measure: str) -> str:
    """Name the score column of a measure."""
    groups = (group.score for group in mapping.results if group.measure == measure and group.score)
    return next(groups, mapping.columns.get("score", ""))


def fill_empty(mapping: Mapping, words: Vocabulary) -> Table[str, str]:
    """Where some lines name no school and the others all name the same one, it is that one."""
    named = words.words.get(mapping.columns.get("school", ""), {})
    schools = [word for word in named if word not in mapping.missing]
    if "school" in mapping.when_empty or len(schools) != 1 or len(named) == 1:
        return mapping.when_empty
    return {**mapping.when_empty, "school": schools[0]}


def fill_gaps(mapping: Mapping, header: Sequence[str], sample: Sequence[Sequence[str]]) -> Mapping:
    """Find a score and a name for the test in a file whose columns are called as nobody expected.

    A file of one test often names it only in the head of its score column: "Words per minute".
    """
    columns, constants = dict(mapping.columns), dict(mapping.constants)
    if not mapping.results and "score" not in columns and "level" not in columns:
        taken = {*columns.values(), *(group.column for group in mapping.groups)}
        numeric = [name for place, name in enumerate(header) if name not in taken and is_numeric(sample, place)]
        columns |= {"score": numeric[0]} if numeric else {}
    if "measure" not in columns and "measure" not in constants and "score" in columns:
        constants["measure"] = readable(columns["score"])
    return dataclasses.replace(mapping, columns=columns, constants=constants)


def is_numeric(sample: Sequence[Sequence[str]], place: int) -> bool:
    """Tell whether most values of a column are numbers, and not years."""
    values = [row[place].strip() for row in sample if place < len(row) and row[place].strip()]
    n_numbers = sum(not math.isnan(read_number(value)) for value in values)
    return 2 * n_numbers > len(values) and not are_years(values)


def with_constants(words: Vocabulary, mapping: Mapping) -> Vocabulary:
    """Put the mapping's constants where the file has no column: one year, window or measure for every row."""
    year, window = mapping.constants.get("year", ""), mapping.constants.get("window", "")
    measure = mapping.constants.get("measure", "")
    return dataclasses.replace(
        words,
        times={(own or year, named or window): n for (own, named), n in words.times.items()},
        measures={own or measure: n for own, n in words.measures.items()},
        levels={(own or measure, level): use for (own, level), use in words.levels.items()},
        spreads={own or measure: spread for own, spread in words.spreads.items()},
    )


def propose_years(mapping: Mapping, words: Vocabulary, *, calendar: Calendar, today: date) -> list[Year]:
    """Explain the years and windows of a file that a mapping does not explain yet."""
    known = {(year.value, year.window_value) for year in mapping.years}
    dated = "date" in mapping.columns or (bool(mapping.results) and all(group.date for group in mapping.results))
    always = mapping.constants.get("year")
    years = [
        propose_year(year, window, is_of_all=year == always)
        for year, window in sorted(words.times)
        if (year, window) not in known
    ]
    return [year if dated else with_day(year, calendar=calendar, today=today) for year in years if year]


def with_day(year: Year, *, calendar: Calendar, today: date) -> Year:
    """Give a year and its window the day the window closes, today at the latest; none to one that begins after it.

    One named after a season has begun when it is that season: schools test in winter from December on.
    """
    opens_on, closes_on = window_days(year.ending, year.window, calendar)
    has_begun = opens_on <= today or is_season_of(today, year)
    return dataclasses.replace(year, given_on=min(closes_on, today) if has_begun else None)


def is_season_of(today: date, year: Year) -> bool:
    """Tell whether a window is named after the season of today, in the school year of today."""
    return year.ending == calendars.ending_of(today) and today.month in SEASONS.get(year.window.lower(), ())


def propose_year(word: str, window: str, *, is_of_all: bool = False) -> Year | None:
    """Read a school year's word ("2023_2024", "2024"), still without a day; None for other words.

    Where the word is said of the whole file (`is_of_all`), a window that says its own year counts before it.
    """
    ending = (read_ending(window) if is_of_all and SAYS_YEAR.search(window) else None) or read_ending(word)
    if ending is None:
        return None
    named = window_name(window) or window_name(word, only_known=True)
    return Year(value=word, ending=ending, window_value=window, window=named)


def window_name(word: str, *, only_known: bool = False) -> str:
    """Write a window's name as people say it: "Spring" from "Spring (March 2 - End of Year)" and "S"."""
    short = NOT_OF_A_NAME.sub(" ", word).strip(" -_/,")
    known = next((name for name in SAID if re.search(rf"\b{name}\b", short, re.IGNORECASE)), "")
    if only_known:
        return known
    return SHORT_SEASONS.get(short.lower(), " ".join(short.split())[:LONGEST_WINDOW])


def window_days(ending: int, window: str, calendar: Calendar) -> tuple[date, date]:
    """Give the first and the last day of the testing window or month a word names.

    Another word, or none, says no more than the year: from its first day to the end of its last window.
    """
    year = calendars.year_ending(calendar, ending)
    lowered = window.lower()
    month = next((number for number, name in enumerate(MONTHS, 1) if lowered in (name, name[:3])), 0)
    if month:
        of = year.starts_on.year if month >= year.starts_on.month else year.ends_on.year
        first, last = date(of, month, 1), date(of, month, monthrange(of, month)[1])
        return min(first, year.ends_on), min(max(last, year.starts_on), year.ends_on)
    windows = year.windows or calendars.default_year(ending).windows
    kind = next((kind for kind, names in WINDOWS.items() if any(name in lowered for name in names)), "")
    fitting = [each for each in windows if each.kind == kind]
    opens_on = min((each.opens_on for each in fitting), default=year.starts_on)
    return opens_on, max(each.closes_on for each in fitting or windows)


def propose_measure(word: str, words: Vocabulary, *, without: tuple[str, ...], column: str = "") -> Measure:
    """Describe a measure: its levels in the order of their mean scores, percent proficient where it has levels."""
    used = {level: use for (measure, level), use in words.levels.items() if measure == word and level}
    levels = [level for level in used if level not in without]
    levels = level_order.in_order(levels, {level: used[level].mean for level in levels})
    has_years = any(year for year, _ in words.times)
    yearly = has_years and not any(window for _, window in words.times)
    metric = metric_of(f"{word} {column}", levels)
    largest = largest_of(f"{word} {column}", metric, words.spreads.get(word))
    return Measure(
        value=word,
        name=readable(word),
        subject=subject_of(word),
        kind="state" if yearly else "screener",
        metric=metric,
        minimum=0.0 if largest is not None or has_far_below(words.spreads.get(word)) else None,
        maximum=largest,
        levels=tuple(levels),
        proficient_from=level_order.proficient_from(levels),
        yearly=yearly,
        direction="down" if FEWER_IS_BETTER.search(plain(word)) else "up",
    )


def subject_of(word: str) -> str:
    """Propose the subject of a test from its name; its own words where no usual one occurs."""
    lowered = word.lower()
    found = (subject for subject, names in SUBJECTS.items() if any(name in lowered for name in names))
    return next(found, readable(word).lower())


def metric_of(word: str, levels: Sequence[str]) -> str:
    """Propose how a group is summed up: a share where there are levels, words correct per minute, or a mean."""
    if levels:
        return "percent_proficient"
    lowered = word.lower()
    named = (("wcpm", FLUENCY), ("rubric_mean", RUBRIC), ("percent_correct", PERCENT))
    return next((metric for metric, names in named if any(name in lowered for name in names)), "mean_score")


def largest_of(word: str, metric: str, spread: Spread | None) -> float | None:
    """Propose the largest score there can be, where the file tells: 100 for percent, the top of a short scale.

    A short scale is only read from scores when the few beyond it lie far outside, as a slip of the hand does;
    None where any score may be right.
    """
    if any(name in word.lower() for name in PERCENT):
        return 100.0
    if spread is None or metric == "wcpm":
        return None
    top = next((scale for scale in SCALES if spread.usual_largest <= scale), None)
    if metric == "rubric_mean":
        return top
    return top if top and spread.largest > FAR * top else None


def has_far_below(spread: Spread | None) -> bool:
    """Tell whether a few scores lie as far below nought as no score lies above: -5000 among 200 to 257."""
    return spread is not None and spread.usual_smallest >= 0 and spread.smallest < -abs(spread.largest)


def never_scored(words: Vocabulary) -> tuple[str, ...]:
    """Levels that never come with a score, in a file where the others do: words for "not tested"."""
    scored = {level for (_, level), use in words.levels.items() if use.n_scored}
    return tuple(sorted({level for _, level in words.levels if level and level not in scored})) if scored else ()


def readable(word: str) -> str:
    """Write a word in capitals the way people write it: "MATHEMATICS" becomes "Mathematics"."""
    plain = word.replace("_", " ").strip()
    return plain.capitalize() if plain.isupper() and len(plain) > 4 else plain
