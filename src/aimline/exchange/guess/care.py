"""How the dates of a file are written, and what it leaves open: two ways to read a day, lost zeros, shares of one."""

import re
from collections.abc import Collection, Iterable, Sequence
from collections.abc import Mapping as Table
from dataclasses import replace
from datetime import datetime

from aimline.exchange.calendar_words import read_ending
from aimline.exchange.guess.contents import TIME_OF_DAY, Contents
from aimline.exchange.mapping import DATE_FORMATS, MISSING, Mapping, Results
from aimline.exchange.numbers import has_signs

AMBIGUOUS = ({"%d/%m/%Y", "%m/%d/%Y"}, {"%d-%m-%Y", "%m-%d-%Y"}, {"%d/%m/%y", "%m/%d/%y"})
FEWEST_IDS, LONG_ID, MOST_SHORT, MOST_SHORT_BY_ONE = 10, 5, 0.2, 0.8


def take(
    mapping: Mapping, contents: Table[str, Contents], found: Sequence[Results], *, percents: Collection[str]
) -> Mapping:
    """Choose how dates are written, and note what the file leaves open (trust.md 3); `percents` name scores."""
    dated = [mapping.columns.get("date", ""), *(each.date for each in found)]
    seen = [contents[name] for name in dict.fromkeys(dated) if name in contents and contents[name].n_filled]
    forms = [each.date_formats or each.loose_formats for each in seen]
    unsure: list[str] = []
    form = mapping.date_format
    if forms:
        shared = [each for each in DATE_FORMATS if all(each in named for named in forms)]
        form = next(iter(shared), form)
        shared = as_elsewhere(shared, contents.values())
        shared = in_their_years(shared, mapping, contents)
        form = next(iter(shared), form)
        if any(pair <= {*shared} for pair in AMBIGUOUS):
            unsure.append("date_format")
            form = likelier(shared, [day for each in seen for day in each.words])
    student = contents.get(mapping.columns.get("student", ""))
    if mapping.columns.get("student") == mapping.columns.get("family_name", "") or (student and are_names(student)):
        unsure.append("student")
    if student and lost_zeros(student.words):
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
    """Of two readings keep the one in which alone every day lies in the school year that its row names."""
    named = [contents.get(mapping.columns.get(role, "")) for role in ("date", "year")]
    days, years = (each.raw if each else () for each in named)
    told = {(day, ending) for day, year in zip(days, years, strict=False) if day and (ending := read_ending(year))}
    late = {form for pair in AMBIGUOUS if pair <= {*shared} for form in pair if not _lie_in(told, form, mapping)}
    ruled_out = {form for pair in AMBIGUOUS if len(pair & late) == 1 for form in pair & late}
    return [form for form in shared if form not in ruled_out]


def _lie_in(told: Iterable[tuple[str, int]], form: str, mapping: Mapping) -> bool:
    for text, ending in told:
        try:
            day = datetime.strptime(TIME_OF_DAY.sub("", text), form)  # noqa: DTZ007  # a day has no time zone
        except ValueError:
            continue  # the import says of such a day that it cannot be read
        if day.year + (day.month >= mapping.year_starts_in_month) != ending:
            return False
    return True


def stand_with_signs(contents: Contents) -> bool:
    """Tell whether scores are written with signs, such as 85 %, 8 / 10 or 1,250; "12,5" is a decimal sign."""
    has_decimals = any("," in value and not has_signs(value) for value in contents.values)
    return not has_decimals and any(map(has_signs, contents.values))


def likelier(forms: Sequence[str], days: Sequence[str]) -> str:
    """Of two readings prefer the one with fewer months, as tests take few weeks; it is asked about all the same."""
    firsts = {re.split(r"[/-]", day)[0] for day in days}
    seconds = {re.split(r"[/-]", day)[1] for day in days}
    month_first = [form for form in forms if form.startswith("%m")]
    day_first = [form for form in forms if form.startswith("%d")]
    return (month_first if len(firsts) <= len(seconds) else day_first)[0]


def lost_zeros(ids: Sequence[str]) -> bool:
    """Tell whether numbers are shorter than the others as where a spreadsheet took leading zeros.

    Either a few are shorter, or up to four fifths by just one digit: numbers of one length that begin with a zero or
    with another digit. Numbers that simply differ in length do so by more, or keep a zero at the head of a shorter one.
    """
    if len(ids) < FEWEST_IDS or not all(word.isdigit() for word in ids):
        return False
    longest = max(len(word) for word in ids)
    shorter = [word for word in ids if len(word) < longest]
    if longest < LONG_ID or not shorter or any(word.startswith("0") for word in shorter):
        return False
    by_one = all(len(word) == longest - 1 for word in shorter)
    return len(shorter) <= (MOST_SHORT_BY_ONE if by_one else MOST_SHORT) * len(ids)


def mixed_shares(contents: Contents) -> bool:
    """Tell whether percentages may be written as shares of one: 0.85 for 85."""
    shares = [number for number in contents.numbers if 0 < number < 1]
    return len(shares) > len(contents.numbers) / 2 or (bool(shares) and max(contents.numbers) > 1.5 and len(shares) > 1)
