"""Current reality: where the largest gaps are, and which of them may be chance (growth.md 5)."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import hypot

from aimline.domain.aimline import standard_error
from aimline.domain.measure import Measure, Quantity, gain, is_percent, quantity
from aimline.domain.suppression import Bound, SafeCell, Shown
from aimline.domain.words import Message, say

# Two standard errors: a gap this large comes by chance about once in twenty times.
_ERRORS_BEYOND_CHANCE = 2.0

# Below the first a group is shown but never ranked, below the second not singled out (growth.md 5.4).
_N_TO_RANK = 10
_N_TO_BE_SURE = 20


@dataclass(frozen=True)
class Reference:
    """What groups are compared with: a cut or target (no `n`), or a larger group of `n` students."""

    label: str
    value: float
    n: int | None = None


@dataclass(frozen=True)
class Gap:
    """A group that stands behind: `difference` and `standard_error` are positive, in the measure's unit.

    `may_be_chance` is about the size of the difference, `is_small` about the number of students.
    """

    label: str
    value: float
    n: int
    reference: Reference
    difference: float
    standard_error: float
    may_be_chance: bool
    is_small: bool
    sentence: Message


def may_be_ranked(n: int) -> bool:
    """Tell whether a group of `n` students may be put in order with others (growth.md 5.4)."""
    return n >= _N_TO_RANK


def largest_gaps(
    cells: Iterable[SafeCell], *, reference: Reference, measure: Measure, sd: float | None = None
) -> tuple[Gap, ...]:
    """Rank the groups that stand behind the reference, the largest gap first (growth.md 5).

    Gaps within two standard errors, under the measure's smallest meaningful change, or of fewer than 20
    students come after the rest. `sd` is the spread of single results, for means. Hidden groups, groups of fewer
    than 10 students and groups ahead are left out.
    The error treats group and reference as separate, which for a part of the whole is a little cautious.
    """
    found = [
        _gap(cell.label, cell.content, reference, measure, sd)
        for cell in cells
        if isinstance(cell.content, Shown) and may_be_ranked(cell.content.n)
    ]
    behind = [gap for gap in found if gap.difference > 0]
    return tuple(sorted(behind, key=lambda gap: (gap.may_be_chance or gap.is_small, -gap.difference, gap.label)))


def _gap(label: str, shown: Shown, reference: Reference, measure: Measure, sd: float | None) -> Gap:
    difference = gain(measure.direction, shown.value, reference.value)
    own = standard_error(measure.metric, shown.value, shown.n, sd)
    other = standard_error(measure.metric, reference.value, reference.n or 0, sd)
    error = hypot(own, other)
    by_chance = max(_ERRORS_BEYOND_CHANCE * error, measure.min_meaningful_change)
    may_be_chance, is_small = difference <= by_chance, shown.n < _N_TO_BE_SURE
    said = _sentence(label, shown, reference, measure)
    sentence = _with_caution(said, shown.n, may_be_chance=may_be_chance, is_small=is_small)
    return Gap(label, shown.value, shown.n, reference, difference, error, may_be_chance, is_small, sentence)


def _sentence(label: str, shown: Shown, reference: Reference, measure: Measure) -> Message:
    unit = "points" if is_percent(measure.metric) else measure.unit
    difference = Quantity(_as_shown(shown.value, reference.value), unit)
    return say(
        "{group}: {value} ({n} students), {difference} behind {reference} ({other}).",
        group=label,
        value=_told(shown, quantity(measure, round(shown.value, 1))),
        n=shown.n,
        reference=reference.label,
        other=quantity(measure, round(reference.value, 1)),
        difference=difference if shown.is_exact else say("at least {difference}", difference=difference),
    )


def _told(shown: Shown, value: Quantity) -> Quantity | Message:
    """Say the end of a range as one (growth.md 6.2)."""
    if shown.is_exact:
        return value
    return say("at most {value}", value=value) if shown.bound is Bound.AT_MOST else say("at least {value}", value=value)


def _as_shown(value: float, reference: float) -> float:
    """How far apart two values are as they stand in the sentence, so that a reader's own subtraction agrees."""
    return round(abs(round(value, 1) - round(reference, 1)), 1)


def _with_caution(said: Message, n: int, *, may_be_chance: bool, is_small: bool) -> Message:
    if may_be_chance:
        return say("{said} It may be chance.", said=said)
    if not is_small:
        return said
    return say("{said} Only {n} students: look closer before you decide.", said=said, n=n)
