"""A district's data steward, and a service on this machine that may be asked."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace

import pytest
from django.conf import settings as django_settings

from aimline.apps.connections import actions
from aimline.apps.connections.models import Connection, Kind, Schedule
from aimline.apps.organizations.actions import give_part
from aimline.apps.organizations.models import Role, Unit
from aimline.apps.organizations.policy import Viewer
from tests.apps.conftest import START, World, make_person
from tests.exchange.pull.servers import KEY, SECRET, Service, served


@dataclass
class Keeper:
    """The district's data steward, with the services that may be connected to."""

    world: World
    district: Unit
    viewer: Viewer
    serve: Callable[[Service], Service]

    def connect(self, service: Service, *, on: bool = True, **given: object) -> Connection:
        """Serve a service and add a connection to it."""
        self.serve(service)
        made = actions.add(self.viewer, self.district, replace(given_for(service), **given))  # type: ignore[arg-type]  # fields by name
        return actions.turn(self.viewer, made, on=True, version=made.version) if on else made


@pytest.fixture
def keeper(world: World) -> Iterator[Keeper]:
    district, person = world.places["district"], make_person("Data Keeper")
    world.people["keeper"] = person
    give_part(world.viewer("installation_steward"), person, role=Role.DATA_STEWARD, unit=district, starts_on=START)
    with ExitStack() as stack:

        def serve(service: Service) -> Service:
            stack.enter_context(served(service))
            django_settings.PRIVATE_HOSTS = frozenset({service.address.removeprefix("http://")})
            return service

        yield Keeper(world, district, world.viewer("keeper"), serve)
    django_settings.PRIVATE_HOSTS = frozenset()


def given_for(service: Service) -> actions.Given:
    is_ed_fi = service.kind == "ed_fi"
    return actions.Given(
        name="Lark SIS", kind=Kind(service.kind), address=service.address, client_key=KEY, secret=SECRET,
        token_address=f"{service.address}/oauth/token", system="Lark SIS", wants_roster=True,
        wants_demographics=not is_ed_fi, wants_results=is_ed_fi, schedule=Schedule.DAILY, stores_by_itself=False,
    )  # fmt: skip
