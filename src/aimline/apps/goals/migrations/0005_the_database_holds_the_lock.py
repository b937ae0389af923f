"""Let the database itself hold what was locked (INV-34, INV-36)."""

from django.db import migrations

from aimline.apps.goals.migrations._the_lock import HOLD


class Migration(migrations.Migration):
    dependencies = [("goals", "0004_endorsements_stand_apart")]
    operations = [HOLD]
