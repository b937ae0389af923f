"""The commit: files first, then one transaction that makes them count.

Nothing that is read by anybody changes before that transaction, so a process that dies leaves everything or nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NoReturn

import numpy as np
from django.db import IntegrityError, transaction

from aimline.apps.goals.models import Goal
from aimline.apps.intake.actions import (
    adding,
    belonging,
    creating,
    files,
    former_numbers,
    matching,
    progress,
    saved_mappings,
)
from aimline.apps.intake.actions.folders import clear_staging, parsing, writing
from aimline.apps.intake.actions.heads import N_TRIES, Heads, MovedMeanwhile, lock_heads, moved_meanwhile, read_heads
from aimline.apps.intake.actions.progress import Step
from aimline.apps.intake.actions.receiving import NotOpen, note
from aimline.apps.intake.actions.staging import in_the_way, mapping_digest, stage
from aimline.apps.intake.models import Upload, UploadState
from aimline.apps.intake.queries.meaning import mapping_of
from aimline.apps.journal.actions import StaleVersion
from aimline.apps.monitoring.actions import computing, readings, verdicts
from aimline.apps.organizations.policy import NotAllowed, Viewer, may_import
from aimline.apps.results.models import Batch, BatchState, Segment, SegmentKind
from aimline.domain.refusal import AimlineError
from aimline.domain.words import Message, say
from aimline.exchange.mapping import Mapping
from aimline.exchange.progress import Tell, nobody
from aimline.warehouse import former_numbers as undecided_numbers
from aimline.warehouse import resolution, segments, staged_rows
from aimline.warehouse.segments import Written
from aimline.warehouse.staged import Staged, load

# As PostgreSQL names a constraint that was broken, and as SQLite names its columns.
ADDED_MEANWHILE = (
    "a_district_has_its_code",
    "a_school_is_district_and_code",
    "organizations_unit.code",
    "one_school_year_per_ending",
    "organizations_schoolyear.ending",
)
COMMITTABLE = frozenset({UploadState.STAGED, UploadState.COMMITTING})


class InTheWay(AimlineError):
    """Something must be settled before the file can be committed."""


class Held(AimlineError):
    """The results do not look like those that are here, and nobody has said that they are right."""


class PreviewMoved(AimlineError):
    """Other results came in since the preview; it has been computed again."""


@dataclass(frozen=True)
class Work:
    """Who commits what: the upload as it stands, its mapping with the place filled in, and its staged rows."""

    viewer: Viewer
    upload: Upload
    mapping: Mapping
    staged: Staged
    is_confirmed: bool


@dataclass(frozen=True)
class Place:
    """One district and year touched by a commit, and the files it gets."""

    district: int
    school_year: int
    log: Segment
    current: Segment


def commit(viewer: Viewer, upload: Upload, *, version: int, confirmed: bool = False) -> tuple[Batch, ...]:
    """Make a staged upload count; returns one batch a district.

    Raises InTheWay with the reason when something must be settled first, Held when its results look unlike those that
    are here and nobody `confirmed` them, PreviewMoved when other results came in since the preview, StaleVersion when
    somebody else changed the import.
    """
    if not may_import(viewer, upload.place):
        raise NotAllowed
    with parsing(upload).held():
        work = begin(viewer, upload, version, is_confirmed=confirmed)
        with progress.at_work(work.upload):
            return persist(work)


def persist(work: Work) -> tuple[Batch, ...]:
    """Try again where others stored something in the same moment."""
    for _ in range(N_TRIES - 1):
        try:
            return attempt(work)
        except MovedMeanwhile:
            continue
        except IntegrityError as problem:
            if not is_race(problem):
                raise
    return attempt(work)


def is_race(problem: IntegrityError) -> bool:
    """True when somebody added the same place or school year meanwhile; the next attempt meets it."""
    return any(name in str(problem) for name in ADDED_MEANWHILE)


def begin(viewer: Viewer, upload: Upload, version: int, *, is_confirmed: bool) -> Work:
    """Take up an upload that is ready."""
    fresh = Upload.objects.select_related("place__district").get(pk=upload.pk)
    if fresh.state not in COMMITTABLE:
        raise NotOpen(fresh.state)
    if fresh.version != version:
        raise StaleVersion(theirs={"mapping": fresh.mapping}, yours={"mapping": upload.mapping})
    workspace = parsing(fresh)
    if not (staged_rows.are_kept(workspace.folder) and undecided_numbers.are_kept(workspace)):
        look_again(viewer, fresh, say("This preview was made by an earlier version, or broke off."))
    return Work(viewer, fresh, mapping_of(fresh), load(workspace), is_confirmed)


def require_seen(work: Work, heads: Heads) -> None:
    """Compute the preview again where anything moved since; nothing is stored that nobody has looked at."""
    if {str(pk): generation for pk, generation in heads.generations.items()} != work.upload.seen_generations:
        look_again(work.viewer, work.upload, say("Other results came in since this preview."))
    if not former_numbers.is_as_seen(work.upload):
        look_again(work.viewer, work.upload, say("Numbers of students passed to others since this preview."))


def look_again(viewer: Viewer, upload: Upload, why: Message) -> NoReturn:
    """Compute the preview anew, and ask for another look at it."""
    stage(viewer, upload)
    raise PreviewMoved("preview-moved", why, say("It has been computed again: look once more, then store it."))


def require_plausible(work: Work) -> None:
    """Hold a file that somebody has to look at once more (trust.md 3)."""
    doubts = work.upload.report.get("doubts", [])
    if doubts and not work.is_confirmed:
        raise Held(
            "held",
            say("{doubts}", doubts=" ".join(doubts)),
            say("Nothing was stored. If it is right all the same, say so and store it."),
        )


def attempt(work: Work) -> tuple[Batch, ...]:
    """Match, write and publish once, as long as everything stands as the preview showed it."""
    progress.tell(work.upload, Step.FIND)
    known = matching.match(work.viewer, work.upload, work.staged)
    seen = read_heads([pk for pk in known.districts.tolist() if pk])
    require_seen(work, seen)
    reasons = in_the_way(work.viewer, work.upload, work.mapping, work.staged, known)
    if reasons:
        told = " ".join(sentence for _, sentence in reasons)
        raise InTheWay("in-the-way", say("{reason}", reason=told), say("Nothing was stored."))
    require_plausible(work)
    additions = creating.plan(work.staged, work.mapping, known)
    batches = write(work, additions, seen.of(additions.ids.districts.tolist()))
    clear_staging(work.upload)
    return batches


def write(work: Work, additions: creating.Additions, heads: Heads) -> tuple[Batch, ...]:
    """Write the files, compute the readings, and publish both in one transaction."""
    numbers = np.array([heads.number(pk) for pk in additions.ids.districts.tolist()], dtype=np.int64)
    ids = replace(additions.ids, batches=numbers)
    parts = resolution.parts_of(work.staged, ids)
    places = name_places(parts)
    with files.being_written([segment for place in places for segment in (place.log, place.current)]):
        n_rows = work.staged.counts.n_stored
        written = write_files(work.staged, ids, places, tell=progress.teller(work.upload, Step.WRITE, n_rows))
        progress.tell(work.upload, Step.STORE)
        given = dict(zip(ids.administrations.tolist(), ids.measures.tolist(), strict=True))
        goals = readings.wanted(counting(heads))
        # Readings change only at administrations of the file, and those lie in the years it touches.
        after = [files.path_of(place.current) for place in places]
        computed = computing.compute(after, goals, administrations=given)
        logs = [files.path_of(place.log) for place in places] if "enrolments" in work.mapping.create else []
        workspace = parsing(work.upload)
        with (
            adding.newcomers(additions, work.staged, workspace) as newcomers,
            belonging.told_by(logs, additions, work.staged, workspace) as told,
            transaction.atomic(),
        ):
            adding.add_places(additions)
            lock_heads(heads, n_batches=1)
            adding.add(additions, newcomers, told)
            adding.link_standards(work.staged, work.mapping, ids.measures.tolist())
            batches = add_batches(work, ids, parts, heads)
            publish(places, written, batches, heads)
            if readings.wanted(counting(heads)) != goals:
                raise moved_meanwhile()
            moved = readings.store(computed, goals=goals, administrations=given, generations=heads.next_generations())
            verdicts.keep(work.viewer, moved)
            finish(work, batches)
    return tuple(batches.values())


def counting(heads: Heads) -> list[Goal]:
    """Return the locked goals whose readings these districts' results decide."""
    active = Goal.objects.filter(district__in=list(heads.generations), layer="progress", state="active")
    return list(active.select_related("unit", "measure", "cohort").order_by("pk"))


