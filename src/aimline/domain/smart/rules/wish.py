"""MW: a goal with nothing in anyone's hands is a wish; a quiet note beside it (domain.md 4.8, settled.md 16)."""

from collections.abc import Callable
from datetime import date

from aimline.domain.calendar import Calendar, school_days
from aimline.domain.goal import Layer, Level
from aimline.domain.smart.case import Case
from aimline.domain.smart.practices import is_controllable
from aimline.domain.smart.reading import parse
from aimline.domain.smart.report import Severity
from aimline.domain.smart.rule import Hit, Rule, Sample
from aimline.domain.smart.statement import Fields
from aimline.domain.smart.trees import LEVELS, Habit, Hands

_QUESTIONS = 4
_IDLE_SCHOOL_DAYS = 10
_LEADERS = frozenset({Level.DISTRICT, Level.SCHOOL})
_LINKS = (
    "Which teaching practices would bring the result?",
    "What must change about present practice?",
    "What support will teachers need?",
    "What will you do each day to give that support?",
)


def controllable(hands: Hands) -> tuple[Habit, ...]:
    """Keep the practices that PR-01 to PR-04 let pass, done at the goal's level or below."""
    rank = LEVELS.index(hands.level)
    below = (habit for habit in hands.habits if LEVELS.index(habit.level) >= rank)
    return tuple(habit for habit in below if _passes(habit.text, hands.today))


def is_clear(hands: Hands) -> bool:
    """Tell whether a goal is in good hands: a practice, the whole map, an entry within ten school days."""
    return bool(controllable(hands)) and hands.n_map_answers >= _QUESTIONS and _idle(hands) is None


def _passes(text: str, today: date) -> bool:
    return is_controllable(Case(parse(text, today=today), Fields(), Layer.PRACTICE, today, None))


def _begun(find: Callable[[Hands], Hit | None]) -> Callable[[Hands], Hit | None]:
    """No wish is seen before the program keeps practice goals (settled.md 16)."""
    return lambda hands: find(hands) if hands.has_practices else None


def _wish(hands: Hands) -> Hit | None:
    return None if controllable(hands) else Hit()


def _missing_link(hands: Hands) -> Hit | None:
    if not controllable(hands) or hands.n_map_answers >= _QUESTIONS:
        return None
    return Hit(values={"link": _LINKS[max(hands.n_map_answers, 0)]})


def _others_only(hands: Hands) -> Hit | None:
    own = controllable(hands)
    leader = hands.level in _LEADERS and bool(own)
    return Hit() if leader and not any(habit.is_owners for habit in own) else None


def _idle(hands: Hands) -> Hit | None:
    last = max((each.last_entry_on for each in hands.habits if each.last_entry_on), default=hands.begun_on)
    if not controllable(hands) or last is None:
        return None
    n_days = school_days(hands.calendar or Calendar(), last, hands.today)
    return Hit(values={"day": last}) if n_days > _IDLE_SCHOOL_DAYS else None


_TODAY = date(2026, 1, 23)
_READ = Habit("Read aloud for ten minutes every day.", Level.TEACHER, last_entry_on=date(2026, 1, 22))
_WALK = Habit("Visit three classrooms every day.", Level.SCHOOL, is_owners=True, last_entry_on=date(2026, 1, 22))


def _shown(text: str, *habits: Habit, n_map_answers: int = 4) -> Sample[Hands]:
    return Sample(text, Hands(Level.SCHOOL, habits, _TODAY, n_map_answers))


_GOOD = _shown(
    "The principal visits three classrooms every day, teachers read aloud; the map is complete.", _WALK, _READ
)

RULES: tuple[Rule[Hands], ...] = (
    Rule(
        "MW-01",
        Severity.ADVISE,
        "No practice below the goal is in anyone's hands.",
        "Scores are not something anyone can do; students feel what is done every day.",
        _shown('Only "Raise scores by 10 points" below it.', Habit("Raise scores by 10 points", Level.SCHOOL)),
        _GOOD,
        "Scores are not something anyone can do.",
        "Four questions turn this into work: shall we map backward?",
        _begun(_wish),
        guard="A quiet mark that never blocks and never replaces a status that data give.",
    ),
    Rule(
        "MW-02",
        Severity.WARN,
        "There is a practice, but the chain from the result to the leader's own day has a gap.",
        "Teachers change what they do for students when somebody helps them.",
        _shown("Two of the four questions are answered.", _WALK, n_map_answers=2),
        _GOOD,
        "One link is missing.",
        "{link}",
        _begun(_missing_link),
    ),
    Rule(
        "MW-03",
        Severity.ADVISE,
        "All practices belong to people below, and none to the goal's owner.",
        "What leaders do every day tells everybody what students are worth.",
        _shown("Teachers read aloud every day; the principal has no practice.", _READ),
        _GOOD,
        "All of the daily work is in other hands.",
        "What will you do each day to make this possible?",
        _begun(_others_only),
        guard="Asked of principals, leaders and districts only.",
    ),
    Rule(
        "MW-04",
        Severity.ADVISE,
        "Practices exist, but nothing was entered for ten school days.",
        "What is not done for two weeks has stopped for students.",
        _shown(
            "The last entry is of 12 December 2025, today is 23 January 2026.",
            Habit("Visit three classrooms every day.", Level.SCHOOL, is_owners=True, last_entry_on=date(2025, 12, 12)),
        ),
        _GOOD,
        "The goal lost its hands: the last entry is of {day}.",
        "Pick one small thing for tomorrow?",
        _begun(_idle),
    ),
)
