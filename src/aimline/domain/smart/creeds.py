"""Lines that say what a school believes, is for, or sends to its people: told by their shape."""

from aimline.domain.smart.lexicon import listed
from aimline.domain.smart.passage import Passage

_MISSIONS = listed("creeds", "missions")
_PLACES = listed("creeds", "places")
_COURTESIES = listed("creeds", "courtesies")
_MEETINGS = listed("creeds", "meetings")
_REPORTERS = listed("creeds", "reporters")
_REPORTS = listed("creeds", "reports")
_OWNERS = frozenset({"our", "the", "core", "school", "district"})
_SAYS = frozenset({"is", "are", ":", "of", "statement", "–", "—", "-"})
_ALL = frozenset({"all", "everything"})
_OF_MOTTOES = _MISSIONS | _ALL
_EACH = frozenset({"every", "each", "any", "no"})
_WE = frozenset({"we"})
_BEING = frozenset({"exist", "nurture", "believe", "cherish"})
_SO, _DUE, _NEXT = frozenset({"so"}), frozenset({"due"}), frozenset({"next", "agenda", "action"})
_MINUTES, _MEETING = frozenset({"minutes"}), frozenset({"meeting", "staff", "board", "council"})
_DISCUSSED = frozenset({"discussed", "decided", "confirmed"})
_SENDING = frozenset({"by", "to", "on"})
_OF_NOTICES = _DUE | _REPORTERS | _NEXT | _MINUTES | _DISCUSSED
_STEPS = frozenset({"steps", "meeting", "item", "items"})


def is_motto(passage: Passage) -> bool:
    """Tell a line that calls itself ("Our mission is ...", "Vision: ...") or what is so "in all we do"."""
    if _OF_MOTTOES.isdisjoint(passage.said):
        return False
    for at in passage.all_words(_MISSIONS):
        owned = at == 0 or passage.lows[at - 1] in _OWNERS or passage.ends_sentence(at - 1)
        if (owned and passage.lows[at + 1] in _SAYS) or passage.lows[at - 1] == "core":
            return True
    return any(passage.lows[at - 1] == "in" and _we_do(passage, at + 1) for at in passage.all_words(_ALL))


def _we_do(passage: Passage, at: int) -> bool:
    at += passage.lows[at] == "that"
    return passage.lows[at : at + 2] == ("we", "do")


def is_creed(passage: Passage) -> bool:
    """Tell what a school is for: "a place where ...", "so that every child ...", "we exist to ...", "our purpose"."""
    if any(passage.lows[at - 1] == "changing" or _relates(passage, at + 1) for at in passage.all_words(_PLACES)):
        return True
    if passage.lows[:2] == ("why", "we") or any(_for_each(passage, at) for at in passage.all_words(_SO)):
        return True
    return any(passage.lows[at + 1] in _BEING for at in passage.all_words(_WE))


def is_notice(passage: Passage) -> bool:
    """Tell what is sent to readers of minutes: reports of data, things due, thanks, items of a meeting."""
    first, second = passage.lows[:2]
    asked = first == "please" and not passage.has(1, "frame")
    if asked or first in _COURTESIES or (first, second) == ("thank", "you") or not passage.said.isdisjoint(_MEETINGS):
        return True
    if _OF_NOTICES.isdisjoint(passage.said):
        return False
    due = (passage.lows[at - 1] in ("is", "are") and passage.lows[at + 1] in _SENDING for at in passage.all_words(_DUE))
    told = (passage.lows[at + 1] in _REPORTS for at in passage.all_words(_REPORTERS))
    items = (passage.lows[at + 1] in _STEPS for at in passage.all_words(_NEXT))
    heads = (passage.lows[at - 1] in _MEETING for at in passage.all_words(_MINUTES))
    open_ = (passage.lows[max(0, at - 2) : at] == ("to", "be") for at in passage.all_words(_DISCUSSED))
    return any(due) or any(open_) or any(told) or any(items) or any(heads)


def _relates(passage: Passage, at: int) -> bool:
    return passage.lows[at] == "where" or passage.lows[at : at + 2] == ("in", "which")


def _for_each(passage: Passage, at: int) -> bool:
    place = at + 1 + (passage.lows[at + 1] == "that")
    return passage.lows[place] in _EACH
