"""The shape of a rule: what it looks for, why that matters to students, and how it speaks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from aimline.domain.smart.case import Case
from aimline.domain.smart.report import Finding, Severity
from aimline.domain.words import Message, say

Span = tuple[int, int]


@dataclass(frozen=True)
class Hit:
    """A rule fired: where, with values for its sentences, and a severity that depends on the case."""

    span: Span | None = None
    values: Mapping[str, object] = field(default_factory=dict)
    severity: Severity | None = None


@dataclass(frozen=True)
class Rule:
    """One rule of domain.md section 4 with its own page: what, why, a sample that fires, a better one."""

    code: str
    criterion: str
    severity: Severity
    what: str
    why: str
    sample: str
    better: str
    message: str
    question: str
    find: Callable[[Case], Hit | None]
    rewrite: Callable[[Case], Message] | None = None

    def check(self, case: Case) -> Finding | None:
        """Give the finding of this rule for a case, or nothing."""
        hit = self.find(case)
        if hit is None:
            return None
        offer = self.rewrite(case) if self.rewrite else None
        return Finding(
            self.code,
            hit.severity or self.severity,
            hit.span,
            say(self.message, **hit.values),
            say(self.question, **hit.values),
            offer,
        )
