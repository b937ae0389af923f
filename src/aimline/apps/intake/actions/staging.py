"""Read a file through its mapping and say what it would bring."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from enum import StrEnum
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction

from aimline.apps.intake.actions import creating, doubting, elsewhere, files, former_numbers, naming, progress
from aimline.apps.intake.actions.folders import parsing, staging_folder
from aimline.apps.intake.actions.matching import Known, match, match_administrations
from aimline.apps.intake.actions.progress import Step
from aimline.apps.intake.actions.receiving import check_open
from aimline.apps.intake.models import Upload, UploadState
from aimline.apps.intake.queries.meaning import mapping_of
from aimline.apps.journal.actions import StaleVersion
from aimline.apps.organizations.models import UnitKind
from aimline.apps.organizations.policy import Viewer, may_keep_places
from aimline.apps.results.models import Batch, BatchState, Head, Measure, MeasureLevel, Segment, SegmentKind
from aimline.apps.results.queries import BY_SHARE
from aimline.domain.measure import Metric
from aimline.domain.refusal import AimlineError
from aimline.domain.words import say
from aimline.exchange import mapping_file, recognition, renaming, settled, unpacking
from aimline.exchange.mapping import Mapping, UnusableMapping
from aimline.exchange.recognition import Recognised
from aimline.warehouse import comparison, enrolments, left_out, staging
from aimline.warehouse.staged import Staged

N_SHOWN = 200
N_ASKED = 10
UNJUDGED = "{measure} is counted by level, and no row has a level or a cut score: goals on it would get no reading."
UNSAID = (
    "{measure} is counted by level, and nobody said from which of its levels a student is proficient ({levels}): goals"
    " on it would get no reading. Choose that level among its columns, or write proficient_from in its mapping."
)
WHOSE = (
    "Numbers that have passed to another student since these tests: {n} ({numbers}). Neither names nor enrolments tell"
    " whose the results are. Say it of each number: those of the student who has it now, or of the one who had it then."
)
CONTRADICTED = (
    "By what was said, one student would have results of the same test under two numbers: {n} ({numbers}). Look once"
    " more at whose they are, and change an answer."
)
GROUP_FAILED = (
    "Formulas in {column} gave no value, such as {word}. Rows that are stored without it: {n}. Where it matters, mend"
    " the formulas or write the values, save the file and bring it again."
)
LEFT = (
    "Scores stored before whose cells are empty in this file: {n} ({numbers}). They stay, for an empty cell takes"
    " nothing back. Where a student was not tested, write “absent” into the cell and bring the file again."
)
IS_HERE = "This file is already imported. Withdraw the earlier import first if it should come in again."


class Obstacle(StrEnum):
    """Why a file cannot be stored as it stands, for programs; the sentence beside it is for people."""

    NO_ROWS = "no-rows"
    NOTHING_SOUND = "nothing-sound"
    UNKNOWN_SCHOOLS = "unknown-schools"
    UNKNOWN_STUDENTS = "unknown-students"
    OTHER_LEVELS = "other-levels"
    IS_HERE = "is-here"
    WHOSE_NUMBERS = "whose-numbers"


def stage(viewer: Viewer, upload: Upload, *, expects_schools: bool = False) -> Upload:
    """Stage an upload: its report says what is new, what is wrong and what would be created.

    `expects_schools` says that whoever brings the file wrote down that it may add schools, so these are not doubted.
    A file or mapping that cannot be used leaves the upload refused, with the reason in words.
    """
    check_open(viewer, upload)
    with progress.at_work(upload), parsing(upload).held():
        return look_over(viewer, upload, expects_schools=expects_schools)


def look_over(viewer: Viewer, upload: Upload, *, expects_schools: bool) -> Upload:
    """Read, check and compare the file, and keep what was found."""
    numbers = former_numbers.standing(upload)
    try:
        mapping = mapping_of(upload)
        file = recognition.recognise(settings.DATA / upload.path, sheet=mapping.sheet, alike=mapping.alike_sheets)
        mapping = renaming.renamed(mapping, file.renamed)
        staged = read(viewer, upload, mapping, file)
        known = match(viewer, upload, staged)
        # Asked before the look at what counts: what comes in between makes the preview stale, never wrong unseen.
        seen = standing(known.districts.tolist())
        mine = elsewhere.leave_out(viewer, upload, mapping, staged, known)
        known = match(viewer, upload, mine) if mine is not staged else known
    except AimlineError as refusal:
        return settle(upload, UploadState.REFUSED, {}, f"{refusal.message} {refusal.hint}", {})
    report = {"read_as": reading_of(file), **describe(viewer, upload, mapping, mine, known)}
    report["numbers"] = {**former_numbers.said(upload), former_numbers.STANDING: numbers}
    named = doubting.compare_names(upload, mapping, mine, known)
    report["doubts"] = doubting.doubts(upload, mapping, mine, known, named, expects_schools=expects_schools)
    report["otherwise"] = [*settled.otherwise(mapping), *doubting.otherwise(mapping, known)]
    told = settled.sentences(mapping_file.parse(upload.mapping), file, today=viewer.today)
    report["warnings"] = [*told, *warnings(mapping, mine), *doubting.few_other_names(named)]
    report["left"] = left_standing(upload, mapping, mine, known)
    return settle(upload, UploadState.STAGED, report, "", seen)


def standing(districts: Sequence[int]) -> dict[str, int]:
    """Return the generation of each district that is here; a preview made at another one has to be made again."""
    heads = dict(Head.objects.filter(district__in=districts).values_list("district_id", "generation"))
    return {str(district): heads.get(district, 0) for district in districts if district}


def read(viewer: Viewer, upload: Upload, mapping: Mapping, file: Recognised) -> Staged:
    """Unpack and stage the file in the upload's own folder."""
    reading = progress.teller(upload, Step.READ, file.n_bytes)
    unpacked = unpacking.unpack(file, staging_folder(upload), tell=reading)
    codes, settle = partial(naming.codes_for, viewer, upload), partial(former_numbers.give_back, upload, mapping)
    checking = progress.teller(upload, Step.CHECK, unpacked.n_records)
    staged = staging.stage(
        parsing(upload), unpacked, mapping, today=viewer.today, codes=codes, settle=settle, tell=checking
    )
    progress.tell(upload, Step.COMPARE)
    return staged


