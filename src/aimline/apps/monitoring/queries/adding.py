"""If every place below hits its target, does the goal above add up? Counted from rows, through the door."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aimline.apps.goals.models import Goal
from aimline.apps.goals.queries import is_taught_by, scope_of, visible
from aimline.apps.monitoring.queries import locked
from aimline.apps.organizations.models import Unit, UnitKind
from aimline.apps.organizations.policy import Viewer
from aimline.apps.organizations.queries import visible_units
from aimline.apps.publication import actions as publication
from aimline.apps.results.models import Administration
from aimline.apps.results.queries import BY_SHARE
from aimline.apps.results.queries.parts import counts_of_parts
from aimline.domain.goal import Locked
from aimline.domain.measure import Direction
from aimline.domain.suppression import Cell, SafeBreakdown, Shown, gather

if TYPE_CHECKING:
    from aimline.growth.sums.adding import Sum

BELOW = {UnitKind.DISTRICT: UnitKind.SCHOOL, UnitKind.SCHOOL: UnitKind.TEAM}


@dataclass(frozen=True)
class Below:
    """A place below with its own goal for the same measure, or none."""

    unit: Unit
    goal: Goal | None


@dataclass(frozen=True)
class Added:
    """The answer: the administration that was counted, the places below, and the sum where all may be shown."""

    given: Administration | None
    below: tuple[Below, ...]
    safe: SafeBreakdown | None
    total: "Sum | None"


def may_add_up(goal: Goal) -> bool:
    """Tell whether goals below a goal can be added up: students are counted, and more of them is better."""
    if goal.layer != "progress" or goal.locked_on is None or goal.measure is None:
        return False
    return UnitKind(goal.unit.kind) in BELOW and goal.measure.metric in BY_SHARE and goal.direction == Direction.UP


def added(viewer: Viewer, goal: Goal) -> Added:
    """Add the targets of the places below up to a goal's own target; places without a goal count as they stand."""
    known, below = locked(goal), places_below(viewer, goal)
    given = newest(goal)
    if given is None or not below:
        return Added(given, below, None, None)
    assert goal.measure is not None
    counted = counts_of_parts(viewer, goal.unit, [each.unit for each in below], known.group, goal.measure, given)
    shown = tuple(each for each in below if each.unit.pk in counted and counted[each.unit.pk].n_judged)
    cells = [
        Cell(each.unit.name, counts.n_judged, counts.n_proficient, 100 * counts.n_proficient / counts.n_judged)
        for each in shown for counts in [counted[each.unit.pk]]
    ]  # fmt: skip
    if not cells:
        return Added(given, below, None, None)
    labels = [scope_of(each.unit, known.group).label for each in shown]
    own, taught = scope_of(goal.unit, known.group), is_taught_by(viewer, goal.unit, known.group)
    asked = publication.ask_parts(
        publication.population(goal.measure.pk, own.school, given.given_on),
        dict(zip(labels, cells, strict=True)),
        own.label,
        whole_of(cells),
        goal.district,
        to_their_teachers=taught,
    )
    [answers] = publication.release(viewer, [asked])
    safe = gather([answers[label] for label in labels], total=answers[own.label])
    return Added(given, shown, safe, total_of(shown, safe, known))


def whole_of(cells: Sequence[Cell]) -> Cell:
    n, reached = sum(cell.n for cell in cells), sum(cell.numerator or 0 for cell in cells)
    return Cell("all together", n, reached, 100 * reached / n)


def total_of(below: Sequence[Below], safe: SafeBreakdown, known: Locked) -> "Sum | None":
    """Add up what may be shown; none where a place is hidden, or told as a range: the sum would tell it, or guess."""
    from aimline.growth.sums import adding

    parts = []
    for each, cell in zip(below, safe.cells, strict=True):
        if not isinstance(cell.content, Shown) or not cell.content.is_exact:
            return None
        target = each.goal.target / 100 if each.goal and each.goal.target is not None else None
        reached = round(cell.content.value * cell.content.n / 100)
        parts.append(adding.Part(each.unit.name, cell.content.n, reached, target))
    return adding.add_up(parts, target=known.target / 100)


def places_below(viewer: Viewer, goal: Goal) -> tuple[Below, ...]:
    """Return the places one level below with their goal in use on the same measure: the highest target counts."""
    kind = BELOW[UnitKind(goal.unit.kind)]
    units = visible_units(viewer).filter(path__within=goal.unit.path, kind=kind, archived_on=None)
    held = visible(viewer).filter(unit__in=units, measure=goal.measure_id, state="active", locked_on__isnull=False)
    best: dict[int, Goal] = {}
    for each in held:
        if each.unit_id not in best or (each.target or 0) > (best[each.unit_id].target or 0):
            best[each.unit_id] = each
    grades = set(goal.group_rule.get("grades", []))
    fitting = [
        unit for unit in units.order_by("name_sort") if not unit.grades or not grades or grades & set(unit.grades)
    ]
    return tuple(Below(unit, best.get(unit.pk)) for unit in fitting)


def newest(goal: Goal) -> Administration | None:
    """Return the newest administration that the goal was read at, else the one it starts from."""
    own = [each for each in goal.readings.all() if each.measure_id == goal.measure_id and each.administration_id]
    if own:
        return max(own, key=lambda each: each.on).administration
    return goal.baseline_administration
