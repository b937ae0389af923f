"""Whether a mapping can work, alone and with the columns of a file."""

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Table

from aimline.domain.words import say
from aimline.exchange import templates
from aimline.exchange.grades import parse_grade
from aimline.exchange.mapping import (
    CONSTANT_ROLES,
    CREATABLE,
    DATE_FORMATS,
    DECIMALS,
    LONGEST_LEVEL,
    LONGEST_OF_MEASURE,
    MAY_BE_EMPTY,
    MEASURE_WORDS,
    MOST_GROUPS,
    MOST_LEVELS,
    MOST_RESULTS,
    ROLES,
    WINDOWS,
    Mapping,
    MappingProblem,
    Measure,
    Results,
    UnusableMapping,
    Year,
    has,
    undated,
    unjudged,
)

MOST_NAMED = 3  # in one question


def check(mapping: Mapping, header: tuple[str, ...] | None = None) -> tuple[MappingProblem, ...]:
    """Find everything in a mapping that cannot work, also against a file's header if one is given."""
    found = [
        *_check_columns(mapping),
        *_check_results(mapping),
        *_check_unsure(mapping),
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
    has_results = bool(mapping.results) or "score" in mapping.columns or "level" in mapping.columns
    found += [] if has_results else [_no_results()]
    found += [_missing(role) for role in ("student", "school", "district") if not has(mapping, role)]
    # Where nothing is known to be a result, what it measures is the second question.
    found += [_missing("measure")] if has_results and not has(mapping, "measure") else []
    found += [_unknown("may_be_empty", role, MAY_BE_EMPTY) for role in mapping.may_be_empty if role not in MAY_BE_EMPTY]
    return found


def _check_results(mapping: Mapping) -> list[MappingProblem]:
    found: list[MappingProblem] = []
    if len(mapping.results) > MOST_RESULTS:
        message = say("{n} groups of columns are mapped; at most {most} can be read.", n=len(mapping.results),
                      most=MOST_RESULTS)  # fmt: skip
        found.append(MappingProblem("results", message, say("Leave out the groups you do not need.")))
    for place, group in enumerate(mapping.results, 1):
        if not (group.score or group.level or group.flags):
            message = say("Group {n} of the results names neither a score nor a level.", n=place)
            found.append(MappingProblem(f"results.{place}", message, say("Name its score column or its level column.")))
    if mapping.results and ("score" in mapping.columns or "level" in mapping.columns):
        message = say("The mapping names results by group and also a score or level for the whole row.")
        hint = say("Write the score and the level of each test under [[results]] only.")
        found.append(MappingProblem("results", message, hint))
    return found


def _check_unsure(mapping: Mapping) -> list[MappingProblem]:
    """What the file leaves open is asked once, in words (trust.md 3); an answer takes it off the list."""
    asked = [MappingProblem(key, *QUESTIONS[key]) for key in mapping.unsure if key in QUESTIONS]
    if "coming" in mapping.unsure:
        asked += _ask_whether_given(undated(mapping))
    if "levels" in mapping.unsure:
        alike: dict[tuple[str, ...], list[str]] = {}
        for measure in unjudged(mapping):
            alike.setdefault(measure.levels, []).append(measure.name)
        asked += [_ask_for_level(levels, names) for levels, names in alike.items()]
    return asked


def _ask_whether_given(coming: Sequence[Year]) -> list[MappingProblem]:
    """Ask about results of windows that, by the calendar, begin after today."""
    if not coming:
        return []
    words = dict.fromkeys(year.in_full for year in coming)
    message = say("By the calendar these testing windows begin only after today: {windows}.", windows=", ".join(words))
    hint = say("Say that their tests were given all the same, which counts as today, or leave their rows out.")
    return [MappingProblem("coming", message, hint)]


def _ask_for_level(levels: Sequence[str], names: Sequence[str]) -> MappingProblem:
    """Ask once for all tests that have the same levels."""
    tests = ", ".join(names[:MOST_NAMED]) + (", …" if len(names) > MOST_NAMED else "")
    message = say("From which level on is a student proficient in {measure}?", measure=tests)
    hint = say("Nothing in this file says it. Taken as lowest first: {levels}; look at their order, too.",
               levels=", ".join(levels))  # fmt: skip
    return MappingProblem("levels", message, hint)


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
    if mapping.windows and mapping.windows not in WINDOWS:
        found.append(_unknown("windows", mapping.windows, WINDOWS))
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
    if year in undated(mapping) and "coming" not in mapping.unsure:
        message = say("The year '{value}' has no administration date.", value=year.value)
        return [MappingProblem(key, message, say("Add given_on, for example given_on = {day}.", day="2025-04-15"))]
    return []


def _check_measures(mapping: Mapping) -> list[MappingProblem]:
    found: list[MappingProblem] = []
    if not mapping.measures and has(mapping, "measure"):
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
    if measure.level_starts and len(measure.level_starts) != len(measure.levels):
        message = say("'{value}' has levels: {n}, and numbers at which they begin: {m}.", value=measure.value,
                      n=len(measure.levels), m=len(measure.level_starts))  # fmt: skip
        found.append(MappingProblem(f"{key}.level_starts", message, say("Give one number for each level.")))
    found += [
        _unknown(f"{key}.level_words.{word}", level, measure.levels)
        for word, level in measure.level_words.items()
        if level not in measure.levels
    ]
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


def unread(mapping: Mapping, header: Sequence[str]) -> list[str]:
    """Return the columns of a file from which a mapping reads nothing."""
    read = {*_named(mapping).values()}
    return [name for name in header if name not in read]


def _named(mapping: Mapping) -> dict[str, str]:
    """Give every column that a mapping reads, by the key that names it."""
    named = {f"columns.{role}": column for role, column in mapping.columns.items()}
    named |= {f"groups.{group.name}": group.column for group in mapping.groups}
    named |= {f"instead.{role}": name for role, names in mapping.instead.items() for name in names}
    named |= {
        f"results.{n}.{key}": name for n, group in enumerate(mapping.results, 1) for key, name in columns_of(group)
    }
    return named


def _check_header(mapping: Mapping, header: tuple[str, ...]) -> list[MappingProblem]:
    return [
        MappingProblem(
            key,
            say("The file has no column '{column}'.", column=column),
            say("Its columns are: {columns}.", columns=", ".join(header)),
        )
        for key, column in _named(mapping).items()
        if column not in header
    ]


def columns_of(group: Results) -> Iterator[tuple[str, str]]:
    """Name every column that a group of results reads, with the key that names it."""
    for key in ("score", "level", "status", "date", "grade", "year"):
        if getattr(group, key):
            yield key, getattr(group, key)
    for level, column in group.flags.items():
        yield f"flags.{level}", column
    for key in ("measure", "window"):
        yield from ((key, column) for column in templates.columns(getattr(group, key)))


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
    message = say("Nothing says where to find: {role}.", role=role.replace("_", " "))
    hint = say(
        "Choose its column; a mapping file names it under [columns], or one value for all rows under [constants]."
    )
    return MappingProblem(f"columns.{role}", message, hint)


def _no_results() -> MappingProblem:
    message = say("No column is known to hold scores or levels.")
    hint = say("Look whether its cells are numbers, and choose it; a mapping file names it under [columns].")
    return MappingProblem("columns.score", message, hint)


QUESTIONS = {
    "date_format": (
        say("Dates such as 03/04 can be read in two ways, and nothing in this file tells which."),
        say("Choose how its dates are written: day first, or month first."),
    ),
    "student": (
        say("No column holds codes of students, so they are told apart by their names alone."),
        say("Choose a column with a code of its own for each student, or go on where no two share a name."),
    ),
    "year": (
        say("Nothing in this file says when its tests were given; we took this school year."),
        say("Say the school year or the day of the test, or go on where this year is right."),
    ),
    "name": (
        say("Nothing in this file says what its test is called, nor does the file's own name."),
        say("Write the name of the test, the same as for its other seasons and years."),
    ),
    "percent": (
        say("Some percentages are written as 0.85, which may mean 85 percent."),
        say("Say for each of these tests whether its scores are shares of one or percentages."),
    ),
    "student_digits": (
        say("Some student numbers are shorter than the others: a spreadsheet may have taken their leading zeros."),
        say("Say how many digits a student number has, or that they may differ."),
    ),
}
