"""Every step of an import stands in the journal of each district it touched."""

import io
from collections.abc import Callable
from pathlib import Path

from aimline.apps.intake import actions
from aimline.apps.intake.actions import class_counts, saved_mappings
from aimline.apps.intake.models import SavedMapping, Upload
from aimline.apps.journal.models import Entry
from aimline.apps.journal.queries import broken_links
from aimline.apps.organizations.models import Unit
from tests.apps.intake.conftest import Office, mapping, students, table
from tests.exchange.oneroster.bundles import FILES_1_1, pack

# A look at a file is begun by an act that is told: receiving it, mapping its columns, wishing it otherwise.
LOOKS = ("stage", "look at roster in the background")
COUNTED = class_counts.Counted(0, "Quiz", "reading", "2026-01-09", n=24, n_met=18)


def verbs(district: Unit | None) -> list[str]:
    number = district.pk if district else 0
    found = Entry.objects.filter(noun="import", district_number=number).order_by("number")
    return list(found.values_list("verb", flat=True))


def test_a_district_s_import_is_told_in_its_journal(office: Office) -> None:
    upload = office.bring(office.keeper, table(students(2)), place=office.district)
    actions.withdraw(office.keeper, upload, version=upload.version, why="The wrong class.")

    assert verbs(office.district) == ["receive file", "map columns", "commit import", "withdraw import"]
    last = Entry.objects.get(verb="withdraw import")
    assert (last.why, last.noun_uuid, last.after["digest"]) == ("The wrong class.", upload.uuid, upload.digest)
    assert last.person_id == office.keeper.person_id
    assert broken_links() == []


def test_a_file_over_districts_is_told_in_each_and_in_the_installation_s(office: Office) -> None:
    text = table(students(2)) + table(students(2, school="far_school"), district="20").split("\n", 1)[1]

    office.bring(office.keeper, text, place=None)

    assert verbs(office.district) == verbs(office.world.places["other_district"]) == ["commit import"]
    assert verbs(None) == ["receive file", "map columns", "commit import"]


def test_a_discarded_file_goes_and_the_note_stays(office: Office) -> None:
    upload = office.stage(office.keeper, table(students(2)), place=office.district)

    actions.discard(office.keeper, upload, version=upload.version)

    assert verbs(office.district)[-1] == "discard import"
    assert not (office.data / "uploads" / str(upload.uuid)).exists()


def test_no_name_or_code_of_a_student_stands_in_the_journal(office: Office) -> None:
    upload = office.bring(office.keeper, table([("school", "CANARY", "4", "2025", "50", "No")]), place=office.district)
    Upload.objects.update(file_name="CANARY.csv")
    upload.refresh_from_db()
    actions.withdraw(office.keeper, upload, version=upload.version, why="The wrong class.")

    assert not [entry for entry in Entry.objects.all() if "CANARY" in str(entry.after)]


def test_names_are_gone_from_the_staging_folder_once_stored(office: Office) -> None:
    upload = office.bring(office.keeper, table(students(2)), place=office.district)

    staged = office.data / "uploads" / str(upload.uuid) / "staged"
    assert [file.name for file in staged.rglob("*") if file.is_file()] == ["problems.parquet"]


def test_every_act_on_the_way_in_leaves_exactly_one_entry(office: Office, tmp_path: Path) -> None:
    told: dict[str, int] = {}

    def act(name: str, deed: Callable[[], object]) -> Upload:
        before = Entry.objects.count()
        deed()
        told[name] = Entry.objects.count() - before
        return Upload.objects.latest("pk")

    walk_file(office, act)
    walk_roster(office, act, pack(tmp_path / "roster.zip", dict(FILES_1_1)).read_bytes())
    walk_counts(office, act)

    # The gradebook of the roster is received and given its columns as an import of its own.
    expected = {name: 0 if name in LOOKS else 1 for name in told}
    assert told == expected | {"store roster": 3}
    assert len(told) == 17


def walk_file(office: Office, act: Callable[[str, Callable[[], object]], Upload]) -> None:
    keeper, text = office.keeper, table(students(2))
    upload = act("receive", lambda: office.receive(keeper, text, place=office.district))
    upload = act("map", lambda: actions.map_columns(keeper, upload, mapping(), version=upload.version))
    upload = act("stage", lambda: actions.stage(keeper, upload))
    upload = act("commit", lambda: actions.commit(keeper, upload, version=upload.version))
    act("withdraw", lambda: actions.withdraw(keeper, upload, version=upload.version, why="Wrong."))
    other = office.receive(keeper, text, place=office.district)
    act("discard", lambda: actions.discard(keeper, other, version=other.version))
    saved = SavedMapping.objects.get()
    act("rename", lambda: saved_mappings.rename(keeper, saved, "Office test", version=1))
    act("remove", lambda: saved_mappings.remove(keeper, saved, version=2))
    act("put back", lambda: saved_mappings.put_back(keeper, saved, version=3))


def walk_roster(office: Office, act: Callable[[str, Callable[[], object]], Upload], bundle: bytes) -> None:
    keeper, wishes = office.keeper, {"groups": ["sex"], "same_people": [], "system": ""}

    def receive() -> None:
        with actions.kept(keeper, "roster.zip", io.BytesIO(bundle), place=office.district) as upload:
            actions.enter_roster(keeper, upload)

    upload = act("receive roster", receive)
    upload = act("look otherwise", lambda: actions.wish(keeper, upload, wishes, version=upload.version))
    upload = act("look at roster in the background", lambda: actions.look_at_roster(keeper, upload))
    version = upload.version
    act("store roster", lambda: actions.store_roster(keeper, upload, version=version, confirm_leavers=False))
    upload.refresh_from_db()  # the newest upload is now the gradebook that came with it
    act("withdraw roster", lambda: actions.withdraw(keeper, upload, version=upload.version, why="Wrong."))


def walk_counts(office: Office, act: Callable[[str, Callable[[], object]], Upload]) -> None:
    teacher, team = office.world.viewer("teacher"), office.world.places["team"]

    def enter() -> None:
        with actions.kept(teacher, "quiz.csv", io.BytesIO(class_counts.table(COUNTED)), place=team) as upload:
            class_counts.enter(teacher, upload, COUNTED)

    upload = act("count", enter)
    upload = act("commit counts", lambda: actions.commit(teacher, upload, version=upload.version))
    act("withdraw counts", lambda: actions.withdraw(teacher, upload, version=upload.version, why="Wrong."))
