"""A OneRoster bundle comes in through the pages: seen first, stored when somebody says so, held where many leave."""

import csv
import io
import re
import uuid
from datetime import date, datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from aimline.apps.intake import tasks
from aimline.apps.intake.actions.rosters import order
from aimline.apps.intake.models import Upload, UploadState
from aimline.apps.journal.models import Entry
from aimline.apps.organizations.models import Enrolment, GroupMembership, Membership, Seat, Student, Unit
from tests.apps.conftest import World
from tests.exchange.oneroster.bundles import FILES_1_1, changed, pack

Files = dict[str, str]


@pytest.fixture
def bring(world: World, tmp_path: Path):
    """Return a function that sends a bundle as the installation steward; gives the page it leads to."""

    def bringing(
        files: Files, who: str = "installation_steward", on: date = date(1980, 1, 1)
    ) -> tuple[Client, HttpResponse]:
        client = world.client(who)
        content = pack(tmp_path / "roster.zip", dict(files), on=on).read_bytes()
        fields = {"key": str(uuid.uuid4()), "place": str(world.places["district"].uuid)}
        return client, client.post(
            "/imports/", fields | {"file": SimpleUploadedFile("roster.zip", content)}, follow=True
        )

    return bringing


def newest() -> Upload:
    """Return the bundle that came last; the results of its gradebook are an upload of their own."""
    return Upload.objects.filter(report__has_key="roster").latest("pk")


def press(client: Client, page: HttpResponse, upload: Upload | None = None, **pressed: str) -> HttpResponse:
    upload = upload or newest()
    form = next(form for form in re.findall(r"<form.*?</form>", page.content.decode(), re.S) if "/roster/" in form)
    fields = dict(re.findall(r'name="(key|version)" value="([^"]*)"', form))
    client.post(f"/imports/{upload.uuid}/roster/", fields | pressed, follow=True)
    return client.get(f"/imports/{upload.uuid}/")


def test_another_districts_roster_is_stored_only_with_a_tick(bring) -> None:
    client, seen = bring(changed("orgs.csv", "Northfield,district", "Heron Valley Schools,district"))
    asked = "another district than the one it would come into: Heron Valley Schools → Northfield."
    assert asked in seen.content.decode()
    assert 'name="confirm_places"' in seen.content.decode()

    refused = press(client, seen, store="yes")
    assert "If they are the same, say so" in refused.content.decode()
    stored = press(client, refused, store="yes", confirm_places="on")

    assert newest().state == UploadState.COMMITTED
    assert asked in stored.content.decode()
    _, again = bring(changed("orgs.csv", "Northfield,district", "Heron Valley Schools,district"))
    assert asked not in again.content.decode()


def without(name: str, line: str) -> Files:
    text = next(one for one in FILES_1_1[name].splitlines(keepends=True) if one.startswith(line))
    return changed(name, text, "", dict(FILES_1_1))


def test_a_roster_is_seen_first_and_then_stored(bring, world: World) -> None:
    client, seen = bring(FILES_1_1)

    assert "This is what the roster would change." in seen.content.decode()
    assert not Student.objects.exists()
    stored = press(client, seen, store="yes")
    assert "This roster is stored." in stored.content.decode()
    assert Student.objects.count() == 1
    assert Unit.objects.filter(name="Meadow School").exists()
    assert newest().state == UploadState.COMMITTED
    assert Entry.objects.filter(verb="import roster").count() == 1


def test_the_same_roster_again_changes_nothing(bring) -> None:
    client, seen = bring(FILES_1_1)
    press(client, seen, store="yes")

    _, again = bring(FILES_1_1)

    assert "Everything this roster says is here already." in again.content.decode()
    assert "Store this roster" not in again.content.decode()


def test_more_than_a_tenth_of_leavers_waits_for_a_confirmation(bring) -> None:
    client, seen = bring(FILES_1_1)
    press(client, seen, store="yes")

    client, held = bring(without("enrollments.csv", "e1,"))
    refused = press(client, held, store="yes")

    assert "Class places: 1 of 1 would leave." in refused.content.decode()
    assert newest().state == UploadState.STAGED
    press(client, refused, store="yes", confirm_leavers="on")
    assert newest().state == UploadState.COMMITTED


