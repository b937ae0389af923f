import pytest

from aimline.exchange import numbers
from aimline.exchange.guess import care, contents, grouping
from aimline.exchange.guessing import MAYBE, guess

HEADER = ("Student ID", "First Name", "Last Name", "School Name", "Grade Level", "School Year", "Subject",
          "Scale Score", "Performance Level", "ELL_STATUS", "Remarks")  # fmt: skip
ROW = ("1", "Ada", "Berg", "North", "3", "2024", "Math", "512", "Proficient", "ELL: Yes", "")


def test_usual_names_are_mapped_and_the_rest_left_alone() -> None:
    columns = guess(HEADER, [ROW]).mapping.columns

    assert columns["student"] == "Student ID"
    assert columns["score"] == "Scale Score"
    assert columns["level"] == "Performance Level"
    assert "Remarks" not in columns.values()


def test_a_school_without_a_code_is_told_apart_by_its_name() -> None:
    found = guess(HEADER, [ROW])

    assert found.mapping.columns["school"] == "School Name"
    assert found.confidence("school") == MAYBE


def test_group_values_lose_the_beginning_they_share() -> None:
    (group,) = guess(HEADER, [ROW]).mapping.groups

    assert (group.name, group.values) == ("English learner", {"ELL: Yes": "Yes", "ELL: No": "No"})


def test_each_guess_says_how_sure_it_is_and_why() -> None:
    found = guess(HEADER, [ROW])

    assert found.confidence("student") == pytest.approx(0.95)
    assert found.confidence("district") == 0
    assert all(str(reason.message).endswith(".") for reason in found.reasons)


@pytest.mark.parametrize(
    ("header", "role", "column"),
    [
        (("StudentNumber", "x"), "student", "StudentNumber"),
        (("student_number", "x"), "student", "student_number"),
        (("Scaled Scores", "x"), "score", "Scaled Scores"),
        (("Test Date (local)", "x"), "date", "Test Date (local)"),
    ],
)
def test_names_near_a_usual_one_are_found(header: tuple[str, ...], role: str, column: str) -> None:
    assert guess(header, []).mapping.columns.get(role) == column


def test_values_can_speak_against_a_name() -> None:
    assert "score" not in guess(("score", "id"), [("high", "1"), ("low", "2")]).mapping.columns


def test_a_few_bad_scores_do_not_lose_the_column() -> None:
    scores = [*map(str, range(200, 214)), "2OO", "-5000", "1e309", "NaN", "inf", "absent"]
    rows = [(f"s{n}", score, ("Low", "Mid", "High")[n % 3]) for n, score in enumerate(scores)]

    columns = guess(("Student ID", "Reading Score", "Reading Level"), rows).mapping.columns

    assert (columns["score"], columns["level"]) == ("Reading Score", "Reading Level")


def test_a_very_long_cell_is_looked_at_no_longer_than_others() -> None:
    found = guess(("Student ID", "Last Name", "Reading Score"), [("s1", "x" * 200_000, "210"), ("s2", "Berg", "215")])

    assert found.mapping.columns["score"] == "Reading Score"


@pytest.mark.parametrize(
    ("kind", "head", "named"),
    [
        ("", "LATEST_SAT_EBRW", "score"),
        ("rate", "Winter Place Value IC per minute", "items per minute"),
        ("rate", "Fall Median WRC", "words per minute"),
        ("lexile", "Quantile Measure", "quantile"),
    ],
)
def test_a_scale_is_named_after_its_kind_and_its_head(kind: str, head: str, named: str) -> None:
    assert grouping.scale(kind, head) == named


def test_codes_that_a_spreadsheet_damaged_are_still_those_of_students() -> None:
    rows = [(f"1.2345{n % 2}E+11", f"Family{n}", f"Given{n}", str(200 + n)) for n in range(12)]

    found = guess(("Student ID", "Last Name", "First Name", "Reading Score"), rows)

    assert found.mapping.columns["student"] == "Student ID"


FRENCH = ("Élève", "Prénom", "Nom", "École", "Année", "Épreuve", "Date", "Résultat", "Année d'études")
SPANISH = ("Estudiante", "Nombre", "Apellidos", "Escuela", "Año escolar", "Asignatura", "Fecha", "Nota", "Grado")


@pytest.mark.parametrize(
    ("header", "row", "columns"),
    [
        (FRENCH, ("7", "Zoé", "Roy", "Aspen", "2025", "Lecture", "2025-01-10", "47,5", "3e"), {
            "student": "Élève", "given_name": "Prénom", "family_name": "Nom", "school_name": "École",
            "school": "École", "year": "Année", "measure": "Épreuve", "date": "Date", "score": "Résultat",
            "grade": "Année d'études",
        }),
        (SPANISH, ("7", "Zoé", "Roy", "Aspen", "2025", "Lectura", "2025-01-10", "47,5", "3"), {
            "student": "Estudiante", "given_name": "Nombre", "family_name": "Apellidos", "school_name": "Escuela",
            "school": "Escuela", "year": "Año escolar", "measure": "Asignatura", "date": "Fecha", "score": "Nota",
            "grade": "Grado",
        }),
    ],
)  # fmt: skip
def test_french_and_spanish_headers_are_known(
    header: tuple[str, ...], row: tuple[str, ...], columns: dict[str, str]
) -> None:
    assert guess(header, [row]).mapping.columns == columns


