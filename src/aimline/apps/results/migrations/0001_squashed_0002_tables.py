"""All tables of measures and results, made at once."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from aimline.apps.organizations.migrations._at_once import CreateModels


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("results", "0001_first"),
        ("results", "0002_class_counts"),
    ]
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("organizations", "0001_squashed_0002_tables"),
    ]
    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Batch',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='batches', to='organizations.unit')),
                    ('upload_uuid', models.UUIDField(db_index=True)),
                    ('number', models.PositiveIntegerField(null=True)),
                    ('state', models.CharField(choices=[('staged', 'Staged'), ('committed', 'Committed'), ('withdrawn', 'Withdrawn'), ('discarded', 'Discarded')], default='staged', max_length=12)),
                    ('source', models.CharField(max_length=60)),
                    ('file_name', models.CharField(max_length=255)),
                    ('file_digest', models.CharField(max_length=64)),
                    ('mapping_digest', models.CharField(max_length=64)),
                    ('school_years', models.JSONField(default=list)),
                    ('n_rows', models.PositiveIntegerField(default=0)),
                    ('n_not_scored', models.PositiveIntegerField(default=0)),
                    ('n_problems', models.PositiveIntegerField(default=0)),
                    ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('created_at', models.DateTimeField()),
                    ('committed_at', models.DateTimeField(null=True)),
                    ('withdrawn_at', models.DateTimeField(null=True)),
                    ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('version', models.PositiveIntegerField(default=1)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('number__isnull', False)), fields=('district', 'number'), name='a_batch_has_one_place_in_the_order'), models.UniqueConstraint(condition=models.Q(('state', 'committed')), fields=('district', 'file_digest', 'mapping_digest'), name='a_file_is_live_once')],
                },
            ),
            migrations.CreateModel(
                name='Head',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('district', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='warehouse_head', to='organizations.unit')),
                    ('generation', models.PositiveIntegerField(default=0)),
                    ('last_batch_number', models.PositiveIntegerField(default=0)),
                ],
            ),
            migrations.CreateModel(
                name='Measure',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='measures', to='organizations.unit')),
                    ('source', models.CharField(max_length=60)),
                    ('code', models.CharField(max_length=120)),
                    ('name', models.CharField(max_length=200)),
                    ('subject', models.CharField(max_length=60)),
                    ('kind', models.CharField(max_length=20)),
                    ('metric', models.CharField(max_length=40)),
                    ('direction', models.CharField(max_length=4)),
                    ('unit', models.CharField(max_length=20)),
                    ('minimum', models.FloatField(null=True)),
                    ('maximum', models.FloatField(null=True)),
                    ('instrument_version', models.CharField(blank=True, default='', max_length=40)),
                    ('min_meaningful_change', models.FloatField(default=0)),
                    ('is_yearly', models.BooleanField(default=False)),
                    ('aligned_to_standards', models.BooleanField(default=False)),
                    ('restricted', models.BooleanField(default=False)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('district', 'source', 'code', 'instrument_version'), name='a_measure_version_is_stored_once'), models.CheckConstraint(condition=models.Q(('direction__in', ['up', 'down'])), name='a_measure_goes_up_or_down')],
                },
            ),
            migrations.CreateModel(
                name='Administration',
                fields=[
                    ('id', models.BigAutoField(primary_key=True, serialize=False)),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.unit')),
                    ('measure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='administrations', to='results.measure')),
                    ('school_year', models.PositiveSmallIntegerField()),
                    ('window', models.CharField(max_length=60)),
                    ('given_on', models.DateField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('measure', 'school_year', 'window'), name='an_administration_is_stored_once')],
                },
            ),
            migrations.CreateModel(
                name='ClassCount',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.unit')),
                    ('batch', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='class_count', to='results.batch')),
                    ('administration', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='class_counts', to='results.administration')),
                    ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.unit')),
                    ('n', models.PositiveIntegerField()),
                    ('n_met', models.PositiveIntegerField()),
                    ('n_not_tested', models.PositiveIntegerField(default=0)),
                    ('at_levels', models.JSONField(blank=True, default=list)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('n__gt', 0), ('n_met__lte', models.F('n'))), name='no_more_met_than_were_tested')],
                },
            ),
            migrations.CreateModel(
                name='MeasureLevel',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('measure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='levels', to='results.measure')),
                    ('grade', models.SmallIntegerField(null=True)),
                    ('order', models.PositiveSmallIntegerField()),
                    ('label', models.CharField(max_length=80)),
                    ('lower', models.FloatField(null=True)),
                    ('is_proficient', models.BooleanField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('measure', 'grade', 'order'), name='levels_are_ordered', nulls_distinct=False)],
                },
            ),
            migrations.CreateModel(
                name='Segment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('district', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.unit')),
                    ('batch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='segments', to='results.batch')),
                    ('kind', models.CharField(choices=[('log', 'Log'), ('current', 'Current')], max_length=8)),
                    ('school_year', models.PositiveSmallIntegerField()),
                    ('path', models.CharField(max_length=255, unique=True)),
                    ('n_rows', models.PositiveIntegerField(default=0)),
                    ('n_bytes', models.BigIntegerField(default=0)),
                    ('digest', models.CharField(default='', max_length=64)),
                    ('made_in', models.PositiveIntegerField(null=True)),
                    ('retired_in', models.PositiveIntegerField(null=True)),
                    ('retired_at', models.DateTimeField(null=True)),
                    ('writing_since', models.DateTimeField()),
                ],
                options={
                    'indexes': [models.Index(fields=['district', 'kind', 'school_year'], name='segment_by_year')],
                },
            ),
        ]),
    ]
