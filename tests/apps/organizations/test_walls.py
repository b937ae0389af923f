import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from aimline.apps.intake.models import Upload
from aimline.apps.organizations.models import Membership, SchoolYear, Unit
from aimline.domain.calendar import default_year
from aimline.web import walls
from tests.apps.conftest import NOW, World

# Tables of ours without a wall, each with its reason.
OPEN = {
    "accounts_person": "people may have parts in several districts, and are looked up when they sign in",
    "journal_chain": "the newest number and digest of each chain, no content",
    "journal_submission": "keys of requests, found only with the key and the person",
}


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


def test_behind_the_wall_nobody_learns_of_files_and_people_of_another_district(world: World) -> None:
    Upload.objects.create(
        place=world.places["school"], file_name="r.csv", path="x", digest="0", n_bytes=1,
        by=world.people["steward"], at=NOW,
    )  # fmt: skip
    Upload.objects.create(
        place=None, file_name="all.csv", path="y", digest="1", n_bytes=1,
        by=world.people["installation_steward"], at=NOW,
    )  # fmt: skip
    walls.raise_for(world.viewer("outsider"))

    n_seen = (Upload.objects.count(), Membership.objects.count())

    assert n_seen == ((0, 1) if has_walls() else (2, 13))


def test_every_table_of_ours_has_a_wall_or_a_reason(db: None) -> None:
    ours = {
        model._meta.db_table
        for app in apps.get_app_configs()
        if app.name.startswith("aimline.")
        for model in app.get_models()
    }
    assert set(OPEN) <= ours
    assert ours - walled() == (set(OPEN) if has_walls() else ours)


def walled() -> set[str]:
    if not has_walls():
        return set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_policies WHERE policyname = 'districts_stay_apart'")
        return {name for (name,) in cursor.fetchall()}
