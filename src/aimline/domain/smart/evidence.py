"""What the constructions of the language say about one number: start, end, or the size of a change.

"From X", "currently X", "X in September" speak for a start; "to X", "at least X", "X% of students will" for an end;
"by X points", "a gain of X" for a change. Each speaks with a weight, and none of them decides alone.
"""

from dataclasses import dataclass

from aimline.domain.smart import changes, signs
from aimline.domain.smart.lexicon import listed
from aimline.domain.smart.numbers import Number, Sort
from aimline.domain.smart.passage import Passage
from aimline.domain.smart.signs import Sign
from aimline.domain.smart.standing import Time, aimed, past, weigh

_TOLD_BEFORE = listed("levels", "told_before")
_ARROWS = listed("levels", "arrows")
_RISING = frozenset({"verb_up", "verb_down"})
_ENDING = _RISING | {"target_cue", "verb_outcome"}
_LEADING_ON = _RISING | {"baseline_cue", "modal", "metric_mean", "change_noun"}
_WHOSE = frozenset({"student", "group_label", "programme"})
_REACHES = listed("skills", "reaches") | {"move", "go", "get", "become"}
_AGAINST = 6
_APART = frozenset({",", "(", ";", "up", "down", "instead", "rather", "compared", "against", "versus", "vs", "than"})
_FAR_BACK = 8
_SUBJECT = 25
_DOING = frozenset({"verb_outcome", "verb_participation"})
_STANDS = frozenset({"are", "is", "average", "averages", "have", "has", "we're", "they're", "see", "score", "scores"})
_NO_STAND = frozenset({"by", "before", "until", "goal", "target", "aim", "who", "that", "to", "if", "when"})
_WISHES = frozenset({"modal", "frame"})
_CLAUSE = 6
_BY = frozenset({"by"})
_STOOD_THEN = frozenset({"past_change", "baseline_cue"})
_REACHED = listed("numbers", "reached")
_EDGES = frozenset({"above", "below"})
_RANGE = 5
_IT_IS = frozenset({("it", "is"), ("they", "are"), ("we", "are")})
_AT_OR = ("at", "or")
_NOW = 4
_DASHES = frozenset("-–—")
_WHAT = frozenset({"what", "where"})
_FROM = frozenset({"from"})
_LISTING = frozenset({",", "and", ";"})
_CLOSING = frozenset({"frame", "break"})
# How far apart a start and its end may stand, joined by "to" and by a drawn arrow; and on two sides of a verb.
_ON, _FAR_ON, _STEP = 9, 14, 8
_DRAWN = frozenset({"→", "->", "=>", "⇒"})
_BECOMES = frozenset({"becomes", "become"})
SURE, FIRM, LIKELY, FAINT = 4.0, 3.0, 2.5, 1.2
# Under their own names, because Python 3.11 looks up the members of an enumeration slowly.
_STOOD, _WANTED, _OPEN, _VALUE, _SHARE = Time.THEN, Time.AHEAD, Time.OPEN, Sort.VALUE, Sort.SHARE


@dataclass(slots=True)
class Heard:
    """What speaks for a number: for the start, for the end, for the size of the change."""

    number: Number
    start: float = 0.0
    end: float = 0.0
    change: float = 0.0


