"""A first mapping for a file nobody has seen, from the heads of its columns and its values; how sure, and why."""

from collections.abc import Mapping as Table
from collections.abc import Sequence
from dataclasses import dataclass, replace

from aimline.domain.words import Message, say
from aimline.exchange import mapping_checks, sum_lines, titles
from aimline.exchange.calendar_words import read_ending
from aimline.exchange.guess import (
    candidates,
    care,
    comparing,
    constancy,
    dating,
    doubt,
    flagged,
    groups,
    kinds,
    roles,
    siblings,
    sittings,
    slots,
    standing,
    tested,
    together,
    yearly,
)
from aimline.exchange.guess.column import Column
from aimline.exchange.guess.contents import look
from aimline.exchange.guess.grouping import SCALES, scale
from aimline.exchange.guess.grouping import Group as Gathered
from aimline.exchange.guess.heads import read
from aimline.exchange.mapping import Mapping, Results

MAYBE = 0.5
LONGEST_MEASURE = 120
SOURCE_ROLES = ("student", "given_name", "family_name", "school", "school_name", "district", "district_name", "grade",
                "year", "window", "date")  # fmt: skip
TEST_ROLES = ("grade", "subject", "test", "subtest", "window")
# "Scale Score" is of the whole test, "WPM" is not.
WHOLE_SCORES = ("scale", "composite", "score", "ability", "bare")
PLAIN_SCALES = ("scale score", "composite score", "score", "raw score", "percent", "level", "number", "lexile",
                "quantile")  # fmt: skip


@dataclass(frozen=True)
class Reason:
    """Why a role was given to a column; confidence 0..1."""

    role: str
    column: str
    confidence: float
    message: Message


@dataclass(frozen=True)
class Found:
    """One result of each row as it was guessed: its columns, its scale in words, and how sure we are, 0..1."""

    results: Results
    scale: str
    subtest: str
    confidence: float


@dataclass(frozen=True)
class Guess:
    """A proposed mapping, still without years and measures, one reason for each role, and the results found."""

    mapping: Mapping
    reasons: tuple[Reason, ...]
    found: tuple[Found, ...] = ()
    sureness: doubt.Sureness = doubt.Sureness.FAIR

    def confidence(self, role: str) -> float:
        """How sure the guess is about a role, 0..1; 0 when nothing fits."""
        return max((reason.confidence for reason in self.reasons if reason.role == role), default=0.0)


def guess(
    header: Sequence[str], sample: Sequence[Sequence[str]], *, source: str = "", above: Sequence[str] = ()
) -> Guess:
    """Propose which column is what from its name and the first rows.

    `above` are the cells of the titles that stand above the header.
    """
    sample = [row for row in sample if not sum_lines.are(row)]
    columns = [
        Column(head, look([row[place] for row in sample if place < len(row)], len(sample)))
        for place, head in enumerate(together.read_all(header))
    ]
    columns, found_roles = with_years_apart(sittings.apart(together.without_grades(columns)))
    given = standing.complete(found_roles, columns)
    taken = {column.head.column for column, _ in given.values()}
    grades, given = grades_of_years(given, columns)
    taken |= {*grades.values()}
    people = comparing.find([column for column in columns if column.head.column not in taken])
    taken |= {group.column for group in people}
    given = with_time(given)
    status = candidates.status_column([column for column in columns if column.head.column not in taken])
    taken |= {status} - {""}
    if "grade" not in given:
        columns = [candidates.as_mark(column) for column in columns]
    columns = siblings.with_days(columns)
    in_slots = slots.find([column for column in columns if column.head.column not in taken - of_slots(given)])
    taken |= slots.belonging(columns, in_slots)
    given = slots.without_report(given, in_slots)
    outside = slots.outside(given, in_slots)
    found = results_in(candidates.of_results(columns, taken, given), outside, len(sample))
    given = outside if found else given
    measure = whole = tested.columns(given)
    reasons = [reason_of(role, column, sure) for role, (column, sure) in given.items() if role in SOURCE_ROLES]
    reasons += places_by_name(reasons)
    chosen = {reason.role: reason.column for reason in reasons}
    if status:
        chosen["status"] = status
    told = constants_of(titles.constants(above), chosen, found)
    mapping = Mapping(source, chosen, told, groups=people, create=("places", "students", "enrolments"))
    if len(found) + len(in_slots) > 1:
        # One test in the whole file: its name tells the results of a row apart no further.
        measure = tuple(role for role in whole if tested.names_several(given[role][0].contents))
    listed = with_grades(list_results(found, in_slots, named(measure, given), named(measure or whole, given)), grades)
    mapping = with_results(mapping, listed, [given[role][0].head.column for role in measure])
    mapping = with_care(mapping, columns, listed)
    listed, sureness = with_doubt(mapping, columns, listed, given)
    reasons += [told_of(each) for each in listed]
    reasons += [reason_of("measure", *given[role]) for role in measure if role in given]
    reasons += [Reason(f"groups.{group.name}", group.column, 0.9, usual(group.column)) for group in people]
    return Guess(mapping, tuple(reasons), listed, sureness)


