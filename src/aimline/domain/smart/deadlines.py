"""Which of the dates in a text is the deadline."""

from datetime import date

from aimline.domain.smart.dates import Moment, Precision
from aimline.domain.smart.lexicon import listed
from aimline.domain.smart.passage import Passage

_BEHIND = listed("deadlines", "behind")
_STRONG = frozenset({"by", "before", "until", "d'ici", "within", "avant", "in"})


def choose(moments: tuple[Moment, ...], passage: Passage, *, today: date) -> Moment | None:
    """Choose the moment by which the goal is due: a "by" first, else the latest that is no label or past."""
    usable = [one for one in moments if not _labels(passage, one) and one.precision is not Precision.VAGUE]
    strong = [one for one in usable if one.cue in _STRONG and one.cue != "in"]
    weak = [one for one in usable if one.cue not in _BEHIND]
    weak = [one for one in weak if one.on is None or one.on >= today]
    for pool in (strong, weak):
        if pool:
            return max(pool, key=lambda one: (one.cue in _STRONG, one.on or date.min, -one.first))
    return next((one for one in moments if one.precision is Precision.VAGUE), None)


def _labels(passage: Passage, moment: Moment) -> bool:
    """A season or window before an assessment ("the fall CFA") names the test, unless a "by" leads it."""
    after = moment.last + 1
    if moment.precision not in (
        Precision.SEASON,
        Precision.POINT,
        Precision.YEAR,
        Precision.MONTH,
    ) or moment.cue in ("by", "before"):
        return False
    followed = passage.low(after) in ("'s", "to") or any(
        passage.has(after + step, "assessment") or passage.has(after + step, "assessment_name") for step in (0, 1, 2)
    )
    if followed and passage.low(after) != "," and moment.last == moment.first:
        return True
    return moment.precision is Precision.SEASON and moment.cue in ("", "from", "measure")
