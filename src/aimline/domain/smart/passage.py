"""A text cut into words with their places and classes: what all readers of the grammar look at."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress, pairwise, repeat
from operator import attrgetter, contains

from aimline.domain.smart import cutting, glosses
from aimline.domain.smart.cutting import Cut
from aimline.domain.smart.languages import Language, is_mixed, tell
from aimline.domain.smart.lexicon import Phrase, lexicon, listed
from aimline.domain.smart.tokens import Token

# Reading stops at whichever comes first: a goal is a sentence and not a book.
READ_AT_MOST = 4000
_TOKENS_AT_MOST = 500

# Empty places after the text, so that a reader may look a little beyond either end and find nothing there
# (place -1 is the last of them). No reader looks further than this.
_BEYOND = 64
_LOW = attrgetter("low")

_QUOTES = frozenset({'"', "“", "”", "«", "»"})
CHANGES = frozenset({"verb_up", "verb_down"})
_ADDED = frozenset({"dated", "due", "later", "counted", "break"})
_NONE: frozenset[str] = frozenset()
_NO_CLASSES = [_NONE] * _BEYOND
_NO_LOWS = ("",) * _BEYOND
_SPEAKING = frozenset({"adult", "modal", "frame", "verb_up", "verb_down", "verb_activity", "past_change"})
_STRIVING = frozenset({"are", "we're", "i'm"})
_TOWARDS = frozenset({"for", "toward", "towards", "at"})
_FRAME = frozenset({"frame"})
_ENGLISH = Language.EN
_ADULT, _BREAK = frozenset({"adult"}), frozenset({"break"})
_PROGRAMME = frozenset({"programme"})
_ENDS = frozenset(".!?;")
_FIGURES = frozenset("0123456789.")
_PRESENTLY = frozenset({"now", "currently", "presently", "already", "today"})
_LEVELS = frozenset({"level", "levels", "standard", "standards", "growth", "progress"})
_DOUBTFUL = frozenset({"can", "expected"})
_JOINTS = frozenset({".", ";", "–", "—"})
_WISHES = listed("passage", "wishes")
_ABBREVIATIONS = listed("passage", "abbreviations")


@dataclass(eq=False)
class Passage:
    """The words of a text in columns, as readers ask for one part of them, and the classes of each."""

    source: str
    # How many words there are.
    n: int
    texts: list[str]
    starts: list[int]
    ends: list[int]
    kinds: list[str]
    glued: list[bool]
    owners: list[bool]
    classes: list[frozenset[str]]
    # The lower-case words, and empty words beyond either end.
    lows: tuple[str, ...]
    # Every class that some token has: most questions end here. Readers add the classes in _ADDED later.
    names: frozenset[str]
    # Every word that is said, and where tokens begin with a digit: readers visit only places where they may begin.
    said: frozenset[str]
    figures: tuple[int, ...]
    # Where sentences and lines end.
    breaks: list[int]
    language: Language
    head_first: bool = False

    @property
    def tokens(self) -> list[Token]:
        """The words one by one, each with its parts."""
        columns = (self.texts, self.lows[: self.n], self.starts, self.ends, self.kinds, self.glued, self.owners)
        return list(map(Token, *columns))

    def has(self, at: int, name: str) -> bool:
        """Tell whether the token at this place exists and belongs to a class."""
        return name in self.classes[at]

    def any(self, name: str, first: int = 0, last: int | None = None) -> bool:
        """Tell whether some token between two places (end excluded) belongs to a class."""
        if name in self.names:
            for one in self.classes[first : self.n if last is None else last]:
                if name in one:
                    return True
        return False

    def is_of(self, at: int, names: frozenset[str]) -> bool:
        """Tell whether the token at this place belongs to one of these classes."""
        return not names.isdisjoint(self.classes[at])

    def among(self, names: frozenset[str], first: int, last: int) -> bool:
        """Tell whether some token between two places (end excluded) belongs to one of these classes."""
        return not all(map(names.isdisjoint, self.classes[first:last]))

    def find(self, name: str, first: int = 0, last: int | None = None) -> int | None:
        """Give the first place of a class between two places (end excluded)."""
        if name not in self.names:
            return None
        classes = self.classes
        for at in range(first, self.n if last is None else last):
            if name in classes[at]:
                return at
        return None

    def find_word(self, words: frozenset[str], first: int = 0, last: int | None = None) -> int | None:
        """Give the first place of one of these words between two places (end excluded)."""
        if words.isdisjoint(self.said):
            return None
        lows = self.lows
        for at in range(first, self.n if last is None else last):
            if lows[at] in words:
                return at
        return None

    def all(self, name: str) -> list[int]:
        """Give every place of a class, as the lists of words give it."""
        if name not in self.names:
            return []
        return list(compress(range(self.n), map(contains, self.classes, repeat(name))))

    def all_words(self, words: frozenset[str]) -> list[int]:
        """Give every place of one of these words."""
        if words.isdisjoint(self.said):
            return []
        return list(compress(range(self.n), map(words.__contains__, self.lows)))

    def glues(self, at: int) -> bool:
        """Tell whether a hyphen joins the token at this place to the one before."""
        return at < self.n and self.glued[at]

    def run(self, name: str, at: int) -> int:
        """Give the place after the unbroken run of a class that starts here."""
        while self.has(at, name):
            at += 1
        return at

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Give the characters covered by tokens `first` to `last`, both included."""
        return self.starts[first], self.ends[last]

    def text(self, first: int, last: int) -> str:
        """Give the words of tokens `first` to `last` as written."""
        return self.source[self.starts[first] : self.ends[last]]

    def ends_sentence(self, at: int) -> bool:
        """Tell whether a sentence or line ends with this token."""
        return "break" in self.classes[at]

    def sentences(self) -> Iterator[tuple[int, int]]:
        """Give the places of each sentence, end excluded."""
        first = 0
        for at in self.breaks:
            yield first, at + 1
            first = at + 1
        if first < self.n:
            yield first, self.n


