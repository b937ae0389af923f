"""What a single column of results holds: told by the words of its head and by its values."""

import itertools
import re
from collections.abc import Sequence

from aimline.exchange.guess import children
from aimline.exchange.guess.column import Column
from aimline.exchange.guess.contents import MOST_LEVELS, Contents, is_level
from aimline.exchange.guess.grouping import LOOKS_LIKE
from aimline.exchange.guess.heads import SCORES, plain
from aimline.exchange.guess.lexicon import lexicon

# With "below" and "meets" under it, a level.
EXPECTED = ("expectation", "expected", "target", "goal", "cutoff", "cut", "cut score", "grade placement")
SAYS_SCORE = {"score", "points"}
SAYS_LEVEL = {"level", "category", "band", "tier", "quintile", "pl", "al"}
SAYS_GRADED = SAYS_LEVEL | {"proficiency"}
SAYS_PERFORMANCE = {"performance", "achievement", "proficiency", "band", "category", "benchmark", "instructional",
                    "rating", "outcome", "risk", "placement", "zone", "hfz", "ta", "appreciation", "award"}  # fmt: skip
# What stands beside a result and is none.
BESIDE = (
    "person", "life", "item", "usage", "growth", "error", "comparison", "equivalent", "lexile", "possible", "side",
)  # fmt: skip
EQUIVALENTS = ("grade equivalent", "ge")
OF_CODES = {"id", "uid", "guid", "uuid"}
CRITERIA = {"completion", "criteria"}
SAYS_DAY = {"date", "day", "completed", "completion", "taken"}
OF_PLACES, NUMBERS = {"school", "district", "student"}, ("number", "code")
OF_RANKS = ("stanine", "percentile", "nce")
SUPPORTS = {"accommodation", "accommodations", "support"}
STAMPS = {"timestamp", "stamp", "on", "at"}  # over days alone
OF_SEVERAL_GRADES = {("grade", "band"), ("grade", "cluster"), ("grade", "span"), ("grade", "range")}
OF_GRADE = {"student", "tested", "test", "enrolled", "administration", "dimension", "task"}
OF_TESTING = {"tested", "testing", "assessed", "assessment"}
HALF, MOSTLY_GRADES = 0.5, 0.9
SHORT_YEAR = re.compile(r"^[123]\d$")
MEASURED = frozenset(["lexile", "lexiles", "quantile", "quantiles"])
AVERAGES, MOST_OF_AVERAGE, MOST_PERCENT = frozenset(["average", "moyenne"]), 20, 100
FEWEST_OF_SCALE, MOST_OF_SCORE = 300, 100_000
SLIPS = 0.2
SPAN = re.compile(r"[(\[]?\d+\s?[-–]\s?\d+[)\]]?")
SAYS_SPAN, MOST_SPANS = {"grade", "percent", "confidence", "interval", "range"}, 10
FAR = re.compile(
    r"\b(met|meets?|meeting|below|above|exceed\w*|on track|approach\w*|towards?|at|on|off|not|ahead|behind)\b"
)
LETTERS = re.compile(r"^([A-Z][+-]?|\d{1,2}[A-Za-z+-]?|[A-Z]\d{1,2}|[IVX]+|\d+\s?-\s?\d+)$")
MARK = re.compile(r"[A-F][+-]?|[A-F]/[A-F]")
BOOK, FEWEST_BOOKS, LAST_MARK = re.compile("[A-Z]"), 4, "G"
SAYS_BOOK = {
    "book",
    "books",
    "read",
    "reading",
    "reader",
    "text",
    "texts",
    "level",
    "levels",
    "independent",
    "instructional",
}
CODE = re.compile(r"0\d{4,}")
CODED = re.compile(r"[A-Z]{1,2}[ -]?\d[+-]?")
FINE, FINER = re.compile(r"[1-9][+=-]?"), re.compile(r"[1-9][+=-]")
SAYS_CLASS = {"class", "group", "house", "section", "set", "stream", "track"}
LONGEST_LETTERS, FEWEST_ALIKE = 3, 5


