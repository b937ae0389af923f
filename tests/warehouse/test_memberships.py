"""What a file tells of enrolments and groups beside what is stored, held against the rule applied one by one."""

import random
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

import duckdb
import numpy as np
import pytest

from aimline.domain.calendar import default_year
from aimline.warehouse.enrolments import Groups, Told, Years, open_log
from aimline.warehouse.memberships import LASTS
from aimline.warehouse.workspace import Workspace

EPOCH = date(1970, 1, 1)
DISTRICT, SLOT, OTHER_SLOT = 7, 4, 9
ALL = range(2017, 2026)
Stay = tuple[int, int, int | None, int, int | None]  # student, school year, grade, codes of two groups
Held = tuple[int, int, int, int, int]  # id, student, group, first and last day
FIRST = {SLOT: 100, OTHER_SLOT: 200}  # the groups of a slot are numbered from here
Spans = dict[tuple[int, int], list[tuple[int, int]]]


def days(year: int) -> tuple[int, int]:
    usual = default_year(year)
    return (usual.starts_on - EPOCH).days, (usual.ends_on - EPOCH).days


@pytest.fixture
def told(workspace: Workspace) -> Iterator[Told]:
    """Open the log of the stays below."""
    log = workspace.folder / "log.parquet"
    workspace.folder.mkdir()
    rows = ", ".join(str(stay).replace("None", "null") for stay in STAYS)
    duckdb.sql(
        f"copy (select {DISTRICT} as district, student, school_year, 30 as school, grade, code as group_{SLOT},"
        f" other as group_{OTHER_SLOT} from (values {rows}) as stays(student, school_year, grade, code, other))"
        f" to '{log}' (format parquet)"
    )
    around = [(DISTRICT, y, *days(y), days(y - 1)[1], days(y + 1)[0]) for y in ALL]
    years = Years(*np.array(around, dtype=np.int64).T.copy())
    codes = [(DISTRICT, slot, code, first + code) for slot, first in FIRST.items() for code in (1, 2)]
    groups = Groups(*np.array(codes, dtype=np.int64).T.copy())
    with open_log(workspace, [log], years, groups, {SLOT, OTHER_SLOT}) as found:
        yield found


def invent() -> tuple[list[Stay], list[Held]]:
    chance = random.Random(20)
    stays: list[Stay] = [
        (student, year, chance.choice([None, 3]), chance.choice([1, 1, 2]), chance.choice([None, 1, 1, 2]))
        for student in range(1, 201)
        for year in chance.sample(ALL[1:-1], chance.randint(1, 5))
    ]
    held: list[Held] = []
    for student in range(1, 201):
        for group in (101, 102, 201):
            begins = 2016
            while (begins := begins + chance.randint(1, 4)) < 2025 and chance.random() < 0.7:
                ends = begins + chance.randint(0, 2)
                last = LASTS if chance.random() < 0.1 else days(ends)[1] + chance.randint(-40, 0)
                held.append((len(held) + 1, student, group, days(begins)[0] + chance.randint(0, 40), last))
                begins = 2100 if last == LASTS else ends
    for student in range(201, 301):
        first, last, other = chance.randint(2018, 2021), chance.randint(2021, 2024), chance.choice([None, 2])
        stays += [(student, year, 3, 1, other) for year in range(first, last + 1)]
        told = [(student, group, days(first)[0], days(last)[1]) for group in (101, *([202] if other else []))]
        held += [(len(held) + place, *row) for place, row in enumerate(nearly(told, chance), 1)]
    return stays, held


def nearly(told: list[tuple[int, int, int, int]], chance: random.Random) -> list[tuple[int, int, int, int]]:
    """Give what is told as it would be stored, or with one thing otherwise."""
    student, group, starts, ends = told[0]
    ways = {
        "twice": [*told, told[0]],
        "another": [*told, (student, 201, starts, ends)],
        "instead": [(student, 102, starts, ends), *told[1:]],
        "missing": told[1:],
        "shorter": [(student, group, starts, ends - 1), *told[1:]],
        "later": [(student, group, starts + 1, ends), *told[1:]],
    }
    return ways.get(chance.choice([*ways, "the same", "the same"]), told)


STAYS, HELD = invent()


def test_memberships_end_as_the_rule_says_run_by_run(told: Told) -> None:
    hold(told, [])

    stored = {pk: (student, group, *span) for pk, student, group, *span in HELD}
    for (pk,) in told.memberships_gone():
        del stored[pk]
    for starts, ends, pk in told.longer_memberships():
        stored[pk] = (*stored[pk][:2], number(starts), LASTS if ends is None else number(ends))
    fresh = [(student, group, number(starts), number(ends)) for student, group, starts, ends in told.new_memberships()]

    assert sorted([*stored.values(), *fresh]) == sorted(
        (*key, *span) for key, spans in by_the_rule().items() for span in spans
    )


def test_enrolments_that_are_stored_or_have_no_grade_are_not_new(told: Told) -> None:
    with_grade = {(student, year) for student, year, grade, *_ in STAYS if grade is not None}
    stored = sorted(with_grade)[::2]

    hold(told, [(student, 30, year) for student, year in stored])

    found = list(told.new_enrolments())
    assert {(student, year) for _, student, _, year, *_ in found} == with_grade - set(stored)
    assert len(found) == len(with_grade) - len(stored)
    assert {(row[0], row[2], row[4]) for row in found} == {(DISTRICT, 30, 3)}
    assert all(row[5:] == tuple(str(EPOCH + timedelta(day)) for day in days(row[3])) for row in found)


def hold(told: Told, enrolments: list[tuple[int, int, int]]) -> None:
    """Bring the students in two parts, as a large file does."""
    for part in (range(1, 101), range(101, 301)):
        told.compare(
            np.array(part, dtype=np.int64),
            enrolments=table((row for row in enrolments if row[0] in part), 3),
            held=table((row for row in HELD if row[1] in part), 5),
        )


def table(rows: Iterable[tuple[int, ...]], n_columns: int) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    return np.array(list(rows), dtype=np.int64).reshape(-1, n_columns)


def number(day: int | str | None) -> int:
    return (date.fromisoformat(str(day)) - EPOCH).days


def by_the_rule() -> Spans:
    """Join each run of years to the memberships it touches, the earliest run first."""
    spans: Spans = {}
    for _, student, group, starts, ends in HELD:
        spans.setdefault((student, group), []).append((starts, ends))
    for (student, group), runs in sorted(runs_told().items()):
        kept = spans.setdefault((student, group), [])
        for first, last in runs:
            back, on = days(first - 1)[1], days(last + 1)[0]
            touched = [span for span in kept if span[0] <= on and span[1] >= back]
            starts = min([days(first)[0], *(span[0] for span in touched)])
            ends = max([days(last)[1], *(span[1] for span in touched)])
            kept[:] = [span for span in kept if span not in touched] + [(starts, ends)]
    return spans


def runs_told() -> dict[tuple[int, int], list[list[int]]]:
    runs: dict[tuple[int, int], list[list[int]]] = {}
    had = {
        (student, FIRST[slot] + code, year)
        for student, year, _, *codes in STAYS
        for slot, code in zip(FIRST, codes, strict=True)
        if code
    }
    for student, group, year in sorted(had):
        own = runs.setdefault((student, group), [])
        if own and own[-1][1] == year - 1:
            own[-1][1] = year
        else:
            own.append([year, year])
    return runs
