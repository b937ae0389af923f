"""A mapping: which column of a foreign file means what, and what its words mean."""

from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from datetime import date

from aimline.domain.measure import Kind, Metric
from aimline.domain.refusal import AimlineError
from aimline.domain.words import Message, say

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
DATE_FORMATS = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y", "%Y/%m/%d", "%Y%m%d")
DECIMALS = (".", ",")
MISSING = ("", "N/A", "NA", "NULL", "null", "None", "*", "-", "--", ".")
MOST_GROUPS = 12
MOST_LEVELS = 100


@dataclass(frozen=True)
class Year:
    """One value of the year column (with one of the window column, if any) and what it stands for."""

    value: str
    ending: int
    given_on: date | None = None
    window_value: str = ""
    window: str = ""


@dataclass(frozen=True)
class Measure:
    """One measure in the file; `value` is its word in the measure column.

    `levels` go from lowest to highest; a student is proficient from `proficient_from` on, or else
    from the cut score of the grade (`cuts`), or from `cut` in every grade (settled.md 8).
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
    """Everything needed to read one kind of file; made by hand, by `guessing.guess`, or in the wizard."""

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


def check(mapping: Mapping, header: tuple[str, ...] | None = None) -> tuple[MappingProblem, ...]:
    """Find everything in a mapping that cannot work, also against a file's header if one is given."""
    found = [
        *_check_columns(mapping),
        *_check_time(mapping),
        *_check_measures(mapping),
        *_check_words(mapping),
    ]
    return (*found, *(_check_header(mapping, header) if header is not None else []))


def require(mapping: Mapping, header: tuple[str, ...] | None = None) -> None:
    """Raise UnusableMapping unless `check` finds nothing."""
    problems = check(mapping, header)
    if problems:
        raise UnusableMapping(problems)


def has(mapping: Mapping, role: str) -> bool:
    """Whether the mapping names a column or a constant for this role."""
    return role in mapping.columns or role in mapping.constants


def _check_columns(mapping: Mapping) -> list[MappingProblem]:
    found = [_unknown(f"columns.{role}", role, ROLES) for role in mapping.columns if role not in ROLES]
    found += [
        _unknown(f"constants.{role}", role, CONSTANT_ROLES) for role in mapping.constants if role not in CONSTANT_ROLES
    ]
    found += [
        MappingProblem(
            f"constants.{role}",
            say("'{role}' has both a column and a constant.", role=role),
            say("Keep one of them."),
        )
        for role in mapping.constants
        if role in mapping.columns and role in CONSTANT_ROLES
    ]
    found += [_missing(role) for role in ("student", "school", "district", "measure") if not has(mapping, role)]
    if "score" not in mapping.columns and "level" not in mapping.columns:
        found.append(_missing("score"))
    return found


def _check_time(mapping: Mapping) -> list[MappingProblem]:
    found = []
    if not has(mapping, "year") and not has(mapping, "date"):
        found.append(_missing("year"))
    if has(mapping, "year") and not mapping.years:
        message = say("The years in the file are not explained.")
        hint = say("Add [[years]] with value, ending and given_on for each school year to import.")
        found.append(MappingProblem("years", message, hint))
    for year in mapping.years:
        found += _check_year(mapping, year)
        found += _check_lengths(f"years.{year.value[:20]}", year, {"window": 60})
    if mapping.date_format not in DATE_FORMATS:
        found.append(_unknown("date_format", mapping.date_format, DATE_FORMATS))
    if mapping.decimal not in DECIMALS:
        found.append(_unknown("decimal", mapping.decimal, DECIMALS))
    keys = [(year.value, year.window_value) for year in mapping.years]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        message = say("The year '{value}' is explained twice.", value=" ".join(key).strip())
        found.append(MappingProblem("years", message, say("Keep one [[years]] entry for each year and window.")))
    return found


def _check_year(mapping: Mapping, year: Year) -> list[MappingProblem]:
    key = f"years.{year.value}"
    if not 1900 <= year.ending <= 2200:
        message = say("'{ending}' is not the year in which a school year ends.", ending=year.ending)
        return [MappingProblem(key, message, say("For 2024/25 write ending = 2025."))]
    if year.given_on is None and not has(mapping, "date"):
        message = say("The year '{value}' has no administration date.", value=year.value)
        return [MappingProblem(key, message, say("Add given_on, for example given_on = {day}.", day="2025-04-15"))]
    return []


def _check_measures(mapping: Mapping) -> list[MappingProblem]:
    found: list[MappingProblem] = []
    if not mapping.measures:
        message = say("No measure is described.")
        hint = say("Add [[measures]] with value (as in the file) and name for each measure.")
        found.append(MappingProblem("measures", message, hint))
    values = [measure.value for measure in mapping.measures]
    for value in sorted({value for value in values if values.count(value) > 1}):
        message = say("The measure '{value}' is described twice.", value=value)
        found.append(MappingProblem("measures", message, say("Keep one [[measures]] entry for each value.")))
    for measure in mapping.measures:
        found += _check_measure(measure)
    return found


