"""Whether a number tells where students stand or where they shall be: by tense, wish and date of its clause."""

from enum import StrEnum
from itertools import compress, count
from operator import methodcaller

from aimline.domain.smart.lexicon import listed
from aimline.domain.smart.passage import Passage

_AHEAD = listed("standing", "ahead")
_THEN = listed("standing", "then")
_PASSED = listed("standing", "passed")
_RELATIVES = listed("standing", "relatives")
_ENDS_ED = methodcaller("endswith", "ed")
_FAILED = frozenset({"failed", "missed", "lost", "repeated", "struggled", "answered", "needed", "received"})
_PAST = frozenset({"could", "stood", "averaged", "said", "told"})
_HAVE = frozenset({"has", "have"})
_PARTICIPLES = frozenset(
    {"been", "begun", "risen", "fallen", "grown", "shown", "made", "become", "taken", "seen", "gone"}
)
_ARTICLES = frozenset({"the", "a", "an", "our", "their", "its", "that"})
_SAYINGS = listed("standing", "sayings")
_OPENING = 8
_FAR = 24
_CLAUSE = 12
_DASHES = frozenset("-–—")
_NOT_PAST = frozenset({"as", "be", "to", "not", "the", "a", "an", "at"})
# What is "reduced to 10%" without anybody who did it is asked for: these verbs never stand without an object.
_TRANSITIVE = frozenset({"reduced", "raised", "lowered", "brought", "lifted", "halved"})
_DONE = frozenset({"was", "were", "been", "has", "have", "had", "we", "and", "successfully", "already"})
_DOERS = frozenset({"adult", "past_change"})
_WHO = frozenset({"who", "they"})
_NOWS = frozenset({"now", "currently", "presently", "still", "already"})
_PLACES = frozenset({"at", "below", "above", "in", "on", "scoring", "reading", "performing", "failing", "receiving"})
_NARROW = frozenset({","})
_WIDE = frozenset({"(", ")", ";", "–", "—", "-"})
_CLAUSES = ((True, _NARROW | _WIDE), (False, _WIDE))
_WISHES = frozenset({"frame", "due", "modal"})
_CHANGES = frozenset({"verb_outcome", "verb_up", "verb_down"})
_LED = frozenset({"by", "before", "until"})
_TELLING_WORDS = _AHEAD | _THEN | _PAST | _LED | {"this"}
_TELLING_CLASSES = _WISHES | {"dated", "past_change"}
_WISHED = frozenset({"modal", "frame"})


class Time(StrEnum):
    """Where a number belongs in time."""

    THEN = "then"
    AHEAD = "ahead"
    OPEN = "open"


# Under their own names, because Python 3.11 looks up the members of an enumeration slowly.
_BEFORE, _LATER, _OPEN = Time.THEN, Time.AHEAD, Time.OPEN


def tell(passage: Passage, first: int, last: int) -> Time:
    """Tell the time of the number at tokens `first` to `last` by the nearest sign, in ever wider clauses."""
    return weigh(passage, first, last)[0]


def weigh(passage: Passage, first: int, last: int) -> tuple[Time, bool]:
    """Tell the time of a number as `tell` does, and whether the sign stands in its own clause."""
    for near, walls in _CLAUSES:
        found = _nearest(passage, first, last, walls)
        if found is not _OPEN:
            return found, near
    return _OPEN, False


def aimed(passage: Passage, at: int) -> bool:
    """Tell whether a word of wish stands right before this place: "aiming for 3.0", "ideally 85%"."""
    return passage.find_word(_AHEAD, max(0, at - 3), at) is not None


def wished(passage: Passage, at: int) -> bool:
    """Tell whether a word of wish stands before this place in its sentence."""
    if _AHEAD.isdisjoint(passage.said):
        return False
    first = next((back for back in range(at - 1, -1, -1) if passage.ends_sentence(back)), -1) + 1
    return any(passage.lows[back] in _AHEAD and not _compared(passage, back) for back in range(first, at))


def _compared(passage: Passage, at: int) -> bool:
    """Tell a goal that is already behind: "exceeding our target of 80%", "well above the goal of 60"."""
    return any(passage.lows[back] in _PASSED for back in range(max(0, at - 3), at))


def _nearest(passage: Passage, first: int, last: int, walls: frozenset[str]) -> Time:
    lows, classes = passage.lows, passage.classes
    left, right = first - 1, last + 1
    n, shut_left, shut_right = passage.n, False, False
    # "2025 - 49%" dates a number behind a dash.
    left -= left > 0 and lows[left] in _DASHES and "dated" in classes[left - 1]
    # A bracket right behind a number tells about it: "6/20 (May 2025)".
    right += lows[right] == "(" and _only_dated(passage, right)
    while not (shut_left and shut_right) and right - last <= _FAR:
        shut_left = shut_left or left < 0 or lows[left] in walls or "break" in classes[left]
        if not shut_left and (sign := _sign(passage, left)) is not _OPEN:
            return sign
        shut_right = shut_right or right >= n or lows[right] in walls or "break" in classes[right - 1]
        shut_right = shut_right or lows[right] in _RELATIVES or (lows[right] in _NOWS and _describes(passage, right))
        if not shut_right and (sign := _sign(passage, right)) is not _OPEN:
            return sign
        left, right = left - 1, right + 1
    return _OPEN


def _describes(passage: Passage, at: int) -> bool:
    """Tell the "now" of "half of the students now at Level 1", which says who is meant."""
    return passage.has(at - 1, "student") and passage.lows[at + 1] in _PLACES


