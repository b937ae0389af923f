"""Who does what: the actor and the kind of verb that carries the sentence."""

from dataclasses import dataclass, replace
from enum import StrEnum

from aimline.domain.smart.lexicon import starting
from aimline.domain.smart.passage import Passage


class Actor(StrEnum):
    """Who acts; a thing is a result such as "reading fluency"."""

    ADULT = "adult"
    STUDENT = "student"
    THING = "thing"
    NOBODY = "nobody"


class VerbClass(StrEnum):
    """What kind of doing it is (domain.md 4.1)."""

    ACTIVITY = "activity"
    PRODUCT = "product"
    OUTCOME = "outcome"
    SOFT = "soft"
    CHANGE_UP = "change_up"
    CHANGE_DOWN = "change_down"
    PARTICIPATION = "participation"
    STUDENT_ACTIVITY = "student_activity"
    PERCEPTION = "perception"
    NONE = "none"


@dataclass(frozen=True)
class Predicate:
    """The carrying verb at token `verb` with its actor; `first` and `end` bound its sentence."""

    actor: Actor
    verb_class: VerbClass
    verb: int
    subject: tuple[int, int]
    first: int
    end: int
    future: bool
    start: int = 0
    means: bool = False
    conceded: bool = False


ACTIVITIES = frozenset({VerbClass.ACTIVITY, VerbClass.PRODUCT})
_PREPOSITIONS = frozenset({"in", "at", "on", "from", "for", "with", "among", "between", "receiving", "who", "that", "enrolled", "scoring", "meeting", "reading", "earning", "taking", "performing", "achieving", "demonstrating", "across", "(", "identified", "passing", "as", "having", "by", "through", "during", "within", "attending", "being", "missing", "which"})
_SKIPPED = frozenset({"be", "able", "to", "also", "continue", "begin", "start", "strive", "aim", "work", "seek", "not", "together", "have", "all", "each", "then", "both", "been", "learn", "further", "collectively", "now"})
_ADULT_MODIFIERS = frozenset({"teacher", "teachers", "staff", "parent", "parents", "family", "families", "faculty", "educator", "educators", "caregiver", "volunteer"})
_SCHOOL_WORDS = frozenset({"school", "attendance", "class", "classes", "daily", "regularly", "every"})
_BE = frozenset({"be", "are", "is", "been", "being", "was", "were"})


def _subject(passage: Passage, first: int, end: int) -> Actor:
    """Find who acts in the words before the verb: the head of the first noun phrase."""
    head, modified = -1, False
    at = first
    while at < end:
        low, token = passage.low(at), passage.tokens[at]
        if low == "of":
            if not (head < 0 or passage.has(at - 1, "quantity") or passage.has(at - 2, "quantity") or passage.has(head, "quantity")):
                break
            head = -1
        elif (low in _PREPOSITIONS and head >= 0 and not token.glued) or (low in ("to", "than") and head >= 0):
            break
        elif token.kind == "word" and not token.owner and low not in ("our", "the", "all", "every", "each", "my", "and"):
            glued_next = at + 1 < len(passage.tokens) and passage.tokens[at + 1].glued
            modified = modified or (low in _ADULT_MODIFIERS and not glued_next)
            head = at
        at += 1
    return _head_kind(passage, head, modified)


def _head_kind(passage: Passage, head: int, modified: bool) -> Actor:
    if head < 0:
        return Actor.NOBODY
    low = passage.low(head)
    if passage.has(head, "student") and low not in ("reader",):
        return Actor.STUDENT
    if passage.has(head, "adult") or low in ("classroom", "classrooms") or modified:
        return Actor.ADULT
    if low.isalpha() and passage.has(head, "group_label"):
        return Actor.STUDENT
    return Actor.THING


