"""What the head of a column says: which kind of value, of which subject or subtest, of which window."""

import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from aimline.exchange.guess.head_words import NUMERO, PIECES, Word, words_of
from aimline.exchange.guess.lexicon import KINDS, lexicon

SCORES = ("scale", "composite", "score", "ability", "rate", "percent", "raw", "stanine", "percentile", "nce")
COMPLETE = ("complete", "completed", "completion")
SECTIONS = ("section", "sections")
MANNER = ("equated",)  # how a score was found
FORMS = ("form", "version", "mode")
OF_PERSON = frozenset(["suffix", "name", "student", "legal", "generation", "last"])
OF_WINDOWS = ("test", "assessment")
LONGEST_SEASON_NUMBER = 12
MOST_QUARTERS = 4
LOOSE = frozenset(
    [
        *("may", "mar", "mars", "march", "mai", "apr", "dec", "sep", "jan", "pre", "post"),
        *("middle", "end", "beginning", "baseline", "aut", "start", "mid"),
    ]
)
SEASONS = ("Fall", "Winter", "Spring", "Summer")
MONTHS = frozenset([
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
])  # fmt: skip
SAME = ({"Fall", "BOY"}, {"Winter", "MOY"}, {"Spring", "EOY"})
POINTS = ("beginning", "middle", "end")
# A middle name, a middle school, an end date; "may be" is no month.
NO_WINDOWS = {
    "beg": ("sound", "sounds"),
    **dict.fromkeys(POINTS, ("name", "initial", "school", "date", "time", "sound", "sounds")),
    "start": ("date", "time", "day", "level", "grade", "page", "of", "dt"),
    "mid": ("on", "name", "initial", "school", "level", "grade", "term", "year"),
    "may": ("be", "have", "need", "not", "include", "use"),
}
FIRST = ("start",)  # "Start Reading"; "Test Start" is a day
# "F24" and "Sp 2025" are seasons of a year.
SHORT_SEASONS = {"f": "Fall", "fa": "Fall", "w": "Winter", "wi": "Winter", "s": "Spring", "sp": "Spring"}
# "Aut1" is the first half of a term.
TERMS = ("autumn", "spring", "summer")  # each has two halves: "Autumn 1"
HALF_TERMS = {"aut": "Autumn", "spr": "Spring", "sum": "Summer"}
SHORT_YEAR = re.compile(r"(20)?[1-4]\d")
YEARLY = {
    ("beginning", "of", "year"): "BOY", ("start", "of", "year"): "BOY", ("middle", "of", "year"): "MOY",
    ("mid", "year"): "MOY", ("end", "of", "year"): "EOY", ("year", "end"): "EOY",
}  # fmt: skip
WHOLES = ("composite", "total", "overall")
ARTICLES = ("la", "le", "en", "de", "a", "l", "d", "n")
BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
NOTHING_IN_BRACKETS = re.compile(r"\(\s*\)|\[\s*\]")
NUMBERED = re.compile(r"^\d+[.)]\s+(?=\D)")
# The most there is, behind the name of a piece of work: "Quiz 1 (10)", "Total /16".
OUT_OF = re.compile(
    r"\s*(?:[(\[]\s*(?:/|(?:out )?of|sur|max\.?|\d{1,2}\s*[-–])?\s*(\d{1,3})(?:[.,]0+)?\s*(?:pts?|points?)?\s*[)\]]"
    r"|/\s*(\d{1,3})(?:[.,]0+)?)$"
)
CAMEL = re.compile(r"(?<=[a-z]{2})(?=[A-Z][a-z])")


