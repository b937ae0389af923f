"""Who acts, and what kind of doing a verb is (domain.md 4.1)."""

from dataclasses import dataclass
from enum import StrEnum

from aimline.domain.smart.lexicon import listed
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


@dataclass(slots=True)
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


_DETERMINERS = listed("verbs", "determiners")
_COLLECTIVES = listed("verbs", "collectives")
_INTRANSITIVE = listed("verbs", "intransitive")
_FINISHED = listed("verbs", "finished")
_EVENTS = listed("verbs", "events")
_EVENT_NOUNS = listed("verbs", "event_nouns")
_OBJECT_ENDS = listed("verbs", "object_ends")
_REACHING = listed("verbs", "reaching")
_NO_RESULT_AFTER = listed("verbs", "no_result_after")
_SINGLE_ACTIVITIES = listed("verbs", "single_activities")
_PREPOSITIONS = listed("verbs", "prepositions")
_ADULT_MODIFIERS = listed("verbs", "adult_modifiers")
# "A newsletter will go home", "the walls will get a coat of paint": a thing of adults changes no result.
_GOES = frozenset({"go", "get"})
_ADULTS = frozenset({"adult", "project"})
_LIMITS = frozenset({"to", "than"})
_SAYING = ("ed", "ing")
_BRINGS = frozenset({"bring", "brings", "take", "pull", "push"})
_MOVES = frozenset({"expand", "move", "shift", "change"}) | _BRINGS
_MOVED = frozenset({"student", "metric_gap"})
_EFFECTS = frozenset({"effect", "achieve", "see", "show", "produce", "realise", "realize", "secure"})
_UP_OR_DOWN = frozenset({"up", "down"})
_NEAR = 9
_NOUN = 8
_WAYS = frozenset({"from", "to"})
_DOWN = frozenset({"down"})
_OBJECT = 24
_SCHOOL_WORDS = frozenset({"school", "attendance", "class", "classes", "daily", "regularly", "every"})
_TIMES = frozenset({"minutes", "hours"})
_RESULTS = frozenset({"verb_outcome", "verb_soft", "stop", "modal", "helper"})
_BE = frozenset({"be", "are", "is", "been", "being", "was", "were"})
ACTIVITIES = frozenset({VerbClass.ACTIVITY, VerbClass.PRODUCT})
_ADULT_DEEDS = ACTIVITIES | {VerbClass.PERCEPTION}
# Under their own names, because Python 3.11 looks up the members of an enumeration slowly.
_STUDENT, _ADULT, _NOBODY, _THING = Actor.STUDENT, Actor.ADULT, Actor.NOBODY, Actor.THING
_UP, _FALLS = VerbClass.CHANGE_UP, VerbClass.CHANGE_DOWN


def find_actor(passage: Passage, first: int, end: int) -> Actor:
    """Find who acts in the words before the verb: the head of the first noun phrase."""
    head, modified = find_head(passage, first, end)
    return _head_kind(passage, head, modified=modified)


def staff_work(passage: Passage, first: int, end: int) -> bool:
    """Tell whether a subject is adults counted, what is theirs, or a thing they make: not "we", not a school."""
    head, modified = find_head(passage, first, end)
    if head < 0 or passage.has(head, "student") or passage.lows[head] in _COLLECTIVES:
        return False
    return modified or passage.has(head, "project") or passage.has(head, "adult")


def find_head(passage: Passage, first: int, end: int) -> tuple[int, bool]:
    """Give the place of the head of the first noun phrase (-1 without one), and whether adults own it."""
    lows, kinds, owners = passage.lows, passage.kinds, passage.owners
    head, modified = -1, False
    for at in range(first, end):
        low = lows[at]
        if low == "of":
            if head >= 0 and not _counts(passage, at, head):
                break
            head = -1
        elif head >= 0 and _ends_phrase(passage, at, head):
            break
        elif owners[at]:
            modified = modified or low in _ADULT_MODIFIERS
        elif kinds[at] == "word" and low not in _DETERMINERS:
            modified = modified or (low in _ADULT_MODIFIERS and not passage.glues(at + 1))
            head = at
    return head, modified


def _counts(passage: Passage, at: int, head: int) -> bool:
    """Tell the "of" of "a group of students" from the one that ends a phrase."""
    classes = passage.classes
    return "quantity" in classes[at - 1] or "quantity" in classes[at - 2] or "quantity" in classes[head]


def _ends_phrase(passage: Passage, at: int, head: int) -> bool:
    low = passage.lows[at]
    if low in _LIMITS:
        return True
    ends = low in _PREPOSITIONS or ((low in _FINISHED or low.endswith(_SAYING)) and passage.is_of(head, _ADULTS))
    # After adults or their things, "open", "ready", "trained" and "to attend" say something of them.
    return ends and not passage.glued[at]