def _lead(passage: Passage, first: int, end: int) -> tuple[int, bool]:
    """Skip "Goal 1:", "By May 15," and "By using centers,": give where the clause starts and whether means led it."""
    means = False
    for _turn in range(3):
        colon = next((at for at in range(first, min(first + 7, end)) if passage.low(at) == ":"), None)
        if colon is not None and not passage.any("modal", first, colon):
            first = colon + 1
            continue
        low = passage.low(first)
        if low in ("by", "in", "before", "at", "during", "through", "using", "on", "with", "within", "over", "from", "as", "after", "d'ici", "given", "for", "until", "this", "throughout", "when", "to", "beginning", "starting", "between", "currently", "because"):
            comma = next((at for at in range(first, min(first + 30, end)) if passage.low(at) == "," and not _in_date(passage, at)), None)
            modal = passage.find("modal", first, end)
            if comma is not None and (modal is None or comma < modal):
                causal = low in ("by", "through", "using", "with") or passage.low(first + 2) == "result"
                means = means or (causal and _is_means(passage, first, comma))
                first = comma + 1
                continue
        if low in ("by", "before", "in", "on", "at", "within", "during") and passage.any("dated", first, min(first + 7, end)):
            place = first + 1
            while place < end and (passage.has(place, "dated") or passage.low(place) in ("the", "end", "of", ",", "no", "later")):
                place += 1
            first = place
            continue
        break
    return first, means


def _in_date(passage: Passage, at: int) -> bool:
    return passage.has(at, "dated") and passage.has(at + 1, "dated") and passage.has(at - 1, "dated")


def _is_means(passage: Passage, first: int, end: int) -> bool:
    doing = passage.low(first + 1)
    gerund = doing.endswith("ing") and (passage.has(first + 1, "verb_activity") or passage.low(first) == "by") and not passage.has(first + 1, "dated")
    return gerund or (passage.low(first) == "using" and not passage.any("assessment", first, end)) or (passage.any("means", first, end) and not passage.any("dated", first, end))


def _tail_means(passage: Passage, verb: int, end: int) -> bool:
    """Find "by implementing ..." or "through small-group instruction" after the verb."""
    for at in range(verb + 1, end - 1):
        low = passage.low(at)
        if low == "by" and passage.low(at + 1).endswith("ing") and passage.has(at + 1, "verb_activity") and not passage.has(at + 1, "broad"):
            return True
        if low in ("through", "via") or (low == "with" and passage.low(at + 1) in ("the", "targeted", "daily")):
            stop = next((place for place in range(at + 1, min(at + 9, end)) if passage.low(place) in (",", "from", "by", "to", "as")), min(at + 9, end))
            if passage.any("means", at + 1, stop) and not passage.any("assessment", at + 1, stop):
                return True
    return False


def _verb_after(passage: Passage, at: int, end: int) -> int:
    """Skip helpers and adverbs after "will" or "to" to the carrying verb."""
    while at < end and (passage.low(at) in _SKIPPED or (passage.low(at).endswith("ly") and len(passage.low(at)) > 4)):
        nxt = passage.low(at + 1)
        done = at + 1 >= end or passage.has(at + 1, "break")
        if done or (passage.low(at) in ("work", "start", "begin", "continue", "strive", "aim", "seek", "learn") and nxt != "to"):
            break
        if passage.low(at) in ("be", "have") and nxt not in ("able", "been") and not (nxt.endswith("ly") and passage.has(at + 2, "passive_activity")):
            break
        at += 1
    return at


