"""The fits of a year as a file: what projections need, kept beside the percentiles and free of any student.

JSON, one matrix a line; every number is read back as it was. Its *edition* is a fingerprint of all of them.
"""

import hashlib
import json
from collections.abc import Iterable
from typing import Any, Final

import numpy as np

from aimline.domain.refusal import AimlineError
from aimline.domain.words import say
from aimline.growth.percentiles.quantiles import Certificate
from aimline.growth.percentiles.ranking import Fits, KnotSets, Matrix
from aimline.growth.percentiles.splines import DEGREE, Knots

VERSION: Final = 1
EDITION_LENGTH: Final = 12
N_QUANTILES: Final = 100


class UnusableFits(AimlineError):
    """A file of fits that does not say what it must."""


def dump(fits: Fits) -> str:
    """Write fits as JSON; `parse` reads them back, number by number."""
    knots = _lines(_written(subject, grade, fits.knots[subject, grade]) for subject, grade in sorted(fits.knots))
    matrices = _lines(_of_matrix(each) for each in fits.matrices)
    body = f'"year": {fits.year},\n"knots": [\n{knots}\n],\n"matrices": [\n{matrices}\n]'
    return f'{{"version": {VERSION},\n"edition": "{_fingerprint(body)}",\n{body}}}\n'


def edition_of(fits: Fits) -> str:
    """Return the fingerprint of fits: twelve figures that change when any number does."""
    return str(json.loads(dump(fits))["edition"])


def parse(text: str) -> Fits:
    """Read fits from JSON; raises UnusableFits where a part is missing, or any number is not of the edition."""
    try:
        kept = json.loads(text)
        version, edition = kept["version"], kept["edition"]
        knots = {(str(one["subject"]), int(one["grade"])): _knots(one) for one in kept["knots"]}
        fits = Fits(int(kept["year"]), tuple(_matrix(one, knots) for one in kept["matrices"]), knots)
    except (ValueError, KeyError, TypeError) as problem:
        raise UnusableFits(
            "fits-unreadable",
            say("The fits could not be read: {problem}.", problem=str(problem).rstrip(".")),
            say("Give the file that “aimline growth percentiles” wrote beside its result, OUT.fits.json."),
        ) from problem
    if version != VERSION:
        raise UnusableFits(
            "fits-version",
            say("These fits are of version {version}; version {known} is known here.", version=version, known=VERSION),
            say("Run “aimline growth percentiles” once more with this version of Aimline."),
        )
    if edition != edition_of(fits):
        raise UnusableFits(
            "fits-changed",
            say("These fits were changed after edition {edition} was written.", edition=str(edition)),
            say("Fits are computed, never mended by hand: run “aimline growth percentiles” once more."),
        )
    return fits


def _fingerprint(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()[:EDITION_LENGTH]


def _lines(parts: Iterable[dict[str, object]]) -> str:
    return ",\n".join(json.dumps(part, ensure_ascii=False) for part in parts)


def _written(subject: str, grade: int, knots: Knots) -> dict[str, object]:
    return {
        "subject": subject,
        "grade": grade,
        "inner": knots.inner,
        "boundaries": knots.boundaries,
        "lowest": knots.lowest,
        "highest": knots.highest,
    }


def _of_matrix(matrix: Matrix) -> dict[str, object]:
    proof = matrix.certificate
    return {
        "subject": matrix.subject,
        "grades": matrix.grades,
        "n_students": matrix.n_students,
        "dropped": matrix.dropped,
        "losses": proof.losses.tolist(),
        "bounds": proof.bounds.tolist(),
        "excess": proof.excess.tolist(),
        "planes": matrix.planes.tolist(),
    }


def _knots(one: dict[str, Any]) -> Knots:  # Any: what JSON brings, checked as it is taken
    low, high = map(float, one["boundaries"])
    return Knots(tuple(map(float, one["inner"])), (low, high), float(one["lowest"]), float(one["highest"]))


def _matrix(one: dict[str, Any], knots: KnotSets) -> Matrix:  # Any: as above
    subject, grades = str(one["subject"]), tuple(map(int, one["grades"]))
    used = tuple(knots[subject, grade] for grade in grades[-2::-1])
    planes = np.array(one["planes"], np.float64)
    columns = 1 + sum(len(each.distinct) + DEGREE for each in used if each.boundaries[0] < each.boundaries[1])
    if planes.shape != (N_QUANTILES, columns):
        raise ValueError(f"{subject}, grades {grades}: not {N_QUANTILES} planes of {columns} numbers")
    proof = Certificate(*(np.array(one[part], np.float64) for part in ("losses", "bounds", "excess")))
    return Matrix(subject, grades, int(one["n_students"]), used, planes, proof, tuple(map(int, one["dropped"])))
