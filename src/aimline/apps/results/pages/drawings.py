"""The pictures of the Data page: safe numbers become charts."""

from collections.abc import Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext as _

from aimline.apps.results.forms import grade_words
from aimline.apps.results.models import Administration
from aimline.apps.results.queries import measure_value
from aimline.apps.results.queries.reality import Question, Reality, Time, levels_of
from aimline.charts import gaps, levels, years
from aimline.charts.drawing import Drawing
from aimline.domain import measure as measuring
from aimline.domain.aimline import standard_error
from aimline.domain.suppression import SafeCell, Shown
from aimline.domain.words import Message, translate

# Chance alone moves a value by about two standard errors.
ERRORS = 2.0


def write(message: Message) -> str:
    """Write a sentence in the reader's language."""
    return translate(message, gettext)


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


def unit_shown(measure: measuring.Measure) -> str:
    return "" if measure.unit == "points" else measure.unit


def finite(bound: float) -> float | None:
    """Return an end of a measure's range, none where it is open."""
    return bound if abs(bound) != float("inf") else None
