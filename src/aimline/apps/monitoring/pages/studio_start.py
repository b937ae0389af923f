"""Before the first line of a goal: what is known already, and what it is prefilled with (settled 30)."""

import uuid
from dataclasses import dataclass

from django.forms import Form
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from aimline.apps.goals.actions.drafts import END_OF_YEAR, Content, group_words
from aimline.apps.goals.queries import group_choices
from aimline.apps.monitoring.forms.studio import read_uuid
from aimline.apps.monitoring.pages.studio import StartPage
from aimline.apps.organizations.models import Unit, UnitKind
from aimline.apps.organizations.policy import Viewer
from aimline.apps.results.models import Measure
from aimline.apps.results.queries.naming import measures
from aimline.domain.goal import Condition, GroupRule


@dataclass(frozen=True)
class Wish:
    """What a link to a new goal carries: measure, grade and one value of an attribute."""

    measure: uuid.UUID | None = None
    grade: int | None = None
    attribute: str = ""
    value: str = ""

    @classmethod
    def read(cls, asked: QueryDict) -> "Wish":
        """Read an address; what cannot be read is left out."""
        return cls(
            measure=read_uuid(asked.get("measure", "")),
            grade=next((grade for grade in range(-1, 13) if str(grade) == asked.get("grade")), None),
            attribute=asked.get("attribute", ""),
            value=asked.get("value", ""),
        )


def prefill(viewer: Viewer, place: Unit, wish: Wish) -> Content:
    """Fill a draft with everything the program knows: the group, the measure, the end of the year."""
    measure = measure_of(viewer, place, wish)
    return Content(
        grades=grades(place, wish),
        conditions=conditions(viewer, place, wish),
        measure=measure.uuid if measure else None,
        deadline_words=END_OF_YEAR,
        visibility="district" if place.kind == UnitKind.DISTRICT else "school",
    )


def grades(place: Unit, wish: Wish) -> tuple[int, ...]:
    if wish.grade is not None:
        return (wish.grade,)
    return tuple(place.grades) if place.kind in {UnitKind.TEAM, UnitKind.CLASSROOM} else ()


def conditions(viewer: Viewer, place: Unit, wish: Wish) -> tuple[Condition, ...]:
    known = {(group.attribute, group.value) for group in group_choices(viewer, place)}
    if (wish.attribute, wish.value) not in known:
        return ()
    return (Condition(wish.attribute, frozenset({wish.value})),)


def measure_of(viewer: Viewer, place: Unit, wish: Wish) -> Measure | None:
    """Return the measure asked for; a place with a subject and one measure for it needs no choice."""
    found = measures(viewer, place.district or place)
    if wish.measure:
        return next((row for row in found if row.uuid == wish.measure), None)
    fitting = [row for row in found if place.subject and row.subject.casefold() == place.subject.casefold()]
    return fitting[0] if len(fitting) == 1 else None


def page(viewer: Viewer, place: Unit, wish: Wish, form: Form) -> StartPage:
    """Say what is known before the first line."""
    measure = measure_of(viewer, place, wish)
    group = group_words(GroupRule("", frozenset(grades(place, wish)), conditions(viewer, place, wish)))
    known = [_("For whom: %(group)s") % {"group": group}] if group else []
    known += [_("Measured by: %(measure)s") % {"measure": measure}] if measure else []
    return StartPage(
        title=_("A new goal for %(place)s") % {"place": place.name},
        place=place.name,
        crumbs=({"label": _("Goals"), "href": reverse("goals")}, {"label": place.name, "href": ""}),
        known=tuple(known),
        form=form,
    )
