"""Who belongs to a cohort: the grades in a row, a year apart, without a gap."""

import numpy as np
import pytest

from aimline.growth.percentiles.cohorts import Cohort, Panel, RepeatedResult, Results

Row = tuple[int, int, int, float]  # student, year, grade, score

STRAIGHT, SHORT, GAP, REPEATER = 1, 2, 3, 4
ROWS: list[Row] = [
    (STRAIGHT, 2023, 3, 410), (STRAIGHT, 2024, 4, 420), (STRAIGHT, 2025, 5, 430),
    (SHORT, 2024, 4, 520), (SHORT, 2025, 5, 530),
    (GAP, 2023, 3, 610), (GAP, 2025, 5, 630),
    (REPEATER, 2023, 4, 700), (REPEATER, 2024, 4, 710), (REPEATER, 2025, 5, 720),
]  # fmt: skip


def test_a_cohort_went_through_the_same_grades_a_year_apart() -> None:
    one, two = cohorts(ROWS)
    assert (one.student.tolist(), one.priors.tolist()) == ([STRAIGHT, SHORT, REPEATER], [[420, 520, 710]])
    assert (two.student.tolist(), two.priors.tolist()) == ([STRAIGHT], [[420], [410]])
    assert two.score.tolist() == [430]
    assert two.grades == (3, 4, 5)


def test_the_order_of_rows_does_not_matter() -> None:
    forwards, backwards = cohorts(ROWS), cohorts(ROWS[::-1])
    assert [each.student.tolist() for each in forwards] == [each.student.tolist() for each in backwards]
    assert [each.priors.tolist() for each in forwards] == [each.priors.tolist() for each in backwards]


def test_no_more_earlier_scores_are_used_than_asked_for() -> None:
    assert len(cohorts(ROWS, max_priors=1)) == 1


def test_two_results_of_a_student_in_a_year_are_refused() -> None:
    with pytest.raises(RepeatedResult, match="the first of student 2 in MATHEMATICS, 2025"):
        cohorts([*ROWS, (SHORT, 2025, 6, 540)])


def test_nothing_gives_no_cohort() -> None:
    assert cohorts([]) == []


def cohorts(rows: list[Row], *, max_priors: int = 4) -> list[Cohort]:
    columns = np.array(rows, np.float64).reshape(-1, 4).T
    student, year, grade = (column.astype(np.int64) for column in columns[:3])
    results = Results(student, np.zeros_like(student), year, grade, columns[3], ("MATHEMATICS",))
    return list(Panel(results).cohorts(year=2025, max_priors=max_priors))
