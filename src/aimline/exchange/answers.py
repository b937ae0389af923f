"""Answers in one word to what a file leaves open, for whoever brings it without a screen."""

import re
from dataclasses import replace
from datetime import date

from aimline.domain.calendar import Calendar
from aimline.domain.refusal import AimlineError
from aimline.domain.words import say
from aimline.exchange.calendar_words import is_only_year, read_ending
from aimline.exchange.first_mapping import called
from aimline.exchange.guess.care import AMBIGUOUS
from aimline.exchange.mapping import ANY_DIGITS, WINDOWS, Mapping, undated, unjudged
from aimline.exchange.mapping_checks import check
from aimline.exchange.proposal import PERCENT, score_column, with_day

# By what is open: the answers there are, as they are written.
CHOICES = {
    "date_format": ("dates=day-first", "dates=month-first"),
    "percent": ("percent=shares", "percent=percentages"),
    "student_digits": ("digits=any", "digits=NUMBER"),
    "student": ("student=names",),
    "year": ("year=this", "year=YYYY-YY", "date=YYYY-MM-DD"),
    "coming": ("windows=given", "windows=aside", "'day of WINDOW=YYYY-MM-DD'"),
    "name": ("'name=NAME OF THE TEST'",),
    "levels": ("'proficient=LEVEL'", "proficient=none"),
}
# What was settled without asking can be said otherwise.
ALWAYS = tuple(f"windows={each}" for each in WINDOWS)
SHARE = 100.0
DAY_OF = "day of "


class NoSuchAnswer(AimlineError):
    """A text answers nothing that a file can leave open."""

    def __init__(self, text: str) -> None:
        listed = ", ".join(choice for choices in (*CHOICES.values(), ALWAYS) for choice in choices)
        message = say("'{word}' is no answer to anything.", word=text)
        super().__init__("no-such-answer", message, say("Write one of: {listed}.", listed=listed))


def given(mapping: Mapping, text: str, *, calendar: Calendar, today: date) -> Mapping:
    """Return a mapping with one question answered, as "dates=day-first"; raises `NoSuchAnswer`."""
    about, _, said = text.strip().lower().partition("=")
    if about == "name" and said.strip() and "measure" in mapping.constants:
        return closed(called(mapping, text.partition("=")[2].strip()), "name")
    if about == "dates" and said in ("day-first", "month-first"):
        first = "%d" if said == "day-first" else "%m"
        pair = next((pair for pair in AMBIGUOUS if mapping.date_format in pair), {mapping.date_format})
        form = next((form for form in pair if form.startswith(first)), mapping.date_format)
        return closed(replace(mapping, date_format=form), "date_format")
    if about == "percent" and said in ("shares", "percentages"):
        return closed(with_shares(mapping) if said == "shares" else mapping, "percent")
    if about == "digits" and (digits := digits_of(said)):
        return closed(replace(mapping, student_digits=digits), "student_digits")
    if (about, said) == ("student", "names"):
        return closed(mapping, "student")
    if (about, said) == ("year", "this"):
        return closed(mapping, "year")
    if about == "year" and "year" in mapping.constants and is_only_year(said):
        return closed(of_year(mapping, read_ending(said) or 0, calendar=calendar, today=today), "year")
    if about == "date" and is_day(said):
        constants = {role: word for role, word in mapping.constants.items() if role != "year"} | {"date": said}
        dated = replace(mapping, constants=constants, years=(), date_format="%Y-%m-%d")
        return closed(closed(dated, "year"), "coming")
    if about == "proficient":
        return judged(mapping, said, text)
    if about == "windows" or about.startswith(DAY_OF):
        return of_windows(mapping, text, today=today)
    raise NoSuchAnswer(text)


