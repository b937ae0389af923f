"""What is kept long enough goes, by itself and by command; what is not stays."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import override_settings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from aimline.apps.goals.models import Goal
from aimline.apps.intake.actions import files, heads
from aimline.apps.intake.models import Upload, UploadState
from aimline.apps.keeping import tasks
from aimline.apps.keeping.actions import erasing, retaining
from aimline.apps.keeping.actions.retaining import NoSuchSpan
from aimline.apps.keeping.models import Erasure, Reason
from aimline.apps.organizations.models import SchoolYear, Student
from aimline.apps.organizations.policy import NotAllowed, Viewer
from aimline.apps.results.models import Measure, Segment
from aimline.cli import keeping, work
from tests.apps.access.things import make_goal
from tests.apps.intake.conftest import Office, scores, students, table


def later(office: Office, days: int) -> Viewer:
    return replace(office.keeper, now=office.keeper.now + timedelta(days=days))


def test_copies_of_files_go_after_thirty_days_and_one_nobody_stored_is_put_aside(brought: Office) -> None:
    stored = Upload.objects.get()
    waiting = brought.stage(brought.keeper, table(students(2, year="2024")), place=brought.district)

    retaining.let_go(later(brought, 29), retaining.aged(later(brought, 29)))
    assert all((brought.data / upload.path).exists() for upload in (stored, waiting))
    retaining.let_go(later(brought, 31), retaining.aged(later(brought, 31)))

    assert not any((brought.data / upload.path).exists() for upload in (stored, waiting))
    waiting.refresh_from_db()
    stored.refresh_from_db()
    assert (waiting.state, waiting.message) == (UploadState.DISCARDED, retaining.TOO_OLD)
    assert (stored.state, stored.report["counts"]["n_stored"]) == (UploadState.COMMITTED, 4)
    assert scores(brought.district).keys() == {"s0", "s1", "s2", "s3"}


def test_files_out_of_use_go_after_two_days(brought: Office) -> None:
    brought.bring(brought.keeper, table(students(4, score=60)), place=brought.district)
    retired = Segment.objects.get(retired_in__isnull=False)
    assert retaining.aged(brought.keeper).out_of_use == ()

    Segment.objects.filter(pk=retired.pk).update(retired_at=timezone.now() - timedelta(hours=49))
    retaining.let_go(brought.keeper, retaining.aged(brought.keeper))

    assert not files.path_of(retired).exists()
    assert not Segment.objects.filter(pk=retired.pk).exists()


def test_years_past_the_span_of_the_district_go_with_those_who_are_in_no_later_one(kept: Office) -> None:
    kept.bring(kept.keeper, table([("school", "old", "8", "2024", "55", "No")]), place=kept.district)
    assert retaining.aged(kept.keeper).years == {}
    retaining.keep_years(kept.keeper, kept.district, 1)

    found = retaining.aged(kept.keeper)
    retaining.let_go(kept.keeper, found)

    assert found.years == {kept.district.pk: (2024,)}
    assert set(Segment.objects.filter(files.LIVE).values_list("school_year", flat=True)) == {2025}
    assert sorted(Student.objects.values_list("family_name", flat=True)) == ["s0", "s1", "s2", "s3", "s9"]
    assert retaining.aged(kept.keeper).years == {}


def test_a_dry_run_of_the_command_decides_nothing_and_a_named_district_is_the_only_one(
    kept: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    far = kept.receive(kept.keeper, table(students(2), district="20"), place=kept.world.places["other_district"])
    Upload.objects.update(at=kept.keeper.now - timedelta(days=31))
    monkeypatch.setattr(keeping, "enter", lambda *_: kept.keeper)

    keeping.retain(years=1, dry_run=True)
    keeping.retain(dry_run=True)
    keeping.retain(place="10")

    told = capsys.readouterr().out
    assert [line for line in told.splitlines() if "School years" in line] == [
        "School years whose results would go: 2024.",
        "School years whose results would go: none.",
        "School years whose results went: none.",
    ]
    assert (kept.data / far.path).exists()
    assert not any((kept.data / upload.path).exists() for upload in Upload.objects.exclude(pk=far.pk))


@pytest.mark.parametrize("state", ["active", "draft"])
def test_a_year_stays_that_a_goal_or_its_draft_begins_in(kept: Office, state: str) -> None:
    goal = make_goal(kept.world.places["team"], Measure.objects.get(), "draft", kept.world.people["lead"].pk)
    start = date(2024, 4, 15)
    locked = {"locked_on": start, "starts_on": start} if state == "active" else {}
    Goal.objects.filter(pk=goal.pk).update(baseline_on=start, state=state, **locked)

    retaining.keep_years(kept.keeper, kept.district, 1)

    assert retaining.aged(kept.keeper).years == {}


def test_years_are_counted_as_the_district_entered_them(kept: Office) -> None:
    own = {"starts_on": date(2025, 1, 27), "ends_on": date(2026, 1, 20)}
    SchoolYear.objects.update_or_create(district=kept.district, ending=2025, defaults=own)

    retaining.keep_years(kept.keeper, kept.district, 1)

    assert retaining.aged(kept.keeper).years == {}  # today, 12 January 2026, is still of 2025
    assert retaining.last_day_of(kept.district, 2025) == date(2026, 1, 20)


def test_only_the_keeper_of_a_district_says_how_long_it_keeps_results(office: Office) -> None:
    for name in ("principal", "steward", "district_leader"):
        viewer = office.world.viewer(name)
        calls: list[Callable[[], object]] = [
            lambda viewer=viewer: retaining.keep_years(viewer, office.district, 5),
            lambda viewer=viewer: retaining.aged(viewer),
        ]
        for call in calls:
            with pytest.raises(NotAllowed):
                call()
    for years in (0, 31):
        with pytest.raises(NoSuchSpan):
            retaining.keep_years(office.keeper, office.district, years)


def moved() -> None:
    raise heads.moved_meanwhile()


def test_the_house_is_kept_once_a_day_and_finishes_what_was_cut_off(
    kept: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.bring(kept.keeper, table([("school", "old", "8", "2023", "55", "No")]), place=kept.district)
    student = Student.objects.get(family_name="s9")
    erasing.ask(kept.keeper, student, Reason.MISTAKE)
    with override_settings(TASKS={"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}):
        assert [work.ask_for_keeping() for _ in range(2)] == [True, False]
    long_ago = timezone.now() - timedelta(days=31)
    DBTaskResult.objects.update(status="SUCCESSFUL", finished_at=long_ago)

    monkeypatch.setattr(retaining, "end_years", lambda *_: moved())
    retaining.keep_years(kept.keeper, kept.district, 1)

    tasks.keep_house.func()

    assert not Student.objects.filter(pk=student.pk).exists()
    assert Erasure.objects.get().finished_at is not None
    assert not DBTaskResult.objects.exists()


def test_the_night_keeps_to_the_day_that_is_pinned(brought: Office) -> None:
    """Else a file of a sample's pinned day would be taken for one that nobody stored for months."""
    waiting = brought.stage(brought.keeper, table(students(2, year="2024")), place=brought.district)

    tasks.keep_house.func()

    waiting.refresh_from_db()
    assert waiting.state == UploadState.STAGED
    assert (brought.data / waiting.path).exists()


@pytest.mark.parametrize(("hour", "day"), [(1, 11), (2, 12), (23, 12)])
def test_a_night_s_work_is_due_at_two(hour: int, day: int) -> None:
    assert work.last_night(datetime(2026, 1, 12, hour, 30, tzinfo=UTC)) == datetime(2026, 1, day, 2, tzinfo=UTC)


def test_trouble_with_one_thing_that_is_due_does_not_stop_the_others(
    kept: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def failing() -> int:
        raise OSError("no room")

    asked = list[str]()
    monkeypatch.setattr("aimline.apps.connections.tasks.hand_over_due", failing)
    monkeypatch.setattr(work, "ask_for_keeping", lambda: asked.append("keeping"))
    monkeypatch.setattr("django.db.connection.close", lambda: None)

    work.look_at_the_clock()

    assert asked == ["keeping"]
    assert "could not be handed over" in caplog.text
