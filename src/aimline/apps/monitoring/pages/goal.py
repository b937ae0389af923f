"""The goal page: where we are, what it means, what is next, in the order of a review (settled 35)."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from aimline.apps.goals.models import Goal
from aimline.apps.goals.policy import may_cancel, may_change
from aimline.apps.journal.forms import new_key
from aimline.apps.monitoring import queries
from aimline.apps.monitoring.forms.check_in import SecondAnswer
from aimline.apps.monitoring.models import Outlook
from aimline.apps.monitoring.pages import facts, history, picture, plan, plan_notes, rules
from aimline.apps.monitoring.queries import adding, gaps, outlook, plans
from aimline.apps.organizations.models import UnitKind
from aimline.apps.organizations.pages import Crumb
from aimline.apps.organizations.policy import Viewer
from aimline.apps.standards import queries as standards
from aimline.charts.drawing import Drawing
from aimline.domain import celebration, rule
from aimline.domain.calendar import Calendar
from aimline.domain.decision import Status, Verdict
from aimline.domain.goal import Locked
from aimline.domain.sentence import deadline_in_words, sentence
from aimline.domain.smart import Finding
from aimline.domain.smart.around import check_plan
from aimline.domain.words import Message, say

# While a goal stands like this, what lies ahead may be told.
STILL_OPEN = frozenset({Status.AHEAD, Status.ON_TRACK, Status.WATCH, Status.OFF_TRACK})
# What a rule proposes is one of the answers a check-in offers.
DECISIONS = {rule.RuleKind.ON_TRACK: "keep", rule.RuleKind.ADJUST: "adjust", rule.RuleKind.INTENSIFY: "intensify"}


@dataclass(frozen=True)
class Rights:
    """What this viewer may do with the goal."""

    change: bool
    cancel: bool


@dataclass(frozen=True)
class Fired:
    """A decision rule the team agreed on that the readings fulfil, with the readings that did it."""

    decision: str
    name: Message
    then: str
    because: Message
    beside: Message | None


@dataclass(frozen=True)
class OpenAnswer:
    """A check-in that waits for a second member's ten seconds."""

    by: str
    on: date
    on_track: str
    href: str
    form: SecondAnswer | None


@dataclass(frozen=True)
class Standard:
    """A standard behind the goal, and whether the district holds it essential."""

    name: str
    is_essential: bool


@dataclass(frozen=True)
class GoalPage:
    """Everything a goal page shows."""

    uuid: uuid.UUID
    crumbs: tuple[Crumb, ...]
    title: str
    sentence: Message | str
    marks: tuple[Message, ...]
    state: str
    status: str
    reason: Message
    drawing: Drawing | None
    facts: tuple[facts.Fact, ...]
    standards: tuple[Standard, ...]
    overdue: Message | None
    open_answer: OpenAnswer | None
    may: Rights
    praise: Message | None
    said: tuple[history.Said, ...]
    fired: tuple[Fired, ...]
    undecided: Message | None
    notes: tuple[plan_notes.Note, ...]
    corrections: tuple[history.Asked, ...]
    plan: plan.PlanPart
    looks: tuple[history.Look, ...]
    amendments: tuple[history.Amended, ...]
    leaves: tuple[history.Leave, ...]
    carried: tuple[history.Carried, ...]
    ending: history.Ending | None
    adds_up_href: str


