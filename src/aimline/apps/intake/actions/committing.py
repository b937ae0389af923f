"""The commit: files first, then one transaction that makes them count.

Nothing that is read by anybody changes before that transaction, so a process that dies leaves everything or nothing.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from django.conf import settings
from django.db import IntegrityError, transaction

from aimline.apps.goals.models import Goal
from aimline.apps.intake.actions import adding, creating, matching
from aimline.apps.intake.actions.folders import parsing, warehouse_folder, writing
from aimline.apps.intake.actions.receiving import NotOpen, note
from aimline.apps.intake.actions.staging import mapping_digest, stage
from aimline.apps.intake.models import Upload, UploadState
from aimline.apps.journal.actions import StaleVersion
from aimline.apps.monitoring.actions import readings, verdicts
from aimline.apps.organizations.policy import NotAllowed, Viewer, may_import
from aimline.apps.results.models import Batch, BatchState, Head, Segment, SegmentKind
from aimline.domain.refusal import AimlineError
from aimline.domain.words import say
from aimline.exchange import mapping_file
from aimline.exchange.mapping import Mapping
from aimline.warehouse import resolution, segments
from aimline.warehouse.segments import Written
from aimline.warehouse.staged import Staged, load

N_TRIES = 3
COMMITTABLE = frozenset({UploadState.STAGED, UploadState.COMMITTING})


class InTheWay(AimlineError):
    """Something must be settled before the file can be committed."""


class PreviewMoved(AimlineError):
    """Other results came in since the preview; it has been computed again."""


class MovedMeanwhile(AimlineError):
    """Another import was committed while this one wrote its files; it tries again by itself."""


@dataclass(frozen=True)
class Place:
    """One district and year touched by a commit, and the files it gets."""

    district: int
    school_year: int
    log: Segment
    current: Segment


@dataclass(frozen=True)
class Heads:
    """Where each district of a commit stood when its files were written."""

    generations: dict[int, int]
    last_numbers: dict[int, int]

    def number(self, district: int) -> int:
        return self.last_numbers[district] + 1

    def generation(self, district: int) -> int:
        return self.generations[district] + 1


def commit(viewer: Viewer, upload: Upload, *, version: int) -> tuple[Batch, ...]:
    """Make a staged upload count; returns one batch a district.

    Raises InTheWay with the reason when the report says so, PreviewMoved when other results came in since the
    preview, StaleVersion when somebody else changed the import.
    """
    if not may_import(viewer, upload.place):
        raise NotAllowed
    check_ready(viewer, upload, version)
    mapping = matching.fill_in(mapping_file.load(upload.mapping), upload)
    staged = load(parsing(upload))
    for _ in range(N_TRIES - 1):
        try:
            return attempt(viewer, upload, mapping, staged)
        except (MovedMeanwhile, IntegrityError):
            continue
    return attempt(viewer, upload, mapping, staged)


def attempt(viewer: Viewer, upload: Upload, mapping: Mapping, staged: Staged) -> tuple[Batch, ...]:
    """Match, write and publish once; what another import added meanwhile is met again at the next attempt."""
    known = matching.match(viewer, upload, staged)
    return write(viewer, upload, mapping, staged, creating.plan(staged, mapping, known))


def check_ready(viewer: Viewer, upload: Upload, version: int) -> None:
    fresh = Upload.objects.get(pk=upload.pk)
    if fresh.state not in COMMITTABLE:
        raise NotOpen(fresh.state)
    if fresh.version != version:
        raise StaleVersion(theirs={"mapping": fresh.mapping}, yours={"mapping": upload.mapping})
    reasons = fresh.report["in_the_way"]
    if reasons:
        raise InTheWay("in-the-way", say("{reason}", reason=" ".join(reasons)), say("Nothing was stored."))
    seen = {int(district): generation for district, generation in fresh.seen_generations.items()}
    heads = dict(Head.objects.filter(district__in=list(seen)).values_list("district_id", "generation"))
    if any(heads.get(district) != generation for district, generation in seen.items()):
        stage(viewer, fresh)
        raise PreviewMoved(
            "preview-moved",
            say("Other results came in since this preview."),
            say("It has been computed again: look once more, then store it."),
        )


def write(
    viewer: Viewer, upload: Upload, mapping: Mapping, staged: Staged, additions: creating.Additions
) -> tuple[Batch, ...]:
    """Write the files, compute the readings, and publish both in one transaction."""
    heads = read_heads(additions.ids.districts.tolist())
    numbers = np.array([heads.number(pk) for pk in additions.ids.districts.tolist()], dtype=np.int64)
    ids = replace(additions.ids, batches=numbers)
    resolved = resolution.resolve(parsing(upload), staged, ids)
    places = name_files(viewer, [(part.district, part.school_year) for part in resolved.parts])
    try:
        written = write_files(resolved.path, places)
        given = dict(zip(ids.administrations.tolist(), ids.measures.tolist(), strict=True))
        goals = readings.wanted(counting(heads))
        computed = readings.compute(files_after(heads, places), goals, administrations=given)
        with transaction.atomic():
            adding.add(additions, staged, mapping)
            lock_heads(heads, n_batches=1)
            batches = add_batches(viewer, upload, mapping, resolved, heads)
            publish(viewer, places, written, batches, heads)
            if readings.wanted(counting(heads)) != goals:
                raise moved_meanwhile()
            keep_readings(viewer, computed, goals, given, heads)
            finish(viewer, upload, staged, batches)
    except (MovedMeanwhile, IntegrityError):
        give_up(places)
        raise
    return tuple(batches.values())


def counting(heads: Heads) -> list[Goal]:
    """Return the locked goals whose readings these districts' results decide."""
    active = Goal.objects.filter(district__in=list(heads.generations), layer="progress", state="active")
    return list(active.select_related("unit", "measure", "cohort").order_by("pk"))


