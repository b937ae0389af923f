"""What the fields of a studio page offer, and what stands in them at first."""

from collections.abc import Sequence
from dataclasses import replace

from django.http import QueryDict
from django.utils.translation import gettext as _

from aimline.apps.goals.actions import values
from aimline.apps.goals.actions.analysis import COLUMNS, RATINGS
from aimline.apps.goals.actions.drafts import grade_word, group_words
from aimline.apps.goals.models import Analysis, Goal, PriorityArea
from aimline.apps.goals.queries import GroupChoice, grades_of, group_choices
from aimline.apps.journal.forms import new_key
from aimline.apps.monitoring.actions.planning import chosen_way, template_for
from aimline.apps.monitoring.actions.proposing import CADENCE_DAYS
from aimline.apps.monitoring.forms.studio import KINDS, Filled, Offers, Page, Row, read_uuid
from aimline.apps.monitoring.models import Plan
from aimline.apps.monitoring.pages.studio_tests import may_see_start
from aimline.apps.monitoring.queries import checkpoints, plan_of
from aimline.apps.organizations.policy import Viewer
from aimline.apps.results import queries as results
from aimline.apps.results.queries import naming
from aimline.apps.standards import queries as standards
from aimline.apps.standards.models import Standard
from aimline.domain.words import write

BLANK_LOOKS = 2
LONGEST = 90


def offers(viewer: Viewer, goal: Goal, *, find: str, chosen: Sequence[str] = ()) -> Offers:
    """Return the choices of a studio page for its goal's place.

    `find` are words of standards that are looked for, `chosen` the ids of standards as they were sent.
    """
    looked_at = [look.measure_id for look in checkpoints(goal)]
    measures = naming.measures(viewer, goal.district, cited=[goal.measure_id, *looked_at])
    grades = set(values.rule_of(goal.group_rule, label="").grades)
    cited = standards.cited(goal.district, goal.standards)
    sent = standards.citable(viewer, goal.district, [key for key in chosen if read_uuid(key)], kept=goal.standards)
    found = standards.offered(viewer, goal.district, grades=grades, words=find)
    given = results.administrations(viewer, goal.measure) if goal.measure else []
    return Offers(
        grades=[(grade, grade_word(grade)) for grade in grades_of(viewer, goal.unit)],
        groups=group_choices(viewer, goal.unit),
        measures=[(str(row.uuid), f"{row.name} ({row.subject})" if row.subject else row.name) for row in measures],
        administrations=[(str(row.uuid), f"{row.window}, {write(row.given_on)}") for row in given],
        proxies=[(str(row.uuid), row.name) for row in measures if not row.is_yearly],
        standards=[(str(row.uuid), standard_words(row)) for row in dict.fromkeys([*found, *cited, *sent])],
        finds_standards=bool(found),
    )


def standard_words(row: Standard) -> str:
    """Name a standard in a list: its code and first words, and whether it is essential."""
    named = str(row)
    short = named if len(named) <= LONGEST else f"{named[:LONGEST].rsplit(' ', 1)[0]} …"
    return _("%(standard)s (essential)") % {"standard": short} if row.is_essential else short


def page_of(viewer: Viewer, goal: Goal, looked: Analysis | None, *, find: str) -> Page:
    """Return the forms of a studio page, filled with what is stored, and the standards that are looked for."""
    offered = offers(viewer, goal, find=find)
    shows_start = may_see_start(viewer, goal, values.draft_of(goal))
    first = filled(goal, looked, offered, shows_start=shows_start)
    return Page(None, filled=replace(first, fields={**first.fields, "find_standards": find}), offers=offered)


def sent(viewer: Viewer, goal: Goal, data: QueryDict) -> Page:
    """Return the forms of a studio page as they were sent."""
    find, chosen = data.get("find_standards", ""), data.getlist("standards")
    return Page(data, offers=offers(viewer, goal, find=find, chosen=chosen))


