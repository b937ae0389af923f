"""When a goal page says how likely a share of students is at the last check, does it come true?

Takes three years of interim tests (fall, winter, spring) of real students. Groups are students of one state, grade and
subject who sat in all three windows of a year, ten or more; at benchmark is who reaches the median of the springs of
earlier years. What is usual is learned from eight groups or more of earlier years, of the same subject and grades
beside it first, and a year is foretold, from the first check and from the first two: for each of six targets (the last
share and up to 30 points more) the chance, and whether it came true. The model was changed with the second year in
view; the third is the test. Prints Brier score against the base rate of earlier years and a normal law with counting
noise, calibration error (ten bins) beside what luck makes of exact chances, and the cover of the middle 80 %. How much
two checks can tell at all is bounded by rivals that know the year beforehand: the line through its very springs, by the
subject alone, by the newest check, and by both. The data are read where they lie and never copied.

    python -m benchmarks.group_checks
"""

import csv
import gzip
import io
import sys
from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from aimline.growth.ambition.counting import needed_of
from aimline.growth.monitoring import group
from aimline.growth.monitoring.group import Check, Rise
from benchmarks.calibration import brier, calibration_error
from benchmarks.replay import SHARED

Floats = NDArray[np.float64]
Scores = dict[int, float]  # by window

WEEKS = {1: 0.0, 2: 17.0, 3: 32.0}  # school weeks between the usual days of the three windows
GAINS = (0.0, 0.05, 0.10, 0.15, 0.20, 0.30)
FEWEST, FEWEST_SPRINGS, FEWEST_GROUPS = 10, 30, 8
N_WORLDS = 500
RIVALS = {"the subject alone": (), "the newest check": (1,), "both checks": (0, 1)}


@dataclass(frozen=True)
class Group:
    """Students of one state, grade and subject in one year, as counted in the three windows."""

    year: str
    subject: str
    grade: int
    checks: list[Check]


@dataclass(frozen=True)
class Told:
    """One row a group and target: what was said, what happened, whether the share was inside the band, the rivals."""

    said: Floats
    happened: Floats
    inside: Floats
    normal: Floats
    gain: Floats


def main() -> int:
    """Learn on earlier years, foretell the later ones; returns 2 when the data are not there."""
    if not SHARED.exists():
        print(f"The real results are not at {SHARED}. Set AIMLINE_SHARED.")
        return 2
    every = groups()
    years = sorted({one.year for one in every})
    for year, n_seen in ((year, n_seen) for year in years[1:] for n_seen in (1, 2)):
        earlier = [one for one in every if one.year < year]
        rates = base_rates(earlier, n_seen)
        found = [one for one in every if one.year == year]
        for name, history in (("no history", []), ("learned", earlier)):
            told = foretell(found, n_seen, history)
            report(f"{year}, {n_seen} of 3 checks seen, {name}", told, rates)
    for year in years[1:]:
        found = [one for one in every if one.year == year]
        bounds = ", ".join(f"{name} {known_beforehand(found, seen):.3f}" for name, seen in RIVALS.items())
        print(f"{year}, 2 of 3 checks seen, the year's own springs known beforehand: Brier by {bounds}")
    return 0


def groups() -> list[Group]:
    """Count the students at benchmark in the three windows, group by group."""
    scores, state = read()
    last = max(year for _, year, _, _ in scores)
    springs: dict[tuple[str, int], list[float]] = defaultdict(list)
    cells: dict[tuple[str, str, int, str], list[Scores]] = defaultdict(list)
    for (student, year, subject, grade), found in scores.items():
        if year != last and 3 in found:
            springs[subject, grade].append(found[3])
        if len(found) == len(WEEKS):
            cells[year, subject, grade, state[student]].append(found)
    return [
        Group(year, subject, grade, checks(students, float(np.median(springs[subject, grade]))))
        for (year, subject, grade, _), students in sorted(cells.items())
        if len(students) >= FEWEST and len(springs[subject, grade]) >= FEWEST_SPRINGS
    ]


def read() -> tuple[dict[tuple[str, str, str, int], Scores], dict[str, str]]:
    """Read scores by student, year, subject, grade and window, and the state of each student."""
    scores: dict[tuple[str, str, str, int], Scores] = defaultdict(dict)
    state: dict[str, str] = {}
    with gzip.open(SHARED / "sgptdata_long.csv.gz", "rb") as packed:
        for row in csv.DictReader(io.TextIOWrapper(packed, encoding="utf-8", newline="")):
            if row["SCALE_SCORE"] and row["VALID_CASE"] == "VALID_CASE":
                year, window = row["YEAR"].split(".")
                named = row["GRADE"].split(".")[0]
                grade = {"PK": -1, "K": 0}.get(named)
                key = (row["ID"], year, row["CONTENT_AREA"], int(named) if grade is None else grade)
                scores[key][int(window)] = float(row["SCALE_SCORE"])
                state[row["ID"]] = row["STATE"]
    return scores, state


