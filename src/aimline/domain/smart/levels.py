"""From where to where: each number collects evidence for being the start, the end or the change.

Every construction of the language ("from X", "to X", "currently X", "X% of students will", "a gain of X") speaks for
one part with a weight. The start and the end with most evidence that fit together are the goal's pair; what remains is
searched again for further pairs. The weight of what spoke for a number is its confidence.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product, zip_longest

from aimline.domain.smart.lexicon import listed
from aimline.domain.smart.numbers import Number, Sort
from aimline.domain.smart.passage import Passage
from aimline.domain.smart.standing import Time, aimed, tell, weigh

_FILL = listed("levels", "fill")
_BOUNDS = listed("levels", "bounds")
_TOLD_BEFORE = listed("levels", "told_before")
_DONE_BY = listed("levels", "done_by")
_ARROWS = listed("levels", "arrows")
# More numbers than this are a table and no goal.
_MOST = 16
_MOST_PAIRS = 6
_FAR_BACK = 8
_RANGE = 5
_WHOLE = 1000.0
_SURE, _FIRM, _LIKELY, _FAINT = 4.0, 3.0, 2.5, 1.2


@dataclass(frozen=True)
class Pair:
    """A baseline and a target that belong together; either may be missing."""

    baseline: Number | None
    target: Number | None


@dataclass(frozen=True)
class Levels:
    """All pairs of a text (the first is the goal's), the change amount, and how sure the reading is."""

    pairs: tuple[Pair, ...]
    amount: Number | None
    baseline_confidence: float
    target_confidence: float

    @property
    def baseline(self) -> Number | None:
        """The start of the first pair."""
        return self.pairs[0].baseline if self.pairs else None

    @property
    def target(self) -> Number | None:
        """The end of the first pair."""
        return self.pairs[0].target if self.pairs else None


@dataclass(frozen=True)
class _Heard:
    """What speaks for a number: for the start, for the end, for the size of the change."""

    number: Number
    start: float = 0.0
    end: float = 0.0
    change: float = 0.0


@dataclass(frozen=True)
class _Sign:
    """The word before a number that tells its part, and where it stands."""

    word: str
    at: int


def read(passage: Passage, numbers: tuple[Number, ...]) -> Levels:
    """Give the pairs, the change and their confidence; a cut ("80 % or higher") steps back for another number."""
    values = [one for one in numbers if one.sort in (Sort.VALUE, Sort.SHARE)][:_MOST]
    values = [
        one for one, before in zip(values, [None, *values], strict=False) if not _ends_range(passage, before, one)
    ]
    heard = [_listen(passage, one, after) for one, after in zip_longest(values, values[1:])]
    changes = [one.number for one in heard if one.change > 0]
    levels = _without_cuts([one for one in heard if one.change == 0])
    amount = changes[0] if changes else None
    pairs = list(_pairs(passage, levels))
    if pairs:
        pairs[0] = _complete(passage, pairs[0], levels, numbers)
    elif amount is None:
        pairs = _loose(passage, levels, numbers)
    weights = {one.number.first: one for one in heard}
    first = pairs[0] if pairs else Pair(None, None)
    return Levels(
        tuple(_in_students(one) for one in pairs),
        amount,
        _confidence(weights[first.baseline.first].start if first.baseline and first.baseline.first in weights else 0.0),
        _confidence(weights[first.target.first].end if first.target and first.target.first in weights else 0.0),
    )


def _without_cuts(heard: list[_Heard]) -> list[_Heard]:
    """Beside a share of students a number of another unit is the cut they reach: "85% will read 60 words"."""
    if not any(one.number.sort is Sort.SHARE and one.end > one.start for one in heard):
        return heard
    if any(one.number.unit != "%" and one.start >= _SURE for one in heard):
        return heard
    return [_behind_share(one) for one in heard]


def _behind_share(heard: _Heard) -> _Heard:
    if heard.number.sort is Sort.SHARE:
        return heard
    bare = heard.number.unit == "%" and not heard.number.floor
    return replace(heard, end=heard.end - _FAINT if bare else 0.0)


def _confidence(weight: float) -> float:
    return round(min(0.98, 0.5 + 0.12 * max(0.0, weight)), 2)


def _listen(passage: Passage, number: Number, after: Number | None) -> _Heard:
    """Ask every construction about one number."""
    sign = _sign(passage, number)
    if _is_change(passage, number, sign):
        return _Heard(number, change=_SURE)
    time, near = weigh(passage, number.first, number.last)
    start, end = _from_the_left(passage, sign)
    if _baseline_after(passage, number):
        start += _SURE
    if after is not None and _leads_to(passage, number, after):
        start += _SURE
    told = _told_after(passage, number)
    clear = _LIKELY if near else _FAINT
    start += _LIKELY * (told is Time.THEN) + clear * (time is Time.THEN and not number.floor)
    end += _LIKELY * (told is Time.AHEAD) + clear * (time is Time.AHEAD) + _FAINT * aimed(passage, number.first)
    if number.sort is Sort.SHARE and max(start, end) < _LIKELY:
        then = _share_stands(passage, number)
        start, end = (start + _LIKELY, end) if then else (start, end + _FAINT)
    if time is Time.THEN and not number.floor and sign.word not in _ARROWS:
        end -= _LIKELY
    if number.floor and sign.word not in _ARROWS:
        end -= _LIKELY
    return _Heard(number, start, end)


def _sign(passage: Passage, number: Number) -> _Sign:
    """Walk back from a number to the word that tells its part; up to eight words, within the clause."""
    place = number.first - 1
    if place >= 0 and passage.tokens[number.first].glued:
        return _Sign("glued", place)
    for _step in range(_FAR_BACK):
        low = passage.low(place)
        if not low or low in ("%", ",", ";") or passage.tokens[place].kind == "number":
            return _Sign(low, place)
        if low in ("to", "with") and passage.low(place - 1) == "compared":
            return _Sign("baseline", place)
        if passage.has(place, "baseline_cue"):
            bounded = low == "than" and passage.low(place - 1) in _BOUNDS
            return _Sign("bound" if bounded else "baseline", place)
        if low not in _FILL or (low in ("is", "rate") and passage.has(place, "target_cue")):
            return _Sign(low, place)
        place -= 1
    return _Sign("", place)


def _from_the_left(passage: Passage, sign: _Sign) -> tuple[float, float]:
    if sign.word in ("from", "baseline"):
        return _SURE, 0.0
    if sign.word == "to" and passage.low(sign.at - 1) in ("out", "comes", "equal", "equals", "amounts"):
        return _FAINT, 0.0
    if _stated(passage, sign):
        return _FAINT, _FAINT
    if sign.word in _ARROWS or sign.word in ("glued", "bound"):
        return 0.0, _SURE
    if any(passage.has(sign.at, name) for name in ("target_cue", "verb_outcome", "verb_up", "verb_down")):
        return 0.0, _FIRM
    return 0.0, 0.0


def _stated(passage: Passage, sign: _Sign) -> bool:
    """Tell a verb of the present: "our sections answer 58%" says where they stand, unless more is said."""
    if not passage.has(sign.at, "verb_outcome") or passage.low(sign.at) in ("be", "least") or sign.at < 2:
        return False
    before = range(max(0, sign.at - _FAR_BACK), sign.at)
    finite = not passage.low(sign.at).endswith(("ing", "ed")) and not passage.has(sign.at, "target_cue")
    return finite and not any(passage.has(at, "modal") or passage.low(at) in ("to", "and") for at in before)


def _is_change(passage: Passage, number: Number, sign: _Sign) -> bool:
    """Tell the size of a change: "by 10%", "a 5-point gain", "grow 12 points", "2 words per week"."""
    after = number.last + 1
    if number.unit == "years" or (number.unit == "levels" and sign.word not in ("from", "to", "baseline")):
        return True
    if sign.word in ("from", "to", "baseline", "glued", "bound"):
        return False
    if sign.word in ("up", "down") and sign.at == number.first - 1 and number.sort is Sort.VALUE:
        return not _arrow_within(passage, after, 5)
    if number.sort is Sort.VALUE and _by(passage, sign):
        return True
    if passage.has(after, "change_noun") and not (
        passage.low(after) in ("or", "growth") and passage.low(after + 1) == "target"
    ):
        return True
    if any(passage.low(at) == "per" and passage.low(at + 1) == "week" for at in range(after, after + 4)):
        return True
    changing = (passage.has(sign.at, "verb_up") or passage.has(sign.at, "verb_down")) and not passage.has(
        sign.at, "target_cue"
    )
    return changing and number.sort is Sort.VALUE and not _arrow_within(passage, after, 5)


def _by(passage: Passage, sign: _Sign) -> bool:
    """Tell "by 10%" and "by at least 10%" from the passive "reached by 80%"."""
    if sign.word == "least":
        return passage.low(sign.at - 2) == "by"
    return sign.word == "by" and passage.low(sign.at - 1) not in _DONE_BY


def _arrow_within(passage: Passage, at: int, reach: int) -> bool:
    return any(passage.low(place) in _ARROWS for place in range(at, at + reach))


def _told_after(passage: Passage, number: Number) -> Time:
    """Read "60% will be" and "62% did" where the group is not said again."""
    at = number.last + 1
    if passage.low(at) in _TOLD_BEFORE:
        return Time.THEN
    return Time.AHEAD if passage.has(at, "modal") else Time.OPEN


def _baseline_after(passage: Passage, number: Number) -> bool:
    for place in range(number.last + 1, number.last + 4):
        if passage.low(place) in (",", "to", "will", ";", ".") or passage.has(place, "modal"):
            return False
        if passage.has(place, "baseline_after") or passage.low(place) == "last":
            return True
    return False


def _leads_to(passage: Passage, one: Number, two: Number) -> bool:
    """Tell whether `one` is the start of "45% to 60%" or "45% on the screener to 60%"."""
    if passage.tokens[two.first].glued and two.first == one.last + 1:
        return True
    sign = _sign(passage, two)
    near = two.first - one.last <= 9 and sign.at > one.last
    return near and sign.word in _ARROWS and not passage.any("modal", one.last + 1, sign.at)


def _ends_range(passage: Passage, one: Number | None, two: Number) -> bool:
    """Tell the upper end of "80-85%" or "80 to 85% of students": a range is no way from here to there."""
    if one is None or one.unit != two.unit or not 0 < two.value - one.value <= _RANGE:
        return False
    if _sign(passage, one).word in ("from", "baseline"):
        return False
    glued = passage.tokens[two.first].glued and two.first == one.last + 1
    spanned = passage.low(two.first - 1) in ("to", "–", "and") and two.first == one.last + 2
    return glued or (spanned and (two.sort is Sort.SHARE or _sign(passage, one).word == "between"))


def _share_stands(passage: Passage, number: Number) -> bool:
    """A share of people before "will" is an end; before "are" or "scored" it is where they stand."""
    before = range(max(0, number.first - _FAR_BACK), number.first)
    due = any(passage.low(at) in ("by", "before") and passage.any("dated", at + 1, number.first) for at in before)
    if due or any(passage.has(at, "frame") for at in before):
        return False
    for place in range(number.last + 1, min(number.last + 25, len(passage.tokens))):
        low = passage.low(place)
        if passage.has(place, "modal") or low == "to":
            return False
        if low in ("are", "were", "is", "was", "had") or (passage.has(place, "past_change") and low != "met"):
            relative = passage.low(place - 1) in ("who", "that") or passage.low(place - 2) in ("who", "that")
            if not relative:
                return True
        if passage.ends_sentence(place) or low == "(":
            break
    return False


def _pairs(passage: Passage, heard: list[_Heard]) -> Iterator[Pair]:
    """Give the best pair, then what the rest holds: whole pairs, and further ends of the same unit."""
    rest = heard
    first: Pair | None = None
    for _round in range(_MOST_PAIRS):
        found = _best(passage, rest, whole=first is not None)
        if found is None:
            break
        first = first or found
        yield found
        used = {one.first for one in (found.baseline, found.target) if one is not None}
        rest = [one for one in rest if one.number.first not in used]
    for one in rest:
        alike = first is not None and first.target is not None and one.number.unit == first.target.unit
        if alike and one.end >= _FIRM and not one.number.floor:
            yield Pair(None, one.number)


def _best(passage: Passage, heard: list[_Heard], *, whole: bool) -> Pair | None:
    starts = [one for one in heard if one.start >= 1]
    ends = [one for one in heard if one.end >= 1]
    found, most = None, 0.0
    for start, end in product([None, *starts], [None, *ends]):
        if start is end or (whole and (start is None or end is None)):
            continue
        weight = _weigh(passage, start, end)
        if start and end and weight > 0 and start.start >= _SURE <= end.end and start.number.last < end.number.first:
            # Several whole pairs: the first one is the goal's.
            weight += _WHOLE - start.number.first
        if weight > most:
            found, most = Pair(start.number if start else None, end.number if end else None), weight
    return found


def _weigh(passage: Passage, start: _Heard | None, end: _Heard | None) -> float:
    weight = (start.start - start.end / 2 if start else 0.0) + (end.end - end.start / 2 if end else 0.0)
    first = min(one.number.first for one in (start, end) if one is not None)
    weight -= first / 1000
    if start is None or end is None:
        return weight
    one, two = start.number, end.number
    if not _fit(one, two):
        return 0.0
    weight += 1.0 * (one.unit == two.unit) - _FIRM * (one.value == two.value)
    return weight + (_FIRM if one.last < two.first and _leads_to(passage, one, two) else 0.0)


def _fit(one: Number, two: Number) -> bool:
    return one.unit == two.unit or not one.unit or not two.unit or _alike(one, two) or _alike(two, one)


def _alike(one: Number, end: Number) -> bool:
    return end.whole is not None and one.unit in ("", "students") and one.value <= end.whole


def _complete(passage: Passage, pair: Pair, heard: list[_Heard], numbers: tuple[Number, ...]) -> Pair:
    """Give the missing end of a pair to a number alike: "48 of our 60 (today: 22)", "33% (Sept.), target 50%"."""
    if pair.target is None and pair.baseline is not None:
        return Pair(pair.baseline, _later(passage, pair.baseline, heard))
    if pair.baseline is None and pair.target is not None:
        return Pair(_earlier(passage, pair.target, heard, numbers), pair.target)
    return pair


def _later(passage: Passage, start: Number, heard: list[_Heard]) -> Number | None:
    for one in heard:
        number = one.number
        time = tell(passage, number.first, number.last)
        open_end = time is Time.AHEAD or (time is Time.OPEN and not number.floor)
        if open_end and number.first > start.last and number.unit in (start.unit, ""):
            return number
    return None


def _earlier(passage: Passage, end: Number, heard: list[_Heard], numbers: tuple[Number, ...]) -> Number | None:
    taken = [one.number for one in heard if one.end >= _LIKELY or one.number.floor]
    counts = [one for one in numbers if one.sort is Sort.COUNT]
    for one in sorted([*(one.number for one in heard if one.number not in taken), *counts], key=lambda one: one.first):
        if one is end or not (one.unit == end.unit or _alike(one, end)):
            continue
        bracketed = passage.low(one.first - 1) in ("(", ":") and one.first > end.first
        before = one.unit == end.unit and one.last < end.first
        if bracketed or before or tell(passage, one.first, one.last) is Time.THEN:
            return one
    return None


def _loose(passage: Passage, heard: list[_Heard], numbers: tuple[Number, ...]) -> list[Pair]:
    """Where nothing tells a part, a lone number with a unit is what is aimed at."""
    numbered = [one.number for one in heard if one.number.unit and not one.number.floor] or [
        one.number for one in heard if aimed(passage, one.number.first)
    ]
    if numbered:
        return [Pair(None, numbered[0])]
    counts = [one for one in numbers if one.sort is Sort.COUNT and one.unit == "students"]
    ahead = [one for one in counts if not (_share_stands(passage, one) or passage.has(one.first - 1, "verb_activity"))]
    return [Pair(None, ahead[0])] if ahead and passage.any("modal") else []


def _in_students(pair: Pair) -> Pair:
    """Where one end is "48 of 60" and the other a bare 22, both count students."""
    start, end = pair.baseline, pair.target
    if start is None or end is None or start.unit == end.unit:
        return pair
    if end.whole is not None and _alike(start, end):
        return Pair(replace(start, unit="students"), _counted(end, end.whole))
    if start.whole is not None and _alike(end, start):
        return Pair(_counted(start, start.whole), replace(end, unit="students"))
    return pair


def _counted(share: Number, whole: float) -> Number:
    return replace(share, value=round(share.value * whole / 100, 1), unit="students", sort=Sort.VALUE)
