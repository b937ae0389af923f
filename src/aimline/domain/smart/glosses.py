"""A text of another language told in the working vocabulary of the grammar, each word in its place.

First every word and phrase is replaced by what it plays; then the few prepositions that play several parts are told
by their neighbours. Tokens keep their places, so every slot is read back in the words of the text.
"""

from collections.abc import Callable

from aimline.domain.smart.languages import Language
from aimline.domain.smart.lexicon import lexicon, numbers
from aimline.domain.smart.packs import ANY_NUMBER, Entry, Pack, pack
from aimline.domain.smart.tokens import Token

_MONTHS = frozenset(numbers("months"))
_SEASONS = frozenset(numbers("seasons"))
_SPANS = frozenset(numbers("spans"))
_DATES = _MONTHS | _SEASONS | {"end", "christmas", "easter", "mid"}
_FILL = frozenset({"the", "at", "least", "about", "a", "an", "average", "of", "than", "less", "more", "only"})
_NUMBER_WORDS = frozenset({"half", "two", "three", "one"})
_PARTS = frozenset({"thirds", "third", "quarters", "quarter", "half", "fifths", "fourths"})
_HAVE_OR_BE = frozenset({"has", "have", "had", "be", "is", "are", "was", "were", "been", "having"})
_CHANGES = ("verb_up", "verb_down", "change_noun")
_AFTER_CHANGE = frozenset({"%", "percent", "points", "percentage", "words", "point"})
_THIN = frozenset({"\u00a0", "\u202f"})
_MARK = "~"
_GOALS = frozenset({_MARK + "goal", "to"})
_FAR = 9
_SENTENCE = 40


def gloss(source: str, tokens: list[Token], language: Language) -> list[Token]:
    """Give the tokens of a text in the working vocabulary; spans stay those of the text."""
    found = pack(language)
    native = _cut_elisions(_join_decimals(source, tokens) if found.decimal_comma else tokens, found)
    return _wished(_settled(_replaced(native, found)), found)


def tense(text: str, language: Language) -> str | None:
    """Tell the tense of the verb that a text begins with ("liront un texte": future); None where it is a noun."""
    first = text.lower().split(maxsplit=1)[0].rpartition("'")[2]
    return pack(language).tenses.get(first)


def head_first(language: Language) -> bool:
    """Tell whether describing words follow what they describe, as in "épreuve commune"."""
    return pack(language).head_first


def _join_decimals(source: str, tokens: list[Token]) -> list[Token]:
    """Read "2,1" as 2.1 and "4 500" with a no-break space as 4500."""
    joined: list[Token] = []
    for token in tokens:
        if _ends_decimal(joined, token):
            whole = joined[-2]
            joined[-2:] = [_merged(whole, token, f"{whole.low}.{token.low}")]
        elif _ends_thousands(source, joined, token):
            joined[-1] = _merged(joined[-1], token, joined[-1].low + token.low)
        else:
            joined.append(token)
    return joined


def _ends_decimal(joined: list[Token], token: Token) -> bool:
    if token.kind != "number" or len(joined) < 2 or joined[-1].low != "," or len(token.low) > 2:
        return False
    whole, comma = joined[-2:]
    touching = whole.end == comma.start and comma.end == token.start
    return touching and whole.kind == "number" and "." not in whole.low


def _ends_thousands(source: str, joined: list[Token], token: Token) -> bool:
    if not joined or token.kind != joined[-1].kind or token.kind != "number" or len(token.low) != 3:
        return False
    return source[joined[-1].end : token.start] in _THIN


def _merged(first: Token, last: Token, low: str) -> Token:
    return first._replace(text=low, low=low, end=last.end)


def _cut_elisions(tokens: list[Token], found: Pack) -> list[Token]:
    """Cut "d'élèves" into "d" and "élèves"; a word such as "aujourd'hui" stays whole."""
    if not found.elisions:
        return tokens
    cut: list[Token] = []
    for token in tokens:
        head, mark, rest = token.low.partition("'")
        if mark and rest and head in found.elisions:
            at = token.start + len(head) + 1
            text = token.text[len(head) + 1 :]
            cut.append(token._replace(text=token.text[: len(head)], low=head, end=at))
            cut.append(token._replace(text=text, low=rest, start=at, glued=False))
        else:
            cut.append(token)
    return cut


