"""Change a locked goal upward, sharpen it while it is young, or put a wrong record right with a second person."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from django.db import transaction

from aimline.apps.goals.actions import values
from aimline.apps.goals.actions.holding import hold
from aimline.apps.goals.actions.widening import check_start_of
from aimline.apps.goals.models import Amendment, Goal
from aimline.apps.goals.policy import check_may_change, check_may_decide
from aimline.apps.journal import actions as journal
from aimline.apps.organizations.policy import Viewer
from aimline.domain import amendment as method
from aimline.domain.goal import Baseline, GroupRule, Locked, Stop
from aimline.domain.refusal import AimlineError
from aimline.domain.words import say

DONE, REQUESTED, APPROVED, DECLINED = "done", "requested", "approved", "declined"


class AlreadyDecided(AimlineError):
    """Somebody has answered this request before."""


class NoLongerFits(AimlineError):
    """The goal changed after a correction was asked for."""


@dataclass(frozen=True)
class Change:
    """What somebody wants to be different; what is none stays as it is."""

    target: float | None = None
    deadline: date | None = None
    deadline_words: str = ""
    new_stop: Stop | None = None
    group: GroupRule | None = None
    result: str = ""
    baseline: float | None = None
    baseline_n: int | None = None

    def of(self, goal: Locked) -> Locked:
        """Return the goal as it would be."""
        wanted = replace(goal, result=self.result.strip() or goal.result, group=self.group or goal.group)
        if self.target is not None:
            wanted = replace(wanted, target=self.target)
        if self.deadline not in (None, goal.deadline):
            wanted = with_deadline(wanted, self.deadline, self.deadline_words)
        if self.new_stop is not None:
            stops = tuple(sorted((*wanted.stops, self.new_stop), key=lambda stop: stop.on))
            wanted = replace(wanted, stops=stops)
        return replace(wanted, baseline=self.baseline_of(goal.baseline))

    def baseline_of(self, start: Baseline) -> Baseline:
        """Return the start with what was corrected in it."""
        value = start.value if self.baseline is None else self.baseline
        return replace(start, value=value, n=self.baseline_n or start.n)


def with_deadline(goal: Locked, deadline: date | None, words: str) -> Locked:
    """Move the deadline; stops that an earlier one outruns fall away."""
    assert deadline is not None
    stops = tuple(stop for stop in goal.stops if stop.on < deadline)
    return replace(goal, deadline=deadline, deadline_words=words, stops=stops)


@transaction.atomic
def amend(
    viewer: Viewer, goal: Goal, change: Change, *, explanation: str = "", version: int | None = None
) -> Amendment:
    """Make a locked goal harder or wider; anything easier is refused by the method (RF-01 to RF-07)."""
    hold(goal, version=version, yours=asked_in(change))
    check_may_change(viewer, goal)
    before = values.locked_of(goal)
    wanted, made = method.amend(
        before, change.of(before), requested_by=viewer.name, on=viewer.today, explanation=explanation
    )
    check_start_of(viewer, goal, before, wanted)
    return settle(viewer, goal, made, wanted)


@transaction.atomic
def sharpen(
    viewer: Viewer,
    goal: Goal,
    change: Change,
    *,
    first_result_on: date | None,
    explanation: str = "",
    version: int | None = None,
) -> Amendment:
    """Make a young goal clearer without easing it (settled 31)."""
    hold(goal, version=version, yours=asked_in(change))
    check_may_change(viewer, goal)
    before = values.locked_of(goal)
    wanted, made = method.sharpen(
        before,
        change.of(before),
        today=viewer.today,
        first_result_on=first_result_on,
        requested_by=viewer.name,
        explanation=explanation,
    )
    check_start_of(viewer, goal, before, wanted)
    return settle(viewer, goal, made, wanted)


def settle(viewer: Viewer, goal: Goal, made: method.Amendment, wanted: Locked) -> Amendment:
    """Store a change that needs no second person."""
    before, after = both_sides(made.before, wanted)
    assert viewer.person_id is not None  # whoever may write holds a part as a person
    amendment = Amendment.objects.create(
        goal=goal, kind=made.kind, explanation=made.explanation, before=before, after=after, state=DONE,
        requested_by_id=viewer.person_id, requested_at=viewer.now, decided_at=viewer.now,
    )  # fmt: skip
    store(goal, wanted, had=made.before)
    note(viewer, made.kind, goal, amendment)
    return amendment


@transaction.atomic
def ask_for_correction(
    viewer: Viewer, goal: Goal, change: Change, *, code: str, explanation: str, version: int | None = None
) -> Amendment:
    """Ask a second person to put a wrong record right; the goal does not change yet (INV-36)."""
    hold(goal, version=version, yours=asked_in(change))
    check_may_change(viewer, goal)
    before = values.locked_of(goal)
    wanted = method.redrawn(before, change.of(before))
    reason = method.correction_code(code)
    # The method judges the request as if it were approved, so that nobody is asked to approve what cannot be.
    method.correct(
        before, wanted, code=reason, explanation=explanation, requested_by="one", approved_by="another", on=viewer.today
    )
    was, will_be = both_sides(before, wanted)
    assert viewer.person_id is not None  # whoever may write holds a part as a person
    amendment = Amendment.objects.create(
        goal=goal, kind=method.AmendmentKind.CORRECTION, reason_code=reason, explanation=explanation.strip(),
        before=was, after=will_be, state=REQUESTED, requested_by_id=viewer.person_id, requested_at=viewer.now,
    )  # fmt: skip
    note(viewer, "ask for correction", goal, amendment)
    return amendment


@transaction.atomic
def decide_correction(
    viewer: Viewer, goal: Goal, amendment: Amendment, *, approve: bool, version: int | None = None
) -> Amendment:
    """Approve or decline a correction as the second person; what was first recorded stays visible (INV-36)."""
    hold(goal, version=version, yours={"answer": "approve" if approve else "decline"})
    amendment = Amendment.objects.select_for_update().get(pk=amendment.pk, goal=goal)
    check_may_decide(viewer, amendment)
    if amendment.state != REQUESTED:
        raise AlreadyDecided(
            "already-decided", say("Somebody has answered this request."), say("Open the goal to see how.")
        )
    amendment.state = APPROVED if approve else DECLINED
    amendment.approved_by_id, amendment.decided_at = viewer.person_id, viewer.now
    amendment.save(update_fields=["state", "approved_by", "decided_at"])
    if approve:
        carry_out(viewer, goal, amendment)
    note(viewer, f"{amendment.state} correction", goal, amendment)
    return amendment


def carry_out(viewer: Viewer, goal: Goal, amendment: Amendment) -> None:
    before = values.locked_of(goal)
    if as_stored(before, amendment.before.keys()) != amendment.before:
        raise NoLongerFits(
            "no-longer-fits",
            say("The goal changed after this correction was asked for."),
            say("Decline it, and ask again from how the goal is now."),
        )
    wanted, _ = method.correct(
        before,
        restored(before, amendment.after),
        code=method.CorrectionCode(amendment.reason_code),
        explanation=amendment.explanation,
        requested_by=f"person {amendment.requested_by_id}",
        approved_by=f"person {viewer.person_id}",
        on=viewer.today,
    )
    store(goal, wanted, had=before, is_correction=True)


def store(goal: Goal, wanted: Locked, *, had: Locked, is_correction: bool = False) -> None:
    names = values.put(goal, wanted, is_correction=is_correction)
    if wanted.stops != had.stops:
        values.put_stops(goal, wanted.stops)
    goal.version += 1
    goal.save(update_fields=[*names, "version"])


def asked_in(change: Change) -> dict[str, object]:
    """Return what a change asks for, by field, for whoever meets another version."""
    return {field.name: getattr(change, field.name) for field in fields(change)}


Side = dict[str, object]


def both_sides(before: Locked, after: Locked) -> tuple[Side, Side]:
    """Return what differs between two versions, as it was and as it will be."""
    names = sorted(method.changes(before, after))
    return as_stored(before, names), as_stored(after, names)


def as_stored(goal: Locked, names: Iterable[str]) -> Side:
    """Return the named parts of a goal as plain values for the amendment's row."""
    wanted = set(names)
    return {name: write(goal) for name, write in WRITE.items() if name in wanted}


