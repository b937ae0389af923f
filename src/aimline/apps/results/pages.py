"""Everything the Data page may show."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from aimline.apps.organizations.models import Unit, UnitKind
from aimline.apps.organizations.policy import TEACHING, Viewer, may_write_goals
from aimline.apps.organizations.queries import visible_units
from aimline.apps.results.forms import ALL_GRADES, Ask, grade_words
from aimline.apps.results.models import Administration, Measure
from aimline.apps.results.queries import measure_value
from aimline.apps.results.queries.reality import NamedGap, Question, Reality, Time, levels_of, school_of
from aimline.charts import gaps, levels, years
from aimline.charts.drawing import Drawing
from aimline.domain import measure as measuring
from aimline.domain.aimline import standard_error
from aimline.domain.suppression import SafeCell, Shown
from aimline.domain.words import Message, translate

N_GAPS = 3
# Chance alone moves a value by about two standard errors.
ERRORS = 2.0


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
class Data:
    """The Data page: either `empty`, or gaps, groups and years."""

    title: str
    form: Ask | None
    empty: Empty | None = None
    about: str = ""
    gaps: tuple[GapLine, ...] = ()
    no_gaps: str = ""
    groups: Drawing | None = None
    over_time: Drawing | None = None
    not_tested: str = ""
    protected: str = ""
    goal_href: str = ""


def write(message: Message) -> str:
    """Write a sentence in the reader's language."""
    return translate(message, gettext)


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
        return int(asked) if asked.lstrip("-").isdigit() and int(asked) in grades else None
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


def nothing_chosen(viewer: Viewer, schools: Sequence[Unit]) -> Data:
    """Return the page of somebody who has still to choose a school, or has none to look at."""
    title = _("Where students stand")
    if schools:
        empty = Empty(
            _("One school at a time"),
            _("Choose a school above. You will see its largest gaps first, then every student group and every year."),
        )
        return Data(title, Ask(schools=schools, measures=(), grades=(), chosen={}), empty)
    empty = Empty(
        _("Results come to you on the pages your school publishes"),
        _("Here the staff look at results together. What they find, and what they plan, they share with you."),
    )
    return Data(title, None, empty)


def no_results(schools: Sequence[Unit], school: Unit, *, may_import: bool) -> Data:
    """Return the page of a school without results."""
    form = Ask(schools=schools, measures=(), grades=(), chosen={"school": str(school.uuid)})
    text = _(
        "A goal begins with where students stand today. Bring in last year's results, and the largest gaps"
        " show themselves."
    )
    if may_import:
        empty = Empty(_("No results yet"), text, reverse("imports"), _("Bring in results"), "upload")
    else:
        ask = _("Ask your principal or data steward to bring them in.")
        empty = Empty(_("No results yet"), f"{text} {ask}", mark="upload")
    return Data(school.name, form, empty)


def data(
    viewer: Viewer,
    schools: Sequence[Unit],
    offered: Sequence[Measure],
    grades: Collection[int],
    question: Question,
    reality: Reality | None,
) -> Data:
    """Return the page of one school, measure and grade."""
    grade = ALL_GRADES if question.grade is None else str(question.grade)
    chosen = {"school": str(question.school.uuid), "measure": str(question.measure.uuid), "grade": grade}
    form = Ask(schools=schools, measures=offered, grades=grades, chosen=chosen)
    if reality is None:
        empty = Empty(
            _("Nobody here has taken this test yet"),
            _("Choose another grade or another test. Tests differ in which grades take them."),
        )
        return Data(question.school.name, form, empty)
    place = goal_place(viewer, question)
    return Data(
        title=headline(question, reality),
        form=form,
        about=about(question, reality),
        gaps=tuple(GapLine(each.gap.sentence, goal_href(place, question, each)) for each in reality.gaps[:N_GAPS]),
        no_gaps=no_gaps(reality),
        groups=groups_drawing(question, reality),
        over_time=over_time(question, reality),
        not_tested=not_tested(reality),
        protected="" if reality.is_exact else protected(question),
        goal_href=goal_href(place, question, None),
    )


def headline(question: Question, reality: Reality) -> str:
    """Return the page's first sentence: where all students stand now."""
    return write(over_time(question, reality).sentence)


def about(question: Question, reality: Reality) -> str:
    """Return what the numbers are about, with the day of the newest test."""
    return _("%(measure)s, %(who)s at %(school)s, as tested on %(day)s.") % {
        "measure": named(question),
        "who": who(question),
        "school": question.school.name,
        "day": write_day(reality.times[-1].given),
    }


def named(question: Question) -> str:
    """Return the measure's name, with its unit where that is more than a percent sign."""
    unit = unit_shown(measure_value(question.measure))
    return f"{question.measure.name} ({unit})" if len(unit) > 1 else question.measure.name


def who(question: Question) -> str:
    """Return the students that are asked about."""
    return _("all grades") if question.grade is None else grade_words(question.grade)


def write_day(given: Administration) -> str:
    return str(Message("{day}", {"day": given.given_on}))


def label_of(given: Administration, times: Sequence[Time]) -> str:
    """Return an administration's short name: its year, with the window where a year has several."""
    same_year = [each for each in times if each.given.school_year == given.school_year]
    year = f"{given.school_year - 1}/{given.school_year % 100:02}"
    return f"{year} {given.window}" if len(same_year) > 1 else year


