"""A framework of standards comes in like any file: kept, looked at in the background, stored when somebody says so."""

import json
import re
import shutil
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from aimline.apps.intake import actions
from aimline.apps.intake.actions import memories
from aimline.apps.intake.actions.folders import memory_of, upload_folder
from aimline.apps.intake.actions.frameworks import FrameworkStays, NewerFramework
from aimline.apps.intake.models import Upload, UploadState
from aimline.apps.journal.models import Entry
from aimline.apps.keeping.actions import copies
from aimline.apps.organizations.policy import NotAllowed
from aimline.apps.standards import actions as standards
from aimline.apps.standards.models import Standard
from tests.apps.intake.conftest import Office
from tests.apps.monitoring.watched import make_goal
from tests.exchange.case_files import package

LEADER = "district_leader"


def text_of(answer: HttpResponse) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def send(client: Client, told: object, address: str = "/imports/standards/", **fields: str) -> HttpResponse:
    file = SimpleUploadedFile("case.json", json.dumps(told).encode())
    return client.post(address, {"key": str(uuid.uuid4()), "file": file, **fields}, follow=True)


def press(client: Client, what: str, page: HttpResponse) -> HttpResponse:
    form = next(form for form in re.findall(r"<form.*?</form>", page.content.decode(), re.S) if f"/{what}/" in form)
    upload = Upload.objects.latest("pk")
    client.post(f"/imports/{upload.uuid}/{what}/", dict(re.findall(r'name="(key|version)" value="([^"]*)"', form)))
    return client.get(f"/imports/{upload.uuid}/")


def changed() -> dict[str, Any]:
    told = package()
    told["CFItems"][0]["fullStatement"] = "Explain why fractions are equal."
    del told["CFItems"][3]
    return told


