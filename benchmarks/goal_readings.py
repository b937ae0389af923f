"""How long do the readings of 100,000 goals take after an import that touches them all?

Invented results: ten for each student (five years, two subjects), 500 students a school. Goals that compare successive
cohorts are spread over school, grade, subject and no or one student group; one in ten follows a frozen list of the
students of a grade instead. (a) `monitoring.actions.computing.compute` for the last year's two administrations, as a
commit calls it before its transaction; (b) one scan of the same rows by hand, grouped by school, grade and
administration, with the same sums and median. Interleaved, the same threads. Target: (a) at most five times (b).

    python -m benchmarks.goal_readings [N_ROWS] [N_GOALS] [--times N]
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import invented
from benchmarks.memory import peak_megabytes

if TYPE_CHECKING:
    from aimline.apps.monitoring.actions.computing import Wanted

MOST_RATIO = 5.0
GIVEN = {invented.LAST_YEAR * 10 + subject: subject + 1 for subject in (0, 1)}
BY_HAND = """
    select school, grade, administration, max(day), count(*) filter (where status = 0),
        count(*) filter (where status <> 0), count(proficient), sum(proficient), sum(value), sum(value * value),
        median(value)
    from read_parquet('{file}') group by school, grade, administration order by school, grade, administration
"""


def wanted(file: Path, n_goals: int) -> "tuple[Wanted, ...]":
    """Invent goals for the schools and grades that a file of results holds."""
    import numpy as np

    from aimline.apps.monitoring.actions.computing import Wanted
    from aimline.domain.measure import Metric

    with invented.connect() as connection:
        classes = connection.execute(f"""
            select school, grade, measure, list(student order by student)
            from read_parquet('{file}') group by school, grade, measure order by school, grade, measure
        """).fetchall()
    found = []
    for number in range(n_goals):
        school, grade, measure, students = classes[number % len(classes)]
        turn = number // len(classes)
        cohort = number + 1 if number % 10 == 0 else None
        way = (grade, (turn - 1) % 2) if turn else (grade,)
        found.append(
            Wanted(
                goal_id=number + 1,
                district_id=1,
                measure_id=measure,
                metric=Metric.PERCENT_PROFICIENT,
                school_id=school,
                slots=((turn - 1) // 2 % 5 + 1,) if turn and not cohort else (),
                ways=() if cohort else (way,),
                cohort_id=cohort,
                class_id=None,
                members=np.array(students, dtype="<i4").tobytes() if cohort else b"",
                after=date(2024, 6, 1),
                until=date(2025, 7, 1),
            )
        )
    return tuple(found)


def by_hand(file: Path) -> float:
    begun = time.perf_counter()
    with invented.connect() as connection:
        connection.execute(BY_HAND.format(file=file)).fetchall()
    return time.perf_counter() - begun


def ours(file: Path, goals: "Sequence[Wanted]") -> tuple[float, int]:
    from aimline.apps.monitoring.actions.computing import compute

    begun = time.perf_counter()
    found = compute([file], goals, administrations=GIVEN)
    return time.perf_counter() - begun, len(found)


def main() -> int:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("n_rows", type=int, nargs="?", default=1_000_000)
    given.add_argument("n_goals", type=int, nargs="?", default=100_000)
    given.add_argument("--times", type=int, default=5)
    asked = given.parse_args()
    with tempfile.TemporaryDirectory() as name:
        os.environ["AIMLINE_DATA"] = f"{name}/data"
        from aimline.cli import installation

        installation.enter()
        [file] = invented.write_current(Path(name), asked.n_rows, years=[invented.LAST_YEAR])
        goals = wanted(file, asked.n_goals)
        pairs = []
        for _ in range(asked.times):
            seconds, n_readings = ours(file, goals)
            pairs.append((seconds, by_hand(file)))
        megabytes = peak_megabytes()
    ratio = statistics.median(one / other for one, other in pairs)
    print(
        f"{asked.n_rows // invented.N_YEARS:,} results of the year, {asked.n_goals:,} goals, {n_readings:,} readings; "
        f"median: {statistics.median(one for one, _ in pairs):.2f} s, one grouped scan "
        f"{statistics.median(other for _, other in pairs):.2f} s, ratio {ratio:.1f} (at most {MOST_RATIO}); peak "
        f"{megabytes:.0f} MB"
    )
    return 0 if ratio <= MOST_RATIO else 1


if __name__ == "__main__":
    sys.exit(main())
