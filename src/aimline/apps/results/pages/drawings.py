"""The pictures of the Data page: safe numbers become charts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from aimline.apps.results.forms import grade_words
from aimline.apps.results.models import Administration
from aimline.apps.results.queries import BY_MEDIAN, measure_value
from aimline.apps.results.queries.reality import Reality, Time, levels_of
from aimline.apps.results.queries.tables import Question
from aimline.charts import gaps, levels, years
from aimline.charts.drawing import Drawing, Table
from aimline.domain import measure as measuring
from aimline.domain.aimline import standard_error
from aimline.domain.reality import may_be_ranked
from aimline.domain.suppression import Bound, SafeCell, Shown
from aimline.domain.words import Message, say, translate

# Chance alone moves a value by about two standard errors.
ERRORS = 2.0
# How a value is marked that is told as the end of a range.
MARKS = {Bound.EXACT: "", Bound.AT_LEAST: "≥", Bound.AT_MOST: "≤"}
# More bars are a table.
N_BARS = 8


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


def over_time(question: Question, reality: Reality) -> Drawing:
    """Draw the newest administration beside the same window of earlier years; the table holds every one."""
    window = reality.times[-1].given.window
    same = tuple(time for time in reality.times if time.given.window == window)[-N_BARS:]
    drawing = draw(question, reality, [stand(time, year_of(time.given), reality) for time in same], uid="years")
    every = [stand(time, label_of(time.given, reality.times), reality) for time in reality.times]
    return replace(drawing, table=table(question, reality, every))


def this_year(question: Question, reality: Reality) -> Drawing | None:
    """Draw the course of the newest school year; none where it has a single administration."""
    newest = reality.times[-1].given.school_year
    own = tuple(time for time in reality.times if time.given.school_year == newest)[-N_BARS:]
    if len(own) == 1:
        return None
    stands = [stand(time, time.given.window or month_of(time.given), reality) for time in own]
    return draw(question, reality, stands, uid="course")


@dataclass(frozen=True)
class Stand:
    """One administration on its way into a chart: its short name, and when it was in words."""

    time: Time
    label: str
    when: str


def stand(time: Time, label: str, reality: Reality) -> Stand:
    """Name one administration; the newest one says its window where a year has several."""
    when, window = month_of(time.given), time.given.window
    has_windows = len({each.given.window for each in reality.times}) > 1
    if time is reality.times[-1] and has_windows and window and window not in when:
        when = f"{when} ({window})"
    return Stand(time, label, when)


def month_of(given: Administration) -> str:
    return date_format(given.given_on, "F Y")


def year_of(given: Administration) -> str:
    return f"{given.school_year - 1}/{given.school_year % 100:02}"


def label_of(given: Administration, times: Sequence[Time]) -> str:
    """Return an administration's name in the table: its year, with the window where a year has several."""
    same_year = [each for each in times if each.given.school_year == given.school_year]
    return f"{year_of(given)} {given.window}" if len(same_year) > 1 else year_of(given)


def draw(question: Question, reality: Reality, stands: Sequence[Stand], *, uid: str) -> Drawing:
    """Draw administrations: levels on both sides of the cut, or the value of a mean or median."""
    if by_levels(question):
        return levels.draw(levels_picture(question, reality, stands), uid=uid, write=write)
    return years.draw(years_picture(question, stands), uid=uid, write=write)


def table(question: Question, reality: Reality, stands: Sequence[Stand]) -> Table:
    """Write administrations as the table beside the picture."""
    if by_levels(question):
        return levels.tabulate(levels_picture(question, reality, stands), write=write)
    return years.tabulate(years_picture(question, stands), write=write)


def by_levels(question: Question) -> bool:
    return measuring.is_percent(measuring.Metric(question.measure.metric))


def title_of(question: Question) -> str:
    return _("%(measure)s, %(who)s, as tested") % {"measure": question.measure.name, "who": who(question)}


def levels_picture(question: Question, reality: Reality, stands: Sequence[Stand]) -> levels.LevelsPicture:
    """Return administrations as shares of the levels, or of the two sides of the cut."""
    sides = sides_of(question)
    known = levels_of(question.measure, question.grade)
    is_detailed = not sides.is_score and any(time.levels for time in reality.times)
    return levels.LevelsPicture(
        title=title_of(question),
        levels=tuple(label for _, label, _ in known) if is_detailed else (sides.below, sides.above),
        cut=sides.cut if is_detailed else 1,
        above=sides.above,
        reached=sides.reached,
        years=tuple(level_year(each, is_detailed=is_detailed) for each in stands),
    )


