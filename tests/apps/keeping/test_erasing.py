"""Erasing a student: what goes, what stays, and what a death in the middle leaves to be finished."""

import re
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path

import numpy as np
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from aimline.apps.goals.models import Cohort
from aimline.apps.intake import actions
from aimline.apps.intake.actions import files
from aimline.apps.intake.actions.committing import PreviewMoved
from aimline.apps.intake.models import SavedMapping, Upload, UploadState
from aimline.apps.journal.models import Entry
from aimline.apps.keeping import queries
from aimline.apps.keeping.actions import compacting, copies, erasing, publishing, titles
from aimline.apps.keeping.models import Erasure, Reason
from aimline.apps.organizations.models import ExternalId, Student
from aimline.apps.organizations.policy import NotAllowed
from aimline.apps.results.models import Batch, Segment
from aimline.cli import keeping
from aimline.warehouse import segments
from tests.apps.intake.conftest import Office, scores, students, table


def student_of(code: str) -> Student:
    return ExternalId.objects.select_related("student__district").get(kind="student", value=code).student


def erase(office: Office, code: str) -> Erasure:
    return erasing.carry_out(office.keeper, erasing.ask(office.keeper, student_of(code), Reason.FAMILY))


def files_with(student: int) -> list[Segment]:
    return erasing.holding(Segment.objects.all(), student)


def test_every_file_is_written_without_the_student_and_the_others_stay(kept: Office) -> None:
    number, before = student_of("s1").pk, scores(kept.district)
    pulled = [kept.data / "pulls" / name / "page.json" for name in ("naming", "other")]
    for page, code in zip(pulled, ("s1", "s12"), strict=True):
        page.parent.mkdir(parents=True)
        page.write_text(f'[{{"sourcedId": "{code}"}}]')

    erased = erase(kept, "s1")

    assert erased.finished_at is not None
    assert erased.words == {}
    assert [page.exists() for page in pulled] == [False, True]
    assert files_with(number) == []
    assert scores(kept.district) == {code: value for code, value in before.items() if code != "s1"}
    assert not Student.objects.filter(pk=number).exists()
    assert all(files.path_of(each).exists() for each in Segment.objects.filter(files.LIVE))
    assert list(Entry.objects.filter(noun="erasure").order_by("number").values_list("verb", flat=True)) == [
        "ask for erasure", "erase", "finish erasure",
    ]  # fmt: skip


def test_a_code_as_short_as_a_day_takes_no_day_and_no_id_out_of_a_report(office: Office) -> None:
    office.bring(office.keeper, table([("school", code, "4", "2025", "55", "No") for code in ("15", "16")]),
                 place=office.district)  # fmt: skip
    upload = Upload.objects.get()
    upload.report |= {"results": "0a15b2c3-0015-4abc-8def-001500150015", "problems": [{"value": "15"}]}
    upload.save(update_fields=["report"])

    told = titles.pattern(["15"], "", "")
    report = titles.blanked(upload.report, told)

    assert report["administrations"][0]["given_on"] == "2025-04-15"
    assert report["results"] == upload.report["results"]
    assert report["problems"] == [{"value": titles.ERASED}]
    assert titles.blanked(upload.report["results"], titles.pattern([upload.report["results"]], "", "")) == "(erased)"


