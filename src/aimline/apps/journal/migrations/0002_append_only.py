"""Let the database itself refuse to change or remove a journal entry."""

from django.db import migrations

SQLITE = [
    """CREATE TRIGGER journal_entry_is_never_changed BEFORE UPDATE ON journal_entry
       BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    """CREATE TRIGGER journal_entry_is_never_removed BEFORE DELETE ON journal_entry
       BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
]
POSTGRESQL = [
    """CREATE FUNCTION journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$""",
    """CREATE TRIGGER journal_entry_is_never_changed BEFORE UPDATE OR DELETE ON journal_entry
       FOR EACH ROW EXECUTE FUNCTION journal_is_append_only()""",
]
SQLITE_BACK = ["DROP TRIGGER journal_entry_is_never_changed", "DROP TRIGGER journal_entry_is_never_removed"]
POSTGRESQL_BACK = [
    "DROP TRIGGER journal_entry_is_never_changed ON journal_entry",
    "DROP FUNCTION journal_is_append_only()",
]


def forwards(apps, schema_editor):
    run(schema_editor, SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL)


def backwards(apps, schema_editor):
    run(schema_editor, SQLITE_BACK if schema_editor.connection.vendor == "sqlite" else POSTGRESQL_BACK)


def run(schema_editor, statements):
    for statement in statements:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_first")]
    operations = [migrations.RunPython(forwards, backwards)]
