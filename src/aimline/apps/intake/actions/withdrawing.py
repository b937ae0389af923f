"""Take an import back: what was there before comes into sight again, and the goals read as they did."""

from django.db import transaction

from aimline.apps.intake.actions import committing, files
from aimline.apps.intake.actions.committing import counting
from aimline.apps.intake.actions.folders import writing
from aimline.apps.intake.actions.heads import lock_heads, moved_meanwhile, patiently, read_heads
from aimline.apps.intake.actions.receiving import NotOpen
from aimline.apps.intake.models import Upload, UploadState
from aimline.apps.journal.actions import StaleVersion
from aimline.apps.monitoring.actions import computing, readings, verdicts
from aimline.apps.organizations.policy import NotAllowed, Viewer, may_import
from aimline.apps.results.models import Administration, Batch, BatchState, Segment, SegmentKind
from aimline.warehouse import segments
from aimline.warehouse.segments import Written


def withdraw(viewer: Viewer, upload: Upload, *, version: int, why: str) -> Upload:
    """Withdraw every batch of an upload; its rows stay in the log, and nothing reads them any more.

    Raises NotOpen when it is not stored, StaleVersion when somebody else changed it.
    """
    if not may_import(viewer, upload.place):
        raise NotAllowed
    return patiently(lambda: take_back(viewer, upload, version, why))


def take_back(viewer: Viewer, upload: Upload, version: int, why: str) -> Upload:
    """Write `current` of every year without the upload's batches, and publish it."""
    fresh = Upload.objects.select_related("place__district").get(pk=upload.pk)
    check_stored(fresh, version)
    batches = list(Batch.objects.filter(upload_uuid=fresh.uuid, state=BatchState.COMMITTED).order_by("district"))
    heads = read_heads([batch.district_id for batch in batches])
    years = [(batch, school_year) for batch in batches for school_year in batch.school_years]
    renewed = [files.name(batch.district_id, year, SegmentKind.CURRENT) for batch, year in years]
    with files.being_written(renewed):
        written = [write_without(batch, segment) for (batch, _), segment in zip(years, renewed, strict=True)]
        given = administrations_of(years)
        goals = readings.wanted(counting(heads))
        computed = computing.compute([files.path_of(segment) for segment in renewed], goals, administrations=given)
        with transaction.atomic():
            # A withdrawal takes no place in the order of batches: only the generation moves.
            lock_heads(heads, n_batches=0)
            for segment, file in zip(renewed, written, strict=True):
                files.publish(segment, file, heads.generation(segment.district_id))
            Batch.objects.filter(pk__in=[batch.pk for batch in batches]).update(
                state=BatchState.WITHDRAWN, withdrawn_at=viewer.now, withdrawn_by=viewer.person_id
            )
            if readings.wanted(counting(heads)) != goals:
                raise moved_meanwhile()
            moved = readings.store(computed, goals=goals, administrations=given, generations=heads.next_generations())
            verdicts.keep(viewer, moved)
            return finish(viewer, fresh, batches, why)


def check_stored(upload: Upload, version: int) -> None:
    if upload.state != UploadState.COMMITTED:
        raise NotOpen(upload.state)
    if upload.version != version:
        raise StaleVersion(theirs={"state": upload.state}, yours={"state": UploadState.COMMITTED})


def finish(viewer: Viewer, upload: Upload, batches: list[Batch], why: str) -> Upload:
    fresh = Upload.objects.select_for_update().get(pk=upload.pk)
    check_stored(fresh, upload.version)
    fresh.state, fresh.version = UploadState.WITHDRAWN, fresh.version + 1
    fresh.save(update_fields=["state", "version"])
    committing.tell_districts(viewer, "withdraw import", fresh, batches, why=why)
    return fresh


def write_without(batch: Batch, target: Segment) -> Written:
    """Write a year's `current` anew as if the batch had never come."""
    place = {"district_id": target.district_id, "school_year": target.school_year}
    log = Segment.objects.filter(files.LIVE, kind=SegmentKind.LOG, **place)  # one file may hold many batches
    standing = Batch.objects.filter(district_id=batch.district_id, state=BatchState.COMMITTED)
    assert batch.number is not None
    return segments.withdraw(
        writing(),
        [files.path_of(segment) for segment in files.current(target.district_id, target.school_year)],
        [files.path_of(segment) for segment in log],
        files.path_of(target),
        batch=batch.number,
        live=[number for number in standing.values_list("number", flat=True) if number is not None],
    )


def administrations_of(years: list[tuple[Batch, int]]) -> dict[int, int]:
    """Return the administrations of the years touched, each with its measure."""
    given: dict[int, int] = {}
    for batch, school_year in years:
        given |= dict(
            Administration.objects.filter(district_id=batch.district_id, school_year=school_year).values_list(
                "pk", "measure_id"
            )
        )
    return given
