"""Years side by side: "SS_2023" and "SS_2024" are one score in two school years, "GRADE_2024" the grade of one."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from aimline.exchange.calendar_words import read_ending
from aimline.exchange.guess.column import Column
from aimline.exchange.guess.heads import SCORES, plain, read

# "2024", "2023-24" and "23-24"; "9/26" is a day.
YEAR = re.compile(r"(?<!\d)(?:(?:19|20)\d\d(?:\s?[-_/–]\s?(?:20)?\d\d)?|(?:1[5-9]|[23]\d)[-/](?:1[6-9]|[23]\d))(?!\d)")
RESULTS = (*SCORES, "level")


def apart(columns: Sequence[Column]) -> list[Column]:
    """Make the years in heads their windows where a score or level stands again under the same words and other years.

    A year that stands in one head alone, as in "LEAP 2025 Score", is of the name of a test.
    """
    years: defaultdict[tuple[str, ...], set[int]] = defaultdict(set)
    for column in columns:
        base, year = split(column)
        if ending := read_ending(year) if year else None:
            years[_said(base)].add(ending)
    # Years that are windows of some results are so of those that were measured in one of them only.
    windows = set[int]().union(*(found for found in years.values() if len(found) > 1))
    told = [_in_year(column) if read_ending(split(column)[1] or "-") in windows else column for column in columns]
    is_of_results = any(
        each is not column and _may_be_result(column) for each, column in zip(told, columns, strict=True)
    )
    return told if is_of_results else [*columns]


def _may_be_result(column: Column) -> bool:
    """Whether a head is of a score or level, or names a window over numbers: "September 2021 GLOSS"."""
    is_of_window = bool(column.head.season) and not column.head.kind and column.contents.is_numeric
    return column.head.kind in RESULTS or is_of_window


def split(column: Column) -> tuple[str, str]:
    """Part a head into what it says besides the only year in it, and that year; empty where there is none."""
    found = YEAR.findall(column.head.column)
    if len(found) != 1:
        return column.head.column, ""
    return " ".join(YEAR.sub(" ", column.head.column).split()), found[0]


def _said(base: str) -> tuple[str, ...]:
    """The words of a head besides its season, with which "Fall 2023" and "Spring 2024" may stand."""
    head = read(base)
    window = {plain(piece) for piece in head.window}
    return tuple(word for word in head.words if word not in window)


def _in_year(column: Column) -> Column:
    base, year = split(column)
    head = read(base.strip(" _-"))
    season = " ".join(part for part in (head.season, year.replace("_", "-")) if part)
    return replace(column, head=replace(head, column=column.head.column, season=season)) if year else column


def grades(grade: Column, columns: Sequence[Column]) -> dict[str, Column]:
    """Give the grade of each year, by its window, where one of them was taken for the grade of the row."""
    if not split(grade)[1] or not grade.head.season:
        return {}
    same = [column for column in columns if column.head.words == grade.head.words and column.head.season]
    return {column.head.season: column for column in sorted(same, key=lambda column: column.head.season)}
