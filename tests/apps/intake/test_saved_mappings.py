"""What a kind of file means is kept, offered again, renamed, let go and put back."""

import io
import uuid
from datetime import date

import xlsxwriter
from django.core.cache import cache

from aimline.apps.intake.models import SavedMapping
from aimline.apps.journal.models import Entry
from aimline.apps.results.models import Administration
from tests.apps.conftest import World
from tests.apps.intake.test_wizard import HEADER, as_csv, bring, check, rows, walk


def test_a_saved_mapping_is_renamed_let_go_and_put_back(world: World) -> None:
    cache.clear()
    client, _ = walk(world, "first.csv", as_csv(rows()))
    saved = SavedMapping.objects.get()

    def press(**pressed: str) -> str:
        saved.refresh_from_db()
        fields = {"key": str(uuid.uuid4()), "version": str(saved.version), "name": saved.name} | pressed
        return client.post(f"/imports/mappings/{saved.uuid}/", fields, follow=True).content.decode()

    def offered() -> bool:
        return "This kind of file is known as" in bring(world, client, "next.csv", as_csv(rows(20))).content.decode()

    assert "Made from first.csv by Steward, for Aspen School." in client.get("/imports/mappings/").content.decode()
    assert 'value="Spring test"' in press(name="Spring test")
    assert "“Spring test” is not offered any more." in press(remove="yes")
    assert not offered()
    press(put_back="yes")
    assert offered()
    verbs = Entry.objects.filter(noun="mapping").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["rename mapping", "remove mapping", "put mapping back"]


def test_a_mapping_that_names_a_column_with_its_group_fits_where_it_is_called_without(world: World) -> None:
    cache.clear()

    def grouped(first: int) -> bytes:
        groups = ",,,,,,Score Results,Test,,Other,\n"
        head, *lines = as_csv(rows(first)).decode().splitlines()
        return "\n".join((f"{groups}{head},Note,Note", *(f"{line},a,b" for line in lines))).encode()

    walk(world, "first.csv", grouped(24))
    saved = SavedMapping.objects.get()
    assert '"Score"' in saved.text
    saved.text = saved.text.replace('"Score"', '"Score Results Score"')
    saved.save()

    _, upload = walk(world, "next.csv", grouped(20))

    assert all(said in upload.mapping for said in ('source = "first"', '"Score"'))
    assert upload.state == "committed"


def test_a_new_column_that_tells_tests_apart_is_not_read_over(world: World) -> None:
    cache.clear()

    def scores(*more: str) -> bytes:
        head, words = ("", ("", "")) if not more else (f",{more[0]}", more[1:])
        lines = (f"s{n},4,2024-25,{400 + n}{words[n % 2] and ','}{words[n % 2]}" for n in range(24))
        return "\n".join([f"Student ID,Grade,School Year,Score{head}", *lines]).encode()

    client, _ = walk(world, "maple.csv", scores())
    noted, _ = check(world, client, "next.csv", scores("Note", "seen again", "by the window"))
    apart = bring(world, client, "oak.csv", scores("Subject", "Math", "Reading")).content.decode()

    assert "This kind of file is known as “maple” and was read as such." in noted.content.decode()
    assert "Columns that are not read: Note." in noted.content.decode()
    assert "known as “maple”, but tells tests or seasons apart by columns that are not read of those: Subject." in apart
    assert all(f'value="{test}"' in apart for test in ("Math", "Reading"))


def test_days_of_the_next_workbook_count_from_where_it_counts_them(world: World) -> None:
    cache.clear()

    def workbook(day: int, *, is_1904: bool) -> bytes:
        out = io.BytesIO()
        with xlsxwriter.Workbook(out, {"date_1904": is_1904}) as book:
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, ["Test Date" if name == "School Year" else name for name in HEADER])
            for number, (code, first, last, grade, _, *rest) in enumerate(rows(12), 1):
                sheet.write_row(number, 0, [code, first, last, grade, day, *rest])
            sheet.write(12, len(HEADER) - 1, "#N/A")
        return out.getvalue()

    client, _ = walk(world, "first.xlsx", workbook(45394, is_1904=False))
    _, second = check(world, client, "second.xlsx", workbook(43933, is_1904=True))
    second.refresh_from_db()

    assert Administration.objects.get().given_on == date(2024, 4, 12)
    assert {given["given_on"] for given in second.report["administrations"]} == {"2024-04-13"}
    failed = "Formulas in ELL gave no value, such as #N/A. Rows that are stored without it: 1."
    assert any(failed in warning for warning in second.report["warnings"])
