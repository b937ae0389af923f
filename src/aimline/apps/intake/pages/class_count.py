"""The page on which a class is entered by counts alone, and what they come to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aimline.apps.goals.models import Goal
from aimline.apps.intake import forms
from aimline.apps.intake.forms import class_count
from aimline.apps.intake.models import Upload, UploadState
from aimline.apps.intake.pages import contents, standing, steps
from aimline.apps.intake.pages.class_set import Choice, named
from aimline.apps.intake.queries.classes import Counting
from aimline.apps.intake.queries.unread import UNREAD
from aimline.apps.journal.forms import Write, new_key
from aimline.apps.organizations.models import Unit
from aimline.charts.drawing import Table
from aimline.domain.measure import Quantity


@dataclass(frozen=True)
class ClassCount:
    """The few numbers of a class; `test_name` is empty for a test that is not here yet."""

    action: str
    classes: tuple[Choice, ...]
    tests: tuple[Choice, ...]
    class_uuid: str
    class_name: str
    test_uuid: str
    test_name: str
    form: class_count.ClassCount
    subjects: tuple[str, ...]
    list_href: str


def class_count_page(
    places: Sequence[Unit],
    place: Unit,
    tests: Sequence[Counting],
    form: class_count.ClassCount,
    subjects: Sequence[str],
) -> ClassCount:
    """Return the page for one class and, where one was chosen, one test."""
    chosen = form.test.measure if form.test else None
    return ClassCount(
        action=reverse("class-count"),
        classes=tuple(Choice(str(each.uuid), named(each), each.pk == place.pk) for each in places),
        tests=tuple(
            Choice(str(each.measure.uuid), each.measure.name, chosen is not None and each.measure.pk == chosen.pk)
            for each in tests
        ),
        class_uuid=str(place.uuid),
        class_name=named(place),
        test_uuid=str(chosen.uuid) if chosen else "",
        test_name=chosen.name if chosen else "",
        form=form,
        subjects=tuple(subjects),
        list_href=f"{reverse('class-set')}?class={place.uuid}",
    )


def stage_of(upload: Upload, *, waited_version: str, goals: Sequence[Goal]) -> standing.Stage:
    """Return the page that fits how far counts have come."""
    if waited_version != str(upload.version):
        if upload.state == UploadState.STAGED:
            return preview(upload)
        if upload.state == UploadState.COMMITTED:
            return result(upload, goals)
    return standing.stage_of(upload, waited_version=waited_version, twin=None, goals=goals)


def preview(upload: Upload) -> standing.Preview:
    """Return what was counted, to be looked over."""
    initial = {"key": new_key(), "version": upload.version}
    return standing.Preview(
        title=title(upload),
        sentence=sentence(upload),
        steps=steps(upload, 2),
        message=upload.message,
        in_the_way=(),
        twin=None,
        doubts=(),
        asks=(),
        facts=facts(upload),
        given=counts_table(upload),
        made=(),
        notes=(),
        problems=(),
        problems_note="",
        problems_href="",
        report_href=reverse("import-report", args=[upload.uuid]),
        columns_href="",
        commit_href=reverse("import-commit", args=[upload.uuid]),
        discard_href=reverse("import-discard", args=[upload.uuid]),
        discard_label=standing.discard_label(upload),
        form=forms.Commit(initial=initial, auto_id="store_%s"),
        discard=Write(initial={**initial, "key": new_key()}, auto_id=False),
        may_commit=True,
    )


def result(upload: Upload, goals: Sequence[Goal]) -> standing.Result:
    """Return what was stored, and the goals that read it."""
    return standing.Result(
        title=title(upload),
        sentence=sentence(upload),
        steps=steps(upload, 4),
        facts=facts(upload),
        given=counts_table(upload),
        notes=(_("Counted without names: it reads for goals of this whole class, and shows in no other table."),),
        problems_href="",
        report_href=reverse("import-report", args=[upload.uuid]),
        data_href="",
        goals=tuple(standing.Link(str(goal), reverse("goal", args=[goal.uuid])) for goal in goals),
        withdraw_href=reverse("import-withdraw", args=[upload.uuid]),
    )


def title(upload: Upload) -> str:
    place = named(upload.place) if upload.place else ""
    return f"{upload.report['counted']['name']}, {place}"


def sentence(upload: Upload) -> str:
    """Say the counts as a share."""
    told = upload.report["counted"]
    if UNREAD in upload.report:
        return _("What was counted is for those who teach this class.")
    text = ngettext(
        "%(n_met)s of %(n)s student met the standard.", "%(n_met)s of %(n)s students met the standard.", told["n"]
    )
    return text % {"n_met": number_format(told["n_met"]), "n": number_format(told["n"])}


def facts(upload: Upload) -> tuple[contents.Fact, ...]:
    told = upload.report["counted"]
    on_day = contents.Fact(_("Day"), contents.day(told["given_on"]))
    if UNREAD in upload.report:
        return (on_day,)
    counts = [(_("Not tested"), told["n_not_tested"])] if told["n_not_tested"] else []
    share = Quantity(100 * told["n_met"] / told["n"], "%")
    return (
        on_day,
        contents.Fact(_("Met the standard"), str(share)),
        *(contents.Fact(label, number_format(n)) for label, n in counts),
    )


def counts_table(upload: Upload) -> Table:
    """Return how many students stood where."""
    told = upload.report["counted"]
    rows: tuple[tuple[str, str], ...] = ()
    if UNREAD not in upload.report:
        met = [(_("Met the standard"), told["n_met"]), (_("Not yet"), told["n"] - told["n_met"])]
        rows = tuple((label, number_format(n)) for label, n in told["at_levels"] or met)
    return Table(caption=_("What was counted"), headers=(_("Result"), _("Students")), rows=rows)


def initial(today: date, place: Unit) -> dict[str, object]:
    """Return what the form begins with."""
    return {"key": new_key(), "given_on": today, "subject": place.subject}
