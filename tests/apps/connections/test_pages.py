"""The page of a connection: added switched off, tried, pulled, turned off, removed; its secret is never shown."""

import re
import uuid

import pytest
from django.http import HttpResponse
from django.test import Client

from aimline.apps.connections.models import Connection
from tests.apps.connections.conftest import Keeper
from tests.exchange.pull import schools
from tests.exchange.pull.servers import KEY, SECRET, Service

pytestmark = pytest.mark.django_db


def fields(service: Service, **changed: str) -> dict[str, str]:
    return {
        "key": str(uuid.uuid4()), "name": "Lark SIS", "kind": service.kind, "address": service.address,
        "token_address": f"{service.address}/oauth/token", "client_key": KEY, "secret": SECRET, "wants_roster": "on",
        "schedule": "daily", "system": "",
    } | changed  # fmt: skip


def press(client: Client, button: str) -> HttpResponse:
    one = Connection.objects.get()
    pressed = {"key": str(uuid.uuid4()), "version": str(one.version), button: "yes"}
    return client.post(f"/connections/{one.uuid}/do/", pressed, follow=True)


def text_of(answer: HttpResponse) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_a_connection_is_added_off_then_tried_pulled_turned_off_and_removed(keeper: Keeper) -> None:
    service = keeper.serve(Service("oneroster", schools.oneroster()))
    client = keeper.world.client("keeper")
    district = str(keeper.district.uuid)

    added = client.post("/connections/", fields(service, district=district), follow=True)
    assert "Switched off: nothing is asked." in text_of(added)
    assert service.asked == []
    assert "The other system lets us in." in text_of(press(client, "try"))
    assert "asked every day" in text_of(press(client, "on"))
    pulled = press(client, "pull")
    assert "The roster waits to be looked at." in text_of(pulled)
    assert "Lark SIS 2026-01-12.zip" in text_of(client.get("/imports/"))
    pages = [added, pulled, client.get("/connections/")]
    assert [page for page in pages if SECRET in page.content.decode()] == []

    press(client, "off")
    assert "This connection is switched off." in text_of(press(client, "pull"))
    assert "Add a connection" in text_of(press(client, "remove"))
    assert not Connection.objects.exists()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": "Another"}, ""),
        ({"address": "http://sis.example.org"}, "does not begin with https://"),
        ({"address": "sis.example.org"}, "This is no web address."),
        ({"address": "https://sis.example.org/ims/oneroster/v1p1"}, "This is the address of OneRoster 1.1"),
        ({"token_address": "https://sis.example.org/ims/oneroster/v1p1/token"}, ""),
        ({"token_address": ""}, "write its token URL"),
        ({"kind": "ed_fi", "wants_roster": ""}, "Choose what to bring"),
        ({"secret": ""}, "This field is required."),
    ],
)
def test_a_form_that_cannot_work_says_why(keeper: Keeper, changed: dict[str, str], said: str) -> None:
    service = Service("oneroster", {}, address="https://sis.example.org")
    district = str(keeper.district.uuid)
    answer = keeper.world.client("keeper").post("/connections/", fields(service, district=district) | changed)

    assert said in text_of(answer)
    assert answer.status_code == (422 if said else 302)


def test_a_refusal_of_the_other_system_stands_on_the_page_in_words(keeper: Keeper) -> None:
    service = keeper.serve(Service("oneroster", schools.oneroster()))
    client = keeper.world.client("keeper")
    client.post("/connections/", fields(service, district=str(keeper.district.uuid), secret="other"))

    tried = press(client, "try")

    assert "The other system does not accept this key and secret." in text_of(tried)
