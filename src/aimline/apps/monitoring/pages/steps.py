"""The pages on which something is done with a goal: a sentence, one form, one primary action."""

from dataclasses import dataclass

from django.urls import reverse

from aimline.apps.goals.models import Goal
from aimline.apps.monitoring import queries
from aimline.apps.monitoring.forms.adjust import Adjust
from aimline.apps.monitoring.forms.amend import Amend, Correct
from aimline.apps.monitoring.forms.check_in import CheckIn
from aimline.apps.monitoring.forms.close import Cancel, Close
from aimline.apps.monitoring.models import Reading
from aimline.apps.monitoring.pages import goal as goal_page
from aimline.apps.monitoring.queries import Numbers, Standing, hidden, point_of_reading
from aimline.apps.organizations.pages import Crumb
from aimline.apps.organizations.policy import Viewer
from aimline.apps.results.queries import measure_value
from aimline.domain.celebration import distance
from aimline.domain.gap import Gap
from aimline.domain.goal import Locked
from aimline.domain.measure import quantity
from aimline.domain.refusal import AimlineError
from aimline.domain.words import Message, say


@dataclass(frozen=True)
class Head:
    """The goal a step is about."""

    href: str
    crumbs: tuple[Crumb, ...]
    title: str
    sentence: Message | str
    status: str
    reason: Message


@dataclass(frozen=True)
class CheckInPage:
    """A check-in: what the data say, two questions, a date."""

    head: Head
    value: Message | None
    held: Message | None
    gaps: tuple[Gap, ...]
    proposal: goal_page.Fired | None
    praise: Message | None
    form: CheckIn


@dataclass(frozen=True)
class AdjustPage:
    """What will be different from now on."""

    head: Head
    form: Adjust
    action: str


@dataclass(frozen=True)
class AmendPage:
    """How the goal may change; after a refusal the strategies stand open below the reason."""

    head: Head
    form: Amend
    refusal: AimlineError | None
    opens_strategies: bool
    adjust: AdjustPage
    correct_href: str


@dataclass(frozen=True)
class CorrectPage:
    """A wrong record to be put right by two people."""

    head: Head
    form: Correct
    start: Message
    refusal: AimlineError | None


@dataclass(frozen=True)
class RunningPage:
    """Why a goal is not closed yet, and what can be done instead."""

    head: Head
    refusal: AimlineError
    adjust: AdjustPage


@dataclass(frozen=True)
class ClosePage:
    """The end of a goal: what the data say, three reflections."""

    head: Head
    was_met: bool
    outcome: Message
    gained: Message | None
    form: Close


@dataclass(frozen=True)
class CancelPage:
    """Leave to take a goal out of use, for a listed reason."""

    head: Head
    form: Cancel


def head(goal: Goal, locked: Locked, stands: Standing) -> Head:
    """Name the goal a step is about, with its numbers where this viewer may see them."""
    return Head(
        href=reverse("goal", args=[goal.uuid]),
        crumbs=(*goal_page.crumbs(goal), Crumb(goal.title or locked.group.label, "")),
        title=goal.title or locked.group.label,
        sentence=goal_page.said_whole(goal, locked) if stands.is_open else goal_page.without_start(locked),
        status=stands.status,
        reason=stands.reason,
    )


def value_of(goal: Goal, numbers: Numbers, reading: Reading | None) -> Message | None:
    """Say the reading a check-in is held on, as this viewer may see it: it is given, never asked for."""
    if reading is None:
        return None
    measure, point = measure_value(reading.measure), point_of_reading(numbers, goal, reading)
    if point is None or point.shown is None:
        return say("Results of {on} are in ({measure}). {why}", on=reading.on, measure=measure.name, why=hidden(goal))
    return say(
        "{value} on {on}, {n} students ({measure})",
        value=quantity(measure, round(point.shown.value, 1)), on=point.on, n=point.shown.n, measure=measure.name,
    )  # fmt: skip


def start_of(goal: Goal, locked: Locked, numbers: Numbers) -> Message:
    """Say where a goal starts, as this viewer may see it."""
    start = numbers.baseline.shown
    if start is None:
        return hidden(goal)
    value = quantity(locked.measure, start.value)
    return say("{value} on {on}, {n} students", value=value, on=locked.baseline.on, n=start.n)


def adjust_page(goal: Goal, heading: Head, form: Adjust) -> AdjustPage:
    return AdjustPage(heading, form, reverse("goal-adjust", args=[goal.uuid]))


def outcome(goal: Goal, locked: Locked, numbers: Numbers, *, was_met: bool) -> tuple[Message, Message | None]:
    """Say how a goal that ends today ends, and the distance gained, as this viewer may see them."""
    if not numbers.readings:
        return say("There is no reading to close it with; it ends as not met."), None
    if not all(point.shown for point in (numbers.baseline, *numbers.readings)):
        word = say("Met.") if was_met else say("Not met.")
        return say("{word} {why}", word=word, why=hidden(goal)), None
    newest = quantity(locked.measure, round(numbers.observed[-1].value, 1))
    text = "Met: the last reading is {value}, the target was {target}." if was_met else (
        "Not met: the last reading is {value}, the target is {target}."
    )  # fmt: skip
    words = say(text, value=newest, target=quantity(locked.measure, locked.target))
    return words, distance(locked, numbers.observed[-1].value)


def watching(viewer: Viewer, goal: Goal) -> tuple[Locked, Numbers]:
    """Return a goal as the method knows it, with its numbers as this viewer may see them."""
    return queries.locked(goal), queries.numbers(viewer, [goal])[goal.pk]
