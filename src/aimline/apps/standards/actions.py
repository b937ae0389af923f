"""Bring a framework of standards in or take it back, and say which standards are essential and what tests them.

What a file changes is worked out before anything is locked; under the lock of the district it is only written.
"""

import json
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any  # the values of a table's columns

from django.db import connection, transaction
from django.db.models import Count, Max, Q, Sum
from django.db.models.functions import Coalesce

from aimline.apps.accounts.models import plain
from aimline.apps.journal import actions as journal
from aimline.apps.organizations.models import Unit
from aimline.apps.organizations.policy import Viewer
from aimline.apps.results.models import Measure
from aimline.apps.results.queries.naming import nameable
from aimline.apps.standards import policy
from aimline.apps.standards.models import Standard
from aimline.exchange.case_file import Framework, Item

# What a framework says of a standard: the key of its parent, and these columns.
FIELDS = ("framework", "framework_key", "order", "code", "text", "subject", "grades", "search", "is_current")
GRADES, IS_CURRENT = 1 + FIELDS.index("grades"), 1 + FIELDS.index("is_current")
Row = tuple[object, ...]
Rows = Mapping[str, Row]  # by the key of the standard
Stamp = tuple[int, int, int]
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
    """What changes in a district: all that is `here`, what is written in its place, parents first, what is removed.

    `stamp` tells `here` from any other state; `statements` are the rows to write, laid out for the database; `parted`
    are those of the removed ones that have something below them which stays.
    """

    stamp: Stamp
    here: Rows
    written: Rows
    statements: Sequence[tuple[Any, ...]]
    removed: tuple[str, ...]
    parted: tuple[str, ...]

    @property
    def is_nothing(self) -> bool:
        return not (self.written or self.removed)

    @property
    def before(self) -> Mapping[str, Row | None]:
        """Return what stood where this writes; none where it is new."""
        return {key: self.here.get(key) for key in self.written}


@dataclass(frozen=True)
class TakenBack:
    """How many standards are as before, gone, set aside because something stands on them, and changed since."""

    restored: int
    removed: int
    set_aside: int
    kept: int


def compare(viewer: Viewer, district: Unit, framework: Framework) -> tuple[Brought, Difference]:
    """Find what a framework would change in a district; nothing is stored."""
    policy.require_keeper(viewer, district)
    stamp, here = stamp_of(district), rows_of(district)
    told = {item.key: row_of(item, framework, order) for order, item in enumerate(framework.items)}
    new = {key: row for key, row in told.items() if key not in here}
    changed = {key: row for key, row in told.items() if key in here and here[key] != row}
    left = {
        key: set_aside(row)
        for key, row in here.items()
        if row[2] == framework.key and key not in told and row[IS_CURRENT]
    }
    n_same = len(told) - len(new) - len(changed)
    written = laid_out(district, stamp, here, {**new, **changed, **left})
    return Brought(len(new), len(changed), n_same, len(left)), written


def stamp_of(district: Unit) -> Stamp:
    """Return numbers that no other state of a district's standards has: each new one has a higher id than all before.

    Every change counts a version up, one that goes lowers the count.
    """
    own = Standard.objects.filter(district=district)
    found = own.aggregate(n=Count("pk"), newest=Coalesce(Max("pk"), 0), versions=Coalesce(Sum("version"), 0))
    return found["n"], found["newest"], found["versions"]


def rows_of(district: Unit) -> dict[str, Row]:
    """Return all that frameworks said of a district's standards."""
    stored = Standard.objects.filter(district=district).values_list("pk", "key", "parent_id", *FIELDS)
    found = list(stored)
    keys = {pk: key for pk, key, *_ in found}
    return {key: (keys.get(parent, ""), *told) for _, key, parent, *told in found}


def row_of(item: Item, framework: Framework, order: int) -> Row:
    search = plain(f"{item.code} {item.text} {item.subject}")
    told = (framework.title, framework.key, order, item.code, item.text, item.subject, list(item.grades), search, True)
    return (item.parent, *told)


def set_aside(row: Row) -> Row:
    return (*row[:IS_CURRENT], False)


def laid_out(district: Unit, stamp: Stamp, here: Rows, written: Rows, removed: tuple[str, ...] = ()) -> Difference:
    """Lay out what is written, so that the lock is held for the writing alone."""
    statements = [
        (uuid.uuid4().hex, district.pk, key, *row[1:GRADES], json.dumps(row[GRADES]), *row[GRADES + 1 :],
         district.pk, row[0], False, 1)
        for key, row in written.items()
    ]  # fmt: skip
    gone = set(removed)
    held = {row[0] for key, row in {**here, **written}.items() if key not in gone}
    return Difference(stamp, here, written, statements, removed, tuple(key for key in removed if key in held))


def hold(district: Unit) -> None:
    """Let frameworks of a district come in one after the other, until the transaction ends."""
    Unit.objects.select_for_update().get(pk=district.pk)


