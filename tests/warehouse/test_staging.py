from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aimline.exchange.mapping import Group, Mapping, StatusWords, UnusableMapping, Year
from aimline.exchange.recognition import recognise
from aimline.exchange.unpacking import unpack
from aimline.warehouse import staged as staged_room
from aimline.warehouse.staged import Staged
from aimline.warehouse.staging import survey
from aimline.warehouse.workspace import Workspace
from tests.warehouse.lists import column

StageLines = Callable[..., Staged]
GOOD = "001,Ada,Berg,N,3,2024,R,512,high,ELL: Yes"


def rows_of(workspace: Workspace, columns: str) -> list[tuple[object, ...]]:
    with workspace.open() as connection:
        source = staged_room.rows(workspace.folder)
        return connection.execute(f"select {columns} from {source} where fate = 0 order by line").fetchall()


def test_a_good_row_becomes_one_typed_row(stage_lines: StageLines, workspace: Workspace) -> None:
    staged = stage_lines(GOOD)

    assert staged.counts.n_stored == staged.counts.n_scored == 1
    assert staged.problems == ()
    columns = 'line, district, school, student, grade, measure, school_year, "window"'
    columns += ", day, value, level, proficient, groups"
    assert rows_of(workspace, columns) == [(2, "D1", "N", "001", 3, 0, 2024, "Spring", 19828, 512.0, 2, 1, "ELL: Yes")]


@pytest.mark.parametrize(
    ("line", "column", "value", "code"),
    [
        (",A,B,N,3,2024,R,512,high,", "student", "", "student_missing"),
        ("1.2E+09,A,B,N,3,2024,R,512,high,", "student", "1.2E+09", "student_scientific"),
        ("9,A,B,,3,2024,R,512,high,", "school", "", "school_missing"),
        ("9,A,B,N,,2024,R,512,high,", "grade", "", "grade_missing"),
        ("9,A,B,N,13,2024,R,512,high,", "grade", "13", "grade_unknown"),
        ("9,A,B,N,thirty,2024,R,512,high,", "grade", "thirty", "grade_unknown"),
        ("9,A,B,N,3,,R,512,high,", "year", "", "year_missing"),
        ("9,A,B,N,3,2024,X,512,high,", "subject", "X", "measure_unknown"),
        ("9,A,B,N,3,2024,R,abc,high,", "score", "abc", "score_unreadable"),
        ("9,A,B,N,3,2024,R,nan,high,", "score", "nan", "score_unreadable"),
        ("9,A,B,N,3,2024,R,1_0,high,", "score", "1_0", "score_unreadable"),
        ("9,A,B,N,3,2024,R,85%,high,", "score", "85%", "score_unreadable"),
        ("9,A,B,N,3,2024,R,901,high,", "score", "901", "score_out_of_range"),
        ("9,A,B,N,3,2024,R,512,middling,", "level", "middling", "level_unknown"),
        ("9,A,B,N,3,2024,R,512,absent,", "level", "absent", "status_contradicts"),
        ("9,A,B,N,3,2024,R,512,high", "ell", "9,A,B,N,3,2024,R,512,high", "too_few_fields"),
        ("9,A,B,N,3,2024,R,512,high,,", "ell", "9,A,B,N,3,2024,R,512,high,,", "too_many_fields"),
    ],
)
def test_a_wrong_row_is_reported_with_line_column_value_and_hint(
    stage_lines: StageLines, line: str, column: str, value: str, code: str
) -> None:
    staged = stage_lines(GOOD, line, "002,C,D,N,3,2024,R,500,low,")

    (problem,) = staged.problems
    assert (problem.line, problem.column, problem.value, problem.code) == (3, column, value, code)
    assert str(problem.message).endswith(".")
    assert str(problem.hint).endswith(".")
    assert (staged.counts.n_records, staged.counts.n_stored, staged.counts.n_wrong) == (3, 2, 1)


def test_everything_wrong_with_a_row_is_reported(stage_lines: StageLines) -> None:
    staged = stage_lines("9,A,B,N,13,2024,X,abc,,")

    assert [problem.code for problem in staged.problems] == [
        "grade_unknown",
        "score_unreadable",
        "measure_unknown",
    ]
    assert staged.counts.n_wrong == 1


