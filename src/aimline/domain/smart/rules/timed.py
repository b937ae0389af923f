"""T: by which date (domain.md 4.6)."""

from datetime import date

from aimline.domain.calendar import is_school_day, previous_school_day, year_of
from aimline.domain.smart.case import Case
from aimline.domain.smart.dates import Precision
from aimline.domain.smart.report import Severity
from aimline.domain.smart.rewrites import (
    both_dates,
    in_formula,
    larger_goal,
    last_data,
    parents_date,
    resolved_date,
    school_day_before,
    short_goals,
    stops,
)
from aimline.domain.smart.rule import Hit, Need, Rule, Sample, SentenceRule, Span
from aimline.domain.smart.statement import Fields

_SPRINT_WEEKS = 6
_SHORT_WEEKS = 12
_LONG_WEEKS = 18
_YEAR_WEEKS = 30
_DATA_DAYS = 14
_LOOSE = frozenset({Precision.MONTH, Precision.SEASON, Precision.YEAR})
_OPEN = frozenset({Precision.POINT, Precision.YEAR})
# Under their own names, because Python 3.11 looks up the members of an enumeration slowly.
_VAGUE_TIME, _UNREADABLE, _DAY = Precision.VAGUE, Precision.UNREADABLE, Precision.DAY


def _span(case: Case) -> Span | None:
    return case.statement.deadline_text.span if case.statement.deadline_text else None


def _no_deadline(case: Case) -> Hit | None:
    return Hit() if case.precision is None else None


def _loose(case: Case) -> Hit | None:
    loose = case.precision in _LOOSE
    return Hit(_span(case), {"day": case.deadline}) if loose and case.deadline is not None else None


def _unresolved(case: Case) -> Hit | None:
    open_point = case.precision in _OPEN and case.deadline is None
    return Hit(_span(case)) if open_point else None


def _ambiguous(case: Case) -> Hit | None:
    return Hit(_span(case)) if case.precision is _UNREADABLE else None


def _vague(case: Case) -> Hit | None:
    return Hit() if case.precision is _VAGUE_TIME else None


def _past(case: Case) -> Hit | None:
    if case.deadline is None:
        return None
    before_start = case.deadline < case.today or case.deadline <= case.starts_on
    stale = case.fields.baseline_on is not None and case.fields.baseline_on > case.deadline
    return Hit(_span(case)) if before_start or stale else None


def _sprint(case: Case) -> Hit | None:
    short = case.weeks is not None and 0 < case.weeks < _SPRINT_WEEKS
    return Hit(_span(case)) if short and not case.fields.is_nested else None


def _no_stop(case: Case) -> Hit | None:
    if case.weeks is None or case.weeks <= _SHORT_WEEKS or case.fields.n_stops:
        return None
    severity = Severity.BLOCK if case.weeks >= _LONG_WEEKS else Severity.WARN
    return Hit(_span(case), {"deadline": case.deadline}, severity)


def _no_late_data(case: Case) -> Hit | None:
    last = case.fields.last_data_on
    if last is None or case.deadline is None or (case.deadline - last).days <= _DATA_DAYS:
        return None
    return Hit(_span(case), {"day": last})


def _no_school(case: Case) -> Hit | None:
    if case.calendar is None or case.deadline is None or case.precision is not _DAY:
        return None
    if case.deadline < case.today:
        return None
    if year_of(case.calendar, case.deadline) is None or is_school_day(case.calendar, case.deadline):
        return None
    return Hit(_span(case), {"day": previous_school_day(case.calendar, case.deadline)})


def _after_parent(case: Case) -> Hit | None:
    parent = case.fields.parent_deadline
    late = parent is not None and case.deadline is not None and case.deadline > parent
    return Hit(_span(case), {"day": parent}) if late else None


def _no_short_goals(case: Case) -> Hit | None:
    long = case.weeks is not None and case.weeks >= _YEAR_WEEKS
    return Hit(_span(case)) if long and case.fields.n_short_goals == 0 else None


