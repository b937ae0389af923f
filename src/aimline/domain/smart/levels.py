"""From where to where: which number is the baseline, which the target, which the change."""

from dataclasses import dataclass, replace

from aimline.domain.smart.lexicon import listed
from aimline.domain.smart.numbers import Number, Sort
from aimline.domain.smart.passage import Passage
from aimline.domain.smart.standing import Time, aimed, tell

_FILL = listed("levels", "fill")
# More numbers than this are a table and no goal.
_MOST = 24
_ARROWS = frozenset({"to", "→", "->", "vers"})
_BOUNDS = frozenset({"more", "fewer", "less", "greater", "higher", "lower"})


@dataclass(frozen=True)
class Pair:
    """A baseline and a target that belong together; either may be missing."""

    baseline: Number | None
    target: Number | None


@dataclass(frozen=True)
class Levels:
    """All pairs of a text (the first is the goal's), the change amount, and how sure the reading is."""

    pairs: tuple[Pair, ...]
    amount: Number | None
    baseline_confidence: float
    target_confidence: float

    @property
    def baseline(self) -> Number | None:
        """The start of the first pair."""
        return self.pairs[0].baseline if self.pairs else None

    @property
    def target(self) -> Number | None:
        """The end of the first pair."""
        return self.pairs[0].target if self.pairs else None


def _cue(passage: Passage, number: Number) -> tuple[str, int]:
    """Walk back from a number to the word that tells its part; up to eight words, within the clause."""
    place = number.first - 1
    if place >= 0 and passage.tokens[number.first].glued:
        return "glued", place
    for _step in range(8):
        low = passage.low(place)
        if not low or low in ("%", ",", ";") or passage.tokens[place].kind == "number":
            return low, place
        bounded = low == "than" and passage.low(place - 1) in _BOUNDS
        if passage.has(place, "baseline_cue") and not bounded:
            return "baseline", place
        if low in ("to", "with") and passage.low(place - 1) == "compared":
            return "baseline", place
        if low not in _FILL or (low in ("is", "rate") and passage.has(place, "target_cue")):
            return low, place
        place -= 1
    return "", place


def _is_amount(passage: Passage, number: Number, cue: str, at: int) -> bool:
    after = number.last + 1
    if cue in ("from", "to", "baseline", "glued"):
        return False
    if cue in ("by", "least") and number.sort is Sort.VALUE and (cue == "by" or passage.low(at - 2) == "by"):
        return True
    if passage.has(after, "change_noun") and not (
        passage.low(after) in ("or", "growth") and passage.low(after + 1) == "target"
    ):
        return True
    if any(passage.low(at) == "per" and passage.low(at + 1) == "week" for at in range(after, after + 4)):
        return True
    changing = (passage.has(at, "verb_up") or passage.has(at, "verb_down")) and not passage.has(at, "target_cue")
    return (
        changing
        and number.sort is Sort.VALUE
        and passage.low(after) not in _ARROWS
        and not _arrow_follows(passage, number)
    )


def _arrow_follows(passage: Passage, number: Number) -> bool:
    return any(passage.low(place) in _ARROWS for place in range(number.last + 1, number.last + 5))


def _role(passage: Passage, number: Number, following: Number | None) -> str:
    cue, at = _cue(passage, number)
    if _is_amount(passage, number, cue, at):
        return "amount"
    if cue in ("from", "baseline") or _baseline_after(passage, number):
        return "baseline"
    if cue in _ARROWS or cue == "glued":
        return "target"
    if told := _told_after(passage, number.last + 1):
        return told
    if following is not None and _leads_to(passage, number, following):
        return "baseline"
    time = tell(passage, number.first, number.last)
    if time is Time.THEN and not number.floor:
        return "baseline"
    if number.sort is Sort.SHARE:
        return "target" if time is Time.AHEAD else _share_role(passage, number)
    if (
        passage.has(at, "target_cue")
        or passage.has(at, "verb_outcome")
        or passage.has(at, "verb_up")
        or passage.has(at, "verb_down")
    ):
        return "target"
    return "loose"


