"""The carrying verb of each sentence: found behind "will", behind a wish, in an order or in a fragment."""

from aimline.domain.smart import openings
from aimline.domain.smart.lexicon import base_forms, listed
from aimline.domain.smart.passage import Passage
from aimline.domain.smart.verbs import (
    ACTIVITIES,
    Actor,
    Predicate,
    VerbClass,
    find_actor,
    judge,
    judge_adults,
    of_adults,
    staff_work,
)

_BEGINNINGS = listed("predicates", "beginnings")
_AFTER_WISH = listed("predicates", "after_wish")
_RISING = frozenset({"improving", "increasing", "rising", "growing", "moving", "up"})
_REDUCED = frozenset({"reduced", "decreased", "lowered", "fewer"})
_FALLING = frozenset({"decreasing", "reducing", "falling", "dropping", "down"})
_BEFORE_IMPERATIVE = listed("predicates", "before_imperative")
_BEFORE_NOUNS = listed("predicates", "before_nouns")
_NOUNS_LIKE_VERBS = listed("predicates", "nouns_like_verbs")
_BEFORE_INFINITIVE = listed("predicates", "before_infinitive")
_TOLD = frozenset({"who", "that", "which", "whose"})
_CARRIERS = listed("predicates", "carriers")
_SKIPPED = listed("predicates", "skipped")
_AFTER_ORDER = listed("predicates", "after_order")
_ENSURES = frozenset({"ensure", "ensures", "see", "ensuring", "guarantee", "make", "makes", "making"})
_WISH_FILL = listed("predicates", "wish_fill")
_NOUN_ENDS = ("ion", "cy", "ing", "ty", "nce", "ment", "ness", "ics", "s", "ed", "er", "or", "th")
_OBJECTS = frozenset({"the", "a", "an", "our", "each", "every", "all", "home", "their", "with"})
_GOES_ON = frozenset({"the", "our", "with", "a"})
_TO = frozenset({"to"})
_HANDED = frozenset({"completed", "submitted"})
_GAINS = frozenset({"vague_gain", "down_noun"})
_FINITE = frozenset({"verb_up", "verb_down", "verb_outcome"})
_VERBS = _FINITE | {"verb_activity"}
_RESULTS = frozenset({"assessment", "modal", "past_change", "generic", "student", "adult", "verb_perception"})
_BE = frozenset({"be", "are", "is", "been", "being", "was", "were"})
_WORTH = {
    VerbClass.CHANGE_UP: 3,
    VerbClass.CHANGE_DOWN: 3,
    VerbClass.OUTCOME: 3,
    VerbClass.SOFT: 2,
    VerbClass.PARTICIPATION: 2,
    VerbClass.PERCEPTION: 2,
    VerbClass.STUDENT_ACTIVITY: 2,
    VerbClass.ACTIVITY: 1,
    VerbClass.PRODUCT: 1,
    VerbClass.NONE: 0,
}


def _verb_after(passage: Passage, at: int, end: int) -> int:
    """Skip helpers and adverbs after "will" or "to" to the carrying verb."""
    while at < end and (
        passage.lows[at] in _SKIPPED or (passage.lows[at].endswith("ly") and len(passage.lows[at]) > 4)
    ):
        nxt = passage.lows[at + 1]
        done = at + 1 >= end or passage.has(at + 1, "break")
        if done or (passage.lows[at] in _BEGINNINGS and nxt != "to"):
            break
        if (
            passage.lows[at] in ("be", "have")
            and nxt not in ("able", "been")
            and not (passage.lows[at] == "have" and nxt.endswith("ed"))
            and not (nxt.endswith("ly") and passage.has(at + 2, "passive_activity"))
        ):
            break
        at += 1
    return at


