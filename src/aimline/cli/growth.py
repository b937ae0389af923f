"""`aimline growth`: how much students grew, computed from a file, without a database."""

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aimline.cli import (
    growth_ambition,
    growth_chances,
    growth_forecast,
    growth_gap,
    growth_plans,
    growth_projections,
    growth_scores,
    options,
)
from aimline.cli.counting import counted
from aimline.cli.growth_scores import CannotCompute
from aimline.domain.words import say

if TYPE_CHECKING:
    from aimline.growth.percentiles.ranking import KnotSets, Ranks
    from aimline.growth.percentiles.table import Table
    from aimline.warehouse.columns import Scores

family = typer.Typer(
    name="growth",
    help="How much students grow: percentiles, how ambitious a target is, whether it is within reach.",
    no_args_is_help=True,
    add_completion=False,
)
family.callback()(lambda: None)  # without it, typer takes a family of one for the command itself
family.command()(growth_ambition.ambition)
family.command()(growth_chances.chances)
family.command()(growth_forecast.forecast)
family.command()(growth_gap.gap)
family.command("adds-up")(growth_plans.adds_up)
family.command()(growth_plans.practice)
family.command()(growth_projections.projections)


@family.command()
def percentiles(
    file: growth_scores.File,
    *,
    student: growth_scores.Student = "ID",
    subject: growth_scores.Subject = "CONTENT_AREA",
    year: growth_scores.Year = "YEAR",
    grade: growth_scores.Grade = "GRADE",
    score: growth_scores.Score = "SCALE_SCORE",
    only: growth_scores.Only = None,
    target_year: Annotated[int | None, typer.Option(help="The year to judge; else the last in the file.")] = None,
    max_priors: Annotated[int, typer.Option(min=1, max=8, help="Use at most so many earlier scores.")] = 4,
    min_cohort: Annotated[int, typer.Option(min=50, help="Leave out cohorts with fewer students.")] = 250,
    knots: Annotated[
        Path | None, typer.Option(metavar="KNOTS.toml", help="Use these knots and boundaries instead of placing them.")
    ] = None,
    out: Annotated[Path, typer.Option(metavar="OUT", help="Where the percentiles go: .csv, .csv.gz or .parquet.")],
    threads: Annotated[int, typer.Option(min=1, help="Work on so many cohorts at once; the result is the same.")] = 1,
    data: options.Data = None,
) -> None:
    """Give every student a growth percentile: of 100 students with the same earlier scores, how many scored lower.

    OUT has student, subject, grade, sgp, n_priors and sgp_1 to sgp_k; beside it the knots are kept, in OUT.knots.toml,
    and the fits that `aimline growth projections` needs, in OUT.fits.json.
    """
    from aimline.warehouse import columns

    growth_scores.look_ahead(file, out, knots)
    stored = _read_knots(knots)
    growth_scores.keep_machine_code(data)
    names = columns.Names(student, subject, year, grade, score)
    with tempfile.TemporaryDirectory(prefix="aimline-") as folder:
        scores = columns.read_scores(
            file, names, temporary=Path(folder), only=growth_scores.pairs(only), n_threads=threads
        )
        ranks = _rank(
            scores, year=target_year, max_priors=max_priors, knots=stored, min_cohort=min_cohort, n_threads=threads
        )
        table = _write(scores, ranks, out, max_priors=max_priors, temporary=Path(folder))
    _keep(ranks, out)
    _say_what_was_done(scores, ranks, table, out)


def _rank(
    scores: "Scores", *, year: int | None, max_priors: int, knots: "KnotSets | None", min_cohort: int, n_threads: int
) -> "Ranks":
    from aimline.growth.percentiles import ranking
    from aimline.growth.percentiles.cohorts import RepeatedResult

    last = year if year is not None else max(scores.year.tolist(), default=0)
    try:
        with growth_scores.progress("Comparing students") as tell:
            ranks = ranking.rank(
                growth_scores.results_of(scores),
                target_year=last,
                max_priors=max_priors,
                knots=knots,
                min_cohort=min_cohort,
                n_threads=n_threads,
                tell=tell,
            )
    except RepeatedResult as repeated:
        raise repeated.named(scores.students[repeated.student]) from repeated
    if not ranks.ranked:
        raise CannotCompute(
            "no-cohort",
            say("No {n} students of {year} have a score in the grade and year before.", n=min_cohort, year=str(last)),
            say("Check --target-year and the columns of year and grade, or lower --min-cohort."),
        )
    return ranks


