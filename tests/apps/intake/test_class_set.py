"""A teacher types in the results of a class: a batch like any other, looked over before it is stored."""

import re
import uuid
from datetime import date

import pytest
from django.http import HttpResponse
from django.test import Client

from aimline.apps.intake import actions
from aimline.apps.intake.forms.pasted import Filled, fill
from aimline.apps.intake.models import Upload, UploadState
from aimline.apps.intake.queries import classes
from aimline.apps.intake.queries.classes import Pupil
from aimline.apps.journal.models import Entry
from aimline.apps.organizations.models import Enrolment, ExternalId, Student, Unit
from aimline.apps.results.models import Administration, Batch, Measure
from tests.apps.conftest import World

ADDRESS = "/imports/class-set/"
NAMES = [("Ana", "Berg"), ("Bo", "Núñez"), ("Cy", "Roy"), ("Dan", "Roy")]
POINTS = {"name": "Fractions 1", "subject": "mathematics", "given_on": "2026-01-09", "scored": "points", "most": "10",
          "enough": "7"}  # fmt: skip
RUBRIC = {"name": "Essay", "subject": "writing", "given_on": "2026-01-09", "scored": "levels",
          "levels": "Beginning, Approaching, Meeting, Exceeding", "proficient_from": "Meeting"}  # fmt: skip


@pytest.fixture
def class_of_four(world: World) -> Unit:
    """Four students of grade 4 with the numbers 101 to 104."""
    school, district = world.places["school"], world.places["district"]
    for number, (given, family) in enumerate(NAMES, 101):
        student = Student.objects.create(district=district, given_name=given, family_name=family)
        Enrolment.objects.create(
            district=district, student=student, school=school, school_year=2026, grade=4, starts_on=date(2025, 8, 25)
        )
        ExternalId.objects.create(district=district, source="local", kind="student", value=str(number), student=student)
    return world.places["team"]


def send(client: Client, *values: str, follow: bool = True, **fields: str) -> HttpResponse:
    typed = {f"value_{n}": value for n, value in enumerate(values)}
    return client.post(ADDRESS, {"key": str(uuid.uuid4()), **fields, **typed}, follow=follow)


def store(client: Client, checked: HttpResponse) -> Upload:
    upload = Upload.objects.latest("pk")
    form = next(form for form in re.findall(r"<form.*?</form>", checked.content.decode(), re.S) if "/commit/" in form)
    fields = dict(re.findall(r'name="(key|version)" value="([^"]*)"', form))
    client.post(f"/imports/{upload.uuid}/commit/", fields, follow=True)
    upload.refresh_from_db()
    return upload


def test_points_of_a_class_are_looked_over_and_stored(world: World, class_of_four: Unit) -> None:
    client = world.client("teacher")

    checked = send(client, "8", "6,5", "a", "", **POINTS)
    upload = store(client, checked)

    assert upload.state == UploadState.COMMITTED
    assert upload.place == class_of_four
    assert upload.report["counts"]["n_stored"] == 3
    assert upload.report["counts"]["n_not_tested"] == 1
    batch = Batch.objects.get(upload_uuid=upload.uuid)
    assert (batch.n_rows, batch.district) == (3, world.places["district"])
    given = Administration.objects.get(measure__name="Fractions 1")
    assert given.given_on == date(2026, 1, 9)


def test_levels_are_typed_by_words_beginnings_or_numbers(world: World, class_of_four: Unit) -> None:
    client = world.client("teacher")

    upload = store(client, send(client, "meeting", "ex", "1", "App", **RUBRIC))

    assert upload.report["counts"]["n_scored"] == 4
    levels = Measure.objects.get(name="Essay").levels.order_by("order")
    assert [(level.label, level.is_proficient) for level in levels] == [
        ("Beginning", False), ("Approaching", False), ("Meeting", True), ("Exceeding", True),
    ]  # fmt: skip


def test_pasted_lines_go_into_the_list_and_lost_ones_are_told(world: World, class_of_four: Unit) -> None:
    pasted = "\nName\tPoints\nBerg, Ana\t9\nBo Nunez\t4\nBo Nunez\t4\n103\t7\nRoy\t5\nEve\t3\nDan Roy\t5\n104\t6"

    page = send(world.client("teacher"), pasted=pasted, fill="yes", **POINTS).content.decode()

    shown = re.findall(r'name="value_\d" (?:value="([^"]*)")?', page)
    assert shown == ["9", "4", "7", ""]
    assert "“Roy\t5”" in page
    assert "“Eve\t3”" in page
    assert "“Dan Roy\t5”, “104\t6”" in page
    assert "Points”" not in page
    assert re.search(r"<textarea[^>]*>\s*Roy\t5\nEve\t3\nDan Roy\t5\n104\t6</textarea>", page)
    assert not Upload.objects.exists()


