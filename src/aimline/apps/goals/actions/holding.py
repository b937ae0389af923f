"""Hold a goal while an action changes it.

Locks are taken in one order everywhere, imports included: the results of the district, the goal, the journal.
"""

from collections.abc import Mapping

from aimline.apps.goals.models import Goal
from aimline.apps.journal.actions import StaleVersion
from aimline.apps.results.models import Head

STARTS = frozenset({"baseline", "baseline_n"})


def hold(goal: Goal, *, version: int | None = None, yours: Mapping[str, object] | None = None) -> None:
    """Lock a goal's row for the transaction and bring `goal` up to date, whoever read it when.

    Raises `StaleVersion` with both texts where somebody saved after `version` was read; none asks for no such check.
    """
    hold_results(goal.district_id)
    goal.refresh_from_db(from_queryset=Goal.objects.select_for_update())
    check_version(goal, version, yours=yours)


def hold_results(district_id: int) -> None:
    """Wait for an import of the district that is being published, and let the next one wait."""
    Head.objects.select_for_update().filter(district_id=district_id).first()


def check_version(goal: Goal, version: int | None, *, yours: Mapping[str, object] | None = None) -> None:
    """Raise `StaleVersion` where a goal that is held moved on since `version`."""
    if is_at(goal, version):
        return
    # Where a goal starts is a number about students: whoever may see it finds it on the goal page.
    asked = {name: str(value) for name, value in (yours or {}).items() if value not in (None, "")}
    theirs = {name: "" if name in STARTS else str(getattr(goal, name, "")) for name in asked}
    raise StaleVersion(theirs=theirs, yours=asked)


def is_at(goal: Goal, version: int | None) -> bool:
    """Tell whether nobody saved a goal since `version` was read; none asks for no such check."""
    return version in (None, goal.version)
