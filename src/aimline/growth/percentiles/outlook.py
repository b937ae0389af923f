"""Projections as a table: where each student is heading, and what the cut scores ask of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from aimline.domain.refusal import AimlineError
from aimline.domain.words import say
from aimline.growth.percentiles import projections
from aimline.growth.percentiles.projections import Projection

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]
Cuts = Mapping[tuple[str, int], float]

DECIMALS: Final = 2


class NoCut(AimlineError):
    """A grade ahead of the students has no cut score."""

    def __init__(self, subject: str, grade: int) -> None:
        super().__init__(
            "no-cut",
            say("There is no cut score for {subject}, grade {grade}.", subject=subject, grade=str(grade)),
            say("Name every grade the students are in and come to, or project fewer years."),
        )


@dataclass(frozen=True)
class Outlook:
    """One row a student and subject, by subject, grade and student; columns of one length (n).

    `subject` are positions in `subjects`; `reached` tells who starts at the cut or above; `needed` (1..99) is the
    percentile to keep up every year, `by_year` (n, years) the one for each year, 0 where no grade lies ahead; `scores`
    (n, years, percentiles) are trajectories asked for, NaN where no grade lies ahead.
    """

    student: Numbers
    subject: Numbers
    grade: Numbers
    score: Floats
    n_scores: Numbers
    reached: NDArray[np.bool_]
    needed: Numbers
    by_year: Numbers
    scores: Floats
    subjects: tuple[str, ...]

    @property
    def ratings(self) -> list[str]:
        """What is needed, in the words of ambition."""
        return [str(projections.rate(percentile)) for percentile in self.needed.tolist()]


def arrange(projected: Sequence[Projection], cuts: Cuts, *, n_years: int, percentiles: Sequence[int] = ()) -> Outlook:
    """Put projections, one or more, side by side and hold them against the cuts of their grades. Raises NoCut.

    `n_years` (1 or more) is how many years have a column; projections must not be longer. `percentiles` (1..99) are the
    trajectories to show.
    """
    subjects = tuple(sorted({each.subject for each in projected}))
    parts = [_part(each, cuts, subjects, n_years, percentiles) for each in projected]
    columns: dict[str, Any] = {  # Any: integers, numbers and truths, each as its field says
        field.name: np.concatenate([getattr(part, field.name) for part in parts])
        for field in fields(Outlook)
        if field.name != "subjects"
    }
    order = np.lexsort((columns["student"], columns["grade"], columns["subject"]))
    return Outlook(**{name: column[order] for name, column in columns.items()}, subjects=subjects)


def _part(each: Projection, cuts: Cuts, subjects: tuple[str, ...], n_years: int, percentiles: Sequence[int]) -> Outlook:
    aim = projections.aim(
        each,
        cut_now=_cut(cuts, each.subject, each.grade),
        cuts=[_cut(cuts, each.subject, grade) for grade in each.grades],
    )
    n, ahead = each.student.size, len(each.grades)
    by_year, scores = np.zeros((n, n_years), np.int64), np.full((n, n_years, len(percentiles)), np.nan)
    by_year[:, :ahead] = aim.by_year
    scores[:, :ahead] = np.round(each.scores[:, :, [percentile - 1 for percentile in percentiles]], DECIMALS)
    return Outlook(
        student=each.student,
        subject=np.full(n, subjects.index(each.subject), np.int64),
        grade=np.full(n, each.grade, np.int64),
        score=each.score,
        n_scores=np.full(n, each.n_scores, np.int64),
        reached=aim.reached,
        needed=aim.needed,
        by_year=by_year,
        scores=scores,
        subjects=subjects,
    )


def _cut(cuts: Cuts, subject: str, grade: int) -> float:
    if (subject, grade) not in cuts:
        raise NoCut(subject, grade)
    return cuts[subject, grade]