def _only_dated(passage: Passage, at: int) -> bool:
    """Tell whether a bracket holds no number of its own."""
    for place in range(at + 1, min(at + 8, passage.n)):
        if passage.lows[place] == ")":
            return True
        if passage.kinds[place] == "number" and not passage.has(place, "dated"):
            return False
    return True


def _sign(passage: Passage, at: int) -> Time:
    """Give what one word says: "will", "goal", "by May 1" look ahead; "scored", "now", "in the fall" do not."""
    low, names = passage.lows[at], passage.classes[at]
    if low not in _TELLING_WORDS and low[-2:] != "ed" and _TELLING_CLASSES.isdisjoint(names):
        return _OPEN
    if low == "can" or (low == "present" and "student" in passage.classes[at - 1]):
        return _OPEN
    if past(passage, at):
        return _BEFORE
    if low in _LED and "dated" in passage.classes[at + 1]:
        return _LATER
    if low in _AHEAD or not _WISHES.isdisjoint(names) or (low == "this" and not passage.lows[at + 1].isalnum()):
        return _LATER
    if low in _THEN and (names_something(passage, at) or (low == "entry" and passage.lows[at - 1] == "of")):
        return _OPEN
    dated = "dated" in names and "dated" not in passage.classes[at - 1]
    if "later" in names or (dated and passage.lows[at - 1] in _LED):
        return _LATER
    return _BEFORE if dated or low in _THEN else _OPEN


def names_something(passage: Passage, at: int) -> bool:
    """Tell a word that is part of a name by its capital: "our Running Start students"."""
    starts = at == 0 or passage.ends_sentence(at - 1) or not passage.lows[at - 1].isalpha()
    return passage.texts[at].istitle() and not starts


def _is_noun(passage: Passage, at: int) -> bool:
    return passage.kinds[at] == "word" and not passage.has(at, "stop") and not passage.has(at, "dated")


def _has_done(passage: Passage, at: int) -> bool:
    """Tell the perfect: "has been shared", "have begun", but not "will have begun" and "who have started"."""
    done = passage.lows[at + 1]
    if (
        not (done[-2:] == "ed" or done in _PARTICIPLES)
        or passage.lows[at - 1] in _RELATIVES
        or passage.has(at, "frame")
    ):
        return False
    return not any(passage.has(back, "modal") or passage.lows[back] == "to" for back in (at - 1, at - 2))


def opines(passage: Passage) -> bool:
    """Tell what people believe or complain of: "we believe that ...", but not "we want them to feel that ..."."""
    for at in passage.all_words(_SAYINGS):
        wished = passage.any("frame", 0, at) or passage.any("modal", 0, at)
        if passage.lows[at + 1] == "that" and at < _OPENING and not wished:
            return True
    return False


def looks_back(passage: Passage) -> bool:
    """Tell whether any verb looks back."""
    if any(_has_done(passage, at) for at in passage.all_words(_HAVE)):
        return True
    ended = compress(count(), map(_ENDS_ED, passage.lows[: passage.n]))
    verbs = {*ended, *passage.all_words(_PAST), *passage.all("past_change")}
    # "Students who were bullied" tells who is meant.
    return any(past(passage, at) and passage.lows[at - 1] not in _WHO for at in verbs)


def _brought_to(passage: Passage, at: int) -> bool:
    """Tell "absences reduced to 10%", a result to come, from "we reduced", "were reduced" and "have reduced"."""
    bare = passage.lows[at] in _TRANSITIVE and passage.lows[at + 1] == "to"
    return bare and passage.lows[at - 1] not in _DONE and not passage.is_of(at - 1, _DOERS)


def _tells_whom(passage: Passage, at: int) -> bool:
    """Tell "students identified for Tier 3 support will ..." from "students missed 12 days"."""
    for place in range(at + 1, min(at + _CLAUSE, passage.n)):
        if passage.has(place, "modal"):
            return True
        if passage.lows[place] in _WIDE or passage.lows[place] == "%" or passage.ends_sentence(place):
            return False
    return False


def past(passage: Passage, at: int) -> bool:
    """Tell whether this verb looks back: "averaged", "were", "dropped", but not "will have dropped"."""
    low, names = passage.lows[at], passage.classes[at]
    ended = low[-2:] == "ed"
    if not (ended or low in _PAST or "past_change" in names):
        return False
    before, earlier, followed = passage.lows[at - 1], passage.classes[at - 1], at + 1 < passage.n
    compound = passage.glues(at + 1)
    shaped = ended and not compound and not _CHANGES.isdisjoint(names)
    # "The board congratulated", "teachers reviewed": whoever acts stands right before.
    told = ended and not compound and "adult" in earlier
    shaped = shaped or (told and (passage.lows[at + 1] in _ARTICLES or not passage.any("due")))
    shaped = shaped or (low in _FAILED and "student" in earlier)
    if not (shaped or "past_change" in names or low in _PAST):
        return False
    if ended and "student" in earlier and _tells_whom(passage, at):
        return False
    # "Improved attendance, 91% to 94%" begins with what is wished.
    heads = at == 0 or "break" in earlier or _brought_to(passage, at)
    # "Widely held expectations": an adverb and a noun around it make it an adjective.
    heads = heads or (before.endswith("ly") and followed and _is_noun(passage, at + 1))
    if heads or "dated" in names or before in _NOT_PAST or passage.glued[at]:
        return False
    return not passage.among(_WISHED, max(0, at - 3), at)
