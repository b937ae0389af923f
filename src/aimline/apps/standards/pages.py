"""The list of standards, and the page of one."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from aimline.apps.organizations.models import Unit
from aimline.apps.organizations.pages import Crumb, Leaf, leaf_of
from aimline.apps.results.models import Measure
from aimline.apps.standards import forms, queries
from aimline.apps.standards.models import Standard
from aimline.apps.standards.queries import Narrowed

N_ON_A_PAGE = 50


@dataclass(frozen=True)
class Link:
    """Somewhere to go: a district, or a choice among the standards."""

    label: str
    href: str
    is_current: bool = False


@dataclass(frozen=True)
class Choices:
    """One question a list can be narrowed by, and its answers."""

    name: str
    links: tuple[Link, ...]


@dataclass(frozen=True)
class Search:
    """The words that are looked for, and what else the list is narrowed to meanwhile."""

    words: str
    action: str
    hidden: tuple[tuple[str, str], ...]
    all_href: str


@dataclass(frozen=True)
class Line:
    """One standard in the list."""

    href: str
    code: str
    text: str
    facts: tuple[str, ...]


@dataclass(frozen=True)
class Standards:
    """A leaf of a district's standards, what narrows them, and for its keepers the form that brings a framework in."""

    title: str
    districts: tuple[Link, ...]
    search: Search
    choices: tuple[Choices, ...]
    lines: tuple[Line, ...]
    leaf: Leaf | None
    is_empty: bool
    form: forms.Bring | None
    action: str


@dataclass(frozen=True)
class Page:
    """One standard."""

    crumbs: tuple[Crumb, ...]
    title: str
    text: str
    facts: tuple[str, ...]
    measures: tuple[str, ...]
    form: forms.Rate | None
    action: str


def standards(
    districts: Sequence[Unit],
    district: Unit,
    found: QuerySet[Standard],
    narrowed: Narrowed,
    leaf: str,
    form: forms.Bring | None,
) -> Standards:
    """Return a leaf of a district's standards that fit what they are narrowed to."""
    shown, shown_leaf = leaf_of(
        queries.narrow(found, narrowed),
        leaf,
        size=N_ON_A_PAGE,
        href=lambda number: address(district, narrowed, page=str(number)),
    )
    return Standards(
        title=_("Standards of %(district)s") % {"district": district.name},
        districts=tuple(Link(one.name, address(one, Narrowed()), one == district) for one in districts)
        if len(districts) > 1
        else (),
        search=Search(
            words=narrowed.words,
            action=reverse("standards"),
            hidden=tuple(asked(district, replace(narrowed, words="")).items()),
            all_href=address(district, Narrowed()),
        ),
        choices=tuple(choices_of(district, found, narrowed)),
        lines=tuple(line(one) for one in shown),
        leaf=shown_leaf,
        is_empty=not shown and narrowed == Narrowed(),
        form=form,
        action=f"{reverse('import-standards')}?district={district.uuid}",
    )


def choices_of(district: Unit, found: QuerySet[Standard], narrowed: Narrowed) -> Iterator[Choices]:
    """Yield what the list can be narrowed by, "all" first: where some of it would fall away."""
    subjects = {subject: subject for subject in queries.subjects(found)}
    grades = {str(grade): grade_word(grade) for grade in queries.grades(found)}
    essential = {"yes": _("the essential ones")} if found.filter(is_essential=True).exists() else {}
    told = (("subject", _("Subject"), subjects), ("grade", _("Grade"), grades), ("essential", _("Show"), essential))
    for key, name, answers in told:
        if len(answers) < (1 if key == "essential" else 2):
            continue
        links = (
            Link(label, address(district, replace(narrowed, **{key: value})), getattr(narrowed, key) == value)
            for value, label in {"": _("all"), **answers}.items()
        )
        yield Choices(name, tuple(links))


def address(district: Unit, narrowed: Narrowed, **more: str) -> str:
    """Return the address of a list, without what it is not narrowed by."""
    return f"{reverse('standards')}?{urlencode(asked(district, narrowed, **more))}"


def asked(district: Unit, narrowed: Narrowed, **more: str) -> dict[str, str]:
    """Return what stands behind the question mark of an address."""
    told = {"district": str(district.uuid), **asdict(narrowed), **more}
    return {key: value for key, value in told.items() if value}


def line(one: Standard) -> Line:
    facts = [one.subject, grades_words(one), _("essential") if one.is_essential else ""]
    return Line(reverse("standard", args=[one.uuid]), one.code, one.text, tuple(fact for fact in facts if fact))


def grades_words(one: Standard) -> str:
    return _("grade %(grades)s") % {"grades": grades_of(one)} if one.grades else ""


def grades_of(one: Standard) -> str:
    return ", ".join(grade_word(grade) for grade in one.grades)


def grade_word(grade: int) -> str:
    return {-1: "PK", 0: "K"}.get(grade, str(grade))


def standard(one: Standard, form: forms.Rate | None, tested_by: Sequence[Measure]) -> Page:
    """Return the page of a standard; the form only for its keepers, `tested_by` the tests this viewer may name."""
    facts = [one.framework, one.subject, grades_words(one)]
    facts += [_("essential") if one.is_essential else _("not named essential")]
    facts += [] if one.is_current else [_("no longer in its framework")]
    return Page(
        crumbs=(Crumb(_("Standards"), f"{reverse('standards')}?district={one.district.uuid}"),),
        title=one.code or _("Standard"),
        text=one.text,
        facts=tuple(fact for fact in facts if fact),
        measures=tuple(measure.name for measure in tested_by),
        form=form,
        action=reverse("standard", args=[one.uuid]),
    )
