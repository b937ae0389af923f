"""On PostgreSQL, standards stand behind the wall of their district."""

from django.db import migrations

from aimline.apps.organizations.migrations._walls import OWN, part_of, walls_around

CONDITIONS = {
    "standards_standard": OWN,
    "standards_standard_measures": part_of("standards_standard_measures", "standard_id", "standards_standard"),
}


class Migration(migrations.Migration):
    dependencies = [
        ("standards", "0001_first"),
        ("intake", "0002_districts_stay_apart"),
    ]
    operations = [walls_around(CONDITIONS)]
