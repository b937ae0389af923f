"""`aimline growth projections`: where students are heading, and the growth that a cut score asks of them."""

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from aimline.cli import growth_rows, growth_scores, options
from aimline.cli.counting import counted
from aimline.cli.growth_scores import CannotCompute
from aimline.domain.words import say

if TYPE_CHECKING:
    from aimline.growth.percentiles.outlook import Cuts, Outlook
    from aimline.growth.percentiles.projections import Projection
    from aimline.growth.percentiles.ranking import Fits
    from aimline.warehouse.columns import Scores

_KINDERGARTEN = {"K": "0", "KG": "0", "PK": "-1"}


def projections(
    file: growth_scores.File,
    *,
    fits: Annotated[Path, typer.Option(metavar="FITS.json", help="What “growth percentiles” kept beside its result.")],
    cuts: Annotated[Path, typer.Option(metavar="CUTS.csv", help="Cut scores: subject, grade, and a column a level.")],
    cut: Annotated[str, typer.Option(metavar="COLUMN", help="The column of the level to reach.")] = "proficient",
    above: Annotated[str, typer.Option(metavar="COLUMN", help="The next level: adds next_goal, next_needed ...")] = "",
    student: growth_scores.Student = "ID",
    subject: growth_scores.Subject = "CONTENT_AREA",
    year: growth_scores.Year = "YEAR",
    grade: growth_scores.Grade = "GRADE",
    score: growth_scores.Score = "SCALE_SCORE",
    only: growth_scores.Only = None,
    target_year: Annotated[int | None, typer.Option(help="The year to start from; else the last in the file.")] = None,
    years: Annotated[int, typer.Option(min=1, max=9, help="Look so many years ahead.")] = 3,
    show: Annotated[
        list[int] | None, typer.Option(min=1, max=99, help="Add the trajectory of this percentile: p50_1 ...")
    ] = None,
    lagged: Annotated[bool, typer.Option("--lagged", help="Start a year earlier; add sgp and adequate.")] = False,
    out: Annotated[Path, typer.Option(metavar="OUT", help="Where the table goes: .csv, .csv.gz or .parquet.")],
    data: options.Data = None,
) -> None:
    """Say what growth percentile each student must keep up to reach a cut score, or to stay at it.

    Below the cut a student has to catch up in one of the years, the easiest; at it or above to keep up in all, the
    hardest. OUT has student, subject, grade, score, n_scores, goal, needed (99 also where no growth is enough), rating,
    and needed_1 ... for each year.

    Example: aimline growth projections scores.csv --fits percentiles.csv.fits.json --cuts cuts.csv --out targets.csv
    """
    from aimline.growth.percentiles import fit_file
    from aimline.warehouse import columns

    growth_scores.look_ahead(file, out, fits, cuts)
    kept = fit_file.parse(fits.read_text(encoding="utf-8", errors="replace"))
    levels = [_cuts(cuts, level) for level in ([cut, above] if above else [cut])]
    growth_scores.keep_machine_code(data)
    names = columns.Names(student, subject, year, grade, score)
    with tempfile.TemporaryDirectory(prefix="aimline-") as folder:
        scores = columns.read_scores(file, names, temporary=Path(folder), only=growth_scores.pairs(only))
        start = (target_year if target_year is not None else max(scores.year.tolist(), default=0)) - lagged
        table = _table(scores, kept, levels, year=start, n_years=years, show=show or [], lagged=lagged)
        gaps = [name for name in table if name.startswith(("needed_", "p", "sgp"))]
        columns.write(out, table, temporary=Path(folder), gaps=gaps)
    edition = fit_file.edition_of(kept)
    rows = counted(len(table["student"]), "row", "rows")
    typer.echo(f"{rows} of {start} in {out}, by the fits of {kept.year}, edition {edition}")
    _say_what_was_found(table)


Table = dict[str, Any]  # Any: NumPy columns of one length


def _cuts(path: Path, level: str) -> "Cuts":
    found = {}
    for line, row in enumerate(growth_rows.read(path, needed=("subject", "grade", level)), start=2):
        named = {**row, "grade": _KINDERGARTEN.get(row["grade"].upper(), row["grade"])}
        grade = int(growth_rows.number(named, "grade", line=line))
        found[row["subject"], grade] = growth_rows.number(row, level, line=line)
    return found


