import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import numpy as np
import pytest

from aimline.warehouse import engine as engines
from aimline.warehouse.engine import DuckEngine, TooSlow, column
from aimline.warehouse.resolution import Ids
from aimline.warehouse.staged import Staged
from aimline.warehouse.stretches import ask_in_stretches
from aimline.warehouse.workspace import Workspace

StageLines = Callable[..., Staged]
# Schools N = 101, S = 102; students 001 to 004 = 201 to 204; reading 301, mathematics 302.
# Administrations: reading 2024 = 2024, reading 2025 = 2025, mathematics 2024 = 2124.
# English learner is slot 4: No 1, Yes 2.
LINES = (
    "001,,,N,3,2024,R,500,high,ELL: Yes",
    "002,,,N,3,2024,R,400,low,ELL: No",
    "003,,,N,4,2024,R,600,high,ELL: No",
    "004,,,S,3,2024,R,,absent,ELL: No",
    "001,,,N,4,2025,R,510,high,ELL: Yes",
    "002,,,S,4,2025,R,410,low,ELL: No",
    "004,,,S,3,2025,R,700,high,ELL: No",
    "001,,,N,3,2024,M,460,,ELL: Yes",
)
EVERY_SCHOOL: dict[str, int | None] = {"first_school": None, "last_school": None}
SCHOOLS = {"school": np.array([101, 102])}


@pytest.fixture
def files(stage_lines: StageLines, ids_of: Callable[..., Ids], log_of: Callable[..., list[Path]]) -> list[Path]:
    staged = stage_lines(*LINES)
    assert staged.counts.n_stored == len(LINES)
    return log_of(staged, ids_of(staged))


@pytest.fixture
def engine(workspace: Workspace) -> Iterator[DuckEngine]:
    engine = DuckEngine(workspace)
    yield engine
    engine.close()


def goals(*rules: dict[str, int]) -> dict[str, np.ndarray]:
    """Rules of goals numbered from 1; what a rule does not say is null."""
    names = ("cohort", "district", "measure", "school", "grade", *(f"group_{slot}" for slot in range(1, 13)))
    table = {name: column([rule.get(name) for rule in rules]) for name in names}
    return {"goal": np.arange(1, len(rules) + 1), **table}


def members(*students: int, cohort: int = 1, measure: int = 301) -> dict[str, np.ndarray]:
    n = len(students)
    return {
        "cohort": np.full(n, cohort), "measure": np.full(n, measure), "student": np.array(students, dtype=np.int32),
    }  # fmt: skip


def test_current_reality_counts_at_every_depth(engine: DuckEngine, files: list[Path]) -> None:
    rows = engine.ask(
        "current_reality",
        files,
        values={"slot": 4},
        tables={"schools": SCHOOLS, "measures": {"measure": np.array([301])}},
    )

    counts = {row[2:9]: row[9:14] for row in rows}
    assert counts[2024, 0, None, 0, None, 0, None] == (3, 1, 3, 2, 1500.0)
    assert counts[2024, 1, 101, 0, None, 0, None] == (3, 0, 3, 2, 1500.0)
    assert counts[2024, 1, 101, 1, 3, 0, None] == (2, 0, 2, 1, 900.0)
    assert counts[2024, 1, 101, 1, 3, 1, 2] == (1, 0, 1, 1, 500.0)
    assert counts[2024, 0, None, 1, 3, 1, 1] == (1, 1, 1, 0, 400.0)


def test_no_group_is_counted_when_none_is_asked_for(engine: DuckEngine, files: list[Path]) -> None:
    rows = engine.ask(
        "current_reality",
        files,
        values={"slot": 0},
        tables={"schools": SCHOOLS, "measures": {"measure": np.array([301])}},
    )

    assert {row[7] for row in rows} == {0}


def test_change_over_years_sets_each_year_beside_the_one_before(engine: DuckEngine, files: list[Path]) -> None:
    rows = engine.ask("change_over_years", files, values={"measure": 301, "grade": None}, tables={"schools": SCHOOLS})

    assert [row[:2] + row[3:] for row in rows] == [
        (2024, 2024, 3, 1, 3, 2, 1500.0, None, None, None, None),
        (2025, 2025, 3, 0, 3, 2, 1620.0, 3, 2, 3, 1500.0),
    ]


def test_change_over_years_can_follow_one_grade(engine: DuckEngine, files: list[Path]) -> None:
    rows = engine.ask("change_over_years", files, values={"measure": 301, "grade": 4}, tables={"schools": SCHOOLS})

    assert [(row[0], row[3], row[6]) for row in rows] == [(2024, 1, 1), (2025, 2, 1)]


