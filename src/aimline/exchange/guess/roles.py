"""Which columns say who, where, when and what; each role is scored by the head of a column and by its values."""

import re
from collections.abc import Callable, Mapping, Sequence

from aimline.exchange.guess import children, times, unsuited
from aimline.exchange.guess.column import Column
from aimline.exchange.guess.contents import Contents
from aimline.exchange.guess.heads import plain, read
from aimline.exchange.guess.lexicon import lexicon
from aimline.exchange.guess.times import FAIR, MOST_WINDOWS, SURE, WEAK

LEAST = 0.3
FEWEST_CODES, ROWS_A_STUDENT = 4, 0.25
MOSTLY_NAMES = 0.6
SPACE = " "
ADDRESS = re.compile(r"^\S+\.(org|com|net|edu|gov|ca|us|uk|au|nz|fr)$")
ZERO_LED = re.compile(r"0\d$")
SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?[eE][+]\d+")
WRITTEN_GRADE = re.compile(r"(?:grade|gr|year|yr)[. ]?\d{1,2}", re.IGNORECASE)
CLASS = re.compile(r"\d{1,2} ?[A-Da-d]")
BAND = re.compile(r"^\d{1,2}(?:\s?[-–]\s?\d{1,2})?\s+(?=[^\W\d])")
YEAR = re.compile(r"(19|20)\d\d")
TESTED = frozenset(["test", "testing", "administration"])
WORDED = {"form", "standard", "cohort", "phase"}
NO_SUBJECTS = {"language", "program", "programme", "instruction"}
NAMES_TEST = {"subject", "name", "assessment", "exam", "test"}
CALLED_GRADE = ("grade level", "gradelevel", "grade_level")  # some write 14 and "GD" for no grade
ASSIGNED = ("assignment", "quiz")
YOUNGEST = 3  # no child is tested within so few years of its birth

Score = Callable[[frozenset[str], Column], float]
Roles = Mapping[str, tuple[Column, float]]


def words(name: str) -> frozenset[str]:
    """Give one of the sets of words of the roles."""
    return lexicon().roles[name]


def find(columns: Sequence[Column]) -> dict[str, tuple[Column, float]]:
    """Give each role the column that fits best, the surest first; a column has one role.

    What is the same in all rows of each student, as a section, names no test where another column tells them apart.
    """
    found = _fitting(columns, {})
    same = unsuited.same_of_students(found)
    return _fitting(columns, same) if same else found


def _fitting(columns: Sequence[Column], excluded: Mapping[str, set[str]]) -> dict[str, tuple[Column, float]]:
    rated = [
        (score, -RANK[role], -place, role, column)
        for role, rate in ROLES.items()
        for place, column in enumerate(columns)
        if not column.is_empty and (score := rate(frozenset(column.head.words), column)) > LEAST
    ]
    found: dict[str, tuple[Column, float]] = {}
    taken: set[str] = set()
    named = children.of([column.contents for column in columns if _names_children(column)])
    for score, _, _, role, column in sorted(rated, key=lambda entry: entry[:3], reverse=True):
        if column.head.column in excluded.get(role, ()) or (role == "date" and is_of_birth(column, columns)):
            continue
        if role == "date" and _is_of_part(column, columns):
            continue
        is_damaged = are_scientific(column.contents)
        if role == "student" and not is_damaged and not children.may_be_codes_of(named, column.contents.raw):
            continue
        if role not in found and column.head.column not in taken:
            found[role] = (column, score)
            taken.add(column.head.column)
    return unsuited.taken_back(found)


def are_scientific(contents: Contents) -> bool:
    """Whether a spreadsheet wrote long codes as 1.23457E+11, so that many look alike; each line will say so."""
    return bool(contents.values) and all(map(SCIENTIFIC.fullmatch, contents.words))


def is_of_birth(column: Column, columns: Sequence[Column]) -> bool:
    """Whether days lie years before those of another column and spread over a year and more, as birthdays do."""
    own = _years_of(column)
    if not own or {"test", "completion", "tested", "taken"} & {*column.head.words}:
        return False
    dated = [each for each in columns if each is not column and not _is_of_life(each)]
    others = [_years_of(each) for each in dated] if len({*own}) > 1 else []
    schools = [[int(year[:4]) for year in each.contents.words] for each in columns if times.says_school_years(each)]
    return any(years and min(years) - max(own) >= YOUNGEST for years in (*others, *schools))


