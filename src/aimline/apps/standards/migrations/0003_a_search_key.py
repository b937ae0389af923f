"""Standards get a key to be found by."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("standards", "0002_a_wall_around_standards")]
    operations = [migrations.AddField("standard", "search", models.TextField(default="", blank=True))]
