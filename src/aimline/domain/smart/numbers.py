"""Numbers as people write them, and which of them are values of a measure at all."""

from dataclasses import replace

from aimline.domain.smart.counting import Counting
from aimline.domain.smart.lexicon import listed
from aimline.domain.smart.passage import Passage
from aimline.domain.smart.quantity import Number, Sort
from aimline.domain.smart.standing import Time, tell, weigh

__all__ = ["Number", "Sort", "read"]

_LABEL_BEFORE = listed("numbers", "label_before")
_SPAN_AFTER = listed("numbers", "span_after")
_MEASURED = listed("numbers", "measured")
_RUBRIC_WORDS = frozenset({"rubric", "rubrics", "scale", "likert", "scoring", "writing", "proficiency"})
_RUBRICS = frozenset({"rubric", "scale"})
_AVERAGES = frozenset({"average", "mean", "averaged", "averages", "averaging", "avg", "median"})
_SHARE_WORDS = frozenset({"percentage", "percent", "%", "proportion", "share"})
_SHARE_REACH = 30
_THINGS = 4
_ROUND = frozenset({3, 4, 5, 6, 8, 10, 20, 100})
_FEW = 20
_LISTED = frozenset({",", "and", "or", "&"})
_NO_VALUES = frozenset({Sort.LABEL, Sort.SPAN, Sort.COUNT})
_COUNTED = frozenset({Sort.SPAN, Sort.COUNT})
_TRIALS = frozenset({"opportunities", "opportunity", "trials", "attempts", "occasions", "times"})
_CHOOSING = frozenset({"verb_participation", "verb_activity"})
_ONWARD = frozenset({"to", "→", "->"})
_ORDINAL_ENDS = frozenset({"st", "nd", "rd", "th"})
# Under their own names, because Python 3.11 looks up the members of an enumeration slowly.
_VALUE, _SHARE = Sort.VALUE, Sort.SHARE


