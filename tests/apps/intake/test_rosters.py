"""What an import knows of students beside their results: years, enrolments, moves, groups."""

from collections.abc import Sequence
from datetime import date

import pytest

from aimline.apps.intake import actions
from aimline.apps.organizations.models import Enrolment, ExternalId, GroupMembership, SchoolYear, Student
from tests.apps.intake.conftest import Office, Row, mapping, students, table

DAY = date.fromisoformat
Membership = tuple[str, str, str]


def test_a_school_year_nobody_described_is_proposed(office: Office) -> None:
    office.bring(office.keeper, table(students(1, year="2024")), place=office.district)

    year = SchoolYear.objects.get(district=office.district, ending=2024)
    assert (year.starts_on, year.ends_on, year.is_proposed) == (DAY("2023-09-01"), DAY("2024-06-30"), True)


def test_a_school_year_that_is_described_stays(office: Office) -> None:
    SchoolYear.objects.filter(district=office.district, ending=2024).delete()
    SchoolYear.objects.create(
        district=office.district, ending=2024, starts_on=DAY("2023-08-20"), ends_on=DAY("2024-06-10")
    )

    office.bring(office.keeper, table(students(1, year="2024")), place=office.district)

    assert SchoolYear.objects.get(district=office.district, ending=2024).starts_on == DAY("2023-08-20")
    assert Enrolment.objects.get().ends_on == DAY("2024-06-10")


def test_two_schools_in_one_year_are_two_enrolments_and_told(office: Office) -> None:
    rows = [("school", "a", "4", "2024", "50", "No"), ("other_school", "a", "4", "2024", "absent", "No")]
    text = table([rows[0]]) + table([rows[1]]).split("\n", 1)[1].replace(",M,", ",R,")
    two_measures = mapping() + '\n[[measures]]\nvalue = "R"\nname = "Reading test"\ncut = 50\n'

    upload = office.bring(office.keeper, text, place=office.district, map_text=two_measures)

    assert upload.report["n_in_two_schools"] == 1
    assert sorted(Enrolment.objects.values_list("school__code", flat=True)) == ["other_school", "school"]


def test_an_enrolment_that_is_known_is_not_repeated(office: Office) -> None:
    office.bring(office.keeper, table(students(2)), place=office.district)

    office.bring(office.keeper, table(students(3)), place=office.district)

    assert Enrolment.objects.count() == 3


def test_students_are_met_again_however_their_codes_are_written(office: Office) -> None:
    codes = ("007", "O'Neil; \\ {1}", "Ąžuolas 4")
    rows: list[Row] = [("school", code, "4", "2024", "50", "No") for code in codes]
    office.bring(office.keeper, table(rows), place=office.district)

    again = office.bring(office.keeper, table([*rows, *students(1)]), place=office.district)

    assert (again.report["n_students"], again.report["n_new_students"]) == (4, 1)
    assert (Student.objects.count(), Enrolment.objects.count(), GroupMembership.objects.count()) == (4, 4, 4)


def test_a_mapping_without_enrolments_leaves_the_rosters_alone(office: Office) -> None:
    map_text = mapping(create=("places", "students"))

    office.bring(office.keeper, table(students(2)), place=office.district, map_text=map_text)

    assert (Student.objects.count(), Enrolment.objects.count(), GroupMembership.objects.count()) == (2, 0, 0)


@pytest.mark.parametrize("at_once", [True, False])
def test_a_student_in_two_districts_is_two_linked_records(office: Office, at_once: bool) -> None:
    here = table([("school", "mover", "4", "2024", "50", "No")])
    there = table([("far_school", "mover", "5", "2025", "60", "No"), *students(1, school="far_school")], district="20")
    both = here + there.split("\n", 1)[1]
    if at_once:
        office.bring(office.keeper, both, place=None)
    else:
        office.bring(office.keeper, here, place=None)
        office.bring(office.keeper, both, place=None)

    first, second = ExternalId.objects.filter(value="mover").order_by("district_id")
    assert first.student is not None
    assert second.student is not None
    assert (first.student.same_as, second.student.same_as) == (None, first.student)


def test_equal_codes_of_separate_districts_are_different_students(office: Office) -> None:
    office.bring(office.keeper, table(students(1)), place=office.district)

    far = table(students(1, school="far_school"), district="20")
    office.bring(office.keeper, far, place=office.world.places["other_district"])

    assert set(Student.objects.values_list("same_as", flat=True)) == {None}


YES = ("Yes", "2022-09-01", "2023-06-30")


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ([["2023 Yes"]], [YES]),
        ([["2023 Yes", "2024 Yes"]], [("Yes", "2022-09-01", "2024-06-30")]),
        ([["2023 Yes", "2025 Yes"]], [YES, ("Yes", "2024-09-01", "2025-06-30")]),
        ([["2023 Yes", "2024 No"]], [("No", "2023-09-01", "2024-06-30"), YES]),
        ([["2023 Yes"], ["2024 Yes"]], [("Yes", "2022-09-01", "2024-06-30")]),
        ([["2024 Yes"], ["2023 Yes"]], [("Yes", "2022-09-01", "2024-06-30")]),
        ([["2023 Yes"], ["2025 Yes"]], [YES, ("Yes", "2024-09-01", "2025-06-30")]),
        ([["2023 Yes", "2025 Yes"], ["2024 Yes"]], [("Yes", "2022-09-01", "2025-06-30")]),
        ([["2023 Yes"], ["2024 No"]], [("No", "2023-09-01", "2024-06-30"), YES]),
        ([["2023 Yes"], ["2023 Yes", "2024 Yes"]], [("Yes", "2022-09-01", "2024-06-30")]),
    ],
)
def test_years_in_a_group_are_one_membership_as_long_as_they_follow_each_other(
    office: Office, files: Sequence[Sequence[str]], expected: list[Membership]
) -> None:
    for file in files:
        rows: list[Row] = [("school", "a", "4", *year_and_score(line), line.split()[1]) for line in file]
        office.bring(office.keeper, table(rows), place=office.district)

    assert memberships() == expected


def test_a_file_taken_back_and_brought_again_changes_no_membership(office: Office) -> None:
    text = table(students(2))
    first = office.bring(office.keeper, text, place=office.district)
    before = memberships()
    actions.withdraw(office.keeper, first, version=first.version, why="Again.")

    office.bring(office.keeper, text, place=office.district)

    assert memberships() == before


def test_a_membership_that_lasts_is_left_as_it_is(office: Office) -> None:
    office.bring(office.keeper, table(students(1)), place=office.district)
    GroupMembership.objects.update(ends_on=None)

    office.bring(office.keeper, table([("school", "s0", "3", "2024", "50", "No")]), place=office.district)

    held = GroupMembership.objects.get()
    assert (held.starts_on, held.ends_on) == (DAY("2023-09-01"), None)


def year_and_score(line: str) -> tuple[str, str]:
    return line.split(maxsplit=1)[0], "50"


def memberships() -> list[Membership]:
    stored = GroupMembership.objects.order_by("group__value", "starts_on")
    return [(m.group.value, m.starts_on.isoformat(), str(m.ends_on)) for m in stored.select_related("group")]
