"""What happened to a goal: looks, what was said, amendments, corrections, its end."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from aimline.apps.goals.actions.locking import AREAS, LIMIT, TWIN
from aimline.apps.goals.models import Amendment, Goal, Override, Reflection
from aimline.apps.goals.policy import may_carry_forward, may_decide, may_put_away
from aimline.apps.goals.queries import visible
from aimline.apps.journal.forms import Write, new_key
from aimline.apps.monitoring import queries
from aimline.apps.monitoring.forms.amend import CODES, Decide
from aimline.apps.monitoring.forms.check_in import DECISIONS
from aimline.apps.monitoring.models import CheckIn
from aimline.apps.organizations.policy import Viewer
from aimline.domain.amendment import AmendmentKind, CorrectionCode
from aimline.domain.celebration import distance
from aimline.domain.goal import Locked
from aimline.domain.measure import quantity
from aimline.domain.state import State
from aimline.domain.words import Message, say

QUIET = ("", "none yet", "not discussed")
ALLOWED = {
    LIMIT: "One goal more than usual, with leave from {by}, {on}.",
    AREAS: "One area more than usual, with leave from {by}, {on}.",
    TWIN: "Easier than a goal that was closed in the same school year, with leave from {by}, {on}.",
}
TWIN_BEGUN = "An easier goal was begun after this one was closed, with leave from {by}, {on}."
SAID = {
    "on_track": {"yes": say("on track"), "almost": say("almost on track"), "no": say("not on track yet")},
}


@dataclass(frozen=True)
class Said:
    """Something a team said at its newest check-in."""

    kind: str
    text: str
    on: date


@dataclass(frozen=True)
class Look:
    """One check-in, in the words of the team where this viewer may read them."""

    on: date
    by: str
    status: str
    answer: Message | None
    decision: str
    adjust: str
    note: Message | None
    href: str


@dataclass(frozen=True)
class Amended:
    """A change of the locked goal, in one line, with what stood there before."""

    on: date
    sentence: Message
    explanation: str
    by: str


@dataclass(frozen=True)
class Asked:
    """A correction somebody asked for, and the form to answer it for those who may."""

    uuid: uuid.UUID
    sentence: Message
    reason: str
    explanation: str
    by: str
    on: date
    href: str
    form: Decide | None


@dataclass(frozen=True)
class Leave:
    """A leader's leave with its reason; `href` leads to the other goal where it is about one and may be seen."""

    text: Message
    reason: str
    label: str
    href: str


@dataclass(frozen=True)
class Ending:
    """How a goal ended: the distance gained stands beside the word; `was_met` is none for one that was cancelled."""

    was_met: bool | None
    on: date
    distance: Message | None
    what_worked: str
    what_we_learned: str
    what_next: str
    is_put_away: bool
    carry_href: str
    put_away_href: str
    form: Write


@dataclass(frozen=True)
class Carried:
    """The goal this one was carried into, or came from."""

    text: Message
    href: str


def said(goal: Goal) -> tuple[Said, ...]:
    """Return celebration and concern of the newest check-in, celebration first (settled 35)."""
    newest = next(iter(queries.check_ins(goal)), None)
    if newest is None:
        return ()
    lines = (("celebration", newest.celebration), ("concern", newest.concern))
    return tuple(Said(kind, text, newest.on) for kind, text in lines if text not in QUIET)


def looks(goal: Goal, *, n_writers: int, sees_words: bool, is_open: bool) -> tuple[Look, ...]:
    """Return the check-ins of a goal, the newest first."""
    held = queries.check_ins(goal)
    return tuple(look(goal, each, n_writers, sees_words=sees_words, is_open=is_open) for each in held)


def look(goal: Goal, held: CheckIn, n_writers: int, *, sees_words: bool, is_open: bool) -> Look:
    adjust = held.answers.get("what_to_adjust", "")
    return Look(
        on=held.on,
        by=held.by.name if sees_words else "",
        status=held.status if is_open else "",
        answer=SAID["on_track"].get(held.answers.get("on_track", "")),
        decision=str(dict(DECISIONS).get(held.decision, "")),
        adjust=adjust if sees_words and adjust not in QUIET else "",
        note=note(held, n_writers),
        href=reverse("goal-check-in", args=[goal.uuid]) if queries.is_unfinished(held) else "",
    )


def note(held: CheckIn, n_writers: int) -> Message | None:
    if queries.is_unfinished(held):
        return say("not finished yet")
    if held.value is None:
        return say("no data that day")
    return None if queries.is_complete(held, n_members=n_writers) else say("one more answer completes it")


def amended(goal: Goal, locked: Locked, numbers: queries.Numbers) -> tuple[Amended, ...]:
    """Return the changes that hold, oldest first; what was recorded first stays readable (INV-36, INV-39)."""
    return tuple(
        Amended(
            on=each.decided_at.date(),
            sentence=sentence(each, locked, with_start=queries.shows_starts(each, numbers)),
            explanation=each.explanation if queries.shows_starts(each, numbers) else "",
            by=each.approved_by.name if each.approved_by else each.requested_by.name,
        )
        for each in queries.amendments_of(goal)
        if each.decided_at and each.state in ("done", "approved")
    )


def sentence(each: Amendment, locked: Locked, *, with_start: bool) -> Message:
    """Say one amendment: what, when, and what stood there before."""
    on = each.decided_at.date() if each.decided_at else each.requested_at.date()
    changed = [part for part in (told(name, each, locked) for name in each.after) if part]
    if not with_start and "baseline" in each.after:
        return say("A correction of the start, {on}", on=on)
    if each.state == "requested":
        return joined(changed)
    if each.kind == AmendmentKind.CORRECTION:
        return say("Corrected on {on}. {change}", on=on, change=joined(changed))
    return say("{change}, {on}", change=joined(changed), on=on)


