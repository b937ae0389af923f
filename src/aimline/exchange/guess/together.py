"""The heads of a table read together: what a letter, a word or its beginning means shows only beside the others."""

import re
from collections.abc import Sequence
from dataclasses import replace
from string import digits

from aimline.exchange.guess.column import Column
from aimline.exchange.guess.head_words import LONGEST_PREFIX, parted
from aimline.exchange.guess.heads import POINTS, Head, plain, read
from aimline.exchange.guess.lexicon import lexicon
from aimline.exchange.guess.rewriting import write_out

# Short ends of joined words, where two of them stand behind the same beginning: "infolev" and "infoss".
SHORT_ENDS = ("score", "level", "ss", "lev", "lvl", "pl", "pr", "rs")
CAPITAL_ENDS = ("SAS", "GPR", "APR", "LPR", "NPR", "NCE", "SS", "PR", "PL", "GE", "RS", "SCORE", "LEVEL")
SHORTEST_BEGINNING = 3
WHO_ANSWERED, SCORES_OF_ANSWERS = frozenset(["teacher", "parent"]), ("raw", "scale", "score", "composite")
STD = re.compile(r"STD[_ ](?=[A-Za-z])|std_(?=[a-z])")
COMP = re.compile(r"(?<![A-Za-z])(?:Comp(?![a-z])|(?:COMP|comp)(?![A-Za-z]))")
OF_READING = frozenset(["wcpm", "wpm", "accuracy", "retell", "fluency"])
CALLED_GRADE = frozenset(["grade", "year", "level", "class"])
CHALLENGED = "if challenged"
QUESTION = re.compile(r"(?<![a-z])q ?0?(?:[5-9]|[1-9]\d)(?!\d)", re.IGNORECASE)  # a year has four quarters
LONE, NUMBERED_ON = re.compile(r"(\w*[A-Za-z])_1"), re.compile(r"[A-Za-z]_?[2-9]$")
STANDARD = re.compile(r"(?i:std|standard)(?:[_ ]|(?=[A-Z]))(?P<first>\w+)|(?P<last>\w+)[_ ](?i:std|standard)")
OTHER_SCORES = ("raw", "percentile", "nce", "stanine", "equivalent")
LETTERED = re.compile(r"([A-Z]{1,3})(?:[ _]|(?=[A-Z][a-z]))(\w.*)|([a-z]{1,3})_(\w.*)")
FEWEST_OF_WINDOW, MONTHS = 5, {"May", "March", "April", "December", "September", "January"}  # words of other meanings
OF_CODES = frozenset(["id", "code", "number", "name", "key", "type"])
STRAND, MOST_OF_YEAR = re.compile(r"(?<![A-Za-z])[Ss](\d{1,2})(?![a-z\d])"), 4


def read_all(names: Sequence[str]) -> list[Head]:
    """Take the heads of a table apart; words such as "end", "May" or "Post" name a window where there are several."""
    names = list(names)
    said = names
    for rewrite in (write_out, without_strands, with_students, without_lone_numbers, with_standard_scores,
                    with_comprehension, apart):  # fmt: skip
        said = rewrite(said)
    found = [replace(read(text), column=name, written=text) for name, text in zip(names, said, strict=True)]
    found = named_by_letters(found)
    if any(_scores_answers(head) for head in found):
        found = [
            replace(read(text, answered=True), column=head.column) if _says_who_answered(head) else head
            for head, text in zip(found, said, strict=True)
        ]
    found = with_days_of_points(with_predictions(found))
    lettered = [head for head in found if head.is_lettered_season]
    if any(map(QUESTION.search, said)) or _are_questions(lettered):
        found = [
            replace(read(text, lettered=False), column=head.column) if head.is_lettered_season else head
            for head, text in zip(found, said, strict=True)
        ]
    loose = [head.season for head in found if head.is_loose_season]
    is_one = len({head.season for head in found if head.season}) == 1
    is_told = len(loose) >= FEWEST_OF_WINDOW and not {*loose} & MONTHS
    if loose and is_one and not is_told:
        return [
            replace(read(text, loosely=False), column=head.column) if head.is_loose_season else head
            for head, text in zip(found, said, strict=True)
        ]
    return found


