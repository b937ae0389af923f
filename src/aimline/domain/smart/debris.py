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


def shows(passage: Passage) -> bool:
    """Tell whether the text is a table row, a budget line or a line of a schedule."""
    return _is_row(passage) or _is_budget(passage) or _is_slot(passage) or _is_form(passage)


def _is_row(passage: Passage) -> bool:
    """A row of a table; one that draws a way (62% → 70%) says a goal in its own form."""
    return passage.lows.count("|") >= _CELL_MARKS and passage.said.isdisjoint(_DRAWN)


def _is_form(passage: Passage) -> bool:
    """A form that nobody has filled yet: "By ____, ____% of ____ students will ____"."""
    return "__" in passage.source and sum(token.low.startswith("__") for token in passage.tokens) >= _BLANKS


def _is_budget(passage: Passage) -> bool:
    """Money beside the words of a budget, or a budget word that heads the line."""
    named = passage.find_word(_BUDGET_WORDS)
    budgeted = named is not None and (named <= 1 or not _MONEY.isdisjoint(passage.lows)) and not passage.any("modal")
    return budgeted or _is_headed(passage)


def _is_headed(passage: Passage) -> bool:
    """Tell lines by their heads: "Policy 4.12: ...", "Principal's report: ...", "Due to the office by Friday"."""
    if passage.lows[0] in _LINE_HEADS or _explains(passage):
        return True
    colon = passage.find_word(_COLON, 1, min(_HEADS, len(passage.tokens))) or 1
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
    tokens = passage.tokens
    for at in range(min(_HEADS, len(tokens) - 2) if ":" in passage.lows else 0):
        hour, mark, minute = tokens[at], tokens[at + 1], tokens[at + 2]
        joined = hour.end == mark.start and mark.end == minute.start and mark.low == ":"
        if joined and hour.kind == minute.kind == "number" and len(minute.low) == 2:
            return at == 0 or not any(one.kind == "word" for one in tokens[:at])
    return False
