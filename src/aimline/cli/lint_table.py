"""A plan on a terminal: what to mend, how often, and an offer for each, at any width."""

from collections.abc import Iterable
from typing import IO, TYPE_CHECKING

from aimline.cli.counting import counted
from aimline.domain.plan_lint import Group, Summary
from aimline.domain.smart import SentenceLayer
from aimline.exchange.statements import Plan

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

_BAR = 20
_N_PLACES = 8
_FILE_WIDTH = 100
_LAYERS = {
    SentenceLayer.PROGRESS: ("progress goal", "progress goals"),
    SentenceLayer.ACTIVITY: ("activity", "activities"),
    SentenceLayer.PRACTICE: ("practice", "practices"),
    SentenceLayer.PURPOSE: ("purpose", "purposes"),
    SentenceLayer.NO_GOAL: ("that is no goal yet", "that are no goals yet"),
}


def show(summary: Summary, plan: Plan, *, name: str, out: IO[str]) -> None:
    """Print the plan at a glance; in a file there is no colour, and lines have 100 characters."""
    from rich.console import Console

    console = Console(file=out, highlight=False, width=None if out.isatty() or _is_standard(out) else _FILE_WIDTH)
    console.print(_safe(_headline(summary, plan, name)), style="bold")
    kinds = [counted(n, *_LAYERS[layer]) for layer, n in summary.n_layers.items() if n]
    console.print(f"{', '.join(kinds)}.")
    if summary.n_ready:
        console.print(f"{counted(summary.n_ready, 'goal needs', 'goals need')} nothing more.", style="green")
    _print_groups(console, f"Of all {summary.n} statements", summary.kinds, plan)
    _print_groups(console, f"Of the {counted(summary.n_goals, 'progress goal', 'progress goals')}", summary.gaps, plan)
    for line in _remarks(summary, plan):
        console.print(_safe(line), style="dim")


def _is_standard(out: IO[str]) -> bool:
    import sys

    return out is sys.stdout


def _headline(summary: Summary, plan: Plan, name: str) -> str:
    column = f', column "{plan.column}"' if plan.column else ""
    return f"{name or 'Standard input'}: {counted(summary.n, 'statement', 'statements')}{column}"


def _print_groups(console: "Console", title: str, groups: Iterable[Group], plan: Plan) -> None:
    from rich.table import Table

    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    for group in groups:
        _add(table, group, plan)
    if table.row_count:
        console.print(f"\n[bold]{title}[/]")
        console.print(table)


def _add(table: "Table", group: Group, plan: Plan) -> None:
    bar = "█" * max(1, round(group.share * _BAR))
    lines = [f"[bold]{_safe(group.title)}[/]", f"[cyan]{bar}[/]", _safe(group.offer)]
    if group.example is not None:
        lines.append(f"[dim]“{_safe(group.example.text)}”\n[cyan]→[/] {_safe(group.example.rewrite)}[/]")
    lines.append(f"[dim]{_safe(_places(group, plan))}[/]")
    table.add_row(f"{group.n}\n[dim]{group.share:.0%}[/]", "\n".join(lines) + "\n")


def _places(group: Group, plan: Plan) -> str:
    """Say where these statements stand: "Grade 3: rows 6, 9; Grade 4: row 2; and 12 more"."""
    by_part: dict[str, list[int]] = {}
    for at in group.lines[:_N_PLACES]:
        by_part.setdefault(plan.entries[at].part, []).append(plan.entries[at].number)
    told = []
    for part, numbers in by_part.items():
        unit = "row" if part else plan.unit
        words = f"{unit if len(numbers) == 1 else unit + 's'} {', '.join(map(str, numbers))}"
        told.append(f"{part}: {words}" if part else words)
    n_more = group.n - _N_PLACES
    return "; ".join([*told, f"and {n_more} more"] if n_more > 0 else told)


def _remarks(summary: Summary, plan: Plan) -> Iterable[str]:
    if summary.n_past * 2 > summary.n_goals:
        yield "\nMost of its dates have passed. --today YYYY-MM-DD reads the plan as of a day of its own year."
    if plan.n_left_out:
        yield f"\nNot read: {counted(plan.n_left_out, 'heading, label or repeat', 'headings, labels and repeats')}."
    if plan.set_aside:
        yield f"Without goals: {', '.join(plan.set_aside)}."


def _safe(text: object) -> str:
    from rich.markup import escape

    return escape(str(text))
