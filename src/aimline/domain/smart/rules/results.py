"""R: what students learn, rather than what adults do (domain.md 4.5)."""

from aimline.domain.smart.case import Case
from aimline.domain.smart.report import Severity
from aimline.domain.smart.rewrites import action_step, evidence, split, student_result
from aimline.domain.smart.rule import Hit, Need, Rule, Sample, SentenceRule
from aimline.domain.smart.statement import Fields
from aimline.domain.smart.verbs import ACTIVITIES, Actor, VerbClass

# Under their own names, because Python 3.11 looks up the members of an enumeration slowly.
_ADULT, _ACTIVITY, _PRODUCT, _PARTICIPATION, _PERCEPTION, _STUDENT_ACTIVITY = (
    Actor.ADULT,
    VerbClass.ACTIVITY,
    VerbClass.PRODUCT,
    VerbClass.PARTICIPATION,
    VerbClass.PERCEPTION,
    VerbClass.STUDENT_ACTIVITY,
)


def _activity(case: Case) -> Hit | None:
    said = case.statement
    return Hit() if said.verb_class is _ACTIVITY and not said.hints.student_result else None


def _product(case: Case) -> Hit | None:
    said = case.statement
    return Hit() if said.verb_class is _PRODUCT and not said.hints.student_result else None


def _mixed(case: Case) -> Hit | None:
    said = case.statement
    mixed = said.verb_class in ACTIVITIES and said.hints.student_result
    return Hit() if mixed or (said.hints.means and said.verb_class not in ACTIVITIES) else None


def _participation(case: Case) -> Hit | None:
    said = case.statement
    return Hit() if said.verb_class is _PARTICIPATION or said.hints.joins else None


def _perception(case: Case) -> Hit | None:
    said = case.statement
    adult = said.verb_class is _PERCEPTION and said.actor is _ADULT
    return Hit() if adult and not said.hints.student_result else None


def _unaligned(case: Case) -> Hit | None:
    return Hit() if case.fields.is_aligned is False else None


def _student_activity(case: Case) -> Hit | None:
    return Hit() if case.statement.verb_class is _STUDENT_ACTIVITY else None


RULES: tuple[SentenceRule, ...] = (
    Rule(
        "R-01",
        Severity.REDIRECT,
        "Adults act, and no student result with a number follows.",
        "Students are helped by what they learn, not by what was done.",
        Sample("Teachers will post learning targets in every room."),
        Sample("Grade 5 students' fraction proficiency will increase from 52% to 75%."),
        "That may be a fine strategy.",
        "What will students be able to do because of it?",
        _activity,
        student_result,
        guard="Attendance, behaviour, belonging and graduation are student results.",
    ),
    Rule(
        "R-02",
        Severity.REDIRECT,
        "A product or project is the result.",
        "A finished product can leave learning where it was.",
        Sample("Write a pacing guide for Grade 8."),
        Sample("Grade 8 proficiency in linear equations will rise from 55% to 70%."),
        "This is a project.",
        "Which result should it produce?",
        _product,
        action_step,
    ),
    Rule(
        "R-03",
        Severity.WARN,
        "An activity and a result in one sentence.",
        "The way may change; the promise to students should not.",
        Sample("By holding daily conferences, Grade 3 writing will rise from 2.1 to 2.8."),
        Sample("Grade 3 writing will rise from 2.1 to 2.8."),
        "Good result! Move the 'how' to strategies, so you can change it without changing the goal.",
        "Which strategy shall we note?",
        _mixed,
        split,
        guard="What teachers do so that students go from one number to another is this rule, not R-01.",
    ),
    Rule(
        "R-04",
        Severity.WARN,
        "Completing or taking part is the outcome.",
        "Done is not learned.",
        Sample("95% of students will turn in their portfolios."),
        Sample("95% of students will score 3 or better on the portfolio rubric."),
        "Done is not learned.",
        "What does it lead to?",
        _participation,
        student_result,
    ),
    Rule(
        "R-05",
        Severity.WARN,
        "What adults feel is the outcome.",
        "Confidence of adults is worth having when it reaches students.",
        Sample("90% of staff will feel prepared to teach phonics."),
        Sample("Grade 1 students' decoding will rise from 58% to 75%."),
        "Helpful to know; place it as evidence for a practice goal.",
        "What will students be able to do because of it?",
        _perception,
        evidence,
    ),
    Rule(
        "R-06",
        Severity.ADVISE,
        "The goal is not linked to the goal above.",
        "Students gain most when the people around them pull the same way.",
        Sample(
            "Grade 4 students will solve two-step word problems.",
            note="No goal above is linked.",
            fields=Fields(is_aligned=False),
        ),
        Sample(
            "Grade 4 students will solve two-step word problems.",
            note='Linked to the school goal "mathematical problem solving".',
            fields=Fields(is_aligned=True),
        ),
        "This goal stands alone.",
        "Which goal above does this support, and how?",
        _unaligned,
        guard="Silent where the level above has no goals, or links are not known.",
        needs=Need.FIELDS,
    ),
    Rule(
        "R-07",
        Severity.ADVISE,
        "Something students do in class is taken for a result.",
        "Taking part is the road, learning is the place.",
        Sample("Students will use journals every day."),
        Sample("Grade 4 students' explanations will rise from 2.0 to 2.8 on the writing rubric."),
        "Taking part is not yet a result.",
        "What does it lead to?",
        _student_activity,
        student_result,
    ),
)
