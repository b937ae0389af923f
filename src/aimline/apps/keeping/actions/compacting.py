"""Pack the many small files of the log together, one a district and year."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from django.db import transaction

from aimline.apps.intake.actions import files
from aimline.apps.intake.actions.folders import writing
from aimline.apps.intake.actions.heads import lock_heads, patiently, read_heads
from aimline.apps.journal import actions as journal
from aimline.apps.keeping.actions.publishing import Renewal, publish
from aimline.apps.keeping.policy import require_keeper
from aimline.apps.organizations.models import Unit
from aimline.apps.organizations.policy import Viewer
from aimline.apps.results.models import Batch, BatchState, Segment, SegmentKind
from aimline.warehouse import segments

# An import can be taken back for as long as its batch is there; what was taken back is kept this long (trust.md 3).
WITHDRAWN_KEPT = timedelta(days=30)
MOST_SMALL_FILES = 64


@dataclass(frozen=True)
class Packed:
    """How many files of a district's log became how many, and how many rows taken back long ago went."""

    n_before: int
    n_after: int
    n_rows_gone: int


def compact(viewer: Viewer, district: Unit, *, most: int = 1) -> Packed:
    """Pack each year of a district's log that has more than `most` files, or rows taken back long ago, into one file.

    Nothing that anybody reads changes. Raises NotAllowed, and MovedMeanwhile when imports keep coming in.
    """
    require_keeper(viewer, district)
    return patiently(lambda: attempt(viewer, district, most))


def attempt(viewer: Viewer, district: Unit, most: int) -> Packed:
    heads = read_heads([district.pk])
    gone = withdrawn_long_ago(viewer, district)
    renewals = [renewal(old) for old in untidy_years(district, gone, most)]
    if not renewals:
        return Packed(0, 0, 0)
    n_rows = sum(segment.n_rows for each in renewals for segment in each.old)
    with files.being_written([each.new for each in renewals]):
        written = [
            segments.compact(
                writing(), [files.path_of(old) for old in each.old], files.path_of(each.new), gone=sorted(gone)
            )
            for each in renewals
        ]
        packed = Packed(
            n_before=sum(len(each.old) for each in renewals),
            n_after=len(renewals),
            n_rows_gone=n_rows - sum(file.n_rows for file in written),
        )
        with transaction.atomic():
            # Nothing takes a place in the order of batches: only the generation moves.
            lock_heads(heads, n_batches=0)
            publish(renewals, written, heads)
            note(viewer, district, packed)
    return packed


def withdrawn_long_ago(viewer: Viewer, district: Unit) -> set[int]:
    """Return the numbers of the batches whose rows need not be kept any longer."""
    old = Batch.objects.filter(
        district=district, state=BatchState.WITHDRAWN, withdrawn_at__lt=viewer.now - WITHDRAWN_KEPT
    )
    return {number for number in old.values_list("number", flat=True) if number is not None}


def untidy_years(district: Unit, gone: set[int], most: int) -> Iterator[list[Segment]]:
    """Give the log files of each year that is to be packed."""
    log = Segment.objects.filter(files.LIVE, district=district, kind=SegmentKind.LOG).order_by("school_year", "pk")
    for _, group in groupby(log, key=lambda segment: segment.school_year):
        year = list(group)
        if len(year) > most or (gone and gone & segments.batches_in(writing(), [files.path_of(each) for each in year])):
            yield year


def renewal(old: Sequence[Segment]) -> Renewal:
    """Name the file that takes the place of a year's log files; what holds one batch only still belongs to it."""
    new = files.name(old[0].district_id, old[0].school_year, SegmentKind.LOG)
    if len({segment.batch_id for segment in old}) == 1:
        new.batch_id = old[0].batch_id
    return Renewal(tuple(old), new)


def note(viewer: Viewer, district: Unit, packed: Packed) -> None:
    journal.record(
        "compact",
        person_id=viewer.person_id,
        at=viewer.now,
        noun="results",
        noun_uuid=district.uuid,
        district_id=district.pk,
        after={"files_before": packed.n_before, "files": packed.n_after, "rows_gone": packed.n_rows_gone},
    )
