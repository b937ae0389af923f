"""On PostgreSQL, let the database itself keep districts apart (row-level security).

`aimline.districts` is `*` or a list of ids. A table without a district of its own takes it from the row it is part of.
SQLite has no such wall; there the checks in queries and actions stand alone.
"""

from django.db import migrations

OWN = (
    "organizations_unit",
    "organizations_membership",
    "organizations_schoolyear",
    "organizations_student",
    "organizations_enrolment",
    "organizations_attribute",
    "organizations_externalid",
    "results_measure",
    "results_administration",
    "results_batch",
    "results_head",
    "results_segment",
    "publication_release",
    "goals_analysis",
    "goals_cohort",
    "goals_goal",
    "monitoring_checkin",
)
PART_OF = {
    "organizations_calendarspan": ("school_year_id", "organizations_schoolyear"),
    "organizations_studentgroup": ("attribute_id", "organizations_attribute"),
    "organizations_groupmembership": ("student_id", "organizations_student"),
    "results_measurelevel": ("measure_id", "results_measure"),
    "goals_note": ("analysis_id", "goals_analysis"),
    "goals_priorityarea": ("analysis_id", "goals_analysis"),
    "goals_interimbenchmark": ("goal_id", "goals_goal"),
    "goals_part": ("goal_id", "goals_goal"),
    "goals_strategy": ("goal_id", "goals_goal"),
    "goals_revision": ("goal_id", "goals_goal"),
    "goals_amendment": ("goal_id", "goals_goal"),
    "goals_override": ("goal_id", "goals_goal"),
    "goals_reflection": ("goal_id", "goals_goal"),
    "monitoring_plan": ("goal_id", "goals_goal"),
    "monitoring_checkpoint": ("plan_id", "monitoring_plan"),
    "monitoring_decisionrule": ("plan_id", "monitoring_plan"),
    "monitoring_secondanswer": ("check_in_id", "monitoring_checkin"),
    "monitoring_reading": ("goal_id", "goals_goal"),
    "monitoring_verdict": ("goal_id", "goals_goal"),
    "monitoring_adjustment": ("goal_id", "goals_goal"),
}
ALLOWED = """
CREATE FUNCTION aimline_may_touch(district bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce(current_setting('aimline.districts', true), '') = '*'
        OR district::text = ANY (string_to_array(coalesce(current_setting('aimline.districts', true), ''), ','))
$$
"""


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute(ALLOWED)
    for table in OWN:
        wall(schema_editor, table, "aimline_may_touch(district_id)")
    # A parent row that its own wall hides is not found, so its parts are hidden with it.
    for table, (column, parent) in PART_OF.items():
        wall(schema_editor, table, f"EXISTS (SELECT 1 FROM {parent} p WHERE p.id = {table}.{column})")
    wall(schema_editor, "journal_entry", "aimline_may_touch(district_number)")
    # A file that spans districts has no place: only who may touch every district sees it.
    place = "(SELECT u.district_id FROM organizations_unit u WHERE u.id = place_id)"
    wall(schema_editor, "intake_upload", f"aimline_may_touch({place})")


def wall(schema_editor, table, condition):
    schema_editor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    schema_editor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    schema_editor.execute(f"CREATE POLICY districts_stay_apart ON {table} USING ({condition}) WITH CHECK ({condition})")


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for table in (*OWN, *PART_OF, "journal_entry", "intake_upload"):
        schema_editor.execute(f"DROP POLICY districts_stay_apart ON {table}")
        schema_editor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        schema_editor.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
    schema_editor.execute("DROP FUNCTION aimline_may_touch(bigint)")


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0001_first"),
        ("monitoring", "0001_first"),
        ("publication", "0001_first"),
        ("journal", "0002_append_only"),
    ]
    operations = [migrations.RunPython(forwards, backwards)]
