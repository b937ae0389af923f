"""Standards, as a viewer may see them."""

import uuid
from collections.abc import Collection, Sequence

from django.db.models import QuerySet

from aimline.apps.organizations.models import Unit
from aimline.apps.organizations.policy import NotAllowed, NotVisible, Viewer
from aimline.apps.standards import policy
from aimline.apps.standards.models import Standard

N_OFFERED = 300
ORDER = ("framework", "framework_key", "order", "pk")


def home(viewer: Viewer, district_uuid: str) -> tuple[list[Unit], Unit]:
    """Return the viewer's districts and the chosen one, else the first; raises `NotAllowed`, `NotVisible`."""
    found = list(policy.districts(viewer))
    if not found:
        raise NotAllowed("Standards are for those who work with them. Ask your principal.")
    chosen = next((one for one in found if str(one.uuid) == district_uuid), None) if district_uuid else found[0]
    if chosen is None:
        raise NotVisible
    return found, chosen


def standards(viewer: Viewer, district: Unit) -> QuerySet[Standard]:
    """Return a district's standards in the order of their frameworks, those in use."""
    found = policy.visible(viewer).filter(district=district, is_current=True)
    return found.order_by(*ORDER)


def standard(viewer: Viewer, standard_uuid: uuid.UUID) -> Standard:
    """Return one standard, or raise `NotVisible`."""
    found = policy.visible(viewer).filter(uuid=standard_uuid).first()
    if found is None:
        raise NotVisible
    return found


def offered(viewer: Viewer, district: Unit, grades: set[int], kept: Sequence[str]) -> list[Standard]:
    """Return the standards a goal may cite: of its grades, the essential ones first, and those it cites already."""
    found = list(standards(viewer, district).order_by("-is_essential", "framework", "order", "pk"))
    fitting = [one for one in found if not grades or not one.grades or grades & set(one.grades)]
    offered = {str(one.uuid) for one in fitting[:N_OFFERED]}
    return [*fitting[:N_OFFERED], *cited(district, [key for key in kept if key not in offered])]


def citable(viewer: Viewer, district: Unit, wanted: Collection[str], *, kept: Collection[str]) -> list[Standard]:
    """Return those of the wanted standards that a goal may cite: in use in its district, or cited by it already."""
    found = policy.visible(viewer).filter(district=district, uuid__in=list(wanted)).order_by(*ORDER)
    return [one for one in found if one.is_current or str(one.uuid) in kept]


def cited(district: Unit, keys: Collection[str]) -> list[Standard]:
    """Return the standards a goal of this district cites, which whoever sees the goal may read.

    Where it cites none, nothing is asked.
    """
    return list(Standard.objects.filter(district=district, uuid__in=list(keys)).order_by(*ORDER)) if keys else []


def is_essential(viewer: Viewer, district: Unit, cited: Sequence[Standard], measure: int | None) -> bool | None:
    """Tell whether an essential standard stands behind a goal: cited by it, or tested by its measure.

    None where the district has no standards at all, so that nobody is asked about what the program does not know.
    """
    if any(one.is_essential for one in cited):
        return True
    essential = policy.visible(viewer).filter(district=district, is_essential=True)
    if measure is not None and essential.filter(measures=measure).exists():
        return True
    return False if cited or standards(viewer, district).exists() else None
