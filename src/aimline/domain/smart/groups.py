"""For whom: the student group, by head nouns ("students") and by shape ("Grade 8", "K-2", "Tier 2")."""

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from aimline.domain.smart.labels import Label
from aimline.domain.smart.lexicon import listed, numerals
from aimline.domain.smart.passage import Passage


class Clarity(StrEnum):
    """How well the words say who is counted."""

    CLEAR = "clear"
    BARE = "bare"
    VAGUE = "vague"


@dataclass(slots=True)
class Group:
    """The words for the student group at tokens `first` to `last`."""

    first: int
    last: int
    clarity: Clarity
    universal: bool = False
    named: bool = False


_MODIFIER_STOPS = listed("groups", "modifier_stops")
_NAMERS = frozenset({"programme", "student_specific"})
_NO_GROUP_CLASS = listed("groups", "no_group_class")
_FOCUSES = frozenset({"programme", "course"})
_FAMILIES = listed("groups", "families")
_ROMAN = frozenset({"i", "ii", "iii", "iv"})
_JOINTS = frozenset({"and", "or", "&", "/"})
_DETERMINERS = listed("groups", "determiners")
_ALL = frozenset({"all", "every", "each"})
_VAGUE_FIRST = frozenset({"some", "several", "few", "certain", "various"})
_STOPS_LEFT = frozenset({"frame", "verb_up", "verb_down", "modal", "break", "verb_soft", "change_noun", "measure_cue"})
_BELONGS_LEFT = frozenset({"programme", "vague_group", "course"})
_DUE = frozenset({"by", "before"})
_ANY = frozenset({"each", "every", "any"})
_NUMBER_WORDS = frozenset(numerals("small")) | frozenset(numerals("tens"))
_SETTINGS = listed("groups", "settings")
_NO_PROGRAMME = frozenset(
    {"stop", "student", "dated", "place", "generic", "modal", "vague_group", "group_label", "frame"}
)
_TELLING = frozenset({"programme", "course", "student_specific"})
_NAMES_PLACE = frozenset(
    {"elementary", "school", "middle", "high", "academy", "primary", "secondary", "district", "campus"}
)
_AFTER_IN = listed("groups", "after_in")
_CLAUSES = frozenset(
    {
        "receiving",
        "enrolled",
        "identified",
        "taking",
        "attending",
        "assigned",
        "served",
        "classified",
        "living",
        "repeating",
        "eligible",
        "entitled",
        "retaking",
        "studying",
    }
)
_SUPPORTS = listed("groups", "supports")
_ABOUT_STUDENTS = listed("groups", "about_students")
_LONGEST_LEFT = 14
_MOST_HEADS = 24
# Under their own names, because Python 3.11 looks up the members of an enumeration slowly.
_CLEAR, _BARE, _VAGUE = Clarity.CLEAR, Clarity.BARE, Clarity.VAGUE
_THING = re.compile(r"(ion|cy|ing|ty|nce|ment|ism|ness|ics|ure|ry|gy|[^s]s|ance|ship|al|ge|th)$")


def _left_edge(passage: Passage, head: int, inside: frozenset[int]) -> int:
    lows, classes, kinds = passage.lows, passage.classes, passage.kinds
    first = head
    while first > max(0, head - _LONGEST_LEFT):
        at = first - 1
        low, names = lows[at], classes[at]
        if not (_STOPS_LEFT.isdisjoint(names) or at in inside or low == "more") or "due" in names:
            break
        kind = kinds[at]
        if not (at in inside or low in _DETERMINERS or not _BELONGS_LEFT.isdisjoint(names)):
            joined = low in _JOINTS and "programme" in classes[at - 1] and "programme" in classes[first]
            numbered = (kind == "number" or low in _ROMAN) and "course" in classes[at - 1]
            if not (joined or numbered) and ("stop" in names or kind != "word" or _acts(passage, at)):
                break
        first = at
    return first


