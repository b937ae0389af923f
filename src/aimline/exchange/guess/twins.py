"""Columns whose heads stand again with a little more, which shows what they hold: an error, a sign, a name."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from aimline.exchange.guess.column import Column
from aimline.exchange.guess.contents import MOST_LEVELS
from aimline.exchange.guess.heads import plain

OF_ERROR = frozenset(["csem", "sem", "se", "standard", "error", "of", "measurement"])
FEWEST_SIGNS = 3
BESIDE_SCORE = ("percentile", "nce", "stanine", "equivalent", "lexile", "error")
OF_RANKS = frozenset(["national", "local", "norm", "rank", "age", "grade"])
NAMES_PART = re.compile(r"(?P<part>.*\d)[ _]*(?:Description|Desc|Name|Title)", re.IGNORECASE)


def settle(columns: Sequence[Column]) -> list[Column]:
    """Say what columns hold that other columns of nearly the same head tell of."""
    scores = _with_errors(columns) | _with_signs(columns) | _with_beside(columns)
    found = [_as_score(column) if column.head.column in scores else column for column in columns]
    return _with_names(found)


def _with_errors(columns: Sequence[Column]) -> set[str]:
    """Numbers whose measurement error stands in another column are scores: "WritePlacer", "CSEM-WritePlacer"."""
    measured = {_without_error(column) for column in columns if column.head.kind == "error"}
    return {column.head.column for column in columns if _may_be_score(column) and _without_error(column) in measured}


def _without_error(column: Column) -> tuple[str, ...]:
    return tuple(word for word in plain(column.head.column).split() if word not in OF_ERROR)


def _with_signs(columns: Sequence[Column]) -> set[str]:
    """Several numbers that each have a sign or level of their own are scores: "BLND", "BLND_II"; "SGPH", "SGPH_II"."""
    scores = {plain(column.head.column): column for column in columns if _may_be_score(column)}
    signed: defaultdict[str, set[str]] = defaultdict(set)
    for column in columns:
        whole, _, sign = plain(column.head.column).rpartition(" ")
        if whole in scores and sign.isalpha() and not any(map(str.isdigit, whole)) and _is_sign(column):
            signed[sign].add(scores[whole].head.column)
    return set().union(*(names for names in signed.values() if len(names) >= FEWEST_SIGNS))


def _with_beside(columns: Sequence[Column]) -> set[str]:
    """Numbers whose whole head stands again over what is told beside a score: "VOCAB", "VOCAB Percentile"."""
    told = {_without_kind(column) for column in columns if column.head.kind in BESIDE_SCORE}
    named = [column for column in columns if _may_be_score(column) and not column.head.is_of_subject]
    return {column.head.column for column in named if column.head.words in told}


def _without_kind(column: Column) -> tuple[str, ...]:
    """The words of a head but for those that say what stands beside a score."""
    said = {*column.head.phrase.split(), *OF_RANKS}
    return tuple(word for word in column.head.words if word not in said)


def _may_be_score(column: Column) -> bool:
    return not column.head.kind and column.contents.is_numeric and bool(column.head.stem)


def _is_sign(column: Column) -> bool:
    contents = column.contents
    is_worded = not contents.is_numeric and len(contents.words) <= MOST_LEVELS
    return contents.n_filled > 0 and ({*contents.values} <= {"0", "1"} or is_worded)


def _as_score(column: Column) -> Column:
    head = column.head
    return replace(column, head=replace(head, kind="score", phrase="score", label=head.label or head.plainly))


def _with_names(columns: Sequence[Column]) -> list[Column]:
    """Words that name a numbered part are its name: "Level1Description" beside "Level1Points"."""
    found = []
    for column in columns:
        named = NAMES_PART.fullmatch(column.head.column)
        is_beside = named and any(
            each.head.column.startswith(named["part"]) and each.contents.is_numeric for each in columns
        )
        is_name = is_beside and column.contents.n_filled and not column.contents.is_numeric
        found.append(replace(column, head=replace(column.head, kind="name")) if is_name else column)
    return found
