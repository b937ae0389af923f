"""The carrying verb of each sentence: found behind "will", behind a wish, in an order or in a fragment."""

from dataclasses import replace

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
    staff_work,
)

_LEADS = listed("predicates", "leads")
_DATE_LEADS = listed("predicates", "date_leads")
_BEGINNINGS = listed("predicates", "beginnings")
_AFTER_WISH = listed("predicates", "after_wish")
_RISING = frozenset({"improving", "increasing", "rising", "growing", "moving", "up"})
_FALLING = frozenset({"decreasing", "reducing", "falling", "dropping", "down"})
_GOAL_WORDS = listed("predicates", "goal_words")
_BEFORE_IMPERATIVE = listed("predicates", "before_imperative")
_BEFORE_NOUNS = listed("predicates", "before_nouns")
_NOUNS_LIKE_VERBS = listed("predicates", "nouns_like_verbs")
_SKIPPED = listed("predicates", "skipped")
_AFTER_ORDER = listed("predicates", "after_order")
_NOUN_ENDS = ("ion", "cy", "ing", "ty", "nce", "ment", "ness", "ics", "s", "ed", "er", "or", "th")
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


def _lead(passage: Passage, first: int, end: int) -> tuple[int, bool]:
    """Skip "Goal 1:", "By May 15," and "By using centers,"; tell whether means led the clause."""
    means = False
    for _turn in range(3):
        colon = next((at for at in range(first, min(first + 7, end)) if passage.low(at) == ":"), None)
        if colon is not None and not passage.any("modal", first, colon):
            first = colon + 1
            continue
        low = passage.low(first)
        if low in _LEADS:
            comma = next(
                (
                    at
                    for at in range(first, min(first + 30, end))
                    if passage.low(at) == "," and not _in_date(passage, at)
                ),
                None,
            )
            modal = passage.find("modal", first, end)
            if comma is not None and (modal is None or comma < modal):
                causal = low in ("by", "through", "using", "with") or passage.low(first + 2) == "result"
                means = means or (causal and _is_means(passage, first, comma))
                first = comma + 1
                continue
        if low in _DATE_LEADS and passage.any("dated", first, min(first + 7, end)):
            place = first + 1
            while place < end and (
                passage.has(place, "dated") or passage.low(place) in ("the", "end", "of", ",", "no", "later")
            ):
                place += 1
            first = place
            continue
        break
    return first, means


def _in_date(passage: Passage, at: int) -> bool:
    return passage.has(at, "dated") and passage.has(at + 1, "dated") and passage.has(at - 1, "dated")


def _is_means(passage: Passage, first: int, end: int) -> bool:
    doing = passage.low(first + 1)
    gerund = (
        doing.endswith("ing")
        and (passage.has(first + 1, "verb_activity") or passage.low(first) == "by")
        and not passage.has(first + 1, "dated")
    )
    return (
        gerund
        or (passage.low(first) == "using" and not passage.any("assessment", first, end))
        or (passage.any("means", first, end) and not passage.any("dated", first, end))
    )


def _tail_means(passage: Passage, verb: int, end: int) -> bool:
    """Find "by implementing ..." or "through small-group instruction" after the verb."""
    for at in range(verb + 1, end - 1):
        low = passage.low(at)
        if (
            low == "by"
            and passage.low(at + 1).endswith("ing")
            and passage.has(at + 1, "verb_activity")
            and not passage.has(at + 1, "broad")
        ):
            return True
        if low in ("through", "via") or (low == "with" and passage.low(at + 1) in ("the", "targeted", "daily")):
            stop = next(
                (
                    place
                    for place in range(at + 1, min(at + 9, end))
                    if passage.low(place) in (",", "from", "by", "to", "as")
                ),
                min(at + 9, end),
            )
            if passage.any("means", at + 1, stop) and not passage.any("assessment", at + 1, stop):
                return True
    return False


def _verb_after(passage: Passage, at: int, end: int) -> int:
    """Skip helpers and adverbs after "will" or "to" to the carrying verb."""
    while at < end and (passage.low(at) in _SKIPPED or (passage.low(at).endswith("ly") and len(passage.low(at)) > 4)):
        nxt = passage.low(at + 1)
        done = at + 1 >= end or passage.has(at + 1, "break")
        if done or (passage.low(at) in _BEGINNINGS and nxt != "to"):
            break
        if (
            passage.low(at) in ("be", "have")
            and nxt not in ("able", "been")
            and not (passage.low(at) == "have" and nxt.endswith("ed"))
            and not (nxt.endswith("ly") and passage.has(at + 2, "passive_activity"))
        ):
            break
        at += 1
    return at