def listen(passage: Passage, number: Number, before: Number | None, after: Number | None) -> Heard:
    """Ask every construction about one number."""
    sign = signs.before(passage, number)
    if changes.is_change(passage, number, sign):
        return Heard(number, change=SURE)
    if passage.lows[number.first - 1] == ":" and _in_note(passage, number.first - 2):
        return Heard(number, start=SURE)
    time, near = weigh(passage, number.first, number.last)
    linked = before is not None and leads_to(passage, before, number)
    start, end = _from_the_left(passage, sign, linked=linked)
    # A cut is where nobody stands: "present 90% or more of days".
    start = 0.0 if number.floor and sign.word != "from" else start
    if (_baseline_after(passage, number) and not number.floor) or _compared(passage, number):
        start += SURE
    if after is not None and _leads_away(passage, number, after, ends=end >= FIRM):
        start += SURE
    if after is not None and _set_against(passage, number, after) and not start:
        end += LIKELY
    vowed = time is _STOOD and (_vowed(passage, number) or (before is after is None and _due(passage, number)))
    time = _WANTED if vowed else time
    start += LIKELY * _is_now(passage, number)
    told = _told_after(passage, number)
    clear = LIKELY if near else FAINT
    time = _OPEN if time is _STOOD and end >= FIRM and passage.lows[sign.at - 1] == "to" else time
    start += LIKELY * (told is _STOOD) + clear * (time is _STOOD and not number.floor)
    end += LIKELY * (told is _WANTED) + clear * (time is _WANTED) + FAINT * aimed(passage, number.first)
    if number.sort is _SHARE and max(start, end) < LIKELY:
        then = share_stands(passage, number)
        start, end = (start + LIKELY, end) if then else (start, end + FAINT)
    if time is _STOOD and near and not number.floor and sign.word not in _ARROWS:
        end -= LIKELY
    if number.floor and sign.word not in _ARROWS:
        end = 0.0 if _tells_whom(passage, sign) else end - LIKELY
    return Heard(number, start, end)


def _in_note(passage: Passage, at: int) -> bool:
    """Tell the day of a note in brackets: "70% get a 3. (Sept: 51%)"."""
    return passage.has(at, "dated") and not passage.has(at, "later") and passage.lows[at - 1] == "("


def _set_against(passage: Passage, one: Number, two: Number) -> bool:
    """Tell an end from the start behind it: "20%, up from 11%", "88% instead of 81%", "30 (currently 17)"."""
    near = two.first - one.last <= _AGAINST and one.unit == two.unit and not one.floor
    apart = near and not _APART.isdisjoint(passage.lows[one.last + 1 : two.first])
    return (
        apart
        and signs.before(passage, two).word in ("from", "baseline")
        and not passage.any("modal", one.last, two.first)
    )


def _from_the_left(passage: Passage, sign: Sign, *, linked: bool) -> tuple[float, float]:
    if sign.word in ("from", "baseline"):
        return SURE, 0.0
    if sign.word == "to" and passage.lows[sign.at - 1] in ("out", "comes", "equal", "equals", "amounts"):
        return FAINT, 0.0
    if sign.word == "to" and past(passage, sign.at - 1):
        return LIKELY, 0.0
    if _stated(passage, sign):
        return FAINT, FAINT
    if sign.word == "to" and not linked and not _leads_on(passage, sign.at):
        return 0.0, FAINT
    if sign.word in _ARROWS or sign.word in ("glued", "bound"):
        return 0.0, SURE
    if past(passage, sign.at):
        return LIKELY, 0.0
    subject = passage.has(sign.at, "broad")
    if passage.is_of(sign.at, _ENDING):
        return 0.0, 0.0 if subject else FIRM
    return 0.0, 0.0


def _is_now(passage: Passage, number: Number) -> bool:
    """Tell "it is 2.7" and "we are at 45%", which say where it stands."""
    places = range(max(0, number.first - _NOW), number.first - 1)
    return not number.floor and any(passage.lows[at : at + 2] in _IT_IS for at in places)


def _compared(passage: Passage, number: Number) -> bool:
    """Tell the bracket behind a comparison: "higher than in the fall (2.2)"."""
    alone = passage.lows[number.first - 1] == "(" and passage.lows[number.last + 1] == ")"
    before = range(max(0, number.first - _FAR_BACK), number.first)
    return alone and any(passage.lows[at] == "than" for at in before)


def _leads_on(passage: Passage, at: int) -> bool:
    """Tell the "to" of a change from "count to 20" and "facts to 20": something rises, or starts from somewhere."""
    before = max(0, at - 2 * _FAR_BACK)
    return "from" in passage.lows[before:at] or passage.among(_LEADING_ON, before, at)


def _stated(passage: Passage, sign: Sign) -> bool:
    """Tell a verb of the present: "our sections answer 58%" says where they stand, unless more is said."""
    if not passage.has(sign.at, "verb_outcome") or passage.lows[sign.at] in ("be", "least") or sign.at < 2:
        return False
    before = range(max(0, sign.at - _FAR_BACK), sign.at)
    whose = passage.among(_WHOSE, before.start, sign.at)
    finite = whose and not passage.lows[sign.at].endswith(("ing", "ed")) and not passage.has(sign.at, "target_cue")
    return finite and not any(passage.has(at, "modal") or passage.lows[at] in ("to", "and") for at in before)


