"""What a number counts, by the words behind it: points, words, percentiles, students, things, time."""

from aimline.domain.smart.lexicon import listed
from aimline.domain.smart.naming import Naming
from aimline.domain.smart.quantity import Number, Sort

_SPAN_AFTER = listed("numbers", "span_after")
_UNITS = (
    ({"wcpm", "wpm", "cwpm"}, "wcpm"),
    ({"lexile", "lexiles", "l"}, "Lexile"),
    ({"pp"}, "points"),
    ({"points", "pts", "point", "rit"}, "points"),
)
_STEPS = frozenset({"level", "levels", "stage", "stages", "bands", "sublevels", "sublevel"})
_AVERAGES = frozenset({"average", "mean", "averaged", "averages", "averaging", "avg", "median"})
_POINTS = frozenset({"points", "point"})
_WHOLE = frozenset({"full", "whole"})
_LONG = frozenset({"year", "years", "month", "months"})
_CHANGING = frozenset({"verb_up", "verb_down"})
_BOUND = frozenset({"than", "most"})
_BACK = 12
_PER = 5
_TO_END = 6
_DRAWN = frozenset({"→", "->"})
_TURNS = frozenset({"up", "down", "rise", "increase", "fall", "grow", "decrease", "drop", "improve", "reduce"})
_TO_VALUES = listed("numbers", "to_values")
_NO_THINGS = frozenset(
    {"stop", "subject_unit", "dated", "modal", "student", "assessment", "assessment_name", "measure_cue"}
)
_RANGES = frozenset({"range", "band", "group"})
_KNOWN = frozenset({"the", "our", "these", "those", "last"})
_ONWARD = frozenset({"to", "→", "->"})


