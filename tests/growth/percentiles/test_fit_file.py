"""Fits are kept as a file that says when it was changed, and lead to the same numbers."""

import numpy as np
import pytest

from aimline.growth.percentiles import fit_file, ranking
from aimline.growth.percentiles.cohorts import Results
from aimline.growth.percentiles.fit_file import UnusableFits
from aimline.growth.percentiles.ranking import Ranks


@pytest.fixture(scope="module")
def small() -> tuple[Results, Ranks]:
    random = np.random.default_rng(3)
    student, first = np.arange(120), np.rint(random.normal(300, 40, 120))
    second = np.rint(first + 20 + random.normal(0, 15, 120))
    results = Results(
        np.r_[student, student],
        np.zeros(240, np.int64),
        np.repeat([2024, 2025], 120),
        np.repeat([3, 4], 120),
        np.r_[first, second],
        ('Math "A"',),
    )
    return results, ranking.rank(results, target_year=2025, min_cohort=100)


def test_kept_fits_give_the_same_percentiles(small: tuple[Results, Ranks]) -> None:
    results, ranks = small
    kept = fit_file.parse(fit_file.dump(ranks.fits))
    assert fit_file.edition_of(kept) == fit_file.edition_of(ranks.fits)
    again = ranking.rank_again(results, kept, year=2025)
    for one, other in zip(ranks.ranked, again.ranked, strict=True):
        assert (one.below == other.below).all()
        assert (one.not_above == other.not_above).all()
        assert (one.matrix.certificate.gaps == other.matrix.certificate.gaps).all()


def test_a_cohort_without_a_matrix_is_left_out_and_named(small: tuple[Results, Ranks]) -> None:
    results, ranks = small
    nothing = ranking.Fits(2025, (), ranks.knots)
    assert ranking.rank_again(results, nothing, year=2025).ranked == ()
    one = ranking.Fits(2025, ranks.fits.matrices, ranks.knots)
    moved = Results(results.student, results.subject, results.year, results.grade + 1, results.score, results.subjects)
    assert [each.grades for each in ranking.rank_again(moved, one, year=2025).skipped] == [(4, 5)]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"n_students": 120', '"n_students": 121', "changed after edition"),
        ('"version": 1', '"version": 2', "version 2"),
        ('"year": 2025', '"year": "then"', "could not be read"),
        ('"planes": [[', '"planes": [[1, ', "could not be read"),
        ('"knots": [', '"bends": [', "could not be read"),
        ('"boundaries": [', '"boundaries": [1, ', "could not be read"),
    ],
)
def test_a_file_that_was_changed_is_refused(small: tuple[Results, Ranks], old: str, new: str, said: str) -> None:
    text = fit_file.dump(small[1].fits)
    assert old in text
    with pytest.raises(UnusableFits, match=said):
        fit_file.parse(text.replace(old, new, 1))
