from datetime import date

import pytest

from aimline.apps.organizations import policy, queries
from aimline.apps.organizations.models import Unit
from tests.apps.conftest import World

ALL = ["teacher", "colleague", "lead", "principal", "coach", "district_leader", "steward", "outsider", "leaver"]


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("lead", {"district", "school", "team", "other_team", "classroom"}),
        ("principal", {"district", "school", "team", "other_team", "classroom"}),
        ("district_leader", {"district", "school", "other_school", "team", "other_team", "classroom"}),
        ("outsider", {"other_district", "far_school"}),
        ("leaver", set()),
    ],
)
def test_a_viewer_sees_the_own_school_and_what_lies_above_and_below(world: World, name: str, seen: set[str]) -> None:
    names = {world.places[key].name for key in seen}

    assert {unit.name for unit in queries.visible_units(world.viewer(name))} == names


def test_a_membership_gives_rights_only_between_its_dates(world: World) -> None:
    assert world.viewer("leaver", today=date(2025, 12, 19)).parts
    assert not world.viewer("leaver", today=date(2025, 12, 20)).parts
    assert not world.viewer("lead", today=date(2025, 8, 24)).parts


def test_only_the_staff_who_teach_them_see_small_numbers(world: World) -> None:
    school = world.places["school"]
    teaching = [name for name in ALL if policy.teaches(world.viewer(name), school, 4)]

    assert teaching == ["teacher", "lead", "principal", "steward"]


def test_results_come_in_through_stewards_and_principals(world: World) -> None:
    school = world.places["school"]
    bringing = [name for name in ALL if policy.may_import(world.viewer(name), school)]

    assert bringing == ["principal", "steward"]


def test_goals_are_written_by_members_of_their_own_level(world: World) -> None:
    writers = {
        place: [name for name in ALL if policy.may_write_goals(world.viewer(name), world.places[place])]
        for place in ("district", "school", "team")
    }

    assert writers == {"district": ["district_leader"], "school": ["principal"], "team": ["teacher", "lead"]}


@pytest.mark.django_db
def test_what_lies_within_a_place_ends_at_its_stroke() -> None:
    paths = ("/1/", "/1/4/", "/1/4/7/", "/1/40/", "/1/5/", "/14/")
    for number, path in enumerate(paths):
        Unit.objects.create(kind="district", name=f"Place {number}", name_sort=f"place {number}", path=path)

    found = {path: set(Unit.objects.filter(path__within=path).values_list("path", flat=True)) for path in (*paths, "")}

    assert found == {path: {each for each in paths if each.startswith(path)} for path in (*paths, "")}
