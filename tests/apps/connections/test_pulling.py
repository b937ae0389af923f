"""What is pulled comes in like a file: seen first, held, stored, withdrawn; and never without having been asked for."""

import io
import json
import threading
from contextlib import redirect_stdout
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest
from django.core import serializers
from django.utils import timezone

from aimline.apps.accounts.models import Person
from aimline.apps.connections import actions, queries, tasks
from aimline.apps.connections.actions import bringing, pulling
from aimline.apps.connections.actions.lease import Lease, Off, Stopped
from aimline.apps.connections.models import Connection, Pull
from aimline.apps.intake import actions as intake
from aimline.apps.intake.models import Upload, UploadState
from aimline.apps.intake.views.sending import as_words
from aimline.apps.journal.models import Entry
from aimline.apps.organizations.models import Enrolment, Role, Student
from aimline.apps.organizations.policy import NotAllowed, NotVisible, Viewer
from aimline.apps.results.models import Administration, Batch, BatchState
from aimline.cli import pull as command
from aimline.domain.refusal import AimlineError
from aimline.exchange.pull.outgoing import Cut
from aimline.exchange.pull.store import Store
from aimline.exchange.pull.wanted import Files
from tests.apps.conftest import make_person
from tests.apps.connections.conftest import Keeper, given_for
from tests.exchange.pull import schools
from tests.exchange.pull.servers import KEY, SECRET, Service

pytestmark = pytest.mark.django_db


def upload_of(uuid: object) -> Upload:
    return Upload.objects.select_related("place__district").get(uuid=uuid)


def test_a_roster_waits_to_be_looked_at_and_then_comes_in_as_one(keeper: Keeper) -> None:
    connection = keeper.connect(Service("oneroster", schools.oneroster(12)))

    made = pulling.pull(keeper.viewer, connection)

    assert made.message == "The roster waits to be looked at."
    assert not Student.objects.exists()
    upload = upload_of(made.roster_uuid)
    intake.store_roster(keeper.viewer, upload, version=upload.version, confirm_leavers=False)
    assert Student.objects.count() == Enrolment.objects.count() == 12
    assert list(Entry.objects.filter(noun="connection").order_by("number").values_list("verb", flat=True)) == [
        "add connection", "turn connection on", "pull",
    ]  # fmt: skip
    assert pulling.pull(keeper.viewer, connection).message == "The roster says nothing new."
    parts = set(keeper.world.places["district"].memberships.values_list("role", flat=True))
    assert parts == {Role.DISTRICT_LEADER, Role.DATA_STEWARD}  # those of the cast: none came with the roster


def test_a_gradebook_comes_in_with_its_roster_as_results_of_their_own(keeper: Keeper) -> None:
    service = Service("oneroster", schools.oneroster(12) | schools.gradebook(12))
    connection = keeper.connect(service, wants_results=True)

    first = pulling.pull(keeper.viewer, connection)
    roster = upload_of(first.roster_uuid)
    assert (first.results_uuid, roster.report["roster"]["told"]["gradebook"]["n_results"]) == (None, 12)
    intake.store_roster(keeper.viewer, roster, version=roster.version, confirm_leavers=False)
    roster.refresh_from_db()
    results = upload_of(roster.report["results"])
    intake.commit(keeper.viewer, results, version=results.version)
    again = pulling.pull(keeper.viewer, connection)

    counts = results.report["counts"]
    assert (counts["n_scored"], counts["n_excused"], results.report["problems"]) == (11, 1, [])
    assert Administration.objects.get().window == "2025-26"
    assert again.message == "The roster says nothing new."
    assert any("gradebook.readonly" in scope for scope in service.scopes)


