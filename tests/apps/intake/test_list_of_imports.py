"""The list of imports, when there are many."""

from datetime import timedelta

from aimline.apps.intake.models import Upload
from tests.apps.conftest import NOW, World


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
