"""A: ambitious yet attainable (domain.md 4.4)."""

from aimline.domain.ambition import Band
from aimline.domain.measure import Direction, is_percent
from aimline.domain.smart import edits, formula
from aimline.domain.smart.case import Case
from aimline.domain.smart.groups import Clarity
from aimline.domain.smart.report import Severity
from aimline.domain.smart.rewrites import later_date, milestone, purpose, whole_students
from aimline.domain.smart.rule import Hit, Need, Rule, Sample, SentenceRule, Span
from aimline.domain.smart.statement import Fields
from aimline.domain.words import say

_STRENGTH = 90
_LARGE_GAP = 25
_SHORT_WEEKS = 12
_ALMOST_ALL = 98
_FEW_FOR_ALL = 20
_FACTORS = 5
_LEVELS = frozenset({"metric_level", "metric_proficient"})
# Under their own names, because Python 3.11 looks up the members of an enumeration slowly.
_DOWN, _BARE = Direction.DOWN, Clarity.BARE


def _target_span(case: Case) -> Span | None:
    return case.statement.target.span if case.statement.target else None


def _in_band(case: Case, band: Band) -> Hit | None:
    judged = case.judgement
    if judged is None or judged.band is not band or case.fields.why_possible.strip():
        return None
    return Hit(_target_span(case), {"growth": judged.growth, "basis": judged.basis})


def _too_easy(case: Case) -> Hit | None:
    return _in_band(case, Band.TOO_EASY) or _within_chance(case)


def _within_chance(case: Case) -> Hit | None:
    judged = case.judgement
    if judged is None or not edits.is_within_chance(case) or case.fields.why_possible.strip():
        return None
    n, error = case.fields.n_students, round(edits.chance(case), 1)
    basis = say("with {n} students, {error} points may be chance", n=n, error=error)
    return Hit(_target_span(case), {"growth": judged.growth, "basis": basis})


def _very_ambitious(case: Case) -> Hit | None:
    return _in_band(case, Band.VERY_AMBITIOUS)


def _beyond(case: Case) -> Hit | None:
    return _in_band(case, Band.BEYOND)


def _strength(case: Case) -> Hit | None:
    high = case.baseline is not None and case.baseline >= _STRENGTH and case.unit in ("%", "")
    strong = high and case.direction is not _DOWN and case.metric is not None and is_percent(case.metric)
    slot = case.statement.baseline
    return Hit(slot.span if slot else None) if strong or case.fields.is_top_quartile else None


def _nothing_new(case: Case) -> Hit | None:
    fields = case.fields
    same = bool(fields.n_strategies) and fields.n_new_strategies == 0
    return Hit() if fields.n_strategies == 0 or same else None


def _large_gap(case: Case) -> Hit | None:
    if case.baseline is None or case.target is None or case.weeks is None or case.unit != "%":
        return None
    large = abs(case.target - case.baseline) > _LARGE_GAP and case.weeks < _SHORT_WEEKS
    return Hit(_target_span(case)) if large else None


def _factors_open(case: Case) -> Hit | None:
    n = case.fields.n_factors
    return Hit(values={"n": _FACTORS - n}) if n is not None and n < _FACTORS else None


def _everyone(case: Case) -> Hit | None:
    hints, n = case.statement.hints, case.fields.n_students
    if case.direction is _DOWN:
        return None
    all_of_them = (
        hints.implied_all
        and case.fields.target is None
        and hints.group_clarity is _BARE
        and not hints.found.isdisjoint(_LEVELS)
    )
    told = case.target is not None and not hints.implied_all and case.unit == "%" and case.target >= _ALMOST_ALL
    few = n is not None and n < _FEW_FOR_ALL
    return Hit(_target_span(case)) if (all_of_them or told) and not few and not case.adults_only else None


def _part_student(case: Case) -> Hit | None:
    n, target = case.fields.n_students, case.target
    if not n or target is None or case.metric is None or not is_percent(case.metric) or formula.is_doubtful(case):
        return None
    students = n * target / 100
    if round(100 * round(students) / n) == round(target):  # the share of a whole student, as people round it
        return None
    whole, percent = edits.whole_share(case)
    values = {"target": target, "n": n, "students": round(students, 1), "whole": whole, "percent": percent}
    return Hit(_target_span(case), values)


def _no_support(case: Case) -> Hit | None:
    return Hit() if case.fields.is_supported is False else None


