"""Days behind the words of the school year, resolved against the school's own calendar (domain.md T8)."""

from dataclasses import dataclass
from datetime import date, timedelta

from aimline.domain.calendar import Calendar, SchoolYear, ending_of, previous_school_day, year_ending

_WEEKS_AWAY = 25


@dataclass
class Days:
    """Resolves named points as seen from `today`; without a calendar, terms and windows stay open."""

    today: date
    calendar: Calendar | None

    def safe(self, year: int, month: int, day: int) -> date | None:
        """Give the day, or nothing where the calendar has none (31 June)."""
        try:
            return date(year, month, day)
        except ValueError:
            return None

    def next_nth(self, month: int, weekday: int, nth: int) -> date:
        """Give the next first (1), second (2) ... or last (-1) Monday (0), Tuesday (1) ... of a month."""
        found = [_nth_of(self.today.year + later, month, weekday, nth) for later in (0, 1)]
        return found[0] if found[0] >= self.today else found[1]

    def next_on(self, month: int, day: int) -> date | None:
        """Give the next such day of any year, today included."""
        found = self.safe(self.today.year, month, day)
        if found is not None and found < self.today:
            found = self.safe(self.today.year + 1, month, day)
        return found

    def school_year(self, ending: int) -> SchoolYear | None:
        """Give the school year that ends in a year; nothing without a calendar."""
        return None if self.calendar is None else year_ending(self.calendar, ending)

    def running_year(self) -> int:
        """Give the ending year of the school year that runs, or of the next one in summer."""
        ending = ending_of(self.today)
        year = self.school_year(ending)
        return ending + 1 if year is not None and year.ends_on < self.today else ending

    def month_end(self, month: int, year: int | None) -> date:
        """Give the last day of a month: the next such month where no year is told."""
        if year is None:
            year = self.today.year if month >= self.today.month else self.today.year + 1
        following = date(year + month // 12, month % 12 + 1, 1)
        return following - timedelta(days=1)

    def term_end(self, kind: str, number: int) -> date | None:
        """Give the next end of a term; number 0 is the last of its kind."""
        for ending in (self.running_year(), self.running_year() + 1):
            year = self.school_year(ending)
            if year is None:
                return None
            ends = {one.number: one.ends_on for one in year.terms if one.kind == kind}
            on = ends.get(number) if number else max(ends.values(), default=None)
            if on is not None and on >= self.today:
                return on
        return None

    def running_term(self, kind: str) -> date | None:
        """Give the end of the term of a kind that runs today."""
        year = self.school_year(self.running_year())
        for one in year.terms if year else ():
            if one.kind == kind and one.starts_on <= self.today <= one.ends_on:
                return one.ends_on
        return None

    def next_term(self, kind: str) -> date | None:
        """Give the end of the first term of a kind that has not begun."""
        for ending in (self.running_year(), self.running_year() + 1):
            year = self.school_year(ending)
            for one in year.terms if year else ():
                if one.kind == kind and one.starts_on > self.today:
                    return one.ends_on
        return None

    def window(self, kind: str) -> date | None:
        """Give the next end of an assessment window."""
        for ending in (self.running_year(), self.running_year() + 1):
            year = self.school_year(ending)
            for one in year.windows if year else ():
                if one.kind == kind and one.closes_on >= self.today:
                    return one.closes_on
        return None

    def year_end(self, ending: int) -> date | None:
        """Give the last day of teaching of a school year."""
        year = self.school_year(ending)
        return previous_school_day(self.calendar, year.ends_on) if year and self.calendar else None

    def week(self, number: int) -> date | None:
        """Give the end of a numbered week of the school year that runs."""
        year = self.school_year(self.running_year())
        return year.starts_on + timedelta(weeks=number) if year is not None else None

    def break_in(self, months: frozenset[int]) -> date | None:
        """Give the first day of the next break that begins in one of these months."""
        for ending in (self.running_year(), self.running_year() + 1):
            year = self.school_year(ending)
            for one in year.breaks if year else ():
                if one.starts_on.month in months and one.starts_on >= self.today:
                    return one.starts_on
        return None


def last_taught(calendar: Calendar | None, day: date) -> date:
    """With a calendar, the last day of teaching on or before the day, unless that is weeks away."""
    if calendar is None:
        return day
    found = previous_school_day(calendar, day)
    return found if (day - found).days <= _WEEKS_AWAY else day


def _nth_of(year: int, month: int, weekday: int, nth: int) -> date:
    first = date(year, month, 1)
    if nth < 0:
        end = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        return end - timedelta(days=(end.weekday() - weekday) % 7)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
