"""How much longer than an empty signed-in page do the goal page, the list of goals and the Data page take?

Asks for the pages in turn, in this process, through the whole program but the network: sign-in, gate, database,
chart, template. The Data page shows one school of the state's results file: warm as people find it, and cold, when
nothing of it is kept from an earlier question. Prints the medians and the median of the paired ratios (targets: at
most 5 for goals, 10 for data), and the same ratio of processor time, which other programs disturb less.

    python -m benchmarks.pages
"""

import os
import statistics
import sys
import tempfile
import time
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.test import Client

    from aimline.apps.accounts.models import Person
    from aimline.apps.organizations.policy import Viewer

REPOSITORY = Path(__file__).parents[1]
SHARED = Path(os.environ.get("AIMLINE_SHARED", REPOSITORY.parent / "shared"))
RESULTS = SHARED / "data" / "longitudinal" / "sgpdata_long.csv.gz"
MAPPING = REPOSITORY / "tests" / "real" / "state.toml"
DISTRICT_CODE, SCHOOL_CODE = "470", "1851"
N_ROUNDS = 100
N_WARM_UP = 10
N_GOALS = 12


@dataclass(frozen=True)
class Page:
    """A page that is measured, who asks for it, and how many times an empty page it may take."""

    name: str
    address: str
    client: "Client"
    target: float
    is_cold: bool = False


@dataclass(frozen=True)
class Taken:
    """Seconds by the clock, and seconds of the processor."""

    wall: float
    processor: float


def main() -> int:
    """Measure in a fresh data folder; returns 1 when a page is slower than its target."""
    if not RESULTS.is_file():
        print(f"The state's results are missing: there is no {RESULTS}. Set AIMLINE_SHARED.")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        empty, pages = prepare(Path(folder))
        times = measure([empty, *pages])
    nothing = times[empty.name]
    print(f"{empty.name:28}{1000 * statistics.median(taken.wall for taken in nothing):7.2f} ms")
    is_slow = False
    for page in pages:
        taken = times[page.name]
        pairs = list(zip(taken, nothing, strict=True))
        ratio = statistics.median(own.wall / bare.wall for own, bare in pairs)
        worked = statistics.median(own.processor / bare.processor for own, bare in pairs)
        is_slow = is_slow or ratio > page.target
        shown = f"{ratio:5.2f} times (at most {page.target:g}), processor {worked:.2f} times"
        print(f"{page.name:28}{1000 * statistics.median(own.wall for own in taken):7.2f} ms   {shown}")
    return int(is_slow)


def prepare(folder: Path) -> tuple[Page, list[Page]]:
    """Start the program on an empty folder, with a team that has a few goals and a school of the state's file."""
    os.environ |= {"AIMLINE_DATA": str(folder), "AIMLINE_TASKS": "immediate", "AIMLINE_TODAY": "2026-01-12"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "aimline.web.settings"
    warnings.filterwarnings("ignore", message="No directory at")
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client
    from django.urls import path

    settings.ALLOWED_HOSTS.append("testserver")
    call_command("migrate", verbosity=0, skip_checks=True)
    from aimline.web import urls

    urls.urlpatterns.append(path("empty/", empty_page(), name="empty"))
    lead, goal, principal = settle()
    by_lead, by_principal = Client(), Client()
    by_lead.force_login(lead)
    by_principal.force_login(principal)
    return Page("empty signed-in page", "/empty/", by_lead, 1.0), [
        Page("goal page", f"/goals/{goal}/", by_lead, 5.0),
        Page(f"list of {N_GOALS} goals", "/goals/", by_lead, 5.0),
        Page("data of a school, warm", "/data/", by_principal, 10.0),
        Page("data of a school, cold", "/data/", by_principal, 10.0, is_cold=True),
    ]


def empty_page() -> object:
    """Return a view that shows the frame around nothing."""
    from django.shortcuts import render

    from aimline.apps.accounts.policy import Door, door

    @door(Door.SIGNED_IN, "nothing")
    def empty(request: "HttpRequest") -> "HttpResponse":
        return render(request, "base.html")

    return empty


def settle() -> tuple["Person", object, "Person"]:
    """Make a school with its people and goals with readings, and bring in the state's file with a principal for it."""
    from aimline.apps.monitoring.actions.adjusting import Different, adjust
    from aimline.apps.monitoring.actions.checking_in import Look, check_in
    from aimline.apps.organizations.models import Membership, Role
    from tests.apps import conftest as cast
    from tests.apps.monitoring.watched import make_goal

    steward = cast.make_person("Installation Steward")
    Membership.objects.create(person=steward, role=Role.INSTALLATION_STEWARD, starts_on=cast.START)
    world = cast.World(places={}, people={"installation_steward": steward})
    cast.make_places(world, world.viewer("installation_steward"))
    cast.make_cast(world, world.viewer("installation_steward"))
    goals = [make_goal(world.places["team"], values=(63, 67, 69, 76), title=f"Goal {n}") for n in range(N_GOALS)]
    lead = world.viewer("lead")
    check_in(lead, goals[0], Look(next_on=date(2026, 2, 9), on_track="yes", what_to_adjust="nothing yet"))
    adjust(lead, goals[0], Different("more_time", "Ten more minutes", date(2025, 12, 12)))
    return world.people["lead"], goals[0].uuid, bring(world.viewer("installation_steward"))


def bring(steward: "Viewer") -> "Person":
    """Import the state's results and return the principal of one of its schools."""
    from aimline.apps.accounts.models import Person
    from aimline.apps.intake import actions
    from aimline.apps.organizations.models import Membership, Role, Unit

    with RESULTS.open("rb") as stream:
        upload = actions.receive(steward, RESULTS.name, stream, place=None)
    upload = actions.map_columns(steward, upload, MAPPING.read_text(encoding="utf-8"), version=upload.version)
    upload = actions.stage(steward, upload)
    actions.commit(steward, upload, version=upload.version)
    school = Unit.objects.get(kind="school", code=SCHOOL_CODE, district__code=DISTRICT_CODE)
    principal = Person.objects.create_person(name="Principal of the State", email="state@example.org")
    Membership.objects.create(person=principal, role=Role.PRINCIPAL, unit=school, starts_on=date(2020, 9, 1))
    return principal


def measure(pages: Sequence[Page]) -> dict[str, list[Taken]]:
    """Ask for each page in turn, so that a busy moment of the machine meets all of them."""
    from django.core.cache import cache

    from aimline.web.templatetags.words import tabled

    times: dict[str, list[Taken]] = {page.name: [] for page in pages}
    for turn in range(N_WARM_UP + N_ROUNDS):
        for page in pages:
            if page.is_cold:
                cache.clear()
                tabled.cache_clear()
            start, worked = time.perf_counter(), time.process_time()
            response = page.client.get(page.address)
            taken = Taken(time.perf_counter() - start, time.process_time() - worked)
            assert response.status_code == 200, (page.name, response.status_code)
            if turn >= N_WARM_UP:
                times[page.name].append(taken)
    return times


if __name__ == "__main__":
    sys.exit(main())
