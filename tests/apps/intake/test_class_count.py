"""A teacher enters a class by counts alone: a batch like any other, a reading of the goal, small numbers hidden."""

import re
import uuid
from datetime import date

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from aimline.apps.goals.models import Goal
from aimline.apps.intake.actions import class_readings
from aimline.apps.intake.models import Upload, UploadState
from aimline.apps.journal.models import Entry
from aimline.apps.monitoring.actions.computing import ComputedReading
from aimline.apps.monitoring.models import Reading
from aimline.apps.results.models import Batch, BatchState, Head, Measure, MeasureLevel
from tests.apps.access.things import make_goal
from tests.apps.conftest import World

ADDRESS = "/imports/class-set/counts/"
TEST = {"name": "Fractions 1", "subject": "mathematics", "given_on": "2026-01-09"}
N_PRESSED = 2  # look it over, store


@pytest.fixture
def goal(world: World) -> Goal:
    """An active goal of the team on a test of shares."""
    team = world.places["team"]
    measure = Measure.objects.create(
        district=team.district, source="office", code="NUM", name="Numeracy", subject="mathematics", kind="cfa",
        metric="percent_meeting_standard", direction="up", unit="%",
    )  # fmt: skip
    return make_goal(team, measure, "active", world.people["lead"].pk)


def send(client: Client, **fields: str | int) -> HttpResponse:
    return client.post(ADDRESS, {"key": str(uuid.uuid4()), **fields}, follow=True)


def press(client: Client, upload: Upload, what: str, page: HttpResponse, **more: str) -> HttpResponse:
    form = next(form for form in re.findall(r"<form.*?</form>", page.content.decode(), re.S) if f"/{what}/" in form)
    fields = dict(re.findall(r'name="(key|version)" value="([^"]*)"', form))
    client.post(f"/imports/{upload.uuid}/{what}/", fields | more, follow=True)
    upload.refresh_from_db()
    return client.get(f"/imports/{upload.uuid}/")


def count(client: Client, **fields: str | int) -> tuple[Upload, HttpResponse]:
    """Enter counts and store them."""
    seen = send(client, **fields)
    upload = Upload.objects.latest("pk")
    return upload, press(client, upload, "commit", seen)


def readings(goal: Goal) -> list[tuple[date, float, int, bool]]:
    found = Reading.objects.filter(goal=goal).order_by("on")
    return list(found.values_list("on", "value", "n", "is_counted_by_hand"))


def test_four_inputs_make_a_reading_of_the_goal_and_a_batch(world: World, goal: Goal) -> None:
    client, typed = world.client("teacher"), {"given_on": "2026-01-09", "n": 24, "n_met": 18}

    upload, page = count(client, test=str(goal.measure.uuid), **typed)

    assert len(typed) + 1 + N_PRESSED == 6  # the test is chosen, three fields, two buttons: well under a minute
    assert "18 of 24 students met the standard." in page.content.decode()
    assert f"/goals/{goal.uuid}/" in page.content.decode()
    assert upload.state == UploadState.COMMITTED
    assert Batch.objects.get(upload_uuid=upload.uuid).state == BatchState.COMMITTED
    assert b"What was counted,Met the standard,18" in b"".join(client.get(f"/imports/{upload.uuid}/report.csv"))
    assert readings(goal) == [(date(2026, 1, 9), 75.0, 24, True)]
    assert "counted by hand" in client.get(f"/goals/{goal.uuid}/").content.decode()
    assert "reading, counted by hand" in client.get(f"/goals/{goal.uuid}/values.json").content.decode()
    entries = Entry.objects.filter(noun="import").order_by("pk")
    assert list(entries.values_list("verb", flat=True)) == ["count class", "commit import"]


def test_a_withdrawn_count_reveals_the_one_before(world: World, goal: Goal) -> None:
    client, test = world.client("teacher"), {"test": str(goal.measure.uuid), "given_on": "2026-01-09"}
    first, _ = count(client, n=24, n_met=18, **test)
    second, stored = count(client, n=24, n_met=20, **test)
    assert "83.3 %" in stored.content.decode()
    assert [value for _, value, _, _ in readings(goal)] == [pytest.approx(83.3, abs=0.1)]

    for upload in (second, first):
        page = client.get(f"/imports/{upload.uuid}/withdraw/")
        press(client, upload, "withdraw", page, why="Counted twice.")
        assert upload.state == UploadState.WITHDRAWN
        assert [value for _, value, _, _ in readings(goal)] == ([75.0] if upload == second else [])


def test_goals_are_read_while_nothing_is_locked_and_what_stops_there_loses_nothing(
    world: World, goal: Goal, monkeypatch: pytest.MonkeyPatch
) -> None:
    depths, outside = [], len(connection.atomic_blocks)

    def stop(*_: object, **__: object) -> tuple[ComputedReading, ...]:
        depths.append(len(connection.atomic_blocks))
        raise OSError

    with monkeypatch.context() as broken:
        broken.setattr(class_readings.computing, "compute", stop)
        typed = {"test": str(goal.measure.uuid), "given_on": "2026-01-09", "n": 24, "n_met": 18}
        upload, page = count(world.client("teacher"), **typed)

    assert depths == [outside]
    assert upload.state == UploadState.STAGED
    assert "The work on this file stopped before its end, so nothing changed." in page.content.decode()
    assert not Batch.objects.exists()
    press(world.client("teacher"), upload, "commit", page)
    assert readings(goal) == [(date(2026, 1, 9), 75.0, 24, True)]


