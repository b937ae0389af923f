"""Ed-Fi (Data Standard 4 and 5, read only): which resources are read, and what of each object is kept.

Both versions are one shape for what is read here. Where they differ a value is looked for under both names.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any  # a member of an object is any JSON

from aimline.exchange.pull.oneroster import text
from aimline.exchange.pull.paging import Json, Resource
from aimline.exchange.pull.store import Row

DATA = "/data/v3"
CHANGES = "/changeQueries/v1/availableChangeVersions"
SIGN_IN = "/oauth/token"
LIMIT = 500  # more is refused
PLACES = ("localEducationAgencies", "schools")
PEOPLE = ("students", "studentSchoolAssociations")
TESTS = ("assessments", "studentAssessments")


@dataclass(frozen=True)
class Window:
    """Which changes to read: from one change version to another, both included; all of them without."""

    first: int | None = None
    last: int | None = None

    @property
    def query(self) -> Mapping[str, str]:
        """Return the window as parts of a question."""
        named = {"minChangeVersion": self.first, "maxChangeVersion": self.last}
        return {name: str(version) for name, version in named.items() if version is not None}


def root(address: str) -> str:
    """Return the address below which data, changes and sign-in lie."""
    return re.sub(r"/data/v3(/.*)?$", "", address.rstrip("/"))


def data(address: str) -> str:
    """Return the address of the data; one that already names it (with a year, say) is kept."""
    plain = address.rstrip("/").removesuffix("/ed-fi")
    return plain if DATA in plain else plain + DATA


def newest_change(said: Any) -> int | None:  # Any: a foreign answer
    """Read the newest change version from an answer; its name was capitalised otherwise in older versions."""
    found = {name.lower(): value for name, value in said.items()} if isinstance(said, dict) else {}
    newest = found.get("newestchangeversion")
    return newest if isinstance(newest, int) and not isinstance(newest, bool) else None


def resources(address: str, *, roster: bool, results: bool, window: Window) -> list[Resource]:
    """Return the resources to read, in order; only results of students are read by what changed."""
    names = (*PLACES, *PEOPLE, *(TESTS if results else ())) if roster or results else ()
    return [
        Resource(
            name=name,
            address=f"{data(address)}/ed-fi/{name}",
            rows=KEEP[name],
            limit=LIMIT,
            total="Total-Count",
            counts={"totalCount": "true"},
            query=window.query if name == "studentAssessments" else {},
        )
        for name in names
    ]


def word(descriptor: Any) -> str:  # Any: a member of foreign JSON
    """Return the word of a descriptor: "Fourth grade" of "uri://ed-fi.org/GradeLevelDescriptor#Fourth grade"."""
    return text(descriptor).rpartition("#")[2].strip()


def member(one: Json, *path: str) -> str:
    """Return a member inside members, as text; empty where it is not there."""
    found: Any = one  # any JSON
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    return text(found)


def listed(one: Json, name: str) -> list[Json]:
    """Return the objects of a list inside an object."""
    found = one.get(name)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def agency(one: Json) -> Iterable[Row]:
    key = member(one, "localEducationAgencyId")
    yield Row("localEducationAgencies", key, {"name": member(one, "nameOfInstitution")})


def school(one: Json) -> Iterable[Row]:
    key = member(one, "schoolId")
    kept = {
        "name": member(one, "nameOfInstitution"),
        "agency": member(one, "localEducationAgencyReference", "localEducationAgencyId"),
    }
    yield Row("schools", key, kept)


def student(one: Json) -> Iterable[Row]:
    key = member(one, "studentUniqueId")
    kept = {"given_name": member(one, "firstName"), "family_name": member(one, "lastSurname")}
    yield Row("students", key, kept)


def attendance(one: Json) -> Iterable[Row]:
    """Keep who goes to which school in which grade, from when to when."""
    kept = {
        "student": member(one, "studentReference", "studentUniqueId"),
        "school": member(one, "schoolReference", "schoolId"),
        "grade": word(one.get("entryGradeLevelDescriptor")),
        "from": member(one, "entryDate")[:10],
        "to": member(one, "exitWithdrawDate")[:10],
    }
    yield Row("studentSchoolAssociations", "|".join((kept["student"], kept["school"], kept["from"])), kept)


def assessment(one: Json) -> Iterable[Row]:
    """Keep what a test is called, its scales and its levels."""
    name, namespace = member(one, "assessmentIdentifier"), member(one, "namespace")
    kept = {
        "title": member(one, "assessmentTitle"),
        "version": member(one, "assessmentVersion"),
        "subjects": [word(each.get("academicSubjectDescriptor")) for each in listed(one, "academicSubjects")],
        "category": word(one.get("assessmentCategoryDescriptor")),
        "scores": [
            {
                "method": word(each.get("assessmentReportingMethodDescriptor")),
                "type": word(each.get("resultDatatypeTypeDescriptor")),
                "minimum": text(each.get("minimumScore")),
                "maximum": text(each.get("maximumScore")),
            }
            for each in listed(one, "scores")
        ],
        "levels": [
            {
                "method": word(each.get("assessmentReportingMethodDescriptor")),
                "level": word(each.get("performanceLevelDescriptor")),
                "minimum": text(each.get("minimumScore")),
            }
            for each in listed(one, "performanceLevels")
        ],
    }
    yield Row("assessments", f"{namespace}|{name}", kept)


def sitting(one: Json) -> Iterable[Row]:
    """Keep what one student reached in one test, whole and part by part."""
    reference = one.get("assessmentReference")
    test = reference if isinstance(reference, dict) else {}
    kept: Json = {
        "test": f"{member(test, 'namespace')}|{member(test, 'assessmentIdentifier')}",
        "student": member(one, "studentReference", "studentUniqueId"),
        "school": member(one, "reportedSchoolReference", "schoolId") or member(one, "reportedSchoolIdentifier"),
        "date": member(one, "administrationDate")[:10],
        "period": word(member(one, "period", "assessmentPeriodDescriptor")),
        "grade": word(one.get("whenAssessedGradeLevelDescriptor")),
        "not_tested": word(one.get("reasonNotTestedDescriptor")),
        "parts": [outcome("", one), *parts_of(one)],
    }
    key = f"{kept['test']}|{kept['student']}|{member(one, 'studentAssessmentIdentifier')}"
    yield Row("studentAssessments", key, kept)


def parts_of(one: Json) -> Iterator[Json]:
    for each in listed(one, "studentObjectiveAssessments"):
        yield outcome(member(each, "objectiveAssessmentReference", "identificationCode"), each)


def outcome(name: str, one: Json) -> Json:
    """Keep the scores and levels of a test or of one of its parts."""
    return {
        "part": name,
        "scores": [
            {
                "method": word(each.get("assessmentReportingMethodDescriptor")),
                "type": word(each.get("resultDatatypeTypeDescriptor")),
                "result": text(each.get("result")),
            }
            for each in listed(one, "scoreResults")
        ],
        "levels": [
            {
                "method": word(each.get("assessmentReportingMethodDescriptor")),
                "level": word(each.get("performanceLevelDescriptor")),
            }
            for each in listed(one, "performanceLevels")
        ],
    }


KEEP = {
    "localEducationAgencies": agency,
    "schools": school,
    "students": student,
    "studentSchoolAssociations": attendance,
    "assessments": assessment,
    "studentAssessments": sitting,
}
