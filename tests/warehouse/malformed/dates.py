"""Files whose dates can be read in two ways, or in one: a seed gives the same file every time."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

HEADS = ("Test Date", "Date", "Completion Date", "Date of Test")
SHAPES = ("%m/%d/%Y", "%d/%m/%Y", "%m-%d-%Y", "%d-%m-%Y", "%m/%d/%y", "%d/%m/%y")


@dataclass(frozen=True)
class Dated:
    """A file, and whether its dates leave open which number is the month; else the form they are written in."""

    content: bytes
    is_ambiguous: bool
    shape: str


def make(seed: int) -> Dated:
    """Make one file of results with a date a row; with an even seed no day of any date is after the twelfth."""
    chance = random.Random(seed)
    ambiguous = seed % 2 == 0
    shape = chance.choice(SHAPES)
    lines = [f"Student ID,Grade,{chance.choice(HEADS)},Score"]
    for n in range(chance.randrange(20, 60)):
        day = date(2024, chance.randrange(1, 13), chance.randrange(1, 13))
        if not ambiguous and n % 3 == 0:
            day = day.replace(day=13) + timedelta(days=chance.randrange(15))
        if ambiguous and day.day == day.month:
            day = day.replace(day=day.day % 12 + 1)  # 05/05 leaves nothing open
        lines.append(f"s{n:03},{n % 5 + 3},{day.strftime(shape)},{chance.randrange(100)}")
    return Dated("\n".join(lines).encode() + b"\n", ambiguous, shape)
