"""Knots and boundaries as a file that can be kept, compared and used again.

Two legitimate sets of knots give equal percentiles for only half of the students, so the set belongs to the result. Its
*edition* is a fingerprint of its numbers.
"""

import hashlib
import tomllib
from typing import Final

from aimline.domain.refusal import AimlineError
from aimline.domain.words import say
from aimline.growth.percentiles.ranking import KnotSets
from aimline.growth.percentiles.splines import Knots

VERSION: Final = 1
EDITION_LENGTH: Final = 12
HEAD: Final = """\
# Knots and boundaries of growth percentiles, in score points. Percentiles with other knots are other percentiles:
# keep this file beside the results, and use it again with --knots. To change a number, delete the edition.
"""


class UnusableKnots(AimlineError):
    """A knots file that does not say what it must."""


def dump(knots: KnotSets) -> str:
    """Write knots as TOML; `parse` reads them back, number by number.

    >>> print(dump({("READING", 3): Knots((452.0, 488.4), (236.8, 731.2), 278.0, 690.0)}).split("[[knots]]")[1])
    <BLANKLINE>
    subject = "READING"
    grade = 3
    inner = [452.0, 488.4]
    boundaries = [236.8, 731.2]
    lowest = 278.0
    highest = 690.0
    <BLANKLINE>
    """
    return f'{HEAD}version = {VERSION}\nedition = "{edition_of(knots)}"\n{_body(knots)}'


def edition_of(knots: KnotSets) -> str:
    """Return the fingerprint of a set of knots: twelve figures that change when any number does."""
    return hashlib.sha256(_body(knots).encode()).hexdigest()[:EDITION_LENGTH]


def parse(text: str) -> dict[tuple[str, int], Knots]:
    """Read knots from TOML; raises UnusableKnots where a part is missing or the numbers are not of the edition."""
    try:
        pack = tomllib.loads(text)
        knots = {(str(one["subject"]), int(one["grade"])): _knots(one) for one in pack["knots"]}
        version, edition = pack["version"], pack.get("edition")
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as problem:
        raise UnusableKnots(
            "knots-unreadable",
            say("The knots could not be read: {problem}.", problem=str(problem).rstrip(".")),
            say("Each [[knots]] needs subject, grade, inner, boundaries, lowest and highest."),
        ) from problem
    if version != VERSION:
        raise UnusableKnots(
            "knots-version",
            say("These knots are of version {version}; version {known} is known here.", version=version, known=VERSION),
            say("Write them again with this version of Aimline."),
        )
    if edition is not None and edition != edition_of(knots):
        raise UnusableKnots(
            "knots-changed",
            say("These knots were changed after edition {edition} was written.", edition=edition),
            say("If that was meant, delete the line with the edition; their new one is {new}.", new=edition_of(knots)),
        )
    return knots


def _body(knots: KnotSets) -> str:
    return "".join(_entry(subject, grade, knots[subject, grade]) for subject, grade in sorted(knots))


def _entry(subject: str, grade: int, knots: Knots) -> str:
    name = subject.replace("\\", "\\\\").replace('"', '\\"')
    return (
        f'\n[[knots]]\nsubject = "{name}"\ngrade = {grade}\ninner = {list(knots.inner)}\n'
        f"boundaries = {list(knots.boundaries)}\nlowest = {knots.lowest}\nhighest = {knots.highest}\n"
    )


def _knots(one: dict[str, object]) -> Knots:
    inner, boundaries = _numbers(one["inner"]), _numbers(one["boundaries"])
    low, high = boundaries
    lowest, highest = _numbers([one["lowest"], one["highest"]])
    if list(inner) != sorted(inner) or not low <= lowest <= highest <= high:
        raise ValueError("knots ascend, and boundaries enclose the scores")
    return Knots(inner, (low, high), lowest, highest)


def _numbers(value: object) -> tuple[float, ...]:
    if not isinstance(value, list) or not all(isinstance(each, int | float) for each in value):
        raise TypeError(f"{value} is no list of numbers")
    return tuple(float(each) for each in value)
