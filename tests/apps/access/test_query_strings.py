"""Whatever stands behind the question mark of an address, a page answers; it never breaks."""

import pytest
from django.urls import URLPattern, reverse

from tests.apps.access.test_access import own_routes
from tests.apps.access.things import Things
from tests.apps.conftest import World

NAMES = ("school", "measure", "grade", "from", "attribute", "value", "kind", "waiting", "place", "page", "next", "of",
         "words", "subject", "essential", "standards")  # fmt: skip
ODD = (
    "",
    "--4",
    "\u00b2",
    "-",
    "9" * 20,
    "9" * 5000,
    "-1",
    "1e9",
    "nan",
    "\x00",
    "'",
    "%s",
    "\u0664",
    "a" * 5000,
    "[]",
)


@pytest.mark.django_db
@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_no_address_breaks_a_page(world: World, things: dict[str, Things], odd: str) -> None:
    client = world.client("lead")
    client.raise_request_exception = False

    found = {
        str(route.name): client.get(address(route, things["home"]), dict.fromkeys(NAMES, odd)).status_code
        for route in own_routes()
    }

    assert {name: status for name, status in found.items() if status >= 500} == {}


def address(route: URLPattern, things: Things) -> str:
    return reverse(str(route.name), kwargs=things.arguments(str(route.name), list(route.pattern.converters)))
