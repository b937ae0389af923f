"""Files of goals as schools make them: messy tables, several sheets, forms, plain text."""

from pathlib import Path

import pytest

from aimline.exchange.statements import Limits, Plan, PlanUnreadable, read, read_text
from tests.exchange.statements.plan_files import ACTIVITY, GOAL, OTHER, docx, paragraph, refused, table, xlsx


def told(plan: Plan) -> list[tuple[str, int, str]]:
    return [(one.part, one.number, one.text) for one in plan.entries]


def texts(path: Path, **known: str) -> list[str]:
    return [one.text for one in read(path, **known).entries]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "^", "~"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
def test_a_table_is_read_whatever_separates_and_stores_it(tmp_path: Path, delimiter: str, encoding: str) -> None:
    path = tmp_path / "goals.csv"
    rows = ("Owner", "Goal"), ("Zoë", f'"{GOAL}"'), ("", ""), ("Zoë", f'"{ACTIVITY}"')
    path.write_bytes("\r\n".join(delimiter.join(row) for row in rows).encode(encoding))
    assert told(read(path)) == [("", 2, GOAL), ("", 4, ACTIVITY)]


def test_rows_keep_the_line_they_begin_on(tmp_path: Path) -> None:
    path = tmp_path / "goals.csv"
    path.write_text(f'Goal,Note\n"Students will\nread better",x\n"{GOAL}",y\n', encoding="utf-8")
    assert told(read(path)) == [("", 2, "Students will read better"), ("", 4, GOAL)]


def test_a_list_with_commas_and_no_head_is_one_column(tmp_path: Path) -> None:
    path = tmp_path / "goals.csv"
    path.write_text(f"{GOAL}\nWe will improve math, science, and reading\n{ACTIVITY}\n", encoding="utf-8")
    assert [number for _, number, _ in told(read(path))] == [1, 2, 3]


def test_a_mark_that_never_closes_loses_no_row(tmp_path: Path) -> None:
    path = tmp_path / "goals.csv"
    path.write_text(f'Goal;Area\n"We will read more books;Lit\n{OTHER};Climate\n', encoding="utf-8")
    assert texts(path) == ['"We will read more books', OTHER]


def test_excels_unicode_text_is_a_table(tmp_path: Path) -> None:
    path = tmp_path / "goals.txt"
    path.write_bytes(f"Goal\tOwner\n{GOAL}\tZoe\n".encode("utf-16"))
    assert texts(path) == [GOAL]


def test_a_workbook_of_several_sheets_with_merged_heads_and_empty_rows(tmp_path: Path) -> None:
    sheets = {
        "Read me": [["How to fill in this workbook and when to send it."]],
        "Ms. Ruiz": [["Lincoln goals"], [], ["", "Goal", "", "People"], ["#", "SMART goal", "Area", "Owner"],
                     ["1", GOAL, "Math", "Ana Ruiz"], [], ["2", "TBD", "", ""], ["#", "SMART goal", "Area", "Owner"],
                     ["3", f"1. {ACTIVITY}\n2. {OTHER}", "Climate", "Tom Lee"]],
        "Old": [["SMART goal"], ["A goal that is hidden by the school"]],
        "Blank": [],
    }  # fmt: skip
    plan = read(xlsx(tmp_path / "plan.xlsx", sheets, hidden=["Old"]))
    assert told(plan) == [("sheet 2", 5, GOAL), ("sheet 2", 9, ACTIVITY), ("sheet 2", 9, OTHER)]
    assert (plan.column, plan.unit, plan.n_left_out, plan.set_aside) == ("SMART goal", "row", 2, ("sheet 1",))


def test_a_sheet_that_begins_far_down_keeps_its_row_numbers(tmp_path: Path) -> None:
    rows = [[]] * 5 + [["", "", "Goal"], [], ["", "", GOAL]]
    assert told(read(xlsx(tmp_path / "plan.xlsx", {"One": rows}))) == [("", 8, GOAL)]


