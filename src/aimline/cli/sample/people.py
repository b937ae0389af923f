"""The places of Prairie Rose and the adults who work there, made through the same actions as anybody's."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time

from django.contrib.auth.hashers import make_password
from django.db import transaction

from aimline.apps.accounts.models import Person, plain
from aimline.apps.organizations import actions, queries
from aimline.apps.organizations.models import Role, Unit, UnitKind
from aimline.apps.organizations.policy import Viewer
from aimline.cli.sample import columns, years
from aimline.cli.sample.results import SCHOOL_CODES
from aimline.cli.sample.students import KALYNA, MEADOWLARK

PASSWORD = "wild-rose-in-june"  # everybody may know it: production refuses these people
DOMAIN = "prairie-rose.example"
MEETING = time(20, 30)  # UTC; teams meet at half past two in Manitoba
GRADE_NAMES = {0: "Kindergarten", 1: "Grade 1", 2: "Grade 2", 3: "Grade 3", 4: "Grade 4"}

# key: name, role, place. The first of each role is the one offered on the sign-in page.
CAST = {
    "leader": ("Margaret Sinclair", Role.DISTRICT_LEADER, "division"),
    "steward": ("Naveed Rahimi", Role.DATA_STEWARD, "division"),
    "principal": ("Oksana Tremblay", Role.PRINCIPAL, KALYNA),
    "vice": ("Émile Desjarlais", Role.VICE_PRINCIPAL, KALYNA),
    "lead_4": ("Joseph Spence", Role.TEAM_LEAD, f"{KALYNA} 4"),
    "lead_3": ("Taras Hrynchuk", Role.TEAM_LEAD, f"{KALYNA} 3"),
    "lead_2": ("Amélie Gagnon", Role.TEAM_LEAD, f"{KALYNA} 2"),
    "lead_1": ("Priya Dhaliwal", Role.TEAM_LEAD, f"{KALYNA} 1"),
    "lead_0": ("Halyna Boychuk", Role.TEAM_LEAD, f"{KALYNA} 0"),
    "teacher": ("Marisol Santos", Role.TEACHER, f"{KALYNA} 4"),
    "teacher_4": ("Chidi Okafor", Role.TEACHER, f"{KALYNA} 4"),
    "teacher_3": ("Solomiya Melnyk", Role.TEACHER, f"{KALYNA} 3"),
    "teacher_3b": ("Rosalie Lavallée", Role.TEACHER, f"{KALYNA} 3"),
    "teacher_2": ("Bohdan Kozak", Role.TEACHER, f"{KALYNA} 2"),
    "teacher_2b": ("Esther Flett", Role.TEACHER, f"{KALYNA} 2"),
    "teacher_1": ("Noor Hassan", Role.TEACHER, f"{KALYNA} 1"),
    "teacher_0": ("Kaia Bird", Role.TEACHER, f"{KALYNA} 0"),
    "support": ("Daryna Koval", Role.SUPPORT_TEACHER, f"{KALYNA} 2"),
    "coach": ("Grace Nguyen", Role.COACH, KALYNA),
    "parent": ("Laurent Proulx", Role.PARENT, KALYNA),
    "council": ("Iryna Savaryn", Role.COUNCIL_MEMBER, KALYNA),
    "principal_m": ("Thomas Friesen", Role.PRINCIPAL, MEADOWLARK),
    "lead_m3": ("Leila Mohammed", Role.TEAM_LEAD, f"{MEADOWLARK} 3"),
    "teacher_m3": ("Ansel Wiebe", Role.TEACHER, f"{MEADOWLARK} 3"),
    "lead_m2": ("Josée Fontaine", Role.TEAM_LEAD, f"{MEADOWLARK} 2"),
}
OFFERED = ("principal", "lead_2", "lead_4", "teacher", "coach", "leader", "steward", "council")


@dataclass
class Division:
    """Places and people by key, and everybody's eyes on any day."""

    places: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    def viewer(self, key: str, on: date) -> Viewer:
        """Return a person of the cast as a viewer at meeting time on a day."""
        return queries.viewer_of(self.people[key], today=on, now=datetime.combine(on, MEETING, tzinfo=UTC))


@transaction.atomic
def found(owner: Viewer, endings: list[int]) -> Division:
    """Found the division with its schools, teams, rooms, calendar and people; `owner` is installation steward."""
    division = Division()
    places = division.places
    places["division"] = actions.found_district(
        owner, columns.DISTRICT, code=columns.DISTRICT_CODE, time_zone="America/Winnipeg", label_pack="Manitoba"
    )
    for school, code in SCHOOL_CODES.items():
        places[school] = actions.found_place(
            owner, school, kind=UnitKind.SCHOOL, parent=places["division"], code=code, grades=tuple(GRADE_NAMES)
        )
        for grade, name in GRADE_NAMES.items():
            places[f"{school} {grade}"] = actions.found_place(
                owner, f"{name} team", kind=UnitKind.TEAM, parent=places[school], grades=(grade,), team_kind="grade"
            )
    for ending in endings:
        actions.describe_year(owner, places["division"], years.school_year(ending))
    starts_on = years.school_year(endings[0]).starts_on
    # People had their parts before the story begins: a correction is decided by a part older than its request.
    owner = replace(owner, now=datetime.combine(starts_on, MEETING, tzinfo=UTC))
    for key, (name, role, place) in CAST.items():
        person = Person.objects.create_person(name=name, email=address(name), demo=True)
        actions.give_part(owner, person, role=role, unit=places[place], starts_on=starts_on)
        division.people[key] = person
    # One password for all: hashing it once instead of for each of them saves half of the start.
    Person.objects.filter(is_demo=True).update(password=make_password(PASSWORD))
    open_rooms(owner, division, starts_on)
    return division


def open_rooms(owner: Viewer, division: Division, starts_on: date) -> None:
    """Give every teacher of a grade a classroom with its grade."""
    number = 100
    for key, (_, role, place) in CAST.items():
        team = division.places[place]
        if role not in {Role.TEAM_LEAD, Role.TEACHER}:
            continue
        number += 1
        room = actions.found_place(
            owner, f"Room {number}", kind=UnitKind.CLASSROOM, parent=team.parent or team, grades=tuple(team.grades)
        )
        actions.give_part(owner, division.people[key], role=Role.TEACHER, unit=room, starts_on=starts_on)


def address(name: str) -> str:
    """Return a person's e-mail address: the plain name at the division."""
    return f"{plain(name).replace(' ', '.')}@{DOMAIN}"
