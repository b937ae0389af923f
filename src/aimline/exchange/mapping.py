"""A mapping: which column of a foreign file means what, and what its words mean."""

from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from datetime import date

from aimline.domain.measure import Kind, Metric
from aimline.domain.refusal import AimlineError
from aimline.domain.words import Message
from aimline.exchange.serials import SERIAL, SERIAL_1904

ROLES = (
    "student", "given_name", "family_name", "school", "school_name", "district", "district_name",
    "grade", "year", "window", "date", "measure", "score", "level", "status",
)  # fmt: skip
CONSTANT_ROLES = (
    "district",
    "district_name",
    "school",
    "school_name",
    "grade",
    "year",
    "window",
    "date",
    "measure",
)
CREATABLE = ("places", "students", "enrolments")
DIRECTIONS = ("up", "down")
MEASURE_WORDS = {
    "direction": DIRECTIONS,
    "kind": tuple(kind.value for kind in Kind),
    "metric": tuple(metric.value for metric in Metric),
}
# What the tables of measures can hold.
LONGEST_OF_MEASURE = {"value": 120, "name": 200, "subject": 60, "unit": 20, "version": 40}
LONGEST_LEVEL = 80
DATE_FORMATS = (
    "%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y", "%Y/%m/%d", "%Y%m%d",
    "%d/%m/%y", "%m/%d/%y", "%m%d%Y", "%d-%b-%Y", "%d-%b-%y", "%d-%B-%Y", "%d %b %Y", "%d %B %Y", "%b %d, %Y",
    "%B %d, %Y", "%m%y", "%y%m", "%m%Y", "%m%d%y", "%Y%m", "%Y-%m", "%m/%Y", "%B %Y", "%b %Y", "%b-%y", "%b-%Y",
    SERIAL, SERIAL_1904,
)  # fmt: skip
LOST_ZERO = {"%m%d%Y": 8, "%m%d%y": 6}  # how long a day is before a spreadsheet takes the zero of its month
DECIMALS = (".", ",")
WINDOWS = ("day", "month", "period")  # what tells tests apart that are known by their day alone
MISSING = ("", "N/A", "N/A*", "NA", "NULL", "null", "None", "*", "**", "-", "--", "—", ".")
MOST_GROUPS = 12
MOST_RESULTS = 400
# Roles that a group of columns may fill for itself; the others are of the row.
OWN_ROLES = ("measure", "score", "level", "status", "date", "grade", "year", "window")
MAY_BE_EMPTY = ("grade",)
ANY_DIGITS = 1  # as `student_digits`: numbers differ in length and are right; none gets shorter than one digit
UNSURE = ("date_format", "percent", "student_digits", "student", "year", "coming", "levels", "name")
MOST_LEVELS = 100


@dataclass(frozen=True)
class Year:
    """One value of the year column (with one of the window column, if any) and what it stands for."""

    value: str
    ending: int
    given_on: date | None = None
    window_value: str = ""
    window: str = ""

    @property
    def in_full(self) -> str:
        """Its words in the file, the window with its year: "2025-26 Winter"."""
        return f"{self.value} {self.window_value}".strip()


@dataclass(frozen=True)
class Measure:
    """One measure in the file; `value` is its word in the measure column.

    `levels` go from lowest to highest; a student is proficient from `proficient_from` on, or else
    from the cut score of the grade (`cuts`), or from `cut` in every grade (settled.md 8). A file may write a
    level otherwise: `level_words` gives the level of each such word, `level_starts` the number from which each
    level holds where the column has numbers. `times` multiplies the score: 100 turns 0.85 into 85 percent.
    `standards` are the CASE identifiers of what it tests.
    """

    value: str
    name: str
    subject: str = ""
    kind: str = "state"
    metric: str = "percent_proficient"
    direction: str = "up"
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    levels: tuple[str, ...] = ()
    proficient_from: str = ""
    cut: float | None = None
    cuts: Table[str, float] = field(default_factory=dict)
    yearly: bool = False
    version: str = ""
    level_words: Table[str, str] = field(default_factory=dict)
    level_starts: tuple[float, ...] = ()
    times: float | None = None
    each: Table[str, tuple[str, ...]] = field(default_factory=dict)
    standards: tuple[str, ...] = ()


