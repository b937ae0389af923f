"""What a statement shows beside its slots; most of it is asked of few sentences, so it is read when it is asked."""

from datetime import date
from itertools import compress, repeat
from operator import ne

from aimline.domain.smart import creeds, debris, skills, standing
from aimline.domain.smart.dates import Precision
from aimline.domain.smart.groups import Clarity
from aimline.domain.smart.lexicon import listed
from aimline.domain.smart.numbers import Number, Sort
from aimline.domain.smart.once import once
from aimline.domain.smart.parts import Parts
from aimline.domain.smart.passage import Passage
from aimline.domain.smart.verbs import Predicate, VerbClass

_NOTICED = listed("reading", "noticed")
_SPANS = listed("numbers", "span_after")
_BEHIND = 8
_PASSING = listed("reading", "passing")
_MOVED = frozenset({"verb_up", "verb_down", "student"})
_WAYS = ("verb_up", "verb_down")
_REACHED = frozenset({"modal", "verb_outcome"})
_ADULTS = frozenset({"adult_object", "adult"})
_I = frozenset({"i", "i'll"})
_BE = frozenset({"is", "are", "was", "were"})
_EACH = frozenset({"every", "each"})
_INSTITUTIONAL = listed("reading", "institutional")
_TIMES = listed("reading", "times")
_LEVEL_WORDS = listed("skills", "doings") | {"at", "above", "able", "on"}
_JOINING = listed("reading", "joining")
_PROMISES = frozenset({"modal", "frame"})
_STRONG = frozenset({"by", "before", "d'ici"})
_EXACT = (Precision.DAY, Precision.POINT)
_NO_UNIT_NOUNS = frozenset({"", "%", "points", "rubric", "percentile", "students"}) | _SPANS
_SO = frozenset({"so"})
_SO_FAR, _JOINED = 4, 4
_NO_DAYS: frozenset[date] = frozenset()
_DOES_MORE = 7
# Under their own names, because Python 3.11 looks up the members of an enumeration slowly.
_SCALE, _OUTCOME = Sort.SCALE, VerbClass.OUTCOME
_CHANGES = frozenset({VerbClass.CHANGE_UP, VerbClass.CHANGE_DOWN})


class Hints:
    """What the readers noticed beside the slots; layers, marks and rules look here."""

    def __init__(self, parts: Parts, *, implied_all: bool, done: bool, today: date) -> None:
        words, group, main, due = parts.passage, parts.group, parts.main, parts.deadline
        self._parts, self._done, self._today = parts, done, today
        self.implied_all = implied_all
        self.found = words.names & _NOTICED
        self.promised = "modal" in words.names
        # Something rises or falls, and no adults are named.
        self.moves = any(words.any(way) for way in _WAYS) and _ADULTS.isdisjoint(words.names)
        self.blank = "__" in words.source or "tbd" in words.said
        self.group_clarity: Clarity | None = group.clarity if group else None
        self.group_universal = group is not None and group.universal
        self.group_named = group is not None and group.named
        self.precision: Precision | None = due.precision if due else None
        self.means = main is not None and main.means
        self.conceded = main is not None and main.conceded
        self.future = main is not None and main.future
        self.skill = parts.skill.words if parts.skill else ()
        self.broad = parts.skill.broad if parts.skill else ()
        self.n_words = words.n - words.kinds.count("mark")
        self.said = words.said
        self._whole_pairs = [one for one in parts.levels.pairs if one.baseline and one.target]
        self.n_pairs = len(self._whole_pairs)
        self.n_targets = sum([one.target is not None for one in parts.levels.pairs])
        # The days by which something is due.
        strong = [one.on for one in parts.moments if one.cue in _STRONG and one.on is not None]
        self._due_days = frozenset([on for on in strong if on >= today]) if strong else _NO_DAYS
        self.n_deadlines = len(self._due_days)

    @once
    def words(self) -> tuple[str, ...]:
        """The words without their marks, in lower case."""
        words = self._parts.passage
        return tuple(compress(words.lows, map(ne, words.kinds, repeat("mark"))))

    @property
    def instruments(self) -> tuple[str, ...]:
        """All instruments as written."""
        return tuple(self._parts.passage.text(one.first, one.last) for one in self._parts.instruments)

    @once
    def self_naming(self) -> bool:
        """The numbers name their own measure: "sight words", "pass Algebra I"."""
        parts = self._parts
        done = self._done and parts.levels.target is not None
        return "self_metric" in parts.passage.names or done or _counts_things(parts) or _passes(parts.passage)

    @once
    def scale_top(self) -> float | None:
        """The highest point of the rubric, where it is told."""
        numbers = self._parts.numbers
        told = next((one.value for one in numbers if one.sort is _SCALE), None)
        return told or next((one.whole for one in numbers if one.unit == "rubric"), None)

    @once
    def student_result(self) -> bool:
        """A counted student result stands beside what adults do ("so that students ...")."""
        return _student_result(self._parts)

    @property
    def joins(self) -> bool:
        """What is counted is taking part: "the number of students participating in fine arts"."""
        return _joins(self._parts)

    @once
    def ahead(self) -> bool:
        """Anything in the text looks ahead: a wish, an order, a day to come, a gain that is asked for."""
        parts, words, due = self._parts, self._parts.passage, self._parts.deadline
        if self._due_days or "+" in words.said or not _PROMISES.isdisjoint(words.names) or _orders(parts):
            return True
        if due is not None and due.cue == "within" and not parts.levels.baseline:
            return True
        if _called(words, parts.levels.target):
            return True
        return bool(self._whole_pairs) and _due_later(parts, self._today)

    @property
    def looks_back(self) -> bool:
        """Some verb looks back."""
        return standing.looks_back(self._parts.passage)

    @property
    def opines(self) -> bool:
        """It tells what people believe or complain of."""
        return standing.opines(self._parts.passage)

    @property
    def habit(self) -> bool:
        """A lone adult's own habit: "I greet every student each morning"."""
        main = self._parts.main
        return main is not None and _habit(self._parts, main)

    @property
    def motto(self) -> bool:
        """It calls itself a mission, a vision or a motto."""
        return creeds.is_motto(self._parts.passage)

    @property
    def creed(self) -> bool:
        """It says what a school is for."""
        return creeds.is_creed(self._parts.passage)

    @property
    def notice(self) -> bool:
        """It is sent to the readers of minutes."""
        return creeds.is_notice(self._parts.passage)

    @property
    def debris(self) -> bool:
        """It is torn from a table, a budget or an agenda."""
        return debris.shows(self._parts.passage)

    @once
    def stated(self) -> bool:
        """It only says how things are: "scores are below average in four of six schools"."""
        main = self._parts.main
        return main is not None and not main.future and _states(self._parts.passage, main)

    @once
    def rulers_differ(self) -> bool:
        """Start and end are told on two instruments."""
        return _rulers_differ(self._parts)

    @property
    def joined(self) -> bool:
        """Skills of two areas are joined."""
        return skills.joined(self._parts.passage)


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
            if (rising or students) and not words.among(_ADULTS, at, number.first):
                return True
        if number.sort is Sort.SHARE and words.find_word(_SO, max(main.verb, number.first - _SO_FAR), number.first):
            return True
        after, stop = number.last + 1, min(number.last + 12, main.end)
        people = number.sort is Sort.SHARE and words.any("student", after, min(after + 6, stop))
        if people and words.among(_REACHED, after + 2, stop):
            return True
    return False


