"""What the head of a column says: which kind of value, of which subject or subtest, of which window."""

import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from aimline.exchange.guess.lexicon import KINDS, lexicon

SCORES = ("scale", "composite", "score", "ability", "rate", "percent", "raw", "stanine", "percentile", "nce")
COMPLETE = ("complete", "completed", "completion")
SECTIONS = ("section", "sections")
MANNER = ("equated",)  # how a score was found
FORMS = ("form", "version", "mode")
OF_PERSON = frozenset(["suffix", "name", "student", "legal", "generation", "last"])
# Of parts of a test or questionnaire: "Attitudes to teachers".
NAMES = ("values", "attitudes", "teachers", "parents", "numbers", "counts", "standards")
SHORTEST_JOINED, LONGEST_JOINED = 5, 60
# Of the words of two letters only these are joined to others: "al" is the end of "emotional".
JOINED = frozenset(["id", "ss", "pl", "pr", "nm", "cd", "dt", "no", "gr", "yr", "sy", "rs", "ge"])
LONGEST_PREFIX = 3
# Joined to a word nobody knows these are its end: "motorscore".
ENDS = ("score", "level", "percentile", "percent", "stanine")
LONGEST_SEASON_NUMBER = 12
MOST_QUARTERS = 4
LOOSE = frozenset(
    [
        *("may", "mar", "mars", "march", "mai", "apr", "dec", "sep", "jan", "pre", "post"),
        *("middle", "end", "beginning", "baseline"),
    ]
)
SEASONS = ("Fall", "Winter", "Spring", "Summer")
MONTHS = frozenset([
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
])  # fmt: skip
SAME = ({"Fall", "BOY"}, {"Winter", "MOY"}, {"Spring", "EOY"})
POINTS, NAMED_OTHERWISE = ("beginning", "middle", "end"), ("name", "initial", "school", "date", "time")
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
LEARNS = ("english", "language", "multilingual")
ARTICLES = ("la", "le", "en", "de", "a", "l", "d", "n")
# "N.º" is a number where Romance languages are written, and "Data" before these a day: "Data de nascita".
NUMERO = re.compile(r"\b[Nn]\s?[.]?\s?[º°]")
OF_DAY = ("de", "di", "da", "do", "del", "della", "birth", "test", "administration")
BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
NUMBERED = re.compile(r"^\d+[.)]\s+(?=\D)")
# The most there is, behind the name of a piece of work: "Quiz 1 (10)", "Total /16".
OUT_OF = re.compile(
    r"\s*(?:[(\[]\s*(?:/|(?:out )?of|sur|max\.?|\d{1,2}\s*[-–])?\s*(\d{1,3})(?:[.,]0+)?\s*(?:pts?|points?)?\s*[)\]]"
    r"|/\s*(\d{1,3})(?:[.,]0+)?)$"
)
CAMEL = re.compile(r"(?<=[a-z]{2})(?=[A-Z][a-z])")
PIECES = re.compile(r"[A-Z]{2,}(?=s\b)|[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")


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
    """Write a head as a name, without its window: "WPM", "Accuracy" of "Fall Accuracy %", "Level vs. Expectation"."""
    column = CAMEL.sub(" ", OUT_OF.sub("", NUMBERED.sub("", column)))
    words = column.replace("_", " ").replace("%", " ").split()
    return " ".join(word for word in words if plain(word) not in lexicon().seasons).strip(" -:")


def _without(name: str, window: tuple[str, ...]) -> str:
    """Leave out what stands for a window: "Q1", "Term 2", "WI25"."""
    pieces = r"[\W_]*".join(map(re.escape, window))
    said = re.compile(rf"(?<![^\W\d_]){pieces}(?![^\W\d_])", re.IGNORECASE)
    return " ".join(said.sub(" ", name).split()).strip(" -:") or name


def words_of(name: str) -> list[tuple[str, str]]:
    """Split a head into words, each with what stood there: snake_case, camelCase, joined and short forms."""
    name = (
        NUMERO.sub(" code " if NUMERO.fullmatch(name.strip()) else " number ", name)
        .replace("%ile", " percentile ")
        .replace("%", " percent ")
        .replace("#", " number ")
        .replace("&", " and ")
        .replace("+", " plus ")
    )
    name = "".join(letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter))
    found: list[tuple[str, str]] = []
    for piece in PIECES.findall(name):
        for each, written in _as_parted(piece):
            part = _singular(each)
            said = lexicon().short.get(part, part)
            if part == "learner" and found and found[-1][0] in LEARNS:
                said = part  # who learns English is a group of students, and no student
            found += [(word, written) for word in said.split()]
    if len(found) > 1 and found[0][0] == "data" and found[1][0] in OF_DAY:
        found[0] = ("date", found[0][1])
    return found


