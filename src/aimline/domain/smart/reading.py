"""Read a goal sentence into slots: the small grammar that the whole checker stands on (domain.md 4.1)."""

from datetime import date

from aimline.domain.calendar import Calendar
from aimline.domain.smart import directions, metrics, passage, series, zeros
from aimline.domain.smart.dates import Precision
from aimline.domain.smart.groups import Clarity, Group
from aimline.domain.smart.hints import Hints
from aimline.domain.smart.languages import Language
from aimline.domain.smart.levels import Levels
from aimline.domain.smart.lexicon import listed
from aimline.domain.smart.measures import Instrument
from aimline.domain.smart.numbers import Number, Sort
from aimline.domain.smart.parts import Parts, find_parts
from aimline.domain.smart.passage import Passage
from aimline.domain.smart.statement import Slot, Statement
from aimline.domain.smart.verbs import ACTIVITIES, Actor, Predicate, VerbClass

_REACHES = listed("skills", "reaches")
_SPANS = listed("numbers", "span_after")
_CERTAIN = 0.9
_STEPS = ("years", "levels")
_LEVEL_WORDS = listed("skills", "doings") | {"at", "above", "able", "on"}
_FOR = frozenset({"for", "to", "with"})
_DOES = frozenset({"do", "does", "doing"})
_VAGUE_DEEDS = frozenset({"succeed", "succeeds", "thrive", "thrives", "flourish"})
_ALL = frozenset({"all", "every", "each"})
_AVERAGES = frozenset({"average", "mean", "median"})
_UNITS = {"wcpm": "words per minute", "rubric": "points"}
# Under their own names, because Python 3.11 looks up the members of an enumeration slowly.
_ADULT, _STUDENT, _NOBODY = Actor.ADULT, Actor.STUDENT, Actor.NOBODY
_NOT_STUDENTS = frozenset({Actor.ADULT, Actor.NOBODY})
_CLEAR, _VAGUE = Clarity.CLEAR, Precision.VAGUE
_PARTICIPATION, _NO_VERB, _OUTCOME = (
    VerbClass.PARTICIPATION,
    VerbClass.NONE,
    VerbClass.OUTCOME,
)


def parse(text: str, *, today: date, calendar: Calendar | None = None, language: Language | None = None) -> Statement:
    """Read a text of any length (the first 4,000 characters) into a statement; never raises on any text.

    The language is guessed from the words where it is not said.
    """
    words = passage.read(text, language=language)
    return _statement(text, find_parts(words, today=today, calendar=calendar), today=today)


def _slot_text(words: Passage, first: int, last: int, confidence: float) -> Slot[str]:
    start, end = words.span(first, last)
    return Slot(words.source[start:end], (start, end), confidence)


def _number_slot(words: Passage, number: Number | None, confidence: float) -> Slot[float] | None:
    return None if number is None else Slot(number.value, words.span(number.first, number.last), confidence)


def _statement(text: str, parts: Parts, *, today: date) -> Statement:
    words, due, main, group = parts.passage, parts.deadline, parts.main, parts.group
    read_levels = parts.levels
    roles = tuple([one for one in (read_levels.baseline, read_levels.target, read_levels.amount) if one is not None])
    done = main is not None and main.verb_class is _PARTICIPATION
    target, implied = _target(parts)
    start = _of_all(read_levels.baseline) if implied else read_levels.baseline
    hints = Hints(parts, implied_all=implied, done=done, today=today)
    metric = metrics.read(words, roles, done=done, tested=bool(parts.instruments), scale=hints.scale_top)
    acting = main is not None and main.verb_class in ACTIVITIES and main.actor is _ADULT
    adults = acting and not hints.student_result
    instrument = _instrument(parts, adults=adults)
    unit = Slot("%", target.span, target.confidence) if implied and target else _unit(words, parts.levels)
    return Statement(
        text=text,
        read_to=len(words.source),
        student_group=None
        if group is None or _attributive(words, group) or (adults and not _served(words, group))
        else _slot_text(words, group.first, group.last, 0.9 if group.clarity is _CLEAR else 0.6),
        result=None
        if parts.skill is None or adults
        else _slot_text(words, parts.skill.first, parts.skill.last, 0.85 if parts.skill.words else 0.5),
        measure=None
        if instrument is None
        else _slot_text(words, instrument.first, instrument.last, instrument.confidence),
        metric=None if metric is None else Slot(metric[0], words.span(metric[1], metric[2]), 0.85),
        baseline=None
        if adults and _counts(read_levels)
        else _number_slot(words, start, read_levels.baseline_confidence),
        target=None if adults and _counts(read_levels) else target,
        change_amount=None if adults else _number_slot(words, read_levels.amount, 0.9),
        unit=unit,
        direction=directions.read(parts, metric[0] if metric else None),
        deadline_text=None if due is None or due.precision is _VAGUE else _slot_text(words, due.first, due.last, 0.95),
        deadline=None if due is None or due.on is None else Slot(due.on, words.span(due.first, due.last), 0.95),
        actor=main.actor if main else _NOBODY,
        verb_class=main.verb_class if main else _NO_VERB,
        hints=hints,
        language=words.language,
    )


