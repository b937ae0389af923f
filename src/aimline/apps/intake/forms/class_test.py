"""The test of a class as its teacher names it, whether results or counts are typed in."""

from datetime import date

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aimline.apps.journal.forms import Write


class ClassTest(Write):
    """A test by name, subject and day, with its levels where it is a rubric."""

    name = forms.CharField(label=gettext_lazy("Test"), max_length=120)
    subject = forms.CharField(
        label=gettext_lazy("Subject"), max_length=60, widget=forms.TextInput(attrs={"list": "subjects"})
    )
    given_on = forms.DateField(
        label=gettext_lazy("Day of the test"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    levels = forms.CharField(
        label=gettext_lazy("Levels, lowest first"), required=False, help_text=gettext_lazy("Separated by commas.")
    )
    proficient_from = forms.CharField(label=gettext_lazy("Meets the standard from level"), required=False)

    def __init__(self, *args: object, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        self.today = today

    def clean_given_on(self) -> date:
        """Take no day that is still to come."""
        given_on: date = self.cleaned_data["given_on"]
        if given_on > self.today:
            raise forms.ValidationError(_("A result needs a day that has passed."))
        return given_on