@pytest.mark.django_db
def test_what_a_framework_changes_is_seen_before_it_is_stored(office: Office) -> None:
    client, told = office.world.client(LEADER), package()
    told["CFItems"].append({"fullStatement": "Words"})

    seen = send(client, told)

    assert "4 standards are new. Nothing is stored yet." in text_of(seen)
    assert "CFItems[4] This standard has no identifier." in text_of(seen)
    address = f"/imports/{Upload.objects.get().uuid}/"
    assert b"case.json,CFItems[4]," in b"".join(client.get(f"{address}problems.csv").streaming_content)  # type: ignore[attr-defined]  # it streams
    assert b"Counted,New,4" in b"".join(client.get(f"{address}report.csv").streaming_content)  # type: ignore[attr-defined]  # it streams
    assert not Standard.objects.exists()
    stored = press(client, "commit", seen)
    assert "These standards are stored." in text_of(stored)
    assert "Compare two fractions." in text_of(office.world.client("teacher").get("/standards/"))
    assert list(Entry.objects.filter(noun="import").order_by("pk").values_list("verb", flat=True)) == [
        "receive standards", "commit import",
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_newer_framework_says_what_is_changed_and_gone(office: Office) -> None:
    client = office.world.client(LEADER)
    press(client, "commit", send(client, package()))

    seen = text_of(send(client, changed()))

    assert "No standard is new, and some would change." in seen
    assert "Changed 1 As before 2 No longer in it 1" in seen
    assert "All of these standards are here already." in text_of(send(client, package()))


@pytest.mark.django_db
def test_where_the_standards_changed_meanwhile_it_is_looked_at_once_more(office: Office) -> None:
    client = office.world.client(LEADER)
    seen = send(client, package())
    first = Upload.objects.get()
    press(client, "commit", send(client, changed()))
    form = dict(re.findall(r'name="(key|version)" value="([^"]*)"', seen.content.decode().split("/commit/")[1]))

    client.post(f"/imports/{first.uuid}/commit/", form)

    page = text_of(client.get(f"/imports/{first.uuid}/"))
    assert "The district&#x27;s standards changed since." in page
    assert not Standard.objects.filter(code="K.CC.1").exists()


@pytest.mark.django_db
def test_a_missing_and_an_empty_file_are_told_apart(office: Office) -> None:
    client = office.world.client(LEADER)

    def told(**file: SimpleUploadedFile) -> str:
        return text_of(client.post("/imports/standards/", {"key": str(uuid.uuid4()), **file}, follow=True))

    assert "Choose a file first" in told()
    assert "The file is empty." in told(file=SimpleUploadedFile("case.json", b""))


@pytest.mark.django_db
def test_what_changes_while_it_waits_for_its_turn_is_shown_first(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = office.world.client(LEADER)
    press(client, "commit", send(client, package()))
    seen = send(client, changed())

    compare, waited = standards.compare, []

    def wait(*asked: Any) -> Any:
        found = compare(*asked)
        if not waited:
            waited.append(True)
            Standard.objects.filter(code="4.NF").update(text="What another framework says.", version=2)
        return found

    monkeypatch.setattr(standards, "compare", wait)
    page = text_of(press(client, "commit", seen))

    assert "The district&#x27;s standards changed since." in page
    assert "Changed 2 As before 1 No longer in it 1" in page
    assert Standard.objects.get(code="K.CC.1").is_current


@pytest.mark.django_db
def test_a_file_that_is_no_framework_says_why(office: Office) -> None:
    page = text_of(send(office.world.client(LEADER), [1]))

    assert "This is no CASE package" in page
    assert Upload.objects.get().state == UploadState.REFUSED


@pytest.mark.django_db
def test_a_look_whose_worker_died_says_where_it_stands_and_is_put_aside(office: Office) -> None:
    client = office.world.client(LEADER)
    send(client, package())
    Upload.objects.update(state=UploadState.STAGING)

    page = client.get(f"/imports/{Upload.objects.get().uuid}/")

    assert re.findall(r'aria-current="step">\s*<span>([^<]+)', page.content.decode()) == ["Look it over"]
    assert "Put the file aside" in text_of(page)
    assert "Nothing of it was stored." in text_of(press(client, "discard", page))


@pytest.mark.django_db
def test_standards_are_brought_by_those_who_keep_the_district(office: Office) -> None:
    world = office.world
    for name in ("teacher", "principal", "steward"):
        assert send(world.client(name), package()).status_code == 403
    place = str(world.places["school"].uuid)
    assert send(world.client("principal"), package(), "/imports/", place=place).status_code == 403
    assert not Upload.objects.exists()

    page = send(world.client("installation_steward"), package(), "/imports/", place=str(office.district.uuid))

    assert "4 standards are new." in text_of(page)
    upload = Upload.objects.get()
    assert world.client(LEADER).get(f"/imports/{upload.uuid}/").status_code == 200
    assert world.client("principal").get(f"/imports/{upload.uuid}/").status_code == 404
    assert "put aside" in text_of(press(world.client(LEADER), "discard", page))
    listed = world.client(LEADER).get("/imports/")
    assert "case.json" in text_of(listed)
    assert listed.context["page"].form is None
    assert world.client(LEADER).post("/imports/").status_code == 403


@pytest.mark.django_db
def test_a_framework_nobody_stored_stays_one_when_its_copy_is_too_old(office: Office) -> None:
    client = office.world.client(LEADER)
    send(client, package())

    copies.let_go(Upload.objects.get(), "It is too old.")

    upload = Upload.objects.get()
    assert (upload.state, upload.is_framework) == (UploadState.DISCARDED, True)
    assert client.get(f"/imports/{upload.uuid}/").status_code == 200


def withdraw(client: Client, upload: Upload) -> str:
    address = f"/imports/{upload.uuid}/withdraw/"
    form = dict(re.findall(r'name="(key|version)" value="([^"]*)"', client.get(address).content.decode()))
    client.post(address, {**form, "why": "The wrong state."})
    return text_of(client.get(f"/imports/{upload.uuid}/"))


@pytest.mark.django_db
def test_a_framework_brought_by_mistake_goes_and_what_is_used_of_it_is_set_aside(office: Office) -> None:
    client, leader = office.world.client(LEADER), office.world.viewer(LEADER)
    stored = press(client, "commit", send(client, package()))
    assert "Withdraw these standards" in text_of(stored)
    cited, tested, rated, _ = Standard.objects.order_by("pk")
    goal = make_goal(office.world.places["team"], standards=[str(cited.uuid)])
    tested.measures.add(goal.measure)
    standards.rate(leader, rated, standards.Rating(None, None, None, None, is_essential=True), [], version=1)

    page = withdraw(client, Upload.objects.get())

    assert "that are gone: 1. Set aside, because goals cite them, measures test them or people rated them: 3." in page
    assert list(Standard.objects.order_by("pk").values_list("pk", "is_current")) == [
        (cited.pk, False), (tested.pk, False), (rated.pk, False),
    ]  # fmt: skip
    assert Entry.objects.latest("pk").verb == "withdraw import"
    assert f"Standard: {cited}" in text_of(office.world.client("lead").get(f"/goals/{goal.uuid}/"))
    looked = press(client, "again", client.get(f"/imports/{Upload.objects.get().uuid}/"))
    press(client, "commit", client.get(f"/imports/{Upload.objects.latest('pk').uuid}/"))  # it is as it was
    assert "Bring it in once more" in looked.content.decode()
    assert Standard.objects.filter(is_current=True).count() == 4


@pytest.mark.django_db
def test_what_a_standard_that_is_set_aside_is_part_of_stays_with_it(office: Office) -> None:
    client = office.world.client(LEADER)
    press(client, "commit", send(client, package()))
    make_goal(office.world.places["team"], standards=[str(Standard.objects.get(code="4.NF.1").uuid)])

    withdraw(client, Upload.objects.get())

    left = Standard.objects.order_by("code").values_list("code", "parent__code", "is_current")
    assert list(left) == [("4.NF", None, False), ("4.NF.1", "4.NF", False)]


@pytest.mark.django_db
def test_a_newer_framework_is_withdrawn_first_and_what_changed_since_stays(office: Office) -> None:
    client = office.world.client(LEADER)
    press(client, "commit", send(client, package()))
    as_before = list(Standard.objects.order_by("key").values("key", "text", "order", "parent__key", "is_current"))
    press(client, "commit", send(client, changed()))
    first, second = Upload.objects.order_by("pk")
    with pytest.raises(NewerFramework):
        actions.withdraw(office.world.viewer(LEADER), first, version=first.version, why="No.")
    Standard.objects.filter(code="4.NF.1").update(text="As another framework has it.")

    page = withdraw(client, second)

    assert "As they were before: 1. Changed since, and left as they are: 1." in page
    now = list(Standard.objects.order_by("key").values("key", "text", "order", "parent__key", "is_current"))
    assert [row for row in now if row["key"] != "i2"] == [row for row in as_before if row["key"] != "i2"]
    assert Standard.objects.get(code="4.NF.1").text == "As another framework has it."


@pytest.mark.django_db
def test_what_was_stored_last_is_withdrawn_first_whichever_came_first(office: Office) -> None:
    client, leader = office.world.client(LEADER), office.world.viewer(LEADER)
    send(client, package())
    press(client, "commit", send(client, changed()))
    first, second = Upload.objects.order_by("pk")
    for again in (False, True):  # the other one came in between, so it is looked at once more
        first.refresh_from_db()
        actions.commit(leader, first, version=first.version)
        assert Standard.objects.filter(code="K.CC.1").exists() == again

    with pytest.raises(NewerFramework):
        actions.withdraw(leader, second, version=second.version, why="No.")

    assert "Standards it added that are gone: 1." in withdraw(client, first)
    assert Standard.objects.count() == 3
    withdraw(client, second)
    assert not Standard.objects.exists()


@pytest.mark.django_db
def test_a_framework_whose_copy_is_gone_says_how_it_is_taken_back(office: Office) -> None:
    client = office.world.client(LEADER)
    press(client, "commit", send(client, package()))
    upload = Upload.objects.get()
    shutil.rmtree(upload_folder(upload))

    assert client.get(f"/imports/{upload.uuid}/withdraw/").url == f"/imports/{upload.uuid}/"  # type: ignore[attr-defined]  # it redirects
    with pytest.raises(FrameworkStays):
        actions.withdraw(office.world.viewer(LEADER), upload, version=upload.version, why="No.")
    with pytest.raises(NotAllowed):
        actions.withdraw(office.world.viewer("steward"), upload, version=upload.version, why="No.")


@pytest.mark.django_db
@pytest.mark.parametrize("spoil", [lambda kept: kept[:-20], lambda kept: b"", lambda kept: kept[:30] + kept[40:]])
def test_a_framework_whose_memory_is_broken_stays_and_says_why(office: Office, spoil: Callable[[bytes], bytes]) -> None:
    client = office.world.client(LEADER)
    press(client, "commit", send(client, package()))
    upload = Upload.objects.get()
    memory = memory_of(upload)
    assert sorted(file.name for file in memory.parent.iterdir()) == ["before.json.gz", "kept-out.csv", "original"]
    memory.write_bytes(spoil(memory.read_bytes()))

    page = withdraw(client, upload)

    assert "What this framework changed is not remembered any more." in page
    assert Standard.objects.filter(is_current=True).count() == 4


def test_a_memory_that_breaks_off_while_it_is_written_leaves_the_one_before(tmp_path: Path) -> None:
    path = tmp_path / "before.json.gz"
    memories.write(path, {"before": 1})

    with pytest.raises(TypeError):
        memories.write(path, {"before": object()})

    assert memories.read(path) == {"before": 1}
