"""The files an import writes to the warehouse: named in rows of their own, then written, then published or let go.

How old a file is decides when it may be removed, and readers may still hold it open: that is told by the machine's
clock, never by the day a command or a demonstration pretends to live in.
"""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from aimline.apps.intake.actions.folders import at_work, warehouse_folder
from aimline.apps.results.models import Segment, SegmentKind
from aimline.warehouse import segments
from aimline.warehouse.segments import Written

LIVE = Q(made_in__isnull=False, retired_in=None)


def name(district: int, school_year: int, kind: SegmentKind) -> Segment:
    """Name a file to be written; nothing is saved yet."""
    path = segments.place(
        warehouse_folder(), kind=kind.value, district=district, school_year=school_year, token=uuid.uuid4().hex
    )
    return Segment(
        district_id=district,
        school_year=school_year,
        kind=kind,
        path=str(path.relative_to(settings.DATA)),
        writing_since=timezone.now(),
    )


@contextmanager
def being_written(named: Sequence[Segment]) -> Iterator[None]:
    """Let files be written under names that are on record, so that a crash leaves nothing unexplained.

    Those that nothing made count by the end are let go again.
    """
    with at_work():
        with transaction.atomic():
            for segment in named:
                segment.save(force_insert=True)
        try:
            yield
        finally:
            let_go(named)


def let_go(named: Iterable[Segment]) -> None:
    """Remove the files that do not count, and then their rows; what was published meanwhile stays."""
    for segment in Segment.objects.filter(pk__in=[each.pk for each in named], made_in=None):
        remove(segment)


def remove(segment: Segment) -> None:
    """Remove a file that does not count, and then its row."""
    path = path_of(segment)
    path.unlink(missing_ok=True)
    path.with_name(path.name + segments.TEMPORARY_ENDING).unlink(missing_ok=True)
    segment.delete()


def publish(segment: Segment, written: Written, generation: int) -> None:
    """Let a file count from this generation on, in place of the `current` file of its year."""
    if segment.kind == SegmentKind.CURRENT:
        current(segment.district_id, segment.school_year).update(retired_in=generation, retired_at=timezone.now())
    segment.n_rows, segment.n_bytes, segment.digest = written.n_rows, written.n_bytes, written.sha256
    segment.made_in = generation
    segment.save(update_fields=["batch", "n_rows", "n_bytes", "digest", "made_in"])


def current(district: int, school_year: int) -> QuerySet[Segment]:
    """Return the `current` files that count now for a district and year."""
    return Segment.objects.filter(LIVE, kind=SegmentKind.CURRENT, district_id=district, school_year=school_year)


def path_of(segment: Segment) -> Path:
    return Path(settings.DATA) / segment.path
