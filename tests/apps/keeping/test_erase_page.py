"""The page of a district's data steward: find a student, see what would go, confirm."""

import re

import pytest
from django.db import connection

from aimline.apps.journal import actions as journal
from aimline.apps.journal.models import Entry
from aimline.apps.keeping import actions, pages, queries
from aimline.apps.keeping.models import Erasure
from aimline.apps.organizations.actions import give_part
from aimline.apps.organizations.models import Role, Student
from tests.apps.conftest import START
from tests.apps.intake.conftest import Office


@pytest.fixture
def keeper(brought: Office) -> Office:
    """The school's steward keeps the district as well."""
    steward = brought.world.people["steward"]
    give_part(brought.keeper, steward, role=Role.DATA_STEWARD, unit=brought.district, starts_on=START)
    return brought


def test_a_steward_finds_a_student_sees_what_would_go_and_erases_them_once(keeper: Office) -> None:
    client = keeper.world.client("steward")
    found = client.post("/keeping/", {"student": "s1"})
    [address] = re.findall(r'href="(/keeping/students/[^"]+)"', found.content.decode())

    asked = client.get(address)
    key = asked.context["page"].form["key"].value()
    unsure = client.post(address, {"key": key, "reason": "family"})
    sent = [client.post(address, {"key": key, "reason": "family", "sure": "on"}) for _ in range(2)]

    assert asked.context["page"].goes[0] == "1 result, of the school years 2025"
    assert unsure.status_code == 422
    assert [(answer.status_code, answer["Location"]) for answer in sent] == [(302, "/keeping/")] * 2
    assert Erasure.objects.get().finished_at is not None
    assert not Student.objects.filter(family_name="s1").exists()
    assert Entry.objects.filter(verb="look at student").count() == 1
    after = client.get("/keeping/")
    assert "The family asked for it" in after.content.decode()
    assert client.get(address).status_code == 404


def test_a_name_that_several_have_lists_them_and_one_nobody_has_says_so(keeper: Office) -> None:
    client = keeper.world.client("steward")

    several, nobody = (client.post("/keeping/", {"student": words}) for words in ("ada", "Zephyrine"))

    assert len(several.context["page"].found) == 4
    assert "Nobody here is called that." in nobody.content.decode()


def test_a_list_that_is_cut_says_so_and_whose_code_it_is_comes_first(
    keeper: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "N_FOUND", 2)
    monkeypatch.setattr(pages, "N_FOUND", 2)
    Student.objects.filter(external_ids__value="s3").update(given_name="Zoe s1")

    page = keeper.world.client("steward").post("/keeping/", {"student": "s1"}).content.decode()
    cut = keeper.world.client("steward").post("/keeping/", {"student": "ada"}).content.decode()

    assert page.index("Ada s1") < page.index("Zoe s1")
    assert "There are more students of this name." not in page
    assert "There are more students of this name." in cut


def test_a_look_is_journaled_in_a_transaction_of_its_own(keeper: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    seen, before = list[int](), len(connection.savepoint_ids)
    monkeypatch.setattr(journal, "record", lambda *_told, **_of: seen.append(len(connection.savepoint_ids)))

    actions.note_look(keeper.keeper, Student.objects.all()[0])

    assert seen == [before + 1]
