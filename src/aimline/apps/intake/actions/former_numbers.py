"""A number that passed to another student meant somebody else before: whose are earlier results under it?

They go to who had it on their day where names or enrolments say so, and are asked about where these do not.
"""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
from django.db.models import QuerySet

from aimline.apps.accounts.models import plain
from aimline.apps.intake.actions import full_names
from aimline.apps.intake.actions.folders import parsing
from aimline.apps.intake.models import Upload
from aimline.apps.intake.queries.meaning import (
    FAMILY,
    NUMBERING,
    code_of,
    former_code,
    home_of,
    last_day_of,
    numbers_of,
)
from aimline.apps.organizations.models import CalendarSpan, Enrolment, ExternalId, SchoolYear, Unit, UnitKind
from aimline.domain import calendar
from aimline.exchange.mapping import Mapping as Meaning
from aimline.exchange.mapping import has
from aimline.warehouse import former_numbers
from aimline.warehouse.former_numbers import Told
from aimline.warehouse.identity import KnownCodes
from aimline.warehouse.workspace import Workspace

EPOCH = date(1970, 1, 1)
SAME, OTHER = "same_students", "other_students"  # the answers: of who has the number now, of who had it then
STANDING = "standing"


@dataclass(frozen=True)
class Holder:
    """A student who has a number, or had it until a day; `code` is by what rows of theirs are found."""

    student: int
    name: tuple[str, str]
    code: str
    until: date = date.max


@dataclass
class District:
    """What a district knows of numbers that passed: their holders in order, where those were, and its terms."""

    holders: dict[str, list[Holder]] = field(default_factory=dict)
    stays: dict[int, list[Enrolment]] = field(default_factory=dict)
    terms: dict[int, list[CalendarSpan]] = field(default_factory=dict)
    years: dict[int, date] = field(default_factory=dict)


def give_back(upload: Upload, meaning: Meaning, workspace: Workspace) -> None:
    """Give staged rows of earlier days to who had their number then, and keep those of which nobody can tell it.

    Judged once, by the numbers that the file has: after it, rows may stand under numbers that passed as well.
    """
    found = judged(upload, meaning, workspace)
    found |= dict.fromkeys(contradicted(found, workspace, said(upload)))
    former_numbers.keep(workspace, [told for told, holder in found.items() if holder is None])
    codes = {told: holder.code for told, holder in found.items() if holder and holder.code != told.student}
    former_numbers.give(workspace, codes)


def undecided(upload: Upload) -> tuple[list[str], list[str]]:
    """Return the numbers of a staged file of which nobody can tell whose their earlier results are.

    First those of which nothing was said, then those of which an answer goes against another result of the file.
    """
    spoken = {number for numbers in said(upload).values() for number in numbers}
    left = {told.student for told in former_numbers.kept(parsing(upload))}
    return sorted(left - spoken), sorted(left & spoken)


def contradicted(
    found: Mapping[Told, Holder | None], workspace: Workspace, answers: Mapping[str, Collection[str]]
) -> list[Told]:
    """Return the rows whose student, by what a person said, would have a test under two numbers; they stay open."""
    spoken = {number for numbers in answers.values() for number in numbers}
    if not any(told.student in spoken for told in found):
        return []
    met = former_numbers.met(workspace, {told: holder.code if holder else "" for told, holder in found.items()})
    return [told for told in met if told.student in spoken]


def judged(upload: Upload, meaning: Meaning, workspace: Workspace) -> dict[Told, Holder | None]:
    """Tell whose the rows are that are older than the day on which their number passed; none where it is not clear.

    A class set and a gradebook name their students by the numbers these have here now.
    """
    is_ours = upload.place is not None and upload.place.kind in (UnitKind.TEAM, UnitKind.CLASSROOM)
    known = {} if is_ours or meaning.source.startswith(f"{FAMILY}:") else districts_of(upload)
    numbers = {(code, number) for code, district in known.items() for number in district.holders}
    if not numbers:
        return {}
    answers = said(upload)
    is_dated = has(meaning, "date")
    found = dict[Told, Holder | None]()
    for told in former_numbers.told_of(workspace, numbers):
        district = known[told.district]
        day = EPOCH + timedelta(told.day) if is_dated else last_day_of_term(told, district)
        holders = [each for each in district.holders[told.student] if each.until >= day]
        if any(each.until < date.max for each in holders):
            found[told] = holder_of(told, day, holders, district.stays, answers)
    return found


def said(upload: Upload) -> dict[str, list[str]]:
    """Return what a person said about numbers that passed."""
    return {name: upload.report.get("numbers", {}).get(name, []) for name in (SAME, OTHER)}


