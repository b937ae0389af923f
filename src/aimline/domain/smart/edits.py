"""Small changes of a sentence in place, and what the offers compute from its numbers and dates."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from math import ceil, floor

from aimline.domain.aimline import standard_error
from aimline.domain.ambition import Band
from aimline.domain.calendar import previous_school_day, year_of
from aimline.domain.measure import Direction, Metric
from aimline.domain.smart import formula
from aimline.domain.smart.case import Case
from aimline.domain.smart.draft import Draft, plain
from aimline.domain.smart.formula import Known
from aimline.domain.smart.reading import parse
from aimline.domain.smart.statement import Fields, Statement

_JOINER = re.compile(r"(?:,|;)?\s+(?:and|as well as|et)\s+|;\s+|,\s+|\s*[(/]\s*")
_WAY = re.compile(r"\b(?:by|through|using|with|via)\s+[a-z-]+ing\b[^,.;]*", re.IGNORECASE)
_SO_THAT = re.compile(r"^(.*?)[,;]?\s+(?:so that|so)\s", re.IGNORECASE | re.DOTALL)
_NUMERIC = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})\b")
_STOP_APART = timedelta(weeks=6)
_LONGEST = 1000
_ALMOST_ALL = 98
_GOOD_BANDS = (Band.MODEST, Band.STRETCH)


def ended(text: str) -> str:
    """End a sentence with a full stop."""
    return text if text.endswith((".", "!", "?")) else f"{text}."


def put(case: Case, span: tuple[int, int], words: str) -> Draft:
    """Write other words in one place of the sentence."""
    text = case.statement.text
    return plain(f"{text[: span[0]]}{words}{text[span[1] :]}")


def kept_fields(case: Case) -> Fields:
    """Leave out of the fields what the offer asks again: numbers off their scale, dates that have passed."""
    fields = case.fields
    if formula.is_doubtful(case):
        fields = replace(fields, baseline=None, target=None)
    over = case.deadline is not None and (case.deadline < case.today or case.deadline <= case.starts_on)
    stale = case.deadline is not None and fields.baseline_on is not None and fields.baseline_on > case.deadline
    if over or stale:
        fields = replace(fields, deadline=None, deadline_words=None)
    return fields


def way(text: str) -> str:
    """Find the words that tell how: "by holding daily conferences", or what stands before "so that"."""
    text = text[:_LONGEST]
    clause = _WAY.search(text)
    if clause:
        return clause.group().strip()
    before = _SO_THAT.match(text)
    return before.group(1).strip() if before else text.strip()


def redated(case: Case, on: date) -> Draft:
    """Write a day in place of the deadline's words; the formula where that does not read back as meant."""
    day, slot, said = formula.words_of(case).day(on), case.statement.deadline_text, case.statement
    if slot is not None and len(said.text) <= _LONGEST and not formula.is_doubtful(case):
        spoken, head = formula.words_of(case), said.text[: slot.span[0]]
        before = head.split()
        if before and before[-1].lower() in spoken.lists["articles"]:  # "by the spring"
            head = head[: head.rfind(before.pop())]
        leads = before and before[-1].lower() in spoken.lists["before_a_date"]
        written = day if leads else spoken.texts["by"].format(day=day)
        draft = plain(f"{head}{written}{said.text[slot.span[1] :]}")
        if _reads_as(case, str(draft), on):
            return draft
    return formula.sentence(replace(formula.known(case), deadline=day))


def _reads_as(case: Case, text: str, on: date) -> bool:
    again = parse(text, today=case.today, calendar=case.calendar)
    return again.deadline is not None and again.deadline.value == on and again.hints.n_deadlines <= 1


def readings(case: Case) -> tuple[date, ...]:
    """Give the days that a numeric date may stand for, those to come only."""
    found = _NUMERIC.search(case.statement.text)
    if found is None:
        return ()
    one, two, year = (int(part) for part in found.groups())
    year += 2000 if year < 100 else 0
    days = {day for month, number in ((one, two), (two, one)) for day in _day(year, month, number)}
    return tuple(sorted(day for day in days if day > case.starts_on and day >= case.today))


def _day(year: int, month: int, number: int) -> Iterator[date]:
    try:
        yield date(year, month, number)
    except ValueError:  # no such day: it is not one of the readings
        return