def test_a_word_document_with_tables_a_form_and_paragraphs(tmp_path: Path) -> None:
    path = docx(
        tmp_path / "plan.docx",
        paragraph("Birchwood School Improvement Plan of this year", style="Heading1"),
        paragraph("Our mission is that every child is known and safe."),
        table(["Goal", "Person responsible"], [GOAL, "Ms. Delgado and the whole team"], ["Goal", "Person responsible"]),
        table(["School", "Birchwood"], ["Team", "Ana, Tom, Priya and Sam"], ["SMART Goal", OTHER], ["Steps", ACTIVITY]),
        paragraph("Submitted by: Ana Ruiz and the Grade 5 team"),
        paragraph(f"• {ACTIVITY}"),
        table([table(["We will raise attendance in all grades"])]),
    )
    plan = read(path)
    assert told(plan) == [
        ("", 2, "Our mission is that every child is known and safe."),
        ("table 1", 2, GOAL),
        ("table 2", 3, OTHER),
        ("", 4, ACTIVITY),
        ("table 3", 1, "We will raise attendance in all grades"),
    ]
    assert plan.unit == "paragraph"


def test_a_word_table_without_heads_is_read_but_for_people(tmp_path: Path) -> None:
    rows = ["Owner", "What we want to reach"], ["Ana Ruiz from the whole grade team", GOAL], ["Steps", ACTIVITY]
    path = docx(tmp_path / "plan.docx", table(*rows), table([GOAL, OTHER]), table(["Contact", "Ask in room twelve"]))
    assert texts(path) == [GOAL, ACTIVITY, GOAL, OTHER]


def test_tracked_changes_form_fields_and_breaks_are_read_as_people_see_them(tmp_path: Path) -> None:
    runs = (
        "<w:r><w:t>By May 2026, </w:t></w:r><w:del><w:r><w:delText>no</w:delText><w:t>gone</w:t></w:r></w:del>"
        "<w:ins><w:r><w:t>80%</w:t></w:r></w:ins><w:r><w:br/></w:r><w:sdt><w:sdtContent>"
        "<w:r><w:t>of students</w:t></w:r></w:sdtContent></w:sdt><w:r><w:instrText>PAGE</w:instrText><w:tab/>"
        "<w:t>will read</w:t><w:noBreakHyphen/></w:r>"
        "<w:moveFrom><w:r><w:t>moved</w:t></w:r></w:moveFrom>"
    )
    assert texts(docx(tmp_path / "plan.docx", paragraph(runs))) == ["By May 2026, 80% of students will read-"]


def test_a_text_box_is_read_once(tmp_path: Path) -> None:
    inner = paragraph(GOAL)
    box = f"<AlternateContent><Choice>{inner}</Choice><Fallback>{inner}</Fallback></AlternateContent>"
    assert texts(docx(tmp_path / "plan.docx", paragraph(f"<w:r>{box}</w:r>"))) == [GOAL]


def test_lines_of_a_text_are_statements_but_for_headings_and_authors(tmp_path: Path) -> None:
    path = tmp_path / "goals.txt"
    path.write_text(
        f"LINCOLN SCHOOL GOALS OF THIS YEAR\nGrade 3 team\n{GOAL}\n- {ACTIVITY}\nAuthor: Ana Ruiz of the Grade 3 team\n"
        "Lincoln Elementary School Improvement Plan\nOur goals for the year are these:\n",
        encoding="utf-8",
    )
    plan = read(path)
    assert told(plan) == [("", 3, GOAL), ("", 4, ACTIVITY)]
    assert (plan.unit, plan.n_left_out) == ("line", 5)


def test_paragraphs_of_a_text_run_over_lines_where_blank_lines_part_them(tmp_path: Path) -> None:
    path = tmp_path / "goals.txt"
    path.write_text(
        "\nBy the end of May 2026 our Grade 3\nstudents will grow from 45% to 60%\non the CFA.\n\n"
        "We will meet weekly.\nTeachers will attend training.\n\nMath will get better\n- and reading will too\n",
        encoding="utf-8",
    )
    assert told(read(path)) == [
        ("", 2, "By the end of May 2026 our Grade 3 students will grow from 45% to 60% on the CFA."),
        ("", 6, "We will meet weekly."),
        ("", 7, "Teachers will attend training."),
        ("", 9, "Math will get better"),
        ("", 10, "and reading will too"),
    ]


