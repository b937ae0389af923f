"""From draft to an active goal: everything that is missing, then the lock (INV-25)."""

import uuid
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from django.db import transaction

from aimline.apps.goals.actions import drafts, locking, values
from aimline.apps.goals.models import Goal
from aimline.apps.goals.policy import check_may_write, may_review
from aimline.apps.goals.queries import tests
from aimline.apps.monitoring.actions import readings
from aimline.apps.monitoring.actions.offering import offers_of, with_targets, without_start
from aimline.apps.monitoring.actions.proposing import propose
from aimline.apps.monitoring.models import Outlook
from aimline.apps.monitoring.queries import ambition, plan_of, plans
from aimline.apps.monitoring.queries.ambition import Rated, Unrated
from aimline.apps.organizations.policy import Viewer
from aimline.apps.organizations.queries import calendar_of
from aimline.apps.standards import queries as standards
from aimline.domain.activation import NotReady, PlanFacts, missing_for_activation
from aimline.domain.ambition import Ambition
from aimline.domain.calendar import Calendar
from aimline.domain.gap import Gap
from aimline.domain.goal import Draft, Stop
from aimline.domain.rule import RuleKind
from aimline.domain.sentence import sentence
from aimline.domain.smart import Report, Severity
from aimline.domain.strategy import StrategyState

# What the gate of the domain already asks for in its own words is not said twice.
_ASKED_BY_GATE = frozenset({"S-01", "S-02", "M-01", "M-02", "M-03", "M-05", "M-06", "T-01", "T-04", "T-06", "PL-01"})


@dataclass(frozen=True)
class Tested:
    """A draft tested twice, as `both_tests`, and how ambitious its target is; `has_standards` as in `Readiness`."""

    draft: Draft
    report: Report
    blind: Report
    rated: Rated | Unrated | None
    has_standards: bool


@dataclass(frozen=True)
class Readiness:
    """A draft with its tests and everything that keeps it from becoming active.

    `blind` are the tests for those who may not know the start; `twins` are closed goals with the same promise,
    only harder (RF-05); `rated` says how ambitious the target is, for those who may see the start;
    `has_standards` that there are standards in its district.
    """

    draft: Draft
    report: Report
    blind: Report
    facts: PlanFacts
    gaps: tuple[Gap, ...]
    twins: tuple[Goal, ...] = ()
    rated: Rated | Unrated | None = None
    has_standards: bool = False


def readiness(viewer: Viewer, goal: Goal, known: Calendar) -> Readiness:
    """Run all gates of a draft; an empty `gaps` means that it can be locked."""
    draft = values.draft_of(goal, plans.proxies_of(goal))
    tested = both_tests(viewer, goal, draft, known, last_data_on=plans.last_data_on(goal))
    report = tested.report
    facts = facts_of(goal, report)
    gaps = [in_words(gap, report) for gap in missing_for_activation(draft, facts, today=viewer.today, calendar=known)]
    twins = locking.twins_without_leave(viewer, goal, draft)
    leaves = (
        locking.limit_gap(viewer, goal),
        locking.area_gap(viewer, goal),
        locking.twin_gap(viewer, goal, twins),
    )
    gaps += [gap for gap in leaves if gap]
    return Readiness(draft, report, tested.blind, facts, tuple(gaps), twins, tested.rated, tested.has_standards)


def preview(viewer: Viewer, goal: Goal, stops: tuple[Stop, ...], known: Calendar) -> Tested:
    """Test a goal that is being typed, with the stops that saving it would propose; both tests, as `both_tests`."""
    typed = stops or propose(viewer, goal, known).stops
    draft = replace(values.draft_of(goal, plans.proxies_of(goal)), stops=typed)
    return both_tests(viewer, goal, draft, known)


