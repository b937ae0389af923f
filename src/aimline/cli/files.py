"""The files of the warehouse, as `aimline doctor` looks at them, and what it may remove (architecture decision 4)."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from aimline.cli.counting import counted

if TYPE_CHECKING:
    from aimline.apps.results.models import Segment
    from aimline.warehouse.doctor import State

Said = tuple[str, str, str]  # level, topic, text


def look(*, mend: bool) -> Iterator[Said]:
    """Say whether the files in use are whole, and what is left over; `mend` removes what may go."""
    from django.utils import timezone

    from aimline.apps.intake.actions.folders import is_anybody_at_work
    from aimline.apps.keeping.actions.retaining import left_over, remove
    from aimline.apps.results.models import Segment

    now = timezone.now()
    in_use = Segment.objects.filter(made_in__isnull=False, retired_in=None)
    yield from unsound(now)
    n_retired = Segment.objects.filter(made_in__isnull=False, retired_in__isnull=False).count()
    yield "fine", "files", f"files of results in use: {in_use.count()}; kept for a while after their use: {n_retired}"
    stopped, old = left_over(now)
    if is_anybody_at_work():
        yield "fine", "files", "an import is being stored right now, so nothing is looked at as left over"
    elif mend:
        yield "fine", "left over", f"removed files that no import needs any more: {remove([*stopped, *old])}"
    else:
        yield from told(stopped, old)
    yield from strays()
    yield from unpacked()
    yield from erasures(mend=mend)


def unsound(now: datetime) -> Iterator[Said]:
    """Say which files in use are missing or were changed, and which belong to nobody."""
    from aimline.apps.intake.actions import files
    from aimline.apps.intake.actions.folders import warehouse_folder
    from aimline.apps.results.models import Segment
    from aimline.warehouse import doctor

    known = [
        doctor.Segment(files.path_of(row), state_of(row), row.n_bytes or None, row.digest or None)
        for row in Segment.objects.order_by("pk")
    ]
    for found in doctor.examine(warehouse_folder(), known, now=now):
        if not found.removable:
            level = "look" if found.code == "file_stray" else "trouble"
            yield level, "files", f"{found.message} {found.hint}"


def state_of(row: "Segment") -> "State":
    from aimline.warehouse.doctor import State

    if row.made_in is None:
        return State.WRITING
    return State.LIVE if row.retired_in is None else State.RETIRED


def told(stopped: Sequence["Segment"], old: Sequence["Segment"]) -> Iterator[Said]:
    from aimline.apps.results.models import Segment

    n_young = Segment.objects.filter(made_in=None).count() - len(stopped)
    if n_young:
        text = f"files of an import that was cut off: {n_young}; they may be removed a day after it began"
        yield "fine", "left over", text
    if stopped:
        yield "look", "left over", f"files of imports that were cut off: {len(stopped)}; --mend removes them"
    if old:
        yield "look", "left over", f"files that newer ones replaced two days ago: {len(old)}; --mend removes them"


def erasures(*, mend: bool) -> Iterator[Said]:
    """Say which erasures were cut off, or undone by a restored backup; `mend` finishes them."""
    from aimline.apps.keeping import policy, queries
    from aimline.apps.keeping.actions import erasing
    from aimline.apps.organizations.policy import moment

    keeper = policy.caretaker(moment())
    for asked in queries.unfinished(keeper):
        if mend:
            erasing.carry_out(keeper, asked)
    n_left = queries.unfinished(keeper).count()
    if n_left:
        hint = "an import is being stored; try again after it" if mend else "--mend finishes them"
        yield "trouble", "erasures", f"students who were to be erased and are not gone everywhere: {n_left}; {hint}"


def unpacked() -> Iterator[Said]:
    """Say where the log lies in more small files than is good for it."""
    from django.db.models import Count

    from aimline.apps.intake.actions.files import LIVE
    from aimline.apps.keeping.actions.compacting import MOST_SMALL_FILES
    from aimline.apps.results.models import Segment, SegmentKind

    years = Segment.objects.filter(LIVE, kind=SegmentKind.LOG).values("district", "school_year")
    n_years = years.annotate(n=Count("pk")).filter(n__gt=MOST_SMALL_FILES).count()
    if n_years:
        text = (
            f"{counted(n_years, 'school year has its log', 'school years have their logs')} in over {MOST_SMALL_FILES}"
            " files; `aimline compact` packs them"
        )
        yield "look", "files", text


def strays() -> Iterator[Said]:
    """Say which copies of uploaded files belong to no import: a process died while it took them in."""
    from django.conf import settings

    from aimline.apps.intake.models import Upload

    folder = Path(settings.DATA) / "uploads"
    known = {str(uuid) for uuid in Upload.objects.values_list("uuid", flat=True)}
    found = [each.name for each in folder.iterdir() if each.name not in known] if folder.is_dir() else []
    if found:
        yield (
            "look",
            "left over",
            f"folders below {folder} that belong to no import: {len(found)} ({', '.join(found[:3])})",
        )
