"""`aimline rule`: what a rule of the checker looks for, why, and a better sentence; or all of it as pages."""

from pathlib import Path
from typing import Annotated

import typer

from aimline.domain.refusal import AimlineError
from aimline.domain.words import say


class UnknownRule(AimlineError):
    """No rule has this code."""


def rule(
    code: Annotated[str, typer.Argument(help="The code of a rule, such as S-05; without it, all are listed.")] = "",
    write: Annotated[Path | None, typer.Option(help="Write the reference pages of all rules into this folder.")] = None,
) -> None:
    """Explain a rule: what it looks for, why it matters to students, a sample that fires and a better one."""
    from aimline.domain.smart import pages

    if write is not None:
        write.mkdir(parents=True, exist_ok=True)
        for name, text in pages.pages().items():
            (write / name).write_text(text, encoding="utf-8")
        typer.echo(f"{len(pages.every_rule())} rules are written into {write}.")
        return
    wanted = [each for each in pages.every_rule() if not code or each.code == code.strip().upper()]
    if not wanted:
        said = say("There is no rule {code}.", code=code)
        raise UnknownRule("unknown-rule", said, say("`aimline rule` lists all of them."))
    for each in wanted:
        typer.echo(_plain(f"{each.code}\n{pages.explain(each)}\n") if code else f"{each.code:<6} {each.what}")


def _plain(markdown: str) -> str:
    return markdown.replace("**", "").replace("*(", "(").replace(")*", ")")
