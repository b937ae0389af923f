"""All tables of plans, readings and verdicts, made at once."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from aimline.apps.organizations.migrations._at_once import CreateModels


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("monitoring", "0001_first"),
        ("monitoring", "0002_outlook"),
        ("monitoring", "0003_the_gap_a_team_watches"),
    ]
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("organizations", "0001_squashed_0002_tables"),
        ("results", "0001_squashed_0002_tables"),
        ("goals", "0001_squashed_0009_tables_and_the_lock"),
    ]
    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Outlook',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('goal', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='outlook', to='goals.goal')),
                    ('made_on', models.DateField()),
                    ('version', models.CharField(blank=True, default='', max_length=40)),
                    ('target', models.FloatField()),
                    ('deadline', models.DateField()),
                    ('chance', models.FloatField(null=True)),
                    ('low', models.FloatField(null=True)),
                    ('high', models.FloatField(null=True)),
                    ('alarm_below', models.FloatField(null=True)),
                    ('is_enough', models.BooleanField(default=False)),
                    ('n_points', models.PositiveIntegerField(default=0)),
                    ('last_on', models.DateField(null=True)),
                    ('last_value', models.FloatField(null=True)),
                    ('rests_on', models.JSONField(default=dict)),
                    ('ambition', models.JSONField(default=dict)),
                ],
            ),
            migrations.CreateModel(
                name='Plan',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('goal', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='plan', to='goals.goal')),
                    ('cadence_days', models.PositiveSmallIntegerField(default=28)),
                    ('data_looked_at', models.TextField(blank=True, default='')),
                    ('who_brings_data', models.CharField(blank=True, default='', max_length=200)),
                    ('gap_group', models.JSONField(blank=True, default=dict)),
                ],
            ),
            migrations.CreateModel(
                name='Checkpoint',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='checkpoints', to='monitoring.plan')),
                    ('on', models.DateField()),
                    ('measure', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='results.measure')),
                    ('name', models.CharField(blank=True, default='', max_length=120)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('plan', 'on', 'measure'), name='one_look_a_day_and_measure')],
                },
            ),
            migrations.CreateModel(
                name='DecisionRule',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rules', to='monitoring.plan')),
                    ('kind', models.CharField(max_length=10)),
                    ('condition', models.JSONField()),
                    ('then', models.TextField()),
                    ('source', models.CharField(default='template', max_length=10)),
                    ('effective_from', models.DateField()),
                ],
            ),
            migrations.CreateModel(
                name='Reading',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('goal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readings', to='goals.goal')),
                    ('administration', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='results.administration')),
                    ('measure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='results.measure')),
                    ('on', models.DateField()),
                    ('n', models.PositiveIntegerField()),
                    ('numerator', models.PositiveIntegerField(null=True)),
                    ('value', models.FloatField()),
                    ('deviation', models.FloatField(null=True)),
                    ('n_not_tested', models.PositiveIntegerField(default=0)),
                    ('generation', models.PositiveIntegerField()),
                    ('is_counted_by_hand', models.BooleanField(default=False)),
                ],
                options={
                    'indexes': [models.Index(fields=['goal', 'on'], name='reading_by_goal_and_date')],
                    'constraints': [models.UniqueConstraint(fields=('goal', 'administration'), name='one_reading_per_administration')],
                },
            ),
            migrations.CreateModel(
                name='CheckIn',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.unit')),
                    ('goal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='check_ins', to='goals.goal')),
                    ('on', models.DateField()),
                    ('reading', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='monitoring.reading')),
                    ('value', models.FloatField(null=True)),
                    ('n', models.PositiveIntegerField(null=True)),
                    ('aimline_value', models.FloatField(null=True)),
                    ('status', models.CharField(max_length=10)),
                    ('no_data_reason', models.TextField(blank=True, default='')),
                    ('answers', models.JSONField(default=dict)),
                    ('celebration', models.TextField(blank=True, default='')),
                    ('concern', models.TextField(blank=True, default='')),
                    ('decision', models.CharField(max_length=10)),
                    ('next_on', models.DateField()),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name='Adjustment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('goal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='adjustments', to='goals.goal')),
                    ('check_in', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='adjustments', to='monitoring.checkin')),
                    ('family', models.CharField(max_length=20)),
                    ('option', models.CharField(blank=True, default='', max_length=60)),
                    ('text', models.TextField()),
                    ('short_name', models.CharField(max_length=40)),
                    ('strategy_before', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='goals.strategy')),
                    ('strategy_after', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='goals.strategy')),
                    ('starts_on', models.DateField()),
                    ('review_on', models.DateField(null=True)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name='SecondAnswer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('check_in', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='second_answers', to='monitoring.checkin')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('agrees', models.BooleanField()),
                    ('note', models.TextField(blank=True, default='')),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('check_in', 'person'), name='a_person_answers_once')],
                },
            ),
            migrations.CreateModel(
                name='Verdict',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('goal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='verdicts', to='goals.goal')),
                    ('on', models.DateField()),
                    ('status', models.CharField(max_length=10)),
                    ('rule', models.CharField(max_length=40)),
                    ('rule_version', models.PositiveSmallIntegerField()),
                    ('inputs', models.JSONField()),
                    ('sentence', models.TextField()),
                    ('sentence_values', models.JSONField(default=dict)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('goal', 'on'), name='one_verdict_a_day')],
                },
            ),
        ]),
    ]
