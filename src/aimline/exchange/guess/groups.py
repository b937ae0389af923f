"""Columns become results: for each subject or subtest and each window the best score, its level and its day."""

from collections.abc import Sequence
from dataclasses import replace

from aimline.exchange.guess import dating, following, kinds, leaving, parting, rising, sharing
from aimline.exchange.guess.column import Column
from aimline.exchange.guess.grouping import LOOKS_LIKE, STRONG, Group
from aimline.exchange.guess.heads import plain
from aimline.exchange.guess.lexicon import lexicon

SAYS_STANDARD = {
    "met", "meets", "approaches", "masters", "proficient", "proficiency", "pass", "passed", "standard", "ready",
    "benchmark",
}  # fmt: skip
OF_LEVELS = {"level", "score", "test", "performance", "student"}
FEWEST_SCORES, CLOSE, DIGITS = 3, 80, "0123456789"
APART = ("lexile", "unknown", "worded", "flag")  # what only the other columns can tell
RANKED = ("raw", "percentile", "stanine")
Placed = parting.Placed
Tests = rising.Tests
Groups = dict[tuple[frozenset[str], str], Group]


def gather(columns: Sequence[Column], tests: Tests = ()) -> list[Group]:
    """Group the columns that hold results; what only stands beside a score is left away.

    `tests` says for each row which test it is; without it no level is told by the values of its score.
    """
    groups: dict[tuple[frozenset[str], str], Group] = {}
    scaled = {frozenset(column.head.stem) for column in columns if column.head.kind == "scale"}
    ranked, leveled = (
        {frozenset(column.head.stem) for column in columns if column.head.kind in some} for some in (RANKED, ("level",))
    )
    apart: dict[str, list[Placed]] = {what: [] for what in APART}
    for place, column in enumerate(columns):
        what = kinds.of(column)
        if what == "bare" and "grade" in column.head.words and frozenset(column.head.stem) in scaled:
            continue  # the grade in which a subject was tested
        is_standard = what in ("bare", "unknown") and column.head.words[-1] == "standard"
        if is_standard and frozenset(column.head.stem) in ranked & leveled:
            what = "scale"  # "Word - Standard", beside "Word - Raw" and "Word - Support Level"
        if what in APART:
            apart[what].append((place, column))
        elif what:
            _put(groups, what, column, place)
    unknown = _with_own_level(groups, apart["unknown"])
    for score, level in [*following.pairs([*groups.values()], unknown, apart["worded"], tests)]:
        _put_pair(groups, score, level)
    used = {column.head.column for group in groups.values() for column in group.columns}
    unknown, worded = (
        [each for each in some if each[1].head.column not in used] for some in (unknown, apart["worded"])
    )
    _with_flags(groups, apart["flag"])
    found = parting.told_apart(sorted(groups.values(), key=lambda group: group.place))
    following.settle(found, tests)
    parting.give_words(found, [column for _, column in worded])
    for group in found:
        _settle_levels(group, tests)
    is_watched = len({column.head.season for _, column in apart["lexile"]} - {""}) > 1
    if is_watched or not any(group.kind in STRONG for group in found):
        found = _with_measured(found, apart["lexile"])
    found = _with_unknown(found, unknown)
    found = leaving.others(leaving.weak(found))
    sharing.give_level(found)
    whole = sharing.part(sharing.join(_with_levels(_with_level_of_whole(found), tests)))
    whole = sharing.without_codes(whole)
    _with_stanines(whole)
    # A test that is only passed or not has nothing but its sign.
    return whole or [Group(frozenset(), "", "", levels=[column], place=place) for place, column in apart["flag"][:1]]


def _settle_levels(group: Group, tests: Tests) -> None:
    """Choose the levels of a score; without one, 3.4 on a scale of levels is the score."""
    if group.scores:
        group.levels = following.own(group, tests) if group.levels else group.graded
        return
    group.scores = [("score", column) for column in group.graded]
    # The letter of the book that was reached, and not how well that is for the grade.
    group.levels = [column for column in group.levels if kinds.are_books(column)] or group.levels


