"""Lines that are torn from a table, a budget or an agenda: they show by their marks, not by their words."""

from aimline.domain.smart.lexicon import listed
from aimline.domain.smart.passage import Passage

_CELL_MARKS = 2
_BLANKS = 4
_DRAWN = frozenset({"→", "->", "=>", "⇒"})
_COLON = frozenset({":"})
_MONEY = frozenset("$€£@")
_BUDGET_WORDS = listed("debris", "budget")
_RECORD_HEADS = listed("debris", "records")
_LINE_HEADS = listed("debris", "heads")
_EXPLAINERS = listed("debris", "explainers")
_HEADS = 6
_CARRIED = frozenset({"verb_up", "verb_down", "student"})
_MINUTES = frozenset({"min", "mins", "minutes"})
_TITLES = frozenset({"section", "part", "chapter", "school", "district", "plan", "appendix", "annex", "tab", "domain"})
_PARTED = frozenset("-–—:")
_SMALL, _SUM = 3, 4
_STARTS = frozenset({"baseline", "now", "current", "currently", "start"})
_ENDS = frozenset({"target", "goal", "aim"})


def shows(passage: Passage) -> bool:
    """Tell whether the text is a table row, a budget line or a line of a schedule."""
    if _is_row(passage) or _is_budget(passage) or _is_slot(passage) or _is_form(passage):
        return True
    if "modal" in passage.names:
        return False
    return _is_title(passage) or ("frame" not in passage.names and (_is_item(passage) or _is_sum(passage)))


def _is_item(passage: Passage) -> bool:
    """Tell an item of an agenda by the time it is given: "3. Review of winter data (15 min, Chen)"."""
    for at in passage.all_words(_MINUTES):
        bracketed = passage.lows[at - 2] == "(" and passage.kinds[at - 1] == "number"
        if bracketed and "%" not in passage.said and not passage.any("student", 0, at):
            return True
    return False


def _is_sum(passage: Passage) -> bool:
    """Tell a sum of money behind a colon, whatever it is for: "Set-aside for family nights: $4,850 (1%)"."""
    colons = passage.all_words(_COLON)
    if not colons or passage.any("student"):
        return False
    return any(not _MONEY.isdisjoint(passage.lows[at + 1 : at + _SUM]) for at in colons)


def _is_title(passage: Passage) -> bool:
    """Tell the title of a page or a plan, which no verb carries: "Section B - School Profile and Demographics"."""
    if passage.lows[0] not in _TITLES or not passage.names.isdisjoint(_CARRIED) or passage.any("counted"):
        return False
    told = zip(passage.texts, passage.kinds, strict=True)
    words = [text for text, kind in told if kind == "word" and len(text) > _SMALL]
    return all(word[0].isupper() for word in words) and not passage.said.isdisjoint(_PARTED)


def _is_row(passage: Passage) -> bool:
    """A row of a table; one that draws a way (62% → 70%) or names start and end says a goal in its own form."""
    if "|" not in passage.said or passage.lows.count("|") < _CELL_MARKS or not passage.said.isdisjoint(_DRAWN):
        return False
    return passage.said.isdisjoint(_STARTS) or not _valued(passage)


def _valued(passage: Passage) -> bool:
    """Tell whether a value stands behind the word for what is aimed at: "| Target: 55% |"."""
    return any("number" in passage.kinds[at + 1 : at + _SMALL] for at in passage.all_words(_ENDS))


def _is_form(passage: Passage) -> bool:
    """A form that nobody has filled yet: "By ____, ____% of ____ students will ____"."""
    return "__" in passage.source and sum(low.startswith("__") for low in passage.lows) >= _BLANKS


def _is_budget(passage: Passage) -> bool:
    """Money beside the words of a budget, or a budget word that heads the line."""
    named = passage.find_word(_BUDGET_WORDS)
    budgeted = named is not None and (named <= 1 or not _MONEY.isdisjoint(passage.lows)) and not passage.any("modal")
    return budgeted or _is_headed(passage)


def _is_headed(passage: Passage) -> bool:
    """Tell lines by their heads: "Policy 4.12: ...", "Principal's report: ...", "Due to the office by Friday"."""
    if passage.lows[0] in _LINE_HEADS or _explains(passage):
        return True
    if _RECORD_HEADS.isdisjoint(passage.said):
        return False
    colon = passage.find_word(_COLON, 1, min(_HEADS, passage.n)) or 1
    return not passage.any("modal") and passage.find_word(_RECORD_HEADS, 0, colon) is not None


def _explains(passage: Passage) -> bool:
    """Tell what explains a form or a sheet: "Colour key: ...", "Note to file: ...", "Example: from 40% to 55%"."""
    for at in passage.all_words(_COLON):
        head = passage.lows[at - 1] in _EXPLAINERS
        if head and passage.lows[at - 2] != "for" and (at <= _HEADS or passage.lows[at - 1].startswith("example")):
            return True
    return False


def _is_slot(passage: Passage) -> bool:
    """A time of day at the head: "3:15-3:40 Review progress", "9.30 Welcome"."""
    lows, starts, ends, kinds = passage.lows, passage.starts, passage.ends, passage.kinds
    for at in range(min(_HEADS, passage.n - 2) if ":" in passage.said else 0):
        joined = ends[at] == starts[at + 1] and ends[at + 1] == starts[at + 2] and lows[at + 1] == ":"
        if joined and kinds[at] == kinds[at + 2] == "number" and len(lows[at + 2]) == 2:
            return "word" not in kinds[:at]
    return False
