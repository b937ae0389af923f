"""What a sentence is: a progress goal, a purpose, a practice, an activity, or no goal at all."""

from aimline.domain.smart.report import SentenceLayer
from aimline.domain.smart.statement import Statement
from aimline.domain.smart.verbs import ACTIVITIES, Actor, VerbClass


def guess(said: Statement) -> tuple[SentenceLayer, float]:
    """Tell the layer of a bare sentence, with a confidence from 0 to 1."""
    hints = said.hints
    counted = (
        (said.target is not None and not hints.implied_all)
        or said.baseline is not None
        or said.change_amount is not None
    )
    dated = said.deadline_text is not None
    if "creed" in hints.found and not counted and not dated:
        return SentenceLayer.PURPOSE, 0.9
    if "agenda" in hints.found and not counted:
        return SentenceLayer.NO_GOAL, 0.85
    if _tells(said):
        return SentenceLayer.NO_GOAL, 0.8
    if said.verb_class in ACTIVITIES and not hints.student_result:
        return SentenceLayer.ACTIVITY, 0.95 if said.actor is Actor.ADULT else 0.8
    if said.verb_class is VerbClass.PERCEPTION and said.actor is Actor.ADULT:
        return SentenceLayer.ACTIVITY, 0.7
    if hints.n_words == 0 or (hints.n_words < 3 and not counted):
        return SentenceLayer.NO_GOAL, 0.9
    if _asks(said):
        return SentenceLayer.NO_GOAL, 0.85
    if not counted and not dated and _dreams(said):
        return SentenceLayer.PURPOSE, 0.8
    if not counted and not dated and said.verb_class is VerbClass.OUTCOME and not hints.future:
        return SentenceLayer.PURPOSE, 0.6
    if not counted and not dated and said.verb_class is VerbClass.NONE:
        return SentenceLayer.NO_GOAL, 0.7
    return SentenceLayer.PROGRESS, 0.95 if counted else 0.7


def _asks(said: Statement) -> bool:
    return said.text[: said.read_to].rstrip().endswith("?")


def _tells(said: Statement) -> bool:
    """A report looks back: past tense, no "will", no deadline ahead, no imperative."""
    hints = said.hints
    looking_back = "past_change" in hints.found and "modal" not in hints.found and not hints.future
    return looking_back and hints.n_deadlines == 0


def _dreams(said: Statement) -> bool:
    """A purpose speaks of every child or of what we believe in, in words that no test measures."""
    hints = said.hints
    every = hints.group_universal and not hints.future and said.measure is None
    return "purpose" in hints.found or every