def read_heads(districts: Sequence[int]) -> Heads:
    stored = {head.district_id: head for head in Head.objects.filter(district__in=districts)}
    return Heads(
        generations={pk: stored[pk].generation if pk in stored else 0 for pk in districts},
        last_numbers={pk: stored[pk].last_batch_number if pk in stored else 0 for pk in districts},
    )


def lock_heads(heads: Heads, *, n_batches: int) -> None:
    """Take the one lock of each district, in one order, see that nobody published meanwhile, and move it on."""
    for district in sorted(heads.generations):
        Head.objects.get_or_create(district_id=district)
        head = Head.objects.select_for_update().get(district_id=district)
        if (head.generation, head.last_batch_number) != (heads.generations[district], heads.last_numbers[district]):
            raise moved_meanwhile()
        head.generation, head.last_batch_number = heads.generation(district), heads.last_numbers[district] + n_batches
        head.save(update_fields=["generation", "last_batch_number"])


def name_files(viewer: Viewer, parts: Sequence[tuple[int, int]]) -> list[Place]:
    """Name the files to be written in rows of their own, so that a crash leaves nothing unexplained."""
    places = [
        Place(
            district,
            school_year,
            log=new_segment(viewer, district, school_year, SegmentKind.LOG),
            current=new_segment(viewer, district, school_year, SegmentKind.CURRENT),
        )
        for district, school_year in parts
    ]
    with transaction.atomic():
        for place in places:
            place.log.save(force_insert=True)
            place.current.save(force_insert=True)
    return places


def new_segment(viewer: Viewer, district: int, school_year: int, kind: SegmentKind) -> Segment:
    path = segments.place(
        warehouse_folder(), kind=kind.value, district=district, school_year=school_year, token=uuid.uuid4().hex
    )
    return Segment(
        district_id=district,
        school_year=school_year,
        kind=kind,
        path=str(path.relative_to(settings.DATA)),
        writing_since=viewer.now,
    )


def write_files(resolved: Path, places: Sequence[Place]) -> dict[int, Written]:
    """Write log and `current` of every place; returns what was written by the id of its segment."""
    workspace = writing(resolved)
    logs = segments.write_log(workspace, resolved, {(p.district, p.school_year): path_of(p.log) for p in places})
    merges = [
        segments.Merge(
            current=tuple(path_of(before) for before in live(place)),
            added=(path_of(place.log),),
            target=path_of(place.current),
        )
        for place in places
    ]
    currents = segments.merge(workspace, merges)
    names = [place.log.pk for place in places] + [place.current.pk for place in places]
    return dict(zip(names, [*logs, *currents], strict=True))


