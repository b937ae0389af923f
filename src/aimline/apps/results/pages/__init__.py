"""Everything the Data page may show."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from aimline.apps.organizations.models import Unit, UnitKind
from aimline.apps.organizations.policy import TEACHING, Viewer, may_write_goals
from aimline.apps.organizations.queries import visible_units
from aimline.apps.results.forms import ALL_GRADES, Ask
from aimline.apps.results.models import Measure
from aimline.apps.results.pages.drawings import groups_drawing, named, over_time, this_year, who, write, write_day
from aimline.apps.results.pages.patterns import Patterns, patterns_of
from aimline.apps.results.pages.stock import Held, held
from aimline.apps.results.queries.reality import (
    NamedGap,
    Reality,
    kept,
    name_of,
    reality,
    school_of,
    sight,
)
from aimline.apps.results.queries.stock import Stock
from aimline.apps.results.queries.tables import Question
from aimline.apps.results.queries.tallies import ResultTally
from aimline.charts.drawing import Drawing
from aimline.domain.words import Message

N_GAPS = 3


@dataclass(frozen=True)
class Empty:
    """What will be here, why it matters, and the one button that starts it."""

    title: str
    text: str
    href: str = ""
    label: str = ""
    mark: str = "sprout"


@dataclass(frozen=True)
class GapLine:
    """One of the largest gaps, and where a goal for it begins."""

    sentence: Message
    href: str


@dataclass(frozen=True)
class Choice:
    """A school to look at, with its district where there are several."""

    name: str
    district: str
    href: str


@dataclass(frozen=True)
class Data:
    """The Data page: either `empty` with schools to choose from, or gaps, groups and years."""

    title: str
    form: Ask | None
    empty: Empty | None = None
    about: str = ""
    gaps: tuple[GapLine, ...] = ()
    no_gaps: str = ""
    groups: Drawing | None = None
    over_time: Drawing | None = None
    this_year: Drawing | None = None
    not_tested: str = ""
    protected: str = ""
    goal_href: str = ""
    patterns: Patterns | None = None
    choices: tuple[Choice, ...] = ()
    held: tuple[Held, ...] = ()
    standards_href: str = ""


@dataclass(frozen=True)
class Shared:
    """The part of the page that does not depend on who asks, only on what they may see."""

    is_empty: bool = False
    title: str = ""
    about: str = ""
    gaps: tuple[NamedGap, ...] = ()
    no_gaps: str = ""
    groups: Drawing | None = None
    over_time: Drawing | None = None
    this_year: Drawing | None = None
    not_tested: str = ""
    protected: str = ""
    patterns: Patterns | None = None


def chosen_school(viewer: Viewer, schools: Sequence[Unit], asked: str) -> Unit | None:
    """Return the school that was asked for, else the viewer's own, else none; one that is not theirs is refused."""
    if asked:
        return school_of(viewer, as_uuid(asked), schools)
    own = [school for school in schools if any(part.path.startswith(school.path) for part in viewer.parts)]
    if own:
        return own[0]
    return schools[0] if len(schools) == 1 else None


def chosen_measure(viewer: Viewer, offered: Sequence[Measure], asked: str) -> Measure:
    """Return the measure that was asked for, else one of the viewer's own subject, else the first."""
    for measure in offered:
        if str(measure.uuid) == asked:
            return measure
    subjects = set(
        visible_units(viewer)
        .filter(pk__in=[part.unit_id for part in viewer.parts if part.kind == UnitKind.TEAM])
        .values_list("subject", flat=True)
    )
    return next((measure for measure in offered if measure.subject in subjects), offered[0])


def chosen_grade(viewer: Viewer, school: Unit, grades: Collection[int], asked: str) -> int | None:
    """Return the grade that was asked for, else the one the viewer teaches; none means all grades."""
    if asked:
        return next((grade for grade in grades if str(grade) == asked), None)
    own = {
        grade
        for part in viewer.parts
        if part.role in TEACHING and part.path.startswith(school.path)
        for grade in part.grades
    }
    return own.pop() if len(own) == 1 and own <= set(grades) else None


def as_uuid(text: str) -> uuid.UUID:
    """Read an address's id; one that is no id names nothing."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.UUID(int=0)


def nothing_chosen(viewer: Viewer, schools: Sequence[Unit], stocks: Sequence[Stock]) -> Data:
    """Return the page of somebody who has still to choose a school, or has none to look at.

    Whoever brings the results of a district also sees what it holds, or what to do first where that is nothing.
    """
    title = _("Where students stand")
    if stocks and not any(stock.years for stock in stocks):
        return Data(title, None, nothing_yet(may_import=True), standards_href=reverse("standards"))
    if schools:
        empty = Empty(
            _("One school at a time"),
            _("Choose a school. You will see its largest gaps first, then every student group and every year."),
        )
        return Data(
            title, None, empty, choices=choices(schools), held=held(stocks), standards_href=reverse("standards")
        )
    empty = Empty(
        _("Results come to you on the pages your school publishes"),
        _("Here the staff look at results together. What they find, and what they plan, they share with you."),
    )
    return Data(title, None, empty)


def choices(schools: Sequence[Unit]) -> tuple[Choice, ...]:
    """Return a link to each school's results."""
    are_many = len({school.district_id for school in schools}) > 1
    return tuple(
        Choice(
            school.name,
            school.district.name if are_many and school.district else "",
            f"{reverse('data')}?{urlencode({'school': school.uuid})}",
        )
        for school in schools
    )