def holder_of(
    told: Told,
    day: date,
    holders: Sequence[Holder],
    stays: Mapping[int, Sequence[Enrolment]],
    answers: Mapping[str, Collection[str]],
) -> Holder | None:
    """Choose between those who had a number on a day, and who has it now: by names, enrolment, what a person said.

    A person is asked of a number, so the answer counts only where its rows leave that open.
    """
    name = (told.given_name, told.family_name)
    is_named = len(full_names.words(name)) >= full_names.N_ENOUGH
    alike = [each for each in holders if not is_named or full_names.agree(each.name, name)]
    fitting = list({each.student: each for each in alike}.values())
    if len(fitting) == 1:
        return fitting[0]
    on_day = {
        each.student: [stay for stay in stays.get(each.student, ()) if stay.starts_on <= day <= (stay.ends_on or day)]
        for each in fitting
    }
    there = [each for each in fitting if any(code_of(stay.school) == told.school for stay in on_day[each.student])]
    here = there or [each for each in fitting if on_day[each.student]]
    if len(here) == 1:
        return here[0]
    left = alike or holders
    if told.student in answers[OTHER]:
        return left[0]
    return left[-1] if told.student in answers[SAME] else None


def last_day_of_term(told: Told, district: District) -> date:
    """Return the last day of the term that rows without a day of their own are of, else of their school year."""
    terms, day = district.terms.get(told.school_year, []), EPOCH + timedelta(told.day)
    named = [each.ends_on for each in terms if plain(each.name) == plain(told.window)]
    if told.window:
        return max(named or [each.ends_on for each in terms if each.starts_on <= day <= each.ends_on], default=day)
    return district.years.get(told.school_year) or calendar.default_year(told.school_year).ends_on


def districts_of(upload: Upload) -> dict[str, District]:
    """Return the districts a file may be of that have numbers which passed, by their codes."""
    home, _ = home_of(upload)
    units = [home] if home else Unit.objects.filter(kind=UnitKind.DISTRICT, archived_on=None)
    return {code_of(unit): district for unit in units if (district := district_of(unit)).holders}


def district_of(unit: Unit) -> District:
    """Read the numbers of a district that passed; most have none, and nothing else is read."""
    ended = list(numbers_in(unit).filter(source__startswith=f"{NUMBERING}:").order_by("source", "pk"))
    found = District(holders_in(ended, unit))
    if not ended:
        return found
    students = {each.student for holders in found.holders.values() for each in holders}
    for stay in Enrolment.objects.filter(student__in=students).select_related("school"):
        found.stays.setdefault(stay.student_id, []).append(stay)
    years = SchoolYear.objects.filter(district=unit)
    found.years = {year.ending: year.ends_on for year in years}
    spans = CalendarSpan.objects.filter(school_year__in=years).exclude(kind="break").select_related("school_year")
    for span in spans:
        found.terms.setdefault(span.school_year.ending, []).append(span)
    return found


def numbers_in(unit: Unit) -> QuerySet[ExternalId]:
    return ExternalId.objects.filter(district=unit, kind="student", student__isnull=False).select_related("student")


def holders_in(ended: Sequence[ExternalId], unit: Unit) -> dict[str, list[Holder]]:
    """Return who had each number that passed, the earliest first, and last who has it now."""
    current = numbers_of(each.student_id or 0 for each in ended)
    found: dict[str, list[Holder]] = {}
    for each in ended:
        until, pk = last_day_of(each.source), each.student_id or 0
        code = current.get(pk) or former_code(each.value, until, pk)
        found.setdefault(each.value, []).append(Holder(pk, name_of(each), code, until))
    for each in numbers_in(unit).filter(source=NUMBERING, value__in=[*found]):
        found[each.value].append(Holder(each.student_id or 0, name_of(each), each.value))
    return found


def name_of(number: ExternalId) -> tuple[str, str]:
    return (number.student.given_name, number.student.family_name) if number.student else ("", "")


def codes_of(district: int) -> KnownCodes:
    """Return the codes that rows of students get here who have no number any more."""
    ended = ExternalId.objects.filter(district=district, kind="student", source__startswith=f"{NUMBERING}:")
    rows = [(former_code(one.value, last_day_of(one.source), one.student_id or 0), one.student_id) for one in ended]
    students = np.array([student for _, student in rows], dtype=np.int64)
    return KnownCodes(district, json.dumps([code for code, _ in rows]), students)


def is_as_seen(upload: Upload) -> bool:
    """Tell whether no number has passed, or come back, since a preview was made."""
    return bool(standing(upload) == upload.report.get("numbers", {}).get(STANDING, ""))


def standing(upload: Upload) -> str:
    """Return what tells the numbers that passed by now from those of another time; nothing where none did."""
    home, _ = home_of(upload)
    ended = ExternalId.objects.filter(kind="student", source__startswith=f"{NUMBERING}:")
    rows = list((ended.filter(district=home) if home else ended).order_by("pk").values_list("source", "value"))
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest() if rows else ""
