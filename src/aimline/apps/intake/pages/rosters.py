"""What a roster would change in a district, before and after it is stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aimline.apps.intake import forms
from aimline.apps.intake.actions import folders
from aimline.apps.intake.models import Upload, UploadState
from aimline.apps.intake.pages import Step, steps
from aimline.apps.intake.pages.contents import some
from aimline.apps.journal.forms import Write, new_key
from aimline.exchange.oneroster.finding import place_in

NAMES = {
    "school_years": gettext_lazy("School years"),
    "schools": gettext_lazy("Schools"),
    "classrooms": gettext_lazy("Classrooms"),
    "students": gettext_lazy("Students"),
    "people": gettext_lazy("Teachers"),
    "class_places": gettext_lazy("Class places"),
    "memberships": gettext_lazy("Memberships of teachers"),
    "enrolments": gettext_lazy("Enrolments"),
    "student_groups": gettext_lazy("Student groups"),
}

# Why a bundle was not used, where that can change; nothing is noted where the work broke off.
SETTLED_HERE = frozenset({"", "both-answers", "older-roster"})


@dataclass(frozen=True)
class Change:
    """One kind of thing: how many are new, changed, ended, and the same as before."""

    name: str
    new: int
    changed: int
    ended: int
    same: int


@dataclass(frozen=True)
class Wrong:
    """Something wrong in the bundle: mostly a row that is kept out, or several of which the same is to be said."""

    place: str
    column: str
    message: str
    hint: str


@dataclass(frozen=True)
class Roster:
    """A bundle and what it changes; `asks` are for a person, `doubts` must be settled.

    `other_names` of places and `leavers` must be confirmed in `store`; `form` looks at the bundle otherwise.
    """

    title: str
    sentence: str
    steps: tuple[Step, ...]
    message: str
    asks: tuple[str, ...]
    changes: tuple[Change, ...]
    notes: tuple[str, ...]
    doubts: tuple[str, ...]
    other_names: tuple[str, ...]
    leavers: tuple[str, ...]
    problems: tuple[Wrong, ...]
    problems_note: str
    problems_href: str
    report_href: str
    action: str
    store: forms.Roster
    form: forms.Roster
    discard_href: str
    discard: Write
    is_open: bool
    may_store: bool
    withdraw_href: str
    gradebook: tuple[str, ...]
    waits_for: str
    here: str
    results_href: str
    template: str = "roster"


@dataclass(frozen=True)
class Refused:
    """A bundle that cannot be used: why, what is wrong in it, and what to do.

    Where its ids come from another system than before, `systems` are the earlier ones and `second` is the name of this
    one, empty where the file has none. `may_look_again` where something else can be said of it, or be done first.
    """

    title: str
    message: str
    steps: tuple[Step, ...]
    systems: tuple[str, ...]
    second: str
    may_look_again: bool
    action: str
    form: forms.Roster
    problems: tuple[Wrong, ...]
    problems_note: str
    problems_href: str
    back_href: str
    discard_href: str
    discard: Write


def refused(upload: Upload) -> Refused:
    """Return the page of a bundle that cannot be used."""
    report = upload.report["roster"]
    found, systems = report.get("problems", ()), report.get("systems", {"before": (), "now": ""})
    return Refused(
        title=upload.file_name,
        message=upload.message,
        steps=steps(upload, 0),
        systems=tuple(systems["before"]),
        second=systems["now"],
        may_look_again=report.get("refused", "") in SETTLED_HERE,
        action=reverse("import-roster", args=[upload.uuid]),
        form=form_of(upload),
        problems=alike(found),
        problems_note=listed_note(len(found), report.get("n_problems", 0)),
        problems_href=reverse("import-problems", args=[upload.uuid]),
        back_href=reverse("imports"),
        discard_href=reverse("import-discard", args=[upload.uuid]),
        discard=Write(initial={"key": new_key(), "version": upload.version}, auto_id=False),
    )


def roster(upload: Upload) -> Roster:
    """Return the page of a bundle that was looked at, or stored."""
    told = upload.report["roster"]["told"]
    is_open = upload.state == UploadState.STAGED
    asks = told.get("asks", ()) if is_open else ()
    other_names = told.get("other_names", ()) if is_open and not told["is_empty"] else ()
    notes = [note for note in told["notes"] if note not in (*asks, *other_names)]
    return Roster(
        title=upload.file_name,
        sentence=sentence(upload, is_empty=told["is_empty"]),
        steps=steps(upload, 2 if is_open else 4),
        message=upload.message,
        asks=tuple(asks),
        changes=tuple(Change(str(NAMES.get(name, name)), *counts.values()) for name, counts in told["counts"].items()),
        notes=(*(newcomers(name, few) for name, few in told["new"].items()), *notes),
        doubts=tuple(told.get("doubts", ())) if is_open else (),
        other_names=tuple(other_names),
        leavers=tuple(leaver(**one) for one in told["leavers"]),
        problems=alike(told["problems"]),
        problems_note=problems_note(len(told["problems"]), told.get("n_problems", 0)),
        problems_href=reverse("import-problems", args=[upload.uuid]) if told["problems"] else "",
        report_href=reverse("import-report", args=[upload.uuid]),
        action=reverse("import-roster", args=[upload.uuid]),
        store=forms.Roster(initial={"key": new_key(), "version": upload.version}, auto_id="store_%s"),
        form=form_of(upload),
        discard_href=reverse("import-discard", args=[upload.uuid]),
        discard=Write(initial={"key": new_key(), "version": upload.version}, auto_id=False),
        is_open=is_open,
        may_store=is_open and not told.get("doubts") and (not told["is_empty"] or brings_results(told)),
        withdraw_href=reverse("import-withdraw", args=[upload.uuid]) if may_withdraw(upload) else "",
        gradebook=gradebook(**told["gradebook"]) if brings_results(told) or not is_open else (),
        waits_for=waits_for(upload) if brings_results(told) else "",
        here=reverse("import", args=[upload.uuid]),
        results_href=reverse("import", args=[results]) if (results := upload.report.get("results")) else "",
    )  # fmt: skip


def form_of(upload: Upload) -> forms.Roster:
    """Return the form of a bundle, filled in with what its last look went by."""
    wishes = upload.report["roster"]["wishes"]
    initial = {"key": new_key(), "version": upload.version, **wishes}
    return forms.Roster(initial=initial | lists_of(wishes) | {"digits": wishes.get("digits") or None})


def alike(problems: Sequence[Mapping[str, Any]]) -> tuple[Wrong, ...]:  # Any: a stored report is plain JSON
    """Return what is wrong, the same thing once with its first lines and how many more there are."""
    lines: dict[tuple[str, str, str, str], list[str]] = {}
    for one in problems:
        same = lines.setdefault((one["file"], one["column"], one["message"], one["hint"]), [])
        same += [str(one["line"])] if one["line"] else []  # a file as a whole has no line
    return tuple(
        Wrong(place_in(file, some(found)), column, message, hint)
        for (file, column, message, hint), found in lines.items()
    )


def lists_of(wishes: Mapping[str, Any]) -> dict[str, str]:  # Any: values of a report, as JSON keeps them
    """Return what a person listed, as texts between commas."""
    return {name: ", ".join(wishes.get(name, [])) for name in forms.Roster.LISTS}


def brings_results(told: Mapping[str, Any]) -> bool:  # Any: values of a report, as JSON keeps them
    """Tell whether a bundle has a gradebook that did not come with the same bundle before."""
    return bool(told["gradebook"]["n_results"]) and not told["has_gradebook"]


def waits_for(upload: Upload) -> str:
    """Say what the results of a gradebook wait for; nothing once they can be looked at, or could not be read."""
    if upload.state == UploadState.STAGED:
        return _("Once the roster is stored, its results wait to be looked at.")
    is_done = "results" in upload.report or bool(upload.message)
    return "" if is_done else _("Its results are being made ready to be looked at.")


def gradebook(
    n_line_items: int,
    n_measures: int,
    n_administrations: int,
    n_results: int,
    n_in_words: int,
    n_without_item: int,
    **_rest: object,
) -> tuple[str, ...]:
    """Say what the gradebook of a bundle holds."""
    told = []
    if n_results:
        whole = _(
            "Results in the gradebook: %(results)s. Line items: %(items)s, which become measures: %(measures)s, and"
            " tests on a day: %(times)s."
        )
        told.append(
            whole % {"items": n_line_items, "measures": n_measures, "times": n_administrations, "results": n_results}
        )
    if n_in_words:
        told.append(_("In words only, and counted as not scored: %(n)s.") % {"n": n_in_words})
    if n_without_item:
        told.append(_("Left out, because nobody has described their line item: %(n)s.") % {"n": n_without_item})
    return tuple(told)


def may_withdraw(upload: Upload) -> bool:
    """Tell whether a roster or framework can be taken back: it is stored, and what it changed is remembered."""
    return upload.state == UploadState.COMMITTED and folders.memory_of(upload).exists()


def problems_note(n_listed: int, n_all: int) -> str:
    """Return what becomes of rows that cannot be read, and that not all of them are listed."""
    kept = _("A row that cannot be read is kept out; what it said before stays as it is.")
    return f"{kept} {listed_note(n_listed, n_all)}".strip()


def listed_note(n_listed: int, n_all: int) -> str:
    """Return that not all of what is wrong is listed; nothing where all of it is."""
    if n_all <= n_listed:
        return ""
    more = _("The first %(n)s of %(all)s are listed here.")
    return more % {"n": number_format(n_listed), "all": number_format(n_all, force_grouping=True)}


def newcomers(name: str, few: str) -> str:
    """Name some of what is new of one kind."""
    return _("New %(what)s: %(names)s") % {"what": str(NAMES.get(name, name)).lower(), "names": few}


def leaver(what: str, n_leaving: int, n_before: int) -> str:
    told = _("%(what)s: %(n)s of %(all)s would leave.") % {"what": what, "n": n_leaving, "all": n_before}
    return told[:1].upper() + told[1:]


def sentence(upload: Upload, *, is_empty: bool) -> str:
    if upload.state == UploadState.COMMITTED:
        return _("This roster is stored.")
    return _("Everything this roster says is here already.") if is_empty else _("This is what the roster would change.")