def no_results(schools: Sequence[Unit], school: Unit, *, may_import: bool) -> Data:
    """Return the page of a school without results."""
    form = Ask(schools=schools, measures=(), grades=(), chosen={"school": str(school.uuid)})
    return Data(school.name, form, nothing_yet(may_import=may_import), standards_href=reverse("standards"))


def nothing_yet(*, may_import: bool) -> Empty:
    """Return what to do first where there are no results."""
    text = _(
        "A goal begins with where students stand today. Bring in last year's results, and the largest gaps"
        " show themselves."
    )
    if may_import:
        return Empty(_("No results yet"), text, reverse("imports"), _("Bring in results"), "upload")
    ask = _("Ask your principal or data steward to bring them in.")
    return Empty(_("No results yet"), f"{text} {ask}", mark="upload")


def data(
    viewer: Viewer,
    schools: Sequence[Unit],
    offered: Sequence[Measure],
    grades: Collection[int],
    question: Question,
    rows: Sequence[ResultTally],
) -> Data:
    """Return the page of one school, measure and grade."""
    grade = ALL_GRADES if question.grade is None else str(question.grade)
    chosen = {"school": str(question.school.uuid), "measure": str(question.measure.uuid), "grade": grade}
    form = Ask(schools=schools, measures=offered, grades=grades, chosen=chosen)
    seen = sight(viewer, question.school, question.grade, grades)
    key = f"shown {name_of(question)} {question.generation} {seen.is_exact} {sorted(seen.grades)} {get_language()}"
    shown = kept(key, lambda: show(question, reality(viewer, question, rows, seen)))
    if shown.is_empty:
        empty = Empty(
            _("Nobody here has taken this test yet"),
            _("Choose another grade or another test. Tests differ in which grades take them."),
        )
        return Data(question.school.name, form, empty, standards_href=reverse("standards"))
    place = goal_place(viewer, question)
    return Data(
        title=shown.title,
        form=form,
        about=shown.about,
        gaps=tuple(GapLine(each.gap.sentence, goal_href(place, question, each)) for each in shown.gaps),
        no_gaps=shown.no_gaps,
        groups=shown.groups,
        over_time=shown.over_time,
        this_year=shown.this_year,
        not_tested=shown.not_tested,
        protected=shown.protected,
        patterns=shown.patterns,
        goal_href=goal_href(place, question, None),
        standards_href=reverse("standards"),
    )


def show(question: Question, reality: Reality | None) -> Shared:
    """Return what is the same for everybody who may see the same of these students."""
    if reality is None:
        return Shared(is_empty=True)
    drawn = over_time(question, reality)
    return Shared(
        title=write(drawn.sentence),
        about=about(question, reality),
        gaps=reality.gaps[:N_GAPS],
        no_gaps=no_gaps(reality),
        groups=groups_drawing(question, reality),
        over_time=drawn,
        this_year=this_year(question, reality),
        not_tested=not_tested(reality),
        protected="" if reality.is_exact else protected(question),
        patterns=patterns_of(question, reality),
    )


def about(question: Question, reality: Reality) -> str:
    """Return what the numbers are about, with the day of the newest test."""
    return _("%(measure)s, %(who)s at %(school)s, as tested on %(day)s.") % {
        "measure": named(question),
        "who": who(question),
        "school": question.school.name,
        "day": write_day(reality.times[-1].given),
    }


def no_gaps(reality: Reality) -> str:
    """Return why no gap is listed, if none is."""
    if reality.gaps:
        return ""
    if not reality.groupings:
        return _("The results name no student groups, so there is nothing to compare yet.")
    if all(grouping.safe.is_hidden for grouping in reality.groupings):
        return _("Every student group here is too small, or beside one that is too small, to be shown to you.")
    return _("No group of ten students or more stands behind all students.")


def not_tested(reality: Reality) -> str:
    """Return how many students have no score, for those who teach them."""
    n = reality.times[-1].n_not_tested
    if not n:
        return ""
    if n == 1:
        return _("One student has no score and is counted as not tested.")
    return _("%(n)s students have no score and are counted as not tested.") % {"n": n}


def protected(question: Question) -> str:
    """Return why some numbers are missing for somebody who does not teach these students."""
    n_min = (question.school.district or question.school).n_min
    return _(
        "You see these results from outside the team that teaches the students. Groups with fewer than %(n)s"
        " students are not shown, and neither is what would give them away."
    ) % {"n": n_min}


def goal_place(viewer: Viewer, question: Question) -> Unit | None:
    """Return the place where this viewer would write the goal: their team of this grade, else the school."""
    school = question.school
    ids = {part.unit_id for part in viewer.parts if part.unit_id and part.path.startswith(school.path)}
    below = visible_units(viewer).filter(pk__in=ids - {school.pk}) if ids - {school.pk} else ()
    own = sorted([*below, *([school] if school.pk in ids else [])], key=lambda unit: unit.kind != UnitKind.TEAM)
    writable = [unit for unit in own if may_write_goals(viewer, unit)]
    narrow = {UnitKind.TEAM, UnitKind.CLASSROOM}
    fitting = [unit for unit in writable if unit.kind not in narrow or question.grade in unit.grades]
    return fitting[0] if fitting else None


def goal_href(place: Unit | None, question: Question, gap: NamedGap | None) -> str:
    """Return the address of the studio with measure and group filled in; empty for those who write no goals here."""
    if place is None:
        return ""
    values = {"measure": str(question.measure.uuid)}
    if question.grade is not None:
        values["grade"] = str(question.grade)
    if gap is not None:
        values |= {"attribute": gap.attribute, "value": gap.value}
    return f"{reverse('goal-new', args=[place.uuid])}?{urlencode(values)}"
