"""The page on which a teacher types in the results of a class."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.forms import BoundField
from django.urls import reverse
from django.utils.translation import gettext as _

from aimline.apps.intake.actions.class_sets import EXCUSED, NOT_TESTED
from aimline.apps.intake.forms import class_set
from aimline.apps.intake.forms.pasted import Filled
from aimline.apps.organizations.models import Unit
from aimline.apps.results.models import Measure


@dataclass(frozen=True)
class Choice:
    """A class or an earlier test to choose."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Cell:
    """One level a student may stand at, as one press."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Line:
    """A student's line where the levels stand as columns."""

    name: str
    student: str
    cells: tuple[Cell, ...]
    errors: str


@dataclass(frozen=True)
class ToMend:
    """A field that cannot be taken as it is, and where it stands."""

    label: str
    href: str


@dataclass(frozen=True)
class ClassSet:
    """The list of a class with a field for each student; `columns` and `grid` where its levels are known."""

    action: str
    classes: tuple[Choice, ...]
    tests: tuple[Choice, ...]
    class_uuid: str
    class_name: str
    form: class_set.ClassSet
    lost: tuple[str, ...]
    doubled: tuple[str, ...]
    to_mend: tuple[ToMend, ...]
    counts_href: str
    imports_href: str
    subjects: tuple[str, ...]
    columns: tuple[str, ...]
    grid: tuple[Line, ...]


def class_set_page(
    places: Sequence[Unit],
    place: Unit,
    tests: Sequence[Measure],
    form: class_set.ClassSet,
    filled: Filled,
    subjects: Sequence[str],
    *,
    may_bring: bool,
) -> ClassSet:
    """Return the page for one class, with the pasted lines on which a person has to decide."""
    columns = columns_of(form)
    return ClassSet(
        action=reverse("class-set"),
        classes=tuple(Choice(str(each.uuid), named(each), each.pk == place.pk) for each in places),
        tests=tuple(Choice(str(each.uuid), each.name, each.name == form["name"].value()) for each in tests),
        class_uuid=str(place.uuid),
        class_name=named(place),
        form=form,
        lost=filled.lost,
        doubled=filled.doubled,
        to_mend=tuple(ToMend(str(each.label), f"#{each.id_for_label}") for each in form if each.errors),
        imports_href=reverse("imports") if may_bring else "",
        counts_href=f"{reverse('class-count')}?class={place.uuid}",
        subjects=tuple(subjects),
        columns=tuple(columns.values()),
        grid=tuple(line(form, field, columns) for field in form.lines) if columns else (),
    )


def columns_of(form: class_set.ClassSet) -> dict[str, str]:
    """Return the columns of a rubric by the value each stands for; none for points, or while levels are not known."""
    labels = class_set.listed(str(form["levels"].value() or ""))
    if form["scored"].value() != class_set.LEVELS or not 2 <= len(labels) <= class_set.MOST_LEVELS:
        return {}
    words = {NOT_TESTED: _("Absent"), EXCUSED: _("Excused")}
    return {"": _("No result"), **{label: label for label in labels}, **words}


def line(form: class_set.ClassSet, field: BoundField, columns: dict[str, str]) -> Line:
    """Return a student's line; what was typed or pasted is found among the levels."""
    said = str(field.value() or "")
    chosen = class_set.level_of(said, [value for value in columns if value]) or class_set.WORDS.get(said.casefold(), "")
    cells = tuple(Cell(value, label, value == chosen) for value, label in columns.items())
    return Line(field.html_name, str(field.label), cells, " ".join(map(str, field.errors)))


def named(place: Unit) -> str:
    return f"{place.name}, {place.parent.name}" if place.parent else place.name


def initial(today: date, place: Unit, like: Measure | None) -> dict[str, object]:
    """Return what the form begins with: today, a team's own subject, or a test that was typed in before."""
    begun: dict[str, object] = {"given_on": today, "scored": class_set.POINTS, "subject": place.subject}
    if like is None:
        return begun
    levels = [level for level in like.levels.all() if level.grade is None]
    labels = [level.label for level in sorted(levels, key=lambda level: level.order)]
    is_rubric = like.maximum is None
    proficient = next((level.label for level in sorted(levels, key=lambda each: each.order) if level.is_proficient), "")
    cut = next((level.lower for level in levels if level.is_proficient), None)
    return begun | {
        "name": like.name, "subject": like.subject, "scored": class_set.LEVELS if is_rubric else class_set.POINTS,
        "most": like.maximum, "enough": None if is_rubric else cut,
        "levels": ", ".join(labels) if is_rubric else "", "proficient_from": proficient if is_rubric else "",
    }  # fmt: skip