@pytest.mark.parametrize(("word", "column"), [("3e", "grade"), ("Avancé", "level")])
def test_niveau_is_a_grade_or_a_level_by_its_values(word: str, column: str) -> None:
    assert guess(("Élève", "Niveau"), [("1", word)]).mapping.columns[column] == "Niveau"


def test_a_column_of_years_is_no_score() -> None:
    assert "score" not in guess(("Points", "id"), [("2024", "1"), ("2025", "2")]).mapping.columns


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("85%", 85.0),
        ("8 / 10", 8.0),
        ("8 out of 10", 8.0),
        ("1,250.5", 1250.5),
        ("12,5", 12.5),
        ("<70", 70.0),
        ("> 130", 130.0),
        ("99+", 99.0),
        ("860L", 860.0),
        ("BR130L", -130.0),
    ],
)
def test_scores_are_read_with_the_signs_around_them(written: str, read: float) -> None:
    assert numbers.read_number(written) == read


def test_scores_with_signs_are_noted_unless_commas_are_decimals() -> None:
    rows = [[str(n), written] for n, written in enumerate(("85%", "70 %", "9 / 10", "1,250"))]
    decimals = [[str(n), written] for n, written in enumerate(("85%", "70,5", "9,25", "1,250"))]

    assert guess(("Student ID", "Score"), rows).mapping.score_signs
    assert not guess(("Student ID", "Score"), decimals).mapping.score_signs


def test_a_packed_date_has_as_many_figures_as_its_form() -> None:
    assert contents.look(["202404", "202411"], 2).loose_formats == ("%Y%m",)
    assert contents.look(["041524", "042624"], 2).loose_formats == ("%m%d%y",)


@pytest.mark.parametrize(
    ("days", "form", "is_asked"),
    [
        (["14-Oct", "Oct-14", "46309", *["10/14/2026"] * 21], "%m/%d/%Y", False),
        (["13/10/2026", "10/14/2026", "2026-10-15", "46310"] * 6, "%d/%m/%Y", True),
        (["2026-10-14", "1926-10-15", "soon"] * 3, "%Y-%m-%d", False),
    ],
)
def test_days_in_mixed_forms_stay_days_in_the_form_of_most(days: list[str], form: str, *, is_asked: bool) -> None:
    rows = [(str(n), day, str(n % 9)) for n, day in enumerate(days, 70001)]

    mapping = guess(("Student ID", "Test Date", "Score"), rows).mapping

    assert (mapping.columns.get("date"), mapping.date_format) == ("Test Date", form)
    assert ("date_format" in mapping.unsure) == is_asked


@pytest.mark.parametrize("what", ["Course", "Test"])
def test_results_outside_of_slots_are_kept_beside_them(what: str) -> None:
    slots = [
        f"{what} Name 1",
        f"{what} Score 1",
        f"{what} Date 1",
        f"{what} Name 2",
        f"{what} Score 2",
        f"{what} Date 2",
    ]
    header = ("Student ID", "Grade", "GPA", "Reading Scale Score", *slots)
    rows = [
        (f"90{row}", "11", str(2 + row % 20 / 10), str(500 + row), ("Algebra", "Biology")[row % 2], str(60 + row % 30),
         "05/13/2024", ("English", "History")[row % 3 > 0], str(70 + row % 29), "05/14/2024")
        for row in range(10, 50)
    ]  # fmt: skip

    mapping = guess(header, rows).mapping

    assert [(each.measure, each.score, each.date) for each in mapping.results] == [
        ("GPA", "GPA", ""),
        ("Reading", "Reading Scale Score", ""),
        (f"[{what} Name 1]", f"{what} Score 1", f"{what} Date 1"),
        (f"[{what} Name 2]", f"{what} Score 2", f"{what} Date 2"),
    ]
    assert {*mapping.columns} == {"student", "grade"}


def test_the_only_slot_that_is_filled_names_its_test() -> None:
    header = ("Student ID", "Course Name 1", "Course Grade 1", "Course Name 2", "Course Grade 2")
    rows = [(f"90{row}", ("Algebra", "Biology")[row % 2], str(60 + row % 30), "", "") for row in range(10, 50)]

    assert [each.measure for each in guess(header, rows).mapping.results] == ["[Course Name 1]"]


