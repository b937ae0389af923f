"""What a keeper fills in to find a student, and to confirm that they go."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aimline.apps.journal.forms import Write
from aimline.apps.keeping.models import Reason

REASONS = {
    Reason.FAMILY: _("The family asked for it"),
    Reason.LAW: _("A law or the district's rules ask for it"),
    Reason.MISTAKE: _("The student was entered by mistake"),
}


class Search(forms.Form):
    """Which student is meant; sent by POST, so that no name stands in an address."""

    student = forms.CharField(
        label=_("Student"), max_length=200, help_text=_("The code as it stands in your files, or the name.")
    )


class Erase(Write):
    """Why a student is erased, and that this is meant."""

    reason = forms.ChoiceField(
        label=_("Why?"),
        choices=list(REASONS.items()),
        widget=forms.RadioSelect,
        help_text=_("The journal keeps this, and not who the student was."),
    )
    sure = forms.BooleanField(label=_("I know that this cannot be taken back"))
