"""Who may see or do what, computed from the memberships valid today.

A role counts for its place and everything below it. Places are compared by their `path`.
"""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from aimline.apps.organizations.models import Role, Unit, UnitKind
from aimline.domain.refusal import AimlineError
from aimline.domain.words import say

LEADS_SCHOOL = frozenset({Role.PRINCIPAL, Role.VICE_PRINCIPAL})
TEACHING = frozenset({Role.TEAM_LEAD, Role.TEACHER, Role.SUPPORT_TEACHER})
FAR_REACHING = LEADS_SCHOOL | {Role.INSTALLATION_STEWARD, Role.DISTRICT_LEADER, Role.DATA_STEWARD}
STAFF = LEADS_SCHOOL | TEACHING | {Role.DATA_STEWARD, Role.LEADERSHIP_TEAM, Role.DISTRICT_LEADER, Role.COACH}

# Roles that no page gives: they come from rosters, and have no rights but to see what is shared with them.
UNLISTED = frozenset({Role.STUDENT, Role.PARENT})
# Which roles there are at each kind of place.
ROLES_AT: dict[UnitKind, tuple[Role, ...]] = {
    UnitKind.DISTRICT: (Role.DISTRICT_LEADER, Role.DATA_STEWARD, Role.COACH, Role.OBSERVER),
    UnitKind.SCHOOL: (
        Role.PRINCIPAL,
        Role.VICE_PRINCIPAL,
        Role.LEADERSHIP_TEAM,
        Role.DATA_STEWARD,
        Role.COACH,
        Role.SUPPORT_TEACHER,
        Role.COUNCIL_MEMBER,
        Role.OBSERVER,
    ),
    UnitKind.TEAM: (Role.TEAM_LEAD, Role.TEACHER, Role.SUPPORT_TEACHER),
    UnitKind.CLASSROOM: (Role.TEACHER, Role.SUPPORT_TEACHER),
}
WRITERS: dict[UnitKind, frozenset[Role]] = {
    UnitKind.DISTRICT: frozenset({Role.DISTRICT_LEADER}),
    UnitKind.SCHOOL: LEADS_SCHOOL | {Role.LEADERSHIP_TEAM},
    UnitKind.TEAM: TEACHING,
    UnitKind.CLASSROOM: TEACHING,
}


class NotVisible(AimlineError):
    """The viewer must not learn that it exists: answered as 404."""

    def __init__(self) -> None:
        super().__init__("not-visible", say("There is nothing here."), say("Check the address, or go back to Home."))


class NotAllowed(AimlineError):
    """The viewer sees it but may not do this: answered as 403."""

    def __init__(self, hint: str = "Ask your principal or data steward.") -> None:
        super().__init__("not-allowed", say("This is not yours to change."), say(hint))


@dataclass(frozen=True)
class Part:
    """A membership valid today; an installation steward's has no place."""

    role: str
    unit_id: int | None
    district_id: int | None
    kind: str
    path: str
    grades: tuple[int, ...] = ()

    def covers(self, path: str) -> bool:
        """True for the place itself and everything below it."""
        return bool(self.path) and path.startswith(self.path)


@dataclass(frozen=True)
class Viewer:
    """Who looks, and when; `today` and `now` are the only clock there is."""

    person_id: int | None
    name: str
    today: date
    now: datetime
    parts: tuple[Part, ...] = ()

    @property
    def is_installation_steward(self) -> bool:
        return any(part.role == Role.INSTALLATION_STEWARD for part in self.parts)

    def has_role(self, unit: Unit, roles: frozenset[str] | frozenset[Role] | set[Role]) -> bool:
        """True when the viewer holds one of the roles at the place or above it."""
        return any(part.role in roles and part.covers(unit.path) for part in self.parts)


class Request(HttpRequest):
    """A request that has passed the gate."""

    viewer: Viewer


