"""Numbers as people write them, and which of them are values of a measure at all."""

from aimline.domain.smart.lexicon import listed
from aimline.domain.smart.naming import Naming
from aimline.domain.smart.passage import Passage
from aimline.domain.smart.quantity import Number, Sort

__all__ = ["Number", "Sort", "read"]

_LABEL_BEFORE = listed("numbers", "label_before")
_SPAN_AFTER = listed("numbers", "span_after")
_MEASURED = listed("numbers", "measured")
_SHARED = listed("numbers", "shared")
_UNITS = (
    ({"wcpm", "wpm", "cwpm"}, "wcpm"),
    ({"lexile", "lexiles", "l"}, "Lexile"),
    ({"pp"}, "points"),
    ({"points", "pts", "point", "rit"}, "points"),
)
_RUBRIC_WORDS = frozenset({"rubric", "rubrics", "scale", "likert", "scoring", "writing", "proficiency"})
_STEPS = frozenset({"level", "levels", "stage", "stages", "bands", "sublevels", "sublevel"})
_AVERAGES = frozenset({"average", "mean", "averaged", "averages", "averaging", "avg", "median"})
_POINTS = frozenset({"points", "point"})
_SHARE_WORDS = frozenset({"percentage", "percent", "%", "proportion", "share"})
_SHARE_REACH = 30
_THINGS = 4
_FEW = 20
_WHOLE = frozenset({"full", "whole"})
_LONG = frozenset({"year", "years", "month", "months"})
_CHANGING = frozenset({"verb_up", "verb_down"})
_BOUND = frozenset({"than", "most"})
_BACK = 12
_PER = 5
_LISTED = frozenset({",", "and", "or", "&"})
_NO_VALUES = frozenset({Sort.LABEL, Sort.SPAN, Sort.COUNT})
_COUNTED = frozenset({Sort.SPAN, Sort.COUNT})
_ONWARD = frozenset({"to", "→", "->"})
_ORDINAL_ENDS = frozenset({"st", "nd", "rd", "th"})