def test_a_schools_results_are_counted_by_grade_and_level(engine: DuckEngine, files: list[Path]) -> None:
    rows = engine.ask("school_results", files, values={"school": 101}, tables={"by_median": {"measure": column([])}})

    assert {row[1:4]: row[4:9] for row in rows} == {
        (2024, 3, 1): (None, 1, 0, 1, 0),
        (2024, 3, 2): (None, 1, 0, 1, 1),
        (2024, 4, 2): (None, 1, 0, 1, 1),
        (2025, 4, 2): (None, 1, 0, 1, 1),
        (2124, 3, None): (None, 1, 0, 1, 1),
    }


def test_a_measure_judged_by_its_median_is_counted_score_by_score(engine: DuckEngine, files: list[Path]) -> None:
    tables = {"by_median": {"measure": column([301])}}

    rows = engine.ask("school_results", files, values={"school": 101}, tables=tables)

    assert {row[4] for row in rows} == {400.0, 500.0, 510.0, 600.0, None}


@pytest.mark.parametrize(("by_score", "scores"), [(0, [None, None, None]), (1, [500.0, 400.0, 600.0])])
def test_a_schools_groups_are_counted_by_grade(
    engine: DuckEngine, files: list[Path], by_score: int, scores: list[float | None]
) -> None:
    values = {"school": 101, "administration": 2024, "by_score": by_score}

    rows = engine.ask("school_groups", files, values=values, tables={})

    counted = [(row[0], row[4], *row[14:18]) for row in rows]
    assert sorted(counted) == [(3, 1, 1, 0, 1, 0), (3, 2, 1, 0, 1, 1), (4, 1, 1, 0, 1, 1)]
    assert sorted(row[13] for row in rows if row[13] is not None) == sorted(s for s in scores if s is not None)


def test_readings_count_successive_cohorts_by_rule_and_the_same_students_by_name(
    engine: DuckEngine, files: list[Path]
) -> None:
    rules = goals(
        {"district": 1, "measure": 301, "school": 101, "grade": 3},
        {"district": 1, "measure": 301, "group_4": 1},
        {"district": 1, "measure": 301, "cohort": 1},
        {"district": 2, "measure": 301},
    )

    tables = {
        "goals": rules,
        "administrations": {"administration": np.array([2024, 2025])},
        "by_median": {"measure": column([301])},
    }

    rows = engine.ask("readings", files, values={}, tables=tables)
    rows += engine.ask("readings_of_lists", files, values={}, tables=tables | {"members": members(201, 202, 204)})

    assert len(rows) == 5
    assert {row[:2]: row[4:8] for row in rows} == {
        (1, 2024): (2, 0, 2, 1),
        (2, 2024): (2, 1, 2, 1),
        (2, 2025): (2, 0, 2, 1),
        (3, 2024): (2, 1, 2, 1),
        (3, 2025): (3, 0, 3, 2),
    }
    assert rows[-1][8:] == (1620.0, 510.0**2 + 410.0**2 + 700.0**2, 510.0)


def test_only_touched_administrations_are_read(engine: DuckEngine, files: list[Path]) -> None:
    tables = {
        "goals": goals({"district": 1, "measure": 301}),
        "administrations": {"administration": np.array([2025])},
        "by_median": {"measure": column([])},
    }

    assert [row[1] for row in engine.ask("readings", files, values={}, tables=tables)] == [2025]


@pytest.mark.parametrize(("tested_only", "students"), [(0, [201, 202, 204]), (1, [201, 202])])
def test_students_fitting_a_rule_become_its_cohort(
    engine: DuckEngine, files: list[Path], tested_only: int, students: list[int]
) -> None:
    rows = engine.ask(
        "students_fitting",
        files,
        values={"administration": 2024, "tested_only": tested_only},
        tables={"goals": goals({"district": 1, "measure": 301, "grade": 3})},
    )

    assert rows == [(1, student) for student in students]


def test_affected_administrations_are_those_in_the_files(engine: DuckEngine, files: list[Path]) -> None:
    rows = engine.ask("affected_administrations", files, values={}, tables={})

    assert [(row[2], row[5], row[6]) for row in rows] == [(2024, 4, 3), (2025, 3, 3), (2124, 1, 1)]


@pytest.mark.parametrize("question", ["affected_administrations", "change_over_years"])
def test_without_files_a_question_has_an_empty_answer(engine: DuckEngine, workspace: Workspace, question: str) -> None:
    workspace.folder.mkdir(exist_ok=True)
    values = {"measure": 1, "grade": None} if question == "change_over_years" else {}
    tables = {"schools": SCHOOLS} if values else {}

    assert engine.ask(question, [], values=values, tables=tables) == []