def reading_of(file: Recognised) -> dict[str, object]:
    """Return how the file was understood, to be looked at: form, letters, separator, and of a workbook the sheet."""
    form: dict[str, object] = {"format": file.format.value, "encoding": file.encoding, "delimiter": file.delimiter}
    sheets = {"sheet": file.sheet, "sheets": list(file.sheets), "read": list(file.read)}
    return form | (sheets if len(file.sheets) > 1 else {})


def describe(viewer: Viewer, upload: Upload, mapping: Mapping, staged: Staged, known: Known) -> dict[str, object]:
    """Return the report of a staged file as plain values."""
    district_names = {district.code: district.name or district.code for district in staged.districts}
    new_schools = [s for s, pk in zip(staged.schools, known.schools.tolist(), strict=True) if not pk]
    new_districts = [d for d, pk in zip(staged.districts, known.districts.tolist(), strict=True) if not pk]
    seats = enrolments.count(parsing(upload))
    obstacles = in_the_way(viewer, upload, mapping, staged, known)
    return {
        "counts": asdict(staged.counts),
        "problem_counts": staged.problem_counts,
        "problems": problems_alike(upload),
        "set_aside": staged.set_aside,
        "administrations": [
            {
                "district": district_names[given.district],
                "measure": mapping.measures[given.measure].name,
                "school_year": given.school_year,
                "window": given.window,
                "given_on": given.given_on.isoformat(),
                "n_rows": given.n_rows,
            }
            for given in staged.administrations
        ],
        "asks": asked(staged, known),
        "new_districts": [d.name or d.code for d in new_districts],
        "new_schools": [s.name or s.code for s in new_schools],
        "n_students": staged.n_students,
        "n_new_students": known.n_new_students,
        "n_enrolments": seats.n,
        "n_in_two_schools": seats.n_in_two_schools,
        "compared": asdict(compare(upload, mapping, staged, known)),
        "in_the_way": [sentence for _, sentence in obstacles],
        "obstacles": [str(obstacle) for obstacle, _ in obstacles],
    }


def problems_alike(upload: Upload) -> list[dict[str, object]]:
    """Return what is wrong with the rows, the same thing once with its first lines and how often it occurs."""
    return [
        {
            "lines": list(each.lines),
            "n": each.n,
            "column": each.first.column,
            "value": each.first.value if each.first.column or each.n == 1 else "",
            "code": each.first.code,
            "message": str(each.first.message),
            "hint": str(each.first.hint),
        }
        for each in left_out.alike(parsing(upload), most=N_SHOWN)
    ]