def checks(students: list[Scores], cut: float) -> list[Check]:
    return [
        Check(week, sum(found[window] >= cut for found in students), len(students)) for window, week in WEEKS.items()
    ]


def foretell(found: list[Group], n_seen: int, history: list[Group]) -> Told:
    """Foretell the last check of each group from the first ones, with what earlier groups taught."""
    rows = []
    for one in found:
        seen, end, rise = one.checks[:n_seen], one.checks[-1], usual(one, history)
        last = seen[-1].reached / seen[-1].n
        spread = np.sqrt(2 * min(max(last * (1 - last), 0.02), 0.25) / end.n)
        for gain in GAINS:
            told = group.forecast(
                seen, target=min(last + gain, 1.0), due_week=end.week, n=end.n, rise=rise, same_students=True
            )
            low, high = told.band
            normal = float(ndtr(-((told.needed - 0.5) / end.n - last) / spread))
            rows.append((told.chance, end.reached >= told.needed, low <= end.reached / end.n <= high, normal, gain))
    return Told(*np.array(rows, dtype=float).T)


def usual(one: Group, history: list[Group]) -> Rise | None:
    """Learn from the nearest groups that are eight or more: subject and grades beside, subject, all."""
    subject = [each for each in history if each.subject == one.subject]
    near = [each for each in subject if abs(each.grade - one.grade) <= 1]
    enough = next((each for each in (near, subject, history) if len(each) >= FEWEST_GROUPS), None)
    if enough is None:
        return None
    return group.learn_rise([(each.checks[0], each.checks[-1]) for each in enough], same_students=True)


def base_rates(earlier: list[Group], n_seen: int) -> dict[float, float]:
    told = foretell(earlier, n_seen, [])
    return {gain: float(told.happened[told.gain == gain].mean()) for gain in GAINS}


def report(name: str, told: Told, rates: dict[float, float]) -> None:
    base = np.array([rates[gain] for gain in told.gain.tolist()])
    usual, most = by_luck(told.said)
    print(
        f"{name}: {len(told.said) // len(GAINS)} groups, Brier {brier(told.said, told.happened):.3f} "
        f"(base rate {brier(base, told.happened):.3f}, normal {brier(told.normal, told.happened):.3f}), "
        f"calibration error {calibration_error(told.said, told.happened):.3f} "
        f"(exact chances: {usual:.3f}, up to {most:.3f}), "
        f"said {told.said.mean():.3f}, happened {told.happened.mean():.3f}, inside 80 % {told.inside.mean():.3f}"
    )


def known_beforehand(found: list[Group], seen: tuple[int, ...]) -> float:
    """Give the Brier score of the line through the very springs that are foretold: no honest forecast can do better.

    The line rests on the subject and the `seen` checks, on the arcsine scale, with the spread that it leaves.
    """
    scaled = np.array([[np.arcsin(np.sqrt((c.reached + 3 / 8) / (c.n + 3 / 4))) for c in one.checks] for one in found])
    subjects = sorted({one.subject for one in found})
    known = np.column_stack([[[one.subject == each for each in subjects] for one in found], scaled[:, list(seen)]])
    line, spring = known @ np.linalg.lstsq(known, scaled[:, -1], rcond=None)[0], scaled[:, -1]
    spread = np.sqrt(((spring - line) ** 2).sum() / (len(found) - known.shape[1]))
    said, happened = [], []
    for one, middle in zip(found, line, strict=True):
        last, end = one.checks[1].reached / one.checks[1].n, one.checks[-1]
        needed = [needed_of(end.n, min(last + gain, 1.0)) for gain in GAINS]
        edge = np.arcsin(np.sqrt(np.clip((np.array(needed) - 0.5 + 3 / 8) / (end.n + 3 / 4), 0, 1)))
        said.append(1 - ndtr((edge - middle) / spread))
        happened.append([end.reached >= each for each in needed])
    return brier(np.ravel(said), np.ravel(happened).astype(float))


def by_luck(said: Floats) -> tuple[float, float]:
    """Give the median and the 95th percentile of the calibration error if every chance were exactly right."""
    random = np.random.default_rng(1)
    groups_of = said.reshape(-1, len(GAINS))
    errors = [
        calibration_error(said, (random.uniform(size=(len(groups_of), 1)) < groups_of).ravel().astype(float))
        for _ in range(N_WORLDS)
    ]
    return float(np.median(errors)), float(np.quantile(errors, 0.95))


if __name__ == "__main__":
    sys.exit(main())
