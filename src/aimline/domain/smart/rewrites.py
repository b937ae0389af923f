"""Offers: the formula with what is known, and blanks where it is not (never a filled-in target)."""

from aimline.domain.smart.case import Case
from aimline.domain.smart.dates import Precision
from aimline.domain.words import Message, say

_BLANK = "__"


def _written(value: float | None, unit: str) -> str:
    if value is None:
        return _BLANK
    number = f"{value:.2f}".rstrip("0").rstrip(".")
    return f"{number}%" if unit == "%" else number


def formula(case: Case) -> Message:
    """Put what is known into the formula of domain.md 2.7."""
    said = case.statement
    group = case.fields.group or (
        said.student_group.value if case.clear_group and said.student_group else "__ students"
    )
    skill = case.fields.result or (said.result.value if said.result and case.clear_skill else _BLANK)
    due = case.fields.deadline_words or (
        said.deadline_text.value if said.deadline_text and case.precision is not Precision.VAGUE else _BLANK
    )
    if case.fields.deadline and not case.fields.deadline_words:
        due = f"{case.fields.deadline:%-d %B %Y}"
    return say(
        "By {deadline}, {group}: {result}, as measured by {measure}, improving from {baseline} to {target}.",
        deadline=due,
        group=group,
        result=skill,
        measure=case.instrument or _BLANK,
        baseline=_written(case.baseline, case.unit),
        target=_written(case.target, case.unit),
    )


def student_result(case: Case) -> Message:
    """Start the result that an activity should lead to; the activity itself is kept as a strategy."""
    group = case.statement.student_group
    if group is not None and case.clear_group:
        return say("{group}: __ will increase from __ to __ by __, as measured by __.", group=group.value)
    return say("Students' __ will increase from __ to __ by __, as measured by __.")


def resolved_date(case: Case) -> Message:
    """Name the day that the words stand for; T-02 fires only where there is one."""
    return say("by {day}", day=case.deadline)


def both_readings(case: Case) -> Message:
    """Compute both meanings of "by 15 %" (RF-36)."""
    start, amount = case.baseline, case.amount or 0.0
    if start is None:
        return say("from __% to __%")
    points, percent = start + amount, start * (1 + amount / 100)
    return say(
        "from {start}% to {points}% (points) or to {percent}% (percent)",
        start=start,
        points=points,
        percent=percent,
    )


def purpose(_case: Case) -> Message:
    """Offer to keep the words as the purpose."""
    return say("Keep this as the purpose, and set one milestone below it: By __, __% of __ students ..., up from __%.")
