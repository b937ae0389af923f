"""Numbers, days and people in words, short enough for a chart."""

from datetime import date

from aimline.domain.words import Message, decimals, say

NO_BREAK = "\u00a0"

MONTHS = (
    say("Jan"), say("Feb"), say("Mar"), say("Apr"), say("May"), say("Jun"),
    say("Jul"), say("Aug"), say("Sep"), say("Oct"), say("Nov"), say("Dec"),
)  # fmt: skip


def number(value: float) -> str:
    """A number with two decimals below 10, else with one, none of them an idle zero, and a true minus sign."""
    text = f"{value:.{decimals(value)}f}".rstrip("0").rstrip(".")
    return "0" if text in ("", "-0") else text.replace("-", "−")


def end(at_least: float | None, at_most: float | None, unit: str) -> Message | None:
    """Say the end of a range in which a value lies; none where nothing is told."""
    if at_least is not None:
        return say("at least {end}", end=amount(at_least, unit))
    return None if at_most is None else say("at most {end}", end=amount(at_most, unit))


def amount(value: float, unit: str) -> str:
    """A value with its unit, never parted at a line's end."""
    shown = number(round(value, 1) if unit == "%" else value)
    return f"{shown}{NO_BREAK}{unit}" if unit else shown


def distance(value: float, unit: str) -> Message:
    """How far apart two values are: percentages differ by points, never by per cent."""
    size = abs(round(value, 1) if unit == "%" else value)
    if unit != "%":
        return say("{amount}", amount=amount(size, unit))
    if number(size) == "1":
        return say("1 point")
    return say("{points} points", points=number(size))


def day(on: date) -> Message:
    """A day with the month's short name, without the year."""
    return say("{day} {month}", day=on.day, month=MONTHS[on.month - 1])


def full_day(on: date) -> Message:
    """A day with month and year, for tables and sentences that outlive the school year."""
    return say("{day} {month} {year}", day=on.day, month=MONTHS[on.month - 1], year=on.year)


def students(n: int) -> Message:
    """How many students stand behind a value."""
    return say("1 student") if n == 1 else say("{n} students", n=n)


def shortened(name: str, longest: int) -> str:
    """A name cut at a word's end so that it has at most `longest` letters."""
    name = " ".join(name.split())
    if len(name) <= longest:
        return name
    head = name[: longest - 1]
    kept = head.rsplit(" ", 1)[0] if " " in head else head
    return kept.rstrip(",;:-") + "…"