def both_tests(
    viewer: Viewer, goal: Goal, draft: Draft, known: Calendar, *, last_data_on: date | None = None
) -> Tested:
    """Test a draft twice: with all that is known, and as if nobody knew where the students start.

    The second one is for those who may not know it: what was never told to the tests cannot leave by a mark, a word
    of praise, a gain, a margin of chance or an offer.
    """
    offers, why = offers_of(viewer, goal, draft, known), goal.unmet_a_reason
    cited = standards.cited(goal.district, goal.standards)
    essential = standards.is_essential(viewer, goal.district, cited, goal.measure_id)
    run = partial(tests, viewer, known=known, why_possible=why, last_data_on=last_data_on, is_essential=essential)
    shown = replace(draft, baseline=None)
    rated = ambition.rate(viewer, goal, draft)
    found = rated if isinstance(rated, Rated) else None
    report = run(
        draft=draft,
        statement=goal.statement,
        offers=with_targets(offers, found),
        judgement=found.judgement if found else None,
    )
    blind = run(draft=shown, statement=str(sentence(shown)), offers=without_start(offers), judgement=None)
    return Tested(draft, report, blind, rated, has_standards=essential is not None)


def facts_of(goal: Goal, report: Report) -> PlanFacts:
    plan = plan_of(goal)
    blocking = {f.code for f in report.findings if f.severity in {Severity.BLOCK, Severity.REDIRECT}}
    judged = report.judgement.ambition if report.judgement else None
    return PlanFacts(
        n_strategies=sum(line.state != StrategyState.RETIRED for line in goal.strategies.all()),
        checkpoints=tuple(look.on for look in plan.checkpoints.all()) if plan else (),
        cadence_days=plan.cadence_days if plan else None,
        rule_kinds=frozenset(RuleKind(rule.kind) for rule in plan.rules.all()) if plan else frozenset(),
        blocking_rules=tuple(sorted(blocking - _ASKED_BY_GATE)),
        awaits_endorsement=locking.needs_endorsement(goal),
        ambition_wants_reason=judged in {Ambition.TOO_EASY, Ambition.VERY_HARD} and not goal.unmet_a_reason.strip(),
    )


def in_words(gap: Gap, report: Report) -> Gap:
    """Give a rule that is still open the words of its finding."""
    finding = next((f for f in report.findings if f.code == gap.code and gap.where == "sentence"), None)
    return Gap(gap.code, finding.message, gap.where) if finding else gap


@transaction.atomic
def activate(viewer: Viewer, goal_uuid: uuid.UUID) -> Goal:
    """Lock a draft and fill its readings from the results; raises `NotReady` with everything that is missing."""
    goal = drafts.take(viewer, goal_uuid)
    if not may_review(viewer, goal):
        check_may_write(viewer, goal)
    known = calendar_of(viewer, goal.district)
    drafts.put_baseline(viewer, goal, baseline_given(goal))
    drafts.put_own_sentence(goal)
    ready = readiness(viewer, goal, known)
    if ready.gaps:
        raise NotReady(ready.gaps)
    goal.save()
    locking.lock_goal(viewer, goal, ready.draft, ready.facts, known=known)
    keep_rating(viewer, goal, ready.rated)
    readings.refresh(viewer, goals=[goal])
    return goal


def keep_rating(viewer: Viewer, goal: Goal, rated: Rated | Unrated | None) -> None:
    """Keep how ambitious the target was found when it was locked, with the numbers that this rests on."""
    if not isinstance(rated, Rated) or rated.chances is None:
        return
    found = {
        "rating": rated.chances.rating, "p_same": rated.chances.p_same, "p_strong": rated.chances.p_strong,
        "evidence": rated.chances.evidence, "n_own": rated.chances.n_own, "sources": list(rated.chances.sources),
        "version": rated.chances.version, "target": goal.target,
    }  # fmt: skip
    about = {"made_on": viewer.today, "target": goal.target, "deadline": goal.deadline, "ambition": found}
    Outlook.objects.update_or_create(goal=goal, defaults=about)


def baseline_given(goal: Goal) -> uuid.UUID | None:
    """Return the administration the team chose as its start."""
    return goal.baseline_administration.uuid if goal.baseline_administration else None


@transaction.atomic
def endorse_and_activate(viewer: Viewer, goal_uuid: uuid.UUID, *, version: int | None = None) -> Goal:
    """Put the leader's name under a goal and lock it, in one step."""
    locking.endorse(viewer, goal_uuid, version=version)
    return activate(viewer, goal_uuid)
