"""One question in, the chances out; and turned round: the targets at which the rating changes (growth.md 2.1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, isinf
from typing import Final

from aimline.domain.ambition import Ambition
from aimline.domain.words import Message, say
from aimline.growth.ambition import cohorts
from aimline.growth.ambition.asking import Asked, Law, Question, ask
from aimline.growth.ambition.bell import Bell
from aimline.growth.ambition.chances import Chances, Limits, bounded, grade_evidence, rate
from aimline.growth.ambition.counting import Share, needed_of
from aimline.growth.references.shelf import Shelf, shipped

MIDDLE: Final = 0.8
_ROUNDING = 1e-9
_DECIMALS = 9


@dataclass(frozen=True)
class Suggestion:
    """A target in the measure's unit, and the whole students it means where students are counted."""

    target: float
    needed: int | None = None


@dataclass(frozen=True)
class Suggestions:
    """The lowest target that is not too easy, the highest that is realistic, and the highest that is still a stretch.

    None where the scale ends before. Targets are in the measure's own direction: for absence, less is higher.
    """

    floor: Suggestion | None
    realistic: Suggestion | None
    stretch: Suggestion | None


def judge(question: Question, *, shelf: Shelf | None = None, shown: Ambition | None = None) -> Chances:
    """Say how likely a target is if nothing changes and with a strong effort, and rate it.

    `shown` is the rating people saw before: it stays unless a probability clearly left it. Shares are 0 to 1, words
    and scale points in their own unit. Raises NotRated where there is no honest answer, NoReference where neither own
    data nor a pack know enough. Source: growth.md 2.
    """
    shelf = shelf or shipped()
    limits = shelf.prior(Limits, "rating")
    asked = ask(question, shelf)
    p_same, p_strong = (bounded(chance) for chance in asked.chances(asked.target))
    luck = abs(asked.target - asked.same.mean) / asked.same.sd
    needed = needed_of(asked.n, asked.target) if asked.counts else None
    low, high = sorted(asked.back(edge) for edge in asked.same.band(MIDDLE))
    return Chances(
        p_same=p_same,
        p_strong=p_strong,
        rating=rate(p_same, p_strong, limits, shown=shown),
        luck_ratio=luck,
        mostly_luck=luck < limits.mostly_luck,
        evidence=grade_evidence(asked.n_own, limits, far=asked.years > cohorts.LONGEST),
        mean=asked.back(asked.same.mean),
        sd=asked.same.sd,
        band=(low, high),
        n=asked.n,
        needed=needed if needed is None or asked.turn is None else asked.n - needed,
        n_own=asked.n_own,
        notes=(*_notes(asked, limits), *asked.remarks),
        sources=tuple(row.key for row in asked.rows),
        unchecked=tuple(row.key for row in asked.rows if not row.checked),
        team_only=asked.counts and asked.n < limits.hidden_below,
    )


def suggest(question: Question, *, shelf: Shelf | None = None, step: float = 1.0) -> Suggestions:
    """Give the targets at which the rating changes, on whole students or on whole steps of the measure.

    The question's own target does not count. `step` is the smallest sensible difference where a mean is judged: a
    word, a scale point, a tenth of a rubric point. Raises what `judge` raises. Source: growth.md 2.1.
    """
    shelf = shelf or shipped()
    limits = shelf.prior(Limits, "rating")
    asked = ask(question, shelf)
    if asked.counts:
        step = 1 / asked.n
    places = range(asked.n + 1) if asked.counts else _places(asked, step)
    same = _chances(asked, asked.same, places, step)
    strong = [max(pair) for pair in zip(same, _chances(asked, asked.strong, places, step), strict=True)]
    first = next((at for at, chance in zip(places, same, strict=True) if chance < limits.too_easy), None)
    return Suggestions(
        floor=_suggestion(asked, first, step),
        realistic=_suggestion(asked, _last(places, strong, limits.realistic), step),
        stretch=_suggestion(asked, _last(places, strong, limits.stretch), step),
    )


def _places(asked: Asked, step: float) -> range:
    """Whole steps from where nothing changes to what hardly anybody reaches, within the scale."""
    if not isinstance(asked.same, Bell) or not isinstance(asked.strong, Bell):
        return range(0)
    low = floor(asked.same.target_at(0.6) / step)
    high = ceil(asked.strong.target_at(0.1) / step)
    return range(low, (high if isinf(asked.best) else min(high, floor(asked.best / step + _ROUNDING))) + 1)


def _chances(asked: Asked, law: Law, places: Sequence[int], step: float) -> list[float]:
    if isinstance(law, Share):
        return [float(chance) for chance in law.tails()[: law.n + 1]]
    return [law.reach(at * step) for at in places]


def _last(places: Sequence[int], chances: Sequence[float], limit: float) -> int | None:
    return max((at for at, chance in zip(places, chances, strict=True) if chance >= limit), default=None)


def _suggestion(asked: Asked, at: int | None, step: float) -> Suggestion | None:
    if at is None:
        return None
    needed = at if asked.turn is None else asked.n - at
    return Suggestion(round(asked.back(at * step), _DECIMALS), needed if asked.counts else None)


def _notes(asked: Asked, limits: Limits) -> tuple[Message, ...]:
    found = []
    if asked.target <= asked.start:
        found.append(say("The target is not above the baseline."))
    if asked.counts and asked.target == 1:
        found.append(say("At 100 % one student decides."))
    if asked.counts and asked.n < limits.hidden_below:
        found.append(say("With fewer than 10 students this is for the team alone."))
    if abs(asked.target - asked.same.mean) / asked.same.sd < limits.mostly_luck:
        found.append(say("Mostly luck: reaching or missing this target will not tell the team much."))
    if any(not row.checked for row in asked.rows):
        found.append(say("It rests on a table that was not yet compared with its printed source."))
    return tuple(found)
