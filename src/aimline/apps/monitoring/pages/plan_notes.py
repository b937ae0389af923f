"""What a plan still asks, quietly: one question and one next step each, where the page does not say it already."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.forms import Form
from django.urls import reverse
from django.utils.translation import gettext as _

from aimline.apps.goals.models import Goal
from aimline.apps.monitoring.actions.activating import Readiness
from aimline.apps.monitoring.forms.studio import Page
from aimline.apps.monitoring.pages.studio_tests import BESIDE_DATES
from aimline.apps.monitoring.queries import plans
from aimline.domain.calendar import Calendar
from aimline.domain.smart import Finding
from aimline.domain.smart.around import check_plan
from aimline.domain.smart.plans import Plan
from aimline.domain.strategy import StrategyKind
from aimline.domain.words import Message, say

MOST = 2  # what is asked at once; the next ones come when these are answered
AT_STRATEGIES = ("PL-02", "PL-03", "PL-04", "PL-05")
AT_LOOKS = ("PL-09", "PL-10")
_PAIRS = {
    "PL-02": (StrategyKind.INSTRUCTION, StrategyKind.ASSESSMENT),
    "PL-03": (StrategyKind.INTERVENTION, StrategyKind.EXTENSION),
}


@dataclass(frozen=True)
class Note:
    """One thing a plan still asks: what was noticed (none where the page has said it), a question, a next step."""

    code: str
    message: Message | None
    question: Message
    act: str
    href: str


@dataclass(frozen=True)
class StudioNotes:
    """The notes of the two last steps of the studio."""

    strategies: tuple[Note, ...]
    looks: tuple[Note, ...]


def studio_notes(goal: Goal, ready: Readiness, forms: Page, *, today: date, calendar: Calendar) -> StudioNotes:
    """Say what strategies and days to look still ask; what keeps a goal from being used is said at the end instead."""
    plan = plans.drafted(goal)
    found = check_plan(plan, today=today, calendar=calendar)
    late = [each for each in ready.report.findings if each.code == BESIDE_DATES]
    looks = [*late, *(each for each in found if each.code in AT_LOOKS)]
    return StudioNotes(
        strategies=tuple(at_strategies(each, plan, forms) for each in found if each.code in AT_STRATEGIES)[:MOST],
        looks=tuple(at_looks(each, forms) for each in looks)[:MOST],
    )


def at_strategies(finding: Finding, plan: Plan, forms: Page) -> Note:
    """Lead to the row or field that answers what the strategies still ask."""
    rows = list(forms.strategies)
    if finding.code in _PAIRS:
        there = {each.kind for each in plan.alive}
        kind = next(kind for kind in _PAIRS[finding.code] if kind not in there)
        row = next((row for row in rows if row["kind"].value() == kind and not row["text"].value()), None)
        return note(finding, _("Write it here"), anchor(row, "text", step=5))
    row = next((row for row in rows if row["text"].value()), None)
    if finding.code == "PL-04":
        return note(finding, _("Say what is different"), anchor(row, "how_it_differs", step=5))
    return note(finding, _("Choose a reason"), anchor(row, "evidence_basis", step=5))


def at_looks(finding: Finding, forms: Page) -> Note:
    """Lead to the date or the rhythm that answers what the days to look still ask."""
    rows = list(forms.looks)
    if finding.code == "PL-10":
        return note(finding, _("Look more often"), f"#{forms.draft['cadence_days'].id_for_label}")
    if finding.code == "PL-09":
        row = next((row for row in rows if row["on"].value() and not row["name"].value()), None)
        return note(finding, _("Name what is given"), anchor(row, "name", step=6))
    row = next((row for row in rows if not row["on"].value()), None)
    return note(finding, _("Add a date"), anchor(row, "on", step=6))


def note(finding: Finding, act: str, href: str) -> Note:
    return Note(finding.code, finding.message, finding.question, act, href)


def anchor(row: Form | None, name: str, *, step: int) -> str:
    return f"#{row[name].id_for_label}" if row is not None else f"#step-{step}"


def goal_notes(goal: Goal, found: Iterable[Finding], *, is_silent: bool) -> tuple[Note, ...]:
    """Say what a goal in use asks its team; `is_silent` tells that the page has said that data are missing."""
    acts = {
        "PL-12": (_("Check in and say what holds them up"), reverse("goal-check-in", args=[goal.uuid])),
        "PL-15": (_("Adjust a strategy"), reverse("goal-adjust", args=[goal.uuid])),
    }
    return tuple(
        Note(each.code, None if is_silent and each.code == "PL-12" else each.message, each.question, *acts[each.code])
        for each in found
        if each.code in acts
    )


def in_one(finding: Finding) -> Message:
    """Say a finding and its question in one breath."""
    return say("{message} {question}", message=finding.message, question=finding.question)
