"""How much longer than an empty signed-in page do the goal page and the list of goals take?

Asks for the three pages in turn, in this process, through the whole program but the network: sign-in, gate,
database, chart, template. Prints the medians and the median of the paired ratios (target: at most 5).

    python -m benchmarks.pages
"""

import os
import statistics
import sys
import tempfile
import time
import warnings
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.test import Client

N_ROUNDS = 200
N_WARM_UP = 20
N_GOALS = 12
TARGET_RATIO = 5.0


def main() -> int:
    """Measure in a fresh data folder; returns 1 when a page is slower than its target."""
    with tempfile.TemporaryDirectory() as folder:
        client, addresses = prepare(Path(folder))
        times = measure(client, addresses)
    empty = times.pop("empty page")
    print(f"{'empty signed-in page':24}{1000 * statistics.median(empty):7.2f} ms")
    worst = 0.0
    for name, taken in times.items():
        ratio = statistics.median(page / nothing for page, nothing in zip(taken, empty, strict=True))
        worst = max(worst, ratio)
        print(f"{name:24}{1000 * statistics.median(taken):7.2f} ms   {ratio:.2f} times (at most {TARGET_RATIO:g})")
    return int(worst > TARGET_RATIO)


def prepare(folder: Path) -> "tuple[Client, dict[str, str]]":
    """Start the program on an empty folder, with a team that has a few goals in their fifth month."""
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
    client = Client()
    person, goal = settle()
    client.force_login(person)
    return client, {"empty page": "/empty/", "goal page": f"/goals/{goal}/", f"list of {N_GOALS} goals": "/goals/"}


def empty_page() -> object:
    """Return a view that shows the frame around nothing."""
    from django.shortcuts import render

    from aimline.apps.accounts.policy import Door, door

    @door(Door.SIGNED_IN, "nothing")
    def empty(request: "HttpRequest") -> "HttpResponse":
        return render(request, "base.html")

    return empty


def settle() -> tuple[object, object]:
    """Make a school with its people, and goals with readings, a check-in and an adjustment."""
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
    return world.people["lead"], goals[0].uuid


def measure(client: "Client", addresses: dict[str, str]) -> dict[str, list[float]]:
    """Ask for each page in turn, so that a busy moment of the machine meets all of them."""
    times: dict[str, list[float]] = {name: [] for name in addresses}
    for turn in range(N_WARM_UP + N_ROUNDS):
        for name, address in addresses.items():
            start = time.perf_counter()
            response = client.get(address)
            taken = time.perf_counter() - start
            assert response.status_code == 200, (name, response.status_code)
            if turn >= N_WARM_UP:
                times[name].append(taken)
    return times


if __name__ == "__main__":
    sys.exit(main())