def _singular(word: str) -> str:
    """One of several things, where only the word for one is known: "assessments"."""
    known = lexicon().known
    one = word.removesuffix("s")
    return one if word not in {*known, *NAMES} and len(one) >= SHORTEST_JOINED and one in known else word


def _as_parted(piece: str) -> Iterator[tuple[str, str]]:
    """The words of a piece that may be joined ones, each with the letters that stood for it."""
    start = 0
    for part in parted(piece.lower()):
        yield part, piece[start : start + len(part)]
        start += len(part)


def parted(word: str) -> list[str]:
    """Take joined words apart where all of it is words we know: "scalescore", "testdate"."""
    known = lexicon().known
    if word in known or not SHORTEST_JOINED <= len(word) <= LONGEST_JOINED:
        return [word]
    best: dict[int, list[str]] = {0: []}
    for end in range(2, len(word) + 1):
        choices = [
            [*best[start], word[start:end]]
            for start in range(end - 1)
            if start in best and word[start:end] in known and (end - start > 2 or word[start:end] in JOINED)
        ]
        if choices:
            best[end] = min(choices, key=len)
    if len(word) in best:
        return best[len(word)]
    ending = next((each for each in ENDS if word.endswith(each) and len(word) >= len(each) + LONGEST_PREFIX), "")
    return [word.removesuffix(ending), ending] if ending else [word]


def read(column: str, *, loosely: bool = True, lettered: bool = True, answered: bool = False) -> Head:
    """Take the head of one column apart; `answered` says that a teacher or parent in it is who gave the answers."""
    pairs = words_of(OUT_OF.sub("", NUMBERED.sub("", column)))
    words = [word for word, _ in pairs]
    # In the midst of a sentence these letters are no age stanine.
    used = [piece == "as" and 0 < place < len(pairs) - 1 for place, (_, piece) in enumerate(pairs)]
    season, is_loose = _season(words, used, loosely=loosely)
    is_lettered = not season and lettered
    if is_lettered:
        season = _lettered_season(words, used)
    window = tuple(piece for (_, piece), taken in zip(pairs, used, strict=True) if taken and season)
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
    manner = MANNER if kind in SCORES else ()
    stem = tuple(words[place] for place in left if words[place] not in {*lexicon().fillers, *manner})
    if not stem and left == [0]:
        # "LA_SS": a word that says nothing elsewhere is a short form where no other stands.
        stem = tuple(words[place] for place in left if words[place] in ARTICLES)
    if not stem:
        # "Number" or "Language" and nothing else: a subtest whose name says little elsewhere.
        stem = tuple(words[place] for place in left if words[place] in lexicon().subjects)
    if {"english", "language", "arts"} <= set(stem):
        stem = ("ela", *(word for word in stem if word not in ("english", "language", "arts")))
    said = {*stem, "english", "language", "arts"} if "ela" in stem else {*stem}
    told = [place for place in left if words[place] in said]
    label = _as_written(column, [pairs[place][1] for place in told]) if _is_unbroken(told, used) else ""
    label = label or " ".join(dict.fromkeys(pairs[place][1] for place in told))
    label = _named(label, column, pairs, stem, kind)
    phrase, is_lettered = kinds.get(kind, ""), is_lettered and bool(season)
    return Head(column, tuple(words), kind, phrase, season, stem, _titled(label), is_loose, is_lettered, window)


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


def _named(label: str, column: str, pairs: Sequence[tuple[str, str]], stem: tuple[str, ...], kind: str) -> str:
    """The name of what is left of a head: with the word for a whole or for a number, or as it is written."""
    words = [word for word, _ in pairs]
    whole = next((written for word, written in pairs if word in WHOLES), "")
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


def _numbered(label: str, pairs: Sequence[tuple[str, str]]) -> str:
    """A number with the word it counts: "Strand 1"."""
    before = next((first for first, second in itertools.pairwise(pairs) if second[1] == label), ("", ""))
    return f"{before[1]} {label}" if before[0] in lexicon().fillers else label


def _is_unbroken(places: Sequence[int], used: Sequence[bool]) -> bool:
    return bool(places) and not any(used[places[0] : places[-1] + 1])


def _as_written(column: str, pieces: Sequence[str]) -> str:
    """The part of a head from the first to the last of these words, as people wrote it; empty where it is joined."""
    bare = "".join(unicodedata.normalize("NFKD", letter)[0] for letter in column).lower()
    start = bare.find(pieces[0].lower())
    end = bare.find(pieces[-1].lower(), start) + len(pieces[-1])
    said = column[start:end]
    return said if "_" not in said and (" " in said or not said.isascii()) else ""


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
        number = words[place + 1] if place + 1 < len(words) else ""
        is_number = number.isdecimal() and 0 < int(number) <= LONGEST_SEASON_NUMBER
        if word in POINTS and number in NAMED_OTHERWISE:
            continue  # a middle name, a middle school, an end date
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
            used[place] = used[place + 1] = True
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