@dataclass(frozen=True)
class Sides:
    """The two sides of a measure's cut in words; `cut` is the first level above it, `is_score` says it is a score."""

    cut: int
    is_score: bool
    below: str
    above: str
    reached: Message


def sides_of(question: Question) -> Sides:
    """Return how people speak of the two sides of the cut: of a score, of levels in words, or of neither."""
    known = levels_of(question.measure, question.grade)
    cut = next((place for place, level in enumerate(known) if level[2]), 0)
    if has_score(question, known):
        return Sides(
            cut,
            is_score=True,
            below=_("Below the cut"),
            above=_("At or above the cut"),
            reached=say("were at or above the cut"),
        )
    if not cut:
        return Sides(1, is_score=True, below=_("Not proficient"), above=_("Proficient"), reached=say("were proficient"))
    level = known[cut][1]
    below = _("Below %(level)s") % {"level": level}
    if cut == len(known) - 1:
        return Sides(cut, is_score=False, below=below, above=level, reached=say("reached “{level}”", level=level))
    above = _("%(level)s or above") % {"level": level}
    return Sides(cut, is_score=False, below=below, above=above, reached=say("reached “{level}” or above", level=level))


def has_score(question: Question, known: Sequence[tuple[int, str, bool]]) -> bool:
    """Tell whether a score makes the two levels; all grades together may have one score each."""
    stored = question.measure.levels.all()
    return any(level.lower is not None for level in stored) and (not known or len(known) == 2)


def level_year(each: Stand, *, is_detailed: bool) -> levels.Year:
    """Return one administration as shares of its levels, or of the two sides of the cut."""
    everyone = each.time.everyone.content
    if not isinstance(everyone, Shown):
        return levels.Year(each.label, None, None, each.when)
    share = everyone.value / 100
    shares: tuple[float, ...] | None = (1 - share, share)
    if is_detailed:
        parts = [cell.content.value / 100 for cell in each.time.levels if isinstance(cell.content, Shown)]
        shares = tuple(parts) if parts else None
    return levels.Year(each.label, shares, everyone.n, each.when, MARKS[everyone.bound])


def years_picture(question: Question, stands: Sequence[Stand]) -> years.YearsPicture:
    """Return administrations as means or medians."""
    measure = measure_value(question.measure)
    return years.YearsPicture(
        title=title_of(question),
        unit=unit_shown(measure),
        times=tuple(value_time(each) for each in stands),
        low=finite(measure.minimum),
        high=finite(measure.maximum),
        direction=measure.direction.value,
        is_median=measure.metric in BY_MEDIAN,
    )


def value_time(each: Stand) -> years.Time:
    """Return one administration's value, with the one decimal that people read."""
    content = each.time.everyone.content
    if not isinstance(content, Shown):
        return years.Time(each.label, None, None, each.when)
    return years.Time(each.label, round(content.value, 1), content.n, each.when)


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
    )
    return gaps.draw(picture, uid="groups", write=write)


def group_of(cell: SafeCell, measure: measuring.Measure, sd: float | None) -> gaps.Group:
    """Return one group with the interval that chance leaves open."""
    if not isinstance(cell.content, Shown):
        return gaps.Group(cell.label, None, None)
    value, n = round(cell.content.value, 1), cell.content.n
    if not cell.content.is_exact:
        return gaps.Group(cell.label, value, n, mark=MARKS[cell.content.bound])
    apart = ERRORS * standard_error(measure.metric, value, n, sd)
    low, high = max(measure.minimum, value - apart), min(measure.maximum, value + apart)
    low_end, high_end = (low, high) if apart else (None, None)
    return gaps.Group(cell.label, value, n, low_end, high_end, may_be_ranked(n))


def unit_shown(measure: measuring.Measure) -> str:
    return "" if measure.unit == "points" else measure.unit


def finite(bound: float) -> float | None:
    """Return an end of a measure's range, none where it is open."""
    return bound if abs(bound) != float("inf") else None
