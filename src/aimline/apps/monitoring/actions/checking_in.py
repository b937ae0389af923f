"""Hold a check-in in under a minute, and let a second member answer in ten seconds (settled 18)."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from aimline.apps.goals.actions.holding import hold
from aimline.apps.goals.actions.values import group_of
from aimline.apps.goals.models import Goal
from aimline.apps.goals.policy import check_may_change
from aimline.apps.goals.queries import is_taught_by
from aimline.apps.journal import actions as journal
from aimline.apps.monitoring import queries
from aimline.apps.monitoring.actions import verdicts
from aimline.apps.monitoring.models import CheckIn, Reading, SecondAnswer
from aimline.apps.organizations.policy import NotAllowed, Viewer
from aimline.apps.organizations.queries import calendar_of
from aimline.domain import cadence, measure
from aimline.domain.decision import compare
from aimline.domain.refusal import AimlineError
from aimline.domain.trend import Observed
from aimline.domain.words import say


@dataclass(frozen=True)
class Look:
    """What a team says at a check-in; `counted` is a value typed where the data hold none, with its n."""

    next_on: date
    on_track: str = ""
    what_to_adjust: str = ""
    decision: str = "keep"
    counted: float | None = None
    counted_n: int | None = None
    no_data_reason: str = ""
    who_is_improving: str = cadence.Answer.NOT_DISCUSSED.value
    who_needs_support: str = cadence.Answer.NOT_DISCUSSED.value
    what_works: str = cadence.Answer.NOT_DISCUSSED.value
    celebration: str = "none yet"
    concern: str = ""


class OutOfRange(AimlineError):
    """A typed value is not possible on this measure."""


class CountedAlready(AimlineError):
    """A value was typed where the data have one, or somebody typed one today."""


class OwnAnswer(AimlineError):
    """The second answer comes from somebody else."""


@transaction.atomic
def check_in(viewer: Viewer, goal: Goal, look: Look, *, version: int | None = None) -> CheckIn:
    """Keep a check-in on the newest reading; one that lacks an answer is kept as unfinished (INV-48, INV-49, RF-27).

    An unfinished check-in is finished, and one's own of today is changed until a colleague answers it: not doubled.
    A value typed by hand becomes a reading marked as such.
    """
    hold(goal, version=version, yours=vars(look))
    check_may_change(viewer, goal)
    assert viewer.person_id is not None  # whoever may write holds a part as a person
    row = unfinished(goal) or own_today(viewer, goal) or CheckIn(goal=goal, district=goal.district)
    reading = counted_by_hand(viewer, goal, look) or new_reading(goal, today=viewer.today) or row.reading
    row.on, row.by_id, row.at = viewer.today, viewer.person_id, viewer.now
    row.reading = reading
    row.value, row.n = (reading.value, reading.n) if reading else (None, None)
    row.no_data_reason = "" if reading else look.no_data_reason.strip()
    row.answers = {
        "on_track": look.on_track,
        "what_to_adjust": look.what_to_adjust.strip(),
        "who_is_improving": look.who_is_improving.strip(),
        "who_needs_support": look.who_needs_support.strip(),
        "what_works": look.what_works.strip(),
    }
    row.celebration, row.concern = look.celebration.strip(), look.concern.strip()
    row.decision, row.next_on = look.decision, look.next_on
    compare_with_line(viewer, goal, row, reading)
    row.save()
    journal.record(
        "check in", person_id=viewer.person_id, at=viewer.now, noun="goal", noun_uuid=goal.uuid,
        district_id=goal.district_id, after={"check_in": str(row.uuid), "value": row.value, "decision": row.decision},
    )  # fmt: skip
    verdicts.keep(viewer, [goal.pk])
    return row


def compare_with_line(viewer: Viewer, goal: Goal, row: CheckIn, reading: Reading | None) -> None:
    calendar = calendar_of(viewer, goal.district)
    readings = Reading.objects.filter(goal=goal, measure=goal.measure).order_by("on", "pk")
    observed = [Observed(each.on, each.value, each.n, each.deviation) for each in readings]
    row.status = queries.judged(goal, observed, today=viewer.today, calendar=calendar).status
    row.aimline_value = None
    if reading is not None and reading.measure_id == goal.measure_id:
        newest = Observed(reading.on, reading.value, reading.n, reading.deviation)
        row.aimline_value = compare(queries.locked(goal), newest, calendar).expected


def unfinished(goal: Goal) -> CheckIn | None:
    """Return the goal's check-in that still lacks an answer, if there is one."""
    newest = CheckIn.objects.filter(goal=goal).order_by("-on", "-pk").first()
    return newest if newest and cadence.missing_for_completion(queries.look_of(newest)) else None


