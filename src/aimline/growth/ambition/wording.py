"""Chances in words that can be read aloud in a staff meeting (growth.md 7)."""

from aimline.domain.ambition import Ambition
from aimline.domain.words import Message, say
from aimline.growth.ambition.chances import Chances, Evidence

_STEPS = (
    (0.02, say("hardly any chance")),
    (0.07, say("about 1 chance in 20")),
    (0.13, say("about 1 chance in 10")),
    (0.18, say("about 1 chance in 7")),
    (0.225, say("about 1 chance in 5")),
    (0.29, say("about 1 chance in 4")),
    (0.38, say("about 1 chance in 3")),
    (0.47, say("a little under even")),
    (0.50, say("just under even")),
    (0.53, say("even")),
    (0.62, say("a little over even")),
    (0.71, say("about 2 chances in 3")),
    (0.82, say("about 3 chances in 4")),
    (0.93, say("about 9 chances in 10")),
)
_RATINGS = {
    Ambition.TOO_EASY: say("It will more likely than not happen anyway. Where would focused effort take you?"),
    Ambition.REALISTIC: say("It needs real improvement, and a strong effort makes it likely."),
    Ambition.STRETCH: say("It is possible with a strong effort, but not the likely outcome. Plan milestones."),
    Ambition.VERY_HARD: say(
        "It is beyond what strong programs usually achieve in this time. "
        "Keep the ambition, and take longer or go in steps."
    ),
}
_EVIDENCE = {
    Evidence.OWN: say("It rests on your own earlier results."),
    Evidence.MIXED: say("It rests on a few of your own earlier results and on results from elsewhere."),
    Evidence.BORROWED: say("It rests on results from elsewhere, until there are earlier results of your own."),
}


def chance(probability: float) -> Message:
    """Say a probability in words."""
    return next((words for limit, words in _STEPS if probability < limit), say("almost certain"))


def chances(found: Chances) -> Message:
    """Say both chances in one breath."""
    return say(
        "If nothing changes: {same}. With a strong effort: {strong}.",
        same=chance(found.p_same),
        strong=chance(found.p_strong),
    )


def rating(found: Chances) -> Message:
    """Say what the rating means for the team."""
    return _RATINGS[found.rating]


def evidence(found: Chances) -> Message:
    """Say what the judgement rests on."""
    return _EVIDENCE[found.evidence]
