"""How long do exact growth percentiles take, and are they those of R?

Prints CPU seconds of one thread for 100 quantiles over three earlier scores (10,000, 50,000 and 200,000 invented
students) and for the whole state file, each beside its limit; the peak memory; the largest gap of all certificates;
the cells equal to R's; whether two threads give the same bytes; and what SciPy's HiGHS takes for the same planes. The
compilation is timed apart: it happens once a machine. Each case runs in a process of its own.

    python -m benchmarks.percentiles
"""

import csv
import gzip
import hashlib
import multiprocessing
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from aimline.growth.percentiles import quantiles, ranking, splines
from aimline.growth.percentiles.cohorts import Cohort, Results
from aimline.growth.percentiles.ranking import Ranks
from aimline.warehouse import columns
from benchmarks.memory import peak_megabytes

REPOSITORY = Path(__file__).parents[1]
DATA = Path(os.environ.get("AIMLINE_SHARED", REPOSITORY.parent / "shared")) / "data"
SET_D = REPOSITORY / "tests" / "growth" / "percentiles" / "synth_long.csv.gz"
STATE = DATA / "longitudinal" / "sgpdata_long.csv.gz"
NAMES = columns.Names("ID", "CONTENT_AREA", "YEAR", "GRADE", "SCALE_SCORE")

Floats = NDArray[np.float64]

LIMITS = {10_000: 1.5, 50_000: 6.0, 200_000: 30.0}  # CPU seconds
MOST_MEMORY_MB = 500
STATE_LIMIT = 8.0
N_PRIORS = 3
PEER_TAUS = (0.105, 0.505, 0.905)
PEER_STUDENTS = 10_000


def main() -> None:
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; CPU seconds, one thread, 100 quantiles")
    alone(compile_anew)
    for n_students in LIMITS:
        alone(fit_invented, n_students)
    alone(fit_with_highs)
    alone(rank_file, "set D", SET_D, DATA / "growth-reference" / "sgp_reference_D_synthetic.csv.gz", 0.0)
    if STATE.is_file():
        reference = DATA / "growth-reference" / "sgp_reference_B_reading_math.csv.gz"
        alone(rank_file, "state file", STATE, reference, STATE_LIMIT)
    else:
        print(f"state file: there is no {STATE}")
    print(f"load {os.getloadavg()[0]:.1f}")


def alone(job: Callable[..., None], *arguments: object) -> None:
    """Run a job in a process of its own, so that its memory is its own."""
    process = multiprocessing.get_context("spawn").Process(target=job, args=arguments)
    process.start()
    process.join()
    if process.exitcode:
        sys.exit(process.exitcode)


def compile_anew() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["NUMBA_CACHE_DIR"] = folder
        print(f"first use, compiling: {seconds(warm_up):.1f}")


def warm_up() -> None:
    small = make_cohort(300)
    ranking.rank_cohort(small, [splines.place(scores) for scores in small.priors])


def fit_invented(n_students: int) -> None:
    warm_up()
    cohort = make_cohort(n_students)
    knots = [splines.place(scores) for scores in cohort.priors]
    before = peak_megabytes()
    took = seconds(lambda: ranking.rank_cohort(cohort, knots))
    memory = f"; peak {peak_megabytes():.0f} MB (limit {MOST_MEMORY_MB}), {before:.0f} MB before"
    print(f"{n_students:>7,} x {N_PRIORS}: {took:6.2f} (limit {LIMITS[n_students]:g}){memory}")


def fit_with_highs() -> None:
    """The same planes by SciPy's dual simplex, some of the hundred; scaled up."""
    warm_up()
    cohort = make_cohort(PEER_STUDENTS)
    first, _, weights = ranking.merge(cohort)
    used = splines.design(cohort.priors[:, first], [splines.place(scores) for scores in cohort.priors])
    scores = cohort.score[first]
    ours = quantiles.fit(used, scores, weights)
    took, worst = 0.0, 0.0
    for tau in PEER_TAUS:
        at = int(np.argmin(np.abs(quantiles.TAUS - tau)))
        started = time.process_time()
        least = least_loss(used, scores, weights, quantiles.TAUS[at])
        took += time.process_time() - started
        worst = max(worst, abs(least / ours.certificate.losses[at] - 1))
    scaled = took * quantiles.TAUS.size / len(PEER_TAUS)
    told = f"about {scaled:.0f}, from {len(PEER_TAUS)} quantiles; losses differ by {worst:.0e}"
    print(f"HiGHS, {PEER_STUDENTS:,} x {N_PRIORS}: {told}")


