"""Check a statement: ask every rule of its layer, give marks, findings and praise (domain.md 4.1)."""

from collections.abc import Iterable, Mapping
from datetime import date

from aimline.domain.calendar import Calendar
from aimline.domain.goal import Layer
from aimline.domain.smart import catalogue, layers, marks
from aimline.domain.smart.case import Case
from aimline.domain.smart.groups import Clarity
from aimline.domain.smart.reading import parse
from aimline.domain.smart.report import Finding, Mark, Report, SentenceLayer, Severity
from aimline.domain.smart.rule import Rule
from aimline.domain.smart.statement import Fields, Statement
from aimline.domain.words import Message, say

_GIVEN = {
    Layer.PURPOSE: SentenceLayer.PURPOSE,
    Layer.PROGRESS: SentenceLayer.PROGRESS,
    Layer.PRACTICE: SentenceLayer.PRACTICE,
}
_ORDER = {Severity.REDIRECT: 0, Severity.BLOCK: 1, Severity.WARN: 2, Severity.ADVISE: 3}


def check(
    statement: Statement | str,
    *,
    today: date,
    calendar: Calendar | None = None,
    layer: Layer | None = None,
    fields: Fields | None = None,
) -> Report:
    """Judge a sentence and its fields; without `layer` it is guessed. Never raises on any text."""
    spoken = fields.language if fields else None
    said = (
        parse(statement, today=today, calendar=calendar, language=spoken) if isinstance(statement, str) else statement
    )
    case = Case(said, fields or Fields(), layer, today, calendar)
    kind, confidence = (_GIVEN[layer], 1.0) if layer else layers.guess(said)
    if layer is Layer.PURPOSE:
        return _report(case, kind, confidence, {}, _fired(catalogue.PURPOSE, case))
    if layer is Layer.PRACTICE:
        return _report(case, kind, confidence, {}, _fired(catalogue.PRACTICE, case))
    found = _fired(catalogue.PROGRESS, case)
    given = marks.judge(case, frozenset(one.code for one in found))
    if kind is SentenceLayer.PURPOSE:
        found = _fired((catalogue.READS_AS_PURPOSE, *catalogue.PURPOSE, *catalogue.ANY_WORDS), case)
    elif kind is SentenceLayer.NO_GOAL:
        found = _fired((catalogue.NO_GOAL, *catalogue.ANY_WORDS), case)
    return _report(case, kind, confidence, given, found)


def _fired(rules: Iterable[Rule], case: Case) -> tuple[Finding, ...]:
    found = [finding for rule in rules if (finding := rule.check(case)) is not None]
    return tuple(sorted(found, key=lambda one: _ORDER[one.severity]))


def _report(
    case: Case, kind: SentenceLayer, confidence: float, given: Mapping[str, Mark], found: tuple[Finding, ...]
) -> Report:
    return Report(kind, confidence, given, case.statement, found, tuple(_praise(case, kind, given)), case.judgement)


def _praise(case: Case, kind: SentenceLayer, given: Mapping[str, Mark]) -> Iterable[Message]:
    """Say first what is good, with the words of the sentence."""
    said = case.statement
    if kind in (SentenceLayer.PURPOSE, SentenceLayer.PRACTICE, SentenceLayer.NO_GOAL):
        return
    if said.student_group is not None and said.hints.group_clarity is Clarity.CLEAR:
        yield say("It is clear for whom: {group}.", group=said.student_group.value)
    if case.baseline is not None and case.target is not None and given.get("M") is not Mark.NOT_MET:
        yield say("Start and target are there: from {start} to {end}.", start=case.baseline, end=case.target)
    if case.instrument is not None:
        yield say("You know how you will look: {measure}.", measure=case.instrument)
    if given.get("T") is Mark.MET and case.deadline is not None:
        yield say("There is a day: {day}.", day=case.deadline)
    if given.get("R") is Mark.MET and given.get("S") is not Mark.NOT_MET:
        yield say("It is about what students learn.")
    if case.judgement is not None and given.get("A") is Mark.MET:
        yield say("The target asks for effort and can be reached.")
