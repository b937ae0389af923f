"""By which instrument: found by cue ("as measured by", "on the"), by name, and by shape (capitals)."""

from dataclasses import dataclass
from itertools import compress, count
from operator import ne

from aimline.domain.smart.initials import CLOSERS, is_name
from aimline.domain.smart.lexicon import listed
from aimline.domain.smart.passage import Passage


@dataclass(slots=True)
class Instrument:
    """The words for an assessment at tokens `first` to `last`; `cue_first` starts the clause it stands in."""

    first: int
    last: int
    cue_first: int
    confidence: float


_LOOSE_ENDS = listed("measures", "loose_ends")
_AT_BENCHMARK = listed("measures", "at_benchmark")
_ARTICLES = listed("measures", "articles")
_LEADS = listed("measures", "leads")
_NEEDS_LEAD = listed("measures", "needs_lead")
_NUMBERED = listed("measures", "numbered")
_AS = frozenset({"as"})
_BY = frozenset({"by", "in", "on", "with", "through", "via", "using"})
_NOUNS = listed("predicates", "nouns_like_verbs")
_OWNERS = listed("measures", "owners")
_SCORE_WORDS = listed("measures", "score_words")
_MADE = listed("measures", "made")
_ENDS = listed("measures", "ends")
_REACHES = listed("skills", "reaches")
_REACH = 4
_IN_BRACKETS = 9
_TITLE = 6
_NO_TITLE_WORDS = frozenset(
    {"stop", "modal", "dated", "student", "break", "verb_up", "verb_down", "counted", "verb_outcome"}
)
_PAIR = 2
_NO_NAMES = frozenset({"modal", "dated", "student", "counted", "programme", "baseline_cue", "break", "group_label"})
_NO_TITLES = frozenset({"dated", "modal", "student", "broad", "group_label"})
_OPENS = frozenset({"("})
_OPENERS = frozenset({"(", ",", ";", ":", "–", "—", "-"})
_TESTS = frozenset({"assessment", "assessment_name"})
_PLAIN = frozenset({"generic", "broad", "course"})
_VERBS = frozenset({"verb_up", "verb_down", "verb_outcome", "modal", "measure_cue"})
_UNLISTED = frozenset({"break", "stop", "assessment", "assessment_bare", "assessment_name"})
_RHYTHMS = frozenset({"quarterly", "monthly", "weekly", "biweekly", "daily", "yearly", "early"})
_GENERIC_LEFT = listed("measures", "generic_left")


def read(passage: Passage, *, dates: frozenset[int]) -> tuple[Instrument, ...]:
    """Find the instruments named, in order of trust: cue, preposition, plain mention."""
    found: list[Instrument] = []
    used: set[int] = set()
    for at in (*passage.all("measure_cue"), *passage.all_words(_AS)):
        one = _by_cue(passage, at, dates)
        if one is not None:
            found.append(one)
            used.update(range(one.cue_first, one.last + 1))
    for at in _beginnings(passage):
        if at in used or at in dates:
            continue
        one = _by_word(passage, at, dates) or _by_shape(passage, at)
        if one is not None:
            found.append(one)
            used.update(range(one.cue_first, one.last + 1))
    return tuple(found)


def _beginnings(passage: Passage) -> list[int]:
    """Give the places where a test may be named: most small words name none."""
    capitals = set(compress(count(), map(ne, passage.texts, passage.lows)))
    return sorted(capitals.union(passage.all("assessment"), passage.all_words(_OPENS)))


def _by_cue(passage: Passage, at: int, dates: frozenset[int]) -> Instrument | None:
    width = next((int(name.split("^")[1]) for name in passage.classes[at] if name.startswith("measure_cue^")), 0)
    width = width or 3 * _as_logged_in(passage, at)
    if width == 0:
        colon = passage.has(at, "measure_cue") and passage.lows[at + 1] in (":", "=")
        if not colon:
            return None
        width = 2
    first = at + width
    last = _phrase_end(passage, first, _ENDS, dates)
    gain = passage.find("change_noun", first, last)
    if gain is not None and passage.lows[gain + 1] == "on":
        first = gain + 2
    while first < last and passage.lows[first] in ("the", "a", "an", "our", ":", "their"):
        first += 1
    return Instrument(first, last, at, 0.95) if last >= first and passage.kinds[first] != "mark" else None


def _as_logged_in(passage: Passage, at: int) -> bool:
    """Tell "as logged in", "as coded by" from "identified as gifted in"."""
    done = passage.lows[at] == "as" and passage.lows[at + 1][-2:] == "ed" and passage.lows[at + 2] in _BY
    return done and not passage.has(at + 1, "programme")


def _phrase_end(passage: Passage, first: int, ends: frozenset[str], dates: frozenset[int]) -> int:
    last = first - 1
    for place in range(first, min(first + 16, passage.n)):
        low = passage.lows[place]
        stops = low in ends or (
            place in dates and not passage.has(place + 1, "assessment") and not _window_name(passage, place)
        )
        if low == "." and not passage.ends_sentence(place):
            continue
        if stops or passage.has(place, "modal") or low == "." or (passage.has(place, "break")):
            break
        if passage.kinds[place] == "number" and passage.lows[place + 1] in ("%", "percent"):
            break
        last = place
    while last >= first and passage.lows[last] in _LOOSE_ENDS:
        last -= 1
    return last


