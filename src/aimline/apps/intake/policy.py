"""Who may bring results in, and who may see a file on its way."""

from django.db.models import Q, QuerySet

from aimline.apps.intake.models import SavedMapping, Upload
from aimline.apps.organizations.models import Role, Unit, UnitKind
from aimline.apps.organizations.policy import LEADS_SCHOOL, NotAllowed, Viewer, may_import, teaches, teaches_at
from aimline.apps.standards import policy as standards

CLASSES = (UnitKind.TEAM, UnitKind.CLASSROOM)
BRINGERS = LEADS_SCHOOL | {Role.DATA_STEWARD}


def may_bring(viewer: Viewer) -> bool:
    """True when there is any place for which the viewer may bring results."""
    return viewer.is_installation_steward or any(part.role in BRINGERS for part in viewer.parts)


def may_bring_file(viewer: Viewer, upload: Upload) -> bool:
    """True for whoever may bring this file to its place: standards come in through those who keep a district's."""
    if upload.is_framework:
        return upload.place is not None and standards.may_keep(viewer, upload.place)
    return may_import(viewer, upload.place)


def visible(viewer: Viewer) -> QuerySet[Upload]:
    """Return the uploads of the places for which the viewer may bring results, and the standards brought to a district.

    What was typed in for a class tells of few students, so it is for those who teach them (settled 6) and, in a
    district's office, for whoever typed it.
    """
    found = Upload.objects.select_related("place", "by")
    if viewer.is_installation_steward:
        return found
    wanted = Q(place__in=teaches_at(viewer))
    for part in viewer.parts:
        if part.role == Role.DISTRICT_LEADER:
            wanted |= Q(place=part.unit_id, report__has_key="framework")
        if part.role in BRINGERS and part.path:
            below = Q(place__path__within=part.path)
            is_theirs = ~Q(place__kind__in=CLASSES) | Q(by=viewer.person_id)
            wanted |= below & is_theirs if part.kind == UnitKind.DISTRICT else below
    return found.filter(wanted)


def may_read_typed(viewer: Viewer, upload: Upload, school: Unit) -> bool:
    """True for whoever typed a class set in and for the staff who teach it or lead its `school`.

    Others to whom the import is `visible`, as it is to an installation steward, read no student's result (settled 6).
    """
    typed_it = viewer.person_id is not None and upload.by_id == viewer.person_id
    return typed_it or upload.place_id in teaches_at(viewer) or teaches(viewer, school)


def visible_mappings(viewer: Viewer) -> QuerySet[SavedMapping]:
    """Return the saved mappings of the places for which the viewer may bring results."""
    found = SavedMapping.objects.select_related("place", "made_by")
    if viewer.is_installation_steward:
        return found
    wanted = Q(pk__in=[])
    for part in viewer.parts:
        if part.role in BRINGERS and part.path:
            wanted |= Q(place__path__within=part.path)
    return found.filter(wanted)


def classes(viewer: Viewer) -> QuerySet[Unit]:
    """Return the teams and classrooms for which the viewer may type results in."""
    found = Unit.objects.filter(kind__in=CLASSES, archived_on=None).select_related("parent").order_by("path")
    if viewer.is_installation_steward:
        return found
    wanted = Q(pk__in=teaches_at(viewer))
    for part in viewer.parts:
        if part.role in BRINGERS and part.path:
            wanted |= Q(path__within=part.path)
    return found.filter(wanted)


def require_class(viewer: Viewer) -> None:
    """Raise `NotAllowed` unless there is a class or team for which the viewer may type results in."""
    if classes(viewer).exists():
        return
    if may_bring(viewer):
        raise NotAllowed("There is no class or team yet. Add one on the Places page, then type in its results.")
    raise NotAllowed("Results of a class are typed in by those who teach it. Ask for a part in its team.")


def keeps_districts(viewer: Viewer) -> QuerySet[Unit]:
    """Return the districts whose ways in the viewer keeps: as their data steward, or as installation steward."""
    found = Unit.objects.filter(kind=UnitKind.DISTRICT, archived_on=None).order_by("name_sort", "pk")
    if viewer.is_installation_steward:
        return found
    stewards = [part for part in viewer.parts if part.role == Role.DATA_STEWARD and part.kind == UnitKind.DISTRICT]
    return found.filter(pk__in=[part.unit_id or 0 for part in stewards])


def places(viewer: Viewer) -> QuerySet[Unit]:
    """Return the districts and schools for which the viewer may bring results."""
    kinds = Unit.objects.filter(kind__in=(UnitKind.DISTRICT, UnitKind.SCHOOL), archived_on=None)
    if not viewer.is_installation_steward:
        wanted = Q(pk__in=[])
        for part in viewer.parts:
            if part.role in BRINGERS and part.path:
                wanted |= Q(path__within=part.path)
        kinds = kinds.filter(wanted)
    return kinds.order_by("path")


def require_looker(viewer: Viewer) -> None:
    """Raise `NotAllowed` unless files of the viewer can be on their way: results, or a district's standards."""
    if not any(part.role == Role.DISTRICT_LEADER for part in viewer.parts):
        require_bringer(viewer)


def require_bringer(viewer: Viewer) -> None:
    """Raise `NotAllowed` unless the viewer may bring results somewhere."""
    if may_bring(viewer):
        return
    told = "Files of results are brought in by your principal or data steward. Tell them which file you have."
    typed = " What your class did you can type in yourself, under Class set." if classes(viewer).exists() else ""
    raise NotAllowed(told + typed)
