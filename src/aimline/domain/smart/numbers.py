"""Numbers as people write them, and which of them are values of a measure at all."""

from dataclasses import dataclass, replace
from enum import StrEnum

from aimline.domain.smart.lexicon import listed
from aimline.domain.smart.passage import Passage


class Sort(StrEnum):
    """What a number is: only values, shares and amounts can be a baseline, a target or a change."""

    VALUE = "value"
    SHARE = "share"
    LABEL = "label"
    SCALE = "scale"
    SPAN = "span"
    COUNT = "count"


@dataclass(frozen=True)
class Number:
    """A number at tokens `first` to `last`; percentages 0..100 (or beyond), `whole` the m of "n of m"."""

    value: float
    unit: str
    first: int
    last: int
    sort: Sort
    whole: float | None = None
    floor: bool = False


_LABEL_JOINERS = listed("numbers", "label_joiners")
_PLURAL_LABELS = listed("numbers", "plural_labels")
_OR_HIGHER = listed("numbers", "or_higher")
_FLOORS = listed("numbers", "floors")
_LABEL_BEFORE = listed("numbers", "label_before")
_SPAN_AFTER = listed("numbers", "span_after")
_SMALL = {
    word: n
    for n, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS = {
    word: n * 10
    for n, word in enumerate(
        ["ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=1
    )
} | {"hundred": 100}
_PARTS = {
    "half": 2,
    "halves": 2,
    "third": 3,
    "thirds": 3,
    "quarter": 4,
    "quarters": 4,
    "fourth": 4,
    "fourths": 4,
    "fifth": 5,
    "fifths": 5,
    "tenths": 10,
    "tenth": 10,
}
_ORDINAL_ENDS = frozenset({"st", "nd", "rd", "th"})
_UNITS = (
    ({"wcpm", "wpm", "cwpm"}, "wcpm"),
    ({"rit"}, "RIT"),
    ({"lexile", "lexiles", "l"}, "Lexile"),
    ({"pp"}, "points"),
    ({"points", "pts", "point"}, "points"),
)
_RUBRIC_WORDS = frozenset({"rubric", "rubrics", "scale", "likert", "scoring", "writing", "proficiency"})
_SIGNS = frozenset({"+", "x", "×", "*"})
_MEASURED = listed("numbers", "measured")


class _Reader:
    def __init__(self, passage: Passage, taken: frozenset[int]) -> None:
        self.passage, self.taken = passage, taken
        self.n = len(passage.tokens)

    def low(self, at: int) -> str:
        return self.passage.low(at)

    def plain(self, at: int) -> float | None:
        """The value of a numeral or number word that starts here."""
        if not 0 <= at < self.n:
            return None
        token = self.passage.tokens[at]
        if token.kind == "number":
            digits = token.low.replace(",", "")
            return float(digits) if len(digits) <= 12 and digits.isascii() else None
        if token.low in _TENS:
            unit = _SMALL.get(self.low(at + 1), 0)
            return float(_TENS[token.low] + (unit if unit < 10 else 0))
        value = _SMALL.get(token.low)
        return None if value is None else float(value)

    def after_plain(self, at: int) -> int:
        if self.low(at) in _TENS and 0 < _SMALL.get(self.low(at + 1), 0) < 10:
            return at + 2
        return at + 1

    def all(self) -> tuple[Number, ...]:
        found: list[Number] = []
        at = 0
        while at < self.n:
            number = None if at in self.taken else self.at(at, found)
            if number is None:
                at += 1
                continue
            found.append(number)
            at = number.last + 1
        return tuple(_share_units(found, self.passage))

    def at(self, at: int, found: list[Number]) -> Number | None:
        part = self.fraction(at)
        if part is not None:
            return part
        value = self.plain(at)
        if value is None:
            return None
        after = self.after_plain(at)
        if self.is_label(at, after, found):
            return Number(value, "", at, after - 1, Sort.LABEL)
        return (
            self.of_whole(at, after, value)
            or self.scale(at, after, value)
            or self.percent(at, after, value)
            or self.share_slash(at, after, value)
            or self.with_unit(at, after, value)
        )

    def fraction(self, at: int) -> Number | None:
        """Read "two thirds", "half of", "three quarters", "three-fourths"."""
        low = self.low(at)
        if (
            low == "half"
            and self.low(at + 1) in ("of", "the")
            and self.low(at - 1) not in ("first", "second", "other", "a")
        ):
            return Number(50.0, "%", at, at, Sort.SHARE)
        top, bottom = _SMALL.get(low), _PARTS.get(self.low(at + 1))
        if not top or bottom is None or top >= bottom or (top == 1 and self.low(at + 2) != "of"):
            return None
        if self.low(at + 1) in ("quarter", "third", "fourth", "fifth") and self.low(at + 2) != "of":
            return None
        return Number(round(100 * top / bottom, 1), "%", at, at + 1, Sort.SHARE)

    def is_label(self, at: int, after: int, found: list[Number]) -> bool:
        low, before = self.low(at), self.low(at - 1)
        percent = self.low(after) in ("%", "percent", "percentage", "per")
        if percent:
            return False
        if low.isdigit() and len(low) == 4 and 1990 <= int(low) <= 2060:
            return True
        if self.clock(at, after) or before in _SIGNS or self.low(after) in _SIGNS or self.named(at):
            return True
        if self.low(after) in _ORDINAL_ENDS:
            return self.percentile_end(after) is None
        if before == "to" and self.low(at - 2).startswith("count"):
            return True
        if before in _LABEL_BEFORE or (before == "." and self.low(at - 2) in ("gr", "no")):
            return not (before in ("level", "levels") and self.low(at - 2) in ("from", "to"))
        if self.passage.has(at - 1, "assessment_name") and self.low(after) not in ("to", "→", "->", "–"):
            return True
        if found and found[-1].sort is Sort.LABEL and self.joins_label(at, found[-1]):
            return True
        return self.low(after) in ("grade", "graders") or (
            self.low(after) == "."
            and self.passage.tokens[after - 1].end == self.passage.tokens[after].start
            and self.letter_follows(after)
        )

    def percentile_end(self, after: int) -> int | None:
        """Find where "46th percentile" ends, also in "from the 46th to the 55th percentile"."""
        if self.low(after) not in _ORDINAL_ENDS:
            return None
        if self.low(after + 1).startswith("percentile"):
            return after + 1
        ranged = self.low(after + 1) == "to" and "percentile" in [self.low(after + step) for step in range(2, 7)]
        return after if ranged else None

    def clock(self, at: int, after: int) -> bool:
        """Read "2:15": a time of day is no value."""
        tokens = self.passage.tokens
        behind = self.low(after) == ":" and after + 1 < self.n and tokens[after + 1].start == tokens[at].end + 1
        ahead = self.low(at - 1) == ":" and at > 1 and tokens[at - 2].end + 1 == tokens[at].start
        return (behind and tokens[after + 1].kind == "number") or (ahead and tokens[at - 2].kind == "number")

    def named(self, at: int) -> bool:
        """Names end in numbers: "KeyMath-3", "Claim 2"; a name stands inside a sentence with a capital."""
        token, before = self.passage.tokens[at], self.passage.tokens[at - 1]
        if at == 0 or before.kind != "word" or not token.low.isdigit() or len(token.low) > 2:
            return False
        if any(self.passage.has(at - 1, name) for name in ("baseline_cue", "target_cue", "never_date", "modal")):
            return False
        starts = at < 2 or self.passage.ends_sentence(at - 2) or self.low(at - 2) in (":", ",", "(")
        return before.text[0].isupper() and (token.glued or (before.text.istitle() and not starts))

    def letter_follows(self, at: int) -> bool:
        """Codes such as 3.NF.1 glue a letter to the point."""
        nxt = at + 1
        return (
            nxt < self.n
            and self.passage.tokens[nxt].kind == "word"
            and self.passage.tokens[nxt].start == self.passage.tokens[at].end
        )

    def joins_label(self, at: int, label: Number) -> bool:
        between = [self.low(place) for place in range(label.last + 1, at)]
        if self.passage.tokens[at].glued and at == label.last + 1:
            return True
        return (
            bool(between)
            and len(between) <= 2
            and all(word in _LABEL_JOINERS for word in between)
            and (self.low(label.first - 1) in _PLURAL_LABELS or self.low(label.last + 1) in (",", "and"))
        )

    def of_whole(self, at: int, after: int, value: float) -> Number | None:
        """Read "18 of 24" and "3 out of 4": a share of students, or points out of a scale."""
        place = after
        if self.low(place) in ("out", "students") and self.low(place + 1) == "of":
            place += 1
        if self.low(place) != "of":
            return None
        place += 1
        while self.low(place) in ("the", "our", "my", "every"):
            place += 1
        whole = self.plain(place)
        if not whole or value > whole or self.low(self.after_plain(place)) in ("%", "percent"):
            return None
        last = self.after_plain(place) - 1
        if self.low(last + 1) in _MEASURED:
            return Number(value, f"of {whole:g}", at, last, Sort.VALUE, whole, floor=True)
        if value != int(value) or (whole <= 5 and self.low(last + 1) in ("on", "points") and self.low(after) == "out"):
            return Number(value, "rubric", at, last, Sort.VALUE, whole)
        return Number(round(100 * value / whole, 1), "%", at, last, Sort.SHARE, whole)

    def share_slash(self, at: int, after: int, value: float) -> Number | None:
        whole = self.plain(after + 1) if self.low(after) == "/" else None
        if not whole or value > whole or self.passage.tokens[after].start != self.passage.tokens[at].end:
            return None
        if whole == value + 1 and value > 15 and self.low(at - 1) in ("in", "of", "for", "from", "sy", "since"):
            return Number(value, "", at, after + 1, Sort.LABEL)
        if value != int(value) or whole <= 5:
            return Number(value, "rubric", at, after + 1, Sort.VALUE, whole)
        cut = self.is_floor(at, after + 2)
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
        if low in ("point", "pt") and (self.low(after + 1) in _RUBRIC_WORDS or self.low(after + 2) in _RUBRIC_WORDS):
            return Number(value, "", at, after, Sort.SCALE)
        if low == "points" and self.low(at - 1) == "of" and self.low(at - 2) in ("scale", "rubric"):
            return Number(value, "", at, after, Sort.SCALE)
        high_at = after + 1 if low in ("to", "–", "-", "through") else after
        high = self.plain(high_at)
        around = {self.low(at - 1), self.low(at - 2), self.low(at - 3), self.low(high_at + 1)}
        if (
            high is not None
            and value in (0.0, 1.0)
            and high <= 10
            and around & {"scale", "rubric"}
            and not {"score", "%"} & around
        ):
            return Number(high, "", at, high_at, Sort.SCALE)
        return None

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

    def of_people(self, at: int) -> bool:
        """Tell whether a share is of people: "% of our Grade 7 students", "% of them"."""
        if self.low(at) in ("or", "and") and self.low(at + 1) in ("more", "above", "higher", "greater"):
            at += 2
        if self.low(at) != "of":
            return self.passage.has(at, "student") or self.passage.has(at + 1, "student")
        return True

    def is_floor(self, at: int, after: int) -> bool:
        """Tell whether a number is a cut ("80% or higher", "at or above 70%", "scoring below 30%")."""
        if self.low(after) in ("or", "and") and self.low(after + 1) in _OR_HIGHER:
            return True
        if self.low(at - 1) == "the":
            at -= 1
        return self.low(at - 1) in ("above", "below", "than", "over") and self.low(at - 2) in _FLOORS

    def with_unit(self, at: int, after: int, value: float) -> Number | None:
        low = self.low(after)
        token = self.passage.tokens[at]
        spelled = token.kind != "number"
        if low in _SPAN_AFTER and not (low == "days" and self.low(after + 1) == "absent"):
            return Number(value, low, at, after, Sort.SPAN)
        if spelled and self.low(at - 1) not in ("from", "to"):
            return Number(value, "", at, after - 1, Sort.COUNT)
        percentile = self.percentile_end(after)
        if percentile is not None:
            floor = self.is_floor(at, percentile + 1)
            return Number(value, "percentile", at, percentile, Sort.VALUE, floor=floor)
        if self.low(at - 1) in ("=", "n"):
            return Number(value, "", at, at, Sort.COUNT)
        for words, unit in _UNITS:
            if low in words:
                return Number(value, unit, at, after, Sort.VALUE, floor=self.is_floor(at, after + 1))
        for step in (0, 1):
            if self.passage.has(after + step, "metric_wcpm") and (step == 0 or not self.passage.has(after, "stop")):
                return Number(value, "wcpm", at, after - 1, Sort.VALUE)
        if self.passage.has(after, "student") or (
            self.passage.has(after + 1, "student") and not self.passage.has(after, "stop")
        ):
            return Number(value, "students", at, after - 1, Sort.COUNT)
        if self.passage.has(after, "subject_unit"):
            return Number(
                value,
                self.passage.text(after, self.passage.run("subject_unit", after) - 1),
                at,
                after - 1,
                Sort.VALUE,
                floor=self.is_floor(at, after),
            )
        return Number(value, "", at, after - 1, Sort.VALUE, floor=self.is_floor(at, after))


def _share_units(found: list[Number], passage: Passage) -> list[Number]:
    """In "from 41 to 60 percent" the first number borrows the unit of the second, and the other way round."""
    for place in range(len(found) - 1):
        one, two = found[place], found[place + 1]
        joined = passage.low(two.first - 1) in ("to", "→", "->", ">") or passage.tokens[two.first].glued
        if joined and not passage.any("modal", one.last + 1, two.first):
            found[place : place + 2] = _alike(one, two)
    return found


def _alike(one: Number, two: Number) -> tuple[Number, Number]:
    if one.sort is Sort.COUNT and one.unit == "" and two.sort is Sort.VALUE:
        one = replace(one, sort=Sort.VALUE)
    if {one.sort, two.sort} - {Sort.VALUE, Sort.SHARE}:
        return one, two
    if one.unit == "" and two.sort is Sort.SHARE and two.whole:
        points = round(two.value * two.whole / 100, 2)
        two = replace(two, value=points, unit=f"of {two.whole:g}", sort=Sort.VALUE)
    if one.unit == "" and two.unit:
        return replace(one, unit=two.unit), two
    return (one, replace(two, unit=one.unit)) if two.unit == "" and one.unit else (one, two)


def read(passage: Passage, *, taken: frozenset[int]) -> tuple[Number, ...]:
    """Find every number outside the `taken` places (dates, grades), in order, with unit and sort."""
    return _Reader(passage, taken).all()