def test_a_pipe_is_read_as_text_or_with_a_column_as_a_table() -> None:
    assert [one.text for one in read_text(f"{GOAL}\n{ACTIVITY}\n".encode()).entries] == [GOAL, ACTIVITY]
    table_text = f'Goal,Area\n"{GOAL}",Math\n'.encode()
    assert [one.text for one in read_text(table_text, text_column="Goal").entries] == [GOAL]
    with pytest.raises(PlanUnreadable, match="no statement"):
        read_text(b"")
    with pytest.raises(PlanUnreadable, match="larger than"):
        read_text(b"x" * 2_000_001, limits=Limits(file_bytes=2_000_000))


# Which column


def two_columns(tmp_path: Path) -> Path:
    rows = [["School goal", "Team goal", "Author"], [OTHER, GOAL, "Maria Lopez"], [ACTIVITY, OTHER, "Tom Lee"]]
    return xlsx(tmp_path / "plan.xlsx", {"One": rows})


def test_where_several_columns_could_be_meant_the_message_lists_them_with_a_sample(tmp_path: Path) -> None:
    refusal = refused(two_columns(tmp_path))
    assert refusal.code == "plan-which-column"
    assert "  School goal: Chronic absence in Grade 9" in str(refusal.message)
    assert "  Team goal: " in str(refusal.message)
    assert "Author" not in str(refusal.message)
    assert "Maria" not in str(refusal.message)
    assert str(refusal.hint).endswith("--text-column 'School goal'")


def test_a_column_can_be_named_in_any_case(tmp_path: Path) -> None:
    assert texts(two_columns(tmp_path), text_column="team  GOAL") == [GOAL, OTHER]


def test_a_column_that_is_not_there_is_answered_with_those_that_are(tmp_path: Path) -> None:
    refusal = refused(two_columns(tmp_path), text_column="Aims")
    assert refusal.code == "plan-wrong-column"
    assert "Team goal" in str(refusal.message)
    assert "Maria" not in str(refusal.message)


def test_a_column_about_people_is_never_read(tmp_path: Path) -> None:
    assert refused(two_columns(tmp_path), text_column="Author").code == "plan-about-people"


def test_text_and_documents_without_tables_have_no_columns(tmp_path: Path) -> None:
    (tmp_path / "goals.txt").write_text(GOAL, encoding="utf-8")
    assert refused(tmp_path / "goals.txt", text_column="Goal").code == "plan-no-columns-here"
    assert refused(docx(tmp_path / "a.docx", paragraph(GOAL)), text_column="Goal").code == "plan-wrong-column"


def test_a_column_of_word_tables_can_be_named(tmp_path: Path) -> None:
    path = docx(tmp_path / "a.docx", paragraph(GOAL), table(["Step", "Aim"], [ACTIVITY, OTHER]))
    assert texts(path, text_column="Step") == [ACTIVITY]


def test_the_one_column_of_sentences_is_guessed_without_a_telling_head(tmp_path: Path) -> None:
    rows = [["Nr", "Text", "Area"], ["1", GOAL, "Math"], ["2", "Improve math", "Math"], ["3", OTHER, "x"]]
    assert texts(xlsx(tmp_path / "a.xlsx", {"One": rows})) == [GOAL, "Improve math", OTHER]


def test_a_lone_column_may_hold_short_goals(tmp_path: Path) -> None:
    assert texts(xlsx(tmp_path / "a.xlsx", {"One": [["Goals"], ["Improve math"], ["Read more"]]})) == [
        "Improve math",
        "Read more",
    ]


def test_a_table_of_numbers_has_no_column_of_sentences(tmp_path: Path) -> None:
    refusal = refused(xlsx(tmp_path / "a.xlsx", {"One": [["Grade", "Score"], ["3", "45"], ["4", "47"]]}))
    assert refusal.code == "plan-no-column"
    assert "--text-column 'Grade'" in str(refusal.hint)


def test_a_column_of_addresses_without_a_head_is_not_shown(tmp_path: Path) -> None:
    rows = [["Goal one", "Goal two", "Room"], [GOAL, OTHER, "ana@school.example"], [OTHER, GOAL, "tom@school.example"]]
    assert "@" not in str(refused(xlsx(tmp_path / "a.xlsx", {"One": rows})).message)
