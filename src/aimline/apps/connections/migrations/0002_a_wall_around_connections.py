"""On PostgreSQL, connections and their pulls stand behind the wall of their district."""

from django.db import migrations

from aimline.apps.organizations.migrations._walls import OWN, part_of, walls_around

CONDITIONS = {
    "connections_connection": OWN,
    "connections_pull": part_of("connections_pull", "connection_id", "connections_connection"),
}


class Migration(migrations.Migration):
    dependencies = [
        ("connections", "0001_first"),
        ("intake", "0004_a_wall_around_outlooks"),
    ]
    operations = [walls_around(CONDITIONS)]