@dataclass(frozen=True)
class Head:
    """A column's head, taken apart: its words, kind, window, and what is left of it (`stem`, shown as `label`)."""

    column: str
    words: tuple[str, ...]
    kind: str
    phrase: str
    season: str
    stem: tuple[str, ...]
    label: str
    is_loose_season: bool = False
    is_lettered_season: bool = False
    window: tuple[str, ...] = ()  # what stands for its window
    written: str = ""  # as it was written out before it was read, where that is not as it stands

    @property
    def rank(self) -> int:
        """The place of its phrase among those of its kind: the surer ones come first."""
        return lexicon().ranks.get((self.kind, self.phrase), 0)

    @property
    def plainly(self) -> str:
        """The head as a name, without its window."""
        name = plainly(self.written or self.column)
        return _without(name, self.window) if self.window else name

    @property
    def is_of_work(self) -> bool:
        """Whether it names a piece of work of a class: a quiz, a project, the test of a unit."""
        return any(word in lexicon().works for word in self.words)

    @property
    def most(self) -> int | None:
        """The most points there are, where the head says them behind the name."""
        found = OUT_OF.search(self.column)
        return int(found[1] or found[2]) if found else None

    @property
    def is_of_subject(self) -> bool:
        """Whether what is left names a subject or subtest we know."""
        return any(word in lexicon().subjects for word in self.stem)


def plain(name: str) -> str:
    """Write a name in lower case without accents and signs, to compare it."""
    name = "".join(letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter))
    letters = "".join(letter.lower() if letter.isalnum() else " " for letter in name)
    return " ".join(letters.split())


def plainly(column: str) -> str:
    """Write a head as a name: "WPM", "Accuracy" of "Accuracy %", "Level vs. Expectation"."""
    column = CAMEL.sub(" ", OUT_OF.sub("", NUMBERED.sub("", column)))
    return " ".join(column.replace("_", " ").replace("%", " ").split()).strip(" -:")


def _without(name: str, window: tuple[str, ...]) -> str:
    """Leave out what stands for a window: "Q1", "Term 2", "WI25", the two words of "Fall ORF (Oct)"."""
    pieces = [r"[\W_]*".join(map(re.escape, window)), "|".join(map(re.escape, window))]
    for piece in pieces:
        said, n = re.subn(rf"(?<![^\W\d_])(?:{piece})(?![^\W\d_])", " ", name, flags=re.IGNORECASE)
        if n:
            return " ".join(NOTHING_IN_BRACKETS.sub(" ", said).split()).strip(" -:")
    return name


def read(column: str, *, loosely: bool = True, lettered: bool = True, answered: bool = False) -> Head:
    """Take the head of one column apart; `answered` says that a teacher or parent in it is who gave the answers."""
    text = _without_numbers(column)
    said = words_of(text)
    words = [word.said for word in said]
    # In the midst of a sentence these letters are no age stanine.
    used = [word.written == "as" and 0 < place < len(words) - 1 for place, word in enumerate(said)]
    season, is_loose = _season(words, used, loosely=loosely)
    is_lettered = not season and lettered
    if is_lettered:
        season = _lettered_season(words, used)
    window = tuple(word.written for word, taken in zip(said, used, strict=True) if taken and season)
    kinds: dict[str, str] = {}
    found = list(_matches(words, used))
    if answered:
        found = _without_people(found, used)
    found = _without_endings(found, words, used)
    letters = [start for start, _, kind in found if kind == "scale" and words[start] == "ss"]
    is_beside = any(kind not in ("composite", "status", "side") and start not in letters for start, _, kind in found)
    if letters and (is_beside or "date" in words):
        # Beside a score or level, these letters mean social studies.
        found = [entry for entry in found if entry[0] not in letters]
        used[letters[0]] = False
    for start, length, kind in found:
        kinds.setdefault(kind, " ".join(words[start : start + length]))
    if kinds.get("status") in COMPLETE and ("scale" in kinds or "composite" in kinds):
        kinds.pop("status")  # "Complete Composite" is a score
    if kinds.get("person") in SECTIONS and {*kinds} & {*SCORES, "level"}:
        kinds.pop("person")  # "Vocabulary Section Standard Score" is of a part of a test
    is_form = kinds.get("side") in FORMS and words[-1] == kinds["side"]  # "Scale Form"
    kind = "side" if is_form else next((kind for kind in KINDS if kind in kinds), "")
    if kinds.get("raw") in lexicon().counts:
        used = [taken and words[place] not in kinds["raw"].split() for place, taken in enumerate(used)]
    left = [place for place, taken in enumerate(used) if not taken]
    stem = _stem(words, left, kind)
    named = {*stem, "english", "language", "arts"} if "ela" in stem else {*stem}
    told = [place for place in left if words[place] in named]
    label = _as_written(text, [said[place] for place in told], is_whole=_is_unbroken(told, used))
    label = _named(label, column, said, stem, kind)
    phrase, is_lettered = kinds.get(kind, ""), is_lettered and bool(season)
    return Head(column, tuple(words), kind, phrase, season, stem, _titled(label), is_loose, is_lettered, window)