def _acts(passage: Passage, at: int) -> bool:
    """Tell a word that says what adults do before it names a group: "will support students"."""
    led = at == 0 or passage.has(at - 1, "modal") or passage.lows[at - 1] == "to"
    return led and passage.has(at, "verb_activity")


def _right_edge(passage: Passage, head: int, inside: frozenset[int], avoid: frozenset[int]) -> int:
    last = head
    while last + 1 < passage.n:
        at = last + 1
        if passage.head_first and last == head and _says_which(passage, at):
            at += 1
        low = passage.lows[at]
        if low not in _AFTER_IN or at in avoid:
            return last
        end = _modifier_end(passage, at, inside, avoid)
        if end is None:
            return last
        last = end
    return last


def _says_which(passage: Passage, at: int) -> bool:
    """Where describing words follow, one of no class may stand before the next part: "élèves francophones de 4e"."""
    return not passage.classes[at] and passage.lows[at].isalpha() and passage.lows[at + 1] in _AFTER_IN


def _modifier_end(passage: Passage, at: int, inside: frozenset[int], avoid: frozenset[int]) -> int | None:
    """Find the end of "in Room 12" or "receiving Tier 2 support", when it tells who is meant."""
    clause = passage.lows[at] in _CLAUSES
    end, telling = at, clause
    for place in range(at + 1, min(at + 13, passage.n)):
        low, kind = passage.lows[place], passage.kinds[place]
        named = low == "as" and passage.lows[place - 1] == "identified"
        ends = low in _MODIFIER_STOPS and not named and place not in inside
        stops = passage.has(place, "modal") or ends or place in avoid
        if clause and low in ("are", "is") and passage.lows[at] != "who":
            stops = True
        if stops or (passage.has(place, "verb_down") and place not in inside) or low in ("%", "proficient"):
            break
        if (
            passage.has(place, "verb_outcome")
            and not clause
            and place not in inside
            and not passage.has(place, "assessment")
            and not _describes(passage, at, place)
        ):
            break
        if (low in _AFTER_IN or low == "and") and telling and not clause and place not in inside:
            break
        telling = (
            telling
            or place in inside
            or _tells(passage, place)
            or (passage.lows[at] in ("at", "in") and low in _NAMES_PLACE and passage.texts[place][0].isupper())
            or _is_setting(passage, at, place)
        )
        counted = kind == "number" and end == place - 1
        belongs = _tells(passage, place) or place in inside or clause or passage.has(place, "student")
        if belongs or counted or kind == "word":
            end = place
    return end if telling and end > at else None


def _tells(passage: Passage, at: int) -> bool:
    names = passage.classes[at]
    return not _TELLING.isdisjoint(names) or ("student" in names and passage.lows[at] in ("class", "classes"))


def read(passage: Passage, *, marks: tuple[Label, ...], avoid: frozenset[int]) -> Group | None:
    """Find the first clear group, else the first vague or bare one; `avoid` are places of measures."""
    inside = frozenset([place for label in marks for place in range(label.first, label.last + 1)])
    students = passage.all("student")
    heads = (head for head in students if _heads(passage, head, avoid))
    found = [_around(passage, head, inside, avoid) for head in islice(heads, _MOST_HEADS)]
    if marks:
        found += [
            _by_shape(passage, label) for label in marks if label.first not in avoid and not _theirs(passage, label)
        ]
    clear = [one for one in found if one.clarity is _CLEAR]
    if clear:
        vague_first = found[0].clarity is _VAGUE and clear[0].first > found[0].last
        if vague_first or len(clear) == 1:
            return clear[0]
        return min(clear, key=lambda one: (one.first > passage.n, one.first))
    if found:
        return _by_course(passage, found[0], avoid)
    return _course_alone(passage, avoid) or _by_name(passage)


