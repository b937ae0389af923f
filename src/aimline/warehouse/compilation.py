"""A mapping becomes SQL: an expression for each value of a row, a condition for each thing that may be wrong.

The SQL sees the staged table as `raw`, whose columns are the roles of the mapping with the ending _text
(trimmed, never null) and g1, g2, ... for its groups (unpivoting.py). Words are compared in their plain form, which
costs much more than everything else: so only where a quick look does not rule them out, and for groups once a word.
Foreign column names never reach SQL, foreign words only as quoted literals.
"""

from collections.abc import Iterable, Sequence
from collections.abc import Mapping as Table
from dataclasses import dataclass
from datetime import date

from aimline.exchange import cell_errors
from aimline.exchange.calendar_words import is_only_year
from aimline.exchange.grades import GRADE_FORM, GRADE_WORDS, SAYS_GRADE, parse_grade
from aimline.exchange.mapping import Mapping, Measure
from aimline.warehouse import days
from aimline.warehouse.unpivoting import NO_PART, Source, among, may_be, plain_form, reads, source_of
from aimline.warehouse.workspace import quote

SCORED, NOT_TESTED, EXCUSED, NOT_SCORED = 0, 1, 2, 3
N_GROUPS = 12
FIRST_DAY = (date(1990, 1, 1) - date(1970, 1, 1)).days  # no earlier test is brought; a year such as 1926 was mistyped
CELL_FAILED = "cell_failed"
TEXTS = ("given_name", "family_name", "school_name", "school", "district_name", "district", "student")
NOTHING_THERE = "lines without a result"
SUMMED_UP = "lines that sum others up"
# What the tables of places and students can hold; names of students are only shown and may be shortened.
LONGEST = {"student": 120, "school": 60, "school_name": 200, "district": 60, "district_name": 200, "window": 60}
SCIENTIFIC = r"^[0-9]+([.][0-9]+)?[eE][+][0-9]+$"


@dataclass(frozen=True)
class Check:
    """One thing that may be wrong with a row: the role to show, and the SQL condition over `typed`."""

    code: str
    role: str
    condition: str


@dataclass(frozen=True)
class Compiled:
    """The SQL of one mapping: `raw` gives rows of roles, `typed` adds values, `aside` and `checks` judge.

    `groups` gives for each group the value of its column `word`, null where the word means that nothing is known.
    """

    raw: Source
    typed: str
    aside: str
    checks: tuple[Check, ...]
    groups: tuple[str, ...]


def compile_mapping(
    mapping: Mapping,
    header: tuple[str, ...],
    *,
    today: date,
    is_tidy: bool = False,
    begins: Table[int, Sequence[date]] | None = None,
) -> Compiled:
    """Turn a checked mapping into SQL for a file with this header.

    `typed` adds: grade_number, year_number, window_name, day, measure_number (from 0), score_number,
    level_number (from 1), proficient (0, 1, null), status_number (0 scored, 1 not tested, 2 excused,
    3 not scored). `aside` is a text that is not null for rows the mapping leaves out on purpose. `begins` are the first
    days of the testing periods of each measure, where these tell its tests apart.
    """
    cast = {f"{role}_cast": _cast(role, mapping) for role in ("score", "level")}
    first = {
        "grade_number": grade(),
        "year_entry": _year_entry(mapping),
        "date_day": days.number_of(mapping),
        "measure_number": _measure_number(mapping),
        "score_number": _number("score", mapping),
    }
    if any(measure.level_starts for measure in mapping.measures):
        first["level_value"] = _unscaled("level", mapping)
    second = {
        "year_number": _by_entry(mapping, [str(year.ending) for year in mapping.years]) or _year_of_date(mapping),
        "window_name": _window(mapping, begins or {}),
        "day": _day(mapping),
        "level_number": _level_number(mapping),
    }
    third = {"word_status": _word_status(mapping)}
    fourth = {"proficient": _proficient(mapping), "status_number": _status()}
    typed = "raw"
    for step in (cast, first, second, third, fourth):
        columns = ",\n  ".join(f"{expression} as {name}" for name, expression in step.items())
        typed = f"(select *,\n  {columns}\nfrom {typed})"
    source = source_of(mapping, header, is_tidy=is_tidy)
    return Compiled(source, typed, _aside(mapping), tuple(_checks(mapping, today)), compile_groups(mapping))


def compile_groups(mapping: Mapping) -> tuple[str, ...]:
    """Give the SQL of each group's value for its `word`: renamed as the mapping says, null where it means nothing.

    Nothing is also what a cell says whose formula failed: without its group a row still has its result.
    """
    nothing = f"({_is_among('word', mapping.missing)} or {has_failed('word')})"
    renamed = ({old: quote(new) for old, new in group.values.items()} for group in mapping.groups)
    return tuple(
        f"(case when {nothing} then null else {_case('word', each, otherwise='word')} end)" for each in renamed
    )