def _with_stanines(found: Sequence[Group]) -> None:
    """A stanine, a score in nine bands, is the level of a score beside which no level stands in words."""
    for group in found:
        bands = [column for kind, column in group.scores if kind == "stanine" and column.head.column != group.score]
        if bands and not (group.levels or group.flags):
            group.levels = [min(bands, key=lambda column: column.head.rank)]


def _with_own_level(groups: Groups, unknown: Sequence[Placed]) -> list[Placed]:
    """Numbers under a name of their own, beside a level of the same name, are its score; return the others."""
    left = []
    for place, column in unknown:
        owner = groups.get((frozenset(column.head.stem), column.head.season))
        if owner and owner.levels and column.head.stem:
            owner.scores.append(("bare", column))
        else:
            left.append((place, column))
    return left


def _with_flags(groups: Groups, flags: Sequence[Placed]) -> None:
    """Columns of yes and no say the level of a score, or else what they say by themselves."""
    alone = parting.give_flags([*groups.values()], [column for _, column in flags])
    for place, column in flags:
        what = kinds.plainly(column) if column in alone else ""
        if what and what not in APART:
            _put(groups, what, column, place)


def _put_pair(groups: Groups, placed: Placed, level: Column) -> None:
    """A score and its level, called by the words their heads share, or else as the score."""
    place, score = placed
    owner = next((group for group in groups.values() if score in group.columns), None)
    if any(level in group.columns for group in groups.values()) and owner:
        return  # both are known, and put together later
    if owner:
        owner.levels += [] if owner.levels else [level]
        return
    shared = tuple(word for word in score.head.stem if word in level.head.stem)
    head = replace(score.head, stem=shared, label=" ".join(shared).capitalize()) if shared else score.head
    _put(groups, "score", replace(score, head=head), place)
    _put(groups, "level", replace(level, head=replace(level.head, stem=head.stem, season=head.season)), place)


def _put(groups: Groups, what: str, column: Column, place: int) -> None:
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
        group.label = group.label if group.scores or group.levels else head.label
        group.scores.append((what, column))


def _with_measured(found: list[Group], measured: Sequence[Placed]) -> list[Group]:
    """A Lexile or Quantile measure is told beside a score, and is the score of a test that has no other."""
    added = list(found)
    for place, column in measured:
        head = column.head
        own = {*head.words} & kinds.MEASURED if len(measured) > 1 and not head.stem else {*head.stem}
        label = head.label if head.stem else " ".join(own).capitalize()
        same = (each for each in found if each.stem == own and each.season == head.season)
        group = next(same, None) or Group(frozenset(own), label, head.season, place=place)
        if group.kind in STRONG - {"lexile"}:
            continue
        group.scores = [("lexile", column)]
        added += [] if group in found else [group]
    return sorted(added, key=lambda group: group.place)


def _with_unknown(found: list[Group], unknown: Sequence[Placed]) -> list[Group]:
    """Numbers under names nobody knows count where nothing else does, or among their like."""
    bare = [group for group in found if group.kind == "bare"]
    has_strong = any(group.kind in STRONG - {"bare"} for group in found)
    whole = {group.kind for group in found if group.kind in STRONG} <= {"bare", "composite"}
    rubric = parting.rubric(unknown, [(group.place, group.scores[0][1]) for group in bare]) if whole else []
    seasons: dict[tuple[str, ...], set[str]] = {}
    for _, column in unknown:
        seasons.setdefault(column.head.stem, set()).add(column.head.season)
    leveled = any(group.levels for group in found)
    scores = [group.best[1] for group in found if group.best]
    for place, column in unknown:
        if leveled and not column.head.season and _is_item(column, unknown):
            continue
        n_of_window = sum(group.season == column.head.season and bool(group.scores) for group in found)
        if column.head.season and (len(seasons[column.head.stem]) > 1 or n_of_window > 1):
            # Under every window, or beside other results of one: what was measured then.
            head = column.head
            found.append(Group(frozenset(head.stem), head.label, head.season, [("bare", column)], place=place))
            continue
        near = [group for group in bare if abs(group.place - place) <= len(bare) + 2]
        is_alike = any(parting.within(column, group.scores[0][1]) for group in near)
        if (place, column) in rubric:
            found.append(Group(frozenset(column.head.stem), column.head.label, column.head.season, [("bare", column)],
                               place=place))  # fmt: skip
            continue
        if column.head.kind or (len(column.contents.words) <= FEWEST_SCORES and not is_alike):
            continue
        is_called_alike = parting.ends_alike(column, scores) or parting.begins_alike(column, scores, unknown)
        is_called_alike = is_called_alike or _is_between(place, bare)
        if is_called_alike or (not has_strong and (near or not bare)):
            head, what = column.head, "bare" if near or is_called_alike else "unknown"
            found.append(Group(frozenset(head.stem), head.label, head.season, [(what, column)], place=place))
    return sorted(found, key=lambda group: group.place)


