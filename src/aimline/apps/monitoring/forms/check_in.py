"""The check-in: three inputs, everything else prefilled or optional."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aimline.apps.journal.forms import Write
from aimline.domain.cadence import Answer

NOT_DISCUSSED = Answer.NOT_DISCUSSED.value
DECISIONS = [
    ("keep", _("Keep what we do")),
    ("adjust", _("Change one strategy")),
    ("intensify", _("Do more of it: add time or support")),
    ("raise", _("Aim higher")),
]


class Day(forms.DateInput):
    """A day as browsers write it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class CheckIn(Write):
    """The answers of one look at a goal."""

    on_track = forms.ChoiceField(
        label=_("Are we on track?"),
        choices=[("yes", _("Yes")), ("almost", _("Almost")), ("no", _("Not yet")), (NOT_DISCUSSED, _("Not discussed"))],
        widget=forms.RadioSelect({"class": "in-row"}),
        required=False,
    )
    decision = forms.ChoiceField(
        label=_("What will we adjust?"), choices=DECISIONS, widget=forms.RadioSelect({"class": "in-row"})
    )
    what_to_adjust = forms.CharField(
        label=_("In a few words"), required=False, widget=forms.Textarea({"rows": 2}),
        help_text=_("“Nothing yet” is an answer."),
    )  # fmt: skip
    next_on = forms.DateField(label=_("When do we look again?"), widget=Day())
    counted = forms.FloatField(label=_("The value now"), required=False)
    counted_n = forms.IntegerField(label=_("Students counted"), required=False, min_value=1)
    no_data_reason = forms.CharField(label=_("No value today? Say in a word why."), required=False, max_length=300)
    celebration = forms.CharField(
        label=_("Something to celebrate"), required=False, max_length=300,
        help_text=_("A rise, an effort, a student who kept going. No names."),
    )  # fmt: skip
    concern = forms.CharField(label=_("A concern"), required=False, max_length=300)
    who_is_improving = forms.CharField(label=_("Who is improving?"), required=False, max_length=300)
    who_needs_support = forms.CharField(label=_("Who needs support?"), required=False, max_length=300)
    what_works = forms.CharField(label=_("What works?"), required=False, max_length=300)

    def __init__(self, *args: Any, has_value: bool = False, may_count: bool = True, **kwargs: Any) -> None:  # Django's
        super().__init__(*args, **kwargs)
        if has_value:
            del self.fields["no_data_reason"]
        if has_value or not may_count:
            del self.fields["counted"], self.fields["counted_n"]


class SecondAnswer(Write):
    """Another member's ten seconds."""

    agrees = forms.TypedChoiceField(choices=[("yes", ""), ("no", "")], coerce=lambda value: value == "yes")
    note = forms.CharField(label=_("A word on it, if you like"), required=False, max_length=300)


def first_values(*, next_on: date, decision: str) -> dict[str, object]:
    """Return what a check-in begins with."""
    return {
        "next_on": next_on,
        "decision": decision,
        "who_is_improving": NOT_DISCUSSED,
        "who_needs_support": NOT_DISCUSSED,
        "what_works": NOT_DISCUSSED,
        "celebration": "none yet",
    }
