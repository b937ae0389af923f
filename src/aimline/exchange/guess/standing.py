"""Roles that no head names: codes of students, places and grades known by their values and by their neighbours."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from aimline.exchange.guess import children, constancy, windows
from aimline.exchange.guess.column import Column
from aimline.exchange.guess.contents import Contents, look
from aimline.exchange.guess.heads import SCORES, plain
from aimline.exchange.guess.lexicon import lexicon
from aimline.exchange.guess.roles import ROLES, SPACE, are_classes, differ

FAIR, WEAK = 0.6, 0.4
FACTS = ("life", "person", "side", "level", "possible", *SCORES)
FEWEST_ROWS, SHORTEST_CODE = 4, 4
FULL, MOSTLY, MOST_GRADES, MOST_TESTS, MOST_ALIKE = 0.9, 0.6, 8, 12, 3
FEWEST_BESIDE = 2
CALLED_GRADES = ("niveau", "nivel", "classe")
CLASSES = ("klasse", "classe", "curso")  # of a year; an English "class" is only a group
Roles = Mapping[str, tuple[Column, float]]
# A name of a person: two words or more that begin with large letters, the last one perhaps only a letter.
LAST = frozenset(["last", "latest", "recent"])
USES = frozenset(["use", "used", "usage", "login", "logon", "activity", "active", "session", "accessed", "practice"])
SECTION, LETTER = frozenset(["section", "letra"]), re.compile(r"[A-Za-z]")
NAME = re.compile(r"[^\W\d_][\w'-]*,? (?:[^\W\d_][\w'-]*[.]? ?)+")
CODE = re.compile(r"^(?=.*\d)[\w.-]+$")
CODE_OF_TEST = re.compile(r"0\d")  # "01" and "02" tell tests apart as words do
SCHOOL = re.compile(
    r"\b(elementary|primary|middle|high|secondary|intermediate|junior|academy|school|school of \w+|college|elem|lycee|"
    r"colegio|collegiate|charter|magnet|preparatory|es|ms|hs|ps|k 8)( \d+)?$|^(ecole|lycee|college|escuela|colegio)\b"
)


def complete(found: Roles, columns: Sequence[Column]) -> dict[str, tuple[Column, float]]:
    """Add the student, school, grade, window and test where heads name none; what is found so far stays."""
    roles = dict(found)
    for role, seek in SEEKERS:
        if role in roles:
            continue
        taken = {column.head.column for column, _ in roles.values()}
        free = [column for column in columns if column.head.column not in taken and not column.is_empty]
        roles |= seek(roles, free, columns)
    return _with_empty(roles, columns)


def _with_empty(roles: Roles, columns: Sequence[Column]) -> dict[str, tuple[Column, float]]:
    """Where no column tells students or schools apart, the one that is called so and holds nothing yet is theirs."""
    found = _with_only_child(roles, columns)
    for role in ("student", "school_name"):
        rated = [(ROLES[role](frozenset(each.head.words), each), each) for each in columns if each.is_empty]
        score, column = max(rated, key=lambda entry: entry[0], default=(0.0, None))
        is_open = role not in found and not (role == "school_name" and "school" in found)
        if column and is_open and score >= FAIR:
            found[role] = (column, WEAK)
    return found


def _with_only_child(roles: Roles, columns: Sequence[Column]) -> dict[str, tuple[Column, float]]:
    """Where all rows have the name of one child, the code that is called so is its code, always the same."""
    names = [roles[role][0].contents for role in ("family_name", "given_name") if role in roles]
    if "student" in roles or not names or any(len(name.words) != 1 or name.filled_share < FULL for name in names):
        return dict(roles)
    coded = [each for each in columns if len(each.contents.words) == 1 and CODE.match(each.contents.words[0])]
    rated = [(ROLES["student"](frozenset(each.head.words), as_empty(each)), each) for each in coded]
    score, column = max(rated, key=lambda entry: entry[0], default=(0.0, None))
    return {**roles, "student": (column, FAIR)} if column and score >= FAIR else dict(roles)


def as_empty(column: Column) -> Column:
    """A column as its head alone tells of it."""
    return replace(column, contents=look((), 0))


def _school(roles: Roles, free: Sequence[Column], __: Sequence[Column]) -> dict[str, tuple[Column, float]]:
    """A column whose values are names of schools, else one of a pair: its name and its code under one word."""
    places = [column for column in free if not _says(column, "not_a_place")]
    for column in places:
        if _are_schools(column.contents):
            return {"school_name": (column, FAIR)} | ({} if "school" in roles else _code_of(column, places))
    if "school" in roles:
        return {}
    for column in places:
        if "name" in column.head.words and not column.contents.is_numeric and (code := _code_of(column, places)):
            return {"school_name": (column, FAIR)} | code
    return {}


def _code_of(name: Column, columns: Sequence[Column]) -> dict[str, tuple[Column, float]]:
    """The column that gives a code for the same thing as a column of names."""
    thing = {*name.head.words} - {"name"}
    for column in columns:
        said = {*column.head.words}
        codes = said & lexicon().roles["ids"]
        if column is not name and codes and said - codes and said - codes <= thing and not differ(column.contents):
            return {"school": (column, FAIR)}
    return {}


def _student(roles: Roles, free: Sequence[Column], _: Sequence[Column]) -> dict[str, tuple[Column, float]]:
    """A code of its own for each person, else an address, a sign-in, or the whole name."""
    coded = [
        column
        for column in free
        if _is_code(column.contents) and not _is_of_other(column)
        and (column.head.phrase == "registration" or column.head.kind not in FACTS)
        and _goes_with_names(column, roles) and not children.only_count(column.contents)
    ]  # fmt: skip
    coded.sort(key=lambda column: not {*column.head.words} & lexicon().roles["ids"])
    named = [column for column in coded if _is_called_a_code(column)]
    if named:
        return {"student": (named[0], FAIR)}
    for signs in (("email", "mail", "courriel"), ("username", "user", "login")):
        for column in free:
            said = {*column.head.words}
            if said & {*signs} and not said & {"teacher", "parent", "guardian", "staff", "class"}:
                return {"student": (column, WEAK)}
    for column, _sure in (entry for role, entry in roles.items() if role == "family_name"):
        if "given_name" not in roles and differ(column.contents):
            return {"student": (column, WEAK)}
    if "given_name" not in roles:
        return _only_names(free)
    return {}


def _only_names(free: Sequence[Column]) -> dict[str, tuple[Column, float]]:
    """The first column of names, each in one row, where nothing else tells students apart: the players of a game."""
    for column in free:
        contents = column.contents
        named = [value for value in contents.values if NAME.fullmatch(value)]
        is_of_names = len(named) >= FULL * contents.n_filled and contents.filled_share >= FULL
        is_of_names = is_of_names and len(contents.words) == contents.n_filled
        if contents.n_filled >= FEWEST_ROWS and is_of_names and not column.head.kind:
            return {"student": (column, WEAK)}
    return {}


def _grade(roles: Roles, free: Sequence[Column], columns: Sequence[Column]) -> dict[str, tuple[Column, float]]:
    """Numbers of grades among the facts of a student, under a word nobody knows or "Niveau"; else classes as "8a"."""
    named = [column for column in free if plain(column.head.column) in CLASSES]
    classes = next((column for column in named if are_classes(column.contents)), None)
    facts = [column for role, (column, _) in roles.items() if role != "student"]  # a code may stand at the end
    places = [place for place, column in enumerate(columns) if column in facts]
    alike = sum(1 for each in free if not each.head.kind and each.contents.is_numeric and is_scale(each.contents))
    for column in free:
        # One number in all rows is no result either: a file of one grade.
        is_among = columns.index(column) < max(places, default=0) or (
            len(column.contents.words) == 1 and (alike <= MOST_ALIKE or plain(column.head.column) in CALLED_GRADES)
        )
        is_named = plain(column.head.column) in CALLED_GRADES or not (
            column.head.kind or (lexicon().known | lexicon().numbered) & {*column.head.words}
        )
        contents = column.contents
        is_full = contents.filled_share >= FULL and "0" not in contents.words
        is_grade = is_full and contents.grade_share >= MOSTLY and len(contents.words) <= MOST_GRADES
        is_other = classes is not None and (column is classes or not constancy.agree(classes.contents, contents))
        if is_among and is_named and is_grade and not is_other and not _begins_rubric(column, columns):
            return {"grade": (column, WEAK)}
    classes = classes or _class_of_sections(free, columns)
    return {"grade": (classes, WEAK)} if classes else {}


def _class_of_sections(free: Sequence[Column], columns: Sequence[Column]) -> Column | None:
    """A "Class" in figures beside a section that is a letter: "6" and "B" are a grade and one of its groups."""
    is_parted = any(
        SECTION & {*each.head.words} and each.contents.words and all(map(LETTER.fullmatch, each.contents.words))
        for each in columns
    )
    called = (each for each in free if each.head.words == ("class",) and each.contents.grade_share == 1)
    return next(called, None) if is_parted else None


def _begins_rubric(column: Column, columns: Sequence[Column]) -> bool:
    """Whether the next columns hold small whole numbers under names of their own too, as marks of a rubric."""
    place = columns.index(column)
    near = columns[place + 1 : place + 1 + FEWEST_BESIDE]
    return len(near) == FEWEST_BESIDE and all(
        not each.head.kind and is_scale(each.contents) and each.contents.is_numeric for each in near
    )


def is_scale(contents: Contents) -> bool:
    """Whether a column holds small whole numbers, as marks of a rubric are."""
    return contents.is_scale_of_levels and contents.n_filled > 0


def _test(roles: Roles, free: Sequence[Column], _: Sequence[Column]) -> dict[str, tuple[Column, float]]:
    """Words that tell the rows of each student apart, the same for all of them: the tests that they took."""
    if "student" not in roles or {"subject", "subtest"} & {*roles}:
        return {}
    students = roles["student"][0].contents.raw
    if "window" in roles:
        # The same child in another window takes the same tests again.
        students = tuple(map(" ".join, zip(students, roles["window"][0].contents.raw, strict=False)))
    for column in free:
        contents = column.contents
        if not any(students) or {"first", "last", "middle"} & {*column.head.words}:
            continue
        is_number = contents.is_numeric and not all(map(CODE_OF_TEST.fullmatch, contents.words))
        if is_number or contents.date_formats or contents.filled_share < 1 or column.head.season:
            continue
        if 1 < len(contents.words) <= MOST_TESTS and _are_taken_by_all(students, contents.raw):
            return {"test": (column, WEAK)}
    return {}


def _are_taken_by_all(students: Sequence[str], tests: Sequence[str]) -> bool:
    """Whether most students have one row for each of the tests, and none two of one."""
    taken = Counter(zip(students, tests, strict=False))
    whole = sum(1 for n in Counter(student for student, _ in taken).values() if n == len({*tests}))
    return len(taken) == len(tests) and len(taken) > 1 and whole >= MOSTLY * len({*students})


def _day(_: Roles, free: Sequence[Column], columns: Sequence[Column]) -> dict[str, tuple[Column, float]]:
    """The last day of the only window that heads speak of, else of use, where nothing tells the day of the test."""
    days = [column for column in free if column.head.season and "%d" in "".join(column.contents.date_formats)]
    # One that is called a date belongs to the results of its window by itself.
    own = [column for column in days if "date" in column.head.words]
    days = [column for column in days if column not in own and not _says(column, "not_of_a_test")]
    is_only = len({column.head.season for column in columns if column.head.season}) == 1
    if days and is_only:
        return {"date": (days[-1], WEAK)}
    used = [column for column in free if column.contents.date_formats and _is_of_last_use(column)]
    return {"date": (used[-1], WEAK)} if used and not own else {}


def _is_of_last_use(column: Column) -> bool:
    """Whether a day is that of the last use of a program, up to which its numbers count, or when work was due."""
    said = {*column.head.words}
    return said <= {"due", "date", "test", "assignment"} or (bool(said & LAST) and bool(said & USES))


def _is_code(contents: Contents) -> bool:
    """Whether values are codes of many people: whole words with figures, nearly as many as there are people."""
    if contents.n_filled < FEWEST_ROWS or contents.filled_share < 1 or contents.date_formats:
        return False
    return all(CODE.match(value) for value in contents.values) and differ(contents)


def _is_of_other(column: Column) -> bool:
    """Whether a code is called as those of teachers, forms or sessions; one of a registration is of who took a test."""
    return bool({*column.head.words} & lexicon().roles["not_of_a_student"] - {"registration"})


def _is_called_a_code(column: Column) -> bool:
    """Whether the head has a word for codes, or is a name nobody knows over values too long for scores."""
    is_long = min(map(len, column.contents.values)) > SHORTEST_CODE
    is_whole = all("." not in value for value in column.contents.values)
    return bool({*column.head.words} & lexicon().roles["ids"]) or (is_long and is_whole and not column.head.kind)


def _goes_with_names(column: Column, roles: Roles) -> bool:
    """Whether codes stand with names as those of children do."""
    named = [roles[role][0].contents for role in ("family_name", "given_name") if role in roles]
    return children.may_be_codes_of(children.of(named), column.contents.raw)


def _says(column: Column, words: str) -> bool:
    return bool({*column.head.words} & lexicon().roles[words])


def _are_schools(contents: Contents) -> bool:
    n_schools = sum(1 for value in contents.values if SPACE in value and SCHOOL.search(plain(value)))
    return not contents.is_numeric and n_schools > MOSTLY * contents.n_filled


SEEKERS = (
    ("school_name", _school), ("student", _student), ("grade", _grade), ("window", windows.found), ("test", _test),
    ("date", _day),
)  # fmt: skip
