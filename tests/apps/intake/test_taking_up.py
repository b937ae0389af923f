"""Work whose process was killed is taken up again; that of a living one is left alone."""

import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings
from django_tasks_db.models import DBTaskResult

from aimline.apps.intake import tasks
from aimline.apps.intake.models import Upload, UploadState
from aimline.cli import taking_up
from tests.apps.conftest import World

HOLD = """
import sys, time
from pathlib import Path
from aimline.cli import taking_up
with taking_up.sign(Path(sys.argv[1]), sys.argv[2]):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def queued(tmp_path: Path) -> Iterator[None]:
    backend = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    with override_settings(TASKS=backend, DATA=tmp_path):
        yield


def begun(upload: Upload, *workers: str) -> DBTaskResult:
    tasks.stage_upload.enqueue(str(upload.uuid), upload.by_id, "2026-06-15", "2026-06-15T08:00:00+00:00")
    result = DBTaskResult.objects.get()
    for worker in workers:
        result.claim(worker)
    return result


def a_file(world: World) -> Upload:
    viewer = world.viewer("steward")
    return Upload.objects.create(
        uuid=uuid.uuid4(), place=world.places["district"], file_name="big.csv", by_id=viewer.person_id, at=viewer.now,
        state=UploadState.STAGING, digest="", n_bytes=1, path="", report={},
    )  # fmt: skip


@pytest.mark.django_db
def test_work_of_a_killed_process_is_queued_again_and_that_of_a_living_one_is_not(world: World, queued: None) -> None:
    result = begun(a_file(world), "first")
    command = [sys.executable, "-c", HOLD, str(settings.DATA), "first"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as worker:
        assert worker.stdout is not None
        worker.stdout.readline()
        taking_up.take_up()
        result.refresh_from_db()
        while_it_lived = result.status
        worker.kill()

    taking_up.take_up()
    result.refresh_from_db()

    assert (while_it_lived, result.status) == ("RUNNING", "READY")


@pytest.mark.django_db
def test_work_that_killed_its_process_each_time_is_given_up_and_the_page_says_so(world: World, queued: None) -> None:
    upload = a_file(world)
    result = begun(upload, "first", "second", "third")

    taking_up.take_up()

    result.refresh_from_db()
    upload.refresh_from_db()
    assert (result.status, upload.state) == ("FAILED", UploadState.REFUSED)
    assert upload.message.startswith("The work on this file stopped before its end")


@pytest.mark.django_db
def test_a_check_on_the_command_line_that_was_killed_is_ended_in_words(world: World, queued: None) -> None:
    killed, living = a_file(world), a_file(world)
    signs = settings.DATA / taking_up.FOLDER
    with taking_up.sign(settings.DATA, f"import-{living.uuid}"):
        (signs / f"import-{killed.uuid}").touch()
        (signs / "a-worker").touch()
        taking_up.end_dead()
        living.refresh_from_db()
        killed.refresh_from_db()

        assert [sign.name for sign in signs.iterdir()] == [f"import-{living.uuid}"]
    assert (living.state, living.message, killed.state) == (UploadState.STAGING, "", UploadState.REFUSED)
    assert killed.message.startswith("The work on this file stopped before its end")
    assert not list(signs.iterdir())
