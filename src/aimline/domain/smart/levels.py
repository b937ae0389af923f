"""From where to where: each number collects evidence for being the start, the end or the change.

Every construction of the language ("from X", "to X", "currently X", "X% of students will", "a gain of X") speaks for
one part with a weight. The start and the end with most evidence that fit together are the goal's pair; what remains is
searched again for further pairs. The weight of what spoke for a number is its confidence.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product

from aimline.domain.smart import series, signs
from aimline.domain.smart.bystanders import aside
from aimline.domain.smart.evidence import (
    FAINT,
    FIRM,
    LIKELY,
    SURE,
    Heard,
    changes_to,
    clause_end,
    leads_to,
    listen,
    promise,
    share_stands,
)
from aimline.domain.smart.numbers import Number, Sort
from aimline.domain.smart.passage import Passage
from aimline.domain.smart.standing import Time, aimed, looks_back, past, tell, wished

# More numbers than this are a table and no goal.
_MOST = 16
_MOST_PAIRS = 6
_COUNTED = frozenset({Sort.VALUE, Sort.SHARE})
_WHOLE, _ALL = 1000.0, 100
_WHOSE = frozenset({"the", "our", "my", "these"})
_NEAR = 4
_AVERAGES = frozenset({"average", "mean", "median"})
_TIMED = ("in", "under")
_CLOCKED = frozenset({"seconds", "second", "minutes", "minute", "sec", "min"})
_AHEAD = 8
# In the order of a school year.
_SEASONS = ("autumn", "fall", "winter", "spring", "summer")
_LEAST = frozenset({"least", "minimum"})
_EARNING = frozenset({"with", "earning", "scoring", "achieving", "obtaining", "getting"})
_COUNTERS = frozenset({"percentage", "percent", "share", "proportion", "number", "more", "fewer", "all", "every"})
_KEEPS = frozenset({"maintain", "keep", "stay", "remain", "hold", "sustain"})
# Under their own names, because Python 3.11 looks up the members of an enumeration slowly.
_SHARE, _CHANGE, _COUNT, _WANTED = Sort.SHARE, Sort.CHANGE, Sort.COUNT, Time.AHEAD


@dataclass(slots=True)
class Pair:
    """A baseline and a target that belong together; either may be missing."""

    baseline: Number | None
    target: Number | None


@dataclass(slots=True)
class Levels:
    """All pairs of a text, the change amount, how sure the reading is, and the ends of the first pair, the goal's."""

    pairs: tuple[Pair, ...]
    amount: Number | None
    baseline_confidence: float
    target_confidence: float
    baseline: Number | None
    target: Number | None


_NO_LEVELS = Levels((), None, 0.5, 0.5, None, None)


def read(passage: Passage, numbers: tuple[Number, ...]) -> Levels:
    """Give the pairs, the change and their confidence; a cut ("80 % or higher") steps back for another number."""
    if not numbers:
        return _NO_LEVELS
    values = [one for one in numbers if one.sort in _COUNTED][:_MOST]
    heard = _hear(passage, values) if values else []
    changes = [one.number for one in heard if one.change > 0] or [one for one in numbers if one.sort is _CHANGE]
    levels = _without_cuts([one for one in heard if one.change == 0])
    amount = changes[0] if changes else None
    pairs = list(_pairs(passage, levels)) if levels else []
    if pairs and (onward := _onward(passage, pairs[0], levels)) is not None:
        pairs = [onward]
    if pairs:
        pairs[0] = _complete(passage, pairs[0], levels, numbers)
    elif amount is None:
        pairs = _loose(passage, levels, numbers)
    if amount is not None and len(pairs) == 1 and _is_earned(passage, pairs[0]):
        pairs = []
    weights = {one.number.first: one for one in heard}
    first = pairs[0] if pairs else Pair(None, None)
    whole = tuple([_in_students(one) for one in pairs])
    return Levels(
        whole,
        amount,
        _confidence(weights[first.baseline.first].start if first.baseline and first.baseline.first in weights else 0.0),
        _confidence(weights[first.target.first].end if first.target and first.target.first in weights else 0.0),
        whole[0].baseline if whole else None,
        whole[0].target if whole else None,
    )


