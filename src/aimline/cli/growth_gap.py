"""`aimline growth gap`: did the gap between a group and the others grow?"""

import json
from typing import Annotated

import typer

from aimline.cli import growth_rows


def gap(
    *,
    before: Annotated[str, typer.Option(metavar="REACHED/N", help="The group at the start, like 14/30.")],
    others_before: Annotated[str, typer.Option(metavar="REACHED/N", help="All others at the start.")],
    now: Annotated[str, typer.Option(metavar="REACHED/N", help="The group now.")],
    others_now: Annotated[str, typer.Option(metavar="REACHED/N", help="All others now.")],
    most: Annotated[float, typer.Option(min=0, help="Growth that is still fine, in student spreads.")] = 0.0,
    output: Annotated[str, typer.Option("--format", metavar="text|json", help="For people or for machines.")] = "text",
) -> None:
    """Say whether a group fell further behind: free of where the cut lies, and beyond chance.

    Points are told beside, because they move with the cut when everybody improves. With fewer than 20 students on one
    side on either day nothing is said.

    Example: aimline growth gap --before 14/30 --others-before 60/90 --now 13/30 --others-now 75/90
    """
    from aimline.growth.monitoring import gap_rule

    if output not in ("text", "json"):
        raise typer.BadParameter("Choose text or json.", param_hint="--format")
    days = (("--before", before, "--others-before", others_before), ("--now", now, "--others-now", others_now))
    start, end = (
        gap_rule.Sides(*growth_rows.counted(own, option=option), *growth_rows.counted(others, option=other_option))
        for option, own, other_option, others in days
    )
    found = gap_rule.gap_grew(start, end, most=most)
    if output == "json":
        told = {"rule": found.rule, "found": str(found.found), "growth": found.value, "most": found.against}
        typer.echo(json.dumps({**told, "sentence": str(found.sentence)}, ensure_ascii=False, indent=2))
        return
    typer.echo(str(found.sentence))