def _window_name(passage: Passage, at: int) -> bool:
    return any(
        passage.has(at + step, "assessment") or is_name(passage, at + step) for step in (1, 2, 3)
    ) and passage.lows[at - 1] not in ("by", "in")


def _by_word(passage: Passage, at: int, dates: frozenset[int]) -> Instrument | None:
    """Find an assessment word with the words that name it: "the unit 2 CFA", "fraction CFAs"."""
    named = is_name(passage, at)
    if not named and not passage.has(at, "assessment"):
        return None
    if passage.lows[at] == "benchmark" and not passage.has(at + 1, "assessment") and _is_mark(passage, at):
        return None
    first = at
    while first > 0 and _modifies(passage, first - 1, dates):
        first -= 1
    last = at
    while passage.has(last + 1, "assessment") or is_name(passage, last + 1) or _tail(passage, last):
        last += 1
    last = _goes_on(passage, last) if named and not passage.has(at, "assessment_name") else last
    if passage.head_first:
        last = _behind(passage, last, dates)
    cue = first
    while cue > 0 and passage.lows[cue - 1] in _ARTICLES:
        cue -= 1
    led = passage.lows[cue - 1] in _LEADS
    if not named and not _described(passage, first, last):
        return None
    known = passage.among(_TESTS, first, last + 1)
    if led and passage.lows[cue - 1] == "using" and not known:
        return None
    plain = not named and passage.lows[at] in _NEEDS_LEAD
    if plain and not (led or _titled(passage, first, at) or _stands_alone(passage, first, last)):
        return None
    if passage.lows[last] == "attendance" and not led:
        return None
    aside = "same" in passage.lows[first:at] or passage.lows[max(0, cue - 2) : cue] == ("use", "of")
    trust = 0.5 if aside else 0.9 if led else 0.75
    return Instrument(first, last, cue - 1 if led and cue > 0 else first, trust)


def _goes_on(passage: Passage, last: int) -> int:
    """A name may stand before the kind of test: "ASE entry-level certification test", "OSSLT-style common task"."""
    for at in range(last + 1, min(last + _TITLE, passage.n)):
        if passage.has(at, "assessment"):
            return at
        if passage.kinds[at] != "word" or passage.is_of(at, _NO_TITLE_WORDS):
            return last
    return last


def _stands_alone(passage: Passage, first: int, last: int) -> bool:
    """Tell a source that is told by itself: "..., supervisor's log, ...", "(clinician log)"."""
    opened = passage.lows[first - 1] in _OPENERS and first < last
    return opened and (passage.lows[last + 1] in CLOSERS or passage.ends_sentence(last) or last + 1 == passage.n)


def _is_mark(passage: Passage, at: int) -> bool:
    """Tell the level called benchmark from a test: "at benchmark", "meeting the college-ready benchmark"."""
    if passage.lows[at - 1] in _AT_BENCHMARK:
        return True
    return any(passage.lows[back] in _REACHES for back in range(max(0, at - _REACH), at))


def _titled(passage: Passage, first: int, at: int) -> bool:
    """A record is named by two words before it or by a name: "the state cohort report", "Aspen report"."""
    return first < at - 1 or any(passage.texts[place][0].isupper() for place in range(first, at))


def _by_shape(passage: Passage, at: int) -> Instrument | None:
    """A name nobody listed stands behind "on": "on the Gates-MacGinitie"; one in brackets ends a line: "(SWIS)"."""
    if passage.lows[at] == "(":
        return _in_brackets(passage, at)
    if not _unknown_name(passage, at):
        return None
    start = at
    while passage.lows[start - 1] in _ARTICLES:
        start -= 1
    # "Using UFLI daily, students will ..." opens with a way of teaching and no test.
    opens = passage.lows[start - 1] == "using" and start == 1
    if start == 0 or opens or passage.lows[start - 1] not in ("on", "using", "per", "via", "says"):
        return None
    last = at
    while not passage.ends_sentence(last) and (_unknown_name(passage, last + 1) or _titles(passage, last + 1)):
        last += 1
    return Instrument(at, last, start - 1, 0.7)


def _in_brackets(passage: Passage, at: int) -> Instrument | None:
    """Read "(OSSLT)", "(e-asTTle)", "(state registry records)": a name or a record and nothing else."""
    end = next((place for place in range(at + 1, at + _IN_BRACKETS) if passage.lows[place] in (")", ",", ";")), at)
    inside = range(at + 1, end)
    if not inside or not all(_may_name(passage, place) for place in inside):
        return None
    recorded = len(inside) > 1 and any(passage.has(place, "assessment") for place in inside)
    named = any(passage.texts[place] != passage.lows[place] for place in inside)
    whole = len(inside) > _PAIR and all(passage.texts[place].istitle() for place in inside)
    plain = passage.among(_PLAIN, at + 1, end)
    titled = whole or (named and not plain)
    return Instrument(at + 1, end - 1, at, 0.9 if recorded else 0.8) if recorded or titled else None


