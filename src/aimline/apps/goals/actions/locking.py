"""Review, endorse, and lock a goal; the leader's leave to go past a limit (INV-23, 25, 30, RF-05, settled 17)."""

import uuid
from collections.abc import Sequence

from django.db import transaction

from aimline.apps.goals.actions import drafts, values
from aimline.apps.goals.actions.cohorts import freeze
from aimline.apps.goals.models import ENDORSER, Goal, Override, Part
from aimline.apps.goals.policy import check_may_write, may_override_limit, may_review, writer
from aimline.apps.goals.queries import active_beside, areas_served, closed_beside, visible
from aimline.apps.organizations.models import UnitKind
from aimline.apps.organizations.policy import NotAllowed, Viewer
from aimline.domain.activation import PlanFacts, lock
from aimline.domain.amendment import is_easier_twin
from aimline.domain.calendar import Calendar
from aimline.domain.gap import Gap
from aimline.domain.goal import Comparison, Draft, Layer, Level, Locked
from aimline.domain.limits import LIMITS, REASON_LENGTH, is_over_limit
from aimline.domain.measure import at_least_as_good
from aimline.domain.refusal import AimlineError
from aimline.domain.state import State, move
from aimline.domain.words import say

LIMIT = "INV-30"
AREAS = "INV-23"
TWIN = drafts.EASIER_TWIN
MOST_AREAS = 4
LEAVES = {LIMIT: "allow one more goal", AREAS: "allow one more area", TWIN: "allow an easier goal"}


class ReasonTooShort(AimlineError):
    """A reason that everybody will read needs a sentence."""


def needs_endorsement(goal: Goal) -> bool:
    """School goals are read by a leader one level up before they begin (settled 17)."""
    return goal.unit.kind == UnitKind.SCHOOL and all(part.kind != ENDORSER for part in goal.parts.all())


def limit_gap(viewer: Viewer, goal: Goal) -> Gap | None:
    """Say that the place holds as many goals as it should, unless its leader gave leave (INV-30)."""
    level, n_active = Level(goal.level), active_beside(viewer, goal)
    if not is_over_limit(level, n_active) or goal.overrides.filter(rule=LIMIT).exists():
        return None
    text = "{n} goals are active here; {limit} are enough. Which one could wait? Or ask your leader for one more."
    return Gap(LIMIT, say(text, n=n_active, limit=LIMITS[level]), "limit")


def area_gap(viewer: Viewer, goal: Goal) -> Gap | None:
    """Say that the place's goals serve more areas than it should choose, unless its leader gave leave (INV-23)."""
    n_areas = areas_served(viewer, goal)
    if goal.priority_id is None or n_areas <= MOST_AREAS or goal.overrides.filter(rule=AREAS).exists():
        return None
    text = "Goals here serve {n} areas this year; two to four are enough. Which could wait? Or ask your leader."
    return Gap(AREAS, say(text, n=n_areas), "area")


def twin_gap(viewer: Viewer, goal: Goal, twins: Sequence[Goal]) -> Gap | None:
    """Say that a goal is a closed one with an easier promise, unless the leader gave leave for it (RF-05)."""
    if not twins:
        return None
    text = "This looks like the same goal with an easier target: {goal}, closed on {on}. Your leader may allow it."
    named = twins[0].title if visible(viewer).filter(pk=twins[0].pk).exists() else twins[0].unit.name
    return Gap(TWIN, say(text, goal=named, on=twins[0].closed_on), "twin")


def twins_without_leave(viewer: Viewer, goal: Goal, draft: Draft) -> tuple[Goal, ...]:
    """Return the closed goals whose easier twin this draft is, without those the leader gave leave for."""
    allowed = set(goal.overrides.filter(rule=TWIN).values_list("about_id", flat=True))
    found = ((each, values.locked_of(each)) for each in closed_beside(viewer, goal) if each.pk not in allowed)
    return tuple(each for each, locked in found if not was_reached(each, locked) and is_easier_twin(draft, locked))


def was_reached(ended: Goal, locked: Locked) -> bool:
    """Tell whether a goal ended at its target: going on from there takes nothing back."""
    final = ended.final_value
    return final is not None and at_least_as_good(locked.measure.direction, final, locked.target)


def override_limit(viewer: Viewer, goal_uuid: uuid.UUID, *, reason: str, version: int | None = None) -> Goal:
    """Let a place hold one goal more; its leader, with a reason that is shown on the goal (INV-30)."""
    return give_leave(viewer, goal_uuid, rule=LIMIT, reason=reason, version=version)


