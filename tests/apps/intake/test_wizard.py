"""A file's way through the pages: brought, mapped, looked over, stored, taken back."""

import csv
import gzip
import io
import re
import uuid

import pytest
import xlsxwriter
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from aimline.apps.intake.models import Upload, UploadState
from tests.apps.conftest import World

HEADER = ["Student ID", "First Name", "Last Name", "Grade", "School Year", "Subject", "Score", "Level", "ELL"]
LEVELS = ("Low", "Meets standard")


def rows(n: int = 24) -> list[list[str]]:
    start = ["Ada", "Student", "4", "2024-25", "Mathematics"]
    return [
        [f"s{i}", *start, str(400 + 100 * (i % 3 > 0) + i), LEVELS[i % 3 > 0], "Yes" if i < 11 else "No"]
        for i in range(n)
    ]


def as_csv(table: list[list[str]], delimiter: str = ",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([HEADER, *table])
    return out.getvalue().encode()


def as_xlsx(*tables: list[list[str]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as workbook:
        for table in tables:
            sheet = workbook.add_worksheet()
            for number, row in enumerate([HEADER, *table]):
                sheet.write_row(number, 0, row)
    return out.getvalue()


@pytest.fixture(autouse=True)
def fresh_cache() -> None:
    cache.clear()


def bring(world: World, client: Client, name: str, content: bytes) -> HttpResponse:
    place = str(world.places["school"].uuid)
    fields = {"key": str(uuid.uuid4()), "place": place, "file": SimpleUploadedFile(name, content)}
    return client.post("/imports/", fields, follow=True)


def fields_of(response: HttpResponse, form: str) -> dict[str, str]:
    """The fields of the form that holds this text, as a browser would send them back."""
    forms = re.findall(r"<form.*?</form>", response.content.decode(), re.S)
    html = next(part for part in forms if form in part)
    fields: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", html):
        kind, name = attribute(tag, "type"), attribute(tag, "name")
        if name and (kind != "checkbox" or " checked" in tag):
            fields[name] = attribute(tag, "value") or ("on" if kind == "checkbox" else "")
    for name, options in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', html, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        fields[name] = chosen.group(1) if chosen else ""
    for name, text in re.findall(r'<textarea name="([^"]+)"[^>]*>(.*?)</textarea>', html, re.S):
        fields[name] = text.lstrip("\n")
    return fields


def attribute(tag: str, name: str) -> str:
    found = re.search(rf'\s{name}="([^"]*)"', tag)
    return found.group(1) if found else ""


def check(world: World, client: Client, name: str, content: bytes) -> tuple[HttpResponse, Upload]:
    """Bring a file and accept every guess; gives the preview."""
    mapped = bring(world, client, name, content)
    upload = Upload.objects.latest("pk")
    return client.post(f"/imports/{upload.uuid}/columns/", fields_of(mapped, "column_student"), follow=True), upload


def walk(world: World, name: str, content: bytes) -> tuple[Client, Upload]:
    """Bring a file, accept every guess and store it; gives the import."""
    client = world.client("steward")
    checked, upload = check(world, client, name, content)
    client.post(f"/imports/{upload.uuid}/commit/", fields_of(checked, "/commit/"), follow=True)
    upload.refresh_from_db()
    return client, upload


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("results.csv", as_csv(rows())),
        ("results.csv", as_csv(rows(), delimiter=";")),
        ("results.csv.gz", gzip.compress(as_csv(rows()), mtime=0)),
        ("results.xlsx", as_xlsx(rows())),
    ],
    ids=["comma", "semicolon", "gzip", "excel"],
)
def test_a_file_is_stored_by_accepting_every_guess(world: World, name: str, content: bytes) -> None:
    client, upload = walk(world, name, content)

    html = client.get(f"/imports/{upload.uuid}/").content.decode()
    assert f"/imports/{upload.uuid}/report.csv" in html
    report = b"".join(client.get(f"/imports/{upload.uuid}/report.csv")).decode()
    assert {"Import,Where it stands,stored", "Counted,Results,24"} <= set(report.splitlines())
    assert upload.state == UploadState.COMMITTED
    assert "24 results are stored." in html
    assert f"/data/?school={world.places['school'].uuid}" in html


def test_from_the_import_the_largest_gaps_are_one_click_away(world: World) -> None:
    walk(world, "results.csv", as_csv(rows()))

    school = str(world.places["school"].uuid)
    html = world.client("principal").get("/data/", {"school": school}).content.decode()

    assert "The three largest gaps" in html
    assert "67\u00a0% of 24 students reached “Meets standard” in May 2025." in html


def test_the_same_file_again_leads_to_the_import_that_is_here(world: World) -> None:
    client, first = walk(world, "results.csv", as_csv(rows()))

    checked, _ = check(world, client, "results.csv", as_csv(rows()))

    assert f'href="/imports/{first.uuid}/">Open the earlier import of results.csv' in checked.content.decode()


def test_where_no_row_can_be_stored_the_page_says_so_and_shows_no_empty_table(world: World) -> None:
    table = [[*row[:3], "13", *row[4:]] for row in rows()]

    checked, _ = check(world, world.client("steward"), "results.csv", as_csv(table))

    page = checked.content.decode()
    assert "Nothing of this file can be stored yet: 24 results would be left out." in page
    assert "What came in" not in page
    assert 'data-label="Column">Grade' in page  # what a phone shows, where a row is a block of lines


def test_a_wrong_row_is_told_with_its_line_and_left_out(world: World) -> None:
    table = rows()
    table[2][3], table[5][6] = "13", "=1+1"
    client = world.client("steward")

    checked, upload = check(world, client, "results.csv", as_csv(table))
    download = b"".join(client.get(f"/imports/{upload.uuid}/problems.csv")).decode()
    report = b"".join(client.get(f"/imports/{upload.uuid}/report.csv")).decode()

    assert "22 results are ready to be stored; 2 results would be left out." in checked.content.decode()
    assert [line.split(",")[:3] for line in download.splitlines()[1:]] == [
        ["results.csv", "4", "Grade"], ["results.csv", "7", "Score"],
    ]  # fmt: skip
    assert 'Left out,"results.csv:4, Grade, 13"' in report
    assert "'=1+1" in download
    assert ",=1+1" not in download


def test_the_same_file_twice_says_that_it_is_stored_already(world: World) -> None:
    client, _ = walk(world, "results.csv", as_csv(rows()))

    checked, _ = check(world, client, "results.csv", as_csv(rows()))

    assert "already imported" in checked.content.decode()
    assert "Store these results" not in checked.content.decode()


def test_an_import_is_taken_back_with_a_reason(world: World) -> None:
    client, upload = walk(world, "results.csv", as_csv(rows()))
    asked = client.get(f"/imports/{upload.uuid}/withdraw/")

    fields = fields_of(asked, "why") | {"why": "It was last year's file."}
    client.post(f"/imports/{upload.uuid}/withdraw/", fields, follow=True)

    upload.refresh_from_db()
    assert upload.state == UploadState.WITHDRAWN
    assert "No results yet" in client.get("/data/").content.decode()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"%PDF-1.4 nothing here", "PDF"),
        (gzip.compress(as_csv(rows()), mtime=0)[:-20], "cut off"),
        (b"only one column\n1\n2\n", "Only one column"),
        (b"a,a,b\n1,2,3\n", "more than once"),
    ],
)
def test_what_is_no_table_is_told_in_a_sentence(world: World, content: bytes, sentence: str) -> None:
    response = bring(world, world.client("steward"), "file.csv", content)

    assert response.status_code == 200
    assert sentence in response.content.decode()


