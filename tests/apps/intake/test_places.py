"""Which place a row belongs to, and what a file may bring along."""

import pytest

from aimline.apps.intake import actions
from aimline.apps.intake.actions.committing import InTheWay
from aimline.apps.intake.models import UploadState
from aimline.apps.organizations.models import Enrolment, Student, Unit
from aimline.apps.results.models import Batch
from tests.apps.intake.conftest import Office, mapping, scores, students, table

WITHOUT = ("district", "school")


def test_a_file_that_names_no_place_goes_to_the_school_it_was_brought_to(office: Office) -> None:
    school = office.world.places["school"]

    office.bring(
        office.world.viewer("principal"),
        table(students(3), without=WITHOUT),
        place=school,
        map_text=mapping(without=WITHOUT),
    )

    assert scores(office.district) == {"s0": 40, "s1": 41, "s2": 42}
    assert {e.school for e in Enrolment.objects.select_related("school")} == {school}


def test_a_school_brings_no_results_of_another_school(office: Office) -> None:
    rows = [*students(3), ("other_school", "x", "4", "2025", "50", "No")]

    upload = office.stage(office.world.viewer("principal"), table(rows), place=office.world.places["school"])

    assert upload.state == UploadState.REFUSED
    assert upload.message == (
        "The file was brought to Aspen School but also names other schools: other_school. Leave the rows of other "
        "schools out, or ask your district's data steward to import the file."
    )


@pytest.mark.parametrize("code", ["20", "unheard of"])
def test_a_district_brings_no_results_of_another_district(office: Office, code: str) -> None:
    upload = office.stage(office.keeper, table(students(3), district=code), place=office.district)

    assert upload.state == UploadState.REFUSED
    assert upload.message.startswith(f"The file names another district: {code}.")
    assert "If this is your district under another name, choose no column" in upload.message


def test_rows_of_several_districts_are_not_said_to_be_one_s_own(office: Office) -> None:
    text = table(students(1)) + table([("school", "s9", "4", "2025", "50", "No")], district="20").split("\n", 1)[1]

    upload = office.stage(office.keeper, text, place=office.district)

    assert upload.message == (
        "The file names another district: 20. Leave the rows of others out, or ask the keeper of this installation to"
        " import a file that spans districts."
    )


def test_an_unknown_school_waits_for_someone_who_may_add_it(office: Office) -> None:
    text = table(students(2, school="new"))

    upload = office.stage(office.keeper, text, place=office.district, map_text=mapping(create=("students",)))

    assert upload.report["new_schools"] == ["new"]
    assert upload.report["in_the_way"] == [
        "The file names schools that are not here. Ask your data steward to add them, or check their codes."
    ]
    with pytest.raises(InTheWay):
        actions.commit(office.keeper, upload, version=upload.version)
    assert not Student.objects.exists()


def test_a_district_s_file_may_bring_its_new_school(office: Office) -> None:
    office.bring(office.keeper, table(students(2, school="new")), place=office.district)

    school = Unit.objects.get(code="new")
    assert (school.parent, school.district, school.kind) == (office.district, office.district, "school")


def test_a_file_over_districts_brings_districts_with_it(office: Office) -> None:
    office.bring(office.keeper, table(students(2, school="new"), district="30"), place=None)

    district = Unit.objects.get(code="30")
    assert (district.district_id, district.path) == (district.pk, f"/{district.pk}/")
    assert Batch.objects.get().district == district


def test_unknown_students_come_only_where_the_mapping_says_so(office: Office) -> None:
    upload = office.stage(
        office.keeper, table(students(2)), place=office.district, map_text=mapping(create=("places",))
    )

    assert upload.report["in_the_way"] == [
        "The file names students who are not here. Bring the roster first, or let its mapping file add them."
    ]


def test_rows_of_each_district_are_counted_in_its_own_batch(office: Office) -> None:
    absent = [("school", "a", "4", "2025", "absent", "No")]
    wrong = [("school", "b", "13", "2025", "50", "No"), ("school", "s0", "4", "2025", "50", "No")]
    text = table([*students(3), *absent, *wrong]) + table(students(2), district="30").split("\n", 1)[1] + "cut,off\n"

    office.bring(office.keeper, text, place=None)

    counts = Batch.objects.order_by("district_id").values_list("district__code", "n_rows", "n_not_scored", "n_problems")
    assert list(counts) == [("10", 4, 1, 2), ("30", 2, 0, 0)]


def test_a_school_does_not_take_over_results_that_count_for_another(office: Office) -> None:
    by_code = mapping(create=("students",))
    office.bring(office.keeper, table(students(3, school="other_school")), place=office.district, map_text=by_code)
    rows = [("school", "s0", "4", "2025", "1", "No"), ("school", "new", "4", "2025", "70", "No")]

    upload = office.bring(office.world.viewer("principal"), table(rows), place=office.world.places["school"])

    assert upload.report["problem_counts"] == {"student_elsewhere": 1}
    assert upload.report["problems"][0]["message"] == "Student s0 belongs to another school here."
    assert upload.report["counts"]["n_stored"] == 1
    assert scores(office.district) == {"s0": 40, "s1": 41, "s2": 42, "new": 70}


def test_a_school_brings_no_new_results_of_who_is_enrolled_elsewhere(office: Office) -> None:
    office.bring(office.keeper, table(students(3, school="other_school")), place=office.district)
    rows = [("school", "s0", "4", "2025", "1", "No")]
    other_test = mapping().replace('source = "Test office"', 'source = "Own test"')

    upload = office.stage(
        office.world.viewer("principal"), table(rows), place=office.world.places["school"], map_text=other_test
    )

    assert upload.report["problem_counts"] == {"student_elsewhere": 1}
    assert upload.report["in_the_way"]


def test_a_student_of_last_year_may_come_to_another_school(office: Office) -> None:
    office.bring(office.keeper, table(students(3, school="other_school", year="2024")), place=office.district)

    office.bring(office.world.viewer("principal"), table(students(3)), place=office.world.places["school"])

    assert Enrolment.objects.filter(school=office.world.places["school"], school_year=2025).count() == 3


def test_the_district_moves_a_result_to_another_school(office: Office) -> None:
    office.bring(office.keeper, table(students(3, school="other_school")), place=office.district)

    office.bring(office.keeper, table(students(3, score=70)), place=office.district)

    assert scores(office.district) == {"s0": 70, "s1": 71, "s2": 72}
