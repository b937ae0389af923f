"""All tables of places, people and years, made at once.

Tables that stand by themselves come first: whatever changes after these has all tables to render anew.
"""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from aimline.apps.organizations.migrations._at_once import CreateModels


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("organizations", "0001_first"),
        ("organizations", "0002_rosters_keep_what_they_bring"),
    ]
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("journal", "0002_append_only"),
        ("django_tasks_database", "0021_conditional_partial_index_ordering"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
    ]
    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Unit',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('district', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.unit')),
                    ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='organizations.unit')),
                    ('path', models.CharField(db_index=True, default='', max_length=120)),
                    ('kind', models.CharField(choices=[('district', 'District'), ('school', 'School'), ('team', 'Team'), ('classroom', 'Classroom')], max_length=12)),
                    ('name', models.CharField(max_length=200)),
                    ('name_sort', models.CharField(max_length=200)),
                    ('code', models.CharField(blank=True, default='', max_length=60)),
                    ('locale', models.CharField(default='en', max_length=12)),
                    ('time_zone', models.CharField(default='UTC', max_length=60)),
                    ('label_pack', models.CharField(default='US', max_length=20)),
                    ('team_kind', models.CharField(blank=True, default='', max_length=30)),
                    ('grades', models.JSONField(default=list)),
                    ('subject', models.CharField(blank=True, default='', max_length=60)),
                    ('n_min', models.PositiveSmallIntegerField(default=10)),
                    ('archived_on', models.DateField(blank=True, null=True)),
                    ('version', models.PositiveIntegerField(default=1)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('kind', 'school'), models.Q(('code', ''), _negated=True)), fields=('district', 'code'), name='a_school_is_district_and_code'), models.UniqueConstraint(condition=models.Q(('kind', 'district'), models.Q(('code', ''), _negated=True)), fields=('code',), name='a_district_has_its_code'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'district'), ('parent', None)), models.Q(models.Q(('kind', 'district'), _negated=True), ('parent__isnull', False)), _connector='OR'), name='only_a_district_stands_alone'), models.CheckConstraint(condition=models.Q(('n_min__gte', 5), ('n_min__lte', 30)), name='minimum_n_is_5_to_30')],
                },
            ),
            migrations.CreateModel(
                name='Attribute',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attributes', to='organizations.unit')),
                    ('name', models.CharField(max_length=80)),
                    ('slot', models.PositiveSmallIntegerField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('district', 'name'), name='an_attribute_is_named_once'), models.UniqueConstraint(fields=('district', 'slot'), name='an_attribute_has_its_own_column'), models.CheckConstraint(condition=models.Q(('slot__gte', 1), ('slot__lte', 12)), name='there_are_twelve_columns')],
                },
            ),
            migrations.CreateModel(
                name='Membership',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                    ('district', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.unit')),
                    ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='organizations.unit')),
                    ('role', models.CharField(choices=[('installation_steward', 'Installation Steward'), ('district_leader', 'District Leader'), ('data_steward', 'Data Steward'), ('principal', 'Principal'), ('vice_principal', 'Vice Principal'), ('leadership_team', 'Leadership Team'), ('team_lead', 'Team Lead'), ('teacher', 'Teacher'), ('support_teacher', 'Support Teacher'), ('coach', 'Coach'), ('student', 'Student'), ('parent', 'Parent'), ('council_member', 'Council Member'), ('observer', 'Observer')], max_length=24)),
                    ('starts_on', models.DateField()),
                    ('ends_on', models.DateField(blank=True, null=True)),
                    ('source', models.CharField(db_default='', default='', max_length=60)),
                    ('source_key', models.CharField(db_default='', default='', max_length=250)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('role', 'installation_steward'), ('unit', None)), models.Q(models.Q(('role', 'installation_steward'), _negated=True), ('unit__isnull', False)), _connector='OR'), name='only_an_installation_steward_has_no_place')],
                },
            ),
            migrations.CreateModel(
                name='SchoolYear',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='school_years', to='organizations.unit')),
                    ('ending', models.PositiveSmallIntegerField()),
                    ('starts_on', models.DateField()),
                    ('ends_on', models.DateField()),
                    ('is_proposed', models.BooleanField(default=False)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('district', 'ending'), name='one_school_year_per_ending')],
                },
            ),
            migrations.CreateModel(
                name='CalendarSpan',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('school_year', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='spans', to='organizations.schoolyear')),
                    ('kind', models.CharField(max_length=12)),
                    ('name', models.CharField(max_length=60)),
                    ('number', models.PositiveSmallIntegerField(default=0)),
                    ('starts_on', models.DateField()),
                    ('ends_on', models.DateField()),
                ],
            ),
            migrations.CreateModel(
                name='Student',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.unit')),
                    ('given_name', models.CharField(blank=True, default='', max_length=120)),
                    ('family_name', models.CharField(blank=True, default='', max_length=120)),
                    ('same_as', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organizations.student')),
                ],
            ),
            migrations.CreateModel(
                name='Enrolment',
                fields=[
                    ('id', models.BigAutoField(primary_key=True, serialize=False)),
                    ('district', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.unit')),
                    ('student', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='enrolments', to='organizations.student')),
                    ('school', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.unit')),
                    ('school_year', models.PositiveSmallIntegerField()),
                    ('grade', models.SmallIntegerField()),
                    ('starts_on', models.DateField()),
                    ('ends_on', models.DateField(null=True)),
                    ('source', models.CharField(db_default='', default='', max_length=60)),
                ],
                options={
                    'indexes': [models.Index(fields=['school', 'school_year', 'grade'], name='enrolment_by_school')],
                    'constraints': [models.UniqueConstraint(fields=('student', 'school', 'school_year'), name='one_enrolment_per_school_and_year')],
                },
            ),
            migrations.CreateModel(
                name='ExternalId',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('district', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.unit')),
                    ('source', models.CharField(max_length=60)),
                    ('kind', models.CharField(max_length=30)),
                    ('value', models.CharField(max_length=120)),
                    ('student', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='external_ids', to='organizations.student')),
                    ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='external_ids', to='organizations.unit')),
                    ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('district', 'source', 'kind', 'value'), name='an_external_id_names_one_owner'), models.CheckConstraint(condition=models.Q(models.Q(('person', None), ('student__isnull', False), ('unit', None)), models.Q(('person', None), ('student', None), ('unit__isnull', False)), models.Q(('person__isnull', False), ('student', None), ('unit', None)), _connector='OR'), name='an_external_id_has_one_owner')],
                },
            ),
            migrations.CreateModel(
                name='Seat',
                fields=[
                    ('id', models.BigAutoField(primary_key=True, serialize=False)),
                    ('district', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.unit')),
                    ('student', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seats', to='organizations.student')),
                    ('classroom', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='organizations.unit')),
                    ('starts_on', models.DateField()),
                    ('ends_on', models.DateField(null=True)),
                    ('source', models.CharField(max_length=60)),
                    ('source_key', models.CharField(max_length=250)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('district', 'source', 'source_key'), name='a_row_of_a_roster_is_one_seat')],
                },
            ),
            migrations.CreateModel(
                name='StudentGroup',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('attribute', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='groups', to='organizations.attribute')),
                    ('value', models.CharField(max_length=80)),
                    ('code', models.PositiveSmallIntegerField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('attribute', 'value'), name='a_group_value_is_named_once'), models.UniqueConstraint(fields=('attribute', 'code'), name='a_group_value_has_its_own_code')],
                },
            ),
            migrations.CreateModel(
                name='GroupMembership',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('student', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.student')),
                    ('group', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.studentgroup')),
                    ('starts_on', models.DateField()),
                    ('ends_on', models.DateField(null=True)),
                    ('source', models.CharField(db_default='', default='', max_length=60)),
                ],
            ),
        ]),
    ]
