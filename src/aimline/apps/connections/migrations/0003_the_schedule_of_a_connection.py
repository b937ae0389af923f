"""How often a connection asks is its schedule."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("connections", "0002_a_wall_around_connections")]
    operations = [migrations.RenameField("connection", "often", "schedule")]
