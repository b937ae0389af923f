"""The table of releases as it became."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from aimline.apps.organizations.migrations._at_once import CreateModels


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("publication", "0001_first"),
        ("publication", "0002_atoms"),
    ]
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("organizations", "0001_squashed_0002_tables"),
    ]
    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Release',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.unit')),
                    ('shown_to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('question', models.CharField(max_length=80)),
                    ('digest', models.CharField(max_length=64)),
                    ('cells', models.JSONField()),
                    ('atoms', models.JSONField(default=dict)),
                    ('n_min', models.PositiveSmallIntegerField()),
                    ('first_shown_at', models.DateTimeField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('district', 'question', 'digest'), name='a_release_is_written_once')],
                },
            ),
        ]),
    ]
