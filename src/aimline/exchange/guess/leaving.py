"""Columns that look like results and are left out: what stands beside a score, courses, codes of the test."""

from collections import Counter
from collections.abc import Sequence
from string import digits

from aimline.exchange.guess.column import Column
from aimline.exchange.guess.grouping import STRONG, Group
from aimline.exchange.guess.lexicon import lexicon

FEWEST_RANKED, FEWEST_SCORED = 2, 2
FEWEST_SUBTESTS, NEAR, FAR = 3, 10, 15  # counted in columns
FEWEST_ROWS, FEWEST_COURSES, FEWEST_ITEMS = 3, 3, 5
MOST_ANSWERS = 7
MARKS = frozenset("ABCDF")
LIKINGS = frozenset(
    ["interest", "mindset", "attitude", "like", "favourite", "favorite", "enjoy", "questionnaire", "sq"]
)


def others(found: list[Group]) -> list[Group]:
    """Leave away courses and marks that stand by a test, and codes of facts."""
    return _without_facts(_without_constant(_without_courses(_without_marks(_without_items(_without_likings(found))))))


def _without_facts(found: list[Group]) -> list[Group]:
    """Leave away words under a name nobody knows that stand by themselves among several scores.

    Only their values read like a level, as those of "Current Plans" do: what a test tells is called so, is of a
    subject or a window, or comes in several columns.
    """
    alone = [group for group in found if not group.scores and group.levels and not group.dates]
    scored = [group for group in found if group.scores]
    unnamed = [group for group in alone if all(map(_is_unnamed, group.levels))]
    if len(unnamed) != 1 or len(scored) < FEWEST_SCORED or len(unnamed[0].levels) > 1:
        return found
    return [group for group in found if group is not unnamed[0]]


def _without_likings(found: list[Group]) -> list[Group]:
    """Leave away what students say of themselves beside what they were found to know: "Interest_LikeMath"."""
    if not any(group.levels and group.head.kind for group in found):
        return found
    liked = [group for group in found if not group.levels and _is_liking(group)]
    return [group for group in found if group not in liked] if len(liked) >= FEWEST_COURSES else found


def _is_liking(group: Group) -> bool:
    columns = [column for _, column in group.scores]
    return bool(columns) and all(
        len(each.contents.words) <= MOST_ANSWERS and LIKINGS & {*each.head.words} for each in columns
    )


def _is_unnamed(column: Column) -> bool:
    return not (column.head.kind or column.head.season or column.head.is_of_subject)


def _without_items(found: list[Group]) -> list[Group]:
    """Levels under heads that differ in a number alone are of questions where the test has scores with levels."""
    bases = Counter(base for group in found if not group.scores for base in _bases(group))
    if not any(group.scores and group.levels for group in found):
        return found
    items = {base for base, n in bases.items() if n >= FEWEST_ITEMS}
    return [group for group in found if group.scores or not group.levels or not {*_bases(group)} <= items]


def _bases(group: Group) -> list[str]:
    heads = [column.head.column for column in group.levels]
    return [head.rstrip(digits) for head in heads if head != head.rstrip(digits)] or heads


def _without_marks(found: list[Group]) -> list[Group]:
    """Letters from A to F under several heads are marks of courses where a test has scores of its own."""
    marked = [group for group in found if not group.scores and group.levels and _are_marks(group)]
    if len(marked) < FEWEST_COURSES or not any(group.kind in ("scale", "composite") for group in found):
        return found
    return [group for group in found if group not in marked]


def _are_marks(group: Group) -> bool:
    return all(
        {*word[:1]} <= MARKS and word[1:] in ("", "+", "-") for each in group.levels for word in each.contents.words
    )


def _without_constant(found: list[Group]) -> list[Group]:
    """Leave away bare numbers that are the same in every row, and facts before the scales, where there are scales."""
    if not any(group.kind == "scale" for group in found):
        return found
    leveled = [group.place for group in found if group.kind == "scale" and group.levels]
    first = min(leveled) if len(leveled) > 1 else 0
    return [group for group in found if group.kind != "bare" or group.levels or not _is_code(group, first=first)]


def _is_code(group: Group, *, first: int) -> bool:
    """Whether numbers are the same for all, or few and small before the first of several scales with levels."""
    contents = [column.contents for kind, column in group.scores if kind == "bare"]
    is_same = all(each.n_filled >= FEWEST_ROWS and len(each.words) == 1 for each in contents)
    return is_same or (group.place < first and all(each.is_scale_of_levels for each in contents))


def weak(found: list[Group]) -> list[Group]:
    """A percentile or stanine counts only where no real score tells of anything."""
    has_strong = any(group.kind in STRONG for group in found)
    found = [group for group in found if not _is_beside(group, found)]
    kept = []
    only = _only_ranked(found)
    for group in found:
        if has_strong and group.kind and group.kind not in STRONG and group not in only:
            group.scores = []
        if group.scores or group.levels or group.dates or group.names:
            kept.append(group)
    return kept


def _only_ranked(found: Sequence[Group]) -> list[Group]:
    """The parts of a test, several of one season, of which a percentile or stanine is all that the file tells."""
    strong = [group for group in found if group.kind in STRONG]
    told = {word for group in strong for word in group.stem}
    ranked = [group for group in found if group.kind and group.kind not in STRONG]
    only = [group for group in ranked if group.stem and not group.stem & told]
    return only if len(only) >= FEWEST_RANKED and any(group.stem for group in strong) else []


def _without_courses(found: list[Group]) -> list[Group]:
    """Leave away numbers of courses and marks that stand far from the subtests around a composite, off their scale."""
    whole = next((group for group in found if group.kind == "composite" and not group.stem), None)
    if whole is None:
        return found
    near = [each for each in found if each.kind == "bare" and abs(each.place - whole.place) <= NEAR]
    if len(near) < FEWEST_SUBTESTS:
        return found
    alike = [column for group in near for kind, column in group.scores if kind == "bare"]
    numbers = [number for column in alike for number in column.contents.numbers]
    return [
        group
        for group in found
        if group.kind not in ("bare", "composite", "percent")
        or abs(group.place - whole.place) <= FAR
        or all(min(numbers) <= number <= max(numbers) for number in _numbers(group))
    ]


def _numbers(group: Group) -> list[float]:
    return [number for _, column in group.scores for number in column.contents.numbers]


def _is_beside(group: Group, found: Sequence[Group]) -> bool:
    """Whether bare numbers only tell more of a subject that has a real score: "Cluster - Listening"."""
    is_ranked = any(kind == "percentile" for kind, _ in group.scores)  # it has a rank of its own
    if group.kind != "bare" or group.levels or is_ranked:
        return False
    subjects = {word for _, column in group.scores for word in column.head.stem if word in lexicon().subjects}
    others = (
        other for other in found if other.kind in ("scale", "composite", "score") and other.season == group.season
    )
    return any(other.stem and other.stem < group.stem and other.stem & subjects for other in others)