def test_more_than_a_tenth_of_leavers_waits_although_it_may_store_by_itself(keeper: Keeper) -> None:
    service = Service("oneroster", schools.oneroster(12))
    connection = keeper.connect(service, stores_by_itself=True)
    first = pulling.pull(keeper.viewer, connection)
    assert first.message == "The roster waits to be looked at."  # a school that is not here
    upload = upload_of(first.roster_uuid)
    intake.store_roster(keeper.viewer, upload, version=upload.version, confirm_leavers=False)
    service.held["users"][3]["givenName"] = "Renamed"
    assert pulling.pull(keeper.viewer, connection).message == "The roster is stored."

    del service.held["enrollments"][:2], service.held["users"][:2]
    held = pulling.pull(keeper.viewer, connection)

    assert held.message == "The roster waits for you: more than a tenth would leave."

    service.held["orgs"][0]["name"] = "Heron Valley Schools"
    held = pulling.pull(keeper.viewer, connection)
    assert held.message == "The roster waits for you: its district or schools have other names here."
    assert upload_of(held.roster_uuid).state == UploadState.STAGED
    del service.held["users"][0]
    again = pulling.pull(keeper.viewer, connection)
    assert upload_of(held.roster_uuid).state == UploadState.DISCARDED
    assert upload_of(again.roster_uuid).state == UploadState.STAGED


def test_results_of_ed_fi_come_in_once_then_by_their_changes_and_whole_after_a_withdrawal(keeper: Keeper) -> None:
    service = Service("ed_fi", schools.ed_fi(40), newest_change=150)
    connection = keeper.connect(service)
    first = pulling.pull(keeper.viewer, connection)
    roster, results = upload_of(first.roster_uuid), upload_of(first.results_uuid)
    intake.store_roster(keeper.viewer, roster, version=roster.version, confirm_leavers=False)
    intake.commit(keeper.viewer, results, version=results.version, confirmed=True)
    batch = Batch.objects.get(state=BatchState.COMMITTED)
    assert (batch.n_rows, batch.source, batch.school_years) == (79, "Ed-Fi", [2025])
    assert Student.objects.count() == 40

    service.held["studentAssessments"][7] |= {"_change": 151}
    service.newest_change = 151
    second = pulling.pull(keeper.viewer, connection)
    assert (second.first_change, second.message) == (151, "The roster says nothing new. There are no new results.")

    score = service.held["studentAssessments"][7]["scoreResults"][0]
    service.held["studentAssessments"][7] |= {"_change": 152, "scoreResults": [score | {"result": "500"}]}
    service.newest_change = 152
    third = pulling.pull(keeper.viewer, connection)
    report = upload_of(third.results_uuid).report
    assert (report["counts"]["n_records"], report["compared"]["n_changed"]) == (2, 1)

    stored = upload_of(first.results_uuid)
    intake.withdraw(keeper.viewer, stored, version=stored.version, why="The wrong year.")
    assert queries.first_change(connection) is None