RULES: tuple[SentenceRule, ...] = (
    Rule(
        "A-01",
        Severity.WARN,
        "The gain needs no special effort, or is so small that chance could make it.",
        "Students deserve more than what would happen anyway.",
        Sample("Grade 4 proficiency on the decimals CFA will rise from 71% to 73%."),
        Sample("Grade 4 proficiency on the decimals CFA will rise from 71% to 84%."),
        "Normal teaching would probably get there ({basis}).",
        "Where would focused effort take you?",
        _too_easy,
        milestone,
        guard="A written reason why the target stays answers the question.",
        needs=Need.JUDGEMENT,
    ),
    Rule(
        "A-02",
        Severity.WARN,
        "The start is already a strength.",
        "Effort spent on a strength is missing where students need it.",
        Sample("Grade 3 proficiency on the addition CFA will rise from 93% to 98%."),
        Sample("Grade 3 proficiency on the word-problem CFA will rise from 52% to 70%."),
        "This is already a strength.",
        "Is there a larger gap elsewhere?",
        _strength,
    ),
    Rule(
        "A-03",
        Severity.WARN,
        "Few comparable groups moved this much.",
        "A goal that breaks early teaches students and teachers to stop aiming.",
        Sample("Grade 6 will move from 40% to 76% on the ratio CFA by March."),
        Sample("Grade 6 will move from 40% to 65% on the ratio CFA by March."),
        "Few comparable groups moved this much ({basis}).",
        "What will be very different this year?",
        _very_ambitious,
        milestone,
        guard="A written reason why it is possible answers the question.",
        needs=Need.JUDGEMENT,
    ),
    Rule(
        "A-04",
        Severity.WARN,
        "Beyond anything usual in this time.",
        "Students need a milestone they can see themselves reach.",
        Sample("Grade 6 will move from 20% to 90% on the ratio CFA by March."),
        Sample("Grade 6 will move from 20% to 45% on the ratio CFA by March."),
        "A gain of {growth} in that time is beyond what is usual ({basis}).",
        "Keep it as a multi-year purpose and set this year's milestone?",
        _beyond,
        purpose,
        guard="A written reason why it is possible answers the question.",
        needs=Need.JUDGEMENT,
    ),
    Rule(
        "A-05",
        Severity.WARN,
        "No strategy, or only what was done before.",
        "The same work brings students the same result.",
        Sample(
            "Grade 2 will grow from 48% to 66% on the phonics CFA.",
            note="One strategy, and nothing new in it.",
            fields=Fields(n_strategies=1, n_new_strategies=0),
        ),
        Sample(
            "Grade 2 will grow from 48% to 66% on the phonics CFA.",
            note="Two strategies; small-group blending is new.",
            fields=Fields(n_strategies=2, n_new_strategies=1),
        ),
        "Without something new this is hope.",
        "What will you do differently?",
        _nothing_new,
        guard="Silent until the plan is known.",
        needs=Need.FIELDS,
    ),
    Rule(
        "A-06",
        Severity.ADVISE,
        "A gap of more than 25 points in less than 12 weeks.",
        "Larger gaps take longer.",
        Sample("Grade 6 will move from 40% to 70% on the ratio CFA in 8 weeks."),
        Sample("Grade 6 will move from 40% to 70% on the ratio CFA by May 22, 2026."),
        "Larger gaps take longer.",
        "Would a later date, or a stop on the way, fit better?",
        _large_gap,
        later_date,
    ),
    Rule(
        "A-07",
        Severity.ADVISE,
        "Starting point, support, team capacity, time and complexity have not been weighed.",
        "A target that fits the year's reality is one that students reach.",
        Sample(
            "Grade 2 will grow from 48% to 66% on the phonics CFA.",
            note="Two of the five questions are answered.",
            fields=Fields(n_factors=2),
        ),
        Sample(
            "Grade 2 will grow from 48% to 66% on the phonics CFA.",
            note="All five questions are answered.",
            fields=Fields(n_factors=5),
        ),
        "Five quick questions help you judge; {n} are open.",
        "Start, support, team, time, difficulty: how do they stand?",
        _factors_open,
        guard="Silent until somebody opens the questions.",
        needs=Need.FIELDS,
    ),
    Rule(
        "A-08",
        Severity.ADVISE,
        "Every student, or 98% and more.",
        '"Every student" is a promise to keep as purpose; a milestone shows that you come closer.',
        Sample("100% of Grade 1 students will read at benchmark."),
        Sample("82% of Grade 1 students will read at benchmark, up from 64%."),
        "'Every student' is a wonderful purpose.",
        "Is it this year's milestone?",
        _everyone,
        purpose,
        guard="Under 20 students, all of them is a list of names and may be a goal.",
    ),
    Rule(
        "A-09",
        Severity.ADVISE,
        "The target is not a whole number of students.",
        "Behind every share stand children.",
        Sample(
            "Grade 4 proficiency on the decimals CFA will rise from 68% to 85%.",
            note="22 students.",
            fields=Fields(n_students=22),
        ),
        Sample(
            "Grade 4 proficiency on the decimals CFA will rise from 68% to 86%.",
            note="22 students: 86% is 19 of them.",
            fields=Fields(n_students=22),
        ),
        "{target}% of {n} is {students} students: {whole} students is {percent}%.",
        "Shall we round up?",
        _part_student,
        whole_students,
        needs=Need.FIELDS,
    ),
    Rule(
        "A-10",
        Severity.WARN,
        "The support that the goal needs is not available.",
        "Students should not wait for help that nobody asked for.",
        Sample(
            "Grade 1 will grow from 50% to 70% on the letter-sound probe.",
            note="Support: not available.",
            fields=Fields(is_supported=False),
        ),
        Sample(
            "Grade 1 will grow from 50% to 70% on the letter-sound probe.",
            note="Support: reading specialist, twice a week.",
            fields=Fields(is_supported=True),
        ),
        "The support for this is not there yet.",
        "Shall we ask for it now?",
        _no_support,
        guard="Silent where nobody has said how support stands.",
        needs=Need.FIELDS,
    ),
)