class _Reader(Naming):
    """Walks the tokens once; each method gives a number that starts here, or nothing."""

    def all(self) -> tuple[Number, ...]:
        found = self.found
        passed = 0
        for at in self.numerals():
            number = self.at(at, found) if at >= passed else None
            if number is not None:
                found.append(number)
                passed = number.last + 1
        return tuple(_share_units(_sorted_alike(found, self.passage), self.passage))

    def at(self, at: int, found: list[Number]) -> Number | None:
        part = self.fold(at) or self.fraction(at)
        if part is not None:
            return part
        value = self.plain(at)
        if value is None or self.compound(at):
            return None
        after = self.after_plain(at)
        if self.is_label(at, after, found):
            return Number(value, "", at, after - 1, Sort.LABEL)
        if self.tells_whom(at) or self.is_grade(at, after):
            return Number(value, "", at, after - 1, Sort.LABEL)
        return (
            self.of_whole(at, after, value)
            or self.scale(at, after, value)
            or self.percent(at, after, value)
            or self.share_slash(at, after, value)
            or self.with_unit(at, after, value)
        )

    def of_whole(self, at: int, after: int, value: float) -> Number | None:
        """Read "18 of 24", "3 out of 4", "nine in ten": a share of students, or points out of a scale."""
        place = after + (self.low(after) == "(" and self.low(after + 1) in ("of", "out"))
        if self.low(after + 1) == "out" and self.low(after + 2) == "of":
            place = after + 1
        if self.low(place) in ("out", "students") and self.low(place + 1) == "of":
            place += 1
        if value == 1 and self.low(at - 1) in ("every", "each"):
            return None
        if self.low(place) != "of" and not self.in_ten(at, place):
            return None
        place += 1
        while self.low(place) in ("the", "our", "my", "every", "this", "these", "year"):
            place += 1
        whole = self.plain(place)
        if not whole or value > whole or self.low(self.after_plain(place)) in ("%", "percent"):
            return None
        if self.low(self.after_plain(place)) in _ORDINAL_ENDS:
            return None
        last = self.after_plain(place) - 1
        if self.low(last + 1) == "points" and whole <= 10:
            return Number(value, "rubric", at, last + 1, Sort.VALUE, whole)
        if self.is_score(at, whole):
            return Number(value, "rubric" if whole <= 10 else "points", at, last, Sort.VALUE, whole)
        if self.counts_things(last + 1):
            return Number(value, f"of {whole:g}", at, last, Sort.VALUE, whole, floor=True)
        if value != int(value) or (whole <= 5 and self.low(last + 1) in ("on", "points") and self.low(after) == "out"):
            return Number(value, "rubric", at, last, Sort.VALUE, whole)
        # "All but 3 of the 21" are the other eighteen.
        value = whole - value if self.low(at - 1) == "but" and self.low(at - 2) == "all" else value
        return Number(round(100 * value / whole, 1), "%", at, last, Sort.SHARE, whole)

    def counts_things(self, at: int) -> bool:
        """Tell "12 of the 15 early fraction items", which are points, from "12 of 15 students", who are people."""
        for place in range(at, at + _THINGS):
            if self.low(place) in _MEASURED:
                return True
            if self.passage.tokens[place : place + 1] and self.passage.tokens[place].kind != "word":
                return False
            if any(self.passage.has(place, name) for name in ("stop", "student", "modal")):
                return False
        return False

    def is_score(self, at: int, whole: float) -> bool:
        """Tell points from people: "an average of 13/20", "2.3 of 4 ...; 3.0 of 4"."""
        if any(one.sort is Sort.VALUE and one.whole == whole for one in self.found[-3:]):
            return True
        behind = any(self.low(place) == "on" and self.low(place + 1) == "average" for place in range(at + 1, at + 9))
        return behind or any(self.low(back) in _AVERAGES for back in range(max(0, at - 4), at))

    def in_ten(self, at: int, place: int) -> bool:
        """Tell "four in ten" and "9 in 10" from "40 in 100 days" and "20 in 4 weeks"."""
        whole = self.plain(place + 1)
        usual = whole in (4, 5, 10, 100) or (self.plain(at) == 1 and 1 < (whole or 0) <= _FEW)
        behind = self.after_plain(place + 1)
        graded = self.low(behind) == "year" and self.plain(behind + 1) is not None
        round_whole = usual and (graded or self.low(behind) not in _SPAN_AFTER)
        return self.low(place) == "in" and round_whole and self.low(at - 1) not in _LABEL_BEFORE

    def share_slash(self, at: int, after: int, value: float) -> Number | None:
        whole = self.plain(after + 1) if self.low(after) == "/" else None
        apart = self.passage.tokens[after].start != self.passage.tokens[at].end if whole else False
        if not whole or value > whole or (apart and value == int(value)):
            return None
        if self.low(after + 2) == "of" and value < whole and self.of_people(after + 2):
            return Number(round(100 * value / whole, 1), "%", at, after + 1, Sort.SHARE, whole)
        if whole == value + 1 and value > 15 and self.low(at - 1) in ("in", "of", "for", "from", "sy", "since"):
            return Number(value, "", at, after + 1, Sort.LABEL)
        if value != int(value) or whole <= 5:
            return Number(value, "rubric", at, after + 1, Sort.VALUE, whole)
        if self.is_score(at, whole):
            return Number(value, "points", at, after + 1, Sort.VALUE, whole)
        if self.low(at - 1) == "scoring":
            return Number(value, "points", at, after + 1, Sort.VALUE, whole, floor=True)
        cut = self.is_floor(at, after + 2) or self.low(after + 2) == "+"
        return Number(
            round(100 * value / whole, 1),
            "%",
            at,
            after + 1,
            Sort.VALUE if cut else Sort.SHARE,
            whole,
            floor=cut,
        )

    def scale(self, at: int, after: int, value: float) -> Number | None:
        low = self.low(after)
        if low in ("point", "pt", "points"):
            named = {self.low(after + 1), self.low(after + 2)} & _RUBRIC_WORDS
            bracketed = self.low(at - 1) == "(" and self.low(after + 1) == ")"
            told = low == "points" and self.low(at - 1) == "of" and self.low(at - 2) in ("scale", "rubric")
            scaled = bracketed or told or (named and low != "points")
            return Number(value, "", at, after, Sort.SCALE) if scaled else None
        return self.span_of_scale(at, after) if value in (0.0, 1.0) else None

    def span_of_scale(self, at: int, after: int) -> Number | None:
        """Read "a scale of 1 to 4", "0-3 rubric"."""
        high_at = after + 1 if self.low(after) in ("to", "–", "-", "through") else after
        high = self.plain(high_at)
        around = {self.low(at - 1), self.low(at - 2), self.low(at - 3), self.low(high_at + 1)}
        scaled = around & {"scale", "rubric"} and not {"score", "%"} & around
        return Number(high, "", at, high_at, Sort.SCALE) if high is not None and high <= 10 and scaled else None

    def percent(self, at: int, after: int, value: float) -> Number | None:
        low = self.low(after)
        last = after
        if low == "per" and self.low(after + 1) == "cent":
            last = after + 1
        elif low == "percentage" and self.low(after + 1) in ("points", "point"):
            return Number(value, "points", at, after + 1, Sort.VALUE)
        elif low not in ("%", "percent", "٪", "％"):
            return None
        if self.low(last + 1) in ("points", "pts"):
            return Number(value, "points", at, last + 1, Sort.VALUE)
        people = self.of_people(last + 1)
        floor = not people and self.is_floor(at, last + 1)
        return Number(value, "%", at, last, Sort.SHARE if people else Sort.VALUE, floor=floor)

    def grows(self, at: int, after: int) -> bool:
        """Read "1.5 years of growth", "one year's growth", "growth of two years" as the size of a change."""
        behind = {self.low(place) for place in range(after + 1, after + 5)}
        ahead = self.low(at - 1) == "of" and self.low(at - 2) == "growth"
        return ahead or bool(behind & {"growth", "progress"})

    def counts_time(self, at: int, after: int) -> bool:
        """Days and minutes are what is measured in "6 days absent" and "from 16 to 24 days"."""
        if self.low(after) == "days" and self.low(after + 1) == "absent":
            return True
        if self.low(at - 1) == "by" and any(
            self.passage.is_of(back, _CHANGING) for back in range(max(0, at - _BACK), at)
        ):
            return True
        if self.low(at - 1) == "from":
            return any(self.low(place) in _ONWARD for place in range(after + 1, after + _PER))
        rising = any(
            self.passage.has(back, name) for back in (at - 2, at - 3) for name in ("verb_up", "verb_down", "target_cue")
        )
        if self.low(at - 1) == "to" and rising:
            return True
        start = at - 2 - (self.low(at - 2) in _SPAN_AFTER)
        return self.low(at - 1) in ("to", "→", "->") and self.plain(start) is not None and self.low(start - 1) == "from"

    def with_unit(self, at: int, after: int, value: float) -> Number:
        """Read what is counted by the words behind; without any, the number stands alone."""
        spans = (self.in_rate, self.in_steps, self.of_adults, self.in_time, self.in_words)
        counted = (self.in_percentiles, self.in_list, self.in_units, self.in_students, self.in_things)
        for read_as in (*spans, *counted):
            if found := read_as(at, after, value):
                return found
        return Number(value, "", at, after - 1, Sort.VALUE, floor=self.is_floor(at, after))

    def in_rate(self, at: int, after: int, value: float) -> Number | None:
        """Read "42 per 100 students", "14 incidents per 100"."""
        per = after if self.low(after) == "per" else after + 1
        rated = self.low(per) == "per" and self.low(per + 1) in ("100", "hundred")
        return Number(value, "per 100", at, per + 1, Sort.VALUE) if rated else None

    def in_steps(self, at: int, after: int, value: float) -> Number | None:
        """Read "two reading stages", "one proficiency level"."""
        after += 2 * (self.low(after) == "or" and self.low(after + 1) == "more")
        step = next((place for place in range(after, after + 3) if self.low(place) in _STEPS), None)
        if step is None or any(self.passage.has(place, "stop") for place in range(after, step)):
            return None
        return Number(value, "levels", at, after - 1, Sort.VALUE)

    def of_adults(self, at: int, after: int, value: float) -> Number | None:
        """Read "34 homeroom teachers": adults are no result."""
        adults = not self.passage.has(after, "stop") and self.passage.has(after + 1, "adult")
        adults = adults or (self.passage.has(after, "adult") and not self.passage.has(after, "place"))
        return Number(value, self.low(after), at, after, Sort.SPAN) if adults else None

    def in_time(self, at: int, after: int, value: float) -> Number | None:
        """Read "30 minutes" as a span, "one year's growth" and "from 16 to 24 days" as values."""
        after += self.low(after) in _WHOLE
        low = self.low(after)
        if low not in _SPAN_AFTER and low != "consecutive":
            return None
        if low in _LONG and self.grows(at, after):
            return Number(value, low.removesuffix("s") + "s", at, after, Sort.VALUE)
        return Number(value, low, at, after, Sort.VALUE if self.counts_time(at, after) else Sort.SPAN)

    def in_words(self, at: int, after: int, value: float) -> Number | None:
        """A number word is a count, unless it tells a way ("from nine") or points."""
        if self.passage.tokens[at].kind == "number" or self.low(at - 1) in ("from", "to"):
            return None
        pointed = self.low(after) in _POINTS or self.low(after + 1) in _POINTS
        things = self.passage.tokens[after].kind == "word" if after < self.n else False
        named = things and not self.passage.has(after, "stop") and not self.passage.has(after, "student")
        return None if pointed else Number(value, self.low(after) if named else "", at, after - 1, Sort.COUNT)

    def in_percentiles(self, at: int, after: int, value: float) -> Number | None:
        end = self.percentile_end(after)
        if end is None:
            return None
        return Number(value, "percentile", at, end, Sort.VALUE, floor=self.is_floor(at, end + 1))

    def in_list(self, at: int, _after: int, value: float) -> Number | None:
        """Read "n = 46"."""
        sized = self.low(at - 1) == "n" or (self.low(at - 1) == "=" and self.low(at - 2) == "n")
        return Number(value, "", at, at, Sort.COUNT) if sized else None

    def in_units(self, at: int, after: int, value: float) -> Number | None:
        low = self.low(after)
        for words, unit in _UNITS:
            if low in words:
                return Number(value, unit, at, after, Sort.VALUE, floor=self.is_floor(at, after + 1))
        for step in (0, 1):
            if self.passage.has(after + step, "metric_wcpm") and (step == 0 or not self.passage.has(after, "stop")):
                return Number(value, "wcpm", at, after - 1, Sort.VALUE)
        return None

    def in_students(self, at: int, after: int, value: float) -> Number | None:
        modified = self.passage.has(after + 1, "student") and not self.passage.has(after, "stop")
        people = self.passage.has(after, "student") or modified
        if people and (self.low(after) in ("more", "fewer") or self.low(at - 1) in _BOUND):
            return Number(value, "students", at, after - 1, Sort.VALUE)
        return Number(value, "students", at, after - 1, Sort.COUNT) if people else None

    def in_things(self, at: int, after: int, value: float) -> Number | None:
        if not self.passage.has(after, "subject_unit"):
            return None
        unit = self.passage.text(after, self.passage.run("subject_unit", after) - 1)
        return Number(value, unit, at, after - 1, Sort.VALUE, floor=self.is_floor(at, after))


