"""Who may look at results at all, and who sees them exactly."""

from aimline.apps.organizations.models import Role, Unit
from aimline.apps.organizations.policy import STAFF, Viewer, teaches

READERS = STAFF | {Role.COUNCIL_MEMBER, Role.OBSERVER}


def may_see_results(viewer: Viewer, school: Unit) -> bool:
    """Staff, council members and observers of a place see its results; students and parents see published pages."""
    return viewer.is_installation_steward or viewer.has_role(school, READERS) or works_at(viewer, school)


def works_at(viewer: Viewer, school: Unit) -> bool:
    """Members of a team or classroom look at their whole school; what they do not teach comes through the door."""
    return any(part.role in STAFF and part.path.startswith(school.path) for part in viewer.parts)


def sees_exactly(viewer: Viewer, school: Unit, grade: int | None) -> bool:
    """Exact numbers are for the staff who teach these students (settled 6)."""
    return teaches(viewer, school, grade)
