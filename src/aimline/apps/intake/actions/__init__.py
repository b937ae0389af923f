"""An import, step by step: receive, map, stage, commit, withdraw."""

from aimline.apps.intake.actions.committing import commit
from aimline.apps.intake.actions.receiving import discard, map_columns, receive
from aimline.apps.intake.actions.staging import stage
from aimline.apps.intake.actions.withdrawing import withdraw

__all__ = ["commit", "discard", "map_columns", "receive", "stage", "withdraw"]
