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


def test_a_principal_is_offered_what_a_school_may_bring(world: World) -> None:
    page = world.client("principal").get("/imports/").content.decode()

    assert "What your district brought is on the Data page." in page
    assert "Bring results" in page
    assert not any(word in page for word in ("OneRoster", "Bring a roster", "Nothing has come in yet"))


def test_a_district_leader_is_offered_nothing_that_others_bring(world: World) -> None:
    page = world.client("district_leader").get("/imports/").content.decode()

    assert "Results are brought by data stewards and principals." in page
    assert not any(word in page for word in ("Bring results", "class first", "Earlier imports"))


def test_who_brings_no_files_is_told_who_does_and_what_they_can_type_in(world: World) -> None:
    teacher, council = (world.client(name).get("/imports/") for name in ("teacher", "council_member"))

    assert (teacher.status_code, council.status_code) == (403, 403)
    assert "What your class did you can type in yourself, under Class set." in teacher.content.decode()
    assert "brought in by your principal or data steward" in council.content.decode()
    assert "under Class set" not in council.content.decode()
    assert "You can see this" not in teacher.content.decode()


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
