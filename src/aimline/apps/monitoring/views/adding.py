"""Does a goal add up from those below it?"""

import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from aimline.apps.accounts.policy import Door, door
from aimline.apps.monitoring import queries
from aimline.apps.monitoring.pages.adding import adding_page
from aimline.apps.monitoring.queries import adding
from aimline.apps.organizations.policy import NotVisible, Request


@require_safe
@door(Door.SIGNED_IN, "goals.see")
def adds_up(request: Request, goal_uuid: uuid.UUID) -> HttpResponse:
    """Show what a school or district reaches when every place below it hits its target."""
    goal = queries.goal(request.viewer, goal_uuid)
    if not adding.may_add_up(goal):
        raise NotVisible
    page = adding_page(goal, adding.added(request.viewer, goal))
    return render(request, "monitoring/adding.html", {"page": page})