class _Reader(Counting):
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
        # Only words tell a part of a whole.
        if self.passage.kinds[at] != "number":
            part = self.part_of_one(at) or self.fold(at) or self.fraction(at)
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
        place = after + (self.lows[after] == "(" and self.lows[after + 1] in ("of", "out"))
        if self.lows[after + 1] == "out" and self.lows[after + 2] == "of":
            place = after + 1
        counted = self.lows[place] in ("out", "times") or self.passage.has(place, "student")
        if counted and self.lows[place + 1] == "of":
            place += 1
        if value == 1 and (self.lows[at - 1] in ("every", "each") or self.of_choices(at, after)):
            return None
        if self.lows[place] != "of" and not self.in_ten(at, place):
            return None
        place += 1
        while self.lows[place] in ("the", "our", "my", "every", "this", "these", "year"):
            place += 1
        whole = self.plain(place)
        if not whole or value > whole or self.lows[self.after_plain(place)] in ("%", "percent"):
            return None
        if self.lows[self.after_plain(place)] in _ORDINAL_ENDS:
            return None
        last = self.after_plain(place) - 1
        if self.lows[last + 1] == "points" and whole <= 10:
            return Number(value, "rubric", at, last + 1, _VALUE, whole)
        if self.is_score(at, whole):
            return Number(value, "rubric" if whole <= 10 else "points", at, last, _VALUE, whole)
        if self.counts_things(last + 1) or self.done_by_each(at, last + 1):
            return Number(value, f"of {whole:g}", at, last, _VALUE, whole, floor=True)
        if value != int(value) or (
            whole <= 5 and self.lows[last + 1] in ("on", "points") and self.lows[after] == "out"
        ):
            return Number(value, "rubric", at, last, _VALUE, whole)
        # "All but 3 of the 21" are the other eighteen.
        value = whole - value if self.lows[at - 1] == "but" and self.lows[at - 2] == "all" else value
        return Number(round(100 * value / whole, 1), "%", at, last, _SHARE, whole)

    def of_choices(self, at: int, after: int) -> bool:
        """Tell "attend at least one of four nights", a choice of things, from "one of four students"."""
        behind = self.after_plain(after + 1)
        chosen = self.passage.is_of(at - 1, _CHOOSING) or self.lows[at - 1] == "least"
        return chosen and not any(self.passage.has(place, "student") for place in range(behind, behind + _THINGS))

    def counts_things(self, at: int) -> bool:
        """Tell "12 of the 15 early fraction items", which are points, from "12 of 15 students", who are people."""
        for place in range(at, at + _THINGS):
            if self.lows[place] in _MEASURED and not self.passage.texts[place][0].isupper():
                return True
            if place < self.n and self.passage.kinds[place] != "word":
                return False
            if any(self.passage.has(place, name) for name in ("stop", "student", "modal")):
                return False
        return False

    def done_by_each(self, at: int, after: int) -> bool:
        """Tell the task of "75% of children naming 50 of 60 cards": who does it has been counted already."""
        named = self.lows[at - 1].endswith("ing") or self.passage.has(at - 1, "verb_outcome")
        people = any(one.sort is _SHARE for one in self.found[-2:])
        whom = any(self.passage.has(place, "student") for place in range(after, after + _THINGS))
        done = named and people and not whom and not self.passage.has(after, "stop")
        return done and after < self.n and self.passage.kinds[after] == "word"

    def is_score(self, at: int, whole: float) -> bool:
        """Tell points from people: "an average of 13/20", "2.3 of 4 ...; 3.0 of 4"."""
        if any(one.sort is _VALUE and one.whole == whole for one in self.found[-3:]):
            return True
        behind = any(self.lows[place] == "on" and self.lows[place + 1] == "average" for place in range(at + 1, at + 9))
        return behind or any(self.lows[back] in _AVERAGES for back in range(max(0, at - 4), at))

    def in_ten(self, at: int, place: int) -> bool:
        """Tell "four in ten" and "9 in 10" from "40 in 100 days" and "20 in 4 weeks"."""
        if self.lows[place] != "in":
            return False
        whole = self.plain(place + 1)
        behind = self.after_plain(place + 1)
        usual = whole in _ROUND or (self.plain(at) == 1 and 1 < (whole or 0) <= _FEW)
        usual = usual and self.lows[behind] not in _ORDINAL_ENDS
        graded = self.lows[behind] == "year" and self.plain(behind + 1) is not None
        round_whole = usual and (graded or self.lows[behind] not in _SPAN_AFTER)
        return round_whole and self.lows[at - 1] not in _LABEL_BEFORE

    def share_slash(self, at: int, after: int, value: float) -> Number | None:
        whole = self.plain(after + 1) if self.lows[after] == "/" else None
        apart = self.passage.starts[after] != self.passage.ends[at] if whole else False
        if not whole or value > whole or (apart and value == int(value)):
            return None
        if self.lows[after + 2] == "of" and value < whole and self.of_people(after + 2):
            return Number(round(100 * value / whole, 1), "%", at, after + 1, _SHARE, whole)
        if whole == value + 1 and value > 15 and self.lows[at - 1] in ("in", "of", "for", "from", "sy", "since"):
            return Number(value, "", at, after + 1, Sort.LABEL)
        if self.is_trial(after + 2, whole):
            return Number(round(100 * value / whole, 1), "%", at, after + 1, _VALUE, whole)
        if value != int(value) or whole <= 5:
            return Number(value, "rubric", at, after + 1, _VALUE, whole)
        if self.is_score(at, whole):
            return Number(value, "points", at, after + 1, _VALUE, whole)
        if self.lows[at - 1] == "scoring":
            return Number(value, "points", at, after + 1, _VALUE, whole, floor=True)
        cut = self.is_floor(at, after + 2) or self.lows[after + 2] == "+"
        return Number(
            round(100 * value / whole, 1),
            "%",
            at,
            after + 1,
            _VALUE if cut else _SHARE,
            whole,
            floor=cut,
        )

    def is_trial(self, after: int, whole: float) -> bool:
        """Tell a share of trials from points of a rubric: "in 4/5 opportunities (baseline 1/5)"."""
        return self.lows[after] in _TRIALS or any(one.unit == "%" and one.whole == whole for one in self.found)

    def scale(self, at: int, after: int, value: float) -> Number | None:
        low = self.lows[after]
        if low in ("point", "pt", "points"):
            named = not _RUBRIC_WORDS.isdisjoint(self.lows[after + 1 : after + 3])
            named = named or (low != "points" and not _RUBRICS.isdisjoint(self.lows[after + 3 : after + 6]))
            bracketed = self.lows[at - 1] == "(" and self.lows[after + 1] == ")"
            told = low == "points" and self.lows[at - 1] == "of" and self.lows[at - 2] in ("scale", "rubric")
            scaled = bracketed or told or (named and low != "points")
            return Number(value, "", at, after, Sort.SCALE) if scaled else None
        return self.span_of_scale(at, after) if value in (0.0, 1.0) else None

    def span_of_scale(self, at: int, after: int) -> Number | None:
        """Read "a scale of 1 to 4", "0-3 rubric"."""
        high_at = after + 1 if self.lows[after] in ("to", "–", "-", "through") else after
        high = self.plain(high_at)
        around = {self.lows[at - 1], self.lows[at - 2], self.lows[at - 3], self.lows[high_at + 1]}
        scaled = around & {"scale", "rubric"} and not {"score", "%"} & around
        return Number(high, "", at, high_at, Sort.SCALE) if high is not None and high <= 10 and scaled else None

    def percent(self, at: int, after: int, value: float) -> Number | None:
        low = self.lows[after]
        last = after
        if low == "per" and self.lows[after + 1] == "cent":
            last = after + 1
        elif low == "percentage" and self.lows[after + 1] in ("points", "point"):
            return Number(value, "points", at, after + 1, _VALUE)
        elif low not in ("%", "percent", "pct", "٪", "％"):
            return None
        points = last + 1 + (self.lows[last] == "pct" and self.lows[last + 1] == ".")
        if self.lows[points] in ("points", "pts"):
            return Number(value, "points", at, points, _VALUE)
        people = self.of_people(last + 1 + (self.lows[last + 1] == "+"))
        floor = not people and self.is_floor(at, last + 1)
        return Number(value, "%", at, last, _SHARE if people else _VALUE, floor=floor)


