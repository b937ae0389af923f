"""How far an import has come: waiting, checked, stored, or stopped."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any  # a stored report is plain JSON

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aimline.apps.goals.models import Goal
from aimline.apps.intake import forms
from aimline.apps.intake.actions.progress import Progress
from aimline.apps.intake.actions.progress import Step as Part
from aimline.apps.intake.models import Upload, UploadState
from aimline.apps.intake.pages import Step, called, columns_href, contents, has_columns, is_typed, sheets_read, steps
from aimline.apps.intake.pages.taking_back import Again, again
from aimline.apps.journal.forms import Write, new_key
from aimline.apps.organizations.models import UnitKind
from aimline.charts.drawing import Table
from aimline.exchange.sheet import place_of


@dataclass(frozen=True)
class Link:
    """A place to go on."""

    label: str
    href: str


@dataclass(frozen=True)
class Waiting:
    """Work goes on in the background; the page asks again by itself.

    `percent` of the work are `done`, as far as that can be told; `spoken` is said aloud at every quarter of it.
    """

    title: str
    text: str
    href: str
    columns_href: str
    discard_href: str
    discard: Write | None
    steps: tuple[Step, ...]
    back: Link
    percent: int | None
    done: str
    spoken: str
    template: str = "working"


@dataclass(frozen=True)
class ProblemLine:
    """A row that was left out, and how to mend it."""

    line: str
    column: str
    value: str
    message: str
    hint: str


@dataclass(frozen=True)
class Preview:
    """What would be stored, what would be made, what is left out.

    `in_the_way` must be settled first; `doubts` must be confirmed; `asks_whose` where numbers passed to other students;
    it `adds` places or students where some are new.
    """

    title: str
    sentence: str
    steps: tuple[Step, ...]
    message: str
    in_the_way: tuple[str, ...]
    twin: Link | None
    doubts: tuple[str, ...]
    asks: tuple[str, ...]
    facts: tuple[contents.Fact, ...]
    given: Table
    made: tuple[str, ...]
    notes: tuple[str, ...]
    problems: tuple[ProblemLine, ...]
    problems_note: str
    problems_href: str
    report_href: str
    columns_href: str
    commit_href: str
    discard_href: str
    discard_label: str
    form: forms.Commit
    discard: Write
    may_commit: bool
    asks_whose: bool = False
    adds: bool = False
    template: str = "preview"


@dataclass(frozen=True)
class Result:
    """What was stored, and where to go from here."""

    title: str
    sentence: str
    steps: tuple[Step, ...]
    facts: tuple[contents.Fact, ...]
    given: Table
    notes: tuple[str, ...]
    problems_href: str
    report_href: str
    data_href: str
    goals: tuple[Link, ...]
    withdraw_href: str
    sheets: tuple[str, ...] = ()
    again: Again | None = None
    template: str = "result"


@dataclass(frozen=True)
class Stopped:
    """A file that did not get further: why, and what next."""

    title: str
    message: str
    steps: tuple[Step, ...]
    twin: Link | None
    columns_href: str
    discard_href: str
    discard: Write | None
    again: Again | None
    back: Link
    template: str = "stopped"


Stage = Waiting | Preview | Result | Stopped


def stage_of(
    upload: Upload,
    *,
    waited_version: str,
    twin: Upload | None,
    goals: Sequence[Goal],
    typed: Sequence[tuple[str, str]] = (),
    sheets: Sequence[str] = (),
    may_come_again: bool = False,
    progress: Progress | None = None,
) -> Stage:
    """Return the page that fits how far a file has come."""
    is_looked_at = upload.state in (UploadState.STAGED, UploadState.COMMITTED)
    is_awaited = is_looked_at and waited_version == str(upload.version)
    if is_awaited or upload.state in (UploadState.STAGING, UploadState.COMMITTING):
        return waiting(upload, waited_version, progress)
    if upload.state == UploadState.STAGED:
        return preview(upload, twin, typed)
    if upload.state == UploadState.COMMITTED:
        return result(upload, goals, sheets)
    return stopped(upload, twin, may_come_again=may_come_again)


def waiting(upload: Upload, waited_version: str, progress: Progress | None) -> Waiting:
    """Return the page that asks again until the work is done."""
    is_checking = upload.state == UploadState.STAGING
    holds_results = has_columns(upload)
    may_discard = is_checking and not holds_results  # where the worker died, a file without columns cannot begin again
    title = {
        UploadState.STAGING: _("Checking every row of %(file)s"),
        UploadState.COMMITTED: _("Taking the results of %(file)s back") if holds_results else _("Taking %(file)s back"),
    }.get(UploadState(upload.state), _("Storing the results of %(file)s") if holds_results else _("Storing %(file)s"))
    href = reverse("import", args=[upload.uuid])
    return Waiting(
        title=title % {"file": called(upload)},
        text=_("A large file takes up to a minute. You can leave this page; the work goes on, and the list of imports"
               " shows when it is done."),
        href=f"{href}?waiting={waited_version}" if waited_version else href,
        columns_href=columns_href(upload) if is_checking else "",
        discard_href=reverse("import-discard", args=[upload.uuid]) if may_discard else "",
        discard=Write(initial={"key": new_key(), "version": upload.version}, auto_id=False) if may_discard else None,
        steps=steps(upload, 1 if is_checking and holds_results and not is_typed(upload) else 2),
        back=back(upload, _("Back to the list")),
        percent=int(100 * progress.of_work) if progress else None,
        done=done(progress) if progress else "",
        spoken=spoken(progress) if progress else "",
    )  # fmt: skip


def done(progress: Progress) -> str:
    """Say how far the work has come, in bytes or rows of all."""
    n_done, n_all = int(progress.share * progress.n_all), progress.n_all
    sizes = {"done": filesizeformat(n_done), "all": filesizeformat(n_all)}
    rows = {"done": number_format(n_done, force_grouping=True), "all": number_format(n_all, force_grouping=True)}
    return {
        Part.READ: _("%(done)s of %(all)s are read.") % sizes,
        Part.CHECK: _("%(done)s of %(all)s rows are checked.") % rows,
        Part.COMPARE: _("All rows are checked. Now they are held beside what is here."),
        Part.FIND: _("Students and places are looked up."),
        Part.WRITE: _("%(done)s of %(all)s rows are stored.") % rows,
        Part.STORE: _("All rows are stored. Now goals and lists follow."),
    }[progress.step]


def spoken(progress: Progress) -> str:
    """Say every quarter that is done, and not every step, to those who cannot see the bar."""
    quarters = ("", _("A quarter of the work is done."), _("Half of the work is done."), _("Three quarters are done."))
    return quarters[min(int(4 * progress.of_work), 3)]


def preview(upload: Upload, twin: Upload | None, typed: Sequence[tuple[str, str]] = ()) -> Preview:
    """Return what a checked file would bring; `twin` is the stored import of the very same file.

    Of a class set it shows what was `typed`: each name and result.
    """
    report = upload.report
    counts = report["counts"]
    in_the_way = tuple(report["in_the_way"])
    initial = {"key": new_key(), "version": upload.version}
    said = {name: ", ".join(report.get("numbers", {}).get(name, ())) for name in forms.Commit.LISTS}
    return Preview(
        title=called(upload),
        sentence=preview_sentence(counts, is_doubted=bool(report.get("doubts"))),
        steps=steps(upload, 2),
        message=upload.message,
        in_the_way=in_the_way,
        twin=link_to(twin),
        doubts=tuple(report.get("doubts", ())),
        asks=(*report.get("asks", ()), *report.get("left", ())),
        facts=contents.facts(counts),
        given=contents.typed_table(typed) if typed else contents.given_table(report),
        made=contents.made(report),
        notes=contents.notes(report),
        problems=tuple(problem_line(problem, sheets_read(upload)) for problem in report["problems"]),
        problems_note=problems_note(report),
        problems_href=reverse("import-problems", args=[upload.uuid]),
        report_href=reverse("import-report", args=[upload.uuid]),
        columns_href=columns_href(upload),
        commit_href=reverse("import-commit", args=[upload.uuid]),
        discard_href=reverse("import-discard", args=[upload.uuid]),
        discard_label=discard_label(upload),
        form=forms.Commit(initial=initial | said, auto_id="store_%s"),
        discard=Write(initial={**initial, "key": new_key()}, auto_id=False),
        may_commit=not in_the_way,
        adds=contents.adds(report),
        asks_whose="whose-numbers" in report.get("obstacles", ()) or any(said.values()),
    )


def preview_sentence(counts: dict[str, int], *, is_doubted: bool = False) -> str:
    """Return what would happen; what is set aside, whether by wish or for want of a day, is said with it."""
    n_aside, ready = counts["n_set_aside"], ready_sentence(counts, is_doubted=is_doubted)
    if not n_aside:
        return ready
    aside = _("Set aside: %(n)s.") % {"n": number_format(n_aside, force_grouping=True)}
    return f"{ready} {aside}"


def ready_sentence(counts: dict[str, int], *, is_doubted: bool) -> str:
    n_stored, n_wrong = counts["n_stored"], counts["n_wrong"]
    left = ngettext("%(n)s result would be left out", "%(n)s results would be left out", n_wrong)
    left %= {"n": number_format(n_wrong, force_grouping=True)}
    if not n_stored:
        return _("Nothing of this file can be stored yet: %(left)s.") % {"left": left}
    ready = ngettext("%(n)s result is ready to be stored", "%(n)s results are ready to be stored", n_stored)
    ready %= {"n": number_format(n_stored, force_grouping=True)}
    if not n_wrong and is_doubted:
        return _("%(ready)s, once you have looked at what is odd.") % {"ready": ready}
    if not n_wrong and counts["n_set_aside"]:
        return f"{ready}."
    if not n_wrong:
        return _("%(ready)s; nothing has to be mended.") % {"ready": ready}
    return _("%(ready)s; %(left)s.") % {"ready": ready, "left": left}


def discard_label(upload: Upload) -> str:
    return _("Put these aside") if is_typed(upload) else _("Put the file aside")


def problem_line(problem: dict[str, Any], sheets: Sequence[str]) -> ProblemLine:
    """Return one thing that is wrong, with its first lines and how many more there are."""
    lines = ", ".join(place_of(line, sheets) for line in problem["lines"])
    n_more = problem["n"] - len(problem["lines"])
    if n_more:
        lines = _("%(lines)s and %(n)s more") % {"lines": lines, "n": number_format(n_more, force_grouping=True)}
    return ProblemLine(lines, problem["column"], problem["value"], problem["message"], problem["hint"])


def problems_note(report: dict[str, Any]) -> str:
    """Return what to do about the rows that are left out, and that not all of them are listed."""
    rest = report["counts"]["n_stored"]
    lines = [
        _("Everything else can be stored. Mend these in your file and bring it again, or leave them out.") if rest
        else _("Mend these in your file, or change the columns where one thing is wrong with every row.")
    ]  # fmt: skip
    if sum(report["problem_counts"].values()) > sum(problem["n"] for problem in report["problems"]):
        lines.append(_("The table has more lines than are listed here."))
    return " ".join(lines)


def result(upload: Upload, goals: Sequence[Goal], sheets: Sequence[str]) -> Result:
    """Return what was stored; `sheets` are those of its workbook of which nothing is."""
    counts = upload.report["counts"]
    n = counts["n_stored"]
    stored = ngettext("%(n)s result is stored.", "%(n)s results are stored.", n)
    return Result(
        title=called(upload),
        sentence=stored % {"n": number_format(n, force_grouping=True)},
        steps=steps(upload, 4),
        facts=contents.facts(counts),
        given=contents.given_table(upload.report),
        notes=(*([upload.message] if upload.message else []), *contents.told(upload.report)),
        problems_href=reverse("import-problems", args=[upload.uuid]) if counts["n_wrong"] else "",
        report_href=reverse("import-report", args=[upload.uuid]),
        data_href=data_href(upload),
        goals=tuple(Link(str(goal), reverse("goal", args=[goal.uuid])) for goal in goals),
        withdraw_href=reverse("import-withdraw", args=[upload.uuid]),
        sheets=tuple(sheets),
        again=again(upload),
    )


def data_href(upload: Upload) -> str:
    """Return the address of the Data page, of the school where the file is of one school."""
    is_school = upload.place is not None and upload.place.kind == UnitKind.SCHOOL
    return f"{reverse('data')}?school={upload.place.uuid}" if upload.place and is_school else reverse("data")


def stopped(upload: Upload, twin: Upload | None, *, may_come_again: bool) -> Stopped:
    """Return why a file went no further, and what can be done."""
    is_open = upload.state == UploadState.REFUSED
    sentence = upload.message or {
        UploadState.DISCARDED: _("It was put aside. Nothing of it was stored."),
        UploadState.WITHDRAWN: _("It was withdrawn. What stood there before counts again, and goals read as they did."),
    }.get(UploadState(upload.state), "")
    return Stopped(
        title=called(upload),
        message=sentence,
        steps=steps(upload, 1 if upload.mapping and not is_typed(upload) else 0) if is_open else (),
        twin=link_to(twin) if is_open else None,
        columns_href=columns_href(upload) if is_open and upload.mapping else "",
        discard_href=reverse("import-discard", args=[upload.uuid]) if is_open else "",
        discard=Write(initial={"key": new_key(), "version": upload.version}, auto_id=False) if is_open else None,
        again=again(upload) if may_come_again else None,
        back=back(upload, _("Bring another file")),
    )


def back(upload: Upload, to_list: str) -> Link:
    """Return where to go from here: to the list of files, or for a class set to where the next one is typed in."""
    if is_typed(upload):
        return Link(_("Type in another class set"), reverse("class-set"))
    return Link(to_list, reverse("imports"))


def link_to(upload: Upload | None) -> Link | None:
    return Link(called(upload), reverse("import", args=[upload.uuid])) if upload else None