def test_an_empty_file_is_told_in_the_sentence_of_the_command_line(world: World) -> None:
    html = bring(world, world.client("steward"), "file.csv", b"").content.decode()

    assert "The file is empty. Export it again and look into it before you upload it." in html


def test_a_column_that_is_missing_is_asked_for(world: World) -> None:
    client = world.client("steward")
    mapped = bring(world, client, "results.csv", as_csv(rows()))
    upload = Upload.objects.get()

    fields = fields_of(mapped, "column_student") | {"column_student": ""}
    response = client.post(f"/imports/{upload.uuid}/columns/", fields)

    assert response.status_code == 422
    assert "where to find: student" in response.content.decode()


def test_a_changed_column_is_read_again_without_storing_anything(world: World) -> None:
    client = world.client("steward")
    mapped = bring(world, client, "results.csv", as_csv(rows()))
    upload = Upload.objects.get()

    change = {"column_measure": "", "always_measure": "Spring test", "again": "yes"}
    html = client.post(
        f"/imports/{upload.uuid}/columns/", fields_of(mapped, "column_student") | change
    ).content.decode()

    upload.refresh_from_db()
    assert "<b>Spring test</b>" in html
    assert upload.mapping == ""


def test_the_next_file_of_the_same_kind_is_mapped_like_the_last(world: World) -> None:
    client, _ = walk(world, "first.csv", as_csv(rows()))

    second = bring(world, client, "second.csv", as_csv(rows(12)))

    assert "This kind of file is known as “first”, so it is filled in as last time." in second.content.decode()