def least_loss(used: Floats, scores: Floats, weights: Floats, tau: float) -> float:
    """The dual programme of growth.md 4.4: as many equations as columns, one bounded variable a row."""
    from scipy.optimize import linprog

    weighted, right = used * weights, (1 - tau) * (used * weights).sum(axis=1)
    found = linprog(-scores * weights, A_eq=weighted, b_eq=right, bounds=(0, 1), method="highs-ds")
    return float(-found.fun - (1 - tau) * (scores * weights).sum())


def rank_file(name: str, path: Path, reference: Path, limit: float) -> None:
    warm_up()
    only = {"VALID_CASE": "VALID_CASE"} if path == STATE else None
    with tempfile.TemporaryDirectory() as folder:
        began = time.process_time()
        scores = columns.read_scores(path, NAMES, temporary=Path(folder), only=only)
        reading = time.process_time() - began
    results = Results(scores.student, scores.subject, scores.year, scores.grade, scores.score, scores.subjects)
    began = time.process_time()
    ranks = ranking.rank(results, target_year=2025)
    took = time.process_time() - began
    gap = max(float(each.matrix.certificate.gaps.max()) for each in ranks.ranked)
    told = f"(limit {limit:g})" if limit else "(no limit)"
    print(f"{name}: {took:.2f} {told}, reading {reading:.2f}, peak {peak_megabytes():.0f} MB, largest gap {gap:.0e}")
    twice = ranking.rank(results, target_year=2025, n_threads=2)
    print(f"  two threads, same bytes: {'yes' if digest(twice) == digest(ranks) else 'NO'}")
    if reference.is_file():
        n_equal, n_all = compare(ranks, scores.students, reference)
        print(f"  equal to R: {n_equal:,} of {n_all:,} percentiles")


def compare(ranks: Ranks, students: tuple[str, ...], reference: Path) -> tuple[int, int]:
    """Count the percentiles equal to R's, of all that R or we have."""
    with gzip.open(reference, "rt", encoding="utf-8", newline="") as file:
        expected = {
            (row["ID"], row["CONTENT_AREA"], order): int(row[f"SGP_ORDER_{order}"])
            for row in csv.DictReader(file)
            for order in (1, 2, 3, 4)
            if row[f"SGP_ORDER_{order}"]
        }
    found = {
        (students[student], each.cohort.subject, len(each.cohort.priors)): int(percentile)
        for each in ranks.ranked
        for student, percentile in zip(each.cohort.student, each.below, strict=True)
    }
    n_equal = sum(found.get(key) == percentile for key, percentile in expected.items())
    return n_equal, len(expected | found)


def digest(ranks: Ranks) -> str:
    made = hashlib.sha256()
    for each in ranks.ranked:
        for part in (each.cohort.student, each.below, each.not_above, each.matrix.planes):
            made.update(part.tobytes())
    return made.hexdigest()


def make_cohort(n_students: int) -> Cohort:
    """Invent whole scores on a scale with floor and ceiling for students who grow at their own pace."""
    random = np.random.default_rng(1)
    ability, years = random.normal(size=n_students), []
    for year in range(N_PRIORS + 1):
        ability = ability + 0.35 * random.normal(size=n_students)
        spread = 60 * ability / np.sqrt(1 + 0.35**2 * (year + 1))
        scores = np.round(500 + 30 * year + spread + 22 * random.normal(size=n_students))
        years.append(np.clip(scores, 300 + 30 * year, 720 + 30 * year))
    return Cohort("READING", 6, np.arange(n_students), years[-1], np.array(years[-2::-1]))


def seconds(job: Callable[[], object]) -> float:
    started = time.process_time()
    job()
    return time.process_time() - started


if __name__ == "__main__":
    main()