def _sorted_alike(found: list[Number], passage: Passage) -> list[Number]:
    """What is said of one number holds for its neighbour: "2, 5 and 10 times tables", "from 140 days to 90 days"."""
    for place in range(len(found) - 2, -1, -1):
        one, two = found[place], found[place + 1]
        listed = two.first == one.last + 2 and passage.lows[one.last + 1] in _LISTED
        if listed and not one.unit and one.sort is _VALUE and two.sort in _NO_VALUES:
            found[place] = replace(one, sort=two.sort)
        elif one.unit == "students" and not two.unit and one.sort is Sort.COUNT and _moves(one, two, passage):
            found[place : place + 2] = replace(one, sort=_VALUE), replace(two, unit="students")
        elif two.sort in _COUNTED and one.sort in (two.sort, _VALUE) and _moves(one, two, passage):
            found[place : place + 2] = replace(one, sort=_VALUE), replace(two, sort=_VALUE)
    return found


def _moves(one: Number, two: Number, passage: Passage) -> bool:
    """Tell "from 41 to 26 students" and "41 kids now, 25 by June", where the same is counted twice."""
    if one.unit not in (two.unit, "") and two.unit:
        return False
    way = passage.lows[one.first - 1] == "from" and passage.lows[two.first - 1] in _ONWARD
    if way or one.sort is not two.sort:
        return way
    once, later = _was(passage, one), _was(passage, two)
    return (once and _will_be(passage, two)) or (one.unit == "students" and once is not later)


def _was(passage: Passage, number: Number) -> bool:
    return weigh(passage, number.first, number.last) == (Time.THEN, True)


def _will_be(passage: Passage, number: Number) -> bool:
    return tell(passage, number.first, number.last) is Time.AHEAD


def _share_units(found: list[Number], passage: Passage) -> list[Number]:
    """In "from 41 to 60 percent" the first number borrows the unit of the second, and the other way round."""
    for place in range(len(found) - 1):
        one, two = found[place], found[place + 1]
        joined = passage.lows[two.first - 1] in ("to", "→", "->", ">") or passage.glued[two.first]
        apart = one.floor or passage.lows[one.first - 1] in ("=", "n") or passage.lows[one.last + 1] == ")"
        if joined and not apart and not passage.any("modal", one.last + 1, two.first):
            found[place : place + 2] = _alike(one, two)
    return [_in_shares(one, passage) for one in found]


def _in_shares(number: Number, passage: Passage) -> Number:
    """After "the percentage of students" a bare number is a percentage."""
    if number.sort is not _VALUE or number.unit or number.floor:
        return number
    lows = passage.lows
    for place in range(number.first - 1, max(-1, number.first - _SHARE_REACH), -1):
        if lows[place] in _SHARE_WORDS and passage.lows[place + 1] in (
            "of",
            "correct",
            "who",
            "scoring",
            "passing",
        ):
            return replace(number, unit="%")
    return number


def _alike(one: Number, two: Number) -> tuple[Number, Number]:
    if one.sort is Sort.COUNT and one.unit == "" and two.sort is _VALUE:
        one = replace(one, sort=_VALUE)
    if {one.sort, two.sort} - {_VALUE, _SHARE}:
        return one, two
    if one.unit == "" and two.sort is _SHARE and two.whole:
        points = round(two.value * two.whole / 100, 1)
        two = replace(two, value=points, unit=f"of {two.whole:g}", sort=_VALUE)
    if one.unit == "" and two.unit:
        return replace(one, unit=two.unit), two
    return (one, replace(two, unit=one.unit)) if two.unit == "" and one.unit else (one, two)


def read(passage: Passage, *, taken: frozenset[int]) -> tuple[Number, ...]:
    """Find every number outside the `taken` places (dates, grades), in order, with unit and sort."""
    return _Reader(passage, taken).all()
