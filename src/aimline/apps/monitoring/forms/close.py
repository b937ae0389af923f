"""Ending a goal: what was learned, or why it is cancelled."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aimline.apps.journal.forms import Write
from aimline.domain.cancellation import CancelCode

CODES = {
    CancelCode.UNIT_CLOSED: _("This place no longer exists"),
    CancelCode.MEASURE_WITHDRAWN: _("The assessment was withdrawn"),
    CancelCode.MERGED: _("The goal became part of another one"),
    CancelCode.CREATED_IN_ERROR: _("The goal was made by mistake"),
}

SENTENCE = {"required": _("One sentence is enough.")}


class Close(Write):
    """Three short reflections (INV-32)."""

    what_worked = forms.CharField(label=_("What worked?"), widget=forms.Textarea({"rows": 2}), error_messages=SENTENCE)
    what_we_learned = forms.CharField(
        label=_("What did we learn?"), widget=forms.Textarea({"rows": 2}), error_messages=SENTENCE
    )
    what_next = forms.CharField(label=_("What is next?"), widget=forms.Textarea({"rows": 2}), error_messages=SENTENCE)


class Cancel(Write):
    """The leader's reason, from a closed list (INV-38)."""

    code = forms.ChoiceField(
        label=_("Why is it cancelled?"), choices=list(CODES.items()), widget=forms.RadioSelect,
        error_messages={"required": _("Choose why the goal is cancelled.")},
    )  # fmt: skip
    explanation = forms.CharField(
        label=_("In one sentence"), widget=forms.Textarea({"rows": 2}),
        error_messages={"required": _("Say in one sentence what happened; it stays with the goal.")},
    )  # fmt: skip
