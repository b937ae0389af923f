"""Every rule that can be judged from a sentence and its fields, in the order people read them."""

from aimline.domain.smart.rule import Rule
from aimline.domain.smart.rules import achievable, cross, layered, measurable, results, specific, timed

PROGRESS: tuple[Rule, ...] = (
    *results.RULES,
    *specific.RULES,
    *measurable.RULES,
    *achievable.RULES,
    *timed.RULES,
    *timed.UNRESOLVED,
    *cross.RULES,
)
PURPOSE: tuple[Rule, ...] = layered.PURPOSE
PRACTICE: tuple[Rule, ...] = layered.PRACTICE
ANY_WORDS: tuple[Rule, ...] = tuple(rule for rule in cross.RULES if rule.code in {"X-05", "X-06", "X-07"})
READS_AS_PURPOSE, NO_GOAL = layered.REDIRECTS

RULES: tuple[Rule, ...] = (*PROGRESS, *PURPOSE, *PRACTICE, *layered.REDIRECTS)
