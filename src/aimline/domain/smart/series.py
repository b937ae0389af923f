"""Numbers told in a row: ranges, stops on the way, lists of changes, and ends that share what is said of the last."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise, takewhile

from aimline.domain.smart.evidence import LIKELY, Heard, ends_range
from aimline.domain.smart.numbers import Number
from aimline.domain.smart.passage import Passage

_NEAR = 4
_ALLOWED = 8
_IN = frozenset({"in", "on"})
_TELLING = frozenset({"stop", "dated", "baseline_cue", "target_cue", "modal", "frame", "verb_up", "verb_down"})
_AND_THEN = frozenset({("and", "then"), ("then",), (",", "then"), ("and", "eventually"), ("and", "finally")})
_ON = frozenset({"to", "→", "->", "=>"})
_POINTED = frozenset({",", ":", "–", "—", "-"})
_LED = frozenset({"by", "before", "until"})
_WHEN = _LED | _IN | {"the", "at", "and", "then"}
_STAGES = 3


def ranged(passage: Passage, values: list[Number]) -> Iterator[Number]:
    """Read a range by its lower end: "75-80% of them will ..." asks for 75 %."""
    for before, one, after in zip([None, *values], values, [*values[1:], None], strict=False):
        if ends_range(passage, before, one):
            continue
        opened = after is not None and ends_range(passage, one, after)
        yield replace(one, last=after.last, sort=after.sort) if after is not None and opened else one


def staged(passage: Passage, values: list[Number]) -> list[Number]:
    """Read a row of stages by its first and last: "BOY 36, MOY 48, EOY 60", "50% in 2026, 60% in 2027, 70% in 2028"."""
    joined = takewhile(lambda both: _next_stage(passage, *both), pairwise(values))
    n = 1 + sum(1 for _ in joined)
    told = [one.value for one in values[:n]]
    if n < _STAGES or told not in (sorted(set(told)), sorted(set(told), reverse=True)):
        return values
    stays = slice(n - 1, n) if passage.lows[values[0].last + 1] in _LED else slice(0, n, n - 1)
    return values[stays] + values[n:]


def _next_stage(passage: Passage, one: Number, two: Number) -> bool:
    """Tell whether nothing but a day and marks stands between two numbers alike."""
    if one.unit != two.unit or one.floor or two.floor:
        return False
    places = range(one.last + 1, two.first)
    told = all(passage.has(at, "dated") or passage.kinds[at] == "mark" or passage.lows[at] in _WHEN for at in places)
    return told and any(passage.has(at, "dated") for at in places)


def on_the_way(passage: Passage, one: Number, after: Number | None) -> bool:
    """Tell a stop on the way to the end: "from 62% to 75% and then 85%", "by May 80%, and by June 95%"."""
    if after is None or one.unit != after.unit:
        return False
    between = passage.lows[one.last + 1 : after.first]
    bare = len(between) == 1 or (between[:1] + between[-2:-1]) == ("(", ")")
    chained = bare and between[-1] in _ON and passage.lows[one.first - 1] in _ON
    return between in _AND_THEN or chained or (_due(passage, one) and _due(passage, after))


def _due(passage: Passage, number: Number) -> bool:
    """Tell a number with a day of its own right before it: "by Jan. 30, 95%"."""
    at = number.first - 1
    at -= passage.lows[at] in _POINTED
    while passage.has(at, "dated"):
        at -= 1
    return passage.has(at + 1, "dated") and (passage.lows[at] in _LED or passage.has(at + 1, "later"))


def trials(passage: Passage, values: list[Number]) -> list[Number]:
    """Where no share is told, "in 4 out of 5 trials" is one, and what is allowed in each trial is a cut."""
    trials = [one for one in values if one.unit.startswith("of ") and passage.lows[one.first - 1] in _IN]
    if len(trials) != 1 or len(values) == 1 or any(one.unit == "%" for one in values):
        return values
    trial = trials[0]
    apart = [one for one in values if one.last < trial.first - _ALLOWED or one.first >= trial.first]
    return [as_share(one) if one is trial else one for one in apart]


def says_again(passage: Passage, before: list[Number], one: Number) -> bool:
    """Tell a bracket that says a value again: "80% (12 of 15)", "206 (52nd percentile)"."""
    if not before or passage.lows[one.first - 1] != "(":
        return False
    other = (
        passage.lows[one.last + 1] == ")" and one.unit not in ("", before[-1].unit) and before[-1].last == one.first - 2
    )
    return other or abs(before[-1].value - one.value) < 1


def listed(passage: Passage, heard: list[Heard]) -> Iterator[Heard]:
    """A list of changes says the verb once: "grow 7 RIT points in geometry, 5 RIT in informational text"."""
    before: Heard | None = None
    for one in heard:
        listed = before is not None and one.start < LIKELY and one.number.unit == before.number.unit
        listed = listed and before is not None and _goes_on(passage, before.number, one.number)
        before = replace(one, change=before.change) if before is not None and listed and before.change else one
        yield before


def _goes_on(passage: Passage, one: Number, two: Number) -> bool:
    """Tell a list: "..., 5 RIT in text", "failures 10% and referrals 15%"."""
    if passage.lows[two.first - 1] in (",", "and"):
        return True
    joined = passage.lows[one.last + 1] in (",", "and") and two.first - one.last <= _NEAR
    return joined and _plain(passage, one.last + 2, two.first)


def _plain(passage: Passage, first: int, last: int) -> bool:
    """Tell bare nouns, which say what is counted and nothing of when or how."""
    places = range(first, last)
    return all(passage.kinds[at] != "mark" and not passage.is_of(at, _TELLING) for at in places)


def parallel(passage: Passage, heard: list[Heard]) -> list[Heard]:
    """What is said of the last in a list holds for all: "approaches 80, meets 50, masters 25 by May"."""
    for place in range(len(heard) - 2, -1, -1):
        one, two = heard[place], heard[place + 1]
        listed = one.number.unit == two.number.unit and two.number.first - one.number.last <= _NEAR
        listed = listed and passage.lows[one.number.last + 1] == "," and two.end >= LIKELY and one.start < LIKELY
        if listed and not two.change and _plain(passage, one.number.last + 2, two.number.first):
            heard[place : place + 2] = replace(one, start=0.0, end=two.end), replace(two, start=0.0)
    return heard


def as_share(number: Number) -> Number:
    """Give "4 of 5 opportunities" as 80 %."""
    whole = number.whole or number.value
    return replace(number, value=round(100 * number.value / whole, 1), unit="%", floor=False)
