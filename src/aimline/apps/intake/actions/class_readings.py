"""What the goals of a counted class read: looked up while nothing is locked, kept in the transaction of the counts."""

from dataclasses import dataclass

from aimline.apps.goals.models import Goal
from aimline.apps.intake.actions.heads import moved_meanwhile
from aimline.apps.monitoring.actions import computing, readings, verdicts
from aimline.apps.monitoring.actions.computing import ComputedReading, Wanted
from aimline.apps.organizations.models import Unit
from aimline.apps.organizations.policy import Viewer
from aimline.apps.results import queries as results
from aimline.apps.results.models import Administration, Batch, Head


@dataclass(frozen=True)
class Seen:
    """The goals that read a test in a class, what single results say of them, and the generation of those results."""

    district: Unit
    generation: int
    goals: tuple[Wanted, ...]
    computed: tuple[ComputedReading, ...]


def look(viewer: Viewer, place: Unit, measure_id: int | None, administration: Administration | None) -> Seen:
    """Look up what single results say where a class was counted, which may take its time; nothing where none can be."""
    district = place.district or place
    generation = results.generation(district)
    goals = wanted(place, measure_id)
    given = {administration.pk: administration.measure_id} if administration else {}
    computed = computing.compute(results.current_files(viewer, district), goals, administrations=given)
    return Seen(district, generation, goals, computed)


def lock(seen: Seen) -> Head:
    """Take the one lock of the district; raises MovedMeanwhile where other results came in since the look."""
    Head.objects.get_or_create(district=seen.district)
    head = Head.objects.select_for_update().get(district=seen.district)
    if head.generation != seen.generation:
        raise moved_meanwhile()
    return head


def keep(viewer: Viewer, seen: Seen, batch: Batch) -> None:
    """Keep how the goals read now, and judge them; raises MovedMeanwhile where their goals changed since the look."""
    counted = batch.class_count
    given = {counted.administration_id: counted.administration.measure_id}
    if wanted(counted.place, counted.administration.measure_id) != seen.goals:
        raise moved_meanwhile()
    generations = {seen.district.pk: seen.generation}
    moved = readings.store(seen.computed, goals=seen.goals, administrations=given, generations=generations)
    verdicts.keep(viewer, moved)


def wanted(place: Unit, measure_id: int | None) -> tuple[Wanted, ...]:
    """Return what the active goals of a class want to know of a test; nothing of one that is not here yet."""
    if measure_id is None:
        return ()
    active = Goal.objects.filter(unit=place, layer="progress", state="active")
    found = active.filter(measure=measure_id) | active.filter(plan__checkpoints__measure=measure_id)
    goals = list(found.distinct().select_related("unit", "measure", "cohort", "district").order_by("pk"))
    return tuple(each for each in readings.wanted(goals) if each.measure_id == measure_id)