def has_moved(district: Unit, found: Difference) -> bool:
    """Tell whether a held district's standards are others than those that were compared."""
    return stamp_of(district) != found.stamp


# Plain SQL, because it holds the only write lock meanwhile (settled 26); both databases speak it.
WRITE = """
insert into standards_standard
    (uuid, district_id, "key", framework, framework_key, "order", code, text, subject, grades, search, is_current,
     parent_id, is_essential, version)
values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s,
    (select id from standards_standard where district_id = %s and "key" = %s), %s, %s)
on conflict (district_id, "key") do update set
    framework = excluded.framework, framework_key = excluded.framework_key, "order" = excluded."order",
    code = excluded.code, text = excluded.text, subject = excluded.subject, grades = excluded.grades,
    search = excluded.search, is_current = excluded.is_current, parent_id = excluded.parent_id,
    version = standards_standard.version + 1
"""


PART = (
    "update standards_standard set parent_id = null where parent_id = (select id from standards_standard where {one})"
)
REMOVE = "delete from standards_standard where {one}"
ONE = 'district_id = %s and "key" = %s'


def write(district: Unit, found: Difference) -> None:
    """Write what a comparison found; the district is held, and nothing moved since."""
    removed = [(district.pk, key) for key in found.removed]
    parted = [(district.pk, key) for key in found.parted]
    with connection.cursor() as cursor:
        for statement, rows in ((WRITE, found.statements), (PART, parted), (REMOVE, removed)):
            if rows:
                cursor.executemany(statement.format(one=ONE), rows)


def store(viewer: Viewer, district: Unit, framework: Framework, brought: Brought, found: Difference) -> None:
    """Store what a framework changes, and tell the journal; the same framework twice changes nothing."""
    write(district, found)
    if not found.is_nothing:
        told = {"framework": framework.title, **vars(brought)}
        note(viewer, "bring standards", district, "district", district, told)


def compare_back(
    viewer: Viewer, district: Unit, before: Mapping[str, Row | None], after: Rows, cited: Collection[str]
) -> tuple[TakenBack, Difference]:
    """Find what changes where a framework is taken back that left its standards as they are in `after`.

    Those it changed become as `before`. Those it added go, unless something stands on them: a goal cites them (`cited`
    are uuids), a measure tests them, people rated them, or one that stays is part of them; these are set aside. What
    changed since stays.
    """
    policy.require_keeper(viewer, district)
    stamp, here = stamp_of(district), rows_of(district)
    same = [key for key, row in after.items() if here.get(key) == row]
    used = in_use(district, cited)
    restored = {key: row for key in same if (row := before[key]) is not None}
    added = [key for key in same if before[key] is None]
    going = {key for key in added if key not in used}
    going -= above_others({**here, **restored}, going)
    aside = {key: set_aside(here[key]) for key in added if key not in going}
    removed = tuple(key for key in added if key in going)
    counts = TakenBack(len(restored), len(removed), len(aside), len(after) - len(same))
    return counts, laid_out(district, stamp, here, {**restored, **aside}, removed)


def above_others(rows: Rows, going: Collection[str]) -> set[str]:
    """Return which of the standards that would go have one below them, however deep, that stays."""
    found, below = set[str](), [key for key in rows if key not in going]
    while below:
        parent = str(rows[below.pop()][0])
        if parent in going and parent not in found:
            found.add(parent)
            below.append(parent)
    return found


def in_use(district: Unit, cited: Collection[str]) -> set[str]:
    """Return the keys of the standards that something stands on."""
    own = Standard.objects.filter(district=district).values_list("key", flat=True)
    rated = Q(is_essential=True)
    for question in ("readiness", "endurance", "assessed", "leverage"):
        rated |= Q(**{f"{question}__isnull": False})
    tested = Standard.measures.through.objects.filter(standard__district=district)
    found = {*own.filter(rated), *tested.values_list("standard__key", flat=True)}
    wanted = list(cited)
    for start in range(0, len(wanted), CHUNK):
        found |= set(own.filter(uuid__in=wanted[start : start + CHUNK]))
    return found


@transaction.atomic
def rate(viewer: Viewer, standard: Standard, rating: Rating, measures: Sequence[Measure], *, version: int) -> Standard:
    """Store what people decided about a standard, and which of the district's measures test it.

    Tests that the viewer may not name were not theirs to choose, and stay as they are.
    """
    policy.require_keeper(viewer, standard.district)
    fresh = Standard.objects.select_for_update().get(pk=standard.pk)
    if fresh.version != version:
        raise journal.StaleVersion(theirs={"standard": str(fresh)}, yours={"standard": str(standard)})
    for name, value in vars(rating).items():
        setattr(fresh, name, value)
    fresh.version += 1
    fresh.save(update_fields=[*vars(rating), "version"])
    linked = list(fresh.measures.all())
    named = nameable(viewer, fresh.district, linked)
    kept = [one for one in linked if one not in named]
    fresh.measures.set([*kept, *(one for one in measures if one.district_id == fresh.district_id)])
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