def _head_kind(passage: Passage, head: int, *, modified: bool) -> Actor:
    if head < 0:
        return _NOBODY
    low = passage.lows[head]
    # "Our grade 12s" ends in the s behind a number.
    numbered = low == "s" and head > 0 and passage.kinds[head - 1] == "number"
    names = passage.classes[head]
    if numbered or ("student" in names and low != "reader"):
        return _STUDENT
    if "project" in names and head > 0 and passage.has(head - 1, "student"):
        return _THING
    theirs = passage.lows[head + 1] == "of" and passage.lows[head + 2] in _ADULT_MODIFIERS
    if "adult" in names or "project" in names or modified or theirs:
        return _ADULT
    if (low.isalpha() and "group_label" in names) or "programme" in names:
        return _STUDENT
    return _THING


def judge(passage: Passage, actor: Actor, verb: int, subject: tuple[int, int], first: int, end: int) -> Predicate:
    if actor is _ADULT:
        return judge_adults(passage, actor, verb, subject, first, end)
    if actor is _NOBODY and (of_adults(passage, verb, end) or _is_headed(passage, first, subject[0], verb, end)):
        return Predicate(_ADULT, VerbClass.ACTIVITY, verb, subject, first, end, future=True)
    kind = _student_verb(passage, verb, end) if actor is _STUDENT else _thing_verb(passage, verb, end)
    if kind in ACTIVITIES:
        actor = _ADULT
    return Predicate(actor, kind, verb, subject, first, end, future=True)


def _is_headed(passage: Passage, first: int, start: int, verb: int, end: int) -> bool:
    """Tell whether a heading of adults' work leads an order that names no students."""
    headed = passage.find_word(_ADULT_MODIFIERS, first, start) is not None
    return headed and not passage.any("student", verb, end)


def of_adults(passage: Passage, verb: int, end: int) -> bool:
    """Tell whether an order aims at what adults do: "increase parent attendance", "strengthen our PLC"."""
    stop = _object_end(passage, verb, end)
    if staff_work(passage, verb + 1, stop):
        return True
    return passage.any("adult_object", verb + 1, stop) and not passage.any("student", verb + 1, stop)


def _change(passage: Passage, verb: int) -> VerbClass | None:
    brought = passage.lows[verb] in _BRINGS and passage.find_word(_DOWN, verb + 1, verb + _OBJECT) is not None
    if passage.has(verb, "verb_down") or brought:
        return _FALLS
    return _UP if passage.has(verb, "verb_up") else None


def _changes_result(passage: Passage, verb: int, stop: int) -> bool:
    """Adults who move students move a result; who move meetings, or expand a club, do not."""
    if passage.lows[verb] not in _MOVES:
        return True
    if passage.lows[verb + 1] in _UP_OR_DOWN and passage.any("counted", verb, verb + _NEAR):
        return True
    if passage.among(_MOVED, verb + 1, min(stop + 1, verb + _NEAR)) and passage.lows[verb] not in _BRINGS:
        return True
    way = passage.find_word(_WAYS, verb + 1, min(verb + _OBJECT, passage.n))
    return way is not None and passage.any("counted", way, way + 3)


def _of_themselves(passage: Passage, verb: int) -> bool:
    """Tell whether adults change something of their own: "staff will grow in their understanding"."""
    near = range(verb + 1, verb + 4)
    return any(passage.lows[at] == "their" for at in near) and not any(
        passage.has(at, "student") for at in range(verb + 1, verb + 6)
    )


def _object_end(passage: Passage, verb: int, end: int) -> int:
    stop = passage.find_word(_OBJECT_ENDS, verb + 1, end)
    return end if stop is None else stop


def judge_adults(
    passage: Passage, actor: Actor, verb: int, subject: tuple[int, int], first: int, end: int
) -> Predicate:
    """Classify what adults do: a perception, a product, an activity, or a student result they take on."""
    stop = _object_end(passage, verb, end)
    change = _change(passage, verb)
    object_adult = passage.any("adult_object", verb + 1, stop)
    perceiving = passage.has(verb, "verb_perception") or (
        passage.lows[verb] in _BE | {"become", "have"} and passage.any("perception", verb + 1, min(verb + 5, end))
    )
    outcome_object = passage.has(verb, "verb_outcome") and any(
        passage.has(at, "student") for at in range(verb + 1, stop)
    )
    own = staff_work(passage, *subject)
    if own and change is not None and passage.lows[verb + 1] in _INTRANSITIVE:
        kind = VerbClass.PERCEPTION if passage.any("perception", *subject) else VerbClass.ACTIVITY
    elif perceiving:
        kind = VerbClass.PERCEPTION
    elif (
        passage.lows[verb] in _BE
        and not own
        and not passage.any("passive_activity", verb + 1, min(verb + 4, end))
        and not passage.lows[verb + 1].endswith("ing")
    ):
        kind = VerbClass.NONE
    elif change is not None and (_of_themselves(passage, verb) or (own and passage.lows[verb] in _GOES)):
        kind = VerbClass.ACTIVITY
    elif change is not None and not object_adult and _changes_result(passage, verb, stop):
        kind = change
    elif (
        passage.lows[verb] in _EFFECTS
        and passage.any("change_noun", verb + 1, min(verb + _NOUN, end))
        and not object_adult
    ):
        falls = passage.any("down_noun", verb + 1, min(verb + _NOUN, end))
        kind = _FALLS if falls else _UP
    elif passage.has(verb, "verb_making") and passage.any("product", verb + 1, stop):
        kind = VerbClass.PRODUCT
    elif (
        passage.lows[verb] in _REACHING
        and (passage.any("counted", verb + 1, end) or outcome_object)
        and not object_adult
        and (outcome_object or not own)
        and passage.lows[verb + 1] not in _NO_RESULT_AFTER
    ):
        kind = VerbClass.OUTCOME
    else:
        kind = VerbClass.ACTIVITY
    ordered = subject[0] == subject[1] and kind not in _ADULT_DEEDS
    return Predicate(_NOBODY if ordered else actor, kind, verb, subject, first, end, future=True)


