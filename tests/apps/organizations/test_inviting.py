"""Somebody whom a roster brought gets a sign-in from who keeps all their places, and from nobody else."""

import pytest

from aimline.apps.accounts.models import Person
from aimline.apps.organizations import actions
from aimline.apps.organizations.models import Membership, Role
from tests.apps.conftest import START, World, make_person

PASSWORD = "a long enough sentence"


@pytest.fixture
def brought(world: World) -> Person:
    """Return a teacher without a password, as a roster brings them."""
    person = make_person("Bo Finch")
    room = world.places["classroom"]
    Membership.objects.create(
        person=person, unit=room, district=room.district, role=Role.TEACHER, starts_on=START, source="oneroster"
    )
    return person


def invite(world: World, person: Person, *, by: str, place: str) -> Person:
    where = world.places[place]
    actions.welcome_person(
        world.viewer(by), where, name="Bo", email="bo.finch@example.org", password=PASSWORD, role=Role.COACH
    )
    person.refresh_from_db()
    return person


def test_the_principal_of_the_school_opens_the_sign_in(world: World, brought: Person) -> None:
    assert invite(world, brought, by="principal", place="school").check_password(PASSWORD)


def test_somebody_of_another_district_cannot_open_it(world: World, brought: Person) -> None:
    invited = invite(world, brought, by="outsider", place="far_school")

    assert not invited.has_usable_password()
    assert Membership.objects.filter(person=brought, unit=world.places["far_school"]).exists()


def test_a_sign_in_that_somebody_uses_stays_theirs(world: World, brought: Person) -> None:
    brought.set_password("my own quiet words")
    brought.save(update_fields=["password"])

    assert invite(world, brought, by="principal", place="school").check_password("my own quiet words")


def test_who_signed_in_another_way_keeps_it(world: World, brought: Person) -> None:
    brought.last_login = world.viewer("principal").now
    brought.save(update_fields=["last_login"])

    assert not invite(world, brought, by="principal", place="school").has_usable_password()
