"""Bring a framework of standards in, and say which standards are essential and what tests them."""

from collections.abc import Sequence, Set
from dataclasses import dataclass

from django.db import connection, transaction

from aimline.apps.accounts.models import plain
from aimline.apps.journal import actions as journal
from aimline.apps.organizations.models import Unit
from aimline.apps.organizations.policy import Viewer
from aimline.apps.results.models import Measure
from aimline.apps.standards import policy
from aimline.apps.standards.models import Standard
from aimline.exchange.case_file import Framework, Item

FIELDS = ("framework", "framework_key", "order", "code", "text", "subject", "grades", "search", "is_current")
CHUNK = 500


@dataclass(frozen=True)
class Brought:
    """How many standards are new, changed, the same, and no longer in the framework."""

    n_new: int
    n_changed: int
    n_same: int
    n_gone: int


@dataclass(frozen=True)
class Rating:
    """What people decided about a standard: four ratings from 0 to 3, and whether it is essential."""

    readiness: int | None
    endurance: int | None
    assessed: int | None
    leverage: int | None
    is_essential: bool


@dataclass(frozen=True)
class Difference:
    """What a framework changes in a district: standards to store, new or changed, and ids of those to set aside."""

    brought: Brought
    stored: tuple[Standard, ...]
    gone: tuple[int, ...]


def compare(viewer: Viewer, district: Unit, framework: Framework) -> Difference:
    """Find what a framework would change in a district; nothing is stored."""
    policy.require_keeper(viewer, district)
    fields = ("pk", "key", "is_current", "parent__key", *FIELDS)
    known = {row["key"]: row for row in Standard.objects.filter(district=district).values(*fields)}
    new, changed = list[Standard](), list[Standard]()
    for order, item in enumerate(framework.items):
        told, before = values_of(item, framework, order), known.get(item.key)
        here = {name: before[name] for name in FIELDS} if before else {}
        if before is None:
            new.append(Standard(district=district, key=item.key, **told))
        elif here != told or (before["parent__key"] or "") != item.parent:
            changed.append(Standard(district=district, key=item.key, **told))
    keys = {item.key for item in framework.items}
    gone = tuple(
        row["pk"]
        for row in known.values()
        if row["framework_key"] == framework.key and row["key"] not in keys and row["is_current"]
    )
    n_same = len(framework.items) - len(new) - len(changed)
    return Difference(Brought(len(new), len(changed), n_same, len(gone)), (*new, *changed), gone)


@transaction.atomic
def bring(viewer: Viewer, district: Unit, framework: Framework) -> Brought:
    """Store a framework; the same one twice changes nothing, and a standard it no longer has stays with its goals."""
    hold(district)
    return store(viewer, district, framework, compare(viewer, district, framework))


def store(viewer: Viewer, district: Unit, framework: Framework, found: Difference) -> Brought:
    """Store what a comparison found since the district is held."""
    Standard.objects.bulk_create(
        found.stored, CHUNK, update_conflicts=True, unique_fields=["district", "key"], update_fields=FIELDS
    )
    put_parents(district, framework, {one.key for one in found.stored})
    for start in range(0, len(found.gone), CHUNK):
        Standard.objects.filter(pk__in=found.gone[start : start + CHUNK]).update(is_current=False)
    if found.stored or found.gone:
        told = {"framework": framework.title, **vars(found.brought)}
        note(viewer, "bring standards", district, "district", district, told)
    return found.brought


def hold(district: Unit) -> None:
    """Let frameworks of a district come in one after the other, until the transaction ends."""
    Unit.objects.select_for_update().get(pk=district.pk)


def values_of(item: Item, framework: Framework, order: int) -> dict[str, object]:
    search = plain(f"{item.code} {item.text} {item.subject}")
    told = (framework.title, framework.key, order, item.code, item.text, item.subject, list(item.grades), search, True)
    return dict(zip(FIELDS, told, strict=True))


def put_parents(district: Unit, framework: Framework, keys: Set[str]) -> None:
    """Hang new and changed standards below the one they belong to."""
    own = Standard.objects.filter(district=district, framework_key=framework.key)
    ids = dict(own.values_list("key", "pk"))
    rows = [(ids.get(item.parent), ids[item.key]) for item in framework.items if item.key in keys]
    # Plain SQL, because it holds the only write lock meanwhile (settled 26); both databases speak it.
    with connection.cursor() as cursor:
        cursor.executemany("update standards_standard set parent_id = %s where id = %s", rows)


@transaction.atomic
def rate(viewer: Viewer, standard: Standard, rating: Rating, measures: Sequence[Measure], *, version: int) -> Standard:
    """Store what people decided about a standard, and which of the district's measures test it."""
    policy.require_keeper(viewer, standard.district)
    fresh = Standard.objects.select_for_update().get(pk=standard.pk)
    if fresh.version != version:
        raise journal.StaleVersion(theirs={"standard": str(fresh)}, yours={"standard": str(standard)})
    for name, value in vars(rating).items():
        setattr(fresh, name, value)
    fresh.version += 1
    fresh.save(update_fields=[*vars(rating), "version"])
    fresh.measures.set([one for one in measures if one.district_id == fresh.district_id])
    told = {"code": fresh.code, **vars(rating), "measures": sorted(one.name for one in measures)}
    note(viewer, "rate standard", fresh.district, "standard", fresh, told)
    return fresh


def note(
    viewer: Viewer, verb: str, district: Unit, noun: str, about: Unit | Standard, after: dict[str, object]
) -> None:
    journal.record(
        verb, person_id=viewer.person_id, at=viewer.now, noun=noun, noun_uuid=about.uuid, district_id=district.pk,
        after=after,
    )  # fmt: skip
