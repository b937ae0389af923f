"""Dates as people write them: days, months, seasons, terms, school years and spans of time."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from aimline.domain.calendar import Calendar
from aimline.domain.smart.lexicon import listed, numbers, words
from aimline.domain.smart.passage import Passage
from aimline.domain.smart.resolution import Days


class Precision(StrEnum):
    """How exactly the words fix the day."""

    DAY = "day"
    POINT = "point"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    VAGUE = "vague"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Moment:
    """A date expression at tokens `first` to `last`; `on` is None where it cannot be resolved."""

    first: int
    last: int
    precision: Precision
    on: date | None
    cue: str = ""
    whole_year: bool = False


_MONTHS = numbers("months")
_SEASONS = {name: (code // 100, code % 100) for name, code in numbers("seasons").items()}
_ORDINALS = numbers("ordinals")
_COUNTS = numbers("counts")
_TERMS = words("terms")
_SPANS = numbers("spans")
_NAMED = listed("dates", "named") | frozenset(_ORDINALS) | frozenset(_TERMS) | frozenset(words("windows"))
_WEEKDAYS = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})
_WINDOWS = words("windows")
_SLASH_CUES = listed("dates", "slash_cues")
_MONTHS_LIKE_WORDS = listed("dates", "months_like_words")
_BEFORE_YEAR = listed("dates", "before_year")
_THIS_YEAR = listed("dates", "this_year")
_SPAN_FILL = listed("dates", "span_fill")
_CUES = listed("dates", "cues")
_FILL = listed("dates", "fill")


class _Reader:
    """Walks the tokens once; each `_read_*` gives a moment that starts here, or nothing."""

    def __init__(self, passage: Passage, today: date, calendar: Calendar | None) -> None:
        self.passage, self.days = passage, Days(today, calendar)
        self.n = len(passage.tokens)

    def word(self, at: int) -> str:
        return self.passage.low(at)

    def number(self, at: int) -> int | None:
        low = self.word(at)
        return int(low) if low.isascii() and low.isdigit() and len(low) <= 4 else None

    def year_at(self, at: int) -> int | None:
        if self.word(at) in (",", "of"):
            at += 1
        value = self.number(at)
        return value if value is not None and 2000 <= value <= 2099 and len(self.word(at)) == 4 else None

    def year_end(self, at: int) -> int:
        return at + 1 if self.word(at) in (",", "of") else at

    def all(self) -> Iterator[Moment]:
        at = 0
        while at < self.n:
            moment = self.at(at)
            if moment is None:
                at += 1
                continue
            yield moment
            at = moment.last + 1

    def at(self, at: int) -> Moment | None:
        token = self.passage.tokens[at]
        if token.kind == "number":
            return (
                self.numeric(at)
                or self.day_first(at)
                or self.school_year_name(at)
                or self.term_by_ordinal(at)
                or self.bare_year(at)
            )
        if token.kind != "word":
            return None
        if token.low[0].isdigit() and token.low.count(".") == 2:
            return self.dotted(at)
        if token.low in _MONTHS:
            return self.month(at)
        if token.low in _SEASONS:
            return self.season(at)
        if token.low not in _NAMED and "never_date" not in self.passage.classes[at]:
            return None
        return self.named(at) or self.relative(at)

    def day(self, first: int, last: int, on: date | None) -> Moment:
        return Moment(first, last, Precision.DAY if on else Precision.UNREADABLE, on)

    def numeric(self, at: int) -> Moment | None:
        a, b, c = self.number(at), self.number(at + 2), self.number(at + 4)
        mark = self.word(at + 1)
        if a is not None and mark == "/" and b is not None and 1 <= a <= 31 and 1 <= b <= 31:
            return self.slashed(at, a, b, c if self.word(at + 3) == mark else None)
        # ISO dates: the hyphens are gone, the parts are glued.
        tokens = self.passage.tokens
        b, c = self.number(at + 1), self.number(at + 2)
        glued = at + 2 < self.n and tokens[at + 1].glued and tokens[at + 2].glued
        if glued and a is not None and b is not None and c is not None and a >= 2000:
            return self.day(at, at + 2, self.days.safe(a, b, c))
        return None

    def slashed(self, at: int, a: int, b: int, year: int | None) -> Moment | None:
        if year is None:
            # "12/15" is a day and "18/24" may be a share: a cue before it tells.
            if self.word(at - 1) not in _SLASH_CUES or self.word(at + 3) in ("of", "students"):
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

    def dotted(self, at: int) -> Moment | None:
        """Read "29.5.2026"; codes such as 3.NF.1 have letters and are no dates."""
        parts = self.word(at).split(".")
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
        if self.word(last + 1) in ("st", "nd", "rd", "th", "er"):
            last += 1
        if self.word(last + 1) == "of":
            last += 1
        month = _MONTHS.get(self.word(last + 1))
        if month is None:
            return None
        last += 1
        if self.word(last + 1) == ".":
            last += 1 if self.year_at(last + 2) else 0
        year = self.year_at(last + 1)
        if year is None:
            return self.day(at, last, self.days.next_on(month, day))
        return self.day(at, self.year_end(last + 1), self.days.safe(year, month, day))

    def month(self, at: int) -> Moment | None:
        if self.word(at) == "may" and self.passage.tokens[at].text != "May":
            return None
        if self.word(at) in _MONTHS_LIKE_WORDS and self.passage.tokens[at].text[0].islower():
            return None if self.word(at - 1) not in _CUES | _FILL else self.month_from(at)
        return self.month_from(at)

    def month_from(self, at: int) -> Moment:
        month, last = _MONTHS[self.word(at)], at
        if self.word(last + 1) == "." and self.number(last + 2) is not None:
            last += 1
        day = self.number(last + 1)
        percent = self.word(last + 2) in ("%", "percent")
        if day is not None and 1 <= day <= 31 and not percent and len(self.word(last + 1)) <= 2:
            last += 1
            if self.word(last + 1) in ("st", "nd", "rd", "th"):
                last += 1
            year = self.year_at(last + 1)
            if year is None:
                return self.day(at, last, self.days.next_on(month, day))
            return self.day(at, self.year_end(last + 1), self.days.safe(year, month, day))
        year = self.year_at(last + 1)
        if year is not None:
            last = self.year_end(last + 1)
        first = at - 1 if self.word(at - 1) in ("mid", "early", "late") else at
        return Moment(first, last, Precision.MONTH, self.days.month_end(month, year))

    def season(self, at: int) -> Moment | None:
        if self.word(at + 1) in ("break", "vacation", "holiday", "holidays", "recess"):
            return self.pause(at)
        if self.word(at) == "fall" and self.falls(at):
            return None
        month, day = _SEASONS[self.word(at)]
        year, last = self.year_at(at + 1), at
        two = self.number(at + 1)
        if year is not None:
            last = self.year_end(at + 1)
        elif self.word(at + 1) in ("'", "’") and self.number(at + 2) is not None:
            last, year = at + 2, 2000 + (self.number(at + 2) or 0)
        elif (
            two is not None
            and 24 <= two <= 40
            and not self.passage.has(at + 2, "stop")
            and self.word(at + 2) not in ("%", "percent")
        ):
            last, year = at + 1, 2000 + two
        on = self.days.safe(year, month, day) if year is not None else self.days.next_on(month, day)
        return Moment(at, last, Precision.SEASON, self.days.teaching(on) if on else None)

    def falls(self, at: int) -> bool:
        """Tell the verb from the season: "will fall from", "to fall below"."""
        led = self.passage.has(at - 1, "modal") or self.word(at - 1) == "to"
        return led or (
            self.word(at + 1) in ("from", "below", "by")
            and self.word(at - 1) not in ("in", "the", "this", "last", "by")
        )

    def pause(self, at: int) -> Moment:
        return Moment(at, at + 1, Precision.POINT, self.days.before_break(self.word(at)))

    def school_year_name(self, at: int) -> Moment | None:
        """Read "2025-26" and "2025-2026 school year"."""
        start, end = self.year_at(at), self.number(at + 1)
        last = at + 1
        if end is None and self.word(at + 1) in ("/", "–"):
            end, last = self.number(at + 2), at + 2
        if start is None or end is None or end % 100 != (start + 1) % 100:
            return None
        return self.year_moment(at, last, start + 1)

    def year_moment(self, first: int, last: int, ending: int) -> Moment:
        while self.word(last + 1) in ("school", "academic", "year"):
            last += 1
        on = self.days.year_end(ending)
        ends = self.word(last) == "end" or any(
            self.word(place) in ("end", "close", "conclusion", "eoy") for place in range(max(0, first - 4), first)
        )
        return Moment(first, last, Precision.POINT if ends else Precision.YEAR, on, whole_year=True)

    def bare_year(self, at: int) -> Moment | None:
        year = self.year_at(at)
        if (
            year is None
            or self.passage.tokens[at].low != str(year)
            or self.word(at + 1) in ("%", "percent", "students")
        ):
            return None
        if self.word(at - 1) == "of" and self.word(at - 2) == "class":
            return None
        return Moment(at, at, Precision.YEAR, self.days.of_year(year))

    def term_by_ordinal(self, at: int) -> Moment | None:
        if self.word(at + 1) in ("st", "nd", "rd", "th"):
            return self.term(at, self.number(at) or 0, at + 2)
        return None

    def term(self, first: int, number: int, at: int) -> Moment | None:
        kind = _TERMS.get(self.word(at))
        if kind is None or len(self.word(at)) == 1:
            return None
        last = at + 1 if self.word(at + 1) == "period" else at
        if self.word(at) in ("grading", "marking") and last == at:
            return None
        return Moment(first, last, Precision.POINT, self.days.term_end(kind, number))

    def named(self, at: int) -> Moment | None:
        low, after = self.word(at), self.word(at + 1)
        if low in _ORDINALS:
            return self.term(at, _ORDINALS[low], at + 1)
        if low in _WINDOWS:
            return Moment(at, at, Precision.POINT, self.days.window(_WINDOWS[low]))
        number = self.number(at + 1)
        if low in _TERMS and number is not None and 1 <= number <= 4 and (len(low) > 1 or self.glued_to(at)):
            return Moment(at, at + 1, Precision.POINT, self.days.term_end(_TERMS[low], number))
        if low in ("quarter", "semester", "trimester", "term") and self.word(at - 1) in (
            "the",
            "this",
            "current",
            "of",
        ):
            return Moment(
                at,
                at,
                Precision.POINT,
                self.days.term_end(low, 0) if self.word(at - 1) == "of" else self.days.running_term(low),
            )
        if low in ("quarter", "semester", "trimester", "term") and after == "end":
            return Moment(at, at + 1, Precision.POINT, self.days.running_term(low))
        if low == "year" and (after == "end" or self.of_the_end(at)):
            return self.year_moment(at, at + 1 if after == "end" else at, self.days.running_year())
        if low == "midyear" or (low == "mid" and after == "year"):
            return Moment(at, at + (low == "mid"), Precision.POINT, self.days.window("MOY"))
        if low in ("year", "grade", "kindergarten") and self.word(at - 1) in (
            "this",
            "next",
            "school",
            "the",
            "academic",
            "coming",
        ):
            return self.this_year(at)
        if low == "day" and self.word(at - 1) in ("last", "final", "instructional", "teaching"):
            return self.last_day(at)
        if low in ("kindergarten", "grade") and self.of_the_end(at):
            return self.year_moment(at, at + 1 if number is not None else at, self.days.running_year())
        if low in ("thanksgiving", "halloween", "christmas", "easter"):
            return Moment(at, at, Precision.POINT, None)
        return self.vague(at)

    def last_day(self, at: int) -> Moment | None:
        """Read "the last day of school" and "the last instructional day"."""
        last = at
        if self.word(at + 1) == "of" and self.word(at + 2) in ("school", "classes", "class", "instruction", "teaching"):
            last = at + 2
        return Moment(at, last, Precision.POINT, self.days.year_end(self.days.running_year()))

    def glued_to(self, at: int) -> bool:
        return self.passage.tokens[at + 1].start == self.passage.tokens[at].end

    def of_the_end(self, at: int) -> bool:
        back = at - 1
        while self.word(back) in _BEFORE_YEAR or self.number(back) is not None:
            back -= 1
        return back < at - 1 and self.word(back) in ("end", "close", "conclusion")

    def this_year(self, at: int) -> Moment | None:
        words = {self.word(place) for place in range(max(0, at - 4), at)}
        if self.word(at) != "year":
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
        """Read "in 6 weeks", "within two years", "over the next eight weeks", "after 10 weeks"."""
        if self.word(at) not in ("in", "within", "over", "after", "dans", "d'ici"):
            return None
        place = at + 1
        while self.word(place) in _SPAN_FILL and self.word(place + 1) not in _SPANS:
            place += 1
        count = self.number(place) or _COUNTS.get(self.word(place))
        if self.word(place) == "next" and self.word(place + 1) in _SPANS:
            count = 1
        unit = place + 1
        while self.word(unit) in ("instructional", "school", "teaching", "more"):
            unit += 1
        if count is None or self.word(unit) not in _SPANS or count > 600:
            return None
        days = _SPANS[self.word(unit)]
        if days == 1 and unit > place + 1:
            # Five days of school take a week.
            count = round(count * 7 / 5)
        precision = Precision.DAY if days <= 7 else Precision.MONTH if days == 30 else Precision.YEAR
        return Moment(at, unit, precision, self.days.today + timedelta(days=count * days), cue="within")


def read(passage: Passage, *, today: date, calendar: Calendar | None) -> tuple[Moment, ...]:
    """Find every date expression, in order, each with the word that introduces it ("by", "in", "from")."""
    return tuple(_with_cue(passage, moment) for moment in _Reader(passage, today, calendar).all())


def _with_cue(passage: Passage, moment: Moment) -> Moment:
    if moment.cue:
        return moment
    place = moment.first - 1
    while (
        place >= 0 and (passage.low(place) in _FILL or passage.low(place) in _WEEKDAYS) and passage.low(place) != "last"
    ):
        place -= 1
    low = passage.low(place)
    if passage.has(place, "measure_cue"):
        return replace(moment, cue="measure")
    first = moment.first
    while first - 1 > place and (passage.low(first - 1) != "," or passage.low(first - 2) in _WEEKDAYS):
        first -= 1
    later = low == "than" or (low == "later" and passage.low(place - 1) == "no")
    cue = "by" if later or passage.low(place + 1) == "no" else low if low in _CUES or low == "last" else ""
    return replace(moment, first=first, cue=cue)
