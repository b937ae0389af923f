"""A goal's values to take along: as a sheet, as a table, and for other programs."""

import uuid

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from aimline.apps.accounts.policy import Door, door
from aimline.apps.monitoring import queries
from aimline.apps.monitoring.pages import values as pages
from aimline.apps.monitoring.pages.goal import goal_page
from aimline.apps.organizations.policy import Request
from aimline.apps.organizations.queries import calendar_of
from aimline.reports import goal_sheet


@require_safe
@door(Door.SIGNED_IN, "goals.see")
def table(request: Request, goal_uuid: uuid.UUID) -> HttpResponse:
    """Give the values of a goal as CSV."""
    return attached(pages.as_csv(found(request, goal_uuid)), "text/csv; charset=utf-8", "goal.csv")


@require_safe
@door(Door.SIGNED_IN, "goals.see")
def data(request: Request, goal_uuid: uuid.UUID) -> HttpResponse:
    """Give the values of a goal as JSON."""
    return HttpResponse(pages.as_json(found(request, goal_uuid)), content_type="application/json")


@require_safe
@door(Door.SIGNED_IN, "goals.see")
def sheet(request: Request, goal_uuid: uuid.UUID) -> HttpResponse:
    """Give the sheet of a goal as PDF."""
    viewer = request.viewer
    goal = queries.goal(viewer, goal_uuid)
    n_writers = queries.n_writers(goal.unit, today=viewer.today)
    page = goal_page(viewer, goal, calendar_of(viewer, goal.district), n_writers=n_writers)
    made = goal_sheet.put(pages.sheet(page, viewer.today), made_on=viewer.today)
    return attached(made, "application/pdf", "goal.pdf")


def found(request: Request, goal_uuid: uuid.UUID) -> pages.Values:
    goal = queries.goal(request.viewer, goal_uuid)
    return pages.values(request.viewer, goal, calendar_of(request.viewer, goal.district))


def attached(content: bytes | str, kind: str, name: str) -> HttpResponse:
    """Answer with a file to be kept; its name says nothing of the goal, because names end up in lists of downloads."""
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
