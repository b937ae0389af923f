"""What was foretold for a goal, as far as it was made of the readings that a viewer sees."""

from collections.abc import Sequence

from aimline.apps.goals.models import Goal
from aimline.apps.monitoring import models
from aimline.domain import decision
from aimline.domain.trend import Observed


def likely(watched_goal: Goal, observed: Sequence[Observed]) -> decision.Likely | None:
    """Return the chance that was worked out from just these readings; none where there are too few of them."""
    found = ahead(watched_goal, observed)
    if found is None or not found.is_enough or found.chance is None or found.alarm_below is None:
        return None
    return decision.Likely(found.chance, found.alarm_below)


def ahead(watched_goal: Goal, observed: Sequence[Observed]) -> models.Outlook | None:
    """Return what was foretold, if it was made of just the readings that are seen here and for this promise.

    Whoever sees fewer readings, because some are hidden, is not told what the hidden ones foretell.
    """
    found = outlook_of(watched_goal)
    if found is None or found.chance is None or not observed:
        return None
    promise = (found.target, found.deadline) == (watched_goal.target, watched_goal.deadline)
    last = (len(observed), observed[-1].on, observed[-1].value) == (found.n_points, found.last_on, found.last_value)
    return found if promise and last else None


def outlook_of(watched_goal: Goal) -> models.Outlook | None:
    """Return what was worked out for a goal, or none."""
    found = getattr(watched_goal, "outlook", None)
    return found if isinstance(found, models.Outlook) else None
