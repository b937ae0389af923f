"""What people fill in on the way from a file to results."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from aimline.apps.journal.forms import Write
from aimline.apps.organizations.models import Unit
from aimline.exchange.mapping import DATE_FORMATS

ROLES = {
    "student": (_("Student code"), _("The number or code that tells students apart.")),
    "family_name": (_("Family name"), ""),
    "given_name": (_("Given name"), ""),
    "school": (_("School code"), ""),
    "school_name": (_("School name"), ""),
    "district": (_("District code"), ""),
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
    ("percent_proficient", _("Percent proficient")), ("mean_score", _("Mean score")),
    ("percent_at_benchmark", _("Percent at benchmark")), ("rubric_mean", _("Rubric mean")),
    ("wcpm", _("Words correct per minute")), ("scale_score", _("Mean scale score")),
    ("percent_correct", _("Percent correct")), ("attendance_rate", _("Attendance rate")),
]  # fmt: skip
DATE_SHAPES = {
    "%Y-%m-%d": "2025-03-04", "%d.%m.%Y": "04.03.2025", "%d/%m/%Y": _("04/03/2025, day first"),
    "%m/%d/%Y": _("03/04/2025, month first"), "%d-%m-%Y": _("04-03-2025, day first"),
    "%m-%d-%Y": _("03-04-2025, month first"), "%Y/%m/%d": "2025/03/04", "%Y%m%d": "20250304",
}  # fmt: skip
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class File(Write):
    """A file and the place it is brought to."""

    file = forms.FileField(
        label=_("File"), help_text=_("CSV, CSV packed with gzip, or Excel (.xlsx); one row for each student and test.")
    )
    place = forms.ChoiceField(label=_("Whose results are these?"), required=False)

    def __init__(self, *args: object, places: Sequence[Unit], several: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        choices = [(str(place.uuid), indented(place)) for place in places]
        if several:
            choices.insert(0, ("", str(_("Several districts, named in the file"))))
        self.fields["place"].choices = choices  # type: ignore[attr-defined]  # a choice field has choices
        if len(choices) == 1:
            self.fields["place"].widget = forms.HiddenInput()
            self.fields["place"].initial = choices[0][0]


def indented(place: Unit) -> str:
    """Return a place's name, a school's set in below its district's."""
    return place.name if place.kind == "district" else f"\u2003{place.name}"


class Columns(Write):
    """Which column is what; `always_...` holds one value for every row where the file has no such column."""

    source = forms.CharField(
        label=_("Where the file comes from"),
        max_length=60,
        help_text=_("A name you will know again, for example the test's publisher."),
    )
    not_tested = forms.CharField(
        label=_("Words for “not tested”"),
        required=False,
        help_text=_("Separated by commas. These rows are kept and counted as not tested."),
    )
    excused = forms.CharField(label=_("Words for “excused”"), required=False)
    date_format = forms.ChoiceField(
        label=_("How dates are written"), required=False, choices=[(key, DATE_SHAPES[key]) for key in DATE_FORMATS]
    )

    def __init__(self, *args: object, header: Sequence[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        choices = [("", "—"), *((name, name) for name in header)]
        for role, (label, hint) in ROLES.items():
            self.fields[f"column_{role}"] = forms.ChoiceField(
                label=label, help_text=str(hint), required=False, choices=choices
            )
        for role in ALWAYS:
            self.fields[f"always_{role}"] = forms.CharField(
                required=False, max_length=120, label=_("%(what)s, the same in every row") % {"what": ROLES[role][0]}
            )


class Year(forms.Form):
    """One school year (and window) of the file, and the day that stands for its results."""

    value = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
    window_value = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
    n_rows = forms.IntegerField(widget=forms.HiddenInput, required=False)
    use = forms.BooleanField(label=_("Import"), required=False)
    ending = forms.IntegerField(label=_("School year ends in"), min_value=1990, max_value=2200, required=False)
    given_on = forms.DateField(label=_("Day of the test"), required=False, widget=DAY)


class Measure(forms.Form):
    """One test in the file, described."""

    value = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
    n_rows = forms.IntegerField(widget=forms.HiddenInput, required=False)
    use = forms.BooleanField(label=_("Import"), required=False)
    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    subject = forms.CharField(label=_("Subject"), max_length=60, required=False)
    kind = forms.ChoiceField(label=_("Kind of assessment"), choices=KINDS, required=False)
    metric = forms.ChoiceField(label=_("Counted as"), choices=METRICS, required=False)
    levels = forms.CharField(
        label=_("Levels, lowest first"), required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line."),
    )  # fmt: skip
    proficient_from = forms.CharField(
        label=_("Proficient from this level on"),
        required=False,
        help_text=_("Copy the level's words, or leave empty and give a cut score."),
    )
    cut = forms.FloatField(label=_("Cut score"), required=False)
    yearly = forms.BooleanField(label=_("Given once a year"), required=False)


class Group(forms.Form):
    """One column by which students are compared."""

    column = forms.CharField(widget=forms.HiddenInput)
    use = forms.BooleanField(required=False)
    name = forms.CharField(label=_("Called"), max_length=80, required=False)


class Withdraw(Write):
    """Why an import is taken back."""

    why = forms.CharField(
        label=_("Why is it withdrawn?"), max_length=500, help_text=_("One sentence; it stays in the journal.")
    )


Years = forms.formset_factory(Year, extra=0)
Measures = forms.formset_factory(Measure, extra=0)
Groups = forms.formset_factory(Group, extra=0)
