"""Keep what the rules said on a day, with the rule's version and inputs (settled 15)."""

from collections.abc import Collection
from datetime import date

from aimline.apps.goals.models import Goal
from aimline.apps.monitoring import queries
from aimline.apps.monitoring.actions import foretelling
from aimline.apps.monitoring.models import Verdict
from aimline.apps.monitoring.queries import gaps
from aimline.apps.monitoring.queries.outlook import outlook_of
from aimline.apps.organizations.policy import Viewer
from aimline.apps.organizations.queries import calendar_of
from aimline.domain import closing, decision
from aimline.domain.calendar import Calendar
from aimline.domain.trend import Observed
from aimline.domain.words import write


def keep(viewer: Viewer, goal_ids: Collection[int]) -> None:
    """Store today's verdict of active goals, in place of an earlier one of the same day.

    Called after readings changed, a check-in was held or a goal began. Every reading counts here: what is kept is
    the rules' work, and pages judge again from what their viewer may see.
    """
    goals = Goal.objects.filter(pk__in=goal_ids, state="active", layer="progress").select_related(
        "plan", "outlook", "measure", "unit", "district"
    )
    judged = list(goals.prefetch_related(*queries.short(), "strategies"))
    districts = {goal.district_id: goal.district for goal in judged}
    calendars = {number: calendar_of(viewer, district) for number, district in districts.items()}
    foretelling.foretell(viewer, judged, calendars)
    for goal in judged:
        keep_one(viewer, goal, calendars[goal.district_id])


def keep_one(viewer: Viewer, goal: Goal, calendar: Calendar) -> None:
    observed = every_reading(goal)
    verdict = queries.judged(goal, observed, today=viewer.today, calendar=calendar)
    Verdict.objects.update_or_create(
        goal=goal,
        on=viewer.today,
        defaults={
            "status": verdict.status,
            "rule": verdict.rule,
            "rule_version": int(verdict.rule_version),
            "inputs": {**inputs(goal, observed, verdict), "gap": gaps.on_record(viewer, goal)},
            "sentence": verdict.sentence.text,
            "sentence_values": {name: write(value) for name, value in verdict.sentence.values.items()},
        },
    )


def every_reading(goal: Goal) -> list[Observed]:
    """Return all readings of a goal's own measure, oldest first, for the rules and never for a page."""
    own = (reading for reading in goal.readings.all() if reading.measure_id == goal.measure_id)
    found = (Observed(reading.on, reading.value, reading.n, reading.deviation) for reading in own)
    return sorted(found, key=lambda each: each.on)


def final(goal: Goal, *, today: date, calendar: Calendar) -> tuple[bool, float | None]:
    """Tell whether a goal that ends today was met, and its last value: what is kept, whoever closes it."""
    observed = every_reading(goal)
    verdict = queries.judged(goal, observed, today=today, calendar=calendar)
    return verdict.status is decision.Status.MET, observed[-1].value if observed else None


def check_has_run(goal: Goal, *, today: date) -> None:
    """Raise `StillRunning` while a later result may still change how a goal ends; every reading counts."""
    looks = queries.own_looks(goal)
    closing.check_has_run(
        queries.locked(goal), every_reading(goal), today=today, last_checkpoint_on=looks[-1] if looks else None
    )


def inputs(goal: Goal, observed: Collection[Observed], verdict: decision.Verdict) -> dict[str, object]:
    """Return what a verdict was made from, enough to work it out again."""
    return {
        "readings": [[each.on.isoformat(), each.value, each.n, each.sd] for each in observed],
        "fired": [each.on.isoformat() for each in verdict.fired],
        "baseline": goal.baseline,
        "target": goal.target,
        "deadline": str(goal.deadline),
        "longest_wait_days": queries.longest_wait(goal, queries.own_looks(goal)),
        "expected": verdict.expected,
        "difference": verdict.difference,
        "tolerance": verdict.tolerance,
        "trend": verdict.trend,
        "outlook": outlook(goal),
    }


def outlook(goal: Goal) -> dict[str, object] | None:
    """Return what was foretold with these readings, with the model's version and what it rests on."""
    found = outlook_of(goal)
    if found is None or found.chance is None:
        return None
    return {
        "chance": found.chance,
        "band": [found.low, found.high],
        "alarm_below": found.alarm_below,
        "version": found.version,
        "rests_on": found.rests_on,
    }
