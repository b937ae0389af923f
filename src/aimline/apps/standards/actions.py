"""Bring a framework of standards in, and say which standards are essential and what tests them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from aimline.apps.accounts.models import plain
from aimline.apps.journal import actions as journal
from aimline.apps.organizations.models import Unit
from aimline.apps.organizations.policy import Viewer
from aimline.apps.results.models import Measure
from aimline.apps.standards import policy
from aimline.apps.standards.models import Standard
from aimline.exchange.case_file import Framework, Item

FIELDS = ("framework", "framework_key", "order", "code", "text", "subject", "grades", "search", "is_current")


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


@transaction.atomic
def bring(viewer: Viewer, district: Unit, framework: Framework) -> Brought:
    """Store a framework; the same one twice changes nothing, and a standard it no longer has stays with its goals."""
    policy.require_keeper(viewer, district)
    Unit.objects.select_for_update().get(pk=district.pk)  # two frameworks at once come in one after the other
    known = {one.key: one for one in Standard.objects.filter(district=district).select_related("parent")}
    new, changed, n_same = list[Standard](), list[Standard](), 0
    for order, item in enumerate(framework.items):
        one, wanted = known.get(item.key), values_of(item, framework, order)
        if one is None:
            new.append(Standard(district=district, key=item.key, **wanted))
        elif {name: getattr(one, name) for name in FIELDS} != wanted or parent_key(one) != item.parent:
            for name, value in wanted.items():
                setattr(one, name, value)
            changed.append(one)
        else:
            n_same += 1
    Standard.objects.bulk_create(new, batch_size=500)
    Standard.objects.bulk_update(changed, FIELDS, batch_size=200)
    put_parents(district, framework, {one.key for one in (*new, *changed)})
    here = {item.key for item in framework.items}
    gone = [one.pk for one in known.values() if one.framework_key == framework.key and one.key not in here]
    n_gone = Standard.objects.filter(pk__in=gone, is_current=True).update(is_current=False)
    brought = Brought(len(new), len(changed), n_same, n_gone)
    if len(new) + len(changed) + n_gone:
        told = {"framework": framework.title, **vars(brought)}
        note(viewer, "bring standards", district, "district", district, told)
    return brought


def values_of(item: Item, framework: Framework, order: int) -> dict[str, object]:
    search = plain(f"{item.code} {item.text} {item.subject}")
    told = (framework.title, framework.key, order, item.code, item.text, item.subject, list(item.grades), search, True)
    return dict(zip(FIELDS, told, strict=True))


def parent_key(one: Standard) -> str:
    return one.parent.key if one.parent else ""


def put_parents(district: Unit, framework: Framework, keys: set[str]) -> None:
    """Hang new and changed standards below the one they belong to."""
    stored = {one.key: one for one in Standard.objects.filter(district=district, framework_key=framework.key)}
    moved = [stored[item.key] for item in framework.items if item.key in keys]
    parents = {item.key: item.parent for item in framework.items}
    for one in moved:
        one.parent = stored.get(parents[one.key])
    Standard.objects.bulk_update(moved, ["parent"], batch_size=500)


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