@pytest.mark.parametrize(("score", "code"), [("512", "repeated_row"), ("600", "repeated_result")])
def test_the_second_of_two_rows_of_one_test_is_reported_and_the_first_kept(
    stage_lines: StageLines, score: str, code: str
) -> None:
    staged = stage_lines(GOOD, GOOD.replace("512", score), GOOD.replace("2024", "2025"))

    assert [(problem.line, problem.code) for problem in staged.problems] == [(3, code)]
    assert (staged.counts.n_stored, staged.counts.n_wrong) == (2, 1)


def test_decimal_commas_are_read_where_the_mapping_says_so(
    stage_lines: StageLines, workspace: Workspace, usual_mapping: Mapping
) -> None:
    stage_lines('1,A,B,N,3,2024,M,"47,5",,', "2,A,B,N,3,2024,M,48,,", mapping=replace(usual_mapping, decimal=","))

    assert rows_of(workspace, "value") == [(47.5,), (48.0,)]


@pytest.mark.parametrize("word", ["", "N/A", "n/a", "NULL", "*"])
def test_a_missing_score_is_kept_and_counted_as_not_scored(stage_lines: StageLines, word: str) -> None:
    staged = stage_lines(f"1,A,B,N,3,2024,R,{word},,")

    assert (staged.counts.n_stored, staged.counts.n_not_scored, staged.counts.n_wrong) == (1, 1, 0)


def test_words_for_a_status_keep_the_row_without_a_value(stage_lines: StageLines, workspace: Workspace) -> None:
    staged = stage_lines("1,A,B,N,3,2024,R,,absent,", "2,A,B,N,3,2024,R,,Excused,", "3,A,B,N,3,2024,M,ABSÉNT,,")

    assert (staged.counts.n_not_tested, staged.counts.n_excused) == (2, 1)
    assert rows_of(workspace, "status, value, level, proficient") == [
        (1, None, None, None),
        (2, None, None, None),
        (1, None, None, None),
    ]


def test_a_level_in_words_is_enough(stage_lines: StageLines, workspace: Workspace) -> None:
    stage_lines("1,A,B,N,3,2024,R,,high,", "2,A,B,N,3,2024,R,,low,")

    assert rows_of(workspace, "status, value, level, proficient") == [(0, None, 2, 1), (0, None, 1, 0)]


def test_the_cut_of_the_grade_decides_where_there_are_no_levels(stage_lines: StageLines, workspace: Workspace) -> None:
    stage_lines("1,A,B,N,3,2024,M,450,,", "2,A,B,N,4,2024,M,450,,", "3,A,B,N,4,2024,M,500,,")

    assert rows_of(workspace, "proficient") == [(1,), (0,), (1,)]


def test_years_and_measures_left_out_are_set_aside_and_counted(stage_lines: StageLines, usual_mapping: Mapping) -> None:
    mapping = replace(usual_mapping, ignore_measures=("S",))

    staged = stage_lines(GOOD, "2,A,B,N,3,1999,R,5,,", "3,A,B,N,3,2024,S,5,,", mapping=mapping)

    assert staged.set_aside == {"1999": 1, "S": 1}
    assert (staged.counts.n_stored, staged.counts.n_set_aside, staged.counts.n_wrong) == (1, 2, 0)


@pytest.mark.parametrize(
    ("day", "code"),
    [
        ("2025-07-01", "date_future"),
        ("1926-04-01", "date_too_early"),
        ("01/07/2025", "date_unreadable"),
        ("2025-02-30", "date_unreadable"),
        ("", "date_missing"),
    ],
)
def test_dates_that_cannot_be_are_reported(
    stage_lines: StageLines, dated_mapping: Mapping, day: str, code: str
) -> None:
    staged = stage_lines(GOOD.replace("2024", day), mapping=dated_mapping)

    assert [problem.code for problem in staged.problems] == [code]


