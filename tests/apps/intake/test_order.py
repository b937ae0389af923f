"""Which import counts: the same file, a newer file, a file taken back, and previews that are no longer true."""

import shutil

import pytest
from django.db import IntegrityError

from aimline.apps.intake import actions
from aimline.apps.intake.actions import committing, folders, heads
from aimline.apps.intake.actions.committing import InTheWay, PreviewMoved
from aimline.apps.intake.actions.receiving import NotOpen
from aimline.apps.intake.models import Upload, UploadState
from aimline.apps.intake.pages import standing
from aimline.apps.journal.actions import StaleVersion
from aimline.apps.organizations.actions import found_place
from aimline.apps.organizations.models import Enrolment, Student, Unit, UnitKind
from aimline.apps.results.models import Batch, Head, Segment
from aimline.warehouse import staged_rows
from tests.apps.intake.conftest import Office, mapping, scores, students, table

TWICE = "This file is already imported. Withdraw the earlier import first if it should come in again."


def test_the_same_file_is_refused_while_it_is_live(office: Office) -> None:
    text = table(students(3))
    office.bring(office.keeper, text, place=office.district)

    again = office.stage(office.keeper, text, place=office.district)

    assert (again.report["obstacles"], again.report["in_the_way"]) == (["is-here"], [TWICE])
    with pytest.raises(InTheWay):
        actions.commit(office.keeper, again, version=again.version)


def test_a_copy_of_a_file_that_an_earlier_version_stored_is_refused_under_any_name(office: Office) -> None:
    text = table(students(3))
    office.bring(office.keeper, text, place=office.district, map_text=mapping(**{"Test office": "results"}))
    Batch.objects.update(mapping_digest="of an earlier version")

    copy, otherwise = (
        office.stage(office.keeper, text, place=office.district, map_text=mapping(**change))
        for change in ({"Test office": "copy of results"}, {"maximum = 100": "maximum = 99"})
    )

    assert (copy.report["obstacles"], otherwise.report["obstacles"]) == (["is-here"], [])


def test_the_same_file_is_welcome_after_it_was_taken_back(office: Office) -> None:
    text = table(students(3))
    first = office.bring(office.keeper, text, place=office.district)
    actions.withdraw(office.keeper, first, version=first.version, why="Wrong file.")
    assert scores(office.district) == {}

    office.bring(office.keeper, text, place=office.district)

    assert scores(office.district) == {"s0": 40, "s1": 41, "s2": 42}
    assert list(Batch.objects.order_by("number").values_list("number", "state")) == [(1, "withdrawn"), (2, "committed")]


def test_two_schools_may_bring_the_same_text(office: Office) -> None:
    without = ("district", "school")
    text, map_text = table(students(2), without=without), mapping(without=without)
    office.bring(office.keeper, text, place=office.world.places["school"], map_text=map_text)

    upload = office.stage(office.keeper, text, place=office.world.places["other_school"], map_text=map_text)

    assert upload.report["in_the_way"] == []


def test_a_newer_result_wins_and_gives_way_when_it_is_taken_back(office: Office) -> None:
    office.bring(office.keeper, table(students(3)), place=office.district)
    newer = [("school", "s1", "4", "2025", "77", "No"), ("school", "s2", "4", "2025", "absent", "No")]
    second = office.bring(office.keeper, table(newer), place=office.district)
    assert scores(office.district) == {"s0": 40, "s1": 77, "s2": None}

    actions.withdraw(office.keeper, second, version=second.version, why="Wrong class.")

    assert scores(office.district) == {"s0": 40, "s1": 41, "s2": 42}


def test_an_older_import_taken_back_leaves_the_newer_one(office: Office) -> None:
    first = office.bring(office.keeper, table(students(3)), place=office.district)
    office.bring(office.keeper, table([("school", "s1", "4", "2025", "77", "No")]), place=office.district)

    actions.withdraw(office.keeper, first, version=first.version, why="Wrong year.")

    assert scores(office.district) == {"s1": 77}


def test_rows_staged_by_an_earlier_version_are_staged_again_and_looked_at(office: Office) -> None:
    upload = office.stage(office.keeper, table(students(3)), place=office.district)
    staged_rows.change(folders.staging_folder(upload))

    with pytest.raises(PreviewMoved, match="earlier version"):
        actions.commit(office.keeper, upload, version=upload.version)

    upload.refresh_from_db()
    actions.commit(office.keeper, upload, version=upload.version)
    assert scores(office.district) == {"s0": 40, "s1": 41, "s2": 42}


