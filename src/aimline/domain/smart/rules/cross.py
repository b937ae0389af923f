"""X: does the sentence agree with itself, the fields, and how we speak of students (domain.md 4.7)."""

from aimline.domain.smart.case import Case
from aimline.domain.smart.dates import Precision
from aimline.domain.smart.report import Severity
from aimline.domain.smart.rule import Hit, Rule

_LONG_WORDS = 60


def _mismatch(case: Case) -> Hit | None:
    said, fields = case.statement, case.fields
    pairs = (
        (said.target, fields.target),
        (said.baseline, fields.baseline),
    )
    for slot, value in pairs:
        if slot is not None and value is not None and slot.confidence > 0.5 and abs(slot.value - value) > 0.05:
            return Hit(slot.span, {"said": slot.value, "field": value})
    exact = said.hints.precision in (Precision.DAY, Precision.POINT)
    if exact and said.deadline is not None and fields.deadline is not None and said.deadline.value != fields.deadline:
        return Hit(said.deadline.span, {"said": said.deadline.value, "field": fields.deadline})
    return None


def _contradiction(case: Case) -> Hit | None:
    slot = case.statement.direction
    return Hit(slot.span if slot else None, {"start": case.baseline, "end": case.target}) if case.contradicts else None


def _two_answers(case: Case) -> Hit | None:
    hints = case.statement.hints
    return Hit() if hints.n_deadlines > 1 or (hints.n_targets > 1 and hints.n_pairs < 2) else None


def _long(case: Case) -> Hit | None:
    return Hit(values={"n": case.statement.hints.n_words}) if case.statement.hints.n_words > _LONG_WORDS else None


def _excuse(case: Case) -> Hit | None:
    return Hit() if "excuse" in case.statement.hints.found else None


def _deficit(case: Case) -> Hit | None:
    return Hit() if "deficit" in case.statement.hints.found else None


def _name(case: Case) -> Hit | None:
    named = case.statement.hints.group_named and not case.fields.private
    return Hit(case.statement.student_group.span if case.statement.student_group else None) if named else None


RULES = (
    Rule(
        "X-01",
        "X",
        Severity.WARN,
        "The sentence and a field disagree.",
        "Everybody should work towards the same number.",
        "Sentence: to 78%. Field: 82%.",
        "Sentence and field: 82%.",
        "The sentence says {said}, the field {field}.",
        "Which one?",
        _mismatch,
    ),
    Rule(
        "X-02",
        "X",
        Severity.BLOCK,
        "The verb goes one way and the numbers the other.",
        "Nobody can tell whether students are better off.",
        "Reduce tardies from 12 to 18.",
        "Reduce tardies from 18 to 12.",
        "From {start} to {end}: the words and the numbers point in different directions.",
        "Which way is better?",
        _contradiction,
    ),
    Rule(
        "X-03",
        "X",
        Severity.WARN,
        "Two targets or two dates.",
        "Nobody can reach two ends at once.",
        "By March 1 and by June 1 ... to 70%.",
        "By June 1 ... to 70%.",
        "There is more than one target or date.",
        "Which one is the goal's?",
        _two_answers,
    ),
    Rule(
        "X-04",
        "X",
        Severity.ADVISE,
        "More than 60 words.",
        "A goal that students can repeat is a goal they can own.",
        "A paragraph.",
        "From 40 to 62 words a minute by May 22.",
        "This has {n} words.",
        "Could a student repeat it? Try the short form.",
        _long,
    ),
    Rule(
        "X-05",
        "X",
        Severity.REDIRECT,
        "A cause outside the team's reach.",
        "Students gain from what we can change.",
        "Reading is low because families do not care.",
        "Reading is low; our Tier 2 groups meet once a week.",
        "We note it and put it aside: it is outside what we can change.",
        "Who could change this, and shall we ask?",
        _excuse,
    ),
    Rule(
        "X-06",
        "X",
        Severity.ADVISE,
        "Deficit words about students.",
        "Children become what we call them.",
        "The slow learners will ...",
        "Students working on short vowels will ...",
        "These words name students by what is missing.",
        "Which skill are they working on?",
        _deficit,
    ),
    Rule(
        "X-07",
        "X",
        Severity.WARN,
        "A student's name in a goal that others see.",
        "A child's progress belongs to the child and the family.",
        "Leo will go from 8 to 15 letters.",
        "(a private student goal)",
        "Names stay out of shared goals.",
        "Shall this be private, or name a group?",
        _name,
    ),
)
