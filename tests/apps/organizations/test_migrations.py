from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState


def test_the_migrations_make_the_tables_of_the_models() -> None:
    assert differences(MigrationLoader(None).project_state(), ProjectState.from_apps(apps)) == {}


def test_tables_made_at_once_are_those_that_their_steps_made() -> None:
    at_once, by_steps = MigrationLoader(None), MigrationLoader(None, replace_migrations=False)
    last_steps = [migration.replaces[-1] for migration in at_once.replacements.values()]

    steps = by_steps.project_state([*last_steps, ("standards", "0004_keys_of_standards_that_are_here")])

    assert last_steps
    assert differences(steps, at_once.project_state()) == {}


def differences(before: ProjectState, after: ProjectState) -> dict[str, list[object]]:
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("aimline.")}
    found = MigrationAutodetector(before, after).changes(graph=MigrationLoader(None).graph)
    return {app: changes for app, changes in found.items() if app in ours}
