import pytest
from django.db import DatabaseError, connection, transaction

from aimline.apps.organizations.models import SchoolYear, Unit
from aimline.domain.calendar import default_year
from aimline.web import walls
from tests.apps.conftest import World


def has_walls() -> bool:
    return connection.vendor == "postgresql"


@pytest.fixture(autouse=True)
def lowered_afterwards(db: None) -> object:
    yield
    walls.lower()


def test_behind_the_wall_only_the_own_district_can_be_read(world: World) -> None:
    walls.raise_for(world.viewer("principal"))

    names = set(Unit.objects.values_list("name", flat=True))
    assert ("Cedar School" in names) is not has_walls()
    assert "Aspen School" in names


def test_behind_the_wall_nothing_is_written_for_another_district(world: World) -> None:
    walls.raise_for(world.viewer("principal"))
    year = default_year(2026)

    def write() -> None:
        SchoolYear.objects.create(
            district=world.places["other_district"], ending=2026, starts_on=year.starts_on, ends_on=year.ends_on
        )

    if has_walls():
        with pytest.raises(DatabaseError), transaction.atomic():
            write()
    else:
        write()


def test_a_keeper_of_the_installation_sees_every_district(world: World) -> None:
    walls.raise_for(world.viewer("installation_steward"))

    assert Unit.objects.filter(name="Cedar School").exists()
