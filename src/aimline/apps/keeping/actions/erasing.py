"""Erase a student: ask, let nothing count the student any more, then let no file hold a trace (decision 4).

Stored readings and verdicts stay as they are: the difference would show the value that was erased.
"""

import re
from collections.abc import Iterable, Sequence

from django.db import connection, transaction

from aimline.apps.connections.actions import pulling
from aimline.apps.intake.actions import files
from aimline.apps.intake.actions.folders import is_anybody_at_work, writing
from aimline.apps.intake.actions.heads import lock_heads, patiently, read_heads
from aimline.apps.intake.models import Upload
from aimline.apps.journal import actions as journal
from aimline.apps.keeping import queries
from aimline.apps.keeping.actions import copies, frozen_lists
from aimline.apps.keeping.actions.publishing import Renewal, publish
from aimline.apps.keeping.actions.titles import Sought, blank_titles, blanked, read_ahead
from aimline.apps.keeping.models import Erasure, Reason
from aimline.apps.keeping.policy import require_keeper
from aimline.apps.organizations.models import Student, Unit
from aimline.apps.organizations.policy import NotAllowed, Viewer
from aimline.apps.results.models import Batch, Segment, SegmentKind
from aimline.warehouse import erasure as rows

PUT_ASIDE = "A student in this file was erased before it was stored. Bring the file again without that student."


def ask(viewer: Viewer, student: Student, reason: Reason) -> Erasure:
    """Note that a student is to be erased; asked again, it is the same erasure."""
    require_keeper(viewer, student.district)
    if viewer.person_id is None:
        raise NotAllowed
    with transaction.atomic():
        asked, is_new = Erasure.objects.get_or_create(
            student_uuid=student.uuid,
            defaults={
                "district_id": student.district_id,
                "student_number": student.pk,
                "reason": reason,
                "asked_by_id": viewer.person_id,
                "asked_at": viewer.now,
            },
        )
        if is_new:
            note(viewer, "ask for erasure", asked)
    return asked


def carry_out(viewer: Viewer, asked: Erasure) -> Erasure:
    """Erase the student, wherever an earlier try was cut off; returns the erasure as it stands then.

    It is not finished while an import that might hold the student is still being stored; `aimline doctor --mend`, the
    nightly keeping and the same call again finish it.
    """
    require_keeper(viewer, asked.district)
    asked.refresh_from_db()
    if Student.objects.filter(uuid=asked.student_uuid).exists():
        patiently(lambda: take_out(viewer, asked))
        asked.refresh_from_db()
    finish(viewer, asked)
    return asked


def take_out(viewer: Viewer, asked: Erasure) -> None:
    """Write every file that counts without the student, then let these count and remove the rows, in one transaction.

    Imports that were being stored meanwhile see the new generation, and match their students again.
    """
    student = Student.objects.get(uuid=asked.student_uuid)
    heads = read_heads([asked.district_id])
    held = holding(Segment.objects.filter(files.LIVE, district=asked.district_id), student.pk)
    brought = uploads_with(asked.district, held, student.pk)
    renewals = [renewal(old) for old in held]
    with files.being_written([each.new for each in renewals]):
        names = {files.path_of(each.old[0]): files.path_of(each.new) for each in renewals}
        written = rows.leave_out(writing(), names, student.pk)
        with transaction.atomic():
            lock_heads(heads, n_batches=0)
            publish(renewals, written, heads)
            forget(viewer, asked, student, brought)
            asked.done_at, asked.finished_at = viewer.now, None
            asked.save(update_fields=["words", "done_at", "finished_at"])
            note(viewer, "erase", asked, files=len(renewals))


def renewal(old: Segment) -> Renewal:
    new = files.name(old.district_id, old.school_year, SegmentKind(old.kind))
    new.batch_id = old.batch_id
    return Renewal((old,), new)


def holding(segments: Iterable[Segment], student: int) -> list[Segment]:
    """Return the files that are there and hold rows of a student."""
    by_path = {files.path_of(segment): segment for segment in segments if files.path_of(segment).exists()}
    return [by_path[path] for path in rows.holding(writing(), list(by_path), student)]


def uploads_with(district: Unit, held: Iterable[Segment], student: int) -> list[str]:
    """Return the imports that brought rows of a student, however their files write the code."""
    numbers = rows.batches_with(writing(), [files.path_of(each) for each in held], student)
    brought = Batch.objects.filter(district=district, number__in=sorted(numbers)).order_by("number")
    return [str(upload_uuid) for upload_uuid in brought.values_list("upload_uuid", flat=True)]


def forget(viewer: Viewer, asked: Erasure, student: Student, brought: Sequence[str]) -> None:
    """Remove the student's rows and name, and note what to look for in kept files; inside the transaction."""
    asked.words = {
        "codes": queries.codes(viewer, student),
        "given_name": student.given_name,
        "family_name": student.family_name,
        "uploads": brought,
    }
    frozen_lists.take_out(asked.district, [student.pk])
    student.delete()  # with enrolments, seats, groups and codes