def _clause(passage: Passage, first: int, end: int) -> Predicate | None:
    opening = openings.read(passage, first, end)
    start = opening.start + (passage.lows[opening.start] == "please")
    found = (
        _framed(passage, start, first, end)
        or _modal(passage, start, first, end)
        or _bare(passage, start, first, end, led=opening.goal)
    )
    if found is None:
        return None
    means = opening.means or openings.tells_means(passage, found.verb, end)
    found.start, found.means = start, means
    return found


def _framed(passage: Passage, start: int, first: int, end: int) -> Predicate | None:
    """Read "I want X to improve", "we will ensure that X reach": the wish is dropped, its content judged."""
    start += passage.lows[start] == "to"
    frame = passage.find("frame", start, min(start + 12, end))
    if frame is None or any(passage.kinds[at] == "mark" for at in range(start, frame)):
        return None
    modal_before = passage.find("modal", start, frame)
    if modal_before is not None and _verb_after(passage, modal_before + 1, end) != frame:
        return None
    adult = modal_before is not None or find_actor(passage, start, frame) in (Actor.ADULT, Actor.NOBODY)
    adult = adult or passage.lows[start] == "it"
    if not adult or passage.lows[frame + 1] in ("goal",):
        return None
    noun = passage.lows[frame] in ("plan", "expected", "need") and passage.lows[frame + 1] not in _AFTER_WISH
    if noun:
        return None
    # An order to ensure names nobody who ensures: then the students' result stands alone.
    named = find_actor(passage, start, frame if modal_before is None else modal_before) is Actor.ADULT
    if passage.lows[frame] in _ENSURES and of_adults(passage, frame, end):
        return Predicate(Actor.ADULT, VerbClass.ACTIVITY, frame, (start, frame), first, end, future=True)
    inner = frame + 1
    while passage.lows[inner] in _WISH_FILL:
        inner += 1
    if passage.lows[inner] == "to" and passage.lows[inner + 1] in ("see", "have"):
        inner += 2
    elif passage.lows[inner] == "to":
        verb = _verb_after(passage, inner + 1, end)
        return judge(passage, Actor.ADULT, verb, (start, frame), first, end)
    wished = _wished(passage, inner, first, end, conceded=named and passage.lows[frame] in _ENSURES)
    # "I'd be happy if half could ..." wishes in a past tense, "ensure that they are ..." in the present.
    ahead = passage.lows[inner - 1] == "if" or passage.lows[frame] in _ENSURES - {"see"}
    if wished is not None and ahead:
        wished.future = True
    return wished


def _wished(passage: Passage, inner: int, first: int, end: int, *, conceded: bool) -> Predicate | None:
    """Judge what is wished, from token `inner`: "X to improve", "X will reach", "X at benchmark"."""
    modal = passage.find("modal", inner, end)
    to = next((at for at in passage.all_words(_TO) if inner <= at < end and _infinite(passage, at, end)), None)
    split = min((at for at in (modal, to) if at is not None), default=None)
    if split is None:
        return _present(passage, inner, first, end, conceded=conceded) or _nominal(
            passage, inner, first, end, conceded=conceded
        )
    verb = _verb_after(passage, split + 1, end)
    found = judge(passage, find_actor(passage, inner, split), verb, (inner, split), first, end)
    found.conceded = conceded
    return found


def _infinite(passage: Passage, at: int, end: int) -> bool:
    if at + 1 >= end or passage.has(at + 1, "dated"):
        return False
    verb = min(_verb_after(passage, at + 1, end), end - 1)
    return any(name.startswith("verb_") for name in passage.classes[verb]) or passage.lows[at + 1] in _BE | _SKIPPED


def _modal(passage: Passage, start: int, first: int, end: int) -> Predicate | None:
    modal = passage.find("modal", start, end)
    if modal is None or "so" in passage.lows[start + 1 : modal]:
        return None
    verb = _verb_after(passage, passage.run("modal", modal), end)
    if verb >= end:
        return None
    subject = (start, modal + passage.has(modal, "adult"))
    return judge(passage, find_actor(passage, *subject), verb, subject, first, end)


