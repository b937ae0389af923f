"""How much of the sample district does the door show to those who teach none of its students?

Makes the sample district and looks, as its district leader, at every measure of every school on the Data page, at
every goal and at every sum of places. Then counts in the ledger: of the numbers with enough students behind them how
many were shown (target: at least 75 %), and how many of all numbers were hidden that are not small themselves (target:
at most 15 %).

    python -m benchmarks.sample_suppression
"""

import os
import sys
import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from tests.browser import served
from tests.conftest import make_sample

if TYPE_CHECKING:
    from django.test import Client

LEAST_SHOWN, MOST_HIDDEN = 0.75, 0.15


def main() -> int:
    """Walk and count; returns 1 when a target is missed."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        make_sample(data)
        leader = start(data)
        n_pages = walk(leader)
        safe, shown, every, beyond = count()
    print(f"{n_pages} pages: {shown} of {safe} safe numbers shown ({shown / safe:.1%}, at least {LEAST_SHOWN:.0%})")
    print(
        f"hidden beyond the small ones: {beyond} of {every} numbers ({beyond / every:.1%}, at most {MOST_HIDDEN:.0%})"
    )
    return int(shown / safe < LEAST_SHOWN or beyond / every > MOST_HIDDEN)


def start(data: Path) -> "Client":
    """Open the installation as its district leader sees it."""
    today = str(served.Installation("", data).sample["today"])
    os.environ |= {"AIMLINE_DATA": str(data), "AIMLINE_TASKS": "immediate", "AIMLINE_TODAY": today}
    os.environ["DJANGO_SETTINGS_MODULE"] = "aimline.web.settings"
    warnings.filterwarnings("ignore", message="No directory at")
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client

    from aimline.apps.organizations.models import Membership, Role

    settings.ALLOWED_HOSTS.append("testserver")
    client = Client()
    client.force_login(Membership.objects.filter(role=Role.DISTRICT_LEADER).earliest("pk").person)
    return client


def walk(leader: "Client") -> int:
    """Open every page that tells numbers; returns how many there were."""
    from aimline.apps.goals.models import Goal
    from aimline.apps.organizations.models import Unit, UnitKind
    from aimline.apps.results.models import Measure

    schools = Unit.objects.filter(kind=UnitKind.SCHOOL).order_by("pk").values_list("uuid", flat=True)
    measures = Measure.objects.order_by("pk").values_list("uuid", flat=True)
    addresses = ["/goals/", *(f"/data/?school={school}&measure={each}" for school in schools for each in measures)]
    goals = Goal.objects.order_by("pk").values_list("uuid", flat=True)
    addresses += [f"/goals/{goal}/{part}" for goal in goals for part in ("", "adds-up/")]
    answers = [leader.get(address).status_code for address in addresses]
    return answers.count(200)


def count() -> tuple[int, int, int, int]:
    """Count what the ledger holds: safe numbers, shown ones, all numbers, and those hidden beyond the small ones."""
    from aimline.apps.publication.models import Release

    cells = [(cell, row.n_min) for row in Release.objects.order_by("pk") for cell in row.cells if cell["n"]]
    safe = [cell for cell, n_min in cells if cell["n"] >= n_min]
    shown = sum(cell["shown"] for cell in safe)
    return len(safe), shown, len(cells), len(safe) - shown


if __name__ == "__main__":
    sys.exit(main())
