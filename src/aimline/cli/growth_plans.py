"""`aimline growth adds-up` and `aimline growth practice`: do goals add up, and does the plan work?"""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from aimline.cli import growth_rows

if TYPE_CHECKING:
    from aimline.growth.practice_effect import effects

_HIDDEN: Final = {
    "effect": "Fewer than 10 students: the effect is not shown.",
    "difference": "Fewer than 10 students in one of the two groups: they are not compared.",
}


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
        Path | None,
        typer.Option(
            metavar="FILE", help="CSV with seen and expected, each student's change; also took_part (yes, no)."
        ),
    ] = None,
    sd: Annotated[float, typer.Option(help="Spread of students on the measure.")] = 0.0,
    expected_sd: Annotated[float, typer.Option(min=0, help="How far a class's expected growth may be off.")] = 0.0,
    output: Annotated[str, typer.Option("--format", metavar="text|json", help="For people or for machines.")] = "text",
) -> None:
    """Read practice beside the outcome: not tried enough, or tried and not working; with --growth also the effect.

    The effect is growth beyond the expected one, in student spreads, with an interval of 80 %; with fewer than ten
    students it is not shown. Where the file says who took part, they are held against the others.

    Example: aimline growth practice --done 6 --planned 20 --chance 0.2
    """
    from aimline.growth.practice_effect import doses

    if output not in ("text", "json"):
        raise typer.BadParameter("Choose text or json.", param_hint="--format")
    told = doses.read(doses.Dose(done, planned), chance)
    found = _effects(growth, student_sd=sd, expected_sd=expected_sd) if growth else {}
    if output == "json":
        parts = {name: {**vars(each), "sentence": str(each.sentence)} if each else None for name, each in found.items()}
        reading = {"reading": str(told.reading), "share": told.share, "sentence": str(told.sentence)}
        typer.echo(json.dumps({**reading, "question": str(told.question), **parts}, ensure_ascii=False, indent=2))
        return
    typer.echo(f"{told.sentence}\n  {told.question}")
    for name, each in found.items():
        typer.echo(f"  {each.sentence if each else _HIDDEN[name]}")


def _effects(
    path: Path, *, student_sd: float, expected_sd: float
) -> dict[str, "effects.Effect | effects.Difference | None"]:
    """Work out the effect among those who took part, and their difference from the others where there are any."""
    from aimline.growth.practice_effect import effects

    took: list[effects.Growth] = []
    others: list[effects.Growth] = []
    rows = growth_rows.read(path, needed=("seen", "expected"))
    for line, row in enumerate(rows, start=2):
        seen, expected = (growth_rows.number(row, column, line=line) for column in ("seen", "expected"))
        (took if growth_rows.yes(row, "took_part", line=line) else others).append(effects.Growth(seen, expected))
    effect = effects.effect(took, student_sd=student_sd, expected_sd=expected_sd)
    if not others:
        return {"effect": effect}
    # what a whole class's expectation may be off is the same for both, so it says nothing about their difference
    one, other = (effects.effect(each, student_sd=student_sd) for each in (took, others))
    return {"effect": effect, "difference": effects.compare(one, other) if one and other else None}
