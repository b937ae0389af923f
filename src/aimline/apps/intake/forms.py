"""What people fill in on the way from a file to results."""

from collections.abc import Mapping as Table
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any  # the answers of a form row are of mixed kinds

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from aimline.apps.journal.forms import Write
from aimline.apps.organizations.models import Unit
from aimline.domain.measure import Metric, default_direction, unit_of
from aimline.exchange import mapping as mapped
from aimline.exchange.mapping import CREATABLE, DATE_FORMATS, DECIMALS, Mapping, StatusWords
from aimline.exchange.proposal import read_ending, readable
from aimline.exchange.vocabulary import Vocabulary

Rows = forms.BaseFormSet[Any]  # the rows of a table of forms
Renames = Table[str, Table[str, str]]
MOST_VALUES = 12

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
}  # fmt: skip
SEVERAL = _("Several districts, named in the file")
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class File(Write):
    """A file and the place it is brought to."""

    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,  # said in our words, as every other file that cannot be read
        help_text=_("CSV, CSV packed with gzip, or Excel (.xlsx); one row for each student and test."),
    )
    place = forms.ChoiceField(label=_("Whose results are these?"), required=False)

    def __init__(self, *args: object, places: Sequence[Unit], several: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        choices = [(str(place.uuid), indented(place)) for place in places]
        n_districts = sum(place.kind == "district" for place in places)
        if several:
            # With one district the file is nearly always its own.
            choices.insert(len(choices) if n_districts == 1 else 0, ("", str(SEVERAL)))
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
    decimal = forms.ChoiceField(
        label=_("How decimals are written"), required=False, choices=[(sign, f"47{sign}5") for sign in DECIMALS]
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
    minimum = forms.FloatField(label=_("Smallest score there can be"), required=False)
    maximum = forms.FloatField(label=_("Largest score there can be"), required=False)
    yearly = forms.BooleanField(label=_("Given once a year"), required=False)

    @property
    def is_in_file(self) -> bool:
        """Tell whether the file has rows of this test; a test of an earlier file is folded away."""
        return str(self["n_rows"].value() or 0) != "0"


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


Years: type[Rows] = forms.formset_factory(Year, extra=0)
Measures: type[Rows] = forms.formset_factory(Measure, extra=0)
Groups: type[Rows] = forms.formset_factory(Group, extra=0)


def columns_initial(mapping: Mapping) -> dict[str, object]:
    """Return a mapping as the columns form shows it."""
    return {
        "source": mapping.source,
        "not_tested": ", ".join(mapping.status.not_tested),
        "excused": ", ".join(mapping.status.excused),
        "date_format": mapping.date_format,
        "decimal": mapping.decimal,
        **{f"column_{role}": column for role, column in mapping.columns.items()},
        **{f"always_{role}": word for role, word in mapping.constants.items()},
    }


def years_initial(mapping: Mapping, words: Vocabulary) -> list[dict[str, object]]:
    """Return one row for every school year and window in the file; those the mapping names are ticked."""
    known = {(year.value, year.window_value): year for year in mapping.years}
    rows: list[dict[str, object]] = []
    for (value, window), n_rows in sorted(words.times.items()):
        year = known.get((value, window))
        if value:
            rows.append(
                {
                    "value": value, "window_value": window, "n_rows": n_rows, "use": year is not None,
                    "ending": year.ending if year else read_ending(value), "given_on": year and year.given_on,
                }
            )  # fmt: skip
    return rows


def measures_initial(mapping: Mapping, words: Vocabulary) -> list[dict[str, object]]:
    """Return one row for every test the mapping describes, with the number of its rows in the file."""
    return [
        {
            "value": measure.value, "n_rows": words.measures.get(measure.value, 0), "use": True,
            "name": measure.name, "subject": measure.subject, "kind": measure.kind, "metric": measure.metric,
            "levels": "\n".join(measure.levels), "proficient_from": measure.proficient_from,
            "cut": measure.cut, "yearly": measure.yearly, "minimum": measure.minimum, "maximum": measure.maximum,
        }
        for measure in mapping.measures
    ]  # fmt: skip


def groups_initial(mapping: Mapping, words: Vocabulary) -> list[dict[str, object]]:
    """Return one row for every column of few words that has no other part to play; mapped groups are ticked."""
    named = {group.column: group.name for group in mapping.groups}
    taken = set(mapping.columns.values())
    return [
        {"column": column, "use": column in named, "name": titled(named.get(column, column))}
        for column, found in words.words.items()
        if column not in taken and 1 < len(found) <= MOST_VALUES
    ]


def titled(word: str) -> str:
    """Write a column's name the way people write a heading: "english_learner" becomes "English learner"."""
    plain = readable(word)
    return plain[:1].upper() + plain[1:]


def constants_of(columns: Columns) -> dict[str, str]:
    """Return the words that stand for every row, where no column was chosen."""
    given = columns.cleaned_data
    always = {role: given[f"always_{role}"].strip() for role in ALWAYS if not given[f"column_{role}"]}
    return {role: word for role, word in always.items() if word}


def columns_of(columns: Columns) -> dict[str, str]:
    """Return the chosen column of each role."""
    return {role: column for role in ROLES if (column := columns.cleaned_data[f"column_{role}"])}


def mapping_of(columns: Columns, years: Rows, measures: Rows, groups: Rows, *, renames: Renames) -> Mapping:
    """Put the answers together; `renames` shortens the words of a group's column ("ELL: Yes" to "Yes")."""
    given = columns.cleaned_data
    return Mapping(
        source=given["source"],
        columns=columns_of(columns),
        constants=constants_of(columns),
        years=tuple(year_of(each) for each in chosen(years)),
        measures=tuple(measure_of(each) for each in chosen(measures)),
        groups=tuple(
            mapped.Group(each["name"] or each["column"], each["column"], renames.get(each["column"], {}))
            for each in chosen(groups)
        ),
        status=StatusWords(not_tested=listed(given["not_tested"]), excused=listed(given["excused"])),
        create=CREATABLE,
        date_format=given["date_format"] or DATE_FORMATS[0],
        decimal=given["decimal"] or DECIMALS[0],
    )


@dataclass(frozen=True)
class Answers:
    """The mapping screen as it was sent: one form for the columns and three tables of rows."""

    columns: Columns
    years: Rows
    measures: Rows
    groups: Rows

    @property
    def are_valid(self) -> bool:
        """Every part is looked at, so that all that is missing is said at once."""
        return all([part.is_valid() for part in (self.columns, self.years, self.measures, self.groups)])

    def mapping(self, renames: Renames) -> Mapping:
        """Return the mapping these answers describe."""
        return mapping_of(self.columns, self.years, self.measures, self.groups, renames=renames)


def answers(data: QueryDict, *, header: Sequence[str]) -> Answers:
    """Read the mapping screen from a request."""
    return Answers(
        Columns(data, header=header),
        Years(data, prefix="years"),
        Measures(data, prefix="measures"),
        Groups(data, prefix="groups"),
    )


def chosen(rows: Rows) -> list[dict[str, Any]]:
    """Return the answers of the rows that are ticked."""
    return [row.cleaned_data for row in rows.forms if row.cleaned_data.get("use")]


def year_of(row: dict[str, Any]) -> mapped.Year:
    """Return one ticked school year; a missing year of ending is told by the mapping's own check."""
    return mapped.Year(
        value=row["value"], ending=row["ending"] or 0, given_on=row["given_on"],
        window_value=row["window_value"], window=row["window_value"],
    )  # fmt: skip


def measure_of(row: dict[str, Any]) -> mapped.Measure:
    """Return one ticked test; its unit follows from how it is counted."""
    return mapped.Measure(
        value=row["value"], name=row["name"] or row["value"], subject=row["subject"], kind=row["kind"] or "state",
        metric=row["metric"], unit=unit_of(Metric(row["metric"])), levels=tuple(row["levels"].splitlines()),
        proficient_from=row["proficient_from"].strip(), cut=row["cut"], yearly=row["yearly"],
        minimum=row["minimum"], maximum=row["maximum"],
        direction=default_direction(Metric(row["metric"])).value,
    )  # fmt: skip


def listed(text: str) -> tuple[str, ...]:
    """Return the words of a list with commas."""
    return tuple(word.strip() for word in text.split(",") if word.strip())