@pytest.mark.parametrize(
    ("head", "score", "levels"),
    [
        ("Tutor Group", "Scale Score", [""]),
        ("Set", "Scale Score", [""]),
        ("Reading Group", "Percent Correct", [""]),
        ("House", "Percent Correct", [""]),
        ("Book", "Percent Correct", ["Book", ""]),
        ("Text Level", "Scale Score", ["Text Level"]),
    ],
)
def test_letters_are_of_books_only_under_a_head_that_says_so(head: str, score: str, levels: list[str]) -> None:
    rows = [(f"90{row}", "5", "ABCDEFGHJ"[row * 5 % 9], str(40 + row * 7 % 50)) for row in range(10, 50)]

    found = guess(("Student ID", "Grade", head, score), rows).found

    assert [each.results.level for each in found] == levels


@pytest.mark.parametrize(("n", "measures"), [(5, [f"Objective {n}a" for n in range(1, 6)]), (4, [])])
def test_many_numbered_objectives_are_measures_and_a_few_are_goals(n: int, measures: list[str]) -> None:
    header = (
        "Student ID",
        "Fall 2024/2025 Date Finalized",
        *(f"Fall 2024/2025 Objective {k}a" for k in range(1, n + 1)),
    )
    rows = [(f"90{row}", "11/18/2024", *(str((row + k) % 7) for k in range(n))) for row in range(10, 18)]

    found = guess(header, rows).found

    assert [each.results.measure for each in found] == measures
    assert {each.results.date for each in found} <= {header[1]}


def test_a_code_that_reads_like_a_number_without_end_is_no_number() -> None:
    looked = contents.look(["678E185006361", "12"], 2)

    assert looked.numbers == (12.0,)


@pytest.mark.parametrize(
    ("codes", "is_asked"),
    [
        ([12_001, 112_002] * 6, True),  # half of six digits begin with a zero
        ([*range(100_000, 100_009), 7, 19], True),
        ([*range(99_990, 100_001)], False),  # counted on: hardly any has six
        ([123, 4_567, 89_012] * 4, False),
        (["01234", "112002"] * 6, False),  # zeros are kept
        (["001234", "031002", 4_131] * 8, True),  # numbers are filled up to six digits here, a third is not
        (["001234", 31_002, 4_131, 512] * 6, False),  # most are not
        ([112_002] * 12, False),
    ],
)
def test_numbers_that_may_have_lost_zeros_are_told_from_those_that_differ(
    codes: list[int | str], *, is_asked: bool
) -> None:
    assert care.lost_zeros([str(code) for code in codes]) == is_asked


@pytest.mark.parametrize(
    ("days", "form", "unsure"),
    [
        (("01/08/2026", "02/08/2026"), "%m/%d/%Y", ()),
        (("01/03/2026", "02/09/2026"), "%m/%d/%Y", ()),
        (("01/03/2026", "02/03/2026"), "%d/%m/%Y", ("date_format",)),
        (("01/08/2026", "08/01/2026"), "%m/%d/%Y", ("date_format",)),
    ],
    ids=["one is outside", "one of two is outside", "both are inside", "both are outside"],
)
def test_the_school_year_of_a_row_tells_which_comes_first(
    days: tuple[str, ...], form: str, unsure: tuple[str, ...]
) -> None:
    rows = [(f"S{100 + n}", "2025-2026", day, str(410 + n)) for n, day in enumerate(days)]

    mapping = guess(("Student ID", "School Year", "Test Date", "Score"), rows).mapping

    assert (mapping.date_format, mapping.unsure) == (form, unsure)


@pytest.mark.parametrize(
    ("head", "windows", "days", "form", "unsure"),
    [
        (("Window", "Test Date", "Score"), ("Fall", "Fall"), ("03/09/2025", "04/10/2025"), "%d/%m/%Y", ()),
        (("Window", "Test Date", "Score"), ("Fall", "Spring"), ("09/03/2025", "04/05/2026"), "%m/%d/%Y", ()),
        (
            ("Window", "Test Date", "Score"),
            ("Fall", "Fall"),
            ("09/10/2025", "10/09/2025"),
            "%m/%d/%Y",
            ("date_format",),
        ),
        (("Window", "Test Date", "Score"), ("Form A", "Form A"), ("03/09/2025",) * 2, "%m/%d/%Y", ("date_format",)),
        (("Cohort", "Fall Date", "Fall Score"), ("a", "b"), ("03/09/2025", "04/10/2025"), "%d/%m/%Y", ()),
    ],
    ids=["a season", "two seasons", "both are inside", "a window of no season", "a column for a season"],
)
def test_the_window_of_a_row_tells_which_comes_first(
    head: tuple[str, ...], windows: tuple[str, ...], days: tuple[str, ...], form: str, unsure: tuple[str, ...]
) -> None:
    rows = [(f"S{100 + n}", *told, str(410 + n)) for n, told in enumerate(zip(windows, days, strict=True))]

    mapping = guess(("Student ID", *head), rows).mapping

    assert (mapping.date_format, tuple(set(mapping.unsure) & {"date_format"})) == (form, unsure)
