"""Save everything a studio page holds: analysis, areas, draft, strategies and the plan to look."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.db import transaction

from aimline.apps.goals.actions import analysis, closing, drafts, values
from aimline.apps.goals.models import Goal
from aimline.apps.goals.queries import is_taught_by
from aimline.apps.monitoring.actions.proposing import CADENCE_DAYS, Look, Proposal, propose
from aimline.apps.monitoring.models import Checkpoint, DecisionRule, Plan
from aimline.apps.monitoring.queries import agreed_rules
from aimline.apps.organizations.models import Unit
from aimline.apps.organizations.policy import Viewer
from aimline.apps.organizations.queries import calendar_of
from aimline.apps.results.models import Measure
from aimline.apps.standards.models import Standard
from aimline.domain.goal import Condition, Level
from aimline.domain.measure import Kind
from aimline.domain.rule import RuleKind, Template, Way, template_of, way_of
from aimline.domain.words import write


@dataclass(frozen=True)
class PlanContent:
    """A plan as it was typed: `proxy_name` names a common assessment that the program does not know yet."""

    looks: tuple[Look, ...] = ()
    cadence_days: int = CADENCE_DAYS
    proxy: uuid.UUID | None = None
    proxy_name: str = ""
    data_looked_at: str = ""
    who_brings_data: str = ""
    then: Mapping[RuleKind, str] = field(default_factory=dict)
    way: Way | None = None
    gap_group: Condition | None = None


@dataclass(frozen=True)
class Studio:
    """One page of the studio as it was sent; `priority_row` is the place in `areas` of the one this goal serves."""

    content: drafts.Content
    plan: PlanContent = field(default_factory=PlanContent)
    notes: tuple[analysis.NewNote, ...] = ()
    notes_taken_out: tuple[uuid.UUID, ...] = ()
    areas: tuple[analysis.Area, ...] = ()
    priority_row: int | None = None


@transaction.atomic
def begin(viewer: Viewer, unit: Unit, *, prefill: drafts.Content | None = None) -> Goal:
    """Start a progress goal with everything that is known filled in, its plan and rules among it (settled 30)."""
    goal = drafts.start(viewer, unit, prefill=prefill)
    propose_plan(viewer, goal)
    return goal


@transaction.atomic
def carry_forward(viewer: Viewer, goal_uuid: uuid.UUID, *, version: int | None = None) -> Goal:
    """Carry a goal that ended into a new draft, which gets a plan and rules as every new goal does (INV-32)."""
    goal = closing.carry_forward(viewer, goal_uuid, version=version)
    propose_plan(viewer, goal)
    return goal


def propose_plan(viewer: Viewer, goal: Goal) -> None:
    """Give a new draft the plan nobody has touched yet."""
    proposal = propose(viewer, goal, calendar_of(viewer, goal.district))
    values.put_stops(goal, proposal.stops)
    write_plan(viewer, goal, PlanContent(looks=proposal.looks), proposal=proposal)


@transaction.atomic
def save(viewer: Viewer, goal_uuid: uuid.UUID, studio: Studio, *, version: int | None) -> Goal:
    """Save a draft with any gaps and leave a revision; a proposal nobody touched follows the goal."""
    goal = drafts.claim(viewer, goal_uuid, version=version, yours=words_of(studio))
    known = calendar_of(viewer, goal.district)
    before, stored = propose(viewer, goal, known), values.stops_of(goal)
    analysis.remove_notes(viewer, goal, studio.notes_taken_out)
    analysis.add_notes(viewer, goal, studio.notes)
    content = replace(studio.content, priority=chosen_area(viewer, goal, studio))
    if not content.stops and stored != before.stops and not sees_start(viewer, goal):
        content = replace(content, stops=stored)
    drafts.write(viewer, goal, content, known)
    after = propose(viewer, goal, known)
    if content.stops in {(), before.stops}:
        values.put_stops(goal, after.stops)
    write_plan(viewer, goal, followed(studio.plan, before, after), proposal=after)
    goal = drafts.take(viewer, goal_uuid)
    drafts.keep(viewer, goal, words_of(studio))
    return goal


def sees_start(viewer: Viewer, goal: Goal) -> bool:
    """Tell whether a writer sees where the students start, and so the stops: blank rows of others change none."""
    group, n = values.group_of(goal), goal.baseline_n
    return group is None or n is None or n >= goal.district.n_min or is_taught_by(viewer, goal.unit, group)


def chosen_area(viewer: Viewer, goal: Goal, studio: Studio) -> uuid.UUID | None:
    """Store the areas and return the one this goal serves; it counts as selected (INV-23)."""
    areas = [
        replace(area, decision="selected") if row == studio.priority_row else area
        for row, area in enumerate(studio.areas)
    ]
    stored = {area.name: area.uuid for area in analysis.rate_areas(viewer, goal, tuple(areas))}
    if studio.priority_row is None or studio.priority_row >= len(areas):
        return None
    return stored.get(areas[studio.priority_row].name.strip())


def followed(plan: PlanContent, before: Proposal, after: Proposal) -> PlanContent:
    """Let looks that nobody changed follow the goal's new dates.

    Before a common assessment is named, only the looks at the goal's own measure could be stored.
    """
    own = tuple(look for look in before.looks if not look.by_proxy)
    untouched = plan.looks in {(), before.looks, own}
    return replace(plan, looks=after.looks) if untouched else plan


def write_plan(viewer: Viewer, goal: Goal, content: PlanContent, *, proposal: Proposal) -> Plan:
    """Store the plan in place of what it was: dates with their measure, and rules of all three kinds."""
    plan, _ = Plan.objects.update_or_create(
        goal=goal,
        defaults={
            "cadence_days": content.cadence_days,
            "data_looked_at": content.data_looked_at,
            "who_brings_data": content.who_brings_data,
            "gap_group": gap_group(content),
        },
    )
    proxy = proxy_of(goal, content) or proposal.proxy
    plan.checkpoints.all().delete()
    Checkpoint.objects.bulk_create(
        Checkpoint(plan=plan, on=look.on, name=look.name, measure=proxy if look.by_proxy else goal.measure)
        for look in {(look.on, look.by_proxy): look for look in content.looks}.values()
        if proxy or not look.by_proxy
    )
    plan.rules.all().delete()
    template = template_of(content.way or usual_way(goal))
    DecisionRule.objects.bulk_create(
        DecisionRule(
            plan=plan,
            kind=rule.kind,
            condition={"sign": rule.condition.sign, "count": rule.condition.count},
            then=content.then.get(rule.kind, "").strip() or rule.then,
            source="own" if content.then.get(rule.kind, "").strip() not in {"", rule.then} else "template",
            effective_from=viewer.today,
        )
        for rule in template.rules
    )
    return plan


def gap_group(content: PlanContent) -> dict[str, str]:
    """Write the group whose gap is watched, where the team goes by a gap."""
    if content.way is not Way.GAP or content.gap_group is None:
        return {}
    [value] = content.gap_group.values
    return {"attribute": content.gap_group.attribute, "value": value}


def usual_way(goal: Goal) -> Way:
    """Choose the way that fits what is measured: attendance and a student's weekly probes have their own."""
    if goal.measure is None:
        return Way.CHECKS
    if goal.measure.kind == Kind.PROBE and goal.level == Level.STUDENT:
        return Way.FOUR_BELOW
    return Way.TWO_BELOW if goal.measure.kind == Kind.ATTENDANCE else Way.CHECKS