def goal_page(viewer: Viewer, goal: Goal, calendar: Calendar, *, n_writers: int) -> GoalPage:
    """Put a goal page together from what this viewer may see."""
    numbers = queries.numbers(viewer, [goal])[goal.pk]
    locked = numbers.locked
    stands = queries.standing(goal, numbers, today=viewer.today, calendar=calendar)
    verdict, is_open = stands.verdict, stands.is_open
    ahead = told_ahead(goal, numbers, stands)
    gap = gaps.watched_gap(viewer, goal, numbers)
    held = fired_rules(goal, numbers, viewer.today, calendar, gap=gap)
    drawn = picture.picture_of(goal, numbers, locked, calendar=calendar, today=viewer.today, ahead=ahead)
    may = Rights(may_change(viewer, goal), may_cancel(viewer, goal))
    amended = history.amended(goal, locked, numbers)
    sees_words = numbers.to_their_teachers or may.change
    waiting = open_answer(viewer, goal, may, n_writers) if sees_words else None
    asked = asked_of(goal, numbers, held, may, n_writers, viewer.today, calendar)
    return GoalPage(
        uuid=goal.uuid,
        crumbs=crumbs(goal),
        title=f"{goal.title or locked.group.label}, {deadline_in_words(locked.deadline, locked.deadline_words)}",
        sentence=said_whole(goal, locked) if is_open else without_start(locked),
        marks=tuple(each.sentence for each in amended),
        state=goal.state,
        status=stands.status,
        reason=stands.reason,
        drawing=picture.draw_large(drawn, uid="goal") if drawn else None,
        facts=(
            *facts.facts(goal, locked, numbers, verdict, viewer.today, last_look=last(goal, n_writers), ahead=ahead),
            *facts.gap(gap),
        ),
        standards=standards_of(goal),
        overdue=overdue(goal, asked, last(goal, n_writers), today=viewer.today, calendar=calendar)
        if sees_words and waiting is None
        else None,
        open_answer=waiting,
        may=may,
        praise=praise(goal, locked, numbers, verdict, viewer.today, calendar) if is_open else None,
        said=history.said(goal) if sees_words else (),
        fired=fired(held, numbers, gap, status=stands.status),
        undecided=plan_notes.in_one(asked["PL-14"]) if "PL-14" in asked else None,
        notes=plan_notes.goal_notes(goal, asked.values(), is_silent=stands.status == Status.NO_DATA),
        corrections=history.asked(viewer, goal, locked, numbers),
        plan=plan.plan_part(goal, locked, today=viewer.today),
        looks=history.looks(goal, n_writers=n_writers, sees_words=sees_words, is_open=is_open),
        amendments=amended,
        leaves=history.leaves(viewer, goal, with_reasons=is_open),
        carried=history.carried(viewer, goal),
        ending=history.ending(viewer, goal, locked, numbers),
        adds_up_href=reverse("goal-adds-up", args=[goal.uuid]) if adding.may_add_up(goal) else "",
    )


def standards_of(goal: Goal) -> tuple[Standard, ...]:
    """Return the standards that a goal cites."""
    return tuple(Standard(str(one), one.is_essential) for one in standards.cited(goal.district, goal.standards))


def told_ahead(goal: Goal, numbers: queries.Numbers, stands: queries.Standing) -> Outlook | None:
    """Return what was foretold while the goal is in use; silence foretells nothing."""
    if goal.state != "active" or not stands.is_open or stands.status not in STILL_OPEN:
        return None
    return outlook.ahead(goal, numbers.observed)


def asked_of(
    goal: Goal,
    numbers: queries.Numbers,
    held: Sequence[rule.DecisionRule],
    may: Rights,
    n_writers: int,
    today: date,
    calendar: Calendar,
) -> dict[str, Finding]:
    """Return what the plan of a goal in use asks those who work on it, by rule, from what this viewer may see."""
    if goal.state != "active" or not may.change:
        return {}
    plan_now = plans.living(goal, numbers, held, n_writers=n_writers, today=today, calendar=calendar)
    return {found.code: found for found in check_plan(plan_now, today=today, calendar=calendar)}


def overdue(
    goal: Goal, asked: Mapping[str, Finding], last_look: date | None, *, today: date, calendar: Calendar
) -> Message | None:
    """Say that the team's month is over; once nobody has touched the goal for two, ask whether it is alive (PL-13)."""
    if "PL-13" in asked:
        return plan_notes.in_one(asked["PL-13"])
    return facts.overdue(goal, last_look, today=today, calendar=calendar)


def last(goal: Goal, n_writers: int) -> date | None:
    return queries.last_look(goal, n_members=n_writers)


def said_whole(goal: Goal, locked: Locked) -> Message | str:
    """Return the sentence: the team's own words where it wrote them, else the formula."""
    return goal.statement if goal.statement_mode == "own_words" and goal.statement else sentence(locked)