def own_today(viewer: Viewer, goal: Goal) -> CheckIn | None:
    """Return the check-in this viewer held today, as long as nobody has answered it."""
    held = CheckIn.objects.filter(goal=goal, on=viewer.today, by_id=viewer.person_id, second_answers=None)
    return held.select_related("reading__measure").order_by("-pk").first()


def new_reading(goal: Goal, *, today: date) -> Reading | None:
    """Return the newest reading not talked about in a finished check-in: the goal's own, else one that moves sooner."""
    held = CheckIn.objects.filter(goal=goal, reading__isnull=False)
    discussed = {row.reading_id for row in held if not cadence.missing_for_completion(queries.look_of(row))}
    newest = Reading.objects.filter(goal=goal, on__lte=today).order_by("-on", "-pk")
    by_measure = {reading.measure_id: reading for reading in reversed(newest.select_related("measure"))}
    own = [by_measure.pop(goal.measure_id)] if goal.measure_id in by_measure else []
    return next((reading for reading in [*own, *by_measure.values()] if reading.pk not in discussed), None)


def may_count(viewer: Viewer, goal: Goal) -> bool:
    """Tell whether a value may be typed: by staff who teach the students, once a day, where an import brings none."""
    group, plan = group_of(goal), queries.plan_of(goal)
    if goal.measure is None or goal.measure.is_yearly or group is None or not is_taught_by(viewer, goal.unit, group):
        return False
    since = viewer.today - timedelta(days=plan.cadence_days if plan else cadence.DEFAULT_DAYS)
    own = [each for each in goal.readings.all() if each.measure_id == goal.measure_id]
    return not any(each.on == viewer.today if each.is_counted_by_hand else each.on > since for each in own)


def counted_by_hand(viewer: Viewer, goal: Goal, look: Look) -> Reading | None:
    if look.counted is None:
        return None
    method = queries.locked(goal).measure
    if not measure.in_range(method, look.counted) or not look.counted_n:
        raise OutOfRange(
            "M-06",
            say("This scale goes from {low} to {high}.", low=float(method.minimum), high=float(method.maximum)),
            say("Type the value and how many students it counts."),
        )
    if not is_taught_by(viewer, goal.unit, queries.locked(goal).group):
        raise NotAllowed("A value is typed by the staff who teach these students.")
    if not may_count(viewer, goal):
        raise CountedAlready(
            "counted-already",
            say("The value comes from the data here, or somebody has counted it today."),
            say("Check in without typing a value."),
        )
    assert goal.measure_id is not None
    return Reading.objects.create(
        goal=goal, measure_id=goal.measure_id, on=viewer.today, n=look.counted_n, value=look.counted,
        generation=0, is_counted_by_hand=True,
    )  # fmt: skip


@transaction.atomic
def answer_too(
    viewer: Viewer, goal: Goal, held: CheckIn, *, agrees: bool, note: str = "", version: int | None = None
) -> SecondAnswer:
    """Add another member's answer to a check-in; with two the team's month begins again (settled 18)."""
    hold(goal, version=version, yours={"note": note})
    check_may_change(viewer, goal)
    assert viewer.person_id is not None  # whoever may write holds a part as a person
    if held.by_id == viewer.person_id:
        raise OwnAnswer(
            "settled-18", say("The second answer comes from another member."), say("Ask a colleague: ten seconds.")
        )
    answer, _ = SecondAnswer.objects.update_or_create(
        check_in=held,
        person_id=viewer.person_id,
        defaults={"agrees": agrees, "note": note.strip(), "at": viewer.now},
    )
    journal.record(
        "answer check-in", person_id=viewer.person_id, at=viewer.now, noun="goal", noun_uuid=goal.uuid,
        district_id=goal.district_id, after={"check_in": str(held.uuid), "agrees": agrees},
    )  # fmt: skip
    return answer