def test_threads_ask_at_once_without_seeing_each_others_tables(engine: DuckEngine, files: list[Path]) -> None:
    answers: dict[int, int] = {}

    def ask(school: int) -> None:
        rows = engine.ask(
            "change_over_years",
            files,
            values={"measure": 301, "grade": None},
            tables={"schools": {"school": np.array([school])}},
        )
        answers[school] = sum(int(row[3] or 0) for row in rows)

    threads = [threading.Thread(target=ask, args=(school,)) for school in (101, 102)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == {101: 4, 102: 2}


def test_a_question_that_takes_too_long_is_stopped(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace.folder.mkdir(exist_ok=True)
    endless = "select count(*) from range(1_000_000_000) a(x), range(1_000_000) b(y) where x * y % 7 = 3"
    monkeypatch.setattr(engines, "text", lambda question: endless)

    with pytest.raises(TooSlow):
        DuckEngine(workspace, seconds=0.2).ask("endless", [], values={}, tables={})


def test_the_same_students_are_followed_from_one_administration_to_the_next(
    engine: DuckEngine, files: list[Path]
) -> None:
    pairs = {"earlier": np.array([2024]), "later": np.array([2025])}

    rows = engine.ask("moved_together", files, values={}, tables={"pairs": pairs})

    assert rows == [(2024, 2025, 101, 3, 2, 2, 1, 1, 900.0, 920.0, 450.0, 460.0)]


def test_a_district_is_counted_by_school_grade_and_group_beside_the_year_before(
    engine: DuckEngine, files: list[Path]
) -> None:
    slots: dict[str, int | None] = {"slot_1": 4, **{f"slot_{place}": 0 for place in range(2, 7)}}
    tables = {"pairs": {"administration": np.array([2024, 2025]), "earlier": np.array([2023, 2024])}}

    rows = engine.ask("district_reality", files, values=slots | EVERY_SCHOOL, tables=tables)

    groups = [(row[0], *row[5:8]) for row in rows if (row[3], row[4]) == (1, 1)]
    assert [
        [sum(int(str(each[n])) for each in groups if each[0] == year) for n in (1, 2, 3)] for year in (2024, 2025)
    ] == [
        [2, 2, 1],
        [2, 2, 1],
    ]
    cells = {(row[0], row[1], row[2]): row[5:] for row in rows if row[3] == 0}
    assert all(cell[4] is None for (year, *_), cell in cells.items() if year == 2024)
    assert all(
        cell[4:] == cells.get((2024, *place), (None,) * 4)[:4] for (year, *place), cell in cells.items() if year == 2025
    )
    of_one = slots | {"first_school": 101, "last_school": 101}
    one = engine.ask("district_reality", files, values=of_one, tables=tables)
    assert one == [row for row in rows if row[1] == 101]
    some = ask_in_stretches(engine, "district_reality", files, values=slots, tables=tables, n_schools=1)
    assert [row for stretch in some for row in stretch] == sorted(rows, key=lambda row: int(str(row[1])))


def test_students_without_a_grade_are_compared_with_those_without_one(engine: DuckEngine, files: list[Path]) -> None:
    ungraded = files[0].with_name("ungraded.parquet")
    log = [str(file) for file in files]
    duckdb.sql(f"select * replace (null::tinyint as grade) from read_parquet({log})").write_parquet(str(ungraded))
    tables = {"pairs": {"administration": np.array([2025]), "earlier": np.array([2024])}}
    values: dict[str, int | None] = {**EVERY_SCHOOL, **{f"slot_{place}": 0 for place in range(1, 7)}}

    rows = engine.ask("district_reality", [ungraded], values=values, tables=tables)

    assert [(row[1], row[2], row[5], row[9]) for row in rows] == [(101, None, 1, 3), (102, None, 2, 0)]


@pytest.mark.parametrize(
    ("pair", "rules"),
    [
        ((-1, -1), [{"school": 101, "grade": 3}, {"school": 101}, {"grade": 3}, {}]),
        ((4, -1), [{"school": 101, "grade": 3, "group_4": 2}, {"school": 102, "group_4": 1}, {"grade": 4}, {}]),
        ((3, 4), [{"group_4": 1}, {"group_3": 1, "grade": 3}, {"group_3": 2, "school": 101}, {"group_4": 2}]),
    ],
)
def test_counts_added_up_are_what_counting_one_by_one_gives(
    engine: DuckEngine, files: list[Path], pair: tuple[int, int], rules: list[dict[str, int]]
) -> None:
    table = goals(*({"district": 1, "measure": 301, **rule} for rule in rules))
    given = {"administration": np.array([2024, 2025]), "measure": np.array([301, 301])}
    single = {"administration": given["administration"]}
    no_median = {"measure": np.array([], dtype=np.int64)}
    slots = [next((slot for slot in pair if f"group_{slot}" in rule), 0) for rule in rules]
    values = column([rule.get(f"group_{slot}") for slot, rule in zip(slots, rules, strict=True)])
    by_cell = {name: table[name] for name in ("goal", "measure", "school", "grade")}

    found = engine.ask(
        "readings_by_cell",
        files,
        values=dict(zip(("one", "other"), pair, strict=True)),
        tables={"goals": by_cell | {"slot": np.array(slots), "group_value": values}, "administrations": given},
    )

    tables = {"goals": table, "administrations": single, "by_median": no_median}
    assert found == engine.ask("readings", files, values={}, tables=tables)
    assert found