def _is_of_part(column: Column, columns: Sequence[Column]) -> bool:
    """Whether a day is of one subject, beside days called alike of others: "Day Reading Completed"."""
    own = _without_subjects(column)
    days = [each for each in columns if each is not column and each.contents.date_formats]
    return column.head.is_of_subject and any(
        each.head.is_of_subject and _without_subjects(each) == own and each.head.words != column.head.words
        for each in days
    )


def _without_subjects(column: Column) -> tuple[str, ...]:
    return tuple(word for word in column.head.words if word not in lexicon().subjects)


def _is_of_life(column: Column) -> bool:
    return bool({*column.head.words} & words("not_of_a_test"))


def _years_of(column: Column) -> list[int]:
    if not column.contents.date_formats:
        return []
    return [int(year[0]) for day in column.contents.values if (year := YEAR.search(day))]


def _names_children(column: Column) -> bool:
    """Whether a column holds names or birthdays of students."""
    said = frozenset(column.head.words)
    is_name = any(rate(said, column) > LEAST for rate in (ROLES["given_name"], ROLES["family_name"]))
    return is_name or (said >= {"birth", "date"} and bool(column.contents.date_formats))


def _student(said: frozenset[str], column: Column) -> float:
    ids, named, state = said & words("ids"), "student" in said, said & words("state_ids")
    national = said & words("national_ids")
    foreign = said & words("not_of_a_student") - ({"test", "exam", "form", "group"} if named else frozenset())
    if foreign or said & {"first", "last", "middle", "name"} or (not named and "school" in said):
        return 0.0
    if column.head.kind == "life":
        return 0.0  # the code of a disability
    if not named and children.only_count(column.contents):
        return 0.0
    if not named and "district" in said and not (ids and differ(column.contents)):
        return 0.0  # "District ID" is a code of the district, unless there are as many as there are students
    if named and (ids or state):
        score = SURE
    elif state or (national and said <= national | words("bare_ids") | {"student"}):
        score = 0.9
    elif ids and said <= words("bare_ids"):
        score = 0.92 if said & {"local", "sis"} else 0.8
    elif said == {"student"}:
        score = 0.7 if not _are_names(column.contents) else 0.0
    else:
        score = 0.55 if ids - {"number", "key"} else 0.0
    plain = (
        words("ids")
        | words("state_ids")
        | words("national_ids")
        | {"student", "state", "local", "unique", "district", "school", "user", "de", "l", "d"}
    )
    score -= 0.06 * bool(said & {"state", "unique"}) + 0.1 * bool(said - plain)
    score -= 0.2 * ("school" in said and "reference" in said)
    score -= 0.15 * bool(said & {"secondary", "display", "encrypted", "alternate", "test"})
    return score * _looks_like_ids(column.contents)


def _are_names(contents: Contents) -> bool:
    """Whether values are names of several words without figures."""
    named = [value for value in contents.values if SPACE in value and not any(letter.isdigit() for letter in value)]
    return bool(contents.values) and len(named) > MOSTLY_NAMES * contents.n_filled


def differ(contents: Contents) -> bool:
    """Whether there are about as many values as students: more than one for every four rows."""
    return len(contents.words) >= FEWEST_CODES and len(contents.words) > ROWS_A_STUDENT * contents.n_filled


def _looks_like_ids(contents: Contents) -> float:
    """How far values look like codes of students: whole, without spaces, more than one."""
    if not contents.n_filled:
        return 1.0
    if contents.filled_share < WEAK:
        return contents.filled_share
    has_parts = any(number != int(number) for number in contents.numbers if abs(number) < 1e15)
    is_constant = contents.n_filled > 3 and len(contents.words) == 1
    if has_parts or contents.date_formats or (is_constant and not _is_masked(contents.words[0])):
        return 0.0
    return 0.6 if sum(SPACE in value for value in contents.values) > contents.n_filled / 2 else 1.0