def of(column: Column) -> str:
    """What a column holds: a kind of score, "level", "date", "name", "unknown", or nothing of use."""
    head, contents = column.head, column.contents
    if head.kind == "name":
        return "name"
    if (contents.n and not contents.n_filled) or contents.are_years or _are_short_years(column):
        return ""
    says_measure = bool(MEASURED & {*head.words}) and not contents.date_formats
    if contents.lexile_share >= LOOKS_LIKE or says_measure:
        is_own = head.kind in ("lexile", "scale", "score", "")
        return "lexile" if is_own and (contents.is_numeric or contents.lexile_share >= LOOKS_LIKE) else ""
    says_day = bool(SAYS_DAY & {*head.words}) or (bool(contents.date_formats) and bool(STAMPS & {*head.words}))
    if (
        (contents.date_formats or contents.loose_formats)
        and says_day
        and not lexicon().roles["not_of_a_test"] & {*head.words}
    ):
        return "date" if head.season or head.stem or head.kind == "composite" else ""
    if contents.n_filled >= FEWEST_ALIKE and {*contents.numbers} == {0.0} and len(contents.words) == 1:
        return ""  # nothing but zeros: nobody took it, or it counts what did not happen
    if head.kind in OF_RANKS and contents.n_filled >= FEWEST_ALIKE and len(contents.words) == 1:
        return ""  # the same in all rows
    is_hour = head.words == ("period",) and contents.is_numeric
    if is_hour or _is_of_passage(head.words) or _is_grade_of_test(column) or _says_place_type_or_reason(column):
        return ""
    if contents.is_yes_no and {"english", "proficiency"} <= {*head.words}:
        return ""  # whether somebody knows the language of the school
    if head.words[:1] == ("is",) and only_says_yes(contents):
        return ""
    if head.kind == "composite" and head.stem and contents.n >= FEWEST_ALIKE and {*contents.values} <= {"0", "1"}:
        return ""  # "Overall SNT": a sign that something happened
    if only_says_yes(contents) and is_level(head.column) and head.kind != "life" and not SUPPORTS & {*head.words}:
        return "flag"
    return plainly(column)


def plainly(column: Column) -> str:
    """What a column holds, looked at by itself."""
    head, contents = column.head, column.contents
    if head.kind == "item" and not _is_item(head.words):
        return "bare" if contents.is_numeric and head.is_of_subject else ""
    if head.kind in ("growth", "equivalent") and head.phrase in EXPECTED and contents.level_share >= LOOKS_LIKE:
        return "level" if not contents.is_numeric and _says_how_far(contents) else ""
    if head.kind in ("error", "usage") and _are_points(column):
        return "bare"  # "Vocabulary Range /10", "Quizzes: Fractions (20)"
    if head.kind == "error" and _are_levels(contents):
        return "level"  # "Range": Low, Typical, High
    if OF_PLACES & {*head.words} and head.words[-1] in NUMBERS:
        return ""  # "School Number"
    if head.kind in BESIDE or _is_code(column) or "flag" in head.words or {*head.words} >= CRITERIA:
        return "equivalent" if _is_equivalent(column) else ""
    if head.kind == "status":
        is_common = contents.filled_share > HALF or len(contents.words) > 1
        is_told = is_common and contents.level_share >= LOOKS_LIKE
        is_worded = any(len(word) > 1 for word in contents.words) and not contents.is_yes_no
        return "level" if is_told and is_worded and contents.is_scale_of_levels else ""
    if head.kind == "level":
        return _level_or_score(column)
    if head.kind:
        if _are_mostly_beyond(MOST_OF_SCORE, contents):
            return ""  # a code
        if contents.is_numeric or not contents.n:
            return _scale_of(column)
        is_short = all(len(word) <= LONGEST_LETTERS for word in contents.words) and head.kind != "ability"
        is_level = contents.is_scale_of_levels and (
            contents.level_share >= LOOKS_LIKE or is_short or _are_levels(contents)
        )
        return "level" if is_level and len(contents.words) > 1 and not contents.is_yes_no else ""
    return _by_contents(column)


def _is_code(column: Column) -> bool:
    """Whether a head speaks of codes; "Letter ID /54" and "Sound ID Scaled Score" are what a child knows."""
    head = column.head
    is_of_part = head.kind in (*SCORES, "level") and head.words[-1] not in OF_CODES
    return bool(OF_CODES & {*head.words}) and not head.most and not is_of_part


def _is_equivalent(column: Column) -> bool:
    """Whether numbers say of a part for which grade its result is usual: all that some files tell of it."""
    head = column.head
    return head.phrase in EQUIVALENTS and bool(head.stem) and column.contents.is_numeric


def _are_levels(contents: Contents) -> bool:
    """Whether a few words come back from row to row that are neither numbers nor spans of them."""
    is_worded = not contents.is_numeric and not any(map(SPAN.search, contents.words))
    n_rows_a_word = contents.n_filled / max(1, len(contents.words))
    return is_worded and len(contents.words) > 1 and n_rows_a_word >= 2 and not contents.is_yes_no


