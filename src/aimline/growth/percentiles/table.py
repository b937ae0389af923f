"""Percentiles as a table: one row a student and subject."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aimline.growth.percentiles.ranking import Ranks

Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Table:
    """One row a student and subject, by subject, grade and student; columns of one length.

    `subject` are positions in `subjects`; `sgp` the percentile with the most earlier scores, `n_priors` how many those
    are; `by_priors` (n, k) the percentile with 1 to k earlier scores, 0 where there is none.
    """

    student: Numbers
    subject: Numbers
    grade: Numbers
    sgp: Numbers
    n_priors: Numbers
    by_priors: Numbers
    subjects: tuple[str, ...]


def arrange(ranks: Ranks, *, max_priors: int) -> Table:
    """Put the percentiles of all cohorts side by side; `max_priors` (1 or more) says how many columns there are."""
    subjects = tuple(sorted({each.cohort.subject for each in ranks.ranked}))
    rows, where = _rows(ranks, subjects)
    by_priors = np.zeros((rows.shape[1], max_priors), np.int64)
    first = 0
    for each in ranks.ranked:
        last = first + each.cohort.student.size
        by_priors[where[first:last], len(each.cohort.priors) - 1] = each.below
        first = last
    there = by_priors > 0
    n_priors = max_priors - np.argmax(there[:, ::-1], axis=1)
    sgp = by_priors[np.arange(len(by_priors)), n_priors - 1]
    return Table(rows[2], rows[0], rows[1], sgp, n_priors, by_priors, subjects)


def _rows(ranks: Ranks, subjects: tuple[str, ...]) -> tuple[Numbers, Numbers]:
    """Return subject, grade and student of each row (3, n), and the row of each percentile of the cohorts in turn."""
    parts = [np.empty((3, 0), np.int64)]
    for cohort in (each.cohort for each in ranks.ranked):
        subject, grade = np.full_like(cohort.student, subjects.index(cohort.subject)), np.full_like(cohort.student, 0)
        parts.append(np.stack([subject, grade + cohort.grade, cohort.student]))
    keys = np.hstack(parts)
    order = np.lexsort(keys[::-1])
    ordered = keys[:, order]
    new = np.ones(order.size, np.bool_)
    new[1:] = (ordered[:, 1:] != ordered[:, :-1]).any(axis=0)
    where = np.empty(order.size, np.int64)
    where[order] = np.cumsum(new) - 1
    return ordered[:, new], where
