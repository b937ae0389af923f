"""A goal's plan as the checker reads it: what a draft has planned, and what has happened to a goal in use."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from aimline.apps.goals.models import Goal
from aimline.apps.monitoring import models, queries
from aimline.apps.monitoring.queries import Numbers
from aimline.domain.calendar import Calendar
from aimline.domain.goal import Proxy
from aimline.domain.rule import DecisionRule, RuleKind
from aimline.domain.smart.plans import Checkpoint, Look, Plan
from aimline.domain.strategy import Evidence, Strategy, StrategyKind, StrategyState

_NEAR = timedelta(days=14)  # results of a planned day come in around it


def drafted(goal: Goal) -> Plan:
    """Return what is planned: strategies, days to look with what is given then, rhythm and rules."""
    plan = queries.plan_of(goal)
    return Plan(
        strategies=tuple(strategies(goal)),
        checkpoints=tuple(Checkpoint(look.on, name_of(look)) for look in queries.checkpoints(goal)),
        cadence_days=plan.cadence_days if plan else None,
        rule_kinds=frozenset(each.kind for each in queries.agreed_rules(goal)),
        deadline=goal.deadline,
    )


def proxies_of(goal: Goal) -> tuple[Proxy, ...]:
    """Return the measures of a plan that move sooner than the goal's own, with the dates they are given."""
    dates = dict[str, list[date]]()
    for checkpoint in queries.checkpoints(goal):
        if checkpoint.measure_id not in (None, goal.measure_id) and checkpoint.measure:
            dates.setdefault(checkpoint.measure.name, []).append(checkpoint.on)
    return tuple(Proxy(name, tuple(days)) for name, days in dates.items())


def living(
    goal: Goal,
    numbers: Numbers,
    fired: Sequence[DecisionRule],
    *,
    n_writers: int,
    today: date,
    calendar: Calendar,
) -> Plan:
    """Return a goal's plan with what has happened since, from the numbers this viewer may see.

    `fired` are the agreed rules that the readings fulfil today; one that says "go on" asks for no decision.
    """
    planned = drafted(goal)
    readings = [reading.on for reading in goal.readings.all()]
    held = [each for each in queries.check_ins(goal) if queries.is_complete(each, n_members=n_writers)]
    changed = adjusted_on(goal)
    changes = [] if changed is None else [changed]
    speaking = bool(numbers.observed) and any(each.kind is not RuleKind.ON_TRACK for each in fired)
    return Plan(
        strategies=planned.strategies,
        checkpoints=tuple(
            Checkpoint(look.on, look.assessment, has_data=any(day >= look.on - _NEAR for day in readings))
            for look in planned.checkpoints
        ),
        cadence_days=planned.cadence_days,
        rule_kinds=planned.rule_kinds,
        activated_on=goal.locked_on,
        deadline=goal.deadline,
        looks=tuple(look_at(goal, numbers, each.on, calendar=calendar) for each in held),
        touched_on=max([*changes, *(each.on for each in queries.check_ins(goal))], default=None),
        rule_fired_on=numbers.observed[-1].on if speaking else None,
        decided_on=max([*changes, *(each.on for each in held)], default=None),
        adjusted_on=changed,
    )


def look_at(goal: Goal, numbers: Numbers, on: date, *, calendar: Calendar) -> Look:
    """Say which way the readings went that a review had before it; nothing where this viewer may not see the start."""
    seen = numbers.observed if numbers.baseline.shown else ()
    before = tuple(each for each in seen if each.on <= on)
    return Look(on, queries.verdict_of(goal, numbers.locked, before, today=on, calendar=calendar).trend)


def strategies(goal: Goal) -> Iterable[Strategy]:
    """Give a goal's strategies as the method knows them; what is said to differ from before is new."""
    for row in sorted(goal.strategies.all(), key=lambda each: each.pk):
        yield Strategy(
            kind=StrategyKind(row.kind),
            text=row.text,
            how_it_differs=row.how_it_differs,
            is_new=bool(row.how_it_differs.strip()),
            evidence=Evidence(row.evidence_basis) if row.evidence_basis else None,
            state=StrategyState(row.state),
        )


def adjusted_on(goal: Goal) -> date | None:
    """Return the last day on which a strategy began or ended after the lock."""
    assert goal.locked_on is not None
    days = [day for row in goal.strategies.all() for day in (row.starts_on, row.retired_on) if day]
    return max((day for day in days if day > goal.locked_on), default=None)


def last_data_on(goal: Goal) -> date | None:
    """Return the last planned day of data up to the deadline; none while there is none (T-07)."""
    days = [look.on for look in queries.checkpoints(goal) if goal.deadline is not None and look.on <= goal.deadline]
    return max(days, default=None)


def name_of(look: models.Checkpoint) -> str:
    return look.name or (look.measure.name if look.measure else "")