def of_windows(mapping: Mapping, text: str, *, today: date) -> Mapping:
    """Answer which windows count and when they were given; raises `NoSuchAnswer`."""
    about, _, said = text.strip().lower().partition("=")
    if about.startswith(DAY_OF) and is_day(said):
        return of_window(mapping, about.removeprefix(DAY_OF), date.fromisoformat(said), text)
    if about == "windows" and said in WINDOWS:
        return replace(mapping, windows=said)
    if about == "windows" and said in ("given", "aside") and "coming" in mapping.unsure:
        return closed(with_coming(mapping, today if said == "given" else None), "coming")
    raise NoSuchAnswer(text)


def questions(mapping: Mapping) -> list[str]:
    """Say what is still open, each with the answers there are."""
    return [
        f"{asked.message} {asked.hint} "
        + str(say("Answer with {choices}.", choices=" or ".join(f"--answer {choice}" for choice in CHOICES[asked.key])))
        for asked in check(mapping)
        if asked.key in CHOICES and asked.key in mapping.unsure
    ]


def of_year(mapping: Mapping, ending: int, *, calendar: Calendar, today: date) -> Mapping:
    """Say of which school year a whole file is: each of its windows has its own day in it."""
    word = f"{ending - 1}-{ending}"
    named = (replace(year, value=word, ending=ending) for year in mapping.years)
    years = tuple(with_day(year, calendar=calendar, today=today) for year in named)
    told = closed(replace(mapping, constants={**mapping.constants, "year": word}, years=years), "coming")
    return replace(told, unsure=(*told.unsure, "coming")) if undated(told) else told


def with_coming(mapping: Mapping, on: date | None) -> Mapping:
    """Give windows that begin after today a day; without one they are left out, so that their rows are set aside."""
    coming = undated(mapping)
    kept = (
        replace(year, given_on=on) if year in coming else year for year in mapping.years if on or year not in coming
    )
    return replace(mapping, years=tuple(kept))


def of_window(mapping: Mapping, window: str, on: date, text: str) -> Mapping:
    """Say on which day the tests of one window were given, in every year of the file that has it."""
    named = [each for each in mapping.years if window in (each.window_value.lower(), each.in_full.lower())]
    if not named:
        raise NoSuchAnswer(text)
    years = tuple(replace(each, given_on=on) if each in named else each for each in mapping.years)
    told = replace(mapping, years=years)
    return told if undated(told) else closed(told, "coming")


def judged(mapping: Mapping, said: str, text: str) -> Mapping:
    """Say from which level on a student is proficient, in every open measure that has this level; none says nobody."""
    if "levels" not in mapping.unsure:
        if said != "none":
            raise NoSuchAnswer(text)
        return replace(mapping, measures=tuple(replace(each, proficient_from="") for each in mapping.measures))
    if said == "none" and not any(said in map(str.lower, measure.levels) for measure in unjudged(mapping)):
        return closed(mapping, "levels")
    found = {measure.value: level for measure in unjudged(mapping) for level in measure.levels if level.lower() == said}
    if not found:
        raise NoSuchAnswer(text)
    measures = (replace(each, proficient_from=found.get(each.value, each.proficient_from)) for each in mapping.measures)
    told = replace(mapping, measures=tuple(measures))
    return told if unjudged(told) else closed(told, "levels")


def digits_of(said: str) -> int:
    """Read how many digits a student number has, 1 for "any"; 0 for what says neither."""
    return ANY_DIGITS if said == "any" else int(said) if re.fullmatch(r"[0-9]{1,2}", said) else 0


def closed(mapping: Mapping, key: str) -> Mapping:
    """Take a question off the list."""
    return replace(mapping, unsure=tuple(each for each in mapping.unsure if each != key))


def with_shares(mapping: Mapping) -> Mapping:
    """Read the percentages of a file as shares of one."""
    measures = tuple(
        replace(measure, times=SHARE)
        if any(word in f"{measure.value} {score_column(mapping, measure.value)}".lower() for word in PERCENT)
        else measure
        for measure in mapping.measures
    )
    return replace(mapping, measures=measures)


def is_day(text: str) -> bool:
    """Tell whether a text is a day as 2026-10-05."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
