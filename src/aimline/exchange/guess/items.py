"""Points of single questions: many columns called alike but for a number, right or wrong, or adding up to a score."""

import math
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from aimline.exchange.guess.column import Column
from aimline.exchange.guess.heads import OUT_OF
from aimline.exchange.numbers import read_number

FEWEST, FEWEST_ROWS, MOST_POINTS, MOSTLY, SLIGHT = 5, 3, 10, 0.8, 0.051
NUMBER = re.compile(r"\d+")
RIGHT_ANSWER = re.compile(r"\s*\([A-Za-z]\)$")  # "Q4 (A)"
FEWEST_ANSWERS = 3
# As the forms of two large office suites write a quiz: "Question [Score]", "Points - Question".
OF_ANSWER = re.compile(r"\s*\[(?:score|feedback)\]$|^(?:points|feedback) - ", re.IGNORECASE)
# What is numbered and is a part of a test, with a result of its own.
PARTS = frozenset([
    "strand", "standard", "domain", "category", "objective", "goal", "claim", "subtest", "section", "part", "skill",
    "unit", "quiz", "test", "lesson", "chapter", "week", "module", "assessment", "term", "exam", "cluster",
])  # fmt: skip


def named(columns: Sequence[Column]) -> list[Column]:
    """Call the columns of single questions so, where another column holds what they make together."""
    families = _families(columns)
    found = [family for family in families if _are_items(family, columns)]
    # The answers to them and the signs for right and wrong stand beside.
    found += [family for family in families if found and all(map(_are_letters, family))]
    found.append(_beside_answers(columns))
    items = {column.head.column for family in found for column in family}
    return [
        replace(column, head=replace(column.head, kind="item", phrase="item", words=("item", "1")))
        if column.head.column in items
        else column
        for column in columns
    ]


def _beside_answers(columns: Sequence[Column]) -> list[Column]:
    """Points and remarks under the head of another column, which holds the answers."""
    heads = {column.head.column for column in columns}
    bare = {column.head.column: OF_ANSWER.sub("", column.head.column) for column in columns}
    found = [column for column in columns if bare[column.head.column] in heads - {column.head.column}]
    return found if len(found) >= FEWEST_ANSWERS else []


def _families(columns: Sequence[Column]) -> list[list[Column]]:
    """Columns of numbers under heads that differ in one number, of which each has another."""
    found: defaultdict[str, list[Column]] = defaultdict(list)
    for column in columns:
        bare = RIGHT_ANSWER.sub("", OUT_OF.sub("", column.head.column))
        if NUMBER.search(bare) and not PARTS & {*column.head.words}:
            found[NUMBER.sub("#", bare)].append(column)
    return [family for family in found.values() if len(family) >= FEWEST]


def _are_items(family: Sequence[Column], columns: Sequence[Column]) -> bool:
    others = [each for each in columns if each not in family and each.contents.is_numeric]
    points = {number for column in family for number in column.contents.numbers}
    if not all(column.contents.is_numeric for column in family) or max(points, default=0) > MOST_POINTS:
        return False
    is_right_or_wrong = len(points) == 2 and min(points) == 0 and bool(others)
    return is_right_or_wrong or any(_add_up(family, other) for other in others)


def _are_letters(column: Column) -> bool:
    return bool(column.contents.words) and all(len(word) == 1 and word.isalpha() for word in column.contents.words)


def _add_up(family: Sequence[Column], other: Column) -> bool:
    """Whether the numbers of a row make another number of it."""
    rows = zip(*(column.contents.raw for column in family), strict=True)
    told = [
        (sum(number for number in map(read_number, row) if not math.isnan(number)), read_number(total))
        for row, total in zip(rows, other.contents.raw, strict=True)
    ]
    told = [(parts, total) for parts, total in told if not math.isnan(total)]
    n_equal = sum(abs(parts - total) < SLIGHT for parts, total in told)
    return len(told) >= FEWEST_ROWS and n_equal >= MOSTLY * len(told)
