"""The parts of a goal sentence, read one after the other: each reader sees what the ones before it have found."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from aimline.domain.calendar import Calendar
from aimline.domain.smart import dates, deadlines, groups, labels, levels, measures, numbers, predicates, skills
from aimline.domain.smart.dates import Moment, Precision
from aimline.domain.smart.groups import Clarity, Group
from aimline.domain.smart.labels import Label
from aimline.domain.smart.levels import Levels
from aimline.domain.smart.measures import Instrument
from aimline.domain.smart.numbers import Number, Sort
from aimline.domain.smart.passage import CHANGES, Passage
from aimline.domain.smart.skills import Places, Skill
from aimline.domain.smart.verbs import Actor, Predicate, VerbClass

# How far before the deadline a point may stand that leads to it.
_LEADS_TO = 3
_CERTAIN = 0.9
_VALUES = frozenset({Sort.VALUE, Sort.SHARE, Sort.CHANGE})
# Under their own names, because Python 3.11 looks up the members of an enumeration slowly.
_VAGUE, _CLEAR, _BARE = Precision.VAGUE, Clarity.CLEAR, Clarity.BARE
_ADULT, _PERCEPTION = Actor.ADULT, VerbClass.PERCEPTION
_DATED, _DUE, _COUNTED = frozenset({"dated"}), frozenset({"due"}), frozenset({"counted"})
_LATER = frozenset({"later"})
_NOWHERE: frozenset[int] = frozenset()


@dataclass(slots=True)
class Parts:
    """What the readers have found; `main` is the predicate that carries the goal."""

    passage: Passage
    deadline: Moment | None
    moments: tuple[Moment, ...]
    numbers: tuple[Number, ...]
    levels: Levels
    instruments: tuple[Instrument, ...]
    group: Group | None
    skill: Skill | None
    main: Predicate | None
    predicates: tuple[Predicate, ...]


def find_parts(words: Passage, *, today: date, calendar: Calendar | None) -> Parts:
    """Read dates, numbers, levels, instruments, predicates, group and skill, in this order."""
    moments = dates.read(words, today=today, calendar=calendar)
    due = deadlines.choose(moments, words, today=today)
    dated = _places([one for one in moments if one.precision is not _VAGUE])
    _mark_dates(words, dated, _due_places(words, due, moments))
    for moment in moments:
        if moment.on is not None and moment.on.year > today.year and words.lows[moment.last] == str(moment.on.year):
            words.classes[moment.first] |= _LATER
    marks = labels.read(words)
    labelled = _places(marks)
    found = numbers.read(words, taken=dated | labelled)
    values = [one for one in found if one.sort in _VALUES]
    counted = _places(values)
    read_levels = levels.read(words, found)
    for one in values:
        words.classes[one.first] |= _COUNTED
    instruments = measures.read(words, dates=dated)
    clauses = predicates.read(words)
    main = clauses[0] if clauses else None
    aside = _aside(words, main)
    called = tuple([one for one in marks if one.first not in dated]) if marks else marks
    group = _group(words, called, instruments, main, aside)
    measured = _NOWHERE
    if instruments:
        measured = frozenset([at for one in instruments for at in range(one.cue_first, one.last + 1)])
    places = Places(
        group=range(group.first, group.last + 1) if group else range(0),
        measures=measured,
        avoid=dated | aside | labelled | counted,
    )
    skill = skills.read(words, predicate=main, places=places)
    return Parts(words, _of_group(due, group), moments, found, read_levels, instruments, group, skill, main, clauses)


def _places(found: Sequence[Moment | Number | Label]) -> frozenset[int]:
    return frozenset([at for one in found for at in range(one.first, one.last + 1)]) if found else _NOWHERE


def _mark_dates(words: Passage, dated: frozenset[int], due: frozenset[int]) -> None:
    classes = words.classes
    for at in dated:
        names = classes[at]
        classes[at] = names | _DATED if CHANGES.isdisjoint(names) else (names | _DATED) - CHANGES
    for at in due:
        classes[at] |= _DUE


def _due_places(words: Passage, due: Moment | None, moments: tuple[Moment, ...]) -> frozenset[int]:
    """The tokens of the deadline, with a point that leads to it: "the semester ending 16 January"."""
    if due is None:
        return _NOWHERE
    near = [one for one in moments if 0 <= due.first - one.last <= _LEADS_TO]
    if not near:
        return _places((due,))
    joined = [one for one in near if not any(_parts(words, at) for at in range(one.last, due.first))]
    return _places((due, *joined))


def _parts(words: Passage, at: int) -> bool:
    """Tell what ends a thought: "in July. By 12 June", "(43% in 2025) by 2026"."""
    return words.ends_sentence(at) or words.lows[at] in (")", ";")


def _aside(words: Passage, main: Predicate | None) -> frozenset[int]:
    """The words that tell of no one's result: a focus group behind the goal, and means before it."""
    aside = _NOWHERE
    focus = words.find("focus_group")
    if focus is not None:
        aside = frozenset(range(focus, main.end if main else words.n))
    return aside | frozenset(range(main.first, main.start)) if main is not None and main.means else aside


def _group(
    words: Passage,
    called: tuple[Label, ...],
    instruments: tuple[Instrument, ...],
    main: Predicate | None,
    aside: frozenset[int],
) -> Group | None:
    classes = words.classes
    avoid = frozenset(
        [
            at
            for one in instruments
            for at in range(one.cue_first, one.last + 1)
            if one.confidence > _CERTAIN or "student" not in classes[at]
        ]
    )
    group = groups.read(words, marks=tuple([one for one in called if one.first not in avoid]), avoid=avoid | aside)
    if group is None or group.clarity is _BARE:
        group = groups.by_label(words, called) or group
    return _not_adults(group, main)


def _not_adults(group: Group | None, main: Predicate | None) -> Group | None:
    """Where adults' own views are counted, students who are mentioned are not the group."""
    if group is None or main is None or group.named:
        return group
    adults_counted = main.actor is _ADULT and main.verb_class is _PERCEPTION
    return None if adults_counted else group


def _of_group(due: Moment | None, group: Group | None) -> Moment | None:
    """The end of a grade is a date only for those who are in it: "every student ... by the end of third grade"."""
    if due is None or not due.of_grade or (group is not None and group.clarity is _CLEAR):
        return due
    return replace(due, precision=Precision.YEAR, on=None)
