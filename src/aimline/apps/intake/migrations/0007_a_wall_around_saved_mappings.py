"""On PostgreSQL, saved mappings stand behind the same wall as the files they were made from."""

from django.db import migrations

from aimline.apps.organizations.migrations._walls import BY_PLACE, walls_around


class Migration(migrations.Migration):
    dependencies = [("intake", "0006_saved_mappings")]
    operations = [walls_around({"intake_savedmapping": BY_PLACE})]
