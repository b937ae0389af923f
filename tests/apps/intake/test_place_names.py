"""A file may call its places by name; one that names none is of the place it was brought to."""

import pytest

from aimline.apps.intake.models import UploadState
from aimline.apps.organizations.models import Unit
from tests.apps.intake.conftest import Office, mapping, students, table


@pytest.mark.parametrize("school", ["Aspen School", "aspen school", "ÁSPEN SCHOOL", "SCHOOL"])
def test_a_school_is_found_by_its_name_or_code_without_case_and_accents(office: Office, school: str) -> None:
    before = Unit.objects.count()

    office.bring(office.keeper, table(students(3, school=school)), place=office.district)

    assert Unit.objects.count() == before


def test_a_district_called_by_its_name_is_that_district(office: Office) -> None:
    before = Unit.objects.count()

    text = table(students(3), district=office.district.name.upper())
    upload = office.bring(office.keeper, text, place=None)

    assert (upload.report["new_districts"], Unit.objects.count()) == ([], before)


def test_a_new_district_is_asked_about_before_it_is_made(office: Office) -> None:
    upload = office.stage(office.keeper, table(students(2, school="new"), district="Nowhere"), place=None)

    assert upload.state == UploadState.STAGED
    assert upload.report["asks"][0].startswith("There is no district Nowhere here; storing this file adds it.")


def test_a_file_without_places_is_of_the_only_district_and_school(office: Office) -> None:
    home = office.world.places["school"]
    Unit.objects.filter(kind__in=["district", "school"]).exclude(pk__in=[home.pk, home.district_id]).update(
        archived_on="2020-01-01"
    )
    without = ("district", "school")

    upload = office.stage(
        office.keeper, table(students(2), without=without), place=None, map_text=mapping(without=without)
    )

    assert (upload.state, upload.report["new_schools"]) == (UploadState.STAGED, [])
