"""Points of the school year: seasons, breaks, terms, windows, school years, and spans of time."""

from dataclasses import replace
from datetime import timedelta

from aimline.domain.smart.lexicon import listed, numbers, tables, words
from aimline.domain.smart.moments import Moment, Precision, Words

_SEASONS = {name: (code // 100, code % 100) for name, code in numbers("seasons").items()}
_FEASTS = {name: (code // 100, code % 100) for name, code in numbers("feasts").items()}
_DAYS = {name: (code // 100, code % 100) for name, code in numbers("days").items()}
_HOLIDAYS = tables("holidays")
_MONTHS = numbers("months")
_ORDINALS = numbers("ordinals")
_COUNTS = numbers("counts")
_TERMS = words("terms")
_SPANS = numbers("spans")
_WEEKDAYS = numbers("weekdays")
_WINDOWS = words("windows")
_BEFORE_YEAR = listed("dates", "before_year")
_THIS_YEAR = listed("dates", "this_year")
_SPAN_FILL = listed("dates", "span_fill")
_SEMESTER_NUMBERS = (1, 2)
_SEMESTERS = {"fall": 1, "autumn": 1, "spring": 2}
_PAUSES = listed("dates", "pauses")
_SCHOOLING = listed("dates", "schooling")
_ORDINAL_GRADES = listed("groups", "ordinal_words") | {"th", "rd", "nd", "st"}
_BREAKS = {name: frozenset(months) for name, months in tables("breaks").items()}
_RECURRING = frozenset({"each", "every"})
_COURSES = frozenset({"course", "ks1", "ks2", "ks3", "ks4"})
_YEAR_MARKS = frozenset({"sy", "fy", "ay"})
_YEAR_WORDS = frozenset({"school", "academic", "year", "yr"})
_TERM_WORDS = frozenset({"quarter", "semester", "sem", "trimester", "term"})
_PERIODS = frozenset({"grading", "marking"})
_LEADING = frozenset({"this", "next", "school", "the", "academic", "coming"})
_RUNNING = frozenset({"the", "this", "current", "of"})
_WEEKS = frozenset({"week", "wk"})
_CEREMONIES = frozenset({"graduation", "commencement"})
_STRETCHES = frozenset({"block", "cycle"}) | _WEEKS | _CEREMONIES
_LED = frozenset({"by", "before", "until"})
# "Feedback within five days" is a promise of quickness and no date.
_TURNAROUND = 10
_MOST_SPANS = 600
_PACE = frozenset({"growth", "progress"})


def is_season(low: str) -> bool:
    """Tell whether a word names a season."""
    return low in _SEASONS


class SchoolDates(Words):
    """Each method gives the moment that starts at a place, or nothing."""

    def season(self, at: int) -> Moment | None:
        if self.lows[at + 1] in _PAUSES:
            return self.pause(at)
        if (self.lows[at] == "fall" and self.falls(at)) or self.lows[at - 1] in _RECURRING:
            return None
        if self.lows[at + 1] in _TERM_WORDS:
            on = self.days.term_end("semester", _SEMESTERS.get(self.lows[at], -1))
            return Moment(at, at + 1, Precision.POINT, on)
        month, day = _SEASONS[self.lows[at]]
        year, last = self.year_at(at + 1), at
        two = self.number(at + 1)
        if year is not None:
            last = self.year_end(at + 1)
        elif self.lows[at + 1] in ("'", "’") and self.number(at + 2) is not None:
            last, year = at + 2, 2000 + (self.number(at + 2) or 0)
        elif (
            two is not None
            and 24 <= two <= 40
            and not self.passage.has(at + 2, "stop")
            and self.lows[at + 2] not in ("%", "percent")
        ):
            last, year = at + 1, 2000 + two
        on = self.days.safe(year, month, day) if year is not None else self.days.next_on(month, day)
        return Moment(at, last, Precision.SEASON, on)

    def falls(self, at: int) -> bool:
        """Tell the verb from the season: "will fall from", "to fall below"."""
        led = self.passage.has(at - 1, "modal") or self.lows[at - 1] == "to"
        return led or (
            self.lows[at + 1] in ("from", "below", "by")
            and self.lows[at - 1] not in ("in", "the", "this", "last", "by")
        )

    def pause(self, at: int) -> Moment:
        return Moment(at, at + 1, Precision.POINT, self.days.before_break(_BREAKS[self.lows[at]]))

    def holiday(self, at: int) -> Moment:
        """Read "Thanksgiving", "the Christmas break": the break in which the feast lies."""
        last = at + 1 if self.lows[at + 1] in _PAUSES else at
        return Moment(at, last, Precision.POINT, self.days.before_break(_BREAKS[self.lows[at]]))

    def weekday(self, at: int) -> Moment | None:
        """Read "by Friday"; weekdays of a rhythm ("on Fridays", "every Monday") are no dates."""
        if self.lows[at - 1] not in ("by", "before", "next", "this"):
            return None
        ahead = (_WEEKDAYS[self.lows[at]] - self.days.today.weekday()) % 7
        return self.day(at, at, self.days.today + timedelta(days=ahead))

    def school_year_name(self, at: int) -> Moment | None:
        """Read "2025-26" and "2025-2026 school year"."""
        start, end = self.number(at), self.number(at + 1)
        last = at + 1
        if end is None and self.lows[at + 1] in ("/", "–"):
            end, last = self.number(at + 2), at + 2
        if start is None or end is None or end % 100 != (start + 1) % 100:
            return None
        named = self.lows[at - 1] in _YEAR_MARKS or (start < 100 and self.lows[at - 1] in ("'", "’"))
        bracketed = self.lows[at - 1] == "(" and self.lows[last + 1] == ")"
        if start < 100 and (bracketed or named or self.lows[last + 1] in _YEAR_WORDS):
            start += 2000
        if not 2000 <= start <= 2099:
            return None
        return self.year_moment(at - named, last, start + 1)

    def year_moment(self, first: int, last: int, ending: int) -> Moment:
        while self.lows[last + 1] in _YEAR_WORDS:
            last += 1
        on = self.days.year_end(ending)
        ends = self.lows[last] == "end" or any(
            self.lows[place] in ("end", "close", "conclusion", "eoy") for place in range(max(0, first - 4), first)
        )
        return Moment(first, last, Precision.POINT if ends else Precision.YEAR, on)

    def bare_year(self, at: int) -> Moment | None:
        year = self.year_at(at)
        if year is None or self.passage.lows[at] != str(year) or self.lows[at + 1] in ("%", "percent", "students"):
            return None
        if self.lows[at - 1] == "of" and self.lows[at - 2] == "class":
            return None
        to_its_end = self.lows[at - 1] == "of" and self.lows[at - 2] == "end"
        return Moment(at, at, Precision.YEAR, self.days.safe(year, 12, 31) if to_its_end else self.days.end_of(year))

    def term_by_ordinal(self, at: int) -> Moment | None:
        if self.lows[at + 1] in ("st", "nd", "rd", "th"):
            if self.lows[at + 2] == "day" and self.lows[at + 4] in _SCHOOLING:
                return Moment(at, at + 4, Precision.POINT, None)
            return self.term(at, self.number(at) or 0, at + 2)
        return None

    def term(self, first: int, number: int, at: int) -> Moment | None:
        if self.lows[at] == "nine" and self.lows[at + 1] == "weeks":
            return Moment(first, at + 1, Precision.POINT, self.days.term_end("quarter", number))
        kind = _TERMS.get(self.lows[at])
        if kind is None or len(self.lows[at]) == 1:
            return None
        last = at + 1 if self.lows[at + 1] == "period" else at
        if self.lows[at] in ("grading", "marking") and last == at:
            return None
        return Moment(first, last, Precision.POINT, self.days.term_end(kind, number))

    def named(self, at: int) -> Moment | None:
        """Read the words that name a point: "Q3", "EOY", "Thanksgiving", "the end of the year", "the last day"."""
        low = self.lows[at]
        if low in _ORDINALS:
            return self.nth(at)
        if low in _WINDOWS:
            return Moment(at, at, Precision.POINT, self.days.window(_WINDOWS[low]))
        if low in _FEASTS:
            return self.day(at, at, self.days.next_on(*_FEASTS[low]))
        if low in _WEEKDAYS:
            return self.weekday(at)
        if low in _DAYS or low in _HOLIDAYS:
            return self.day_called(at)
        for read_as in (self.numbered_term, self.running_term, self.end_of_year, self.middle_of_year):
            if found := read_as(at):
                return found
        if low in _COURSES:
            ends = self.of_the_end(at) and not self.passage.glued[at]
            return self.year_moment(at, at, self.days.running_year()) if ends else None
        if low in _STRETCHES:
            return self.stretch(at)
        if low in ("year", "yr", "grade", "kindergarten"):
            return self.end_of_grade(at) or self.this_year(at)
        if low == "day" and self.lows[at - 1] in ("last", "final", "instructional", "teaching"):
            return self.last_day(at)
        return self.holiday(at) if low in _BREAKS else self.vague(at)

    def day_called(self, at: int) -> Moment | None:
        """Read "Veterans Day" and "Labor Day"."""
        if self.lows[at + 1] != "day":
            return None
        low = self.lows[at]
        on = self.days.next_on(*_DAYS[low]) if low in _DAYS else self.days.next_nth(*_HOLIDAYS[low])
        return self.day(at, at + 1, on)

    def nth(self, at: int) -> Moment | None:
        """Read "third quarter", "second Friday in May"; "last term" is over, "the last term" of the year is not."""
        weekday, month = _WEEKDAYS.get(self.lows[at + 1]), _MONTHS.get(self.lows[at + 3])
        if weekday is not None and month is not None:
            return self.day(at, at + 3, self.days.next_nth(month, weekday, _ORDINALS[self.lows[at]] or -1))
        found = self.term(at, _ORDINALS[self.lows[at]], at + 1)
        over = found is not None and self.lows[at] == "last" and self.lows[at - 1] not in ("the", "our", "this")
        return replace(found, on=None, cue="last") if found and over else found

    def numbered_term(self, at: int) -> Moment | None:
        """Read "quarter 3" and "Q3"."""
        low, number = self.lows[at], self.number(at + 1)
        if number is None and low in _TERM_WORDS:
            number = _COUNTS.get(self.lows[at + 1])
        if low not in _TERMS or number is None or not 1 <= number <= 4:
            return None
        if len(low) == 1 and (not self.glued_to(at) or (low == "s" and self.is_secondary(at, number))):
            return None
        return Moment(at, at + 1, Precision.POINT, self.days.term_end(_TERMS[low], number))

    def is_secondary(self, at: int, number: int) -> bool:
        """Tell the Scottish class "S4" and "our S2 pupils" from the second semester."""
        return number > len(_SEMESTER_NUMBERS) or self.lows[at - 1] == "our" or self.passage.has(at + 2, "student")

    def running_term(self, at: int) -> Moment | None:
        """Read "this semester", "the end of the quarter", "semester's end"."""
        low, before = self.lows[at], self.lows[at - 1]
        if low in _PERIODS and self.lows[at + 1] == "period" and before in _RUNNING:
            return Moment(at, at + 1, Precision.POINT, self.days.running_term("quarter"))
        if low not in _TERM_WORDS:
            return None
        if self.lows[at + 1] == "end":
            return Moment(at, at + 1, Precision.POINT, self.days.running_term(low))
        if before == "next":
            return Moment(at - 1, at, Precision.SEASON, self.days.next_term(low))
        if before not in _RUNNING:
            return None
        on = self.days.term_end(low, 0) if before == "of" else self.days.running_term(low)
        return Moment(at, at, Precision.POINT, on)

    def end_of_year(self, at: int) -> Moment | None:
        """Read "year's end", which says no more than the year, and "the end of the school year"."""
        if self.lows[at] not in ("year", "yr"):
            return None
        if self.lows[at + 1] == "end":
            return Moment(at, at + 1, Precision.YEAR, self.days.year_end(self.days.running_year()))
        return self.year_moment(at, at, self.days.running_year()) if self.of_the_end(at) else None

    def middle_of_year(self, at: int) -> Moment | None:
        """Read "midyear" and "mid-year"."""
        low = self.lows[at]
        parted = low == "mid" and self.lows[at + 1] == "year"
        if low != "midyear" and not parted:
            return None
        return Moment(at, at + parted, Precision.POINT, self.days.window("MOY"))

    def numbered_week(self, at: int) -> Moment | None:
        """Read "by week 30" and "the end of week 6"."""
        number = self.number(at + 1)
        led = self.lows[at - 1] in _LED or (self.lows[at - 1] == "of" and self.lows[at - 2] == "end")
        return Moment(at, at + 1, Precision.MONTH, self.days.week(number)) if led and number else None

    def stretch(self, at: int) -> Moment | None:
        """Read "by graduation", "the end of the six-week cycle" and "the end of the block (6 weeks)"."""
        if self.lows[at] in _WEEKS:
            return self.numbered_week(at)
        if self.lows[at] in _CEREMONIES:
            on = self.days.year_end(self.days.running_year())
            return Moment(at, at, Precision.MONTH, on) if self.lows[at - 1] in _LED else None
        if self.of_the_end(at) and self.lows[at + 1] == "(" and self.lows[at + 3] in _SPANS:
            count, days = self.number(at + 2), _SPANS[self.lows[at + 3]]
            return self.ahead(at, at + 3, count, days) if count and count <= _MOST_SPANS else None
        counted, days = self.number(at - 2) or _COUNTS.get(self.lows[at - 2], 0), _SPANS.get(self.lows[at - 1], 0)
        ended = self.lows[at - 3] == "the" and self.lows[at - 4] == "of" and self.lows[at - 5] == "end"
        return self.ahead(at - 2, at, counted, days) if ended and 0 < counted <= _MOST_SPANS and days else None

    def end_of_grade(self, at: int) -> Moment | None:
        """Read "the end of third grade", "the end of kindergarten"."""
        if self.lows[at] in ("year", "yr") or not self.of_the_end(at):
            return None
        last = at + 1 if self.number(at + 1) is not None else at
        first = at - 1 if self.lows[at - 1] in _ORDINAL_GRADES else at
        return replace(self.year_moment(first, last, self.days.running_year()), of_grade=True)

    def last_day(self, at: int) -> Moment | None:
        """Read "the last day of school" and "the last instructional day"."""
        last = at
        if self.lows[at + 1] == "of" and (self.lows[at + 2] in _ORDINALS or self.lows[at + 2] in _TERMS):
            return None
        if self.lows[at + 1] == "of" and self.lows[at + 2] in _SCHOOLING:
            last = at + 2
        return Moment(at - 1, last, Precision.POINT, self.days.year_end(self.days.running_year()))

    def glued_to(self, at: int) -> bool:
        return self.passage.starts[at + 1] == self.passage.ends[at]

    def of_the_end(self, at: int) -> bool:
        back = at - 1
        while self.lows[back] in _BEFORE_YEAR or self.number(back) is not None:
            back -= 1
        closes = self.lows[back] == "close" and self.lows[back + 1] != "of"
        return back < at - 1 and self.lows[back] in ("end", "close", "conclusion") and not closes

    def this_year(self, at: int) -> Moment | None:
        words = {self.lows[place] for place in range(max(0, at - 4), at)}
        if self.lows[at] != "year" or self.lows[at - 1] not in _LEADING:
            return None
        if "last" in words or "previous" in words or "prior" in words or "per" in words:
            return None
        moment = self.year_moment(at, at, self.days.running_year() + ("next" in words))
        if moment.precision is Precision.YEAR and not words & _THIS_YEAR:
            return None
        return moment if moment.precision is Precision.POINT else replace(moment, precision=Precision.YEAR)

    def vague(self, at: int) -> Moment | None:
        if not self.passage.has(at, "never_date"):
            return None
        return Moment(at, self.passage.run("never_date", at) - 1, Precision.VAGUE, None)

    def relative(self, at: int) -> Moment | None:
        """Read "in 6 weeks", "within two years", "over the next eight weeks", "after 10 weeks", "a year from now"."""
        if self.lows[at] == "from":
            return self.from_now(at)
        place = at + 1
        while self.lows[place] in _SPAN_FILL and self.lows[place + 1] not in _SPANS:
            place += 1
        count = self.number(place) or _COUNTS.get(self.lows[place])
        if self.lows[place] == "next" and self.lows[place + 1] in _SPANS:
            count = 1
        unit = place + 1
        while self.lows[unit] in ("instructional", "school", "teaching", "more"):
            unit += 1
        if count is None or self.lows[unit] not in _SPANS or count > _MOST_SPANS:
            return None
        if self.number(unit + 1) is not None and self.lows[unit] == "year":
            # "7 in 10 Year 5 pupils" counts pupils.
            return None
        if self.lows[unit + 1] in ("or", "of"):
            # "In four years or fewer" and "within a month of moving" count from each student's own start.
            return None
        days = _SPANS[self.lows[unit]]
        if days == 1 and count <= _TURNAROUND:
            return None
        if self.lows[at] == "in" and not _PACE.isdisjoint(self.lows[back] for back in range(max(0, at - 2), at)):
            # "More than a year's growth in a year" is a pace.
            return None
        if days == 1 and unit > place + 1:
            # Five days of school take a week.
            count = round(count * 7 / 5)
        return self.ahead(at, unit, count, days)

    def from_now(self, at: int) -> Moment | None:
        """Read "two years from now"."""
        count, days = self.number(at - 2) or _COUNTS.get(self.lows[at - 2]), _SPANS.get(self.lows[at - 1])
        if self.lows[at + 1] != "now" or not count or days is None or count > _MOST_SPANS:
            return None
        return self.ahead(at - 2, at + 1, count, days)

    def ahead(self, first: int, last: int, count: int, days: int) -> Moment:
        """Give the moment that lies a number of spans ahead of today."""
        precision = Precision.MONTH if days <= 30 else Precision.YEAR
        on = self.days.today + timedelta(days=count * days)
        if days == 365:
            on = self.days.safe(self.days.today.year + count, self.days.today.month, self.days.today.day) or on
        return Moment(first, last, precision, on, cue="within")
