"""Take an import back: what was there before comes into sight again, and the goals read as they did."""

from django.db import transaction

from aimline.apps.intake.actions import committing
from aimline.apps.intake.actions.committing import (
    Heads,
    MovedMeanwhile,
    counting,
    lock_heads,
    moved_meanwhile,
    path_of,
    settle,
)
from aimline.apps.intake.actions.folders import writing
from aimline.apps.intake.actions.receiving import NotOpen, note
from aimline.apps.intake.models import Upload, UploadState
from aimline.apps.monitoring.actions import readings, verdicts
from aimline.apps.organizations.policy import NotAllowed, Viewer, may_import
from aimline.apps.results.models import Administration, Batch, BatchState, Head, Segment, SegmentKind
from aimline.warehouse import segments
from aimline.warehouse.segments import Written


def withdraw(viewer: Viewer, upload: Upload, *, version: int, why: str) -> Upload:
    """Withdraw every batch of an upload; its rows stay in the log, and nothing reads them any more."""
    if not may_import(viewer, upload.place):
        raise NotAllowed
    fresh = Upload.objects.get(pk=upload.pk)
    if fresh.state != UploadState.COMMITTED or fresh.version != version:
        raise NotOpen(fresh.state)
    for _ in range(committing.N_TRIES):
        try:
            return take_back(viewer, fresh, why)
        except MovedMeanwhile:
            continue
    raise moved_meanwhile()


def take_back(viewer: Viewer, upload: Upload, why: str) -> Upload:
    batches = list(Batch.objects.filter(upload_uuid=upload.uuid, state=BatchState.COMMITTED))
    heads = read_heads(batches)
    years = [(batch, school_year) for batch in batches for school_year in batch.school_years]
    renewed = [committing.new_segment(viewer, batch.district_id, year, SegmentKind.CURRENT) for batch, year in years]
    with transaction.atomic():
        for segment in renewed:
            segment.save(force_insert=True)
    try:
        written = [write_without(batch, segment) for (batch, _), segment in zip(years, renewed, strict=True)]
        given = administrations_of(years)
        goals = readings.wanted(counting(heads))
        computed = readings.compute([path_of(segment) for segment in renewed], goals, administrations=given)
        with transaction.atomic():
            lock_heads(heads, n_batches=0)
            publish(viewer, renewed, written, heads)
            Batch.objects.filter(pk__in=[batch.pk for batch in batches]).update(
                state=BatchState.WITHDRAWN, withdrawn_at=viewer.now, withdrawn_by=viewer.person_id
            )
            if readings.wanted(counting(heads)) != goals:
                raise moved_meanwhile()
            generation = max(heads.generation(district) for district in heads.generations)
            moved = readings.store(computed, goals=goals, administrations=given, generation=generation)
            verdicts.keep(viewer, moved)
            upload.state, upload.version = UploadState.WITHDRAWN, upload.version + 1
            upload.save(update_fields=["state", "version"])
            note(viewer, "withdraw import", upload, why=why, batches=[str(batch.uuid) for batch in batches])
    except MovedMeanwhile:
        for segment in renewed:
            path_of(segment).unlink(missing_ok=True)
            segment.delete()
        raise
    return upload


def read_heads(batches: list[Batch]) -> Heads:
    """A withdrawal takes no place in the order of batches: only the generation moves."""
    stored = Head.objects.filter(district__in=[batch.district_id for batch in batches])
    return Heads(
        generations={head.district_id: head.generation for head in stored},
        last_numbers={head.district_id: head.last_batch_number for head in stored},
    )


def write_without(batch: Batch, target: Segment) -> Written:
    """Write a year's `current` anew as if the batch had never come."""
    place = {"district_id": target.district_id, "school_year": target.school_year, "made_in__isnull": False}
    current = Segment.objects.filter(kind=SegmentKind.CURRENT, retired_in=None, **place)
    log = Segment.objects.filter(kind=SegmentKind.LOG, retired_in=None, batch__state=BatchState.COMMITTED, **place)
    standing = Batch.objects.filter(district_id=batch.district_id, state=BatchState.COMMITTED)
    assert batch.number is not None
    return segments.withdraw(
        writing(),
        [path_of(segment) for segment in current],
        [path_of(segment) for segment in log],
        path_of(target),
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


def publish(viewer: Viewer, renewed: list[Segment], written: list[Written], heads: Heads) -> None:
    for segment, file in zip(renewed, written, strict=True):
        generation = heads.generation(segment.district_id)
        Segment.objects.filter(
            district_id=segment.district_id,
            school_year=segment.school_year,
            kind=SegmentKind.CURRENT,
            made_in__isnull=False,
            retired_in=None,
        ).update(retired_in=generation, retired_at=viewer.now)
        settle(segment, file, generation)
