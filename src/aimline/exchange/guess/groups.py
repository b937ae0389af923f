"""Columns become results: for each subject or subtest and each window the best score, its level and its day."""

import re
from collections.abc import Iterable, Sequence

from aimline.exchange.guess import parting
from aimline.exchange.guess.contents import MOST_LEVELS, Contents, is_level
from aimline.exchange.guess.grouping import LOOKS_LIKE, STRONG, Group
from aimline.exchange.guess.heads import lexicon, plain
from aimline.exchange.guess.roles import Column

EXPECTED = ("expectation", "expected", "target", "goal")  # with "below" and "meets" under it, a level
SAYS_SCORE = {"score", "points"}
SAYS_LEVEL = {"level", "category", "band", "tier", "quintile", "pl", "al"}
SAYS_STANDARD = {
    "met", "meets", "approaches", "masters", "proficient", "proficiency", "pass", "passed", "standard", "ready",
    "benchmark",
}  # fmt: skip
SAYS_PERFORMANCE = {"performance", "achievement", "proficiency", "band", "category", "benchmark", "instructional",
                    "rating", "outcome", "risk", "placement", "zone", "hfz", "ta", "appreciation", "award"}  # fmt: skip
LETTERS = re.compile(r"^([A-Z][+-]?|\d{1,2}[A-Za-z+-]?|[IVX]+|\d+\s?-\s?\d+)$")
LONGEST_LETTERS, FEWEST_ALIKE, FEWEST_SCORES = 3, 5, 3


def gather(columns: Sequence[Column]) -> list[Group]:
    """Group the columns that hold results; what only stands beside a score is left away."""
    groups: dict[tuple[frozenset[str], str], Group] = {}
    unknown: list[tuple[int, Column]] = []
    worded: list[Column] = []
    flags: list[tuple[int, Column]] = []
    for place, column in enumerate(columns):
        what = _what(column)
        if what == "unknown":
            unknown.append((place, column))
        elif what == "worded":
            worded.append(column)
        elif what == "flag":
            flags.append((place, column))
        elif what:
            _put(groups, what, column, place)
    for place, column in list(unknown):
        # Numbers under a name of their own, beside a level of the same name, are its score.
        owner = groups.get((frozenset(column.head.stem), column.head.season))
        if owner and owner.levels and column.head.stem:
            owner.scores.append(("bare", column))
            unknown.remove((place, column))
    alone = parting.give_flags([*groups.values()], [column for _, column in flags])
    for place, column in flags:
        if column in alone and (what := _plainly(column)):
            _put(groups, what, column, place)
    found = parting.told_apart(sorted(groups.values(), key=lambda group: group.place))
    parting.give_words(found, worded)
    for group in found:
        if group.scores:
            group.levels = group.levels or group.graded
        else:
            group.scores = [("score", column) for column in group.graded]
    found = _with_unknown(found, unknown)
    found = _without_weak(found)
    return _with_levels(found)


def _put(groups: dict[tuple[frozenset[str], str], Group], what: str, column: Column, place: int) -> None:
    head = column.head
    key = (frozenset(head.stem), head.season)
    group = groups.setdefault(key, Group(key[0], head.label, head.season, place=place))
    if what == "graded":
        group.graded.append(column)
    elif what == "level":
        group.levels.append(column)
    elif what == "date":
        group.dates.append(column)
    elif what == "name":
        group.names.append(column)
    else:
        group.scores.append((what, column))


def _what(column: Column) -> str:
    """What a column holds: a kind of score, "level", "date", "name", "unknown", or nothing of use."""
    head, contents = column.head, column.contents
    if (contents.n and not contents.n_filled) or contents.are_years or contents.lexile_share >= LOOKS_LIKE:
        return ""
    if contents.date_formats and "date" in head.words and not {"birth", "enrollment", "entry"} & set(head.words):
        return "date" if head.season or head.stem else ""
    if _is_of_passage(head.words):
        return ""
    if _only_says_yes(contents) and is_level(head.column) and head.kind != "life":
        return "flag"
    return _plainly(column)


