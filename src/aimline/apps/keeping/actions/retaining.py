"""Let go of what has been kept long enough: every night, and by `aimline retain` (trust.md 5)."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from aimline.apps.goals.models import Goal
from aimline.apps.intake.actions import files
from aimline.apps.intake.actions.folders import is_anybody_at_work, upload_folder, writing
from aimline.apps.intake.actions.heads import lock_heads, patiently, read_heads
from aimline.apps.intake.models import Upload
from aimline.apps.journal import actions as journal
from aimline.apps.keeping import queries
from aimline.apps.keeping.actions import copies, frozen_lists
from aimline.apps.keeping.actions.publishing import retire
from aimline.apps.keeping.models import Retention
from aimline.apps.keeping.policy import districts, require_keeper
from aimline.apps.organizations.models import Enrolment, GroupMembership, SchoolYear, Seat, Student, Unit
from aimline.apps.organizations.policy import Viewer
from aimline.apps.results.models import Segment
from aimline.domain.calendar import default_year, ending_of
from aimline.domain.refusal import AimlineError
from aimline.domain.state import State
from aimline.domain.words import say
from aimline.warehouse import erasure

COPIES_KEPT = timedelta(days=30)
STOPPED_KEPT = timedelta(hours=24)
RETIRED_KEPT = timedelta(hours=48)
SPILL_KEPT = timedelta(hours=24)
YEARS = range(1, 31)
IN_USE = (State.DRAFT, State.IN_REVIEW, State.RETURNED, State.ACTIVE)  # their baselines may be worked out again
CHUNK = 500
TOO_OLD = "Nobody stored this file within 30 days, so its copy was removed. Bring it again if it is still wanted."


class NoSuchSpan(AimlineError):
    """Results are kept for 1 to 30 school years before the present one."""


@dataclass(frozen=True)
class Aged:
    """What has been kept long enough: copies of files brought, files of results out of use, and whole school years."""

    copies: tuple[Upload, ...]
    out_of_use: tuple[Segment, ...]
    years: dict[int, tuple[int, ...]]  # by district


def keep_years(viewer: Viewer, district: Unit, years: int) -> None:
    """Say how many school years before the present one a district keeps results of."""
    require_keeper(viewer, district)
    require_span(years)
    with transaction.atomic():
        Retention.objects.update_or_create(district=district, defaults={"years_kept": years})
        note(viewer, "keep years", district, years=years)


def require_span(years: int) -> None:
    """Raise NoSuchSpan for a number of years that results cannot be kept."""
    if years not in YEARS:
        raise NoSuchSpan(
            "no-such-span",
            say("Results are kept for 1 to 30 school years before the present one."),
            say("Choose a number from 1 to 30."),
        )


def aged(viewer: Viewer, *, place: Unit | None = None, years: int | None = None) -> Aged:
    """Find what has been kept long enough in the districts the viewer keeps, or in one `place`; changes nothing.

    `years` asks what would go if results of so many school years were kept; without it, what each district said counts.
    """
    require_keeper(viewer, place)
    kept = list(districts(viewer)) if place is None else [place]
    old = Upload.objects.filter(at__lt=viewer.now - COPIES_KEPT).order_by("pk")
    if not viewer.is_installation_steward or place is not None:
        old = old.filter(place__district__in=kept)
    if years is not None:
        require_span(years)
    spans = queries.years_kept(viewer, kept) if years is None else {district.pk: years for district in kept}
    return Aged(
        copies=tuple(upload for upload in old if upload_folder(upload).exists()),
        out_of_use=out_of_use(kept, timezone.now()),
        years={
            district.pk: past
            for district in kept
            if district.pk in spans and (past := past_years(viewer, district, spans[district.pk]))
        },
    )


def out_of_use(kept: Sequence[Unit], now: datetime) -> tuple[Segment, ...]:
    """Return the files of these districts that may go; who is still writing is known for the whole machine only."""
    stopped, old = left_over(now)
    mine = {unit.pk for unit in kept}
    return tuple(segment for segment in ([] if is_anybody_at_work() else stopped) + old if segment.district_id in mine)


def left_over(now: datetime) -> tuple[list[Segment], list[Segment]]:
    """Return the files of imports that were cut off over a day ago, and those retired for two days."""
    stopped = Segment.objects.filter(made_in=None, writing_since__lt=now - STOPPED_KEPT)
    old = Segment.objects.filter(made_in__isnull=False, retired_at__lt=now - RETIRED_KEPT)
    return list(stopped.order_by("pk")), list(old.order_by("pk"))


def past_years(viewer: Viewer, district: Unit, span: int) -> tuple[int, ...]:
    """Return the school years whose results go: none that a goal or its draft begins in, and none after it."""
    first_kept = ending_in(district, viewer.today) - span
    starts = Goal.objects.filter(district=district, state__in=IN_USE, baseline_on__isnull=False)
    begun = [ending_in(district, day) for day in starts.values_list("baseline_on", flat=True).distinct() if day]
    live = Segment.objects.filter(files.LIVE, district=district, school_year__lt=min([first_kept, *begun]))
    return tuple(sorted(set(live.values_list("school_year", flat=True))))


def ending_in(district: Unit, day: date) -> int:
    """Name the school year a day counts to: one the district entered, else the usual one."""
    own = SchoolYear.objects.filter(district=district, starts_on__lte=day, ends_on__gte=day).order_by("ending").first()
    return own.ending if own else ending_of(day)


def last_day_of(district: Unit, ending: int) -> date:
    """Return the last day of a school year: of the one the district entered, else of the usual one."""
    own = SchoolYear.objects.filter(district=district, ending=ending).first()
    return own.ends_on if own else default_year(ending).ends_on


def let_go(viewer: Viewer, found: Aged) -> None:
    """Let all of it go, one thing at a time: cut off anywhere, the next call finds the rest."""
    require_keeper(viewer)
    for upload in found.copies:
        copies.let_go(upload, TOO_OLD)
    remove(found.out_of_use)
    remove_spill(timezone.now())
    forget_work(timezone.now())
    for district in districts(viewer).filter(pk__in=list(found.years)):
        patiently(lambda home=district: end_years(viewer, home, found.years[home.pk]))  # type: ignore[misc]  # bound now


def remove(segments: Sequence[Segment]) -> int:
    """Remove files and then their rows, each checked once more to be out of use."""
    n_removed = 0
    for segment in segments:
        with transaction.atomic():
            same = Segment.objects.select_for_update().filter(
                pk=segment.pk, made_in=segment.made_in, retired_in=segment.retired_in
            )
            for row in same:
                files.remove(row)
                n_removed += 1
    return n_removed


def remove_spill(now: datetime) -> None:
    """Remove what DuckDB, uploads and pulls of processes that died left behind: they hold rows of students."""
    for name in ("spill", "temporary", "incoming", "pulls"):
        for path in (Path(settings.DATA) / name).glob("**/*"):
            with suppress(FileNotFoundError):  # whoever works at this moment removes their own
                remove_old(path, now)


def forget_work(now: datetime) -> None:
    """Remove the notes of background work that ended long ago: they tell what was asked for, and where it stopped."""
    DBTaskResult.objects.finished().filter(finished_at__lt=now - COPIES_KEPT).delete()


def remove_old(path: Path, now: datetime) -> None:
    if path.is_file() and now.timestamp() - path.stat().st_mtime > SPILL_KEPT.total_seconds():
        path.unlink()


def end_years(viewer: Viewer, district: Unit, years: Sequence[int]) -> None:
    """Let the results of whole school years no longer count, and the students go who are in no later year.

    Readings, verdicts and check-ins stay: they are numbers of groups, and history.
    """
    heads = read_heads([district.pk])
    live = Segment.objects.filter(files.LIVE, district=district)
    past = list(live.filter(school_year__in=years))
    staying = erasure.students_in(writing(), [files.path_of(each) for each in live.exclude(school_year__in=years)])
    with transaction.atomic():
        lock_heads(heads, n_batches=0)
        retire(past, heads.generation(district.pk))
        last_day = last_day_of(district, max(years))
        Enrolment.objects.filter(district=district, school_year__lte=max(years)).delete()
        Seat.objects.filter(district=district, ends_on__lte=last_day).delete()
        GroupMembership.objects.filter(student__district=district, ends_on__lte=last_day).delete()
        gone = leavers(district, staying.tolist())
        frozen_lists.take_out(district, gone)
        for start in range(0, len(gone), CHUNK):
            Student.objects.filter(pk__in=gone[start : start + CHUNK]).delete()
        note(viewer, "retain", district, years=list(years), n_students=len(gone))


def leavers(district: Unit, staying: Sequence[int]) -> list[int]:
    """Return the students who have neither a result nor an enrolment nor a seat any more."""
    nowhere = Student.objects.filter(district=district, enrolments=None, seats=None).values_list("pk", flat=True)
    return sorted(set(nowhere) - set(staying))


def note(viewer: Viewer, verb: str, district: Unit, **after: object) -> None:
    journal.record(
        verb,
        person_id=viewer.person_id,
        at=viewer.now,
        noun="results",
        noun_uuid=district.uuid,
        district_id=district.pk,
        after=after,
    )
