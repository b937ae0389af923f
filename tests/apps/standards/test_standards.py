"""A framework comes in; people say what is essential; a goal cites it, and the checker asks when none stands behind."""

import re
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from aimline.apps.goals.models import Goal
from aimline.apps.journal.models import Entry
from aimline.apps.organizations.policy import NotAllowed
from aimline.apps.results.models import Measure
from aimline.apps.standards import actions
from aimline.apps.standards.actions import Brought, Rating
from aimline.apps.standards.models import Standard
from aimline.exchange import case_file
from tests.apps.conftest import World
from tests.apps.monitoring.studio_form import open_studio, send, sent_form, whole_goal
from tests.apps.results.conftest import results
from tests.exchange.case_files import package, write

__all__ = ["results"]
ASKS = "No essential standard stands behind this yet."
ESSENTIAL = Rating(3, 2, 3, 1, is_essential=True)
LEADER = "district_leader"


def bring(world: World, folder: Path, told: dict[str, Any] | None = None, who: str = LEADER) -> Brought:
    framework = case_file.read(write(folder / "case.json", told or package()))
    viewer, district = world.viewer(who), world.places["district"]
    brought, found = actions.compare(viewer, district, framework)
    with transaction.atomic():
        actions.store(viewer, district, framework, brought, found)
    return brought


def text_of(answer: HttpResponse) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.mark.django_db
def test_the_same_framework_twice_changes_nothing_and_what_left_it_stays(world: World, tmp_path: Path) -> None:
    assert bring(world, tmp_path) == Brought(4, 0, 0, 0)
    assert bring(world, tmp_path) == Brought(0, 0, 4, 0)
    told = package()
    told["CFItems"][0]["fullStatement"] = "Explain why fractions are equal."
    told["CFAssociations"][2]["destinationNodeURI"]["identifier"] = "doc"
    del told["CFItems"][3]

    assert bring(world, tmp_path, told) == Brought(0, 2, 1, 1)
    assert not Standard.objects.get(code="K.CC.1").is_current
    assert Standard.objects.get(code="4.NF.1").parent == Standard.objects.get(code="4.NF")
    assert Standard.objects.get(code="4.NF.2").parent is None
    assert Entry.objects.filter(verb="bring standards").count() == 2


@pytest.mark.django_db
def test_only_those_who_keep_the_district_keep_its_standards(world: World, tmp_path: Path) -> None:
    for name in ("teacher", "principal", "steward", "outsider"):
        with pytest.raises(NotAllowed):
            bring(world, tmp_path, who=name)
    bring(world, tmp_path)
    one = Standard.objects.get(code="4.NF.1")
    with pytest.raises(NotAllowed):
        actions.rate(world.viewer("principal"), one, ESSENTIAL, [], version=1)


@pytest.mark.django_db
def test_a_long_list_is_narrowed_and_leafed_through(world: World, tmp_path: Path) -> None:
    bring(world, tmp_path)
    one = Standard.objects.get(code="4.NF.1")
    actions.rate(world.viewer(LEADER), one, ESSENTIAL, [], version=1)
    more = {"district": one.district, "framework": one.framework, "framework_key": one.framework_key, "subject": "Art"}
    Standard.objects.bulk_create(
        Standard(**more, key=f"art {n}", order=n, code=f"A.{n}", text="Draw.", grades=[5]) for n in range(150)
    )
    client = world.client("teacher")

    def codes(asked: str) -> list[str]:
        answer = client.get(f"/standards/?{asked}")
        assert answer.status_code == 200
        return re.findall(r"<li><a [^>]+>([^<]+)</a><p>", answer.content.decode())

    assert codes("essential=yes") == ["4.NF.1"]
    assert "4.NF.1" in codes("grade=4")
    assert not [code for code in codes("grade=4") if code.startswith("A.")]
    assert [len(codes(f"subject=Art&page={page}")) for page in (1, 3, 9, "x")] == [50, 50, 50, 50]
    assert codes("subject=Art&grade=4") == []
    assert "No standard fits all of this" in text_of(client.get("/standards/?subject=Art&grade=4"))
    assert "51 to 100 of 150" in text_of(client.get("/standards/?subject=Art&page=2"))


@pytest.mark.django_db
def test_standards_are_found_by_code_and_words_whatever_their_accents(world: World, tmp_path: Path) -> None:
    told = package()
    told["CFItems"][0]["fullStatement"] = "Élaborer des fractions équivalentes."
    bring(world, tmp_path, told)
    client = world.client("teacher")

    def codes(words: str) -> list[str]:
        page = client.get("/standards/", {"words": words}).content.decode()
        return re.findall(r"<li><a [^>]+>([^<]+)</a><p>", page)

    assert codes("4.nf.1") == ["4.NF.1"]
    assert codes("ELABORER fractions") == ["4.NF.1"]
    assert codes("compare fractions") == ["4.NF.2"]
    assert codes("compare zebras") == []
    assert codes("z" * 50_001) == []
    page = client.get("/standards/", {"words": "fractions", "grade": "4"})
    assert 'name="grade" value="4"' in page.content.decode()  # the next words are looked for in grade 4 as well