def _check_measure(measure: Measure) -> list[MappingProblem]:
    key = f"measures.{measure.value}"
    found = [
        _unknown(f"{key}.{name}", getattr(measure, name), known)
        for name, known in MEASURE_WORDS.items()
        if getattr(measure, name) not in known
    ]
    found += _check_lengths(key, measure, LONGEST_OF_MEASURE)
    if any(len(level) > LONGEST_LEVEL for level in measure.levels):
        found.append(_too_long(f"{key}.levels", LONGEST_LEVEL))
    if measure.proficient_from and measure.proficient_from not in measure.levels:
        found.append(_unknown(f"{key}.proficient_from", measure.proficient_from, measure.levels))
    if len(measure.levels) > MOST_LEVELS or len(set(measure.levels)) < len(measure.levels):
        message = say("The levels of '{value}' are too many or repeat themselves.", value=measure.value)
        found.append(MappingProblem(f"{key}.levels", message, say("List each level once, the lowest first.")))
    bounds = (measure.minimum, measure.maximum)
    if bounds[0] is not None and bounds[1] is not None and bounds[0] >= bounds[1]:
        message = say("The smallest score of '{value}' is not below its largest.", value=measure.value)
        found.append(MappingProblem(f"{key}.minimum", message, say("Exchange minimum and maximum.")))
    found += [
        _unknown(f"{key}.cuts.{grade}", grade, ("PK", "K", "1", "…", "12"))
        for grade in measure.cuts
        if parse_grade(grade) is None
    ]
    return found


def _check_words(mapping: Mapping) -> list[MappingProblem]:
    found = [_unknown("create", word, CREATABLE) for word in mapping.create if word not in CREATABLE]
    found += _check_lengths("", mapping, {"source": 60})
    for group in mapping.groups:
        found += _check_lengths(f"groups.{group.name[:20]}", group, {"name": 80})
    if len(mapping.groups) > MOST_GROUPS:
        message = say("{n} groups are mapped; at most {most} can be kept.", n=len(mapping.groups), most=MOST_GROUPS)
        found.append(MappingProblem("groups", message, say("Leave out the groups you do not compare.")))
    return found


def _check_header(mapping: Mapping, header: tuple[str, ...]) -> list[MappingProblem]:
    named = {f"columns.{role}": column for role, column in mapping.columns.items()}
    named |= {f"groups.{group.name}": group.column for group in mapping.groups}
    return [
        MappingProblem(
            key,
            say("The file has no column '{column}'.", column=column),
            say("Its columns are: {columns}.", columns=", ".join(header)),
        )
        for key, column in named.items()
        if column not in header
    ]


def _check_lengths(key: str, entry: object, longest: Table[str, int]) -> list[MappingProblem]:
    return [
        _too_long(f"{key}.{name}".lstrip("."), most)
        for name, most in longest.items()
        if len(getattr(entry, name)) > most
    ]


def _too_long(key: str, most: int) -> MappingProblem:
    message = say("{key} is longer than {n} characters.", key=key, n=most)
    return MappingProblem(key, message, say("Write it shorter."))


def _unknown(key: str, value: str, known: tuple[str, ...]) -> MappingProblem:
    message = say("'{value}' is not known as {key}.", value=value, key=key)
    return MappingProblem(key, message, say("Use one of: {known}.", known=", ".join(known)))


def _missing(role: str) -> MappingProblem:
    message = say("The mapping does not say where to find: {role}.", role=role.replace("_", " "))
    hint = say("Name its column under [columns], or one value for all rows under [constants].")
    return MappingProblem(f"columns.{role}", message, hint)


def parse_grade(text: str) -> int | None:
    """Read a grade as a number, PK = -1, K = 0; None when it is not one."""
    word = text.strip().upper()
    if word in GRADE_WORDS:
        return GRADE_WORDS[word]
    return int(word) if word.isdigit() and int(word) <= 12 else None


GRADE_WORDS = {
    "PK": -1, "PREK": -1, "PRE-K": -1, "PRE K": -1, "JK": -1,
    "K": 0, "KG": 0, "KN": 0, "KF": 0, "KINDERGARTEN": 0,
}  # fmt: skip

# Grades as files write them: 3, 03, 3.0, Grade 3, 3rd grade, 3e année.
GRADE_FORM = (
    r"^(?:grade|gr[.]?)?\s*0*([0-9]{1,3})(?:[.]0+)?"
    r"(?:st|nd|rd|th|er|[eè]re|re|[eè]me|e)?(?:\s+(?:grade|ann[eé]e))?$"
)
