"""What the checker answers: marks, findings and praise, and the same as plain data for machines."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from aimline.domain.ambition import Judgement
from aimline.domain.smart.draft import Rewrite
from aimline.domain.smart.once import once
from aimline.domain.smart.statement import Slot, Statement
from aimline.domain.words import Message

SLOTS = (
    "student_group",
    "result",
    "measure",
    "metric",
    "baseline",
    "target",
    "change_amount",
    "unit",
    "direction",
    "deadline_text",
    "deadline",
)
LETTERS = ("S", "M", "A", "R", "T")


class Mark(StrEnum):
    """How a criterion stands (domain.md 4.1)."""

    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"
    CANNOT_TELL = "cannot_tell"


class Severity(StrEnum):
    """What a finding asks: mend before activation, explain, consider, or move to its right place."""

    BLOCK = "block"
    WARN = "warn"
    ADVISE = "advise"
    REDIRECT = "redirect"


class SentenceLayer(StrEnum):
    """What a sentence is: a layer of the method, an adult activity, or no goal at all."""

    PURPOSE = "purpose"
    PROGRESS = "progress"
    PRACTICE = "practice"
    ACTIVITY = "activity"
    NO_GOAL = "no_goal"


MARKED = frozenset({SentenceLayer.PROGRESS, SentenceLayer.ACTIVITY})
"""The layers whose five marks mean something; a purpose, a practice and what is no goal are not marked (4.1.5)."""


# Not frozen, because a frozen one takes four times as long to make.
@dataclass
class Finding:
    """One thing a rule noticed: where (characters, or None), one question, one offer.

    `text` and `ask` are the rule's sentences, `values` fills them; most of it is never written out.
    """

    code: str
    severity: Severity
    span: tuple[int, int] | None
    text: str
    ask: str
    values: Mapping[str, object]
    offer: Callable[[], Rewrite | None] | None = field(default=None, repr=False, compare=False)

    @once
    def message(self) -> Message:
        """What was noticed."""
        return Message(self.text, self.values)

    @once
    def question(self) -> Message:
        """What to think about."""
        return Message(self.ask, self.values)

    @once
    def rewrite(self) -> Rewrite | None:
        """The offer, written when somebody asks for it: most readers look at the first one only."""
        return self.offer() if self.offer else None

    def without_rewrite(self) -> "Finding":
        """Give the same finding without its offer, which quotes what not everybody may see."""
        return replace(self, offer=None)


@dataclass
class Report:
    """Everything the checker says about one statement; `marks` is empty for purposes and practices."""

    layer: SentenceLayer
    layer_confidence: float
    marks: Mapping[str, Mark]
    slots: Statement
    findings: tuple[Finding, ...]
    judgement: Judgement | None = None
    praises: Callable[[], Iterable[Message]] = field(default=tuple, repr=False, compare=False)

    @once
    def praise(self) -> tuple[Message, ...]:
        """What is good, with the words of the sentence; written when somebody asks for it."""
        return tuple(self.praises())

    @property
    def told_marks(self) -> Mapping[str, Mark]:
        """All five marks as machines read them: "cannot tell" wherever the layer is not marked."""
        told = self.marks if self.layer in MARKED else {}
        return {letter: told.get(letter, Mark.CANNOT_TELL) for letter in LETTERS}

    @property
    def first(self) -> Finding | None:
        """The one question to ask; the others can wait."""
        return self.findings[0] if self.findings else None

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """The findings that must be mended or moved before activation."""
        return tuple(one for one in self.findings if one.severity in (Severity.BLOCK, Severity.REDIRECT))


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, StrEnum) else value


def _slot(slot: Slot[object] | None) -> dict[str, object] | None:
    if slot is None:
        return None
    return {"value": _plain(slot.value), "span": list(slot.span), "confidence": slot.confidence}


def to_json(report: Report) -> dict[str, object]:
    """Give a report as plain data: all five marks, all eleven slots; spans are [start, end] in characters."""
    return {
        "layer": str(report.layer),
        "layer_confidence": report.layer_confidence,
        "marks": {letter: str(mark) for letter, mark in report.told_marks.items()},
        "slots": {name: _slot(getattr(report.slots, name)) for name in SLOTS},
        "findings": [
            {
                "code": one.code,
                "severity": str(one.severity),
                "span": list(one.span) if one.span else None,
                "message": str(one.message),
                "question": str(one.question),
                "rewrite": str(one.rewrite) if one.rewrite else None,
            }
            for one in report.findings
        ],
    }
