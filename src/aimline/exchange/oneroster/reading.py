"""Read a bundle row by row into a roster: only what is sound, and never a password."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from aimline.exchange.grades import parse_grade
from aimline.exchange.limits import Limits
from aimline.exchange.oneroster import checking, crossing
from aimline.exchange.oneroster.bundle import Bundle, Mode, open_bundle
from aimline.exchange.oneroster.finding import Finding, Weight
from aimline.exchange.oneroster.roster import (
    Class,
    Course,
    Enrollment,
    LineItem,
    Listed,
    Objective,
    Part,
    Place,
    Roster,
    Score,
    Session,
    Traits,
    User,
)
from aimline.exchange.oneroster.values import day, listed

Values = dict[str, str]
LONGEST_KEY = 100
# After these, that a file does not name a thing proves nothing.
STRUCTURE = {"file-empty", "file-utf-16", "file-delimiter", "header-missing", "row-fields", "row-quotes"}
RACES = {
    "americanIndianOrAlaskaNative": "American Indian or Alaska Native",
    "asian": "Asian",
    "blackOrAfricanAmerican": "Black or African American",
    "nativeHawaiianOrOtherPacificIslander": "Native Hawaiian or other Pacific Islander",
    "white": "White",
}
SEXES = {"female": "Female", "male": "Male", "other": "Other"}
GRADES = {"PR": -1}
# The column that names a user, in the files that say who is here and where.
USER_IN = {"users": "sourcedId", "roles": "userSourcedId", "enrollments": "userSourcedId"}


def read(path: Path, *, limits: Limits | None = None) -> tuple[Roster, tuple[Finding, ...]]:
    """Read a bundle; returns what is sound in it and all that is wrong with it. Raises BundleUnreadable.

    Rows of files that Aimline does not keep (resources, profiles, score scales ...) are checked and counted.
    """
    bundle = open_bundle(path, limits=limits)
    findings, known, across = list(bundle.findings), checking.Known(), crossing.Across(bundle)
    roster = Roster(bundle.layout.version, bundle.source, {name: str(mode) for name, mode in bundle.modes.items()})
    for name in bundle.layout.tables:
        if name in bundle.entries and bundle.modes[name] is not Mode.ABSENT:
            read_table(bundle, name, roster, known, across, findings)
    across.finish(findings)
    if roster.says_parts_in_users:
        read_parts_of_users(roster)
    return roster, tuple(findings)


def read_table(
    bundle: Bundle,
    name: str,
    roster: Roster,
    known: checking.Known,
    across: crossing.Across,
    findings: list[Finding],
) -> None:
    """Read one file; a row is kept out where a finding of its own says so."""
    kept, take = TABLES.get(name, (None, None))
    target = kept(roster) if kept else Listed[object]()
    n_before, n_rows = len(findings), 0
    for row in checking.rows(bundle, name, known, findings):
        n_rows += 1
        key, n_so_far = row.values.get("sourcedId", ""), len(findings)
        across.take(name, row.line, row.values, findings)
        turned = any(one.weight is Weight.ERROR for one in findings[n_so_far:])
        if not row.is_sound or turned or len(key) > LONGEST_KEY:
            target.kept_out.add(key)
            if name != "users" or key not in target.stand:  # of a user who is there twice, one stands
                roster.in_kept_out.add(row.values.get(USER_IN.get(name, ""), ""))
            roster.n_kept_out[name] = roster.n_kept_out.get(name, 0) + 1
        elif take is not None:
            goes = row.values.get("status") == "tobedeleted"
            (target.go if goes else target.stand)[key] = take(row.values)
    broken = any(one.rule in STRUCTURE for one in findings[n_before:])
    target.is_there, target.is_all = True, bundle.modes[name] is Mode.BULK and not broken
    roster.n_rows[name] = n_rows


def read_parts_of_users(roster: Roster) -> None:
    """Give every user of version 1.1 a part at each of the places the row names."""
    users, parts = roster.users, roster.parts
    parts.is_there, parts.is_all = users.is_there, users.is_all
    for rows, target in ((users.stand, parts.stand), (users.go, parts.go)):
        for key, one in rows.items():
            target |= {f"{key}@{at}": Part(key, one.role, at, None, None) for at in one.places}


def last_day(text: str) -> date | None:
    """Read an end, which OneRoster writes as the first day that no longer counts."""
    found = day(text)
    return found - timedelta(days=1) if found else None


def grades_of(text: str) -> tuple[int, ...]:
    """Read a list of grades; words that are no grade here (ungraded, after grade 12) are left out."""
    found = {GRADES.get(one, parse_grade(one)) for one in listed(text)}
    return tuple(sorted(grade for grade in found if grade is not None))


def place(values: Values) -> Place:
    return Place(
        values["name"][:200], values["type"], values.get("identifier", "")[:60], values.get("parentSourcedId", "")
    )


def session(values: Values) -> Session:
    starts_on = date.fromisoformat(values["startDate"])
    ends_on = date.fromisoformat(values["endDate"])
    return Session(
        values["title"], values["type"], starts_on, max(starts_on, ends_on), ending=int(values["schoolYear"])
    )


def course(values: Values) -> Course:
    return Course(grades_of(values.get("grades", "")), first_word(values.get("subjects", "")), values["title"][:200])


def class_(values: Values) -> Class:
    return Class(
        title=values["title"][:200],
        code=values.get("classCode", "")[:60],
        grades=grades_of(values.get("grades", "")),
        subject=first_word(values.get("subjects", "")),
        course=values.get("courseSourcedId", ""),
        place=values["schoolSourcedId"],
        sessions=tuple(listed(values.get("termSourcedIds", ""))),
    )


def first_word(subjects: str) -> str:
    return next(iter(listed(subjects)), "").lower()[:60]


def user(values: Values) -> User:
    grades = grades_of(values.get("grades", ""))
    return User(
        given_name=values["givenName"][:120],
        family_name=values["familyName"][:120],
        code=values.get("identifier", "")[:120],
        email=values.get("email", "").lower(),
        grade=grades[-1] if grades else None,
        is_enabled=values["enabledUser"].lower() == "true",
        role=values.get("role", ""),
        places=tuple(listed(values.get("orgSourcedIds", ""))),
    )


def part(values: Values) -> Part:
    return Part(
        values["userSourcedId"],
        values["role"],
        values["orgSourcedId"],
        day(values.get("beginDate", "")),
        last_day(values.get("endDate", "")),
    )


def enrollment(values: Values) -> Enrollment:
    return Enrollment(
        values["classSourcedId"],
        values["userSourcedId"],
        values["role"],
        day(values.get("beginDate", "")),
        last_day(values.get("endDate", "")),
    )


def traits(values: Values) -> Traits:
    return Traits(SEXES.get(values.get("sex", ""), ""), race_of(values))


def race_of(values: Values) -> str:
    """Roll the race columns up as American school reports do: Hispanic of any race, two or more, or the one."""

    def says(column: str) -> bool:
        return values.get(column, "").lower() == "true"

    if says("hispanicOrLatinoEthnicity"):
        return "Hispanic or Latino"
    own = [name for column, name in RACES.items() if says(column)]
    if says("demographicRaceTwoOrMoreRaces") or len(own) > 1:
        return "Two or more races"
    return own[0] if own else ""


def category(values: Values) -> str:
    return values["title"][:200]


def line_item(values: Values) -> LineItem:
    return LineItem(
        title=" ".join(values["title"].split())[:200],
        class_=values["classSourcedId"],
        category=values["categorySourcedId"],
        session=values.get("gradingPeriodSourcedId") or values.get("academicSessionSourcedId", ""),
        due_on=date.fromisoformat(values["dueDate"]),
        lowest=number(values.get("resultValueMin", "")),
        highest=number(values.get("resultValueMax", "")),
    )


def number(text: str) -> float | None:
    return float(text) if text else None


def score(values: Values) -> Score:
    return Score(
        item=values["lineItemSourcedId"],
        student=values["studentSourcedId"],
        status="not submitted" if values.get("missing", "").lower() == "true" else values["scoreStatus"],
        score=values.get("score", ""),
        is_in_words=bool(values.get("textScore")),
        scored_on=date.fromisoformat(values["scoreDate"]),
    )


def item_objective(values: Values) -> Objective:
    return Objective(values["lineItemSourcedId"], values["learningObjectiveId"], "")


def score_objective(values: Values) -> Objective:
    return Objective(values["resultSourcedId"], values["learningObjectiveId"], values.get("score", ""))


TABLES: dict[str, tuple[Callable[[Roster], Listed], Callable[[Values], object]]] = {  # type: ignore[type-arg]  # a file each
    "orgs": (lambda roster: roster.places, place),
    "academicSessions": (lambda roster: roster.sessions, session),
    "courses": (lambda roster: roster.courses, course),
    "classes": (lambda roster: roster.classes, class_),
    "users": (lambda roster: roster.users, user),
    "roles": (lambda roster: roster.parts, part),
    "enrollments": (lambda roster: roster.enrollments, enrollment),
    "demographics": (lambda roster: roster.traits, traits),
    "categories": (lambda roster: roster.categories, category),
    "lineItems": (lambda roster: roster.line_items, line_item),
    "results": (lambda roster: roster.scores, score),
    "lineItemLearningObjectiveIds": (lambda roster: roster.item_objectives, item_objective),
    "resultLearningObjectiveIds": (lambda roster: roster.score_objectives, score_objective),
}
