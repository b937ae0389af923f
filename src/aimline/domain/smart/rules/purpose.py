"""P: a purpose needs meaning and no number (domain.md 4.7, T2); RF: words that are no progress goal move."""

from aimline.domain.goal import Layer
from aimline.domain.smart.case import Case
from aimline.domain.smart.practices import words_of
from aimline.domain.smart.report import Severity
from aimline.domain.smart.rewrites import meaning, purpose, student_result
from aimline.domain.smart.rule import Hit, Rule, Sample, SentenceRule

_FEW_WORDS = 4


def _number(case: Case) -> Hit | None:
    slot = case.statement.target
    return Hit(slot.span) if slot is not None and not case.statement.hints.implied_all and case.unit else None


def _slogan(case: Case) -> Hit | None:
    named = case.has_group or "adult" in case.statement.hints.found
    return Hit() if len(words_of(case)) < _FEW_WORDS and not named else None


def _always(_case: Case) -> Hit | None:
    return Hit()


RULES: tuple[SentenceRule, ...] = (
    Rule(
        "P-01",
        Severity.WARN,
        "A purpose that is a number.",
        "Numbers tell how far, not why; children need the why.",
        Sample("By May 85% of our readers are proficient.", layer=Layer.PURPOSE),
        Sample("Every child leaves us a confident reader.", layer=Layer.PURPOSE),
        "This sounds like a milestone.",
        "Why does it matter, and for whom?",
        _number,
        meaning,
        guard="A purpose is never asked for numbers, measures or dates.",
    ),
    Rule(
        "P-02",
        Severity.ADVISE,
        "Only a slogan.",
        "A slogan does not tell a child what will be different.",
        Sample("Excellence always.", layer=Layer.PURPOSE),
        Sample("Every student has an adult who knows how their week went.", layer=Layer.PURPOSE),
        "This is short.",
        "What would be different for a child?",
        _slogan,
        meaning,
    ),
)

REDIRECTS: tuple[SentenceRule, ...] = (
    Rule(
        "RF-14",
        Severity.REDIRECT,
        "A purpose written where a progress goal is asked for.",
        "A purpose needs no number; below it stands a milestone students can see themselves reach.",
        Sample("Every learner thrives here."),
        Sample("By May 22, 82% of Grade 1 students will read at benchmark, up from 64%."),
        "This reads like a purpose, and a good one needs no numbers.",
        "Which milestone would show that you come closer?",
        _always,
        purpose,
    ),
    Rule(
        "RF-08",
        Severity.REDIRECT,
        "A note, a report of results or a plan line, and no goal.",
        "What is only noted does not change anything for students.",
        Sample("Agenda: fall data, field trip."),
        Sample("By May 22, Grade 1 students will name 24 letters on the letter-naming probe, up from 11."),
        "This does not read as a goal yet.",
        "What will students be able to do, and by when?",
        _always,
        student_result,
    ),
)
