"""The list of imports, when there are many."""

from datetime import timedelta

from aimline.apps.intake.models import Upload
from tests.apps.conftest import NOW, World


def test_where_nothing_has_come_in_each_way_to_begin_has_its_button(world: World) -> None:
    page = world.client("installation_steward").get("/imports/").content.decode()

    for label in ("Bring a roster", "Bring results", "Connect a system", "Count a class"):
        assert label in page
    assert "Earlier imports" not in page
    # With two districts here a file may well span both; of one district it is that district's.
    assert '<option value="" selected>Several districts' in page


def test_the_oldest_import_is_reached_too(world: World) -> None:
    about = {"place": world.places["school"], "by": world.people["steward"], "n_bytes": 0}
    Upload.objects.bulk_create(
        Upload(**about, file_name=f"file {n}.csv", at=NOW + timedelta(minutes=n)) for n in range(51)
    )
    first, second = (world.client("steward").get(f"/imports/?page={page}").content.decode() for page in (1, 2))
    assert "1 to 50 of 51" in first
    assert "file 50.csv" in first
    assert "file 0.csv" not in first
    assert "file 0.csv" in second
