"""What people fill in on the way from a file to results."""

from collections.abc import Sequence
from typing import Any  # the answers of a form row are of mixed kinds

from django import forms
from django.utils.translation import gettext_lazy as _

from aimline.apps.intake.forms.choices import ALWAYS, DATE_SHAPES, KINDS, METRICS, ROLES
from aimline.apps.journal.forms import Write
from aimline.apps.organizations.models import Unit
from aimline.exchange.mapping import DATE_FORMATS, DECIMALS, MOST_RESULTS, UNSURE

Rows = forms.BaseFormSet[Any]  # the rows of a table of forms
MOST_IN_A_SELECT = 30  # columns of a file; the selects of a wider one would hold its names a hundred times
NO_COLUMN = _("The file has no column “%(value)s”. Choose one of the list, or leave it empty.")
SEVERAL = _("Several districts, named in the file")
OF_DISTRICTS = _(
    "CSV, CSV packed with gzip, or Excel (.xlsx), a row for each student and test; or a OneRoster .zip;"
    " or a framework of standards (CASE .json)."
)
TICK = forms.CheckboxInput(attrs={"required": True})  # the browser asks for it; each form takes a copy
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class File(Write):
    """A file and the place it is brought to; who brings files of a district `takes_rosters` and standards too."""

    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,  # said in our words, as every other file that cannot be read
        help_text=_("CSV, CSV packed with gzip, or Excel (.xlsx), a row for each student and test."),
    )
    place = forms.ChoiceField(label=_("Whose results are these?"), required=False)

    def __init__(self, *args: object, places: Sequence[Unit], several: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        choices = [(str(place.uuid), indented(place)) for place in places]
        n_districts = sum(place.kind == "district" for place in places)
        self.takes_rosters = several or n_districts > 0
        if self.takes_rosters:
            self.fields["file"].help_text = OF_DISTRICTS
        if several:
            # With one district the file is nearly always its own.
            choices.insert(len(choices) if n_districts == 1 else 0, ("", str(SEVERAL)))
            self.fields["place"].initial = choices[0][0]
        self.fields["place"].choices = choices  # type: ignore[attr-defined]  # a choice field has choices
        if len(choices) == 1:
            self.fields["place"].widget = forms.HiddenInput()
            self.fields["place"].initial = choices[0][0]


def indented(place: Unit) -> str:
    """Return a place's name, a school's set in below its district's."""
    return place.name if place.kind == "district" else f"\u2003{place.name}"


class ColumnOf(forms.ChoiceField):
    """The choice of a column: a select, or in a wide file a name out of the page's one list of columns.

    What is written there may be the beginning of a name, where only one column begins so.
    """

    def __init__(self, header: Sequence[str], *, label: object, hint: object = "") -> None:
        listed = forms.TextInput(attrs={"list": "columns-of-the-file", "autocomplete": "off"})
        super().__init__(
            label=str(label),
            help_text=str(hint),
            required=False,
            choices=[("", "—"), *((name, name) for name in header)],
            widget=listed if len(header) > MOST_IN_A_SELECT else forms.Select,
            error_messages={"invalid_choice": NO_COLUMN},
        )
        self.header = header

    def to_python(self, value: object) -> str:
        """Return the column that is meant; what means none or several stays as it was written."""
        said: str = super().to_python(value)
        if not said.strip() or said in self.header:
            return said.strip() and said
        begun = [name for name in self.header if name.casefold().startswith(said.strip().casefold())]
        whole = [name for name in begun if len(name) == len(said.strip())]
        meant = whole or begun
        return meant[0] if len(meant) == 1 else said


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
        label=_("How dates are written"),
        required=False,
        choices=[("", _("Choose")), *((key, DATE_SHAPES[key]) for key in DATE_FORMATS)],
    )
    decimal = forms.ChoiceField(
        label=_("How decimals are written"), required=False, choices=[(sign, f"47{sign}5") for sign in DECIMALS]
    )

    windows = forms.ChoiceField(
        label=_("Tests that are known by their day alone"),
        required=False,
        choices=[
            ("", _("each day is a test of its own")),
            ("period", _("under a month apart: one test")),
            ("month", _("in the same month: one test")),
        ],
    )
    student_digits = forms.IntegerField(
        label=_("Digits of a student number"), required=False, min_value=0, max_value=20,
        help_text=_("Only where a spreadsheet took leading zeros; leave empty where numbers differ in length."),
    )  # fmt: skip
    unsure = forms.MultipleChoiceField(
        required=False, widget=forms.MultipleHiddenInput, choices=[(key, key) for key in UNSURE]
    )

    def __init__(self, *args: object, header: Sequence[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        for role, (label, hint) in ROLES.items():
            self.fields[f"column_{role}"] = ColumnOf(header, label=label, hint=hint)
        for role in ALWAYS:
            self.fields[f"always_{role}"] = forms.CharField(
                required=False, max_length=120, label=_("%(what)s, the same in every row") % {"what": ROLES[role][0]}
            )
        self.fields["always_measure"].widget.attrs["list"] = "tests-here"

    def clean(self) -> dict[str, Any]:
        """Nobody can know what 03/04 means but the person who has the file: it is never taken for granted."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if "date_format" in given.get("unsure", ()) and not given.get("date_format"):
            self.add_error("date_format", _("Choose how the dates of this file are written."))
        return given


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
        help_text=_("Copy the level's words, or write - where nobody knows. Empty where there is a cut score."),
    )
    cut = forms.FloatField(label=_("Cut score"), required=False)
    times = forms.ChoiceField(
        label=_("Scores are written as"),
        required=False,
        choices=[("", _("they are")), ("100", _("0.85 for 85 percent"))],
    )
    minimum = forms.FloatField(label=_("Smallest score there can be"), required=False)
    maximum = forms.FloatField(label=_("Largest score there can be"), required=False)
    yearly = forms.BooleanField(label=_("Given once a year"), required=False)

    @property
    def is_in_file(self) -> bool:
        """Tell whether the file has rows of this test; a test of an earlier file is folded away."""
        return str(self["n_rows"].value() or 0) != "0"

    @property
    def main(self) -> list[forms.BoundField]:
        """Give the fields everybody looks at."""
        return [self[name] for name in ("name", "subject", "metric", "levels", "proficient_from")]

    @property
    def others(self) -> list[forms.BoundField]:
        """Give the fields that the guess mostly knows, and few people change."""
        return [self[name] for name in ("kind", "cut", "yearly", "times", "minimum", "maximum")]

    @property
    def has_more_to_see(self) -> bool:
        """Tell whether the other fields are to be seen at once: one is filled in wrongly, or there is a cut."""
        is_cut = self["cut"].value() not in (None, "")
        return is_cut or any(self.errors.get(field.name) for field in self.others)


class Group(forms.Form):
    """One column by which students are compared."""

    column = forms.CharField(widget=forms.HiddenInput)
    use = forms.BooleanField(required=False)
    name = forms.CharField(label=_("Called"), max_length=80, required=False)


class Result(forms.Form):
    """One group of columns that together hold a result of each row; `kept` carries what is not shown."""

    kept = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
    use = forms.BooleanField(label=_("Import"), required=False)
    measure = forms.CharField(label=_("Test"), max_length=120, required=False)
    window = forms.CharField(label=_("Window"), max_length=60, required=False)

    def __init__(self, *args: object, header: Sequence[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        for role in ("score", "level", "date"):
            self.fields[role] = ColumnOf(header, label=ROLES[role][0])

    @property
    def shown(self) -> list[forms.BoundField]:
        """Give the fields of a line in the order of its table."""
        return [self[name] for name in ("measure", "window", "score", "level", "date")]


def listed(text: str) -> list[str]:
    """Return what stands between commas."""
    return [one.strip() for one in text.split(",") if one.strip()]


class Roster(Write):
    """What a look at a roster goes by, whether more than a tenth did leave, and whether its places are those here."""

    LISTS = ("same_people", "same_students", "other_students")  # texts between commas

    groups = forms.MultipleChoiceField(
        label=_("Student groups from demographics"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[("sex", _("Sex")), ("race", _("Race and ethnicity"))],
    )  # fmt: skip
    system = forms.CharField(
        label=_("The system it comes from"), required=False, max_length=50,
        help_text=_("Only where the file does not say it, or says another name than before."),
    )  # fmt: skip
    same_people = forms.CharField(
        label=_("E-mails of people who are here already"), required=False, max_length=2000,
        help_text=_("Separated by commas: whoever has this e-mail here is the person in the file."),
    )  # fmt: skip
    same_students = forms.CharField(
        label=_("Numbers of students who are here already"), required=False, max_length=2000,
        help_text=_("Separated by commas: whoever has this number here is the student in the file."),
    )  # fmt: skip
    other_students = forms.CharField(
        label=_("Numbers that have passed to another student"), required=False, max_length=2000,
        help_text=_("Separated by commas: from now on this number means the student in the file."),
    )  # fmt: skip
    digits = forms.IntegerField(
        label=_("Digits of a student number"), required=False, min_value=0, max_value=20,
        help_text=_("Only where zeros before numbers were lost; 1 where the numbers are right as they are."),
    )  # fmt: skip
    keys_stand = forms.BooleanField(label=_("Keys (sourcedId) are right as they are"), required=False)
    confirm_leavers = forms.BooleanField(label=_("They really left"), required=False, widget=TICK)
    confirm_places = forms.BooleanField(label=_("They are the same, under another name"), required=False, widget=TICK)


class Commit(Write):
    """Whether results that look unlike those that are here are right, and whose they are under numbers that passed."""

    LISTS = ("same_students", "other_students")  # texts between commas

    confirm = forms.BooleanField(
        label=_("I have looked: it is right all the same"), required=False, widget=TICK,
    )  # fmt: skip
    same_students = forms.CharField(
        label=_("Numbers whose results are of the student who has them now"), required=False, max_length=2000,
        help_text=_("Separated by commas."),
    )  # fmt: skip
    other_students = forms.CharField(
        label=_("Numbers whose results are of the student who had them then"), required=False, max_length=2000,
        help_text=_("Separated by commas."),
    )  # fmt: skip


class Again(Write):
    """Which sheet of a kept workbook is taken next; none for the same file once more."""

    sheet = forms.CharField(required=False, max_length=100)


class Withdraw(Write):
    """Why an import is taken back."""

    why = forms.CharField(
        label=_("Why is it withdrawn?"),
        max_length=500,
        help_text=_("One sentence without a student's name: it stays in the journal for good."),
    )


Years: type[Rows] = forms.formset_factory(Year, extra=0)
Measures: type[Rows] = forms.formset_factory(Measure, extra=0)
Groups: type[Rows] = forms.formset_factory(Group, extra=0)
Results: type[Rows] = forms.formset_factory(Result, extra=0, max_num=MOST_RESULTS, absolute_max=MOST_RESULTS)
