"""Which of several columns about one subject belong together: told by the words their heads share."""

from collections.abc import Iterable, Sequence

from aimline.exchange.guess.column import Column
from aimline.exchange.guess.grouping import STRONG, Group
from aimline.exchange.guess.lexicon import lexicon

Placed = tuple[int, Column]
FEWEST_BEGUN = 2
FEWEST_MARKS, FEWEST_IN_ROW, MOST_OF_MARK = 3, 8, 6
DESCRIBES = frozenset(["description", "descriptor", "label", "text", "name"])


def told_apart(found: Iterable[Group]) -> list[Group]:
    """Make a group of each score that has a level of its own: words read and accuracy of one passage."""
    return [part for group in found for part in _parts(group)]


def _parts(group: Group) -> list[Group]:
    scores = [column for kind, column in group.scores if kind in STRONG] or [column for _, column in group.scores]
    pairs = [(level, _nearest(level, scores)) for level in group.levels]
    owners = {owner.head.column for _, owner in pairs if owner}
    if len(owners) < 2 or any(owner is None for _, owner in pairs):
        return [group]
    shared = frozenset.intersection(*(frozenset(column.head.words) for column in scores))
    parts = []
    for kind, column in group.scores:
        levels = [level for level, owner in pairs if owner is column]
        if levels:
            own = [word for word in dict.fromkeys(column.head.words) if word not in shared]
            label = " ".join([group.label, *own])
            parts.append(Group(group.stem | {*own}, label, group.season, [(kind, column)], levels, place=group.place))
    parts[0].dates, parts[0].names = group.dates, group.names
    return parts


def _nearest(level: Column, scores: Sequence[Column]) -> Column | None:
    """The score whose head shares most words with that of a level; none where several do."""
    said = {*level.head.words}
    rated = sorted(((len(said & {*column.head.words}), n) for n, column in enumerate(scores)), reverse=True)
    if not rated or (len(rated) > 1 and rated[0][0] == rated[1][0]):
        return None
    return scores[rated[0][1]]


def give_words(found: Sequence[Group], worded: Sequence[Column]) -> None:
    """Words nobody knows are the levels of scores where each of several scores has such a column of its own."""
    scored = [group for group in found if group.scores and group.stem and not group.levels]
    owned: dict[frozenset[str], list[tuple[Group, Column]]] = {}
    for column in worded:
        said = {*column.head.words}
        owners = [group for group in scored if group.season == column.head.season and group.stem <= said]
        if owners:
            owner = max(owners, key=lambda group: len(group.stem))
            owned.setdefault(frozenset(said - owner.stem), []).append((owner, column))
    for extra, pairs in owned.items():
        if extra and (len(pairs) > 1 or extra <= DESCRIBES):
            for owner, column in pairs:
                owner.levels.append(column)


def give_flags(found: Sequence[Group], flags: Sequence[Column]) -> list[Column]:
    """Columns of yes and no, called as levels are and several about one score, say its level; return the others."""
    scored = [group for group in found if group.scores and not group.levels]
    owned: dict[int, list[Column]] = {}
    for column in flags:
        near = [n for n, group in enumerate(scored) if _is_about(column, group)]
        if near:
            owned.setdefault(max(near, key=lambda n: len(scored[n].stem)), []).append(column)
    for n, columns in owned.items():
        scored[n].flags = columns if len(columns) > 1 else []
    used = {column.head.column for group in scored for column in group.flags}
    return [column for column in flags if column.head.column not in used]


def _is_about(column: Column, group: Group) -> bool:
    return group.season == column.head.season and group.stem <= {*column.head.words}


def within(column: Column, other: Column) -> bool:
    """Whether the numbers of a column lie where those of its neighbour do."""
    numbers, others = column.contents.numbers, other.contents.numbers
    return bool(numbers and others) and min(others) <= min(numbers) and max(numbers) <= max(others)


def ends_alike(column: Column, scores: Sequence[Column]) -> bool:
    """Whether a head ends in the same short form as those of several scores, before which it says something else."""
    words = column.head.words
    alike = [each.head.words for each in scores if each.head.words[-1:] == words[-1:]]
    is_unknown = bool(words) and words[-1] not in lexicon().known and not words[-1].isdigit()
    return is_unknown and len(alike) >= FEWEST_MARKS and not any(words[:-1] == each.head.words[:-1] for each in scores)


def begins_alike(column: Column, scores: Sequence[Column], unknown: Sequence[Placed]) -> bool:
    """Whether a head begins with the same word nobody knows as those of several scores: "TSIA2 WritePlacer".

    Where more unknown numbers than scores begin so, as those of an inventory do, the word tells nothing.
    """
    first = column.head.words[:1]
    is_name = bool(first) and first[0] not in lexicon().known and not first[0].isdigit()
    n_scores = sum(each.head.words[:1] == first for each in scores)
    n_unknown = sum(each.head.words[:1] == first for _, each in unknown)
    return is_name and n_scores >= FEWEST_BEGUN and n_scores > n_unknown


def rubric(unknown: Sequence[Placed], known: Sequence[Placed]) -> list[Placed]:
    """The numbers under unknown names that are marks of a rubric: columns side by side on one short scale."""
    found: list[Placed] = []
    run: list[Placed] = []
    for place, column in sorted((*unknown, *known), key=lambda entry: entry[0]):
        if not _is_mark(column):
            continue
        if run and place != run[-1][0] + 1:
            found, run = found + _whole(run), []
        run.append((place, column))
    return [entry for entry in found + _whole(run) if entry in unknown]


def _whole(run: list[Placed]) -> list[Placed]:
    several = [entry for entry in run if len(entry[1].contents.words) > 1]
    is_long = len(run) >= FEWEST_IN_ROW and len(several) > 1
    return run if is_long else several if len(several) >= FEWEST_MARKS else []


def _is_mark(column: Column) -> bool:
    contents = column.contents
    if not contents.is_numeric or not column.head.stem:
        return False
    return all(2 * number == int(2 * number) and 0 <= number <= MOST_OF_MARK for number in contents.numbers)