def without_start(locked: Locked) -> Message:
    """Say a goal whose start may not be seen by this viewer."""
    return say(
        "By {deadline}, {group} will {result}, as measured by {measure}.",
        deadline=deadline_in_words(locked.deadline, locked.deadline_words),
        group=locked.group.label,
        result=locked.result,
        measure=locked.measure.name,
    )


def crumbs(goal: Goal) -> tuple[Crumb, ...]:
    """Return the places from the district down to the goal's own."""
    places = [goal.district.name] if goal.unit.kind != UnitKind.DISTRICT else []
    if goal.unit.parent and goal.unit.parent.kind != UnitKind.DISTRICT:
        places.append(goal.unit.parent.name)
    return (Crumb(str(say("Goals")), reverse("goals")), *(Crumb(name, "") for name in [*places, goal.unit.name]))


def open_answer(viewer: Viewer, goal: Goal, may: Rights, n_writers: int) -> OpenAnswer | None:
    """Return the newest check-in while it waits for a second member."""
    newest = next(iter(queries.check_ins(goal)), None)
    if newest is None or queries.is_unfinished(newest) or queries.is_complete(newest, n_members=n_writers):
        return None
    form = SecondAnswer(initial={"key": new_key(), "version": goal.version})
    return OpenAnswer(
        by=newest.by.name,
        on=newest.on,
        on_track=newest.answers.get("on_track", ""),
        href=reverse("goal-answer", args=[goal.uuid, newest.uuid]),
        form=form if may.change and newest.by_id != viewer.person_id else None,
    )


def praise(
    goal: Goal, locked: Locked, numbers: queries.Numbers, verdict: Verdict, today: date, calendar: Calendar
) -> Message | None:
    """Propose something to celebrate while the goal is in use; a person says it (INV-54)."""
    if goal.state != "active":
        return None
    return celebration.propose(locked, numbers.observed, verdict, today=today, calendar=calendar)


def proposed(
    viewer: Viewer, goal: Goal, numbers: queries.Numbers, calendar: Calendar, *, status: str
) -> tuple[Fired, ...]:
    """Return what the agreed rules propose today, for a page that asks for a decision."""
    gap = gaps.watched_gap(viewer, goal, numbers)
    held = fired_rules(goal, numbers, viewer.today, calendar, gap=gap)
    return fired(held, numbers, gap, status=status)


def fired(
    held: Sequence[rule.DecisionRule], numbers: queries.Numbers, gap: gaps.WatchedGap | None, *, status: str
) -> tuple[Fired, ...]:
    """Return the rules that fire today, the strongest first; the program proposes, people decide (INV-46)."""
    return tuple(
        Fired(
            decision=DECISIONS[each.kind],
            name=plan.NAMES[each.kind],
            then=each.then,
            because=gap.points
            if gap and each.condition.sign in rule.ABOUT_THE_GAP
            else facts.points_of(numbers.locked, numbers.observed, n_points(each, numbers)),
            beside=rules.beside_status(each, status),
        )
        for each in held
    )


def n_points(fired_rule: rule.DecisionRule, numbers: queries.Numbers) -> int:
    """Return how many of the newest readings a rule looks at; one about the chance looks at all."""
    looks_at_all = fired_rule.condition.sign in rule.ABOUT_THE_CHANCE
    return len(numbers.observed) if looks_at_all else fired_rule.condition.count


def fired_rules(
    goal: Goal, numbers: queries.Numbers, today: date, calendar: Calendar, *, gap: gaps.WatchedGap | None
) -> tuple[rule.DecisionRule, ...]:
    """Return the agreed rules that the readings fulfil today, while the goal is in use and its start may be seen."""
    if goal.state != "active" or numbers.baseline.shown is None:
        return ()
    agreed = queries.agreed_rules(goal)
    chance = outlook.likely(goal, numbers.observed)
    return rule.fired(
        agreed,
        numbers.locked,
        numbers.observed,
        today=today,
        calendar=calendar,
        likely=chance,
        gap_grew=gap.grew if gap else None,
    )