def _is_masked(value: str) -> bool:
    """Whether a code was written over to hide it: 00000, XXXX."""
    return len(value) > 1 and len(set(value)) == 1


def _named(name: str) -> Score:
    """A role of names: its head is one of some sets of words."""

    def rate(said: frozenset[str], column: Column) -> float:
        if name == "family" and said == {"student"} and _are_names(column.contents):
            return FAIR
        kept = said - {"student", "de", "l", "d", "du", "la", "le", "el", "del"}
        sets = lexicon().sets[name]
        if kept not in sets or (column.contents.n and column.contents.is_numeric):
            return 0.0
        return SURE - 0.03 * sets.index(kept)

    return rate


def _place(kind: str, *, is_name: bool) -> Score:
    """The name of a school or district, or its code."""

    def rate(said: frozenset[str], column: Column) -> float:
        if said == {"student", kind} or said >= {"student", kind, "reference"}:
            said -= {"student"}
        if kind == "school" and (elsewhere := _place_elsewhere(said, is_name=is_name)):
            return elsewhere
        if kind not in said or said & words("not_a_school") or (kind == "district" and "school" in said):
            return 0.0
        says_name, says_id = "name" in said, bool(said & words("ids")) or "urn" in said
        if ("state" in said and not says_id) or (kind == "district" and says_id and differ(column.contents)):
            return 0.0
        is_numeric = column.contents.is_numeric
        if is_name:
            score = SURE if says_name else 0.0 if says_id or is_numeric else 0.85
        else:
            score = SURE if says_id else 0.8 if is_numeric and not says_name else 0.0
        extra = said - {kind} - words("of_a_school") - words("ids")
        if extra and not (says_name or says_id):
            return 0.0
        return score - 0.1 * len(extra) - 0.02 * len(said & words("of_a_school") - {"name"})

    return rate


def _place_elsewhere(said: frozenset[str], *, is_name: bool) -> float:
    """How far a head names a school as some countries and programs do, where no column says "school"."""
    said -= {"student"}
    codes = lexicon().sets["school_codes"]
    if said in codes or said - words("of_a_school") in codes:
        return 0.0 if is_name else FAIR
    told = {"name"} if is_name else words("ids")
    is_place = len(said & words("places")) == 1 and bool(said & told)
    is_of_test = bool(said & TESTED)
    return WEAK - 0.1 * is_of_test if is_place and said <= words("places") | told | TESTED else 0.0


def _grade(said: frozenset[str], column: Column) -> float:
    contents = column.contents
    fewest = 0.4 if column.head.column.strip().lower() in CALLED_GRADE else 0.6
    if contents.n_filled and (contents.grade_share < fewest or are_classes(contents)):
        return 0.0
    kept = said - {
        "student",
        "current",
        "of",
        "at",
        "time",
        "d",
        "l",
        "in",
        "the",
        "code",
        "id",
        "school",
        "name",
        "when",
        "assessed",
        "taught",
    }
    sets = lexicon().sets["grades"]
    if kept in ({"year"}, {"level"}, {"class"}, {"classe"}, {"stage"}):
        is_worded = any(ZERO_LED.match(value) or any(map(str.isalpha, value)) for value in contents.values)
        fits = contents.n_filled and (kept == {"year"} or is_worded) and not contents.are_years
        # A year "P7" or "Y4" is a class, and no period.
        return (FAIR if kept == {"year"} and is_worded else WEAK) if fits else 0.0
    if len(kept) == 1 and kept <= WORDED:
        # Tests have forms, phases and standards as well; "Year 3" under such a head is a grade.
        are_worded = all(len(word) > 2 and any(map(str.isalpha, word)) for word in contents.words)
        return WEAK if are_worded and contents.n_filled else 0.0
    of_subject = kept - lexicon().subjects
    if of_subject != kept and {"grade", "year"} & kept and of_subject - {"test"} in sets and contents.n_filled:
        return WEAK  # the grade in which each subject was tested
    if kept in sets:
        n_other = 1 - contents.grade_share if contents.n_filled else 0.0  # of two, the one that holds grades alone
        return SURE - 0.01 * sets.index(kept) - 0.002 * len(said) - 0.2 * n_other
    is_full = not contents.n or contents.filled_share > WEAK
    is_called = "grade" in kept and not kept & words("not_a_grade")
    if contents.words and all(map(WRITTEN_GRADE.fullmatch, contents.words)) and not column.head.kind:
        return WEAK - 0.05  # the values say it, under whatever head
    return 0.55 if is_called and is_full and contents.grade_share >= 0.9 else 0.0