def grade() -> str:
    """Give the SQL of the number of a grade for the text in `grade_text`: PK = -1, K = 0; null where it is none."""
    plain = _case("grade_text", {str(number): str(number) for number in range(13)})
    bare = f"upper(regexp_replace(grade_text, {quote(SAYS_GRADE)}, '', 'i'))"
    words = _case(bare, {word: str(number) for word, number in GRADE_WORDS.items()})
    return f"coalesce({plain}, {words}, try_cast(regexp_extract(grade_text, {quote(GRADE_FORM)}, 1, 'i') as integer))"


def _number(role: str, mapping: Mapping) -> str:
    factors = {measure.value: repr(float(measure.times)) for measure in mapping.measures if measure.times}
    number = _unscaled(role, mapping)
    return f"({number} * {_case('measure_text', factors, otherwise='1.0')})" if factors else number


def _cast(role: str, mapping: Mapping) -> str:
    text = f"{role}_text" if mapping.decimal == "." else f"replace({role}_text, ',', '.')"
    return f"try_cast({text} as double)"


def _unscaled(role: str, mapping: Mapping) -> str:
    """The number a text is: DuckDB would also read 'nan', 'inf' and '1_000', and a word for nothing may be one."""
    column, cast = f"{role}_text", f"{role}_cast"
    is_number = f"isfinite({cast}) and not contains({column}, '_')"
    if any(char.isdigit() for word in mapping.missing for char in word):
        is_number += f" and not {_is_missing(role, mapping)}"
    return f"(case when {is_number} then {cast} end)"


def _year_entry(mapping: Mapping) -> str:
    """The place of the row's entry in mapping.years, or null: such rows are set aside."""
    if not mapping.years:
        return "null::integer"
    if not _has_years(mapping):
        return _case(_year_of_date(mapping), {str(year.ending): str(n) for n, year in enumerate(mapping.years)})
    with_window = any(year.window_value for year in mapping.years)
    key = "year_text || chr(31) || window_text" if with_window else "year_text"
    values = {
        year.value + ("\x1f" + year.window_value if with_window else ""): str(n) for n, year in enumerate(mapping.years)
    }
    return _case(key, values)


def _has_years(mapping: Mapping) -> bool:
    return reads(mapping, "year")


def _year_of_date(mapping: Mapping) -> str:
    day = "(date '1970-01-01' + date_day)"
    start = mapping.year_starts_in_month
    return f"(year({day}) + case when month({day}) >= {start} and {start} > 1 then 1 else 0 end)::integer"


def _by_entry(mapping: Mapping, values: list[str]) -> str:
    if not mapping.years:
        return ""
    arms = " ".join(f"when {n} then {value}" for n, value in enumerate(values))
    return f"(case year_entry {arms} end)"


def _day(mapping: Mapping) -> str:
    epoch = date(1970, 1, 1)
    given = [str((year.given_on - epoch).days) if year.given_on else "null" for year in mapping.years]
    by_entry = _by_entry(mapping, given) or "null"
    return f"coalesce(date_day, {by_entry})::integer"


def _window(mapping: Mapping, begins: Table[int, Sequence[date]]) -> str:
    """The name of the window; tests known only by their date are told apart by its day, its month or its period.

    A window that is a school year alone has no name: years are compared with each other.
    """
    by_entry = _by_entry(mapping, [quote(year.window) for year in mapping.years]) or "''"
    bare = ["", *(year.window_value for year in mapping.years if is_only_year(year.window_value))]
    own = f"case when window_text not in ({', '.join(map(quote, bare))}) then window_text end"
    dated = "null" if _names_windows(mapping) else _window_of_day(mapping, begins)
    return f"coalesce(nullif({by_entry}, ''), {own}, {dated}, '')"


def _window_of_day(mapping: Mapping, begins: Table[int, Sequence[date]]) -> str:
    """What tells a test apart that is known by its day alone: a period is called by the month in which it begins."""
    day = "(date '1970-01-01' + date_day)"
    if mapping.windows not in ("month", "period"):
        return f"{day}::varchar"
    found = {measure: _begun_by(day, firsts) for measure, firsts in begins.items()}
    return _by_measure(found, mapping, otherwise=f"strftime({day}, '%B')")


def _begun_by(day: str, firsts: Sequence[date]) -> str:
    arms = " ".join(f"when {day} >= date '{first}' then strftime(date '{first}', '%B')" for first in firsts[::-1])
    return f"(case {arms} end)"


