"""When Aimline says "1 chance in 5", does it come true once in five times?

Takes every school x grade x subject of five years of state results (percent proficient), foretells each year from the
years before it, and asks of three targets (the last share, 5 and 10 points more) how likely they were said to be and
how often they came true. The numbers of the method are fitted on the years before the one foretold, and so is the
correction of the chances; the shipped numbers are shown beside them. Rivals: how often such gains happened before (base
rate), a normal law with counting noise only, last year's change repeated, a normal law with the organization's own
spread. Prints Brier score, calibration error (ten bins), cover of the middle 80 % by size, and writes the reliability
diagram. Returns 1 when a gate does not hold.

    python -m benchmarks.calibration [--picture docs/images/reliability.svg]
"""

import csv
import gzip
import io
import os
import sys
import time
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from aimline.growth.ambition import comparing, correcting, fitting, following
from aimline.growth.ambition.cohorts import MEASURE
from aimline.growth.ambition.comparing import Cells, Schools
from aimline.growth.ambition.counting import Share, needed_of
from aimline.growth.ambition.level import CohortPrior
from aimline.growth.references.shelf import shipped

Floats = NDArray[np.float64]

FILE = (
    Path(os.environ.get("AIMLINE_SHARED", Path(__file__).parents[2] / "shared"))
    / "data/longitudinal/sgpdata_long.csv.gz"
)
PROFICIENT = {"Proficient", "Advanced"}
GAINS = (0.0, 0.05, 0.10)
BANDS = ((1, 20), (20, 40), (40, 80), (80, 160), (160, 320), (320, 100_000))
N_BINS, MOST_ERROR, LEAST_COVER, MOST_COVER, SURE = 10, 0.03, 0.76, 0.86, 0.8


@dataclass(frozen=True)
class Told:
    """One row a cell, year and gain: what was said by the method and its rivals, and what happened."""

    year: NDArray[np.int64]
    gain: Floats
    said: Floats
    happened: Floats
    rivals: dict[str, Floats]


@dataclass(frozen=True)
class Placed:
    """One row a cell and year: where the outcome fell in the law that was expected (0 to 1), and the cohort's size."""

    year: NDArray[np.int64]
    place: Floats
    n: Floats


def main() -> int:
    """Foretell all years with shipped and with fitted numbers; returns 1 when a gate does not hold."""
    if not FILE.exists():
        print(f"The state results are not at {FILE}. Set AIMLINE_SHARED.")
        return 2
    begun = time.process_time()
    cells, years = read()
    usual = shipped().prior(CohortPrior, MEASURE)
    fits = {at: fitting.fit(cells.until(at)) for at in range(1, len(years))}
    print("fitted on the years before", *(f"\n  {years[at]}: {numbers(fits[at])}" for at in fits))
    print(f"  shipped: {numbers(usual)}\n")
    alone = replace(cells, schools=None)
    for name, known, prior_of, referenced in (
        ("shipped numbers, own years only", alone, dict.fromkeys(fits, usual), False),
        ("shipped numbers, comparable cells", alone, dict.fromkeys(fits, usual), True),
        ("shipped numbers, comparable cells and the own school", cells, dict.fromkeys(fits, usual), True),
        ("fitted numbers, comparable cells and the own school", cells, fits, True),
    ):
        told, placed = foretell(known, years, prior_of, referenced=referenced)
        report(name, told, placed)
    told = corrected(told)
    report("the same, corrected by the years before", told, placed)
    if "--picture" in sys.argv:
        Path(sys.argv[sys.argv.index("--picture") + 1]).write_text(picture(told, years[-1]), encoding="utf-8")
    held = gates(told, placed, years[-1])
    print(f"processor seconds: {time.process_time() - begun:.0f}")
    return int(not held)


def read() -> tuple[Cells, list[int]]:
    """Count tested and proficient students by school, grade, subject and year."""
    tested: Counter[tuple[str, str, str, int]] = Counter()
    proficient: Counter[tuple[str, str, str, int]] = Counter()
    with gzip.open(FILE, "rb") as packed:
        for row in csv.DictReader(io.TextIOWrapper(packed, encoding="utf-8", newline="")):
            if row["VALID_CASE"] != "VALID_CASE" or not row["SCHOOL_NUMBER"] or not row["SCALE_SCORE"]:
                continue
            key = (row["SCHOOL_NUMBER"], row["GRADE"], row["CONTENT_AREA"], int(row["YEAR"][-4:]))
            tested[key] += 1
            proficient[key] += row["ACHIEVEMENT_LEVEL"] in PROFICIENT
    years = sorted({key[3] for key in tested})
    names = sorted({key[:3] for key in tested})
    units = {unit: number for number, unit in enumerate(sorted({name[1:] for name in names}))}
    n = np.array([[tested[(*name, year)] for year in years] for name in names], dtype=float)
    reached = np.array([[proficient[(*name, year)] for year in years] for name in names], dtype=float)
    shares = np.divide(reached, n, out=np.full_like(n, np.nan), where=n > 0)
    schools = Schools(
        *(np.unique([name[part] for name in names], return_inverse=True)[1].astype(np.int64) for part in (0, 1))
    )
    return Cells(shares, n, np.array([units[name[1:]] for name in names]), schools), years


