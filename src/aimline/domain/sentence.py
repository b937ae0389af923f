"""The goal in one sentence, made from its fields (domain.md 2.7)."""

from datetime import date

from aimline.domain.goal import Draft, Locked
from aimline.domain.measure import Measure, quantity
from aimline.domain.words import Message, say, write

_BLANK = "…"


def sentence(goal: Draft | Locked) -> Message:
    """Say a goal by the formula; what is still missing stays a blank "…" (INV-27, INV-33)."""
    return say(
        "By {deadline}, {group} will {result}, as measured by {measure}, improving from {baseline} to {target}.",
        deadline=deadline_in_words(goal.deadline, goal.deadline_words),
        group=goal.group.label if goal.group else _BLANK,
        result=goal.result.strip().removeprefix("will ").rstrip(".") or _BLANK,
        measure=goal.measure.name if goal.measure else _BLANK,
        baseline=_value(goal.measure, goal.baseline.value if goal.baseline else None),
        target=_value(goal.measure, goal.target),
    )


def short_sentence(goal: Draft | Locked) -> Message:
    """Say a goal for a scoreboard: from, to, by when."""
    return say(
        "From {baseline} to {target} by {deadline}",
        baseline=_value(goal.measure, goal.baseline.value if goal.baseline else None),
        target=_value(goal.measure, goal.target),
        deadline=deadline_in_words(goal.deadline, goal.deadline_words),
    )


def deadline_in_words(deadline: date | None, words: str) -> Message:
    """Say the deadline as it was named with its resolved date beside it (INV-07)."""
    named = words.strip().removeprefix("by ").removeprefix("the ")
    if deadline is None:
        return say("{words}", words=named or _BLANK)
    if not named or is_the_day_itself(named, deadline):
        return say("{date}", date=deadline)
    return say("{words} ({date})", words=named, date=deadline)


def is_the_day_itself(words: str, day: date) -> bool:
    """Tell whether words name a day by its date, with or without the year: "5 June", "June 5, 2026"."""
    dated = write(day)
    number, month, year = dated.split()
    ways = (day.isoformat(), dated, f"{number} {month}", f"{month} {number}", f"{month} {number} {year}")
    plain = " ".join(words.replace(",", " ").casefold().split())
    return plain in {way.casefold() for way in ways}


def _value(measure: Measure | None, value: float | None) -> object:
    if value is None:
        return _BLANK
    return quantity(measure, value) if measure else float(value)
