"""Read a goal sentence into slots: the small grammar that the whole checker stands on (domain.md 4.1)."""

from dataclasses import dataclass
from datetime import date

from aimline.domain.calendar import Calendar
from aimline.domain.measure import Direction, Metric
from aimline.domain.smart import (
    dates,
    deadlines,
    groups,
    levels,
    measures,
    metrics,
    numbers,
    passage,
    predicates,
    skills,
    standing,
)
from aimline.domain.smart.dates import Moment
from aimline.domain.smart.groups import Group
from aimline.domain.smart.levels import Levels
from aimline.domain.smart.lexicon import listed
from aimline.domain.smart.measures import Instrument
from aimline.domain.smart.numbers import Number, Sort
from aimline.domain.smart.passage import Passage
from aimline.domain.smart.skills import Skill
from aimline.domain.smart.statement import Hints, Slot, Statement
from aimline.domain.smart.verbs import ACTIVITIES, Actor, Predicate, VerbClass

_MOVING = listed("reading", "moving")
_NOTICED = listed("reading", "noticed")
_DOWN_METRICS = frozenset({Metric.CHRONIC_ABSENCE, Metric.ODR_RATE, Metric.GAP})


@dataclass(frozen=True)
class _Parts:
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


def parse(text: str, *, today: date, calendar: Calendar | None = None) -> Statement:
    """Read a text of any length (the first 4,000 characters) into a statement; never raises on any text."""
    words = passage.read(text)
    return _statement(text, _parts(words, today=today, calendar=calendar), today=today)


def _parts(words: Passage, *, today: date, calendar: Calendar | None) -> _Parts:
    moments = dates.read(words, today=today, calendar=calendar)
    dated = frozenset(
        at for one in moments for at in range(one.first, one.last + 1) if one.precision is not dates.Precision.VAGUE
    )
    for at in dated:
        words.classes[at].add("dated")
        words.classes[at].difference_update(("verb_up", "verb_down"))
    due = deadlines.choose(moments, words, today=today)
    for at in range(due.first, due.last + 1) if due is not None else ():
        words.classes[at].add("due")
    marks = groups.labels(words)
    labelled = frozenset(at for one in marks for at in range(one.first, one.last + 1))
    found = numbers.read(words, taken=dated | labelled)
    read_levels = levels.read(words, found)
    for one in found:
        if one.sort in (Sort.VALUE, Sort.SHARE):
            words.classes[one.first].add("counted")
    counted = frozenset(
        at for one in found if one.sort in (Sort.VALUE, Sort.SHARE) for at in range(one.first, one.last + 1)
    )
    instruments = measures.read(words, dates=dated)
    clauses = predicates.read(words)
    main = clauses[0] if clauses else None
    avoid = frozenset(
        at
        for one in instruments
        for at in range(one.cue_first, one.last + 1)
        if one.confidence > 0.9 or not words.has(at, "student")
    )
    focus = words.find("focus_group")
    aside = frozenset(range(focus, main.end if main else len(words.tokens))) if focus is not None else frozenset()
    if main is not None and main.means:
        aside |= frozenset(range(main.first, main.start))
    group = groups.read(words, marks=tuple(one for one in marks if one.first not in avoid), avoid=avoid | aside)
    group = _not_adults(group, main, words)
    first = instruments[0] if instruments else None
    skill = skills.read(
        words,
        predicate=main,
        group=range(group.first, group.last + 1) if group else range(0),
        measure=range(first.cue_first, first.last + 1) if first else range(0),
        avoid=dated | aside | labelled | counted,
    )
    return _Parts(words, due, moments, found, read_levels, instruments, group, skill, main, clauses)


def _not_adults(group: Group | None, main: Predicate | None, words: Passage) -> Group | None:
    """Where adults' own views are counted, students who are mentioned are not the group."""
    if group is None or main is None or group.named:
        return group
    adults_counted = main.actor is Actor.ADULT and main.verb_class is VerbClass.PERCEPTION
    return None if adults_counted else group


def _slot_text(words: Passage, first: int, last: int, confidence: float) -> Slot[str]:
    return Slot(words.text(first, last), words.span(first, last), confidence)


def _number_slot(words: Passage, number: Number | None, confidence: float) -> Slot[float] | None:
    return None if number is None else Slot(number.value, words.span(number.first, number.last), confidence)


