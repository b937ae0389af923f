"""What will improve: the words that name a skill, and the phrase that tells the result.

Content words are those that remain without group, numbers, dates, instruments and school words; a level reached
("reading at grade level", "meeting the state standard") tells as much. The phrase is what the students do, where
the sentence says so ("students earning a C or better"), else the content words with what belongs to them.
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import compress

from aimline.domain.smart.lexicon import forms, listed
from aimline.domain.smart.passage import Passage
from aimline.domain.smart.verbs import Actor, Predicate, VerbClass

_VERBS = frozenset({"verb_up", "verb_down", "verb_soft", "modal", "past_change", "verb_participation"})
_METRICS = frozenset({"metric_attendance", "metric_absence", "metric_referral"})
_DULL_CLASSES = listed("skills", "dull_classes")
_SAY_NOTHING = _DULL_CLASSES | _VERBS | {"metric_wcpm"}
_SKILLS = frozenset({"whole_skill", "course"})
_INSTRUMENT_WORDS = listed("skills", "instrument_words")
_DULL_FORMS = frozenset(form for verb in listed("skills", "dull_verbs") for form in forms(verb))
_TAILS = listed("skills", "tails")
_LEVELS = listed("skills", "levels")
_REACHES = listed("skills", "reaches")
_DOINGS = listed("skills", "doings")
_LIGHT = frozenset(form for verb in listed("skills", "light") for form in forms(verb))
_BETWEEN = listed("skills", "between")
_LIGHT_OR_BETWEEN = _LIGHT | _BETWEEN
_PHRASE_ENDS = listed("skills", "phrase_ends")
_PHRASE_CLOSERS = frozenset({"dated", "modal", "measure_cue"})
_PASSES = frozenset(forms("pass"))
_SPOKEN = frozenset({VerbClass.OUTCOME, VerbClass.SOFT, VerbClass.PARTICIPATION, VerbClass.STUDENT_ACTIVITY})
_AREAS = {
    word: area
    for area, name in enumerate(("language", "writing", "mathematics", "science", "conduct"))
    for word in listed("areas", name)
}
# Under their own names, because Python 3.11 looks up the members of an enumeration slowly.
_STUDENT = Actor.STUDENT
_JOINTS = frozenset({"and", "&", "plus", ";", "well"})
_REACH = 5
_LONGEST = 14


@dataclass(slots=True)
class Skill:
    """Content words that name a skill, broad subject words, and the tokens of the telling phrase."""

    words: tuple[str, ...]
    broad: tuple[str, ...]
    first: int
    last: int


@dataclass(slots=True)
class Places:
    """Which tokens belong to something else: the group, the instruments, and what is dated or counted."""

    group: range
    measures: frozenset[int]
    avoid: frozenset[int]


def read(passage: Passage, *, predicate: Predicate | None, places: Places) -> Skill | None:
    """Find what improves: first outside the group's and measures' words, then in the measures' names."""
    everything = range(passage.n) if predicate is None else range(predicate.first, predicate.end)
    away = places.avoid | frozenset(places.group) | places.measures
    apart = places.avoid | places.measures
    broad = [at for at in passage.all("broad") if at in everything and at not in apart]
    content = _content_in_order(passage, everything, places, away)
    doing = _doing(passage, predicate, places)
    if not content and not broad and doing is None:
        return None
    telling = doing is not None and any([doing[0] <= at <= doing[1] for at in content])
    if doing is None or (content and not telling):
        first, last = _edges(passage, content or broad, broad, away)
    else:
        first, last = doing
    lows = passage.lows
    return Skill(tuple([lows[at] for at in content]), tuple([lows[at] for at in broad]), first, last)


def joined(passage: Passage) -> bool:
    """Tell whether skills of two areas are joined: "reading fluency and number sense"."""
    if passage.said.isdisjoint(_AREAS):
        return False
    for at in passage.all_words(_JOINTS):
        before = _areas(passage, range(max(0, at - _REACH), at))
        after = _areas(passage, range(at + 1, min(at + _REACH, passage.n)))
        if before and after and before.isdisjoint(after):
            return True
    return False


def _areas(passage: Passage, places: range) -> set[int]:
    return {_AREAS[passage.lows[at]] for at in places if passage.lows[at] in _AREAS}


def _content_in_order(passage: Passage, everything: range, places: Places, away: frozenset[int]) -> list[int]:
    """Look in the goal's sentence, in the other sentences, in the measures' names, in the group's."""
    content = _content(passage, everything, away) or _content(passage, range(passage.n), away)
    if content:
        return content
    named = [
        at
        for at in _content(passage, sorted(places.measures), places.avoid)
        if (not _titled(passage, at) or passage.has(at, "course"))
        and not passage.has(at, "assessment_name")
        and passage.lows[at] not in _INSTRUMENT_WORDS
    ]
    if named or _gap_in_a_subject(passage, places):
        return named or [at for at in everything if passage.has(at, "metric_gap")]
    return [at for at in places.group if passage.is_of(at, _SKILLS) or passage.is_of(at, _METRICS)]


def _titled(passage: Passage, at: int) -> bool:
    """Tell a capital that makes a name from the one that begins a sentence."""
    starts = at == 0 or passage.ends_sentence(at - 1) or passage.lows[at - 1] == ":"
    return passage.texts[at][0].isupper() and not starts