def _plainly(column: Column) -> str:
    """What a column holds, looked at by itself."""
    head, contents = column.head, column.contents
    if head.kind == "item" and not _is_item(head.words):
        return "bare" if contents.is_numeric and head.is_of_subject else ""
    if head.kind == "growth" and head.phrase in EXPECTED and contents.level_share >= LOOKS_LIKE:
        return "level" if not contents.is_numeric else ""
    if head.kind in ("person", "life", "item", "usage", "growth", "error", "equivalent", "lexile", "possible", "side"):
        return ""
    if head.kind == "status":
        return "level" if contents.level_share >= LOOKS_LIKE and contents.is_scale_of_levels else ""
    if head.kind == "level":
        return _level_or_score(column)
    if head.kind:
        if contents.is_numeric or not contents.n:
            return head.kind
        is_short = all(len(word) <= LONGEST_LETTERS for word in contents.words) and head.kind != "ability"
        is_level = contents.is_scale_of_levels and (contents.level_share >= LOOKS_LIKE or is_short)
        return "level" if is_level and len(contents.words) > 1 and not contents.is_yes_no else ""
    return _by_contents(column)


def _only_says_yes(contents: Contents) -> bool:
    return contents.is_yes_no or (contents.n_filled > 1 and contents.is_numeric and {*contents.numbers} <= {0.0, 1.0})


def _is_of_passage(words: Sequence[str]) -> bool:
    """Whether a head is of one passage among several; what they add up to is told elsewhere."""
    places = [place for place, word in enumerate(words[:-1]) if word == "passage"]
    return any(words[place + 1].isdigit() for place in places)


def _is_item(words: Sequence[str]) -> bool:
    """Whether a head is of one question: it has a number, or speaks of an answer."""
    return any(word.isdigit() for word in words) or bool(
        {"response", "responses", "answer", "answers", "key"} & {*words}
    )


def _level_or_score(column: Column) -> str:
    contents = column.contents
    if contents.n_filled >= FEWEST_ALIKE and len(contents.words) == 1 and contents.level_share < LOOKS_LIKE:
        return ""  # the same in every row: the level of the test, not of the student
    words = set(column.head.words)
    if contents.is_numeric and SAYS_LEVEL & words and max(contents.numbers) < 10 and not contents.is_scale_of_levels:
        return "graded"  # 3.4 on a scale of six levels: the level beside a score, else the score
    if contents.is_numeric and (not contents.is_scale_of_levels or (SAYS_SCORE & words and not SAYS_LEVEL & words)):
        return "score"
    is_told = contents.is_numeric or contents.level_share >= LOOKS_LIKE or all(map(LETTERS.match, contents.words))
    if not is_told and all(len(word) < LONGEST_LETTERS for word in contents.words):
        return "level" if SAYS_PERFORMANCE & words else ""  # HL and SL are levels of a course
    if contents.is_scale_of_levels or contents.level_share >= LOOKS_LIKE:
        return "level"
    return "level" if all(len(value) <= 40 for value in contents.words) and len(contents.words) <= 30 else ""


def _by_contents(column: Column) -> str:
    """A head without any word for a kind: a subject's own name, or words that are levels."""
    head, contents = column.head, column.contents
    if {"name"} & set(head.words) and not contents.is_numeric and head.stem:
        return "name"
    if {"id", "code"} & set(head.words) or contents.are_years or contents.date_formats:
        return ""
    if contents.is_numeric:
        if any(abs(number) > 5000 for number in contents.numbers) or _is_flag(contents):
            return ""
        is_of_points = head.most is not None and max(contents.numbers, default=0) <= head.most
        return "bare" if head.is_of_subject or head.is_of_work or is_of_points else "unknown"
    is_level = contents.level_share >= LOOKS_LIKE and contents.is_scale_of_levels and not contents.is_yes_no
    if is_level:
        return "level"
    return "worded" if head.stem and 1 < len(contents.words) <= MOST_LEVELS else ""


def _is_flag(contents: Contents) -> bool:
    """Whether a column of numbers only says yes or no, or the same in every row."""
    return contents.n_filled >= FEWEST_ALIKE and (
        len(contents.words) == 1 or (contents.is_numeric and {*contents.numbers} <= {0.0, 1.0})
    )


def _with_unknown(found: list[Group], unknown: Iterable[tuple[int, Column]]) -> list[Group]:
    """Numbers under names nobody knows count where nothing else does, or among their like."""
    bare = [group for group in found if group.kind == "bare"]
    has_strong = any(group.kind in STRONG - {"bare"} for group in found)
    seasons: dict[tuple[str, ...], set[str]] = {}
    for _, column in unknown:
        seasons.setdefault(column.head.stem, set()).add(column.head.season)
    for place, column in unknown:
        if len(seasons[column.head.stem]) > 1 and column.head.season:
            # The same under every window: what was measured each time.
            head = column.head
            found.append(Group(frozenset(head.stem), head.label, head.season, [("bare", column)], place=place))
            continue
        near = [group for group in bare if abs(group.place - place) <= len(bare) + 2]
        is_alike = any(parting.within(column, group.scores[0][1]) for group in near)
        if column.head.kind or (len(column.contents.words) <= FEWEST_SCORES and not is_alike):
            continue
        if not has_strong and (near or not bare):
            head = column.head
            found.append(
                Group(
                    frozenset(head.stem),
                    head.label,
                    head.season,
                    [("bare" if near else "unknown", column)],
                    place=place,
                )
            )
    return sorted(found, key=lambda group: group.place)


