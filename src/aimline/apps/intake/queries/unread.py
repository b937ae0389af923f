"""What of a class set is for those who do not teach there: that it is here, how much it is, which lines are wrong."""

from typing import Any  # a stored report is plain JSON

from django.utils.translation import gettext as _

from aimline.apps.intake.models import Upload
from aimline.exchange.problems import RowProblem

UNREAD = "unread"  # in the report of an upload whose values the viewer may not read
HIDDEN = "…"
COUNTS = frozenset({"name", "subject", "given_on"})  # of a class that was counted: not how many stood where


def without_values(upload: Upload) -> Upload:
    """Take the results, numbers and names of students out of an upload, which nobody may save after it."""
    report = upload.report | {UNREAD: True}
    if "counted" in report:
        report["counted"] = {name: value for name, value in report["counted"].items() if name in COUNTS}
    if report.get("doubts"):
        report["doubts"] = [_("These results do not look like earlier ones; those who teach there see in what.")]
    report["problems"] = [without_value(each) for each in report.get("problems", ())]
    upload.report = report
    return upload


def without_value(problem: dict[str, Any]) -> dict[str, Any]:
    """Tell of rows that are wrong in the same way without what stands in them."""
    told = RowProblem(problem["lines"][0], problem["column"], HIDDEN, problem["code"])
    return problem | {"value": "", "message": str(told.message), "hint": str(told.hint)}