def live(place: Place) -> list[Segment]:
    """Return the `current` files that count now for a district and year."""
    return list(
        Segment.objects.filter(
            district_id=place.district,
            school_year=place.school_year,
            kind=SegmentKind.CURRENT,
            made_in__isnull=False,
            retired_in=None,
        )
    )


def path_of(segment: Segment) -> Path:
    return Path(settings.DATA) / segment.path


def files_after(heads: Heads, places: Sequence[Place]) -> list[Path]:
    """Return the `current` files of the years touched, as they will be after the commit.

    Readings change only at administrations of the file, and those lie in the years touched.
    """
    return [path_of(place.current) for place in places if place.district in heads.generations]


def add_batches(
    viewer: Viewer, upload: Upload, mapping: Mapping, resolved: resolution.Resolved, heads: Heads
) -> dict[int, Batch]:
    """Add one batch a district, with its place in the order."""
    digest, batches = mapping_digest(upload), {}
    counts = upload.report["counts"]
    for district in sorted({part.district for part in resolved.parts}):
        parts = [part for part in resolved.parts if part.district == district]
        batches[district] = Batch.objects.create(
            district_id=district,
            upload_uuid=upload.uuid,
            number=heads.number(district),
            state=BatchState.COMMITTED,
            source=mapping.source,
            file_name=upload.file_name,
            file_digest=upload.digest,
            mapping_digest=digest,
            school_years=[part.school_year for part in parts],
            n_rows=sum(part.n_rows for part in parts),
            n_problems=counts["n_wrong"],
            created_by_id=viewer.person_id,
            created_at=upload.at,
            committed_at=viewer.now,
        )
    return batches


def publish(
    viewer: Viewer, places: Sequence[Place], written: dict[int, Written], batches: dict[int, Batch], heads: Heads
) -> None:
    """Let the new files count and retire those they replace."""
    for place in places:
        generation = heads.generation(place.district)
        for before in live(place):
            before.retired_in, before.retired_at = generation, viewer.now
            before.save(update_fields=["retired_in", "retired_at"])
        place.log.batch = batches[place.district]
        for segment in (place.log, place.current):
            settle(segment, written[segment.pk], generation)


def settle(segment: Segment, written: Written, generation: int) -> None:
    segment.n_rows, segment.n_bytes, segment.digest = written.n_rows, written.n_bytes, written.sha256
    segment.made_in = generation
    segment.save(update_fields=["batch", "n_rows", "n_bytes", "digest", "made_in"])


def keep_readings(
    viewer: Viewer,
    computed: Sequence[readings.ComputedReading],
    goals: Sequence[readings.Wanted],
    given: dict[int, int],
    heads: Heads,
) -> None:
    """Store the readings that moved and judge their goals again."""
    generation = max(heads.generation(district) for district in heads.generations)
    moved = readings.store(computed, goals=goals, administrations=given, generation=generation)
    verdicts.keep(viewer, moved)


def finish(viewer: Viewer, upload: Upload, staged: Staged, batches: dict[int, Batch]) -> None:
    fresh = Upload.objects.select_for_update().get(pk=upload.pk)
    if fresh.state not in COMMITTABLE:
        raise NotOpen(fresh.state)
    fresh.state, fresh.message, fresh.version = UploadState.COMMITTED, "", fresh.version + 1
    fresh.save(update_fields=["state", "message", "version"])
    named = [str(batch.uuid) for batch in batches.values()]
    note(viewer, "commit import", upload, n_rows=staged.counts.n_stored, batches=named)


def give_up(places: Sequence[Place]) -> None:
    """Let go of files that will never count."""
    for place in places:
        for segment in (place.log, place.current):
            path_of(segment).unlink(missing_ok=True)
            segment.delete()


def moved_meanwhile() -> MovedMeanwhile:
    return MovedMeanwhile(
        "moved-meanwhile",
        say("Other imports kept coming in while this one was being stored."),
        say("Nothing was stored. Try again in a minute."),
    )
