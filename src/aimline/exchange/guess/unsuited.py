"""Roles that the rows themselves speak against: hours of the day, days of reports, far years, marks, sections."""

import re

from aimline.exchange.calendar_words import read_ending
from aimline.exchange.guess import children
from aimline.exchange.guess.column import Column
from aimline.exchange.guess.lexicon import lexicon

YEAR, TIME = re.compile(r"(19|20)\d\d"), re.compile(r"[T ].*$")
MOST_OF_YEAR, FEWEST_TOLD = 4, 4
Found = dict[str, tuple[Column, float]]


def taken_back(found: Found) -> Found:
    """Leave away the roles that what stands in the rows speaks against."""
    return _without_hours(_without_report(_without_far_years(_without_marks(found))))


def _without_hours(found: Found) -> Found:
    """A "Period" that is a number alone is an hour of the day, unless the rows of each student stand in several."""
    window = found.get("window")
    if window is None or window[0].head.words != ("period",) or not window[0].contents.is_numeric:
        return found
    students = found["student"][0].contents.raw if "student" in found else window[0].contents.raw
    pairs = {*zip(students, window[0].contents.raw, strict=False)}
    n_several = len(pairs) - len({student for student, _ in pairs})
    is_of_year = len(window[0].contents.words) <= MOST_OF_YEAR and 2 * n_several > len(pairs) - n_several
    return found if is_of_year else {role: entry for role, entry in found.items() if role != "window"}


def _without_report(found: Found) -> Found:
    """Leave away the day a file was made, one for all rows that are several, where a window or year tells the time."""
    if not {"window", "year"} & {*found} or "date" not in found:
        return found
    head, contents = found["date"][0].head, found["date"][0].contents
    days = {TIME.sub("", day) for day in contents.words}
    if not {*head.words} & lexicon().roles["of_a_report"] or len(days) > 1 or contents.n_filled < 2:
        return found
    return {role: entry for role, entry in found.items() if role != "date"}


def _without_far_years(found: Found) -> Found:
    """A year that lies far from the days of the tests is of something else: of norms, of birth, of graduation."""
    if "year" not in found or "date" not in found or not found["date"][0].contents.date_formats:
        return found
    pairs = zip(found["year"][0].contents.raw, found["date"][0].contents.raw, strict=False)
    told = [(read_ending(year), YEAR.search(day)) for year, day in pairs]
    gaps = [abs(ending - int(day[0])) for ending, day in told if ending and day]
    is_far = bool(gaps) and 2 * sum(gap > 1 for gap in gaps) > len(gaps)
    return {role: entry for role, entry in found.items() if role != "year"} if is_far else found


def _without_marks(found: Found) -> Found:
    """A "grade" that differs from row to row of the same student is a mark, not a school grade."""
    if "grade" not in found or "student" not in found or _spans_years(found):
        return found
    by_student: dict[str, set[str]] = {}
    pairs = zip(found["student"][0].contents.raw, found["grade"][0].contents.raw, strict=False)
    for student, grade in ((student, grade) for student, grade in pairs if student):
        by_student.setdefault(student, set()).add(grade)
    if len(by_student) == 1:
        return found  # nobody can be told apart
    n_rows = found["grade"][0].contents.n
    several = sum(1 for grades in by_student.values() if len(grades) > 1)
    if len(by_student) < n_rows and 3 * several > len(by_student):
        return {role: entry for role, entry in found.items() if role != "grade"}
    return found


def _spans_years(found: Found) -> bool:
    """Whether a file holds several school years, in which grades differ as they should."""
    several = "year" in found and len(found["year"][0].contents.words) > 1
    days = found["date"][0].contents.words if "date" in found else ()
    return several or len({year[0] for day in days if (year := YEAR.search(day))}) > 1


def same_of_students(found: Found) -> dict[str, set[str]]:
    """The columns found to name a test that are the same in all rows of each student, though another differs."""
    naming = {role: found[role][0] for role in ("subject", "test", "subtest") if role in found}
    if "student" not in found or len(naming) < 2:
        return {}
    students = found["student"][0].contents.raw
    told = {role: children.n_changing(students, column.contents.raw) for role, column in naming.items()}
    is_told = max(told.values()) >= FEWEST_TOLD
    fixed = [role for role, n in told.items() if not n and len(naming[role].contents.words) > 1]
    return {role: {naming[role].head.column} for role in fixed} if is_told else {}
