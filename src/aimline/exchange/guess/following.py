"""Which score a level is about where heads do not tell: the one it can be read off."""

from collections.abc import Iterator, Sequence

from aimline.exchange.guess import kinds, rising
from aimline.exchange.guess.column import Column
from aimline.exchange.guess.grouping import MOST_OF_LEVEL, Group
from aimline.exchange.guess.heads import WHOLES
from aimline.exchange.guess.parting import Placed
from aimline.exchange.guess.rising import Tests


def pairs(
    groups: Sequence[Group], unknown: Sequence[Placed], worded: Sequence[Placed], tests: Tests
) -> Iterator[tuple[Placed, Column]]:
    """Find the scores off which levels are read whose heads do not say that they are levels, or scores.

    Give each score, with its place, and its level.
    """
    known = [(group.place, column) for group in groups for _, column in group.scores]
    alone = [(group.place, column) for group in groups if not group.scores for column in group.levels]
    small = [(place, column) for place, column in unknown if column.contents.is_scale_of_levels]
    levels = [column for _, column in alone]
    whole = [column for group in groups if not group.stem and not group.levels for _, column in group.scores]
    numbered = [column for _, column in small]
    taken: set[str] = set()
    for place, level in sorted((*alone, *worded, *small), key=lambda entry: entry[0]):
        free = [entry for entry in (*known, *unknown) if not {entry[1].head.column, level.head.column} & taken]
        # Words that need be no levels are those of a known score only where they are called like it, and small
        # numbers where it is that of the whole test.
        fitting = [
            entry
            for entry in free
            if (
                entry in unknown
                or level in levels
                or _n_shared(entry[1], level)
                or (entry[1] in whole and level in numbered)
            )
            and _rises(entry[1], level, tests)
        ]
        if fitting:
            # A known score of the whole test comes first, then the one with most words in common, then the nearest.
            best = min(
                fitting,
                key=lambda entry: (
                    entry in unknown or bool(entry[1].head.stem),
                    -_n_shared(entry[1], level),
                    abs(entry[0] - place),
                ),
            )
            taken |= {best[1].head.column, level.head.column}
            yield best, level


def settle(found: Sequence[Group], tests: Tests) -> None:
    """Move a level from a score it does not follow to the only one it does, as a reading level beside a total.

    Where another level does follow the score, it takes the place of that of the form: "Level" and "NRS Level".
    """
    for group in found:
        is_named = bool(group.stem) or not group.scores or not group.levels
        if is_named or any(_follows(group, level, tests) or _is_called_alike(group, level) for level in group.levels):
            continue
        enough = MOST_OF_LEVEL * max(level.contents.filled_share for level in group.levels)
        alone = [
            other
            for other in found
            if not other.scores
            and any(x.contents.filled_share >= enough and _follows(group, x, tests) for x in other.levels)
        ]
        if len(alone) == 1:
            group.levels, alone[0].levels = alone[0].levels, group.levels
            continue
        others = [
            other
            for other in found
            if other is not group and not other.levels and all(_follows(other, level, tests) for level in group.levels)
        ]
        if len(others) == 1:
            others[0].levels, group.levels = group.levels, []


def own(group: Group, tests: Tests) -> list[Column]:
    """The levels of a score: 3.4 on a scale of levels where the other is a sign, or the tier of the test taken."""
    are_others = all(
        kinds.only_says_yes(level.contents) or (level.head.phrase == "tier" and not _follows(group, level, tests))
        for level in group.levels
    )
    return group.graded if group.graded and are_others else group.levels


def claim(group: Group, named: Group | None, tests: Tests) -> tuple[bool, bool, bool, int, int]:
    """How well a level by itself is that of the score its head names; of several the lowest has it.

    One that counts further, as "Wave1_Level" beside "Wave_Dev_Level", is of one of its questions.
    """
    extra = group.stem - named.stem if named else group.stem
    follows = named is not None and any(_follows(named, level, tests) for level in group.levels)
    return not group.stem, any(map(str.isdigit, extra)), not follows, len(extra), group.place


def owner(group: Group, scored: Sequence[Group], tests: Tests, *, named: Group | None) -> Group | None:
    """The score that a level by itself is about: as its head says, unless it is read off another score alone."""
    # "Letter Knowledge Instructional Level" beside "Letter Knowledge Ability Index"
    is_called = named is not None and len(named.stem) > 1 and named.stem <= group.stem
    if not group.levels or is_called or (named and any(_follows(named, level, tests) for level in group.levels)):
        return named
    level = group.levels[0]
    # What is said of the whole is not read off one piece of work.
    is_of_whole = bool({*level.head.words} & {*WHOLES})
    free = [other for other in scored if not other.levels and not (is_of_whole and other.stem)]
    free = [other for other in free if _follows(other, level, tests)]
    return free[0] if len(free) == 1 else named


def says_again(owner: Group, group: Group, tests: Tests) -> bool:
    """Whether the levels of a group are read off the score of another that has some: two sets of words for it."""
    scores = [score for _, score in owner.scores]
    return bool(owner.levels) and all(any(_rises(score, level, tests) for score in scores) for level in group.levels)


def _is_called_alike(group: Group, level: Column) -> bool:
    """Whether a level and the best score of a group are called the same but for their kinds: "Overall Level"."""
    score, word = (
        {*head.words} - {*head.phrase.split()}
        for head in (group.best[1].head if group.best else level.head, level.head)
    )
    return bool(word) and score == word


def _follows(group: Group, level: Column, tests: Tests) -> bool:
    return group.best is not None and _rises(group.best[1], level, tests)


def _rises(score: Column, level: Column, tests: Tests) -> bool:
    is_of_window = score.head.season == level.head.season
    return score is not level and is_of_window and rising.rises(score.contents, level.contents, tests)


def _n_shared(score: Column, level: Column) -> int:
    return len({*score.head.stem} & {*level.head.stem})