def with_days_of_points(heads: Sequence[Head]) -> list[Head]:
    """The "End Date" of a window, where other heads begin with the same words: "Level End Date", "Level End Lexile"."""
    seasons = {other.words[:n]: other.season for other in heads if other.season for n in range(1, len(other.words))}
    return [
        replace(head, season=seasons[before], stem=tuple(word for word in head.stem if word not in POINTS))
        if head.words[-1:] == ("date",) and not head.season and {*before} & {*POINTS} and before in seasons
        else head
        for head in heads
        for before in [head.words[:-1]]
    ]


def without_grades(columns: Sequence[Column]) -> list[Column]:
    """What stands in the rows as a grade names no window in a head: "P7", "S1"."""
    grades = {
        plain(word) for column in columns if CALLED_GRADE & {*column.head.words} for word in column.contents.words
    }
    return [
        replace(column, head=_read_without_letters(column.head))
        if column.head.is_lettered_season and "".join(column.head.window).lower() in grades
        else column
        for column in columns
    ]


def _read_without_letters(head: Head) -> Head:
    return replace(read(head.written or head.column, lettered=False), column=head.column, written=head.written)


def named_by_letters(heads: Sequence[Head]) -> list[Head]:
    """Two letters before the same words as other names are a name too: "RS TScore" beside "SA TScore"."""
    pairs = [_letters_before(head.column) for head in heads]
    names: dict[str, set[str]] = {}
    for first, said in pairs:
        names.setdefault(said, set()).add(first)
    found = []
    for head, (first, said) in zip(heads, pairs, strict=True):
        name, rest = first.lower(), read(said) if first else head
        is_misread = bool(first) and name not in head.stem and not (head.season or rest.stem)
        is_of_codes = OF_CODES & {*rest.words} and not rest.kind
        others = [other for other in names[said] if other and not read(other).kind]
        if is_misread and not is_of_codes and others and len(names[said]) > 1:
            found.append(replace(rest, column=head.column, words=(name, *rest.words), stem=(name,), label=first))
        else:
            found.append(head)
    return found


def _letters_before(column: str) -> tuple[str, str]:
    """The letters before other words and these words; empty where a head does not begin so."""
    found = LETTERED.match(column)
    return (found[1] or found[3], found[2] or found[4]) if found else ("", "")


def with_predictions(heads: Sequence[Head]) -> list[Head]:
    """What is told a second time "if challenged" is a prediction, and so is all that begins with the same word."""
    told = {head.words[0] for head in heads if plain(head.column).endswith(CHALLENGED) and head.words}
    told |= {"attainment"} if told else set()
    return [
        replace(head, kind="growth", phrase="prediction") if told and head.words and head.words[0] in told else head
        for head in heads
    ]


def with_students(names: Sequence[str]) -> list[str]:
    """Write "STD" out as student where a name of people begins so, as in "STD_LASTNM"; else it is a standard."""
    is_of_people = any(STD.match(name) and "name" in read(name).words for name in names)
    return [STD.sub("Student_", name) for name in names] if is_of_people else [*names]


def without_lone_numbers(names: Sequence[str]) -> list[str]:
    """Leave away the "_1" that some reports write behind their heads, where no other number stands behind one."""
    bases = [LONE.fullmatch(name) for name in names]
    if any(NUMBERED_ON.search(name) for name in names):
        return [*names]
    return [base[1] if base else name for base, name in zip(bases, names, strict=True)]


def with_standard_scores(names: Sequence[str]) -> list[str]:
    """Write "Standard" out as standard score where raw scores or percentiles of the same names stand in the table."""
    others = {head.stem for head in map(read, names) if head.kind in OTHER_SCORES and head.stem}
    called = [_name_of_standard(name) for name in names]
    return [f"{said} Standard Score" if said and read(said).stem in others else name
            for name, said in zip(names, called, strict=True)]  # fmt: skip


def _name_of_standard(name: str) -> str:
    found = STANDARD.fullmatch(name)
    said = (found["first"] or found["last"]) if found else ""
    return "" if read(said).kind else said


def with_comprehension(names: Sequence[str]) -> list[str]:
    """Write "Comp" out as comprehension where another head has the word composite, or those for words and a total."""
    has_composite = any("composite" in name.lower() for name in names)
    has_composite = has_composite or all(any(word in name.lower() for name in names) for word in ("vocab", "total"))
    has_composite = has_composite or any(OF_READING & {*read(name).words} for name in names)
    return [COMP.sub("Comprehension", name) for name in names] if has_composite else [*names]