def _gap_in_a_subject(passage: Passage, places: Places) -> bool:
    """Tell a gap on a subject's own assessments: "the gap on reading CFAs", but not "the achievement gap"."""
    return passage.any("metric_gap") and any(passage.has(at, "broad") for at in places.measures)


def _content(passage: Passage, places: range | list[int], avoid: frozenset[int]) -> list[int]:
    kept = sorted(set(places) - avoid)
    lows, classes = map(passage.lows.__getitem__, kept), map(passage.classes.__getitem__, kept)
    told = list(compress(kept, map(_says_something, lows, classes, map(passage.kinds.__getitem__, kept))))
    if _LEVELS.isdisjoint(passage.said):
        return told
    return sorted({*told, *(at for at in kept if passage.lows[at] in _LEVELS and _level_reached(passage, at))})


def _tells(passage: Passage, at: int) -> bool:
    low = passage.lows[at]
    reached = low in _LEVELS and _level_reached(passage, at)
    return reached or _says_something(low, passage.classes[at], passage.kinds[at])


@lru_cache(maxsize=4096)
def _says_something(low: str, names: frozenset[str], kind: str) -> bool:
    """Tell by its classes whether a word names a skill, and where they do not tell by its shape."""
    if not _SKILLS.isdisjoint(names):
        return True
    if "broad" in names:
        return False
    if not _METRICS.isdisjoint(names):
        return True
    # Small words, numbers, marks and adverbs say nothing.
    shaped = len(low) > 2 and kind == "word" and low not in _DULL_FORMS and low[-2:] != "ly"
    return shaped and _SAY_NOTHING.isdisjoint(names)


def _level_reached(passage: Passage, at: int) -> bool:
    """Tell "meeting the state standard", "at or above expectation", "achieving grade 5 or above"."""
    low = passage.lows[at]
    bare = low in ("grade", "level") and not (len(passage.lows[at + 1]) <= 2 and passage.lows[at + 2] == "or")
    if bare or passage.has(at, "due"):
        return False
    return passage.find_word(_REACHES, max(0, at - _REACH), at) is not None


def _doing(passage: Passage, predicate: Predicate | None, places: Places) -> tuple[int, int] | None:
    """Find what the students do: "earning a C or better" behind the group, "solve ..." behind "will"."""
    start = _doing_start(passage, predicate, places)
    if start is None:
        return None
    first = start
    while passage.lows[first] in _LIGHT_OR_BETWEEN:
        first += 1
    last = _end(passage, first, places)
    if first > start and (last < first or not _has_content(passage, first, last)):
        first, last = start, _end(passage, start, places)
    if last < first or (last == first and passage.lows[first] in _LIGHT_OR_BETWEEN):
        return None
    return first, last


def _doing_start(passage: Passage, predicate: Predicate | None, places: Places) -> int | None:
    for at in range(places.group.start + 1, places.group.stop + 1) if places.group else ():
        token_ends = at >= passage.n or passage.glued[at]
        if passage.lows[at] in _DOINGS and passage.lows[at - 1] not in ("the", "a") and not token_ends:
            return at
    after = places.group.stop
    if places.group and passage.has(after, "verb_outcome") and passage.lows[after] not in _LIGHT:
        return after
    if predicate is None or predicate.verb_class not in _SPOKEN or predicate.actor is not _STUDENT:
        return None
    return predicate.verb


def _has_content(passage: Passage, first: int, last: int) -> bool:
    return any(_tells(passage, at) or passage.has(at, "broad") for at in range(first, last + 1))


def _end(passage: Passage, first: int, places: Places) -> int:
    """Find where a phrase ends: at a date, a level, an instrument, or a word that begins something else."""
    last = first - 1
    for at in range(first, min(first + _LONGEST, passage.n)):
        low, names = passage.lows[at], passage.classes[at]
        number = "counted" in names and passage.lows[at - 1] in ("from", "to", "by")
        carries = at > first and ("verb_up" in names or "verb_down" in names)
        if low in _PHRASE_ENDS or number or carries or not _PHRASE_CLOSERS.isdisjoint(names):
            break
        if at in places.measures and passage.lows[first] not in _PASSES:
            break
        if low != "." or "break" in names:
            last = at
        if "break" in names:
            last = at - 1 if passage.kinds[at] == "mark" else at
            break
    while last >= first and (passage.lows[last] in _BETWEEN or passage.has(last, "measure_cue")):
        last -= 1
    return last


def _edges(passage: Passage, places: list[int], broad: list[int], away: frozenset[int]) -> tuple[int, int]:
    """Widen from the first content word to what belongs to it."""
    first = last = places[0]
    for at in places[1:]:
        between = range(last + 1, at)
        if at - last > 4 or (between and any(place in away or passage.lows[place] in (",", ".") for place in between)):
            break
        last = at
    while first - 1 in broad or (
        first > 0
        and first - 1 not in away
        and passage.has(first - 1, "generic")
        and passage.lows[first - 1] not in ("students", "student")
        and not passage.has(first - 1, "verb_up")
    ):
        first -= 1
    while last + 1 < passage.n and last + 1 not in away and _goes_on(passage, last + 1):
        last += 1
    return first, last


def _goes_on(passage: Passage, at: int) -> bool:
    return passage.has(at, "broad") or passage.lows[at] in _TAILS