def name_places(parts: Sequence[resolution.Part]) -> list[Place]:
    """Name a file of the log and one of `current` for every district and year of the import."""
    return [
        Place(
            part.district,
            part.school_year,
            log=files.name(part.district, part.school_year, SegmentKind.LOG),
            current=files.name(part.district, part.school_year, SegmentKind.CURRENT),
        )
        for part in parts
    ]


def write_files(
    staged: Staged, ids: resolution.Ids, places: Sequence[Place], *, tell: Tell = nobody
) -> dict[int, Written]:
    """Write log and `current` of every place; returns what was written by the id of its segment."""
    workspace = writing(*resolution.files_of(staged))
    targets = {(place.district, place.school_year): files.path_of(place.log) for place in places}
    logs = resolution.write_log(workspace, staged, ids, targets, tell=tell)
    merges = [
        segments.Merge(
            current=tuple(files.path_of(before) for before in files.current(place.district, place.school_year)),
            added=(files.path_of(place.log),),
            target=files.path_of(place.current),
        )
        for place in places
    ]
    currents = segments.merge(workspace, merges)
    names = [place.log.pk for place in places] + [place.current.pk for place in places]
    return dict(zip(names, [*logs, *currents], strict=True))


def add_batches(work: Work, ids: resolution.Ids, parts: Sequence[resolution.Part], heads: Heads) -> dict[int, Batch]:
    """Add one batch a district, with its place in the order."""
    digest, batches = mapping_digest(work.mapping), {}
    n_wrong = wrong_by_district(work.staged, ids.districts.tolist())
    for place in sorted({part.district for part in parts}):
        own = [part for part in parts if part.district == place]
        batches[place] = Batch.objects.create(
            district_id=place,
            upload_uuid=work.upload.uuid,
            number=heads.number(place),
            state=BatchState.COMMITTED,
            source=work.mapping.source,
            file_name=work.upload.file_name,
            file_digest=work.upload.digest,
            mapping_digest=digest,
            school_years=[part.school_year for part in own],
            n_rows=sum(part.n_rows for part in own),
            n_not_scored=sum(part.n_not_scored for part in own),
            n_problems=n_wrong.get(place, 0),
            created_by_id=work.upload.by_id,
            created_at=work.upload.at,
            committed_at=work.viewer.now,
        )
    return batches