def _student_verb(passage: Passage, verb: int, end: int) -> VerbClass:
    nxt = passage.lows[verb + 1]
    low = passage.lows[verb]
    if low in _BE and (
        passage.has(verb + 1, "passive_activity") or (nxt.endswith("ly") and passage.has(verb + 2, "passive_activity"))
    ):
        return VerbClass.STUDENT_ACTIVITY if nxt in ("exposed", "introduced", "invited") else VerbClass.ACTIVITY
    if passage.lows[verb - 1] in _BE and passage.has(verb, "passive_activity"):
        return VerbClass.ACTIVITY
    if passage.has(verb, "verb_soft") or _heads_phrase(passage, verb, "soft_phrase"):
        return VerbClass.SOFT
    if low in _EVENTS and passage.find_word(_EVENT_NOUNS, verb + 1, end) is not None:
        return VerbClass.STUDENT_ACTIVITY
    if passage.has(verb, "verb_participation") and _participates(passage, verb, end):
        return VerbClass.PARTICIPATION
    timed = passage.find_word(_TIMES, verb + 1, end) is not None
    if timed and _change(passage, verb) is None and not passage.any("counted"):
        return VerbClass.STUDENT_ACTIVITY
    active = passage.has(verb, "student_activity")
    single = active and low in _SINGLE_ACTIVITIES
    if (active and _heads_phrase(passage, verb, "student_activity")) or (
        single and not passage.any("tool_skill", verb + 1, end) and not passage.any("counted", 0, end)
    ):
        return VerbClass.STUDENT_ACTIVITY
    return _change(passage, verb) or VerbClass.OUTCOME


def _heads_phrase(passage: Passage, at: int, name: str) -> bool:
    """Tell whether a phrase of this class begins here, and not only a word of it."""
    return name in passage.names and any(each.startswith(name + "^") for each in passage.classes[at])


def _participates(passage: Passage, verb: int, end: int) -> bool:
    low, nxt = passage.lows[verb], passage.lows[verb + 1]
    if low.startswith("attend"):
        near = {passage.lows[at] for at in range(verb + 1, min(verb + 5, end))}
        return not near & _SCHOOL_WORDS and not passage.any("metric_attendance", verb + 1, end)
    if low in ("turn", "sign", "log"):
        return nxt in ("in", "up", "on", "into") or "minutes" in (nxt, passage.lows[verb + 2])
    graduates = {"course", "courses", "credits", "algebra", "graduation", "requirements"}
    return not graduates & {passage.lows[at] for at in range(verb + 1, min(verb + 6, end))}


def _thing_verb(passage: Passage, verb: int, end: int) -> VerbClass:
    nxt = verb + 2 if passage.lows[verb + 1].endswith("ly") else verb + 1
    done = passage.has(nxt, "passive_activity") or not _FINISHED.isdisjoint(passage.lows[nxt : nxt + 2])
    done = done or (passage.lows[nxt].endswith("ed") and passage.has(nxt, "verb_activity_imperative"))
    if passage.lows[verb] in _BE and done:
        return VerbClass.ACTIVITY
    if passage.lows[verb] == "go" and passage.lows[nxt] in ("live", "home", "out", "online"):
        return VerbClass.ACTIVITY
    if passage.lows[verb] in ("happen", "take", "occur", "begin", "start") and passage.lows[nxt] not in (
        "from",
        "at",
    ):
        return VerbClass.ACTIVITY
    return _change(passage, verb) or _does(passage, verb)


def _does(passage: Passage, verb: int) -> VerbClass:
    """Tell what an unknown person does, in a verb of no result: "the deputy will convene a council"."""
    will = passage.has(verb - 1, "modal") and passage.lows[verb - 1] != "to"
    does = verb < passage.n and passage.kinds[verb] == "word"
    results = passage.is_of(verb, _RESULTS) or passage.any("counted") or passage.any("student", 0, verb)
    return VerbClass.ACTIVITY if will and does and not results else VerbClass.OUTCOME
