"""PR: a practice is something that we do ourselves, seen and counted (domain.md 4.7)."""

from aimline.domain.goal import Layer
from aimline.domain.smart.case import Case
from aimline.domain.smart.practices import has_cadence, is_anothers, is_outcome, is_unseen, two_habits
from aimline.domain.smart.report import Severity
from aimline.domain.smart.rewrites import deed, outcome_below, two_items, with_rhythm
from aimline.domain.smart.rule import Hit, Rule, Sample, SentenceRule
from aimline.domain.smart.statement import Fields


def _outcome(case: Case) -> Hit | None:
    return Hit() if is_outcome(case) else None


def _unobservable(case: Case) -> Hit | None:
    return Hit() if is_unseen(case) else None


def _no_cadence(case: Case) -> Hit | None:
    return None if has_cadence(case) or is_outcome(case) else Hit()


def _somebody_else(case: Case) -> Hit | None:
    return Hit() if is_anothers(case) else None


def _unlinked(case: Case) -> Hit | None:
    return Hit() if case.fields.serves_goal is False else None


def _two_habits(case: Case) -> Hit | None:
    return Hit() if two_habits(case) else None


RULES: tuple[SentenceRule, ...] = (
    Rule(
        "PR-01",
        Severity.BLOCK,
        "An outcome stands where a practice should.",
        "Students feel what adults do, not what adults hope for.",
        Sample("Lift proficiency by 8 points.", layer=Layer.PRACTICE),
        Sample("Confer with four writers every lesson.", layer=Layer.PRACTICE),
        "You cannot do a score.",
        "What will you do tomorrow morning?",
        _outcome,
        outcome_below,
    ),
    Rule(
        "PR-02",
        Severity.WARN,
        "Nobody could film it.",
        "Only what can be seen can become a habit.",
        Sample("Value reading.", layer=Layer.PRACTICE),
        Sample("Read aloud for ten minutes every day.", layer=Layer.PRACTICE),
        "This is hard to see.",
        "If we filmed it, what would we see?",
        _unobservable,
        deed,
    ),
    Rule(
        "PR-03",
        Severity.WARN,
        "No rhythm.",
        "What has no rhythm fades by November.",
        Sample("Confer with writers.", layer=Layer.PRACTICE),
        Sample("Confer with four writers every lesson.", layer=Layer.PRACTICE),
        "It does not say how often.",
        "How often? Daily, twice a week, each lesson?",
        _no_cadence,
        with_rhythm,
    ),
    Rule(
        "PR-04",
        Severity.WARN,
        "Somebody else does it.",
        "Only one's own hands can be promised.",
        Sample("Parents read with children every night.", layer=Layer.PRACTICE),
        Sample("Send home a book with every child each Monday.", layer=Layer.PRACTICE),
        "This is in somebody else's hands.",
        "What can you do yourself?",
        _somebody_else,
        deed,
    ),
    Rule(
        "PR-05",
        Severity.ADVISE,
        "No progress goal is fed by it.",
        "Effort that leads nowhere tires the people students need.",
        Sample(
            "Confer with four writers every lesson.",
            note="Not linked to a goal.",
            layer=Layer.PRACTICE,
            fields=Fields(serves_goal=False),
        ),
        Sample(
            "Confer with four writers every lesson.",
            note="Feeds the Grade 4 writing goal.",
            layer=Layer.PRACTICE,
            fields=Fields(serves_goal=True),
        ),
        "This practice stands alone.",
        "Which result does this feed?",
        _unlinked,
        guard="Silent where links are not known.",
    ),
    Rule(
        "PR-06",
        Severity.ADVISE,
        "Two behaviours in one.",
        "Half a yes cannot be counted.",
        Sample("Visit three rooms and call two families daily.", layer=Layer.PRACTICE),
        Sample("Visit three rooms daily.", layer=Layer.PRACTICE),
        "These are two habits.",
        "Shall we make two items?",
        _two_habits,
        two_items,
    ),
)
