"""`aimline growth chances`: how likely is each gain next year, for every cell of a district or state?"""

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aimline.cli import growth_rows
from aimline.cli.growth_rows import CannotRead
from aimline.domain.words import say
from aimline.exchange import formulas

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from aimline.growth.ambition.comparing import Cells

NEEDED = ("school", "grade", "subject", "year", "n", "reached")
WRITTEN = ("school", "grade", "subject", "year", "n", "share", "gain", "chance")
Cell = tuple[str, str, str]  # school, grade, subject


@dataclass(frozen=True)
class Counts:
    """Students tested and at the level by cell and year, and how many will be tested in the year to come."""

    tested: Counter[tuple[Cell, int]] = field(default_factory=Counter)
    reached: Counter[tuple[Cell, int]] = field(default_factory=Counter)
    coming: Counter[Cell] = field(default_factory=Counter)


def chances(
    file: Annotated[Path, typer.Argument(help="CSV with school, grade, subject, year, n, reached.")],
    *,
    gain: Annotated[list[float] | None, typer.Option(help="Points more than last year; else 0, 5, 10.")] = None,
    out: Annotated[Path, typer.Option(metavar="OUT", help="Where the chances go, as CSV.")],
) -> None:
    """Say how likely each cell (a school's grade in a subject) gains so many points in the year after the file's last.

    The numbers of the method are fitted to the file's own years, each cell is held against the other grades of its
    school, and chances are corrected by what came true in earlier years. A row with n and nothing under reached tells
    how many will be tested in the year to come; else as many as last. OUT has a row a cell and gain.

    Example: aimline growth chances results.csv --gain 5 --out chances.csv
    """
    import numpy as np

    from aimline.growth.ambition import foretelling

    gains, counts = gain or [0.0, 5.0, 10.0], _read(file)
    names = sorted({cell for cell, _ in counts.tested})
    years = range(min(year for _, year in counts.tested), max(year for _, year in counts.tested) + 1)
    cells = _cells(counts, names, years)
    sizes = np.array([counts.coming[cell] or n for cell, n in zip(names, cells.n[:, -1], strict=True)])
    found = foretelling.foretell(cells, np.array(gains) / 100, n_next=sizes)
    seen = np.flatnonzero(cells.n[:, -1] > 0).tolist()
    with out.open("w", encoding="utf-8", newline="") as written:
        table = csv.writer(written)
        table.writerow(WRITTEN)
        for at in seen:
            place = [formulas.neutralise(word) for word in names[at]]
            last = (years[-1] + 1, int(sizes[at]), f"{100 * cells.shares[at, -1]:.1f}")
            table.writerows(
                (*place, *last, f"{points:g}", f"{p:.4f}") for points, p in zip(gains, found[at], strict=True)
            )
    said = say(
        "{n} chances for {year}, from {n_years} years of {n_cells} cells: {out}",
        n=len(seen) * len(gains), year=years[-1] + 1, n_years=len(years), n_cells=len(names), out=str(out),
    )  # fmt: skip
    typer.echo(str(said))


def _read(file: Path) -> Counts:
    """Add up the rows of each cell and year. Raises CannotRead."""
    found = Counts()
    for line, row in enumerate(growth_rows.read(file, needed=NEEDED), start=2):
        cell = (row["school"], row["grade"], row["subject"])
        year, n = (round(growth_rows.number(row, column, line=line)) for column in ("year", "n"))
        if not row["reached"]:
            found.coming[cell] += n
            continue
        reached = round(growth_rows.number(row, "reached", line=line))
        if not 0 <= reached <= n:
            raise CannotRead(
                "counts",
                say("Line {line}: {reached} of {n} students cannot be.", line=line, reached=reached, n=n),
                say("Give how many were tested as n, and how many of them reached the level."),
            )
        found.tested[cell, year] += n
        found.reached[cell, year] += reached
    if not found.tested:
        raise CannotRead(
            "no-years", say("No row tells how many reached the level."), say("Give at least one year with results.")
        )
    return found


def _cells(counts: Counts, names: Sequence[Cell], years: Sequence[int]) -> "Cells":
    """Lay the counts out, a column a school year; years without rows are empty ones."""
    import numpy as np

    from aimline.growth.ambition.comparing import Cells, Schools

    n = np.array([[counts.tested[cell, year] for year in years] for cell in names], dtype=float)
    reached = np.array([[counts.reached[cell, year] for year in years] for cell in names], dtype=float)
    shares = np.divide(reached, n, out=np.full_like(n, np.nan), where=n > 0)
    schools = Schools(_numbered([cell[0] for cell in names]), _numbered([cell[1] for cell in names]))
    return Cells(shares, n, _numbered([f"{cell[1]}\t{cell[2]}" for cell in names]), schools)


def _numbered(words: Sequence[str]) -> "NDArray[np.int64]":
    import numpy as np

    places = {word: place for place, word in enumerate(sorted(set(words)))}
    return np.array([places[word] for word in words], dtype=np.int64)