def test_a_student_is_found_by_a_code_that_looks_like_an_id(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code = "0a15b2c3-0015-4abc-8def-001500150015"  # as rosters number people
    office.bring(office.keeper, table([("school", code, "4", "2025", "55", "No")]), place=office.district)
    monkeypatch.setattr(keeping, "enter", lambda *_: office.keeper)

    keeping.erase(code, reason="family", dry_run=True)

    assert code in capsys.readouterr().out
    assert Entry.objects.filter(verb="look at student").count() == 1


def test_an_older_result_does_not_come_back_when_the_newer_import_is_withdrawn(kept: Office) -> None:
    number, second = student_of("s1").pk, Upload.objects.order_by("pk")[1]
    erase(kept, "s1")
    second.refresh_from_db()

    actions.withdraw(kept.keeper, second, version=second.version, why="Wrong class.")

    assert files_with(number) == []
    assert scores(kept.district).keys() == {"s0", "s2", "s3"}


def test_frozen_lists_lose_the_student_and_equal_lists_stay_one_row(brought: Office) -> None:
    pks = sorted(student_of(code).pk for code in ("s0", "s1", "s2"))
    gone = student_of("s1").pk
    for members in (pks, [pk for pk in pks if pk != gone], [pks[0]]):
        content = np.array(members, dtype="<i4").tobytes()
        Cohort.objects.create(district=brought.district, digest=f"{len(members)}", n=len(members), members=content)
    erase(brought, "s1")

    found = [np.frombuffer(bytes(each.members), dtype="<i4").tolist() for each in Cohort.objects.order_by("-n")]

    assert gone not in {pk for members in found for pk in members}
    assert [len(members) for members in found] == [2, 2, 1] or [len(members) for members in found] == [2, 1]


def test_a_file_not_stored_yet_is_put_aside_and_one_without_the_student_stays(brought: Office) -> None:
    other = brought.stage(brought.keeper, table(students(1, score=90)), place=brought.district)
    waiting = brought.stage(brought.keeper, table(students(3, score=80)), place=brought.district)

    erase(brought, "s1")

    waiting.refresh_from_db()
    other.refresh_from_db()
    assert (waiting.state, waiting.message) == (UploadState.DISCARDED, erasing.PUT_ASIDE)
    assert not (brought.data / waiting.path).exists()
    assert other.state == UploadState.STAGED
    with pytest.raises(PreviewMoved):
        actions.commit(brought.keeper, other, version=other.version)


def test_what_an_import_tells_of_its_file_no_longer_names_the_student(brought: Office) -> None:
    told = Upload.objects.order_by("pk")[0]
    Batch.objects.update(file_name="Results_s1.csv")
    SavedMapping.objects.update(made_from="s1, Results.csv", name="Results s1")
    told.file_name, told.message = "Results_s1.csv", "Row 3: s1 is in two schools, s12 is not."
    told.report = {**told.report, "problems": [{"value": "s1", "n": 1}], "people": {"s1": ["Ada s1", 4]}}
    told.save()

    erase(brought, "s1")

    told.refresh_from_db()
    assert told.file_name == Batch.objects.get().file_name == "Results_(erased).csv"
    assert SavedMapping.objects.values_list("made_from", "name").get() == ("(erased), Results.csv", "Results (erased)")
    assert told.message == "Row 3: (erased) is in two schools, s12 is not."
    assert "s1" not in repr(told.report).replace("s12", "")


def test_no_report_is_read_while_an_erasure_holds_the_district(brought: Office) -> None:
    asked = erasing.ask(brought.keeper, student_of("s1"), Reason.LAW)

    with CaptureQueriesContext(connection) as asked_for:
        erasing.take_out(brought.keeper, asked)

    assert [query for query in asked_for if '"intake_upload"."report"' in query["sql"]] == []


STEPS: list[tuple[object, str]] = [
    (erasing.rows, "leave_out"), (segments, "_put_in_place"), (erasing, "publish"), (publishing, "retire"),
    (erasing, "forget"), (erasing, "finish"), (erasing, "blank_reports"), (files, "remove"), (copies, "let_go"),
    (erasing, "empty_the_log_of_the_database"),
]  # fmt: skip


def test_whatever_dies_in_the_middle_is_finished_by_the_next_call(
    kept: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    compacting.compact(kept.keeper, kept.district)  # leaves retired files that hold the student as well
    for number, (place, step) in enumerate(STEPS):
        copied = shutil.copytree(tmp_path, tmp_path.with_name(f"{tmp_path.name}-{number}"))
        monkeypatch.setattr(settings, "DATA", copied)
        with transaction.atomic():
            erase_and_die(kept, place, step)
            assert_finished(kept)
            transaction.set_rollback(True)


def erase_and_die(office: Office, place: object, step: str) -> None:
    """Begin an erasure that is killed when it comes to this step, and have it finished afterwards."""
    asked = erasing.ask(office.keeper, student_of("s1"), Reason.LAW)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(place, step, dies)
        with pytest.raises(KeyboardInterrupt):
            erasing.carry_out(office.keeper, asked)
    for each in queries.unfinished(office.keeper):
        erasing.carry_out(office.keeper, each)


def assert_finished(office: Office) -> None:
    assert queries.unfinished(office.keeper).count() == 0
    assert files_with(Erasure.objects.get().student_number) == []
    assert not any(b"s1," in path.read_bytes() for path in office.data.rglob("original"))
    assert not Segment.objects.filter(made_in=None).exists()
    assert sorted(path for path in office.data.glob("warehouse/**/*") if path.is_file()) == sorted(
        files.path_of(each) for each in Segment.objects.all()
    )


def dies(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_a_student_who_came_back_with_a_backup_is_erased_again(brought: Office) -> None:
    gone = student_of("s1")
    again = replace_student(gone)
    erase(brought, "s1")
    assert queries.unfinished(brought.keeper).count() == 0

    again.save(force_insert=True)

    [asked] = queries.unfinished(brought.keeper)
    erasing.carry_out(brought.keeper, asked)
    assert not Student.objects.filter(uuid=gone.uuid).exists()


def replace_student(student: Student) -> Student:
    return Student(pk=student.pk, uuid=student.uuid, district=student.district, given_name="Ada", family_name="s1")


def test_only_the_keeper_of_the_district_finds_and_erases_its_students(brought: Office) -> None:
    student = student_of("s1")
    for name in ("principal", "steward", "district_leader", "teacher"):
        viewer = brought.world.viewer(name)
        calls: list[Callable[[], object]] = [
            lambda viewer=viewer: queries.students(viewer, "s1"),
            lambda viewer=viewer: queries.holdings(viewer, student),
            lambda viewer=viewer: erasing.ask(viewer, student, Reason.FAMILY),
        ]
        for call in calls:
            with pytest.raises(NotAllowed):
                call()


@pytest.mark.parametrize("form", ["utf-8", "utf-16", "utf-16-be", "cp1252"])
def test_a_copy_is_searched_however_it_is_written(tmp_path: Path, form: str) -> None:
    copy = tmp_path / "original"
    copy.write_bytes("student,first,last\n4711,Zoë,Invented\n".encode(form))

    def names(codes: list[str], given: str = "", family: str = "") -> bool:
        return copies.mentions(copy, copies.pattern_of(codes, given, family))

    assert names(["4711"])
    assert names([], "Zoë", "Invented")
    assert not names([], "Zoë", "Other")
    assert not names(["471"])
    assert not names(["711"])


@pytest.mark.parametrize("form", ["utf-8", "utf-16", "utf-16-be", "cp1252"])
@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("id,grade\n17,4\n", True),
        ('id,grade\n"17",4\n', True),
        ('id,grade\n="17",4\n', True),
        ("grade\tid\n4\t 17 \n", True),
        ("<row><c><v>17</v></c></row>", True),
        ("id,given on,score\n3,2025-04-17,5.17\n", False),
        ("id,room\n3,Room 17 north\n", False),
    ],
)
def test_a_short_code_is_looked_for_as_a_whole_cell(tmp_path: Path, form: str, text: str, *, names: bool) -> None:
    copy = tmp_path / "original"
    copy.write_bytes(text.encode(form))

    assert copies.mentions(copy, copies.pattern_of(["17"], "", "")) is names


def test_the_numbers_a_workbook_counts_with_are_no_codes(tmp_path: Path) -> None:
    copy = tmp_path / "original"
    copy.write_text('<row r="17"><c r="A17" t="s"><v>17</v></c></row>', encoding="utf-8")

    assert not copies.mentions(copy, copies.pattern_of(["17"], "", ""))


def test_a_file_brought_while_the_others_are_looked_through_is_looked_at_too(
    brought: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    looking, late = copies.naming, list[Upload]()

    def slow(uploads: Iterable[Upload], pattern: re.Pattern[bytes], *, known: Collection[str]) -> Iterator[Upload]:
        yield from looking(uploads, pattern, known=known)
        if not late:
            late.append(brought.receive(brought.keeper, table(students(3)), place=brought.district, name="Zed_s1.csv"))

    monkeypatch.setattr(copies, "naming", slow)
    erase(brought, "s1")

    late[0].refresh_from_db()
    assert (late[0].state, late[0].file_name) == (UploadState.DISCARDED, "Zed_(erased).csv")
    assert not (brought.data / late[0].path).exists()


@pytest.mark.parametrize("begin", [b"\x1f\x8b\x08", b"\x1f\x8b"], ids=["damaged inside", "no gzip"])
def test_a_copy_that_cannot_be_read_is_taken_to_name_the_student(tmp_path: Path, begin: bytes) -> None:
    copy = tmp_path / "results.csv.gz"
    copy.write_bytes(begin + bytes(7) + b"\xff" * 40)

    assert copies.mentions(copy, copies.pattern_of(["s1"], "Ada", "Invented"))