def with_doubt(
    mapping: Mapping, columns: Sequence[Column], found: Sequence[Found], given: Table[str, tuple[Column, float]]
) -> tuple[tuple[Found, ...], doubt.Sureness]:
    """Lower the confidence of the results as far as the guess as a whole is not sure, and say how sure it is."""
    used = {*mapping.columns.values(), *(group.column for group in mapping.groups)}
    used |= {name for each in found for _, name in mapping_checks.columns_of(each.results)}
    left = [column for column in columns if column.head.column not in used and column.contents.n_filled]
    people = [given[role][1] if role in given else 0.0 for role in ("student", "grade")]
    sure = [each.confidence for each in found]
    sureness = doubt.of(left, [each.results for each in found], of_results=sure, of_people=people)
    factor = doubt.FACTORS[sureness]
    return tuple(replace(each, confidence=round(each.confidence * factor, 2)) for each in found), sureness


def places_by_name(reasons: Sequence[Reason]) -> list[Reason]:
    """Let the name of a school or district tell places apart where there is no code."""
    chosen = {reason.role: reason.column for reason in reasons}
    named = {place: chosen[f"{place}_name"] for place in ("school", "district") if f"{place}_name" in chosen}
    return [
        Reason(place, column, MAYBE, say("There is no code, so '{column}' tells places apart.", column=column))
        for place, column in named.items()
        if place not in chosen
    ]


def with_years_apart(columns: list[Column]) -> tuple[list[Column], dict[str, tuple[Column, float]]]:
    """Find the roles, with the years in heads as windows where no column tells when each row's tests were given."""
    found, told = roles.find(columns), yearly.apart(columns)
    if told == columns or any(not yearly.split(found[role][0])[1] for role in ("year", "date") if role in found):
        return columns, found
    return told, roles.find(told)


def grades_of_years(
    given: dict[str, tuple[Column, float]], columns: Sequence[Column]
) -> tuple[dict[str, str], dict[str, tuple[Column, float]]]:
    """Name the column of the grade of each year, and make the newest that of the row."""
    grades = yearly.grades(given["grade"][0], columns) if "grade" in given else {}
    if not grades:
        return {}, given
    newest = [*grades.values()][-1], given["grade"][1]
    return {season: column.head.column for season, column in grades.items()}, {**given, "grade": newest}


def with_grades(found: tuple[Found, ...], grades: Table[str, str]) -> tuple[Found, ...]:
    """Give the results of each year the column of the grade in that year, where there is one."""
    return tuple(
        replace(each, results=replace(each.results, grade=grades.get(each.results.window, ""))) for each in found
    )


def with_care(mapping: Mapping, columns: Sequence[Column], found: Sequence[Found]) -> Mapping:
    """Choose how dates are written, and note what the file leaves open."""
    percents = [each.results.score for each in found if each.scale == "percent"]
    known = {column.head.column: column.contents for column in columns}
    return care.take(mapping, known, [each.results for each in found], percents=percents)


def results_in(columns: Sequence[Column], given: Table[str, tuple[Column, float]], n: int) -> list[Gathered]:
    """Group the columns of results, without those that tell of the test and not of the student."""
    known = {role: given[role][0].contents for role in TEST_ROLES if role in given}
    tests = list(zip(*(contents.raw for contents in known.values()), strict=False)) or [()] * n
    grade = known.get("grade", look((), 0))
    kept = [
        column
        for column in columns
        if not (constancy.is_of_test(column.contents, tests) and may_be_of_test(column))
        and not constancy.repeats(column.contents, grade, is_bare=is_bare_level(column))
    ]
    kept = siblings.settle(kept)
    found = groups.gather(kept, tests)
    if "date" not in given:
        dating.follow(found, kept)
    return found


def may_be_of_test(column: Column) -> bool:
    """Tell whether a column that says the same of each test may be left away: numbers, or subjects taken for levels."""
    names_subjects = all(read(word).is_of_subject for word in column.contents.words)
    return column.contents.is_numeric or (names_subjects and kinds.of(column) == "level")


def is_bare_level(column: Column) -> bool:
    """Tell whether a column is called a level and says of what only by the name of a test."""
    return column.head.phrase == "level" and "grade" not in column.head.words


def named(roles_of_test: Sequence[str], given: Table[str, tuple[Column, float]]) -> str:
    """Write the columns that name a test as the name of a measure."""
    return ": ".join(f"[{given[role][0].head.column}]" for role in roles_of_test)


