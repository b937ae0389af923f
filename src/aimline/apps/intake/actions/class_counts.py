"""A class is entered by counts alone, without names: a batch like any other, whose readings are marked as counted."""

import csv
import io
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction

from aimline.apps.intake.actions import class_readings
from aimline.apps.intake.actions.heads import patiently
from aimline.apps.intake.actions.receiving import NotOpen, note
from aimline.apps.intake.models import Upload, UploadState
from aimline.apps.intake.queries.meaning import source_of
from aimline.apps.journal.actions import StaleVersion
from aimline.apps.organizations.models import Unit
from aimline.apps.organizations.policy import NotAllowed, Viewer, may_import
from aimline.apps.results.models import Administration, Batch, BatchState, ClassCount, Measure, MeasureLevel
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


def commit(viewer: Viewer, upload: Upload, *, version: int) -> tuple[Batch, ...]:
    """Make the counts of a class count; raises NotAllowed, NotOpen, StaleVersion, MovedMeanwhile."""
    return patiently(lambda: count(viewer, upload, version))


def count(viewer: Viewer, upload: Upload, version: int) -> tuple[Batch, ...]:
    """Look what the goals of the class read, then let counts and readings count in one transaction."""
    staged, place = taken_up(viewer, upload, version, state=UploadState.STAGED)
    counted = of_report(staged)
    known = known_measure(place, counted)
    seen = class_readings.look(viewer, place, known.pk if known else None, known_administration(known, counted))
    with transaction.atomic():
        fresh, place = taken_up(viewer, upload, version, state=UploadState.STAGED, lock=True)
        head = class_readings.lock(seen)
        head.last_batch_number += 1
        head.save(update_fields=["last_batch_number"])
        measure = known_measure(place, counted) or add_measure(place, counted)
        batch = add_batch(viewer, fresh, measure, head.last_batch_number)
        add_counts(batch, place, measure, counted)
        settle(fresh, UploadState.COMMITTED)
        note(viewer, "commit import", fresh, district_id=batch.district_id, batch=str(batch.uuid), n_rows=counted.n)
        class_readings.keep(viewer, seen, batch)
    return (batch,)


def withdraw(viewer: Viewer, upload: Upload, *, version: int, why: str) -> Upload:
    """Take the counts of a class back; an earlier count of the same day comes into sight again."""
    return patiently(lambda: take_back(viewer, upload, version, why))


def take_back(viewer: Viewer, upload: Upload, version: int, why: str) -> Upload:
    stored, place = taken_up(viewer, upload, version, state=UploadState.COMMITTED)
    batch = Batch.objects.select_related("class_count__administration").get(upload_uuid=stored.uuid)
    given = batch.class_count.administration
    seen = class_readings.look(viewer, place, given.measure_id, given)
    with transaction.atomic():
        fresh, _ = taken_up(viewer, upload, version, state=UploadState.COMMITTED, lock=True)
        class_readings.lock(seen)
        batch.state, batch.withdrawn_at, batch.withdrawn_by_id = BatchState.WITHDRAWN, viewer.now, viewer.person_id
        batch.save(update_fields=["state", "withdrawn_at", "withdrawn_by"])
        settle(fresh, UploadState.WITHDRAWN)
        note(viewer, "withdraw import", fresh, district_id=batch.district_id, why=why, batch=str(batch.uuid))
        class_readings.keep(viewer, seen, batch)
    return fresh


def taken_up(
    viewer: Viewer, upload: Upload, version: int, *, state: UploadState, lock: bool = False
) -> tuple[Upload, Unit]:
    """Return the upload as it stands, and its class; raises NotAllowed, NotOpen, StaleVersion."""
    found = Upload.objects.select_related("place__district")
    fresh = (found.select_for_update(of=("self",)) if lock else found).get(pk=upload.pk)
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


def known_measure(place: Unit, counted: Counted) -> Measure | None:
    """Return the test that was chosen, or one that was described before at this school."""
    own = Measure.objects.filter(district=place.district or place)
    if counted.measure:
        return own.get(pk=counted.measure)
    return own.filter(source=source_of(place), code=counted.name[:120], instrument_version="").first()


def add_measure(place: Unit, counted: Counted) -> Measure:
    """Add the test that was described, with its levels."""
    metric = Metric.PERCENT_MEETING_STANDARD
    measure = Measure.objects.create(
        district=place.district or place, source=source_of(place), code=counted.name[:120], instrument_version="",
        name=counted.name, subject=counted.subject, kind="cfa", metric=metric.value,
        direction=default_direction(metric).value, unit=unit_of(metric),
    )  # fmt: skip
    labels = [label for label, _ in counted.at_levels]
    first = labels.index(counted.proficient_from) if counted.proficient_from in labels else len(labels)
    MeasureLevel.objects.bulk_create(
        MeasureLevel(measure=measure, order=n + 1, label=label, is_proficient=n >= first)
        for n, label in enumerate(labels)
    )
    return measure


def known_administration(measure: Measure | None, counted: Counted) -> Administration | None:
    """Return the giving of a test that is here; one known by its day alone is told apart by it, as in files."""
    given_on = date.fromisoformat(counted.given_on)
    known = Administration.objects.filter(school_year=ending_of(given_on), window=counted.given_on)
    return known.filter(measure=measure).first() if measure else None


def add_batch(viewer: Viewer, upload: Upload, measure: Measure, number: int) -> Batch:
    counted = of_report(upload)
    return Batch.objects.create(
        district_id=measure.district_id, upload_uuid=upload.uuid, number=number, state=BatchState.COMMITTED,
        source=measure.source, file_name=upload.file_name, file_digest=upload.digest, mapping_digest=str(upload.uuid),
        n_rows=counted.n, n_not_scored=counted.n_not_tested, created_by_id=upload.by_id, created_at=upload.at,
        committed_at=viewer.now,
    )  # fmt: skip


def add_counts(batch: Batch, place: Unit, measure: Measure, counted: Counted) -> None:
    given_on = date.fromisoformat(counted.given_on)
    given = known_administration(measure, counted) or Administration.objects.create(
        district_id=batch.district_id, measure=measure, school_year=ending_of(given_on), window=counted.given_on,
        given_on=given_on,
    )  # fmt: skip
    ClassCount.objects.create(
        district_id=batch.district_id, batch=batch, administration=given, place=place, n=counted.n,
        n_met=counted.n_met, n_not_tested=counted.n_not_tested,
        at_levels=[list(each) for each in counted.at_levels],
    )  # fmt: skip


def settle(upload: Upload, state: UploadState) -> None:
    upload.state, upload.message, upload.version = state, "", upload.version + 1
    upload.save(update_fields=["state", "message", "version"])