def _told_after(passage: Passage, at: int) -> str:
    """Read "60% will be" and "62% did" where the group is not said again."""
    if passage.low(at) in ("did", "could", "were", "was", "are", "had"):
        return "baseline"
    return "target" if passage.has(at, "modal") else ""


def _baseline_after(passage: Passage, number: Number) -> bool:
    for place in range(number.last + 1, number.last + 4):
        if passage.low(place) in (",", "to", "will", ";", ".") or passage.has(place, "modal"):
            return False
        if passage.has(place, "baseline_after") and not passage.has(place, "modal"):
            return True
        if passage.low(place) == "last":
            return True
    return False


def _leads_to(passage: Passage, one: Number, two: Number) -> bool:
    """Tell whether `one` is the start of "45% to 60%" or "45% on the screener to 60%"."""
    if passage.tokens[two.first].glued and two.first == one.last + 1:
        return True
    cue, at = _cue(passage, two)
    near = two.first - one.last <= 9
    return (
        cue in _ARROWS
        and near
        and at > one.last
        and one.sort is not Sort.COUNT
        and not passage.any("modal", one.last + 1, at)
    )


def _share_role(passage: Passage, number: Number) -> str:
    """A share of people before "will" is a target; before "are" or "scored" it is where they stand."""
    before = range(max(0, number.first - 8), number.first)
    due = any(passage.low(at) in ("by", "before") and passage.any("dated", at + 1, number.first) for at in before)
    if due or any(passage.has(at, "frame") for at in before):
        return "target"
    for place in range(number.last + 1, min(number.last + 25, len(passage.tokens))):
        low = passage.low(place)
        if passage.has(place, "modal") or low == "to":
            return "target"
        if low in ("are", "were", "is", "was", "had") or (passage.has(place, "past_change") and low != "met"):
            relative = passage.low(place - 1) in ("who", "that") or passage.low(place - 2) in ("who", "that")
            if not relative:
                return "baseline"
        if passage.ends_sentence(place) or low == "(":
            break
    return "target"


def read(passage: Passage, numbers: tuple[Number, ...]) -> Levels:
    """Give baseline, target and change; a cut ("80 % or higher") steps back for another share."""
    values = [one for one in numbers if one.sort in (Sort.VALUE, Sort.SHARE)][:_MOST]
    firm = [one for one in values if not one.floor]
    if firm and any(one.sort is Sort.SHARE or _cue(passage, one)[0] in ("from", "to") for one in firm):
        roles = _roles(passage, firm)
    else:
        roles = _roles(passage, values)
    if len(firm) < len(values) and not any(role == "target" for _one, role in roles):
        roles = _roles(passage, values)
    amount = next((one for one, role in roles if role == "amount"), None)
    roles = _complete(passage, _settle(passage, roles), numbers)
    pairs = _pair(roles)
    if not pairs:
        loose = [one for one, role in roles if role == "loose" and one.unit]
        counts = [
            one
            for one in numbers
            if one.sort is Sort.COUNT and _share_role(passage, one) == "target" and one.unit == "students"
        ]
        if amount is None and (loose or (counts and passage.any("modal"))):
            pairs = [Pair(None, (loose or counts)[0])]
            return Levels(tuple(pairs), None, 0.0, 0.5)
    first = pairs[0] if pairs else Pair(None, None)
    return Levels(tuple(pairs), amount, _confidence(passage, first.baseline), _confidence(passage, first.target))


def _roles(passage: Passage, values: list[Number]) -> list[tuple[Number, str]]:
    following = [*values[1:], None][: len(values)]
    return [(one, _role(passage, one, after)) for one, after in zip(values, following, strict=True)]


