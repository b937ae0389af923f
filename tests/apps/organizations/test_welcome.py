import uuid

import pytest
from django.test import Client

from aimline.apps.accounts.models import Person
from tests.apps.conftest import World

ANSWERS = {
    "name": "Ada",
    "email": "ada@example.org",
    "password": "a long enough sentence",
    "district": "North",
    "school": "Aspen",
}


@pytest.mark.parametrize("address", ["/", "/goals/", "/account/login/"])
def test_an_empty_installation_opens_with_its_welcome_page(db: None, address: str) -> None:
    assert Client().get(address).headers["Location"] == "/welcome/"


def test_the_owner_of_the_folder_alone_is_nobody_who_can_sign_in(db: None) -> None:
    Person.objects.create_person(name="Owner of the data folder", email=None)

    assert Client().get("/").headers["Location"] == "/welcome/"


def test_the_first_person_is_signed_in_and_the_page_is_gone(db: None) -> None:
    client = Client()

    answer = client.post("/welcome/", {**ANSWERS, "key": uuid.uuid4()})

    assert answer.headers["Location"] == "/"
    assert client.get("/places/").status_code == 200
    assert Client().get("/welcome/").status_code == 404


def test_where_people_can_sign_in_strangers_are_asked_to(world: World) -> None:
    assert Client().get("/goals/").headers["Location"] == "/account/login/?next=/goals/"