@transaction.atomic
def give_leave(viewer: Viewer, goal_uuid: uuid.UUID, *, rule: str, reason: str, version: int | None = None) -> Goal:
    """Let a draft go past one of the rules in `LEAVES`; the leader, with a reason that is shown on the goal.

    An easier twin is allowed beside the closed goals it is a twin of now (RF-05).
    """
    goal = drafts.take(viewer, goal_uuid, version=version, yours=reason)
    if not may_override_limit(viewer, goal):
        raise NotAllowed("The leader of this place can give this leave.")
    check_reason(reason)
    twins = twins_without_leave(viewer, goal, values.draft_of(goal)) if rule == TWIN else (None,)
    Override.objects.bulk_create(
        Override(goal=goal, rule=rule, about=twin, reason=reason.strip(), by_id=writer(viewer), at=viewer.now)
        for twin in twins
    )
    about = [str(twin.uuid) for twin in twins if twin]
    drafts.note(viewer, LEAVES[rule], goal, why=reason.strip(), **({"about": about} if about else {}))
    return goal


@transaction.atomic
def ask_for_review(viewer: Viewer, goal_uuid: uuid.UUID) -> Goal:
    """Hand a draft to the leader one level up."""
    goal = drafts.take(viewer, goal_uuid)
    check_may_write(viewer, goal)
    goal.state = move(State(goal.state), State.IN_REVIEW, layer=Layer(goal.layer))
    goal.save(update_fields=["state"])
    drafts.note(viewer, "ask for review", goal)
    return goal


@transaction.atomic
def send_back(viewer: Viewer, goal_uuid: uuid.UUID, *, why: str, version: int | None = None) -> Goal:
    """Return a goal to its writers with the reader's words."""
    goal = drafts.take(viewer, goal_uuid, version=version, yours=why)
    if not may_review(viewer, goal):
        raise NotAllowed("The leader one level up reads goals that ask for it.")
    check_reason(why)
    goal.state = move(State(goal.state), State.RETURNED, layer=Layer(goal.layer))
    goal.save(update_fields=["state"])
    drafts.keep(viewer, goal, drafts.last_words(goal), why=why.strip())
    return goal


@transaction.atomic
def endorse(viewer: Viewer, goal_uuid: uuid.UUID, *, version: int | None = None) -> Goal:
    """Put the leader's name under a goal as it was read; it can then be locked."""
    goal = drafts.take(viewer, goal_uuid, version=version)
    if not may_review(viewer, goal):
        raise NotAllowed("The leader one level up reads goals that ask for it.")
    # Beside the part they may have in the goal: an owner who endorses stays an owner.
    Part.objects.get_or_create(goal=goal, person_id=writer(viewer), kind=ENDORSER, defaults={"since": viewer.now})
    drafts.note(viewer, "endorse", goal)
    return goal


def lock_goal(viewer: Viewer, goal: Goal, draft: Draft, facts: PlanFacts, *, known: Calendar) -> None:
    """Lock a goal inside the caller's transaction; raises `NotReady` with all that is missing.

    Group, measure, baseline, target and deadline are fixed from here on; the list of students is frozen where the
    same students are followed.
    """
    locked = lock(draft, facts, today=viewer.today, calendar=known)
    fields = values.put(goal, locked)
    if locked.comparison is Comparison.SAME_STUDENTS:
        goal.cohort = freeze(viewer, goal)
        goal.n_in_group = goal.cohort.n
    goal.state = move(State(goal.state), State.ACTIVE, layer=Layer(goal.layer))
    goal.locked_at, goal.locked_on = viewer.now, viewer.today
    goal.save(update_fields=[*fields, "cohort", "state", "locked_at", "locked_on"])
    drafts.note(viewer, "lock goal", goal, target=goal.target, baseline=goal.baseline, deadline=goal.deadline)


@transaction.atomic
def begin_purpose(viewer: Viewer, goal_uuid: uuid.UUID) -> Goal:
    """Put a purpose goal to use: it needs a title, meaning and why, and no numbers (INV-24)."""
    goal = drafts.take(viewer, goal_uuid)
    check_may_write(viewer, goal)
    if goal.layer != Layer.PURPOSE:
        raise NotAllowed("A goal with numbers begins with everything it needs, and is then locked.")
    if not (goal.title and goal.statement and goal.why):
        raise PurposeIncomplete(
            "P-02", say("A purpose says what would be different for a child, and why."), say("Write both, then begin.")
        )
    goal.state = move(State(goal.state), State.ACTIVE, layer=Layer.PURPOSE)
    goal.save(update_fields=["state"])
    drafts.note(viewer, "begin purpose", goal)
    return goal


class PurposeIncomplete(AimlineError):
    """A purpose without words is not one yet."""


def check_reason(reason: str) -> None:
    if len(reason.strip()) < REASON_LENGTH:
        text = "This reason will be read by others; {length} characters at least."
        raise ReasonTooShort("reason-too-short", say(text, length=REASON_LENGTH), say("Write one sentence."))