@lru_cache(maxsize=4096)
def _figured(low: str) -> bool:
    """Tell whether a token begins with a digit or a point that digits follow."""
    return low[0] in _FIGURES and low != "."


def _breaks(text: str, cut: Cut, at: int) -> bool:
    low, end = cut.lows[at], cut.ends[at]
    if low in ("!", "?", ";"):
        return True
    gap_end = cut.starts[at + 1] if at + 1 < len(cut.lows) else len(text)
    if "\n" in text[end:gap_end]:
        return True
    if low != ".":
        return False
    return gap_end > end and (at == 0 or cut.lows[at - 1] not in _ABBREVIATIONS)


def _classify(cut: Cut, said: frozenset[str]) -> list[frozenset[str]]:
    lists, lows = lexicon(), cut.lows
    known, phrases = lists.words, lists.phrases
    classes = list(map(known.get, lows, repeat(_NONE)))
    beginnings = list(map(phrases.get, pairwise(lows)))
    for at, beginning in compress(enumerate(beginnings), beginnings):
        for phrase in beginning or ():
            if len(phrase.words) == 2 or tuple(lows[at : at + len(phrase.words)]) == phrase.words:
                _mark(classes, at, phrase)
    if not _QUOTES.isdisjoint(said):
        _silence(classes, lows)
    if not _DOUBTFUL.isdisjoint(said):
        _doubt(classes, lows)
    if not _STRIVING.isdisjoint(said):
        _strive(classes, lows)
    if "up" in said:
        _lift(classes, lows)
    if True in cut.glued:
        _part(classes, cut)
    if "i" in said:
        _number_lines(classes, cut)
    if "send" in said:
        _name_programme(classes, cut)
    return classes


def _mark(classes: list[frozenset[str]], at: int, phrase: Phrase) -> None:
    classes[at] |= phrase.heads
    for place in range(at + 1, at + len(phrase.words)):
        classes[place] |= phrase.names


def _part(classes: list[frozenset[str]], cut: Cut) -> None:
    """Take from parts of a word what the whole is not: "lower-case" lowers nothing."""
    for at in compress(range(len(classes)), cut.glued):
        classes[at - 1] -= CHANGES


def _number_lines(classes: list[frozenset[str]], cut: Cut) -> None:
    """Tell the "I" of "I.2.c", which numbers a line, from the person."""
    for at, after in enumerate(cut.lows[1:]):
        if cut.lows[at] == "i" and cut.starts[at + 1] == cut.ends[at] and after[0] in ".):":
            classes[at] -= _ADULT


def _name_programme(classes: list[frozenset[str]], cut: Cut) -> None:
    """Tell SEND pupils, who have special educational needs, from adults who send something."""
    shouted = not any(map(str.islower, cut.texts))
    for at, text in enumerate(cut.texts):
        if text == "SEND" and not shouted:
            classes[at] = _PROGRAMME