class Counting(Naming):
    def in_rate(self, at: int, after: int, value: float) -> Number | None:
        """Read "42 per 100 students", "14 incidents per 100"."""
        per = after if self.lows[after] == "per" else after + 1
        rated = self.lows[per] == "per" and self.lows[per + 1] in ("100", "hundred")
        return Number(value, "per 100", at, per + 1, Sort.VALUE) if rated else None

    def in_steps(self, at: int, after: int, value: float) -> Number | None:
        """Read "two reading stages", "one proficiency level"."""
        if _STEPS.isdisjoint(self.passage.said):
            return None
        after += 2 * (self.lows[after] == "or" and self.lows[after + 1] == "more")
        step = next((place for place in range(after, after + 3) if self.lows[place] in _STEPS), None)
        if step is None or any(self.passage.has(place, "stop") for place in range(after, step)):
            return None
        whom = self.lows[step + 1] in ("below", "behind")
        return Number(value, "levels", at, after - 1, Sort.LABEL if whom else Sort.VALUE)

    def of_adults(self, at: int, after: int, value: float) -> Number | None:
        """Read "34 homeroom teachers": adults are no result."""
        qualified = after < self.n and self.passage.kinds[after] == "word" and not self.passage.has(after, "stop")
        adults = qualified and self.passage.has(after + 1, "adult")
        adults = adults or (self.passage.has(after, "adult") and not self.passage.has(after, "place"))
        return Number(value, self.lows[after], at, after, Sort.SPAN) if adults else None

    def in_time(self, at: int, after: int, value: float) -> Number | None:
        """Read "30 minutes" as a span, "one year's growth" and "from 16 to 24 days" as values."""
        after += self.lows[after] in _WHOLE
        low = self.lows[after]
        if low not in _SPAN_AFTER and low != "consecutive":
            return None
        if low in _LONG and self.grows(at, after):
            return Number(value, low.removesuffix("s") + "s", at, after, Sort.VALUE)
        return Number(value, low, at, after, Sort.VALUE if self.counts_time(at, after) else Sort.SPAN)

    def in_words(self, at: int, after: int, value: float) -> Number | None:
        """A number word is a count, unless it tells a way ("from nine") or points."""
        if self.passage.kinds[at] == "number" or self.leads_or_ends(at, after):
            return None
        pointed = self.lows[after] in _POINTS or self.lows[after + 1] in _POINTS
        things = self.passage.kinds[after] == "word" if after < self.n else False
        named = things and not self.passage.has(after, "stop") and not self.passage.has(after, "student")
        return None if pointed else Number(value, self.lows[after] if named else "", at, after - 1, Sort.COUNT)

    def leads_or_ends(self, at: int, after: int) -> bool:
        """Tell the "from" and "to" of a change from "evidence from two texts", from where nothing leads on."""
        before = self.lows[at - 1]
        if before != "from" or self.lows[at - 2] in _TURNS:
            return before in ("from", "to")
        ends = range(after, after + _TO_END)
        onward = any(self.lows[place] in _ONWARD and self.plain(place + 1) is not None for place in ends)
        return onward or self.lows[after] in ("", ".", ",", ";", ")")

    def in_percentiles(self, at: int, after: int, value: float) -> Number | None:
        end = self.percentile_end(after)
        if end is None:
            return None
        if self.lows[end + 1] in _RANGES:
            # "Students in the 25th-40th percentile range" tells who is meant.
            return Number(value, "percentile", at, end, Sort.LABEL)
        return Number(value, "percentile", at, end, Sort.VALUE, floor=self.is_floor(at, end + 1))

    def in_list(self, at: int, _after: int, value: float) -> Number | None:
        """Read "n = 46"."""
        sized = self.lows[at - 1] == "n" or (self.lows[at - 1] == "=" and self.lows[at - 2] == "n")
        return Number(value, "", at, at, Sort.COUNT) if sized else None

    def in_units(self, at: int, after: int, value: float) -> Number | None:
        low = self.lows[after]
        for words, unit in _UNITS:
            if low in words:
                last = after + (low not in _POINTS and self.lows[after + 1] in _POINTS)
                return Number(value, unit, at, last, Sort.VALUE, floor=self.is_floor(at, last + 1))
        for step in (0, 1):
            if self.passage.has(after + step, "metric_wcpm") and (step == 0 or not self.passage.has(after, "stop")):
                return Number(value, "wcpm", at, after - 1, Sort.VALUE, floor=self.is_floor(at, after))
        return None

    def in_students(self, at: int, after: int, value: float) -> Number | None:
        modified = self.passage.has(after + 1, "student") and not self.passage.has(after, "stop")
        people = (self.passage.has(after, "student") or modified) and self.lows[after + 1] not in _AVERAGES
        if people and (self.lows[after] in ("more", "fewer") or self.lows[at - 1] in _BOUND):
            return Number(value, "students", at, after - 1, Sort.VALUE)
        return Number(value, "students", at, after - 1, Sort.COUNT) if people else None

    def in_things(self, at: int, after: int, value: float) -> Number | None:
        if not self.passage.has(after, "subject_unit"):
            return self.in_nouns(at, after, value)
        if self.lows[at - 1] in _KNOWN and self.lows[at - 2] in ("in", "of"):
            # "A 15% reduction in the 240 tardies": what is known already is nobody's aim.
            return Number(value, "", at, after - 1, Sort.COUNT)
        unit = self.passage.text(after, self.passage.run("subject_unit", after) - 1)
        return Number(value, unit, at, after - 1, Sort.VALUE, floor=self.is_floor(at, after))

    def in_nouns(self, at: int, after: int, value: float) -> Number | None:
        """Read "40 service hours" and "128 devices" as counts, unless something rises or falls to them."""
        if self.lows[at - 1] in _TO_VALUES or self.lows[at - 1] in _ONWARD or not self.lows[at].isdigit():
            return None
        if not _AVERAGES.isdisjoint(self.lows[max(0, at - _PER) : at]) or self.lows[after + 1] in _AVERAGES:
            return None
        for place in (after, after + 1):
            if place >= self.n or self.passage.kinds[place] != "word":
                return None
            if self.passage.is_of(place, _NO_THINGS):
                return None
            if self.lows[place].endswith("s"):
                return Number(value, "", at, after - 1, Sort.COUNT)
        return None

    def with_unit(self, at: int, after: int, value: float) -> Number:
        """Read what is counted by the words behind; without any, the number stands alone."""
        return (
            self.in_rate(at, after, value)
            or self.in_steps(at, after, value)
            or self.of_adults(at, after, value)
            or self.in_time(at, after, value)
            or self.in_words(at, after, value)
            or self.in_percentiles(at, after, value)
            or self.in_list(at, after, value)
            or self.in_units(at, after, value)
            or self.in_students(at, after, value)
            or self.in_things(at, after, value)
            or Number(value, "", at, after - 1, Sort.VALUE, floor=self.is_floor(at, after))
        )

    def counts_time(self, at: int, after: int) -> bool:
        """Days and minutes are what is measured in "6 days absent" and "from 16 to 24 days"."""
        if self.lows[after] == "days" and self.lows[after + 1] == "absent":
            return True
        if self.lows[at - 1] == "by" and any(
            self.passage.is_of(back, _CHANGING) for back in range(max(0, at - _BACK), at)
        ):
            return True
        if self.lows[after + 1] in _DRAWN or self.lows[at - 1] in _DRAWN:
            return True
        if self.lows[at - 1] == "from":
            return any(self.lows[place] in _ONWARD for place in range(after + 1, after + _PER))
        rising = any(
            self.passage.has(back, name) for back in (at - 2, at - 3) for name in ("verb_up", "verb_down", "target_cue")
        )
        if self.lows[at - 1] == "to" and rising:
            return True
        start = at - 2 - (self.lows[at - 2] in _SPAN_AFTER)
        return (
            self.lows[at - 1] in ("to", "→", "->") and self.plain(start) is not None and self.lows[start - 1] == "from"
        )

    def grows(self, at: int, after: int) -> bool:
        """Read "1.5 years of growth", "one year's growth", "growth of two years" as the size of a change."""
        behind = {self.lows[place] for place in range(after + 1, after + 5)}
        ahead = self.lows[at - 1] == "of" and self.lows[at - 2] == "growth"
        return ahead or bool(behind & {"growth", "progress"})
