"""Who may see and write goals."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from aimline.apps.accounts.models import Person
from aimline.apps.goals.models import Amendment, Goal, Part
from aimline.apps.journal.models import Entry
from aimline.apps.organizations.models import Membership, Role, Unit, UnitKind
from aimline.apps.organizations.policy import (
    LEADS_SCHOOL,
    STAFF,
    TEACHING,
    NotAllowed,
    Viewer,
    leads,
    may_write_goals,
    school_path,
)
from aimline.domain.state import State

BEING_WRITTEN = frozenset({State.DRAFT, State.RETURNED})
LEADING = LEADS_SCHOOL | {Role.DISTRICT_LEADER}
ENDED = frozenset({State.MET, State.NOT_MET})
REFLECTED = ENDED | {State.CARRIED_FORWARD}
COLLEAGUES = STAFF | TEACHING
GIVE_PART, OPEN_SIGN_IN = "give part", "open sign-in"  # as the journal calls them
_OPEN_DISTRICT = ("district", "public")
_OPEN_SCHOOL = ("school", "district", "public")


def seen_by(viewer: Viewer) -> Q:
    """Filter goals to those the viewer may see; nothing is ever seen across districts.

    A goal being written is for its unit, its leaders and those who take part; later its visibility decides.
    """
    if viewer.is_installation_steward:
        return Q()
    # No join: a goal with three people would be there three times.
    taking_part = Part.objects.filter(person_id=viewer.person_id or 0).values("goal_id")
    wanted = Q(pk__in=taking_part, district_id__in=[part.district_id for part in viewer.parts])
    once_begun = Q(pk__in=[])
    for part in viewer.parts:
        is_colleague = part.role in COLLEAGUES
        once_begun |= Q(visibility__in=_OPEN_DISTRICT if is_colleague else ["public"], district_id=part.district_id)
        if part.role in LEADING:
            wanted |= ~Q(visibility="private") & Q(unit__path__within=part.path)
        if is_colleague:
            wanted |= Q(unit_id=part.unit_id) & ~Q(visibility="private")
            once_begun |= Q(visibility__in=_OPEN_SCHOOL, unit__path__within=school_path(part.path))
    return wanted | (~Q(state__in=[State.DRAFT, State.RETURNED]) & once_begun)


def may_write(viewer: Viewer, goal: Goal) -> bool:
    """A goal is written by members of its level, as long as it is a draft (INV-31)."""
    return goal.state in BEING_WRITTEN and may_write_goals(viewer, goal.unit)


def may_review(viewer: Viewer, goal: Goal) -> bool:
    """The leader one level up reads a goal that asks for it (settled 17)."""
    return goal.state == State.IN_REVIEW and leads(viewer, goal.unit)


def may_override_limit(viewer: Viewer, goal: Goal) -> bool:
    """The unit's leader may let it hold one goal more than the limit (INV-30)."""
    return leads(viewer, goal.unit)


def check_may_write(viewer: Viewer, goal: Goal) -> None:
    """Raise `NotAllowed` for everybody but the members of the goal's own level (RF-15)."""
    if not may_write_goals(viewer, goal.unit):
        raise NotAllowed("Goals here grow from below. You can say why it matters and ask.")
    if goal.state not in BEING_WRITTEN:
        raise NotAllowed("This goal is no longer a draft. Open the goal to see what can change.")


def check_may_start(viewer: Viewer, unit: Unit) -> None:
    """Raise `NotAllowed` where the viewer does not write this place's goals (INV-31)."""
    if not may_write_goals(viewer, unit):
        raise NotAllowed("Goals here grow from below. You can say why it matters and ask.")


@dataclass(frozen=True)
class Rights:
    """What the viewer may do with one goal, asked once for a page."""

    write: bool
    review: bool
    override_limit: bool


def rights(viewer: Viewer, goal: Goal) -> Rights:
    """Ask all rights at once."""
    return Rights(may_write(viewer, goal), may_review(viewer, goal), may_override_limit(viewer, goal))


def may_change(viewer: Viewer, goal: Goal) -> bool:
    """A goal in use is looked at, amended, adjusted and closed by members of its own level (INV-31)."""
    return goal.state == State.ACTIVE and may_write_goals(viewer, goal.unit)


def may_carry_forward(viewer: Viewer, goal: Goal) -> bool:
    """A goal that ended is carried forward, once, by members of its own level (INV-32)."""
    return goal.state in ENDED and may_write_goals(viewer, goal.unit)


def may_put_away(viewer: Viewer, goal: Goal) -> bool:
    """A goal that was reflected on is put away by members of its own level (INV-32)."""
    return goal.state in REFLECTED and may_write_goals(viewer, goal.unit)


def may_cancel(viewer: Viewer, goal: Goal) -> bool:
    """Only the leader one level up cancels a goal in use (INV-38)."""
    return goal.state == State.ACTIVE and leads(viewer, goal.unit)


