"""Work that follows from a page: it is handed over with the write, and the page learns how it ended."""

import errno
import uuid

import duckdb
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test import Client, override_settings
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from aimline.apps.intake import actions, tasks
from aimline.apps.intake.actions import folders, progress
from aimline.apps.intake.models import Upload, UploadState
from aimline.apps.journal.models import Submission
from aimline.apps.keeping.actions import copies
from aimline.apps.organizations.policy import NotVisible
from tests.apps.intake.conftest import Office, students, table

queued = override_settings(TASKS={"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}})


@pytest.fixture
def staged(office: Office) -> Upload:
    return office.stage(office.keeper, table(students(3)), place=office.district)


def store(office: Office, upload: Upload) -> Client:
    client = office.world.client("installation_steward")
    content = {"key": str(uuid.uuid4()), "version": upload.version}
    client.post(reverse("import-commit", args=[upload.uuid]), content)
    return client


@queued
def test_a_job_is_queued_with_the_key_of_its_write(office: Office, staged: Upload) -> None:
    store(office, staged)

    assert DBTaskResult.objects.count() == 1
    assert Submission.objects.filter(action="import.commit").count() == 1


@queued
def test_a_key_is_not_taken_for_a_job_that_was_not_queued(
    office: Office, staged: Upload, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(job: tasks.Job) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(tasks.Job, "hand_over", stop)

    with pytest.raises(OSError, match="No space"):
        store(office, staged)
    assert not Submission.objects.filter(action="import.commit").exists()


def test_work_that_is_done_at_once_waits_for_the_end_of_the_write(
    office: Office, staged: Upload, monkeypatch: pytest.MonkeyPatch
) -> None:
    depth: list[int] = []
    monkeypatch.setattr(actions, "commit", lambda *_, **__: depth.append(len(connection.savepoint_ids)))
    outside = len(connection.savepoint_ids)

    store(office, staged)

    assert depth == [outside]


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "There was no room left on the disk"),
        (OSError(errno.EIO, "Ada Student"), "The work on this file stopped before its end"),
        (duckdb.ConversionException("Ada Student"), "The work on this file stopped before its end"),
        (OperationalError("Ada Student"), "The work on this file stopped before its end"),
    ],
)
def test_the_waiting_page_learns_that_the_work_stopped(
    office: Office, staged: Upload, monkeypatch: pytest.MonkeyPatch, trouble: Exception, said: str
) -> None:
    def stop(*given: object, **named: object) -> None:
        raise trouble

    monkeypatch.setattr(actions, "commit", stop)

    html = store(office, staged).get(reverse("import", args=[staged.uuid])).content.decode()

    assert said in html
    assert "Ada Student" not in html


def test_the_page_of_a_check_that_stopped_waits_no_longer(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    staged = office.stage(office.keeper, table(students(3)), place=office.district)
    Upload.objects.filter(pk=staged.pk).update(state=UploadState.STAGING)

    def stop(*given: object) -> None:
        raise MemoryError

    monkeypatch.setattr(actions, "stage", stop)
    with pytest.raises(MemoryError):
        tasks.stage_upload.func(str(staged.uuid), office.keeper.person_id, "2026-01-12", "2026-01-12T17:00:00+00:00")

    html = office.world.client("installation_steward").get(f"/imports/{staged.uuid}/").content.decode()
    assert "The work on this file stopped before its end" in html
    assert "Put the file aside" in html


def test_no_page_waits_for_somebody_who_may_not_any_more(office: Office, staged: Upload) -> None:
    Upload.objects.filter(pk=staged.pk).update(state=UploadState.STAGING)
    outsider = office.world.people["outsider"]

    with pytest.raises(NotVisible):
        tasks.stage_upload.func(str(staged.uuid), outsider.pk, "2026-01-12", "2026-01-12T17:00:00+00:00")

    staged.refresh_from_db()
    assert (staged.state, staged.message) == (UploadState.REFUSED, str(tasks.STOPPED))


def test_a_file_is_copied_before_its_key_is_taken(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    depth: list[int] = []
    keep_copy = actions.receiving.keep_copy

    def watched(*given: object) -> object:
        depth.append(len(connection.savepoint_ids))
        return keep_copy(*given)

    monkeypatch.setattr(actions.receiving, "keep_copy", watched)
    outside = len(connection.savepoint_ids)
    key, client = str(uuid.uuid4()), office.world.client("installation_steward")

    for _ in range(2):
        client.post("/imports/", {"key": key, "place": str(office.district.uuid), "file": as_file()})

    assert depth == [outside, outside]
    assert Upload.objects.count() == 1
    assert [folder.name for folder in (office.data / "uploads").iterdir()] == [str(Upload.objects.get().uuid)]


def as_file() -> SimpleUploadedFile:
    return SimpleUploadedFile("results.csv", table(students(3)).encode())


def test_a_running_check_tells_how_far_it_is(office: Office, staged: Upload, monkeypatch: pytest.MonkeyPatch) -> None:
    told = folders.progress_of(staged)
    assert not told.exists()  # the work is over
    Upload.objects.update(state=UploadState.STAGING)
    staged.refresh_from_db()
    checking = progress.teller(staged, progress.Step.CHECK, 4_000)
    checking(0.8)
    checking(0.4)  # it never goes back
    assert list(told.parent.glob("*.next")) == []
    assert not list(copies.naming([staged], copies.pattern_of(["4000"], "", "")))  # it names no student
    waiting = office.world.client("installation_steward").get(f"/imports/{staged.uuid}/").content.decode()

    assert 'value="50" max="100"></progress>' in waiting
    assert '<p data-say="Half of the work is done.">3,200 of 4,000 rows are checked.</p>' in waiting
    staged.version += 1
    assert progress.read(staged) is None  # what was told is of the version that was checked
    told.write_text("[1, ", encoding="utf-8")
    assert progress.read(staged) is None

    steps: list[progress.Step] = []
    monkeypatch.setattr(progress, "tell", lambda _upload, step, *_: steps.append(step))
    again = actions.stage(office.keeper, Upload.objects.get())
    actions.commit(office.keeper, again, version=again.version)
    assert list(dict.fromkeys(steps)) == list(progress.Step)
    assert not told.exists()