def filled(goal: Goal, looked: Analysis | None, offered: Offers, *, shows_start: bool) -> Filled:
    """Fill the page with what is stored, and with blank rows to go on writing.

    A stop lies on the line from start to target, so where the start is hidden the stops are too; rows that stay blank
    leave them as they are.
    """
    areas = sorted(looked.priorities.all(), key=lambda area: area.pk) if looked else []
    plan = plan_of(goal)
    chosen = next((row for row, area in enumerate(areas) if area.pk == goal.priority_id), None)
    stops: list[Row] = [{"on": stop.on, "value": write(stop.value)} for stop in values.stops_of(goal) if shows_start]
    return Filled(
        fields={"priority_row": chosen, **draft_fields(goal, offered), **plan_fields(goal, plan, offered)},
        notes=[{"column": column} for column in COLUMNS],
        areas=[*(area_row(area) for area in areas), {}],
        strategies=strategy_rows(goal),
        looks=look_rows(goal, plan),
        stops=[*stops, {}],
    )


def draft_fields(goal: Goal, offered: Offers) -> Row:
    group = values.rule_of(goal.group_rule, label="")
    is_own_label = goal.group_label != group_words(group)
    return {
        "key": new_key(),
        "version": goal.version,
        "grades": sorted(group.grades),
        "conditions": chosen_groups(goal, offered.groups),
        "group_label": goal.group_label if is_own_label else "",
        "standards": goal.standards,
        "measure": str(goal.measure.uuid) if goal.measure else "",
        "baseline_given": str(goal.baseline_administration.uuid) if goal.baseline_administration else "",
        "in_own_words": goal.statement_mode == values.OWN_WORDS,
        "own_words": goal.statement,
        "target": "" if goal.target is None else write(goal.target),
        **{name: getattr(goal, name) for name in PLAIN},
    }


PLAIN = ("comparison", "result", "deadline_words", "why", "visibility", "unmet_a_reason")


def chosen_groups(goal: Goal, groups: tuple[GroupChoice, ...]) -> list[str]:
    rule = values.rule_of(goal.group_rule, label="")
    held = {(condition.attribute, value) for condition in rule.conditions for value in condition.values}
    return [str(group.uuid) for group in groups if (group.attribute, group.value) in held]


def area_row(area: PriorityArea) -> Row:
    return {"uuid": area.uuid, "name": area.name, **{name: getattr(area, name) for name in RATINGS}}


def strategy_rows(goal: Goal) -> list[Row]:
    """Show every strategy, a blank one for each kind that has none, and one more."""
    held = sorted(goal.strategies.all(), key=lambda line: line.pk)
    fields = ("uuid", "kind", "text", "how_it_differs", "evidence_basis")
    rows: list[Row] = [{name: getattr(line, name) for name in fields} for line in held]
    blank: list[Row] = [{"kind": kind} for kind, _words in KINDS if all(line.kind != kind for line in held)]
    more: list[Row] = [{"kind": "instruction"}]
    return [*rows, *(blank or more)]


def plan_fields(goal: Goal, plan: Plan | None, offered: Offers) -> Row:
    beside = [look.measure for look in plan.checkpoints.all() if look.measure_id != goal.measure_id] if plan else []
    agreed = {rule.kind: rule.then for rule in (plan.rules.all() if plan else ())}
    watched = plan.gap_group if plan else {}
    agreed = agreed or {str(rule.kind): rule.then for rule in template_for(goal).rules}
    return {
        "proxy": next((str(measure.uuid) for measure in beside if measure), ""),
        "cadence_days": plan.cadence_days if plan else CADENCE_DAYS,
        "data_looked_at": plan.data_looked_at if plan else "",
        "who_brings_data": plan.who_brings_data if plan else "",
        "way": chosen_way(goal) or "",
        "gap_group": next(
            (
                str(group.uuid)
                for group in offered.groups
                if {"attribute": group.attribute, "value": group.value} == watched
            ),
            "",
        ),
        **{f"then_{kind}": then for kind, then in agreed.items()},
    }


def look_rows(goal: Goal, plan: Plan | None) -> list[Row]:
    looks = sorted(plan.checkpoints.all(), key=lambda look: look.on) if plan else []
    rows: list[Row] = [
        {"on": look.on, "name": look.name, "by_proxy": look.measure_id != goal.measure_id} for look in looks
    ]
    return [*rows, *({} for _ in range(BLANK_LOOKS))]
