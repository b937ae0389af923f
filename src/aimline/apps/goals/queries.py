"""Goals, analyses and the numbers a goal starts from, as a viewer may see them."""

import uuid
from collections.abc import Sequence

from django.db.models import QuerySet

from aimline.apps.goals.models import Analysis, Goal, Note, PriorityArea
from aimline.apps.goals.policy import seen_by
from aimline.apps.organizations.models import Attribute, Membership, StudentGroup, Unit, UnitKind
from aimline.apps.organizations.policy import TEACHING, NotVisible, Viewer, school_path, teaches
from aimline.domain.goal import GroupRule


def visible(viewer: Viewer) -> QuerySet[Goal]:
    """Return the goals the viewer may see, each once, newest first."""
    seen = Goal.objects.filter(seen_by(viewer)).values("pk")
    return (
        Goal.objects.filter(pk__in=seen)
        .select_related("unit", "unit__parent", "district", "measure", "cohort")
        .order_by("-created_at", "-pk")
    )


def goal(viewer: Viewer, goal_uuid: uuid.UUID) -> Goal:
    """Return one goal, or raise `NotVisible`."""
    found = visible(viewer).filter(uuid=goal_uuid).first()
    if found is None:
        raise NotVisible
    return found
