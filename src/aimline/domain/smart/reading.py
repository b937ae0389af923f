"""Read a goal sentence into slots: the small grammar that the whole checker stands on (domain.md 4.1)."""

from datetime import date
from itertools import compress, repeat
from operator import attrgetter, ne

from aimline.domain.calendar import Calendar
from aimline.domain.smart import dates, debris, directions, groups, metrics, passage, skills, standing
from aimline.domain.smart.groups import Group
from aimline.domain.smart.languages import Language
from aimline.domain.smart.levels import Levels
from aimline.domain.smart.lexicon import listed
from aimline.domain.smart.measures import Instrument
from aimline.domain.smart.numbers import Number, Sort
from aimline.domain.smart.parts import Parts, find_parts
from aimline.domain.smart.passage import Passage
from aimline.domain.smart.statement import Hints, Slot, Statement
from aimline.domain.smart.verbs import ACTIVITIES, Actor, Predicate, VerbClass

_KIND = attrgetter("kind")
_NOTICED = listed("reading", "noticed")
_REACHES = listed("skills", "reaches")
_SPANS = listed("numbers", "span_after")
_CERTAIN = 0.9
_BEHIND = 8
_PASSING = listed("reading", "passing")
_MOVED = frozenset({"verb_up", "verb_down", "student"})
_I = frozenset({"i", "i'll"})
_BE = frozenset({"is", "are", "was", "were"})
_EACH = frozenset({"every", "each"})
_INSTITUTIONAL = listed("reading", "institutional")
_TIMES = listed("reading", "times")
_STEPS = ("years", "levels")
_LEVEL_WORDS = listed("skills", "doings") | {"at", "above", "able", "on"}
_FOR = frozenset({"for", "to", "with"})
_JOINING = listed("reading", "joining")
_PROMISES = frozenset({"modal", "frame"})
_SO = frozenset({"so"})
_SO_FAR = 4
_DOES_MORE = 7
_DOES = frozenset({"do", "does", "doing"})
_CHANGES = frozenset({VerbClass.CHANGE_UP, VerbClass.CHANGE_DOWN})
_AVERAGES = frozenset({"average", "mean", "median"})
_UNITS = {"wcpm": "words per minute", "rubric": "points"}


def parse(text: str, *, today: date, calendar: Calendar | None = None, language: Language | None = None) -> Statement:
    """Read a text of any length (the first 4,000 characters) into a statement; never raises on any text.

    The language is guessed from the words where it is not said.
    """
    words = passage.read(text, language=language)
    return _statement(text, find_parts(words, today=today, calendar=calendar), today=today)


def _slot_text(words: Passage, first: int, last: int, confidence: float) -> Slot[str]:
    return Slot(words.text(first, last), words.span(first, last), confidence)


def _number_slot(words: Passage, number: Number | None, confidence: float) -> Slot[float] | None:
    return None if number is None else Slot(number.value, words.span(number.first, number.last), confidence)


def _statement(text: str, parts: Parts, *, today: date) -> Statement:
    words, due, main, group = parts.passage, parts.deadline, parts.main, parts.group
    read_levels = parts.levels
    roles = tuple(one for one in (read_levels.baseline, read_levels.target, read_levels.amount) if one is not None)
    done = main is not None and main.verb_class is VerbClass.PARTICIPATION
    metric = metrics.read(words, roles, done=done, tested=bool(parts.instruments), scale=_scale(parts))
    adults = (
        main is not None and main.verb_class in ACTIVITIES and main.actor is Actor.ADULT and not _student_result(parts)
    )
    instrument = _instrument(parts, adults=adults)
    target, implied = _target(parts)
    unit = Slot("%", target.span, target.confidence) if implied and target else _unit(words, parts.levels)
    return Statement(
        text=text,
        read_to=len(words.source),
        student_group=None
        if group is None or _attributive(words, group) or (adults and not _served(words, group))
        else _slot_text(words, group.first, group.last, 0.9 if group.clarity is groups.Clarity.CLEAR else 0.6),
        result=None
        if parts.skill is None or adults
        else _slot_text(words, parts.skill.first, parts.skill.last, 0.85 if parts.skill.words else 0.5),
        measure=None
        if instrument is None
        else _slot_text(words, instrument.first, instrument.last, instrument.confidence),
        metric=None if metric is None else Slot(metric[0], words.span(metric[1], metric[2]), 0.85),
        baseline=None
        if adults and _counts(read_levels)
        else _number_slot(words, read_levels.baseline, read_levels.baseline_confidence),
        target=None if adults and _counts(read_levels) else target,
        change_amount=None if adults else _number_slot(words, read_levels.amount, 0.9),
        unit=unit,
        direction=directions.read(parts, metric[0] if metric else None),
        deadline_text=None
        if due is None or due.precision is dates.Precision.VAGUE
        else _slot_text(words, due.first, due.last, 0.95),
        deadline=None if due is None or due.on is None else Slot(due.on, words.span(due.first, due.last), 0.95),
        actor=main.actor if main else Actor.NOBODY,
        verb_class=main.verb_class if main else VerbClass.NONE,
        hints=_hints(parts, implied=implied, done=done, today=today),
        language=words.language,
    )


