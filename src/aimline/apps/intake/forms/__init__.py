"""What people fill in on the way from a file to results."""

from aimline.apps.intake.forms.choices import ALWAYS, ROLES
from aimline.apps.intake.forms.filled import (
    Answers,
    answers,
    columns_initial,
    groups_initial,
    measures_initial,
    results_initial,
    shown_columns,
    years_initial,
)
from aimline.apps.intake.forms.tables import (
    MOST_IN_A_SELECT,
    Again,
    Columns,
    Commit,
    File,
    Groups,
    Measures,
    Results,
    Roster,
    Withdraw,
    Years,
    listed,
)

__all__ = [
    "ALWAYS",
    "MOST_IN_A_SELECT",
    "ROLES",
    "Again",
    "Answers",
    "Columns",
    "Commit",
    "File",
    "Groups",
    "Measures",
    "Results",
    "Roster",
    "Withdraw",
    "Years",
    "answers",
    "columns_initial",
    "groups_initial",
    "listed",
    "measures_initial",
    "results_initial",
    "shown_columns",
    "years_initial",
]
