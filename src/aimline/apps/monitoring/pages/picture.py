"""A watched goal as a picture, from the numbers this viewer may see."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from math import isfinite

from django.utils.translation import get_language, gettext

from aimline.apps.goals.models import Goal
from aimline.apps.monitoring import queries
from aimline.apps.monitoring.models import Outlook
from aimline.apps.monitoring.queries import Numbers, Point, ProxyPoints
from aimline.charts import aimline, small
from aimline.charts.drawing import Drawing
from aimline.charts.picture import AimlinePicture, Dot, Fan, Pause, Phase, Proxy
from aimline.domain.aimline import Aimline, expected, line_of, tolerance
from aimline.domain.amendment import AmendmentKind
from aimline.domain.calendar import Calendar, school_weeks, year_of
from aimline.domain.goal import Locked
from aimline.domain.measure import Measure
from aimline.domain.suppression import Bound, Hidden
from aimline.domain.words import Message, translate

AMENDED = {
    AmendmentKind.RAISE: "target raised",
    AmendmentKind.EARLIER: "earlier date",
    AmendmentKind.ADD_STOP: "stop added",
    AmendmentKind.WIDEN_GROUP: "more students",
    AmendmentKind.SHARPEN: "made clearer",
    AmendmentKind.CORRECTION: "corrected",
}


def speak(sentence: Message) -> str:
    """Write a sentence of the domain in the reader's language."""
    return translate(sentence, gettext)


def draw_large(picture: AimlinePicture, *, uid: str) -> Drawing:
    """Draw a goal for its page."""
    return drawn_large(picture, uid, get_language())


def draw_small(picture: AimlinePicture, *, uid: str) -> Drawing:
    """Draw a goal for a list."""
    return drawn_small(picture, uid, get_language())


# A drawing follows from its picture and the reader's language alone, and most goals stand still between two looks.
@lru_cache(maxsize=128)
def drawn_large(picture: AimlinePicture, uid: str, language: str | None) -> Drawing:
    return aimline.draw(picture, uid=uid, write=speak)


@lru_cache(maxsize=512)
def drawn_small(picture: AimlinePicture, uid: str, language: str | None) -> Drawing:
    return small.draw(picture, uid=uid, write=speak)


def picture_of(
    goal: Goal,
    numbers: Numbers,
    locked: Locked,
    *,
    calendar: Calendar,
    today: date,
    marks: bool = True,
    ahead: Outlook | None = None,
) -> AimlinePicture | None:
    """Return the picture of a goal; none where its start is hidden, because the line would give it away.

    `ahead` is what was foretold, where the rules allow to say it.
    """
    start = numbers.baseline.shown
    if start is None:
        return None
    line = line_of(locked)
    pauses = breaks(calendar, locked)
    newest = numbers.observed[-1] if numbers.observed else None
    value, n, sd = (newest.value, newest.n, newest.sd) if newest else (start.value, start.n, numbers.baseline.deviation)
    return AimlinePicture(
        title=goal.title or locked.group.label,
        unit="" if locked.measure.unit == "points" else locked.measure.unit,
        baseline=Dot(locked.baseline.on, start.value, start.n, was=first_recorded(goal, numbers) if marks else None),
        target=locked.target,
        deadline=locked.deadline,
        line=tuple((on, expected(line, on, calendar)) for on in bends(line, pauses)),
        readings=dots(numbers.readings),
        tolerance=tolerance(locked.measure, value, n, sd),
        direction=locked.measure.direction,
        low=bound(locked.measure.minimum),
        high=bound(locked.measure.maximum),
        stops=tuple((stop.on, stop.value) for stop in locked.stops),
        pauses=pauses,
        phases=phases(goal) if marks else (),
        proxies=tuple(proxy(each) for each in numbers.proxies) if marks else (),
        fan=fan(ahead, locked, pauses, calendar) if ahead else (),
        today=today if locked.baseline.on <= today <= locked.deadline else None,
    )