def _sorted_alike(found: list[Number], passage: Passage) -> list[Number]:
    """What is said of one number holds for its neighbour: "2, 5 and 10 times tables", "from 140 days to 90 days"."""
    for place in range(len(found) - 2, -1, -1):
        one, two = found[place], found[place + 1]
        listed = two.first == one.last + 2 and passage.low(one.last + 1) in _LISTED
        if listed and not one.unit and one.sort is Sort.VALUE and two.sort in _NO_VALUES:
            found[place] = one._replace(sort=two.sort)
        elif two.sort in _COUNTED and one.sort in (two.sort, Sort.VALUE) and _moves(one, two, passage):
            found[place : place + 2] = one._replace(sort=Sort.VALUE), two._replace(sort=Sort.VALUE)
    return found


def _moves(one: Number, two: Number, passage: Passage) -> bool:
    """Tell "from 41 to 26 students", where the same is counted twice."""
    way = passage.low(one.first - 1) == "from" and passage.low(two.first - 1) in _ONWARD
    return way and one.unit in (two.unit, "")


def _share_units(found: list[Number], passage: Passage) -> list[Number]:
    """In "from 41 to 60 percent" the first number borrows the unit of the second, and the other way round."""
    for place in range(len(found) - 1):
        one, two = found[place], found[place + 1]
        joined = passage.low(two.first - 1) in ("to", "→", "->", ">") or passage.tokens[two.first].glued
        listed_size = passage.low(one.first - 1) in ("=", "n")
        if joined and not listed_size and not passage.any("modal", one.last + 1, two.first):
            found[place : place + 2] = _alike(one, two)
    return [_in_shares(one, passage) for one in found]


