"""The way of a file: bring it, say what its columns mean, look at what would happen, store it, take it back."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import BinaryIO

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aimline.apps.accounts.policy import Door, door
from aimline.apps.intake import actions, forms, pages, policy, queries, tasks
from aimline.apps.intake.actions import progress
from aimline.apps.intake.models import Upload, UploadState
from aimline.apps.intake.pages import class_count, frameworks, left_out, report, standing, taking_back
from aimline.apps.intake.pages import columns as column_pages
from aimline.apps.intake.pages import rosters as roster_pages
from aimline.apps.intake.queries import classes, meaning
from aimline.apps.intake.views.frameworks import bring_framework
from aimline.apps.intake.views.sending import as_words, fresh_version, write
from aimline.apps.journal.actions import Outcome
from aimline.apps.journal.forms import Write, new_key
from aimline.apps.organizations.models import Unit
from aimline.apps.organizations.pages import leaf_of
from aimline.apps.organizations.policy import Request
from aimline.exchange import mapping_file
from aimline.exchange.case_file import is_json
from aimline.exchange.mapping_checks import check
from aimline.exchange.oneroster.bundle import is_bundle

N_ON_A_PAGE = 50


@require_http_methods(["GET", "POST"])
@door(Door.SIGNED_IN, "intake.bring")
def show_imports(request: Request) -> HttpResponse:
    """List the files that were brought, and take a new one."""
    found, may_bring = queries.uploads(request.viewer), policy.may_bring(request.viewer)
    if request.method == "POST":
        policy.require_bringer(request.viewer)
    form = file_form(request) if may_bring else None
    if form is not None and request.method == "POST" and form.is_valid():
        bring_kind = kind_of(form.cleaned_data["file"])
        if bring_kind is None:
            return redirect(bring(request, form).location)
        district = queries.district_for(request.viewer, form.cleaned_data["place"])
        if district is not None:
            return redirect(bring_kind(request, form, district).location)
        form.add_error("place", _("Choose the district this file is of."))
    uploads, leaf = leaf_of(found, request.GET.get("page", "1"), size=N_ON_A_PAGE, href="?page={}".format)
    has_classes, is_keeper = policy.classes(request.viewer).exists(), policy.keeps_districts(request.viewer).exists()
    page = pages.imports(uploads, leaf, form, has_classes=has_classes, is_keeper=is_keeper)
    return render(request, "intake/imports.html", {"page": page}, status=422 if form and form.errors else 200)


def file_form(request: Request) -> forms.File:
    """Return the form that takes a file, with the places the viewer may bring results for."""
    return forms.File(
        request.POST or None,
        request.FILES or None,
        initial={"key": new_key()},
        places=list(policy.places(request.viewer)),
        several=request.viewer.is_installation_steward,
    )


def kind_of(file: BinaryIO) -> Callable[[Request, Write, Unit], Outcome] | None:
    """Return how a file is brought that belongs to a whole district: a roster or standards; none for results."""
    is_roster = is_bundle(file)
    file.seek(0)  # each look at its kind has read some of it
    is_framework = is_json(file)
    file.seek(0)
    return bring_roster if is_roster else bring_framework if is_framework else None


def bring(request: Request, form: forms.File) -> Outcome:
    """Receive the file of a filled form."""
    file = form.cleaned_data["file"]
    place = policy.places(request.viewer).filter(uuid=form.cleaned_data["place"] or uuid.UUID(int=0)).first()

    content = {"file": file.name, "size": file.size, "place": form.cleaned_data["place"]}
    # The copy takes its time; the key, which locks, is taken after it.
    with actions.kept(request.viewer, file.name, file, place=place) as upload:

        def perform() -> str:
            actions.enter(request.viewer, upload)
            return reverse("import", args=[upload.uuid])

        return write(request.viewer, form, "receive", content, perform)


def bring_roster(request: Request, form: Write, district: Unit) -> Outcome:
    """Receive a OneRoster bundle; what it would change is found in the background."""
    file = form.cleaned_data["file"]
    content = {"file": file.name, "size": file.size, "place": str(district.uuid)}
    with actions.kept(request.viewer, file.name, file, place=district) as upload:

        def perform() -> str:
            actions.enter_roster(request.viewer, upload)
            return reverse("import", args=[upload.uuid])

        job = tasks.Job(tasks.look_at_roster, (str(upload.uuid), *as_words(request.viewer)))
        return write(request.viewer, form, "receive roster", content, perform, job)


@require_POST
@door(Door.SIGNED_IN, "intake.bring")
def decide_roster(request: Request, upload_uuid: uuid.UUID) -> HttpResponse:
    """Store a roster that was looked at, or look at it otherwise."""
    upload = queries.upload(request.viewer, upload_uuid)
    form = forms.Roster(request.POST)
    if not form.is_valid() or not pages.is_roster(upload):
        return redirect("import", upload_uuid=upload.uuid)
    version, given = fresh_version(upload, form), form.cleaned_data
    home, who = reverse("import", args=[upload.uuid]), as_words(request.viewer)
    if "store" in request.POST:
        confirmed = [name for name in ("confirm_leavers", "confirm_places") if given[name]]
        job = tasks.Job(tasks.store_roster, (str(upload.uuid), version, confirmed, *who))
        content = {"upload": str(upload.uuid), "confirmed": confirmed}
        location = f"{home}?waiting={version}"
        return redirect(write(request.viewer, form, "store roster", content, lambda: location, job).location)
    listed = {name: forms.listed(given[name]) for name in forms.Roster.LISTS}
    zeros = {"digits": given["digits"] or 0, "keys_stand": given["keys_stand"]}
    wishes = {"groups": given["groups"], **listed, "system": given["system"].strip(), **zeros}

    def perform() -> str:
        actions.wish(request.viewer, upload, wishes, version=version)
        return home

    job = tasks.Job(tasks.look_at_roster, (str(upload.uuid), *who))
    return redirect(write(request.viewer, form, "look at roster", {"wishes": wishes}, perform, job).location)


@require_GET
@door(Door.SIGNED_IN, "intake.see")
def show_import(request: Request, upload_uuid: uuid.UUID) -> HttpResponse:
    """Show a file where it stands: waiting for its columns, being checked, checked, stored or put aside."""
    upload = queries.shown(request.viewer, upload_uuid)
    if pages.needs_columns(upload):
        return redirect("import-columns", upload_uuid=upload.uuid)
    waited_version = request.GET.get("waiting", "")
    is_seen = upload.state in (UploadState.STAGED, UploadState.COMMITTED) and waited_version != str(upload.version)
    if pages.is_roster(upload) and is_seen:
        return render(request, "intake/roster.html", {"page": roster_pages.roster(upload)})
    if pages.is_roster(upload) and upload.state == UploadState.REFUSED:
        return render(request, "intake/roster_refused.html", {"page": roster_pages.refused(upload)})
    if upload.is_framework and is_seen:
        return render(request, "intake/framework.html", {"page": frameworks.framework(upload)})
    if pages.is_counted(upload):
        goals = queries.counted_goals(request.viewer, upload)
        page = class_count.stage_of(upload, waited_version=waited_version, goals=goals)
    else:
        goals, twin = queries.moved_goals(request.viewer, upload), queries.same_file(request.viewer, upload)
        page = standing.stage_of(
            upload,
            waited_version=waited_version,
            twin=twin,
            goals=goals,
            typed=typed_in(request, upload) if upload.state == UploadState.STAGED and is_seen else (),
            sheets=queries.other_sheets(request.viewer, upload),
            may_come_again=queries.may_come_again(request.viewer, upload),
            progress=progress.read(upload),
        )
    return render(request, f"intake/{page.template}.html", {"page": page})


def typed_in(request: Request, upload: Upload) -> list[tuple[str, str]]:
    """Return what the preview of a class set shows of each student, and write down that it was looked at."""
    typed = classes.typed_results(request.viewer, upload) if pages.is_typed(upload) else []
    if typed:
        actions.note_look(request.viewer, upload, n_students=len(typed))
    return typed


@require_http_methods(["GET", "POST"])
@door(Door.SIGNED_IN, "intake.bring")
def map_import(request: Request, upload_uuid: uuid.UUID) -> HttpResponse:
    """Say what each column means: guesses on real rows, all of them correctable on one screen."""
    upload = queries.upload(request.viewer, upload_uuid)
    asked = request.POST or request.GET
    file = queries.first_look(upload, sheet=asked.get("sheet", ""), alike=bool(asked.get("alike")))
    if not pages.may_change_columns(upload):
        return redirect("import", upload_uuid=upload.uuid)
    home = meaning.home_of(upload)
    if request.method == "GET":
        mapping, words, earlier = queries.proposal_for(request.viewer, upload, file)
        return show_columns(request, upload, column_pages.columns(upload, file, mapping, words, earlier, home=home))
    answers = forms.answers(request.POST, header=file.header)
    if not answers.are_valid:
        return show_columns(request, upload, column_pages.answered(upload, file, answers, home=home), status=422)
    begun, _, _ = queries.proposal_for(request.viewer, upload, file)
    mapping = answers.mapping(begun, queries.renames(file))
    if mapping.constants.get("measure") != begun.constants.get("measure"):
        mapping = queries.joined(request.viewer, upload, mapping)
    if "again" in request.POST:
        words = queries.words_of(upload, file, mapping)
        fresh = queries.completed(request.viewer, upload, queries.without_words(mapping), words)
        return show_columns(request, upload, column_pages.columns(upload, file, fresh, words, None, home=home))
    problems = check(meaning.fill_in(mapping, upload), file.header)
    if problems:
        page = column_pages.answered(upload, file, answers, problems, home=home)
        return show_columns(request, upload, page, status=422)
    return redirect(store_mapping(request, upload, answers, mapping_file.dump(mapping)))


def show_columns(request: Request, upload: Upload, page: column_pages.Columns, *, status: int = 200) -> HttpResponse:
    names = queries.tests_here(request.viewer, upload).values_list("name", flat=True)
    page = replace(page, tests=tuple(dict.fromkeys(names)))
    return render(request, "intake/columns.html", {"page": page}, status=status)


def store_mapping(request: Request, upload: Upload, answers: forms.Answers, text: str) -> str:
    """Keep the mapping and let the rows be checked."""
    version = fresh_version(upload, answers.columns)

    def perform() -> str:
        changed = actions.map_columns(request.viewer, upload, text, version=version)
        return f"{reverse('import', args=[upload.uuid])}?waiting={changed.version}"

    job = tasks.Job(tasks.stage_upload, (str(upload.uuid), *as_words(request.viewer)))
    return write(request.viewer, answers.columns, "map", {"mapping": text}, perform, job).location


@require_POST
@door(Door.SIGNED_IN, "intake.bring")
def commit_import(request: Request, upload_uuid: uuid.UUID) -> HttpResponse:
    """Store what the preview showed, or check it again with what is said of numbers that passed."""
    upload = queries.upload(request.viewer, upload_uuid)
    form = forms.Commit(request.POST)
    if not form.is_valid():
        return redirect("import", upload_uuid=upload.uuid)
    if "again" in request.POST:
        return redirect(check_again(request, upload, form))
    version, confirmed = fresh_version(upload, form), form.cleaned_data["confirm"]
    location = f"{reverse('import', args=[upload.uuid])}?waiting={version}"
    job = tasks.Job(tasks.commit_upload, (str(upload.uuid), version, confirmed, *as_words(request.viewer)))
    content = {"upload": str(upload.uuid), "confirmed": confirmed}
    return redirect(write(request.viewer, form, "commit", content, lambda: location, job).location)


def check_again(request: Request, upload: Upload, form: forms.Commit) -> str:
    """Keep whose the results are under numbers that passed, and let the rows be checked once more."""
    version = fresh_version(upload, form)
    said = {name: forms.listed(form.cleaned_data[name]) for name in forms.Commit.LISTS}

    def perform() -> str:
        changed = actions.say_whose(request.viewer, upload, version=version, **said)
        return f"{reverse('import', args=[upload.uuid])}?waiting={changed.version}"

    job = tasks.Job(tasks.stage_upload, (str(upload.uuid), *as_words(request.viewer)))
    return write(request.viewer, form, "say whose", {"upload": str(upload.uuid), **said}, perform, job).location


@require_POST
@door(Door.SIGNED_IN, "intake.bring")
def discard_import(request: Request, upload_uuid: uuid.UUID) -> HttpResponse:
    """Put a file aside that was never stored."""
    upload = queries.upload(request.viewer, upload_uuid)
    form = Write(request.POST)
    if not form.is_valid():
        return redirect("import", upload_uuid=upload.uuid)

    def perform() -> str:
        actions.discard(request.viewer, upload, version=form.cleaned_data["version"])
        return reverse("imports")

    return redirect(write(request.viewer, form, "discard", {"upload": str(upload.uuid)}, perform).location)


@require_http_methods(["GET", "POST"])
@door(Door.SIGNED_IN, "intake.bring")
def withdraw_import(request: Request, upload_uuid: uuid.UUID) -> HttpResponse:
    """Take a stored file back, after saying what that does."""
    upload = queries.upload(request.viewer, upload_uuid)
    is_remembered = upload.is_framework or pages.is_roster(upload)
    if is_remembered and not roster_pages.may_withdraw(upload):
        return redirect("import", upload_uuid=upload.uuid)
    form = forms.Withdraw(request.POST or None, initial={"key": new_key(), "version": upload.version})
    if request.method == "GET" or not form.is_valid():
        page = taking_back.withdrawal(upload, form)
        return render(request, "intake/withdraw.html", {"page": page}, status=422 if form.errors else 200)
    version, why = fresh_version(upload, form), form.cleaned_data["why"]
    location = f"{reverse('import', args=[upload.uuid])}?waiting={version}"
    job = tasks.Job(tasks.withdraw_upload, (str(upload.uuid), version, why, *as_words(request.viewer)))
    return redirect(write(request.viewer, form, "withdraw", {"why": why}, lambda: location, job).location)


@require_GET
@door(Door.SIGNED_IN, "intake.see")
def download_problems(request: Request, upload_uuid: uuid.UUID) -> HttpResponseBase:
    """Give every row that was left out, as a table for a spreadsheet."""
    upload = queries.shown(request.viewer, upload_uuid)
    return as_table(left_out.problem_lines(upload), "rows-left-out.csv")


@require_GET
@door(Door.SIGNED_IN, "intake.see")
def download_report(request: Request, upload_uuid: uuid.UUID) -> HttpResponseBase:
    """Give all there is to tell of an import, as a table to keep."""
    upload = queries.shown(request.viewer, upload_uuid)
    return as_table(report.report_lines(upload), "import-report.csv")


def as_table(lines: Iterator[str], name: str) -> HttpResponseBase:
    """Answer with a table for a spreadsheet, line by line."""
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
