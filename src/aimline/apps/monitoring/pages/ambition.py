"""The band of ambition: how often such a target is reached, in words that are read in five seconds."""

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.translation import get_language

from aimline.apps.monitoring.pages.picture import bound, speak, unit
from aimline.apps.monitoring.queries.ambition import FEWEST_FOR_SHARE, Mark, Rated, Unrated
from aimline.charts import ambition
from aimline.charts.drawing import Drawing
from aimline.domain.ambition import Ambition
from aimline.domain.measure import Direction, quantity
from aimline.domain.words import Message, say, write

if TYPE_CHECKING:
    from aimline.growth.ambition.chances import Chances

RATINGS = {
    Ambition.TOO_EASY: say("Too easy"),
    Ambition.REALISTIC: say("Realistic"),
    Ambition.STRETCH: say("A stretch"),
    Ambition.VERY_HARD: say("Very hard"),
}
_SHORT = (say("Just not too easy"), say("Realistic"), say("Stretch"))


@dataclass(frozen=True)
class Offer:
    """A target that can be taken with one press: what the button says, and the number it carries."""

    name: Message
    text: Message
    value: str


@dataclass(frozen=True)
class Band:
    """How ambitious the target is: the rating, who moved as much, both chances, and what that rests on.

    `asks` says instead why nothing is rated, and what would help.
    """

    rating: Message | None = None
    means: Message | None = None
    compared: Message | None = None
    chances: Message | None = None
    notes: tuple[Message, ...] = ()
    rests_on: tuple[Message, ...] = ()
    drawing: Drawing | None = None
    offers: tuple[Offer, ...] = ()
    asks: tuple[Message, ...] = ()


def band_of(found: Rated | Unrated | None) -> Band | None:
    """Put the band together, for a viewer who sees where the students start; none while there is nothing to rate."""
    if found is None:
        return None
    if isinstance(found, Unrated):
        return Band(asks=(found.reason, found.hint))
    picture = picture_of(found)
    said = words(found.chances) if found.chances else Words()
    return Band(
        rating=said.rating,
        means=said.means,
        chances=said.chances,
        notes=said.notes,
        compared=found.precedents.sentence if found.precedents else None,
        rests_on=rests_on(found),
        drawing=drawn(picture, get_language()),
        offers=offers(found),
    )


@dataclass(frozen=True)
class Words:
    """A rating in words."""

    rating: Message | None = None
    means: Message | None = None
    chances: Message | None = None
    notes: tuple[Message, ...] = ()


def words(found: "Chances") -> Words:
    """Say a rating in words that can be read aloud."""
    from aimline.growth.ambition import wording

    return Words(RATINGS[found.rating], wording.rating(found), wording.chances(found), found.notes)


def rests_on(found: Rated) -> tuple[Message, ...]:
    """Say what the judgement rests on, and what would make it rest on more."""
    from aimline.growth.ambition import wording

    said = [wording.evidence(found.chances)] if found.chances else []
    n_own = found.chances.n_own if found.chances else 0
    if found.n_earlier == n_own == 0:
        said.append(say("Bring in last year’s results of this test, and groups of your own answer."))
    elif 0 < found.n_earlier < FEWEST_FOR_SHARE:
        said.append(
            say(
                "Of groups like this one, {n} earlier changes are known here; from {all} on, we say how many moved as "
                "much.",
                n=found.n_earlier,
                all=FEWEST_FOR_SHARE,
            )
        )
    return tuple(said)


def picture_of(found: Rated) -> ambition.AmbitionPicture:
    first, second, third = (mark.value for mark in found.marks)
    return ambition.AmbitionPicture(
        title=write(say("How ambitious?")),
        unit=unit(found.measure),
        start=found.start,
        edges=(first, second, third),
        target=found.target,
        ends=found.ends,
        falls=found.measure.direction is Direction.DOWN,
        low=bound(found.measure.minimum),
        high=bound(found.measure.maximum),
    )


# While somebody writes strategies the target stands still, and so does its band.
@lru_cache(maxsize=256)
def drawn(picture: ambition.AmbitionPicture, language: str | None) -> Drawing:
    return ambition.draw(picture, uid="ambition", write=speak)


def offers(found: Rated) -> tuple[Offer, ...]:
    """Offer the targets at which the rating changes, on whole students, each once and never the one that is there."""
    marks: dict[float, tuple[Message, Mark]] = {}
    for name, mark in zip(_SHORT, found.marks, strict=True):
        if mark.value not in (found.start, found.target):
            marks.setdefault(mark.value, (name, mark))
    return tuple(Offer(name, told(found, mark), f"{mark.value:g}") for name, mark in marks.values())


def told(found: Rated, mark: Mark) -> Message:
    value = quantity(found.measure, mark.value)
    if mark.needed is None:
        return say("{value}", value=value)
    return say("{value}, {needed} of {n} students", value=value, needed=mark.needed, n=found.n)
