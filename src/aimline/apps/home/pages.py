"""Home: three things for today, the goals as small charts, the next dates; for a leader, where help is needed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from aimline.apps.goals.models import Goal
from aimline.apps.goals.policy import may_decide, may_review, may_write
from aimline.apps.home.queries import Overview, Watched
from aimline.apps.monitoring import queries as monitoring
from aimline.apps.monitoring.pages import list as goals
from aimline.apps.monitoring.pages import picture
from aimline.apps.organizations.policy import LEADS_SCHOOL, Viewer, may_import, may_write_goals
from aimline.charts import small
from aimline.charts.drawing import Drawing
from aimline.domain.decision import Status
from aimline.domain.state import State
from aimline.domain.words import Message, say

MOST_THINGS = 3
MOST_CARDS = 9
MOST_DATES = 5
STANDS = {
    State.DRAFT: say("draft"), State.RETURNED: say("sent back with a note"), State.IN_REVIEW: say("with the leader"),
}  # fmt: skip
URGENCY = (Status.OFF_TRACK, Status.WATCH, Status.NO_DATA, Status.ON_TRACK, Status.AHEAD, Status.MET, Status.NOT_MET)


@dataclass(frozen=True)
class Thing:
    """One thing to do today: what, why now, and the one button."""

    title: Message
    text: Message
    label: Message
    href: str


@dataclass(frozen=True)
class Card:
    """A goal as a small chart."""

    name: str
    place: str
    status: str
    left: Message
    reason: Message
    drawing: Drawing | None
    href: str


@dataclass(frozen=True)
class Coming:
    """A date ahead."""

    on: date
    what: Message
    href: str


@dataclass(frozen=True)
class Line:
    """A goal in a leader's list, with what makes it stand there."""

    name: str
    place: str
    text: Message
    href: str


@dataclass(frozen=True)
class Leading:
    """Where a leader's attention helps most."""

    in_review: tuple[Line, ...]
    overdue: tuple[Line, ...]
    slipping: tuple[Line, ...]
    newest: Message | None


@dataclass(frozen=True)
class Empty:
    """What will be here, why it matters, and the one button that starts it."""

    title: Message
    text: Message
    label: Message
    href: str


@dataclass(frozen=True)
class HomePage:
    """Everything Home shows."""

    title: Message
    today: date
    things: tuple[Thing, ...]
    cards: tuple[Card, ...]
    n_more: int
    dates: tuple[Coming, ...]
    begun: tuple[Line, ...]
    leading: Leading | None
    empty: Empty | None


def home_page(viewer: Viewer, found: Overview) -> HomePage:
    """Put Home together."""
    things = tuple(all_things(viewer, found))[:MOST_THINGS]
    ordered = sorted(found.active, key=lambda each: URGENCY.index(each.stands.verdict.status))
    return HomePage(
        title=title_of(len(things)),
        today=viewer.today,
        things=things,
        cards=tuple(card(viewer, each, found) for each in ordered[:MOST_CARDS]),
        n_more=max(0, len(ordered) - MOST_CARDS),
        dates=tuple(sorted(coming(viewer, found), key=lambda each: each.on)[:MOST_DATES]),
        begun=begun(viewer, found, things),
        leading=leading(viewer, found),
        empty=None if found.active or things else empty(viewer, found),
    )


def title_of(n: int) -> Message:
    return (say("Nothing waits for you today"), say("One thing for today"), say("Two things for today"),
            say("Three things for today"))[n]  # fmt: skip


def all_things(viewer: Viewer, found: Overview) -> Iterator[Thing]:
    """Name what waits for this viewer, what others wait for first."""
    yield from decisions(viewer, found)
    for goal in found.unfinished:
        if goal.state == State.RETURNED and may_write(viewer, goal):
            yield Thing(
                say("A goal came back to you: {goal}", goal=name(goal)),
                say("Your leader read it and left a note."),
                say("Read the note"),
                reverse("studio", args=[goal.uuid]),
            )
    mine = [each for each in found.active if may_write_goals(viewer, each.goal.unit)]
    yield from looks(mine)
    for goal in found.unfinished:
        if goal.state == State.DRAFT and may_write(viewer, goal):
            yield Thing(
                say("Finish your draft: {goal}", goal=name(goal)),
                say("Everything you wrote is kept. The page says what is still open."),
                say("Continue"),
                reverse("studio", args=[goal.uuid]),
            )


def decisions(viewer: Viewer, found: Overview) -> Iterator[Thing]:
    """Name what others wait for: a goal to read, a correction to decide."""
    for goal in found.unfinished:
        if may_review(viewer, goal):
            yield Thing(
                say("Read a goal: {goal}", goal=name(goal)),
                say("{place} asks you to look at it before it begins.", place=goal.unit.name),
                say("Open the goal"),
                reverse("studio", args=[goal.uuid]),
            )
    for asked in found.corrections:
        if may_decide(viewer, asked):
            yield Thing(
                say("A correction needs a second person"),
                say("{who} asks to put a record right: {goal}.", who=asked.requested_by.name, goal=name(asked.goal)),
                say("Decide"),
                reverse("goal", args=[asked.goal.uuid]),
            )