def _hear(passage: Passage, values: list[Number]) -> list[Heard]:
    """Give what speaks for each number that belongs to the goal."""
    values = [one for place, one in enumerate(values) if not series.says_again(passage, values[:place], one)]
    values = series.staged(passage, list(series.ranged(passage, values)))
    later = [*values[1:], None]
    values = [one for one, after in zip(values, later, strict=False) if not series.on_the_way(passage, one, after)]
    values = series.trials(passage, [one for one in values if not aside(passage, one)])
    around = zip([None, *values], values, [*values[1:], None], strict=False)
    heard = [listen(passage, one, before, after) for before, one, after in around]
    return list(_promised(passage, series.parallel(passage, list(series.listed(passage, heard)))))


def _onward(passage: Passage, told: Pair, heard: list[Heard]) -> Pair | None:
    """Where a change is told and then more is wanted, it starts where the first ended: "fell from 22 to 15; now 10"."""
    start, end = told.baseline, told.target
    if start is None or end is None or start.first > end.first or not _looks_back(passage, start):
        return None
    reached = [one.number for one in heard if start.last < one.number.first < end.first]
    if reached and leads_to(passage, start, reached[0]) and reached[0].unit == end.unit:
        return Pair(reached[0], end)
    later = [one.number for one in heard if one.number.first > end.last and one.number.unit in (end.unit, "")]
    wanted = next((one for one in later if tell(passage, one.first, one.last) is _WANTED), None)
    return None if wanted is None else Pair(end, wanted)


def _looks_back(passage: Passage, number: Number) -> bool:
    return any(past(passage, at) for at in range(max(0, number.first - _NEAR), number.first))


def _promised(passage: Passage, heard: list[Heard]) -> Iterator[Heard]:
    """Behind the "will" of a share a number is the cut its people reach: "80% of them will score at least 85"."""
    cuts = range(0)
    for one in heard:
        number = one.number
        modal = promise(passage, number) if one.end > one.start else None
        if modal is not None:
            cuts = range(modal, clause_end(passage, modal))
            yield Heard(number, one.start, min(one.end + LIKELY, 2 * LIKELY), one.change)
        elif number.first in cuts and not changes_to(passage, number, cuts.start):
            yield Heard(number, one.start, 0.0, one.change)
        else:
            yield one


def _without_cuts(heard: list[Heard]) -> list[Heard]:
    """Beside a share of students a number of another unit is the cut they reach: "85% will read 60 words"."""
    if not any(one.number.sort is _SHARE and one.end > one.start for one in heard):
        return heard
    shares = [one.number for one in heard if one.number.sort is _SHARE]
    starts = [one.number for one in heard if one.number.unit != "%" and one.start >= SURE]
    if any(not _alike(start, share) for start in starts for share in shares):
        return heard
    return [_behind_share(one) for one in heard]


def _behind_share(heard: Heard) -> Heard:
    if heard.number.sort is _SHARE:
        return heard
    bare = heard.number.unit == "%" and not heard.number.floor
    return Heard(heard.number, heard.start, heard.end - FAINT if bare else 0.0, heard.change)


@lru_cache(maxsize=256)
def _confidence(weight: float) -> float:
    return round(min(0.98, 0.5 + 0.12 * max(0.0, weight)), 2)


def _pairs(passage: Passage, heard: list[Heard]) -> Iterator[Pair]:
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
        if alike and one.end >= FIRM and not one.number.floor:
            yield Pair(None, one.number)


def _best(passage: Passage, heard: list[Heard], *, whole: bool) -> Pair | None:
    starts = [one for one in heard if one.start >= 1]
    ends = [one for one in heard if one.end >= 1]
    if not starts and not ends:
        return None
    found, most = None, 0.0
    for start, end in product([None, *starts], [None, *ends]):
        if start is end or (whole and (start is None or end is None)):
            continue
        parted = _interrupted(passage, heard, start, end)
        weight = _weigh(passage, start, end) - FIRM * parted
        if (
            start
            and end
            and not parted
            and weight > 0
            and start.start >= SURE <= end.end
            and start.number.last < end.number.first
        ):
            # Several whole pairs: the first one is the goal's.
            weight += _WHOLE - start.number.first
        if weight > most:
            found, most = Pair(start.number if start else None, end.number if end else None), weight
    return found


def _interrupted(passage: Passage, heard: list[Heard], start: Heard | None, end: Heard | None) -> bool:
    """Tell a pair that another start parts: in "52→60 and tardies 410→300" no way leads from 52 to 300."""
    if start is None or end is None:
        return False
    between = [one for one in heard if start.number.last < one.number.first < end.number.first]
    return any(leads_to(passage, one.number, end.number) for one in between)