def constants_of(told: Table[str, str], chosen: Table[str, str], found: Sequence[Gathered]) -> dict[str, str]:
    """What the titles of a file say counts where none of its columns does."""
    has_time = "date" in chosen or "year" in chosen or (bool(found) and all(group.dates for group in found))
    return {role: word for role, word in told.items() if role not in chosen and not (role == "year" and has_time)}


def with_time(given: dict[str, tuple[Column, float]]) -> dict[str, tuple[Column, float]]:
    """A window that says its year, "Fall 2024", tells the school year as well where nothing else does."""
    window = given.get("window")
    if window is None or "date" in given or "year" in given or not says_years(window[0].contents.words):
        return given
    return {**{role: entry for role, entry in given.items() if role != "window"}, "year": window}


def says_years(words: Sequence[str]) -> bool:
    return bool(words) and all(read_ending(word) for word in words)


def of_slots(given: Table[str, tuple[Column, float]]) -> set[str]:
    """Name the columns whose role may be that of the first slot alone: what was tested, and when."""
    return {given[role][0].head.column for role in (*TEST_ROLES[1:4], "year", "date") if role in given}


def list_results(
    found: Sequence[Gathered], in_slots: Sequence[slots.Slot], named_by: str, named_whole: str
) -> tuple[Found, ...]:
    """List the results of each row, those in slots last."""
    is_several = len(found) + len(in_slots) > 1
    named = (named_by if group.stem else named_whole for group in found)
    outside = (result_of(group, name, is_several=is_several) for group, name in zip(found, named, strict=True))
    return (*outside, *map(of_slot, in_slots))


def of_slot(slot: slots.Slot) -> Found:
    """Write a slot as a result that its own columns name and date."""
    score, is_level = slot.score.head.column, not slot.score.contents.is_numeric
    results = Results(
        measure=f"[{slot.test.head.column}]",
        score="" if is_level else score,
        level=score if is_level else slot.level,
        date=slot.date,
        year="" if slot.date else slot.year,
    )
    return Found(results, SCALES["" if is_level else "score"], "", MAYBE)


def result_of(group: Gathered, named_by: str, *, is_several: bool) -> Found:
    """Write one group of columns as a result of the mapping, named by the file's own columns and its label."""
    own = group.head.label if {*group.head.stem} == group.stem else ""
    said = own or group.label
    label = f"[{group.names[0].head.column}]" if group.names else said if group.stem or is_several else ""
    is_whole = group.kind in WHOLE_SCORES and group.head.kind != "level"
    if not group.stem and is_several and not is_whole:
        label = group.head.plainly
    named = ": ".join(part for part in (named_by, label) if part) or "Overall"
    results = Results(
        measure=named[:LONGEST_MEASURE],
        score=group.score,
        level=group.level,
        date=group.dates[0].head.column if group.dates else "",
        # Sittings are only counted; where each has its day, that tells the window.
        window="" if group.dates and group.season.startswith("Sitting") else group.season,
        flags=flagged.levels(group),
        otherwise=flagged.otherwise(group),
    )
    return Found(results, scale_of(group), group.label if is_several else "", group.confidence)


def scale_of(group: Gathered) -> str:
    """Name the scale of the best score."""
    return scale(group.kind, group.score) if group.kind else SCALES[""]


def with_results(mapping: Mapping, found: Sequence[Found], measure: Sequence[str]) -> Mapping:
    """Put the results into the mapping: as the columns of a long file where each row holds one, else as groups."""
    if (
        len(found) != 1
        or found[0].results.window
        or found[0].results.flags
        or len(measure) > 1
        or ": " in found[0].results.measure
        or (not measure and "[" in found[0].results.measure)
    ):
        return replace(mapping, results=tuple(each.results for each in found))
    columns, constants, only = dict(mapping.columns), dict(mapping.constants), found[0]
    columns |= {role: name for role, name in (("score", only.results.score), ("level", only.results.level)) if name}
    if only.results.date:
        columns.setdefault("date", only.results.date)
    if measure:
        columns["measure"] = measure[0]
    elif only.results.measure != "Overall":
        constants["measure"] = only.results.measure
    elif only.scale in PLAIN_SCALES and mapping.source:
        constants["measure"] = mapping.source
    return replace(mapping, columns=columns, constants=constants)


def reason_of(role: str, column: Column, sure: float) -> Reason:
    """Say why a column has its role."""
    return Reason(role, column.head.column, round(sure, 2), usual(column.head.column))


def usual(column: str) -> Message:
    return say("The column is called '{column}', and what it holds fits.", column=column)


def told_of(found: Found) -> Reason:
    """Say why columns hold a result."""
    column = found.results.score or found.results.level
    message = say("'{column}' holds a result: {scale}.", column=column, scale=found.scale)
    return Reason("score" if found.results.score else "level", column, found.confidence, message)