def _bare(passage: Passage, start: int, first: int, end: int, *, led: bool) -> Predicate | None:
    """Sentences without "will": imperatives, infinitives, gerunds, present tense, nominal fragments."""
    place = start
    if passage.lows[start] == "continue" and passage.lows[start + 1] in _GOES_ON:
        return judge_adults(passage, Actor.ADULT, start, (start, start), first, end)
    while passage.lows[place] in _BEFORE_IMPERATIVE:
        place += 1
    low = passage.lows[place]
    change = passage.has(place, "verb_up") or passage.has(place, "verb_down")
    gerund = low.endswith("ing") and passage.has(place, "verb_activity_imperative")
    # "Writing remains our weakest area" names a subject; "Writing a guide" is something adults do.
    subject = passage.has(place, "broad") and passage.lows[place + 1] not in _AFTER_ORDER
    base = low in base_forms("verb_activity_imperative") or (
        low in base_forms("verb_activity")
        and (
            low not in _NOUNS_LIKE_VERBS
            or passage.lows[place + 1] in ("for", "with")
            or passage.any("rhythm", place, end)
        )
        and not (passage.has(place, "purpose") or passage.has(place + 1, "verb_outcome"))
    )
    counted_share = low == "share" and (
        passage.lows[place + 1] in ("of", "with", "at", "who") or passage.lows[place + 1].endswith("ing")
    )
    named = passage.has(place, "programme") and not passage.has(place, "verb_activity")
    doing = (base or (gerund and not subject)) and not (counted_share or named)
    if low == "have" and any(passage.is_of(at, _GAINS) for at in (place + 1, place + 2)):
        return judge(passage, Actor.NOBODY, place, (place, place), first, end)
    if _orders(passage, place, end):
        return judge_adults(passage, Actor.ADULT, place, (place, place), first, end)
    if (
        place < end
        and ((change and not low.endswith(("ed", "s"))) or doing)
        and not passage.has(place, "dated")
        and not passage.owners[place]
    ):
        if doing and passage.lows[place + 1] == "and" and passage.has(place + 2, "verb_up"):
            return judge(passage, Actor.NOBODY, place + 2, (place, place), first, end)
        if doing and (low not in ("help", "support") or not led):
            return judge_adults(passage, Actor.ADULT, place, (place, place), first, end)
        return judge(passage, Actor.NOBODY, place, (place, place), first, end)
    return (
        _infinitive(passage, start, first, end, led=led)
        or _handed_in(passage, start, first, end)
        or _adults_doing(passage, start, first, end)
        or _present(passage, start, first, end, conceded=False)
        or _nominal(passage, start, first, end, conceded=False)
    )


def _orders(passage: Passage, at: int, end: int) -> bool:
    """Tell whether a sentence begins with an order in a verb that no list knows: "Walk through five rooms"."""
    if at + 1 >= end or passage.kinds[at] != "word":
        return False
    counted = passage.kinds[at + 1] == "number" and passage.any("rhythm", at, end)
    if passage.lows[at + 1] not in _AFTER_ORDER and not counted:
        return False
    names = ("verb_activity", "assessment", "not_assessment", "student_activity")
    known = any(not name.startswith(names) for name in passage.classes[at])
    return not known and not passage.lows[at].endswith(_NOUN_ENDS)


def _adults_doing(passage: Passage, start: int, first: int, end: int) -> Predicate | None:
    """Read "Coaches model lessons", "I ask open questions": people in the plural and then a word that acts."""
    for at in range(start, min(start + 5, end - 1)):
        names = passage.classes[at]
        if "adult" in names and "place" not in names and not passage.owners[at] and _act(passage, at):
            found = judge_adults(passage, Actor.ADULT, at + 1, (start, at + 1), first, end)
            found.future = False
            return found
        if passage.kinds[at] != "word" or "student" in names:
            return None
    return None


