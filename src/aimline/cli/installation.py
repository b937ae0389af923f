"""Step into an installation: its data folder, its database, and who is looking."""

import os
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from aimline.domain.refusal import AimlineError
from aimline.domain.words import say
from aimline.web import sample

if TYPE_CHECKING:
    from aimline.apps.accounts.models import Person
    from aimline.apps.organizations.policy import Viewer

OWNER = "owner@data-folder.invalid"  # no letter and no sign-in reaches this address
OWNER_NAME = "Owner of the data folder"


class NobodyThere(AimlineError):
    """`--as` names nobody who is in this installation."""

    def __init__(self, person: str) -> None:
        super().__init__(
            "nobody-there",
            say("There is nobody here with the address {person}.", person=person),
            say("Write the e-mail address with which this person signs in."),
        )


class SayWhoYouAre(AimlineError):
    """The owner of the folder acts for nobody where a district runs its own database."""

    def __init__(self) -> None:
        super().__init__(
            "say-who-you-are",
            say("This installation has its own database, so the command needs to know who you are."),
            say("Add --as and the e-mail address of a person with the right to do this."),
        )


class OtherTables(AimlineError):
    """The data folder is empty, or was last used by another version."""

    def __init__(self) -> None:
        super().__init__(
            "other-tables",
            say("The tables of this data folder are not those of this version yet."),
            say("`aimline serve` brings them up to date; looking at them changes nothing."),
        )


class NoSuchFolder(AimlineError):
    """A command that only looks was given a folder that is not there."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            "no-such-folder",
            say("There is no data folder {folder}.", folder=str(folder)),
            say("Check the name; `aimline serve` makes a new one."),
        )


def enter(
    *, data: Path | None = None, today: date | None = None, mode: str | None = None, only_look: bool = False
) -> None:
    """Start Django on a data folder; options win over the environment, and a sample district has its own today.

    The folder is made where it is not there; a command that only looks raises `NoSuchFolder` instead.
    """
    folder = data or Path(os.environ.get("AIMLINE_DATA", "aimline-data"))
    if only_look and not folder.is_dir():
        raise NoSuchFolder(folder)
    marked = sample.read(folder)
    if marked is not None and (mode or os.environ.get("AIMLINE_MODE")) != "production":
        os.environ.setdefault("AIMLINE_TODAY", marked.today)
    os.environ["AIMLINE_DATA"] = str(folder)
    if today is not None:
        os.environ["AIMLINE_TODAY"] = today.isoformat()
    if mode is not None:
        os.environ["AIMLINE_MODE"] = mode
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aimline.web.settings")

    import django
    from django.conf import settings

    django.setup()
    settings.FILE_UPLOAD_TEMP_DIR.mkdir(parents=True, exist_ok=True)


def migrate() -> None:
    """Bring the tables to this version; nothing happens where they already are."""
    from django.core.management import call_command

    if n_waiting():
        call_command("migrate", verbosity=0, interactive=False)


def require_tables() -> None:
    """Raise `OtherTables` where a command that only looks would have to change the tables first."""
    if n_waiting():
        raise OtherTables


def n_waiting() -> int:
    """Count the changes to the tables that this version wants and the database does not have yet."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def machine_clock() -> datetime:
    """Return the moment it is, whatever day a sample district lives in: other machines keep the same time."""
    from django.utils import timezone

    return timezone.now()


def viewer(person: str | None) -> "Viewer":
    """Return the viewer named by `--as`, else the owner of the data folder as installation steward (settled 7).

    Raises `NobodyThere` or `SayWhoYouAre`.
    """
    from aimline.apps.accounts.models import Person
    from aimline.apps.organizations.policy import moment
    from aimline.apps.organizations.queries import viewer_of

    now = moment()
    if person is None:
        return viewer_of(owner(now), today=now.date(), now=now)
    found = Person.objects.filter(email__iexact=person, is_active=True).first()
    if found is None:
        raise NobodyThere(person)
    return viewer_of(found, today=now.date(), now=now)


def owner(now: datetime) -> "Person":
    """Return the person who stands for whoever owns the data folder, made and journaled at first use."""
    from django.conf import settings
    from django.db import transaction

    from aimline.apps.accounts.models import Person
    from aimline.apps.organizations import actions
    from aimline.apps.organizations.models import Role
    from aimline.apps.organizations.policy import Part, Viewer

    if settings.ENVIRONMENT.database or settings.ENVIRONMENT.mode == "production":
        raise SayWhoYouAre
    known = Person.objects.filter(email=OWNER).first()
    if known is not None:
        return known
    with transaction.atomic():
        person = Person.objects.create_person(name=OWNER_NAME, email=OWNER)
        steward = Part(role=Role.INSTALLATION_STEWARD, unit_id=None, district_id=None, kind="", path="")
        first = Viewer(person_id=person.pk, name=OWNER_NAME, today=date.min, now=now, parts=(steward,))
        actions.give_part(first, person, role=Role.INSTALLATION_STEWARD, unit=None, starts_on=date(2000, 1, 1))
    return person