RULES: tuple[SentenceRule, ...] = (
    Rule(
        "T-01",
        Severity.BLOCK,
        "No deadline.",
        "Without a date the work for these students is always tomorrow's.",
        Sample("Grade 2 students will grow from 40 to 62 words correct per minute."),
        Sample("Grade 2 students will grow from 40 to 62 words correct per minute by May 22."),
        "No date is named yet.",
        "By when? A date turns a wish into a plan.",
        _no_deadline,
        in_formula,
    ),
    Rule(
        "T-02",
        Severity.ADVISE,
        "A month, season or year that can be read as a day.",
        "A shared day is a day on which somebody looks.",
        Sample("Grade 5 will grow from 52% to 66% on the decimals CFA by spring."),
        Sample("Grade 5 will grow from 52% to 66% on the decimals CFA by 29 May 2026."),
        "We read this as {day}.",
        "Right?",
        _loose,
        resolved_date,
        needs=Need.DAY,
    ),
    Rule(
        "T-03",
        Severity.BLOCK,
        "A time that never comes: ongoing, over time, someday.",
        "Without a date the work for these students is always tomorrow's.",
        Sample("Grade 5 will grow in reading stamina over time."),
        Sample("Grade 5 will grow in reading stamina by the end of the second quarter."),
        "This time has no end.",
        "By when? A date turns a wish into a plan.",
        _vague,
        in_formula,
    ),
    Rule(
        "T-04",
        Severity.BLOCK,
        "The deadline has passed, or lies before the start or the baseline.",
        "A goal behind us helps nobody ahead.",
        Sample("By 12 May 2019, Grade 5 will grow in reading stamina."),
        Sample("By 12 May 2026, Grade 5 will grow in reading stamina."),
        "This date has passed.",
        "Which date comes next?",
        _past,
        in_formula,
        needs=Need.DAY,
    ),
    Rule(
        "T-05",
        Severity.ADVISE,
        "Less than six weeks.",
        "Students need time to show growth; short steps belong under a larger goal.",
        Sample("Grade 5 will grow in reading stamina in three weeks."),
        Sample("Grade 5 will grow in reading stamina in nine weeks."),
        "That is the length of a sprint or a unit check.",
        "Shall we make it a short step under a larger goal?",
        _sprint,
        larger_goal,
        guard="A short goal under an annual one is where it belongs.",
        needs=Need.DAY,
    ),
    Rule(
        "T-06",
        Severity.BLOCK,
        "More than 12 weeks without an interim benchmark; from 18 weeks on it must be added before activation.",
        "June is too late to find out that students needed something else.",
        Sample("By June 5, 2026, Grade 4 will grow from 50% to 75% on the decimals CFA."),
        Sample(
            "By June 5, 2026, Grade 4 will grow from 50% to 75% on the decimals CFA.",
            note="One stop on the way: 62% in January.",
            fields=Fields(n_stops=1),
        ),
        "{deadline} is too late to find out.",
        "Can you add at least one stop on the way?",
        _no_stop,
        stops,
        guard="From 13 to 17 weeks it warns and does not block.",
        needs=Need.DAY,
    ),
    Rule(
        "T-07",
        Severity.WARN,
        "No data are planned in the two weeks before the deadline.",
        "Students deserve an answer at the end, and not a guess.",
        Sample(
            "By 22 May 2026, Grade 4 will grow from 50% to 65% on the decimals CFA.",
            note="The last CFA is planned for 17 April 2026.",
            fields=Fields(last_data_on=date(2026, 4, 17)),
        ),
        Sample(
            "By 22 May 2026, Grade 4 will grow from 50% to 65% on the decimals CFA.",
            note="The last CFA is planned for 15 May 2026.",
            fields=Fields(last_data_on=date(2026, 5, 15)),
        ),
        "The last assessment before the deadline is on {day}.",
        "Move one of the two?",
        _no_late_data,
        last_data,
        guard="Silent until the monitoring plan has dates.",
        needs=Need.FIELDS,
    ),
    Rule(
        "T-08",
        Severity.ADVISE,
        "The deadline is a day without school.",
        "Nobody can look at student work on that day.",
        Sample("By December 25, 2025, Grade 5 will grow from 52% to 66% on the decimals CFA."),
        Sample("By December 19, 2025, Grade 5 will grow from 52% to 66% on the decimals CFA."),
        "That is a day without school.",
        "{day} instead?",
        _no_school,
        school_day_before,
        guard="Silent without a school calendar.",
        needs=Need.DAY,
    ),
    Rule(
        "T-09",
        Severity.WARN,
        "The goal ends later than the goal it supports.",
        "What comes after the end can no longer help.",
        Sample(
            "By 19 June 2026, Grade 4 will grow from 50% to 65% on the decimals CFA.",
            note="The school goal ends on 29 May 2026.",
            fields=Fields(parent_deadline=date(2026, 5, 29)),
        ),
        Sample(
            "By 22 May 2026, Grade 4 will grow from 50% to 65% on the decimals CFA.",
            note="The school goal ends on 29 May 2026.",
            fields=Fields(parent_deadline=date(2026, 5, 29)),
        ),
        "The goal above ends sooner, on {day}.",
        "Shall this one end by then?",
        _after_parent,
        parents_date,
        needs=Need.FIELDS,
    ),
    Rule(
        "T-10",
        Severity.ADVISE,
        "A year-long goal without short-term goals under it.",
        "A year is long for a child; a few weeks can be walked.",
        Sample(
            "By 5 June 2026, Grade 4 will grow from 50% to 75% on the decimals CFA.",
            note="No short-term goals under it.",
            fields=Fields(n_short_goals=0),
        ),
        Sample(
            "By 5 June 2026, Grade 4 will grow from 50% to 75% on the decimals CFA.",
            note="Three short-term goals under it.",
            fields=Fields(n_short_goals=3),
        ),
        "A few 6-12-week goals underneath make the year walkable.",
        "Shall we lay them out?",
        _no_short_goals,
        short_goals,
        guard="Silent where short-term goals are not known.",
        needs=Need.FIELDS,
    ),
)

# The same rules in the cases where the sentence cannot be resolved yet: never an invented date.
UNRESOLVED: tuple[SentenceRule, ...] = (
    Rule(
        "T-02",
        Severity.ADVISE,
        "A named point of the school year, and no calendar to resolve it.",
        "A shared day is a day on which somebody looks.",
        Sample(
            "Grade 3 will grow from 45% to 60% on the fraction CFA by the end of the third quarter.",
            note="No calendar is known.",
            calendar=None,
        ),
        Sample("Grade 3 will grow from 45% to 60% on the fraction CFA by 27 March 2026.", calendar=None),
        "Your school calendar would turn this into a day.",
        "Which day does it end on?",
        _unresolved,
        in_formula,
    ),
    Rule(
        "T-03",
        Severity.WARN,
        "A numeric date that can be read in two ways, or a day that does not exist.",
        "Two people would look on two different days.",
        Sample("Grade 3 will grow from 45% to 60% on the fraction CFA by 3/4/2026."),
        Sample("Grade 3 will grow from 45% to 60% on the fraction CFA by 3 April 2026."),
        "This date can be read in two ways.",
        "Which day do you mean? Write the month as a word.",
        _ambiguous,
        both_dates,
    ),
)