def _without_weak(found: list[Group]) -> list[Group]:
    """A percentile or stanine counts only where no real score tells of anything."""
    has_strong = any(group.kind in STRONG for group in found)
    found = [group for group in found if not _is_beside(group, found)]
    kept = []
    for group in found:
        if has_strong and group.kind and group.kind not in STRONG:
            group.scores = []
        if group.scores or group.levels or group.dates or group.names:
            kept.append(group)
    return kept


def _is_beside(group: Group, found: Sequence[Group]) -> bool:
    """Whether bare numbers only tell more of a subject that has a real score: "Cluster - Listening"."""
    if group.kind != "bare" or group.levels:
        return False
    subjects = {word for _, column in group.scores for word in column.head.stem if word in lexicon().subjects}
    others = (
        other for other in found if other.kind in ("scale", "composite", "score") and other.season == group.season
    )
    return any(other.stem and other.stem < group.stem and other.stem & subjects for other in others)


def _with_levels(found: list[Group]) -> list[Group]:
    """Give levels, dates and names that stand alone to the scores they are about."""
    scored = [group for group in found if group.scores]
    result = list(scored)
    for group in found:
        if group.scores:
            continue
        _share_dates(group, scored, [each for each in found if each.levels])
        owner = _owner(group, scored)
        if group.levels and all(_only_flags(column) for column in group.levels) and not owner:
            continue
        if group.levels and owner and not owner.levels:
            owner.levels += group.levels
        elif group.levels and not (owner and _is_side(group, owner)):
            result.append(group)
    return sorted((group for group in result if group.score or group.level), key=lambda group: group.place)


def _only_flags(column: Column) -> bool:
    """Whether a level is only yes or no and its head speaks of no standard."""
    return (column.contents.is_yes_no or _is_flag(column.contents)) and not SAYS_STANDARD & {*column.head.words}


def _share_dates(group: Group, scored: Iterable[Group], leveled: Iterable[Group]) -> None:
    """A day with a window of its own is that of every result of the window; one of a subject that of the subject."""
    for other in {id(each): each for each in (*scored, *leveled)}.values():
        same_season = group.season == other.season and (not group.stem or group.stem <= other.stem)
        same_subject = not group.season and bool(group.stem) and group.stem <= other.stem
        if group.dates and not other.dates and other is not group and (same_season or same_subject):
            other.dates += group.dates
        if group.names and not other.names and other is not group and group.stem == other.stem:
            other.names += group.names


def _owner(group: Group, scored: Sequence[Group]) -> Group | None:
    """Find the score a level is about: of the same window, and of the subject its head names."""
    same = [other for other in scored if other.season == group.season]
    nested = [
        other for other in same if other.stem and group.stem and (other.stem <= group.stem or group.stem <= other.stem)
    ]
    if nested:
        return max(nested, key=lambda other: len(other.stem & group.stem))
    overall = [other for other in same if not other.stem]
    if not group.stem:
        return overall[0] if overall else (same[0] if len(same) == 1 else None)
    close = [other for other in same if _close(other.label, group.label) or _is_short_for(group.label, other.stem)]
    if close:
        return close[0]
    return same[0] if len(same) == 1 and (not same[0].stem or not _is_subject(group)) else None


def _is_side(group: Group, owner: Group) -> bool:
    """Whether a second level about the same score tells nothing of its own."""
    return group.stem <= owner.stem or not _is_subject(group) or bool(owner.stem and owner.stem <= group.stem)


def _is_subject(group: Group) -> bool:
    return any(column.head.is_of_subject for column in group.levels)


def _close(first: str, second: str) -> bool:
    from rapidfuzz import fuzz

    return bool(first and second) and fuzz.ratio(plain(first), plain(second)) >= 80


def _is_short_for(label: str, stem: frozenset[str]) -> bool:
    """Whether letters stand for words: ERW for evidence-based reading and writing."""
    letters = plain(label).replace(" ", "")
    return max(2, len(stem) - 1) <= len(letters) <= len(stem) and set(letters) <= {word[0] for word in stem}
