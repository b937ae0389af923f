"""A wide row becomes one result for each of its groups of columns, inside the warehouse."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from aimline.exchange.mapping import Mapping, Measure, Results, StatusWords
from aimline.warehouse.staged import Staged
from aimline.warehouse.staged_rows import rows
from aimline.warehouse.workspace import Workspace

StageLines = Callable[..., Staged]
HEADER = "id,state,school,grade,area,fall,fall band,fall on,spring,spring band,spring on,meets,masters,why"
SCREENER = Mapping(
    source="test",
    columns={"student": "id", "school": "school", "grade": "grade"},
    constants={"district": "D1"},
    results=(
        Results("Reading: [area]", score="fall", level="fall band", date="fall on", window="Fall"),
        Results("Reading: [area]", score="spring", level="spring band", date="spring on", window="Spring"),
    ),
    measures=(
        Measure("Reading: Words", "Words", levels=("Low", "High"), proficient_from="High", level_words={"hi": "High"}),
    ),
    date_format="%m/%d/%Y",
    instead={"student": ("state",)},
)


def rows_of(workspace: Workspace, columns: str) -> list[tuple[object, ...]]:
    with workspace.open() as connection:
        source = rows(workspace.folder)
        return connection.execute(f"select {columns} from {source} where fate = 0 order by line, part").fetchall()


def test_each_filled_group_is_a_result_with_its_window_and_day(stage_lines: StageLines, workspace: Workspace) -> None:
    staged = stage_lines(
        "1,,N,3,Words,41,Low,9/8/2024,52,hi,05/01/2025 9:30,,,",
        "2,,N,3,Words,,,,60,High,5/2/2025,,,",
        "3,,N,3,Words,,,,,,,,,",
        mapping=SCREENER, header=HEADER,
    )  # fmt: skip

    assert rows_of(workspace, 'line, part, student, "window", school_year, value, level, proficient') == [
        (2, 1, "1", "Fall", 2025, 41.0, 1, 0),
        (2, 2, "1", "Spring", 2025, 52.0, 2, 1),
        (3, 2, "2", "Spring", 2025, 60.0, 2, 1),
    ]
    assert (staged.counts.n_records, staged.counts.n_stored) == (4, 3)
    assert staged.set_aside == {"lines without a result": 1}


def test_a_wrong_result_names_its_own_column_and_leaves_the_others(stage_lines: StageLines) -> None:
    staged = stage_lines("1,,N,3,Words,x,Low,9/8/2024,52,hi,5/1/2025,,,", mapping=SCREENER, header=HEADER)

    assert [(each.line, each.column, each.code) for each in staged.problems] == [(2, "fall", "score_unreadable")]
    assert (staged.counts.n_stored, staged.counts.n_wrong) == (1, 1)


def test_what_is_wrong_with_the_line_is_said_once(stage_lines: StageLines) -> None:
    staged = stage_lines("1,,,3,Words,41,Low,9/8/2024,52,hi,5/1/2025,,,", mapping=SCREENER, header=HEADER)

    assert [(each.column, each.code) for each in staged.problems] == [("school", "school_missing")]
    assert staged.counts.n_wrong == 2


def test_a_second_result_of_the_same_test_is_told_with_its_part(stage_lines: StageLines) -> None:
    line = "1,,N,3,Words,41,Low,9/8/2024,52,hi,5/1/2025,,,"

    staged = stage_lines(line, line.replace(",52,", ",53,"), mapping=SCREENER, header=HEADER)

    assert staged.problem_counts == {"repeated_result": 1, "repeated_row": 1}
    assert staged.counts.n_stored == 2


@pytest.mark.parametrize(
    ("cells", "level"),
    [("0,0", 1), ("1,0", 2), ("1,1", 3), ("Yes,No", 2)],
)
def test_columns_of_yes_and_no_make_levels(
    stage_lines: StageLines, workspace: Workspace, cells: str, level: int
) -> None:
    flags = Results("State", flags={"Masters": "masters", "Meets": "meets"}, otherwise="Below", date="spring on")
    mapping = replace(
        SCREENER, results=(flags,), measures=(Measure("State", "S", levels=("Below", "Meets", "Masters")),)
    )

    stage_lines(f"1,,N,3,,,,,,,5/1/2025,{cells},", mapping=mapping, header=HEADER)

    assert rows_of(workspace, "level") == [(level,)]


def test_an_empty_id_is_taken_from_the_next_column_and_codes_are_translated(
    stage_lines: StageLines, workspace: Workspace
) -> None:
    mapping = replace(SCREENER, grades={"7": "12", "99": ""}, may_be_empty=("grade",), student_digits=6)

    stage_lines(
        ",s5,N,7,Words,41,Low,9/8/2024,,,,,,", "77,,N,99,Words,41,Low,9/8/2024,,,,,,", mapping=mapping, header=HEADER
    )

    assert rows_of(workspace, "student, grade") == [("s5", 12), ("000077", None)]


def test_numbers_in_the_place_of_levels_fall_into_their_bands(stage_lines: StageLines, workspace: Workspace) -> None:
    measure = Measure("Reading: Words", "Words", levels=("1", "2", "3"), level_starts=(1.0, 2.0, 3.0))

    stage_lines(
        "1,,N,3,Words,410,2.9,9/8/2024,0.85,3,5/1/2025,,,",
        mapping=replace(SCREENER, measures=(replace(measure, times=100.0),)), header=HEADER,
    )  # fmt: skip

    assert rows_of(workspace, "level, value") == [(2, 41000.0), (3, 85.0)]


def test_a_reason_in_the_status_column_makes_a_row_without_a_score(
    stage_lines: StageLines, workspace: Workspace
) -> None:
    group = replace(SCREENER.results[0], status="why")
    mapping = replace(SCREENER, results=(group,), status=StatusWords(not_tested=("Absent",)))

    stage_lines("1,,N,3,Words,,,9/8/2024,,,,,,absent", mapping=mapping, header=HEADER)

    assert rows_of(workspace, "status, value") == [(1, None)]