def _heads(passage: Passage, at: int, avoid: frozenset[int]) -> bool:
    if at in avoid:
        return False
    if passage.lows[at] == "pupil" and passage.has(at, "programme"):
        return False
    if passage.lows[at] in ("student", "pupil", "learner", "child") and passage.lows[at + 1] in _ABOUT_STUDENTS:
        return False
    low = passage.lows[at]
    if low in ("class", "classes", "cohort") and (
        passage.lows[at - 1] in _NO_GROUP_CLASS or passage.has(at + 1, "student")
    ):
        return False
    if low in ("junior", "seniors") and passage.lows[at + 1] == "high":
        return False
    return not _of_adults(passage, at) and not (low in ("class", "student") and passage.has(at + 1, "student"))


def _of_adults(passage: Passage, last: int) -> bool:
    """Tell whether the next word makes it a name of adults: "Grade 3 teachers", "third-grade team"."""
    for at in (last + 1, last + 2):
        names = passage.classes[at]
        if "adult" in names and "place" not in names and not passage.owners[at]:
            return passage.lows[at] not in _FAMILIES
        if "stop" in names or "modal" in names or (at < passage.n and passage.kinds[at] != "word"):
            return False
    return False


def _theirs(passage: Passage, label: Label) -> bool:
    """Tell a label of adults or their work, or of a day: "Grade 3 team", "teachers in K-3", "by Grade 3"."""
    before = passage.lows[label.first - 1] if passage.lows[label.first - 1] != "the" else passage.lows[label.first - 2]
    if before in _DUE and passage.any("student"):
        return True
    taught = passage.lows[label.first - 1] in ("in", "of", "for") and passage.has(label.first - 2, "adult")
    led = taught and not passage.has(label.first - 2, "place")
    return led or _of_adults(passage, label.last) or _of_support(passage, label)


def _of_support(passage: Passage, label: Label) -> bool:
    """Tell whether a tier names the support and not who gets it: "a Tier 2 reading intervention schedule"."""
    tiered = passage.lows[label.first] in ("tier", "tiers") and not _to_group(passage, label)
    return tiered and any(passage.lows[at] in _SUPPORTS for at in range(label.last + 1, label.last + 4))


def _to_group(passage: Passage, label: Label) -> int:
    """Give the place of the group that a label names: "my Tier 2 phonics group"; 0 where there is none."""
    near = (at for at in range(label.last + 1, label.last + 4) if passage.lows[at] in ("group", "groups"))
    found = next(near, 0)
    return 0 if any(passage.has(at, "stop") for at in range(label.last + 1, found)) else found


def _around(passage: Passage, head: int, inside: frozenset[int], avoid: frozenset[int]) -> Group:
    while head + 1 in inside or (head in inside and passage.has(head + 1, "student")):
        head += 1
    first = _left_edge(passage, head, inside)
    last = _right_edge(passage, head, inside, avoid)
    places = range(first, last + 1)
    universal = passage.find_word(_ALL, max(0, first - _of_all(passage, first)), last + 1) is not None
    clear = not inside.isdisjoint(places) or any([_tells(passage, at) for at in places]) or _placed(passage, head, last)
    clear = clear or any(_names_programme_of(passage, at) for at in range(first, head))
    clear = clear or any(_is_setting(passage, head + 1, at) for at in range(head + 2, last + 1))
    vague = passage.any("vague_group", first, last + 1)
    if vague and (not clear or passage.lows[first] in _VAGUE_FIRST):
        return Group(first, last, _VAGUE, universal)
    return Group(first, last, _CLEAR if clear else _BARE, universal)


def _describes(passage: Passage, first: int, at: int) -> bool:
    """Tell "with reading disabilities", "in my reading group" and "who scored below 190" from what they will do."""
    if passage.lows[first] == "who":
        return passage.has(at, "past_change")
    named = passage.lows[first] == "with" or passage.lows[at + 1] in _SETTINGS
    return passage.has(at, "broad") and named


def _is_setting(passage: Passage, first: int, at: int) -> bool:
    """Tell "in our Automotive II course", "in care", "in the integrated preschool", "in Studio 3" from "in writing"."""
    low = passage.lows[at]
    if passage.lows[first] != "in" or passage.lows[first + 1] in _ANY:
        return False
    if low in _SETTINGS:
        return low == "care" or at > first + 1
    numbered = passage.texts[at].istitle() and passage.lows[at + 1].isdigit()
    return at == first + 1 and numbered and not passage.has(at, "dated")


