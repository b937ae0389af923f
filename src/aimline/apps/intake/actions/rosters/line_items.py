"""The columns of a district's gradebooks: remembered, because a bundle of changes does not repeat them."""

from collections.abc import Collection, Mapping

from aimline.apps.intake.models import LineItem
from aimline.apps.intake.queries.meaning import NUMBERING, code_of, numbers_of
from aimline.apps.organizations.models import ExternalId, Unit
from aimline.apps.standards.models import Standard
from aimline.exchange.oneroster import gradebook
from aimline.exchange.oneroster.gradebook import Item, Known
from aimline.exchange.oneroster.roster import Roster

CHUNK = 500


def known(district: Unit, source: str, roster: Roster) -> dict[str, Item]:
    """Return the line items that a bundle describes, and those that earlier ones did where it has results at all."""
    items = gradebook.items_of(roster)
    if not roster.scores.stand and not roster.scores.go:
        return items
    kept = LineItem.objects.filter(district=district, source=source).values_list("key", "told")
    return {key: gradebook.from_told(told) for key, told in kept.iterator()} | items


def keep(district: Unit, source: str, items: Mapping[str, Item]) -> None:
    """Remember line items; one that is here already takes what was said last."""
    rows = [
        LineItem(district=district, source=source, key=key, told=gradebook.as_told(item)) for key, item in items.items()
    ]
    LineItem.objects.bulk_create(
        rows,
        batch_size=CHUNK,
        update_conflicts=True,
        unique_fields=["district", "source", "key"],
        update_fields=["told"],
    )


def names(district: Unit, source: str, roster: Roster, *, held: Collection[str] = ()) -> Known:
    """Return what the district calls the students, schools and standards of a gradebook.

    A student without a number in the district gets one made of the roster's key, so that results have a place. Those of
    `held` keys are nobody's until a person has said whose they are.
    """
    own = ExternalId.objects.filter(district=district, kind="student", student__isnull=False)
    keys = dict(own.filter(source=source).values_list("value", "student_id"))
    wanted = {one.student for one in (*roster.scores.stand.values(), *roster.scores.go.values())} & keys.keys()
    wanted.difference_update(held)
    number_of = numbers_of({keys[key] for key in wanted})
    nameless = {key: keys[key] for key in sorted(wanted) if keys[key] not in number_of}
    made = {key: f"{source}:{key}"[:120] for key in nameless}
    ExternalId.objects.bulk_create(
        [
            ExternalId(district=district, source=NUMBERING, kind="student", value=made[key], student_id=pk)
            for key, pk in nameless.items()
        ],
        batch_size=CHUNK,
    )
    schools = ExternalId.objects.filter(district=district, source=source, kind="school", unit__isnull=False)
    return Known(
        students={key: number_of.get(keys[key]) or made[key] for key in wanted},
        schools={one.value: code_of(one.unit) for one in schools.select_related("unit") if one.unit},
        standards=dict(Standard.objects.filter(district=district, is_current=True).values_list("key", "code")),
    )
