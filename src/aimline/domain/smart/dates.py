"""Dates as people write them: days, months, and the points of the school year."""

from collections.abc import Iterator
from datetime import date

from aimline.domain.calendar import Calendar
from aimline.domain.smart.lexicon import listed, numbers, tables, words
from aimline.domain.smart.moments import Moment, Precision
from aimline.domain.smart.passage import Passage
from aimline.domain.smart.school_dates import SchoolDates, is_season

__all__ = ["Moment", "Precision", "read"]

_MONTHS = numbers("months")
_WEEKDAYS = numbers("weekdays")
_ORDINALS = numbers("ordinals")
_NAMED = listed("dates", "named").union(
    numbers("feasts"),
    numbers("days"),
    tables("holidays"),
    numbers("weekdays"),
    numbers("ordinals"),
    tables("breaks"),
    words("terms"),
    words("windows"),
)
_STARTS = _NAMED.union(_MONTHS, numbers("seasons"))
_DUE = frozenset({"due", "by", "before", "until"})
_POINT = 8
_MIDDLE = 15
_SLASH_CUES = listed("dates", "slash_cues")
_BEFORE_MAY = frozenset({"by", "before", "until", "in"})
_MONTHS_LIKE_WORDS = listed("dates", "months_like_words")
_CUES = listed("dates", "cues")
_LEADS_SPAN = frozenset({"in", "within", "over", "after", "from", "dans", "d'ici"})
# What stands behind a number of things: it is no date, and most numbers of a goal are such.
_COUNTED = frozenset({"%", "percent", "students"})
_FILL = listed("dates", "fill")


