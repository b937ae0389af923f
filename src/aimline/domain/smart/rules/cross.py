"""X: does the sentence agree with itself, the fields, and how we speak of students (domain.md 4.7)."""

from aimline.domain.smart.case import Case, grade_in
from aimline.domain.smart.dates import Precision
from aimline.domain.smart.report import Severity
from aimline.domain.smart.rewrites import as_in_field, in_formula, other_group, set_aside, turned
from aimline.domain.smart.rule import Hit, Need, Rule, Sample, SentenceRule
from aimline.domain.smart.statement import Fields, Slot, Statement

_LONG_WORDS = 60


def _mismatch(case: Case) -> Hit | None:
    said, fields = case.statement, case.fields
    for slot, value in ((said.target, fields.target), (said.baseline, fields.baseline)):
        if value is not None and slot is not None and slot.confidence > 0.5 and _differs(case, slot.value, value):
            return Hit(slot.span, {"said": slot.value, "field": value})
    due = said.deadline
    if fields.deadline is not None and due is not None and due.value != fields.deadline and _is_exact(said):
        return Hit(due.span, {"said": due.value, "field": fields.deadline})
    return _other_group(said.student_group, fields.group)


def _is_exact(said: Statement) -> bool:
    return said.hints.precision in (Precision.DAY, Precision.POINT)


def _differs(case: Case, said: float, field: float) -> bool:
    """Counted students ("5 of 6") are compared as the share that they are, a student more or less apart."""
    n = case.counted_of
    if n:
        return abs(100 * said / n - field) > 100 / n
    return abs(said - field) > 0.05


def _other_group(slot: Slot[str] | None, field: str | None) -> Hit | None:
    if slot is None or not field:
        return None
    said, known = grade_in(slot.value), grade_in(field)
    differ = said is not None and known is not None and said != known
    return Hit(slot.span, {"said": slot.value, "field": field}) if differ else None


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


RULES: tuple[SentenceRule, ...] = (
    Rule(
        "X-01",
        Severity.WARN,
        "The sentence and a field disagree.",
        "Everybody should work towards the same number.",
        Sample(
            "Grade 3 will grow from 45% to 78% on the fraction CFA.",
            note="Target in the field: 72%.",
            fields=Fields(target=72.0),
        ),
        Sample(
            "Grade 3 will grow from 45% to 72% on the fraction CFA.",
            note="Target in the field: 72%.",
            fields=Fields(target=72.0),
        ),
        "The sentence says {said}, the field {field}.",
        "Which one?",
        _mismatch,
        as_in_field,
        needs=Need.FIELDS,
    ),
    Rule(
        "X-02",
        Severity.BLOCK,
        "The verb goes one way and the numbers the other.",
        "Nobody can tell whether students are better off.",
        Sample("Reduce Grade 7 tardies from 12 to 18 by May 15."),
        Sample("Reduce Grade 7 tardies from 18 to 12 by May 15."),
        "From {start} to {end}: the words and the numbers point in different directions.",
        "Which way is better?",
        _contradiction,
        turned,
    ),
    Rule(
        "X-03",
        Severity.WARN,
        "Two targets or two dates.",
        "Nobody can reach two ends at once.",
        Sample("By March 6, 2026 and by June 5, 2026, Grade 3 will reach 70% on the fraction CFA."),
        Sample("By June 5, 2026, Grade 3 will reach 70% on the fraction CFA."),
        "There is more than one target or date.",
        "Which one is the goal's?",
        _two_answers,
        in_formula,
    ),
    Rule(
        "X-04",
        Severity.ADVISE,
        "More than 60 words.",
        "A goal that students can repeat is a goal they can own.",
        Sample(
            "By May 22, as we have talked about in our meetings since the summer and as the district asks of every "
            "school in its new plan, which we read together and which we all support, the students of Grade 2 in our "
            "three rooms, including those who joined us after the start of the year, will grow from 40 to 62 words "
            "correct per minute on the spring screener that we have used for many years."
        ),
        Sample("By May 22, Grade 2 will grow from 40 to 62 words correct per minute on the spring screener."),
        "This has {n} words.",
        "Could a student repeat it? Try the short form.",
        _long,
        in_formula,
    ),
    Rule(
        "X-05",
        Severity.REDIRECT,
        "A cause outside the team's reach.",
        "Students gain from what we can change.",
        Sample("Grade 3 reading is low because families do not care."),
        Sample("Grade 3 reading is low; our Tier 2 groups meet once a week."),
        "We note it and put it aside: it is outside what we can change.",
        "Who could change this, and shall we ask?",
        _excuse,
        set_aside,
    ),
    Rule(
        "X-06",
        Severity.ADVISE,
        "Deficit words about students.",
        "Children become what we call them.",
        Sample("The slow learners will blend three sounds."),
        Sample("Students working on short vowels will blend three sounds."),
        "These words name students by what is missing.",
        "Which skill are they working on?",
        _deficit,
        in_formula,
    ),
    Rule(
        "X-07",
        Severity.WARN,
        "A student's name in a goal that others see.",
        "A child's progress belongs to the child and the family.",
        Sample("By May 1, Leo will go from 8 to 15 letters."),
        Sample("By May 1, Leo will go from 8 to 15 letters.", note="A private goal.", fields=Fields(private=True)),
        "Names stay out of shared goals.",
        "Shall this be private, or name a group?",
        _name,
        other_group,
    ),
)
