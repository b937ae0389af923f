"""Who keeps house: a district's data steward for the district, an installation steward for all."""

from datetime import datetime

from django.db.models import QuerySet

from aimline.apps.organizations.models import Role, Unit, UnitKind
from aimline.apps.organizations.policy import NotAllowed, Part, Viewer

HINT = "Students are erased by the data steward of the district."


def districts(viewer: Viewer) -> QuerySet[Unit]:
    """Return the districts the viewer keeps."""
    found = Unit.objects.filter(kind=UnitKind.DISTRICT).order_by("name_sort", "pk")
    if viewer.is_installation_steward:
        return found
    return found.filter(pk__in=[part.unit_id for part in viewer.parts if part.role == Role.DATA_STEWARD])


def may_keep_house(viewer: Viewer) -> bool:
    """True when there is a district the viewer keeps, without a look into the tables."""
    return viewer.is_installation_steward or any(
        part.role == Role.DATA_STEWARD and part.kind == UnitKind.DISTRICT for part in viewer.parts
    )


def require_keeper(viewer: Viewer, district: Unit | None = None) -> None:
    """Raise `NotAllowed` unless the viewer keeps this district, or any."""
    if not may_keep_house(viewer) or (district is not None and not districts(viewer).filter(pk=district.pk).exists()):
        raise NotAllowed(HINT)


def caretaker(now: datetime) -> Viewer:
    """Return the program itself as it keeps house every night; the journal names no person for it."""
    steward = Part(role=Role.INSTALLATION_STEWARD, unit_id=None, district_id=None, kind="", path="")
    return Viewer(person_id=None, name="Aimline", today=now.date(), now=now, parts=(steward,))
