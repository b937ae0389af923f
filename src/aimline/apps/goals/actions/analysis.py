"""Steps 1 and 2: what a place sees in its data, and which few areas it chooses."""

import uuid
from dataclasses import dataclass

from aimline.apps.goals.models import Analysis, Goal, Note, PriorityArea
from aimline.apps.goals.policy import check_may_write, writer
from aimline.apps.goals.queries import is_outside_our_control
from aimline.apps.journal import actions as journal
from aimline.apps.organizations.policy import Viewer

SET_ASIDE = "set_aside"
COLUMNS = ("source", "strength", "gap", "group", "trend", "hard_truth", SET_ASIDE)
RATINGS = ("essential", "gap_size", "readiness", "strategy_available", "support", "timeline")


@dataclass(frozen=True)
class NewNote:
    """A line for one column of the analysis."""

    column: str
    text: str
    source: str = ""


@dataclass(frozen=True)
class Area:
    """An area with its ratings (name of the rating to 0..3); no `uuid` for a new one, no `decision` to keep it."""

    uuid: uuid.UUID | None
    name: str
    ratings: tuple[tuple[str, int | None], ...]
    decision: str | None = None


def of_goal(goal: Goal) -> Analysis:
    """Return the analysis of the goal's place and year, beginning it where there is none."""
    found, _ = Analysis.objects.get_or_create(
        unit=goal.unit, school_year=goal.school_year, defaults={"district_id": goal.district_id}
    )
    return found


def add_notes(viewer: Viewer, goal: Goal, notes: tuple[NewNote, ...]) -> tuple[Note, ...]:
    """Add lines; one that puts the cause outside the school goes to the set-asides, whatever its column (INV-22)."""
    check_may_write(viewer, goal)
    if not notes:
        return ()
    analysis = of_goal(goal)
    added = [
        Note.objects.create(
            analysis=analysis,
            column=SET_ASIDE if is_outside_our_control(viewer, note.text) else note.column,
            text=note.text,
            source=note.source,
            written_by_id=writer(viewer),
            written_at=viewer.now,
        )
        for note in notes
    ]
    record(viewer, goal, "write notes", [f"{note.column}: {note.text}" for note in added])
    return tuple(added)


def remove_notes(viewer: Viewer, goal: Goal, notes: tuple[uuid.UUID, ...]) -> None:
    """Take lines out of the analysis; the journal keeps their words."""
    check_may_write(viewer, goal)
    found = Note.objects.filter(analysis__unit=goal.unit, analysis__school_year=goal.school_year, uuid__in=notes)
    texts = [f"{note.column}: {note.text}" for note in found]
    if texts:
        found.delete()
        record(viewer, goal, "take out notes", texts)


def rate_areas(viewer: Viewer, goal: Goal, areas: tuple[Area, ...]) -> tuple[PriorityArea, ...]:
    """Store the areas of the analysis with their ratings; an area without a name is left out."""
    check_may_write(viewer, goal)
    named = [area for area in areas if area.name.strip()]
    if not named:
        return ()
    analysis = of_goal(goal)
    known = {row.uuid: row for row in analysis.priorities.all()}
    stored, changed = [], []
    for area in named:
        row = known.get(area.uuid) if area.uuid else None
        row = row or PriorityArea(analysis=analysis)
        values: dict[str, object] = {"name": area.name.strip(), "decision": area.decision or row.decision}
        values |= dict(area.ratings)
        if row.pk is None or any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            row.save()
            changed.append(f"{row.name}: {row.decision}")
        stored.append(row)
    if changed:
        record(viewer, goal, "rate areas", changed)
    return tuple(stored)


def record(viewer: Viewer, goal: Goal, verb: str, lines: list[str]) -> None:
    journal.record(
        verb,
        person_id=viewer.person_id,
        at=viewer.now,
        noun="goal",
        noun_uuid=goal.uuid,
        district_id=goal.district_id,
        after={"lines": lines},
    )
