"""What score would have been a given growth percentile (growth.md 4.1, step 8)."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from aimline.growth.percentiles import splines
from aimline.growth.percentiles.ranking import KnotSets, Ranked, knots_of

Floats = NDArray[np.float64]


def find(ranked: Ranked, knots: KnotSets, percentiles: Sequence[int]) -> Floats:
    """Return for each student of a cohort the score (n, percentiles) at each percentile (1..99), in whole points.

    It is the fitted score half a percentile higher, as in R, and never off the scale of the knots. Raises NoKnots.
    """
    cohort, matrix = ranked.cohort, ranked.matrix
    fitted = np.einsum("ci,jc->ij", splines.design(cohort.priors, matrix.knots), matrix.planes)
    scale = knots_of(knots, cohort.subject, cohort.grade)
    ordered = np.round(np.sort(fitted, axis=1), 5)
    scores: Floats = np.clip(np.round(ordered[:, list(percentiles)]), scale.lowest, scale.highest)
    return scores
