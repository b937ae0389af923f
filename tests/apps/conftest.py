"""The cast: one person a role, around one school, with a neighbour team and a foreign district."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from django.test.client import ClientHandler

from aimline.apps.accounts.models import Person
from aimline.apps.organizations import actions, queries
from aimline.apps.organizations.models import Membership, Role, Unit, UnitKind
from aimline.apps.organizations.policy import Viewer
from tests.apps.built_once import BuiltOnce

TODAY = date(2026, 1, 12)
NOW = datetime(2026, 1, 12, 17, 0, tzinfo=UTC)
START = date(2025, 8, 25)
PAGES = ClientHandler(enforce_csrf_checks=False)  # as in a server, built once for all requests
WALL = 2 if connection.vendor == "postgresql" else 0  # what raising and lowering the wall asks of the database


@dataclass
class World:
    """Places and people of a test, found by name."""

    places: dict[str, Unit]
    people: dict[str, Person]

    def viewer(self, name: str, *, today: date = TODAY) -> Viewer:
        return queries.viewer_of(self.people[name], today=today, now=NOW)

    def client(self, name: str | None) -> Client:
        client = Client()
        client.handler = PAGES
        if name is not None:
            client.force_login(self.people[name])
        return client


@pytest.fixture(autouse=True)
def pinned_today(settings: object) -> None:
    """Every request of a test happens on the same day."""
    django_settings.TODAY = TODAY


@pytest.fixture
def world(db: None) -> World:
    return kept_world()


def make_world() -> World:
    steward = make_person("Installation Steward")
    steward.password = "given"  # somebody can sign in, so the welcome page is gone
    steward.save(update_fields=["password"])
    Membership.objects.create(person=steward, role=Role.INSTALLATION_STEWARD, starts_on=START)
    world = World(places={}, people={"installation_steward": steward})
    viewer = world.viewer("installation_steward")
    make_places(world, viewer)
    make_cast(world, replace(viewer, now=datetime(2025, 8, 25, 8, 0, tzinfo=UTC)))
    return world


kept_world = BuiltOnce(make_world)


def make_places(world: World, viewer: Viewer) -> None:
    place = world.places
    place["district"] = actions.found_district(viewer, "Northfield", code="10")
    place["other_district"] = actions.found_district(viewer, "Southbank", code="20")
    for key, name, parent in [
        ("school", "Aspen School", "district"),
        ("other_school", "Birch School", "district"),
        ("far_school", "Cedar School", "other_district"),
    ]:
        place[key] = actions.found_place(viewer, name, kind=UnitKind.SCHOOL, parent=place[parent], code=key)
    for key, name, grade in [("team", "Grade 4 team", 4), ("other_team", "Grade 2 team", 2)]:
        place[key] = actions.found_place(
            viewer, name, kind=UnitKind.TEAM, parent=place["school"], grades=(grade,), subject="mathematics"
        )
    place["classroom"] = actions.found_place(
        viewer, "Room 12", kind=UnitKind.CLASSROOM, parent=place["school"], grades=(4,)
    )


def make_cast(world: World, viewer: Viewer) -> None:
    parts = {
        "teacher": (Role.TEACHER, "team"),
        "colleague": (Role.TEACHER, "other_team"),
        "lead": (Role.TEAM_LEAD, "team"),
        "principal": (Role.PRINCIPAL, "school"),
        "coach": (Role.COACH, "school"),
        "district_leader": (Role.DISTRICT_LEADER, "district"),
        "steward": (Role.DATA_STEWARD, "school"),
        "student": (Role.STUDENT, "classroom"),
        "parent": (Role.PARENT, "school"),
        "council_member": (Role.COUNCIL_MEMBER, "school"),
        "outsider": (Role.PRINCIPAL, "far_school"),
        "leaver": (Role.TEAM_LEAD, "team"),
    }
    for name, (role, place) in parts.items():
        person = world.people[name] = make_person(name.replace("_", " ").title())
        ends_on = date(2025, 12, 19) if name == "leaver" else None
        actions.give_part(viewer, person, role=role, unit=world.places[place], starts_on=START, ends_on=ends_on)


def make_person(name: str) -> Person:
    return Person.objects.create_person(name=name, email=f"{name.lower().replace(' ', '.')}@example.org")
