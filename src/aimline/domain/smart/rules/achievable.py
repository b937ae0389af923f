"""A: ambitious yet attainable (domain.md 4.4)."""

from aimline.domain.ambition import Band
from aimline.domain.measure import Direction, is_percent
from aimline.domain.smart.case import Case
from aimline.domain.smart.groups import Clarity
from aimline.domain.smart.report import Severity
from aimline.domain.smart.rewrites import purpose
from aimline.domain.smart.rule import Hit, Rule, Span

_STRENGTH = 90
_LARGE_GAP = 25
_SHORT_WEEKS = 12
_ALMOST_ALL = 98


def _target_span(case: Case) -> Span | None:
    return case.statement.target.span if case.statement.target else None


def _in_band(case: Case, band: Band) -> Hit | None:
    judged = case.judgement
    if judged is None or judged.band is not band:
        return None
    return Hit(_target_span(case), {"growth": judged.growth, "basis": judged.basis})


def _too_easy(case: Case) -> Hit | None:
    return _in_band(case, Band.TOO_EASY)


def _very_ambitious(case: Case) -> Hit | None:
    return _in_band(case, Band.VERY_AMBITIOUS)


def _beyond(case: Case) -> Hit | None:
    return _in_band(case, Band.BEYOND)


def _strength(case: Case) -> Hit | None:
    up = case.direction is not Direction.DOWN and case.metric is not None and is_percent(case.metric)
    strong = case.baseline is not None and case.baseline >= _STRENGTH and up and case.unit in ("%", "")
    return Hit(case.statement.baseline.span if case.statement.baseline else None) if strong else None


def _large_gap(case: Case) -> Hit | None:
    known = case.baseline is not None and case.target is not None and case.weeks is not None and case.unit == "%"
    if not known or case.baseline is None or case.target is None or case.weeks is None:
        return None
    return (
        Hit(_target_span(case)) if abs(case.target - case.baseline) > _LARGE_GAP and case.weeks < _SHORT_WEEKS else None
    )


def _everyone(case: Case) -> Hit | None:
    hints = case.statement.hints
    all_of_them = (
        hints.implied_all
        and hints.group_clarity is Clarity.BARE
        and not hints.found.isdisjoint({"metric_level", "metric_proficient"})
    )
    told = case.target is not None and not hints.implied_all and case.unit == "%" and case.target >= _ALMOST_ALL
    few = case.fields.n_students is not None and case.fields.n_students < 20
    return (
        Hit(_target_span(case))
        if (all_of_them or told) and case.direction is not Direction.DOWN and not few and not case.adults_only
        else None
    )


def _part_student(case: Case) -> Hit | None:
    n, target = case.fields.n_students, case.target
    if not n or target is None or case.metric is None or not is_percent(case.metric):
        return None
    students = n * target / 100
    whole = -(-students // 1)
    if abs(students - round(students)) < 1e-9 or round(100 * whole / n) == round(target):
        return None
    return Hit(
        _target_span(case),
        {
            "target": target,
            "n": n,
            "students": students,
            "whole": int(whole),
            "percent": round(100 * whole / n),
        },
    )


RULES = (
    Rule(
        "A-01",
        "A",
        Severity.WARN,
        "The gain needs no special effort.",
        "Students deserve more than what would happen anyway.",
        "Grade 4 proficiency on the decimals CFA will rise from 71% to 73%.",
        "... from 71% to 84%.",
        "Normal teaching would probably get there ({basis}).",
        "Where would focused effort take you?",
        _too_easy,
    ),
    Rule(
        "A-02",
        "A",
        Severity.WARN,
        "The start is already a strength.",
        "Effort spent on a strength is missing where students need it.",
        "Attendance will rise from 96% to 97%.",
        "Reading fluency will rise from 52% to 70% at benchmark.",
        "This is already a strength.",
        "Is there a larger gap elsewhere?",
        _strength,
    ),
    Rule(
        "A-03",
        "A",
        Severity.WARN,
        "Few comparable groups moved this much.",
        "A goal that breaks early teaches students and teachers to stop aiming.",
        "Grade 6 will move from 40% to 76% on the ratio CFA by March.",
        "... from 40% to 65%.",
        "Few comparable groups moved this much ({basis}).",
        "What will be very different this year?",
        _very_ambitious,
    ),
    Rule(
        "A-04",
        "A",
        Severity.WARN,
        "Beyond anything usual in this time.",
        "Students need a milestone they can see themselves reach.",
        "Grade 6 will move from 20% to 90% by November.",
        "Grade 6 will move from 20% to 45% by November.",
        "A gain of {growth} in that time is beyond what is usual ({basis}).",
        "Keep it as a multi-year purpose and set this year's milestone?",
        _beyond,
        purpose,
    ),
    Rule(
        "A-06",
        "A",
        Severity.ADVISE,
        "A gap of more than 25 points in less than 12 weeks.",
        "Larger gaps take longer.",
        "From 40% to 70% in eight weeks.",
        "From 40% to 70% by the end of the year, with a stop in January.",
        "Larger gaps take longer.",
        "Would a later date, or a stop on the way, fit better?",
        _large_gap,
    ),
    Rule(
        "A-08",
        "A",
        Severity.ADVISE,
        "Every student, or 98% and more.",
        '"Every student" is a promise to keep as purpose; a milestone shows that you come closer.',
        "100% of Grade 1 students will read at benchmark.",
        "82% of Grade 1 students will read at benchmark, up from 64%.",
        "'Every student' is a wonderful purpose.",
        "Is it this year's milestone?",
        _everyone,
        purpose,
    ),
    Rule(
        "A-09",
        "A",
        Severity.ADVISE,
        "The target is not a whole number of students.",
        "Behind every share stand children.",
        "85% of 22 students.",
        "19 of 22 students (86%).",
        "{target}% of {n} is {students} students: {whole} students is {percent}%.",
        "Shall we round up?",
        _part_student,
    ),
)