def moment() -> datetime:
    """Return the moment it is in this installation: where `AIMLINE_TODAY` is set, that day at the clock's time of day.

    Whoever keeps house asks here too: by the machine's own day, what came in on the pinned one may be years old.
    """
    now = timezone.now().astimezone(ZoneInfo(settings.TIME_ZONE))
    return now if settings.TODAY is None else datetime.combine(settings.TODAY, now.timetz())


def may_see_place(viewer: Viewer, unit: Unit) -> bool:
    """Places above and below one's own, and all of one's own school, are visible by name."""
    return viewer.is_installation_steward or any(
        part.covers(unit.path) or part.path.startswith(unit.path) or school_path(part.path) == school_path(unit.path)
        for part in viewer.parts
        if part.path
    )


def school_path(path: str) -> str:
    """Return the `/district/school/` start of a path, or the path itself for a district."""
    steps = path.split("/")
    return "/".join([*steps[:3], ""]) if len(steps) > 3 else path


def may_import(viewer: Viewer, place: Unit | None) -> bool:
    """Results come in through data stewards, principals, and installation stewards (files that span districts).

    What is typed for a class or team comes in through those who teach there as well.
    """
    if viewer.is_installation_steward:
        return True
    if place is None:
        return False
    return viewer.has_role(place, {Role.DATA_STEWARD, *LEADS_SCHOOL}) or place.pk in teaches_at(viewer)


def teaches_at(viewer: Viewer) -> list[int]:
    """Return the ids of the teams and classrooms in which the viewer teaches."""
    kinds = {UnitKind.TEAM, UnitKind.CLASSROOM}
    return [part.unit_id for part in viewer.parts if part.unit_id and part.role in TEACHING and part.kind in kinds]


def teaches(viewer: Viewer, school: Unit, grade: int | None = None) -> bool:
    """True for the staff who teach these students: they alone see small numbers (settled 6).

    A school's principal, vice-principal and data steward count for every grade; members of a team or classroom
    count for its grades; `grade=None` asks for the whole school.
    """
    if any(p.role in {*LEADS_SCHOOL, Role.DATA_STEWARD} and p.path == school.path for p in viewer.parts):
        return True
    if grade is None:
        return False
    return any(
        p.role in TEACHING
        and p.kind in {UnitKind.TEAM, UnitKind.CLASSROOM}
        and p.path.startswith(school.path)
        and grade in p.grades
        for p in viewer.parts
    )


def may_write_goals(viewer: Viewer, unit: Unit) -> bool:
    """A goal is written by members of its own level (INV-31), in a district by its leaders."""
    return unit.pk in writes_goals_at(viewer)


def writes_goals_at(viewer: Viewer) -> list[int]:
    """Return the ids of the places whose goals the viewer writes."""
    return [p.unit_id for p in viewer.parts if p.unit_id and p.kind and p.role in WRITERS[UnitKind(p.kind)]]


def leads(viewer: Viewer, unit: Unit) -> bool:
    """The leader one level up: principal for a team, district leader for a school and for the district."""
    if unit.kind in {UnitKind.TEAM, UnitKind.CLASSROOM}:
        return viewer.has_role(unit, LEADS_SCHOOL)
    return viewer.has_role(unit, {Role.DISTRICT_LEADER})


def may_keep_places(viewer: Viewer, unit: Unit) -> bool:
    """Places and people are kept by the leader or data steward of the place or above, and installation stewards."""
    keepers = {Role.DATA_STEWARD, Role.DISTRICT_LEADER, Role.PRINCIPAL}
    return viewer.is_installation_steward or viewer.has_role(unit, keepers)


def fits(role: Role, unit: Unit | None) -> bool:
    """True when a place of this kind has this role; the installation itself has its stewards, and nothing else."""
    if unit is None:
        return role == Role.INSTALLATION_STEWARD
    return role in ROLES_AT[UnitKind(unit.kind)] or role in UNLISTED