def has_windows(mapping: Mapping) -> bool:
    """Tell whether anything names windows, or tells tests apart by their date."""
    return _names_windows(mapping) or reads(mapping, "date")


def _names_windows(mapping: Mapping) -> bool:
    return reads(mapping, "window") or any(year.window for year in mapping.years)


def _measure_number(mapping: Mapping) -> str:
    return _case("measure_text", {measure.value: str(n) for n, measure in enumerate(mapping.measures)})


def _level_number(mapping: Mapping) -> str:
    return _by_measure({n: _level_of(each) for n, each in enumerate(mapping.measures) if each.levels}, mapping)


def _by_measure(values: dict[int, str], mapping: Mapping, *, otherwise: str = "null::integer") -> str:
    """Choose by the measure of a row; where all measures say the same, it is asked once for every row."""
    if not values:
        return otherwise
    if len(values) == len(mapping.measures) and len(set(values.values())) == 1:
        return f"(case when measure_number is null then {otherwise} else {values[0]} end)"
    arms = " ".join(f"when {n} then {value}" for n, value in values.items())
    return f"(case measure_number {arms} else {otherwise} end)"


def _orders(measure: Measure) -> dict[str, str]:
    orders = {level: str(order) for order, level in enumerate(measure.levels, 1)}
    return orders | {word: orders[level] for word, level in measure.level_words.items()}


def _level_of(measure: Measure) -> str:
    """The place of a level among those of its measure, by its word or by the number from which it holds."""
    by_word = _case("level_text", _orders(measure))
    if not measure.level_starts:
        return by_word
    starts = sorted(enumerate(measure.level_starts, 1), reverse=True)
    arms = " ".join(f"when level_value >= {start!r} then {order}" for order, start in starts)
    return f"coalesce({by_word}, case {arms} end)"


def _word_status(mapping: Mapping) -> str:
    words = mapping.status
    named = {
        **dict.fromkeys(words.not_tested, str(NOT_TESTED)),
        **dict.fromkeys(words.excused, str(EXCUSED)),
        **dict.fromkeys(words.not_scored, str(NOT_SCORED)),
    }
    found = ", ".join(_case_of_words(f"{role}_text", named) for role in _status_roles(mapping))
    return f"coalesce({found}, null::integer)"


def _status_roles(mapping: Mapping) -> list[str]:
    if reads(mapping, "status"):
        return ["status"]
    return [role for role in ("level", "score") if reads(mapping, role)]


def _proficient(mapping: Mapping) -> str:
    chosen = _by_measure({n: _proficient_of(measure) for n, measure in enumerate(mapping.measures)}, mapping)
    return f"(case when word_status is null then {chosen} end)"


def _proficient_of(measure: Measure) -> str:
    if measure.proficient_from:
        return f"(level_number >= {measure.levels.index(measure.proficient_from) + 1})::integer"
    comparison = ">=" if measure.direction == "up" else "<="
    general = repr(float(measure.cut)) if measure.cut is not None else "null::double"
    if not measure.cuts:
        return f"(score_number {comparison} {general})::integer"
    arms = " ".join(f"when {parse_grade(grade)} then {float(cut)!r}" for grade, cut in measure.cuts.items())
    return f"(score_number {comparison} (case grade_number {arms} else {general} end))::integer"


def _status() -> str:
    has_result = "score_number is not null or level_number is not null"
    return f"coalesce(word_status, case when {has_result} then {SCORED} else {NOT_SCORED} end)"


def _aside(mapping: Mapping) -> str:
    ignored = _case("measure_text", {word: quote(word) for word in mapping.ignore_measures}, otherwise="null::varchar")
    if mapping.results:
        ignored = f"coalesce({ignored}, case when part = {NO_PART} then {quote(NOTHING_THERE)} end)"
    if mapping.sum_lines:
        roles = ("student", "given_name", "family_name")
        named = " or ".join(among(f"{role}_text", mapping.sum_lines) for role in roles)
        ignored = f"coalesce({ignored}, case when {named} then {quote(SUMMED_UP)} end)"
    if not mapping.years:
        return ignored
    shown = "trim(year_text || ' ' || window_text)" if _has_years(mapping) else f"({_year_of_date(mapping)})::varchar"
    # A row without any year is a problem, not a year left out.
    told = "year_text <> ''" if _has_years(mapping) else "date_day is not null"
    return f"coalesce({ignored}, case when year_entry is null and {told} then {shown} end)"


