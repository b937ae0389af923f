"""Which areas are worth two to four goals: how many students, how sure, how weighty (growth.md 5.5)."""

from collections.abc import Sequence
from dataclasses import dataclass

from aimline.growth.patterns.shrinking import Shrunk


@dataclass(frozen=True)
class Area:
    """A group at a standard: `n` students, what is believed of it, and three weights.

    `essential` is 1, 1.5 or 2; `readiness` for the next grade 1 or 1.25; `actionable` 0 to 1, the team's vote.
    """

    name: str
    n: int
    believed: Shrunk
    essential: float = 1.0
    readiness: float = 1.0
    actionable: float = 1.0


@dataclass(frozen=True)
class Priority:
    """The score and its parts: students' worth of shortfall, how sure, and weight; `depth` is the gap in shares."""

    name: str
    reach: float
    confidence: float
    weight: float
    depth: float

    @property
    def score(self) -> float:
        """Reach x confidence x weight."""
        return self.reach * self.confidence * self.weight


def prioritise(areas: Sequence[Area], *, reference: float, margin: float = 0.05) -> tuple[Priority, ...]:
    """Rank areas by score, the largest first; equal scores by depth and name. Source: growth.md 5.5."""
    found = [
        Priority(
            area.name,
            reach=area.n * max(reference - area.believed.mean, 0.0),
            confidence=area.believed.below(reference - margin),
            weight=area.essential * area.readiness * area.actionable,
            depth=max(reference - area.believed.mean, 0.0),
        )
        for area in areas
    ]
    return tuple(sorted(found, key=lambda each: (-each.score, -each.depth, each.name)))


def shortlist(ranked: Sequence[Priority], *, n: int = 4) -> tuple[Priority, ...]:
    """Take the first areas, and put the deepest gap in when it is not among them: small groups would never win.

    Areas without a gap are left out.
    """
    open_areas = [each for each in ranked if each.depth > 0]
    chosen = open_areas[:n]
    deepest = max(open_areas, key=lambda each: (each.depth, each.name), default=None)
    if deepest is not None and deepest not in chosen:
        chosen = [*chosen[: n - 1], deepest]
    return tuple(chosen)
