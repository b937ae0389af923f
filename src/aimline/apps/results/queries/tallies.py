"""What the warehouse counted of one school, in pieces small enough to be added up to any whole."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple, cast

from aimline.apps.results.queries import Counts

N_SLOTS = 12


class Tally(NamedTuple):
    """Counts of some students; `score` is theirs where they were counted score by score, for a median."""

    score: float | None
    n_scored: int
    n_not_tested: int
    n_judged: int
    n_proficient: int
    total: float | None
    total_of_squares: float | None


@dataclass(frozen=True)
class ResultTally:
    """Students of one grade at one level, at one administration of one measure."""

    measure: int
    administration: int
    grade: int | None
    level: int | None
    tally: Tally


@dataclass(frozen=True)
class GroupTally:
    """Students of one grade with one combination of group codes; the code of slot 1 stands first."""

    grade: int | None
    codes: tuple[int | None, ...]
    tally: Tally


Number = int | float | None


def result_tallies(rows: Iterable[tuple[object, ...]]) -> list[ResultTally]:
    """Read the answer to `school_results`."""
    answers = cast(Iterable[tuple[int, int, int | None, int | None, *tuple[Number, ...]]], rows)  # its columns
    return [ResultTally(*answer[:4], tally_of(answer[4:])) for answer in answers]


def group_tallies(rows: Iterable[tuple[object, ...]]) -> list[GroupTally]:
    """Read the answer to `school_groups`."""
    answers = cast(Iterable[tuple[int | None, ...]], rows)  # its columns
    return [GroupTally(answer[0], answer[1 : N_SLOTS + 1], tally_of(answer[N_SLOTS + 1 :])) for answer in answers]


def tally_of(columns: tuple[Number, ...]) -> Tally:
    return Tally(*cast(tuple[float | None, int, int, int, int, float | None, float | None], columns))  # as asked


def add_up(tallies: Iterable[Tally]) -> Counts:
    """Return the counts of all these students together."""
    columns = list(zip(*tallies, strict=True))
    if not columns:
        return Counts(0, 0, 0, 0, None)
    scores, n_scored, n_not_tested, n_judged, n_proficient, totals, squares = columns
    each = [score for score, n in zip(scores, n_scored, strict=True) if score is not None for _ in range(n)]
    return Counts(
        n_scored=sum(n_scored),
        n_not_tested=sum(n_not_tested),
        n_judged=sum(n_judged),
        n_proficient=sum(n_proficient),
        total=sum_of(totals),
        total_of_squares=sum_of(squares),
        median=median(each) if each else None,
    )


def sum_of(values: Iterable[float | None]) -> float | None:
    """Add up what was counted; none where nothing was."""
    known = [value for value in values if value is not None]
    return sum(known) if known else None