def wrong_by_district(staged: Staged, districts: Sequence[int]) -> dict[int, int]:
    """Return how many rows of each district were left out.

    A row that names no district here belongs to the whole file: it is counted where the file has only one.
    """
    if len(districts) == 1:
        return {districts[0]: staged.counts.n_wrong}
    by_code = staged.n_wrong_by_district
    return {pk: by_code.get(named.code, 0) for pk, named in zip(districts, staged.districts, strict=True)}


def publish(places: Sequence[Place], written: dict[int, Written], batches: dict[int, Batch], heads: Heads) -> None:
    """Let the new files count and retire those they replace."""
    for place in places:
        place.log.batch = batches[place.district]
        for segment in (place.log, place.current):
            files.publish(segment, written[segment.pk], heads.generation(place.district))


def finish(work: Work, batches: dict[int, Batch]) -> None:
    """Close the upload, unless it was changed meanwhile, and tell each district's journal."""
    fresh = Upload.objects.select_for_update().get(pk=work.upload.pk)
    if fresh.state not in COMMITTABLE:
        raise NotOpen(fresh.state)
    if fresh.version != work.upload.version:
        raise StaleVersion(theirs={"mapping": fresh.mapping}, yours={"mapping": work.upload.mapping})
    fresh.state, fresh.message, fresh.version = UploadState.COMMITTED, "", fresh.version + 1
    fresh.save(update_fields=["state", "message", "version"])
    saved_mappings.keep(work.viewer, fresh)
    confirmed = fresh.report.get("doubts", [])
    tell_districts(work.viewer, "commit import", fresh, list(batches.values()), confirmed=confirmed)


def tell_districts(
    viewer: Viewer,
    verb: str,
    upload: Upload,
    batches: Sequence[Batch],
    *,
    why: str = "",
    confirmed: Sequence[str] = (),
) -> None:
    """Tell the journal of every district, and for a file that spans several also into the installation's."""
    seen = list(confirmed)
    if upload.place is None:
        note(viewer, verb, upload, why=why, batches=[str(batch.uuid) for batch in batches], confirmed=seen)
    for batch in batches:
        batch_uuid, n_rows = str(batch.uuid), batch.n_rows
        note(
            viewer,
            verb,
            upload,
            district_id=batch.district_id,
            why=why,
            batch=batch_uuid,
            n_rows=n_rows,
            confirmed=seen,
        )