def _complete(
    passage: Passage, roles: list[tuple[Number, str]], numbers: tuple[Number, ...]
) -> list[tuple[Number, str]]:
    """Give the missing end of a pair to a number alike: "48 of our 60 (today: 22)", "33% (Sept.), target 50%"."""
    targets = [one for one, role in roles if role == "target"]
    if not targets and not any(role == "baseline" for _one, role in roles):
        roles = [(one, "target" if role == "loose" and aimed(passage, one.first) else role) for one, role in roles]
        targets = [one for one, role in roles if role == "target"]
    if any(role == "baseline" for _one, role in roles):
        return roles if targets else _reach(passage, roles)
    if not targets:
        return roles
    end = targets[0]
    known = {one.first for one in targets}
    open_ones = [one for one, role in roles if role == "loose"] + [one for one in numbers if one.sort is Sort.COUNT]
    for one in sorted(open_ones, key=lambda number: number.first):
        if one.first in known or not _alike(one, end):
            continue
        inside = passage.low(one.first - 1) in ("(", ":") and one.first > end.first
        if tell(passage, one.first, one.last) is Time.THEN or inside or (one.unit == end.unit and one.last < end.first):
            return _with_start(roles, one, end)
    return roles


def _alike(one: Number, end: Number) -> bool:
    counted = end.whole is not None and one.unit in ("", "students") and one.value <= end.whole
    return one.unit == end.unit or counted


def _with_start(roles: list[tuple[Number, str]], one: Number, end: Number) -> list[tuple[Number, str]]:
    return [(one, "baseline"), (end, "target"), *[pair for pair in roles if pair[0] not in (one, end)]]


def _reach(passage: Passage, roles: list[tuple[Number, str]]) -> list[tuple[Number, str]]:
    """Without a target, a later number that looks ahead is it, or the last of two that look alike."""
    start = next(one for one, role in roles if role == "baseline")
    for place, (one, role) in enumerate(roles):
        later = one.first > start.last and one.unit in (start.unit, "") and one is not start
        if later and role in ("loose", "baseline") and tell(passage, one.first, one.last) is not Time.THEN:
            return [*roles[:place], (one, "target"), *roles[place + 1 :]]
    return roles


def _settle(passage: Passage, roles: list[tuple[Number, str]]) -> list[tuple[Number, str]]:
    """Beside a share of students other numbers are cuts; of two shares the one without a wish is the start."""
    targets = [one for one, role in roles if role == "target"]
    if any(one.sort is Sort.SHARE for one in targets):
        roles = [(one, "loose" if role == "target" and one.unit != "%" else role) for one, role in roles]
    if len(targets) == 2 and not any(role == "baseline" for _one, role in roles) and targets[0].unit == targets[1].unit:
        times = [tell(passage, one.first, one.last) for one in targets]
        if times == [Time.OPEN, Time.AHEAD]:
            return [(one, "baseline" if one is targets[0] else role) for one, role in roles]
    return roles


def _pair(roles: list[tuple[Number, str]]) -> list[Pair]:
    pairs: list[Pair] = []
    for number, role in roles:
        if role not in ("baseline", "target"):
            continue
        last = pairs[-1] if pairs else None
        if role == "baseline" and last is not None and last.baseline is None:
            pairs[-1] = replace(last, baseline=number)
        elif role == "target" and last is not None and last.target is None:
            pairs[-1] = replace(last, target=number)
        else:
            pairs.append(Pair(number, None) if role == "baseline" else Pair(None, number))
    pairs = [_in_students(one) for one in pairs]
    whole = [one for one in pairs if one.baseline is not None and one.target is not None]
    rest = [one for one in pairs if one not in whole]
    return whole + rest


def _in_students(pair: Pair) -> Pair:
    """Where one end is "48 of 60" and the other a bare 22, both count students."""
    start, end = pair.baseline, pair.target
    if start is None or end is None or start.unit == end.unit:
        return pair
    if end.whole is not None and start.unit in ("", "students") and start.value <= end.whole:
        return Pair(replace(start, unit="students"), _counted(end, end.whole))
    if start.whole is not None and end.unit in ("", "students") and end.value <= start.whole:
        return Pair(_counted(start, start.whole), replace(end, unit="students"))
    return pair


def _counted(share: Number, whole: float) -> Number:
    return replace(share, value=round(share.value * whole / 100, 1), unit="students", sort=Sort.VALUE)


def _confidence(passage: Passage, number: Number | None) -> float:
    if number is None:
        return 0.0
    cue, _at = _cue(passage, number)
    return 0.95 if cue in ("from", "to", "baseline", "by") or number.sort is Sort.SHARE else 0.8
