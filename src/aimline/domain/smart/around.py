"""What stands around a goal: its plan, its tree and the hands that move it, each with the rules that judge it.

Apart from the rules of sentences, because who asks about a sentence should not wait for these.
"""

from collections.abc import Mapping
from datetime import date

from aimline.domain.calendar import Calendar
from aimline.domain.smart.checking import fired
from aimline.domain.smart.plans import Plan, Watched
from aimline.domain.smart.report import Finding
from aimline.domain.smart.rule import Rule
from aimline.domain.smart.rules import plan as plan_rules
from aimline.domain.smart.rules import tree as tree_rules
from aimline.domain.smart.rules import wish
from aimline.domain.smart.trees import Hands, Spot, Tree

PLAN: tuple[Rule[Watched], ...] = plan_rules.RULES
TREE: tuple[Rule[Spot], ...] = tree_rules.RULES
WISH: tuple[Rule[Hands], ...] = wish.RULES


def check_plan(plan: Plan, *, today: date, calendar: Calendar | None = None) -> tuple[Finding, ...]:
    """Judge a goal's plan and its monitoring as they stand today (domain.md 4.8, PL)."""
    return fired(PLAN, Watched(plan, today, calendar))


def check_tree(tree: Tree, *, today: date, calendar: Calendar | None = None) -> Mapping[str, tuple[Finding, ...]]:
    """Judge every goal in its tree; goals of which nothing is asked are left out (domain.md 4.8, TR)."""
    spots = (Spot(tree, goal, today, calendar) for goal in tree.goals)
    found = {spot.goal.key: fired(TREE, spot) for spot in spots}
    return {key: each for key, each in found.items() if each}


def check_hands(hands: Hands) -> tuple[Finding, ...]:
    """Tell whether anybody has a goal in hand; a quiet note, never a verdict (settled.md 16)."""
    return fired(WISH, hands)
