"""On PostgreSQL, erasures and what a district keeps stand behind the same wall as its other tables."""

from django.db import migrations

from aimline.apps.organizations.migrations._walls import OWN, walls_around


class Migration(migrations.Migration):
    dependencies = [("keeping", "0001_first"), ("intake", "0002_districts_stay_apart")]
    operations = [walls_around({"keeping_erasure": OWN, "keeping_retention": OWN})]