def _strive(classes: list[frozenset[str]], lows: list[str]) -> None:
    """Read a wish in "we are shooting for" and "we're working towards", whatever is done for it."""
    for at, (low, doing, towards) in enumerate(zip(lows, lows[1:], lows[2:], strict=False)):
        if (
            low in _STRIVING
            and doing.endswith("ing")
            and towards in _TOWARDS
            and "adult" in classes[at - (low == "are")]
        ):
            classes[at + 1] |= _FRAME


def _lift(classes: list[frozenset[str]], lows: list[str]) -> None:
    """Read the verb of "to up the pass rate"."""
    for at, (low, up, after) in enumerate(zip(lows, lows[1:], lows[2:], strict=False), 1):
        if low == "to" and up == "up" and after not in _ENDS and not after[0].isdigit():
            classes[at] = (classes[at] - {"stop"}) | {"verb_up"}


def _silence(classes: list[frozenset[str]], lows: list[str]) -> None:
    """Who speaks in a quotation does not act in the sentence, and what is promised in it is no promise."""
    marks = [at for at, low in enumerate(lows) if low in _QUOTES]
    for opened, closed in zip(marks[::2], marks[1::2], strict=False):
        said = _ADULT if closed - opened > len(lows) / 2 else _SPEAKING
        for at in range(opened, closed):
            classes[at] -= said


def _doubt(classes: list[frozenset[str]], lows: list[str]) -> None:
    """Take the wish from "can now" and from "the expected standard", which expects nothing of a date."""
    for at, low in enumerate(lows):
        if low == "can" and _can_now(lows, at):
            classes[at] -= {"modal"}
        if low == "expected" and not _LEVELS.isdisjoint((*lows[max(0, at - 1) : at], *lows[at + 1 : at + 2])):
            classes[at] -= {"frame"}


def _can_now(lows: list[str], at: int) -> bool:
    """Tell the "can" of today from the one that is wished: "14 of 32 can now ...", "half can ...; we'd like ..."."""
    if not _PRESENTLY.isdisjoint((*lows[at + 1 : at + 3], *lows[max(0, at - 2) : at])):
        return True
    later = next((place for place in range(at + 1, len(lows)) if lows[place] in _JOINTS), len(lows))
    return not _WISHES.isdisjoint(lows[later:]) and _WISHES.isdisjoint(lows[:at])


def read(text: str, *, language: Language | None = None) -> Passage:
    """Cut a text into tokens and give each its classes; only the first 4,000 characters are read.

    A text in another language is told in the words of the grammar first; `language` is guessed where it is not said.
    """
    source = text[:READ_AT_MOST]
    cut = cutting.cut(source)
    if len(cut.texts) > _TOKENS_AT_MOST:
        source = source[: cut.starts[_TOKENS_AT_MOST]]
        cut = Cut._make(column[:_TOKENS_AT_MOST] for column in cut)
    said = frozenset(cut.lows)
    spoken = language or tell(said)
    if spoken is not _ENGLISH:
        cut = _glossed(source, cut, spoken, mixed=language is None and is_mixed(said))
        said = frozenset(cut.lows)
    texts, lows, starts, ends, kinds, glued, owners = cut
    classes, n = _classify(cut, said), len(lows)
    closing = range(n) if "\n" in source else compress(range(n), map(_ENDS.__contains__, lows))
    breaks = [at for at in closing if _breaks(source, cut, at)]
    for at in breaks:
        classes[at] |= _BREAK
    return Passage(
        source,
        n,
        texts,
        starts,
        ends,
        kinds,
        glued,
        owners,
        classes + _NO_CLASSES,
        (*lows, *_NO_LOWS),
        _ADDED.union(*classes),
        said,
        tuple(compress(range(n), map(_figured, lows))),
        breaks,
        spoken,
        spoken is not _ENGLISH and glosses.head_first(spoken),
    )


def _glossed(source: str, cut: Cut, spoken: Language, *, mixed: bool) -> Cut:
    """Tell each sentence in the words of the grammar; where two languages meet, each sentence in its own."""
    tokens = list(map(Token, *cut))
    told = _told(source, cut, tokens) if mixed else glosses.gloss(source, tokens, spoken)
    # Words that play nothing go: a text may have none left.
    return Cut._make(map(list, zip(*told, strict=True))) if told else cutting.cut("")


def _told(source: str, cut: Cut, tokens: list[Token]) -> list[Token]:
    told: list[Token] = []
    first = 0
    for at in range(len(tokens)):
        if at + 1 < len(tokens) and not _breaks(source, cut, at):
            continue
        sentence = tokens[first : at + 1]
        first = at + 1
        one = tell(frozenset(map(_LOW, sentence)))
        told += sentence if one is _ENGLISH else glosses.gloss(source, sentence, one)
    return told