def _replaced(tokens: list[Token], found: Pack) -> list[Token]:
    """Replace every phrase by what it plays; a preposition whose part its neighbours tell gets a mark for now."""
    told: list[Token] = []
    words = tuple(ANY_NUMBER if token.kind == "number" else token.low for token in tokens)
    at = 0
    while at < len(tokens):
        entry = _entry(words, at, found)
        if words[at] in found.participles and told and told[-1].low in _HAVE_OR_BE:
            past, doing = found.participles[words[at]]
            entry = Entry((words[at],), (doing if told[-1].low == "having" else past,))
        if entry is None:
            told.append(tokens[at])
            at += 1
            continue
        width = len(entry.native)
        told += _aligned(tokens[at : at + width], entry)
        at += width
    return told


def _entry(words: tuple[str, ...], at: int, found: Pack) -> Entry | None:
    """Find the longest phrase that begins here, else what the word alone plays."""
    for one in found.phrases.get(words[at : at + 2], ()):
        if words[at : at + len(one.native)] == one.native:
            return one
    return found.singles.get(words[at])


def _aligned(tokens: list[Token], entry: Entry) -> list[Token]:
    """Lay working words over native ones, word by word; the first takes what is left, or shares its native word."""
    plays = entry.plays
    extra = len(tokens) - len(plays)
    digits = [token for token in tokens if token.kind == "number"]
    laid: list[Token] = []
    for n, word in enumerate(plays):
        first = tokens[max(0, n + extra) if n else 0]
        last = tokens[max(0, n + extra)]
        if word == ANY_NUMBER:
            number = digits.pop(0)
            laid.append(number._replace(end=max(number.end, last.end)))
            continue
        text = word.title() if word in _MONTHS or first.text.istitle() else word
        text = word.upper() if len(first.text) > 1 and first.text.isupper() else text
        glued = first.glued and n == 0
        laid.append(Token(text, word, first.start, last.end, "word", glued, owner=False))
    return laid


def _settled(told: list[Token]) -> list[Token]:
    """Tell the part of each marked preposition from left to right."""
    for at, token in enumerate(told):
        tell = _TELL.get(token.low)
        if tell is not None:
            word = tell(told, at)
            told[at] = token._replace(low=word, text=word.title() if token.text.istitle() else word, kind="word")
    return told


def _wished(told: list[Token], found: Pack) -> list[Token]:
    """What is wished lies ahead: "que les élèves atteignent" says that they will attain."""
    wished: list[Token] = []
    waiting = False
    for at, token in enumerate(told):
        if token.low == "that" and (at == 0 or _wishes(told, at)):
            waiting = True
        elif token.low in (".", ";", "will", "must", "can", "who"):
            waiting = False
        base = found.bases.get(token.low) if waiting else None
        if base is None:
            wished.append(token)
            continue
        wished.append(token._replace(text="will", low="will"))
        wished.append(token._replace(text=base, low=base, glued=False))
        waiting = False
    return wished


def _wishes(told: list[Token], at: int) -> bool:
    """Tell whether "that" follows a wish or an aim: "we want that", "so that", "goal: that"."""
    near = range(max(0, at - 3), at)
    return told[at - 1].low in ("so", ":", ".") or any(_classed(told[back].low, "frame") for back in near)


def _low(told: list[Token], at: int) -> str:
    return told[at].low if 0 <= at < len(told) else ""


def _is_number(told: list[Token], at: int) -> bool:
    if not 0 <= at < len(told):
        return False
    low = told[at].low
    return told[at].kind == "number" or (low in _NUMBER_WORDS and _low(told, at + 1) in _PARTS | {"of"})


def _after_fill(told: list[Token], at: int) -> int:
    while _low(told, at) in _FILL:
        at += 1
    return at


def _classed(low: str, *names: str) -> bool:
    return not lexicon().words.get(low, frozenset()).isdisjoint(names)


def _source(told: list[Token], at: int) -> str:
    """Tell "de 58 % à 72 %" (from), "baisser de 5 points" (by), "élèves inuits de 4e" (in), "taux de réussite" (of)."""
    place = _after_fill(told, at + 1)
    place += _low(told, place) == "level" and _is_number(told, place + 1)
    if _names_grade(told, place) and any(_classed(_low(told, near), "student") for near in (at - 1, at - 2)):
        return "in"
    dated = _low(told, place) in _MONTHS
    if not (_is_number(told, place) or dated):
        return "of"
    if _leads_on(told, place, dated=dated):
        return "from"
    counted = any(_low(told, near) in _AFTER_CHANGE or _low(told, near) in _PARTS for near in (place + 1, place + 2))
    if "last" in (_low(told, near) for near in range(place + 1, place + 5)):
        return "from"
    # "Augmenter leur moyenne de 0,4" tells how much; whole numbers may count whom: "un groupe de 25 élèves".
    counted = counted or "." in _low(told, place)
    return "by" if counted and _changes(told, at) else "of"


