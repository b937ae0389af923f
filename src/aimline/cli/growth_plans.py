"""`aimline growth adds-up` and `aimline growth practice`: do goals add up, and does the plan work?"""

import json
from pathlib import Path
from typing import Annotated

import typer

from aimline.cli import growth_rows


def adds_up(
    file: Annotated[Path, typer.Argument(help="CSV with place, n, reached, and target in percent (empty: no goal).")],
    *,
    target: Annotated[float, typer.Option(help="The target of the whole, in percent.")],
    output: Annotated[str, typer.Option("--format", metavar="text|json", help="For people or for machines.")] = "text",
) -> None:
    """Say what the whole reaches if every place hits its target: how many students are short, and where.

    Example: aimline growth adds-up schools.csv --target 72
    """
    from aimline.growth.sums.adding import Part, add_up

    parts = [
        Part(
            row["place"],
            round(growth_rows.number(row, "n", line=line)),
            round(growth_rows.number(row, "reached", line=line)),
            growth_rows.number(row, "target", line=line) / 100 if row["target"] else None,
        )
        for line, row in enumerate(growth_rows.read(file, needed=("place", "n", "reached", "target")), start=2)
    ]
    found = add_up(parts, target=target / 100)
    if output == "json":
        told = {**vars(found), "parts": [vars(part) for part in found.parts], "sentence": str(found.sentence)}
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    typer.echo(str(found.sentence))
    for part in found.parts:
        more = f"; {part.even_share} more would be its even share" if found.short and part.even_share else ""
        goal = "" if part.has_goal else " (no goal: counted as it stands)"
        typer.echo(f"  {part.name}: {part.reached} now, {part.at_target} of {part.n} at its target{goal}{more}")


def practice(
    *,
    done: Annotated[int, typer.Option(min=0, help="How many planned times took place, as a total of the team.")],
    planned: Annotated[int, typer.Option(min=0, help="How many were planned so far.")],
    chance: Annotated[float | None, typer.Option(min=0, max=1, help="The goal's chance, from its verdict.")] = None,
    growth: Annotated[
        Path | None, typer.Option(metavar="FILE", help="CSV with seen and expected: each student's change.")
    ] = None,
    sd: Annotated[float, typer.Option(help="Spread of students on the measure.")] = 0.0,
    expected_sd: Annotated[float, typer.Option(min=0, help="How far a class's expected growth may be off.")] = 0.0,
) -> None:
    """Read practice beside the outcome: not tried enough, or tried and not working; with --growth also the effect.

    Example: aimline growth practice --done 6 --planned 20 --chance 0.2
    """
    from aimline.growth.practice_effect import doses, effects

    told = doses.read(doses.Dose(done, planned), chance)
    typer.echo(f"{told.sentence}\n  {told.question}")
    if growth is None:
        return
    rows = growth_rows.read(growth, needed=("seen", "expected"))
    students = [
        effects.Growth(growth_rows.number(row, "seen", line=line), growth_rows.number(row, "expected", line=line))
        for line, row in enumerate(rows, start=2)
    ]
    found = effects.effect(students, student_sd=sd, expected_sd=expected_sd)
    if found is None:
        typer.echo(f"  Fewer than {effects.FEWEST} students: the effect is not shown.")
    else:
        typer.echo(f"  {found.sentence}")
