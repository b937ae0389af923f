"""Standards, as a viewer may see them."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from aimline.apps.accounts.models import plain
from aimline.apps.organizations.models import Unit
from aimline.apps.organizations.policy import NotAllowed, NotVisible, Viewer
from aimline.apps.standards import policy
from aimline.apps.standards.models import Standard

N_OFFERED = 40
MOST_WORDS = 8
LONGEST_WORDS = 100
ORDER = ("framework", "framework_key", "order", "pk")


@dataclass(frozen=True)
class Narrowed:
    """What a list of standards is narrowed to, as it stands in an address; empty for all."""

    words: str = ""
    subject: str = ""
    grade: str = ""
    essential: str = ""

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> "Narrowed":
        """Read an address; a sign that no database takes counts as a blank."""
        return cls(**{each.name: " ".join(asked.get(each.name, "").replace("\0", " ").split()) for each in fields(cls)})


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


def narrow(found: QuerySet[Standard], to: Narrowed) -> QuerySet[Standard]:
    """Return those that fit all of what is asked for; one without grades is for all of them."""
    if to.words:
        found = with_words(found, to.words)
    if to.subject:
        found = found.filter(subject=to.subject)
    if to.grade:
        found = of_grades(found, [to.grade])
    return found.filter(is_essential=True) if to.essential else found


def with_words(found: QuerySet[Standard], words: str) -> QuerySet[Standard]:
    """Return those in whose code, text or subject all these words stand, whatever their case and accents.

    A sign that no database takes counts as a blank, and what a page is sent beyond a hundred signs is not looked for.
    """
    for word in plain(words[:LONGEST_WORDS].replace("\0", " ")).split()[:MOST_WORDS]:
        found = found.filter(search__contains=word)
    return found


def of_grades(found: QuerySet[Standard], grades: Collection[int | str]) -> QuerySet[Standard]:
    """Return those of any of these grades, and those that are for all of them."""
    numbers = "|".join(str(grade) for grade in grades if str(grade).removeprefix("-").isdecimal())
    # Both databases keep the grades as JSON, which only one of them can look into: [3, 4].
    listed = found.annotate(listed_grades=Cast("grades", TextField()))
    return listed.filter(Q(listed_grades="[]") | Q(listed_grades__regex=rf"[\[ ]({numbers})[,\]]"))


def subjects(found: QuerySet[Standard]) -> list[str]:
    """Return the subjects of standards, in the order of the alphabet."""
    return list(found.exclude(subject="").order_by("subject").values_list("subject", flat=True).distinct())


def grades(found: QuerySet[Standard]) -> list[int]:
    """Return the grades of standards, the lowest first."""
    lists = found.order_by().values_list("grades", flat=True).distinct()
    return sorted({grade for listed in lists for grade in listed})


def standard(viewer: Viewer, standard_uuid: uuid.UUID) -> Standard:
    """Return one standard, or raise `NotVisible`."""
    found = policy.visible(viewer).filter(uuid=standard_uuid).first()
    if found is None:
        raise NotVisible
    return found


def offered(viewer: Viewer, district: Unit, *, grades: Collection[int], words: str) -> list[Standard]:
    """Return a few dozen standards a goal may cite, the essential ones first.

    Where somebody looks for words, those that have them, of every grade; else those of the goal's own grades.
    """
    found = standards(viewer, district)
    if words:
        found = with_words(found, words)
    elif grades:
        found = of_grades(found, grades)
    return list(found.order_by("-is_essential", *ORDER)[:N_OFFERED])


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