@dataclass(frozen=True)
class Results:
    """Columns of a wide file that hold one result of each row: of one measure, subtest, season or month.

    `measure` and `window` are words, in which [Column] stands for what that column says on the row. `score`,
    `level`, `status`, `date`, `grade` and `year` name columns; what a group does not name comes from the row.
    `flags` gives levels by yes-or-no columns, the highest first, and `otherwise` the level where none says yes.
    In a profile {name} stands for every word that `each` lists under that name.
    """

    measure: str
    score: str = ""
    level: str = ""
    status: str = ""
    date: str = ""
    grade: str = ""
    year: str = ""
    window: str = ""
    flags: Table[str, str] = field(default_factory=dict)
    otherwise: str = ""
    each: Table[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Group:
    """One attribute of students: its name, its column, and new names for its values."""

    name: str
    column: str
    values: Table[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class StatusWords:
    """Words that say why a row has no score, in the status column, or else the level or score column."""

    not_tested: tuple[str, ...] = ()
    excused: tuple[str, ...] = ()
    not_scored: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mapping:
    """Everything needed to read one kind of file; made by hand, by `guessing.guess`, or in the wizard.

    A long file has one result a row: `columns` names its score and level. A wide one has several: `results`.
    `recognise` lists columns that together tell this kind of file from others. `instead` names further columns
    of a role, taken where the first is empty, and `when_empty` a word for where all of them are. `may_be_empty`
    names roles without which a row still counts. `score_signs` says that scores stand with signs: 85 %, 8 / 10, 1,250.
    `sheet` names the one that is read of a workbook with several, with `alike_sheets` those that have the same columns
    too. `windows` says whether tests that are known by
    their day alone are one administration each "day" (also where it is empty), each "month", or each "period" of
    days with less than a month between them.
    `sum_lines` are words that stand for a child's name or code on lines that sum others up: "Class average".
    `unsure` names what must be answered before the file is read. `heads` are the columns of the file it was made for,
    `known_as` the known kind of file it was taken from; where `beyond` names columns, that kind was not taken because
    these tell tests or seasons apart and it does not read them.
    """

    source: str
    columns: Table[str, str]
    constants: Table[str, str] = field(default_factory=dict)
    years: tuple[Year, ...] = ()
    measures: tuple[Measure, ...] = ()
    groups: tuple[Group, ...] = ()
    status: StatusWords = StatusWords()
    missing: tuple[str, ...] = MISSING
    ignore_measures: tuple[str, ...] = ()
    create: tuple[str, ...] = ()
    date_format: str = "%Y-%m-%d"
    decimal: str = "."
    year_starts_in_month: int = 8
    results: tuple[Results, ...] = ()
    recognise: tuple[str, ...] = ()
    instead: Table[str, tuple[str, ...]] = field(default_factory=dict)
    when_empty: Table[str, str] = field(default_factory=dict)
    may_be_empty: tuple[str, ...] = ()
    grades: Table[str, str] = field(default_factory=dict)
    student_digits: int = 0
    score_signs: bool = False
    sheet: str = ""
    alike_sheets: bool = False
    sum_lines: tuple[str, ...] = ()
    windows: str = ""
    unsure: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    known_as: str = ""
    beyond: tuple[str, ...] = ()


def unjudged(mapping: Mapping) -> list[Measure]:
    """Return the measures counted by level of which nothing says from which level on a student is proficient."""
    return [
        measure
        for measure in mapping.measures
        if measure.metric == Metric.PERCENT_PROFICIENT and measure.levels
        and not (measure.proficient_from or measure.cuts or measure.cut is not None)
    ]  # fmt: skip


def undated(mapping: Mapping) -> list[Year]:
    """Return the years and windows of which nothing gives the day: by the calendar they begin after today."""
    return [] if has(mapping, "date") else [year for year in mapping.years if year.given_on is None]


@dataclass(frozen=True)
class MappingProblem:
    """A key of the mapping that will not work, and what would."""

    key: str
    message: Message
    hint: Message


class UnusableMapping(AimlineError):
    """The mapping cannot be used; `problems` lists every reason."""

    def __init__(self, problems: tuple[MappingProblem, ...]) -> None:
        super().__init__("mapping_unusable", problems[0].message, problems[0].hint)
        self.problems = problems


def has(mapping: Mapping, role: str) -> bool:
    """Whether the mapping names a column or a constant for this role, of the row or of each group of columns."""
    if role in mapping.columns or role in mapping.constants:
        return True
    return role in OWN_ROLES and bool(mapping.results) and all(getattr(group, role) for group in mapping.results)