def _says_how_far(contents: Contents) -> bool:
    """Whether words say how a result stands to what was expected; a target itself is no result."""
    return any(FAR.search(plain(word)) for word in contents.words)


def _scale_of(column: Column) -> str:
    """The kind of a score, where its numbers do not belie the head: an average of 3.4, raw points from 1300 on."""
    head, numbers = column.head, column.contents.numbers
    if not numbers:
        return head.kind
    if head.kind == "percent" and head.phrase in AVERAGES and max(numbers) <= MOST_OF_AVERAGE:
        return "score"
    if head.kind == "percent" and head.phrase == "rate" and max(numbers) > MOST_PERCENT:
        return "rate"  # words a minute
    if head.phrase == "ess" and max(numbers) <= MOST_OF_AVERAGE:
        return "raw"  # points of an essay, and no extended scale score
    if head.phrase == "ss" and column.contents.is_scale_of_levels and len(numbers) > 1:
        return "level"  # no scale of scores is so short
    return "scale" if head.kind == "raw" and min(numbers) >= FEWEST_OF_SCALE else head.kind


def _are_mostly_beyond(most: float, contents: Contents) -> bool:
    """Whether numbers are larger than scores are; a single one is a slip of the hand, which the rows' check names."""
    n_beyond = sum(abs(number) > most for number in contents.numbers)
    return n_beyond > SLIPS * len(contents.numbers)


def only_says_yes(contents: Contents) -> bool:
    """Whether a column only says yes or no, in words or as 1 and 0."""
    return contents.is_yes_no or (contents.n_filled > 1 and contents.is_numeric and {*contents.numbers} <= {0.0, 1.0})


def _is_of_passage(words: Sequence[str]) -> bool:
    """Whether a head is of one passage among several; what they add up to is told elsewhere."""
    places = [place for place, word in enumerate(words[:-1]) if word == "passage"]
    return any(words[place + 1].isdigit() for place in places)


def _is_item(words: Sequence[str]) -> bool:
    """Whether a head is of one question or counts them: it has a number, or speaks of an answer."""
    return any(word.isdigit() for word in words) or bool(
        {"response", "responses", "answer", "answers", "key", "number"} & {*words}
    )


def _level_or_score(column: Column) -> str:
    contents = column.contents
    if contents.n_filled >= FEWEST_ALIKE and len(contents.words) == 1 and contents.level_share < LOOKS_LIKE:
        return ""  # the same in every row: the level of the test, not of the student
    if all(map(SPAN.fullmatch, contents.words)) and (
        SAYS_SPAN & {*column.head.words} or len(contents.words) > MOST_SPANS
    ):
        return ""  # the grades a test is for, or how sure a score is
    if column.head.phrase == "indicator" and contents.level_share < LOOKS_LIKE:
        return ""  # what later marks a test of ability points to
    words = set(column.head.words)
    if contents.is_numeric and SAYS_GRADED & words and max(contents.numbers) < 10 and not contents.is_scale_of_levels:
        return "graded"  # 3.4 on a scale of six levels: the level beside a score, else the score
    if {"course", "assigned", "lesson"} & words:
        return ""  # of the course and not of the student, who stands somewhere within a level: 3.4
    if contents.is_numeric and "code" in words and not contents.is_scale_of_levels:
        return ""
    if contents.is_numeric and (not contents.is_scale_of_levels or (SAYS_SCORE & words and not SAYS_LEVEL & words)):
        return "score"
    is_told = contents.is_numeric or contents.level_share >= LOOKS_LIKE or all(map(LETTERS.match, contents.words))
    is_told = is_told or _are_coded(contents)
    if not is_told and all(len(word) < LONGEST_LETTERS for word in contents.words):
        return "level" if SAYS_PERFORMANCE & words else ""  # HL and SL are levels of a course
    if contents.is_scale_of_levels or contents.level_share >= LOOKS_LIKE:
        return "level"
    return "level" if all(len(value) <= 40 for value in contents.words) and len(contents.words) <= 30 else ""


