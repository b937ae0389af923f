"""The list of imports, and the steps every import takes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from aimline.apps.intake import forms
from aimline.apps.intake.models import Upload, UploadState
from aimline.apps.organizations.models import UnitKind
from aimline.apps.organizations.pages import Leaf
from aimline.domain.words import write

# A check that never ended (its worker died) can be begun again, hence STAGING.
OPEN = (UploadState.RECEIVED, UploadState.STAGING, UploadState.STAGED, UploadState.REFUSED)


@dataclass(frozen=True)
class Empty:
    """What will be here, why it matters."""

    title: str
    text: str
    mark: str = "upload"


@dataclass(frozen=True)
class Way:
    """One way to begin where nothing has come in yet: what it brings, and the button that starts it."""

    title: str
    text: str
    href: str
    label: str


@dataclass(frozen=True)
class Line:
    """One import in the list; one that `is_open` waits for a person."""

    href: str
    file_name: str
    place: str
    by: str
    at: str
    state: str
    is_open: bool


@dataclass(frozen=True)
class Imports:
    """The list of imports with the form that begins one; where nothing has come in, what is `missing` and `ways`."""

    form: forms.File | None
    class_set_href: str
    connections_href: str
    keeping_href: str
    lines: tuple[Line, ...]
    leaf: Leaf | None
    missing: str
    ways: tuple[Way, ...]


@dataclass(frozen=True)
class Step:
    """One step of the way of a file; `state` is done, current or todo."""

    label: str
    state: str
    href: str = ""


def imports(
    uploads: Sequence[Upload], leaf: Leaf | None, form: forms.File | None, *, has_classes: bool, is_keeper: bool
) -> Imports:
    """Return a leaf of the list of imports, with what the viewer may do beside it."""
    lines = tuple(
        Line(
            href=reverse("import", args=[upload.uuid]),
            file_name=called(upload),
            place=upload.place.name if upload.place else _("Several districts"),
            by=upload.by.name,
            at=write(upload.at.date()),
            state=state_words(upload),
            is_open=upload.state in (UploadState.RECEIVED, UploadState.STAGED),
        )
        for upload in uploads
    )
    return Imports(
        form=form,
        class_set_href=reverse("class-set") if has_classes else "",
        connections_href=reverse("connections") if is_keeper else "",
        keeping_href=reverse("keeping") if is_keeper else "",
        lines=lines,
        leaf=leaf,
        missing="" if lines else missing(form),
        ways=() if lines else tuple(ways(form, has_classes=has_classes, is_keeper=is_keeper)),
    )


def missing(form: forms.File | None) -> str:
    """Say what has not come in, as far as the viewer would see it."""
    if form is None:
        return _("Nothing has come in here yet. Results are brought by data stewards and principals.")
    if form.takes_rosters:
        return _("Nothing has come in yet: where to begin")
    return _("Nothing has come in for your school alone. What your district brought is on the Data page.")


def ways(form: forms.File | None, *, has_classes: bool, is_keeper: bool) -> Iterator[Way]:
    """Give the ways to begin, what to bring first at the front."""
    if form and form.takes_rosters:
        yield Way(
            _("First a roster, if you have one"),
            _("A OneRoster .zip out of your student system brings schools, classes, students and teachers at once."),
            "#id_file",
            _("Bring a roster"),
        )
    if form:
        yield Way(
            _("Then last year's results") if form.takes_rosters else _("Results of your own"),
            _("A file from the state, a publisher or your own spreadsheet. Students it names are added with it."),
            "#id_file",
            _("Bring results"),
        )
    if is_keeper:
        yield Way(
            _("Or connect your system"),
            _("Rosters and results can be read from the system of your district, once or every night."),
            reverse("connections"),
            _("Connect a system"),
        )
    if form or has_classes:
        yield Way(
            _("No file at all?"),
            _("A class can be entered by its counts alone, before any student is known: 18 of 24 met it."),
            reverse("class-count") if has_classes else reverse("places"),
            _("Count a class") if has_classes else _("Add a class first"),
        )


def called(upload: Upload) -> str:
    """Return the name of a file, and of a workbook with several sheets which one is meant; of a class set its test."""
    if is_typed(upload):
        return upload.file_name.removesuffix(".csv")
    sheets = sheets_read(upload)
    if len(sheets) > 1:
        return _("%(file)s, %(n)s sheets") % {"file": upload.file_name, "n": len(sheets)}
    if sheets:
        return _("%(file)s, sheet %(sheet)s") % {"file": upload.file_name, "sheet": sheets[0]}
    return upload.file_name


def sheets_read(upload: Upload) -> list[str]:
    """Return the sheets that are read of a workbook with several; nothing of any other file."""
    read_as = upload.report.get("read_as", {})
    sheet = read_as.get("sheet", upload.report.get("sheet", ""))
    return list(read_as.get("read", [sheet] if sheet else []))


def state_words(upload: Upload) -> str:
    """Return how far a file has come, in words."""
    return {
        UploadState.RECEIVED: _("waiting for its columns"),
        UploadState.STAGING: _("being checked"),
        UploadState.STAGED: _("checked, not stored yet"),
        UploadState.COMMITTING: _("being stored"),
        UploadState.COMMITTED: _("stored"),
        UploadState.REFUSED: _("could not be used"),
        UploadState.DISCARDED: _("put aside"),
        UploadState.WITHDRAWN: _("withdrawn"),
    }[UploadState(upload.state)]


def needs_columns(upload: Upload) -> bool:
    """Tell whether the next thing to do is to say what the columns mean."""
    return upload.state == UploadState.RECEIVED


def may_change_columns(upload: Upload) -> bool:
    """Tell whether the mapping may still be changed; what was typed in has no columns to speak of."""
    return upload.state in OPEN and not is_typed(upload) and has_columns(upload)


def has_columns(upload: Upload) -> bool:
    """Tell whether a file is a table of results; a roster and standards say themselves what they hold."""
    return not is_roster(upload) and not upload.is_framework


def is_roster(upload: Upload) -> bool:
    """Tell whether a file is a OneRoster bundle: people and places, not results."""
    return "roster" in upload.report


def is_counted(upload: Upload) -> bool:
    """Tell whether a class was entered by counts alone."""
    return "counted" in upload.report


def is_typed(upload: Upload) -> bool:
    """Tell whether a class set was typed in: it belongs to a class or team, as no file does."""
    return upload.place is not None and upload.place.kind in (UnitKind.TEAM, UnitKind.CLASSROOM)


def columns_href(upload: Upload) -> str:
    """Return where the columns are corrected; nowhere once that is over, or where there are none."""
    return reverse("import-columns", args=[upload.uuid]) if may_change_columns(upload) else ""


def steps(upload: Upload, current: int) -> tuple[Step, ...]:
    """Return the four steps of the way, the current one counted from 0; only a table of results has columns."""
    labels = [
        (_("Type it in") if is_typed(upload) else _("File"), ""),
        (_("Columns"), columns_href(upload)),
        (_("Look it over"), ""),
        (_("Stored"), ""),
    ]
    found = tuple(
        Step(label, "done" if n < current else "current" if n == current else "todo", href)
        for n, (label, href) in enumerate(labels)
    )
    return tuple(step for n, step in enumerate(found) if n != 1 or (has_columns(upload) and not is_typed(upload)))