def foretell(
    cells: Cells, years: list[int], prior_of: dict[int, CohortPrior], *, referenced: bool
) -> tuple[Told, Placed]:
    """Foretell each year from the years before it."""
    told, placed = [], []
    for at, prior in prior_of.items():
        before, n, share = cells.until(at), cells.n[:, at], cells.shares[:, at]
        known = comparing.stand(before, prior) if referenced else None
        expected = following.foresee(before, prior, n_next=np.maximum(n, 1), known=known)
        spread = float(np.nanstd(np.diff(before.shares, axis=1))) if at > 1 else 0.1
        for cell in np.flatnonzero((n > 0) & (before.n[:, -1] > 0)):
            size, last, n_last = int(n[cell]), float(before.shares[cell, -1]), float(before.n[cell, -1])
            tails = Share(float(expected.mean[cell]), float(expected.variance[cell]), size).tails()
            reached = round(float(share[cell]) * size)
            placed.append((years[at], 1 - (tails[reached] + tails[reached + 1]) / 2, size))
            earlier = float(before.shares[cell, -2]) if at > 1 and before.n[cell, -2] > 0 else last
            for gain in GAINS:
                needed = needed_of(size, min(last + gain, 1.0))
                short = (needed - 0.5) / size - last
                counting = np.sqrt(max(last * (1 - last), 0.01) * (1 / n_last + 1 / size))
                rivals = (
                    ndtr(-short / counting),
                    float(last + (last - earlier) >= (needed - 0.5) / size),
                    ndtr(-short / spread),
                )
                told.append((years[at], gain, float(tails[needed]), float(reached >= needed), *rivals))
    table, places = np.array(told), np.array(placed)
    rivals = {
        "normal, counting noise only": table[:, 4],
        "last change repeated": table[:, 5],
        "normal, own spread": table[:, 6],
    }
    found = Told(table[:, 0].astype(int), table[:, 1], table[:, 2], table[:, 3], rivals)
    return found, Placed(places[:, 0].astype(int), places[:, 1], places[:, 2])


def corrected(told: Told) -> Told:
    """Correct what was said of each year by what was said and happened in the years before; the first stays."""
    said = told.said.copy()
    for year in np.unique(told.year)[1:]:
        before, now = told.year < year, told.year == year
        line = correcting.learn(told.said[before], told.happened[before], told.year[before], n_asked=len(GAINS))
        print(f"{year}: chances are moved by {line.shift:.2f} and stretched by {line.slope:.2f} (logits)")
        said[now] = line.apply(told.said[now])
    return replace(told, said=said)


def base_rate(told: Told) -> Floats:
    """Say for each row how often this gain happened in all years before; NaN in the first year."""
    said = np.full(len(told.said), np.nan)
    for year in np.unique(told.year)[1:]:
        for gain in GAINS:
            before = (told.year < year) & (told.gain == gain)
            said[(told.year == year) & (told.gain == gain)] = told.happened[before].mean()
    return said


def brier(said: Floats, happened: Floats) -> float:
    return float(np.mean((said - happened) ** 2))


def calibration_error(said: Floats, happened: Floats) -> float:
    """Give the mean distance of said and happened over ten bins, each with the weight of its rows."""
    bins = np.minimum((said * N_BINS).astype(int), N_BINS - 1)
    parts = [(bins == number) for number in range(N_BINS) if (bins == number).any()]
    return float(sum(abs(said[part].mean() - happened[part].mean()) * part.mean() for part in parts))


def cover(placed: Placed, rows: NDArray[np.bool_]) -> float:
    return float(np.mean(np.abs(placed.place[rows] - 0.5) < 0.4))


def report(name: str, told: Told, placed: Placed) -> None:
    print(f"{name}: {len(placed.place):,} cells and years, {len(told.said):,} targets")
    for year in np.unique(told.year):
        print(f"  {year}: {marks(told, placed, told.year == year, placed.year == year)}")
    print(f"  all:  {marks(told, placed, told.year > 0, placed.year > 0)}")
    print("  said above 80 %:", ", ".join(sure(told, year) for year in np.unique(told.year)))
    bands = [f"{named(low, high)} {cover(placed, in_band(placed, low, high)):.3f}" for low, high in BANDS]
    print("  inside 80 % by size:", ", ".join(bands), "\n")


def sure(told: Told, year: int) -> str:
    """Say how often targets came true that were said to be all but reached."""
    rows = (told.year == year) & (told.said > SURE)
    return f"{year} {told.said[rows].mean():.2f} happened {told.happened[rows].mean():.2f} ({rows.sum()} targets)"