def _is_between(place: int, bare: Sequence[Group]) -> bool:
    """Whether a column stands in the midst of the parts of a test that are known by their names alone."""
    places = {group.place for group in bare}
    return {place - 1, place + 1} <= places or {place - 2, place - 1, place + 2} <= places


def _with_level_of_whole(found: list[Group]) -> list[Group]:
    """A level of the whole is none of the words a minute that stand beside levels of texts: it is told by itself.

    So is the letter of a book, of which the accuracy of reading is no score.
    """
    scored = [column.head.column for group in found if group.scores for column in group.levels]
    texts = [
        group
        for group in found
        # A head that begins like another, as "AchLevExt" like "AchLev", only says more of the same level.
        if not group.scores and any(not column.head.column.startswith(tuple(scored)) for column in group.levels)
    ]
    result = []
    for group in found:
        levels = Group(group.stem, group.label, group.season, levels=group.levels, place=group.place + 1)
        is_other = texts and not group.stem and group.scores and not _is_of_whole(group, levels)
        if group.levels and (is_other or _are_books_beside(group.levels, group)):
            group.levels = []
            result += [group, levels]
        else:
            result.append(group)
    return result


def _with_levels(found: list[Group], tests: Tests) -> list[Group]:
    """Give levels, dates and names that stand alone to the scores they are about."""
    scored = [group for group in found if group.scores]
    first = min((group.place for group in scored), default=0)
    result = list(scored)
    dating.share(found)
    named = {column.head.words for group in scored for column in group.levels}
    for group in sorted(found, key=lambda group: following.claim(group, _owner(group, scored), tests)):
        if group.scores:
            continue
        owner = following.owner(group, scored, tests, named=_owner(group, scored))
        if owner and _are_books_beside(group.levels, owner):
            result.append(group)
            continue
        if group.levels and all(_only_flags(column) for column in group.levels) and not owner:
            continue
        if group.place < first and not owner and all(map(_may_be_a_fact, group.levels)):
            continue
        if not owner and group.levels and any(_says_more(group.levels[0].head.words, words) for words in named):
            continue
        owner = owner or _left(group, scored)
        if group.levels and owner and not owner.levels:
            owner.levels += group.levels
        elif group.levels and not (owner and (_is_side(group, owner) or following.says_again(owner, group, tests))):
            result.append(group)
    return sorted((group for group in result if group.score or group.level), key=lambda group: group.place)


def _are_books_beside(levels: Sequence[Column], owner: Group) -> bool:
    """Whether levels are letters of books, beside how well such a book was read."""
    return owner.kind in ("percent", "rate", "raw") and any(kinds.are_books(each) for each in levels)


