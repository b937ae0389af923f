"""Find a student who is to be erased, look at what would go, confirm."""

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from aimline.apps.accounts.policy import Door, door
from aimline.apps.intake.tasks import Job
from aimline.apps.journal.actions import answered, once
from aimline.apps.journal.forms import new_key
from aimline.apps.keeping import actions, forms, pages, policy, queries, tasks
from aimline.apps.keeping.models import Reason
from aimline.apps.organizations.policy import Request


@require_http_methods(["GET", "POST"])
@door(Door.SIGNED_IN, "keeping.erase")
def show_house(request: Request) -> HttpResponse:
    """Look for a student, and list who was erased."""
    policy.require_keeper(request.viewer)
    form = forms.Search(request.POST or None)
    found = queries.students(request.viewer, form.cleaned_data["student"]) if form.is_bound and form.is_valid() else []
    page = pages.house(form, found, queries.erasures(request.viewer))
    return render(request, "keeping/house.html", {"page": page}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@door(Door.SIGNED_IN, "keeping.erase")
def erase_student(request: Request, student_uuid: uuid.UUID) -> HttpResponse:
    """Say what would go with a student, and let them go once that is confirmed."""
    form = forms.Erase(request.POST or None, initial={"key": new_key()})
    if form.is_bound and form.is_valid() and was_asked(request, form, student_uuid):
        return redirect("keeping")
    student = queries.student(request.viewer, student_uuid)
    if form.is_bound and form.is_valid():
        return confirmed(request, form, student_uuid)
    page = pages.question(
        student, queries.codes(request.viewer, student), queries.holdings(request.viewer, student), form
    )
    if request.method == "GET":
        actions.note_look(request.viewer, student)
    return render(request, "keeping/erase.html", {"page": page}, status=422 if form.errors else 200)


def content_of(form: forms.Erase, student_uuid: uuid.UUID) -> dict[str, object]:
    return {"student": str(student_uuid), "reason": form.cleaned_data["reason"]}


def was_asked(request: Request, form: forms.Erase, student_uuid: uuid.UUID) -> bool:
    """Tell whether this very form came before: the student may be gone by now."""
    return bool(
        answered(
            form.cleaned_data["key"],
            person_id=request.viewer.person_id or 0,
            action="keeping.erase",
            content=content_of(form, student_uuid),
        )
    )


def confirmed(request: Request, form: forms.Erase, student_uuid: uuid.UUID) -> HttpResponse:
    """Ask for the erasure once, and hand it over to the background."""
    viewer, job = request.viewer, list[Job]()

    def perform() -> str:
        asked = actions.ask(viewer, queries.student(viewer, student_uuid), Reason(form.cleaned_data["reason"]))
        who = (viewer.person_id or 0, viewer.today.isoformat(), viewer.now.isoformat())
        job.append(Job(tasks.erase_student, (str(asked.uuid), *who)))
        if job[0].is_queued:
            job[0].hand_over()
        return reverse("keeping")

    outcome = once(
        form.cleaned_data["key"],
        perform,
        person_id=viewer.person_id or 0,
        action="keeping.erase",
        content=content_of(form, student_uuid),
        at=viewer.now,
    )
    if job and not job[0].is_queued and not outcome.replayed:
        job[0].hand_over()
    return redirect(outcome.location)
