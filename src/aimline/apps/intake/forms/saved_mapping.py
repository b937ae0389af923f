"""What people fill in about a saved mapping."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aimline.apps.journal.forms import Write


class SavedMapping(Write):
    """Its name; which button was pressed says whether it is renamed, let go or put back."""

    name = forms.CharField(label=_("Name"), max_length=120)