def _in_shares(number: Number, passage: Passage) -> Number:
    """After "the percentage of students" a bare number is a percentage."""
    if number.sort is not Sort.VALUE or number.unit or number.floor:
        return number
    lows = passage.lows
    for place in range(number.first - 1, max(-1, number.first - _SHARE_REACH), -1):
        if lows[place] in _SHARE_WORDS and passage.low(place + 1) in (
            "of",
            "correct",
            "who",
            "scoring",
            "passing",
        ):
            return number._replace(unit="%")
    return number


def _alike(one: Number, two: Number) -> tuple[Number, Number]:
    if one.sort is Sort.COUNT and one.unit == "" and two.sort is Sort.VALUE:
        one = one._replace(sort=Sort.VALUE)
    if {one.sort, two.sort} - {Sort.VALUE, Sort.SHARE}:
        return one, two
    if one.unit == "" and two.sort is Sort.SHARE and two.whole:
        points = round(two.value * two.whole / 100, 1)
        two = two._replace(value=points, unit=f"of {two.whole:g}", sort=Sort.VALUE)
    if one.unit == "" and two.unit:
        return one._replace(unit=two.unit), two
    return (one, two._replace(unit=one.unit)) if two.unit == "" and one.unit else (one, two)


def read(passage: Passage, *, taken: frozenset[int]) -> tuple[Number, ...]:
    """Find every number outside the `taken` places (dates, grades), in order, with unit and sort."""
    return _Reader(passage, taken).all()