def _act(passage: Passage, at: int) -> bool:
    """Tell people in the plural before a word that acts, and anybody before one in -s: "the coach models the"."""
    low, doing = passage.lows[at], passage.lows[at + 1]
    alone = doing[-1:] == "s" and passage.lows[at + 2] in _OBJECTS
    people = low in ("i", "staff") or low[-1] == "s" or alone
    acting = passage.kinds[at + 1] == "word" and not passage.has(at + 1, "stop") and not doing.endswith("ing")
    return people and acting and not _of_results(passage, at + 1)


def _of_results(passage: Passage, at: int) -> bool:
    """Tell whether the word after people is no doing of theirs: "staff survey", "teachers reported"."""
    return passage.lows[at].endswith("ed") or passage.is_of(at, _RESULTS)


def _present(passage: Passage, start: int, first: int, end: int, *, conceded: bool) -> Predicate | None:
    lows, classes = passage.lows, passage.classes
    for at in range(start + 1, end):
        low = lows[at]
        if (low not in _BE and _VERBS.isdisjoint(classes[at])) or low.endswith("ing"):
            continue
        if passage.kinds[at] != "word" or passage.glued[at] or lows[at - 1] in _BEFORE_NOUNS or _compounds(passage, at):
            continue
        noun = (
            low in _NOUNS_LIKE_VERBS
            and not passage.has(at - 1, "student")
            and passage.lows[at - 1] not in ("we", "i", "teachers", "staff")
        )
        people = passage.has(at, "adult") and passage.kinds[min(at + 1, end - 1)] == "mark"
        if noun or people or _aside(passage, at):
            continue
        subject = find_actor(passage, start, at)
        if subject is Actor.NOBODY:
            continue
        found = judge(passage, subject, at, (start, at), first, end)
        found.conceded, found.future = conceded, False
        return found
    return None


def _aside(passage: Passage, at: int) -> bool:
    """Tell a participle that only describes: "..., led by the coaches, finished by May"."""
    done = passage.lows[at] == "led" or passage.lows[at].endswith("ed")
    return done and passage.lows[at - 1] == "," and (passage.lows[at + 1] == "by" or passage.has(at, "verb_activity"))


def _compounds(passage: Passage, at: int) -> bool:
    """Tell the first part of "run-ons" from a verb."""
    return at + 1 < passage.n and passage.glued[at + 1]


def _nominal(passage: Passage, start: int, first: int, end: int, *, conceded: bool) -> Predicate | None:
    """Read fragments: "Implementation of ...", "A 10 % increase in ...", "85 % of students proficient"."""
    if start >= end:
        return None
    noun = passage.find("activity_noun", start, min(start + 6, end))
    stop = end if noun is not None and passage.lows[noun] == "completion" else noun
    if noun is not None and passage.find("student", start, stop) is None:
        return Predicate(Actor.ADULT, VerbClass.ACTIVITY, noun, (start, noun), first, end, future=False)
    if staff_work(passage, start, end) or staff_work(passage, first, start):
        kind = VerbClass.PERCEPTION if passage.any("perception", start, end) else VerbClass.ACTIVITY
        return Predicate(Actor.ADULT, kind, start, (start, end), first, end, future=False)
    verb, kind = _nominal_verb(passage, start, end)
    edge = verb if passage.lows[verb] in _RISING or passage.lows[verb] in _FALLING else end
    actor = Actor.THING if edge == end and kind is not VerbClass.NONE else find_actor(passage, start, edge)
    return Predicate(actor, kind, verb, (start, edge), first, end, future=False, conceded=conceded)


