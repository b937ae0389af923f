"""Keep what stood behind a release, so that later ones can be audited against it."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('publication', '0001_first'),
    ]

    operations = [
        migrations.AddField(
            model_name='release',
            name='atoms',
            field=models.JSONField(default=dict),
        ),
    ]