def without_strands(names: Sequence[str]) -> list[str]:
    """Write "S1" to "S10" out as strands where there are more of them than a year has semesters."""
    numbers = {number for name in names for number in STRAND.findall(name.replace("_", " "))}
    if len(numbers) <= MOST_OF_YEAR:
        return [*names]
    return [STRAND.sub(r"Strand \1", name.replace("_", " ")) if STRAND.search(name.replace("_", " ")) else name
            for name in names]  # fmt: skip


def _scores_answers(head: Head) -> bool:
    """Whether a head is of the score of a questionnaire, with the word for who answered it."""
    told = read(head.column, answered=True) if _says_who_answered(head) else head
    return _says_who_answered(head) and bool(head.season) and told.kind in SCORES_OF_ANSWERS


def _says_who_answered(head: Head) -> bool:
    return head.kind == "person" and bool(WHO_ANSWERED & {*head.words})


def _are_questions(lettered: Sequence[Head]) -> bool:
    """Whether "Q1", "Q2" are numbers of questions: each stands over something else, and nothing comes back."""
    seasons: dict[tuple[str, ...], set[str]] = {}
    for head in lettered:
        bare = tuple(word for word in head.stem if not word.isdigit())
        seasons.setdefault(bare, set()).add(head.season)
    several = {season for found in seasons.values() for season in found}
    return len(seasons) > 1 and len(several) > 1 and all(len(found) == 1 for found in seasons.values())


def apart(names: Sequence[str]) -> list[str]:
    """Write the letters of subjects apart where several heads differ only in them: "escaled" and "mscaled"."""
    names = [_with_short_end(name, {*names}) for name in names]
    rests: dict[str, set[str]] = {}
    versions: dict[str, set[str]] = {}
    following = {name: _rests(name) for name in names}
    for name, each in following.items():
        for rest in each:
            rests.setdefault(rest, set()).add(_letters(name, rest))
            versions.setdefault(rest, set()).add(name[len(name.rstrip(digits)) :])
    longest = [next((rest for rest in following[name] if len(rests[rest]) > 1), "") for name in names]
    found = []
    for name, rest in zip(names, longest, strict=True):
        first = _letters(name, rest) if rest else ""
        # Figures that are the same behind all of them ("eperf2", "mperf2") tell nothing apart.
        own = rest if rest and len(versions[rest]) == 1 else name[len(first) :]
        found.append(f"{first} {own}" if rest else name)
    return found


def _letters(name: str, rest: str) -> str:
    """The first letters of a head before words we know and the figures behind them: "e" of "eperf2"."""
    return name.rstrip(digits)[: -len(rest)]


def _rests(name: str) -> list[str]:
    """What follows the first letters of a head of one small word, the longest first, where it is words we know."""
    name = name.rstrip(digits)
    if not (name.isascii() and name.islower() and name.isalpha()) or len(parted(name)) > 1 or name in lexicon().known:
        return []
    ends = [name[n:] for n in range(1, LONGEST_PREFIX + 1)]
    return [rest for rest in ends if rest in lexicon().known or len(parted(rest)) > 1]


def _with_short_end(name: str, names: set[str]) -> str:
    """Write the short end of a joined word apart where another end stands behind the same beginning.

    In capitals a beginning may be one letter, as in "VSAS" and "VGPR", where other beginnings have both ends too.
    """
    for end in SHORT_ENDS if name.islower() else CAPITAL_ENDS if name.isupper() else ():
        start = name.removesuffix(end)
        others = {start + other for other in (*SHORT_ENDS, *CAPITAL_ENDS) if other != end}
        is_long = len(start) >= SHORTEST_BEGINNING or (name.isupper() and _n_other_beginnings(end, start, names) > 0)
        if name != start and name.isalpha() and is_long and others & names:
            return f"{start} {end}"
    return name


def _n_other_beginnings(end: str, start: str, names: set[str]) -> int:
    """Count the other beginnings before an end that have a second end too."""
    starts = {name.removesuffix(end) for name in names if name.endswith(end)} - {start, ""}
    return sum(1 for each in starts if any(each + other in names for other in CAPITAL_ENDS if other != end))