def _statement(text: str, parts: _Parts, *, today: date) -> Statement:
    words, due, main, group = parts.passage, parts.deadline, parts.main, parts.group
    read_levels = parts.levels
    roles = tuple(one for one in (read_levels.baseline, read_levels.target, read_levels.amount) if one is not None)
    done = main is not None and main.verb_class is VerbClass.PARTICIPATION
    metric = metrics.read(words, roles, done=done)
    adults = (
        main is not None and main.verb_class in ACTIVITIES and main.actor is Actor.ADULT and not _student_result(parts)
    )
    instrument = _instrument(parts, adults=adults)
    target, implied = _target(parts)
    unit = _unit(words, parts.levels)
    return Statement(
        text=text,
        read_to=len(words.source),
        student_group=None
        if group is None
        else _slot_text(words, group.first, group.last, 0.9 if group.clarity is groups.Clarity.CLEAR else 0.6),
        result=None
        if parts.skill is None or adults
        else _slot_text(words, parts.skill.first, parts.skill.last, 0.85 if parts.skill.words else 0.5),
        measure=None
        if instrument is None
        else _slot_text(words, instrument.first, instrument.last, instrument.confidence),
        metric=None if metric is None else Slot(metric[0], words.span(metric[1], metric[2]), 0.85),
        baseline=_number_slot(words, read_levels.baseline, read_levels.baseline_confidence),
        target=target,
        change_amount=_number_slot(words, read_levels.amount, 0.9),
        unit=unit,
        direction=_direction(parts, metric[0] if metric else None),
        deadline_text=None
        if due is None or due.precision is dates.Precision.VAGUE
        else _slot_text(words, due.first, due.last, 0.95),
        deadline=None if due is None or due.on is None else Slot(due.on, words.span(due.first, due.last), 0.95),
        actor=main.actor if main else Actor.NOBODY,
        verb_class=main.verb_class if main else VerbClass.NONE,
        hints=_hints(parts, implied=implied, done=done, today=today),
    )


def _instrument(parts: _Parts, *, adults: bool) -> Instrument | None:
    words = parts.passage
    used = [one for one in parts.instruments if one.confidence >= 0.9 and words.low(one.cue_first) != "using"]
    usable = used if adults else parts.instruments
    return max(usable, key=lambda one: (one.confidence, -one.first), default=None)


def _target(parts: _Parts) -> tuple[Slot[float] | None, bool]:
    """The target read, or 100 % where "all" or "every" student is said to reach the result."""
    words, group, main = parts.passage, parts.group, parts.main
    target = parts.levels.target
    if target is not None:
        return _number_slot(words, target, parts.levels.target_confidence), False
    reaching = main is not None and main.actor is Actor.STUDENT and main.verb_class is VerbClass.OUTCOME
    if group is None or not group.universal or not reaching or parts.levels.amount is not None:
        return None, False
    return Slot(100.0, words.span(group.first, group.first), 0.5), True


def _unit(words: Passage, read_levels: Levels) -> Slot[str] | None:
    for number in (read_levels.target, read_levels.baseline, read_levels.amount):
        if number is not None and number.unit:
            return Slot(number.unit, words.span(number.first, number.last), 0.9)
    return None


def _direction(parts: _Parts, metric: Metric | None) -> Slot[Direction] | None:
    """Up or down: by the verb, else by the numbers, else by the metric."""
    words, start, end = parts.passage, parts.levels.baseline, parts.levels.target
    holding = [one for one in parts.predicates if end is None or one.first <= end.first < one.end]
    for one in holding:
        if one.verb_class is VerbClass.CHANGE_DOWN:
            return Slot(Direction.DOWN, words.span(one.verb, one.verb), 0.9)
        if one.verb_class is VerbClass.CHANGE_UP and not (
            metric in _DOWN_METRICS and start and end and end.value < start.value
        ):
            moved = words.low(one.verb) in _MOVING and start and end
            if not (moved and start and end and end.value < start.value):
                return Slot(Direction.UP, words.span(one.verb, one.verb), 0.9)
    if start is not None and end is not None and start.value != end.value:
        way = Direction.UP if end.value > start.value else Direction.DOWN
        return Slot(way, words.span(end.first, end.last), 0.8)
    place = words.find("verb_down")
    if place is not None:
        return Slot(Direction.DOWN, words.span(place, place), 0.6)
    if end is not None:
        return Slot(Direction.DOWN if metric in _DOWN_METRICS else Direction.UP, words.span(end.first, end.last), 0.6)
    return None


