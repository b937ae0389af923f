"""What makes a practice: it is seen, counted, done by one's own hands, and one thing at a time."""

from aimline.domain.smart.case import Case
from aimline.domain.smart.lexicon import listed

_OPENERS = frozenset({"i", "we", "will", "to", "i'll", "we'll"})


def words_of(case: Case) -> list[str]:
    """Give the words of a sentence without their marks, in lower case."""
    text = case.statement.text[: case.statement.read_to]
    return [word for part in text.split() if (word := part.strip(".,;:!?()'\"").lower())]


def is_outcome(case: Case) -> bool:
    """A score or a share that shall rise or fall: nobody can do that tomorrow morning."""
    return bool(listed("practice", "outcome").intersection(words_of(case))) and case.statement.direction is not None


def is_unseen(case: Case) -> bool:
    """It begins with a word that no camera would show: be, value, try, support."""
    first = next((word for word in words_of(case) if word not in _OPENERS), "")
    return first in listed("practice", "unseen")


def has_cadence(case: Case) -> bool:
    """It tells how often, or how many."""
    words = words_of(case)
    return bool(listed("practice", "cadence").intersection(words)) or any(word.isdecimal() for word in words)


def is_anothers(case: Case) -> bool:
    """Somebody else does it."""
    return next(iter(words_of(case)), "") in listed("practice", "others")


def two_habits(case: Case) -> bool:
    """Two things to do are joined by "and"."""
    words, habits = words_of(case), listed("practice", "habits")
    second = words[words.index("and") + 1] if "and" in words[:-1] else ""
    first = next((word for word in words if word not in _OPENERS), "")
    return second in habits and first in habits


def is_controllable(case: Case) -> bool:
    """Tell whether none of PR-01 to PR-04 speaks (domain.md 4.8)."""
    return has_cadence(case) and not (is_outcome(case) or is_unseen(case) or is_anothers(case))


def halves(text: str) -> tuple[str, str]:
    """Cut two habits apart at "and"; the rhythm at the end holds for both."""
    first, _, second = text.strip().rstrip(".").partition(" and ")
    words = second.split()
    tail = next((at for at, word in enumerate(words) if word.lower() in listed("practice", "tail")), None)
    rhythm = " ".join(words[tail:]) if tail else ""
    has_own = any(word.lower() in listed("practice", "cadence") for word in first.split())
    return (first if has_own or not rhythm else f"{first} {rhythm}"), second
