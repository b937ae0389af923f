"""A class set: its teacher types in what a class did, and sends it the way of any file."""

from collections.abc import Sequence
from io import BytesIO

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from aimline.apps.accounts.policy import Door, door
from aimline.apps.intake import actions, policy, queries, tasks
from aimline.apps.intake.forms import class_set as forms
from aimline.apps.intake.forms import pasted
from aimline.apps.intake.pages import class_set as pages
from aimline.apps.intake.queries import classes
from aimline.apps.intake.queries.classes import Pupil
from aimline.apps.intake.views.sending import as_words, write
from aimline.apps.journal.actions import Outcome
from aimline.apps.journal.forms import new_key
from aimline.apps.organizations.models import Unit
from aimline.apps.organizations.policy import Request


@require_http_methods(["GET", "POST"])
@door(Door.SIGNED_IN, "intake.type")
def type_class_set(request: Request) -> HttpResponse:
    """Take the results of a class as its teacher types or pastes them."""
    policy.require_class(request.viewer)
    places = list(policy.classes(request.viewer))
    place = queries.chosen_class(places, request.POST.get("class") or request.GET.get("class") or "")
    pupils, tests = classes.pupils(request.viewer, place), classes.earlier(request.viewer, place)
    today, filled = request.viewer.today, pasted.Filled({})
    if request.method == "GET":
        like = next((each for each in tests if str(each.uuid) == request.GET.get("test")), None)
        begun = pages.initial(today, place, like)
        form = forms.ClassSet(initial={"key": new_key(), **begun}, pupils=pupils, today=today)
    else:
        filled = pasted.fill(request.POST, pupils)
        is_looked_at = "fill" in request.POST or filled.is_open
        form = forms.ClassSet(None if is_looked_at else filled.data, initial=filled.data, pupils=pupils, today=today)
        if form.is_valid():
            return redirect(bring_class_set(request, place, pupils, form).location)
    page = pages.class_set_page(
        places, place, tests, form, filled, classes.subjects(request.viewer, place),
        may_bring=policy.may_bring(request.viewer),
    )  # fmt: skip
    is_refused = bool(form.errors) or (filled.is_open and "fill" not in request.POST)
    return render(request, "intake/class_set.html", {"page": page}, status=422 if is_refused else 200)


def bring_class_set(request: Request, place: Unit, pupils: Sequence[Pupil], form: forms.ClassSet) -> Outcome:
    """Make a file of what was typed in, and let it be checked like any other."""
    given = form.cleaned_data
    test = actions.class_sets.Test(
        name=given["name"], subject=given["subject"], given_on=given["given_on"], **form.scale
    )
    table, mapping = actions.class_sets.table(pupils, given["values"]), actions.class_sets.mapping_of(place, test)
    name = f"{given['name']} {given['given_on']:%Y-%m-%d}.csv"
    with actions.kept(request.viewer, name, BytesIO(table), place=place) as upload:

        def perform() -> str:
            actions.enter(request.viewer, upload)
            mapped = actions.map_columns(request.viewer, upload, mapping, version=upload.version)
            return f"{reverse('import', args=[upload.uuid])}?waiting={mapped.version}"

        job = tasks.Job(tasks.stage_upload, (str(upload.uuid), *as_words(request.viewer)))
        content = {"place": str(place.uuid), "table": table.decode(), "mapping": mapping}
        return write(request.viewer, form, "type", content, perform, job)
