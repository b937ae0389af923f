"""A class is entered by counts alone, without names: a batch like any other, whose readings are marked as counted."""

import csv
import io
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction

from aimline.apps.goals.models import Goal
from aimline.apps.intake.actions.receiving import NotOpen, note
from aimline.apps.intake.models import Upload, UploadState
from aimline.apps.intake.queries.classes import source_of
from aimline.apps.journal.actions import StaleVersion
from aimline.apps.monitoring.actions import readings
from aimline.apps.organizations.models import Unit
from aimline.apps.organizations.policy import NotAllowed, Viewer, may_import
from aimline.apps.results.models import Administration, Batch, BatchState, ClassCount, Head, Measure, MeasureLevel
from aimline.domain.calendar import ending_of
from aimline.domain.measure import Metric, default_direction, unit_of

HEADER = ("result", "students")


@dataclass(frozen=True)
class Counted:
    """What was counted: `measure` is the id of a test that is here, 0 for a new one; `at_levels` the lowest first."""

    measure: int
    name: str
    subject: str
    given_on: str
    n: int
    n_met: int
    n_not_tested: int = 0
    at_levels: tuple[tuple[str, int], ...] = ()
    proficient_from: str = ""


def table(counted: Counted) -> bytes:
    """Write the counts as a CSV file: that is what is kept of a class without names."""
    out = io.StringIO()
    rows: Sequence[tuple[str, int]] = counted.at_levels or (
        ("met the standard", counted.n_met), ("not yet", counted.n - counted.n_met),
    )  # fmt: skip
    csv.writer(out, lineterminator="\n").writerows([HEADER, *rows, ("not tested", counted.n_not_tested)])
    return out.getvalue().encode()


def enter(viewer: Viewer, upload: Upload, counted: Counted) -> None:
    """Note counts that were typed in; they are looked over before they are stored."""
    upload.state = UploadState.STAGED
    upload.report = {"counted": asdict(counted), "counts": {"n_stored": counted.n}}
    with transaction.atomic():
        upload.save(force_insert=True)
        note(viewer, "count class", upload)


@transaction.atomic
def commit(viewer: Viewer, upload: Upload, *, version: int) -> tuple[Batch, ...]:
    """Make the counts of a class count; raises NotOpen, StaleVersion."""
    fresh, place = taken_up(viewer, upload, version, state=UploadState.STAGED)
    counted = of_report(fresh)
    district = place.district or place
    Head.objects.get_or_create(district=district)
    head = Head.objects.select_for_update().get(district=district)
    head.last_batch_number += 1
    head.save(update_fields=["last_batch_number"])
    measure = measure_of(district, place, counted)
    batch = Batch.objects.create(
        district=district, upload_uuid=fresh.uuid, number=head.last_batch_number, state=BatchState.COMMITTED,
        source=measure.source, file_name=fresh.file_name, file_digest=fresh.digest, mapping_digest=str(fresh.uuid),
        n_rows=counted.n, n_not_scored=counted.n_not_tested, created_by_id=fresh.by_id, created_at=fresh.at,
        committed_at=viewer.now,
    )  # fmt: skip
    given_on = date.fromisoformat(counted.given_on)
    # A test known by its day alone is told apart by it, as in files.
    given, _ = Administration.objects.get_or_create(
        measure=measure, school_year=ending_of(given_on), window=counted.given_on,
        defaults={"district": district, "given_on": given_on},
    )  # fmt: skip
    ClassCount.objects.create(
        district=district, batch=batch, administration=given, place=place, n=counted.n, n_met=counted.n_met,
        n_not_tested=counted.n_not_tested, at_levels=[list(each) for each in counted.at_levels],
    )  # fmt: skip
    settle(fresh, UploadState.COMMITTED)
    note(viewer, "commit import", fresh, district_id=district.pk, batch=str(batch.uuid), n_rows=counted.n)
    readings.refresh(viewer, touched(batch))
    return (batch,)


@transaction.atomic
def withdraw(viewer: Viewer, upload: Upload, *, version: int, why: str) -> Upload:
    """Take the counts of a class back; an earlier count of the same day comes into sight again."""
    fresh, place = taken_up(viewer, upload, version, state=UploadState.COMMITTED)
    Head.objects.select_for_update().get(district=place.district or place)
    batch = Batch.objects.get(upload_uuid=fresh.uuid)
    batch.state, batch.withdrawn_at, batch.withdrawn_by_id = BatchState.WITHDRAWN, viewer.now, viewer.person_id
    batch.save(update_fields=["state", "withdrawn_at", "withdrawn_by"])
    settle(fresh, UploadState.WITHDRAWN)
    note(viewer, "withdraw import", fresh, district_id=batch.district_id, why=why, batch=str(batch.uuid))
    readings.refresh(viewer, touched(batch))
    return fresh


def taken_up(viewer: Viewer, upload: Upload, version: int, *, state: UploadState) -> tuple[Upload, Unit]:
    """Return the upload as it stands, and its class; raises NotAllowed, NotOpen, StaleVersion."""
    fresh = Upload.objects.select_for_update(of=("self",)).select_related("place__district").get(pk=upload.pk)
    if fresh.place is None or not may_import(viewer, fresh.place):
        raise NotAllowed
    if fresh.state != state:
        raise NotOpen(fresh.state)
    if fresh.version != version:
        raise StaleVersion(theirs={"state": fresh.state}, yours={"state": state})
    return fresh, fresh.place


def of_report(upload: Upload) -> Counted:
    told = upload.report["counted"]
    return Counted(**told | {"at_levels": tuple((label, n) for label, n in told["at_levels"])})


def measure_of(district: Unit, place: Unit, counted: Counted) -> Measure:
    """Return the test that was chosen, or the one that was described, added where it is new."""
    if counted.measure:
        return Measure.objects.get(pk=counted.measure, district=district)
    metric = Metric.PERCENT_MEETING_STANDARD
    measure, is_new = Measure.objects.get_or_create(
        district=district, source=source_of(place), code=counted.name[:120], instrument_version="",
        defaults={"name": counted.name, "subject": counted.subject, "kind": "cfa", "metric": metric.value,
                  "direction": default_direction(metric).value, "unit": unit_of(metric)},
    )  # fmt: skip
    labels = [label for label, _ in counted.at_levels]
    first = labels.index(counted.proficient_from) if counted.proficient_from in labels else len(labels)
    if is_new:
        MeasureLevel.objects.bulk_create(
            MeasureLevel(measure=measure, order=n + 1, label=label, is_proficient=n >= first)
            for n, label in enumerate(labels)
        )
    return measure


def touched(batch: Batch) -> list[Goal]:
    """Return the active goals of the counted class that read its test."""
    counted = batch.class_count
    measure = counted.administration.measure_id
    active = Goal.objects.filter(unit=counted.place, layer="progress", state="active")
    found = active.filter(measure=measure) | active.filter(plan__checkpoints__measure=measure)
    return list(found.distinct().select_related("unit", "measure", "cohort", "district"))


def settle(upload: Upload, state: UploadState) -> None:
    upload.state, upload.message, upload.version = state, "", upload.version + 1
    upload.save(update_fields=["state", "message", "version"])