def _says_more(words: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether a head begins as that of another level: "Achievement Level Extended" only says more of the same."""
    return len(words) > len(others) > 1 and words[: len(others)] == others


def _left(group: Group, scored: Sequence[Group]) -> Group | None:
    """The score that a level nobody else owns is about: the only one called like it, or else that of the whole."""
    free = [other for other in scored if other.season == group.season and not (other.levels or other.flags)]
    said = {word for column in group.levels for word in column.head.words} - OF_LEVELS - lexicon().seasons.keys()
    called = [other for other in free if other.best and said & {*other.best[1].head.words}]
    if len(called) == 1 and not _is_subject(group):
        return called[0]
    whole = [other for other in free if not other.stem and other.kind in ("scale", "composite", "score")]
    is_of_whole = not _is_subject(group) or not any(each.levels for each in scored)
    return whole[0] if len(whole) == 1 and is_of_whole and _reads_as_level(group) else None


def _reads_as_level(group: Group) -> bool:
    return all(column.contents.level_share >= LOOKS_LIKE and not column.contents.is_yes_no for column in group.levels)


def _may_be_a_fact(column: Column) -> bool:
    """Whether words before the first score may be no levels: they do not read like some, or are letters of a class."""
    contents = column.contents
    if column.head.season and column.head.is_of_subject:
        return False
    are_letters = all(map(kinds.LETTERS.match, contents.words))
    says_level = column.head.kind == "level" and (are_letters or contents.level_share >= LOOKS_LIKE)
    is_told = says_level or (contents.level_share >= LOOKS_LIKE and not are_letters)
    return not is_told and not contents.is_numeric and not kinds.are_books(column)


def _only_flags(column: Column) -> bool:
    """Whether a level is only yes or no and its head speaks of no standard."""
    return (column.contents.is_yes_no or kinds.is_flag(column.contents)) and not SAYS_STANDARD & {*column.head.words}


def _owner(group: Group, scored: Sequence[Group]) -> Group | None:
    """Find the score a level is about: of the same window, and of the subject its head names."""
    same = [other for other in scored if other.season == group.season]
    nested = [
        other for other in same if other.stem and group.stem and (other.stem <= group.stem or group.stem <= other.stem)
    ]
    if nested:
        return max(nested, key=lambda other: (len(other.stem & group.stem), -len(other.stem ^ group.stem)))
    subjects = group.stem & lexicon().subjects
    of_subject = [other for other in same if subjects and other.stem & lexicon().subjects == subjects]
    if len(of_subject) == 1 and group.stem <= lexicon().known:
        return of_subject[0]  # "College Readiness - Math" names no test of its own
    overall = [other for other in same if not other.stem and _is_of_whole(other, group)]
    if not group.stem:
        return overall[0] if overall else _only_open(same)
    close = max(same, key=lambda other: _closeness(other.label, group.label), default=None)
    if close and _closeness(close.label, group.label) >= CLOSE:
        return close
    short = [other for other in same if _is_short_for(group.label, other.stem)]
    if short:
        return short[0]
    return same[0] if len(same) == 1 and (not same[0].stem or not _is_subject(group)) else None


def _only_open(same: Sequence[Group]) -> Group | None:
    """The only score, or the only one without a level where several others have theirs."""
    without = [other for other in same if not other.levels]
    is_told = len(same) == 1 or (len(without) == 1 and len(same) > FEWEST_SCORES)
    return (without or same)[0] if is_told else None


def _is_item(column: Column, unknown: Sequence[Placed]) -> bool:
    """Whether unknown numbers are of one question among several that are only numbered, beside a level of the test."""
    base = column.head.column.rstrip(DIGITS)
    return base != column.head.column and sum(other.head.column.rstrip(DIGITS) == base for _, other in unknown) > 2


def _is_of_whole(other: Group, group: Group) -> bool:
    """Whether a score without a subject is that of the whole test, or else of the level's own name: "WPM Level"."""
    said = {word for column in group.levels for word in column.head.words}
    phrases = {column.head.phrase for _, column in other.scores}
    is_total = any({"total", "score"} & {*column.head.words} for _, column in other.scores)
    return other.kind not in ("rate", "percent", "raw") or is_total or any({*each.split()} & said for each in phrases)


def _is_side(group: Group, owner: Group) -> bool:
    """Whether a second level about the same score tells nothing of its own."""
    return group.stem <= owner.stem or not _is_subject(group) or bool(owner.stem and owner.stem <= group.stem)


def _is_subject(group: Group) -> bool:
    return any(column.head.is_of_subject for column in group.levels)


def _closeness(first: str, second: str) -> float:
    """How far two names are the same but for slips of the hand, 0..100."""
    from rapidfuzz import fuzz

    return fuzz.ratio(plain(first), plain(second)) if first and second else 0.0


def _is_short_for(label: str, stem: frozenset[str]) -> bool:
    """Whether letters stand for words: ERW for evidence-based reading and writing."""
    letters = plain(label).replace(" ", "")
    return max(2, len(stem) - 1) <= len(letters) <= len(stem) and set(letters) <= {word[0] for word in stem}
