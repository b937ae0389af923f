"""On PostgreSQL, the line items of gradebooks stand behind the same wall as their district."""

from django.db import migrations

from aimline.apps.organizations.migrations._walls import OWN, walls_around


class Migration(migrations.Migration):
    dependencies = [("intake", "0008_line_items_of_gradebooks")]
    operations = [walls_around({"intake_lineitem": OWN})]