def test_results_that_come_in_between_are_read_as_well(
    world: World, goal: Goal, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked, look = [], class_readings.look

    def overtaken(*given: object) -> object:
        seen = look(*given)  # type: ignore[arg-type]  # passed on as they came
        looked.append(seen.generation)
        Head.objects.update_or_create(district=seen.district, defaults={"generation": 1})
        return seen

    monkeypatch.setattr(class_readings, "look", overtaken)

    count(world.client("teacher"), test=str(goal.measure.uuid), given_on="2026-01-09", n=24, n_met=18)

    assert looked == [0, 1]
    assert readings(goal) == [(date(2026, 1, 9), 75.0, 24, True)]


def test_levels_of_a_new_test_are_counted_one_by_one(world: World) -> None:
    client = world.client("teacher")
    rubric = TEST | {"levels": "Beginning, Approaching, Meeting", "proficient_from": "meet"}

    fields = client.post(ADDRESS, {"key": str(uuid.uuid4()), "fields": "yes", **rubric}).content.decode()
    _, page = count(client, at_0=4, at_1=6, at_2=14, n_not_tested=1, **rubric)

    assert re.findall(r'name="(at_\d)"', fields) == ["at_0", "at_1", "at_2"]
    assert "14 of 24 students met the standard." in page.content.decode()
    levels = Measure.objects.get(name="Fractions 1").levels.order_by("order")
    assert [(level.label, level.is_proficient) for level in levels] == [
        ("Beginning", False), ("Approaching", False), ("Meeting", True),
    ]  # fmt: skip
    again = client.get(ADDRESS, {"test": str(Measure.objects.get().uuid)}).content.decode()
    assert re.findall(r'name="(at_\d|n|n_met)"', again) == ["at_0", "at_1", "at_2"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (TEST | {"n": "10", "n_met": "11"}, "No more can meet the standard than took the test."),
        (TEST | {"n": "10", "n_met": "1", "given_on": "2026-02-01"}, "A result needs a day that has passed."),
        (TEST | {"levels": "One", "at_0": "3"}, "Write from two to ten levels"),
        (TEST | {"levels": "A, B", "at_0": "3"}, "Choose one of the levels."),
        (TEST | {"levels": "A, B", "proficient_from": "B"}, "Count at least one student."),
    ],
)
def test_what_cannot_be_is_said_beside_it(world: World, fields: dict[str, str], sentence: str) -> None:
    answer = send(world.client("teacher"), **fields)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Upload.objects.exists()


@pytest.mark.parametrize("n_levels", [1, 13])
def test_a_test_that_is_here_is_counted_by_all_its_levels(world: World, goal: Goal, n_levels: int) -> None:
    for place in range(n_levels):
        MeasureLevel.objects.create(measure=goal.measure, order=place + 1, label=f"L{place}", is_proficient=True)

    counts = {f"at_{place}": 2 for place in range(n_levels)}
    upload, _ = count(world.client("teacher"), test=str(goal.measure.uuid), given_on="2026-01-09", **counts)

    assert upload.state == UploadState.COMMITTED
    assert readings(goal) == [(date(2026, 1, 9), 100.0, 2 * n_levels, True)]


def test_a_new_test_needs_a_name_that_no_test_of_the_school_has(world: World) -> None:
    count(world.client("teacher"), **TEST, n=24, n_met=18)

    answer = send(world.client("teacher"), **TEST, levels="A, B", proficient_from="B", at_0=3, at_1=9)

    assert answer.status_code == 422
    assert "Your school has a test of this name." in answer.content.decode()


def test_a_small_class_is_seen_by_those_who_teach_it_and_by_nobody_else(world: World, goal: Goal) -> None:
    count(world.client("teacher"), test=str(goal.measure.uuid), given_on="2026-01-09", n=6, n_met=5)

    assert "83.3" in world.client("teacher").get(f"/goals/{goal.uuid}/").content.decode()
    for outside in ("colleague", "district_leader"):
        page = world.client(outside).get(f"/goals/{goal.uuid}/").content.decode()
        assert "83.3" not in page
        assert "counted by hand" not in page
        assert "Fractions" in page


def test_only_those_who_teach_a_class_count_it(world: World, goal: Goal) -> None:
    address = f"{ADDRESS}?class={goal.unit.uuid}"

    assert world.client("teacher").get(address).status_code == 200
    assert world.client("colleague").get(address).status_code == 404
    assert world.client("student").get(ADDRESS).status_code == 403
    upload, _ = count(world.client("teacher"), test=str(goal.measure.uuid), given_on="2026-01-09", n=24, n_met=18)
    assert world.client("colleague").get(f"/imports/{upload.uuid}/").status_code == 404


def test_a_goal_about_a_part_of_the_class_does_not_read_its_counts(world: World, goal: Goal) -> None:
    Goal.objects.filter(pk=goal.pk).update(group_rule={"grades": [5], "conditions": []})

    count(world.client("teacher"), test=str(goal.measure.uuid), given_on="2026-01-09", n=24, n_met=18)

    assert readings(goal) == []
