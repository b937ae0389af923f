"""All tables of intake, made at once, and on PostgreSQL the walls between districts."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from aimline.apps.intake.migrations._districts import MAY_TOUCH, WALLED
from aimline.apps.organizations.migrations._at_once import CreateModels
from aimline.apps.organizations.migrations._walls import BY_PLACE, OWN, part_of, walls_around

WALLED_LATER = {
    "organizations_seat": OWN,
    "monitoring_outlook": part_of("monitoring_outlook", "goal_id", "goals_goal"),
    "results_classcount": OWN,
    "intake_savedmapping": BY_PLACE,
    "intake_lineitem": OWN,
}


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("intake", "0001_first"),
        ("intake", "0002_districts_stay_apart"),
        ("intake", "0003_a_wall_around_seats"),
        ("intake", "0004_a_wall_around_outlooks"),
        ("intake", "0005_a_wall_around_class_counts"),
        ("intake", "0006_saved_mappings"),
        ("intake", "0007_a_wall_around_saved_mappings"),
        ("intake", "0008_line_items_of_gradebooks"),
        ("intake", "0009_a_wall_around_line_items"),
    ]
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("journal", "0002_append_only"),
        ("organizations", "0001_squashed_0002_tables"),
        ("results", "0001_squashed_0002_tables"),
        ("publication", "0001_squashed_0002_tables"),
        ("goals", "0001_squashed_0009_tables_and_the_lock"),
        ("monitoring", "0001_squashed_0003_tables"),
    ]
    operations = [
        CreateModels([
            migrations.CreateModel(
                name='LineItem',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.unit')),
                    ('source', models.CharField(max_length=60)),
                    ('key', models.CharField(max_length=100)),
                    ('told', models.JSONField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('district', 'source', 'key'), name='a_line_item_is_kept_once')],
                },
            ),
            migrations.CreateModel(
                name='SavedMapping',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('place', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.unit')),
                    ('key', models.CharField(max_length=64)),
                    ('name', models.CharField(max_length=120)),
                    ('text', models.TextField()),
                    ('made_from', models.CharField(max_length=255)),
                    ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('used_at', models.DateTimeField()),
                    ('removed_at', models.DateTimeField(null=True)),
                    ('version', models.PositiveIntegerField(default=1)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('place', 'key'), name='a_kind_of_file_has_one_mapping_at_a_place', nulls_distinct=False)],
                },
            ),
            migrations.CreateModel(
                name='Upload',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('place', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.unit')),
                    ('file_name', models.CharField(max_length=255)),
                    ('path', models.CharField(max_length=255)),
                    ('digest', models.CharField(max_length=64)),
                    ('n_bytes', models.BigIntegerField()),
                    ('mapping', models.TextField(blank=True, default='')),
                    ('state', models.CharField(choices=[('received', 'Received'), ('staging', 'Staging'), ('staged', 'Staged'), ('committing', 'Committing'), ('committed', 'Committed'), ('refused', 'Refused'), ('discarded', 'Discarded'), ('withdrawn', 'Withdrawn')], default='received', max_length=12)),
                    ('seen_generations', models.JSONField(default=dict)),
                    ('report', models.JSONField(default=dict)),
                    ('message', models.TextField(blank=True, default='')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField()),
                    ('version', models.PositiveIntegerField(default=1)),
                ],
            ),
        ]),
        MAY_TOUCH,
        walls_around(WALLED | WALLED_LATER),
    ]
