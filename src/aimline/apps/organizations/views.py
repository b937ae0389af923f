"""Pages about places and people, and the first page of a new installation."""

import uuid
from typing import cast

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from aimline.apps.accounts.policy import Door, door
from aimline.apps.journal.actions import once
from aimline.apps.journal.forms import Write, new_key
from aimline.apps.organizations import actions, forms, pages, queries
from aimline.apps.organizations.models import Membership, Role, Unit, UnitKind
from aimline.apps.organizations.policy import NotAllowed, NotVisible, Request, Viewer, may_keep_places, moment


@door(Door.SIGNED_IN, "places.see")
def places(request: Request) -> HttpResponse:
    """All places the viewer may see, as a tree."""
    page = pages.Places(
        lines=tuple(line(unit, n) for unit, n in queries.tree(request.viewer)),
        add_district=add_place_form([UnitKind.DISTRICT]) if request.viewer.is_installation_steward else None,
    )
    return render(request, "organizations/places.html", {"page": page})


@door(Door.SIGNED_IN, "places.see")
def place(request: Request, unit_uuid: uuid.UUID) -> HttpResponse:
    """One place: what is in it, who works there."""
    unit = queries.unit(request.viewer, unit_uuid)
    return render(request, "organizations/place.html", {"page": place_page(request, unit)})


@door(Door.SIGNED_IN, "places.keep")
def add_district(request: Request) -> HttpResponse:
    """Found a district (installation stewards)."""
    if not request.viewer.is_installation_steward:
        raise NotAllowed
    form = forms.AddPlace(request.POST, kinds=[UnitKind.DISTRICT])
    if not form.is_valid():
        page = pages.Places(tuple(line(u, n) for u, n in queries.tree(request.viewer)), form)
        return render(request, "organizations/places.html", {"page": page}, status=422)
    name, code = form.cleaned_data["name"], form.cleaned_data["code"]

    def perform() -> str:
        return href(actions.found_district(request.viewer, name, code=code))

    return redirect(write(request, form, "places.found_district", perform))


@door(Door.SIGNED_IN, "places.keep")
def add_place(request: Request, unit_uuid: uuid.UUID) -> HttpResponse:
    """Found a school, team or classroom below a place."""
    parent = queries.unit(request.viewer, unit_uuid)
    check_may_keep(request.viewer, parent)
    form = forms.AddPlace(request.POST, kinds=forms.BELOW[UnitKind(parent.kind)])
    if not form.is_valid():
        return render(
            request, "organizations/place.html", {"page": place_page(request, parent, add_place=form)}, status=422
        )
    data = form.cleaned_data

    def perform() -> str:
        actions.found_place(
            request.viewer,
            data["name"],
            kind=UnitKind(data["kind"]),
            parent=parent,
            code=data["code"],
            grades=tuple(data["grades"]),
        )
        return href(parent)

    return redirect(write(request, form, "places.found", perform))


@door(Door.SIGNED_IN, "places.keep")
def add_person(request: Request, unit_uuid: uuid.UUID) -> HttpResponse:
    """Give a person a part in a place, and a sign-in if they have none."""
    unit = queries.unit(request.viewer, unit_uuid)
    check_may_keep(request.viewer, unit)
    form = forms.AddPerson(request.POST, kind=UnitKind(unit.kind))
    if not form.is_valid():
        return render(
            request, "organizations/place.html", {"page": place_page(request, unit, add_person=form)}, status=422
        )
    data = form.cleaned_data

    def perform() -> str:
        actions.welcome_person(
            request.viewer,
            unit,
            name=data["name"],
            email=data["email"],
            password=data["password"],
            role=Role(data["role"]),
        )
        return href(unit)

    return redirect(write(request, form, "places.add_person", perform, without=("password",)))