def _may_name(passage: Passage, at: int) -> bool:
    low, text = passage.lows[at], passage.texts[at]
    if passage.owners[at] and passage.has(at, "adult"):
        return True
    if low == ".":
        return not passage.ends_sentence(at)
    titled = text[0].isupper() and low != "i"
    if passage.has(at, "not_assessment") and text.isupper():
        return False
    return passage.kinds[at] == "word" and not passage.is_of(at, _NO_NAMES) and (titled or low not in _ENDS)


def _titles(passage: Passage, at: int) -> bool:
    """Tell a capitalised word that goes on a name: the Campus of "Infinite Campus"."""
    if at >= passage.n or not passage.texts[at].istitle():
        return False
    return not passage.is_of(at, _NO_TITLES)


def _unknown_name(passage: Passage, at: int) -> bool:
    if at >= passage.n or passage.kinds[at] != "word" or not passage.texts[at][0].isupper():
        return False
    return not (passage.classes[at] - _UNLISTED)


def _tail(passage: Passage, last: int) -> bool:
    """Names go on with a capital or a number: "MAP Growth", "CFA 3", "STAR Reading"."""
    at = last + 1
    if at >= passage.n or not is_name(passage, last):
        return False
    return (
        passage.kinds[at] == "word"
        and passage.texts[at].istitle()
        and not passage.has(at, "modal")
        and not passage.has(at, "stop")
        and not passage.has(at, "dated")
        and not passage.ends_sentence(last)
    )


def _described(passage: Passage, first: int, last: int) -> bool:
    """A bare "tests" or "test scores" names nothing; "the unit test" and "our common assessments" do."""
    if not passage.has(last, "assessment_bare"):
        return True
    telling = [at for at in range(first, last + 1) if not (passage.has(at, "assessment_bare") or passage.owners[at])]
    double = sum(passage.has(at, "assessment") for at in range(first, last + 1)) > 1
    return bool(telling) or double


def _modifies(passage: Passage, at: int, dates: frozenset[int]) -> bool:
    low, kind, glued, owner = passage.lows[at], passage.kinds[at], passage.glued[at], passage.owners[at]
    if low in ("and", "or") or low in _GENERIC_LEFT or passage.has(at, "modal"):
        return False
    if kind == "number":
        if glued and passage.kinds[at - 1] == "word":
            return True
        glued_label = passage.lows[at - 1] in _NUMBERED
        return (glued_label or passage.lows[at + 1] in ("point", "pt")) and passage.lows[at + 1] != "%"
    if kind == "mark":
        return False
    if low in ("point", "pt") or (at in dates and passage.lows[at - 1] not in ("by", "before")):
        return True
    if passage.has(at, "stop") and not owner:
        return passage.glued[at + 1] or glued
    if passage.has(at, "student") or passage.has(at, "adult"):
        return (owner and passage.has(at, "adult")) or low in _OWNERS
    verbish = (
        passage.has(at, "verb_up")
        or passage.has(at, "verb_down")
        or (passage.has(at, "verb_activity") and not owner and _acts(passage, at))
    )
    content_ing = low.endswith("ing") and passage.has(at, "broad")
    score = low in _SCORE_WORDS
    made = low in _MADE
    return (
        made
        or content_ing
        or (not verbish and not score and at not in dates and (not low.endswith("ly") or low in _RHYTHMS))
    )


def _acts(passage: Passage, at: int) -> bool:
    """Tell the verb of "will review exit tickets" and "the practice exam" from the noun of "the schedule audit"."""
    led = passage.has(at - 1, "modal") or passage.lows[at - 1] == "to"
    return passage.lows[at] not in _NOUNS or led or (passage.lows[at] == "practice" and passage.has(at - 1, "stop"))


def _behind(passage: Passage, head: int, dates: frozenset[int]) -> int:
    """Where the describing words follow: "exam common of the division", "test on fractions", "survey of students"."""
    last, place = head, head + 1
    while place < passage.n and not passage.ends_sentence(place - 1):
        low = passage.lows[place]
        joins = low in ("of", "the") or (low in ("in", "on") and (place == head + 1 or passage.has(place + 1, "broad")))
        if not joins and not _describes(passage, place, dates):
            break
        last = last if joins else place
        place += 1
    asked = passage.lows[head] == "survey" and passage.has(place, "student") and place - last <= 2
    return place if asked else last


def _describes(passage: Passage, at: int, dates: frozenset[int]) -> bool:
    if passage.kinds[at] != "word" or passage.has(at, "stop") or passage.has(at, "student"):
        return False
    if at in dates:
        return passage.lows[at - 1] == "of"
    verb = passage.is_of(at, _VERBS)
    return not verb or passage.has(at, "assessment") or passage.has(at, "broad")