class _Reader(SchoolDates):
    """Walks the tokens once; each method gives a moment that starts here, or nothing."""

    def all(self) -> Iterator[Moment]:
        passed = 0
        for at in self.beginnings():
            moment = self.at(at) if at >= passed else None
            if moment is not None:
                yield moment
                passed = moment.last + 1

    def beginnings(self) -> list[int]:
        """Give the places where a date may start: none does at a word like most."""
        words = self.passage
        return sorted({*words.figures, *words.all_words(_STARTS), *words.all("never_date")})

    def at(self, at: int) -> Moment | None:
        low = self.lows[at]
        if self.passage.kinds[at] == "number":
            if self.lows[at + 1] in _COUNTED:
                return None
            return (
                self.numeric(at)
                or self.day_first(at)
                or self.school_year_name(at)
                or self.term_by_ordinal(at)
                or self.bare_year(at)
            )
        if low[:1].isdigit() and low.count(".") == 2:
            return self.dotted(at)
        if low in _LEADS_SPAN:
            return self.vague(at) or self.relative(at)
        if low in _MONTHS:
            return self.month(at)
        if is_season(low):
            return self.season(at)
        if low not in _NAMED and "never_date" not in self.passage.classes[at]:
            return None
        return self.named(at)

    def numeric(self, at: int) -> Moment | None:
        joined = self.passage.glued
        slashed, glued = self.lows[at + 1] == "/", at + 2 < self.n and joined[at + 1] and joined[at + 2]
        a = self.number(at) if slashed or glued else None
        if a is None:
            return None
        if slashed:
            b = self.number(at + 2)
            if b is not None and 1 <= a <= 31 and 1 <= b <= 31:
                return self.slashed(at, a, b, self.number(at + 4) if self.lows[at + 3] == "/" else None)
        # ISO dates: the hyphens are gone, the parts are glued.
        if a >= 2000 and glued:
            b, c = self.number(at + 1), self.number(at + 2)
            return None if b is None or c is None else self.day(at, at + 2, self.days.safe(a, b, c))
        return None

    def slashed(self, at: int, a: int, b: int, year: int | None) -> Moment | None:
        if year is None:
            # "12/15" is a day and "18/24" may be a share: a cue before it tells.
            cued = self.lows[at - 1] in _SLASH_CUES or self.says_again(at)
            if not cued or self.lows[at + 3] in ("of", "students"):
                return None
            last, found = at + 2, None
        else:
            last = at + 4
            year = year + 2000 if year < 100 else year
        if a <= 12 and b <= 12 and a != b:
            return Moment(at, last, Precision.UNREADABLE, None)
        month, day = (a, b) if a <= 12 else (b, a)
        found = self.days.next_on(month, day) if year is None else self.days.safe(year, month, day)
        return self.day(at, last, found)

    def says_again(self, at: int) -> bool:
        """Tell a day that a bracket gives for the point before it: "due at the end of Q1 (10/24)"."""
        closed = self.lows[at - 1] == "(" and self.lows[at + 3] == ")"
        return closed and self.passage.find_word(_DUE, max(0, at - _POINT), at) is not None

    def dotted(self, at: int) -> Moment | None:
        """Read "29.5.2026"; codes such as 3.NF.1 have letters and are no dates."""
        parts = self.lows[at].split(".")
        if not all(part.isascii() and part.isdigit() for part in parts):
            return None
        first, second, year = (int(part) for part in parts)
        if first <= 12 and second <= 12 and first != second:
            return Moment(at, at, Precision.UNREADABLE, None)
        month, day = (first, second) if second > 12 else (second, first)
        return self.day(at, at, self.days.safe(year, month, day))

    def day_first(self, at: int) -> Moment | None:
        """Read "30 January 2026", "15th of May", "the 3rd of June"."""
        day, last = self.number(at), at
        if day is None or not 1 <= day <= 31:
            return None
        if self.lows[last + 1] in ("st", "nd", "rd", "th", "er"):
            last += 1
        if self.lows[last + 1] == "of":
            last += 1
        month = _MONTHS.get(self.lows[last + 1])
        if month is None:
            return None
        last += 1
        if self.lows[last + 1] == ".":
            last += 1 if self.year_at(last + 2) else 0
        year = self.year_at(last + 1)
        if year is None:
            return self.day(at, last, self.days.next_on(month, day))
        return self.day(at, self.year_end(last + 1), self.days.safe(year, month, day))

    def month(self, at: int) -> Moment | None:
        if self.lows[at] == "may" and self.passage.texts[at] != "May" and self.lows[at - 1] not in _BEFORE_MAY:
            return None
        if self.lows[at] in _MONTHS_LIKE_WORDS and self.passage.texts[at][0].islower():
            return None if self.lows[at - 1] not in _CUES | _FILL else self.month_from(at)
        return self.month_from(at)

    def month_from(self, at: int) -> Moment:
        month, last = _MONTHS[self.lows[at]], at
        if self.lows[last + 1] == "." and self.number(last + 2) is not None:
            last += 1
        day = self.number(last + 1)
        counted = self.lows[last + 2] == "of" and self.number(last + 3) is not None
        percent = self.lows[last + 2] in ("%", "percent") or (counted and self.year_at(last + 3) is None)
        if day is not None and 1 <= day <= 31 and not percent and len(self.lows[last + 1]) <= 2:
            last += 1
            if self.lows[last + 1] in ("st", "nd", "rd", "th"):
                last += 1
            year = self.year_at(last + 1)
            if year is None:
                return self.day(at, last, self.days.next_on(month, day))
            return self.day(at, self.year_end(last + 1), self.days.safe(year, month, day))
        year = self.year_at(last + 1)
        if year is not None:
            last = self.year_end(last + 1)
        if self.lows[last + 1] == "break":
            return Moment(at, last + 1, Precision.POINT, self.days.before_break(frozenset({month})))
        nth = _ORDINALS.get(self.lows[at - 2], 0) if self.lows[at - 1] == "of" else 0
        if nth:
            on = self.days.next_on(month, nth) if year is None else self.days.safe(year, month, nth)
            return self.day(at - 2, last, on)
        first = at - 1 if self.lows[at - 1] in ("mid", "early", "late") else at
        return Moment(first, last, Precision.MONTH, self.within_month(first, month, year))

    def within_month(self, first: int, month: int, year: int | None) -> date | None:
        """Give the day behind "mid-October" (the 15th), "before October" and plain "October" (the end)."""
        if self.lows[first] == "mid":
            return self.days.next_on(month, _MIDDLE) if year is None else self.days.safe(year, month, _MIDDLE)
        if self.lows[first - 1] == "before" and self.lows[first] in _MONTHS:
            return self.days.before_month(month, year)
        return self.days.month_end(month, year)


def read(passage: Passage, *, today: date, calendar: Calendar | None) -> tuple[Moment, ...]:
    """Find every date expression, in order, each with the word that introduces it ("by", "in", "from")."""
    return tuple([_with_cue(passage, moment) for moment in _Reader(passage, today, calendar).all()])


def _with_cue(passage: Passage, moment: Moment) -> Moment:
    if moment.cue:
        return moment
    place = moment.first - 1
    while place >= 0 and _fills(passage, place):
        place -= 1
    low = passage.lows[place]
    if passage.has(place, "measure_cue"):
        moment.cue = "measure"
        return moment
    first = moment.first
    while first - 1 > place and (passage.lows[first - 1] != "," or passage.lows[first - 2] in _WEEKDAYS):
        first -= 1
    if passage.lows[moment.last + 1] == "last" and passage.lows[moment.last + 2] == "year":
        moment.cue = "last"
        return moment
    if low == "in" and passage.lows[place - 1] in ("as", "than"):
        moment.cue = "as"
        return moment
    later = low == "than" or (low == "later" and passage.lows[place - 1] == "no")
    moment.first = first
    moment.cue = "by" if later or passage.lows[place + 1] == "no" else low if low in _CUES or low == "last" else ""
    return moment


def _fills(passage: Passage, at: int) -> bool:
    """Tell the words between "by" and a date: "the end of", "the last week of"; but not "last May"."""
    low = passage.lows[at]
    if low == "last":
        return passage.lows[at + 1] in ("week", "day", "days", "school")
    return low in _FILL or low in _WEEKDAYS