def _told_after(passage: Passage, number: Number) -> Time:
    """Read "60% will be" and "62% did" where the group is not said again."""
    at = number.last + 1
    if passage.lows[at] in _TOLD_BEFORE:
        return _STOOD
    if passage.lows[at] == "is" and (passage.has(at + 2, "target_cue") or passage.lows[at + 1] in _WHAT):
        return _WANTED
    return _WANTED if passage.has(at, "modal") else _OPEN


def _baseline_after(passage: Passage, number: Number) -> bool:
    able = passage.lows[number.last + 1] == "can"
    for place in range(number.last + 1 + able, number.last + 4 + able):
        low, names = passage.lows[place], passage.classes[place]
        if low in (",", "to", "will", ";", ".") or "modal" in names:
            return False
        if low == "last" or "baseline_after" in names:
            return True
    return False


def leads_to(passage: Passage, one: Number, two: Number) -> bool:
    """Tell whether `one` is the start of "45% to 60%" or "45% on the screener to 60%"."""
    if passage.glued[two.first] and two.first == one.last + 1:
        return True
    if passage.lows[two.first - 1] == ">" and two.first == one.last + 2:
        return True
    if two.first - one.last > _FAR_ON:
        return False
    sign = signs.before(passage, two)
    reach = _FAR_ON if sign.word in _DRAWN else _ON
    near = two.first - one.last <= reach and sign.at > one.last and sign.word in _ARROWS
    if not near or passage.any("modal", one.last + 1, sign.at) or _goes_beside(passage, one, sign.at):
        return False
    doing = one.sort is _SHARE and not two.unit and passage.any("verb_outcome", one.last + 1, sign.at)
    return not doing


def _goes_beside(passage: Passage, one: Number, at: int) -> bool:
    """Tell two ends beside each other: "reading to 60%, math to 55%", where each "to" has a subject of its own."""
    begun = passage.find_word(_FROM, max(0, one.first - _FAR_BACK), one.first) is not None
    parted = not _LISTING.isdisjoint(passage.lows[one.last + 1 : at])
    return not begun and parted and signs.before(passage, one).word == "to"


def _moves_on(passage: Passage, one: Number, two: Number) -> bool:
    """Tell the start of "a mean of 571 will increase to 585" and "62 seconds becomes 90 seconds"."""
    between = range(one.last + 1, two.first)
    if one.floor or one.sort is not _VALUE or one.unit != two.unit or len(between) > _STEP:
        return False
    if any(passage.lows[at] in _BECOMES for at in between):
        return True
    if one.unit and any(passage.has(at, "modal") and passage.has(at + 1, "verb_outcome") for at in between[:-1]):
        return passage.is_of(two.first - 1, _ENDING)
    joined = passage.glued[one.first + 1]
    if not joined and passage.has(two.first - 2, "modal") and passage.lows[two.first - 1] == "be":
        return True
    rising = any(passage.has(at, "modal") and passage.is_of(at + 1, _RISING) for at in between)
    return rising and passage.lows[two.first - 1] == "to"


def _tells_whom(passage: Passage, sign: Sign) -> bool:
    """Tell "students below 85" and "scoring at or above the 40th percentile"."""
    at = sign.at - 2 * (passage.lows[sign.at - 2 : sign.at] == _AT_OR)
    scoring = not _REACHED.isdisjoint(passage.lows[max(0, at - 3) : at])
    scoring = scoring or passage.lows[at - 1].endswith("ing")
    return sign.word in _EDGES and (scoring or passage.has(at - 1, "student"))


def _leads_away(passage: Passage, one: Number, two: Number, *, ends: bool) -> bool:
    """Tell a start by the number that it leads to."""
    standing = not ends or passage.lows[one.first - 1] in _STANDS
    return leads_to(passage, one, two) or _moves_on(passage, one, two) or (standing and _stands_now(passage, one, two))


