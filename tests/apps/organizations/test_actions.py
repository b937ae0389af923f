import uuid

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from aimline.apps.accounts.models import Person
from aimline.apps.organizations import actions
from aimline.apps.organizations.models import Membership, Role, SchoolYear, Student, UnitKind
from aimline.apps.organizations.policy import NotAllowed, NotVisible
from aimline.domain.calendar import default_year
from tests.apps.conftest import NOW, TODAY, World


def test_a_school_is_a_district_and_a_code(world: World) -> None:
    viewer = world.viewer("installation_steward")
    actions.found_place(viewer, "Fir", kind=UnitKind.SCHOOL, parent=world.places["district"], code="4318")
    actions.found_place(viewer, "Fir", kind=UnitKind.SCHOOL, parent=world.places["other_district"], code="4318")

    with pytest.raises(IntegrityError), transaction.atomic():
        actions.found_place(viewer, "Fir", kind=UnitKind.SCHOOL, parent=world.places["district"], code="4318")


@pytest.mark.parametrize("name", ["teacher", "lead", "coach", "parent", "outsider", "leaver"])
def test_people_without_the_part_found_no_place(world: World, name: str) -> None:
    with pytest.raises(NotAllowed):
        actions.found_place(world.viewer(name), "New team", kind=UnitKind.TEAM, parent=world.places["school"])


def test_a_principal_adds_a_colleague_who_can_sign_in_already(world: World) -> None:
    team, colleague = world.places["team"], world.people["colleague"]
    actions.welcome_person(
        world.viewer("principal"), team, name="x", email="COLLEAGUE@example.org", password="", role=Role.TEACHER
    )

    assert Membership.objects.filter(person=colleague, unit=team).exists()


def test_an_ended_part_is_gone_with_the_next_request(world: World) -> None:
    membership = Membership.objects.get(person=world.people["lead"])
    actions.end_part(world.viewer("principal"), membership)

    assert world.viewer("lead").parts == ()


def test_a_year_is_described_once_and_described_again_in_its_place(world: World) -> None:
    viewer, district = world.viewer("district_leader"), world.places["district"]
    actions.describe_year(viewer, district, default_year(2026))
    actions.describe_year(viewer, district, default_year(2026))

    assert SchoolYear.objects.filter(district=district).count() == 1


def test_ids_are_handed_out_once_and_never_to_a_row_made_meanwhile(world: World) -> None:
    first = actions.reserve_ids(Student, 3)
    meanwhile = Student.objects.create(district=world.places["district"])
    second = actions.reserve_ids(Student, 2)

    assert len({*first, meanwhile.pk, *second}) == 6


def test_an_installation_is_opened_once(db: None) -> None:
    first = {"name": "Ada", "email": "ada@example.org", "password": "a long enough sentence"}
    person = actions.open_installation(**first, district="North", school="Aspen", today=TODAY, now=NOW)

    assert person.check_password("a long enough sentence")
    with pytest.raises(NotVisible):
        actions.open_installation(**first, district="North", school="Aspen", today=TODAY, now=NOW)
    assert Person.objects.count() == 1


@pytest.mark.parametrize(
    ("role", "place"),
    [
        (Role.INSTALLATION_STEWARD, "school"),
        (Role.DISTRICT_LEADER, "school"),
        (Role.TEACHER, "school"),
        (Role.PRINCIPAL, "team"),
        (Role.DATA_STEWARD, None),
    ],
)
def test_a_role_is_given_only_at_a_place_that_has_it(world: World, role: Role, place: str | None) -> None:
    viewer, unit = world.viewer("installation_steward"), world.places[place] if place else None

    with pytest.raises(actions.RoleElsewhere):
        actions.give_part(viewer, world.people["coach"], role=role, unit=unit, starts_on=TODAY)


def test_nobody_below_makes_a_keeper_of_the_installation(world: World) -> None:
    viewer, coach = world.viewer("principal"), world.people["coach"]

    for unit in (None, world.places["school"]):
        with pytest.raises((NotAllowed, actions.RoleElsewhere)):
            actions.give_part(viewer, coach, role=Role.INSTALLATION_STEWARD, unit=unit, starts_on=TODAY)


def test_the_database_keeps_no_keeper_of_the_installation_at_a_place(world: World) -> None:
    for role, unit in ((Role.INSTALLATION_STEWARD, world.places["school"]), (Role.TEACHER, None)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Membership.objects.create(person=world.people["coach"], role=role, unit=unit, starts_on=TODAY)


def test_the_answer_to_a_new_person_does_not_tell_whether_the_address_is_known(world: World) -> None:
    client, team = world.client("principal"), world.places["team"]

    answers = [
        client.post(
            reverse("add-person", args=[team.uuid]),
            {"key": str(uuid.uuid4()), "name": "X", "email": email, "role": "teacher"},
        )
        for email in ("outsider@example.org", "nobody@example.org")
    ]

    assert [answer.status_code for answer in answers] == [422, 422]
