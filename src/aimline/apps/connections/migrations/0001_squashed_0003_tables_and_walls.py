"""The tables of connections, made at once, and their walls on PostgreSQL."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from aimline.apps.organizations.migrations._at_once import CreateModels
from aimline.apps.organizations.migrations._walls import OWN, part_of, walls_around

CONDITIONS = {
    "connections_connection": OWN,
    "connections_pull": part_of("connections_pull", "connection_id", "connections_connection"),
}


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("connections", "0001_first"),
        ("connections", "0002_a_wall_around_connections"),
        ("connections", "0003_the_schedule_of_a_connection"),
    ]
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("organizations", "0001_squashed_0002_tables"),
        ("intake", "0001_squashed_0009_tables_and_walls"),
    ]
    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Connection',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='connections', to='organizations.unit')),
                    ('name', models.CharField(max_length=80)),
                    ('kind', models.CharField(choices=[('oneroster', 'Oneroster'), ('ed_fi', 'Ed Fi')], max_length=12)),
                    ('address', models.CharField(max_length=300)),
                    ('token_address', models.CharField(blank=True, default='', max_length=300)),
                    ('client_key', models.CharField(max_length=200)),
                    ('sealed_secret', models.TextField()),
                    ('system', models.CharField(max_length=50)),
                    ('wants_roster', models.BooleanField(default=True)),
                    ('wants_demographics', models.BooleanField(default=False)),
                    ('wants_results', models.BooleanField(default=False)),
                    ('schedule', models.CharField(choices=[('by_hand', 'By Hand'), ('daily', 'Daily'), ('weekly', 'Weekly')], default='by_hand', max_length=8)),
                    ('stores_by_itself', models.BooleanField(default=False)),
                    ('is_on', models.BooleanField(default=False)),
                    ('next_at', models.DateTimeField(null=True)),
                    ('tried', models.JSONField(default=dict)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('changed_at', models.DateTimeField()),
                    ('version', models.PositiveIntegerField(default=1)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('district', 'name'), name='a_connection_is_named_once')],
                },
            ),
            migrations.CreateModel(
                name='Pull',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('connection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pulls', to='connections.connection')),
                    ('state', models.CharField(choices=[('running', 'Running'), ('stopped', 'Stopped'), ('done', 'Done')], default='running', max_length=8)),
                    ('begun_at', models.DateTimeField()),
                    ('seen_at', models.DateTimeField()),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('first_change', models.BigIntegerField(null=True)),
                    ('last_change', models.BigIntegerField(null=True)),
                    ('n_rows', models.JSONField(default=dict)),
                    ('message', models.TextField(blank=True, default='')),
                    ('roster_uuid', models.UUIDField(null=True)),
                    ('results_uuid', models.UUIDField(null=True)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'running')), fields=('connection',), name='a_connection_pulls_one_thing_at_a_time')],
                },
            ),
        ]),
        walls_around(CONDITIONS),
    ]
