"""What will improve: content words that remain without group, numbers, dates and school words."""

from dataclasses import dataclass

from aimline.domain.smart.lexicon import listed
from aimline.domain.smart.passage import Passage
from aimline.domain.smart.verbs import Predicate

_VERBS = frozenset({"verb_up", "verb_down", "verb_soft", "modal", "past_change", "verb_participation"})
_METRICS = frozenset({"metric_gap", "metric_attendance", "metric_absence", "metric_referral"})
_DULL_CLASSES = listed("skills", "dull_classes")
_INSTRUMENT_WORDS = listed("skills", "instrument_words")
_DULL_VERBS = listed("skills", "dull_verbs")
_DULL_FORMS = frozenset(
    form
    for verb in _DULL_VERBS
    for form in (
        verb,
        verb + "s",
        verb + "es",
        verb + "ed",
        verb + "ing",
        verb[:-1] + "ing",
        verb + "d",
        verb + verb[-1] + "ing",
    )
)


@dataclass(frozen=True)
class Skill:
    """Content words that name a skill, broad subject words, and the tokens the result covers."""

    words: tuple[str, ...]
    broad: tuple[str, ...]
    first: int
    last: int


def _dull(passage: Passage, at: int) -> bool:
    token, classes = passage.tokens[at], passage.classes[at]
    if not _METRICS.isdisjoint(classes):
        return False
    if token.kind != "word" or len(token.low) < 3 or passage.has(at, "metric_wcpm"):
        return True
    if not _DULL_CLASSES.isdisjoint(classes):
        return True
    if not _VERBS.isdisjoint(classes) and "whole_skill" not in classes:
        return True
    return token.low in _DULL_FORMS or token.low.endswith("ly")


def _content(passage: Passage, places: range, avoid: frozenset[int]) -> list[int]:
    return [
        at
        for at in places
        if at not in avoid
        and (
            passage.has(at, "whole_skill")
            or passage.has(at, "course")
            or not (_dull(passage, at) or passage.has(at, "broad"))
        )
    ]


def read(
    passage: Passage, *, predicate: Predicate | None, group: range, measure: range, avoid: frozenset[int]
) -> Skill | None:
    """Find what improves: first outside the group's and measure's words, then in the measure's name."""
    everything = range(len(passage.tokens)) if predicate is None else range(predicate.first, predicate.end)
    away = avoid | frozenset(group) | frozenset(measure)
    content = _content(passage, everything, away)
    broad = [at for at in everything if passage.has(at, "broad") and at not in avoid and at not in frozenset(measure)]
    if not content and predicate is not None:
        content = _content(passage, range(len(passage.tokens)), away)
    if not content:
        content = [
            at
            for at in _content(passage, measure, avoid)
            if not passage.tokens[at].text[0].isupper() or passage.has(at, "course")
        ]
        content = [at for at in content if not _instrument_word(passage, at)]
    if not content:
        content = [at for at in group if passage.has(at, "course") or passage.has(at, "whole_skill")]
    if not content and not broad:
        return None
    places = content or broad
    first, last = _edges(passage, places, broad, away)
    return Skill(tuple(passage.low(at) for at in content), tuple(passage.low(at) for at in broad), first, last)


def _instrument_word(passage: Passage, at: int) -> bool:
    return passage.has(at, "assessment_name") or passage.low(at) in _INSTRUMENT_WORDS


def _edges(passage: Passage, places: list[int], broad: list[int], away: frozenset[int]) -> tuple[int, int]:
    """Widen from the first content word to what belongs to it."""
    first = last = places[0]
    for at in places[1:]:
        if at - last > 4 or any(place in away or passage.low(place) in (",", ".") for place in range(last + 1, at)):
            break
        last = at
    while first - 1 in broad or (
        first > 0
        and first - 1 not in away
        and passage.has(first - 1, "generic")
        and passage.low(first - 1) not in ("students", "student")
        and not passage.has(first - 1, "verb_up")
    ):
        first -= 1
    while (
        last + 1 < len(passage.tokens)
        and last + 1 not in away
        and (
            passage.has(last + 1, "broad")
            or passage.low(last + 1) in ("skills", "proficiency", "standards", "scores", "level", "achievement")
        )
    ):
        last += 1
    return first, last