def _stands_now(passage: Passage, one: Number, two: Number) -> bool:
    """Tell what is from what is to come: "they are at 61% ... and should be at 85%", "we average 15; we will ..."."""
    if one.floor or not _fit_units(one, two) or not passage.among(_WISHES, one.last + 1, two.first):
        return False
    for at in range(one.first - 1, max(-1, one.first - _CLAUSE), -1):
        if passage.is_of(at, _WISHES) or passage.lows[at] in _NO_STAND:
            return False
        if passage.lows[at] in _STANDS:
            return one.sort is _VALUE
        if passage.ends_sentence(at) or passage.kinds[at] != "word":
            return False
    return False


def _fit_units(one: Number, two: Number) -> bool:
    return one.unit == two.unit or not two.unit


def ends_range(passage: Passage, one: Number | None, two: Number) -> bool:
    """Tell the upper end of "80-85%" or "80 to 85% of students": a range is no way from here to there."""
    if one is None or one.unit != two.unit or not 0 < two.value - one.value <= _RANGE:
        return False
    if signs.before(passage, one).word in ("from", "baseline"):
        return False
    glued = passage.glued[two.first] and two.first == one.last + 1
    spanned = passage.lows[two.first - 1] in ("to", "–", "and") and two.first == one.last + 2
    return glued or (spanned and (two.sort is _SHARE or signs.before(passage, one).word == "between"))


def share_stands(passage: Passage, number: Number) -> bool:
    """A share of people before "will" is an end; before "are" or "scored" it is where they stand."""
    before = range(max(0, number.first - _FAR_BACK), number.first)
    due = any(passage.lows[at] in ("by", "before") and passage.any("dated", at + 1, number.first) for at in before)
    if due or passage.any("frame", before.start, number.first):
        return False
    for place in range(number.last + 1, min(number.last + 25, passage.n)):
        low, names = passage.lows[place], passage.classes[place]
        if low == "to" or "modal" in names:
            return False
        if low in ("are", "were", "is", "was", "had") or ("past_change" in names and low != "met"):
            relative = passage.lows[place - 1] in ("who", "that") or passage.lows[place - 2] in ("who", "that")
            if not relative:
                return True
        if low == "(" or "break" in names:
            break
    return False


def _vowed(passage: Passage, number: Number) -> bool:
    """Tell "on the spring survey 75% of them will ...": the date names the survey, and the share is promised."""
    modal = promise(passage, number) if number.sort is _SHARE else None
    if modal is None or not passage.has(modal, "modal") or passage.lows[modal] == "can":
        return False
    return "," not in passage.lows[number.last : modal]


def _due(passage: Passage, number: Number) -> bool:
    """Tell the lone "85% of students rated proficient by May 1": with a day to come it is asked for, not told."""
    if number.sort is not _SHARE or "due" not in passage.names or passage.lows[number.last + 1] != "of":
        return False
    stood = passage.among(_STOOD_THEN, number.last, passage.n)
    return not stood and passage.find_word(_BY, number.last + 1) is not None


def promise(passage: Passage, number: Number) -> int | None:
    """Give the place of the "will" that a share of people leads to: "65% of our Grade 1s (38 of 58) will read ..."."""
    place, inside = number.last + 1, False
    told_aside = passage.lows[number.first - 1] in _DASHES and number.first > 0
    if number.unit != "%" or number.floor or passage.lows[place] == "," or told_aside:
        return None
    lows, classes = passage.lows, passage.classes
    for at in range(place, min(place + _SUBJECT, passage.n)):
        low, names = lows[at], classes[at]
        inside = low == "(" or (inside and low != ")")
        if inside:
            continue
        if low == "to" and at > place and passage.is_of(at + 1, _DOING):
            return at
        if "modal" in names:
            return None if passage.is_of(at + 1, _RISING) and lows[at + 1] not in _REACHES else at
        if low == ";" or not _CLOSING.isdisjoint(names):
            return None
    return None


def clause_end(passage: Passage, at: int) -> int:
    """Give the place where the clause of this word ends: at a full stop or a semicolon."""
    return next((place for place in passage.breaks if place >= at), passage.n)


def changes_to(passage: Passage, number: Number, first: int) -> bool:
    """Tell the end of a change that is told since a place: "will grow from 60% to 80%"."""
    return signs.before(passage, number).word in _ARROWS and "from" in passage.lows[first : number.first]