def _joins(parts: Parts) -> bool:
    """Tell whether what is counted is taking part: "the number of students participating in fine arts"."""
    words, group, main = parts.passage, parts.group, parts.main
    if group is None or (main is not None and main.verb_class is _OUTCOME):
        return False
    if _JOINING.isdisjoint(words.said) and "taking" not in words.said:
        return False
    at = next((at for at in range(group.first + 1, group.last + 2) if words.has(at - 1, "student")), 0)
    takes = words.lows[at] == "taking" and words.lows[at + 1] == "part"
    if not at or not (words.lows[at] in _JOINING or takes):
        return False
    return not any(words.lows[place] in _LEVEL_WORDS for place in range(at + 1, at + _DOES_MORE))


def _orders(parts: Parts) -> bool:
    """Tell a change that is to be made: "Bring the gap down from ...", "To reach 92% ...", "Mean to rise 15 points"."""
    main, words = parts.main, parts.passage
    if main is None or main.verb_class not in _CHANGES or not main.future:
        return False
    return main.subject[0] == main.subject[1] == main.verb or words.lows[main.verb - 1] == "to"


def _states(words: Passage, main: Predicate) -> bool:
    """Tell a sentence that only says how things are: "scores are below average in four of six schools"."""
    be = words.find_word(_BE, main.start, main.end)
    return be is not None and not any(standing.aimed(words, at + 1) for at in range(main.first, main.end))


def _passes(words: Passage) -> bool:
    """A course passed or failed is its own measure: "pass Algebra I", "failing biology"."""
    if _PASSING.isdisjoint(words.said):
        return False
    return any(words.lows[back] in _PASSING for at in words.all("course") for back in range(max(0, at - 2), at))


def _called(words: Passage, target: Number | None) -> bool:
    """Tell a target that is called one ("SY25-26 goal: 30", "we'd call 70% a success") from "met a goal and 93%"."""
    if target is None or "and" in words.lows[max(0, target.first - _JOINED) : target.first]:
        return False
    return standing.wished(words, target.first)


def _due_later(parts: Parts, today: date) -> bool:
    due = parts.deadline
    if due is None or due.on is None or due.on < today:
        return False
    exact = due.cue == "within" or due.precision in _EXACT
    return exact or not standing.looks_back(parts.passage)


def _habit(parts: Parts, main: Predicate) -> bool:
    """A lone adult's own habit: "I greet every student each morning", "visit five classrooms a week"."""
    words = parts.passage
    alone = "my" in words.said or any(
        words.has(at, "adult") and not (words.has(at, "programme") or words.has(at - 1, "course"))
        for at in words.all_words(_I)
        if at < main.end
    )
    ordered = main.subject[0] == main.subject[1] and parts.deadline is None
    institutional = words.lows[main.verb] in _INSTITUTIONAL
    return alone or (ordered and not institutional and (words.any("rhythm") or _recurs(words)))


def _recurs(words: Passage) -> bool:
    """Read "every Friday", "each staff meeting", "during every passing period"."""
    return any(words.lows[at + step] in _TIMES for at in words.all_words(_EACH) for step in (1, 2, 3))


def _counts_things(parts: Parts) -> bool:
    """Counted things name their own measure: "from 12 to 20 sight words"."""
    units = [one.unit for one in (parts.levels.target, parts.levels.baseline) if one is not None]
    return any(unit not in _NO_UNIT_NOUNS and not unit.startswith("of ") for unit in units)


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
    return parts.passage.lows[one.last].rstrip("s") != parts.passage.lows[two.last].rstrip("s")