def looks(mine: list[Watched]) -> Iterator[Thing]:
    """Name check-ins that are due, and those that wait for a second answer; slipping goals first."""
    for each in sorted(mine, key=lambda each: URGENCY.index(each.stands.verdict.status)):
        goal = each.goal
        if each.awaits_answer_of is not None and not each.has_new_reading:
            yield Thing(
                say("Add your answer: {goal}", goal=name(goal)),
                say("{person} held the check-in. Yours takes ten seconds.", person=each.awaits_answer_of.by.name),
                say("Answer"),
                reverse("goal", args=[goal.uuid]),
            )
        elif each.has_new_reading or each.is_due or each.is_overdue:
            yield Thing(
                say("Check in: {goal}", goal=name(goal)),
                why_now(each),
                say("Check in · 1 min"),
                reverse("goal-check-in", args=[goal.uuid]),
            )


def why_now(each: Watched) -> Message:
    if each.has_new_reading:
        newest = max(point.on for point in each.numbers.readings)
        return say("New results of {on} are in. Two answers and a date.", on=newest)
    if each.last_look_on is None:
        return say("Nobody has looked yet. Two answers and a date.")
    return say("The last look was on {on}. Two answers and a date.", on=each.last_look_on)


def card(viewer: Viewer, each: Watched, found: Overview) -> Card:
    drawn = picture.picture_of(
        each.goal, each.numbers, each.locked, calendar=found.calendar, today=viewer.today, marks=False
    )
    return Card(
        name=title(each.goal),
        place=each.goal.unit.name,
        status=each.stands.status,
        left=left(each.locked.deadline, viewer.today),
        reason=each.stands.reason,
        drawing=small.draw(drawn, uid=f"goal-{each.goal.pk}", write=picture.speak) if drawn else None,
        href=reverse("goal", args=[each.goal.uuid]),
    )


def left(deadline: date, today: date) -> Message:
    """Say how long a goal still runs, in the words of its own page."""
    n_days = (deadline - today).days
    if n_days < 0:
        return say("over since {on}", on=deadline)
    return say("1 day left") if n_days == 1 else say("{n} days left", n=n_days)


def name(goal: Goal) -> str:
    """Name a goal in a few words, never by its sentence: that one holds where students start."""
    return goals.named(goal) if goal.title else goal.unit.name


def title(goal: Goal) -> str:
    """Return a goal's name as a heading."""
    return goals.heading(name(goal))


def coming(viewer: Viewer, found: Overview) -> Iterator[Coming]:
    """Name the next dates: looks that were agreed on, data that will come, deadlines."""
    for each in found.active:
        goal, href = each.goal, reverse("goal", args=[each.goal.uuid])
        if each.next_look_on and each.next_look_on >= viewer.today:
            yield Coming(each.next_look_on, say("Look again: {goal}", goal=name(goal)), href)
        planned = [look for look in monitoring.checkpoints(goal) if look.on >= viewer.today]
        if planned:
            yield Coming(planned[0].on, say("{what}: {goal}", what=planned[0].name or "Data", goal=name(goal)), href)
        if each.locked.deadline >= viewer.today:
            yield Coming(each.locked.deadline, say("Deadline: {goal}", goal=name(goal)), href)


def leading(viewer: Viewer, found: Overview) -> Leading | None:
    """Show those who lead where a question from them would help."""
    if not any(part.role in LEADS_SCHOOL or part.role == "district_leader" for part in viewer.parts):
        return None
    slipping = [each for each in found.active if each.stands.status in {Status.OFF_TRACK, Status.WATCH}]
    return Leading(
        in_review=tuple(
            line(goal, say("of {on}", on=goal.created_at.date()), reverse("studio", args=[goal.uuid]))
            for goal in found.unfinished
            if may_review(viewer, goal)
        ),
        overdue=tuple(
            line(each.goal, say("last look on {on}", on=each.last_look_on)) for each in found.active if each.is_overdue
        ),
        slipping=tuple(line(each.goal, each.stands.reason) for each in slipping),
        newest=say("The newest results came in on {on}.", on=found.newest.committed_on) if found.newest else None,
    )


def begun(viewer: Viewer, found: Overview, things: tuple[Thing, ...]) -> tuple[Line, ...]:
    """Name the viewer's goals that are still being written, apart from those that are things for today."""
    asked = {thing.href for thing in things}
    mine = (
        line(goal, STANDS[State(goal.state)], reverse("studio", args=[goal.uuid]))
        for goal in found.unfinished
        if may_write_goals(viewer, goal.unit)
    )
    return tuple(each for each in mine if each.href not in asked)


def line(goal: Goal, text: Message, href: str = "") -> Line:
    return Line(title(goal), goal.unit.name, text, href or reverse("goal", args=[goal.uuid]))


def empty(viewer: Viewer, found: Overview) -> Empty:
    """Say what will be here and give the one button that starts it."""
    if found.newest is None and may_import(viewer, None):
        return import_first()
    if found.places:
        place = found.places[0]
        return Empty(
            say("Your goals will be here"),
            say("A goal says who will be able to do what, how far, by when. Its chart then shows the way there."),
            say("Start a goal for {place}", place=place.name),
            reverse("goal-new", args=[place.uuid]),
        )
    return Empty(
        say("Goals that are shared with you will be here"),
        say("You see goals of your own teams and schools, and those that others open to you."),
        say("See where students stand"),
        reverse("data"),
    )


def import_first() -> Empty:
    return Empty(
        say("It begins with results"),
        say("Bring in a file with assessment results. Aimline then shows where students stand and where the gaps are."),
        say("Bring in results"),
        reverse("imports"),
    )
