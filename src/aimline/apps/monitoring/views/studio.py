"""The studio: one page, six steps, every button saves everything first."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from math import isfinite
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aimline.apps.accounts.policy import Door, door
from aimline.apps.goals.actions import drafts, locking
from aimline.apps.goals.actions.drafts import Content, StrategyLine
from aimline.apps.goals.actions.holding import is_at
from aimline.apps.goals.models import Analysis, Goal
from aimline.apps.goals.policy import check_may_start, check_may_write, may_review, may_write, writer
from aimline.apps.goals.queries import analysis
from aimline.apps.journal.actions import once
from aimline.apps.journal.forms import new_key
from aimline.apps.monitoring import queries
from aimline.apps.monitoring.actions import activating, planning, readings
from aimline.apps.monitoring.forms.studio import Leave, Page, Purpose, Reason, Start
from aimline.apps.monitoring.pages import studio as pages
from aimline.apps.monitoring.pages import studio_fields, studio_start, studio_steps
from aimline.apps.monitoring.pages.studio_tests import tests_of
from aimline.apps.organizations.policy import Request
from aimline.apps.organizations.queries import calendar_of, unit
from aimline.domain.activation import NotReady
from aimline.domain.goal import Layer
from aimline.domain.state import State

WRITTEN = {State.DRAFT, State.RETURNED, State.IN_REVIEW}


@door(Door.SIGNED_IN, "goals.write")
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: Request, unit_uuid: uuid.UUID) -> HttpResponse:
    """Begin a goal for a place: say which kind, then open the studio."""
    viewer, place = request.viewer, unit(request.viewer, unit_uuid)
    check_may_start(viewer, place)
    wish = studio_start.Wish.read(request.GET)
    form = Start(request.POST or None, initial={"key": new_key(), "layer": Layer.PROGRESS})
    if request.method == "POST" and form.is_valid():
        layer = Layer(form.cleaned_data["layer"])

        def perform() -> str:
            if layer is Layer.PURPOSE:
                goal = drafts.start(viewer, place, layer=layer)
            else:
                goal = planning.begin(viewer, place, prefill=studio_start.prefill(viewer, place, wish))
            return reverse("studio", args=[goal.uuid])

        return redirect(carry_out(request, form.cleaned_data["key"], "start goal", perform))
    return render(request, "monitoring/studio_start.html", {"page": studio_start.page(viewer, place, wish, form)})


@door(Door.SIGNED_IN, "goals.see")
@require_http_methods(["GET", "HEAD", "POST"])
def studio(request: Request, goal_uuid: uuid.UUID) -> HttpResponse:
    """Show the draft with its six steps, and save it."""
    goal = queries.draft(request.viewer, goal_uuid)
    if goal.layer == Layer.PURPOSE:
        return purpose(request, goal)
    if request.method == "POST":
        return save(request, goal)
    if goal.state not in WRITTEN:
        return redirect("goal", goal.uuid)
    if not may_write(request.viewer, goal):
        return show_to_reader(request, goal, Reason(initial={"key": new_key(), "version": goal.version}))
    looked = analysis(request.viewer, goal.unit, goal.school_year)
    page = studio_fields.page_of(request.viewer, goal, looked, find=request.GET.get("standards", ""))
    return show(request, goal, page, looked)


def show(request: Request, goal: Goal, forms: Page, looked: Analysis | None, *, status: int = 200) -> HttpResponse:
    known = calendar_of(request.viewer, goal.district)
    ready = activating.readiness(request.viewer, goal, known)
    page = pages.studio_page(request.viewer, goal, ready, forms, looked=looked, known=known)
    return render(request, "monitoring/studio.html", {"page": page}, status=status)


def show_to_reader(request: Request, goal: Goal, form: Reason, *, status: int = 200) -> HttpResponse:
    ready = activating.readiness(request.viewer, goal, calendar_of(request.viewer, goal.district))
    page = pages.reading_page(request.viewer, goal, ready, form)
    return render(request, "monitoring/studio_reading.html", {"page": page}, status=status)


def save(request: Request, goal: Goal) -> HttpResponse:
    """Save the whole page, then do what the button said."""
    forms = studio_fields.sent(request.viewer, goal, request.POST)
    if not forms.is_valid():
        check_may_write(request.viewer, goal)
        messages.info(request, _("One number or date could not be read. Nothing is lost; it is marked below."))
        looked = analysis(request.viewer, goal.unit, goal.school_year)
        return show(request, goal, forms, looked, status=422)
    wanted, version = rewritten(request, forms.read()), forms.draft.cleaned_data["version"]
    if wish_of(request) == "activate" and may_write(request.viewer, goal) and is_at(goal, version):
        look(request, goal, wanted)

    def perform() -> str:
        planning.save(request.viewer, goal.uuid, wanted, version=version)
        return then(request, goal)

    return redirect(carry_out(request, forms.draft.cleaned_data["key"], "save goal", perform))


def look(request: Request, goal: Goal, sent: planning.Studio) -> None:
    """Look up what a goal will read as it was typed, before its locking holds up others; for those who may lock it."""
    viewer, typed = request.viewer, queries.typed_draft(request.viewer, goal.uuid)
    drafts.preview(viewer, typed, sent.content, calendar_of(viewer, typed.district))
    readings.look(viewer, typed)


def rewritten(request: Request, sent: planning.Studio) -> planning.Studio:
    """Take over a rewrite or a target that was chosen, or move an activity to the strategies (RF-08)."""
    rewrite, strategy = request.POST.get("use_words"), request.POST.get("keep_as_strategy")
    content: Content = sent.content
    if (target := a_number(request.POST.get("take_target", ""))) is not None:
        content = replace(content, target=target)
    if rewrite:
        content = replace(content, own_words=rewrite)
    if strategy:
        kept = StrategyLine(None, "instruction", content.own_words or content.result)
        result = content.result if content.own_words else ""
        content = replace(content, own_words=None, result=result, strategies=(*content.strategies, kept))
    return replace(sent, content=content)


def a_number(words: str) -> float | None:
    """Read the number that a button carries; anything else is no choice."""
    try:
        value = float(words)
    except ValueError:
        return None
    return value if isfinite(value) else None


def then(request: Request, goal: Goal) -> str:
    """Carry out what the button said after saving; a refusal to activate keeps what was saved."""
    here, wish = reverse("studio", args=[goal.uuid]), wish_of(request)
    if wish == "activate":
        return try_to_activate(request, goal) or f"{here}#finish"
    if wish == "review":
        locking.ask_for_review(request.viewer, goal.uuid)
        messages.success(request, _("Your leader sees this goal now. You will find the answer here."))
        return here
    if wish == "sign":
        drafts.sign_on(request.viewer, goal.uuid)
        return f"{here}#finish"
    messages.success(request, _("Saved."))
    if wish == "find":
        return f"{here}?{urlencode({'standards': request.POST.get('find_standards', '')})}#id_find_standards"
    if wish == "go-on":
        return f"{here}{going_on(request, goal)}"
    return f"{here}#step-4" if wish == "check" else f"{here}{at_step(wish)}"


def going_on(request: Request, goal: Goal) -> str:
    """Lead to the first step that is not finished, else to the end of the page."""
    saved = queries.draft(request.viewer, goal.uuid)
    ready = activating.readiness(request.viewer, saved, calendar_of(request.viewer, goal.district))
    number = studio_steps.first_unfinished(ready)
    return f"#step-{number}" if number else "#finish"


def wish_of(request: Request) -> str:
    """Return what the button said; whoever takes a target goes on where it stands."""
    return request.POST.get("then", "step-3" if "take_target" in request.POST else "save")


def at_step(wish: str) -> str:
    """Return to the step whose button was pressed."""
    return f"#{wish}" if wish.startswith("step-") and wish[5:].isdigit() else ""


def try_to_activate(request: Request, goal: Goal) -> str | None:
    try:
        with transaction.atomic():
            activating.activate(request.viewer, goal.uuid)
    except NotReady as refusal:
        messages.info(request, str(refusal.message))
        return None
    messages.success(request, _("The goal is locked. From here on it can only get better."))
    return reverse("goal", args=[goal.uuid])


@door(Door.SIGNED_IN, "goals.write")
@require_POST
def check(request: Request, goal_uuid: uuid.UUID) -> HttpResponse:
    """Test what is being typed, without saving it."""
    viewer, goal = request.viewer, queries.typed_draft(request.viewer, goal_uuid)
    check_may_write(viewer, goal)
    forms = studio_fields.sent(viewer, goal, request.POST)
    if not forms.can_be_tested():
        return HttpResponse(status=204)
    known = calendar_of(viewer, goal.district)
    content = forms.content()
    drafts.preview(viewer, goal, content, known)
    tests = tests_of(viewer, goal, activating.preview(viewer, goal, content.stops, known))
    return render(request, "monitoring/_studio_tests.html", {"tests": tests, "live": True})


@door(Door.SIGNED_IN, "goals.review")
@require_POST
def review(request: Request, goal_uuid: uuid.UUID) -> HttpResponse:
    """The leader's answer: endorse and lock, or send back with words."""
    goal, form = queries.draft(request.viewer, goal_uuid), Reason(request.POST)
    if not form.is_valid():
        return show_to_reader(request, goal, form, status=422)

    told = form.cleaned_data
    may_endorse = may_review(request.viewer, goal) and is_at(goal, told["version"])
    if request.POST.get("then") == "endorse" and may_endorse:
        readings.look(request.viewer, queries.draft(request.viewer, goal_uuid))

    def perform() -> str:
        if request.POST.get("then") == "endorse":
            activating.endorse_and_activate(request.viewer, goal.uuid, version=told["version"])
            messages.success(request, _("Endorsed. The goal is active, and its target is locked."))
            return reverse("goal", args=[goal.uuid])
        locking.send_back(request.viewer, goal.uuid, why=told["words"], version=told["version"])
        messages.success(request, _("Sent back. Its writers find your words above their draft."))
        return reverse("studio", args=[goal.uuid])

    return answer_with(request, goal, form, "review goal", perform)


