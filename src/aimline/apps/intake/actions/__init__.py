"""An import, step by step: receive, map, stage, commit, withdraw.

Staging, committing and withdrawing work with DuckDB and NumPy; they are imported where the work begins, so that a page
or a quick command does not pay for them.
"""

from aimline.apps.intake.actions import class_sets
from aimline.apps.intake.actions.receiving import discard, enter, kept, map_columns, receive
from aimline.apps.intake.models import Upload
from aimline.apps.organizations.policy import Viewer
from aimline.apps.results.models import Batch

__all__ = ["class_sets", "commit", "discard", "enter", "kept", "map_columns", "receive", "stage", "withdraw"]


def stage(viewer: Viewer, upload: Upload) -> Upload:
    """Read an upload through its mapping; see `staging.stage`."""
    from aimline.apps.intake.actions import staging

    return staging.stage(viewer, upload)


def commit(viewer: Viewer, upload: Upload, *, version: int) -> tuple[Batch, ...]:
    """Make a staged upload count; see `committing.commit`."""
    from aimline.apps.intake.actions import committing

    return committing.commit(viewer, upload, version=version)


def withdraw(viewer: Viewer, upload: Upload, *, version: int, why: str) -> Upload:
    """Take a stored upload back; see `withdrawing.withdraw`."""
    from aimline.apps.intake.actions import withdrawing

    return withdrawing.withdraw(viewer, upload, version=version, why=why)