def test_a_commit_made_for_an_older_look_is_refused(office: Office) -> None:
    upload = office.stage(office.keeper, table(students(3)), place=office.district)
    changed = actions.map_columns(office.keeper, upload, mapping(create=("places", "students")), version=upload.version)
    actions.stage(office.keeper, changed)

    with pytest.raises(StaleVersion):
        actions.commit(office.keeper, upload, version=upload.version)


def test_a_mapping_sent_twice_from_an_old_page_is_refused(office: Office) -> None:
    upload = office.receive(office.keeper, table(students(3)), place=office.district)
    actions.map_columns(office.keeper, upload, mapping(), version=upload.version)

    with pytest.raises(StaleVersion):
        actions.map_columns(office.keeper, upload, mapping(create=()), version=upload.version)


def test_checking_ends_without_effect_when_the_mapping_changed_meanwhile(office: Office) -> None:
    upload = office.receive(office.keeper, table(students(3)), place=office.district)
    old = actions.map_columns(office.keeper, upload, mapping(), version=upload.version)
    actions.map_columns(office.keeper, old, mapping(create=()), version=old.version)

    with pytest.raises(StaleVersion):
        actions.stage(office.keeper, old)


@pytest.mark.parametrize("is_first", [True, False])
def test_a_preview_that_other_results_overtook_is_made_again(office: Office, is_first: bool) -> None:
    if not is_first:
        office.bring(office.keeper, table(students(1, year="2023")), place=office.district)
    upload = office.stage(office.keeper, table(students(3)), place=office.district)
    office.bring(office.keeper, table(students(2, year="2024")), place=office.district)

    with pytest.raises(PreviewMoved):
        actions.commit(office.keeper, upload, version=upload.version)

    upload.refresh_from_db()
    assert (upload.state, upload.report["n_new_students"]) == (UploadState.STAGED, 1)
    actions.commit(office.keeper, upload, version=upload.version)
    assert Head.objects.get(district=office.district).last_batch_number == Batch.objects.count()


def test_the_twin_of_a_file_that_was_stored_meanwhile_is_not_stored(office: Office) -> None:
    names = ("results", "copy of results")  # a guess calls the source as the file
    one, two = (
        office.stage(
            office.keeper, table(students(3)), place=office.district, map_text=mapping(**{"Test office": name})
        )
        for name in names
    )
    actions.commit(office.keeper, one, version=one.version)

    with pytest.raises(PreviewMoved):
        actions.commit(office.keeper, two, version=two.version)
    two.refresh_from_db()
    with pytest.raises(InTheWay, match="already imported"):
        actions.commit(office.keeper, two, version=two.version)


WIDE = """
source = "Wide"
create = ["places", "students", "enrolments"]
columns = { student = "Student", school = "School", grade = "Grade", date = "Day" }
measures = [{ value = "R", name = "Reading" }, { value = "M", name = "Mathematics" }]
results = [{ measure = "R", score = "R" }, { measure = "M", score = "M" }]
status = { not_tested = ["absent"] }
"""


@pytest.mark.parametrize(("cell", "n_left"), [("", 1), ("absent", 0), ("41", 0), ("4o1", 0)])
def test_a_cell_emptied_in_a_wide_file_leaves_the_score_and_is_told(office: Office, cell: str, n_left: int) -> None:
    lines = ["Student,School,Grade,Day,R,M", "s1,elm,4,2025-04-15,40,50", "s2,elm,4,2025-04-15,45,"]
    office.bring(office.keeper, "\n".join(lines), place=office.district, map_text=WIDE)
    corrected = [lines[0], f"s1,elm,4,2025-04-15,{cell},60", lines[2]]

    upload = office.stage(office.keeper, "\n".join(corrected), place=office.district, map_text=WIDE)

    preview = standing.preview(upload, None)
    assert not preview.adds  # no student is new
    told = "Scores stored before whose cells are empty in this file: 1 (s1"
    assert [text[: len(told)] for text in preview.asks] == [told] * n_left


@pytest.mark.parametrize("step", ["commit", "discard", "stage"])
def test_a_stored_import_is_not_open_any_more(office: Office, step: str) -> None:
    upload = office.bring(office.keeper, table(students(3)), place=office.district)

    with pytest.raises(NotOpen):
        {
            "commit": lambda: actions.commit(office.keeper, upload, version=upload.version),
            "discard": lambda: actions.discard(office.keeper, upload, version=upload.version),
            "stage": lambda: actions.stage(office.keeper, upload),
        }[step]()


def test_an_import_is_taken_back_once(office: Office) -> None:
    upload = office.bring(office.keeper, table(students(3)), place=office.district)
    actions.withdraw(office.keeper, upload, version=upload.version, why="Wrong file.")

    with pytest.raises(NotOpen):
        actions.withdraw(office.keeper, upload, version=upload.version, why="Wrong file.")


