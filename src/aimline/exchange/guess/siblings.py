"""Columns whose heads mislead, told by their neighbours: sentences in a row of criteria, scores beside their levels."""

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from aimline.exchange.guess import items, twins
from aimline.exchange.guess.column import Column
from aimline.exchange.guess.contents import MOST_LEVELS
from aimline.exchange.guess.grouping import LOOKS_LIKE
from aimline.exchange.guess.heads import NUMBERED, SCORES, plain, read
from aimline.exchange.guess.parting import DESCRIBES

FEWEST_WORDS, FEWEST_LEVELS = 5, 2
FEWEST_OBJECTIVES, OBJECTIVE = 5, re.compile(r"(?<![a-z])objective[ _]?\d+[ _]?[a-z]?\d?$", re.IGNORECASE)
MOST_OF_ITEM = 2
HALVES = ("upper", "lower")
FEWEST_RATED, LONGEST_LEVEL, HALF, NEAR = 3, 40, 0.5, 2
FEWEST_NUMBERED = 5
Words = tuple[str, ...]
# Codes of standards: "3.OA.A.3", "RL.4.2", "CCSS.MATH.4.NF.1", "6.NS.C", "111.5(b)(2)".
STANDARD = re.compile(r"(?:[A-Z]{2,6}[.-])*(?:[K\d]{1,2}[.-][A-Z]{1,4}[.-][A-Z\d]|[A-Z]{1,4}[.-][K\d]{1,2}[.-]\d)")
MISLED = ("item", "usage", "growth", "error", "possible", "equivalent", "side")


def settle(columns: Sequence[Column]) -> list[Column]:
    """Take away the kind that a head only seems to name, where the columns beside it show what it is."""
    columns = _with_standards(twins.settle(items.named(columns)))
    columns = _with_parallels(_with_numbered(_with_halves(columns)))
    columns = _with_marks(_with_words_of_rubric(_with_objectives(columns)))
    return _with_pairs([_as_criterion(column, columns) for column in columns])


def with_days(columns: Sequence[Column]) -> list[Column]:
    """Numbers whose whole head stands again over their days are scores: "Blending_v2", "Blending_v2_Date".

    A level is called by the same head and a little more: "CP_Blending_v2". What has further numbers behind the
    head is one of its questions: "Blending_v2_1".
    """
    heads = {_bare(column): column for column in columns}
    dated = {
        bare.removesuffix(" date"): column
        for bare, column in heads.items()
        if bare.endswith(" date") and (column.contents.date_formats or column.is_empty)
    }
    scores = [
        bare
        for bare in dated
        if bare in heads and heads[bare].head.stem and (heads[bare].contents.is_numeric or heads[bare].is_empty)
    ]
    found = []
    for column in columns:
        bare = _bare(column)
        whole = next((each for each in scores if bare in (each, f"{each} date") or _is_level_called(column, each)), "")
        if whole:
            kind = "score" if bare == whole else "level" if not bare.endswith(" date") else ""
            found.append(_called(column, heads[whole], kind))
        elif any(bare.startswith(f"{each} ") for each in scores) and bare[-1].isdigit():
            found.append(replace(column, head=replace(column.head, kind="item", phrase="item", words=("item", "1"))))
        else:
            found.append(column)
    return found


def _bare(column: Column) -> str:
    return plain(column.head.column)


def _is_level_called(column: Column, whole: str) -> bool:
    """Whether words stand under a head with one word more: "CP_Blending_v2"."""
    said, words = _bare(column).split(), whole.split()
    is_longer = len(said) == len(words) + 1 and any(said[:n] + said[n + 1 :] == words for n in range(len(said)))
    return is_longer and _has_levels(column)


def _with_objectives(columns: Sequence[Column]) -> list[Column]:
    """Many numbered objectives with marks on one short scale are what is watched, and no goals of a student."""
    named = {column.head.column: found[0] for column in columns if (found := _numbered_objective(column))}
    if len(named) < FEWEST_OBJECTIVES:
        return [*columns]
    return [_as_objective(column, named.get(column.head.column, "")) for column in columns]


def _with_standards(columns: Sequence[Column]) -> list[Column]:
    """Marks under the codes of several standards are results: "3.OA.A.3 Multiply and divide", "RL.4.2"."""
    named = [column for column in columns if STANDARD.match(column.head.column) and _is_marked(column)]
    most = max((number for column in named for number in column.contents.numbers), default=0)
    if len(named) < FEWEST_RATED or (most <= MOST_OF_ITEM and any(each.head.kind == "score" for each in columns)):
        return [*columns]  # few points each beside a score are those of its questions
    return [_as_whole(column) if column in named else column for column in columns]