def _attributive(words: Passage, group: Group) -> bool:
    """Tell "student engagement", which names nobody, from "students" and "each student"."""
    alone = group.first == group.last and not words.tokens[group.first].owner
    return alone and words.low(group.first) == "student"


def _served(words: Passage, group: Group) -> bool:
    """Tell for whom adults act ("a fair for Grade 5") from the name of a thing ("the Year 9 science lab")."""
    return words.any("student", group.first, group.last + 1) or words.low(group.first - 1) in _FOR


def _instrument(parts: Parts, *, adults: bool) -> Instrument | None:
    words = parts.passage
    used = [
        one
        for one in parts.instruments
        if one.confidence >= _CERTAIN and words.low(one.cue_first) not in ("using", "of")
    ]
    usable = used if adults else parts.instruments
    return max(usable, key=lambda one: (one.confidence, -one.first), default=None)


def _target(parts: Parts) -> tuple[Slot[float] | None, bool]:
    """The target read, or 100 % where "all" or "every" student is said to reach the result."""
    words, group, main = parts.passage, parts.group, parts.main
    target, amount = parts.levels.target, parts.levels.amount
    stepping = amount is not None and amount.unit in _STEPS
    acting = main is not None and main.actor is Actor.STUDENT
    named = (main is None or main.verb_class is VerbClass.NONE) and group is not None and _at_level(words, group)
    reached = main is not None and (
        (main.verb_class is VerbClass.OUTCOME and not _does_well(words, main.verb))
        or words.low(main.verb) in _REACHES
        or (stepping and bool(parts.instruments))
    )
    everyone = group is not None and group.universal and ((acting and reached) or named)
    if target is not None and not (everyone and _is_cut(parts, target)):
        return _number_slot(words, target, parts.levels.target_confidence), False
    if group is None or not everyone or (amount is not None and not stepping):
        return None, False
    return Slot(100.0, words.span(group.first, group.first), 0.5), True


def _at_level(words: Passage, group: Group) -> bool:
    """Tell "all fourth graders at or above benchmark" and "every third grader meeting the standard"."""
    return words.low(group.last + 1) in _LEVEL_WORDS


def _does_well(words: Passage, verb: int) -> bool:
    """Tell "do well" and "do better", which name no level that all could reach."""
    return words.low(verb) in _DOES and words.any("vague_gain", verb, verb + 3)


def _is_cut(parts: Parts, target: Number) -> bool:
    """Tell the cut that everyone is to reach: "every kindergartner will name 26 letters"."""
    main, start, group = parts.main, parts.levels.baseline, parts.group
    before = main is not None and group is not None and group.last < main.verb < target.first
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


def _student_result(parts: Parts) -> bool:
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
            names = words.classes[at]
            if _MOVED.isdisjoint(names):
                continue
            rising = ("verb_up" in names or "verb_down" in names) and "dated" not in names
            students = "student" in names and words.any("modal", at, number.first)
            if (
                (rising or students)
                and not words.any("adult_object", at, number.first)
                and not words.any("adult", at, number.first)
            ):
                return True
        if number.sort is Sort.SHARE and words.find_word(_SO, max(main.verb, number.first - _SO_FAR), number.first):
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


def _hints(parts: Parts, *, implied: bool, done: bool, today: date) -> Hints:
    words, group, main, read_levels = parts.passage, parts.group, parts.main, parts.levels
    noticed = words.names
    said = tuple(compress(words.lows, map(ne, map(_KIND, words.tokens), repeat("mark"))))
    whole = [one for one in read_levels.pairs if one.baseline and one.target]
    strong = [
        one for one in parts.moments if one.cue in ("by", "before", "d'ici") and one.on is not None and one.on >= today
    ]
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
        or "subject_unit" in _unit_classes(parts)
        or _passes(words),
        instruments=tuple(words.text(one.first, one.last) for one in parts.instruments),
        precision=parts.deadline.precision if parts.deadline else None,
        n_targets=sum(one.target is not None for one in read_levels.pairs),
        n_pairs=len(whole),
        n_deadlines=len({one.on for one in strong}),
        scale_top=_scale(parts),
        means=bool(main and main.means),
        conceded=bool(main and main.conceded),
        student_result=_student_result(parts),
        future=bool(main and main.future),
        implied_all=implied,
        joins=_joins(parts),
        ahead=_ahead(parts, today=today, strong=bool(strong)),
        promised="modal" in noticed,
        looks_back=standing.looks_back(words),
        opines=standing.opines(words),
        habit=_habit(parts),
        blank="__" in words.source or "tbd" in words.said,
        debris=debris.shows(words),
        stated=bool(main and not main.future and _states(words, main)),
        n_words=len(said),
        found=frozenset(noticed & _NOTICED),
        words=said,
        rulers_differ=_rulers_differ(parts),
        joined=skills.joined(words),
        n_students=counted or sized,
    )


