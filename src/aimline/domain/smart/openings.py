"""How a sentence opens: headings, dates and means that stand before what it says, and "our goal is"."""

from dataclasses import dataclass

from aimline.domain.smart.lexicon import listed
from aimline.domain.smart.passage import Passage

_LEADS = listed("predicates", "leads")
_DATE_LEADS = listed("predicates", "date_leads")
_GOAL_WORDS = listed("predicates", "goal_words")
_COLON, _COMMA, _LINKS = frozenset({":"}), frozenset({","}), frozenset({"is", "are"})
_CAUSES = frozenset({"by", "through", "using", "with"})
_BY_MEANS = frozenset({"by", "using", "through", "via", "with"})
_BEGINNING = frozenset({"looking", "starting", "beginning", "working", "building", "continuing", "following"})
_DATE_FILL = frozenset({"the", "end", "of", ",", "no", "later"})
_AFTER_GOAL = frozenset({"for", "that", "to", ":"})
_MOST_LEADS = 3
_HEADING = 10
_FAR, _NEAR = 30, 16


@dataclass(slots=True)
class Opening:
    """Where the sentence's own words start; whether means led it; whether "our goal is" did."""

    start: int
    means: bool
    goal: bool


def read(passage: Passage, first: int, end: int) -> Opening:
    """Skip "Goal 1:", "By May 15,", "By using centers," and "Our goal is that"."""
    start, means = first, False
    for _turn in range(_MOST_LEADS):
        place, meant = _skip(passage, start, end)
        means = means or meant
        if place == start:
            break
        start = place
    goal = _after_goal(passage, start, end)
    return Opening(start if goal is None else goal, means, goal is not None)


def _skip(passage: Passage, first: int, end: int) -> tuple[int, bool]:
    """Give the place behind one heading, lead or date, and whether it told the means."""
    colon = _colon(passage, first, min(first + _HEADING, end))
    if colon is not None and not passage.any("modal", first, colon):
        return colon + 1, False
    dated = passage.lows[first] in _DATE_LEADS and passage.has(first + 1, "dated")
    comma = None if dated else _comma(passage, first, end)
    if comma is not None and passage.lows[first] in _LEADS:
        return comma + 1, _causes(passage, first, comma)
    if comma is not None and _does(passage, first) and comma - first < _NEAR and passage.any("modal", comma, end):
        return comma + 1, True
    if passage.lows[first] in _DATE_LEADS and passage.any("dated", first, min(first + 7, end)):
        place = first + 1
        while place < end and (passage.has(place, "dated") or _fills(passage, place)):
            place += 1
        return place, False
    return first, False


def _fills(passage: Passage, at: int) -> bool:
    """Tell the small words of a date; the "no" of "no later than" is one, that of "no fewer than" is not."""
    low = passage.lows[at]
    return low in _DATE_FILL and (low != "no" or passage.lows[at + 1] == "later")


def _comma(passage: Passage, first: int, end: int) -> int | None:
    """Find the comma that closes a lead: before any "will", and for "to ..." only with a "will" behind."""
    comma = passage.find_word(_COMMA, first, min(first + _FAR, end))
    while comma is not None and _in_date(passage, comma):
        comma = passage.find_word(_COMMA, comma + 1, min(first + _FAR, end))
    if comma is None:
        return None
    modal = passage.find("modal", first, end)
    if (modal is not None and modal < comma) or (passage.lows[first] == "to" and modal is None):
        return None
    return comma


def _colon(passage: Passage, first: int, end: int) -> int | None:
    """Find the colon behind a heading."""
    colon = passage.find_word(_COLON, first, end)
    while colon is not None and not _heads(passage, colon):
        colon = passage.find_word(_COLON, colon + 1, end)
    return colon


def _heads(passage: Passage, at: int) -> bool:
    """Tell the colon behind a heading from the one in a time of day."""
    if at == 0 or at + 1 == passage.n:
        return True
    timed = passage.kinds[at - 1] == passage.kinds[at + 1] == "number"
    return not (timed and passage.ends[at - 1] == passage.starts[at] and passage.ends[at] == passage.starts[at + 1])


def _in_date(passage: Passage, at: int) -> bool:
    return passage.has(at, "dated") and passage.has(at + 1, "dated") and passage.has(at - 1, "dated")


def _does(passage: Passage, at: int) -> bool:
    """Tell a lead that says what adults do: "Providing tutoring, students will ..."."""
    low = passage.lows[at]
    return low.endswith("ing") and passage.has(at, "verb_activity") and low not in _BEGINNING


def _causes(passage: Passage, first: int, end: int) -> bool:
    causal = passage.lows[first] in _CAUSES or passage.lows[first + 2] == "result"
    return causal and _is_means(passage, first, end)


def _is_means(passage: Passage, first: int, end: int) -> bool:
    doing = passage.lows[first + 1]
    gerund = (
        doing.endswith("ing")
        and (passage.has(first + 1, "verb_activity") or passage.lows[first] == "by")
        and not passage.has(first + 1, "dated")
    )
    return (
        gerund
        or (passage.lows[first] == "using" and not passage.any("assessment", first, end))
        or (passage.any("means", first, end) and not passage.any("dated", first, end))
    )


def _after_goal(passage: Passage, start: int, end: int) -> int | None:
    """Give the place behind "our goal is that", wherever it stands in the sentence."""
    goal = passage.find_word(_GOAL_WORDS, start, end)
    while goal is not None and not _is_goal(passage, goal, start):
        goal = passage.find_word(_GOAL_WORDS, goal + 1, end)
    if goal is None:
        return None
    linking = passage.find_word(_LINKS, goal + 1, min(goal + 12, end))
    if linking is None:
        return None
    place = linking + 1
    while passage.lows[place] in _AFTER_GOAL:
        place += 1
    return place


def _is_goal(passage: Passage, at: int, start: int) -> bool:
    after = passage.lows[at + 1]
    return after in _LINKS or (after in ("for", "this") and at < start + 14)


def tells_means(passage: Passage, verb: int, end: int) -> bool:
    """Find "by implementing ..." or "through small-group instruction" after the verb."""
    for at in passage.all_words(_BY_MEANS):
        if not verb < at < end - 1:
            continue
        low = passage.lows[at]
        if (
            low == "by"
            and passage.lows[at + 1].endswith("ing")
            and passage.has(at + 1, "verb_activity")
            and not passage.has(at + 1, "broad")
        ):
            return True
        if low == "using" and passage.lows[at - 1] == "," and not passage.any("assessment", at, min(at + 7, end)):
            return True
        if low in ("through", "via") or (low == "with" and passage.lows[at + 1] in ("the", "targeted", "daily")):
            stop = next(
                (
                    place
                    for place in range(at + 1, min(at + 9, end))
                    if passage.lows[place] in (",", "from", "by", "to", "as")
                ),
                min(at + 9, end),
            )
            if passage.any("means", at + 1, stop) and not passage.any("assessment", at + 1, stop):
                return True
    return False