def warnings(mapping: Mapping, staged: Staged) -> list[str]:
    """Say in which measures nobody can be counted as proficient, and for which groups formulas gave no value."""
    told = [
        str(say(GROUP_FAILED, column=mapping.groups[each.group].column, word=each.value, n=each.n_rows))
        for each in staged.failed_groups
        if each.value not in mapping.missing
    ]
    for place, measure in enumerate(mapping.measures):
        given = [each for each in staged.administrations if each.measure == place]
        by_share = Metric(measure.metric) in BY_SHARE
        if by_share and any(each.n_scored for each in given) and not any(each.n_judged for each in given):
            unsaid = measure.levels and not measure.proficient_from
            text = UNSAID if unsaid else UNJUDGED
            told.append(str(say(text, measure=measure.name, levels=", ".join(measure.levels))))
    return told


def asked(staged: Staged, known: Known) -> list[str]:
    """Ask about the districts that storing this file would make: a name spelled otherwise makes one by mistake."""
    text = (
        "There is no district {name} here; storing this file adds it. If it is here under another name, put the file"
        " aside and bring it to that district."
    )
    new = [d for d, pk in zip(staged.districts, known.districts.tolist(), strict=True) if not pk]
    return [str(say(text, name=entry.name or entry.code)) for entry in new[:N_ASKED]]


def compare(upload: Upload, mapping: Mapping, staged: Staged, known: Known) -> comparison.Compared:
    """Count what is new, what changes an earlier result, and what is here already, in the years the file touches."""
    ids, current = here(mapping, staged, known)
    return comparison.compare(parsing(upload), staged, ids, current=current)


def left_standing(upload: Upload, mapping: Mapping, staged: Staged, known: Known) -> list[str]:
    """Say which earlier scores a wide file leaves as they are because their cells are empty."""
    if not mapping.results:
        return []
    ids, current = here(mapping, staged, known)
    by_window = not any(group.year or group.window or group.date for group in mapping.results)
    left = comparison.left(parsing(upload), staged, ids, current=current, by_window=by_window)
    more = " ..." if left.n > len(left.numbers) else ""
    return [str(say(LEFT, n=left.n, numbers=", ".join(left.numbers) + more))] if left.n else []


def here(mapping: Mapping, staged: Staged, known: Known) -> tuple[comparison.KnownIds, list[Path]]:
    """Return the ids of what a file names, and the result files of the years it touches."""
    given = match_administrations(staged, mapping, known.districts)
    touched = {entry.school_year for entry, pk in zip(staged.administrations, given.tolist(), strict=True) if pk}
    live = Segment.objects.filter(
        files.LIVE, kind=SegmentKind.CURRENT, district__in=known.districts.tolist(), school_year__in=touched
    )
    return comparison.KnownIds(known.students, known.schools, given), [files.path_of(segment) for segment in live]


def in_the_way(
    viewer: Viewer, upload: Upload, mapping: Mapping, staged: Staged, known: Known
) -> list[tuple[Obstacle, str]]:
    """Return what must be settled before this file can be committed; an empty list means nothing."""
    found: list[tuple[Obstacle, str]] = []
    if not staged.counts.n_records:
        found.append((Obstacle.NO_ROWS, "The file names its columns but has no row below them."))
    elif not staged.counts.n_stored:
        text = "No row of the file can be stored: look at what is wrong with its rows, and at its columns."
        found.append((Obstacle.NOTHING_SOUND, text))
    if (known.schools == 0).any() and not may_create_places(viewer, upload, mapping):
        text = "The file names schools that are not here. Ask your data steward to add them, or check their codes."
        found.append((Obstacle.UNKNOWN_SCHOOLS, text))
    if known.n_new_students and "students" not in mapping.create:
        text = "The file names students who are not here. Bring the roster first, or let its mapping file add them."
        found.append((Obstacle.UNKNOWN_STUDENTS, text))
    changed = changed_measures(mapping, known.districts.tolist())
    found += [(Obstacle.OTHER_LEVELS, sentence) for sentence in changed]
    if is_here(upload, mapping, known.districts.tolist()):
        found.append((Obstacle.IS_HERE, IS_HERE))
    else:
        found += whose_numbers(upload)
    return found


