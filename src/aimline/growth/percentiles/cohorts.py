"""Who is compared with whom: students with the same subject, grades and years behind them (growth.md 4.1, step 1)."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aimline.domain.refusal import AimlineError
from aimline.domain.words import say

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]


class RepeatedResult(AimlineError):
    """Students have two scores in one subject and year; `student` is the number of the first."""

    def __init__(self, student: int, subject: str, year: int, n_times: int, *, name: str = "") -> None:
        told = "{n} results come more than once, the first of student {student} in {subject}, {year}."
        super().__init__(
            "repeated-result",
            say(told, n=n_times, student=name or str(student), subject=subject, year=str(year)),
            say("Keep one result a student, subject and year."),
        )
        self.student, self.subject, self.year, self.n_times = student, subject, year, n_times

    def named(self, name: str) -> "RepeatedResult":
        """Say the same with the student's own name or id."""
        return RepeatedResult(self.student, self.subject, self.year, self.n_times, name=name)


@dataclass(frozen=True)
class Results:
    """Scores as columns of one length, one row a student, subject and year; none may be missing.

    `student` and `subject` are numbers that stand for names; `subjects` are the names, by number.
    """

    student: Numbers
    subject: Numbers
    year: Numbers
    grade: Numbers
    score: Floats
    subjects: tuple[str, ...]

    def require_once(self) -> None:
        """Raise RepeatedResult where a student has two scores in a subject and year."""
        order = np.lexsort((self.student, self.year, self.subject))
        keys = np.stack([column[order] for column in (self.subject, self.year, self.student)])
        again = np.flatnonzero((keys[:, 1:] == keys[:, :-1]).all(axis=0))
        if again.size:
            subject, year, student = (int(part) for part in keys[:, again[0]])
            raise RepeatedResult(student, self.subjects[subject], year, again.size)


@dataclass(frozen=True)
class Group:
    """The scores of one subject, year and grade; students ascending."""

    student: Numbers
    score: Floats


@dataclass(frozen=True)
class Cohort:
    """Students of one grade with the same number of earlier scores, each a year and a grade before the next.

    `priors` (k, n) are the earlier scores, newest first.
    """

    subject: str
    grade: int
    student: Numbers
    score: Floats
    priors: Floats

    @property
    def grades(self) -> tuple[int, ...]:
        """The grades passed through, oldest first: (3, 4, 5) for two earlier scores."""
        return tuple(range(self.grade - len(self.priors), self.grade + 1))


class Panel:
    """The groups of a set of results, found by subject, year and grade."""

    def __init__(self, results: Results) -> None:
        results.require_once()
        order = np.lexsort((results.student, results.grade, results.year, results.subject))
        keys = np.stack([column[order] for column in (results.subject, results.year, results.grade)])
        starts = np.flatnonzero((keys[:, 1:] != keys[:, :-1]).any(axis=0)) + 1
        self.groups: dict[tuple[str, int, int], Group] = {}
        for rows in np.split(order, starts):
            if not rows.size:
                continue
            subject, year, grade = (int(column[rows[0]]) for column in (results.subject, results.year, results.grade))
            self.groups[results.subjects[subject], year, grade] = Group(results.student[rows], results.score[rows])

    def cohorts(self, *, year: int, max_priors: int) -> Iterator[Cohort]:
        """Give every cohort of the year by subject, grade and number of earlier scores; empty ones are left out."""
        for subject, at, grade in sorted(self.groups):
            if at == year:
                yield from self._of_group(subject, year, grade, max_priors)

    def histories(self, *, subject: str, year: int, grade: int, most: int) -> Iterator[tuple[Numbers, Floats]]:
        """Give the students of a grade, each once, with their unbroken scores up to this year (k, n), newest first."""
        group = self.groups[subject, year, grade]
        levels = [(group.student, group.score[None])]
        for cohort in self._of_group(subject, year, grade, most - 1):
            levels.append((cohort.student, np.vstack([cohort.score, cohort.priors])))
        for (student, scores), longer in zip(levels, [*levels[1:], None], strict=True):
            alone = np.ones(student.size, np.bool_) if longer is None else ~np.isin(student, longer[0])
            if alone.any():
                yield student[alone], scores[:, alone]

    def _of_group(self, subject: str, year: int, grade: int, max_priors: int) -> Iterator[Cohort]:
        group = self.groups[subject, year, grade]
        student, score = group.student, group.score
        priors = np.empty((0, student.size))
        for back in range(1, max_priors + 1):
            earlier = self.groups.get((subject, year - back, grade - back))
            if earlier is None:
                return
            student, here, there = np.intersect1d(student, earlier.student, assume_unique=True, return_indices=True)
            score = score[here]
            priors = np.vstack([priors[:, here], earlier.score[there]])
            if not student.size:
                return
            yield Cohort(subject, grade, student, score, priors)