def test_a_plan_that_moved_is_not_stored_unseen(bring, world: World) -> None:
    client, seen = bring(FILES_1_1)
    Unit.objects.create(
        district=world.places["district"], parent=world.places["district"], path=f"{world.places['district'].path}99/",
        kind="school", name="Meadow School", name_sort="meadow school", code="M1",
    )  # fmt: skip

    moved = press(client, seen, store="yes")

    assert "The plan is another one now" in moved.content.decode()
    assert not Student.objects.exists()
    assert newest().report["roster"]["told"]["counts"]["schools"] == {
        "new": 0,
        "changed": 1,
        "ended": 0,
        "unchanged": 0,
    }
    assert "This roster is stored." in press(client, moved, store="yes").content.decode()


@pytest.mark.parametrize("confirmed", [False, True])
def test_a_job_that_an_earlier_version_queued_is_done(bring, world: World, confirmed: bool) -> None:
    client, seen = bring(FILES_1_1)
    press(client, seen, store="yes")
    bring(without("enrollments.csv", "e1,"))
    viewer = world.viewer("installation_steward")
    who = (viewer.person_id, viewer.today.isoformat(), viewer.now.isoformat())

    tasks.store_roster.call(str(newest().uuid), newest().version, confirmed, *who)

    assert newest().state == (UploadState.COMMITTED if confirmed else UploadState.STAGED)
    assert ("More than a tenth would leave" in newest().message) is not confirmed


def test_a_plan_that_an_earlier_version_made_is_shown_anew_before_it_is_stored(bring) -> None:
    client, seen = bring(FILES_1_1)
    upload = newest()
    del upload.report["roster"]["told"]["other_names"]
    upload.save(update_fields=["report"])

    shown = press(client, seen, store="yes")

    assert "Aimline was renewed" in shown.content.decode()
    assert "This roster is stored." in press(client, shown, store="yes").content.decode()


def test_rows_that_are_kept_out_are_listed_with_their_line(bring) -> None:
    once = changed("users.csv", "u1,,,true,s1,student", "u1,,,perhaps,s1,student", dict(FILES_1_1))
    _, seen = bring(changed("users.csv", "u2,,,true,", "u2,,,perhaps,", once))

    assert "users.csv:2, 3<" in seen.content.decode()  # what is wrong with several rows is said once
    assert "neither true nor false" in seen.content.decode()


def test_what_is_wrong_with_a_whole_file_is_told_without_a_line(bring) -> None:
    files = {name: text for name, text in FILES_1_1.items() if name != "demographics.csv"}
    client, seen = bring(files)

    tables = [b"".join(client.get(f"/imports/{newest().uuid}/{name}.csv")).decode() for name in ("problems", "report")]

    assert ">demographics.csv<" in seen.content.decode()
    assert "\ndemographics.csv,,," in tables[0].replace("\r", "")
    assert 'Left out,demographics.csv,"The manifest promises' in tables[1]


def test_all_rows_that_are_kept_out_are_downloaded_as_a_table_that_runs_nothing(bring) -> None:
    client, _ = bring(changed("users.csv", "u1,,,true,s1,student", "u1,,,=1+1,s1,student", dict(FILES_1_1)))
    upload = Upload.objects.get()

    answer = client.get(f"/imports/{upload.uuid}/problems.csv")

    header, first, *_ = csv.reader(io.StringIO(b"".join(answer).decode()))
    assert header == ["File", "Line", "Column", "Value", "What happened", "What to do"]
    assert first[:4] == ["users.csv", "2", "enabledUser", "'=1+1"]
    assert all(first[4:])
    assert answer["Content-Disposition"] == 'attachment; filename="rows-left-out.csv"'
    report = list(csv.reader(io.StringIO(b"".join(client.get(f"/imports/{upload.uuid}/report.csv")).decode())))
    assert ["Schools", "New", "1"] in report
    assert report[-1][:2] == ["Left out", ", ".join(("users.csv:2", first[2], "=1+1"))]