def sought(asked: Erasure) -> Sought:
    """Return what must not be read anywhere any more."""
    words = asked.words
    return Sought(words["codes"], words["given_name"], words["family_name"], words.get("uploads", ()))


def blank(upload: Upload, told: re.Pattern[str]) -> None:
    """Take the student out of what an import says about its file."""
    report, message = told_without(upload, told)
    if (report, message) != (upload.report, upload.message):
        upload.report, upload.message = report, message
        upload.version += 1
        upload.save(update_fields=["report", "message", "version"])


def told_without(upload: Upload, told: re.Pattern[str]) -> tuple[dict[str, object], str]:
    return blanked(upload.report, told), blanked(upload.message, told)


def told_in(upload: Upload, words: Sought) -> re.Pattern[str]:
    """Return what must not stand in the report of an import."""
    return words.alone if words.is_own(upload) else words.in_reports


def finish(viewer: Viewer, asked: Erasure) -> None:
    """Remove what no longer counts and still holds the student: retired files, and copies of files that were brought.

    Can be cut off and called again at any point; `finished_at` is set when nothing is left.
    """
    if asked.done_at is None or asked.finished_at is not None:
        return
    words = sought(asked)
    free = blank_reports(viewer, asked, words)
    others = Segment.objects.filter(district=asked.district_id).exclude(files.LIVE)
    for segment in holding(others.exclude(made_in=None), asked.student_number):
        files.remove(segment)
    if not remove_unfinished(others.filter(made_in=None)):
        return
    pulling.forget_pages(asked.district)
    looked_for = copies.pattern_of(words.codes, words.given_name, words.family_name)
    copies.remove_pulls(looked_for)
    seen = frozenset[int]()
    while not close(viewer, asked, words, seen, free):
        seen |= look_through(viewer, asked, looked_for, seen)
        free = free_of(viewer, asked, words, known=free)
        read_ahead(asked.district, words)
    empty_the_log_of_the_database()


def blank_reports(viewer: Viewer, asked: Erasure, words: Sought) -> frozenset[tuple[int, int]]:
    """Take the student out of what imports say about their files, one at a time, so that nobody has to wait.

    Returns the imports, by number and version, that did not name the student before.
    """
    free = free_of(viewer, asked, words)
    for pk, version in queries.upload_versions(viewer, asked.district):
        if (pk, version) not in free:
            with transaction.atomic():
                fresh = Upload.objects.select_for_update().get(pk=pk)
                blank(fresh, told_in(fresh, words))
    return free


def look_through(viewer: Viewer, asked: Erasure, looked_for: re.Pattern[bytes], seen: frozenset[int]) -> frozenset[int]:
    """Let go of the copies that name the student, among the imports that were not looked at yet; returns these."""
    others = [upload for upload in queries.uploads(viewer, asked.district) if upload.pk not in seen]
    for upload in copies.naming(others, looked_for, known=asked.words.get("uploads", ())):
        copies.let_go(upload, PUT_ASIDE)
    return frozenset(upload.pk for upload in others)


def free_of(
    viewer: Viewer, asked: Erasure, words: Sought, *, known: frozenset[tuple[int, int]] = frozenset()
) -> frozenset[tuple[int, int]]:
    """Return the imports, by number and version, of which the reports do not name the student; `known` are not read."""
    others = [each for each in queries.uploads(viewer, asked.district) if (each.pk, each.version) not in known]
    return known | frozenset(
        (each.pk, each.version) for each in others
        if told_without(each, told_in(each, words)) == (each.report, each.message)
    )  # fmt: skip


@transaction.atomic
def close(
    viewer: Viewer, asked: Erasure, words: Sought, seen: frozenset[int], free: frozenset[tuple[int, int]]
) -> bool:
    """Finish, unless an import was brought that nobody looked at yet: reading the others can take minutes.

    Others wait meanwhile, so what was found `free` of the student before is not read again.
    """
    versions = queries.upload_versions(viewer, asked.district)
    if any(pk not in seen for pk, _ in versions):
        return False
    for upload in Upload.objects.in_bulk([pk for pk, version in versions if (pk, version) not in free]).values():
        blank(upload, told_in(upload, words))
    blank_titles(asked.district, words)
    asked.words, asked.finished_at = {}, viewer.now
    asked.save(update_fields=["words", "finished_at"])
    note(viewer, "finish erasure", asked)
    return True


def remove_unfinished(segments: Iterable[Segment]) -> bool:
    """Remove what imports that died left half written; False where one of them may still be alive."""
    left = list(segments)
    if left and is_anybody_at_work():
        return False
    for segment in left:
        files.remove(segment)
    return True


def empty_the_log_of_the_database() -> None:
    """Let SQLite move its write-ahead log into the database, where removed rows were overwritten with zeros."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def note(viewer: Viewer, verb: str, asked: Erasure, **after: object) -> None:
    """Write into the journal of the district, without a word about who the student was."""
    journal.record(
        verb,
        person_id=viewer.person_id,
        at=viewer.now,
        noun="erasure",
        noun_uuid=asked.uuid,
        district_id=asked.district_id,
        after={"reason": asked.reason, **after},
    )
