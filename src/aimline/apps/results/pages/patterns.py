"""What stands out in the results of one school, in words: made of numbers that this viewer may see anyway."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aimline.apps.results.queries import BY_SHARE
from aimline.apps.results.queries.reality import Reality
from aimline.apps.results.queries.tables import Question
from aimline.domain.measure import Direction, Metric
from aimline.domain.suppression import Shown
from aimline.domain.words import Message, say

if TYPE_CHECKING:
    from aimline.growth.patterns.priorities import Priority
    from aimline.growth.patterns.standing_out import Found, Group

MOST_UNSURE = 4


@dataclass(frozen=True)
class Patterns:
    """Strengths and gaps beyond chance, differences that could be chance, the way over the years, where to begin."""

    strengths: tuple[Message, ...] = ()
    gaps: tuple[Message, ...] = ()
    unsure: tuple[Message, ...] = ()
    trend: Message | None = None
    begin: tuple[Message, ...] = ()
    quiet: Message | None = None


def patterns_of(question: Question, reality: Reality) -> Patterns | None:
    """Find what stands out among the groups that are shown; none where no students are counted or all is hidden."""
    everyone = reality.times[-1].everyone.content
    if Metric(question.measure.metric) not in BY_SHARE or not (isinstance(everyone, Shown) and everyone.is_exact):
        return None
    # SciPy comes with the first results, not with the first page.
    from aimline.growth.patterns.shrinking import Pattern
    from aimline.growth.patterns.standing_out import stand_out, where_to_begin

    falls = question.measure.direction == Direction.DOWN
    groups = groups_of(reality, falls=falls)
    if not groups:
        return None
    reached = count(everyone, falls=falls)
    found = stand_out(groups, reached=reached, n=everyone.n)
    unsure = sorted((each for each in found if each.may_be_chance), key=lambda each: (each.share, each.name))
    begin = where_to_begin(found, reference=reached / everyone.n)
    strengths = tuple(told(each) for each in found if each.pattern is Pattern.STRENGTH)
    gaps = tuple(told(each) for each in found if each.pattern is Pattern.GAP)
    return Patterns(
        strengths=strengths,
        gaps=gaps,
        unsure=tuple(told(each) for each in unsure[:MOST_UNSURE]),
        trend=trend(question, reality, falls=falls),
        begin=tuple(parts(each) for each in begin if each.reach >= 1),
        quiet=None if strengths or gaps else say("No group stands out by more than chance may do."),
    )


def groups_of(reality: Reality, *, falls: bool) -> "list[Group]":
    from aimline.growth.patterns.standing_out import Group

    cells = [cell for grouping in reality.groupings for cell in grouping.safe.cells]
    return [
        Group(cell.label, count(cell.content, falls=falls), cell.content.n)
        for cell in cells if isinstance(cell.content, Shown) and cell.content.is_exact
    ]  # fmt: skip


def count(shown: Shown, *, falls: bool) -> int:
    """Count the students for whom it went well; for absence and the like those who are not counted."""
    reached = round(shown.value * shown.n / 100)
    return shown.n - reached if falls else reached


def told(found: "Found") -> Message:
    return say("{group}: {share} of {n} students", group=found.name, share=f"{100 * found.share:.0f} %", n=found.n)


def parts(found: "Priority") -> Message:
    """Say a priority with its parts: how many students, how deep, how sure."""
    sure = say("nearly sure") if found.confidence >= 0.9 else say("likely") if found.confidence >= 0.5 else say("open")
    n = round(found.reach)
    students = say("1 student") if n == 1 else say("{n} students", n=n)
    return say(
        "{group}: about {students} short of the share of all, {depth} points deep; that the gap is real is {sure}",
        group=found.name, students=students, depth=round(100 * found.depth), sure=sure,
    )  # fmt: skip


def trend(question: Question, reality: Reality, *, falls: bool) -> Message | None:
    """Say which way all students go over the years at the same time of year, where that is beyond chance."""
    from aimline.growth.patterns.showing import allow
    from aimline.growth.patterns.trends import Period, Way
    from aimline.growth.patterns.trends import trend as way_of

    window = reality.times[-1].given.window
    shown = [
        (time.given.school_year, time.everyone.content)
        for time in reality.times
        if time.given.window == window and isinstance(time.everyone.content, Shown) and time.everyone.content.is_exact
    ]
    if not shown or not allow([content.n for _, content in shown]).trends:
        return None
    periods = [Period(float(year), count(content, falls=falls), content.n) for year, content in shown]
    found = way_of(periods)
    said = {
        Way.UP: say("All students: improving over {n} years, by more than chance.", n=len(periods)),
        Way.DOWN: say("All students: losing ground over {n} years, by more than chance.", n=len(periods)),
        Way.UNCLEAR: say("All students: no clear way over {n} years; the steps may be chance.", n=len(periods)),
    }
    return said.get(found.way)