def _stem(words: Sequence[str], left: Sequence[int], kind: str) -> tuple[str, ...]:
    """The words of a head, of those that are left, that say what it is about."""
    manner = MANNER if kind in SCORES else ()
    stem = tuple(words[place] for place in left if words[place] not in {*lexicon().fillers, *manner})
    if not stem and left == [0]:
        # "LA_SS": a word that says nothing elsewhere is a short form where no other stands.
        stem = tuple(words[place] for place in left if words[place] in ARTICLES)
    if not stem and kind in SCORES and words[-1] == "n":
        stem = ("n",)  # "Age Score N" beside those of V and Q: of what is not verbal
    if not stem:
        # "Number" or "Language" and nothing else: a subtest whose name says little elsewhere.
        stem = tuple(words[place] for place in left if words[place] in lexicon().subjects)
    if {"english", "language", "arts"} <= set(stem):
        stem = ("ela", *(word for word in stem if word not in ("english", "language", "arts")))
    return stem


def _without_numbers(column: str) -> str:
    """A head without the number before it and the most points behind it, and with "N.º" written out."""
    text = NUMERO.sub(" code " if NUMERO.fullmatch(column.strip()) else " number ", column)
    return unicodedata.normalize("NFC", OUT_OF.sub("", NUMBERED.sub("", text)))


def _without_endings(
    found: Sequence[tuple[int, int, str]], words: Sequence[str], used: list[bool]
) -> list[tuple[int, int, str]]:
    """Leave out "suffix" as a part of a name where it is one of the words that are learned."""
    places = [place for place, word in enumerate(words) if word == "suffix" and not {*words} <= OF_PERSON]
    for place in places:
        used[place] = False
    return [entry for entry in found if entry[0] not in places]


def _without_people(found: Sequence[tuple[int, int, str]], used: list[bool]) -> list[tuple[int, int, str]]:
    for start, length, kind in found:
        if kind == "person":
            used[start : start + length] = [False] * length
    return [entry for entry in found if entry[2] != "person"]


def _named(label: str, column: str, pairs: Sequence[Word], stem: tuple[str, ...], kind: str) -> str:
    """The name of what is left of a head: with the word for a whole or for a number, or as it is written."""
    words = [word.said for word in pairs]
    whole = next((word.written for word in pairs if word.said in WHOLES), "")
    if not stem and whole:
        return whole.capitalize()
    if stem and "composite" in words:
        return f"{label} Composite"
    if stem and kind == "percent" and "accuracy" in words and "accuracy" not in label.lower():
        return f"{label} accuracy"
    if stem and whole and not any(word in lexicon().subjects for word in stem):
        return f"{label} {whole.capitalize()}"  # "PSC-17 Total"
    if any(word in lexicon().works for word in words):
        return BRACKETS.sub("", column).strip()
    if label.isdigit():
        return _numbered(label, pairs)
    return column if not kind and len({*PIECES.findall(column)}) == 1 else label


def _numbered(label: str, pairs: Sequence[Word]) -> str:
    """A number with the word it counts: "Strand 1"."""
    before = next((first for first, second in itertools.pairwise(pairs) if second.written == label), None)
    return f"{before.written} {label}" if before and before.said in lexicon().fillers else label


def _is_unbroken(places: Sequence[int], used: Sequence[bool]) -> bool:
    return bool(places) and not any(used[places[0] : places[-1] + 1])


def _as_written(text: str, words: Sequence[Word], *, is_whole: bool) -> str:
    """These words as people wrote them: the part of the head from the first to the last of them where it is whole."""
    part = text[words[0].start : words[-1].end] if is_whole else ""
    is_name = "_" not in part and (" " in part or "&" in part)
    return part if is_name else " ".join(dict.fromkeys(word.written for word in words))


def _titled(label: str) -> str:
    if label.count("(") != label.count(")"):
        label = " ".join(label.replace("(", " ").replace(")", " ").split())
    return label if any(letter.islower() for letter in label) or len(label) <= 5 else label.capitalize()


