"""`aimline growth forecast`: the chance that each student's series of scores reaches its target in time."""

import csv
import json
import sys
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aimline.cli import calendar_file, growth_rows, options
from aimline.cli.growth_rows import CannotRead
from aimline.domain.calendar import Calendar
from aimline.domain.decision import Status
from aimline.domain.measure import Direction
from aimline.domain.words import say

if TYPE_CHECKING:
    from aimline.growth.monitoring.judging import Verdict
    from aimline.growth.monitoring.prior import Grid, SlopePrior
    from aimline.growth.monitoring.series import Series

_COLUMNS = ("student", "on", "score")
_WORDS = 10.0  # how far one score of words a minute jumps


def forecast(
    file: Annotated[Path, typer.Argument(help="CSV with student, on (a day), score; also target, probes.")],
    *,
    due: Annotated[str, typer.Option(metavar="YYYY-MM-DD", help="The due date of the goal.")],
    target: Annotated[float | None, typer.Option(help="The target of all, unless the file has a column.")] = None,
    grade: Annotated[str, typer.Option(help="1 to 6, for words a minute; without it only scores speak.")] = "",
    intensive: Annotated[bool, typer.Option("--intensive", help="Students in intensive support grow less.")] = False,
    unit: Annotated[float, typer.Option(min=0.01, help="How far one score jumps; 10 for words a minute.")] = 10.0,
    lower: Annotated[bool, typer.Option("--lower-is-better", help="For absence, incidents and the like.")] = False,
    longest_gap: Annotated[float, typer.Option(min=0.5, help="School weeks without a score: no data.")] = 3.0,
    tolerance: Annotated[float, typer.Option(min=0.0, help="What chance alone may do to a score.")] = 3.0,
    monthly: Annotated[bool, typer.Option("--monthly", help="Reviews are monthly: the alarm rings earlier.")] = False,
    today: options.Day = "",
    calendar: options.CalendarFile = None,
    output: Annotated[str, typer.Option("--format", metavar="text|csv|json", help="People or machines.")] = "text",
) -> None:
    """Say for each student whether the goal is within reach, from the first score (the baseline) on.

    Time counts in school weeks, so breaks are flat. Scores of the first day are taken together: their median. From
    eight students on, what is usual is learned from the others.

    Example: aimline growth forecast probes.csv --target 97 --due 2026-05-29 --grade 2
    """
    from aimline.growth.monitoring.judging import Plan, judge_group

    if output not in ("text", "csv", "json"):
        raise typer.BadParameter("Choose text, csv or json.", param_hint="--format")
    now, end, days = options.day(today), _day(due, "--due"), calendar_file.read(calendar) or Calendar()
    weeks = _weeks(days)
    found = _series(file, target=target, end=end, lower=lower, weeks=weeks)
    series = [each for each, _ in found.values()]
    usual, models = _usual(series, grade, unit=unit, intensive=intensive)
    verdicts = judge_group(
        series,
        usual,
        now_weeks=[weeks(start, now) for _, start in found.values()],
        plan=Plan(longest_gap=longest_gap, tolerance=tolerance, monthly=monthly),
        models=models,
    )
    _tell(dict(zip(found, verdicts, strict=True)), output)


def _usual(series: list["Series"], grade: str, *, unit: float, intensive: bool) -> tuple["SlopePrior", "Grid | None"]:
    """What is usual for words a minute in a grade; without a grade nothing is, and the scores alone decide."""
    from statistics import mean

    from aimline.growth.monitoring import prior
    from aimline.growth.references.shelf import shipped

    if grade:
        return prior.oral_reading(shipped(), grade, intensive=intensive), None
    needed, centre = mean(each.needed_slope for each in series), mean(each.sign * each.baseline for each in series)
    words = prior.grid(shipped())
    return (
        prior.without_norms(needed_slope=needed, unit=unit / _WORDS, shelf=shipped()),
        words.scaled(unit / _WORDS, centre=centre),
    )


Weeks = Callable[[date, date], float]


def _weeks(calendar: Calendar) -> Weeks:
    from aimline.growth.monitoring.series import week_of

    return lambda start, on: week_of(calendar, start, on)


def _series(
    file: Path, *, target: float | None, end: date, lower: bool, weeks: Weeks
) -> dict[str, tuple["Series", date]]:
    from statistics import median

    from aimline.growth.monitoring.series import MEDIAN_OF_3, Point, Series

    scores: dict[str, list[tuple[date, float, int]]] = defaultdict(list)
    targets: dict[str, float] = {}
    for line, row in enumerate(growth_rows.read(file, needed=_COLUMNS), start=2):
        probes = int(growth_rows.number(row, "probes", line=line)) if row.get("probes") else 1
        on = _day(row["on"], f"line {line}, on")
        scores[row["student"]].append((on, growth_rows.number(row, "score", line=line), probes))
        if row.get("target"):
            targets[row["student"]] = growth_rows.number(row, "target", line=line)
    found = {}
    for student, rows in scores.items():
        rows.sort()
        start, wanted = rows[0][0], targets.get(student, target)
        if wanted is None:
            raise CannotRead(
                "no-target",
                say("{student} has no target.", student=student),
                say("Give --target, or a column of this name."),
            )
        first = [score for on, score, _ in rows if on == start]
        noise = {1: 1.0, 3: MEDIAN_OF_3}.get(len(first), 1 / len(first))
        later = tuple(Point(weeks(start, on), score, probes) for on, score, probes in rows if on > start)
        direction = Direction.DOWN if lower else Direction.UP
        found[student] = (Series(median(first), later, wanted, weeks(start, end), direction, noise), start)
    return found


def _tell(found: dict[str, "Verdict"], output: str) -> None:
    if output == "text":
        for student, verdict in found.items():
            typer.echo(f"{student}: {verdict.status.replace('_', ' ')}{_chance(verdict)}. {verdict.sentence}")
        return
    rows = [_row(student, verdict) for student, verdict in found.items()]
    if output == "json":
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    table = csv.DictWriter(sys.stdout, list(rows[0]), lineterminator="\n")
    table.writeheader()
    table.writerows(rows)


def _chance(verdict: "Verdict") -> str:
    """Silence is never green: where there are no data, no chance is told."""
    if verdict.status is Status.NO_DATA:
        return ""
    low, _, high = verdict.band
    return f", {100 * verdict.chance:.0f} % ({low:.1f} to {high:.1f} by the due date, {verdict.n_points} scores)"


def _row(student: str, verdict: "Verdict") -> dict[str, object]:
    silent = verdict.status is Status.NO_DATA
    return {
        "student": student,
        "status": str(verdict.status),
        "chance": None if silent else round(verdict.chance, 3),
        "low": None if silent else round(verdict.band[0], 1),
        "high": None if silent else round(verdict.band[2], 1),
        "points": verdict.n_points,
        "rule": verdict.rule,
        "alarm": verdict.alarm,
        "sentence": str(verdict.sentence),
    }


def _day(words: str, what: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError as problem:
        raise CannotRead(
            "day", say("{what}: {words} is no day.", what=what, words=f"“{words}”"), say("Write it as 2026-05-29.")
        ) from problem
