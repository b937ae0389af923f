"""How the dates of a file are written, and what it leaves open: two ways to read a day, lost zeros, shares of one."""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from collections.abc import Mapping as Table
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from aimline.exchange.calendar_words import read_ending
from aimline.exchange.guess.contents import TIME_OF_DAY, Contents, mixed_formats_of
from aimline.exchange.guess.heads import plain
from aimline.exchange.guess.lexicon import lexicon
from aimline.exchange.mapping import DATE_FORMATS, MISSING, Mapping, Results
from aimline.exchange.numbers import has_signs, without_fraction

AMBIGUOUS = ({"%d/%m/%Y", "%m/%d/%Y"}, {"%d-%m-%Y", "%m-%d-%Y"}, {"%d/%m/%y", "%m/%d/%y"})
T = TypeVar("T")
# When a window can lie: generously, as what lies outside rules a reading of its days out.
_NAMES = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip
MONTHS: Table[str, frozenset[int]] = {
    "Fall": frozenset(range(8, 13)), "BOY": frozenset(range(7, 12)), "Winter": frozenset({11, 12, 1, 2, 3}),
    "MOY": frozenset({11, 12, 1, 2, 3}), "Spring": frozenset(range(2, 8)), "EOY": frozenset(range(3, 8)),
    "Summer": frozenset(range(5, 10)), **{name: frozenset({n}) for n, name in enumerate(_NAMES, 1)},
}  # fmt: skip
FEWEST_IDS, LONG_ID, MOST_SHORT, MOST_SHORT_OF_FILLED, MOST_SHORT_BY_ONE = 10, 5, 0.2, 0.5, 0.8


def take(
    mapping: Mapping, contents: Table[str, Contents], found: Sequence[Results], *, percents: Collection[str]
) -> Mapping:
    """Choose how dates are written, and note what the file leaves open (trust.md 3); `percents` name scores."""
    dated = [mapping.columns.get("date", ""), *(each.date for each in found)]
    seen = [contents[name] for name in dict.fromkeys(dated) if name in contents and contents[name].n_filled]
    forms = [each.date_formats or each.loose_formats or mixed_formats_of(each.values) for each in seen]
    unsure: list[str] = []
    form = mapping.date_format
    if forms:
        shared = [each for each in DATE_FORMATS if all(each in named for named in forms)]
        form = next(iter(shared), form)
        shared = as_elsewhere(shared, contents.values())
        shared = in_their_years(shared, mapping, contents)
        shared = in_their_windows(shared, mapping, contents, found)
        form = next(iter(shared), form)
        if any(pair <= {*shared} for pair in AMBIGUOUS):
            unsure.append("date_format")
            form = likelier(shared, [day for each in seen for day in each.words])
    student = contents.get(mapping.columns.get("student", ""))
    if mapping.columns.get("student") == mapping.columns.get("family_name", "") or (student and are_names(student)):
        unsure.append("student")
    if student and lost_zeros([without_fraction(word) for word in student.words]):
        unsure.append("student_digits")
    if any(mixed_shares(contents[name]) for name in percents):
        unsure.append("percent")
    scores = [contents[each.score] for each in found if each.score]
    grade = contents.get(mapping.columns.get("grade", ""))
    optional = ("grade",) if grade and grade.n and grade.n_filled < grade.n else ()
    return replace(
        mapping, date_format=form, unsure=tuple(unsure), may_be_empty=optional, missing=MISSING,
        score_signs=any(map(stand_with_signs, scores)),
    )  # fmt: skip


def are_names(contents: Contents) -> bool:
    """Tell whether students are told apart by words of several parts without a figure, as names are."""
    words = contents.words
    return bool(words) and all(" " in word and not any(map(str.isdigit, word)) for word in words)


def as_elsewhere(shared: Sequence[str], columns: Iterable[Contents]) -> list[str]:
    """Of two readings keep the one that other days of the file, such as birthdays, leave open alone."""
    told = {form for each in columns for pair in AMBIGUOUS if len(pair & {*each.date_formats}) == 1
            for form in pair & {*each.date_formats}}  # fmt: skip
    ruled_out = {form for pair in AMBIGUOUS if len(pair & told) == 1 for form in pair - told}
    return [form for form in shared if form not in ruled_out]


def in_their_years(shared: Sequence[str], mapping: Mapping, contents: Table[str, Contents]) -> list[str]:
    """Of two readings keep the one in which alone every day lies in the school year of its row, or of the file."""
    told = {(day, ending) for day, year in said_beside("year", mapping, contents) if (ending := read_ending(year))}
    starts = mapping.year_starts_in_month
    return where_all_lie(shared, told, lambda day, ending: day.year + (day.month >= starts) == ending)


