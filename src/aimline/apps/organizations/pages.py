"""What the pages about places may show."""

from dataclasses import dataclass

from aimline.apps.organizations.forms import AddPerson, AddPlace, EndPart, Welcome


@dataclass(frozen=True)
class Crumb:
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