def _names_programme_of(passage: Passage, at: int) -> bool:
    """Tell a name before students that tells which: "our Running Start students", "Life Skills students"."""
    text = passage.texts[at]
    starts = at == 0 or passage.ends_sentence(at - 1) or passage.lows[at - 1] in (":", ",", "–", "—")
    titled = text[0].isupper() and len(text) > 1 and not passage.source.isupper()
    plain = passage.lows[at] in _DETERMINERS or not passage.classes[at].isdisjoint(_NO_PROGRAMME)
    return titled and not starts and not plain


def _of_all(passage: Passage, first: int) -> int:
    """Give how many words "all of" and "every one of" take before a group."""
    counted = 0
    while passage.lows[first - 1 - counted] in _NUMBER_WORDS:
        counted += 1
    if passage.lows[first - 1] != "of":
        return counted + 1 if counted else 0
    return 3 if passage.lows[first - 2] == "one" else 2


def _placed(passage: Passage, head: int, last: int) -> bool:
    return any(passage.lows[at] in _NAMES_PLACE and passage.texts[at][0].isupper() for at in range(head + 1, last + 1))


def by_label(passage: Passage, marks: tuple[Label, ...]) -> Group | None:
    """Find the first label even inside the name of a test: "the Grade 4 fraction CFA" tells who takes it."""
    own = [one for one in marks if not _theirs(passage, one)]
    return _by_shape(passage, own[0]) if own else None


def _by_shape(passage: Passage, label: Label) -> Group:
    first = label.first
    while passage.lows[first - 1] in ("all", "our", "my", "every", "each", "the"):
        first -= 1
    return Group(
        first, _to_group(passage, label) or label.last, _CLEAR, passage.lows[first] in ("all", "every", "each")
    )


def _by_course(passage: Passage, group: Group, avoid: frozenset[int]) -> Group:
    """A course elsewhere ("students earning C or better in Algebra") makes a bare group clear."""
    if group.clarity is not _BARE:
        return group
    if _FOCUSES.isdisjoint(passage.names):
        return group
    for at in range(passage.n):
        focused = passage.has(at, "programme") and passage.any("focus_group", 0, at)
        if focused or (passage.has(at, "course") and at not in avoid):
            return Group(group.first, group.last, _CLEAR, group.universal)
    return group


def _course_alone(passage: Passage, avoid: frozenset[int]) -> Group | None:
    at = passage.find("course")
    if at is None and not _NAMERS.isdisjoint(passage.names):
        at = next(
            (
                place
                for place in range(passage.n)
                if passage.has(place, "student_specific") or _names_programme(passage, place)
            ),
            None,
        )
    if at is None or at in avoid:
        return None
    last = passage.run("course", at) - 1 if passage.has(at, "course") else at
    if passage.lows[last + 1] in ("i", "ii", "1", "2"):
        last += 1
    return Group(at, last, _CLEAR)


def _names_programme(passage: Passage, at: int) -> bool:
    """Tell the initials of a programme that stand for its students: "our EL gap", "IEP"."""
    text = passage.texts[at]
    return passage.has(at, "programme") and len(text) > 1 and text.rstrip("s").isupper()


def _by_name(passage: Passage) -> Group | None:
    """A first name as subject ("Mia will"): a capital, unknown to every list, no thing."""
    if "modal" not in passage.names:
        return None
    for at in range(passage.n - 1):
        if "modal" not in passage.classes[at + 1]:
            continue
        starts = at == 0 or passage.lows[at - 1] in (",", ":", ".")
        known = passage.classes[at] - {"break"}
        person = passage.kinds[at] == "word" and passage.texts[at].istitle() and not known
        person = person and not _THING.search(passage.lows[at])
        if starts and person:
            return Group(at, at, _CLEAR, named=True)
    return None