def marks(told: Told, placed: Placed, rows: NDArray[np.bool_], places: NDArray[np.bool_]) -> str:
    said, happened = told.said[rows], told.happened[rows]
    found = [
        f"Brier {brier(said, happened):.4f}",
        f"calibration error {calibration_error(said, happened):.3f}",
        f"said {said.mean():.3f}, happened {happened.mean():.3f}",
        f"inside 80 % {cover(placed, places):.3f}",
        *(f"{rival} {brier(each[rows], happened):.4f}" for rival, each in told.rivals.items()),
    ]
    base = base_rate(told)
    later = rows & ~np.isnan(base)
    if later.any():
        ours = brier(told.said[later], told.happened[later])
        found.append(f"base rate {brier(base[later], told.happened[later]):.4f} (method on these {ours:.4f})")
    return ", ".join(found)


def named(low: int, high: int) -> str:
    return f"{low}-{high if high < 10_000 else ''}"


def in_band(placed: Placed, low: int, high: int) -> NDArray[np.bool_]:
    return (placed.n >= low) & (placed.n < high)


def numbers(prior: CohortPrior) -> str:
    return ", ".join(f"{name} {value:.4f}" for name, value in vars(prior).items())


def gates(told: Told, placed: Placed, last: int) -> bool:
    """Print the gates for the last year, which nothing was fitted on; returns whether all hold."""
    rows = told.year == last
    said, happened = told.said[rows], told.happened[rows]
    score, error = brier(said, happened), calibration_error(said, happened)
    held = [gate(f"{last}: Brier {score:.4f} below base rate", score, brier(base_rate(told)[rows], happened))]
    for rival, each in told.rivals.items():
        held.append(gate(f"{last}: Brier {score:.4f} below {rival}", score, brier(each[rows], happened)))
    held.append(gate(f"{last}: calibration error {error:.4f} at most", error, MOST_ERROR))
    for low, high in BANDS:
        band = in_band(placed, low, high)
        inside, half = cover(placed, band), 1.96 * np.sqrt(0.16 / band.sum())
        within = LEAST_COVER <= inside <= MOST_COVER
        near = LEAST_COVER - half <= inside <= MOST_COVER + half
        verdict = "holds" if within else "holds within its error" if near else "DOES NOT HOLD"
        print(
            f"{verdict:24} size {named(low, high)}: inside 80 % {inside:.3f} +- {half:.3f} "
            f"({LEAST_COVER} to {MOST_COVER})"
        )
        held.append(near)
    return all(held)


def gate(what: str, value: float, most: float) -> bool:
    print(f"{'holds' if value <= most else 'DOES NOT HOLD':24} {what} {most:.4f}")
    return value <= most


def picture(told: Told, last: int) -> str:
    """Draw said against happened in ten bins, all years (open) and the last year (filled), sized by rows."""
    width, side, edge = 420, 340, 50
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {width}" role="img" aria-labelledby="t d"'
        ' font-family="sans-serif" font-size="12">',
        '<title id="t">Said and happened</title>',
        '<desc id="d">For each tenth of the stated chance, how often the target was reached.'
        f" Open circles: all years foretold; filled: {last}. On the line, chances are right.</desc>",
        f'<rect width="{width}" height="{width}" fill="white"/>',
        f'<path d="M{edge} {edge + side}h{side}M{edge} {edge}v{side}" stroke="#555" fill="none"/>',
        f'<path d="M{edge} {edge + side}L{edge + side} {edge}" stroke="#999" stroke-dasharray="4 4"/>',
    ]
    for tick in (0, 0.25, 0.5, 0.75, 1):
        x, y = edge + tick * side, edge + side - tick * side
        parts.append(f'<text x="{x}" y="{edge + side + 18}" text-anchor="middle">{tick:.0%}</text>')
        parts.append(f'<text x="{edge - 8}" y="{y + 4}" text-anchor="end">{tick:.0%}</text>')
    parts.append(f'<text x="{edge + side / 2}" y="{edge + side + 38}" text-anchor="middle">what was said</text>')
    parts.append(f'<text x="{edge}" y="{edge - 14}">what happened</text>')
    for rows, fill in ((np.ones(len(told.year), bool), "none"), (told.year == last, "#0b5394")):
        said, happened = told.said[rows], told.happened[rows]
        bins = np.minimum((said * N_BINS).astype(int), N_BINS - 1)
        for number in range(N_BINS):
            inside = bins == number
            if inside.sum() < 10:
                continue
            x, y = edge + said[inside].mean() * side, edge + side - happened[inside].mean() * side
            radius = 3 + 9 * np.sqrt(inside.mean())
            parts.append(
                f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{fill}" fill-opacity=".7" stroke="#0b5394"/>'
            )
    return "\n".join([*parts, "</svg>"]) + "\n"


if __name__ == "__main__":
    sys.exit(main())
