"""Check a statement: ask every rule of its layer, give marks, findings and praise (domain.md 4.1)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import partial

from aimline.domain.calendar import Calendar
from aimline.domain.goal import Layer
from aimline.domain.smart import catalogue, layers, marks, practices
from aimline.domain.smart.case import Case
from aimline.domain.smart.groups import Clarity
from aimline.domain.smart.offers import NO_OFFERS, Offers
from aimline.domain.smart.reading import parse
from aimline.domain.smart.report import Finding, Mark, Report, SentenceLayer, Severity
from aimline.domain.smart.rule import Hit, Rule, T
from aimline.domain.smart.statement import Fields, Statement
from aimline.domain.words import Message, say

_NO_FIELDS = Fields()
# Under their own names, because Python 3.11 looks up the members of an enumeration slowly.
_PURPOSE, _PRACTICE = Layer.PURPOSE, Layer.PRACTICE
_READS_AS_PURPOSE, _READS_AS_NO_GOAL = SentenceLayer.PURPOSE, SentenceLayer.NO_GOAL
_OF_A_PURPOSE = (catalogue.READS_AS_PURPOSE, *catalogue.PURPOSE, *catalogue.ANY_WORDS)
_OF_NO_GOAL = (catalogue.NO_GOAL, *catalogue.ANY_WORDS)
_GIVEN = {
    _PURPOSE: _READS_AS_PURPOSE,
    Layer.PROGRESS: SentenceLayer.PROGRESS,
    _PRACTICE: SentenceLayer.PRACTICE,
}
_REDIRECTED, _NO_RESULT, _BLOCKS, _WARNS, _PLAN_BLOCKS, _ADVISES, _PLAN_ASKS = range(7)
_RANKS = {
    Severity.REDIRECT: _REDIRECTED,
    Severity.BLOCK: _BLOCKS,
    Severity.WARN: _WARNS,
    Severity.ADVISE: _ADVISES,
}


def check(
    statement: Statement | str,
    *,
    today: date,
    calendar: Calendar | None = None,
    layer: Layer | None = None,
    fields: Fields | None = None,
    offers: Offers = NO_OFFERS,
) -> Report:
    """Judge a sentence and its fields; without `layer` it is guessed. Never raises on any text.

    `offers` is what the team's own data can put into the blanks of a rewrite.
    """
    spoken = fields.language if fields else None
    said = (
        parse(statement, today=today, calendar=calendar, language=spoken) if isinstance(statement, str) else statement
    )
    case = Case(said, fields or _NO_FIELDS, layer, today, calendar, offers)
    kind, confidence = (_GIVEN[layer], 1.0) if layer else layers.guess(said)
    if layer is _PURPOSE:
        return _report(case, kind, confidence, {}, fired(catalogue.PURPOSE, case))
    if layer is _PRACTICE:
        return _report(case, kind, confidence, {}, fired(catalogue.PRACTICE, case))
    known = case.fields is not _NO_FIELDS, case.deadline is not None, case.judgement is not None
    hits = asked(catalogue.PROGRESS_BY_KNOWN[known], case)
    given = marks.judge(case, frozenset([rule.code for rule, _ in hits]))
    if kind is _READS_AS_PURPOSE:
        hits = asked(_OF_A_PURPOSE, case)
    elif kind is _READS_AS_NO_GOAL:
        hits = asked(_OF_NO_GOAL, case)
    return _report(case, kind, confidence, given, told(hits, case))


def fired(rules: Iterable[Rule[T]], subject: T) -> tuple[Finding, ...]:
    """Ask these rules about a subject and give their findings, what comes first at the head."""
    return told(asked(rules, subject), subject)


def asked(rules: Iterable[Rule[T]], subject: T) -> list[tuple[Rule[T], Hit]]:
    """Ask these rules about a subject and give those that speak, each with what it hit."""
    hits: list[tuple[Rule[T], Hit]] = []
    for rule in rules:
        # By its own name, because Python 3.11 takes what an object holds for a method first.
        find = rule.find
        if (hit := find(subject)) is not None:
            hits.append((rule, hit))
    return hits


def told(hits: list[tuple[Rule[T], Hit]], subject: T) -> tuple[Finding, ...]:
    """Put what rules hit into words, what comes first at the head."""
    return tuple(sorted([rule.tell(hit, subject) for rule, hit in hits], key=_rank))


def _rank(found: Finding) -> int:
    """First what kind of thing it is, then what the sentence can say itself, then what the plan will add."""
    if found.code in catalogue.BEFORE_ACTIVATION:
        return _PLAN_BLOCKS if found.severity is Severity.BLOCK else _PLAN_ASKS
    return _NO_RESULT if found.code in catalogue.NO_RESULT_YET else _RANKS[found.severity]


def _report(
    case: Case, kind: SentenceLayer, confidence: float, given: Mapping[str, Mark], found: tuple[Finding, ...]
) -> Report:
    return Report(kind, confidence, given, case.statement, found, case.judgement, partial(_praise, case, kind, given))


def _praise(case: Case, kind: SentenceLayer, given: Mapping[str, Mark]) -> Iterator[Message]:
    """Say first what is good, with the words of the sentence."""
    if kind is SentenceLayer.PRACTICE and practices.is_controllable(case):
        yield say("This is in your own hands, and it can be counted.")
    if kind is SentenceLayer.ACTIVITY:
        yield say("This is something your team can do.")
    if kind in (SentenceLayer.PROGRESS, SentenceLayer.ACTIVITY):
        yield from _praise_goal(case, given)


def _praise_goal(case: Case, given: Mapping[str, Mark]) -> Iterator[Message]:
    said = case.statement
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