def _changes(told: list[Token], at: int) -> bool:
    """Tell whether a word of change stands before this place in the sentence."""
    for back in range(at - 1, max(-1, at - _SENTENCE), -1):
        if told[back].low in (".", ";", ":"):
            return False
        if _classed(told[back].low, *_CHANGES):
            return True
    return False


def _names_grade(told: list[Token], at: int) -> bool:
    return _low(told, at + 1) in ("th", "grade") or _low(told, at) in ("kindergarten", "prekindergarten")


def _leads_on(told: list[Token], place: int, *, dated: bool) -> bool:
    inside = False
    for at in range(place + 1, min(place + _FAR, len(told))):
        low, after = told[at].low, _after_fill(told, at + 1)
        inside = low == "(" or (inside and low != ")")
        if inside:
            continue
        if low in (".", ";", ","):
            return False
        if low in _GOALS and _is_number(told, after) and _goal(told, at) == "to":
            return True
        if low in _GOALS and dated and _low(told, after) in _MONTHS:
            return True
    return False


def _goal(told: list[Token], at: int) -> str:
    """Tell "à 72 %" (to), "au 30 juin" (by), "à l'épreuve" (on), "au 2e cycle" (in) and "à l'école" (at)."""
    place = _after_fill(told, at + 1)
    after = _low(told, place + 1)
    if _is_date(told, place):
        return "to" if "from" in (_low(told, at - 2), _low(told, at - 3)) else "by"
    if _is_number(told, place):
        return "in" if after == "th" else "to"
    return "on" if _tests(told, place) else "at"


def _due(told: list[Token], at: int) -> str:
    """Tell "d'ici quatre ans" (within) from "d'ici juin" (by)."""
    counted = _is_number(told, at + 1) or _low(told, at + 1) in _COUNTED
    return "within" if counted and _low(told, at + 2) in _SPANS else "by"


def _for(told: list[Token], at: int) -> str:
    """Tell "para mayo" (by) from "pour les élèves" (for) and "pour lire" (to)."""
    return "by" if _is_date(told, _after_fill(told, at + 1)) else "for"


def _is_date(told: list[Token], at: int) -> bool:
    if _low(told, at) in _DATES:
        return True
    months = (_low(told, near) in _MONTHS for near in (at + 1, at + 2))
    return _is_number(told, at) and (any(months) or _is_year(_low(told, at)))


def _is_year(low: str) -> bool:
    return len(low) == 4 and low.startswith("20") and low.isdigit()


def _than(told: list[Token], at: int) -> str:
    """Tell "moins de 10 %" (than) from "moins de retards" (of)."""
    return "than" if _is_number(told, at + 1) else "of"


def _that(told: list[Token], at: int) -> str:
    """Tell "alumnos que" (who) from "queremos que" (that)."""
    return "who" if _classed(_low(told, at - 1), "student", "group_label") else "that"


def _step(told: list[Token], at: int) -> str:
    """Tell "на 15 %" (by) from "на тесті" (on)."""
    return "by" if _is_number(told, at + 1) else "on"


def _upon(told: list[Token], at: int) -> str:
    """Tell "за спільним тестом" (on) from "за порядком" (for)."""
    return "on" if _tests(told, at + 1) else "for"


def _tests(told: list[Token], at: int) -> bool:
    return any(_classed(_low(told, near), "assessment", "assessment_name") for near in range(at, at + 2))


def _in(told: list[Token], at: int) -> str:
    """Tell "en offrant" (by offering) and "en la prueba" (on the test) from "en lecture" (in)."""
    after = _low(told, at + 1)
    if _tests(told, _after_fill(told, at + 1)):
        return "on"
    return "by" if after.endswith("ing") and _classed(after, "verb_activity") and not _classed(after, "broad") else "in"


def _over(told: list[Token], at: int) -> str:
    """Tell "un élève sur deux" and "2,8 sur 4" (of) from "sur la grille" (on)."""
    counted = any(told[back].kind == "number" or told[back].low in _COUNTED for back in range(max(0, at - 2), at))
    return "of" if counted and (_is_number(told, at + 1) or _low(told, at + 1) in _COUNTED) else "on"


_COUNTED = frozenset(numbers("counts")) - {"a"}
_TELL: dict[str, Callable[[list[Token], int], str]] = {
    _MARK + "source": _source,
    _MARK + "goal": _goal,
    _MARK + "over": _over,
    _MARK + "due": _due,
    _MARK + "in": _in,
    _MARK + "for": _for,
    _MARK + "that": _that,
    _MARK + "than": _than,
    _MARK + "step": _step,
    _MARK + "upon": _upon,
}
