"""An import, step by step: receive, map, stage, commit, withdraw.

Staging, committing and withdrawing work with DuckDB and NumPy; they are imported where the work begins, so that a page
or a quick command does not pay for them.
"""

from collections.abc import Mapping

from aimline.apps.intake.actions import class_counts, class_sets, frameworks, saved_mappings
from aimline.apps.intake.actions.receiving import (
    discard,
    enter,
    kept,
    kept_again,
    map_columns,
    note_look,
    receive,
    say_whose,
)
from aimline.apps.intake.models import Upload
from aimline.apps.organizations.policy import Viewer
from aimline.apps.results.models import Batch

__all__ = [
    "class_counts",
    "class_sets",
    "commit",
    "discard",
    "enter",
    "enter_roster",
    "frameworks",
    "kept",
    "kept_again",
    "map_columns",
    "note_look",
    "receive",
    "saved_mappings",
    "say_whose",
    "stage",
    "wish",
    "withdraw",
]


def stage(viewer: Viewer, upload: Upload, *, expects_schools: bool = False) -> Upload:
    """Read an upload through its mapping; see `staging.stage`, for a framework of standards `frameworks.look`."""
    if upload.is_framework:
        return frameworks.look(viewer, upload)
    from aimline.apps.intake.actions import staging

    return staging.stage(viewer, upload, expects_schools=expects_schools)


def enter_roster(viewer: Viewer, upload: Upload) -> None:
    """Note a kept OneRoster bundle; see `roster_files.enter_roster`."""
    from aimline.apps.intake.actions import roster_files

    roster_files.enter_roster(viewer, upload)


def wish(viewer: Viewer, upload: Upload, wishes: Mapping[str, object], *, version: int) -> Upload:
    """Say what a look at a bundle should go by; see `roster_files.wish`."""
    from aimline.apps.intake.actions import roster_files

    return roster_files.wish(viewer, upload, wishes, version=version)


def look_at_roster(viewer: Viewer, upload: Upload) -> Upload:
    """Find what a OneRoster bundle would change; see `roster_files.look_at_roster`."""
    from aimline.apps.intake.actions import roster_files

    return roster_files.look_at_roster(viewer, upload)


def store_roster(
    viewer: Viewer, upload: Upload, *, version: int, confirm_leavers: bool, confirm_places: bool = False
) -> Upload:
    """Store what a look at a bundle showed; see `roster_files.store_roster`."""
    from aimline.apps.intake.actions import roster_files

    confirmed = {"confirm_leavers": confirm_leavers, "confirm_places": confirm_places}
    return roster_files.store_roster(viewer, upload, version=version, **confirmed)


def commit(viewer: Viewer, upload: Upload, *, version: int, confirmed: bool = False) -> tuple[Batch, ...]:
    """Make a staged upload count; returns one batch a district, none for standards.

    See `committing.commit`, for a class without names `class_counts.commit`, for standards `frameworks.store`.
    """
    if "counted" in upload.report:
        return class_counts.commit(viewer, upload, version=version)
    if upload.is_framework:
        frameworks.store(viewer, upload, version=version)
        return ()
    from aimline.apps.intake.actions import committing

    return committing.commit(viewer, upload, version=version, confirmed=confirmed)


def withdraw(viewer: Viewer, upload: Upload, *, version: int, why: str) -> Upload:
    """Take a stored upload back; see `withdrawing`, `class_counts`, `frameworks` and `roster_files`."""
    if "counted" in upload.report:
        return class_counts.withdraw(viewer, upload, version=version, why=why)
    if upload.is_framework:
        return frameworks.withdraw(viewer, upload, version=version, why=why)
    if "roster" in upload.report:
        from aimline.apps.intake.actions import roster_files

        return roster_files.withdraw_roster(viewer, upload, version=version, why=why)
    from aimline.apps.intake.actions import withdrawing

    return withdrawing.withdraw(viewer, upload, version=version, why=why)
