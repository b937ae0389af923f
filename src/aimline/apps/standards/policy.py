"""Who reads a district's standards, and who keeps them."""

from django.db.models import Q, QuerySet

from aimline.apps.organizations.models import Unit, UnitKind
from aimline.apps.organizations.policy import NotAllowed, Viewer, may_keep_places
from aimline.apps.results.policy import READERS
from aimline.apps.standards.models import Standard


def districts(viewer: Viewer) -> QuerySet[Unit]:
    """Return the districts whose standards the viewer reads: those whose results they may look at."""
    found = Unit.objects.filter(kind=UnitKind.DISTRICT, archived_on=None).order_by("name_sort", "pk")
    if viewer.is_installation_steward:
        return found
    return found.filter(pk__in=[part.district_id or 0 for part in viewer.parts if part.role in READERS])


def visible(viewer: Viewer) -> QuerySet[Standard]:
    """Return the standards of the viewer's districts."""
    wanted = Q() if viewer.is_installation_steward else Q(district__in=districts(viewer))
    return Standard.objects.filter(wanted).select_related("district")


def may_keep(viewer: Viewer, district: Unit) -> bool:
    """True for those who keep the district itself: its leaders, data stewards, and installation stewards."""
    return may_keep_places(viewer, district)


def require_keeper(viewer: Viewer, district: Unit) -> None:
    """Raise `NotAllowed` for those who only read."""
    if viewer.person_id is None or not may_keep(viewer, district):
        raise NotAllowed("Standards are kept by your district's leaders and data stewards.")