def test_an_import_discarded_from_an_old_page_stays_stored(office: Office) -> None:
    seen_before = office.stage(office.keeper, table(students(3)), place=office.district)
    actions.commit(office.keeper, seen_before, version=seen_before.version)

    with pytest.raises(NotOpen):
        actions.discard(office.keeper, seen_before, version=seen_before.version)

    assert Upload.objects.get().state == UploadState.COMMITTED


def test_a_refused_commit_leaves_no_file_behind(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    upload = office.stage(office.keeper, table(students(3)), place=office.district)

    def change_meanwhile(*_: object) -> None:
        Upload.objects.filter(pk=upload.pk).update(version=upload.version + 1)

    monkeypatch.setattr("aimline.apps.intake.actions.adding.add_places", change_meanwhile)
    with pytest.raises(StaleVersion):
        actions.commit(office.keeper, upload, version=upload.version)

    assert not Segment.objects.exists()
    assert not list((office.data / "warehouse").rglob("*.parquet*"))


@pytest.mark.parametrize(("old", "new"), [("cut = 50", "cut = 60"), ("cut = 50", 'cut = 50\ndirection = "down"')])
def test_levels_that_changed_need_a_new_version(office: Office, old: str, new: str) -> None:
    office.bring(office.keeper, table(students(3)), place=office.district)
    later = table(students(3, year="2024"))

    changed = office.stage(office.keeper, later, place=office.district, map_text=mapping(**{old: new}))
    versioned = office.stage(
        office.keeper, later, place=office.district, map_text=mapping(**{old: f'{new}\nversion = "2024"'})
    )

    assert [reason.split(" in the")[0] for reason in changed.report["in_the_way"]] == [
        "This file gives 'Mathematics test' other levels or cut scores than the results that are here. "
        "Give it the levels it had, or a version of its own"
    ]
    assert versioned.report["in_the_way"] == []


def test_what_comes_in_between_two_attempts_is_looked_at_first(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    upload = office.stage(office.keeper, table(students(2)), place=office.district)
    write = committing.write

    def overtaken(*given: object) -> object:
        monkeypatch.setattr(committing, "write", write)
        office.bring(office.keeper, table(students(2, score=70)), place=office.district)
        raise heads.moved_meanwhile()

    monkeypatch.setattr(committing, "write", overtaken)

    with pytest.raises(PreviewMoved):
        actions.commit(office.keeper, upload, version=upload.version)
    assert scores(office.district) == {"s0": 70, "s1": 71}


def test_a_broken_rule_of_the_database_is_not_tried_again(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    upload = office.stage(office.keeper, table(students(2)), place=office.district)
    tries: list[object] = []

    def break_it(additions: object) -> None:
        tries.append(additions)
        raise IntegrityError("minimum_n_is_5_to_30")

    monkeypatch.setattr(committing.adding, "add_places", break_it)

    with pytest.raises(IntegrityError):
        actions.commit(office.keeper, upload, version=upload.version)
    assert len(tries) == 1


def test_a_school_that_was_founded_meanwhile_is_met_at_the_next_attempt(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = office.stage(office.keeper, table(students(2, school="new")), place=office.district)
    plan = committing.creating.plan

    def overtaken(*given: object) -> object:
        monkeypatch.setattr(committing.creating, "plan", plan)
        additions = plan(*given)
        found_place(office.keeper, "New School", kind=UnitKind.SCHOOL, parent=office.district, code="new")
        return additions

    monkeypatch.setattr(committing.creating, "plan", overtaken)

    actions.commit(office.keeper, upload, version=upload.version, confirmed=True)

    assert Unit.objects.filter(code="new").count() == 1
    assert scores(office.district) == {"s0": 40, "s1": 41}


def test_nobody_waits_under_the_lock_for_files_to_be_read(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    upload = office.stage(office.keeper, table(students(5)), place=office.district)

    def lock_and_lose_files(seen: heads.Heads, *, n_batches: int) -> None:
        lock_heads(seen, n_batches=n_batches)
        shutil.rmtree(folders.staging_folder(upload))

    lock_heads = heads.lock_heads
    monkeypatch.setattr(committing, "lock_heads", lock_and_lose_files)
    actions.commit(office.keeper, upload, version=upload.version)

    uuids = set(Student.objects.values_list("uuid", flat=True))
    assert (len(uuids), {each.version for each in uuids}, Enrolment.objects.count()) == (5, {4}, 5)
    assert Student.objects.filter(uuid__in=uuids).count() == 5
