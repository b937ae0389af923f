"""Cut a text into words, numbers and marks, each with its place, its kind and whether a hyphen joins it."""

import re
from functools import lru_cache
from itertools import accumulate, chain, compress
from operator import sub
from sys import intern
from typing import NamedTuple

# A standard's code (3.NF.1, RL.4.2) is one word, before its digits can be taken for numbers.
_CODE = r"\b\d{1,2}\.[A-Z]{1,4}(?:\.[A-Za-z0-9]{1,3}){1,3}|\b[A-Z]{1,4}\.\d{1,2}\.\d{1,2}"
_DOTTED_DATE = r"|\b\d{1,2}\.\d{1,2}\.\d{4}\b"
# Names with a number in them (KS2, DRA2, ELPA21) are one word; SY26, GR4 and EOY26 are a word and its number.
_NUMBERED_NAME = (
    r"|\b(?!SY|FY|AY|GR|YR|BOY|MOY|EOY|(?:Gr|Yr|Term|Grade|Year|Unit|Tier|Room|Week|Quarter|Sem|Goal)\d)"
    r"[A-Z][A-Za-z]{1,10}\d{1,4}[A-Z]?\b"
)
# Most tokens are words without digits or marks: these are tried first. The group makes `split` give the gaps and the
# words in turn.
_TOKEN = re.compile(
    r"(?=\S)([^\W\d_]+(?![\w'’]|\.\d)|"
    + _CODE
    + _DOTTED_DATE
    + _NUMBERED_NAME
    + r"|\d+(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?|\.\d+|[^\W\d_]+(?:['’][^\W\d_]+)*|_+|…|\.{2,}|->|\S)"
)
# A single blank between two words; other gaps stay inside a piece.
_BLANK = re.compile(r" (?<=\S )(?=\S)")
# What stands between two blanks is seldom longer; what is, is not kept.
_LONGEST = 40
_HYPHENS = frozenset("-‐‑–—")
_APOSTROPHES = frozenset("'’")
_JOINING = _HYPHENS | _APOSTROPHES


# A word as written, in lower case, its kind, whether it had an apostrophe s, and its width with the gap before it.
Cutting = tuple[str, str, str, bool, int]


class Cut(NamedTuple):
    """What a text is cut into, column by column, in the order of a token's own parts."""

    texts: list[str]
    lows: list[str]
    starts: list[int]
    ends: list[int]
    kinds: list[str]
    glued: list[bool]
    owners: list[bool]


def cut(text: str) -> Cut:
    pieces = text.split(" ")
    if pieces != text.split():
        pieces = _BLANK.split(text)
    cut_one = _cut_again if max(map(len, pieces)) <= _LONGEST else _cut_piece
    tokens = list(chain.from_iterable(map(cut_one, pieces)))
    if not tokens:
        return Cut([], [], [], [], [], [], [])
    words, lows, kinds, owners, widths = map(list, zip(*tokens, strict=False))
    # Every piece but the first stands behind a blank.
    ends = list(accumulate(widths, initial=-1))[1:]
    found = Cut(words, lows, list(map(sub, ends, map(len, words))), ends, kinds, [False] * len(words), owners)
    return found if _JOINING.isdisjoint(words) else _join(text, found)


def _cut_piece(piece: str) -> list[Cutting]:
    """Cut what stands behind a blank into tokens, each as wide as from the end of the one before to its own."""
    parts = _TOKEN.split(piece)
    pairs = zip(parts[::2], parts[1::2], strict=False)
    return [(intern(word), *_shape(word), len(gap) + len(word) + (at == 0)) for at, (gap, word) in enumerate(pairs)]


# The same words come again and again, in a file as in a language.
_cut_again = lru_cache(maxsize=4096)(_cut_piece)


def _join(text: str, cut: Cut) -> Cut:
    """Take out hyphens that join two words, and apostrophes that make an owner of the word before."""
    words, starts, ends = cut.texts, cut.starts, cut.ends
    stays = [True] * len(words)
    for at in compress(range(len(words)), map(_JOINING.__contains__, words)):
        if at == 0 or not stays[at - 1] or ends[at - 1] != starts[at]:
            continue
        if words[at] in _APOSTROPHES:
            if cut.lows[at - 1][-1] == "s":
                cut.owners[at - 1] = True
                stays[at] = False
        elif text[ends[at] : ends[at] + 1].isalnum():
            cut.glued[at + 1] = True
            stays[at] = False
    if all(stays):
        return cut
    texts, lows, kinds = (list(compress(column, stays)) for column in (cut.texts, cut.lows, cut.kinds))
    starts, ends = (list(compress(column, stays)) for column in (cut.starts, cut.ends))
    glued, owners = (list(compress(column, stays)) for column in (cut.glued, cut.owners))
    return Cut(texts, lows, starts, ends, kinds, glued, owners)


def _shape(word: str) -> tuple[str, str, bool]:
    """Give a word in lower case without its apostrophe s, its kind, and whether it had one."""
    low = word.lower().replace("’", "'")
    owner = low.endswith("'s")
    kind = kind_of(low)
    # Interned, as the words of the lists are: two that are one object need no comparing.
    return intern(low[:-2] if owner else low), kind, owner


def kind_of(low: str) -> str:
    """Tell a word, a number and a mark by their letters."""
    if low.isalpha():
        return "word"
    digits = low.replace(",", "").replace(".", "")
    if digits.isdigit() and low.count(".") < 2:
        return "number"
    return "word" if low[0].isalnum() else "mark"
