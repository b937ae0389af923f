"""Who goes to which school, out of Ed-Fi, as rows of OneRoster tables: they come in as a bundle like any other roster.

Classes and teachers are not read, and a table that is not in the bundle ends nothing. Schools and students keep the
numbers Ed-Fi has for them, so that its results find them.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from aimline.exchange.grades import parse_grade
from aimline.exchange.pull.store import Row, Store

ABSENT = (
    "academicSessions", "courses", "classes", "enrollments", "demographics", "categories", "lineItems", "results",
    "lineItemLearningObjectiveIds", "resultLearningObjectiveIds",
)  # fmt: skip
EARLY = {"Preschool/Prekindergarten": -1, "Prekindergarten": -1, "Preschool": -1}
NAMES = {-1: "PK", 0: "K"}
CODES = {-1: "PK", 0: "KG"}


class Stay(NamedTuple):
    """A student in a school; days as ISO dates, an empty end is open."""

    student: str
    school: str
    grade: int | None
    starts_on: str
    ends_on: str


def stays(store: Store) -> Iterator[Stay]:
    """Give every attendance that was read."""
    for row in store.rows("studentSchoolAssociations"):
        told = row.values
        yield Stay(told["student"], told["school"], grade(told["grade"]), told["from"], told["to"])


def grade(word: str) -> int | None:
    """Read a grade level such as "Fourth grade"; None for one that is no grade here ("Ungraded")."""
    return EARLY.get(word, parse_grade(word.split(maxsplit=1)[0]) if word else None)


def tables(store: Store, *, since: date) -> Iterator[Row]:
    """Give the rows of `orgs`, `users` and `roles`; an attendance that ended before `since` is history."""
    yield from places(store)
    now = [stay for stay in stays(store) if not stay.ends_on or stay.ends_on >= since.isoformat()]
    latest = dict[str, Stay]()
    for stay in now:
        before = latest.get(stay.student)
        if before is None or (not stay.ends_on, stay.starts_on) > (not before.ends_on, before.starts_on):
            latest[stay.student] = stay
    for row in store.rows("students"):
        if row.key in latest:
            yield user(row, latest[row.key])
    known = {row.key for row in store.rows("students")}
    yield from (role(stay) for stay in now if stay.student in known)


def places(store: Store) -> Iterator[Row]:
    """Give the schools, and the agencies that have one of them."""
    schools = list(store.rows("schools"))
    named = {row.values["agency"] for row in schools}
    agencies = [row for row in store.rows("localEducationAgencies") if row.key in named]
    here = {row.key for row in agencies}
    for row in agencies:
        yield org(row.key, row.values["name"], "district", "")
    for row in schools:
        agency = row.values["agency"]
        yield org(row.key, row.values["name"], "school", agency if agency in here else "")


def org(key: str, name: str, kind: str, parent: str) -> Row:
    told = {"sourcedId": key, "name": name, "type": kind, "identifier": key, "parentSourcedId": parent}
    return Row("orgs", key, told)


def user(row: Row, stay: Stay) -> Row:
    told = {
        "sourcedId": row.key, "enabledUser": "true", "username": row.key, "identifier": row.key,
        "givenName": row.values["given_name"], "familyName": row.values["family_name"],
        "grades": "" if stay.grade is None else CODES.get(stay.grade, f"{stay.grade:02}"),
        "primaryOrgSourcedId": stay.school,
    }  # fmt: skip
    return Row("users", row.key, told)


def role(stay: Stay) -> Row:
    key = f"{stay.student}|{stay.school}|{stay.starts_on}"
    told = {
        "sourcedId": key, "userSourcedId": stay.student, "roleType": "primary", "role": "student",
        "beginDate": stay.starts_on, "endDate": stay.ends_on, "orgSourcedId": stay.school,
    }  # fmt: skip
    return Row("roles", key, told)
