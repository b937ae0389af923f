"""One statement under examination: what sentence and fields say, and what follows from both."""

import re
from dataclasses import dataclass, field
from datetime import date

from aimline.domain import ambition
from aimline.domain.ambition import Judgement
from aimline.domain.calendar import Calendar
from aimline.domain.goal import Layer, Level
from aimline.domain.measure import Direction, Metric, default_direction
from aimline.domain.smart.dates import Precision
from aimline.domain.smart.groups import Clarity
from aimline.domain.smart.offers import NO_OFFERS, Offers
from aimline.domain.smart.once import once
from aimline.domain.smart.resolution import last_taught
from aimline.domain.smart.statement import Fields, Statement
from aimline.domain.smart.verbs import ACTIVITIES, Actor, VerbClass

_DAYS_A_WEEK = 7
_ADULT_DEEDS = ACTIVITIES | {VerbClass.PERCEPTION}
_COUNTED = re.compile(r"(\d{1,4}) (?:out )?of (?:the )?(\d{1,4})")
_GRADE = re.compile(r"\b(?:grades?|gr\.?|g)\s*(\d{1,2})\b|\b(\d{1,2})(?:st|nd|rd|th) grade")
_SPELLED = re.compile(r"\b(kindergarten|(?:first|second|third|fourth|fifth|sixth|seventh|eighth)(?= grade))")
# Under their own names, because Python 3.11 looks up the members of an enumeration slowly.
_CLEAR, _STUDENT, _STUDENT_ACTIVITY, _WCPM, _ADULT, _DAY, _DOWN = (
    Clarity.CLEAR,
    Level.STUDENT,
    VerbClass.STUDENT_ACTIVITY,
    Metric.WCPM,
    Actor.ADULT,
    Precision.DAY,
    Direction.DOWN,
)
_GRADES = {
    word: n
    for n, word in enumerate(
        ["kindergarten", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"]
    )
}


@dataclass
class Case:
    """The fields win over the sentence everywhere (domain.md 4.1).

    Sixty rules ask for the same values: what each sentence is asked for is worked out at once, the rest when it is.
    """

    statement: Statement
    fields: Fields
    layer: Layer | None
    today: date
    calendar: Calendar | None
    offers: Offers = NO_OFFERS

    has_group: bool = field(init=False)
    """Someone is named for whom the goal is; a student's own goal needs no words for it."""
    clear_group: bool = field(init=False)
    """The group can be counted."""
    adults_only: bool = field(init=False)
    """Only adults act here: an activity, a product or their own perception, without a student result."""
    instrument: str | None = field(init=False)
    """The instrument named in field or sentence."""
    measured: bool = field(init=False)
    """An instrument is named, or the metric names itself (words per minute, C or better)."""
    metric: Metric | None = field(init=False)
    """What the numbers mean, from field or sentence."""
    baseline: float | None = field(init=False)
    """The start, from field or sentence."""
    target: float | None = field(init=False)
    """The target; "all students" counts only where an instrument tells what is counted."""
    amount: float | None = field(init=False)
    """The change wanted, where the sentence gives only that."""
    unit: str = field(init=False)
    """The unit of the numbers, or an empty word."""
    direction: Direction | None = field(init=False)
    """Which way is better, from field, verb or metric."""
    precision: Precision | None = field(init=False)
    """How exactly the deadline is fixed."""
    deadline: date | None = field(init=False)
    """The day by which the target is due, where it can be resolved."""
    starts_on: date = field(init=False)
    """The day from which time is counted."""

    def __post_init__(self) -> None:
        said, fields, hints = self.statement, self.fields, self.statement.hints
        named = bool(fields.group) or fields.level is _STUDENT
        self.has_group = named or hints.group_clarity is not None
        self.clear_group = named or hints.group_clarity is _CLEAR
        acting = said.verb_class in _ADULT_DEEDS and said.actor is _ADULT
        self.adults_only = acting and not hints.student_result
        self.instrument = fields.measure or (said.measure.value if said.measure else None)
        self.measured = self.instrument is not None or hints.self_naming
        self.metric = fields.metric or (said.metric.value if said.metric else None)
        self.baseline, self.target = self._start(), self._end()
        self.amount = said.change_amount.value if said.change_amount else None
        self.unit = said.unit.value if said.unit else ""
        self.direction = self._way()
        self.precision = _DAY if fields.deadline else hints.precision
        self.deadline = self._due()
        self.starts_on = fields.starts_on or self.today

    def _start(self) -> float | None:
        slot = self.statement.baseline
        if self.fields.baseline is not None or slot is None:
            return self.fields.baseline
        return self._share(slot.value)

    def _end(self) -> float | None:
        slot = self.statement.target
        if self.fields.target is not None or slot is None:
            return self.fields.target
        return None if self.statement.hints.implied_all and not self.measured else self._share(slot.value)

    def _way(self) -> Direction | None:
        slot = self.statement.direction
        if self.fields.direction is not None:
            return self.fields.direction
        if slot is not None:
            return slot.value
        return default_direction(self.metric) if self.metric else None

    def _due(self) -> date | None:
        slot = self.statement.deadline
        if self.fields.deadline is not None or slot is None:
            return self.fields.deadline
        return slot.value if self.precision is _DAY else last_taught(self.calendar, slot.value)

    def _share(self, value: float) -> float:
        """Beside fields in percent, students counted in the sentence are the share that they are."""
        told = self.fields.baseline is not None or self.fields.target is not None
        n = self.counted_of if told else None
        return 100 * value / n if n else value

    @once
    def clear_skill(self) -> bool:
        """The result names a skill, not only a subject."""
        hints = self.statement.hints
        taking_part = self.statement.verb_class is _STUDENT_ACTIVITY
        if taking_part and "whole_skill" not in hints.found:
            return False
        named = bool(hints.skill) or self.metric is _WCPM
        return named and not self.adults_only

    @once
    def counted_of(self) -> int | None:
        """The students of whom the sentence counts some: 8 in "from 3 to 6 of 8 students"."""
        slot = self.statement.target
        found = _COUNTED.fullmatch(self.statement.text[slot.span[0] : slot.span[1]]) if slot else None
        return int(found.group(2)) if found and slot and float(found.group(1)) == slot.value else None

    @once
    def weeks(self) -> float | None:
        """Weeks from the start to the deadline."""
        if self.deadline is None:
            return None
        return (self.deadline - self.starts_on).days / _DAYS_A_WEEK

    @property
    def grade(self) -> int | None:
        """The one grade named in the group, if there is one (for norm tables)."""
        slot = self.statement.student_group
        return grade_in(self.fields.group or (slot.value if slot else ""))

    @once
    def contradicts(self) -> bool:
        """The verb goes one way and the numbers the other."""
        way = self.direction
        if self.baseline is None or self.target is None or way is None:
            return False
        return self.target > self.baseline if way is _DOWN else self.target < self.baseline

    @once
    def misfits(self) -> bool:
        """A number does not lie on its scale: 85 on a 4-point rubric, 130 %."""
        values = [one for one in (self.baseline, self.target) if one is not None]
        top = self.fields.maximum if self.fields.maximum is not None else self.statement.hints.scale_top
        if self.unit == "%":
            return any([not 0 <= one <= 100 for one in values])
        return top is not None and any([one > top for one in values])

    @once
    def judgement(self) -> Judgement | None:
        """How ambitious the target is; None where the numbers do not fit together."""
        metric, baseline, target = self.metric, self.baseline, self.target
        if metric is None or baseline is None or target is None:
            return None
        if self.contradicts or self.misfits or self.statement.hints.rulers_differ or self.adults_only:
            return None
        if self.fields.judgement is not None:
            return self.fields.judgement
        return ambition.judge(
            metric,
            baseline=baseline,
            target=target,
            direction=self.direction or Direction.UP,
            starts_on=self.starts_on,
            deadline=self.deadline,
            grade=self.grade if metric is _WCPM else None,
            scale_top=self.fields.maximum or self.statement.hints.scale_top,
            calendar=self.calendar,
        )


def grade_in(words: str) -> int | None:
    """Give the one grade that these words name, if there is one: "all fifth-grade students" is 5, "Tier 2" none."""
    low = words.lower().replace("-", " ")
    found = {int(first or second) for first, second in _GRADE.findall(low)}
    found |= {_GRADES[word] for word in _SPELLED.findall(low)}
    return found.pop() if len(found) == 1 else None
