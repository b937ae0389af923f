"""What people choose from on the way from a file to results."""

from django.utils.translation import gettext_lazy as _

ROLES = {
    "student": (_("Student code"), _("The number or code that tells students apart.")),
    "family_name": (_("Family name"), ""),
    "given_name": (_("Given name"), ""),
    "school": (_("School"), _("Its code, or its name.")),
    "school_name": (_("School name"), ""),
    "district": (_("District"), _("Its code, or its name.")),
    "district_name": (_("District name"), ""),
    "grade": (_("Grade"), _("PK, K, 1 to 12.")),
    "year": (_("School year"), ""),
    "window": (_("Testing window"), _("Fall, winter, spring …")),
    "date": (_("Date of the test"), ""),
    "measure": (_("Test or subject"), ""),
    "score": (_("Score"), ""),
    "level": (_("Level in words"), ""),
    "status": (_("Why there is no score"), ""),
}
ALWAYS = ("school", "district", "grade", "year", "window", "measure")
KINDS = [
    ("state", _("State or provincial test")), ("benchmark", _("Interim or benchmark test")),
    ("screener", _("Screener, several times a year")), ("cfa", _("Common formative assessment")),
    ("unit", _("End-of-unit test")), ("probe", _("Progress probe")), ("diagnostic", _("Diagnostic")),
    ("task", _("Performance task with rubric")), ("grades", _("Course grades")),
    ("attendance", _("Attendance")), ("survey", _("Survey")),
]  # fmt: skip
METRICS = [
    ("percent_proficient", _("Percent proficient")), ("percent_meeting_standard", _("Percent meeting the standard")),
    ("percent_at_benchmark", _("Percent at benchmark")), ("percent_grade_at_least", _("Percent with a grade")),
    ("growth_met", _("Percent meeting growth")), ("mean_score", _("Mean score")), ("rubric_mean", _("Rubric mean")),
    ("wcpm", _("Words correct per minute")), ("scale_score", _("Mean scale score")),
    ("percent_correct", _("Percent correct")), ("accuracy", _("Accuracy")),
    ("percentile_median", _("Median percentile")), ("attendance_rate", _("Attendance rate")),
    ("chronic_absence", _("Chronic absence")), ("percent_favourable", _("Percent favourable")),
]  # fmt: skip
DATE_SHAPES = {
    "%Y-%m-%d": "2025-03-04", "%d.%m.%Y": "04.03.2025", "%d/%m/%Y": _("04/03/2025, day first"),
    "%m/%d/%Y": _("03/04/2025, month first"), "%d-%m-%Y": _("04-03-2025, day first"),
    "%m-%d-%Y": _("03-04-2025, month first"), "%Y/%m/%d": "2025/03/04", "%Y%m%d": "20250304",
    "%d/%m/%y": _("04/03/25, day first"), "%m/%d/%y": _("03/04/25, month first"),
    "%m%d%Y": _("03042025, month first"), "%d-%b-%Y": "04-Mar-2025", "%d-%b-%y": "04-Mar-25",
    "%d-%B-%Y": "04-March-2025",
    "%d %b %Y": "4 Mar 2025", "%d %B %Y": "4 March 2025", "%b %d, %Y": "Mar 4, 2025", "%B %d, %Y": "March 4, 2025",
    "%m%y": _("0325, month and year"), "%m%Y": _("032025, month and year"), "%y%m": _("2503, year and month"),
    "%m%d%y": _("030425, month first"),
    "%Y%m": _("202503, year and month"), "%Y-%m": _("2025-03, year and month"), "%m/%Y": _("03/2025, month and year"),
    "%B %Y": "March 2025", "%b %Y": "Mar 2025", "%b-%y": "Mar-25", "%b-%Y": "Mar-2025",
    "serial": _("45720, as a spreadsheet counts days"),
    "serial-1904": _("44258, as a spreadsheet of 1904 counts days"),
}  # fmt: skip
