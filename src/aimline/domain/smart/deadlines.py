"""Which of the dates in a text is the deadline."""

from datetime import date, timedelta

from aimline.domain.smart.dates import Moment, Precision
from aimline.domain.smart.lexicon import listed
from aimline.domain.smart.passage import Passage
from aimline.domain.smart.standing import past

_BEHIND = listed("deadlines", "behind")
_STARTS = frozenset({"start", "starts", "starting", "beginning", "since", "effective"})
_LED = frozenset({"by", "before", "until", "d'ici", "avant"})
_LOOKS_BACK = frozenset({"from", "since", "than", "compared", "over", "last", "was", "were", "did", "versus", "vs"})
_WINDOWS = frozenset({"moy", "eoy"})
_TESTS = frozenset({"assessment", "assessment_name"})
_NAME = 5
_RECORDS = frozenset({"report", "reports", "data", "results", "scores"})
_BESIDE = 3
_NEAR = 7
_FAR = 24
_LEADS_TO = frozenset({"to", "→", "->"})
_YEAR_DIGITS = 4
# A month without a year that ends later than this from today has just gone by.
_MOST_AHEAD = timedelta(days=330)
_STRONG = frozenset({"by", "before", "until", "d'ici", "within", "avant", "in"})
# Under their own names, because Python 3.11 looks up the members of an enumeration slowly.
_VAGUE, _SEASON, _DAY, _POINT, _YEAR, _MONTH = (
    Precision.VAGUE,
    Precision.SEASON,
    Precision.DAY,
    Precision.POINT,
    Precision.YEAR,
    Precision.MONTH,
)


def choose(moments: tuple[Moment, ...], passage: Passage, *, today: date) -> Moment | None:
    """Choose the moment by which the goal is due: a "by" first, else the latest that is no label or past."""
    if not moments:
        return None
    usable = [
        one
        for one in moments
        if one.precision is not _VAGUE
        and not _dates_a_start(passage, one, today)
        and not _labels(passage, one, date(today.year, 12, 31))
        and not _begins(passage, one, today)
        and not _of_last_year(passage, one)
    ]
    strong = [one for one in usable if one.cue in _STRONG and one.cue != "in"]
    weak = [one for one in usable if one.cue not in _BEHIND or passage.lows[one.first] == "of" or _spans(passage, one)]
    weak = [one for one in weak if one.on is None or one.on >= today]
    pool = strong or weak or [one for one in moments if _dates_an_end(passage, one, moments, today)]
    if pool:
        found = max(pool, key=lambda one: _rank(passage, one, today))
        return _closer(found, usable)
    return next((one for one in moments if one.precision is _VAGUE), None)


def _of_last_year(passage: Passage, moment: Moment) -> bool:
    """Tell "last year's first quarter" and the "first-semester" of "first-semester credits"."""
    before = passage.lows[max(0, moment.first - 2) : moment.first]
    glued = passage.glued[moment.last] and moment.last == moment.first + 1 and moment.precision is _POINT
    return before == ("last", "year") or (glued and moment.cue not in _LED and _qualifies(passage, moment.last + 1))


def _rank(passage: Passage, moment: Moment, today: date) -> tuple[bool, bool, bool, date, int]:
    """Rank what may be the deadline: led by a "by", exact, no month just past ("In August: 6 of 25"), late, first."""
    bare = moment.precision is _MONTH and len(passage.lows[moment.last]) != _YEAR_DIGITS
    just_past = bare and moment.on is not None and moment.on - today > _MOST_AHEAD
    return moment.cue in _LED, _exact(moment), not just_past, moment.on or date.min, -moment.first


def _dates_a_start(passage: Passage, moment: Moment, today: date) -> bool:
    """Tell the date of a start in brackets: "(48 in 2025)", "(Sept: 51%)"."""
    if passage.lows[moment.first - 1] == "(" and passage.lows[moment.last + 1] == ":":
        return moment.on is None or passage.lows[moment.last] != str(moment.on.year)
    if moment.cue in _LED or moment.on is None or moment.on.year > today.year or passage.lows[moment.last + 1] != ")":
        return False
    before = range(max(0, moment.first - _NEAR), moment.first)
    opening = next((at for at in before if passage.lows[at] == "("), None)
    return opening is not None and any(passage.kinds[at] == "number" for at in range(opening, moment.first))


def _dates_an_end(passage: Passage, moment: Moment, moments: tuple[Moment, ...], today: date) -> bool:
    """Tell the date of the test on which an end is to be reached: "from 26% to 15% on the spring STAR"."""
    if moment.on is None or moment.on < today or moment.cue in _BEHIND or passage.lows[moment.first - 1] == ",":
        return False
    if _numbers_test(passage, moment, date(today.year, 12, 31)):
        return False
    if any(_spans_to(passage, one, moment) for one in moments) or (
        moment.first <= 1 and _names_test(passage, moment) and passage.any("modal")
    ):
        return True
    for at in range(moment.first - 1, max(-1, moment.first - _FAR), -1):
        if passage.ends_sentence(at) or passage.lows[at] == "(":
            return False
        if passage.kinds[at] == "number" and passage.lows[at - 1] in _LEADS_TO:
            return True
        if at >= moment.first - _NEAR and passage.lows[at] in _LOOKS_BACK:
            return False
        if passage.has(at, "modal") or passage.has(at, "frame"):
            return _names_test(passage, moment)
    return moment.cue == "measure" and passage.lows[moment.last] in _WINDOWS


