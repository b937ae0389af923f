"""Every address, for everybody: the table beside this file says what each person gets, cell by cell.

A cell is the status of the answer. `home` asks about things of the cast's own team, `far` about another district's.
After a change of rights run it once with AIMLINE_WRITE_ACCESS=1, and review the difference line by line.
"""

import csv
import os
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, reverse

from aimline.reports import setting
from aimline.web.middleware import FOREIGN
from tests.apps.access.things import FILLED, Things
from tests.apps.conftest import World
from tests.architecture.test_routes import routes

TABLE = Path(__file__).parent / "table.csv"
ANONYMOUS = "anonymous"
RELATIONS = ("home", "far")
METHODS = ("GET", "POST")
Row = tuple[str, str, str]


@pytest.mark.django_db
def test_every_cell_of_the_access_table_holds(
    world: World, things: dict[str, Things], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Who gets a sheet is asked here; setting hundreds of them takes half a minute, and test_taken_along reads some.
    monkeypatch.setattr(setting, "_set", lambda asked: b"%PDF-")
    members = [ANONYMOUS, *(name for name in world.people if name != "far_lead")]
    found = dict(asked(world, things, members))
    if os.environ.get("AIMLINE_WRITE_ACCESS"):
        write(members, found)
    expected = read()

    assert sorted(found) == sorted(expected), "An address without a row, or a row without an address."
    wrong = {
        row: {name: (cells[name], found[row][name]) for name in members if cells[name] != found[row][name]}
        for row, cells in expected.items()
    }
    assert {row: cells for row, cells in wrong.items() if cells} == {}


def test_the_table_never_shows_another_district(world: World) -> None:
    insiders = set(world.people) - {"outsider", "installation_steward"}
    seen = [
        (row, name)
        for row, cells in read().items()
        if row[2] == "far"
        for name in insiders
        if cells[name] not in {"404", "403", "405"}
    ]
    assert [(row, name) for row, name in seen if "uuid" in address_of(row[0])] == []


def asked(world: World, things: dict[str, Things], members: list[str]) -> Iterator[tuple[Row, dict[str, str]]]:
    """Ask every address as everybody; what a request changes is taken back before the next one."""
    clients = {name: world.client(None if name == ANONYMOUS else name) for name in members}
    for client in clients.values():
        client.raise_request_exception = False
    for route in own_routes():
        names = list(route.pattern.converters)
        for relation in RELATIONS if names else ("home",):
            href = reverse(str(route.name), kwargs=things[relation].arguments(str(route.name), names))
            for method in METHODS:
                content = FILLED.get(str(route.name), {})
                cells = {name: answer(client, method, href, content) for name, client in clients.items()}
                yield (str(route.name), method, relation), cells


def own_routes() -> list[URLPattern]:
    return [route for route in routes() if route.name not in FOREIGN]


def address_of(name: str) -> str:
    return next(str(route.pattern) for route in own_routes() if route.name == name)


def answer(client: Client, method: str, href: str, content: Mapping[str, str]) -> str:
    with transaction.atomic():
        if method == "GET":
            response = client.get(href)
        else:
            response = client.post(href, {"key": str(uuid.uuid4()), **content})
        transaction.set_rollback(True)
    to_sign_in = response.status_code == 302 and response.headers["Location"].startswith("/account/login/")
    return "sign in" if to_sign_in else str(response.status_code)


def read() -> dict[Row, dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {(row.pop("route"), row.pop("method"), row.pop("things")): row for row in rows}


def write(members: list[str], found: dict[Row, dict[str, str]]) -> None:
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["route", "method", "things", *members])
        writer.writerows([*row, *(cells[name] for name in members)] for row, cells in found.items())
