"""The shape of a rule: what it looks for, why that matters to students, and how it speaks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from functools import partial
from typing import Generic, TypeVar

from aimline.domain.calendar import Calendar
from aimline.domain.goal import Layer
from aimline.domain.smart.case import Case
from aimline.domain.smart.draft import Rewrite
from aimline.domain.smart.report import Finding, Severity
from aimline.domain.smart.statement import Fields

Span = tuple[int, int]
T = TypeVar("T")
_NO_VALUES: Mapping[str, object] = {}


class Need(IntEnum):
    """What a rule cannot do without; where it is not known, nobody asks the rule."""

    FIELDS = 0
    DAY = 1
    JUDGEMENT = 2


@dataclass(slots=True)
class Hit:
    """A rule fired: where, with values for its sentences, and a severity that depends on the case."""

    span: Span | None = None
    values: Mapping[str, object] | None = None
    severity: Severity | None = None


@dataclass(frozen=True)
class Sample(Generic[T]):
    """An example on a rule's page: the words that are printed, and for plans and trees what they stand for.

    A sentence is judged with `fields`, `layer` and `calendar`; `note` prints what these hold.
    """

    text: str
    subject: T | None = None
    note: str = ""
    fields: Fields = field(default_factory=Fields)
    layer: Layer | None = None
    calendar: Calendar | None = field(default_factory=Calendar)


@dataclass(frozen=True)
class Rule(Generic[T]):
    """One rule of domain.md section 4 with its own page: what, why, a sample that fires, a better one.

    `find` looks at a sentence's case, a plan, a place in the tree or a goal's hands; `guard` says when the
    rule keeps silent although it might look otherwise, `needs` what must be known before it can speak.
    """

    code: str
    severity: Severity
    what: str
    why: str
    sample: Sample[T]
    better: Sample[T]
    message: str
    question: str
    find: Callable[[T], Hit | None]
    rewrite: Callable[[T], Rewrite | None] | None = None
    guard: str = ""
    needs: Need | None = None

    @property
    def criterion(self) -> str:
        """The letters of the code: S, M, A, R, T, X, P, PR, MW, TR, PL; RF where words belong elsewhere."""
        return self.code.partition("-")[0]

    def check(self, subject: T) -> Finding | None:
        """Give the finding of this rule, or nothing."""
        hit = self.find(subject)
        return None if hit is None else self.tell(hit, subject)

    def tell(self, hit: Hit, subject: T) -> Finding:
        """Say what was found; the offer is written only when somebody asks for it."""
        return Finding(
            self.code,
            hit.severity or self.severity,
            hit.span,
            self.message,
            self.question,
            hit.values or _NO_VALUES,
            partial(self.rewrite, subject) if self.rewrite else None,
        )


SentenceRule = Rule[Case]