def test_a_pull_that_was_cut_goes_on_and_says_why_it_stopped(keeper: Keeper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aimline.exchange.pull.asking.FIRST_WAIT_S", 0.0)
    service = Service("oneroster", schools.oneroster(30), most=8, troubles=dict.fromkeys(range(6, 11), "cut"))
    connection = keeper.connect(service)
    with pytest.raises(Cut):
        pulling.pull(keeper.viewer, connection)
    stopped = Pull.objects.get()
    assert stopped.message.endswith("What came before is kept. Check the address, or go on later.")
    assert stopped.n_rows == {"orgs": 2, "academicSessions": 1, "courses": 1, "classes": 1, "users": 8}

    n_before = len(service.asked)
    done = pulling.pull(keeper.viewer, connection)

    assert (done.pk, done.state, done.n_rows["users"]) == (stopped.pk, "done", 32)
    assert "/users?" in service.asked[n_before]
    assert "offset=8" in service.asked[n_before]
    assert not actions.folder_of(done).exists()


def test_a_pull_that_was_begun_a_day_ago_begins_anew_however_often_it_was_tried(
    keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aimline.exchange.pull.asking.FIRST_WAIT_S", 0.0)
    service = Service("oneroster", schools.oneroster(30), most=8, troubles=dict.fromkeys(range(6, 11), "cut"))
    connection = keeper.connect(service)
    with pytest.raises(Cut):
        pulling.pull(keeper.viewer, connection)

    n_before, later = len(service.asked), replace(keeper.viewer, now=keeper.viewer.now + timedelta(hours=24))
    pulling.pull(later, connection)

    assert "/orgs?" in service.asked[n_before]


def test_nothing_is_asked_while_a_connection_is_off_and_only_by_whom_may(keeper: Keeper) -> None:
    service = Service("oneroster", schools.oneroster())
    connection = keeper.connect(service, on=False)

    with pytest.raises(Off):
        pulling.pull(keeper.viewer, connection)
    for name in ("principal", "steward", "district_leader", "outsider", "teacher"):
        with pytest.raises(NotAllowed):
            pulling.pull(keeper.world.viewer(name), connection)
        with pytest.raises(NotVisible):
            queries.connection(keeper.world.viewer(name), connection.uuid)
    assert service.asked == []
    assert service.n_tokens == 0


def test_the_secret_stands_nowhere_and_stays_with_its_host(keeper: Keeper, settings: object) -> None:
    service = Service("oneroster", schools.oneroster())
    connection = keeper.connect(service)
    pulling.pull(keeper.viewer, connection)

    rows = serializers.serialize("json", [*Connection.objects.all(), *Pull.objects.all(), *Entry.objects.all()])
    assert SECRET not in rows
    assert KEY not in "".join(str(entry.after) for entry in Entry.objects.all())
    moved = actions.Given(**vars(given_for(service)) | {"address": "https://elsewhere.example", "secret": ""})
    with pytest.raises(actions.SecretNeeded):
        actions.change(keeper.viewer, connection, moved, version=connection.version)
    settings.SECRET_KEY = "another key than the one that sealed it, " * 2  # type: ignore[attr-defined]  # pytest-django hands it over
    with pytest.raises(AimlineError, match="cannot be read any more"):
        pulling.pull(keeper.viewer, connection)


def test_what_is_due_is_pulled_once_in_its_keeper_s_name(keeper: Keeper) -> None:
    service = Service("oneroster", schools.oneroster())
    connection = keeper.connect(service)
    said = io.StringIO()
    with redirect_stdout(said):
        command.pull_due(as_json=True)
    with redirect_stdout(io.StringIO()) as nothing_due:
        command.pull_due(as_json=True)

    assert [pull["rows"]["users"] for pull in json.loads(said.getvalue())] == [14]
    assert json.loads(nothing_due.getvalue()) == []
    connection.refresh_from_db()
    assert connection.next_at is not None
    assert connection.next_at - Pull.objects.get().seen_at > timedelta(hours=23)


@pytest.mark.parametrize("trouble", [OSError("disk full"), duckdb.IOException("disk full")])
def test_trouble_of_the_machine_stops_a_pull_and_nobody_waits_for_it(
    keeper: Keeper, monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    connection = keeper.connect(Service("oneroster", schools.oneroster()))
    actions.wait(keeper.viewer, connection)

    def failing(*_: object, **__: object) -> None:
        raise trouble

    monkeypatch.setattr(pulling.wanted, "make_files", failing)
    with pytest.raises(type(trouble)):
        tasks.pull_connection.func(str(connection.uuid), *as_words(keeper.viewer))

    connection.refresh_from_db()
    assert connection.tried == {}
    assert (Pull.objects.get().state, "in trouble" in Pull.objects.get().message) == ("stopped", True)


def test_a_pull_that_an_erasure_stops_says_so(keeper: Keeper, monkeypatch: pytest.MonkeyPatch) -> None:
    connection, tell = keeper.connect(Service("oneroster", schools.oneroster())), pulling.tell

    def erasing(lease: Lease, store: Store) -> None:
        pulling.forget_pages(keeper.district)
        tell(lease, store)

    monkeypatch.setattr(pulling, "tell", erasing)
    with pytest.raises(Stopped, match="a student is being erased"):
        pulling.pull(keeper.viewer, connection)


def test_a_keeper_who_is_gone_does_not_stop_the_connections_of_others(
    keeper: Keeper, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = make_person("Former Keeper")
    Person.objects.filter(pk=gone.pk).update(is_active=False)
    orphan = keeper.connect(Service("oneroster", schools.oneroster()), name="Orphan")
    Connection.objects.filter(pk=orphan.pk).update(by=gone)
    keeper.connect(Service("oneroster", schools.oneroster()), name="Lark")

    with pytest.raises(SystemExit, match="2"):
        command.pull_due(as_json=False)

    told = capsys.readouterr()
    assert "Orphan: There is nobody here with the address" in told.err
    assert told.out.startswith("Lark: read orgs 2")


def test_a_pull_stops_when_its_connection_is_turned_off_meanwhile(
    keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = Service("oneroster", schools.oneroster(30), most=8)
    connection, tell = keeper.connect(service), pulling.tell

    def turning(lease: Lease, store: Store) -> None:
        Connection.objects.filter(pk=connection.pk).update(is_on="users" not in store.n_rows())
        tell(lease, store)

    monkeypatch.setattr(pulling, "tell", turning)
    with pytest.raises(Off):
        pulling.pull(keeper.viewer, connection)
    assert sum("/users" in path for path in service.asked) == 1


def test_a_pull_lives_as_long_as_its_worker_and_belongs_to_nobody_else(
    keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection, bring = keeper.connect(Service("oneroster", schools.oneroster())), bringing.bring
    sleeping = timedelta(minutes=16)

    def slow(viewer: Viewer, connection: Connection, lease: Lease, files: Files) -> str:
        Pull.objects.update(seen_at=timezone.now() - sleeping)
        lease.pull.refresh_from_db()
        lease.renew()  # as the second thread does every minute
        with pytest.raises(pulling.Busy):
            pulling.begin(viewer, connection)
        Pull.objects.update(seen_at=timezone.now() - sleeping)  # the machine slept, and another worker took over
        assert pulling.begin(viewer, connection).pk == lease.pull.pk
        return bring(viewer, connection, lease, files)

    monkeypatch.setattr(bringing, "bring", slow)
    with pytest.raises(Stopped, match="another pull took over"):
        pulling.pull(keeper.viewer, connection)
    assert Pull.objects.get().state == "running"  # the other's
    assert [upload.state for upload in Upload.objects.all()] == [UploadState.DISCARDED]


def test_the_lease_of_a_pull_is_renewed_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aimline.apps.connections.actions.lease.BEAT_S", 0.001)
    beats = threading.Semaphore(0)
    kept = Lease(Pull(pk=1))
    monkeypatch.setattr(kept, "renew", beats.release)

    with kept.kept():
        assert all(beats.acquire(timeout=5) for _ in range(3))


def test_a_connection_removed_while_its_files_come_in_leaves_nothing_half_done(
    keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection, look = keeper.connect(Service("oneroster", schools.oneroster())), bringing.bring_roster

    def removing(viewer: Viewer, connection: Connection, path: Path) -> Upload:
        upload = look(viewer, connection, path)
        actions.remove(viewer, connection, version=connection.version)
        return upload

    monkeypatch.setattr(bringing, "bring_roster", removing)
    with pytest.raises(Off, match="was removed while it was pulled"):
        pulling.pull(keeper.viewer, connection)
    assert Upload.objects.get().state == UploadState.DISCARDED


def test_results_that_all_had_to_be_left_out_wait_and_say_so(keeper: Keeper) -> None:
    service = Service("ed_fi", schools.ed_fi(12), newest_change=150)
    for one in service.held["studentAssessments"]:
        one["administrationDate"] = "2031-05-05"
    connection = keeper.connect(service)

    pulled = pulling.pull(keeper.viewer, connection)

    results = upload_of(pulled.results_uuid)
    assert results.state == UploadState.STAGED
    n_wrong = results.report["counts"]["n_wrong"]
    assert n_wrong
    assert f"{n_wrong} results had to be left out, and nothing else is new" in pulled.message


def test_a_result_that_was_left_out_is_asked_for_again(keeper: Keeper) -> None:
    service = Service("ed_fi", schools.ed_fi(12), newest_change=150)
    score = service.held["studentAssessments"][7]["scoreResults"][0]
    service.held["studentAssessments"][7]["scoreResults"] = [score | {"result": "5O0"}]  # a letter, not a zero
    connection = keeper.connect(service)
    first = pulling.pull(keeper.viewer, connection)
    roster, results = upload_of(first.roster_uuid), upload_of(first.results_uuid)
    intake.store_roster(keeper.viewer, roster, version=roster.version, confirm_leavers=False)
    intake.commit(keeper.viewer, results, version=results.version, confirmed=True)

    assert results.report["counts"]["n_wrong"] == 1
    assert queries.first_change(connection) is None  # whatever was left out is mended there without a new change

    service.held["studentAssessments"][7]["scoreResults"] = [score | {"result": "500"}]
    results = upload_of(pulling.pull(keeper.viewer, connection).results_uuid)
    intake.commit(keeper.viewer, results, version=results.version, confirmed=True)
    assert results.report["compared"]["n_new"] == 1
    assert queries.first_change(connection) == 151
