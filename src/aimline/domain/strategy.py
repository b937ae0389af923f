"""What adults will do so that the result comes (domain.md 2.9)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from aimline.domain.gap import Gap
from aimline.domain.words import say


class StrategyKind(StrEnum):
    """Teaching, seeing, and answering the two questions most often forgotten (Q3 and Q4)."""

    INSTRUCTION = "instruction"
    ASSESSMENT = "assessment"
    INTERVENTION = "intervention"
    EXTENSION = "extension"


class Evidence(StrEnum):
    """Why a strategy is expected to work."""

    RESEARCH = "research"
    LOCAL_DATA = "local_data"
    JUDGEMENT = "judgement"


class StrategyState(StrEnum):
    """From an idea to a practice, and out of use."""

    PROPOSED = "proposed"
    SELECTED = "selected"
    IN_USE = "in_use"
    ADJUSTED = "adjusted"
    RETIRED = "retired"


@dataclass(frozen=True)
class Strategy:
    """An approach expected to cause the result, for whom, and how it differs from before."""

    kind: StrategyKind
    text: str
    how_it_differs: str = ""
    is_new: bool = False
    evidence: Evidence | None = None
    for_whom: str = ""
    state: StrategyState = StrategyState.SELECTED


_QUESTIONS = {
    StrategyKind.INSTRUCTION: ("PL-02", say("Which teaching will change?")),
    StrategyKind.ASSESSMENT: ("PL-02", say("How will you see it?")),
    StrategyKind.INTERVENTION: ("PL-03", say("What do you do when students have not learned it?")),
    StrategyKind.EXTENSION: ("PL-03", say("What do you do when students already know it?")),
}


def plan_gaps(strategies: Sequence[Strategy], *, reasons: Mapping[StrategyKind, str] | None = None) -> tuple[Gap, ...]:
    """List what a plan still lacks; none of it blocks (INV-43, PL-02 to PL-05).

    `reasons` says why an intervention or extension is left out; instruction and assessment have no such way.
    """
    told = {kind for kind, reason in (reasons or {}).items() if reason.strip()}
    told -= {StrategyKind.INSTRUCTION, StrategyKind.ASSESSMENT}
    alive = [each for each in strategies if each.state is not StrategyState.RETIRED]
    there = {each.kind for each in alive} | told
    gaps = [Gap(code, question, kind.value) for kind, (code, question) in _QUESTIONS.items() if kind not in there]
    if alive and not any(each.is_new and each.how_it_differs.strip() for each in alive):
        gaps.append(Gap("PL-04", say("Same work, same result? Say what will be different."), "how_it_differs"))
    if alive and not any(each.evidence for each in alive):
        gaps.append(Gap("PL-05", say("What makes you expect it to work?"), "evidence"))
    return tuple(gaps)