MONTHS = b"""STUDENT_ID,LNAME,FNAME,DOMAIN,GRADE,ISIP_ACCOM,September_SCORE,September_TIER,September_ADMIN_DATE,\
May_SCORE,May_TIER,May_ADMIN_DATE
1,Berg,Ada,school,3,N,410,2,9/6/2023,440,1,5/2/2024
2,Roy,Zo,school,3,N,,,,380,3,5/3/2024
"""


def test_a_wide_file_of_a_known_vendor_is_stored_by_accepting_every_guess(world: World) -> None:
    client, upload = walk(world, "months.csv", MONTHS)

    html = client.get(f"/imports/{upload.uuid}/").content.decode()
    assert "3 results are stored." in html
    assert [(each["window"], each["n_rows"]) for each in upload.report["administrations"]] == [
        ("May", 2), ("September", 1),
    ]  # fmt: skip


def test_a_group_of_columns_is_corrected_on_the_screen(world: World) -> None:
    client = world.client("steward")
    mapped = bring(world, client, "months.csv", MONTHS)
    upload = Upload.objects.get()

    fields = fields_of(mapped, "column_student") | {"results-0-window": "Autumn", "results-1-use": ""}
    del fields["results-1-use"]
    client.post(f"/imports/{upload.uuid}/columns/", fields, follow=True)

    upload.refresh_from_db()
    assert [(each["window"], each["n_rows"]) for each in upload.report["administrations"]] == [("Autumn", 1)]
    assert "level_words" in upload.mapping


def test_a_mapping_is_offered_again_after_many_other_files(world: World) -> None:
    client, first = walk(world, "first.csv", as_csv(rows()))
    for number in range(12):
        other = Upload.objects.get(pk=first.pk)
        other.pk, other.uuid, other.file_name = None, uuid.uuid4(), f"other {number}.csv"
        other.mapping = first.mapping.replace('"Score"', '"Other score"')
        other.save()

    again = bring(world, client, "again.csv", as_csv(rows(12)))

    assert "This kind of file is known as “first”, so it is filled in as last time." in again.content.decode()


BARE = b"ID,Grade,ELA Score,Math Score\n" + b"".join(b"%d,4,%d,%d\n" % (n, 400 + n, 410 + n) for n in range(20, 32))


def test_a_file_sent_twice_is_received_once(world: World) -> None:
    client, key = world.client("steward"), str(uuid.uuid4())

    for _ in range(2):
        file = SimpleUploadedFile("results.csv", as_csv(rows()))
        client.post("/imports/", {"key": key, "place": str(world.places["school"].uuid), "file": file})

    assert Upload.objects.count() == 1


def test_an_import_that_somebody_changed_is_not_stored_and_not_put_aside_from_an_old_page(world: World) -> None:
    client = world.client("steward")
    checked, upload = check(world, client, "results.csv", as_csv(rows()))
    Upload.objects.update(version=99)

    sent = {step: fields_of(checked, f"/{step}/") for step in ("commit", "discard")}
    answers = [client.post(f"/imports/{upload.uuid}/{step}/", fields) for step, fields in sent.items()]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert Upload.objects.get().state == UploadState.STAGED