def _weigh(passage: Passage, start: Heard | None, end: Heard | None) -> float:
    weight = (start.start - start.end / 2 if start else 0.0) + (end.end - end.start / 2 if end else 0.0)
    if start is None or end is None:
        alone = start or end
        return weight - alone.number.first / 1000 if alone is not None else weight
    one, two = start.number, end.number
    weight -= min(one.first, two.first) / 1000
    if not _fit(one, two):
        return 0.0
    weight -= abs(two.first - one.first) / 500
    weight += 1.0 * (one.unit == two.unit) - FIRM * (one.value == two.value)
    return weight + (FIRM if one.last < two.first and leads_to(passage, one, two) else 0.0)


def _fit(one: Number, two: Number) -> bool:
    return one.unit == two.unit or not one.unit or not two.unit or _alike(one, two) or _alike(two, one)


def _alike(one: Number, end: Number) -> bool:
    return end.whole is not None and one.unit in ("", "students") and one.value <= end.whole


def _complete(passage: Passage, pair: Pair, heard: list[Heard], numbers: tuple[Number, ...]) -> Pair:
    """Give the missing end of a pair to a number alike: "48 of our 60 (today: 22)", "33% (Sept.), target 50%"."""
    if pair.target is None and pair.baseline is not None:
        start = pair.baseline
        end = _later(passage, start, heard) or _cut_before(start, heard) or _beside(passage, start, heard)
        return Pair(start, end)
    if pair.baseline is None and pair.target is not None:
        return Pair(_earlier(passage, pair.target, heard, numbers), pair.target)
    return pair


def _cut_before(start: Number, heard: list[Heard]) -> Number | None:
    """Where a start is told and nothing else, the cut before it is the end: "scoring 8/10, up from 4/10"."""
    before = [one.number for one in heard if one.number.floor and one.number.last < start.first]
    alike = [one for one in before if one.unit == start.unit and one.whole == start.whole]
    return alike[-1] if alike else None


def _beside(passage: Passage, start: Number, heard: list[Heard]) -> Number | None:
    """Where nobody tells what was, the number that no start belongs to is the end: "70% get a 3. (Sept: 51%)"."""
    if looks_back(passage):
        return None
    alike = [one.number for one in heard if one.number.unit == start.unit and not one.number.floor]
    alike = [one for one in alike if not (one.sort is _SHARE and share_stands(passage, one))]
    later = [one for one in alike if one.first > start.last]
    if later:
        row = [start.value, *(one.value for one in later)]
        onward = row in (sorted(row), sorted(row, reverse=True)) and _to_come(passage, start, later[-1])
        return later[-1] if onward else None
    before = [one for one in alike if one is not start and tell(passage, one.first, one.last) is not Time.THEN]
    return before[0] if len(before) == 1 else None


def _to_come(passage: Passage, start: Number, number: Number) -> bool:
    """Tell "60% in the spring check" and "8 next time" from what a year that is over brought."""
    behind = range(number.last + 1, min(number.last + _AHEAD, passage.n))
    if any(passage.has(at, "later") or passage.lows[at] == "next" for at in behind):
        return True
    dated = [at for at in behind if passage.has(at, "dated")]
    seasons = [passage.lows[at] for at in dated if passage.lows[at] in _SEASONS]
    before = [passage.lows[at] for at in range(start.last + 1, number.first) if passage.lows[at] in _SEASONS]
    if seasons and before and all(not passage.lows[at].isdigit() for at in dated):
        return _SEASONS.index(before[0]) < _SEASONS.index(seasons[0])
    return not dated


def _is_earned(passage: Passage, pair: Pair) -> bool:
    """Tell the cut beside a change: "report cards with at least 60% in mathematics - up 4 points"."""
    if pair.baseline is not None or pair.target is None:
        return False
    sign = signs.before(passage, pair.target)
    return sign.word in _LEAST and passage.lows[sign.at - 2] in _EARNING


def _later(passage: Passage, start: Number, heard: list[Heard]) -> Number | None:
    for one in heard:
        number = one.number
        time = tell(passage, number.first, number.last)
        open_end = time is _WANTED or (time is Time.OPEN and not number.floor)
        if open_end and number.first > start.last and number.unit in (start.unit, ""):
            return number
    return None