def restored(goal: Locked, side: Mapping[str, Any]) -> Locked:  # Any: read back from JSON
    """Return the goal with the stored parts put in."""
    if "target" in side:
        goal = replace(goal, target=side["target"])
    if "deadline" in side:
        goal = replace(goal, deadline=date.fromisoformat(side["deadline"]))
    if "stops" in side:
        goal = replace(goal, stops=tuple(Stop(date.fromisoformat(s["on"]), s["value"]) for s in side["stops"]))
    if "group" in side:
        group = side["group"]
        goal = replace(goal, group=values.rule_of(group["rule"], label=group["label"], n=group["n"]))
    if "baseline" in side:
        goal = replace(goal, baseline=replace(goal.baseline, **side["baseline"]))
    words = {name: side[name] for name in ("deadline_words", "result") if name in side}
    return replace(goal, **words)


WRITE: dict[str, Callable[[Locked], object]] = {
    "target": lambda goal: goal.target,
    "deadline": lambda goal: goal.deadline.isoformat(),
    "deadline_words": lambda goal: goal.deadline_words,
    "result": lambda goal: goal.result,
    "stops": lambda goal: [{"on": stop.on.isoformat(), "value": stop.value} for stop in goal.stops],
    "group": lambda goal: {"label": goal.group.label, "n": goal.group.n, "rule": values.stored_rule(goal.group)},
    "baseline": lambda goal: {"value": goal.baseline.value, "n": goal.baseline.n},
}


def note(viewer: Viewer, verb: str, goal: Goal, amendment: Amendment) -> None:
    journal.record(
        verb.replace("_", " "), person_id=viewer.person_id, at=viewer.now, noun="goal", noun_uuid=goal.uuid,
        district_id=goal.district_id, before=amendment.before, after=amendment.after, why=amendment.explanation,
    )  # fmt: skip