# The most points there are, under the code of a standard of which two letters may stand for another kind.
MOST_THERE_IS = ("possible", "maximum", "max")


def _is_marked(column: Column) -> bool:
    is_number = column.contents.is_numeric and column.contents.n_filled > 0 and not column.contents.date_formats
    return is_number and column.head.words[-1] not in MOST_THERE_IS


def _as_whole(column: Column) -> Column:
    """A score called by its whole head."""
    name = column.head.column.strip()
    stem = tuple(plain(name).split())
    return replace(column, head=replace(column.head, kind="score", phrase="score", season="", stem=stem, label=name))


def _with_marks(columns: Sequence[Column]) -> list[Column]:
    """Take away the kind of a head in the midst of marks under unknown names: "Books" beside "Story" and "Shapes"."""
    found = [*columns]
    for place in range(NEAR, len(columns) - NEAR):
        column, near = columns[place], (*columns[place - NEAR : place], *columns[place + 1 : place + 1 + NEAR])
        is_among = all(_is_mark(each) and not each.head.kind for each in near)
        if column.head.kind in MISLED and _is_mark(column) and is_among:
            found[place] = _called(column, column, "")
    return found


def _is_mark(column: Column) -> bool:
    contents = column.contents
    return contents.is_numeric and contents.is_scale_of_levels and len(column.head.words) < FEWEST_WORDS


def _with_words_of_rubric(columns: Sequence[Column]) -> list[Column]:
    """Columns side by side over the same few words nobody knows are rated on one rubric, where nothing has a score."""
    if any(column.contents.is_numeric and column.head.kind in SCORES for column in columns):
        return [*columns]
    rated: set[str] = set()
    for may_be, run in itertools.groupby(columns, _may_be_rated):
        told = [*run] if may_be else []
        counted = Counter(word for column in told for word in {*column.contents.words})
        shared = [column for column in told if all(counted[word] > 1 for word in column.contents.words)]
        if len(shared) >= FEWEST_RATED and len(counted) <= MOST_LEVELS and len(shared) > HALF * len(told):
            alike = [column for column in told if any(counted[word] > 1 for word in column.contents.words)]
            rated |= {column.head.column for column in alike}
    return [_as_rated(column) if column.head.column in rated else column for column in columns]


def _may_be_rated(column: Column) -> bool:
    contents = column.contents
    is_short = all(len(word) <= LONGEST_LEVEL for word in contents.words) and len(contents.words) <= MOST_LEVELS
    is_worded = bool(contents.words) and not (contents.is_numeric or contents.is_yes_no or contents.date_formats)
    return not column.head.kind and is_worded and is_short and not all(len(word) == 1 for word in contents.words)


def _as_rated(column: Column) -> Column:
    head = column.head
    if head.season and head.stem:
        return replace(column, head=replace(head, kind="level", phrase="level"))
    return replace(column, head=replace(head, kind="level", phrase="level", stem=head.words, label=head.plainly))


def _with_halves(columns: Sequence[Column]) -> list[Column]:
    """Numbers under both "Upper" and "Lower" are of letters, and no bounds: "Upper Q1", "Letters Lower (26)"."""
    halves = [column for column in columns if column.head.phrase in HALVES and _may_be_half(column)]
    told: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for column in halves:
        told[column.head.stem].add(column.head.phrase)
    both = [column for column in halves if len(told[column.head.stem]) > 1]
    return [_as_half(column) if column in both else column for column in columns]


def _may_be_half(column: Column) -> bool:
    head = column.head
    return head.most is not None or bool(head.season and not head.stem)


def _as_half(column: Column) -> Column:
    head = column.head
    kind, stem = "" if head.most else "score", (*head.stem, head.phrase)
    return replace(column, head=replace(head, kind=kind, phrase=kind, stem=stem, label=head.plainly))


def _with_numbered(columns: Sequence[Column]) -> list[Column]:
    """Numbers under numbered heads are alike whatever their words: "6. Work ethic", "7. Confidence in learning"."""
    numbered = [each for each in columns if NUMBERED.match(each.head.column) and each.contents.is_numeric]
    misled = [column for column in numbered if column.head.kind in MISLED]
    are_alike = len(numbered) >= FEWEST_NUMBERED and sum(not each.head.kind for each in numbered) > len(misled)
    return [_called(column, column, "") if are_alike and column in misled else column for column in columns]


