"""Change what a team does, never what it aims for (domain.md 2.12)."""

import uuid
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from aimline.apps.goals.actions.holding import hold
from aimline.apps.goals.models import Goal, Strategy
from aimline.apps.goals.policy import check_may_change
from aimline.apps.journal import actions as journal
from aimline.apps.monitoring.models import Adjustment, CheckIn
from aimline.apps.organizations.policy import Viewer
from aimline.domain import adjustment as method
from aimline.domain.gap import Gap
from aimline.domain.refusal import AimlineError
from aimline.domain.strategy import StrategyState
from aimline.domain.words import say

SHORT_NAME = 40


@dataclass(frozen=True)
class Different:
    """What will be different: one of the listed options in the team's words, from a day on.

    `replaces` names a strategy that ends with it; `kind` is the new strategy's.
    """

    option: str
    text: str
    starts_on: date
    kind: str = "instruction"
    short_name: str = ""
    replaces: uuid.UUID | None = None
    review_on: date | None = None


class OutsideGoal(AimlineError):
    """A change of strategy begins while the goal is in use."""


class Incomplete(AimlineError):
    """An adjustment lacks something; `gaps` lists all of it."""

    def __init__(self, gaps: tuple[Gap, ...]) -> None:
        super().__init__(gaps[0].code, gaps[0].message, say("Three words are enough."))
        self.gaps = gaps


@transaction.atomic
def adjust(viewer: Viewer, goal: Goal, different: Different, *, version: int | None = None) -> Adjustment:
    """Record an adjustment; its strategy is in use from its day on and gets a line on the chart (INV-51, INV-52)."""
    hold(goal, version=version, yours={"text": different.text})
    check_may_change(viewer, goal)
    assert viewer.person_id is not None  # whoever may write holds a part as a person
    asked = method.Adjustment(
        option=different.option, text=different.text, starts_on=different.starts_on, review_on=different.review_on
    )
    gaps = method.missing_for_adjustment(asked)
    if gaps:
        raise Incomplete(gaps)
    check_day(goal, different.starts_on)
    family = method.family_of(asked)
    assert family is not None
    before = replaced(goal, different)
    after = Strategy.objects.create(
        goal=goal, kind=different.kind, text=different.text.strip(), short_name=named(different),
        state=StrategyState.IN_USE, proposed_by_id=viewer.person_id, starts_on=different.starts_on,
    )  # fmt: skip
    newest = CheckIn.objects.filter(goal=goal).order_by("-on", "-pk").first()
    made = Adjustment.objects.create(
        goal=goal, check_in=newest, family=family, option=different.option, text=different.text.strip(),
        short_name=after.short_name, strategy_before=before, strategy_after=after, starts_on=different.starts_on,
        review_on=different.review_on, by_id=viewer.person_id, at=viewer.now,
    )  # fmt: skip
    journal.record(
        "adjust", person_id=viewer.person_id, at=viewer.now, noun="goal", noun_uuid=goal.uuid,
        district_id=goal.district_id, after={"option": made.option, "text": made.text},
    )  # fmt: skip
    return made


def check_day(goal: Goal, starts_on: date) -> None:
    """Raise `OutsideGoal` for a day before the goal began or after its deadline: no chart could show it."""
    begins_on, ends_on = goal.locked_on, goal.deadline
    assert begins_on is not None
    assert ends_on is not None
    if not begins_on <= starts_on <= ends_on:
        raise OutsideGoal(
            "INV-52",
            say("The goal runs from {begin} to {end}; choose a day within it.", begin=begins_on, end=ends_on),
            say("What was done before belongs to its start."),
        )


def replaced(goal: Goal, different: Different) -> Strategy | None:
    """Retire the strategy that the new one takes the place of; it stays on the page with its dates (INV-44)."""
    if different.replaces is None:
        return None
    strategy = goal.strategies.filter(uuid=different.replaces).first()
    if strategy is not None:
        strategy.state, strategy.retired_on = StrategyState.RETIRED, different.starts_on
        strategy.save(update_fields=["state", "retired_on"])
    return strategy


def named(different: Different) -> str:
    """Return the short name on the chart: the given one, else the first words of the text."""
    if different.short_name.strip():
        return different.short_name.strip()[:SHORT_NAME]
    words = different.text.split()
    name = ""
    while words and len(name) + len(words[0]) < 24:
        name = f"{name} {words.pop(0)}".strip()
    return name or different.text.strip()[:SHORT_NAME]
