"""The values of a goal as files: the same as on its page, because they come out of the same picture."""

import csv
import io
import json
from dataclasses import asdict, dataclass
from datetime import date

from django.utils.translation import get_language, gettext

from aimline.apps.goals.models import Goal
from aimline.apps.monitoring import queries
from aimline.apps.monitoring.pages import picture, rules
from aimline.apps.monitoring.pages.goal import GoalPage
from aimline.apps.organizations.policy import Viewer
from aimline.apps.standards import queries as standards
from aimline.charts.picture import AimlinePicture, Dot, Proxy
from aimline.domain.calendar import Calendar
from aimline.domain.decision import Status
from aimline.domain.words import Message, decimals, say
from aimline.exchange import formulas
from aimline.reports.goal_sheet import Sheet


@dataclass(frozen=True)
class Value:
    """One value of a goal: what it is, its day, the number with the bound that it is told by, and its students.

    `bound` is "at most", "at least" or "not shown", and empty where `value` is the value itself; `line` is where the
    aimline stands that day.
    """

    what: str
    on: date
    value: float | None
    bound: str
    students: int | None
    line: float | None


@dataclass(frozen=True)
class Values:
    """A goal's values as a viewer may see them; where its start is hidden only the target, and `reason` says why."""

    goal: str
    title: str
    measure: str
    unit: str
    status: str
    reason: str
    standards: tuple[str, ...]
    values: tuple[Value, ...]


def values(viewer: Viewer, goal: Goal, calendar: Calendar) -> Values:
    """Return what the goal's page shows this viewer, as values."""
    numbers = queries.numbers(viewer, [goal])[goal.pk]
    stands = queries.standing(goal, numbers, today=viewer.today, calendar=calendar)
    locked = numbers.locked
    drawn = picture.picture_of(goal, numbers, locked, calendar=calendar, today=viewer.today)
    return Values(
        goal=str(goal.uuid),
        title=goal.title or locked.group.label,
        measure=locked.measure.name,
        unit=locked.measure.unit,
        status=stands.status,
        reason=spoken(stands.reason),
        standards=tuple(str(one) for one in standards.cited(goal.district, goal.standards)),
        values=(
            *(of_picture(drawn) if drawn else ()),
            Value("target", locked.deadline, rounded(locked.target, locked.measure.unit), "", None, None),
        ),
    )


def of_picture(drawn: AimlinePicture) -> tuple[Value, ...]:
    """Return everything a picture shows that was counted or agreed on, in the order of time."""
    found = [of_dot("start", drawn.baseline, drawn), *(of_dot("reading", dot, drawn) for dot in drawn.readings)]
    found += [Value("interim benchmark", on, rounded(value, drawn.unit), "", None, None) for on, value in drawn.stops]
    found += [of_dot(proxy.name, dot, proxy) for proxy in drawn.proxies for dot in proxy.dots]
    return tuple(sorted(found, key=lambda each: each.on))


def of_dot(what: str, dot: Dot, drawn: AimlinePicture | Proxy) -> Value:
    line = rounded(drawn.expected(dot.on), drawn.unit) if isinstance(drawn, AimlinePicture) else None
    what = f"{what}, counted by hand" if dot.is_counted_by_hand else what
    for value, bound in ((dot.value, ""), (dot.at_most, "at most"), (dot.at_least, "at least")):
        if value is not None:
            return Value(what, dot.on, rounded(value, drawn.unit), bound, dot.n, line)
    return Value(what, dot.on, None, "not shown", None, line)


def rounded(value: float, unit: str) -> float:
    """Round a value as the page writes it, so that no file tells more."""
    return round(value, 1 if unit == "%" else decimals(value))


def as_csv(found: Values) -> str:
    """Write a row a value; a cell that a spreadsheet would run gets an apostrophe before it."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(("goal", "measure", "unit", "what", "on", "value", "bound", "students", "line"))
    for each in found.values:
        words = (found.title, found.measure, found.unit, each.what)
        cells = (each.on.isoformat(), *(as_cell(cell) for cell in (each.value, each.bound, each.students, each.line)))
        table.writerow([*(formulas.neutralise(word) for word in words), *cells])
    return out.getvalue()


def as_cell(cell: float | str | None) -> str:
    return "" if cell is None else str(cell)


def as_json(found: Values) -> str:
    """Write the values for other programs; days as ISO 8601."""
    return json.dumps(asdict(found), default=str, ensure_ascii=False, indent=2)


def sheet(page: GoalPage, today: date) -> Sheet:
    """Return what the printed sheet of a goal says: the words, facts, picture and table of its page."""
    status = gettext("Cancelled") if page.state == "cancelled" else ""
    if page.status and not status:
        status = spoken(rules.WORDS[Status(page.status)]).capitalize()
    return Sheet(
        title=page.title,
        sentence=page.sentence if isinstance(page.sentence, str) else spoken(page.sentence),
        status=status,
        reason=spoken(page.reason),
        facts=[(spoken(fact.name), spoken(fact.text)) for fact in page.facts],
        drawing=page.drawing,
        said=spoken(page.drawing.sentence) if page.drawing else "",
        foot=spoken(say("As of {day}. The values are those of the goal's page for the person who took it.", day=today)),
        language=get_language() or "en",
    )


def spoken(sentence: Message) -> str:
    return picture.speak(sentence)
