"""P and PR: questions for purposes and practices; RF: words that are at home elsewhere (domain.md 4.7)."""

from aimline.domain.smart.case import Case
from aimline.domain.smart.report import Severity
from aimline.domain.smart.rewrites import purpose, student_result
from aimline.domain.smart.rule import Hit, Rule

_FEW_WORDS = 5
_CADENCE = frozenset(
    {
        "daily",
        "weekly",
        "every",
        "each",
        "once",
        "twice",
        "times",
        "per",
        "monthly",
        "biweekly",
        "lesson",
        "morning",
        "afternoon",
        "before",
        "after",
        "day",
        "days",
    }
)
_UNSEEN = frozenset(
    {
        "be",
        "value",
        "try",
        "support",
        "better",
        "care",
        "think",
        "know",
        "understand",
        "believe",
        "appreciate",
        "improve",
        "encourage",
        "help",
        "feel",
        "want",
        "focus",
        "become",
        "remember",
    }
)
_OTHERS = frozenset({"students", "student", "parents", "families", "principal", "district", "administrators", "they"})
_OUTCOME = frozenset(
    {"scores", "score", "proficient", "proficiency", "percent", "%", "achievement", "results", "growth"}
)


def _words(case: Case) -> list[str]:
    return [word.strip(".,;:!?()'\"").lower() for word in case.statement.text[: case.statement.read_to].split()]


def _number_purpose(case: Case) -> Hit | None:
    slot = case.statement.target
    return Hit(slot.span) if slot is not None and not case.statement.hints.implied_all and case.unit else None


def _slogan(case: Case) -> Hit | None:
    named = case.has_group or "adult" in case.statement.hints.found
    return Hit() if len(_words(case)) < _FEW_WORDS and not named and len(_words(case)) < _FEW_WORDS - 1 else None


def _outcome_practice(case: Case) -> Hit | None:
    return Hit() if _OUTCOME.intersection(_words(case)) and case.statement.direction is not None else None


def _unobservable(case: Case) -> Hit | None:
    words = _words(case)
    first = next((word for word in words if word not in ("i", "we", "will", "to")), "")
    return Hit() if first in _UNSEEN else None


def _no_cadence(case: Case) -> Hit | None:
    counted = _CADENCE.intersection(_words(case)) or any(word.isdecimal() for word in _words(case))
    return None if counted or _outcome_practice(case) else Hit()


def _somebody_else(case: Case) -> Hit | None:
    words = _words(case)
    return Hit() if words and words[0] in _OTHERS else None


def _two_habits(case: Case) -> Hit | None:
    words = _words(case)
    second = words[words.index("and") + 1] if "and" in words[:-1] else ""
    return Hit() if second and words and second in _HABITS and words[0] in _HABITS else None


_HABITS = frozenset(
    {
        "visit",
        "read",
        "write",
        "meet",
        "call",
        "greet",
        "check",
        "review",
        "hold",
        "give",
        "ask",
        "use",
        "plan",
        "post",
        "send",
        "confer",
        "observe",
        "model",
        "track",
        "listen",
        "share",
    }
)


def _reads_as_purpose(_case: Case) -> Hit | None:
    return Hit()


PURPOSE = (
    Rule(
        "P-01",
        "P",
        Severity.WARN,
        "A purpose that is a number.",
        "Numbers tell how far, not why; children need the why.",
        "85% of students proficient.",
        "Every child leaves us a confident reader.",
        "This sounds like a milestone.",
        "Why does it matter, and for whom?",
        _number_purpose,
    ),
    Rule(
        "P-02",
        "P",
        Severity.ADVISE,
        "Only a slogan.",
        "A slogan does not tell a child what will be different.",
        "Excellence always.",
        "Every student has an adult who knows how their week went.",
        "This is short.",
        "What would be different for a child?",
        _slogan,
    ),
)

PRACTICE = (
    Rule(
        "PR-01",
        "PR",
        Severity.BLOCK,
        "An outcome stands where a practice should.",
        "Students feel what adults do, not what adults hope for.",
        "Lift proficiency by 8 points.",
        "Confer with four writers every lesson.",
        "You cannot do a score.",
        "What will you do tomorrow morning?",
        _outcome_practice,
    ),
    Rule(
        "PR-02",
        "PR",
        Severity.WARN,
        "Nobody could film it.",
        "Only what can be seen can become a habit.",
        "Value reading.",
        "Read aloud for ten minutes every day.",
        "This is hard to see.",
        "If we filmed it, what would we see?",
        _unobservable,
    ),
    Rule(
        "PR-03",
        "PR",
        Severity.WARN,
        "No rhythm.",
        "What has no rhythm fades by November.",
        "Confer with writers.",
        "Confer with four writers every lesson.",
        "It does not say how often.",
        "How often? Daily, twice a week, each lesson?",
        _no_cadence,
    ),
    Rule(
        "PR-04",
        "PR",
        Severity.WARN,
        "Somebody else does it.",
        "Only one's own hands can be promised.",
        "Parents read with children every night.",
        "Send home a book with every child each Monday.",
        "This is in somebody else's hands.",
        "What can you do yourself?",
        _somebody_else,
    ),
    Rule(
        "PR-06",
        "PR",
        Severity.ADVISE,
        "Two behaviours in one.",
        "Half a yes cannot be counted.",
        "Visit three rooms and call two families daily.",
        "Visit three rooms daily.",
        "These are two habits.",
        "Shall we make two items?",
        _two_habits,
    ),
)

REDIRECTS = (
    Rule(
        "RF-14",
        "P",
        Severity.REDIRECT,
        "A purpose written where a progress goal is asked for.",
        "A purpose needs no number; below it stands a milestone students can see themselves reach.",
        "Every learner thrives.",
        "By May 22, 82% of Grade 1 students will read at benchmark, up from 64%.",
        "This reads like a purpose, and a good one needs no numbers.",
        "Which milestone would show that you come closer?",
        _reads_as_purpose,
        purpose,
    ),
    Rule(
        "RF-08",
        "R",
        Severity.REDIRECT,
        "A note, a report of results or a plan line, and no goal.",
        "What is only noted does not change anything for students.",
        "Agenda: fall data, field trip.",
        "By May 22, Grade 1 students will ...",
        "This does not read as a goal yet.",
        "What will students be able to do, and by when?",
        _reads_as_purpose,
        student_result,
    ),
)
