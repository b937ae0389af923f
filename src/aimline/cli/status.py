"""`aimline status`: every goal in a line."""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from aimline.cli import options

if TYPE_CHECKING:
    from aimline.apps.goals.models import Goal
    from aimline.apps.monitoring.queries import Standing
    from aimline.domain.trend import Observed

COLOURS = {"ahead": "green", "on_track": "cyan", "watch": "yellow", "off_track": "red", "no_data": "bright_black"}
SHAPES = {"ahead": "▲", "on_track": "●", "watch": "◆", "off_track": "▼", "no_data": "–"}
WORDS = {
    "ahead": "Ahead",
    "on_track": "On track",
    "watch": "Watch",
    "off_track": "Off track",
    "no_data": "No data yet",
    "met": "Met",
    "not_met": "Not met",
    "": "Hidden",
}


@dataclass(frozen=True)
class Line:
    """An active goal: where it belongs, how it stands and why, its newest reading, the next date."""

    place: str
    goal: str
    status: str
    reason: str
    newest: str
    target: str
    next_date: str
    uuid: str


def status(
    *,
    person: options.As = None,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON, for machines.")] = False,
    data: options.Data = None,
    today: options.Today = None,
) -> None:
    """Show every active goal you may see: status, newest reading, next date."""
    from aimline.cli import installation

    installation.enter(data=data, today=today, only_look=True)
    installation.require_tables()
    lines = list(lines_for(person))
    if as_json:
        sys.stdout.write(json.dumps([asdict(line) for line in lines], indent=2, ensure_ascii=False) + "\n")
    else:
        show(lines)


def lines_for(person: str | None) -> Iterator[Line]:
    """Judge every active goal today, as the web does, for the viewer named by `--as`; the look is journaled."""
    from aimline.apps.journal import actions as journal
    from aimline.apps.monitoring import queries
    from aimline.apps.organizations.queries import calendar_of
    from aimline.cli import installation

    viewer = installation.viewer(person)
    goals = list(queries.watched(viewer).filter(state="active").order_by("unit__path", "pk"))
    numbers = queries.numbers(viewer, goals)
    calendars = {goal.district_id: calendar_of(viewer, goal.district) for goal in goals}
    journal.record("look at status", person_id=viewer.person_id, at=viewer.now, noun="installation")
    for goal in goals:
        calendar = calendars[goal.district_id]
        stands = queries.standing(goal, numbers[goal.pk], today=viewer.today, calendar=calendar)
        yield line(goal, numbers[goal.pk].observed, stands, viewer.today)


def line(goal: "Goal", observed: Sequence["Observed"], stands: "Standing", today: date) -> Line:
    """Put one goal in the words of its page; values are left out where the page hides them."""
    from aimline.apps.monitoring import queries
    from aimline.domain.measure import quantity
    from aimline.domain.words import write

    locked = queries.locked(goal)
    newest = observed[-1] if observed and stands.is_open else None
    ahead = [look.on for look in queries.checkpoints(goal) if look.on >= today]
    return Line(
        place=goal.unit.name,
        goal=goal.title,
        status=stands.status,
        reason=str(stands.reason),
        newest=f"{quantity(locked.measure, newest.value)} on {write(newest.on)}" if newest else "",
        target=f"{quantity(locked.measure, locked.target)} by {write(locked.deadline)}",
        next_date=str(min([*ahead, locked.deadline])),
        uuid=str(goal.uuid),
    )


def show(lines: list[Line]) -> None:
    """Print the goals as a table; a shape and a word carry the status."""
    from rich.console import Console
    from rich.table import Table

    console = Console()
    if not lines:
        console.print("No goal is active yet. `aimline serve` opens the studio, where a goal is written.")
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("Place", "Goal", "Status", "Newest", "Target", "Next"):
        table.add_column(heading)
    for each in lines:
        word = f"[{COLOURS.get(each.status, 'white')}]{SHAPES.get(each.status, '')} {WORDS[each.status]}[/]"
        table.add_row(each.place, each.goal, word, each.newest, each.target, each.next_date)
    console.print(table)