def test_a_year_given_in_the_future_is_reported(stage_lines: StageLines) -> None:
    staged = stage_lines(GOOD.replace("2024", "2025"), today=date(2025, 4, 14))

    assert [(problem.column, problem.code) for problem in staged.problems] == [("year", "year_future")]


def test_a_day_without_signs_gets_back_the_zero_a_spreadsheet_took(
    stage_lines: StageLines, dated_mapping: Mapping
) -> None:
    lines = (GOOD.replace("2024", "1132024"), GOOD.replace("2024", "11032024"))

    staged = stage_lines(*lines, mapping=replace(dated_mapping, date_format="%m%d%Y"))

    assert [one.given_on for one in staged.administrations] == [date(2024, 1, 13), date(2024, 11, 3)]


@pytest.mark.parametrize(("form", "number"), [("serial", "45545"), ("serial-1904", "44083.75")])
def test_a_day_as_a_spreadsheet_counts_it_is_a_date(
    stage_lines: StageLines, dated_mapping: Mapping, workspace: Workspace, form: str, number: str
) -> None:
    stage_lines(GOOD.replace("2024", number), mapping=replace(dated_mapping, date_format=form))

    assert rows_of(workspace, "date '1970-01-01' + day") == [(date(2024, 9, 10),)]


def test_dates_find_their_school_year(stage_lines: StageLines, dated_mapping: Mapping) -> None:
    staged = stage_lines(GOOD.replace("2024", "2024-09-10"), GOOD.replace("2024", "2025-05-10"), mapping=dated_mapping)

    assert [(one.school_year, one.window, one.given_on) for one in staged.administrations] == [
        (2025, "2024-09-10", date(2024, 9, 10)),
        (2025, "2025-05-10", date(2025, 5, 10)),
    ]


def test_a_testing_period_is_one_administration_called_by_its_first_month(
    stage_lines: StageLines, dated_mapping: Mapping
) -> None:
    days = ("2024-09-30", "2024-10-02", "2024-10-30", "2025-01-13")
    lines = (GOOD.replace("2024", day).replace("001", f"00{n}") for n, day in enumerate(days))

    staged = stage_lines(*lines, mapping=replace(dated_mapping, windows="period"))

    assert [(each.window, each.n_rows) for each in staged.administrations] == [("January", 1), ("September", 3)]


def test_windows_of_one_year_are_told_apart(stage_lines: StageLines, usual_mapping: Mapping) -> None:
    years = (
        Year("2024", 2024, date(2023, 10, 1), window_value="Berg", window="Fall"),
        Year("2024", 2024, date(2024, 5, 1), window_value="Carr", window="Spring"),
    )
    columns = {**usual_mapping.columns, "window": "last"}
    del columns["family_name"]

    staged = stage_lines(
        GOOD, GOOD.replace("Berg", "Carr"), GOOD.replace("Berg", "Dorn"),
        mapping=replace(usual_mapping, columns=columns, years=years),
    )  # fmt: skip

    assert [one.window for one in staged.administrations] == ["Fall", "Spring"]
    assert staged.set_aside == {"2024 Dorn": 1}


def test_lists_name_everything_that_needs_an_id(stage_lines: StageLines) -> None:
    staged = stage_lines(
        GOOD, "002,Cy,Dorn,S,4,2024,R,400,low,ELL: No", "001,Ada,Berg,S,3,2024,M,512,,ELL: Yes",
        "003,Eve,Engel,S,3,2024,M,512,,#N/A", "004,Flo,Falk,S,3,2024,M,512,,#=A1",
    )  # fmt: skip

    assert [(one.code, one.name) for one in staged.districts] == [("D1", "Prairie Rose")]
    assert [(one.district, one.code) for one in staged.schools] == [("D1", "N"), ("D1", "S")]
    assert column(staged, "code") == ["001", "002", "003", "004"]
    assert column(staged, "family_name") == ["Berg", "Dorn", "Engel", "Falk"]
    assert [(one.group, one.value, one.n_rows) for one in staged.failed_groups] == [(0, "#=A1", 2)]
    assert [(one.group, one.value, one.n_rows) for one in staged.group_values] == [
        (0, "No", 1),
        (0, "Yes", 2),
    ]


