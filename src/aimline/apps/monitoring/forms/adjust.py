"""What the team will do differently."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aimline.apps.goals.models import Strategy
from aimline.apps.journal.forms import Write
from aimline.apps.monitoring.forms.check_in import Day
from aimline.domain import adjustment
from aimline.domain.adjustment import Family
from aimline.domain.strategy import StrategyKind

FAMILIES = {
    Family.INTENSIFY: _("More of it"),
    Family.CHANGE_APPROACH: _("Something else"),
    Family.SEEK_RESOURCES: _("Help"),
}
KINDS = {
    StrategyKind.INSTRUCTION: _("Teaching"),
    StrategyKind.ASSESSMENT: _("Seeing where students are"),
    StrategyKind.INTERVENTION: _("Support for those not there yet"),
    StrategyKind.EXTENSION: _("More for those already there"),
}


class Adjust(Write):
    """One change of strategy; there is no field for target or deadline (INV-51)."""

    option = forms.ChoiceField(
        label=_("What kind of change?"), widget=forms.RadioSelect({"class": "families"}),
        error_messages={"required": _("Choose what kind of change it is.")},
    )  # fmt: skip
    text = forms.CharField(
        label=_("What will you do differently?"), widget=forms.Textarea({"rows": 2}),
        help_text=_("So that a colleague could do it tomorrow."),
        error_messages={"required": _("Say in a few words what you will do.")},
    )  # fmt: skip
    short_name = forms.CharField(
        label=_("Short name for the chart"), required=False, max_length=40, help_text=_("Two or three words.")
    )
    starts_on = forms.DateField(label=_("From which day?"), widget=Day())
    review_on = forms.DateField(label=_("When do you look whether it helped?"), required=False, widget=Day())
    kind = forms.ChoiceField(label=_("It is about"), choices=list(KINDS.items()))
    replaces = forms.ChoiceField(label=_("It takes the place of"), required=False)

    def __init__(self, *args: Any, strategies: Sequence[Strategy] = (), **kwargs: Any) -> None:  # Django's
        super().__init__(*args, **kwargs)
        options = self.fields["option"]
        assert isinstance(options, forms.ChoiceField)
        options.choices = [
            (family_name, [(each.code, gettext(each.label.text)) for each in adjustment.options(family)])
            for family, family_name in FAMILIES.items()
        ]
        replaces = self.fields["replaces"]
        assert isinstance(replaces, forms.ChoiceField)
        replaces.choices = [("", _("nothing, it comes on top")), *((str(s.uuid), s.text[:80]) for s in strategies)]