def chosen_way(goal: Goal) -> Way | None:
    """Return the way a team chose for itself; none while it goes by the one that fits what is measured."""
    held = way_of(agreed_rules(goal))
    return held if held is not usual_way(goal) else None


def template_for(goal: Goal) -> Template:
    """Return the set of rules a draft works by."""
    return template_of(chosen_way(goal) or usual_way(goal))


def proxy_of(goal: Goal, content: PlanContent) -> Measure | None:
    """Return the common assessment a yearly test is paired with; one that was only named becomes a measure."""
    if content.proxy_name.strip():
        return name_common_assessment(goal, content.proxy_name.strip())
    return Measure.objects.filter(district=goal.district, uuid=content.proxy).first() if content.proxy else None


def name_common_assessment(goal: Goal, name: str) -> Measure | None:
    """Add a team's own common assessment to the district's measures, counted as the goal's measure is."""
    if goal.measure is None:
        return None
    like = goal.measure
    measure, _ = Measure.objects.get_or_create(
        district=goal.district,
        source="team",
        code=name[:120],
        instrument_version="",
        defaults={
            "name": name[:200],
            "subject": like.subject,
            "kind": Kind.CFA,
            "metric": like.metric,
            "direction": like.direction,
            "unit": like.unit,
            "minimum": like.minimum,
            "maximum": like.maximum,
            "aligned_to_standards": True,
        },
    )
    return measure


def words_of(studio: Studio) -> dict[str, str]:
    """Say a studio page in words by field: what a revision keeps, and what two people compare."""
    content, plan = studio.content, studio.plan
    measure = Measure.objects.filter(uuid=content.measure).first() if content.measure else None
    cited = Standard.objects.filter(uuid__in=content.standards).order_by("framework", "order", "pk")
    lines = {
        "Students": content.group_label or ", ".join(drafts.grade_word(grade) for grade in content.grades),
        "Student groups": "; ".join(limit_words(limit) for limit in content.conditions),
        "Result": content.result,
        "Standards": "; ".join(map(str, cited)) if content.standards else "",
        "Measure": str(measure or ""),
        "Comparison": (content.comparison or "").replace("_", " "),
        "Target": "" if content.target is None else write(content.target),
        "Deadline": content.deadline_words,
        "Own words": content.own_words or "",
        "Why": content.why,
        "Who may see it": content.visibility,
        "Reason for the target": content.unmet_a_reason,
        "Strategies": "\n".join(f"{line.kind}: {line.text}" for line in content.strategies if line.text),
        "Stops": "\n".join(f"{write(stop.on)}: {write(stop.value)}" for stop in content.stops),
        "Dates to look": "\n".join(f"{write(look.on)}: {look.name}" for look in plan.looks),
        "Common assessment": plan.proxy_name,
        "What we look at": plan.data_looked_at,
        "Who brings the data": plan.who_brings_data,
        "Gap watched": limit_words(plan.gap_group) if plan.gap_group else "",
        "Agreed steps": "\n".join(f"{kind}: {then}" for kind, then in plan.then.items()),
    }
    return {name: text for name, text in lines.items() if text}


def limit_words(limit: Condition) -> str:
    return f"{limit.attribute}: {', '.join(sorted(limit.values))}"
