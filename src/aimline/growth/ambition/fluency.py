"""Words read correctly in a minute: a student's place among students, carried to the next season (growth.md 2.7)."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from scipy.special import ndtri

from aimline.domain.words import say
from aimline.growth.ambition import refusal
from aimline.growth.ambition.bell import Bell, learn
from aimline.growth.references.pack import Row
from aimline.growth.references.shelf import Shelf

MEASURE = "oral_reading"
NORMS = "orf_wcpm"
PERCENTILES = (10, 25, 50, 75, 90)


@dataclass(frozen=True)
class FluencyPrior:
    """Correlation between seasons; spread between classes, in student spreads, and its lasting part."""

    retest: float
    class_effect: float
    lasting_share: float


@dataclass(frozen=True)
class OwnGroup:
    """By how many words an own earlier group of `n` students ended above what the norms expected of it."""

    above: float
    n: int


@dataclass(frozen=True)
class Question:
    """Will a student (`n` is 1) or the mean of a group come from `before` to `target` words between two seasons?

    Seasons are fall, winter and spring of one grade. `own` are earlier groups.
    """

    before: float
    target: float
    grade: str
    from_season: str
    to_season: str
    n: int = 1
    own: tuple[OwnGroup, ...] = ()

    @property
    def n_own(self) -> int:
        """How many own earlier groups there are."""
        return len(self.own)


@dataclass(frozen=True)
class Norm:
    """One season's words at given normal scores, both rising, and the spread of students."""

    scores: tuple[float, ...]
    words: tuple[float, ...]
    sd: float

    def score(self, words: float) -> float:
        """Place words among students as a normal score; the end segments are carried on."""
        return _along(self.words, self.scores, words)

    def at(self, score: float) -> float:
        """Give the words at a normal score; the end segments are carried on."""
        return _along(self.scores, self.words, score)


def check(question: Question) -> None:
    """Refuse what has no honest answer (growth.md 2.8). Raises NotRated."""
    refusal.demand_students(question.n)
    order = ("fall", "winter", "spring")
    seasons = (question.from_season, question.to_season)
    if not set(seasons) <= set(order) or order.index(seasons[0]) >= order.index(seasons[1]):
        raise refusal.NotRated(
            "seasons",
            say("Reading norms go from fall to winter or spring, or from winter to spring."),
            say("Name two seasons of one grade in this order."),
        )
    for words in (question.before, question.target):
        refusal.demand_between(words, 0.0, 400.0, what=say("Words a minute"))


def norm(shelf: Shelf, grade: str, season: str) -> Norm:
    """Read a season's norm: imported percentile rows, else a normal law from median and spread. Raises NoReference."""
    found = rows(shelf, grade, season)
    if len(found) == len(PERCENTILES):
        words = tuple(row.value for row in found)
        spread = (words[3] - words[1]) / float(ndtri(0.75) - ndtri(0.25))
        return Norm(tuple(float(ndtri(at / 100)) for at in PERCENTILES), words, spread)
    median, spread = found[0].value, found[0].sd or 0.0
    return Norm((-1.0, 0.0, 1.0), (median - spread, median, median + spread), spread)


def rows(shelf: Shelf, grade: str, season: str) -> tuple[Row, ...]:
    """Find the rows of a season's norm: all five percentiles, else the median alone. Raises NoReference."""
    found = [shelf.find(NORMS, f"words_p{at}", grade=grade, season=season) for at in PERCENTILES]
    known = tuple(row for row in found if row is not None)
    if len(known) == len(PERCENTILES):
        return known
    return (shelf.row(NORMS, "median", grade=grade, season=season),)


def expect(question: Question, shelf: Shelf) -> tuple[Bell, Bell]:
    """Give the words expected if nothing changes, and with a strong effort. Source: growth.md 2.7."""
    prior = shelf.prior(FluencyPrior, MEASURE)
    start = norm(shelf, question.grade, question.from_season)
    end = norm(shelf, question.grade, question.to_season)
    usual = end.at(prior.retest * start.score(question.before))
    one = end.sd**2 * (1 - prior.retest**2)
    if question.n == 1:
        same = Bell(usual, sqrt(one))
    else:
        between = (prior.class_effect * end.sd) ** 2
        lasting, passing = prior.lasting_share * between, (1 - prior.lasting_share) * between
        spreads = [one / own.n + passing for own in question.own]
        known = learn(0.0, lasting, [own.above for own in question.own], spreads)
        same = Bell(usual + known.mean, sqrt(known.variance + passing + one / question.n))
    return same, same.moved(shelf.value("effort", "broad") * end.sd)


def _along(places: Sequence[float], values: Sequence[float], at: float) -> float:
    """Read a piecewise straight line; before its first and after its last place the end segments go on."""
    segment = min(max(bisect_right(places, at), 1), len(places) - 1)
    low, high = segment - 1, segment
    share = (at - places[low]) / (places[high] - places[low])
    return values[low] + share * (values[high] - values[low])
