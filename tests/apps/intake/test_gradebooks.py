"""The results of a roster's gradebook come in as any results: looked at, stored, known again, taken back."""

from collections.abc import Callable
from pathlib import Path

import pytest

from aimline.apps.intake import actions, tasks
from aimline.apps.intake.actions import roster_files
from aimline.apps.intake.models import Upload, UploadState
from aimline.apps.organizations.models import ExternalId
from aimline.apps.results.models import Administration, Batch, Measure
from aimline.apps.standards.models import Standard
from tests.apps.conftest import World
from tests.apps.intake.conftest import Office, scores
from tests.exchange.oneroster.bundles import FILES_1_1, FILES_1_2, changed, pack

Files = dict[str, str]
Bring = Callable[[Files], Upload | None]
ANA = "u1"


@pytest.fixture
def bring(world: World, tmp_path: Path) -> Bring:
    """Return a function that stores a bundle and gives the results that came with it, looked at."""
    viewer = world.viewer("installation_steward")

    def bringing(files: Files) -> Upload | None:
        bundle = pack(tmp_path / "roster.zip", dict(files))
        with bundle.open("rb") as file, actions.kept(viewer, "roster.zip", file, place=world.places["district"]) as up:
            actions.enter_roster(viewer, up)
        up = actions.look_at_roster(viewer, up)
        up = roster_files.store_roster(viewer, up, version=up.version, confirm_leavers=False)
        return Upload.objects.filter(uuid=up.report["results"]).first() if "results" in up.report else None

    return bringing


def delta_of(**tables: str) -> Files:
    """Make a bundle that only tells changes of these tables."""
    manifest = FILES_1_1["manifest.csv"].replace(",bulk", ",absent")
    for name in tables:
        manifest = manifest.replace(f"file.{name},absent", f"file.{name},delta")
    heads = {name: FILES_1_1[f"{name}.csv"].splitlines()[0] + "\n" for name in tables}
    return {"manifest.csv": manifest} | {f"{name}.csv": heads[name] + rows for name, rows in tables.items()}


def test_results_of_a_gradebook_are_stored_once_and_taken_back(bring: Bring, world: World, office: Office) -> None:
    viewer = world.viewer("installation_steward")
    results = bring(FILES_1_1)

    assert results is not None
    assert (results.state, results.report["counts"]["n_scored"]) == (UploadState.STAGED, 1)
    actions.commit(viewer, results, version=results.version)
    assert (Measure.objects.get().name, Administration.objects.get().window) == ("Fractions (Mathematics 5)", "Term 1")
    assert scores(office.district) == {ANA: 17.0}
    assert bring(FILES_1_1) is None

    results.refresh_from_db()
    actions.withdraw(viewer, results, version=results.version, why="wrong term")
    assert scores(office.district) == {}


def test_a_changed_score_alone_comes_in_by_a_delta_and_a_deleted_one_counts_no_more(
    bring: Bring, world: World, office: Office
) -> None:
    viewer = world.viewer("installation_steward")
    first = bring(FILES_1_1)
    assert first is not None
    actions.commit(viewer, first, version=first.version)

    later = bring(delta_of(results="r1,active,2025-10-12T00:00:00Z,l1,u1,fully graded,19,2025-10-12,\n"))
    assert later is not None
    assert later.report["compared"] == {"n_new": 0, "n_changed": 1, "n_same": 0}
    actions.commit(viewer, later, version=later.version)
    assert list(scores(office.district).values()) == [19.0]

    gone = bring(delta_of(results="r1,tobedeleted,2025-10-13T00:00:00Z,l1,u1,fully graded,19,2025-10-12,\n"))
    assert gone is not None
    actions.commit(viewer, gone, version=gone.version)
    assert list(scores(office.district).values()) == [None]
    assert Batch.objects.count() == 3


def test_a_student_without_a_number_keeps_the_results(bring: Bring, world: World) -> None:
    results = bring(changed("users.csv", ",1001,,,,u3,05", ",,,,,u3,05"))

    assert results is not None
    assert (results.report["n_new_students"], results.report["in_the_way"]) == (0, [])
    assert ExternalId.objects.filter(student__isnull=False, value="oneroster:Lark SIS:u1", source="local").exists()


def test_standards_of_a_line_item_stand_by_its_measure(bring: Bring, world: World) -> None:
    viewer, district = world.viewer("installation_steward"), world.places["district"]
    standard = Standard.objects.create(district=district, framework="Maths", framework_key="f", key="std-1", order=1,
                                       code="5.NF.1", text="Add fractions")  # fmt: skip
    manifest = FILES_1_2["manifest.csv"]
    for name in ("categories", "lineItems", "results", "lineItemLearningObjectiveIds"):
        manifest = manifest.replace(f"file.{name},absent", f"file.{name},bulk")
    objectives = "sourcedId,status,dateLastModified,lineItemSourcedId,source,learningObjectiveId\nx1,,,l1,case,std-1\n"
    tables = {
        "categories.csv": "sourcedId,status,dateLastModified,title,weight\ncat1,,,Unit tests,\n",
        "lineItems.csv": "sourcedId,status,dateLastModified,title,description,assignDate,dueDate,classSourcedId,"
        "categorySourcedId,academicSessionSourcedId,resultValueMin,resultValueMax,schoolSourcedId\n"
        "l1,,,Fractions,,2025-10-01,2025-10-10,k1,cat1,t1,0,20,s1\n",
        "results.csv": FILES_1_1["results.csv"],
    }

    results = bring(FILES_1_2 | tables | {"manifest.csv": manifest, "lineItemLearningObjectiveIds.csv": objectives})
    assert results is not None
    actions.commit(viewer, results, version=results.version)

    assert list(standard.measures.all()) == [Measure.objects.get()]


def test_a_roster_that_is_stored_says_so_where_its_results_could_not_be_read(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    viewer = world.viewer("installation_steward")

    def stop(*given: object) -> None:
        raise MemoryError

    monkeypatch.setattr(roster_files, "bring_gradebook", stop)
    bundle = pack(tmp_path / "roster.zip", dict(FILES_1_1))
    with bundle.open("rb") as file, actions.kept(viewer, "roster.zip", file, place=world.places["district"]) as up:
        actions.enter_roster(viewer, up)
    up = actions.look_at_roster(viewer, up)
    who = (viewer.person_id, viewer.today.isoformat(), viewer.now.isoformat())

    with pytest.raises(MemoryError):
        tasks.store_roster.func(str(up.uuid), up.version, [], *who)

    up.refresh_from_db()
    assert (up.state, up.message) == (UploadState.COMMITTED, str(tasks.DONE))


def test_the_page_of_a_stored_roster_leads_to_its_results_as_soon_as_they_are_there(bring: Bring, world: World) -> None:
    results = bring(FILES_1_1)
    roster, client = Upload.objects.get(report__has_key="roster"), world.client("installation_steward")
    address = f"/imports/{roster.uuid}/"
    ready = client.get(address).content.decode()
    del roster.report["results"]  # as between the moment the roster is stored and that its results are
    roster.save(update_fields=["report"])
    waiting = client.get(address).content.decode()

    assert results is not None
    assert f'<a class="btn" href="/imports/{results.uuid}/">Look at its results</a>' in ready
    assert "are being made ready" not in ready
    assert f'<p id="its-results" hx-get="{address}"' in waiting
    assert "Its results are being made ready to be looked at." in waiting