def _write(scores: "Scores", ranks: "Ranks", out: Path, *, max_priors: int, temporary: Path) -> "Table":
    import numpy as np

    from aimline.growth.percentiles import table
    from aimline.warehouse import columns

    found = table.arrange(ranks, max_priors=max_priors)
    orders = {f"sgp_{number}": found.by_priors[:, number - 1] for number in range(1, max_priors + 1)}
    students = np.array(scores.students, dtype=object)[found.student]
    subjects = np.array(found.subjects, dtype=object)[found.subject]
    listed = {"student": students, "subject": subjects, "grade": found.grade, "sgp": found.sgp}
    columns.write(out, {**listed, "n_priors": found.n_priors, **orders}, temporary=temporary, gaps=list(orders))
    return found


def _read_knots(path: Path | None) -> "KnotSets | None":
    if path is None:
        return None
    from aimline.growth.percentiles import knot_file

    return knot_file.parse(path.read_text(encoding="utf-8", errors="replace"))


def _keep(ranks: "Ranks", out: Path) -> None:
    """Keep knots and fits beside the result."""
    from aimline.growth.percentiles import fit_file, knot_file

    _beside(out, "knots.toml").write_text(knot_file.dump(ranks.knots), encoding="utf-8")
    _beside(out, "fits.json").write_text(fit_file.dump(ranks.fits), encoding="utf-8")


def _beside(out: Path, ending: str) -> Path:
    return out.with_name(f"{out.name}.{ending}")


def _say_what_was_done(scores: "Scores", ranks: "Ranks", table: "Table", out: Path) -> None:
    from aimline.growth.percentiles import fit_file, knot_file, ranking

    typer.echo(f"{'subject':<16}{'grade':>6}  knots, and boundaries (score points)")
    for (subject, grade), each in sorted(ranks.knots.items()):
        inner, ends = (" ".join(f"{number:g}" for number in numbers) for numbers in (each.inner, each.boundaries))
        typer.echo(f"{subject:<16}{grade:>6}  {inner}, {ends}")
    gap = max(float(each.matrix.certificate.gaps.max()) for each in ranks.ranked)
    n_cells = sum(each.below.size for each in ranks.ranked)
    cohorts = counted(len(ranks.ranked), "cohort", "cohorts")
    made = f"{counted(n_cells, 'percentile', 'percentiles')} from {cohorts}"
    typer.echo(f"\n{counted(table.sgp.size, 'row', 'rows')} of {ranks.year} in {out}: {made}")
    typer.echo(f"Knots kept in {_beside(out, 'knots.toml')}, edition {knot_file.edition_of(ranks.knots)}")
    typer.echo(f"Fits kept in {_beside(out, 'fits.json')}, edition {fit_file.edition_of(ranks.fits)}")
    typer.echo(f"Every line is the best there is; largest gap in the proof {gap:.1e} of the loss")
    for small in ranks.skipped:
        students = counted(small.n_students, "student", "students")
        typer.echo(f"Left out, {students} only: {small.subject}, grades {_written(small.grades)}")
    for (subject, grade), each in sorted(ranks.knots.items()):
        if len(each.distinct) < len(each.inner):
            typer.echo(f"Many students of {subject}, grade {grade} share a score: knots that coincide count once")
    if scores.n_left_out:
        typer.echo(f"Rows without a score, grade or year, left out: {scores.n_left_out:,}")
    n_small = sum(each.matrix.n_students < ranking.STABLE_COHORT for each in ranks.ranked)
    if n_small:
        typer.echo(
            f"{counted(n_small, 'cohort has', 'cohorts have')} fewer than {ranking.STABLE_COHORT:,} students: "
            "the lowest and highest percentiles move from year to year."
        )


def _written(grades: tuple[int, ...]) -> str:
    return "-".join(str(grade) for grade in grades)