def may_decide(viewer: Viewer, asked: Amendment) -> bool:
    """A correction is decided by a second person: the leader one level up, or a data steward (INV-36)."""
    goal = asked.goal
    stands_for_it = leads(viewer, goal.unit) or viewer.has_role(goal.unit, {Role.DATA_STEWARD})
    is_another = viewer.person_id != asked.requested_by_id
    return goal.state == State.ACTIVE and stands_for_it and is_another and stands_apart(viewer, asked)


def stands_apart(viewer: Viewer, asked: Amendment) -> bool:
    """Tell whether a viewer is truly a second person beside the one who asks.

    The part that lets them decide is older than the request, and neither it nor their sign-in goes back to the asker,
    over however many hands: otherwise one person could open a second sign-in, let it make a third, and be all three.
    """
    if viewer.person_id is None or rests_on(asked.requested_by_id, sign_in_of(viewer.person_id)):
        return False
    unit = asked.goal.unit
    leading = LEADS_SCHOOL if unit.kind in {UnitKind.TEAM, UnitKind.CLASSROOM} else {Role.DISTRICT_LEADER}
    held = Membership.objects.filter(person_id=viewer.person_id, role__in={*leading, Role.DATA_STEWARD})
    held = held.filter(starts_on__lte=viewer.today).exclude(ends_on__lt=viewer.today)
    parts = {each.uuid for each in held.select_related("unit") if each.unit and unit.path.startswith(each.unit.path)}
    gifts = {gift.noun_uuid: gift for gift in Entry.objects.filter(verb=GIVE_PART, noun_uuid__in=parts)}
    late = {part for part, gift in gifts.items() if gift.at > asked.requested_at}
    return any(
        part not in gifts or not rests_on(asked.requested_by_id, [gifts[part].person_id]) for part in parts - late
    )


def rests_on(asker_id: int, hands: Iterable[int | None], *, seen: frozenset[int] = frozenset()) -> bool:
    """Tell whether any of these hands is the asker's, or owes its sign-in or all of its parts to the asker."""
    return any(is_hand_of(asker_id, hand, seen=seen) for hand in hands if hand is not None)


def is_hand_of(asker_id: int, person_id: int, *, seen: frozenset[int]) -> bool:
    # Hands that only lead back to each other have nobody else behind them.
    if person_id == asker_id or person_id in seen:
        return True
    seen |= {person_id}
    if rests_on(asker_id, sign_in_of(person_id), seen=seen):
        return True
    parts = Membership.objects.filter(person_id=person_id).values("uuid")
    gifts = Entry.objects.filter(verb=GIVE_PART, noun_uuid__in=parts).exclude(person_id=person_id)
    # Whoever opened the installation gave their parts to themselves, and rests on nobody.
    givers = set(gifts.values_list("person_id", flat=True))
    return bool(givers) and all(rests_on(asker_id, [giver], seen=seen) for giver in givers)


def sign_in_of(person_id: int) -> list[int | None]:
    """Return who opened a person's sign-in; none for those who came first, and for those of a single sign-on."""
    made = Entry.objects.filter(verb=OPEN_SIGN_IN, noun_uuid__in=Person.objects.filter(pk=person_id).values("uuid"))
    return list(made.values_list("person_id", flat=True))


def check_may_change(viewer: Viewer, goal: Goal) -> None:
    """Raise `NotAllowed` for everybody but the members of the goal's own level, and once it is over."""
    if not may_write_goals(viewer, goal.unit):
        raise NotAllowed("Goals here grow from below. You can say why it matters and ask.")
    if goal.state != State.ACTIVE:
        raise NotAllowed("This goal is over; what was tried is kept as it was.")


def check_may_carry_forward(viewer: Viewer, goal: Goal) -> None:
    """Raise `NotAllowed` for everybody but members of the goal's own level, and unless it ended with reflections."""
    if not may_carry_forward(viewer, goal):
        raise NotAllowed("A goal is carried forward once, by those who write it, after it was closed.")


def check_may_put_away(viewer: Viewer, goal: Goal) -> None:
    """Raise `NotAllowed` for everybody but members of the goal's own level, and unless it ended with reflections."""
    if not may_put_away(viewer, goal):
        raise NotAllowed("A goal is put away by those who write it, after it was closed.")


def check_may_decide(viewer: Viewer, asked: Amendment) -> None:
    """Raise `NotAllowed` for everybody but a second person who may stand for a correction."""
    if not may_decide(viewer, asked):
        raise NotAllowed(
            "A correction needs a second person: the leader one level up or the data steward, with a sign-in and a"
            " part that do not come from whoever asks. Your district can name one."
        )


def writer(viewer: Viewer) -> int:
    """Return the id of the person who acts; raise `NotAllowed` for a viewer who is nobody in particular."""
    if viewer.person_id is None:
        raise NotAllowed("Sign in to do this in your own name.")
    return viewer.person_id


def check_may_cancel(viewer: Viewer, goal: Goal) -> None:
    """Raise `NotAllowed` for everybody but the leader one level up (INV-38)."""
    if not may_cancel(viewer, goal):
        raise NotAllowed("Only the leader one level up cancels a goal in use.")