def told(name: str, each: Amendment, locked: Locked) -> Message | None:
    before, after = each.before.get(name), each.after.get(name)
    measure = locked.measure
    if name == "target":
        text = "Target raised to {after} (was {before})" if each.kind != AmendmentKind.CORRECTION else (
            "The target is {after} (first recorded {before})"
        )  # fmt: skip
        return say(text, after=quantity(measure, after), before=quantity(measure, before))
    if name == "deadline":
        return say("Deadline {after} (was {before})", after=day(after), before=day(before))
    if name == "baseline":
        return start_told(before, after, locked)
    if name == "stops" and len(after) == len(before):
        return say("The stops on the way follow the new line")
    if name == "stops":
        return say("Stops on the way: {n} (were {before})", n=len(after), before=len(before))
    if name == "group":
        return say("Students: {after} (were: {before})", after=after["label"], before=before["label"])
    return say("Result: {after} (was: {before})", after=after, before=before) if name == "result" else None


def start_told(before: Mapping[str, Any], after: Mapping[str, Any], locked: Locked) -> Message:  # Any: from JSON
    return say(
        "The start is {after} of {n} students (first recorded {before})",
        after=quantity(locked.measure, after["value"]),
        n=after["n"],
        before=quantity(locked.measure, before["value"]),
    )


def day(text: str) -> date:
    return date.fromisoformat(text)


def joined(parts: list[Message]) -> Message:
    whole = parts[0] if parts else say("Wording made clearer")
    for each in parts[1:]:
        whole = say("{first}; {second}", first=whole, second=each)
    return whole


def asked(viewer: Viewer, goal: Goal, locked: Locked, numbers: queries.Numbers) -> tuple[Asked, ...]:
    """Return the corrections that wait for a second person."""
    return tuple(
        Asked(
            uuid=each.uuid,
            sentence=sentence(each, locked, with_start=queries.shows_starts(each, numbers)),
            reason=str(CODES[CorrectionCode(each.reason_code)]),
            explanation=each.explanation if queries.shows_starts(each, numbers) else "",
            by=each.requested_by.name,
            on=each.requested_at.date(),
            href=reverse("goal-decide", args=[goal.uuid, each.uuid]),
            form=Decide(initial={"key": new_key(), "version": goal.version}) if may_decide(viewer, each) else None,
        )
        for each in queries.amendments_of(goal)
        if each.state == "requested"
    )


def leaves(viewer: Viewer, goal: Goal, *, with_reasons: bool) -> tuple[Leave, ...]:
    """Return what a leader allowed for this goal, and which easier goals were allowed beside it (RF-05)."""
    held = queries.overrides_of(goal)
    given = [each for each in held if each.goal_id == goal.pk]
    twins = [each for each in held if each.about_id == goal.pk and each.goal.locked_on]
    others = {each.about_id for each in given if each.about_id} | {each.goal_id for each in twins}
    seen = set(visible(viewer).filter(pk__in=others).values_list("pk", flat=True)) if others else set()

    def leave(text: str, held: Override, other: Goal | None) -> Leave:
        shown = other if other and other.pk in seen else None
        return Leave(
            text=say(text, by=held.by.name, on=held.at.date()),
            reason=held.reason if with_reasons else "",
            label=shown.title if shown else "",
            href=reverse("goal", args=[shown.uuid]) if shown else "",
        )

    return (
        *(leave(ALLOWED[each.rule], each, each.about) for each in given),
        *(leave(TWIN_BEGUN, each, each.goal) for each in twins),
    )


def ending(viewer: Viewer, goal: Goal, locked: Locked, numbers: queries.Numbers) -> Ending | None:
    """Return how a goal ended, with what was learned; none while it is in use."""
    if goal.closed_on is None:
        return None
    # The final value is the newest reading's; where that one is hidden, so is the distance.
    is_open = all(point.shown for point in (numbers.baseline, *numbers.readings))
    found = getattr(goal, "reflection", None)
    reflection = found if isinstance(found, Reflection) else None
    return Ending(
        was_met=goal.was_met,
        on=goal.closed_on,
        distance=distance(locked, goal.final_value) if is_open and goal.final_value is not None else None,
        what_worked=reflection.what_worked if reflection and is_open else "",
        what_we_learned=reflection.what_we_learned if reflection and is_open else "",
        what_next=reflection.what_next if reflection and is_open else "",
        is_put_away=goal.state == State.CLOSED,
        carry_href=reverse("goal-carry-forward", args=[goal.uuid]) if may_carry_forward(viewer, goal) else "",
        put_away_href=reverse("goal-put-away", args=[goal.uuid]) if may_put_away(viewer, goal) else "",
        form=Write(initial={"key": new_key(), "version": goal.version}),
    )


def carried(viewer: Viewer, goal: Goal) -> tuple[Carried, ...]:
    """Return the goals on both sides of this one that the viewer may see, the earlier one first."""
    if goal.carried_from_id is None and goal.was_met is None:
        return ()
    return tuple(
        Carried(
            text=say(
                "Carried forward from: {goal}" if other.pk == goal.carried_from_id else "Carried forward into: {goal}",
                goal=other.title or other.unit.name,
            ),
            href=reverse("goal", args=[other.uuid]),
        )
        for other in queries.carried(viewer, goal)
    )