def _earlier(passage: Passage, end: Number, heard: list[Heard], numbers: tuple[Number, ...]) -> Number | None:
    taken = [one.number for one in heard if one.end >= LIKELY or one.number.floor]
    counts = [one for one in numbers if one.sort is _COUNT and not _tells_size(passage, one)]
    for one in sorted([*(one.number for one in heard if one.number not in taken), *counts], key=lambda one: one.first):
        then = one.unit == "students" and not end.unit and tell(passage, one.first, one.last) is Time.THEN
        # "48% in the fall, goal 65": the sign is said once.
        same = one.unit == end.unit or (one.unit == "%" and not end.unit and end.value <= _ALL)
        if one is end or not (same or then or _alike(one, end)) or (not one.unit and _tells_size(passage, one)):
            continue
        bracketed = one.first > end.first and (passage.lows[one.first - 1] in ("(", ":") or _bracketed(passage, one))
        before = same and one.last < end.first and not wished(passage, one.first)
        if bracketed or before or tell(passage, one.first, one.last) is Time.THEN:
            return one
    return None


def _tells_size(passage: Passage, count: Number) -> bool:
    """Tell how many there are at all: "n = 46", "all 43 players", "of the 46 eighth graders in Tier 2"."""
    before = passage.lows[count.first - 1]
    return before in ("=", "all") or (before in _WHOSE and passage.lows[count.first - 2] == "of")


def _bracketed(passage: Passage, number: Number) -> bool:
    """Tell a number that is told in passing: "78% ... (five-year average 74.1%)"."""
    for at in range(number.first - 1, max(-1, number.first - _NEAR - 1), -1):
        if passage.lows[at] == "(":
            return True
        if passage.kinds[at] != "word":
            return False
    return False


def _loose(passage: Passage, heard: list[Heard], numbers: tuple[Number, ...]) -> list[Pair]:
    """Where nothing tells a part, a lone number with a unit is what is aimed at."""
    numbered = [one.number for one in heard if one.number.unit and not one.number.floor] or [
        one.number for one in heard if aimed(passage, one.number.first)
    ]
    if numbered:
        return [Pair(None, numbered[0])]
    kept = [one.number for one in heard if one.number.floor and one.number.unit == "%"]
    cuts = [one.number for one in heard if one.number.floor]
    if len(heard) == 1 and not _AVERAGES.isdisjoint(passage.said):
        lone = heard[0].number
        if lone.floor or not _AVERAGES.isdisjoint(passage.lows[max(0, lone.first - _NEAR) : lone.first]):
            return [Pair(None, lone)]
    if kept and not _KEEPS.isdisjoint(passage.said):
        return [Pair(None, kept[0])]
    trials = [one.number for one in heard if one.number.whole and one.number.unit.startswith("of ")]
    if trials:
        return [Pair(None, series.as_share(trials[0]))]
    students = [one for one in numbers if one.sort is _COUNT and one.unit == "students"]
    counts = [one for one in students if passage.lows[one.first - 1] != "all"]
    ahead = [one for one in counts if not (share_stands(passage, one) or passage.has(one.first - 1, "verb_activity"))]
    if ahead and passage.any("modal"):
        return [Pair(None, ahead[0])]
    timed = [one for one in numbers if passage.lows[one.first - 2 : one.first] == _TIMED and one.unit in _CLOCKED]
    if timed and not heard:
        return [Pair(None, timed[0])]
    # Where nobody counts who reaches it, the cut is what is aimed at: "conventions at 3 or above".
    return [Pair(None, cuts[0])] if len(cuts) == len(heard) == 1 and _COUNTERS.isdisjoint(passage.said) else []


def _in_students(pair: Pair) -> Pair:
    """Where one end is "48 of 60" and the other a bare 22, both count students."""
    start, end = pair.baseline, pair.target
    if start is None or end is None or start.unit == end.unit or "%" not in (start.unit, end.unit):
        return pair
    if end.whole is not None and _alike(start, end):
        return Pair(replace(start, unit="students"), _counted(end, end.whole))
    if start.whole is not None and _alike(end, start):
        return Pair(_counted(start, start.whole), replace(end, unit="students"))
    return pair


def _counted(share: Number, whole: float) -> Number:
    return replace(share, value=round(share.value * whole / 100, 1), unit="students", sort=Sort.VALUE)
