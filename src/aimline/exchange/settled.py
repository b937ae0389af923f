"""What was settled about a file without asking, in sentences: whoever brings it may say otherwise."""

from collections.abc import Sequence
from datetime import date

from aimline.domain.words import say
from aimline.exchange import level_order, serials
from aimline.exchange.mapping import Mapping, MappingProblem, has, unjudged
from aimline.exchange.mapping_checks import unread
from aimline.exchange.numbers import FRACTION, without_fraction
from aimline.exchange.recognition import Recognised
from aimline.exchange.vocabulary import Vocabulary

MOST_NAMED = 12
OTHERWISE = " If each day is a test of its own, say so among its columns."
WINDOWS = {
    "month": "The file says on which days tests were given and no testing window, so the results of a month count"
    " together." + OTHERWISE,
    "period": "The file says on which days tests were given and no testing window. Days with less than a month between"
    " them count together as one test, called by the month in which it begins, because hardly a student took it twice"
    " in that time." + OTHERWISE,
}


def sentences(mapping: Mapping, file: Recognised, *, today: date) -> list[str]:
    """Say what was settled without asking, because the file leaves only one answer, or one that is likely."""
    told = [*known(mapping, file.header), *(f"{note.message} {note.hint}" for note in file.notes)]
    if mapping.windows in WINDOWS:
        told.append(str(say(WINDOWS[mapping.windows])))
    told += whole_numbers(mapping, file)
    told += counted_days(mapping)
    told += given_today(mapping, today)
    school = mapping.when_empty.get("school")
    if school:
        text = "Some lines name no school. The file names only {school}, so they are counted there."
        told.append(str(say(text, school=school)))
    return told


def known(mapping: Mapping, header: Sequence[str]) -> list[str]:
    """Say as which known kind of file it was read and what stays unread, or why it was not read like that."""
    if mapping.beyond:
        text = (
            "This file is like those known as “{name}”, but tells tests or seasons apart by columns that are not read"
            " of those: {columns}. So its columns were guessed afresh; look whether each is what it says."
        )
        return [str(say(text, name=mapping.known_as, columns=_some(mapping.beyond)))]
    if not mapping.known_as:
        return []
    told = [str(say("This kind of file is known as “{name}” and was read as such.", name=mapping.known_as))]
    left = unread(mapping, header)
    return [*told, *([str(say("Columns that are not read: {columns}.", columns=_some(left)))] if left else [])]


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:MOST_NAMED]) + (", …" if len(names) > MOST_NAMED else "")


def otherwise(mapping: Mapping) -> list[str]:
    """Return the answers that settle it otherwise, for whoever brings the file without a screen."""
    return ["windows=day"] if mapping.windows in WINDOWS else []


def given_today(mapping: Mapping, today: date) -> list[str]:
    """Say of which windows the day is today, because their time by the calendar lasts longer."""
    only = mapping.constants.get("year", "")  # where all rows have one year, their windows are told apart without it
    words = dict.fromkeys(
        each.window_value if each.window_value and each.value == only else each.in_full
        for each in mapping.years
        if each.given_on == today
    )
    text = "Nothing in this file says on which day {windows} was given; it counts as given today, {day}."
    return [str(say(text, windows=", ".join(words), day=today))] if words and not has(mapping, "date") else []


def whole_numbers(mapping: Mapping, file: Recognised) -> list[str]:
    """Say that student numbers stand with a fraction that is none."""
    column = mapping.columns.get("student", "")
    place = file.header.index(column) if column in file.header else len(file.header)
    seen = [text for row in file.sample for text in row[place : place + 1] if FRACTION.match(text)]
    text = (
        "Numbers in {column} are written as {amount}, as where a spreadsheet took them for amounts; they are read as"
        " {number}."
    )
    return [str(say(text, column=column, amount=seen[0], number=without_fraction(seen[0])))] if seen else []


def guessed_orders(mapping: Mapping, words: Vocabulary) -> list[MappingProblem]:
    """Say of which tests the order of the levels is a guess; those whose levels are asked about are told there."""
    alike: dict[tuple[str, ...], list[str]] = {}
    asked = unjudged(mapping)
    for measure in mapping.measures:
        means = {level: use.mean for (test, level), use in words.levels.items() if test == measure.value}
        means = {level: means.get(level) for level in measure.levels}
        if measure not in asked and level_order.is_guessed(measure.levels, means):
            alike.setdefault(measure.levels, []).append(measure.name)
    message = "Nothing in this file tells how the levels of {measure} stand to each other; their order is a guess."
    hint = "Taken as lowest first: {levels}. If that is not so, put them in order."
    return [
        MappingProblem("order", say(message, measure=_some(names)), say(hint, levels=", ".join(levels)))
        for levels, names in alike.items()
    ]


def orders_told(mapping: Mapping, words: Vocabulary) -> list[str]:
    """Say in sentences of which tests the order of the levels is a guess."""
    return [f"{each.message} {each.hint}" for each in guessed_orders(mapping, words)]


def counted_days(mapping: Mapping) -> list[str]:
    """Say which columns hold days as a spreadsheet counts them."""
    columns = dict.fromkeys([mapping.columns.get("date", ""), *(group.date for group in mapping.results)])
    number = serials.EXAMPLES.get(mapping.date_format)
    text = (
        "The dates in {column} are numbers of days, as a spreadsheet counts them ({number} is {day}); they are read so."
    )
    day = serials.read(number, mapping.date_format) if number else None
    return [str(say(text, column=", ".join(filter(None, columns)), number=number, day=day))] if number else []
