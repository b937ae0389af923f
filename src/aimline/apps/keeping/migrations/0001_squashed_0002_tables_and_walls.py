"""The tables of what is erased and kept, made at once, and their walls on PostgreSQL."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from aimline.apps.organizations.migrations._at_once import CreateModels
from aimline.apps.organizations.migrations._walls import OWN, walls_around


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("keeping", "0001_first"),
        ("keeping", "0002_a_wall_around_erasures"),
    ]
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("organizations", "0001_squashed_0002_tables"),
        ("intake", "0001_squashed_0009_tables_and_walls"),
    ]
    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Erasure',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.unit')),
                    ('student_uuid', models.UUIDField()),
                    ('student_number', models.BigIntegerField()),
                    ('reason', models.CharField(choices=[('family', 'The family asked for it'), ('law', "A law or the district's rules ask for it"), ('mistake', 'The student was entered by mistake')], max_length=10)),
                    ('words', models.JSONField(default=dict)),
                    ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('asked_at', models.DateTimeField()),
                    ('done_at', models.DateTimeField(null=True)),
                    ('finished_at', models.DateTimeField(null=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('student_uuid',), name='a_student_is_erased_once'), models.CheckConstraint(condition=models.Q(('finished_at', None), ('done_at__isnull', False), _connector='OR'), name='an_erasure_is_done_before_it_is_finished')],
                },
            ),
            migrations.CreateModel(
                name='Retention',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('district', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='retention', to='organizations.unit')),
                    ('years_kept', models.PositiveSmallIntegerField()),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('years_kept__gte', 1), ('years_kept__lte', 30)), name='years_kept_are_1_to_30')],
                },
            ),
        ]),
        walls_around({"keeping_erasure": OWN, "keeping_retention": OWN}),
    ]
