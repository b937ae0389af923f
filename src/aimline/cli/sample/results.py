"""Plausible results: for each giving of a measure, how a grade did, spread over its students."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from aimline.cli.sample import years
from aimline.cli.sample.students import KALYNA, MEADOWLARK, Seat

SCREENER, NUMERACY, PROBE, PROVINCIAL = "ORF", "NUM", "PROBE", "PRA"
HEADER = (
    "student_number", "given_name", "family_name", "school_code", "school", "grade", "school_year", "window", "measure",
    "score", "level", "programme", "english_learner", "lunch_programme",
)  # fmt: skip
SCHOOL_CODES = {KALYNA: "101", MEADOWLARK: "102"}
SCREENER_LEVELS = ("Well below", "Below", "At benchmark", "Above benchmark")
NUMERACY_LEVELS = ("Not yet", "Developing", "Proficient", "Extending")
PROVINCIAL_LEVELS = ("Beginning", "Approaching", "Meeting", "Exceeding")
MONTHS = ("BOY", "October", "November", "December", "MOY", "February", "March", "EOY")
GIVEN = {
    SCREENER: (range(1, 5), ("BOY", "MOY", "EOY")),
    NUMERACY: (range(5), MONTHS),
    PROBE: (range(2, 4), MONTHS),
    PROVINCIAL: (range(3, 5), ("Spring",)),
}
NORMS = {1: (14, 31, 60), 2: (52, 84, 100), 3: (83, 97, 112), 4: (94, 120, 133)}  # words a minute at BOY, MOY, EOY
ABSENT_SHARE = 0.02

# Where a grade stands in its first window of the first year, and what it gains in a year: percent, or words a minute.
USUAL = {SCREENER: (57.0, 4.0), NUMERACY: (47.0, 24.0), PROBE: (50.0, 48.0), PROVINCIAL: (55.0, 0.0)}

# What happened otherwise: the stories that the sample's goals tell (school, measure, grade, years back, window).
STORIES = {
    (KALYNA, NUMERACY, 4, 0): {"BOY": 52, "October": 60, "November": 66, "December": 70, "MOY": 74},
    (KALYNA, SCREENER, 3, 0): {"BOY": 54, "MOY": 64},
    (KALYNA, PROBE, 2, 0): {"BOY": 46, "October": 48, "November": 51, "December": 53, "MOY": 57},
    (KALYNA, NUMERACY, 1, 0): {"BOY": 44, "October": 48, "November": 54, "December": 57, "MOY": 49},
    (KALYNA, NUMERACY, 2, 0): {"BOY": 41, "October": 43, "November": 47, "December": 50, "MOY": 53},
    (KALYNA, PROVINCIAL, 3, 1): {"Spring": 57},
    (KALYNA, PROVINCIAL, 3, 2): {"Spring": 53},
    (KALYNA, NUMERACY, 4, 1): {"BOY": 48, "October": 53, "November": 58, "December": 62, "MOY": 67, "February": 72,
                               "March": 76, "EOY": 82},
    (KALYNA, PROBE, 2, 1): {"BOY": 47, "October": 53, "November": 58, "December": 63, "MOY": 69, "February": 74,
                            "March": 79, "EOY": 91},
    (KALYNA, NUMERACY, 1, 1): {"BOY": 48, "October": 51, "November": 54, "December": 57, "MOY": 59, "February": 62,
                               "March": 64, "EOY": 68},
    (MEADOWLARK, NUMERACY, 3, 1): {"BOY": 47, "October": 50, "November": 53, "December": 57, "MOY": 60, "February": 63,
                                   "March": 66, "EOY": 71},
    (MEADOWLARK, NUMERACY, 3, 0): {"BOY": 50, "October": 52, "November": 56, "December": 59, "MOY": 62},
    (MEADOWLARK, SCREENER, 2, 0): {"BOY": 50, "MOY": 57},
}  # fmt: skip

# What was not given, or has not come from the school yet (school, measure, grade, years back): all after September.
MISSING = {(MEADOWLARK, NUMERACY, 2, 0)}


@dataclass(frozen=True)
class Giving:
    """One measure, given in one window of one school year."""

    measure: str
    ending: int
    window: str

    @property
    def on(self) -> date:
        return years.given_on(self.ending, self.window)


def givings(ending: int) -> list[Giving]:
    """Return everything given in a school year, in order of the day."""
    found = [Giving(measure, ending, window) for measure, (_, windows) in GIVEN.items() for window in windows]
    return sorted(found, key=lambda giving: (giving.on, giving.measure))


def write(path: Path, seats: Iterable[Seat], given: Iterable[Giving], *, newest: int, seed: int) -> int:
    """Write one CSV file as a school office would export it and return the number of rows."""
    by_year: dict[int, list[Seat]] = {}
    for seat in seats:
        by_year.setdefault(seat.ending, []).append(seat)
    lines = [
        line
        for giving in given
        for group in groups(by_year[giving.ending], giving)
        if not is_missing(group[0], giving, newest)
        for line in rows(group, giving, share(group[0], giving, newest), Random(f"{seed} {giving} {group[0].grade}"))
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(lines)
    return len(lines)


def groups(seats: list[Seat], giving: Giving) -> list[list[Seat]]:
    """Return the seats of each school and grade that sit for a measure."""
    grades, _ = GIVEN[giving.measure]
    found: dict[tuple[str, int], list[Seat]] = {}
    for seat in seats:
        if seat.grade in grades:
            found.setdefault((seat.school, seat.grade), []).append(seat)
    return list(found.values())


def is_missing(seat: Seat, giving: Giving, newest: int) -> bool:
    key = (seat.school, giving.measure, seat.grade, newest - giving.ending)
    return key in MISSING and giving.window != "BOY"


def share(seat: Seat, giving: Giving, newest: int) -> float:
    """Return how a grade did: the story told about it, else what is usual there."""
    story = STORIES.get((seat.school, giving.measure, seat.grade, newest - giving.ending), {})
    if giving.window in story:
        return float(story[giving.window])
    start, gain = USUAL[giving.measure]
    _, windows = GIVEN[giving.measure]
    way = windows.index(giving.window) / max(1, len(windows) - 1)
    chance = Random(f"{seat.school} {giving} {seat.grade}").gauss(0, 1.6)
    place = (3.0 if seat.school == KALYNA else -2.0) + (seat.grade - 2) * (1.5 if giving.measure != PROBE else 0.0)
    if giving.measure == PROBE and seat.grade == 3:
        place += 32
    return start + gain * way + place + chance - 2.0 * (newest - giving.ending)


def rows(seats: list[Seat], giving: Giving, middle: float, random: Random) -> Iterator[tuple[object, ...]]:
    """Spread a grade's result over its students: the able do better, chance has a say, some are absent."""
    drawn = {seat.student.code: seat.student.ability * 0.86 + random.gauss(0, 0.5) for seat in seats}
    present = [seat for seat in seats if random.random() >= ABSENT_SHARE]
    ranked = sorted(drawn[seat.student.code] for seat in present)
    n_proficient = round(middle / 100 * len(ranked))
    cut = ranked[-n_proficient] if 0 < n_proficient <= len(ranked) else ranked[-1] + 0.01
    mean = sum(ranked) / len(ranked)
    sitting = {seat.student.code for seat in present}
    for seat in seats:
        z = drawn[seat.student.code]
        if seat.student.code not in sitting:
            yield line(seat, giving, "", "Absent")
        elif giving.measure == PROBE:
            yield line(seat, giving, min(160, max(0, round(middle + 24 * (z - mean)))), "")
        else:
            yield line(seat, giving, *marks(giving, seat.grade, z - cut))


def marks(giving: Giving, grade: int, above: float) -> tuple[object, str]:
    """Return score and level of a student `above` (or below) the cut, in standard deviations."""
    step = (above >= -0.8) + (above >= 0) + (above >= 0.9)
    if giving.measure == PROVINCIAL:
        return "", PROVINCIAL_LEVELS[step]
    if giving.measure == NUMERACY:
        score = min(100, 80 + round(11 * above)) if above >= 0 else max(5, min(79, 80 + round(17 * above)))
        return score, NUMERACY_LEVELS[step]
    norm = NORMS[grade][("BOY", "MOY", "EOY").index(giving.window)]
    words = norm + round(0.33 * norm * above)
    return max(0, words if above >= 0 else min(norm - 1, words)), SCREENER_LEVELS[step]


def line(seat: Seat, giving: Giving, score: object, level: str) -> tuple[object, ...]:
    student = seat.student
    return (
        student.code, student.given_name, student.family_name, SCHOOL_CODES[seat.school], seat.school,
        "K" if seat.grade == 0 else seat.grade, f"{giving.ending - 1}-{giving.ending % 100:02d}", giving.window,
        giving.measure, score, level, student.programme, student.english_learner, student.lunch,
    )  # fmt: skip