def _by_contents(column: Column) -> str:
    """A head without any word for a kind: a subject's own name, or words that are levels."""
    head, contents = column.head, column.contents
    if {"name"} & set(head.words) and not contents.is_numeric and head.stem:
        return "name"
    if ({"id", "code"} & set(head.words) and not head.most) or contents.are_years or contents.date_formats:
        return ""
    if contents.words and all(map(SPAN.fullmatch, contents.words)):
        return ""  # how sure a score is: "95-107"
    if contents.is_numeric:
        if _are_no_scores(contents):
            return ""
        return "bare" if head.is_of_subject or head.is_of_work or _are_points(column) else "unknown"
    is_level = contents.level_share >= LOOKS_LIKE and contents.is_scale_of_levels and not contents.is_yes_no
    if head.words == ("letter",) and all(map(LETTERS.match, contents.words)):
        return "level"
    are_short = all(len(word) <= LONGEST_LETTERS for word in contents.words)
    if head.season and not head.stem and len(contents.words) > 1 and are_short and not contents.is_yes_no:
        return "level"  # a window and nothing else, over letters
    if head.is_of_subject and len(contents.words) > 1 and all(map(MARK.fullmatch, contents.words)):
        return "level"
    if head.is_of_subject and len(contents.words) <= MOST_LEVELS and (_are_coded(contents) or _are_fine(contents)):
        return "level"
    if is_level and all(len(word) == 1 for word in contents.words) and not head.is_of_subject:
        # Letters of answers: only what stands beside them may show that they are levels.
        return "worded" if len(contents.words) > 1 else ""
    if is_level or are_books(column):
        return "level"
    return "worded" if head.stem and 1 < len(contents.words) <= MOST_LEVELS else ""


def _are_no_scores(contents: Contents) -> bool:
    """Whether numbers count the rows, are codes, say yes or no, or have so many figures with a zero before them."""
    are_codes = _are_mostly_beyond(5000, contents) or all(map(CODE.fullmatch, contents.words))
    return are_codes or children.only_count(contents) or is_flag(contents)


def _are_points(column: Column) -> bool:
    """Whether numbers go no further than the most points there are, which the head says behind the name."""
    numbers, most = column.contents.numbers, column.head.most
    return column.contents.is_numeric and most is not None and max(numbers, default=0) <= most


def _are_coded(contents: Contents) -> bool:
    """Whether most values are letters with a number, as the levels of languages are: "A2", "NH3"."""
    n_coded = sum(1 for value in contents.values if CODED.fullmatch(value))
    return len(contents.words) > 1 and n_coded >= LOOKS_LIKE * contents.n_filled


def _are_fine(contents: Contents) -> bool:
    """Whether values are marks in thirds, as schools in England give them: "4+", "4=", "4-"."""
    n_finer = sum(1 for value in contents.values if FINER.fullmatch(value))
    n_fine = sum(1 for value in contents.values if FINE.fullmatch(value))
    return n_fine >= MOSTLY_GRADES * contents.n_filled and n_finer >= HALF * contents.n_filled > 0


def _is_grade_of_test(column: Column) -> bool:
    """Whether a head ends in "grade level" and is of students or tests, or says "testing grade" or "grade band"."""
    words = column.head.words
    if any(pair in OF_SEVERAL_GRADES for pair in itertools.pairwise(words)):
        return True
    if "grade" in words and OF_TESTING & {*words} and column.contents.grade_share >= MOSTLY_GRADES:
        return True
    rest = {*words[:-2]}
    return words[-2:] == ("grade", "level") and (not rest or bool(rest & OF_GRADE))


def _says_place_type_or_reason(column: Column) -> bool:
    """Whether a column holds schools ("Eastwood High" sounds like a level), types, or why there is no score."""
    words = column.head.words
    if "type" in words and not column.contents.is_numeric:
        return True  # which kind of score or test it is
    is_school = "school" in words and not column.head.kind and not column.contents.is_numeric
    return is_school or "noscore" in plain(column.head.column).replace(" ", "")


def _are_short_years(column: Column) -> bool:
    """Whether years stand without their century under a head that says so: "Award Year" 24."""
    says_year = "year" in column.head.words and "of" not in column.head.words
    return says_year and column.contents.n_filled > 0 and all(map(SHORT_YEAR.match, column.contents.words))


def are_books(column: Column) -> bool:
    """Whether values are single letters of levelled books, which go further than those of marks, under such a head.

    Houses, sets and tutor groups have letters as well.
    """
    words, contents = {*column.head.words}, column.contents
    says_book = bool(SAYS_BOOK & words or column.head.season) and not SAYS_CLASS & words
    are_letters = all(map(BOOK.fullmatch, contents.words))
    return says_book and are_letters and len(contents.words) >= FEWEST_BOOKS and max(contents.words) > LAST_MARK


def is_flag(contents: Contents) -> bool:
    """Whether a column of numbers only says yes or no, or the same in every row."""
    return contents.n_filled >= FEWEST_ALIKE and (
        len(contents.words) == 1 or (contents.is_numeric and {*contents.numbers} <= {0.0, 1.0})
    )
