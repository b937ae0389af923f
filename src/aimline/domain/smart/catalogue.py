"""Every rule of domain.md section 4 that judges sentences."""

from itertools import product

from aimline.domain.smart.rule import SentenceRule
from aimline.domain.smart.rules import (
    achievable,
    cross,
    measurable,
    practice,
    purpose,
    results,
    specific,
    timed,
)

PROGRESS: tuple[SentenceRule, ...] = (
    *results.RULES,
    *specific.RULES,
    *measurable.RULES,
    *achievable.RULES,
    *timed.RULES,
    *timed.UNRESOLVED,
    *cross.RULES,
)
# The same rules by what is known (fields, a day, a judgement): a rule that needs more could not speak.
PROGRESS_BY_KNOWN: dict[tuple[bool, ...], tuple[SentenceRule, ...]] = {
    known: tuple(rule for rule in PROGRESS if rule.needs is None or known[rule.needs])
    for known in product((False, True), repeat=3)
}
PURPOSE: tuple[SentenceRule, ...] = purpose.RULES
PRACTICE: tuple[SentenceRule, ...] = practice.RULES
ANY_WORDS: tuple[SentenceRule, ...] = tuple(rule for rule in cross.RULES if rule.code in {"X-05", "X-06", "X-07"})
READS_AS_PURPOSE, NO_GOAL = purpose.REDIRECTS

RULES: tuple[SentenceRule, ...] = (*PROGRESS, *PURPOSE, *PRACTICE, *purpose.REDIRECTS)

# What the plan will add is asked after what the sentence can say itself (domain.md 4.1).
BEFORE_ACTIVATION = frozenset(
    {"T-06", "T-07", "T-09", "T-10", "A-05", "A-07", "A-10", "R-06", "S-07", "M-05", "M-11", "PR-05"}
)

# Done, felt or taken part in: other questions are idle before this one is answered.
NO_RESULT_YET = frozenset({"R-04", "R-05", "R-07"})
