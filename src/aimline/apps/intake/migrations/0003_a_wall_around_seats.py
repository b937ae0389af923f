"""On PostgreSQL, seats stand behind the same wall as the other tables of a district."""

from django.db import migrations

from aimline.apps.organizations.migrations._walls import OWN, walls_around


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0002_districts_stay_apart"),
        ("organizations", "0002_rosters_keep_what_they_bring"),
    ]
    operations = [walls_around({"organizations_seat": OWN})]
