"""Percentiles as people rely on them: even, in order, and the same whoever computes them."""

import dataclasses

import numpy as np
import pytest

from aimline.growth.percentiles import quantiles, ranking
from aimline.growth.percentiles.cohorts import Results
from aimline.growth.percentiles.ranking import CannotRank, NoKnots, Ranks


def test_two_threads_give_the_same_bytes_as_one(results: Results, ranks: Ranks) -> None:
    assert as_bytes(ranking.rank(results, target_year=2025, n_threads=2)) == as_bytes(ranks)


def test_another_order_of_the_rows_gives_the_same_bytes(results: Results, ranks: Ranks) -> None:
    order = np.random.default_rng(4).permutation(results.score.size)
    columns = ("student", "subject", "year", "grade", "score")
    shuffled = dataclasses.replace(results, **{name: getattr(results, name)[order] for name in columns})
    assert as_bytes(ranking.rank(shuffled, target_year=2025)) == as_bytes(ranks)


def test_stored_knots_give_the_same_percentiles_again(results: Results, ranks: Ranks) -> None:
    assert as_bytes(ranking.rank(results, target_year=2025, knots=ranks.knots)) == as_bytes(ranks)


def test_every_cohort_brings_a_certificate_without_a_gap(ranks: Ranks) -> None:
    assert max(each.matrix.certificate.gaps.max() for each in ranks.ranked) <= quantiles.LARGEST_GAP
    assert {each.matrix.certificate.losses.size for each in ranks.ranked} == {100}


def test_percentiles_run_from_1_to_99_and_are_even_at_every_level(ranks: Ranks) -> None:
    for each in ranks.ranked:
        tenths = np.quantile(each.cohort.priors[0], (0, 0.25, 0.5, 0.75))
        quarter = np.searchsorted(tenths, each.cohort.priors[0], side="right")
        means = [each.below[quarter == number].mean() for number in (1, 2, 3, 4)]
        assert (each.below.min(), each.below.max()) == (1, 99)
        assert all(46 < mean < 53 for mean in means), (each.matrix.grades, means)


def test_of_two_students_with_the_same_past_the_higher_score_never_ranks_lower(ranks: Ranks) -> None:
    for each in ranks.ranked:
        past = np.vstack([each.cohort.score, each.cohort.priors])
        order = np.lexsort(past)
        same = (past[1:, order[1:]] == past[1:, order[:-1]]).all(axis=0)
        assert (np.diff(each.below[order])[same] >= 0).all()


def test_a_score_on_a_line_counts_as_not_above_it(ranks: Ranks) -> None:
    assert all((each.not_above >= each.below).all() for each in ranks.ranked)
    assert any((each.not_above > each.below).any() for each in ranks.ranked)


def test_a_small_cohort_is_left_out_and_named(results: Results) -> None:
    found = ranking.rank(results, target_year=2025, max_priors=1, min_cohort=870)
    assert [(each.subject, each.grades, each.n_students) for each in found.skipped] == [
        ("MATHEMATICS", (4, 5), 856), ("MATHEMATICS", (5, 6), 845),
        ("READING", (5, 6), 862), ("READING", (6, 7), 861), ("READING", (7, 8), 865),
    ]  # fmt: skip
    assert min(each.matrix.n_students for each in found.ranked) >= 870


def test_a_scale_without_stored_knots_is_refused(results: Results, ranks: Ranks) -> None:
    few = {key: knots for key, knots in ranks.knots.items() if key != ("READING", 6)}
    with pytest.raises(NoKnots, match="READING, grade 6"):
        ranking.rank(results, target_year=2025, knots=few)


def test_progress_is_told_cohort_by_cohort(results: Results) -> None:
    heard: list[tuple[int, int]] = []
    ranking.rank(results, target_year=2025, max_priors=1, tell=lambda done, of: heard.append((done, of)))
    assert heard == [(number, 10) for number in range(1, 11)]


def test_a_cohort_without_trustworthy_lines_is_named_and_nothing_is_given() -> None:
    student, same = np.arange(300), np.zeros(300, np.int64)
    score = np.full(600, 400.0)
    year, grade = np.repeat([2024, 2025], 300), np.repeat([3, 4], 300)
    everybody_alike = Results(np.tile(student, 2), np.tile(same, 2), year, grade, score, ("READING",))
    with pytest.raises(CannotRank, match="READING, grades 3-4: Only 1 different sets"):
        ranking.rank(everybody_alike, target_year=2025)


def as_bytes(ranks: Ranks) -> list[bytes]:
    parts = []
    for each in ranks.ranked:
        parts += [each.cohort.student.tobytes(), each.below.tobytes(), each.not_above.tobytes()]
        parts += [each.matrix.planes.tobytes(), each.matrix.certificate.bounds.tobytes()]
    return parts
