"""The lock of goals in the database itself (INV-34, INV-36): what the migrations that put it on share.

Once a goal is locked its target only gets better, its deadline only earlier, and baseline, direction, measure and
comparison stay. The one way around is an approved correction of this goal that names the old value and the new one;
the constraint `a_correction_needs_a_second_person` already asks two people for it. A locked goal is never removed.

SQLite loses triggers when a migration rebuilds a table: whoever changes columns of goals_goal ends with `hold_again`.
"""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython
from django.db.migrations.state import StateApps

REFUSAL = "a locked goal stays as it was promised"

SQLITE_CORRECTED = """EXISTS (
    SELECT 1 FROM goals_amendment a
    WHERE a.goal_id = OLD.id AND a.kind = 'correction' AND a.state = 'approved'
      AND json_extract(a."before", '$.{path}') = OLD.{column} AND json_extract(a."after", '$.{path}') = NEW.{column})"""
POSTGRESQL_CORRECTED = """EXISTS (
    SELECT 1 FROM goals_amendment a
    WHERE a.goal_id = OLD.id AND a.kind = 'correction' AND a.state = 'approved'
      AND (a."before" #>> '{{{path}}}')::{type} = OLD.{column}
      AND (a."after" #>> '{{{path}}}')::{type} = NEW.{column})"""

# The word between two values is where SQLite and PostgreSQL differ: "IS NOT" and "IS DISTINCT FROM".
BROKEN = """
       NEW.locked_on {differs} OLD.locked_on
    OR NEW.direction {differs} OLD.direction
    OR NEW.comparison {differs} OLD.comparison
    OR NEW.layer {differs} OLD.layer
    OR NEW.denominator {differs} OLD.denominator
    OR NEW.measure_id {differs} OLD.measure_id
    OR NEW.baseline_on {differs} OLD.baseline_on
    OR (NEW.baseline {differs} OLD.baseline AND NOT {baseline_corrected})
    OR (NEW.deadline > OLD.deadline AND NOT {deadline_corrected})
    OR (((OLD.direction = 'up' AND NEW.target_floor < OLD.target_floor)
      OR (OLD.direction = 'down' AND NEW.target_floor > OLD.target_floor))
        AND NOT (NEW.target_floor = NEW.target AND {target_corrected}))
"""


def broken(corrected: str, *, differs: str, separator: str) -> str:
    return BROKEN.format(
        differs=differs,
        baseline_corrected=corrected.format(path=f"baseline{separator}value", column="baseline", type="float8"),
        deadline_corrected=corrected.format(path="deadline", column="deadline", type="date"),
        target_corrected=corrected.format(path="target", column="target", type="float8"),
    )


SQLITE = [
    f"""CREATE TRIGGER a_locked_goal_holds BEFORE UPDATE ON goals_goal
        WHEN OLD.locked_on IS NOT NULL AND ({broken(SQLITE_CORRECTED, differs="IS NOT", separator=".")})
        BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
    f"""CREATE TRIGGER a_locked_goal_is_never_removed BEFORE DELETE ON goals_goal
        WHEN OLD.locked_on IS NOT NULL
        BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
]
POSTGRESQL = [
    f"""CREATE FUNCTION a_locked_goal_holds() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN
            IF {broken(POSTGRESQL_CORRECTED, differs="IS DISTINCT FROM", separator=",")}
            THEN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END IF;
            RETURN NEW;
        END $$""",
    f"""CREATE FUNCTION a_locked_goal_is_never_removed() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    """CREATE TRIGGER a_locked_goal_holds BEFORE UPDATE ON goals_goal
       FOR EACH ROW WHEN (OLD.locked_on IS NOT NULL) EXECUTE FUNCTION a_locked_goal_holds()""",
    """CREATE TRIGGER a_locked_goal_is_never_removed BEFORE DELETE ON goals_goal
       FOR EACH ROW WHEN (OLD.locked_on IS NOT NULL) EXECUTE FUNCTION a_locked_goal_is_never_removed()""",
]
SQLITE_BACK = ["DROP TRIGGER a_locked_goal_holds", "DROP TRIGGER a_locked_goal_is_never_removed"]
POSTGRESQL_BACK = [
    "DROP TRIGGER a_locked_goal_holds ON goals_goal",
    "DROP TRIGGER a_locked_goal_is_never_removed ON goals_goal",
    "DROP FUNCTION a_locked_goal_holds()",
    "DROP FUNCTION a_locked_goal_is_never_removed()",
]


def put_on(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    run(schema_editor, SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL)


def take_off(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    run(schema_editor, SQLITE_BACK if schema_editor.connection.vendor == "sqlite" else POSTGRESQL_BACK)


def hold_again(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "sqlite":
        run(schema_editor, [drop.replace("TRIGGER", "TRIGGER IF EXISTS") for drop in SQLITE_BACK] + SQLITE)


def run(schema_editor: BaseDatabaseSchemaEditor, statements: list[str]) -> None:
    for statement in statements:
        schema_editor.execute(statement)


HOLD = RunPython(put_on, take_off)