def halves(case: Case) -> tuple[Known, Known]:
    """Cut a sentence with two results into two: what only one half says (date, group, measure) holds for both."""
    whole = formula.known(case)
    cut = _cut(case)
    if cut is None:
        return whole, replace(whole, skill=None, baseline=None, target=None)
    one, two = (formula.known(replace(case, statement=each)) for each in cut)
    return _shared(one, whole), _shared(replace(two, deadline=whole.deadline), whole)


def _shared(half: Known, whole: Known) -> Known:
    return replace(
        half,
        deadline=half.deadline or whole.deadline,
        group=half.group or whole.group,
        measure=half.measure or whole.measure,
    )


def _cut(case: Case) -> tuple[Statement, Statement] | None:
    """Cut at the first "and" after the first pair of numbers."""
    text, said = case.statement.text[:_LONGEST], case.statement
    past = max((slot.span[1] for slot in (said.baseline, said.target) if slot is not None), default=0)
    joiner = _JOINER.search(text, past)
    if joiner is None:
        return None
    halves_ = (text[: joiner.start()], text[joiner.end() :])
    first, second = (parse(half, today=case.today, calendar=case.calendar) for half in halves_)
    return first, second


def is_within_chance(case: Case) -> bool:
    """Tell whether the gain is smaller than one standard error of a group of this size (domain.md 4.4, A-01)."""
    judged, start = case.judgement, case.baseline or 0.0
    room = start if case.direction is Direction.DOWN else 100 - start
    return judged is not None and judged.growth < chance(case) <= room


def chance(case: Case) -> float:
    """Give one standard error of the start, in the measure's unit; 0 where the group's size is not known."""
    return standard_error(case.metric or Metric.MEAN_SCORE, case.baseline or 0.0, case.fields.n_students or 0)


def whole_share(case: Case) -> tuple[int, int]:
    """Give the next whole number of students on the good side of the target, and their share in percent."""
    n = case.fields.n_students or 1
    students = n * (case.target or 0.0) / 100
    down = case.direction is Direction.DOWN
    whole = floor(students + 1e-9) if down else ceil(students - 1e-9)
    return whole, round(100 * whole / n)


def is_reasonable(case: Case, target: float) -> bool:
    """Tell whether this target is neither too easy nor too hard, nor everybody, as far as the bands can tell."""
    aimed = formula.aimed(case, target)
    judged = aimed.judgement
    if formula.is_doubtful(aimed) or (aimed.unit == "%" and target >= _ALMOST_ALL):
        return False
    return judged is None or (judged.band in _GOOD_BANDS and not is_within_chance(aimed))


def has_line(case: Case) -> bool:
    """Tell whether start, target and deadline are known."""
    known = case.baseline is not None and case.target is not None and case.deadline is not None
    return known and not formula.is_doubtful(case)


def line_value(case: Case, on: date) -> float | None:
    """Read the straight line from the start to the target on a day."""
    if case.baseline is None or case.target is None or case.deadline is None or formula.is_doubtful(case):
        return None
    n_days = (case.deadline - case.starts_on).days
    passed = (on - case.starts_on).days / n_days if n_days else 1.0
    return round(case.baseline + (case.target - case.baseline) * passed, 1)


def stops_of(case: Case) -> tuple[tuple[date, str | None], ...]:
    """Give days on the way with the value of the line: assessment dates, screening windows, else half-way."""
    start, end = case.starts_on, case.deadline or case.starts_on
    days = [day for day in (*case.offers.dates, *_windows(case)) if start + _STOP_APART <= day <= end - _STOP_APART]
    if not days:
        middle = start + (end - start) / 2
        taught = case.calendar is not None and year_of(case.calendar, middle) is not None
        days = [previous_school_day(case.calendar, middle) if taught and case.calendar else middle]
    values = ((day, line_value(case, day)) for day in sorted(set(days)))
    return tuple((day, None if value is None else formula.amount(case, value)) for day, value in values)


def _windows(case: Case) -> list[date]:
    if case.calendar is None:
        return []
    year = year_of(case.calendar, case.starts_on) or year_of(case.calendar, case.deadline or case.today)
    return [window.closes_on for window in year.windows] if year else []