def over_time(question: Question, reality: Reality) -> Drawing:
    """Draw every administration: levels on both sides of the cut, or the value of a mean."""
    n_minimum = (question.school.district or question.school).n_min
    title = _("%(measure)s, %(who)s, as tested") % {"measure": question.measure.name, "who": who(question)}
    if measuring.is_percent(measuring.Metric(question.measure.metric)):
        names, cut = level_names(question, reality)
        return levels.draw(
            levels.LevelsPicture(
                title=title,
                levels=names,
                cut=cut,
                years=tuple(level_year(each, reality) for each in reality.times),
                n_minimum=n_minimum,
            ),
            uid="years",
            write=write,
        )
    measure = measure_value(question.measure)
    return years.draw(
        years.YearsPicture(
            title=title,
            unit=unit_shown(measure),
            times=tuple(value_time(each, reality) for each in reality.times),
            low=finite(measure.minimum),
            high=finite(measure.maximum),
            direction=measure.direction.value,
            n_minimum=n_minimum,
        ),
        uid="years",
        write=write,
    )


def level_names(question: Question, reality: Reality) -> tuple[tuple[str, ...], int]:
    """Return the levels that are drawn, lowest first, and the first that counts as proficient."""
    known = levels_of(question.measure, question.grade)
    cut = next((place for place, level in enumerate(known) if level[2]), 0)
    if cut and any(time.levels for time in reality.times):
        return tuple(label for _, label, _ in known), cut
    reached = known[cut][1] if cut else _("Proficient")
    return (_("Below %(level)s") % {"level": reached}, reached), 1


def level_year(time: Time, reality: Reality) -> levels.Year:
    """Return one administration as shares of its levels, or of the two sides of the cut."""
    label = label_of(time.given, reality.times)
    shown = [cell.content for cell in time.levels if isinstance(cell.content, Shown)]
    everyone = time.everyone.content
    if not isinstance(everyone, Shown):
        return levels.Year(label, None, None)
    detailed = any(each.levels for each in reality.times)
    if detailed and len(shown) == len(time.levels) and shown:
        return levels.Year(label, tuple(each.value / 100 for each in shown), everyone.n)
    share = everyone.value / 100
    return levels.Year(label, None if detailed else (1 - share, share), everyone.n)


def value_time(time: Time, reality: Reality) -> years.Time:
    """Return one administration's value, with the one decimal that people read."""
    label, content = label_of(time.given, reality.times), time.everyone.content
    if not isinstance(content, Shown):
        return years.Time(label, None, None)
    return years.Time(label, round(content.value, 1), content.n)


def groups_drawing(question: Question, reality: Reality) -> Drawing | None:
    """Draw every student group against all students; none where the file names no groups."""
    everyone = reality.times[-1].everyone.content
    cells = [cell for grouping in reality.groupings for cell in grouping.safe.cells]
    if not isinstance(everyone, Shown) or not cells:
        return None
    measure = measure_value(question.measure)
    picture = gaps.GapsPicture(
        title=_("Student groups, %(measure)s, %(who)s, as tested on %(day)s")
        % {
            "measure": named(question),
            "who": who(question),
            "day": write_day(reality.times[-1].given),
        },
        unit="%" if measure.unit == "%" else "",
        everyone=round(everyone.value, 1),
        n_everyone=everyone.n,
        groups=tuple(group_of(cell, measure, reality.sd) for cell in cells),
        direction=measure.direction.value,
        low=finite(measure.minimum),
        high=finite(measure.maximum),
        n_minimum=(question.school.district or question.school).n_min,
    )
    return gaps.draw(picture, uid="groups", write=write)


def group_of(cell: SafeCell, measure: measuring.Measure, sd: float | None) -> gaps.Group:
    """Return one group with the interval that chance leaves open."""
    if not isinstance(cell.content, Shown):
        return gaps.Group(cell.label, None, None)
    value, n = round(cell.content.value, 1), cell.content.n
    apart = ERRORS * standard_error(measure.metric, value, n, sd)
    low, high = max(measure.minimum, value - apart), min(measure.maximum, value + apart)
    return gaps.Group(cell.label, value, n, low if apart else None, high if apart else None)


def no_gaps(reality: Reality) -> str:
    """Return why no gap is listed, if none is."""
    if reality.gaps:
        return ""
    if not reality.groupings:
        return _("The results name no student groups, so there is nothing to compare yet.")
    if all(grouping.safe.is_hidden for grouping in reality.groupings):
        return _("Every student group here is too small, or beside one that is too small, to be shown to you.")
    return _("No group that may be shown stands behind all students.")


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
    ids = [part.unit_id for part in viewer.parts if part.unit_id and part.path.startswith(question.school.path)]
    if not ids:
        return None
    own = sorted(visible_units(viewer).filter(pk__in=ids), key=lambda unit: unit.kind != UnitKind.TEAM)
    writable = [unit for unit in own if may_write_goals(viewer, unit)]
    fitting = [unit for unit in writable if not unit.grades or question.grade in unit.grades]
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


def unit_shown(measure: measuring.Measure) -> str:
    return "" if measure.unit == "points" else measure.unit


def finite(bound: float) -> float | None:
    """Return an end of a measure's range, none where it is open."""
    return bound if abs(bound) != float("inf") else None
