"""Who keeps a district's connections: its data stewards, and installation stewards."""

from django.db.models import Q, QuerySet

from aimline.apps.connections.models import Connection
from aimline.apps.intake.policy import keeps_districts
from aimline.apps.organizations.models import Role, Unit
from aimline.apps.organizations.policy import NotAllowed, Viewer


def may_keep(viewer: Viewer, district: Unit) -> bool:
    """True for a data steward of the whole district, and for installation stewards."""
    return viewer.is_installation_steward or any(
        part.unit_id == district.pk and part.role == Role.DATA_STEWARD for part in viewer.parts
    )


def visible(viewer: Viewer) -> QuerySet[Connection]:
    """Return the connections the viewer keeps; nobody else sees that they are there."""
    wanted = Q() if viewer.is_installation_steward else Q(district__in=keeps_districts(viewer))
    return Connection.objects.filter(wanted).select_related("district", "by")


def require_keeper(viewer: Viewer) -> None:
    """Raise `NotAllowed` for people who keep no district's connections."""
    if not keeps_districts(viewer).exists():
        raise NotAllowed("Connections are kept by your district's data steward.")