def _student_result(parts: _Parts) -> bool:
    """Tell whether a counted student result stands beside what adults do ("so that students ...")."""
    main, words = parts.main, parts.passage
    if main is None or (main.verb == main.subject[0] and not main.future):
        return False
    roles = [
        one
        for one in (parts.levels.baseline, parts.levels.target, parts.levels.amount)
        if one is not None and one.first > main.verb
    ]
    for number in roles:
        for at in range(main.verb + 1, number.first):
            rising = (words.has(at, "verb_up") or words.has(at, "verb_down")) and not words.has(at, "dated")
            students = words.has(at, "student") and words.any("modal", at, number.first)
            if (
                (rising or students)
                and not words.any("adult_object", at, number.first)
                and not words.any("adult", at, number.first)
            ):
                return True
        reached = range(number.last + 1, min(number.last + 12, main.end))
        people = any(words.has(at, "student") for at in reached[:6])
        if (
            number.sort is Sort.SHARE
            and people
            and any(words.has(at, "modal") or words.has(at, "verb_outcome") for at in reached[2:])
        ):
            return True
    return False


def _hints(parts: _Parts, *, implied: bool, done: bool, today: date) -> Hints:
    words, group, main, read_levels = parts.passage, parts.group, parts.main, parts.levels
    noticed = {name for one in words.classes for name in one}
    whole = [one for one in read_levels.pairs if one.baseline and one.target]
    strong = [
        one for one in parts.moments if one.cue in ("by", "before", "d'ici") and one.on is not None and one.on >= today
    ]
    scale = next((one.value for one in parts.numbers if one.sort is Sort.SCALE), None)
    scale = scale or next((one.whole for one in parts.numbers if one.unit == "rubric"), None)
    counted = next((one.whole for one in parts.numbers if one.whole and one.sort is Sort.SHARE), None)
    sized = next((one.value for one in parts.numbers if one.unit == "students"), None)
    return Hints(
        group_clarity=group.clarity if group else None,
        group_universal=bool(group and group.universal),
        group_named=bool(group and group.named),
        skill=parts.skill.words if parts.skill else (),
        broad=parts.skill.broad if parts.skill else (),
        self_naming="self_metric" in noticed
        or (done and read_levels.target is not None)
        or "subject_unit" in _unit_classes(parts),
        instruments=tuple(words.text(one.first, one.last) for one in parts.instruments),
        precision=parts.deadline.precision if parts.deadline else None,
        n_targets=sum(one.target is not None for one in read_levels.pairs),
        n_pairs=len(whole),
        n_deadlines=len({one.on for one in strong}),
        scale_top=scale,
        means=bool(main and main.means),
        conceded=bool(main and main.conceded),
        student_result=_student_result(parts),
        future=bool(main and main.future),
        implied_all=implied,
        ahead=bool(noticed & {"modal", "frame"}) or bool(strong) or (bool(whole) and _due_later(parts, today)),
        promised="modal" in noticed,
        looks_back=any(standing.past(words, at) for at in range(len(words.tokens))),
        habit=_habit(parts),
        blank=any(token.text.startswith("__") for token in words.tokens) or "tbd" in words.lows,
        n_words=sum(token.kind != "mark" for token in words.tokens),
        found=frozenset(noticed & _NOTICED),
        rulers_differ=_rulers_differ(parts),
        n_students=counted or sized,
    )


def _due_later(parts: _Parts, today: date) -> bool:
    due = parts.deadline
    exact = due is not None and due.precision in (dates.Precision.DAY, dates.Precision.POINT)
    return exact and due is not None and due.on is not None and due.on >= today


def _habit(parts: _Parts) -> bool:
    """A lone adult's own habit: "I greet every student each morning", "visit five classrooms a week"."""
    words, main = parts.passage, parts.main
    if main is None or main.actor is not Actor.ADULT:
        return False
    alone = any(low in ("i", "i'll", "my") for low in words.lows[: main.end])
    ordered = main.subject[0] == main.subject[1] and parts.deadline is None
    return alone or (ordered and words.any("rhythm"))


def _unit_classes(parts: _Parts) -> set[str]:
    """Counted things name their own measure: "from 12 to 20 sight words"."""
    for one in (parts.levels.target, parts.levels.baseline):
        if (
            one is not None
            and one.unit
            and one.unit not in ("%", "points", "rubric", "percentile", "students")
            and not one.unit.startswith("of ")
        ):
            return {"subject_unit"}
    return set()


def _rulers_differ(parts: _Parts) -> bool:
    """Tell two rulers: "62 % on the screener to 85 % on the unit test"."""
    start, end = parts.levels.baseline, parts.levels.target
    if start is None or end is None or start.first > end.first:
        return False
    between = [
        one for one in parts.instruments if start.last < one.first < end.first and one.cue_first - start.last <= 4
    ]
    after = [one for one in parts.instruments if end.last < one.first and one.cue_first - end.last <= 4]
    if not between or not after:
        return False
    one, two = between[0], after[0]
    return parts.passage.low(one.last).rstrip("s") != parts.passage.low(two.last).rstrip("s")
