"""What lies before a viewer today: goals at their places, with what each of them waits for."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q

from aimline.apps.goals import queries as goals
from aimline.apps.goals.actions.amendments import REQUESTED
from aimline.apps.goals.models import Amendment, Goal
from aimline.apps.goals.policy import LEADING
from aimline.apps.monitoring import queries as monitoring
from aimline.apps.monitoring.models import CheckIn
from aimline.apps.organizations.models import Membership, Unit, UnitKind
from aimline.apps.organizations.policy import LEADS_SCHOOL, WRITERS, Viewer, school_path, writes_goals_at
from aimline.apps.organizations.queries import calendar_of
from aimline.apps.results.models import Batch, BatchState
from aimline.domain import cadence
from aimline.domain.calendar import Calendar
from aimline.domain.goal import Locked
from aimline.domain.state import State

BEING_MADE = (State.DRAFT, State.IN_REVIEW, State.RETURNED)


@dataclass(frozen=True)
class Watched:
    """An active goal with its numbers as this viewer may see them, what the rules say, and its looks."""

    goal: Goal
    numbers: monitoring.Numbers
    locked: Locked
    stands: monitoring.Standing
    last_look_on: date | None
    next_look_on: date | None
    has_new_reading: bool
    is_due: bool
    is_overdue: bool
    awaits_answer_of: CheckIn | None


@dataclass(frozen=True)
class Newest:
    """The newest file of results: when it came, and how many rows it brought."""

    committed_on: date
    n_rows: int


@dataclass(frozen=True)
class Overview:
    """Everything Home is made from."""

    active: tuple[Watched, ...]
    unfinished: tuple[Goal, ...]
    corrections: tuple[Amendment, ...]
    newest: Newest | None
    places: tuple[Unit, ...]
    calendar: Calendar


def overview(viewer: Viewer) -> Overview:
    """Return what lies before the viewer: the goals of their own places, and of places they lead."""
    district = district_of(viewer)
    known = calendar_of(viewer, district) if district else Calendar()
    rows = list(goals.visible(viewer).filter(concerns(viewer), state__in=BEING_MADE).distinct())
    asked = Amendment.objects.filter(state=REQUESTED, goal__in=goals.visible(viewer).filter(concerns(viewer)))
    return Overview(
        active=active(viewer, known),
        unfinished=tuple(rows),
        corrections=tuple(asked.exclude(requested_by_id=viewer.person_id).select_related("goal__unit", "requested_by")),
        newest=newest(viewer),
        places=tuple(Unit.objects.filter(pk__in=writes_goals_at(viewer), archived_on=None).order_by("name_sort")),
        calendar=known,
    )


def district_of(viewer: Viewer) -> Unit | None:
    """Return the viewer's district, the first where there are several."""
    ids = sorted(part.district_id for part in viewer.parts if part.district_id)
    return Unit.objects.filter(pk=ids[0]).first() if ids else None


def concerns(viewer: Viewer) -> Q:
    """Filter goals to the viewer's own places and those they lead; to those shared with whoever has neither."""
    if not writes_goals_at(viewer):
        return shared_with(viewer)
    wanted = Q(unit_id__in=writes_goals_at(viewer)) | Q(parts__person_id=viewer.person_id)
    for part in viewer.parts:
        if part.role in LEADS_SCHOOL:
            wanted |= Q(unit__path__within=part.path)
        elif part.role in LEADING:
            wanted |= Q(unit__path__within=part.path, unit__kind__in=[UnitKind.DISTRICT, UnitKind.SCHOOL])
    return wanted


def shared_with(viewer: Viewer) -> Q:
    """Filter to the places where the viewer has a part; in a district to its own goals and those of its schools."""
    wanted = Q(parts__person_id=viewer.person_id)
    for part in viewer.parts:
        below = Q(unit__path__within=school_path(part.path), district_id=part.district_id)
        near = Q(unit__kind__in=[UnitKind.DISTRICT, UnitKind.SCHOOL]) if part.kind == UnitKind.DISTRICT else Q()
        wanted |= below & near
    return wanted


def active(viewer: Viewer, known: Calendar) -> tuple[Watched, ...]:
    looks = CheckIn.objects.prefetch_related("second_answers").order_by("-on", "-pk")
    mine = goals.visible(viewer).filter(concerns(viewer), state=State.ACTIVE).values("pk")
    watched = monitoring.watched(viewer).filter(pk__in=mine).prefetch_related(Prefetch("check_ins", looks))
    found = list(watched.order_by("unit_id", "pk"))
    numbers = monitoring.numbers(viewer, found)
    writers = n_writers({goal.unit for goal in found}, today=viewer.today)
    return tuple(watch(viewer, goal, numbers[goal.pk], known, n_writers=writers.get(goal.unit_id, 0)) for goal in found)


def n_writers(units: set[Unit], *, today: date) -> dict[int, int]:
    """Count the people who write each place's goals today, in one query."""
    writing = Q()
    for kind, roles in WRITERS.items():
        writing |= Q(unit__kind=kind, role__in=roles)
    held = Membership.objects.filter(writing, unit__in=units, starts_on__lte=today)
    held = held.filter(Q(ends_on=None) | Q(ends_on__gte=today))
    return dict(held.values_list("unit_id").annotate(n=Count("person_id", distinct=True)))


def watch(viewer: Viewer, goal: Goal, numbers: monitoring.Numbers, known: Calendar, *, n_writers: int) -> Watched:
    """Judge one goal today and see what it waits for."""
    checks = list(goal.check_ins.all())
    newest_check = checks[0] if checks else None
    last = monitoring.last_look(goal, n_members=n_writers)
    newest_reading = max((point.on for point in numbers.readings), default=None)
    return Watched(
        goal=goal,
        numbers=numbers,
        locked=numbers.locked,
        stands=monitoring.standing(goal, numbers, today=viewer.today, calendar=known),
        last_look_on=last,
        next_look_on=newest_check.next_on if newest_check else None,
        has_new_reading=newest_reading is not None and newest_reading > (newest_check.on if newest_check else date.min),
        is_due=newest_check is not None and newest_check.next_on <= viewer.today,
        is_overdue=last is not None and cadence.overdue(last, today=viewer.today, calendar=known),
        awaits_answer_of=open_answer(viewer, newest_check, n_writers),
    )


def open_answer(viewer: Viewer, check: CheckIn | None, n_writers: int) -> CheckIn | None:
    """Return a check-in that waits for a second member's answer, which this viewer may give."""
    if check is None or check.by_id == viewer.person_id or monitoring.is_complete(check, n_members=n_writers):
        return None
    has_answered = any(answer.person_id == viewer.person_id for answer in check.second_answers.all())
    return None if has_answered else check


def newest(viewer: Viewer) -> Newest | None:
    """Return the newest results of the viewer's districts, none where nothing has come yet."""
    districts = {part.district_id for part in viewer.parts if part.district_id}
    found = Batch.objects.filter(district_id__in=districts, state=BatchState.COMMITTED)
    batch = found.order_by("-committed_at").values_list("committed_at", "n_rows").first()
    return Newest(batch[0].date(), batch[1]) if batch and batch[0] else None