def test_results_alone_go_down_the_list(world: World, class_of_four: Unit) -> None:
    # An empty line keeps its place: the student beside it has no result, and nobody gets that of another.
    page = send(world.client("teacher"), pasted="Points\n9\n\n7,5\n101", fill="yes", **POINTS).content.decode()

    assert re.findall(r'name="value_\d" (?:value="([^"]*)")?', page) == ["9", "", "7,5", "101"]


@pytest.mark.parametrize("first", ["-", "x", "n/a", "ill", "missing", "B"])
def test_no_word_for_a_result_is_taken_for_a_head(first: str) -> None:
    pupils = [Pupil(str(n), name, 4) for n, name in enumerate(("Ana Berg", "Bo Nunez", "Cy Roy", "Dan Roy"))]

    assert values(fill({"pasted": f"{first}\n9"}, pupils)) == [first, "9", None, None]
    assert values(fill({"pasted": f"\n\n{first}\n9"}, pupils)) == [None, None, first, "9"]
    assert fill({"pasted": f"Ana Brg\t{first}\nBo Nunez\t4"}, pupils).lost == (f"Ana Brg\t{first}",)


def values(filled: Filled) -> list[str | None]:
    return [filled.data.get(f"value_{place}") for place in range(4)]


def test_pasted_lines_are_taken_when_the_list_is_sent(world: World, class_of_four: Unit) -> None:
    pasted = "Name\tScore\nBerg, Ana\t9\t\nRoy Cy\t\nDan Roy,a"

    sent = send(world.client("teacher"), pasted=pasted, **POINTS)

    assert Upload.objects.get().report["counts"]["n_records"] == 2
    # What was typed in stands on the preview, each result beside its student, and nothing speaks of a file.
    shown = re.findall(r'<th scope="row">([^<]*)</th>\s*<td[^>]*>([^<]*)', sent.content.decode())
    assert shown == [("Ana Berg", "9"), ("Dan Roy", "absent")]
    assert re.findall(r"<span>(Type it in|File|Columns|Look it over|Stored)", sent.content.decode()) == [
        "Type it in", "Look it over", "Stored",
    ]  # fmt: skip
    # Names with results are for the staff who teach them, and every look is in the journal; others read the counts.
    address = f"/imports/{Upload.objects.get().uuid}/"
    looks = Entry.objects.filter(verb="look at results", noun_uuid=Upload.objects.get().uuid).order_by("number")
    assert "Ana Berg" in world.client("principal").get(address).content.decode()
    told = world.client("installation_steward").get(address).content.decode()
    assert ("Ana Berg" in told, "2 results are ready to be stored" in told) == (False, True)
    people = [world.people[name].pk for name in ("teacher", "principal")]
    assert [(look.person_id, look.after["n_students"]) for look in looks] == [(pk, 2) for pk in people]


def test_a_pasted_line_that_means_nobody_stops_what_is_sent(world: World, class_of_four: Unit) -> None:
    rubric = RUBRIC | {"levels": ""}
    early = send(world.client("teacher"), pasted="Name\tLevel\nAna Berg\tMeeting", fill="yes", **rubric)
    answer = send(world.client("teacher"), pasted="Ana Berg\t9\nEve\t3", **POINTS)

    assert "is meant by" not in early.content.decode()
    assert answer.status_code == 422
    assert re.findall(r'name="value_0" value="([^"]*)"', answer.content.decode()) == ["9"]
    assert "“Eve\t3”" in answer.content.decode()
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("values", "fields", "sentence"),
    [
        (("11",), POINTS, "Write points from 0 to the most there are"),
        (("ten",), POINTS, "Write points from 0 to the most there are"),
        (("5",), RUBRIC, "Write one of the levels, or its number."),
        ((), POINTS, "Type at least one result."),
        (("5",), POINTS | {"most": ""}, "Write how many points there are."),
        (("1",), RUBRIC | {"levels": "One"}, "Write from two to ten levels"),
        (("1",), RUBRIC | {"proficient_from": "Good"}, "Choose one of the levels."),
        (("5",), POINTS | {"given_on": "2026-02-01"}, "A result needs a day that has passed."),
    ],
)
def test_what_cannot_be_read_is_said_beside_it_and_nothing_is_lost(
    world: World, class_of_four: Unit, values: tuple[str, ...], fields: dict[str, str], sentence: str
) -> None:
    answer = send(world.client("teacher"), *values, **fields)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert f'value="{fields["name"]}"' in answer.content.decode()
    assert not Upload.objects.exists()


