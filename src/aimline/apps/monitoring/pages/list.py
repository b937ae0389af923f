"""The goals a viewer sees, as small charts by place."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from aimline.apps.goals.models import Goal
from aimline.apps.goals.policy import may_write
from aimline.apps.monitoring import queries
from aimline.apps.monitoring.pages import goal as goal_page
from aimline.apps.monitoring.pages import picture
from aimline.apps.monitoring.pages.picture import speak
from aimline.apps.monitoring.queries import listing
from aimline.apps.organizations.models import Unit
from aimline.apps.organizations.policy import Viewer
from aimline.apps.results.queries import measure_value
from aimline.charts.drawing import Drawing
from aimline.domain.calendar import Calendar
from aimline.domain.measure import quantity
from aimline.domain.sentence import short_sentence
from aimline.domain.words import Message, say


@dataclass(frozen=True)
class Card:
    """One goal small: its picture, status and reason."""

    uuid: uuid.UUID
    href: str
    title: str
    sentence: Message
    status: str
    reason: Message
    drawing: Drawing | None


@dataclass(frozen=True)
class Begun:
    """A goal that is still being written, or a purpose."""

    href: str
    title: str
    state: str
    may_go_on: bool


@dataclass(frozen=True)
class Place:
    """A place with its goals; `start_href` where this viewer may begin one."""

    name: str
    above: str
    cards: tuple[Card, ...]
    begun: tuple[Begun, ...]
    purposes: tuple[Begun, ...]
    over: tuple[Card, ...]
    start_href: str


@dataclass(frozen=True)
class ListPage:
    """All places, the viewer's own first."""

    places: tuple[Place, ...]
    is_empty: bool
    more_href: str


def list_page(
    viewer: Viewer,
    *,
    found: Sequence[Goal],
    own: Sequence[Unit],
    calendars: Mapping[int, Calendar],
    start: int,
) -> ListPage:
    """Group visible goals by place; places where the viewer may begin a goal come first, also when empty."""
    locked, others = list[Goal](), list[Goal]()
    for each in found:
        (locked if each.layer == "progress" and each.locked_on else others).append(each)
    numbers = queries.numbers(viewer, locked)
    cards = {each.pk: card(viewer, each, numbers[each.pk], calendars[each.district_id]) for each in locked}
    places = tuple(
        place(
            viewer,
            unit,
            [(each, cards[each.pk]) for each in locked if each.unit_id == unit.pk],
            [each for each in others if each.unit_id == unit.pk],
            may_start=unit in own,
        )
        for unit in ordered(found, own if not start else ())
    )
    more = f"?from={start + len(found)}" if len(found) == listing.PAGE else ""
    return ListPage(places=places, is_empty=not found, more_href=more)


def ordered(found: Sequence[Goal], own: Sequence[Unit]) -> tuple[Unit, ...]:
    """Put the viewer's own places with goals first, then those of others, then own ones where none was begun yet."""
    with_goals = {each.unit_id: each.unit for each in found}
    begun = [unit for unit in own if unit.pk in with_goals]
    waiting = [unit for unit in own if unit.pk not in with_goals]
    first = {unit.pk for unit in begun}
    others = [unit for pk, unit in with_goals.items() if pk not in first]
    return (*begun, *others, *waiting)


def heading(text: str) -> str:
    """Write a goal's name as a heading."""
    return text[:1].upper() + text[1:]


def card(viewer: Viewer, each: Goal, numbers: queries.Numbers, calendar: Calendar) -> Card:
    """Draw one goal small."""
    as_locked = numbers.locked
    stands = queries.standing(each, numbers, today=viewer.today, calendar=calendar)
    drawn = picture.picture_of(each, numbers, as_locked, calendar=calendar, today=viewer.today, marks=False)
    return Card(
        uuid=each.uuid,
        href=reverse("goal", args=[each.uuid]),
        title=heading(each.title or as_locked.group.label),
        sentence=short_sentence(as_locked) if drawn else goal_page.without_start(as_locked),
        status=stands.status,
        reason=stands.reason,
        drawing=picture.draw_small(drawn, uid=f"goal-{each.pk}") if drawn else None,
    )


def place(
    viewer: Viewer, unit: Unit, locked: Sequence[tuple[Goal, Card]], others: Sequence[Goal], *, may_start: bool
) -> Place:
    return Place(
        name=unit.name,
        above=unit.parent.name if unit.parent else "",
        cards=tuple(card for each, card in locked if each.state == "active"),
        begun=tuple(begun_goal(viewer, each, "studio") for each in others if each.layer != "purpose"),
        purposes=tuple(begun_goal(viewer, each, "goal") for each in others if each.layer == "purpose"),
        over=tuple(card for each, card in locked if each.state != "active"),
        start_href=reverse("goal-new", args=[unit.uuid]) if may_start else "",
    )


def begun_goal(viewer: Viewer, each: Goal, page: str) -> Begun:
    return Begun(reverse(page, args=[each.uuid]), heading(named(each)), each.state, may_write(viewer, each))


def named(each: Goal) -> str:
    """Name a goal so that two of one team can be told apart: whom, what, and how far by when."""
    name = each.title or each.group_label or each.result or str(say("A goal without a name yet"))
    reach = aim(each)
    return speak(say("{name}, {aim}", name=name, aim=reach)) if reach else name


def aim(each: Goal) -> Message | None:
    """Say what a goal reaches for, never where its students start; none while it is not known."""
    if each.measure is None or each.target is None or each.deadline is None:
        return None
    return say("{target} by {day}", target=quantity(measure_value(each.measure), each.target), day=each.deadline)