def test_a_school_cannot_bring_the_roster_of_its_district(bring) -> None:
    _, page = bring(FILES_1_1, who="steward")

    assert page.status_code in {403, 422}
    assert not Upload.objects.exists()


def test_a_withdrawn_roster_leaves_everything_as_it_was_before(bring) -> None:
    client, seen = bring(FILES_1_1)
    press(client, seen, store="yes")
    before = rows()
    client, held = bring(changed("classes.csv", "5A Mathematics", "5A Maths", without("enrollments.csv", "e1,")))
    press(client, held, store="yes", confirm_leavers="on")
    assert rows() != before

    upload = withdraw(client)

    assert rows() == before
    assert upload.state == UploadState.WITHDRAWN
    assert "Rows that are as they were before: 2. Students, adults and schools stay" in upload.message
    assert Entry.objects.filter(verb="withdraw roster").count() == 1
    assert "Bring it in once more" in client.get(f"/imports/{upload.uuid}/").content.decode()
    client.post(f"/imports/{upload.uuid}/again/", {"key": str(uuid.uuid4()), "version": upload.version})
    assert newest().state == UploadState.STAGED


def test_what_a_withdrawn_roster_added_goes_and_names_stay(bring, world: World) -> None:
    parts = Membership.objects.count()
    client, seen = bring(FILES_1_1)
    press(client, seen, store="yes")

    withdraw(client)

    assert not any(table.objects.exists() for table in (Seat, Enrolment, GroupMembership))
    assert Membership.objects.count() == parts
    assert Student.objects.get().family_name == "Lark"
    assert Unit.objects.get(name="5A Mathematics").archived_on is not None
    client, again = bring(FILES_1_1)
    press(client, again, store="yes")
    assert Seat.objects.count() == Enrolment.objects.count() == 1
    assert Unit.objects.get(name="5A Mathematics").archived_on is None


def test_what_somebody_changed_since_stays(bring) -> None:
    client, seen = bring(FILES_1_1)
    press(client, seen, store="yes")
    client, held = bring(changed("users.csv", "Ana,Lark", "Anna,Lark"))
    press(client, held, store="yes")
    Student.objects.update(given_name="Annie")

    upload = withdraw(client)

    assert Student.objects.get().given_name == "Annie"
    assert "Changed since, and left as they are: 1." in upload.message


def test_a_row_that_a_roster_added_and_somebody_changed_since_stays(bring) -> None:
    client, seen = bring(FILES_1_1)
    press(client, seen, store="yes")
    Enrolment.objects.update(ends_on="2026-01-09")

    upload = withdraw(client)

    assert Enrolment.objects.get().ends_on.isoformat() == "2026-01-09"
    assert not Seat.objects.exists()
    assert "Changed since, and left as they are: 1." in upload.message


def test_a_roster_on_which_a_newer_one_stands_is_not_withdrawn_before_it(bring) -> None:
    client, seen = bring(FILES_1_1)
    press(client, seen, store="yes")
    first = newest()
    client, held = bring(changed("users.csv", "Ana,Lark", "Anna,Lark"))
    press(client, held, store="yes")

    refused = withdraw(client, first)

    assert refused.state == UploadState.COMMITTED
    assert "Withdraw the newer one first." in refused.message
    assert Enrolment.objects.exists()
    assert withdraw(client).state == UploadState.WITHDRAWN
    assert withdraw(client, first).state == UploadState.WITHDRAWN
    assert not Enrolment.objects.exists()


def test_a_roster_of_an_earlier_day_undoes_nothing_of_a_later_one(bring) -> None:
    client, early = bring(FILES_1_1, on=date(2025, 9, 1))
    waiting = newest()
    client, late = bring(changed("users.csv", "Ana,Lark", "Anna,Lark"), on=date(2025, 10, 1))
    press(client, late, store="yes")
    later = newest()

    press(client, early, waiting, store="yes")
    waiting.refresh_from_db()
    _, again = bring(FILES_1_1, on=date(2025, 9, 1))
    withdraw(client, later)
    _, alone = bring(FILES_1_1, on=date(2025, 9, 1))

    assert "A newer roster of this system is stored: roster.zip." in waiting.message
    assert "Nothing of this one was stored." in again.content.decode()
    assert "This is what the roster would change." in alone.content.decode()
    assert Student.objects.get(family_name="Lark").given_name == "Anna"


