"""The plan part of a goal page: strategies, the four questions, next dates, agreed rules."""

from dataclasses import dataclass
from datetime import date

from aimline.apps.goals.models import Goal, Strategy
from aimline.apps.monitoring import queries
from aimline.domain.goal import Locked
from aimline.domain.rule import RuleKind
from aimline.domain.strategy import StrategyKind, StrategyState
from aimline.domain.words import Message, say

NAMES = {
    RuleKind.ON_TRACK: say("Go on"),
    RuleKind.ADJUST: say("Adjust"),
    RuleKind.INTENSIFY: say("Intensify"),
}
KINDS = {
    StrategyKind.INSTRUCTION: say("Teaching"),
    StrategyKind.ASSESSMENT: say("Seeing"),
    StrategyKind.INTERVENTION: say("Support"),
    StrategyKind.EXTENSION: say("More for those already there"),
}


@dataclass(frozen=True)
class StrategyLine:
    """One strategy, since when, and until when where it was replaced."""

    kind: Message
    text: str
    how_it_differs: str
    since: date | None
    until: date | None


@dataclass(frozen=True)
class Question:
    """One of the four questions a team asks of every goal, with its answers or an invitation."""

    kind: str
    text: Message
    answers: tuple[str, ...]
    invitation: Message


@dataclass(frozen=True)
class NextLook:
    """A planned day with the data expected on it."""

    on: date
    what: str
    is_past: bool


@dataclass(frozen=True)
class Agreed:
    """A decision rule in words."""

    name: Message
    then: str


@dataclass(frozen=True)
class PlanPart:
    """How the team works on the goal."""

    strategies: tuple[StrategyLine, ...]
    retired: tuple[StrategyLine, ...]
    questions: tuple[Question, ...]
    next_looks: tuple[NextLook, ...]
    rules: tuple[Agreed, ...]
    why: str
    who_brings_data: str
    data_looked_at: str


def plan_part(goal: Goal, locked: Locked, *, today: date) -> PlanPart:
    """Put the plan of a goal together."""
    strategies = sorted(goal.strategies.all(), key=lambda each: (list(KINDS).index(StrategyKind(each.kind)), each.pk))
    in_use = [each for each in strategies if each.state not in (StrategyState.RETIRED, StrategyState.PROPOSED)]
    plan = queries.plan_of(goal)
    ahead = [look for look in queries.checkpoints(goal) if look.on >= today][:4]
    return PlanPart(
        strategies=tuple(line(each) for each in in_use),
        retired=tuple(line(each) for each in strategies if each.state == StrategyState.RETIRED),
        questions=questions(goal, locked, in_use),
        next_looks=tuple(
            NextLook(look.on, look.name or (look.measure.name if look.measure else locked.measure.name), is_past=False)
            for look in ahead
        ),
        rules=agreed(goal),
        why=goal.why,
        who_brings_data=plan.who_brings_data if plan else "",
        data_looked_at=plan.data_looked_at if plan else "",
    )


def line(strategy: Strategy) -> StrategyLine:
    return StrategyLine(
        kind=KINDS[StrategyKind(strategy.kind)],
        text=strategy.text,
        how_it_differs=strategy.how_it_differs,
        since=strategy.starts_on,
        until=strategy.retired_on,
    )


def agreed(goal: Goal) -> tuple[Agreed, ...]:
    """Return the rules in words, each said once."""
    lines = dict.fromkeys((RuleKind(row.kind), row.then) for row in queries.agreed_rules(goal))
    order = list(NAMES)
    return tuple(Agreed(NAMES[kind], then) for kind, then in sorted(lines, key=lambda pair: order.index(pair[0])))


def questions(goal: Goal, locked: Locked, strategies: list[Strategy]) -> tuple[Question, ...]:
    """Answer the four questions of a learning team from the goal and its strategies (settled 40)."""

    def told(kind: StrategyKind) -> tuple[str, ...]:
        return tuple(each.text for each in strategies if each.kind == kind)

    return (
        Question(
            StrategyKind.INSTRUCTION,
            say("What should students learn?"),
            (locked.result[:1].upper() + locked.result[1:], *told(StrategyKind.INSTRUCTION)),
            say("Name the teaching that will change."),
        ),
        Question(
            StrategyKind.ASSESSMENT,
            say("How will we see that they learned it?"),
            (locked.measure.name, *told(StrategyKind.ASSESSMENT)),
            say("Name a short check on the way."),
        ),
        Question(
            StrategyKind.INTERVENTION,
            say("What do we do for those who are not there yet?"),
            told(StrategyKind.INTERVENTION),
            say("Nothing here yet. Who gets more time, and when?"),
        ),
        Question(
            StrategyKind.EXTENSION,
            say("What do we do for those who are already there?"),
            told(StrategyKind.EXTENSION),
            say("Nothing here yet. What lies beyond the target?"),
        ),
    )
