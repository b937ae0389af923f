"""What a framework of standards would change in a district, before and after it is stored."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aimline.apps.intake.models import Upload, UploadState
from aimline.apps.intake.pages import Step, steps
from aimline.apps.intake.pages.contents import Fact
from aimline.apps.intake.pages.rosters import Wrong, may_withdraw
from aimline.apps.journal.forms import Write, new_key
from aimline.charts.drawing import Table


@dataclass(frozen=True)
class Framework:
    """A framework that was looked at or stored: what it changes, what it holds, what is wrong in it."""

    title: str
    sentence: str
    steps: tuple[Step, ...]
    message: str
    facts: tuple[Fact, ...]
    given: Table
    notes: tuple[str, ...]
    problems: tuple[Wrong, ...]
    problems_note: str
    problems_href: str
    report_href: str
    is_open: bool
    commit_href: str
    form: Write
    discard_href: str
    discard: Write
    standards_href: str
    withdraw_href: str
    template: str = "framework"


def framework(upload: Upload) -> Framework:
    """Return the page of a framework that was looked at, or stored."""
    told = upload.report["framework"]
    is_open = upload.state == UploadState.STAGED
    initial = {"key": new_key(), "version": upload.version}
    district = upload.place.uuid if upload.place else ""
    return Framework(
        title=f"{told['title']}, {upload.file_name}",
        sentence=sentence(told["brought"], is_open=is_open),
        steps=steps(upload, 2 if is_open else 4),
        message=upload.message,
        facts=facts(told["brought"]),
        given=subjects(told["subjects"]),
        notes=(_("What is no longer in it is set aside, and stays with the goals that cite it."),)
        if told["brought"]["n_gone"]
        else (),
        problems=tuple(Wrong(one["where"], "", one["message"], one["hint"]) for one in told["problems"]),
        problems_note=problems_note(len(told["problems"]), told["n_problems"]),
        problems_href=reverse("import-problems", args=[upload.uuid]) if told["problems"] else "",
        report_href=reverse("import-report", args=[upload.uuid]),
        is_open=is_open,
        commit_href=reverse("import-commit", args=[upload.uuid]),
        form=Write(initial=initial, auto_id="store_%s"),
        discard_href=reverse("import-discard", args=[upload.uuid]),
        discard=Write(initial={**initial, "key": new_key()}, auto_id=False),
        standards_href=f"{reverse('standards')}?district={district}",
        withdraw_href=reverse("import-withdraw", args=[upload.uuid]) if may_withdraw(upload) else "",
    )


def sentence(brought: dict[str, int], *, is_open: bool) -> str:
    if not is_open:
        return _("These standards are stored.")
    n_new, n_other = brought["n_new"], brought["n_changed"] + brought["n_gone"]
    if not n_new and not n_other:
        return _("All of these standards are here already.")
    if not n_new:
        return _("Nothing is stored yet. No standard is new, and some would change.")
    new = ngettext(
        "%(n)s standard is new. Nothing is stored yet.", "%(n)s standards are new. Nothing is stored yet.", n_new
    )
    return new % {"n": number_format(n_new, force_grouping=True)}


def facts(brought: dict[str, int]) -> tuple[Fact, ...]:
    """Return the counts that are not zero."""
    named = [
        (_("New"), "n_new"), (_("Changed"), "n_changed"), (_("As before"), "n_same"),
        (_("No longer in it"), "n_gone"),
    ]  # fmt: skip
    return tuple(
        Fact(label, number_format(brought[name], force_grouping=True)) for label, name in named if brought[name]
    )


def subjects(counted: list[tuple[str, int]]) -> Table:
    """Return how many standards each subject has."""
    rows = tuple((subject or _("no subject"), number_format(n, force_grouping=True)) for subject, n in counted)
    return Table(caption=_("What is in the file"), headers=(_("Subject"), _("Standards")), rows=rows)


def problems_note(n_listed: int, n_all: int) -> str:
    """Return what becomes of entries that cannot be read, and that not all of them are listed."""
    kept = _("Everything else can be stored.")
    if n_all <= n_listed:
        return kept
    more = _("The first %(n)s of %(all)s are listed here.")
    return f"{kept} {more % {'n': number_format(n_listed), 'all': number_format(n_all, force_grouping=True)}}"
