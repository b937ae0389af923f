"""Imports that are stored at the same moment get one order, and none is lost."""

import threading

import pytest
from django.db import close_old_connections, connection

from aimline.apps.intake import actions
from aimline.apps.intake.actions.committing import PreviewMoved
from aimline.apps.intake.models import Upload, UploadState
from aimline.apps.organizations.models import Student
from aimline.apps.results.models import Batch, Head, Segment, SegmentKind
from tests.apps.intake.conftest import Office, mapping, scores, students, table

pytestmark = pytest.mark.django_db(transaction=True)
N_AT_ONCE = 4


def commit_all(office: Office, uploads: list[Upload]) -> list[BaseException]:
    """Commit uploads in threads that start together; a preview that moved is looked at again, as people would."""
    start, failed = threading.Barrier(len(uploads)), list[BaseException]()

    def work(upload: Upload) -> None:
        try:
            start.wait()
            commit_as_people_do(office, upload)
        except BaseException as problem:  # noqa: BLE001  # the test reports it
            failed.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[upload]) for upload in uploads]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    close_old_connections()
    return failed


def commit_as_people_do(office: Office, upload: Upload) -> None:
    for _ in range(N_AT_ONCE):
        try:
            actions.commit(office.keeper, upload, version=upload.version)
        except PreviewMoved:
            upload.refresh_from_db()
        else:
            return
    pytest.fail("The preview moved more often than there are other imports.")


def test_imports_at_once_all_count_in_one_order(office: Office) -> None:
    uploads = [
        office.stage(office.keeper, table(students(5, score=10 * number)), place=office.district)
        for number in range(1, N_AT_ONCE + 1)
    ]

    failed = commit_all(office, uploads)

    assert failed == []
    assert set(Upload.objects.values_list("state", flat=True)) == {UploadState.COMMITTED}
    batches = list(Batch.objects.order_by("number"))
    assert [batch.number for batch in batches] == list(range(1, N_AT_ONCE + 1))
    assert Head.objects.get(district=office.district).generation == N_AT_ONCE
    assert Segment.objects.filter(kind=SegmentKind.CURRENT, retired_in=None).count() == 1
    assert not Segment.objects.filter(made_in=None).exists()
    assert Student.objects.count() == 5
    last = next(n for n, upload in enumerate(uploads, 1) if upload.uuid == batches[-1].upload_uuid)
    assert scores(office.district)["s0"] == 10 * last


def test_the_same_file_at_once_counts_once(office: Office) -> None:
    called = [mapping(**{"Test office": name}) for name in ("results", "copy of results")]
    uploads = [office.stage(office.keeper, table(students(5)), place=office.district, map_text=text) for text in called]

    failed = commit_all(office, uploads)

    assert [str(problem) for problem in failed if "already imported" in str(problem)] == [str(failed[0])]
    assert Batch.objects.count() == 1
    assert scores(office.district) == {f"s{n}": 40 + n for n in range(5)}


def test_new_districts_at_once_are_added_once(office: Office) -> None:
    uploads = [
        office.stage(office.keeper, table(students(5, year=year), district="30"), place=None)
        for year in ("2023", "2024")
    ]

    assert commit_all(office, uploads) == []

    assert sorted(Batch.objects.values_list("number", flat=True)) == [1, 2]
    assert Batch.objects.values("district").distinct().count() == 1
