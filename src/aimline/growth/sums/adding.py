"""Adds goals below up to the goal above: students are counted, shares are never averaged."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from aimline.domain.refusal import AimlineError
from aimline.domain.words import Message, say

_ROUNDING = 1e-9


class NothingToAdd(AimlineError):
    """Goals that cannot be added up; the message says why."""


@dataclass(frozen=True)
class Part:
    """A place below: `n` students there, of whom `reached` are at benchmark now; its own target share (0 to 1).

    `target` is none where the place has no goal: then it is counted as it stands. `rows` is the number of student
    rows that were counted; where it differs from `n`, the enrolment, results are missing.
    """

    name: str
    n: int
    reached: int
    target: float | None
    rows: int | None = None


@dataclass(frozen=True)
class Share:
    """One part of the answer: students needed at its target, and how many of the missing ones it could still bring.

    `even_share` is how many more it would bring if all places rose to the district's share; none where it is above.
    """

    name: str
    n: int
    reached: int
    at_target: int
    has_goal: bool
    even_share: int


@dataclass(frozen=True)
class Sum:
    """What the district reaches when every place hits its target.

    `n` students; `reached` now, `at_targets` then, `needed` for the district's own target share; `short` of them are
    missing (0 when it adds up). `n_without_result` students were counted as not at benchmark.
    """

    n: int
    reached: int
    at_targets: int
    needed: int
    short: int
    n_without_result: int
    parts: tuple[Share, ...]
    without_goal: tuple[str, ...]

    @property
    def share_now(self) -> float:
        """The district's share now."""
        return self.reached / self.n

    @property
    def share_at_targets(self) -> float:
        """The district's share when every place hits its target."""
        return self.at_targets / self.n

    @property
    def sentence(self) -> Message:
        """Say it in one sentence."""
        places = {
            "reached": f"{100 * self.share_at_targets:.1f} %",
            "then": self.at_targets,
            "n": self.n,
            "needed": self.needed,
            "short": self.short,
        }
        if self.short:
            return say(
                "If every place hits its target, {then} of {n} students ({reached}) get there; {short} are missing.",
                **places,
            )
        return say(
            "It adds up: if every place hits its target, {then} of {n} students ({reached}) get there, "
            "{needed} are needed.",
            **places,
        )


def add_up(parts: Sequence[Part], *, target: float) -> Sum:
    """Add the places' goals up to a district's target share (0 to 1), weighted by enrolment.

    Students without a result count as not at benchmark, so that a missing test never helps; they are told. Raises
    NothingToAdd.
    """
    _demand(parts, target)
    n = sum(part.n for part in parts)
    needed = ceil(n * target - _ROUNDING)
    at_target = [
        max(part.reached, ceil(part.n * part.target - _ROUNDING)) if part.target is not None else part.reached
        for part in parts
    ]
    total = sum(at_target)
    shares = tuple(
        Share(
            name=part.name,
            n=part.n,
            reached=part.reached,
            at_target=reached,
            has_goal=part.target is not None,
            even_share=max(ceil(part.n * target - _ROUNDING) - reached, 0),
        )
        for part, reached in zip(parts, at_target, strict=True)
    )
    return Sum(
        n=n,
        reached=sum(part.reached for part in parts),
        at_targets=total,
        needed=needed,
        short=max(needed - total, 0),
        n_without_result=sum(part.n - part.rows for part in parts if part.rows is not None),
        parts=tuple(sorted(shares, key=lambda share: (-share.even_share, share.name))),
        without_goal=tuple(part.name for part in parts if part.target is None),
    )


def recount(rows: Sequence[tuple[str, bool | None]], targets: dict[str, float]) -> tuple[Part, ...]:
    """Count places from student rows: (place, at benchmark; none where there is no result). Places in order of name."""
    names = sorted({place for place, _ in rows} | set(targets))
    found = []
    for name in names:
        here = [reached for place, reached in rows if place == name]
        found.append(
            Part(
                name,
                n=len(here),
                reached=sum(reached is True for reached in here),
                target=targets.get(name),
                rows=sum(reached is not None for reached in here),
            )
        )
    return tuple(part for part in found if part.n)


def _demand(parts: Sequence[Part], target: float) -> None:
    if sum(part.n for part in parts) <= 0:
        raise NothingToAdd(
            "no-students",
            say("There are no students in these places, so there is nothing to add up."),
            say("Choose places with students."),
        )
    for part in parts:
        rows = part.n if part.rows is None else part.rows
        if not 0 <= part.reached <= rows <= part.n:
            raise NothingToAdd(
                "counts",
                say(
                    "{name}: {reached} at benchmark of {rows} with a result and {n} students do not fit.",
                    name=part.name,
                    reached=part.reached,
                    rows=rows,
                    n=part.n,
                ),
                say("Count the students of this place once more."),
            )
    if any(not 0 <= share <= 1 for share in (target, *(part.target for part in parts if part.target is not None))):
        raise NothingToAdd("off-scale", say("A target share lies between 0 and 1."), say("Write 70 % as 0.70."))
