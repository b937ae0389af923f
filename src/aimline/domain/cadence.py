"""How often a goal is looked at, and what a look needs (INV-48 to INV-50, settled.md 18)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from aimline.domain.calendar import Calendar, next_school_day, previous_school_day, year_of
from aimline.domain.gap import Gap
from aimline.domain.words import say

MAX_DAYS = 31
DEFAULT_DAYS = 28
_LONG_VACATION_DAYS = 14


class Answer(StrEnum):
    """Are we on track?"""

    YES = "yes"
    ALMOST = "almost"
    NO = "no"
    NOT_DISCUSSED = "not discussed"


@dataclass(frozen=True)
class CheckIn:
    """One dated look at a goal: the value and next date come prefilled, two questions are answered.

    The other questions may stay "not discussed" and celebrations "none yet" (settled.md 18).
    """

    on: date
    value: float | None
    next_on: date | None
    on_track: Answer | None
    what_to_adjust: str
    no_data_reason: str = ""
    who_is_improving: str = Answer.NOT_DISCUSSED.value
    who_needs_support: str = Answer.NOT_DISCUSSED.value
    what_works: str = Answer.NOT_DISCUSSED.value
    celebrations: str = "none yet"


def missing_for_completion(check_in: CheckIn) -> tuple[Gap, ...]:
    """List what an unfinished check-in lacks; it is saved all the same (INV-48, INV-49, RF-27)."""
    return tuple(_missing(check_in))


def _missing(check_in: CheckIn) -> Iterable[Gap]:
    if check_in.value is None and not check_in.no_data_reason.strip():
        yield Gap("INV-48", say("No data today? Say in a word why."), "no_data_reason")
    if check_in.on_track is None:
        yield Gap("RF-27", say("“Are we on track?” has no answer yet; “not discussed” is one."), "on_track")
    answers = (
        ("what_to_adjust", check_in.what_to_adjust, say("What will we adjust?")),
        ("who_is_improving", check_in.who_is_improving, say("Who is improving?")),
        ("who_needs_support", check_in.who_needs_support, say("Who needs support?")),
        ("what_works", check_in.what_works, say("What works?")),
        ("celebration", check_in.celebrations, say("Something to celebrate?")),
    )
    for where, answer, question in answers:
        if not answer.strip():
            yield Gap("RF-27", say('{question} Write a word, or "not discussed".', question=question), where)
    latest = check_in.on + timedelta(days=MAX_DAYS)
    if check_in.next_on is not None and check_in.next_on <= check_in.on:
        yield Gap("RF-27", say("The next look lies ahead: a day after today, by {latest}.", latest=latest), "next_on")
    elif check_in.next_on is None or check_in.next_on > latest:
        yield Gap("RF-27", say("When do you look again? By {latest} at the latest.", latest=latest), "next_on")


def restarts_month(n_answered: int, n_members: int) -> bool:
    """Tell whether enough members answered for a new month: two, or the only one (settled.md 18)."""
    return n_answered >= min(2, max(1, n_members))


def counted_days(start: date, end: date, *, calendar: Calendar | None = None) -> int:
    """Count days after `start` up to `end` without vacations of more than two weeks (INV-50)."""
    n_days = (end - start).days
    if calendar is None:
        return max(n_days, 0)
    days = (start + timedelta(days=n) for n in range(1, n_days + 1))
    return sum(not _in_long_vacation(calendar, day) for day in days)


def overdue(last: date, *, today: date, calendar: Calendar | None = None) -> bool:
    """Tell whether the last completed check-in, or the activation, is more than 31 days ago (INV-50)."""
    # Vacations only take days away, so most looks are answered without a walk through the calendar.
    return (today - last).days > MAX_DAYS and counted_days(last, today, calendar=calendar) > MAX_DAYS


def next_check_in(last: date, *, calendar: Calendar, cadence_days: int = DEFAULT_DAYS) -> date:
    """Propose the next look: a school day at most `cadence_days` later, after a vacation its first day."""
    latest = last + timedelta(days=min(cadence_days, MAX_DAYS))
    proposed = previous_school_day(calendar, latest)
    return proposed if proposed > last else next_school_day(calendar, latest)


def _in_long_vacation(calendar: Calendar, day: date) -> bool:
    year = year_of(calendar, day)
    if year is None:
        return True
    return any(
        pause.starts_on <= day <= pause.ends_on and (pause.ends_on - pause.starts_on).days + 1 > _LONG_VACATION_DAYS
        for pause in year.breaks
    )
