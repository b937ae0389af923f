"""On PostgreSQL, let the database itself keep districts apart."""

from django.db import migrations

from aimline.apps.intake.migrations._districts import MAY_TOUCH, WALLED
from aimline.apps.organizations.migrations._walls import walls_around


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0001_first"),
        ("monitoring", "0001_first"),
        ("publication", "0001_first"),
        ("journal", "0002_append_only"),
    ]
    operations = [MAY_TOUCH, walls_around(WALLED)]