def _infinitive(passage: Passage, start: int, first: int, end: int, *, led: bool) -> Predicate | None:
    """Read "Year 4 pupils to improve ..." and "our goal is for X to reach ...": the infinitive stands for "will"."""
    for at in passage.all_words(_TO):
        if not start < at < end - 1 or passage.kinds[at + 1] != "word":
            continue
        if passage.lows[at - 1] in _BEFORE_INFINITIVE or passage.has(at, "dated"):
            return None
        verb = _verb_after(passage, at + 1, end)
        actor = find_actor(passage, start, at)
        if not passage.is_of(verb, _FINITE):
            return _told_to(passage, actor, (start, at), verb, first, end)
        adults = actor is Actor.ADULT and not staff_work(passage, start, at)
        if not led and (adults or any(_is_finite(passage, place) for place in range(start, at))):
            return None
        return judge(passage, actor, verb, (start, at), first, end)
    return None


def _told_to(
    passage: Passage, actor: Actor, subject: tuple[int, int], verb: int, first: int, end: int
) -> Predicate | None:
    """Read "Site council to review the schedule": people and a word that acts, whether or not a list knows it."""
    acts = actor in (Actor.ADULT, Actor.STUDENT) and not passage.has(verb, "stop")
    told = passage.find_word(_TOLD, *subject) is not None or passage.lows[subject[1] - 1].endswith("ing")
    if not acts or told or any(_is_finite(passage, place) for place in range(*subject)):
        return None
    return judge(passage, actor, verb, subject, first, end)


def _is_finite(passage: Passage, at: int) -> bool:
    """Tell a word that already carries the sentence: then "to" tells what for."""
    shaped = passage.lows[at].endswith("ed") and not passage.glued[at + 1]
    people = passage.has(at, "adult") and passage.lows[at][-1:] == "s"
    return shaped or people or passage.lows[at] in _CARRIERS or passage.has(at, "past_change")


def _handed_in(passage: Passage, start: int, first: int, end: int) -> Predicate | None:
    """Find "completed by 85% of seniors": something students hand in."""
    for at in passage.all_words(_HANDED):
        handed = start <= at < end - 1 and passage.lows[at + 1] == "by"
        if handed and passage.any("student", at + 1, min(at + 8, end)):
            return Predicate(Actor.STUDENT, VerbClass.PARTICIPATION, at, (start, at), first, end, future=False)
    return None


def _nominal_verb(passage: Passage, start: int, end: int) -> tuple[int, VerbClass]:
    """Find the word of change that stands for a verb, or the start where there is none."""
    if passage.has(start, "vague_gain") or passage.lows[start] in _REDUCED:
        falling = passage.has(start, "down_noun") or passage.lows[start] in _REDUCED
        return start, VerbClass.CHANGE_DOWN if falling else VerbClass.CHANGE_UP
    moving = passage.find_word(_RISING | _FALLING, start, end)
    if moving is not None:
        rising = passage.lows[moving] in _RISING
        return moving, VerbClass.CHANGE_UP if rising else VerbClass.CHANGE_DOWN
    change = passage.find("change_noun", start, end)
    while change is not None and _is_bound(passage, change):
        change = passage.find("change_noun", change + 1, end)
    if change is None:
        return start, VerbClass.NONE
    return change, VerbClass.CHANGE_DOWN if passage.has(change, "down_noun") else VerbClass.CHANGE_UP


def _is_bound(passage: Passage, at: int) -> bool:
    """Tell "no more than" and "or more" from a change."""
    return passage.lows[at - 1] in ("no", "or", "at") or passage.lows[at + 1] == "than"


def read(passage: Passage) -> tuple[Predicate, ...]:
    """Give the predicate of each sentence, the one that carries the goal first."""
    found = [one for first, end in passage.sentences() if (one := _clause(passage, first, end)) is not None]
    if len(found) < 2:
        return tuple(found)
    return tuple(
        sorted(found, key=lambda one: -(_WORTH[one.verb_class] + 4 * _has_numbers(passage, one) + 2 * one.future))
    )


def _has_numbers(passage: Passage, one: Predicate) -> bool:
    return passage.any("counted", one.first, one.end) and one.verb_class not in ACTIVITIES