def fan(ahead: Outlook, locked: Locked, pauses: Iterable[Pause], calendar: Calendar) -> tuple[Fan, ...]:
    """Return the likely range from the last reading to the deadline: it opens with school time and rests in breaks."""
    if ahead.last_on is None or ahead.last_value is None or ahead.low is None or ahead.high is None:
        return ()
    last_on, value, whole = ahead.last_on, ahead.last_value, school_weeks(calendar, ahead.last_on, locked.deadline)
    edges = [day for pause in pauses for day in (pause.starts_on - timedelta(days=1), pause.ends_on)]
    days = [*sorted(day for day in edges if last_on < day < locked.deadline), locked.deadline]
    shares = [(day, school_weeks(calendar, last_on, day) / whole if whole else 1.0) for day in days]
    return tuple(
        Fan(day, value + share * (ahead.low - value), value + share * (ahead.high - value)) for day, share in shares
    )


def dots(points: Iterable[Point]) -> tuple[Dot, ...]:
    return tuple(dot(each) for each in points)


def dot(point: Point) -> Dot:
    """Return a reading's dot; near nobody and everybody it has no place, and the end of a range is told."""
    content, by_hand = point.cell.content, point.is_counted_by_hand
    if isinstance(content, Hidden):
        return Dot(point.on, None)
    if content.is_exact:
        return Dot(point.on, content.value, content.n, is_counted_by_hand=by_hand)
    if content.bound is Bound.AT_LEAST:
        return Dot(point.on, None, content.n, at_least=content.value, is_counted_by_hand=by_hand)
    return Dot(point.on, None, content.n, at_most=content.value, is_counted_by_hand=by_hand)


def proxy(series: ProxyPoints) -> Proxy:
    measure = series.measure
    return Proxy(
        name=measure.name,
        unit=unit(measure),
        dots=dots(series.points),
        low=bound(measure.minimum),
        high=bound(measure.maximum),
    )


def unit(measure: Measure) -> str:
    """Return the unit as a chart writes it: nothing for plain points."""
    return "" if measure.unit == "points" else measure.unit


def bound(value: float) -> float | None:
    return value if isfinite(value) else None


def bends(line: Aimline, pauses: Iterable[Pause]) -> tuple[date, ...]:
    """Return the days on which the line may change its slope: its knots, and the edges of breaks between them."""
    first, last = line.knots[0].on, line.knots[-1].on
    edges = [day for pause in pauses for day in (pause.starts_on - timedelta(days=1), pause.ends_on)]
    return tuple(sorted({*(knot.on for knot in line.knots), *(day for day in edges if first < day < last)}))


def breaks(calendar: Calendar, locked: Locked) -> tuple[Pause, ...]:
    """Return the breaks of the school years a goal runs through."""
    years = {year_of(calendar, day) for day in (locked.baseline.on, locked.starts_on, locked.deadline)}
    found = {(pause.starts_on, pause.ends_on) for year in years if year for pause in year.breaks}
    within = ((start, end) for start, end in found if end >= locked.baseline.on and start <= locked.deadline)
    return tuple(Pause(start, end) for start, end in sorted(within))


def phases(goal: Goal) -> tuple[Phase, ...]:
    """Return the strategies that changed, and the day the goal itself was amended (INV-39, INV-52)."""
    # Whatever was begun after the lock came with an adjustment.
    locked_on = goal.locked_on or date.max
    strategies = [
        Phase(each.starts_on, each.short_name)
        for each in goal.strategies.all()
        if each.starts_on and each.starts_on > locked_on
    ]
    amended = [
        Phase(each.decided_at.date(), gettext(AMENDED[AmendmentKind(each.kind)]))
        for each in queries.amendments_of(goal)
        if each.decided_at and each.state in ("done", "approved")
    ]
    return tuple(sorted([*strategies, *amended], key=lambda phase: phase.on))


def first_recorded(goal: Goal, numbers: Numbers) -> float | None:
    """Return the start as it was first recorded, where a correction changed it and it may be seen (INV-36)."""
    for each in queries.amendments_of(goal):
        if each.state == "approved" and "baseline" in each.before:
            return float(each.before["baseline"]["value"]) if queries.shows_starts(each, numbers) else None
    return None
