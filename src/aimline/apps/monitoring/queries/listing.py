"""One page of the list of goals."""

from collections.abc import Sequence
from dataclasses import dataclass

from aimline.apps.goals import queries as goals
from aimline.apps.goals.models import Goal
from aimline.apps.monitoring.queries import short
from aimline.apps.organizations.models import Unit, UnitKind
from aimline.apps.organizations.policy import Viewer, may_write_goals
from aimline.apps.results.models import Measure

PAGE = 60  # goals on one page of the list
UNSEEN = ("outlook__rests_on", "outlook__ambition")  # large, and shown on a goal's own page only


@dataclass(frozen=True)
class Listed:
    """One page of the goals a viewer sees, and the places where they may begin one, the widest first."""

    goals: tuple[Goal, ...]
    own: tuple[Unit, ...]


def listed(viewer: Viewer, *, start: int = 0) -> Listed:
    """Return one page of the visible goals of all kinds, the newest first, and the viewer's own places.

    Many goals share few places and measures: each of those is read once, and not with every goal again.
    """
    seen = goals.visible(viewer).select_related(None).select_related("plan", "outlook").prefetch_related(*short())
    seen = seen.defer(*UNSEEN)
    found = tuple(seen[start : start + PAGE])
    units = places_around(viewer, found)
    measures_of = Measure.objects.in_bulk({each.measure_id for each in found if each.measure_id})
    for each in found:
        each.unit, each.district = units[each.unit_id], units[each.district_id]
        each.measure = measures_of.get(each.measure_id or 0)
    kinds = list(UnitKind)
    standing = (unit for unit in units.values() if unit.archived_on is None)
    own = sorted(standing, key=lambda unit: (kinds.index(UnitKind(unit.kind)), unit.name_sort, unit.pk))
    return Listed(found, tuple(unit for unit in own if may_write_goals(viewer, unit)))


def places_around(viewer: Viewer, found: Sequence[Goal]) -> dict[int, Unit]:
    """Return the places of these goals and of the viewer, with the place each of them lies in."""
    named = {pk for each in found for pk in (each.unit_id, each.district_id)}
    named |= {int(step) for part in viewer.parts for step in part.path.split("/") if step}
    units = Unit.objects.in_bulk(named)
    above = {unit.parent_id for unit in units.values() if unit.parent_id} - set(units)
    every = {**units, **(Unit.objects.in_bulk(above) if above else {})}
    for unit in units.values():
        unit.parent = every.get(unit.parent_id or 0)
    return units