def _spans_to(passage: Passage, one: Moment, two: Moment) -> bool:
    """Tell the span "from the Sept. to the May fitness test", "October mock to April test", "fall-winter"."""
    between = passage.lows[one.last + 1 : two.first]
    joined = "to" in between and len(between) <= _BESIDE
    return joined or (one.last == two.first - 1 and passage.glued[two.first])


def _names_test(passage: Passage, moment: Moment) -> bool:
    """Tell a date that names a test still to come: "will say on the June climate survey"."""
    after = range(moment.last + 1, moment.last + _NAME)
    return any(passage.is_of(at, _TESTS) for at in after) and not passage.lows[moment.last - 1].endswith("ly")


def _numbers_test(passage: Passage, moment: Moment, later: date) -> bool:
    """Tell the year in the name of a test ("LEAP 2025") from the year in which one is given."""
    at = moment.last - 1
    named = passage.has(at, "assessment_name") and passage.texts[at].isupper()
    return named and moment.on is not None and moment.on <= later


def _spans(passage: Passage, moment: Moment) -> bool:
    """Tell the far end of "between now and 22 May"."""
    return moment.cue == "and" and any(
        passage.lows[at] == "between" for at in range(max(0, moment.first - _NEAR), moment.first)
    )


def _qualifies(passage: Passage, after: int) -> bool:
    """Tell whether a season only qualifies the next word: "fall pep rally", "spring musical"."""
    if after >= passage.n or passage.kinds[after] != "word" or passage.ends_sentence(after - 1):
        return False
    return not any(passage.has(after, name) for name in ("stop", "modal", "dated", "student", "verb_up", "verb_down"))


def _exact(moment: Moment) -> bool:
    return moment.precision in (_DAY, _POINT)


def _closer(found: Moment, usable: list[Moment]) -> Moment:
    """A day right behind a season or window says it exactly: "when the winter window closes on January 16"."""
    if found.precision is _DAY:
        return found
    near = [one for one in usable if one.precision is _DAY and 0 < one.first - found.last <= _NEAR]
    return near[0] if near else found


def _begins(passage: Passage, moment: Moment, today: date) -> bool:
    """A start is no deadline: "starting in October", "beginning September 15"."""
    place = moment.first - 1
    while passage.lows[place] in ("in", "on", "the", "with"):
        place -= 1
    if passage.lows[place + 1] == "of" and passage.lows[place] == "as" and not passage.any("modal", 0, moment.first):
        ends = any(passage.lows[at] == "end" for at in range(moment.first, moment.last))
        return moment.on is None or moment.on < today or not ends
    if moment.cue == "after" or (moment.cue == "within" and past(passage, moment.first - 1)):
        return True
    led = place >= 0 and passage.lows[place] in _STARTS
    return led or (passage.lows[moment.first] in _STARTS and passage.lows[moment.first + 1] not in ("of", "the"))


def _behind_end(passage: Passage, at: int) -> bool:
    """Tell whether a bracket dates an end: "to 65 percent (Spring 2026)"."""
    while at > 0 and passage.kinds[at] != "number" and not passage.ends_sentence(at):
        at -= 1
    return passage.lows[at - 1] in _LEADS_TO


def _core(passage: Passage, moment: Moment) -> int:
    """Give the first word of a date behind its article."""
    return next((at for at in range(moment.first, moment.last + 1) if passage.lows[at] != "the"), moment.last)


def _labels(passage: Passage, moment: Moment, later: date) -> bool:
    """A season or window before an assessment ("the fall CFA") names the test, unless a "by" leads it."""
    after = moment.last + 1
    if _spans(passage, moment):
        return False
    if moment.precision is _YEAR and _numbers_test(passage, moment, later):
        return True
    if moment.precision not in (
        _SEASON,
        _POINT,
        _YEAR,
        _MONTH,
    ) or moment.cue in ("by", "before"):
        return False
    if moment.precision is _SEASON and passage.lows[after] in ("goal", "target") and moment.cue not in _BEHIND:
        return False
    if moment.precision is _SEASON and moment.first == moment.last and _qualifies(passage, after):
        return True
    if moment.precision is _YEAR and moment.cue == "on" and moment.on is not None and moment.on > later:
        return False
    if passage.lows[after] in _RECORDS:
        return True
    if passage.lows[moment.first - 1] == "(" and passage.lows[after] == ")" and _behind_end(passage, moment.first - 2):
        return False
    bracketed = passage.lows[after] == "("
    followed = passage.lows[after] in ("'s", "to") or passage.among(_TESTS, after, after + 3)
    if followed and not bracketed and passage.lows[after] != "," and _core(passage, moment) == moment.last:
        return True
    aimed = moment.first != moment.last and passage.lows[after] in ("goal", "target", "=", ":")
    aimed = aimed or passage.lows[moment.first] in ("this", "next", "coming")
    closing = aimed or (
        passage.lows[moment.first - 1] == ","
        and (passage.lows[after] in ("", ".", ")") or passage.ends_sentence(after))
    )
    return moment.precision is _SEASON and moment.cue in ("", "from", "measure") and not closing
