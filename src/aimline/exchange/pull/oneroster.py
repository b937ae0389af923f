"""OneRoster 1.2 REST (1EdTech, rostering service v1p2): which collections make a roster, how an object becomes a row.

The rows are those of the CSV binding, so that a pulled roster is a bundle like any other.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any  # a member of an object is any JSON

from aimline.domain.refusal import AimlineError
from aimline.domain.words import say
from aimline.exchange.oneroster.layout import Column, Kind, layout
from aimline.exchange.pull.paging import Json, Resource
from aimline.exchange.pull.store import Row

VERSION = "1.2"
FAMILY = "/ims/oneroster"
SERVICE = f"{FAMILY}/rostering/v1p2"
GRADEBOOK_SERVICE = f"{FAMILY}/gradebook/v1p2"
OTHER_VERSION = "v1p1"
SCOPE = "https://purl.imsglobal.org/spec/or/v1p2/scope/"
ROSTER = ("orgs", "academicSessions", "courses", "classes", "users", "enrollments")
DEMOGRAPHICS = "demographics"
GRADEBOOK = ("categories", "lineItems", "results")
OBJECTIVES = ("lineItemLearningObjectiveIds", "resultLearningObjectiveIds")
LIMIT = 1_000
# What nobody here needs stays outside: no numbers to call, no births, and a password never (trust.md 3).
NOT_TAKEN = frozenset(
    {"sms", "phone", "pronouns", "birthDate", "countryOfBirthCode", "stateOfBirthAbbreviation", "cityOfBirth",
     "publicSchoolResidenceStatus", "status", "dateLastModified"}
)  # fmt: skip
GONE = "tobedeleted"


class OtherVersion(AimlineError):
    """The address is of another version of OneRoster."""


def base(address: str) -> str:
    """Return the address of the rostering service; raises OtherVersion for version 1.1."""
    plain = address.rstrip("/")
    if OTHER_VERSION in plain.split("/"):
        raise OtherVersion(
            "other-version",
            say("This is the address of OneRoster 1.1, and we read 1.2."),
            say("Ask for the address of version 1.2, or bring the roster as a .zip on the Imports page."),
        )
    return plain if f"{FAMILY}/" in plain else plain.removesuffix(FAMILY) + SERVICE


def scope(*, demographics: bool, results: bool) -> str:
    """Return what to ask for at the sign-in: reading, and nothing else."""
    parts = ("roster-core", *(["roster-demographics"] * demographics), *(["gradebook"] * results))
    return " ".join(f"{SCOPE}{one}.readonly" for one in parts)


def resources(address: str, *, demographics: bool, results: bool) -> list[Resource]:
    """Return the collections of a roster, and of its gradebooks where they are wanted, in the order of reading."""
    at = base(address)
    grades = at.replace(SERVICE, GRADEBOOK_SERVICE)
    wanted = [(name, at) for name in (*ROSTER, *([DEMOGRAPHICS] if demographics else []))]
    wanted += [(name, grades) for name in GRADEBOOK] if results else []
    return [
        Resource(
            name=name,
            address=f"{service}/{name}",
            holds=name,
            rows=partial(rows_of, name),
            limit=LIMIT,
            total="X-Total-Count",
            query={"sort": "sourcedId", "orderBy": "asc"},
            may_be_missing=name not in ROSTER,
        )
        for name, service in wanted
    ]


def rows_of(table: str, one: Json) -> Iterator[Row]:
    """Turn an object into a row of its table, and what it holds inside into rows of theirs: roles, standards.

    One marked to go brings nothing.
    """
    if one.get("status") != GONE:
        yield Row(table, text(one.get("sourcedId")), values_of(table, one))
        if table == "users":
            yield from roles_of(one)
        elif table == "lineItems":
            yield from objectives_of(one, "lineItem", "learningObjectiveIds")
        elif table == "results":
            yield from objectives_of(one, "result", "learningObjectiveResults")


def values_of(table: str, one: Json) -> dict[str, str]:
    """Return the columns of a table that an object fills."""
    columns = layout(VERSION).tables[table].columns
    found = {column.name: value(column, one) for column in columns if taken(column)}
    return {name: said for name, said in found.items() if said}


def taken(column: Column) -> bool:
    return column.kind is not Kind.SECRET and column.name not in NOT_TAKEN


def value(column: Column, one: Json) -> str:
    """Return what an object says for a column: `schoolSourcedId` is the `sourcedId` of its member `school`."""
    if column.kind is Kind.POINTER and column.name != "sourcedId":
        return pointer(one.get(column.name.removesuffix("SourcedId")))
    if column.kind is Kind.POINTERS:
        listed = one.get(column.name.removesuffix("SourcedIds") + "s")
        return ",".join(filter(None, map(pointer, listed))) if isinstance(listed, list) else ""
    if column.kind is Kind.DATE:
        return text(one.get(column.name))[:10]  # some are moments here and days in the binding
    if column.name == "userIds":
        return user_ids(one.get("userIds"))
    return text(one.get(column.name))


def pointer(said: Any) -> str:  # Any: a member of foreign JSON
    return text(said.get("sourcedId")) if isinstance(said, dict) else ""


def user_ids(said: Any) -> str:  # Any: a member of foreign JSON
    pairs = [one for one in said if isinstance(one, dict)] if isinstance(said, list) else []
    return ",".join(f"{{{text(one.get('type'))}:{text(one.get('identifier'))}}}" for one in pairs)


def text(said: Any) -> str:  # Any: a member of foreign JSON
    """Write a member as a cell: lists with commas, flags in small letters, nothing for what is an object."""
    if isinstance(said, bool):
        return "true" if said else "false"
    if isinstance(said, list):
        return ",".join(filter(None, map(text, said)))
    return str(said).strip() if isinstance(said, str | int | float) else ""


def objectives_of(one: Json, owner: str, member: str) -> Iterator[Row]:
    """Give a row for each standard that a line item or a result names."""
    sets, whose = one.get("learningObjectiveSet"), text(one.get("sourcedId"))
    for each in sets if isinstance(sets, list) else []:
        listed = each.get(member) if isinstance(each, dict) else None
        for said in listed if isinstance(listed, list) else []:
            told = said if isinstance(said, dict) else {"learningObjectiveId": said}
            standard = text(told.get("learningObjectiveId"))
            key = f"{whose}|{standard}"
            values = {"sourcedId": key, f"{owner}SourcedId": whose, "source": text(each.get("source")) or "unknown",
                      "learningObjectiveId": standard, "score": text(told.get("score"))}  # fmt: skip
            yield Row(f"{owner}LearningObjectiveIds", key, {name: said for name, said in values.items() if said})


def roles_of(user: Json) -> Iterator[Row]:
    """Give a row of `roles` for each role of a user; its key is made of what it says, so it is the same next time."""
    listed, whose = user.get("roles"), text(user.get("sourcedId"))
    for one in listed if isinstance(listed, list) else []:
        if not isinstance(one, dict):
            continue
        role, org = text(one.get("role")), pointer(one.get("org"))
        key = f"{whose}|{org}|{role}"
        told = {
            "sourcedId": key, "userSourcedId": whose, "roleType": text(one.get("roleType")) or "secondary",
            "role": role, "beginDate": text(one.get("beginDate")), "endDate": text(one.get("endDate")),
            "orgSourcedId": org,
        }  # fmt: skip
        yield Row("roles", key, {name: said for name, said in told.items() if said})
