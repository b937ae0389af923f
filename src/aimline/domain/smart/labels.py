"""Names of groups by shape: "Grade 8", "third-grade", "K-2", "Tier 2", "Room 12", "Year 6", "Math 9"."""

from dataclasses import dataclass

from aimline.domain.smart.lexicon import listed
from aimline.domain.smart.passage import Passage

_JOINERS = listed("groups", "joiners")
_ORDINAL_WORDS = listed("groups", "ordinal_words")
_ORDINAL_ENDS = frozenset({"st", "nd", "rd", "th"})
_NUMBERED = listed("groups", "numbered")
_KEY_STAGES = frozenset({"ks1", "ks2", "ks3", "ks4", "ks5"})
_YOUNGEST = frozenset({"prek", "pk", "pre", "tk", "jk", "k", "kindergarten", "prekindergarten", "class"})
_RANGED = frozenset({"prek", "pk", "pre", "tk", "jk", "k"})
_ALONE = _KEY_STAGES | {"kindergarten", "prekindergarten"}
_WORDS = _NUMBERED | _YOUNGEST | _KEY_STAGES
_STARTS = _WORDS | _ORDINAL_WORDS
_SPELLED = listed("groups", "spelled")
_OF_PUPILS = frozenset({"form", "primary", "secondary", "stage", "p", "s"})
_HIGHEST = 13
_COURSE_YEARS = frozenset({"6", "7", "8", "9", "10", "11", "12"})
_ROMAN = frozenset({"i", "ii", "iii", "iv"})


@dataclass(slots=True)
class Label:
    """A name of a group by shape, at tokens `first` to `last`."""

    first: int
    last: int
    whole_school: bool = False


def read(passage: Passage) -> tuple[Label, ...]:
    """Find every group named by shape: "Grade 8", "third-grade", "K-2", "Tier 2", "Room 12"."""
    found: list[Label] = []
    passed = 0
    for at in _beginnings(passage):
        last = _label_end(passage, at) if at >= passed else None
        if last is None:
            continue
        named = passage.lows[last + 1] not in ("level", "levels") or passage.lows[last] in ("graders", "grader")
        mark = passage.lows[last + 1] == "or" and passage.lows[last + 2] in ("above", "higher", "better")
        if named and not mark:
            found.append(Label(at, last))
        passed = last + 1
    return tuple(found)


def _beginnings(passage: Passage) -> list[int]:
    """Give the places where a label may start: most words start none."""
    starts = {*passage.figures, *passage.all_words(_STARTS)}
    if not _COURSE_YEARS.isdisjoint(passage.said):
        starts.update([at for at in passage.all("broad") if passage.lows[at + 1] in _COURSE_YEARS])
    return sorted(starts)


def _numeral(passage: Passage, at: int) -> bool:
    low = passage.lows[at]
    return (low.isdigit() and len(low) <= 3) or low in _ROMAN or low in _SPELLED


def _label_end(passage: Passage, at: int) -> int | None:
    low, after = passage.lows[at], passage.lows[at + 1]
    if low not in _WORDS and after not in _COURSE_YEARS:
        return _ordinal_end(passage, at)
    if low in _RANGED and at + 1 < passage.n:
        return _range_end(passage, at) if low != "pre" or after == "k" else None
    if low in _ALONE:
        return at
    if low == "class" and after == "of" and passage.lows[at + 2].isdigit():
        return at + 2
    if low in _NUMBERED:
        return _numbered_end(passage, at)
    if passage.has(at, "broad") and passage.texts[at][0].isupper() and after in _COURSE_YEARS:
        return at + 1
    return _ordinal_end(passage, at)


def _numbered_end(passage: Passage, at: int) -> int | None:
    """Read "Grade 3", "Gr. 4", "Tier II", "Room 12", "G5"."""
    low, place = passage.lows[at], at + 1
    if passage.lows[place] == "." and low == "gr":
        place += 1
    if low == "year" and not _names_pupils(passage, at, place):
        return None
    if low in _OF_PUPILS and not _of_pupils(passage, place):
        return None
    if low in ("g", "y", "p", "s") and (place >= passage.n or passage.starts[place] != passage.ends[at]):
        return None
    return _more(passage, place) if _numeral(passage, place) and passage.lows[place + 1] != "%" else None


def _of_pupils(passage: Passage, number: int) -> bool:
    """Tell "Stage 3 students" and "S3 pupils" from a stage or a form without them."""
    last = _more(passage, number) if _numeral(passage, number) else number
    heads = number == 1 and passage.lows[last + 1] == ":"
    return heads or passage.has(last + 1, "student")


def _names_pupils(passage: Passage, at: int, number: int) -> bool:
    """Tell "Year 6 pupils" and "Year 6: ..." from "year 2 of the plan" and "this year 80%"."""
    pupils = passage.texts[at][0].isupper() and passage.lows[number] not in ("one", "two", "three")
    planned = passage.lows[number + 1] in ("of", "goal", "target", "plan", "implementation", "action")
    return (
        passage.has(number + 1, "student")
        or (pupils and not planned and not passage.has(at - 1, "stop"))
        or (pupils and passage.lows[at - 1] in ("in", "of", "for", "all", "our", "from", "with", "and") and not planned)
    )


def _ordinal_end(passage: Passage, at: int) -> int | None:
    """Read "third grade", "8th graders", "fourth and fifth grade", "2nd period students"."""
    low, place = passage.lows[at], at
    if passage.lows[at + 1] in _ORDINAL_ENDS and low.isdigit():
        place = at + 1
    elif low not in _ORDINAL_WORDS:
        return None
    while passage.lows[place + 1] in ("and", "-", "to", "through", ",") and (
        passage.lows[place + 2] in _ORDINAL_WORDS or passage.lows[place + 3] in _ORDINAL_ENDS
    ):
        place += 2 if passage.lows[place + 2] in _ORDINAL_WORDS else 3
    if passage.lows[place + 1] in ("grade", "grader", "graders", "grades", "graders'", "gr"):
        return place + 1
    if passage.lows[place + 1] == "period":
        taught = passage.lows[at - 1] in ("my", "our") or (at > 0 and passage.owners[at - 1])
        return place + 1 if taught or passage.has(place + 2, "student") else None
    return None


def _range_end(passage: Passage, at: int) -> int | None:
    """Read "K-2", "K to 4", "pre-K"."""
    low, place = passage.lows[at], at
    if low == "pre":
        return at + 1
    nxt = at + 1
    if passage.lows[nxt] in ("to", "through", "thru", "–"):
        nxt += 1
    if passage.lows[nxt].isdigit() and len(passage.lows[nxt]) <= 2 and (nxt > at + 1 or passage.glued[nxt]):
        return nxt
    return place if low in ("tk", "jk", "prek", "pk") or passage.has(at + 1, "student") else None


def _more(passage: Passage, last: int) -> int:
    """Extend "Grades 3" to "Grades 3, 4 and 5" or "Grades 3-5"."""
    while True:
        place = last + 1
        while passage.lows[place] in _JOINERS:
            place += 1
        joined = place > last + 1 or (place < passage.n and passage.glued[place])
        short = (
            passage.lows[place].isdecimal() and len(passage.lows[place]) <= 2 and int(passage.lows[place]) <= _HIGHEST
        )
        if not joined or not short or place > last + 3 or passage.lows[place + 1] in ("%", "percent", "of", "out"):
            return last
        if passage.lows[place - 1] == "," and passage.lows[place + 1] not in (",", "and", "&", "or"):
            return last
        last = place
