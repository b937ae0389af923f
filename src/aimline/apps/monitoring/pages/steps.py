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
from aimline.apps.monitoring.queries import Numbers
from aimline.apps.organizations.policy import Viewer
from aimline.apps.results.queries import measure_value
from aimline.domain.celebration import distance
from aimline.domain.decision import Status, Verdict
from aimline.domain.gap import Gap
from aimline.domain.goal import Locked
from aimline.domain.measure import quantity
from aimline.domain.refusal import AimlineError
from aimline.domain.words import Message, say


@dataclass(frozen=True)
class Head:
    """The goal a step is about."""

    href: str
    crumbs: tuple[goal_page.Crumb, ...]
    title: str
    sentence: Message | str
    status: str
    reason: Message


@dataclass(frozen=True)
class CheckInPage:
    """A check-in: what the data say, two questions, a date."""

    head: Head
    value: Message | None
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


def head(goal: Goal, locked: Locked, verdict: Verdict) -> Head:
    """Name the goal a step is about; only people who write it come here."""
    return Head(
        href=reverse("goal", args=[goal.uuid]),
        crumbs=(*goal_page.crumbs(goal), goal_page.Crumb(goal.title or locked.group.label, "")),
        title=goal.title or locked.group.label,
        sentence=goal_page.said_whole(goal, locked),
        status=goal_page.status_word(goal, verdict),
        reason=verdict.sentence,
    )


def value_of(reading: Reading | None) -> Message | None:
    """Say the reading a check-in is held on: it is given, never asked for."""
    if reading is None:
        return None
    measure = measure_value(reading.measure)
    return say(
        "{value} on {on}, {n} students ({measure})",
        value=quantity(measure, round(reading.value, 1)), on=reading.on, n=reading.n, measure=measure.name,
    )  # fmt: skip


def adjust_page(goal: Goal, heading: Head, form: Adjust) -> AdjustPage:
    return AdjustPage(heading, form, reverse("goal-adjust", args=[goal.uuid]))


def outcome(locked: Locked, numbers: Numbers, verdict: Verdict) -> tuple[bool, Message, Message | None]:
    """Return whether a goal that ends today was met, in which words, and the distance gained."""
    if not numbers.observed:
        return False, say("There is no reading to close it with; it ends as not met."), None
    was_met = verdict.status is Status.MET
    newest = quantity(locked.measure, round(numbers.observed[-1].value, 1))
    text = "Met: the last reading is {value}, the target was {target}." if was_met else (
        "Not met: the last reading is {value}, the target is {target}."
    )  # fmt: skip
    words = say(text, value=newest, target=quantity(locked.measure, locked.target))
    return was_met, words, distance(locked, numbers.observed[-1].value)


def watching(viewer: Viewer, goal: Goal) -> tuple[Locked, Numbers]:
    """Return a goal as the method knows it, with its numbers as this viewer may see them."""
    return queries.locked(goal), queries.numbers(viewer, [goal])[goal.pk]