def _clause(passage: Passage, first: int, end: int) -> Predicate | None:
    start, means = _lead(passage, first, end)
    goal = next((at for at in range(start, min(start + 14, end)) if passage.low(at) in ("goal", "goals", "objective", "aim", "target", "mission", "vision") and passage.low(at + 1) in ("is", "are", "for", "this")), None)
    if goal is not None:
        linking = next((at for at in range(goal + 1, min(goal + 12, end)) if passage.low(at) in ("is", "are")), None)
        if linking is not None:
            start = linking + 1
            while passage.low(start) in ("for", "that", "to", ":"):
                start += 1
    found = _framed(passage, start, first, end) or _modal(passage, start, first, end) or _bare(passage, start, first, end, led=goal is not None)
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
    adult = modal_before is not None or _subject(passage, start, frame) in (Actor.ADULT, Actor.NOBODY)
    if not adult or passage.low(frame + 1) in ("goal",):
        return None
    ensured = passage.low(frame) in ("ensure", "ensures", "see", "ensuring", "guarantee")
    if passage.low(frame) in ("plan", "see", "expected", "need") and passage.low(frame + 1) not in ("to", "an", "a", "that", "our", "for"):
        if not (passage.low(frame) == "see" and ensured):
            return None
    inner = frame + 1
    while passage.low(inner) in ("that", "for", "like"):
        inner += 1
    if passage.low(inner) == "to":
        verb = _verb_after(passage, inner + 1, end)
        return _judge(passage, Actor.ADULT, verb, (start, frame), first, end)
    modal = passage.find("modal", inner, end)
    to = next((at for at in range(inner, end) if passage.low(at) == "to" and passage.tokens[min(at + 1, end - 1)].kind == "word" and not passage.has(at + 1, "dated")), None)
    split = min((at for at in (modal, to) if at is not None), default=None)
    conceded = ensured
    if split is None:
        return _present(passage, inner, first, end, conceded) or _nominal(passage, inner, first, end, conceded)
    found = _judge(passage, _subject(passage, inner, split), _verb_after(passage, split + 1, end), (inner, split), first, end)
    return replace(found, conceded=conceded)


def _modal(passage: Passage, start: int, first: int, end: int) -> Predicate | None:
    modal = passage.find("modal", start, end)
    if modal is None:
        return None
    verb = _verb_after(passage, modal + 1, end)
    if verb >= end:
        return None
    return _judge(passage, _subject(passage, start, modal), verb, (start, modal), first, end)


def _bare(passage: Passage, start: int, first: int, end: int, *, led: bool) -> Predicate | None:
    """Sentences without "will": imperatives, infinitives, gerunds, present tense, nominal fragments."""
    place = start
    while passage.low(place) in ("to", "and", "also", "-", "•", "*", "–", "continue", "please", "let's", "o"):
        place += 1
    low = passage.low(place)
    change = passage.has(place, "verb_up") or passage.has(place, "verb_down")
    doing = low in starting("verb_activity_imperative") or (low.endswith("ing") and passage.has(place, "verb_activity_imperative"))
    if place < end and ((change and not low.endswith(("ed", "s"))) or doing) and not passage.has(place, "dated") and not passage.tokens[place].owner:
        if doing and passage.low(place + 1) == "and" and passage.has(place + 2, "verb_up"):
            return _judge(passage, Actor.NOBODY, place + 2, (place, place), first, end)
        if doing and (low not in ("help", "support") or not led):
            return _activity_or_product(passage, Actor.ADULT, place, (place, place), first, end)
        return _judge(passage, Actor.NOBODY, place, (place, place), first, end)
    return _present(passage, start, first, end, False) or _nominal(passage, start, first, end, False)


def _present(passage: Passage, start: int, first: int, end: int, conceded: bool) -> Predicate | None:
    for at in range(start + 1, end):
        token = passage.tokens[at]
        if token.kind != "word" or token.glued or passage.low(at - 1) in ("of", "the", "a", "an", "in", "on", "to", "who", "that", "and", "our", "for", "from", "%", "percent", "at"):
            continue
        low = token.low
        known = any(passage.has(at, name) for name in ("verb_up", "verb_down", "verb_outcome", "verb_activity")) or low in _BE
        noun = low in ("students", "test", "tests", "score", "scores", "work", "groups", "plan", "plans", "model", "models", "practice", "screen", "map", "drop", "gain", "gains", "cut", "form", "forms", "study", "unit", "group", "address", "place", "places", "rate", "rates", "change", "progress", "support", "supports", "look", "start", "focus", "name", "names", "share", "reports", "report", "step", "read", "lead", "records", "schedule", "host", "average", "increase", "growth", "design", "track", "present", "list", "fund", "post", "review", "visits", "visit", "reach", "count", "order", "coach", "benchmark", "equip", "guide", "value", "values", "calls", "set") and not passage.has(at - 1, "student") and passage.low(at - 1) not in ("we", "i", "teachers", "staff")
        if not known or noun or low.endswith("ing"):
            continue
        subject = _subject(passage, start, at)
        if subject is Actor.NOBODY:
            continue
        found = _judge(passage, subject, at, (start, at), first, end)
        return replace(found, conceded=conceded, future=False)
    return None