def _with_parallels(columns: Sequence[Column]) -> list[Column]:
    """A name that stands before the same ends as other names is one too: "Goal-Setting Score" and "Goal-Setting Level".

    Not so "Maths Growth Score", which says more of maths.
    """
    plainly = {column.head.words: column.head.kind for column in columns if column.head.kind not in MISLED}
    ends: defaultdict[Words, dict[Words, str]] = defaultdict(dict)
    for words, kind in plainly.items():
        for place in range(1, len(words)):
            ends[words[:place]][words[place:]] = kind
    found = [*columns]
    for n, column in enumerate(columns):
        words, is_open = column.head.words, column.head.kind in MISLED and not column.head.season
        said = {word for word in column.head.stem if not word.isdigit()}
        misled = {*column.head.phrase.split()}
        for place in range(1, len(words) if is_open and said else 0):
            name, end = words[:place], words[place:]
            alike = {other: kinds[end] for other, kinds in ends.items() if end in kinds}
            is_own = said | misled <= {*name} and not said <= {word for other in alike for word in other}
            is_told = {*alike.values()} <= {*SCORES, "level"} or {*end} <= DESCRIBES
            if is_own and is_told and len(alike) >= FEWEST_RATED:
                kind, label = next(iter(alike.values())), " ".join(name).capitalize()
                head = replace(column.head, kind=kind, phrase=" ".join(end), stem=name, label=label)
                found[n] = replace(column, head=head)
                break
    return found


def _numbered_objective(column: Column) -> re.Match[str] | None:
    contents = column.contents
    is_marked = contents.is_numeric and contents.is_scale_of_levels
    return OBJECTIVE.search(column.head.column) if is_marked and column.head.kind == "growth" else None


def _as_objective(column: Column, label: str) -> Column:
    if not label:
        return column
    head = replace(column.head, kind="score", phrase="score", stem=tuple(label.lower().split()), label=label)
    return replace(column, head=head)


def _as_criterion(column: Column, columns: Sequence[Column]) -> Column:
    """A sentence over the words of a rubric, as over its neighbours: "Reflects on and sets reading goals"."""
    is_sentence = not column.head.kind or (column.head.kind in MISLED and len(column.head.words) >= FEWEST_WORDS)
    if not is_sentence or not _has_levels(column) or column.contents.is_yes_no or _are_letters(column):
        return column
    others = (each.contents for each in columns if each is not column and each.head.kind not in MISLED)
    told = (each for each in others if each.level_share >= LOOKS_LIKE and set(column.contents.words) <= {*each.words})
    if not any(told):
        return column
    # The whole sentence is its name, with the words that misled.
    stem = column.head.stem if not column.head.kind else column.head.words
    head = replace(column.head, kind="level", phrase="level", stem=stem, label=column.head.plainly)
    return replace(column, head=head)


def _are_letters(column: Column) -> bool:
    """Whether single letters stand under words that are no subject: answers, not levels."""
    return not column.head.is_of_subject and all(len(word) == 1 for word in column.contents.words)


def _has_levels(column: Column) -> bool:
    contents = column.contents
    # Early in a year all may stand on one level.
    fewest = 1 if contents.level_share >= LOOKS_LIKE else FEWEST_LEVELS
    return not contents.is_numeric and fewest <= len(contents.words) <= MOST_LEVELS


def _with_pairs(columns: Sequence[Column]) -> list[Column]:
    """Numbers whose whole head stands again over their levels: "Confidence", "Confidence (category)"; "AB", "ABZone".

    A part that few took has too few rows to be told by its values.
    """
    found = {column.head.column: column for column in columns}
    numbers = [column for column in columns if column.contents.is_numeric]
    levels = [column for column in columns if _has_levels(column)]
    for first, second in itertools.product(numbers, levels):
        is_unknown = not first.head.kind and not first.head.is_of_subject
        is_misled = first.head.kind in MISLED or second.head.kind in MISLED
        if (is_misled or is_unknown) and _is_level_of(second, first):
            found[first.head.column] = _called(first, first, "score")
            found[second.head.column] = _called(second, first, "level")
    return list(found.values())


def _called(column: Column, whole: Column, kind: str) -> Column:
    """A column of this kind, called as the whole head of another."""
    stem, label = whole.head.words, whole.head.plainly
    return replace(column, head=replace(column.head, kind=kind, phrase=kind, stem=stem, label=label))


def _is_level_of(second: Column, first: Column) -> bool:
    whole, name = second.head.column.strip().lower(), first.head.column.strip().lower()
    return whole.startswith(name) and whole != name and read(whole[len(name) :]).kind == "level"
