"""A purpose goal: meaning and why, never a number (INV-24)."""

from dataclasses import dataclass

from django.urls import reverse

from aimline.apps.goals.models import Goal
from aimline.apps.monitoring.pages.goal import crumbs
from aimline.apps.organizations.pages import Crumb


@dataclass(frozen=True)
class PurposePage:
    """What would be different for a child, and why it matters."""

    crumbs: tuple[Crumb, ...]
    title: str
    statement: str
    why: str
    studio_href: str


def purpose_page(goal: Goal) -> PurposePage:
    """Show a purpose; one that is not in use yet leads back to where it is written."""
    return PurposePage(
        crumbs=crumbs(goal),
        title=goal.title,
        statement=goal.statement,
        why=goal.why,
        studio_href=reverse("studio", args=[goal.uuid]) if goal.state == "draft" else "",
    )