def test_one_school_code_in_two_districts_is_two_schools(stage_lines: StageLines, usual_mapping: Mapping) -> None:
    mapping = replace(usual_mapping, constants={}, columns={**usual_mapping.columns, "district": "last"})

    staged = stage_lines(GOOD, GOOD.replace("Berg", "D2"), mapping=mapping)

    assert [(one.district, one.code) for one in staged.schools] == [("Berg", "N"), ("D2", "N")]
    assert staged.n_students == 2


def test_a_repeated_row_brings_no_name(stage_lines: StageLines) -> None:
    staged = stage_lines(GOOD, GOOD.replace("Ada,Berg", "Zoe,Zorn"))

    assert (column(staged, "given_name"), column(staged, "family_name")) == (["Ada"], ["Berg"])


def test_more_tests_than_there_are_marks_are_told_apart(stage_lines: StageLines, usual_mapping: Mapping) -> None:
    years = tuple(Year(str(year), year, date(year, 4, 15)) for year in range(1950, 2025))
    rows = [GOOD.replace("2024", str(year)) for year in range(1950, 2025)]

    staged = stage_lines(*rows, rows[7], mapping=replace(usual_mapping, years=years))

    assert [(problem.line, problem.code) for problem in staged.problems] == [(77, "repeated_row")]
    assert staged.counts.n_stored == 75


def test_a_file_of_one_district_says_so_in_every_row(
    stage_lines: StageLines, workspace: Workspace, usual_mapping: Mapping
) -> None:
    mapping = replace(usual_mapping, constants={}, columns={**usual_mapping.columns, "district": "last"})

    stage_lines(GOOD, GOOD.replace("2024", "2025"), mapping=mapping)

    assert rows_of(workspace, "district, line") == [("Berg", 2), ("Berg", 3)]


def test_lines_stay_right_below_a_quoted_line_break(stage_lines: StageLines) -> None:
    staged = stage_lines('001,"A\nda",Berg,N,3,2024,R,512,high,', "", "9,A,B,N,13,2024,R,512,high,")

    assert [problem.line for problem in staged.problems] == [5]


def test_what_was_staged_can_be_read_again(stage_lines: StageLines, workspace: Workspace) -> None:
    staged = stage_lines(GOOD, "9,A,B,N,13,2024,R,512,high,")

    again = staged_room.load(workspace)

    assert (again.counts, again.problems, again.problem_counts) == (
        staged.counts,
        staged.problems,
        {"grade_unknown": 1},
    )


def test_only_the_first_thousand_problems_are_values_but_all_are_counted(stage_lines: StageLines) -> None:
    staged = stage_lines(*(f"{n},A,B,N,13,2024,R,512,high," for n in range(1200)))

    assert len(staged.problems) == 1000
    assert staged.problem_counts == {"grade_unknown": 1200}


def test_a_missing_column_is_refused_before_anything_is_read(stage_lines: StageLines) -> None:
    with pytest.raises(UnusableMapping) as refused:
        stage_lines("1,2", header="student,result")

    assert "The file has no column 'score'." in [str(problem.message) for problem in refused.value.problems]


def test_the_values_of_a_column_can_be_surveyed(stage_lines: StageLines, workspace: Workspace) -> None:
    stage_lines(GOOD, GOOD, GOOD.replace("high", "low"))

    file = unpack(recognise(workspace.folder / "upload.csv"), workspace.folder)

    assert survey(workspace, file, "level") == [("high", 2), ("low", 1)]


hostile = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Zl", "Zp", "Zs"]), min_size=1, max_size=8
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(word=hostile)
def test_foreign_words_never_become_sql(stage_lines: StageLines, usual_mapping: Mapping, word: str) -> None:
    mapping = replace(
        usual_mapping,
        constants={"district": word},
        groups=(Group("g", "ell", {word: word + "'"}),),
        status=StatusWords(not_tested=(word,)),
        ignore_measures=(word,),
    )

    staged = stage_lines(GOOD, mapping=mapping)

    assert staged.counts.n_records == 1
    assert [district.code for district in staged.districts] in ([word], [])
