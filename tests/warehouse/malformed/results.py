"""Files of results with defects planted in known places: a seed gives the same file every time."""

import codecs
import csv
import gzip
import io
import random
from collections.abc import Callable
from dataclasses import dataclass

HEADER = ["student", "first", "last", "school", "grade", "year", "subject", "score", "level", "ell"]
FIRST = ("Zoé", "Ana", "Bo", "Chloë", "Dan")
LAST = ("Núñez", "Berg, Jr", 'O"Neil', "Roy", "Lund")
ENCODINGS = ("utf-8", "utf-8", "utf-8-sig", "utf-16", "windows-1252")
Row = list[str]


@dataclass(frozen=True)
class Defect:
    """What must be reported: the line as editors count, the column, and the code."""

    line: int
    column: str
    code: str


@dataclass(frozen=True)
class Malformed:
    """A file, what is planted in it, and how many of its rows are good."""

    content: bytes
    planted: frozenset[Defect]
    n_good: int


def wrong_value(column: str, code: str, *values: str) -> Callable[[Row, random.Random], tuple[str, str]]:
    """A defect that is one value of a row."""

    def plant(row: Row, chance: random.Random) -> tuple[str, str]:
        row[HEADER.index(column)] = chance.choice(values)
        return column, code

    return plant


def fewer_fields(row: Row, chance: random.Random) -> tuple[str, str]:
    n = chance.randrange(2, len(HEADER) - 2)
    del row[n:]
    return HEADER[n], "too_few_fields"


def more_fields(row: Row, chance: random.Random) -> tuple[str, str]:
    row += [""] * chance.randrange(1, 4)
    return HEADER[-1], "too_many_fields"


def hidden(row: Row, chance: random.Random) -> tuple[str, str]:
    row[1] = row[1] + chance.choice(("\0", "\u202e"))
    return "first", "hidden_character"


def long_field(row: Row, _: random.Random) -> tuple[str, str]:
    row[2] = "x" * 33_000
    return "last", "long_field"


# Every defect of a row: it changes the row and says the column and the code under which it must be reported.
SHAPES = (fewer_fields, more_fields, hidden, long_field)
VALUES = (
    wrong_value("student", "student_missing", "", "  "),
    wrong_value("student", "student_scientific", "1.2E+05", "9.00345E+11"),
    wrong_value("student", "code_too_long", "7" * 200),
    wrong_value("school", "school_missing", ""),
    wrong_value("grade", "grade_missing", ""),
    wrong_value("grade", "grade_unknown", "14", "third-ish", "-3", "99"),
    wrong_value("year", "year_missing", ""),
    wrong_value("subject", "measure_unknown", "Xylophone", "", "R2"),
    wrong_value("score", "score_unreadable", "=1+1", "12..5", "1_000", "nan", "inf", "five", "0x1F"),
    *(wrong_value(column, "cell_failed", "#REF!", "#VALUE!", "#N/A") for column in ("score", "student", "grade")),
    wrong_value("score", "score_out_of_range", "-1", "1e9", "901", "99999"),
    wrong_value("level", "level_unknown", "=HYPERLINK()", "medium", "#N/A!"),
)


def make(seed: int, *, only_shapes: bool = False) -> Malformed:
    """Make one file of results with some rows spoilt, in one of the usual encodings, separators and packings."""
    chance = random.Random(seed)
    encoding, delimiter = chance.choice(ENCODINGS), chance.choice((",", ",", ";", "\t", "|"))
    ending = chance.choice(("\n", "\r\n"))
    rows = [sound(n, chance) for n in range(chance.randrange(12, 30))]
    spoilt = chance.sample(range(1, len(rows)), chance.randrange(1, 6))
    planted: set[Defect] = set()
    for n in spoilt:
        column, code = chance.choice(SHAPES if only_shapes else SHAPES + VALUES)(rows[n], chance)
        planted.add(Defect(n + 2, column, code))
    n_good = len(rows) - len(spoilt)
    if chance.random() < 0.3 and not only_shapes:
        rows.append(list(rows[0]))
        planted.add(Defect(len(rows) + 1, "student", "repeated_row"))
    text = written([HEADER, *rows], delimiter, ending)
    content = text.encode("utf-8" if encoding == "windows-1252" and "\u202e" in text else encoding)
    if encoding == "utf-8" and chance.random() < 0.5:
        tail, defect = damaged_line(len(rows) + 2, chance, delimiter)
        content, planted = content + tail, planted | {defect}
    return Malformed(gzip.compress(content, mtime=0) if chance.random() < 0.2 else content, frozenset(planted), n_good)


def sound(n: int, chance: random.Random) -> Row:
    """A row without fault."""
    last = LAST[n % len(LAST)]
    level = chance.choice(("low", "high"))
    return [f"{n + 1:03}", FIRST[n % 5], last, "N", str(n % 12 + 1), "2024", "R", str(chance.randrange(900)), level, ""]


def written(rows: list[Row], delimiter: str, ending: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=ending).writerows(rows)
    return out.getvalue()


def damaged_line(line: int, chance: random.Random, delimiter: str) -> tuple[bytes, Defect]:
    """A last line that is cut inside a letter, or stored in another encoding, or whose mark never closes."""
    start = delimiter.join(["998", "Zo"]).encode()
    rest = delimiter.join(["", "Roy", "N", "3", "2024", "R", "500", "low", ""]).encode()
    kind = chance.choice(("cut", "stored otherwise", "open"))
    if kind == "cut":
        return start + codecs.encode("é", "utf-8")[:1], Defect(line, "last", "too_few_fields")
    if kind == "stored otherwise":
        return start + b"\xe9" + rest + b"\n", Defect(line, "first", "damaged_letters")
    return b"997" + delimiter.encode() + b'"Zo' + rest + b"\n", Defect(line, "first", "open_quote")