def test_a_file_put_aside_is_gone(world: World) -> None:
    client = world.client("steward")
    checked, upload = check(world, client, "results.csv", as_csv(rows()))

    sent = f"/imports/{upload.uuid}/discard/", fields_of(checked, "/discard/")
    answers = [client.post(*sent).status_code for _ in range(2)]  # as on a bad line

    assert answers == [302, 302]
    assert "put aside" in client.get(f"/imports/{upload.uuid}/").content.decode()


def test_a_check_whose_worker_died_can_be_begun_again(world: World) -> None:
    client = world.client("steward")
    _, upload = check(world, client, "results.csv", as_csv(rows()))
    Upload.objects.update(state=UploadState.STAGING)

    waiting = client.get(f"/imports/{upload.uuid}/").content.decode()
    again = client.get(f"/imports/{upload.uuid}/columns/")
    client.post(f"/imports/{upload.uuid}/columns/", fields_of(again, "column_student"), follow=True)

    assert "Begin the check again" in waiting
    assert Upload.objects.get().state == UploadState.STAGED


def test_one_thing_wrong_with_many_rows_is_one_line(world: World) -> None:
    table = rows()
    for row in table[:20]:
        row[3] = "13"
    table[22][6] = "many"

    checked, upload = check(world, world.client("steward"), "results.csv", as_csv(table))

    assert [(each["lines"], each["n"], each["value"]) for each in upload_report(upload)] == [
        ([2, 3, 4, 5, 6], 20, "13"), ([24], 1, "many"),
    ]  # fmt: skip
    assert "2, 3, 4, 5, 6 and 15 more" in checked.content.decode()


def test_of_very_many_things_that_are_wrong_the_first_are_shown_and_the_rest_folded(world: World) -> None:
    table = rows(300)
    for number, row in enumerate(table[:22]):
        row[6] = f"x{number}"

    checked, _ = check(world, world.client("steward"), "results.csv", as_csv(table))

    assert "<summary>2 more of them</summary>" in checked.content.decode()


def test_nothing_is_promised_of_a_file_without_a_good_row(world: World) -> None:
    table = rows()
    for row in table:
        row[3] = "13"

    checked, _ = check(world, world.client("steward"), "results.csv", as_csv(table))

    assert "Everything else can be stored" not in checked.content.decode()


def test_a_day_changed_by_hand_stays_with_its_file(world: World) -> None:
    client = world.client("steward")
    mapped = bring(world, client, "first.csv", as_csv(rows()))
    upload = Upload.objects.get()
    fields = fields_of(mapped, "column_student")
    proposed = fields["years-0-given_on"]
    changed = client.post(f"/imports/{upload.uuid}/columns/", fields | {"years-0-given_on": "2024-11-20"}, follow=True)
    client.post(f"/imports/{upload.uuid}/commit/", fields_of(changed, "/commit/"), follow=True)

    other = [[*row[:4], "2023-24", *row[5:]] for row in rows()]
    same_year = bring(world, client, "second.csv", as_csv(rows(12)))
    other_year = bring(world, client, "third.csv", as_csv(other))

    assert fields_of(same_year, "column_student")["years-0-given_on"] == "2024-11-20"
    assert fields_of(other_year, "column_student")["years-0-given_on"] not in ("2024-11-20", "", proposed)


def test_ticked_groups_are_shown_as_used_after_something_is_missing(world: World) -> None:
    client = world.client("steward")
    fields = fields_of(bring(world, client, "results.csv", as_csv(rows())), "column_student")

    address = f"/imports/{Upload.objects.get().uuid}/columns/"
    html = client.post(address, fields | {"column_student": ""}).content.decode()

    assert "<b>Student group</b><br>ELL" in html


def upload_report(upload: Upload) -> list[dict[str, object]]:
    upload.refresh_from_db()
    return list(upload.report["problems"])
