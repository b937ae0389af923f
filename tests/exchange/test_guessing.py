import pytest

from aimline.exchange.guessing import MAYBE, SURE, guess

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

    assert (group.name, group.values) == ("english_learner", {"ELL: Yes": "Yes", "ELL: No": "No"})


def test_each_guess_says_how_sure_it_is_and_why() -> None:
    found = guess(HEADER, [ROW])

    assert found.confidence("student") == pytest.approx(SURE)
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
