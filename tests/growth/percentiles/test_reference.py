"""Equality with the R package SGP, cell by cell, from raw scores; see docs/explanation/growth-percentiles.md."""

import csv
from pathlib import Path

import numpy as np
import pytest

from aimline.growth.percentiles import cut_scores, ranking
from aimline.growth.percentiles.ranking import Ranks
from tests.growth.percentiles.conftest import make_results, read_rows

Cells = dict[tuple[str, str, int], int]


def test_every_percentile_of_set_d_is_the_one_of_r(ranks: Ranks, shared: Path) -> None:
    expected = reference(shared / "data" / "growth-reference" / "sgp_reference_D_synthetic.csv.gz")
    assert len(expected) == 22_484
    assert cells(ranks) == expected


@pytest.mark.real
def test_every_percentile_of_the_state_file_is_the_one_of_r(shared: Path) -> None:
    rows = read_rows(shared / "data" / "longitudinal" / "sgpdata_long.csv.gz")
    state = make_results(row for row in rows if row["VALID_CASE"] == "VALID_CASE")
    expected = reference(shared / "data" / "growth-reference" / "sgp_reference_B_reading_math.csv.gz")
    assert cells(ranking.rank(state, target_year=2025)) == expected


def test_knots_and_boundaries_of_set_d_are_those_of_r(ranks: Ranks, shared: Path) -> None:
    with (shared / "data" / "growth-reference" / "sgp_D_knots.csv").open(encoding="utf-8", newline="") as file:
        expected = {
            (row["subject"], int(row["name"].removeprefix("knots_"))): (row["knots"], row["boundaries"])
            for row in csv.DictReader(file)
        }
    found = {key: (written(knots.inner), written(knots.boundaries)) for key, knots in ranks.knots.items()}
    assert {key: found[key] for key in expected} == expected
    assert set(found) - set(expected) == {
        ("MATHEMATICS", 8),
        ("READING", 8),
    }  # nobody's earlier grade, but projected to


def test_cohorts_of_set_d_have_the_students_of_r(ranks: Ranks, shared: Path) -> None:
    with (shared / "data" / "growth-reference" / "sgp_D_matrices.csv").open(encoding="utf-8", newline="") as file:
        expected = {(row["subject"], row["grades"]): (int(row["N"]), int(row["rows"])) for row in csv.DictReader(file)}
    matrices = [each.matrix for each in ranks.ranked]
    found = {(one.subject, "-".join(map(str, one.grades))): (one.n_students, one.planes.shape[1]) for one in matrices}
    assert found == expected


def test_coefficients_of_set_d_are_those_of_r(ranks: Ranks, shared: Path) -> None:
    expected: dict[tuple[str, str], list[float]] = {}
    for row in read_rows(shared / "data" / "growth-reference" / "sgp_D_coefficients.csv.gz"):
        expected.setdefault((row["subject"], row["matrix"]), []).append(float(row["coef"]))
    for each in (each.matrix for each in ranks.ranked):
        name = f"qrmatrix_{each.grades[-1]}_{len(each.grades) - 1}"
        theirs = np.array(expected[each.subject, name])
        assert np.allclose(each.planes.ravel(), theirs, rtol=1e-6, atol=1e-6), name


def test_the_score_at_a_percentile_is_the_one_of_r(ranks: Ranks, shared: Path) -> None:
    shown = (1, 35, 50, 65, 99)
    rows = read_rows(shared / "data" / "growth-reference" / "sgp_reference_D_synthetic.csv.gz")
    expected = {
        (row["ID"], row["CONTENT_AREA"], int(row["SGP_ORDER"])): [
            float(row[f"PERCENTILE_CUT_{each}"]) for each in shown
        ]
        for row in rows
    }
    found = {
        (str(student), each.cohort.subject, len(each.cohort.priors)): scores
        for each in ranks.ranked
        for student, scores in zip(each.cohort.student, cut_scores.find(each, ranks.knots, shown).tolist(), strict=True)
    }
    assert {key: found[key] for key in expected} == expected


def cells(ranks: Ranks) -> Cells:
    return {
        (str(student), each.cohort.subject, len(each.cohort.priors)): int(percentile)
        for each in ranks.ranked
        for student, percentile in zip(each.cohort.student, each.below, strict=True)
    }


def reference(path: Path) -> Cells:
    return {
        (row["ID"], row["CONTENT_AREA"], n_priors): int(row[f"SGP_ORDER_{n_priors}"])
        for row in read_rows(path)
        for n_priors in (1, 2, 3, 4)
        if row[f"SGP_ORDER_{n_priors}"]
    }


def written(numbers: tuple[float, ...]) -> str:
    return " ".join(f"{number:.15g}" for number in numbers)