def _nominal(passage: Passage, start: int, first: int, end: int, conceded: bool) -> Predicate | None:
    """Fragments without a verb: "Implementation of ...", "A 10 % increase in ...", "From 12 to 20 ...", "85 % of students proficient"."""
    noun = passage.find("activity_noun", start, min(start + 6, end))
    if noun is not None and passage.find("student", start, noun) is None:
        return Predicate(Actor.ADULT, VerbClass.ACTIVITY, noun, (start, noun), first, end, future=False)
    for at in range(start, end):
        if passage.low(at) in ("improving", "increasing", "rising", "growing", "moving", "up"):
            return Predicate(_subject(passage, start, at), VerbClass.CHANGE_UP, at, (start, at), first, end, future=False, conceded=conceded)
        if passage.low(at) in ("decreasing", "reducing", "falling", "dropping", "down"):
            return Predicate(_subject(passage, start, at), VerbClass.CHANGE_DOWN, at, (start, at), first, end, future=False, conceded=conceded)
    change = passage.find("change_noun", start, end)
    if change is not None:
        down = passage.has(change, "down_noun")
        return Predicate(Actor.THING, VerbClass.CHANGE_DOWN if down else VerbClass.CHANGE_UP, change, (start, end), first, end, future=False, conceded=conceded)
    return Predicate(_subject(passage, start, end), VerbClass.NONE, start, (start, end), first, end, future=False, conceded=conceded) if start < end else None


def _judge(passage: Passage, actor: Actor, verb: int, subject: tuple[int, int], first: int, end: int) -> Predicate:
    if actor is Actor.ADULT:
        return _activity_or_product(passage, actor, verb, subject, first, end)
    if actor is Actor.NOBODY and _of_adults(passage, verb, end):
        return Predicate(Actor.ADULT, VerbClass.ACTIVITY, verb, subject, first, end, future=True)
    kind = _student_verb(passage, verb, end) if actor is Actor.STUDENT else _thing_verb(passage, verb, end)
    if kind in ACTIVITIES:
        actor = Actor.ADULT
    return Predicate(actor, kind, verb, subject, first, end, future=True)


def _of_adults(passage: Passage, verb: int, end: int) -> bool:
    """Tell whether an order aims at what adults do: "increase parent attendance", "strengthen our PLC"."""
    stop = _object_end(passage, verb, end)
    return passage.any("adult_object", verb + 1, stop) and not passage.any("student", verb + 1, stop)


def _change(passage: Passage, verb: int) -> VerbClass | None:
    if passage.has(verb, "verb_down"):
        return VerbClass.CHANGE_DOWN
    return VerbClass.CHANGE_UP if passage.has(verb, "verb_up") else None


def _object_end(passage: Passage, verb: int, end: int) -> int:
    return next((at for at in range(verb + 1, end) if passage.low(at) in ("from", "by", "so", "to", ",", "for", "who", "as")), end)


def _activity_or_product(passage: Passage, actor: Actor, verb: int, subject: tuple[int, int], first: int, end: int) -> Predicate:
    """Classify what adults do: a perception, a product, an activity, or a student result they take on."""
    stop = _object_end(passage, verb, end)
    change = _change(passage, verb)
    object_adult = passage.any("adult_object", verb + 1, stop)
    perceiving = passage.has(verb, "verb_perception") or (passage.low(verb) in _BE | {"become", "have"} and passage.any("perception", verb + 1, min(verb + 5, end)))
    outcome_object = passage.has(verb, "verb_outcome") and any(passage.has(at, "student") for at in range(verb + 1, stop))
    if perceiving:
        kind = VerbClass.PERCEPTION
    elif passage.low(verb) in _BE and not passage.has(verb + 1, "passive_activity") and not passage.low(verb + 1).endswith("ing"):
        kind = VerbClass.NONE
    elif change is not None and not object_adult and passage.low(verb) not in ("expand", "move", "shift", "change"):
        kind = change
    elif passage.has(verb, "verb_making") and passage.any("product", verb + 1, stop):
        kind = VerbClass.PRODUCT
    elif passage.low(verb) in ("achieve", "attain", "reach", "meet", "score", "earn", "exceed", "average", "have", "see", "get", "close", "show") and (passage.any("counted", verb + 1, end) or outcome_object) and not object_adult and passage.low(verb + 1) not in ("weekly", "monthly", "with", "daily", "twice", "once", "every", "as"):
        kind = VerbClass.OUTCOME
    else:
        kind = VerbClass.ACTIVITY
    return Predicate(actor, kind, verb, subject, first, end, future=True)