def _attributive(words: Passage, group: Group) -> bool:
    """Tell "student engagement", which names nobody, from "students" and "each student"."""
    alone = group.first == group.last and not words.owners[group.first]
    return alone and words.lows[group.first] == "student"


def _served(words: Passage, group: Group) -> bool:
    """Tell for whom adults act ("a fair for Grade 5") from the name of a thing ("the Year 9 science lab")."""
    return words.any("student", group.first, group.last + 1) or words.lows[group.first - 1] in _FOR


def _instrument(parts: Parts, *, adults: bool) -> Instrument | None:
    if not parts.instruments:
        return None
    words = parts.passage
    used = [
        one
        for one in parts.instruments
        if one.confidence >= _CERTAIN and words.lows[one.cue_first] not in ("using", "of")
    ]
    usable = used if adults else parts.instruments
    return usable[0] if len(usable) == 1 else max(usable, key=lambda one: (one.confidence, -one.first), default=None)


def _target(parts: Parts) -> tuple[Slot[float] | None, bool]:
    """The target read, or 100 % where "all" or "every" student is said to reach the result."""
    words, group, main = parts.passage, parts.group, parts.main
    target, amount = parts.levels.target, parts.levels.amount
    stepping = amount is not None and amount.unit in _STEPS
    acting = main is not None and main.actor is _STUDENT
    named = (main is None or main.verb_class is _NO_VERB) and group is not None and _at_level(words, group)
    reached = main is not None and (
        (main.verb_class is _OUTCOME and not _does_well(words, main.verb))
        or words.lows[main.verb] in _REACHES
        or (stepping and bool(parts.instruments))
    )
    everyone = group is not None and group.universal and ((acting and reached) or named)
    everyone = everyone or (main is not None and reached and _all_of_them(words, main))
    if target is not None and not (everyone and _is_cut(parts, target)):
        return _number_slot(words, target, parts.levels.target_confidence), False
    if amount is None and (none := zeros.find(words, main)) is not None:
        return Slot(0.0, words.span(none, none), 0.5), False
    if not everyone or (amount is not None and not stepping):
        return None, False
    at = group.first if group is not None else main.subject[0] if main is not None else 0
    return Slot(100.0, words.span(at, at), 0.5), True


def _at_level(words: Passage, group: Group) -> bool:
    """Tell "all fourth graders at or above benchmark" and "every third grader meeting the standard"."""
    return words.lows[group.last + 1] in _LEVEL_WORDS


def _all_of_them(words: Passage, main: Predicate) -> bool:
    """Tell "all 43 players will perform" by its subject, also where nobody knows that players are students."""
    first, last = main.subject
    known = main.verb_class is _OUTCOME and main.actor not in _NOT_STUDENTS
    return known and first < last and words.lows[first] in _ALL and words.lows[first + 1] not in _SPANS


def _of_all(start: Number | None) -> Number | None:
    """Where all shall reach it, "9 of 44" is a share and no count beside the cut."""
    counted = start is not None and start.unit == "students" and start.whole
    return series.as_share(start) if start is not None and counted else start


def _does_well(words: Passage, verb: int) -> bool:
    """Tell "do well" and "do better", which name no level that all could reach."""
    return words.lows[verb] in _VAGUE_DEEDS or (words.lows[verb] in _DOES and words.any("vague_gain", verb, verb + 3))


def _is_cut(parts: Parts, target: Number) -> bool:
    """Tell the cut that everyone is to reach: "every kindergartner will name 26 letters"."""
    main, start = parts.main, parts.levels.baseline
    before = main is not None and main.subject[0] < main.verb < target.first
    alone = start is None or start.unit != target.unit
    return before and alone and target.sort is Sort.VALUE and _AVERAGES.isdisjoint(parts.passage.said)


def _unit(words: Passage, read_levels: Levels) -> Slot[str] | None:
    for number in (read_levels.target, read_levels.baseline, read_levels.amount):
        if number is not None and number.unit and not number.unit.startswith("of "):
            return Slot(_UNITS.get(number.unit, number.unit), words.span(number.first, number.last), 0.9)
    number = read_levels.target or read_levels.baseline
    if number is not None and words.any("metric_rubric"):
        return Slot("points", words.span(number.first, number.last), 0.6)
    return None


def _counts(read_levels: Levels) -> bool:
    """Tell a mere count of what adults do ("four family nights"): it is no value of a result."""
    start, end = read_levels.baseline, read_levels.target
    return (start is None) != (end is None) and all(one is None or one.unit != "%" for one in (start, end))
