"""All tables of goals, made at once, and the lock that the database itself holds."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from aimline.apps.goals.migrations._the_lock import HOLD
from aimline.apps.organizations.migrations._at_once import CreateModels


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("goals", "0001_first"),
        ("goals", "0002_goals_can_be_carried_forward"),
        ("goals", "0003_twins_and_the_spread_of_the_start"),
        ("goals", "0004_endorsements_stand_apart"),
        ("goals", "0005_the_database_holds_the_lock"),
        ("goals", "0006_goals_cite_a_standard"),
        ("goals", "0007_goals_cite_several_standards"),
        ("goals", "0008_the_standard_a_goal_cited"),
        ("goals", "0009_one_standard_no_longer"),
    ]
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("organizations", "0001_squashed_0002_tables"),
        ("results", "0001_squashed_0002_tables"),
    ]
    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Analysis',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.unit')),
                    ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='analyses', to='organizations.unit')),
                    ('school_year', models.PositiveSmallIntegerField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('unit', 'school_year'), name='one_analysis_per_place_and_year')],
                },
            ),
            migrations.CreateModel(
                name='Cohort',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.unit')),
                    ('digest', models.CharField(max_length=64)),
                    ('n', models.PositiveIntegerField()),
                    ('members', models.BinaryField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('district', 'digest'), name='equal_cohorts_are_one_row')],
                },
            ),
            migrations.CreateModel(
                name='Note',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('analysis', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='goals.analysis')),
                    ('column', models.CharField(max_length=12)),
                    ('text', models.TextField()),
                    ('source', models.CharField(blank=True, default='', max_length=200)),
                    ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('written_at', models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name='PriorityArea',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('analysis', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='priorities', to='goals.analysis')),
                    ('name', models.CharField(max_length=200)),
                    ('subject', models.CharField(blank=True, default='', max_length=60)),
                    ('essential', models.PositiveSmallIntegerField(null=True)),
                    ('gap_size', models.PositiveSmallIntegerField(null=True)),
                    ('readiness', models.PositiveSmallIntegerField(null=True)),
                    ('strategy_available', models.PositiveSmallIntegerField(null=True)),
                    ('support', models.PositiveSmallIntegerField(null=True)),
                    ('timeline', models.PositiveSmallIntegerField(null=True)),
                    ('decision', models.CharField(default='later', max_length=10)),
                    ('reason', models.TextField(blank=True, default='')),
                ],
            ),
            migrations.CreateModel(
                name='Goal',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.unit')),
                    ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='goals', to='organizations.unit')),
                    ('school_year', models.PositiveSmallIntegerField()),
                    ('layer', models.CharField(default='progress', max_length=10)),
                    ('level', models.CharField(max_length=10)),
                    ('state', models.CharField(default='draft', max_length=16)),
                    ('title', models.CharField(blank=True, default='', max_length=200)),
                    ('statement', models.TextField(blank=True, default='')),
                    ('statement_mode', models.CharField(default='from_formula', max_length=12)),
                    ('why', models.TextField(blank=True, default='')),
                    ('area', models.CharField(blank=True, default='', max_length=30)),
                    ('visibility', models.CharField(default='school', max_length=10)),
                    ('language', models.CharField(default='en', max_length=12)),
                    ('priority', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='goals', to='goals.priorityarea')),
                    ('comparison', models.CharField(blank=True, default='', max_length=20)),
                    ('denominator', models.CharField(default='tested', max_length=10)),
                    ('group_label', models.CharField(blank=True, default='', max_length=200)),
                    ('group_rule', models.JSONField(default=dict)),
                    ('n_in_group', models.PositiveIntegerField(null=True)),
                    ('cohort', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='goals', to='goals.cohort')),
                    ('result', models.TextField(blank=True, default='')),
                    ('standards', models.JSONField(default=list)),
                    ('measure', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='results.measure')),
                    ('direction', models.CharField(default='up', max_length=4)),
                    ('baseline', models.FloatField(null=True)),
                    ('baseline_on', models.DateField(null=True)),
                    ('baseline_n', models.PositiveIntegerField(null=True)),
                    ('baseline_deviation', models.FloatField(null=True)),
                    ('baseline_source', models.CharField(blank=True, default='', max_length=200)),
                    ('baseline_administration', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='results.administration')),
                    ('target', models.FloatField(null=True)),
                    ('target_floor', models.FloatField(null=True)),
                    ('unmet_a_reason', models.TextField(blank=True, default='')),
                    ('starts_on', models.DateField(null=True)),
                    ('deadline', models.DateField(null=True)),
                    ('deadline_words', models.CharField(blank=True, default='', max_length=80)),
                    ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('created_at', models.DateTimeField()),
                    ('locked_at', models.DateTimeField(null=True)),
                    ('locked_on', models.DateField(null=True)),
                    ('closed_on', models.DateField(null=True)),
                    ('final_value', models.FloatField(null=True)),
                    ('was_met', models.BooleanField(null=True)),
                    ('carried_from', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='carried_to', to='goals.goal')),
                    ('version', models.PositiveIntegerField(default=1)),
                ],
                options={
                    'indexes': [models.Index(fields=['unit', 'state'], name='goal_by_unit_and_state')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('locked_on', None), models.Q(('direction', 'up'), ('target__gte', models.F('target_floor'))), models.Q(('direction', 'down'), ('target__lte', models.F('target_floor'))), _connector='OR'), name='target_never_recedes'), models.CheckConstraint(condition=models.Q(('locked_on', None), models.Q(('baseline__isnull', False), ('baseline_on__isnull', False), ('deadline__isnull', False), ('measure__isnull', False), ('target__isnull', False), ('target_floor__isnull', False)), _connector='OR'), name='a_locked_goal_is_complete'), models.CheckConstraint(condition=models.Q(models.Q(('layer', 'progress'), ('state', 'active'), _negated=True), ('locked_on__isnull', False), _connector='OR'), name='an_active_progress_goal_is_locked'), models.CheckConstraint(condition=models.Q(('layer', 'progress'), ('target', None), _connector='OR'), name='only_a_progress_goal_has_a_target')],
                },
            ),
            migrations.CreateModel(
                name='Amendment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('goal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='amendments', to='goals.goal')),
                    ('kind', models.CharField(max_length=16)),
                    ('reason_code', models.CharField(blank=True, default='', max_length=60)),
                    ('explanation', models.TextField()),
                    ('before', models.JSONField()),
                    ('after', models.JSONField()),
                    ('requested_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('requested_at', models.DateTimeField()),
                    ('decided_at', models.DateTimeField(null=True)),
                    ('state', models.CharField(max_length=10)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'correction'), ('state', 'approved'), _negated=True), models.Q(('approved_by__isnull', False), models.Q(('approved_by', models.F('requested_by')), _negated=True)), _connector='OR'), name='a_correction_needs_a_second_person')],
                },
            ),
            migrations.CreateModel(
                name='InterimBenchmark',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('goal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='benchmarks', to='goals.goal')),
                    ('on', models.DateField()),
                    ('value', models.FloatField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('goal', 'on'), name='one_benchmark_a_day')],
                },
            ),
            migrations.CreateModel(
                name='Override',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('goal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='overrides', to='goals.goal')),
                    ('about', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='easier_twins', to='goals.goal')),
                    ('rule', models.CharField(max_length=12)),
                    ('reason', models.TextField()),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name='Part',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('goal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='goals.goal')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('kind', models.CharField(max_length=12)),
                    ('since', models.DateTimeField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('kind', 'endorser'), _negated=True), fields=('goal', 'person'), name='a_person_has_one_part_in_a_goal'), models.UniqueConstraint(condition=models.Q(('kind', 'endorser')), fields=('goal', 'person'), name='a_person_endorses_a_goal_once')],
                },
            ),
            migrations.CreateModel(
                name='Reflection',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('goal', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='reflection', to='goals.goal')),
                    ('what_worked', models.TextField()),
                    ('what_we_learned', models.TextField()),
                    ('what_next', models.TextField()),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name='Revision',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('goal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='revisions', to='goals.goal')),
                    ('version', models.PositiveIntegerField()),
                    ('values', models.JSONField()),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('goal', 'version'), name='one_revision_per_version')],
                },
            ),
            migrations.CreateModel(
                name='Strategy',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('goal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='strategies', to='goals.goal')),
                    ('kind', models.CharField(max_length=12)),
                    ('text', models.TextField()),
                    ('short_name', models.CharField(blank=True, default='', max_length=40)),
                    ('how_it_differs', models.TextField(blank=True, default='')),
                    ('evidence_basis', models.CharField(blank=True, default='', max_length=30)),
                    ('state', models.CharField(default='in_use', max_length=10)),
                    ('proposed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('starts_on', models.DateField(null=True)),
                    ('retired_on', models.DateField(null=True)),
                ],
            ),
        ]),
        HOLD,
    ]
