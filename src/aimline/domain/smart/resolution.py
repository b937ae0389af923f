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

    def known_year(self, ending: int) -> SchoolYear | None:
        """Give the school year that ends in a year where the calendar has its own dates."""
        years = () if self.calendar is None else self.calendar.years
        return next((year for year in years if year.ending == ending), None)

    def running_year(self) -> int:
        """Give the ending year of the school year that runs, or of the next one in summer."""
        ending = ending_of(self.today)
        year = self.school_year(ending)
        return ending + 1 if year is not None and year.ends_on < self.today else ending

    def month_end(self, month: int, year: int | None) -> date:
        """Give the last day of a month, or the last of teaching before the break it ends in (domain.md T-02).

        The next such month where no year is told.
        """
        if year is None:
            year = self.today.year if month >= self.today.month else self.today.year + 1
        following = date(year + month // 12, month % 12 + 1, 1)
        end = following - timedelta(days=1)
        running = self.known_year(ending_of(end))
        in_break = running is not None and any(one.starts_on <= end <= one.ends_on for one in running.breaks)
        return previous_school_day(self.calendar, end) if in_break and self.calendar is not None else end

    def before_month(self, month: int, year: int | None) -> date:
        """Give the day by which "before October" wants it: the end of the month before."""
        return self.month_end(month - 1 or 12, year - (month == 1) if year is not None else None)

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

    def end_of(self, year: int) -> date:
        """Give the day behind "by 2027": a school year is called after the year it ends in (settled.md 2).

        Where that end has passed the rest of the calendar year is meant.
        """
        end = (self.year_end(year) if self.known_year(year) else None) or date(year, 6, 30)
        return end if end >= self.today else date(year, 12, 31)

    def week(self, number: int) -> date | None:
        """Give the end of a numbered week of the school year that runs."""
        year = self.school_year(self.running_year())
        return year.starts_on + timedelta(weeks=number) if year is not None else None

    def before_break(self, months: frozenset[int]) -> date | None:
        """Give the last day of teaching before the next break that begins in one of these months."""
        for ending in (self.running_year(), self.running_year() + 1):
            year = self.school_year(ending)
            for one in year.breaks if year else ():
                if one.starts_on.month in months and one.starts_on >= self.today and self.calendar is not None:
                    return previous_school_day(self.calendar, one.starts_on)
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