def _matches(words: Sequence[str], used: list[bool]) -> Iterator[tuple[int, int, str]]:
    """Find the phrases of kinds in a head, longer ones first; a word belongs to one phrase."""
    found = [
        (len(phrase), start, kind)
        for start, word in enumerate(words)
        for phrase, kind in lexicon().phrases.get(word, [])
        if tuple(words[start : start + len(phrase)]) == phrase
    ]
    kept = [False] * len(words)
    for length, start, kind in sorted(found, key=lambda entry: (-entry[0], entry[1], _rank(entry[2]))):
        if any(used[start : start + length]) or any(kept[start : start + length]):
            continue
        if kind == "keep":
            kept[start : start + length] = [True] * length
            continue
        used[start : start + length] = [True] * length
        yield start, length, kind


def _rank(kind: str) -> int:
    return KINDS.index(kind) if kind in KINDS else -1


def _season(words: Sequence[str], used: list[bool], *, loosely: bool) -> tuple[str, bool]:
    """Find the window in a head, and whether its word may mean something else: a month, the beginning, term 2, Q3."""
    for phrase, name in YEARLY.items():
        for start in range(len(words) - len(phrase) + 1):
            if tuple(words[start : start + len(phrase)]) == phrase:
                used[start : start + len(phrase)] = [True] * len(phrase)
                return name, False
    known = lexicon()
    for place, word in enumerate(words):
        # "Benchmark Test 1" is a benchmark like "Benchmark 1".
        after = [*words[place + 1 : place + 3], ""]
        is_called = word in known.numbered and after[0] in OF_WINDOWS
        number = after[is_called]
        is_number = number.isdecimal() and 0 < int(number) <= LONGEST_SEASON_NUMBER
        if number in NO_WINDOWS.get(word, ()) or (word in FIRST and place):
            continue
        if word in TERMS and number in ("1", "2"):
            used[place] = used[place + 1] = True
            return f"{word.capitalize()} {number}", False
        if word in known.seasons and (loosely or word not in LOOSE):
            used[place] = True
            _take_years(words, used, place + 1)
            _take_same(words, used, known.seasons[word])
            return known.seasons[word], word in LOOSE
        if word in HALF_TERMS and number in ("1", "2"):
            used[place] = used[place + 1] = True
            return f"{HALF_TERMS[word]} {number}", False
        if word in SHORT_SEASONS and SHORT_YEAR.fullmatch(number):
            used[place] = used[place + 1] = True
            return SHORT_SEASONS[word], False
        if is_number and word in known.numbered:
            used[place : place + 2 + is_called] = [True] * (2 + is_called)
            return f"{word.capitalize()} {number}", False
    return "", False


def _take_years(words: Sequence[str], used: list[bool], place: int) -> None:
    """Take the short year behind a window, or the two years of a school year: "F24", "Fall 2024/2025"."""
    years = [word for word in words[place : place + 2] if SHORT_YEAR.fullmatch(word)]
    if len(years) == 2 or (years and words[place] in years and len(years[0]) == len("24")):
        used[place : place + len(years)] = [True] * len(years)


def _take_same(words: Sequence[str], used: list[bool], season: str) -> None:
    """Take a second word for the same window: "Fall BOY", "EOY Spring", "Fall (Oct)"."""
    for place, word in enumerate(words):
        pair = {lexicon().seasons.get(word, ""), season}
        is_month = season in (*YEARLY.values(), *SEASONS) and lexicon().seasons.get(word, "") in MONTHS
        used[place] = used[place] or (word not in LOOSE and (is_month or (len(pair) > 1 and pair in SAME)))


def _lettered_season(words: Sequence[str], used: list[bool]) -> str:
    """Find a letter with a number that stands for a window: T2, Q3."""
    letters = lexicon().letters
    for place, (word, number) in enumerate(itertools.pairwise(words)):
        most = MOST_QUARTERS if word == "q" else LONGEST_SEASON_NUMBER
        if word in letters and number.isdecimal() and 0 < int(number) <= most:
            used[place] = used[place + 1] = True
            return f"{letters[word]} {number}"
    return ""