def _clause(passage: Passage, first: int, end: int) -> Predicate | None:
    start, means = _lead(passage, first, end)
    goal = next(
        (
            at
            for at in range(start, min(start + 14, end))
            if passage.low(at) in _GOAL_WORDS and passage.low(at + 1) in ("is", "are", "for", "this")
        ),
        None,
    )
    if goal is not None:
        linking = next((at for at in range(goal + 1, min(goal + 12, end)) if passage.low(at) in ("is", "are")), None)
        if linking is not None:
            start = linking + 1
            while passage.low(start) in ("for", "that", "to", ":"):
                start += 1
    found = (
        _framed(passage, start, first, end)
        or _modal(passage, start, first, end)
        or _bare(passage, start, first, end, led=goal is not None)
    )
    if found is None:
        return None
    return replace(found, start=start, means=means or _tail_means(passage, found.verb, end))


def _framed(passage: Passage, start: int, first: int, end: int) -> Predicate | None:
    """Read "I want X to improve", "we will ensure that X reach": the wish is dropped, its content judged."""
    frame = next((at for at in range(start, min(start + 12, end)) if passage.has(at, "frame")), None)
    if frame is None or any(passage.tokens[at].kind == "mark" for at in range(start, frame)):
        return None
    modal_before = passage.find("modal", start, frame)
    if modal_before is not None and _verb_after(passage, modal_before + 1, end) != frame:
        return None
    adult = modal_before is not None or find_actor(passage, start, frame) in (Actor.ADULT, Actor.NOBODY)
    if not adult or passage.low(frame + 1) in ("goal",):
        return None
    ensured = passage.low(frame) in ("ensure", "ensures", "see", "ensuring", "guarantee")
    noun = passage.low(frame) in ("plan", "expected", "need") and passage.low(frame + 1) not in _AFTER_WISH
    if noun:
        return None
    inner = frame + 1
    while passage.low(inner) in ("that", "for", "like"):
        inner += 1
    if passage.low(inner) == "to":
        verb = _verb_after(passage, inner + 1, end)
        return judge(passage, Actor.ADULT, verb, (start, frame), first, end)
    modal = passage.find("modal", inner, end)
    to = next(
        (
            at
            for at in range(inner, end)
            if passage.low(at) == "to"
            and passage.tokens[min(at + 1, end - 1)].kind == "word"
            and not passage.has(at + 1, "dated")
        ),
        None,
    )
    split = min((at for at in (modal, to) if at is not None), default=None)
    conceded = ensured
    if split is None:
        return _present(passage, inner, first, end, conceded=conceded) or _nominal(
            passage, inner, first, end, conceded=conceded
        )
    found = judge(
        passage,
        find_actor(passage, inner, split),
        _verb_after(passage, split + 1, end),
        (inner, split),
        first,
        end,
    )
    return replace(found, conceded=conceded)


def _modal(passage: Passage, start: int, first: int, end: int) -> Predicate | None:
    purpose = next((at for at in range(start + 1, end) if passage.low(at) == "so"), end)
    modal = passage.find("modal", start, purpose)
    if modal is None:
        return None
    verb = _verb_after(passage, passage.run("modal", modal), end)
    if verb >= end:
        return None
    subject = (start, modal + passage.has(modal, "adult"))
    return judge(passage, find_actor(passage, *subject), verb, subject, first, end)


def _bare(passage: Passage, start: int, first: int, end: int, *, led: bool) -> Predicate | None:
    """Sentences without "will": imperatives, infinitives, gerunds, present tense, nominal fragments."""
    place = start
    while passage.low(place) in _BEFORE_IMPERATIVE:
        place += 1
    low = passage.low(place)
    change = passage.has(place, "verb_up") or passage.has(place, "verb_down")
    gerund = low.endswith("ing") and passage.has(place, "verb_activity_imperative")
    # "Writing remains our weakest area" names a subject; "Writing a guide" is something adults do.
    subject = passage.has(place, "broad") and passage.low(place + 1) not in _AFTER_ORDER
    doing = low in base_forms("verb_activity_imperative") or (gerund and not subject)
    if _orders(passage, place, end):
        return judge_adults(passage, Actor.ADULT, place, (place, place), first, end)
    if (
        place < end
        and ((change and not low.endswith(("ed", "s"))) or doing)
        and not passage.has(place, "dated")
        and not passage.tokens[place].owner
    ):
        if doing and passage.low(place + 1) == "and" and passage.has(place + 2, "verb_up"):
            return judge(passage, Actor.NOBODY, place + 2, (place, place), first, end)
        if doing and (low not in ("help", "support") or not led):
            return judge_adults(passage, Actor.ADULT, place, (place, place), first, end)
        return judge(passage, Actor.NOBODY, place, (place, place), first, end)
    return (
        _handed_in(passage, start, first, end)
        or _adults_doing(passage, start, first, end)
        or _present(passage, start, first, end, conceded=False)
        or _nominal(passage, start, first, end, conceded=False)
    )


def _orders(passage: Passage, at: int, end: int) -> bool:
    """Tell whether a sentence begins with an order in a verb that no list knows: "Walk through five rooms"."""
    if at + 1 >= end or passage.tokens[at].kind != "word" or passage.low(at + 1) not in _AFTER_ORDER:
        return False
    names = ("verb_activity", "assessment", "not_assessment", "student_activity")
    known = any(not name.startswith(names) for name in passage.classes[at])
    return not known and not passage.low(at).endswith(_NOUN_ENDS)


