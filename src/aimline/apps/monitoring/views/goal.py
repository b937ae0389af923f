"""The list of goals, and the goal page."""

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect, render

from aimline.apps.accounts.policy import Door, door
from aimline.apps.goals import queries as goal_queries
from aimline.apps.monitoring import queries
from aimline.apps.monitoring.pages.goal import goal_page
from aimline.apps.monitoring.pages.list import list_page
from aimline.apps.monitoring.pages.purpose import purpose_page
from aimline.apps.monitoring.queries import listing
from aimline.apps.organizations.policy import NotVisible, Request
from aimline.apps.organizations.queries import calendar_of

MOST_DIGITS = 6


@door(Door.SIGNED_IN, "goals.see")
def goals(request: Request) -> HttpResponse:
    """Show the goals this viewer sees as small charts, by place."""
    viewer = request.viewer
    start = offset(request)
    found = listing.listed(viewer, start=start)
    districts = {each.district_id: each.district for each in found.goals}
    page = list_page(
        viewer,
        found=found.goals,
        own=found.own,
        calendars={pk: calendar_of(viewer, district) for pk, district in districts.items()},
        start=start,
    )
    return render(request, "monitoring/list.html", {"page": page})


def offset(request: Request) -> int:
    """Return the place in the list a page begins at; what no list of goals reaches begins at the first."""
    asked = request.GET.get("from", "0")
    return int(asked) if asked.isdecimal() and len(asked) <= MOST_DIGITS else 0


@door(Door.SIGNED_IN, "goals.see")
def goal(request: Request, goal_uuid: uuid.UUID) -> HttpResponse:
    """Show a goal in use; one that is still being written opens in the studio."""
    viewer = request.viewer
    try:
        found = queries.goal(viewer, goal_uuid)
    except NotVisible:
        return unlocked(request, goal_uuid)
    page = goal_page(
        viewer,
        found,
        calendar_of(viewer, found.district),
        n_writers=queries.n_writers(found.unit, today=viewer.today),
    )
    return render(request, "monitoring/goal.html", {"page": page})


def unlocked(request: Request, goal_uuid: uuid.UUID) -> HttpResponse:
    """Show a purpose, or lead on to where a goal is written; raises `NotVisible` for everything else."""
    other = goal_queries.goal(request.viewer, goal_uuid)
    if other.layer != "purpose":
        return redirect("studio", goal_uuid=goal_uuid)
    return render(request, "monitoring/goal_purpose.html", {"page": purpose_page(other)})
