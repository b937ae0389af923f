"""Standards that came in before there was a search key get theirs."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from aimline.apps.accounts.models import plain

CHUNK = 500


def give_keys(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    standards = apps.get_model("standards", "Standard")._default_manager.using(editor.connection.alias)
    keys = list(standards.filter(search="").order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        rows = list(standards.filter(pk__in=keys[start : start + CHUNK]).only("code", "text", "subject"))
        for one in rows:
            one.search = plain(f"{one.code} {one.text} {one.subject}")
        standards.bulk_update(rows, ["search"])


class Migration(migrations.Migration):
    dependencies = [("standards", "0003_a_search_key")]
    operations = [migrations.RunPython(give_keys, migrations.RunPython.noop)]