def _adults_doing(passage: Passage, start: int, first: int, end: int) -> Predicate | None:
    """Read "Coaches model lessons", "I ask open questions": people in the plural and then a word that acts."""
    for at in range(start, min(start + 5, end - 1)):
        low, nxt = passage.low(at), passage.low(at + 1)
        people = passage.has(at, "adult") and not passage.has(at, "place") and (low in ("i", "staff") or low[-1] == "s")
        acting = passage.tokens[at + 1].kind == "word" and not passage.has(at + 1, "stop") and not nxt.endswith("ing")
        if people and acting and not passage.tokens[at].owner and not _of_results(passage, at + 1):
            found = judge_adults(passage, Actor.ADULT, at + 1, (start, at + 1), first, end)
            return replace(found, future=False)
        if passage.tokens[at].kind != "word" or passage.has(at, "student"):
            return None
    return None


def _of_results(passage: Passage, at: int) -> bool:
    """Tell whether the word after people is no doing of theirs: "staff survey", "teachers reported"."""
    names = ("assessment", "modal", "past_change", "generic", "student", "adult", "verb_perception")
    return passage.low(at).endswith("ed") or any(passage.has(at, name) for name in names)


def _present(passage: Passage, start: int, first: int, end: int, *, conceded: bool) -> Predicate | None:
    for at in range(start + 1, end):
        token = passage.tokens[at]
        if token.kind != "word" or token.glued or passage.low(at - 1) in _BEFORE_NOUNS:
            continue
        low = token.low
        known = (
            any(passage.has(at, name) for name in ("verb_up", "verb_down", "verb_outcome", "verb_activity"))
            or low in _BE
        )
        noun = (
            low in _NOUNS_LIKE_VERBS
            and not passage.has(at - 1, "student")
            and passage.low(at - 1) not in ("we", "i", "teachers", "staff")
        )
        if not known or noun or low.endswith("ing"):
            continue
        subject = find_actor(passage, start, at)
        if subject is Actor.NOBODY:
            continue
        found = judge(passage, subject, at, (start, at), first, end)
        return replace(found, conceded=conceded, future=False)
    return None


def _nominal(passage: Passage, start: int, first: int, end: int, *, conceded: bool) -> Predicate | None:
    """Read fragments: "Implementation of ...", "A 10 % increase in ...", "85 % of students proficient"."""
    if start >= end:
        return None
    noun = passage.find("activity_noun", start, min(start + 6, end))
    stop = end if noun is not None and passage.low(noun) == "completion" else noun
    if noun is not None and passage.find("student", start, stop) is None:
        return Predicate(Actor.ADULT, VerbClass.ACTIVITY, noun, (start, noun), first, end, future=False)
    if staff_work(passage, start, end) or staff_work(passage, first, start):
        kind = VerbClass.PERCEPTION if passage.any("perception", start, end) else VerbClass.ACTIVITY
        return Predicate(Actor.ADULT, kind, start, (start, end), first, end, future=False)
    verb, kind = _nominal_verb(passage, start, end)
    edge = verb if passage.low(verb) in _RISING or passage.low(verb) in _FALLING else end
    actor = Actor.THING if edge == end and kind is not VerbClass.NONE else find_actor(passage, start, edge)
    return Predicate(actor, kind, verb, (start, edge), first, end, future=False, conceded=conceded)


def _handed_in(passage: Passage, start: int, first: int, end: int) -> Predicate | None:
    """Find "completed by 85% of seniors": something students hand in."""
    for at in range(start, end - 1):
        handed = passage.low(at) in ("completed", "submitted") and passage.low(at + 1) == "by"
        if handed and passage.any("student", at + 1, min(at + 8, end)):
            return Predicate(Actor.STUDENT, VerbClass.PARTICIPATION, at, (start, at), first, end, future=False)
    return None


def _nominal_verb(passage: Passage, start: int, end: int) -> tuple[int, VerbClass]:
    """Find the word of change that stands for a verb, or the start where there is none."""
    for at in range(start, end):
        if passage.low(at) in _RISING:
            return at, VerbClass.CHANGE_UP
        if passage.low(at) in _FALLING:
            return at, VerbClass.CHANGE_DOWN
    change = passage.find("change_noun", start, end)
    if change is None:
        return start, VerbClass.NONE
    return change, VerbClass.CHANGE_DOWN if passage.has(change, "down_noun") else VerbClass.CHANGE_UP


def read(passage: Passage) -> tuple[Predicate, ...]:
    """Give the predicate of each sentence, the one that carries the goal first."""
    found = [one for first, end in passage.sentences() if (one := _clause(passage, first, end)) is not None]
    return tuple(
        sorted(found, key=lambda one: -(_WORTH[one.verb_class] + 4 * _has_numbers(passage, one) + 2 * one.future))
    )


def _has_numbers(passage: Passage, one: Predicate) -> bool:
    return passage.any("counted", one.first, one.end) and one.verb_class not in ACTIVITIES