@door(Door.SIGNED_IN, "goals.override")
@require_POST
def override(request: Request, goal_uuid: uuid.UUID) -> HttpResponse:
    """The leader's leave to go past a limit: one goal or area more, or an easier twin of a closed goal."""
    goal, form = queries.draft(request.viewer, goal_uuid), Leave(request.POST)
    if not form.is_valid():
        return show_to_reader(request, goal, form, status=422)

    def perform() -> str:
        told = form.cleaned_data
        locking.give_leave(request.viewer, goal.uuid, rule=told["rule"], reason=told["words"], version=told["version"])
        return reverse("studio", args=[goal.uuid])

    return answer_with(request, goal, form, "give leave", perform)


def answer_with(request: Request, goal: Goal, form: Reason, action: str, perform: Callable[[], str]) -> HttpResponse:
    """Carry out a reader's answer; words that are too short stay in their field, with what they need."""
    try:
        return redirect(carry_out(request, form.cleaned_data["key"], action, perform))
    except locking.ReasonTooShort:
        form.ask_for_sentence()
        return show_to_reader(request, goal, form, status=422)


def purpose(request: Request, goal: Goal) -> HttpResponse:
    """Write a purpose goal: words only, and no numbers asked (INV-24)."""
    check_may_write(request.viewer, goal)
    first = {"key": new_key(), "version": goal.version, "title": goal.title, "meaning": goal.statement,
             "why": goal.why, "visibility": goal.visibility}  # fmt: skip
    form = Purpose(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data

        def perform() -> str:
            words = drafts.Purpose(told["title"], told["meaning"], told["why"], told["visibility"])
            drafts.save_purpose(request.viewer, goal.uuid, words, version=told["version"])
            if request.POST.get("then") != "begin":
                return reverse("studio", args=[goal.uuid])
            locking.begin_purpose(request.viewer, goal.uuid)
            return reverse("goals")

        return redirect(carry_out(request, told["key"], "save purpose", perform))
    return render(request, "monitoring/studio_purpose.html", {"page": pages.purpose_page(goal, form)})


def carry_out(request: Request, key: uuid.UUID, action: str, perform: Callable[[], str]) -> str:
    content = {name: request.POST.getlist(name) for name in request.POST if name not in {"key", "csrfmiddlewaretoken"}}
    person = writer(request.viewer)
    return once(key, perform, person_id=person, action=action, content=content, at=request.viewer.now).location