def _joins(parts: Parts) -> bool:
    """Tell whether what is counted is taking part: "the number of students participating in fine arts"."""
    words, group, main = parts.passage, parts.group, parts.main
    if group is None or (main is not None and main.verb_class is VerbClass.OUTCOME):
        return False
    at = next((at for at in range(group.first + 1, group.last + 2) if words.has(at - 1, "student")), 0)
    takes = words.low(at) == "taking" and words.low(at + 1) == "part"
    if not at or not (words.low(at) in _JOINING or takes):
        return False
    return not any(words.low(place) in _LEVEL_WORDS for place in range(at + 1, at + _DOES_MORE))


def _ahead(parts: Parts, *, today: date, strong: bool) -> bool:
    """Tell whether anything in the text looks ahead: a wish, an order, a day to come, a gain that is asked for."""
    words, due = parts.passage, parts.deadline
    if strong or "+" in words.said or not _PROMISES.isdisjoint(words.names) or _orders(parts):
        return True
    if due is not None and due.cue == "within" and not parts.levels.baseline:
        return True
    whole = next((one for one in parts.levels.pairs if one.baseline and one.target), None)
    return whole is not None and (_due_later(parts, today) or _aims(words, whole.target))


def _orders(parts: Parts) -> bool:
    """Tell a change that is to be made: "Bring the gap down from ...", "To reach 92% ...", "Mean to rise 15 points"."""
    main, words = parts.main, parts.passage
    if main is None or main.verb_class not in _CHANGES or not main.future:
        return False
    return main.subject[0] == main.subject[1] == main.verb or words.low(main.verb - 1) == "to"


def _states(words: Passage, main: Predicate) -> bool:
    """Tell a sentence that only says how things are: "scores are below average in four of six schools"."""
    be = words.find_word(_BE, main.start, main.end)
    return be is not None and not any(standing.aimed(words, at + 1) for at in range(main.first, main.end))


def _counts(read_levels: Levels) -> bool:
    """Tell a mere count of what adults do ("four family nights"): it is no value of a result."""
    start, end = read_levels.baseline, read_levels.target
    return (start is None) != (end is None) and all(one is None or one.unit != "%" for one in (start, end))


def _scale(parts: Parts) -> float | None:
    """The highest point of the rubric, where it is told."""
    told = next((one.value for one in parts.numbers if one.sort is Sort.SCALE), None)
    return told or next((one.whole for one in parts.numbers if one.unit == "rubric"), None)


def _passes(words: Passage) -> bool:
    """A course passed or failed is its own measure: "pass Algebra I", "failing biology"."""
    return any(words.low(back) in _PASSING for at in words.all("course") for back in range(max(0, at - 2), at))


def _aims(words: Passage, target: Number | None) -> bool:
    """Tell a target that a word before it calls one: "SY25-26 goal: 30", "we'd call 70% a success"."""
    return target is not None and standing.wished(words, target.first)


def _due_later(parts: Parts, today: date) -> bool:
    due = parts.deadline
    if due is None or due.on is None or due.on < today:
        return False
    exact = due.cue == "within" or due.precision in (dates.Precision.DAY, dates.Precision.POINT)
    return exact or not standing.looks_back(parts.passage)


def _habit(parts: Parts) -> bool:
    """A lone adult's own habit: "I greet every student each morning", "visit five classrooms a week"."""
    words, main = parts.passage, parts.main
    if main is None or main.actor is not Actor.ADULT:
        return False
    alone = "my" in words.said or any(
        words.has(at, "adult") and not (words.has(at, "programme") or words.has(at - 1, "course"))
        for at in words.all_words(_I)
        if at < main.end
    )
    ordered = main.subject[0] == main.subject[1] and parts.deadline is None
    institutional = words.low(main.verb) in _INSTITUTIONAL
    return alone or (ordered and not institutional and (words.any("rhythm") or _recurs(words)))


def _recurs(words: Passage) -> bool:
    """Read "every Friday", "each staff meeting", "during every passing period"."""
    return any(words.low(at + step) in _TIMES for at in words.all_words(_EACH) for step in (1, 2, 3))


def _unit_classes(parts: Parts) -> set[str]:
    """Counted things name their own measure: "from 12 to 20 sight words"."""
    for one in (parts.levels.target, parts.levels.baseline):
        if (
            one is not None
            and one.unit
            and one.unit not in ("%", "points", "rubric", "percentile", "students")
            and one.unit not in _SPANS
            and not one.unit.startswith("of ")
        ):
            return {"subject_unit"}
    return set()


def _rulers_differ(parts: Parts) -> bool:
    """Tell two rulers: "62 % on the screener to 85 % on the unit test"."""
    start, end = parts.levels.baseline, parts.levels.target
    if start is None or end is None or start.first > end.first:
        return False
    between = [
        one for one in parts.instruments if start.last < one.first < end.first and one.cue_first - start.last <= 4
    ]
    after = [one for one in parts.instruments if end.last < one.first and one.cue_first - end.last <= _BEHIND]
    if not between or not after:
        return False
    one, two = between[0], after[0]
    return parts.passage.low(one.last).rstrip("s") != parts.passage.low(two.last).rstrip("s")