def _project(scores: "Scores", fits: "Fits", *, year: int, n_years: int) -> "list[Projection]":
    from aimline.growth.percentiles import projections as library
    from aimline.growth.percentiles.cohorts import RepeatedResult

    try:
        with growth_scores.progress("Following students") as tell:
            found = library.project(growth_scores.results_of(scores), fits, year=year, n_years=n_years, tell=tell)
    except RepeatedResult as repeated:
        raise repeated.named(scores.students[repeated.student]) from repeated
    if not found:
        known = sorted({f"{each.subject} {each.grades[-2]}" for each in fits.matrices})
        raise CannotCompute(
            "nobody-ahead",
            say("No student of {year} is in a subject and grade from which the fits lead on.", year=str(year)),
            say("They lead on from {known}. Check --target-year and the columns.", known=", ".join(known)),
        )
    return found


def _table(
    scores: "Scores", fits: "Fits", levels: "list[Cuts]", *, year: int, n_years: int, show: list[int], lagged: bool
) -> Table:
    from aimline.growth.percentiles import outlook

    projected = _project(scores, fits, year=year, n_years=n_years)
    outlooks = [outlook.arrange(projected, cuts, n_years=n_years, percentiles=show) for cuts in levels]
    table = _columns(scores, outlooks, show=show)
    return table | _growth(scores, fits, outlooks[0], year=year + 1) if lagged else table


def _columns(scores: "Scores", outlooks: "list[Outlook]", *, show: list[int]) -> Table:
    import numpy as np

    first = outlooks[0]
    table: Table = {
        "student": np.array(scores.students, dtype=object)[first.student],
        "subject": np.array(first.subjects, dtype=object)[first.subject],
        "grade": first.grade,
        "score": first.score,
        "n_scores": first.n_scores,
    }
    for each, prefix, (below, reached) in zip(
        outlooks, ("", "next_"), (("catch_up", "keep_up"), ("move_up", "stay_up")), strict=False
    ):
        table[f"{prefix}goal"] = np.where(each.reached, reached, below).astype(object)
        table[f"{prefix}needed"] = each.needed
        table[f"{prefix}rating"] = np.array(each.ratings, dtype=object)
    n_years = first.by_year.shape[1]
    table |= {f"needed_{at + 1}": first.by_year[:, at] for at in range(n_years)}
    return table | {
        f"p{percentile}_{at + 1}": first.scores[:, at, place]
        for place, percentile in enumerate(show)
        for at in range(n_years)
    }


def _growth(scores: "Scores", fits: "Fits", outlook: "Outlook", *, year: int) -> Table:
    """Give this year's percentile by the same fits (0: none), and whether it was what last year's score asked for."""
    import numpy as np

    from aimline.growth.percentiles import ranking, table

    found = table.arrange(ranking.rank_again(growth_scores.results_of(scores), fits, year=year), max_priors=8)
    subjects = [found.subjects[subject] for subject in found.subject.tolist()]
    grown = dict(zip(zip(found.student.tolist(), subjects, strict=True), found.sgp.tolist(), strict=True))
    named = [outlook.subjects[subject] for subject in outlook.subject.tolist()]
    sgp = np.array([grown.get(key, 0) for key in zip(outlook.student.tolist(), named, strict=True)])
    enough = np.where(sgp >= outlook.needed, "yes", "no").astype(object)
    enough[sgp == 0] = None
    return {"sgp": sgp, "adequate": enough}


def _say_what_was_found(table: Table) -> None:
    n_keep, n_catch = (int(sum(table["goal"] == goal)) for goal in ("keep_up", "catch_up"))
    typer.echo(f"At the cut or above, to keep up: {n_keep:,}; below it, to catch up: {n_catch:,}")
    for rating in ("realistic", "stretch", "very_hard"):
        told = {goal: sum((table["goal"] == goal) & (table["rating"] == rating)) for goal in ("keep_up", "catch_up")}
        typer.echo(f"  {rating.replace('_', ' ')}: keep up {told['keep_up']:,}, catch up {told['catch_up']:,}")
    if "adequate" in table:
        enough, known = sum(table["adequate"] == "yes"), sum(table["sgp"] > 0)
        typer.echo(f"Students with a percentile this year: {known:,}; who grew as much as was needed: {enough:,}")
    typer.echo("A projection says what today's growth would lead to; nobody knows the growth of years to come.")