def in_their_windows(
    shared: Sequence[str], mapping: Mapping, contents: Table[str, Contents], found: Sequence[Results]
) -> list[str]:
    """Of two readings keep the one in which alone every day lies in a month of its window: "Fall" is never in March."""
    told = {(day, months) for day, word in said_beside("window", mapping, contents) if (months := months_of(word))}
    for each in found:
        if each.date in contents and (months := months_of(each.window)):
            told |= {(day, months) for day in contents[each.date].raw if day}
    return where_all_lie(shared, told, lambda day, months: day.month in months)


def said_beside(role: str, mapping: Mapping, contents: Table[str, Contents]) -> set[tuple[str, str]]:
    """Return the days of a file, each with what its row says in another role, else the whole file."""
    days, words = (contents.get(mapping.columns.get(name, "")) for name in ("date", role))
    always = mapping.constants.get(role, "")
    if days is None or (words is None and not always):
        return set()
    said = words.raw if words else [always] * len(days.raw)
    return {(day, word) for day, word in zip(days.raw, said, strict=False) if day and word}


def months_of(window: str) -> frozenset[int]:
    """Return the months in which a window can lie; none where its name says no season and no month."""
    seasons = {lexicon().seasons[word] for word in plain(window).split() if word in lexicon().seasons}
    return MONTHS.get(seasons.pop(), frozenset()) if len(seasons) == 1 else frozenset()


def where_all_lie(
    shared: Sequence[str], told: Collection[tuple[str, T]], lies: Callable[[datetime, T], bool]
) -> list[str]:
    """Of two readings of days drop the one in which some day does not lie where it should, if all do in the other."""
    late = {form for pair in AMBIGUOUS if pair <= {*shared} for form in pair if not all_lie(told, form, lies)}
    ruled_out = {form for pair in AMBIGUOUS if len(pair & late) == 1 for form in pair & late}
    return [form for form in shared if form not in ruled_out]


def all_lie(told: Iterable[tuple[str, T]], form: str, lies: Callable[[datetime, T], bool]) -> bool:
    for text, place in told:
        try:
            day = datetime.strptime(TIME_OF_DAY.sub("", text), form)  # noqa: DTZ007  # a day has no time zone
        except ValueError:
            continue  # the import says of such a day that it cannot be read
        if not lies(day, place):
            return False
    return True


def stand_with_signs(contents: Contents) -> bool:
    """Tell whether scores are written with signs, such as 85 %, 8 / 10 or 1,250; "12,5" is a decimal sign."""
    has_decimals = any("," in value and not has_signs(value) for value in contents.values)
    return not has_decimals and any(map(has_signs, contents.values))


def likelier(forms: Sequence[str], days: Sequence[str]) -> str:
    """Of two readings prefer the one with fewer months, as tests take few weeks; it is asked about all the same."""
    parted = [parts for day in days if len(parts := re.split(r"[/-]", day)) > 1]
    firsts, seconds = ({parts[place] for parts in parted} for place in (0, 1))
    month_first = [form for form in forms if form.startswith("%m")]
    day_first = [form for form in forms if form.startswith("%d")]
    return (month_first if len(firsts) <= len(seconds) else day_first)[0]


def lost_zeros(ids: Sequence[str]) -> bool:
    """Tell whether numbers are shorter than the others as where a spreadsheet took leading zeros.

    Either a few are shorter, or up to four fifths by just one digit: numbers of one length that begin with a zero or
    with another digit. Numbers that simply differ in length do so by more, or keep a zero at the head of a shorter one.
    Where full ones begin with a zero, numbers have one length here, and up to half may be shorter by any number.
    """
    if len(ids) < FEWEST_IDS or not all(word.isdigit() for word in ids):
        return False
    longest = max(len(word) for word in ids)
    shorter = [word for word in ids if len(word) < longest]
    if longest < LONG_ID or not shorter or any(word.startswith("0") for word in shorter):
        return False
    by_one = all(len(word) == longest - 1 for word in shorter)
    is_filled = any(word.startswith("0") for word in ids)
    most = MOST_SHORT_BY_ONE if by_one else MOST_SHORT_OF_FILLED if is_filled else MOST_SHORT
    return len(shorter) <= most * len(ids)


def mixed_shares(contents: Contents) -> bool:
    """Tell whether percentages may be written as shares of one: 0.85 for 85."""
    shares = [number for number in contents.numbers if 0 < number < 1]
    return len(shares) > len(contents.numbers) / 2 or (bool(shares) and max(contents.numbers) > 1.5 and len(shares) > 1)
