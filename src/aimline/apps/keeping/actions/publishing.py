"""Put files of the warehouse in the place of others, inside the transaction that makes them count."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from aimline.apps.intake.actions import files
from aimline.apps.intake.actions.heads import Heads, moved_meanwhile
from aimline.apps.results.models import Segment
from aimline.warehouse.segments import Written


@dataclass(frozen=True)
class Renewal:
    """Files that count now, and the named file that takes their place."""

    old: tuple[Segment, ...]
    new: Segment


def publish(renewals: Sequence[Renewal], written: Sequence[Written], heads: Heads) -> None:
    """Let the new files count from the districts' next generation on, and retire those they replace."""
    for renewal, file in zip(renewals, written, strict=True):
        generation = heads.generation(renewal.new.district_id)
        retire(renewal.old, generation)
        files.publish(renewal.new, file, generation)


def retire(segments: Sequence[Segment], generation: int) -> None:
    """Let files no longer count; all of them must still do so, or somebody was faster."""
    standing = Segment.objects.filter(files.LIVE, pk__in=[segment.pk for segment in segments])
    if standing.update(retired_in=generation, retired_at=timezone.now()) != len(segments):
        raise moved_meanwhile()