def _checks(mapping: Mapping, today: date) -> Iterable[Check]:
    yield Check("student_missing", "student", "student_text = ''")
    yield Check(
        "student_scientific",
        "student",
        f"contains(student_text, '+') and regexp_matches(student_text, {quote(SCIENTIFIC)})",
    )
    for role, longest in LONGEST.items():
        yield Check("code_too_long", role, f"strlen({role}_text) > {longest} and length({role}_text) > {longest}")
    # Where a number, a level or a day is read, the checks below find such cells.
    for role in {mapping.columns[role]: role for role in TEXTS if role in mapping.columns}.values():
        yield Check(CELL_FAILED, role, f"starts_with({role}_text, '#') and {has_failed(f'{role}_text')}")
    yield Check("school_missing", "school", "school_text = ''")
    yield Check("district_missing", "district", "district_text = ''")
    if reads(mapping, "grade"):
        if "grade" not in mapping.may_be_empty:
            yield Check("grade_missing", "grade", "grade_text = ''")
        yield Check("grade_unknown", "grade", "grade_text <> '' and (grade_number is null or grade_number > 12)")
    yield from _time_checks(mapping, today)
    yield Check("measure_unknown", "measure", "measure_number is null")
    yield from _result_checks(mapping)


def has_failed(text: str) -> str:
    """Give the SQL that tells whether a text is that of a cell in which a formula failed."""
    return f"regexp_matches({text}, {quote(cell_errors.PATTERN)})"


def _time_checks(mapping: Mapping, today: date) -> Iterable[Check]:
    last_day = (today - date(1970, 1, 1)).days
    if _has_years(mapping):
        yield Check("year_missing", "year", "year_text = ''")
    if reads(mapping, "date"):
        yield Check("date_unreadable", "date", "date_text <> '' and date_day is null")
        yield Check("date_missing", "date", "date_text = '' and day is null")
        yield Check("date_future", "date", f"day > {last_day}")
        yield Check("date_too_early", "date", f"day < {FIRST_DAY}")
    else:
        yield Check("year_future", "year", f"day > {last_day}")


def _result_checks(mapping: Mapping) -> Iterable[Check]:
    if reads(mapping, "score"):
        roles = _status_roles(mapping)
        is_word = "word_status is not null" if "score" in roles else "false"
        unread = f"not {_is_missing('score', mapping)} and not ({is_word})"
        unread = f"case when score_number is null then {unread} else false end"
        yield Check("score_unreadable", "score", unread)
        yield Check("score_out_of_range", "score", _out_of_range(mapping))
        yield Check("status_contradicts", roles[0], "word_status is not null and score_number is not null")
    if reads(mapping, "level"):
        with_levels = [str(n) for n, measure in enumerate(mapping.measures) if measure.levels]
        known = "level_number is not null or word_status is not null"
        unknown = f"case when {known} then false else not {_is_missing('level', mapping)} end"
        if with_levels:
            yield Check("level_unknown", "level", f"measure_number in ({', '.join(with_levels)}) and {unknown}")
    if reads(mapping, "status"):
        yield Check("status_unknown", "status", _unknown_status(mapping))


def _unknown_status(mapping: Mapping) -> str:
    # A status column may also say that all is well ("Tested"); that only matters where the result is missing.
    silent = _is_missing("status", mapping)
    return f"word_status is null and not {silent} and status_number <> {SCORED}"


def _out_of_range(mapping: Mapping) -> str:
    limits = {}
    for n, measure in enumerate(mapping.measures):
        low = [f"score_number < {measure.minimum!r}"] if measure.minimum is not None else []
        high = [f"score_number > {measure.maximum!r}"] if measure.maximum is not None else []
        if low or high:
            limits[n] = " or ".join(low + high)
    return _by_measure(limits, mapping, otherwise="false")


def _is_missing(role: str, mapping: Mapping) -> str:
    return _is_among(f"{role}_text", mapping.missing)


def _is_among(text: str, words: Iterable[str]) -> str:
    """Tell whether a text is empty or one of some words, without case and accents."""
    listed = ", ".join(dict.fromkeys(plain_form(quote(word)) for word in ("", *words)))
    is_word = f"list_contains([{listed}], {plain_form(text)})"
    return f"(case when {text} = '' then true when {may_be(text, words)} then {is_word} else false end)"


def _case_of_words(text: str, values: dict[str, str]) -> str:
    """Like `_case`, for words that are compared without case and accents."""
    if not values:
        return "null::integer"
    arms = " ".join(f"when {plain_form(quote(word))} then {value}" for word, value in values.items())
    return f"(case when {may_be(text, values)} then case {plain_form(text)} {arms} end end)"


def _case(expression: str, values: dict[str, str], *, otherwise: str = "null") -> str:
    if not values:
        return otherwise if otherwise != "null" else "null::integer"
    arms = " ".join(f"when {quote(word)} then {value}" for word, value in values.items())
    return f"(case {expression} {arms} else {otherwise} end)"
