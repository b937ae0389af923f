"""What tells the districts apart on PostgreSQL, and the tables that were walled in first."""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython
from django.db.migrations.state import StateApps

from aimline.apps.organizations.migrations._walls import BY_PLACE, OWN, part_of

WITH_DISTRICT = (
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

WALLED = {
    **{table: OWN for table in WITH_DISTRICT},
    **{table: part_of(table, column, parent) for table, (column, parent) in PART_OF.items()},
    "journal_entry": "aimline_may_touch(district_number)",
    "intake_upload": BY_PLACE,
}


def define(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(ALLOWED)


def forget(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION aimline_may_touch(bigint)")


MAY_TOUCH = RunPython(define, forget)