def _student_verb(passage: Passage, verb: int, end: int) -> VerbClass:
    nxt = passage.low(verb + 1)
    low = passage.low(verb)
    if low in _BE and (passage.has(verb + 1, "passive_activity") or (nxt.endswith("ly") and passage.has(verb + 2, "passive_activity"))):
        return VerbClass.STUDENT_ACTIVITY if nxt in ("exposed", "introduced", "invited") else VerbClass.ACTIVITY
    if passage.has(verb, "verb_soft") or any(name.startswith("soft_phrase^") for name in passage.classes[verb]):
        return VerbClass.SOFT
    if passage.has(verb, "verb_participation") and _participates(passage, verb, end):
        return VerbClass.PARTICIPATION
    phrase = any(name.startswith("student_activity^") for name in passage.classes[verb])
    single = passage.has(verb, "student_activity") and low in ("use", "practice", "practise", "receive", "receives", "experience", "spend", "visit", "study", "explore", "discuss", "collaborate", "rotate")
    if phrase or (single and not passage.any("tool_skill", verb + 1, end) and not passage.any("counted", 0, end)):
        return VerbClass.STUDENT_ACTIVITY
    return _change(passage, verb) or VerbClass.OUTCOME


def _participates(passage: Passage, verb: int, end: int) -> bool:
    low, nxt = passage.low(verb), passage.low(verb + 1)
    if low.startswith("attend"):
        near = {passage.low(at) for at in range(verb + 1, min(verb + 5, end))}
        return not near & _SCHOOL_WORDS and not passage.any("metric_attendance", verb + 1, end)
    if low in ("turn", "sign", "log"):
        return nxt in ("in", "up", "on", "into") or "minutes" in (nxt, passage.low(verb + 2))
    graduates = {"course", "courses", "credits", "algebra", "graduation", "requirements"}
    return not graduates & {passage.low(at) for at in range(verb + 1, min(verb + 6, end))}


def _thing_verb(passage: Passage, verb: int, end: int) -> VerbClass:
    nxt = verb + 2 if passage.low(verb + 1).endswith("ly") else verb + 1
    if passage.low(verb) in _BE and passage.has(nxt, "passive_activity"):
        return VerbClass.ACTIVITY
    if passage.low(verb) in ("happen", "take", "occur", "begin", "start") and passage.low(nxt) not in ("from", "at"):
        return VerbClass.ACTIVITY
    return _change(passage, verb) or VerbClass.OUTCOME


_WORTH = {VerbClass.CHANGE_UP: 3, VerbClass.CHANGE_DOWN: 3, VerbClass.OUTCOME: 3, VerbClass.SOFT: 2, VerbClass.PARTICIPATION: 2, VerbClass.PERCEPTION: 2,
          VerbClass.STUDENT_ACTIVITY: 2, VerbClass.ACTIVITY: 1, VerbClass.PRODUCT: 1, VerbClass.NONE: 0}  # fmt: skip


def read(passage: Passage) -> tuple[Predicate, ...]:
    """Give the predicate of each sentence, the one that carries the goal first."""
    found = [one for first, end in passage.sentences() if (one := _clause(passage, first, end)) is not None]
    return tuple(sorted(found, key=lambda one: -(_WORTH[one.verb_class] + 4 * _has_numbers(passage, one) + 2 * one.future)))


def _has_numbers(passage: Passage, one: Predicate) -> bool:
    return passage.any("counted", one.first, one.end) and one.verb_class not in ACTIVITIES
