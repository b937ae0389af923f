"""T: by which date (domain.md 4.6)."""

from aimline.domain.calendar import is_school_day, previous_school_day, year_of
from aimline.domain.smart.case import Case
from aimline.domain.smart.dates import Precision
from aimline.domain.smart.report import Severity
from aimline.domain.smart.rewrites import formula, resolved_date
from aimline.domain.smart.rule import Hit, Rule, Span

_SPRINT_WEEKS = 6
_SHORT_WEEKS = 12
_LONG_WEEKS = 18


def _span(case: Case) -> Span | None:
    return case.statement.deadline_text.span if case.statement.deadline_text else None


def _no_deadline(case: Case) -> Hit | None:
    return Hit() if case.precision in (None, Precision.VAGUE) else None


def _loose(case: Case) -> Hit | None:
    loose = case.precision in (Precision.MONTH, Precision.SEASON, Precision.YEAR)
    return Hit(_span(case), {"day": case.deadline}) if loose and case.deadline is not None else None


def _unresolved(case: Case) -> Hit | None:
    open_point = case.deadline is None and case.precision in (Precision.POINT, Precision.YEAR)
    return Hit(_span(case)) if open_point else None


def _ambiguous(case: Case) -> Hit | None:
    return Hit(_span(case)) if case.precision is Precision.UNREADABLE else None


def _vague(case: Case) -> Hit | None:
    return Hit() if case.precision is Precision.VAGUE else None


def _past(case: Case) -> Hit | None:
    if case.deadline is None:
        return None
    before_start = case.deadline < case.today or case.deadline <= case.starts_on
    stale = case.fields.baseline_on is not None and case.fields.baseline_on > case.deadline
    return Hit(_span(case)) if before_start or stale else None


def _sprint(case: Case) -> Hit | None:
    return Hit(_span(case)) if case.weeks is not None and 0 < case.weeks < _SPRINT_WEEKS else None


def _no_stop(case: Case) -> Hit | None:
    if case.weeks is None or case.weeks <= _SHORT_WEEKS or case.fields.n_stops:
        return None
    return Hit(_span(case), severity=Severity.BLOCK if case.weeks >= _LONG_WEEKS else Severity.WARN)


def _no_school(case: Case) -> Hit | None:
    if case.calendar is None or case.deadline is None or case.precision is not Precision.DAY:
        return None
    if year_of(case.calendar, case.deadline) is None or is_school_day(case.calendar, case.deadline):
        return None
    return Hit(_span(case), {"day": previous_school_day(case.calendar, case.deadline)})


RULES = (
    Rule(
        "T-01",
        "T",
        Severity.BLOCK,
        "No deadline.",
        "Without a date the work for these students is always tomorrow's.",
        "Grade 2 students will grow from 40 to 62 words correct per minute.",
        "... by May 22.",
        "No date is named yet.",
        "By when? A date turns a wish into a plan.",
        _no_deadline,
        formula,
    ),
    Rule(
        "T-02",
        "T",
        Severity.ADVISE,
        "A month, season or year that can be read as a day.",
        "A shared day is a day on which somebody looks.",
        "... by spring.",
        "... by 29 May 2026.",
        "We read this as {day}.",
        "Right?",
        _loose,
        resolved_date,
    ),
    Rule(
        "T-03",
        "T",
        Severity.BLOCK,
        "A time that never comes: ongoing, over time, someday.",
        "Without a date the work for these students is always tomorrow's.",
        "... over time.",
        "... by the end of the second quarter.",
        "This time has no end.",
        "By when? A date turns a wish into a plan.",
        _vague,
        formula,
    ),
    Rule(
        "T-04",
        "T",
        Severity.BLOCK,
        "The deadline has passed, or lies before the start or the baseline.",
        "A goal behind us helps nobody ahead.",
        "By 12 May 2019 ...",
        "By 12 May of this school year ...",
        "This date has passed.",
        "Which date comes next?",
        _past,
    ),
    Rule(
        "T-05",
        "T",
        Severity.ADVISE,
        "Less than six weeks.",
        "Students need time to show growth; short steps belong under a larger goal.",
        "... in three weeks.",
        "... by the end of the unit in nine weeks.",
        "That is the length of a sprint or a unit check.",
        "Shall we make it a short step under a larger goal?",
        _sprint,
    ),
    Rule(
        "T-06",
        "T",
        Severity.BLOCK,
        "More than 12 weeks without an interim benchmark.",
        "June is too late to find out that students needed something else.",
        "By June 5 ... from 50% to 75%.",
        "... with 62% by the January screener.",
        "June is too late to find out.",
        "Can you add at least one stop on the way?",
        _no_stop,
    ),
    Rule(
        "T-08",
        "T",
        Severity.ADVISE,
        "The deadline is a day without school.",
        "Nobody can look at student work on that day.",
        "By Sunday, March 15 ...",
        "By Friday, March 13 ...",
        "That is a day without school.",
        "{day} instead?",
        _no_school,
    ),
)

# The same rules in the cases where the sentence cannot be resolved yet: never a wrong date.
UNRESOLVED = (
    Rule(
        "T-02",
        "T",
        Severity.ADVISE,
        "A named point of the school year, and no calendar to resolve it.",
        "A shared day is a day on which somebody looks.",
        "... by the end of the third quarter (no calendar known).",
        "... by 27 March 2026.",
        "Your school calendar would turn this into a day.",
        "Which day does it end on?",
        _unresolved,
    ),
    Rule(
        "T-03",
        "T",
        Severity.WARN,
        "A numeric date that can be read in two ways, or a day that does not exist.",
        "Two people would look on two different days.",
        "... by 3/4/2026.",
        "... by 3 April 2026.",
        "This date can be read in two ways.",
        "Which day do you mean? Write the month as a word.",
        _ambiguous,
    ),
)
