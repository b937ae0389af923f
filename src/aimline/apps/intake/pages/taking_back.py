"""An import is taken back, and a kept file is taken once more."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aimline.apps.intake import forms
from aimline.apps.intake.models import Upload
from aimline.apps.intake.pages import called, is_roster, is_typed
from aimline.apps.journal.forms import new_key


@dataclass(frozen=True)
class Withdrawal:
    """The question before an import is taken back."""

    file_name: str
    sentence: str
    action: str
    back_href: str
    form: forms.Withdraw


@dataclass(frozen=True)
class Again:
    """Where a kept file is taken once more, and the form that does it."""

    href: str
    form: forms.Again


def withdrawal(upload: Upload, form: forms.Withdraw) -> Withdrawal:
    """Return the question before an import is taken back."""
    return Withdrawal(
        called(upload),
        withdrawal_sentence(upload),
        reverse("import-withdraw", args=[upload.uuid]),
        reverse("import", args=[upload.uuid]),
        form,
    )


def withdrawal_sentence(upload: Upload) -> str:
    """Return what becomes of what was stored."""
    if is_roster(upload):
        return _(
            "Who or what this roster ended comes back, what it changed is as before, and the places in classes, parts"
            " and enrolments it added go. What somebody changed since stays. Students, adults and schools stay too."
        )
    if upload.is_framework:
        return _(
            "The standards it added go, and what it changed is as before. Those that goals cite, measures test or"
            " people rated are set aside and stay with them. What somebody changed since stays too. The file can be"
            " brought in once more at any time."
        )
    n = upload.report.get("counts", {}).get("n_stored", 0)
    count = ngettext("Its %(n)s result will no longer count.", "Its %(n)s results will no longer count.", n)
    rest = _("Older results that it replaced come back, and every goal that read it is read again.")
    more = "" if is_typed(upload) else _("The file can be brought in once more at any time.")
    return f"{count % {'n': number_format(n, force_grouping=True)}} {rest} {more}".strip()


def again(upload: Upload) -> Again:
    """Return where the kept copy of a file is taken once more."""
    form = forms.Again(initial={"key": new_key(), "version": upload.version}, auto_id="again_%s")
    return Again(reverse("import-again", args=[upload.uuid]), form)
