"""Who brings results in, and who learns that a file came."""

import pytest

from aimline.apps.intake import policy
from aimline.apps.intake.models import Upload
from aimline.apps.organizations.models import Membership, Role
from aimline.cli import place
from tests.apps.conftest import NOW, START, WALL, World, make_person

PATHS = ("", "columns/", "withdraw/", "problems.csv")
COUNTS = (
    "n_records", "n_stored", "n_wrong", "n_set_aside", "n_scored", "n_not_tested", "n_excused", "n_not_scored",
)  # fmt: skip
OTHERS = (
    "teacher", "colleague", "lead", "coach", "district_leader", "student", "parent", "council_member", "outsider",
    "leaver",
)  # fmt: skip


@pytest.fixture
def upload(world: World) -> Upload:
    return Upload.objects.create(
        place=world.places["school"], file_name="results.csv", path="nowhere", digest="0" * 64, n_bytes=1,
        by=world.people["steward"], at=NOW, state="committed", mapping="x",
        report={"counts": dict.fromkeys(COUNTS, 0), "administrations": [], "set_aside": {}, "warnings": [],
                "n_in_two_schools": 0},
    )  # fmt: skip


@pytest.mark.parametrize("name", ["steward", "principal", "installation_steward"])
def test_who_brings_results_sees_the_import(world: World, upload: Upload, name: str) -> None:
    assert world.client(name).get(f"/imports/{upload.uuid}/").status_code == 200


def test_a_class_set_is_for_those_who_teach_the_class(world: World, upload: Upload) -> None:
    office = world.people["office"] = make_person("Steward of the District")
    district = world.places["district"]
    Membership.objects.create(person=office, role=Role.DATA_STEWARD, unit=district, district=district, starts_on=START)
    assert world.client("office").get(f"/imports/{upload.uuid}/").status_code == 200

    Upload.objects.update(place=world.places["team"])
    seen = {name for name in world.people if policy.visible(world.viewer(name)).exists()}
    assert seen == {"teacher", "lead", "principal", "steward", "installation_steward"}
    assert world.client("office").get(f"/imports/{upload.uuid}/").status_code == 404

    Upload.objects.update(by=office)
    assert policy.visible(world.viewer("office")).exists()


def test_a_data_steward_of_one_district_need_not_name_it_on_the_command_line(world: World) -> None:
    world.people["office"], district = make_person("Steward of the District"), world.places["district"]
    Membership.objects.create(
        person=world.people["office"], role=Role.DATA_STEWARD, unit=district, district=district, starts_on=START
    )

    assert place.named(world.viewer("office"), None) == district
    assert place.named(world.viewer("installation_steward"), None) is None


@pytest.mark.parametrize("name", OTHERS)
def test_nobody_else_learns_that_it_exists(world: World, upload: Upload, name: str) -> None:
    client = world.client(name)

    answers = {client.get(f"/imports/{upload.uuid}/{path}").status_code for path in PATHS}

    assert answers == {404}


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("steward", 200), ("principal", 200), ("installation_steward", 200), ("outsider", 200), ("teacher", 403),
        ("lead", 403), ("coach", 403), ("district_leader", 200), ("parent", 403), ("leaver", 403), (None, 302),
    ],
)  # fmt: skip
def test_the_list_is_for_those_who_bring_results(world: World, name: str | None, status: int) -> None:
    assert world.client(name).get("/imports/").status_code == status


def test_a_principal_elsewhere_sees_only_their_own_imports(world: World, upload: Upload) -> None:
    assert "results.csv" not in world.client("outsider").get("/imports/").content.decode()


@pytest.mark.parametrize("address", ["/imports/", "/imports/{uuid}/"])
def test_the_pages_ask_little_of_the_database(
    world: World, upload: Upload, address: str, django_assert_max_num_queries: object
) -> None:
    client = world.client("steward")

    with django_assert_max_num_queries(10 + WALL):  # type: ignore[operator]  # pytest-django's fixture has no public type
        client.get(address.format(uuid=upload.uuid))
