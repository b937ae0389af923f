"""How a locked goal may change, and how a wrong record is put right."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aimline.apps.journal.forms import Write
from aimline.apps.monitoring.forms.check_in import Day
from aimline.domain.amendment import CorrectionCode

CODES = {
    CorrectionCode.DATA_ENTRY_ERROR: _("A number or date was typed wrong"),
    CorrectionCode.RESULT_RESCORED: _("The results were scored again"),
    CorrectionCode.MEASURE_WITHDRAWN: _("The assessment was withdrawn or changed by its provider"),
    CorrectionCode.CUT_SCORE_CHANGED: _("The authority changed the cut score"),
    CorrectionCode.ROSTER_ERROR: _("The list of students was wrong"),
    CorrectionCode.CALENDAR_CHANGED: _("The calendar changed (closure)"),
    CorrectionCode.MERGED: _("The goal was merged in a reorganization"),
}
GRADES = [(-1, _("Pre-K")), (0, _("K")), *((grade, str(grade)) for grade in range(1, 13))]


class Amend(Write):
    """The goal as it could be: higher, earlier, with more stops or more students."""

    target = forms.FloatField(label=_("Target"), required=False)
    deadline = forms.DateField(label=_("Deadline"), required=False, widget=Day())
    stop_on = forms.DateField(label=_("A stop on the way: day"), required=False, widget=Day())
    stop_value = forms.FloatField(label=_("Value expected on that day"), required=False)
    group_label = forms.CharField(label=_("The students, in words"), required=False, max_length=200)
    grades = forms.TypedMultipleChoiceField(
        label=_("Grades counted"), required=False, coerce=int, choices=GRADES, widget=forms.CheckboxSelectMultiple
    )
    keeps_conditions = forms.BooleanField(label=_("Only these students: {groups}"), required=False)
    result = forms.CharField(
        label=_("What students will be able to do"), required=False, widget=forms.Textarea({"rows": 2})
    )
    explanation = forms.CharField(label=_("Why"), required=False, max_length=500)

    def __init__(self, *args: Any, conditions: str = "", may_sharpen: bool = False, **kwargs: Any) -> None:  # Django's
        super().__init__(*args, **kwargs)
        if conditions:
            self.fields["keeps_conditions"].label = str(self.fields["keeps_conditions"].label).format(groups=conditions)
        else:
            del self.fields["keeps_conditions"]
        if not may_sharpen:
            del self.fields["result"]

    def clean(self) -> dict[str, Any]:  # Django's
        content = super().clean() or {}
        if (content.get("stop_on") is None) != (content.get("stop_value") is None):
            self.add_error("stop_value", _("A stop has a day and a value."))
        return content


class Correct(Write):
    """A wrong record: what it should say, and why."""

    code = forms.ChoiceField(
        label=_("What happened?"), choices=list(CODES.items()), widget=forms.RadioSelect,
        error_messages={"required": _("Choose what happened to the record.")},
    )  # fmt: skip
    baseline = forms.FloatField(label=_("The start should be"), required=False)
    baseline_n = forms.IntegerField(label=_("Students counted at the start"), required=False, min_value=1)
    target = forms.FloatField(label=_("The target should be"), required=False)
    deadline = forms.DateField(label=_("The deadline should be"), required=False, widget=Day())
    explanation = forms.CharField(
        label=_("What was wrong?"), widget=forms.Textarea({"rows": 2}),
        help_text=_("One sentence that others can check."),
        error_messages={"required": _("Say in one sentence what was wrong.")},
    )  # fmt: skip


class Decide(Write):
    """The second person's answer to a correction."""

    answer = forms.ChoiceField(choices=[("approve", ""), ("decline", "")])