def test_a_test_that_was_typed_in_before_is_taken_again(world: World, class_of_four: Unit) -> None:
    client = world.client("teacher")
    store(client, send(client, "8", **POINTS))
    measure = Measure.objects.get(name="Fractions 1")

    page = client.get(f"{ADDRESS}?test={measure.uuid}").content.decode()

    assert 'value="Fractions 1"' in page
    assert 'name="most" value="10.0"' in page
    assert 'name="enough" value="7.0"' in page


def test_only_those_who_teach_a_class_see_its_list(world: World, class_of_four: Unit) -> None:
    address = f"{ADDRESS}?class={class_of_four.uuid}"

    assert world.client("teacher").get(address).status_code == 200
    assert world.client("principal").get(address).status_code == 200
    assert world.client("colleague").get(address).status_code == 404
    assert world.client("student").get(ADDRESS).status_code == 403


def test_what_was_typed_in_is_taken_back_and_leads_to_the_next_class_set(world: World, class_of_four: Unit) -> None:
    client = world.client("teacher")
    upload = store(client, send(client, "8", **POINTS))
    fields = {"key": str(uuid.uuid4()), "version": str(upload.version), "why": "Typed twice."}

    page = client.post(f"/imports/{upload.uuid}/withdraw/", fields, follow=True).content.decode()

    assert 'href="/imports/class-set/">Type in another class set' in page
    assert "once more" not in page
    assert 'href="/imports/"' not in page


def test_what_was_typed_in_has_no_columns_to_change(world: World, class_of_four: Unit) -> None:
    client = world.client("teacher")
    checked = send(client, "8", **POINTS)
    upload = Upload.objects.latest("pk")

    answer = client.get(f"/imports/{upload.uuid}/columns/")

    assert answer.status_code == 302
    assert "Change the columns" not in checked.content.decode()
    assert world.client("colleague").get(f"/imports/{upload.uuid}/").status_code == 404


def test_known_levels_stand_as_columns_and_one_press_is_enough(world: World, class_of_four: Unit) -> None:
    client = world.client("teacher")
    page = send(client, "app", "a", fill="yes", **RUBRIC).content.decode()

    lines = re.findall(r"<tr class=\"field\">.*?</tr>", page)
    chosen = [re.findall(r'value="([^"]*)" checked', line) for line in lines]
    assert chosen == [["Approaching"], ["absent"], [""], [""]]
    assert '<span class="visually-hidden">Ana Berg: Meeting</span>' in page
    upload = store(client, send(client, "Meeting", "absent", "", "Exceeding", **RUBRIC))
    assert upload.report["counts"]["n_scored"] == 2
    known = client.get(f"{ADDRESS}?test={Measure.objects.get().uuid}").content.decode()
    assert known.count('type="radio" name="value_0"') == 7


def test_who_does_not_teach_there_sees_no_value_and_no_name(world: World, class_of_four: Unit) -> None:
    """Not on the preview, in the rows left out, in the report, on the stored page, or where it is withdrawn."""
    teacher = world.viewer("teacher")
    send(world.client("teacher"), "8.75", "6.25", "", "", **POINTS)
    upload = Upload.objects.get()
    narrow = upload.mapping.replace("maximum = 10.0", "maximum = 8.0")
    upload = actions.stage(teacher, actions.map_columns(teacher, upload, narrow, version=upload.version))
    home = f"/imports/{upload.uuid}/"

    def read(person: str, *addresses: str) -> str:
        answers = (world.client(person).get(home + address) for address in addresses)
        return " ".join(answer.getvalue().decode() for answer in answers)

    pages = ("", "problems.csv", "report.csv")
    mine, told = read("teacher", *pages), read("installation_steward", *pages)
    assert (mine.count("score 8.75 lies outside"), told.count("score … lies outside")) == (3, 3)
    actions.commit(teacher, upload, version=upload.version)
    told += read("installation_steward", *pages, "withdraw/")
    assert [word for word in ("8.75", "6.25", "101", *(given for given, _ in NAMES)) if f"{word}<" in told] == []
    assert "8.75" not in told

    counts = {"name": "Essay", "subject": "writing", "given_on": "2026-01-09", "n": "24", "n_met": "17"}
    world.client("teacher").post("/imports/class-set/counts/", {"key": str(uuid.uuid4()), **counts})
    home = f"/imports/{Upload.objects.latest('pk').uuid}/"
    assert "17 of 24 students met the standard." in read("teacher", "")
    told = read("installation_steward", "", "report.csv")
    assert "What was counted is for those who teach this class." in told
    assert re.findall(r"[>,]17\b|17 of", told) == []

    other = world.viewer("colleague")
    assert (classes.earlier(other, class_of_four), classes.names(other, class_of_four)) == ([], set())
    assert classes.countable(other, class_of_four) == []
    assert [test.name for test in classes.earlier(teacher, class_of_four)] == ["Fractions 1"]
