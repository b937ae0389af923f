"""The second wall on PostgreSQL: a request sees only the rows of its viewer's districts.

The first wall is the check in every query and action. Should one be forgotten, the database answers with nothing.
Policies read the setting `aimline.districts`: `*` for the program itself (start, sign-in, jobs, commands), else ids.
A connection begins open, because everything that runs before there is a viewer needs to see all districts: the look-up
of who signs in, jobs, commands, migrations. So the wall stands from the moment the gate knows the viewer to the end of
the request; a public page, and a connection made anew within a request, have the checks of the code alone.
"""

from django.db import connection

from aimline.apps.organizations.policy import Viewer

OPEN = "*"


def raise_for(viewer: Viewer) -> None:
    """Narrow this connection to the districts of a viewer; an installation steward keeps all of them."""
    if viewer.is_installation_steward:
        return
    set_districts(",".join(str(pk) for pk in sorted({part.district_id or 0 for part in viewer.parts})))


def lower() -> None:
    """Give the connection back as it was."""
    set_districts(OPEN)


def set_districts(districts: str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('aimline.districts', %s, false)", [districts])
