"""What is asked of the data."""

from collections.abc import Collection, Sequence
from itertools import groupby

from django import forms
from django.utils.translation import gettext_lazy as _

from aimline.apps.organizations.models import Unit
from aimline.apps.results.models import Measure

GRADE_WORDS = {-1: _("Pre-K"), 0: _("Kindergarten")}
ALL_GRADES = "all"


class Ask(forms.Form):
    """School, test and grade; each may be left out, then the page chooses."""

    school = forms.ChoiceField(label=_("School"), required=False)
    measure = forms.ChoiceField(label=_("Subject and test"), required=False)
    grade = forms.ChoiceField(label=_("Grade"), required=False)

    def __init__(
        self, *, schools: Sequence[Unit], measures: Sequence[Measure], grades: Collection[int], chosen: dict[str, str]
    ) -> None:
        super().__init__(initial=chosen)
        choices: dict[str, list[object]] = {
            "school": [(str(school.uuid), school.name) for school in schools],
            "measure": by_subject(measures),
            "grade": [(ALL_GRADES, _("All grades")), *((str(grade), grade_words(grade)) for grade in sorted(grades))],
        }
        if not chosen.get("school"):
            choices["school"].insert(0, ("", _("Choose a school")))
        for name, values in choices.items():
            self.fields[name].choices = values  # type: ignore[attr-defined]  # a choice field has choices

    @property
    def asked(self) -> list[forms.BoundField]:
        """Give the fields that leave something to choose."""
        return [field for field in self if len(field.field.choices) > 1]  # type: ignore[attr-defined]  # choice fields


def by_subject(measures: Sequence[Measure]) -> list[object]:
    """Return the measures as choices, under their subjects where there is more than one subject."""
    named = [(measure.subject, (str(measure.uuid), measure.name)) for measure in measures]
    subjects = [
        (subject.capitalize(), [choice for _, choice in found]) for subject, found in groupby(named, lambda n: n[0])
    ]
    return list(subjects) if len(subjects) > 1 else [choice for _, choice in named]


def grade_words(grade: int) -> str:
    """Return a grade as people call it."""
    return str(GRADE_WORDS.get(grade, _("Grade %(number)s") % {"number": grade}))
