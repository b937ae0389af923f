"""What the keepers of standards fill in."""

from collections.abc import Sequence
from typing import Any  # Django hands forms their arguments as they come

from django import forms
from django.utils.translation import gettext_lazy as _

from aimline.apps.journal.forms import Write
from aimline.apps.results.models import Measure
from aimline.apps.standards.actions import Rating
from aimline.apps.standards.models import Standard

SCALE = [("", "–"), ("0", "0"), ("1", "1"), ("2", "2"), ("3", "3")]
RATINGS = ("readiness", "endurance", "assessed", "leverage")


class Bring(Write):
    """A framework as a CASE file."""

    file = forms.FileField(
        label=_("Framework"),
        help_text=_("A CASE package (.json), as states and networks publish their standards."),
        error_messages={
            "required": _("Choose a file first: a CASE package (.json)."),
            "empty": _("The file is empty. Download it again as a CASE package (.json)."),
        },
    )


class Rate(Write):
    """The four questions about a standard, the decision, and what tests it."""

    readiness = forms.ChoiceField(label=_("Readiness: needed for the next grade"), choices=SCALE, required=False)
    endurance = forms.ChoiceField(label=_("Endurance: lasts beyond the test"), choices=SCALE, required=False)
    assessed = forms.ChoiceField(label=_("Assessed: on the tests students meet"), choices=SCALE, required=False)
    leverage = forms.ChoiceField(label=_("Leverage: helps in other subjects"), choices=SCALE, required=False)
    is_essential = forms.BooleanField(label=_("We hold this standard essential"), required=False)
    measures = forms.MultipleChoiceField(
        label=_("Tests that show it"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, offered: Sequence[Measure], **kwargs: Any) -> None:  # Any: as above
        super().__init__(*args, **kwargs)
        self.offered = offered
        self.fields["measures"].choices = [(str(one.uuid), one.name) for one in offered]  # type: ignore[attr-defined]  # a choice field has choices

    @property
    def rating(self) -> Rating:
        """Return the ratings and the decision."""
        told = self.cleaned_data
        given = {name: int(told[name]) if told[name] else None for name in RATINGS}
        return Rating(**given, is_essential=told["is_essential"])

    @property
    def chosen(self) -> list[Measure]:
        """Return the measures that were ticked."""
        return [one for one in self.offered if str(one.uuid) in self.cleaned_data["measures"]]


def initial_of(standard: Standard) -> dict[str, object]:
    """Return what the form of a standard begins with."""
    rated = {name: "" if getattr(standard, name) is None else str(getattr(standard, name)) for name in RATINGS}
    measures = [str(one.uuid) for one in standard.measures.all()]
    return {**rated, "is_essential": standard.is_essential, "measures": measures, "version": standard.version}
