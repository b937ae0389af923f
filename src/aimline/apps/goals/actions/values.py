"""Goal rows as values of the method, and back."""

from collections.abc import Iterable, Mapping

from aimline.apps.goals.models import Goal, InterimBenchmark
from aimline.apps.results.queries import measure_value
from aimline.domain.goal import (
    Baseline,
    Comparison,
    Condition,
    Denominator,
    Draft,
    GroupRule,
    Layer,
    Level,
    Locked,
    Proxy,
    StatementMode,
    Stop,
)
from aimline.domain.measure import better

OWN_WORDS = "own_words"
FROM_FORMULA = "from_formula"

LOCKED_FIELDS = (
    "group_label", "group_rule", "n_in_group", "comparison", "denominator", "result", "direction", "baseline",
    "baseline_on", "baseline_n", "baseline_source", "target", "target_floor", "starts_on", "deadline",
    "deadline_words",
)  # fmt: skip


def group_of(goal: Goal) -> GroupRule | None:
    """Return a goal's group, or none while nobody has said for whom it is."""
    if not goal.group_label.strip():
        return None
    return rule_of(goal.group_rule, label=goal.group_label, n=goal.n_in_group)


def rule_of(stored: Mapping[str, object], *, label: str, n: int | None = None) -> GroupRule:
    """Read a stored group rule: `{"grades": [4], "conditions": [{"attribute": ..., "values": [...]}]}`."""
    grades, conditions = stored.get("grades", []), stored.get("conditions", [])
    assert isinstance(grades, list)
    assert isinstance(conditions, list)
    return GroupRule(
        label=label,
        grades=frozenset(grades),
        conditions=tuple(Condition(c["attribute"], frozenset(c["values"])) for c in conditions),
        n=n,
    )


def stored_rule(rule: GroupRule) -> dict[str, object]:
    """Write a group rule as it is stored."""
    return {
        "grades": sorted(rule.grades),
        "conditions": [{"attribute": c.attribute, "values": sorted(c.values)} for c in rule.conditions],
    }


def baseline_of(goal: Goal) -> Baseline | None:
    """Return where a goal starts, or none while the data have no answer."""
    if goal.baseline is None or goal.baseline_on is None:
        return None
    return Baseline(goal.baseline, goal.baseline_on, goal.baseline_n or 0, goal.baseline_source)


def stops_of(goal: Goal) -> tuple[Stop, ...]:
    """Return a goal's interim benchmarks in order of date."""
    return tuple(sorted((Stop(b.on, b.value) for b in goal.benchmarks.all()), key=lambda stop: stop.on))


def draft_of(goal: Goal, proxies: tuple[Proxy, ...] = ()) -> Draft:
    """Return a goal as it is being written, with every gap it still has."""
    return Draft(
        level=Level(goal.level),
        layer=Layer(goal.layer),
        group=group_of(goal),
        result=goal.result,
        measure=measure_value(goal.measure) if goal.measure else None,
        baseline=baseline_of(goal),
        target=goal.target,
        starts_on=goal.starts_on,
        deadline=goal.deadline,
        deadline_words=goal.deadline_words,
        stops=stops_of(goal),
        comparison=Comparison(goal.comparison) if goal.comparison else None,
        denominator=Denominator(goal.denominator),
        proxies=proxies,
        statement_mode=StatementMode.OWN_WORDS if goal.statement_mode == OWN_WORDS else StatementMode.FORMULA,
        own_words=goal.statement if goal.statement_mode == OWN_WORDS else "",
    )


def locked_of(goal: Goal, proxies: tuple[Proxy, ...] = ()) -> Locked:
    """Return a goal that has been locked; the database holds all its parts once `locked_on` is set."""
    group, baseline = group_of(goal), baseline_of(goal)
    assert group is not None
    assert baseline is not None
    assert goal.measure is not None
    assert goal.target is not None
    assert goal.deadline is not None
    assert goal.starts_on is not None
    assert goal.locked_on is not None
    return Locked(
        level=Level(goal.level),
        group=group,
        result=goal.result,
        measure=measure_value(goal.measure),
        baseline=baseline,
        target=goal.target,
        starts_on=goal.starts_on,
        deadline=goal.deadline,
        deadline_words=goal.deadline_words,
        stops=stops_of(goal),
        comparison=Comparison(goal.comparison),
        denominator=Denominator(goal.denominator),
        proxies=proxies,
        locked_on=goal.locked_on,
    )


def put(goal: Goal, locked: Locked, *, is_correction: bool = False) -> tuple[str, ...]:
    """Set a goal's row to locked values and return the names of the fields to save; benchmarks: `put_stops`.

    The measure itself is not among them: a goal keeps its ruler. `target_floor` only ever moves to a better
    target, unless an approved correction says that the record was wrong.
    """
    floor = goal.target_floor
    if floor is None or is_correction or better(locked.measure.direction, locked.target, floor):
        goal.target_floor = locked.target
    goal.group_label, goal.group_rule, goal.n_in_group = locked.group.label, stored_rule(locked.group), locked.group.n
    goal.comparison, goal.denominator = locked.comparison, locked.denominator
    goal.result, goal.direction = locked.result, locked.measure.direction
    goal.baseline, goal.baseline_on = locked.baseline.value, locked.baseline.on
    goal.baseline_n, goal.baseline_source = locked.baseline.n, locked.baseline.source
    goal.target = locked.target
    goal.starts_on, goal.deadline, goal.deadline_words = locked.starts_on, locked.deadline, locked.deadline_words
    return LOCKED_FIELDS


def put_stops(goal: Goal, stops: Iterable[Stop]) -> None:
    """Store a goal's interim benchmarks in place of those it had."""
    InterimBenchmark.objects.filter(goal=goal).delete()
    InterimBenchmark.objects.bulk_create([InterimBenchmark(goal=goal, on=s.on, value=s.value) for s in stops])
