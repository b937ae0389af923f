"""Other sheets of a workbook, a withdrawn file once more, and files of very many columns."""

import pytest
from django.core.cache import cache

from aimline.apps.intake.models import Upload, UploadState
from tests.apps.conftest import World
from tests.apps.intake.test_wizard import HEADER, as_csv, as_xlsx, bring, fields_of, rows, walk


@pytest.fixture(autouse=True)
def fresh_cache() -> None:
    cache.clear()


def test_another_sheet_of_a_workbook_is_chosen_and_stored(world: World) -> None:
    client = world.client("steward")
    bring(world, client, "results.xlsx", as_xlsx(rows(), rows()[:5]))
    upload = Upload.objects.latest("pk")

    chosen = client.get(f"/imports/{upload.uuid}/columns/?sheet=Sheet2")
    checked = client.post(f"/imports/{upload.uuid}/columns/", fields_of(chosen, "column_student"), follow=True)
    client.post(f"/imports/{upload.uuid}/commit/", fields_of(checked, "/commit/"), follow=True)

    assert "<option selected>Sheet2</option>" in chosen.content.decode()
    stored = client.get(f"/imports/{upload.uuid}/")
    assert "5 results are stored." in stored.content.decode()
    assert "results.xlsx, sheet Sheet2" in client.get("/imports/").content.decode()
    assert "Nothing of them is stored yet. Each is looked over like a file of its own." in stored.content.decode()
    offered = client.post(f"/imports/{upload.uuid}/again/", fields_of(stored, "/again/") | {"sheet": "Sheet1"})
    mapped = client.get(offered["Location"])
    checked = client.post(offered["Location"], fields_of(mapped, "column_student"), follow=True)
    assert "24 results are ready to be stored" in checked.content.decode()


def test_sheets_with_the_same_columns_come_in_together(world: World) -> None:
    client, last = world.client("steward"), rows()[10:13]
    last[1][HEADER.index("Score")] = "many"
    bring(world, client, "rooms.xlsx", as_xlsx(rows()[:5], rows()[5:10], last))
    upload = Upload.objects.latest("pk")

    offered = client.get(f"/imports/{upload.uuid}/columns/").content.decode()
    together = client.get(f"/imports/{upload.uuid}/columns/?sheet=Sheet2&alike=yes")
    checked = client.post(f"/imports/{upload.uuid}/columns/", fields_of(together, "column_student"), follow=True)
    client.post(f"/imports/{upload.uuid}/commit/", fields_of(checked, "/commit/"), follow=True)

    assert "Sheet3: 3" in checked.content.decode()
    assert b",Sheet3: 3,Score,many," in b"".join(client.get(f"/imports/{upload.uuid}/problems.csv"))
    assert "Read it with 2 sheets of the same columns" in offered
    stored = client.get(f"/imports/{upload.uuid}/").content.decode()
    assert "12 results are stored." in stored
    assert "rooms.xlsx, 3 sheets" in stored
    assert "The workbook has other sheets" not in stored


def test_a_withdrawn_file_comes_in_once_more_from_its_copy(world: World) -> None:
    client, upload = walk(world, "results.csv", as_csv(rows()))
    back = client.get(f"/imports/{upload.uuid}/withdraw/")
    fields = fields_of(back, "/withdraw/") | {"why": "Too early."}
    withdrawn = client.post(f"/imports/{upload.uuid}/withdraw/", fields, follow=True)

    again = client.post(f"/imports/{upload.uuid}/again/", fields_of(withdrawn, "/again/"))
    mapped = client.get(again["Location"])
    checked = client.post(again["Location"], fields_of(mapped, "column_student"), follow=True)

    assert "24 results are ready to be stored" in checked.content.decode()
    assert Upload.objects.latest("pk").mapping == upload.mapping


def test_only_a_file_as_it_was_seen_and_a_sheet_that_is_there_are_taken_once_more(world: World) -> None:
    client, upload = walk(world, "results.xlsx", as_xlsx(rows(), rows()[:5]))
    address = f"/imports/{upload.uuid}/again/"
    form = fields_of(client.get(f"/imports/{upload.uuid}/"), "/again/")

    late = client.post(address, form | {"version": "999", "sheet": "Sheet2"})
    unknown = client.post(address, form | {"sheet": "nope"})
    Upload.objects.update(state=UploadState.STAGED)
    early = client.post(address, form | {"sheet": "Sheet2"})

    assert [answer.status_code for answer in (late, unknown, early)] == [409, 422, 422]
    assert "Its sheets are: Sheet1, Sheet2." in unknown.content.decode()
    assert "This file is still on its way" in early.content.decode()
    assert Upload.objects.count() == 1


def test_what_is_not_used_of_a_wide_file_is_folded_and_can_be_found(world: World) -> None:
    client = world.client("steward")
    answers = [f"Item {n} answer" for n in range(150)]
    wide = [[*row, *"ABC" * 50] for row in [*rows()]]
    text = "\n".join(",".join(line) for line in [[*HEADER, *answers], *wide])

    page = bring(world, client, "wide.csv", text.encode()).context["page"]

    assert [column.name for column in page.unused][-150:] == answers
    assert page.unused[-1].example == "C"
    assert not {tag.name for tag in page.tags} & set(answers)
    assert "Student code" in {str(role.column.label) for role in page.roles}
    assert "Why there is no score" in {str(role.column.label) for role in page.others}