@pytest.mark.parametrize("day", [date(2025, 10, 1), date(1980, 1, 1)])  # a pull packs without a day
def test_a_roster_that_says_nothing_new_keeps_an_older_one_from_undoing_it(bring, day: date) -> None:
    client, seen = bring(FILES_1_1, on=date(2025, 9, 1))
    press(client, seen, store="yes")
    first = newest()
    wrong = changed("users.csv", "Ana,Lark", "Wrong,Lark")
    bring(FILES_1_1, on=day)
    bring(FILES_1_1, on=date(2025, 9, 8))

    _, older = bring(wrong, on=date(2025, 9, 15))
    _, newer = bring(wrong, on=timezone.localdate())

    assert "what is stored from roster.zip still holds." in older.content.decode()
    assert "This is what the roster would change." in newer.content.decode()
    assert withdraw(client, first).state == UploadState.WITHDRAWN
    _, alone = bring(wrong, on=date(2025, 9, 15))
    assert "This is what the roster would change." in alone.content.decode()


@pytest.mark.parametrize(
    ("one", "other", "is_newer"),
    [
        (("2025-10-05", "2025-10-04T22:00Z"), ("2025-09-01", "2025-10-06T08:00Z"), True),  # a morning in Auckland
        (("2025-10-06", "2025-10-04T22:00Z"), ("2025-10-05", "2025-10-05T08:00Z"), False),  # a clock that goes wrong
        (("", "2025-10-04T22:00Z"), ("2025-10-02", "2025-10-06T08:00Z"), True),
        (("", "2025-10-05T01:00Z"), ("2025-10-04", "2025-10-05T02:00Z"), False),  # an evening in Winnipeg
        (("2025-10-05", "2025-10-04T22:00Z"), ("", "2025-10-04T23:00Z"), False),
    ],
)
def test_the_newer_of_two_rosters_tells_of_a_later_day(
    one: tuple[str, str], other: tuple[str, str], is_newer: bool
) -> None:
    ages = [order.made(["users"], day, datetime.fromisoformat(at)) for day, at in (one, other)]

    assert order.is_newer(*ages) is is_newer


def test_of_two_rosters_the_one_that_was_stored_last_is_withdrawn_first(bring) -> None:
    client, early = bring(FILES_1_1, on=date(2025, 10, 1))
    brought_first = newest()
    client, other = bring(changed("users.csv", "Ana,Lark", "Anna,Lark"), on=date(2025, 9, 1))
    press(client, other, store="yes")
    stored_first = newest()
    press(client, press(client, early, brought_first), brought_first, store="yes")

    refused = withdraw(client, stored_first)

    assert refused.state == UploadState.COMMITTED
    assert "Withdraw the newer one first." in refused.message
    assert withdraw(client, brought_first).state == UploadState.WITHDRAWN


def withdraw(client: Client, upload: Upload | None = None) -> Upload:
    upload = upload or newest()
    page = client.get(f"/imports/{upload.uuid}/withdraw/").content.decode()
    fields = dict(re.findall(r'name="(key|version)" value="([^"]*)"', page))
    client.post(f"/imports/{upload.uuid}/withdraw/", fields | {"why": "The wrong day."}, follow=True)
    upload.refresh_from_db()
    return upload


def rows() -> list[list[tuple[object, ...]]]:
    """Everything dated that a roster brings, and the names of what it is about."""
    tables = (Seat, Enrolment, Membership, GroupMembership)
    dated = [sorted(table.objects.values_list(), key=str) for table in tables]
    return [*dated, list(Unit.objects.order_by("pk").values_list("name", "archived_on"))]
