"""What the pages about places may show, and the leaves of any long list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from aimline.apps.organizations.forms import AddPerson, AddPlace, EndPart, Welcome

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Crumb:
    """A place on the way to a page."""

    label: str
    href: str


@dataclass(frozen=True)
class PlaceLine:
    """One place in the tree; `depth` 0 is a district."""

    name: str
    href: str
    kind: str
    depth: int
    n_people: int


@dataclass(frozen=True)
class Places:
    lines: tuple[PlaceLine, ...]
    add_district: AddPlace | None


@dataclass(frozen=True)
class Member:
    name: str
    role: str
    since: str
    end: EndPart | None
    end_href: str


@dataclass(frozen=True)
class Place:
    name: str
    kind: str
    facts: tuple[str, ...]
    crumbs: tuple[Crumb, ...]
    children: tuple[PlaceLine, ...]
    members: tuple[Member, ...]
    add_place: AddPlace | None
    add_person: AddPerson | None
    can_write_goals: bool
    goal_href: str


@dataclass(frozen=True)
class FirstRun:
    form: Welcome


@dataclass(frozen=True)
class Leaf:
    """Which rows of a long list are shown, and where the rows before and after them are."""

    words: str
    before_href: str
    after_href: str


def leaf_of(
    rows: QuerySet[M] | Sequence[M], wanted: str, *, size: int, href: Callable[[int], str]
) -> tuple[list[M], Leaf | None]:
    """Return the rows of one leaf and its neighbours; no leaf where one holds them all, the nearest for a wrong one."""
    shown = Paginator(rows, size).get_page(wanted)
    if not shown.has_other_pages():
        return list(shown.object_list), None
    counted = {"first": shown.start_index(), "last": shown.end_index(), "all": shown.paginator.count}
    return list(shown.object_list), Leaf(
        words=_("%(first)s to %(last)s of %(all)s") % counted,
        before_href=href(shown.previous_page_number()) if shown.has_previous() else "",
        after_href=href(shown.next_page_number()) if shown.has_next() else "",
    )
