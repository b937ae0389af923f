"""Does it add up? What a goal above reaches when every place below hits its target."""

from dataclasses import dataclass

from django.urls import reverse

from aimline.apps.goals.models import Goal
from aimline.apps.monitoring.pages.goal import crumbs
from aimline.apps.monitoring.queries.adding import Added
from aimline.apps.organizations.pages import Crumb
from aimline.domain.measure import Quantity
from aimline.domain.suppression import Bound, Hidden, SafeCell, Shown
from aimline.domain.words import Message, say


@dataclass(frozen=True)
class Place:
    """A place below: now, at its target, and how many more it would bring at the share of the goal above."""

    name: str
    href: str
    now: Message
    then: Message
    more: Message | None


@dataclass(frozen=True)
class AddingPage:
    """The answer in one sentence, then place by place; or why there is none."""

    title: Message
    crumbs: tuple[Crumb, ...]
    goal: str
    goal_href: str
    answer: Message
    about: Message | None
    missing: Message | None
    places: tuple[Place, ...]


def adding_page(goal: Goal, found: Added) -> AddingPage:
    """Put the page together."""
    name, href = goal.title or goal.group_label, reverse("goal", args=[goal.uuid])
    about = None
    if found.given is not None:
        about = say(
            "Counted from the results of {on}; whoever has no result is not counted. A place without a goal counts as "
            "it stands.",
            on=found.given.given_on,
        )
    without = found.total.without_goal if found.total else ()
    return AddingPage(
        title=say("Does it add up?"),
        crumbs=(*crumbs(goal), Crumb(name, href)),
        goal=name,
        goal_href=href,
        answer=answer(goal, found),
        about=about,
        missing=say("No goal on this measure yet: {places}.", places=", ".join(without)) if without else None,
        places=places(goal, found),
    )


def answer(goal: Goal, found: Added) -> Message:
    if found.total is not None and len(found.total.without_goal) < len(found.total.parts):
        return found.total.sentence
    if found.total is not None:
        return say(
            "No place below has a goal on this measure yet. As they stand, {reached} of {n} students are there; "
            "{needed} are needed.",
            reached=found.total.reached,
            n=found.total.n,
            needed=found.total.needed,
        )
    if found.safe is not None:
        return say(
            "Not every number of the places below can be told to you exactly: a place has fewer than {n} students, "
            "stands near nobody or everybody, or would give another one away. So the sum is not told either.",
            n=goal.district.n_min,
        )
    if not found.below:
        return say("There is no place below this one yet, so there is nothing to add up.")
    return say("There are no results of the places below yet. Once they are in, their targets are added up here.")


def alone(cell: SafeCell, own: Goal | None) -> Place:
    """Say what may be told of a place where no sum may be."""
    if own is None or own.target is None:
        return Place(cell.label, "", told(cell.content), say("no goal yet"), None)
    target = say("its target: {target}", target=Quantity(own.target, "%"))
    return Place(cell.label, reverse("goal", args=[own.uuid]), told(cell.content), target, None)


def told(content: Shown | Hidden) -> Message:
    if isinstance(content, Hidden):
        return say("not shown")
    share = Quantity(round(content.value, 1), "%")
    if content.bound is Bound.AT_LEAST:
        return say("at least {share} of {n}", share=share, n=content.n)
    if content.bound is Bound.AT_MOST:
        return say("at most {share} of {n}", share=share, n=content.n)
    return say("now {share} of {n}", share=share, n=content.n)


def places(goal: Goal, found: Added) -> tuple[Place, ...]:
    """Say each place in students; those that could bring the most of what is missing come first."""
    goals = {each.unit.name: each.goal for each in found.below}
    assert goal.target is not None
    if found.total is None:
        return tuple(alone(cell, goals.get(cell.label)) for cell in found.safe.cells) if found.safe else ()
    above = Quantity(goal.target, "%")
    lines = []
    for part in found.total.parts:
        own = goals.get(part.name)
        at_target = say("its target: {then} of {n}", then=part.at_target, n=part.n)
        more = say("{more} more at {target}", more=part.even_share, target=above)
        lines.append(
            Place(
                name=part.name,
                href=reverse("goal", args=[own.uuid]) if own else "",
                now=say("now {now} of {n}", now=part.reached, n=part.n),
                then=at_target if part.has_goal else say("no goal yet"),
                more=more if part.even_share and found.total.short else None,
            )
        )
    return tuple(lines)