def test_the_studio_offers_a_few_standards_and_finds_the_others(results: World, tmp_path: Path) -> None:
    told = package()
    more = [{"identifier": f"more-{n}", "humanCodingScheme": f"M.{n}", "fullStatement": f"Measure {n} cups.",
             "educationLevel": ["04"]} for n in range(60)]  # fmt: skip
    far = {"identifier": "far", "humanCodingScheme": "8.F.1", "fullStatement": "Read a function.",
           "educationLevel": ["08"]}  # fmt: skip
    told["CFItems"] += [*more, far]
    bring(results, tmp_path, told)
    client = results.client("lead")
    address = open_studio(client, results.places["team"].uuid)
    send(client, address, "check", grades=["4"])

    def offered(page: HttpResponse) -> list[str]:
        listed = re.search(r'<select name="standards".*?</select>', page.content.decode(), re.S)
        return re.findall(r">(\S+) [^<]+</option>", listed.group()) if listed else []

    assert len(offered(client.get(address))) == 40
    assert "8.F.1" not in offered(client.get(address))
    page = client.post(address, form_with(client, address, find_standards="FUNCTION"), follow=True)
    assert offered(page) == ["8.F.1"]
    function = Standard.objects.get(code="8.F.1")
    page = client.post(address, form_with(client, address, find_standards="cups 59", standards=[str(function.uuid)]),
                       follow=True)  # fmt: skip
    assert offered(page) == ["M.59", "8.F.1"]
    page = client.get(address, {"standards": "zebras"})
    assert "No standard has these words." in text_of(page)
    assert offered(page) == ["8.F.1"]
    assert "8.F.1" in offered(client.get(address))


def test_standards_are_looked_for_where_none_is_of_the_goal_s_grade(results: World, tmp_path: Path) -> None:
    client = results.client("lead")
    address = open_studio(client, results.places["team"].uuid)
    assert "Find other standards" not in text_of(client.get(address))
    bring(results, tmp_path)
    Standard.objects.update(grades=[8])
    send(client, address, "check", grades=["4"])

    page = client.get(address)

    assert "Find other standards" in text_of(page)
    assert '<select name="standards"' not in page.content.decode()


def form_with(client: Client, address: str, **changes: object) -> dict[str, object]:
    """Return what a browser sends from the studio when somebody looks for standards."""
    return sent_form(client.get(address).context["page"]) | {"then": "find"} | changes


def test_a_goal_cites_a_standard_and_the_checker_asks_for_an_essential_one(results: World, tmp_path: Path) -> None:
    client = results.client("lead")
    address = open_studio(client, results.places["team"].uuid)
    asked = Measure.objects.get(source="test")
    assert ASKS not in text_of(send(client, address, "check", **whole_goal(asked)))  # nobody knows of standards

    bring(results, tmp_path)
    assert ASKS in text_of(client.get(address))
    one = Standard.objects.get(code="4.NF.1")
    send(client, address, "check", **whole_goal(asked), standards=[str(one.uuid)])
    assert ASKS in text_of(client.get(address))
    keeper = results.client(LEADER)
    form = {"key": str(uuid.uuid4()), "version": "1", "readiness": "3", "is_essential": "on"}
    assert "essential" in text_of(keeper.post(f"/standards/{one.uuid}/", form, follow=True))
    assert ASKS not in text_of(client.get(address))
    other = Standard.objects.get(code="4.NF.2")
    send(client, address, "activate", **whole_goal(asked), standards=[str(other.uuid), str(one.uuid)])

    goal = Goal.objects.get(uuid=address.split("/")[2])
    assert (goal.state, goal.standards) == ("active", [str(one.uuid), str(other.uuid)])
    page = text_of(client.get(f"/goals/{goal.uuid}/"))
    assert "Standard: 4.NF.1 Explain why two fractions are equal." in page
    assert "essential" in page
    assert "Standard: 4.NF.2 Compare two fractions." in page


def test_a_measure_that_tests_an_essential_standard_is_enough(results: World, tmp_path: Path) -> None:
    bring(results, tmp_path)
    client = results.client("lead")
    address = open_studio(client, results.places["team"].uuid)
    tested = Measure.objects.get(source="test")
    send(client, address, "check", **whole_goal(tested))
    assert ASKS in text_of(client.get(address))

    actions.rate(results.viewer(LEADER), Standard.objects.get(code="4.NF.2"), ESSENTIAL, [tested], version=1)

    assert ASKS not in text_of(client.get(address))