def are_classes(contents: Contents) -> bool:
    """Whether values are names of classes that begin with their grade: 8a, 8b."""
    return bool(contents.words) and all(map(CLASS.fullmatch, contents.words))


def _words_column(allowed: str, marks: frozenset[str], *, score: float) -> Score:
    """A column of few words that name what was tested."""

    def rate(said: frozenset[str], column: Column) -> float:
        contents = column.contents
        is_coded = "code" in said and said <= words(allowed) and len(contents.words) <= MOST_WINDOWS
        if column.head.season or (contents.is_numeric and not is_coded) or contents.date_formats:
            return 0.0
        if contents.n_filled and (contents.filled_share < WEAK or _are_many(contents)):
            return 0.0
        if contents.words and {plain(word) for word in contents.words} <= words("modes"):
            return 0.0
        if said == {"section"} and allowed == "subtest" and contents.n_filled and _name_some_subjects(contents):
            return score
        if said == {"score", "name"} and allowed == "subtest":
            return score
        if not said & marks or not said <= words(allowed) | {"student"}:
            is_told = allowed == "subject" and not said & NO_SUBJECTS and _are_subjects(contents)
            return 0.7 if is_told and not column.head.kind else 0.0
        if contents.n_filled and contents.level_share > 0.8 and not said & NAMES_TEST:
            return 0.0
        is_constant = contents.n_filled > 1 and len(contents.words) == 1
        if (is_constant and "type" in said) or any(map(ADDRESS.match, contents.words)):
            return 0.0
        is_weak = said & {"code", "type", "description", "course", "id"}
        # Of several the one that is the same in all rows names the whole, and "measure" its parts.
        fineness = 0.03 * ("measure" in said) - 0.2 * (is_constant and allowed == "test") - 0.02 * is_coded
        return (
            score
            + fineness
            - 0.15 * bool(is_weak)
            - 0.2 * ("course" in said) * (1 + is_constant)
            - 0.01 * len(said)
            - 0.02 * is_coded
        )

    return rate


def _are_many(contents: Contents) -> bool:
    """Whether there are too many words for parts of a test, but for the grades some begin with: "3-4 Listening"."""
    named = {BAND.sub("", word) for word in contents.words}
    return len(named) > max(MOST_WINDOWS, contents.n_filled * 0.6)


def _name_some_subjects(contents: Contents) -> bool:
    """Whether half of several words name a subject or a part of one: sections of a test, and none of a class."""
    named = [word for word in contents.words if read(word).is_of_subject]
    return len(contents.words) > 1 and len(named) >= WEAK * len(contents.words)


def _are_subjects(contents: Contents) -> bool:
    heads = [read(word) for word in contents.words]
    if contents.words and all(word.lower().startswith("subject:") for word in contents.words):
        return True
    return len(heads) > 1 and all(head.is_of_subject and not head.kind for head in heads)


ROLES: dict[str, Score] = {
    "student": _student,
    "given_name": _named("given"),
    "family_name": _named("family"),
    "school": _place("school", is_name=False),
    "school_name": _place("school", is_name=True),
    "district": _place("district", is_name=False),
    "district_name": _place("district", is_name=True),
    "grade": _grade,
    "year": times.year,
    "window": times.window,
    "date": times.date,
    "subject": _words_column("subject", frozenset(["subject", "content", "area", "course", "eoc"]), score=SURE),
    "test": _words_column(
        "test",
        frozenset(["test", "assessment", "measure", "qualification", "task", "indicator", "item", *ASSIGNED]),
        score=0.9,
    ),
    "subtest": _words_column("subtest", lexicon().roles["subtest_marks"], score=0.85),
}
RANK = {role: place for place, role in enumerate(ROLES)}


def student_groups() -> dict[str, tuple[frozenset[str], ...]]:
    """Give the heads under which files keep each student group."""
    return lexicon().groups