@door(Door.SIGNED_IN, "places.keep")
def end_part(request: Request, membership_uuid: uuid.UUID) -> HttpResponse:
    """End a membership today."""
    membership = queries.membership(request.viewer, membership_uuid)
    form = forms.EndPart(request.POST)
    if not form.is_valid() or membership.unit is None:
        raise NotVisible
    unit = membership.unit

    def perform() -> str:
        actions.end_part(request.viewer, membership)
        return href(unit)

    return redirect(write(request, form, "places.end_part", perform))


@door(Door.PUBLIC, "welcome")
def welcome(request: HttpRequest) -> HttpResponse:
    """The first page of a new installation; once somebody can sign in it is gone."""
    if queries.has_people():
        raise NotVisible
    form = forms.Welcome(request.POST or None, initial={"key": new_key()})
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        page = pages.FirstRun(form)
        return render(request, "organizations/welcome.html", {"page": page}, status=status)
    data = {name: value for name, value in form.cleaned_data.items() if name not in {"key", "version"}}
    now = moment()
    person = actions.open_installation(**data, today=now.date(), now=now)
    login(request, person)
    return redirect("home")


def check_may_keep(viewer: Viewer, unit: Unit) -> None:
    """Refuse before a form is read, so that nobody learns from it what is asked for."""
    if not may_keep_places(viewer, unit):
        raise NotAllowed


def write(
    request: Request,
    form: Write,
    action: str,
    perform: "actions.Perform",
    *,
    without: tuple[str, ...] = (),
) -> str:
    """Carry a form out once and return where to go."""
    content = {name: value for name, value in form.cleaned_data.items() if name not in {"key", *without}}
    return once(
        form.cleaned_data["key"],
        perform,
        person_id=cast(int, request.viewer.person_id),  # the gate let a signed-in person through
        action=action,
        content={"path": request.path, **content},
        at=request.viewer.now,
    ).location


def place_page(
    request: Request,
    unit: Unit,
    *,
    add_place: forms.AddPlace | None = None,
    add_person: forms.AddPerson | None = None,
) -> pages.Place:
    viewer, kind = request.viewer, UnitKind(unit.kind)
    keeps = may_keep_places(viewer, unit)
    below = forms.BELOW[kind]
    return pages.Place(
        name=unit.name,
        kind=str(forms.KIND_NAMES[kind]),
        facts=facts(unit),
        crumbs=tuple(pages.Crumb(above.name, href(above)) for above in queries.above(viewer, unit)),
        children=tuple(line(child, n) for child, n in queries.children(viewer, unit)),
        members=tuple(member(m, keeps=keeps) for m in queries.members(viewer, unit)),
        add_place=(add_place or add_place_form(below)) if keeps and below else None,
        add_person=(add_person or forms.AddPerson(kind=kind, initial={"key": new_key()})) if keeps else None,
        can_write_goals=queries.writes_goals(viewer, unit),
        goal_href=reverse("goal-new", args=[unit.uuid]),
    )


def member(membership: Membership, *, keeps: bool) -> pages.Member:
    return pages.Member(
        name=membership.person.name,
        role=str(forms.ROLE_NAMES[Role(membership.role)]),
        since=membership.starts_on.isoformat(),
        end=forms.EndPart(initial={"key": new_key()}, auto_id=False) if keeps else None,
        end_href=reverse("end-part", args=[membership.uuid]),
    )


def facts(unit: Unit) -> tuple[str, ...]:
    names = dict(forms.GRADES)
    grades = ", ".join(str(names[grade]) for grade in unit.grades)
    return tuple(fact for fact in (unit.code, grades, unit.subject) if fact)


def add_place_form(kinds: "list[UnitKind] | tuple[UnitKind, ...]") -> forms.AddPlace:
    return forms.AddPlace(kinds=kinds, initial={"key": new_key()})


def line(unit: Unit, n_people: int) -> pages.PlaceLine:
    depth = unit.path.count("/") - 2
    return pages.PlaceLine(unit.name, href(unit), str(forms.KIND_NAMES[UnitKind(unit.kind)]), depth, n_people)


def href(unit: Unit) -> str:
    return reverse("place", args=[unit.uuid])
