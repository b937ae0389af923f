"""A leader's answer to a goal that asks for it."""

import uuid

import pytest

from aimline.apps.goals.models import Goal, Override
from aimline.apps.results.models import Measure
from tests.apps.built_once import BuiltOnce
from tests.apps.conftest import World
from tests.apps.monitoring.studio_form import open_studio, send, whole_goal


@pytest.fixture
def asked(results: World) -> str:
    """A whole goal that asks for review; its address."""
    return ask(results)


@BuiltOnce
def ask(results: World) -> str:
    client = results.client("lead")
    address = open_studio(client, results.places["team"].uuid)
    send(client, address, "review", **whole_goal(Measure.objects.get(source="test")))
    return address


def test_words_that_are_too_short_stay_in_their_field_with_what_they_need(results: World, asked: str) -> None:
    sent = {"key": str(uuid.uuid4()), "then": "return", "words": "Who is it?"}

    answer = results.client("principal").post(f"{asked}review/", sent)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Who is it?" in page
    assert "20 characters at least make a sentence" in page
    assert Goal.objects.get().state == "in_review"


def test_the_limit_stands_beside_the_field_before_anybody_types(results: World, asked: str) -> None:
    assert "20 characters at least" in results.client("principal").get(asked).content.decode()


def test_a_leave_with_too_few_words_keeps_them_too(results: World, asked: str) -> None:
    sent = {"key": str(uuid.uuid4()), "rule": "INV-30", "words": "Because."}

    answer = results.client("principal").post(f"{asked}override/", sent)

    assert answer.status_code == 422
    assert not Override.objects.exists()


def test_endorsing_says_what_happened(results: World, asked: str) -> None:
    sent = {"key": str(uuid.uuid4()), "then": "endorse", "words": ""}

    page = results.client("principal").post(f"{asked}review/", sent, follow=True).content.decode()

    assert "Endorsed. The goal is active, and its target is locked." in page


def test_those_who_are_not_asked_are_told_who_is(results: World, asked: str) -> None:
    page = results.client("lead").get(asked).content.decode()

    assert "The principal or vice-principal of the school is asked to read this goal." in page


def test_a_second_goal_for_the_same_students_on_the_same_measure_is_pointed_out(results: World, asked: str) -> None:
    client = results.client("lead")
    address = open_studio(client, results.places["team"].uuid)
    send(client, address, "save", **whole_goal(Measure.objects.get(source="test")))

    page = client.get(address).context["page"]

    assert [href for _, href in page.beside] == [asked]
    assert page.beside[0][0].endswith(", 80 % by 30 June 2026")
