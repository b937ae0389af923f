"""Every step of an import stands in the journal of each district it touched."""

from aimline.apps.intake import actions
from aimline.apps.journal.models import Entry
from aimline.apps.journal.queries import broken_links
from aimline.apps.organizations.models import Unit
from tests.apps.intake.conftest import Office, students, table


def verbs(district: Unit | None) -> list[str]:
    number = district.pk if district else 0
    found = Entry.objects.filter(noun="import", district_number=number).order_by("number")
    return list(found.values_list("verb", flat=True))


def test_a_district_s_import_is_told_in_its_journal(office: Office) -> None:
    upload = office.bring(office.keeper, table(students(2)), place=office.district)
    actions.withdraw(office.keeper, upload, version=upload.version, why="The wrong class.")

    assert verbs(office.district) == ["receive file", "map columns", "commit import", "withdraw import"]
    last = Entry.objects.get(verb="withdraw import")
    assert (last.why, last.noun_uuid, last.after["file"]) == ("The wrong class.", upload.uuid, "results.csv")
    assert last.person_id == office.keeper.person_id
    assert broken_links() == []


def test_a_file_over_districts_is_told_in_each_and_in_the_installation_s(office: Office) -> None:
    text = table(students(2)) + table(students(2, school="far_school"), district="20").split("\n", 1)[1]

    office.bring(office.keeper, text, place=None)

    assert verbs(office.district) == verbs(office.world.places["other_district"]) == ["commit import"]
    assert verbs(None) == ["receive file", "map columns", "commit import"]


def test_a_discarded_file_goes_and_the_note_stays(office: Office) -> None:
    upload = office.stage(office.keeper, table(students(2)), place=office.district)

    actions.discard(office.keeper, upload)

    assert verbs(office.district)[-1] == "discard import"
    assert not (office.data / "uploads" / str(upload.uuid)).exists()


def test_no_name_or_code_of_a_student_stands_in_the_journal(office: Office) -> None:
    office.bring(office.keeper, table([("school", "CANARY", "4", "2025", "50", "No")]), place=office.district)

    assert not [entry for entry in Entry.objects.all() if "CANARY" in str(entry.after)]


def test_names_are_gone_from_the_staging_folder_once_stored(office: Office) -> None:
    upload = office.bring(office.keeper, table(students(2)), place=office.district)

    staged = office.data / "uploads" / str(upload.uuid) / "staged"
    assert [file.name for file in staged.rglob("*") if file.is_file()] == ["problems.parquet"]
