"""On PostgreSQL, counts of classes stand behind the same wall as the other tables of a district."""

from django.db import migrations

from aimline.apps.organizations.migrations._walls import OWN, walls_around


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0004_a_wall_around_outlooks"),
        ("results", "0002_class_counts"),
    ]
    operations = [walls_around({"results_classcount": OWN})]
