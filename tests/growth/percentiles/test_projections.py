"""Projections and growth targets of data set D, number by number those of R."""

import csv
from pathlib import Path

import numpy as np
import pytest

from aimline.growth.percentiles import projections
from aimline.growth.percentiles.cohorts import Results
from aimline.growth.percentiles.projections import Projection
from aimline.growth.percentiles.ranking import Ranks
from tests.growth.percentiles.conftest import HERE, read_rows

SHOWN = (1, 10, 35, 50, 65, 90, 99)
Numbers = dict[tuple[str, str, str], float]


@pytest.fixture(scope="module")
def projected(results: Results, ranks: Ranks) -> list[Projection]:
    return projections.project(results, ranks.fits)


@pytest.fixture(scope="module")
def rows(shared: Path) -> list[dict[str, str]]:
    return read_rows(shared / "data" / "growth-reference" / "sgp_projections_D_synthetic.csv.gz")


def test_every_projected_score_is_the_one_of_r(projected: list[Projection], rows: list[dict[str, str]]) -> None:
    expected: Numbers = {
        (row["ID"], row["CONTENT_AREA"], name): float(value)
        for row in rows
        for name, value in row.items()
        if "_PROJ_" in name and value
    }
    found: Numbers = {
        (str(student), each.subject, f"P{percentile}_PROJ_GRADE_{grade}_{each.subject}_CURRENT"): float(score)
        for each in projected
        for at, grade in enumerate(each.grades)
        for percentile in SHOWN
        for student, score in zip(each.student, each.scores[:, at, percentile - 1], strict=True)
    }
    assert len(expected) == 196_623
    assert found.keys() == expected.keys()
    # R prints two decimals of five; where the others are exactly a half, it and Python round to different sides
    assert max(abs(found[key] - expected[key]) for key in expected) <= 0.005 + 1e-9


def test_every_growth_target_is_the_one_of_r(projected: list[Projection], rows: list[dict[str, str]]) -> None:
    expected = {
        (row["ID"], row["CONTENT_AREA"], name): int(value)
        for row in rows
        for name, value in row.items()
        if "_SGP_TARGET_" in name and value
    }
    found = {
        (str(student), each.subject, f"LEVEL_{level}_SGP_TARGET_GRADE_{grade}_CURRENT"): int(target)
        for each in projected
        for level in (1, 2, 3)
        for at, grade in enumerate(each.grades)
        for student, target in zip(each.student, projections.needed(each, cuts(each, level))[:, at], strict=True)
    }
    assert found == expected


def test_everybody_of_the_year_is_projected_once_as_far_as_matrices_reach(projected: list[Projection]) -> None:
    assert sum(each.student.size for each in projected) == 9_342
    assert {(each.grade, each.grades) for each in projected} == {
        (grade, tuple(range(grade + 1, 9))) for grade in range(3, 8)
    }


def test_catching_up_is_the_easiest_and_keeping_up_the_hardest_of_the_years() -> None:
    targets = np.array([[80, 60, 55, 10], [20, 35, 40, 99]])
    assert projections.catch_up(targets).tolist() == [55, 20]
    assert projections.keep_up(targets).tolist() == [80, 40]
    assert projections.keep_up(targets, n_years=4).tolist() == [80, 99]


def test_a_higher_cut_never_needs_less_growth(projected: list[Projection]) -> None:
    for each in projected:
        low, high = (projections.needed(each, cuts(each, level)) for level in (1, 3))
        assert (low <= high).all()


def test_a_target_of_last_year_can_be_compared_with_this_years_percentile(results: Results, ranks: Ranks) -> None:
    lagged = {
        (each.subject, each.grade): each for each in projections.project(results, ranks.fits, year=2024, n_years=1)
    }
    one = next(each for each in ranks.ranked if each.matrix.grades == (3, 4))
    each = lagged[one.cohort.subject, 3]
    passed = {int(student): int(percentile) for student, percentile in zip(one.cohort.student, one.below, strict=True)}
    scores = {int(student): float(score) for student, score in zip(one.cohort.student, one.cohort.score, strict=True)}
    targets = projections.needed(each, cuts(each, 2))[:, 0]
    for student, target in zip(each.student.tolist(), targets.tolist(), strict=True):
        if student in passed and 1 < target < 99:
            assert (passed[student] >= target) == (scores[student] > round(trajectory(each, student, target), 5))


def trajectory(projection: Projection, student: int, percentile: int) -> float:
    return float(projection.scores[projection.student.tolist().index(student), 0, percentile - 1])


def cuts(projection: Projection, level: int) -> list[float]:
    with (HERE / "synth_cutscores.csv").open(encoding="utf-8", newline="") as file:
        table = {(row["subject"], int(row["grade"])): float(row[f"V{level}"]) for row in csv.DictReader(file)}
    return [table[projection.subject, grade] for grade in projection.grades]


def test_what_is_needed_has_a_word() -> None:
    assert [str(projections.rate(each)) for each in (1, 50, 51, 85, 86, 99)] == [
        *("realistic", "realistic", "stretch", "stretch", "very_hard", "very_hard")
    ]