def whose_numbers(upload: Upload) -> Iterator[tuple[Obstacle, str]]:
    """Ask about numbers that passed to other students, and say where the answers go against each other."""
    for text, numbers in zip((WHOSE, CONTRADICTED), former_numbers.undecided(upload), strict=True):
        listed = ", ".join(numbers[:N_ASKED]) + (" ..." if len(numbers) > N_ASKED else "")
        if numbers:
            yield Obstacle.WHOSE_NUMBERS, text.format(n=len(numbers), numbers=listed)


def is_here(upload: Upload, mapping: Mapping, districts: Sequence[int]) -> bool:
    """Tell whether the same bytes, read in the same way, count in these districts, whatever the file was called.

    An earlier version told readings apart otherwise: of its batches the mapping that was kept is asked.
    """
    live = Batch.objects.filter(district__in=districts, state=BatchState.COMMITTED, file_digest=upload.digest)
    digest = mapping_digest(mapping)
    if live.filter(mapping_digest=digest).exists():
        return True
    brought = Upload.objects.filter(uuid__in=live.values("upload_uuid")).select_related("place__district")
    return any(digest_of_kept(each) == digest for each in brought)


def digest_of_kept(upload: Upload) -> str:
    """Return what tells the reading of a stored file from another; nothing where its mapping cannot be read."""
    try:
        return mapping_digest(mapping_of(upload))
    except UnusableMapping:
        return ""


def may_create_places(viewer: Viewer, upload: Upload, mapping: Mapping) -> bool:
    if "places" not in mapping.create:
        return False
    if upload.place is None:
        return viewer.is_installation_steward
    return upload.place.kind == UnitKind.DISTRICT and may_keep_places(viewer, upload.place)


def changed_measures(mapping: Mapping, districts: Sequence[int]) -> list[str]:
    """Return a sentence for each measure whose levels or cut scores are not those its results were counted with.

    The results that are here were judged by the levels of their version; other levels are another version.
    """
    found = []
    described = {(measure.value, measure.version): measure for measure in mapping.measures}
    stored = Measure.objects.filter(district__in=districts, source=mapping.source).prefetch_related("levels")
    for measure in stored.order_by("name", "pk"):
        named = described.get((measure.code, measure.instrument_version))
        if named and judged_by(measure.direction, measure.levels.all()) != judged_by(
            named.direction, creating.levels_of(named, measure.pk)
        ):
            found.append(
                f"This file gives '{measure.name}' other levels or cut scores than the results that are here. "
                "Give it the levels it had, or a version of its own in the mapping file."
            )
    return list(dict.fromkeys(found))


def judged_by(direction: str, levels: Iterable[MeasureLevel]) -> tuple[str, list[tuple[int, int, str, str, bool]]]:
    """Return what decides who counts as proficient."""
    return direction, sorted(
        (level.order, -99 if level.grade is None else level.grade, level.label, repr(level.lower), level.is_proficient)
        for level in levels
    )


def mapping_digest(mapping: Mapping) -> str:
    """Return what tells one reading of a file from another: a file may come in again where other columns are read.

    What its source and its tests are called and about does not count where it can come from the name of the file: a
    copy under another name would be stored once more, as another test.
    """
    # A place that is known by now fills the gaps of the file, which does not make it another mapping.
    own = {role: word for role, word in mapping.when_empty.items() if role not in ("district", "school")}
    only = mapping.constants.get("measure")
    constants = {role: word for role, word in mapping.constants.items() if role != "measure"}
    unnamed = (replace(each, value="", name="") if each.value == only else each for each in mapping.measures)
    measures = tuple(replace(each, subject="", kind="") for each in unnamed)
    bare = replace(mapping, source="", heads=(), known_as="", beyond=())
    read = replace(bare, when_empty=own, constants=constants, measures=measures)
    return hashlib.sha256(mapping_file.dump(read).encode()).hexdigest()


def settle(upload: Upload, state: UploadState, report: dict[str, object], message: str, seen: dict[str, int]) -> Upload:
    with transaction.atomic():
        fresh = Upload.objects.select_for_update().get(pk=upload.pk)
        if fresh.version != upload.version:
            raise StaleVersion(theirs={"mapping": fresh.mapping}, yours={"mapping": upload.mapping})
        fresh.state, fresh.report, fresh.message, fresh.seen_generations = state, report, message, seen
        fresh.version += 1
        fresh.save(update_fields=["state", "report", "message", "seen_generations", "version"])
    return fresh
