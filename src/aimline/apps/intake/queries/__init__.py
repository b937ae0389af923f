"""Files on their way in, as a viewer may see them."""

import dataclasses
import uuid
from collections.abc import Sequence

from django.conf import settings
from django.core.cache import cache
from django.db.models import F, Q, QuerySet

from aimline.apps.goals import queries as goals
from aimline.apps.goals.models import Goal
from aimline.apps.intake import policy
from aimline.apps.intake.models import SavedMapping, Upload, UploadState
from aimline.apps.intake.queries import meaning, unread
from aimline.apps.organizations.models import SchoolYear, Unit, UnitKind
from aimline.apps.organizations.policy import NotVisible, Viewer
from aimline.apps.organizations.queries import school_year
from aimline.apps.results.models import OF_A_CLASS, Administration, ClassCount, Measure, Segment
from aimline.domain.calendar import Calendar
from aimline.exchange import (
    file_names,
    first_mapping,
    guessing,
    mapping_file,
    proposal,
    recognition,
    renaming,
    vocabulary,
)
from aimline.exchange.mapping import Mapping, StatusWords, UnusableMapping
from aimline.exchange.mapping_checks import check
from aimline.exchange.recognition import Recognised
from aimline.exchange.vocabulary import Vocabulary

N_EARLIER = 200
N_GOALS = 30
KEPT_SECONDS = 3600
WORD_ROLES = ("student", "given_name", "family_name", "date", "year", "window", "measure", "level", "score")


def uploads(viewer: Viewer) -> QuerySet[Upload]:
    """Return the uploads the viewer may see, newest first; raises `NotAllowed` for people who bring no files."""
    policy.require_looker(viewer)
    return policy.visible(viewer).order_by("-at", "-pk")


def upload(viewer: Viewer, upload_uuid: uuid.UUID) -> Upload:
    """Return one upload, or raise `NotVisible`."""
    found = policy.visible(viewer).select_related("place__district").filter(uuid=upload_uuid).first()
    if found is None:
        raise NotVisible
    return found


def shown(viewer: Viewer, upload_uuid: uuid.UUID) -> Upload:
    """Return one upload to be shown, or raise `NotVisible`; of a class set others typed in, only what all may read."""
    found = upload(viewer, upload_uuid)
    place = found.place
    if place is None or place.kind not in policy.CLASSES:
        return found
    may_read = policy.may_read_typed(viewer, found, meaning.school_of(place))
    return found if may_read else unread.without_values(found)


def district_for(viewer: Viewer, place_uuid: str) -> Unit | None:
    """Return the district of a chosen place, else the only one there is; none where that leaves it open."""
    chosen = policy.places(viewer).filter(uuid=place_uuid or uuid.UUID(int=0)).select_related("district").first()
    if chosen is not None:
        return chosen.district or chosen
    return meaning.only(Unit.objects.filter(kind=UnitKind.DISTRICT, archived_on=None))


def chosen_class(places: Sequence[Unit], class_uuid: str) -> Unit:
    """Return the class that was chosen, else the first; raises `NotVisible` for one that is not among them."""
    if not class_uuid:
        return places[0]
    found = next((place for place in places if str(place.uuid) == class_uuid), None)
    if found is None:
        raise NotVisible
    return found


def first_look(upload: Upload, *, sheet: str = "", alike: bool = False) -> Recognised:
    """Return what kind of table the uploaded file is, with its first rows.

    Of a workbook: the sheet that is asked for, with `alike` those with the same heads too, else what the mapping says,
    else the one that looks most like results.
    """
    path = settings.DATA / upload.path
    wanted, with_alike = (sheet, alike) if sheet else sheets_of(upload)
    seen = recognition.recognise(path, sheet=wanted, alike=alike or with_alike)
    return recognition.recognise(path, alike=alike) if wanted and seen.problems else seen


def sheets_of(upload: Upload) -> tuple[str, bool]:
    """Return the sheet that the upload's mapping names, else the one it was brought for; and whether those alike."""
    try:
        mapping = mapping_file.parse(upload.mapping) if upload.mapping else None
    except UnusableMapping:
        return "", False
    return (mapping.sheet, mapping.alike_sheets) if mapping else (upload.report.get("sheet", ""), False)


def words_of(upload: Upload, file: Recognised, mapping: Mapping) -> Vocabulary:
    """Return the words of the uploaded file; kept for an hour, because the mapping screen asks again and again."""
    named = {role: mapping.columns[role] for role in WORD_ROLES if role in mapping.columns}
    groups = [tuple(vars(group).items()) for group in mapping.results]
    key = uuid.uuid5(uuid.NAMESPACE_URL, f"words-6:{upload.digest}:{file.read}:{sorted(named.items())}:{groups}").hex
    kept: Vocabulary | None = cache.get(key)
    if kept is None:
        kept = vocabulary.collect(file, named, mapping.results, missing=mapping.missing)
        cache.set(key, kept, KEPT_SECONDS)
    return proposal.with_constants(kept, mapping)


def proposal_for(viewer: Viewer, upload: Upload, file: Recognised) -> tuple[Mapping, Vocabulary, SavedMapping | None]:
    """Return the mapping to begin with, the file's words, and the saved mapping it comes from, if any.

    The upload's own mapping comes first, then that of the newest import whose columns are all here, then a guess.
    """
    earlier = None
    mapping = read(upload, upload.mapping, file)
    if mapping is None:
        mapping, earlier = earlier_mapping(viewer, upload, file)
    if mapping is None or mapping.beyond:
        like = mapping or Mapping("", {})
        mapping = first_mapping.propose(file, source=source_of(upload), today=viewer.today).mapping
        if like.beyond:
            mapping = dataclasses.replace(mapping, known_as=like.known_as, beyond=like.beyond)
    mapping = first_mapping.of_sheet(mapping, file)
    words = words_of(upload, file, mapping)
    return completed(viewer, upload, mapping, words), words, earlier


def earlier_mapping(viewer: Viewer, upload: Upload, file: Recognised) -> tuple[Mapping | None, SavedMapping | None]:
    """Return the mapping saved at this place, the newest used whose columns are all here, as it fits this file.

    Where a file has new columns that tell tests or seasons apart, the mapping names them in `beyond`, and no import
    comes with it. Every kind of file that was ever stored here is known again, however many others came in since; only
    a file that does not name its columns is not, because all such files look alike.
    """
    if not file.n_head:
        return None, None
    like = None
    kept = SavedMapping.objects.filter(place=upload.place, removed_at=None).order_by("-used_at", "-pk")
    for saved in kept[:N_EARLIER]:
        known = read(upload, saved.text, file)
        if known is None:
            continue
        known = dataclasses.replace(known, known_as=saved.name, beyond=first_mapping.beyond(known, file))
        if not known.beyond:
            fitting = first_mapping.counting_as(of_this_year(known, viewer), file)
            return with_stored_days(upload, fitting), saved
        like = like or known
    return like, None


def saved_mappings(viewer: Viewer) -> list[SavedMapping]:
    """Return the saved mappings the viewer may see, the newest used first, those let go at the end."""
    policy.require_bringer(viewer)
    found = policy.visible_mappings(viewer).order_by(F("removed_at").desc(nulls_first=True), "-used_at", "-pk")
    return list(found[:N_EARLIER])


def saved_mapping(viewer: Viewer, mapping_uuid: uuid.UUID) -> SavedMapping:
    """Return one saved mapping, or raise `NotVisible`."""
    found = policy.visible_mappings(viewer).filter(uuid=mapping_uuid).first()
    if found is None:
        raise NotVisible
    return found


def of_this_year(mapping: Mapping, viewer: Viewer) -> Mapping:
    """A year written for every row of an earlier file is that file's; this one is of the present school year."""
    if "year" not in mapping.constants:
        return mapping
    constants = {role: word for role, word in mapping.constants.items() if role != "year"}
    return first_mapping.with_year(dataclasses.replace(mapping, constants=constants, years=()), viewer.today)


def with_stored_days(upload: Upload, mapping: Mapping) -> Mapping:
    """Keep of an earlier file's years only those whose results are stored, with the day they were given.

    The day of a test belongs to its file; every other year is proposed afresh.
    """
    if "date" in mapping.columns:
        return mapping
    district, _ = meaning.home_of(upload)
    given = Administration.objects.filter(district=district, measure__source=mapping.source)
    days = {(year, window): day for year, window, day in given.values_list("school_year", "window", "given_on")}
    years = tuple(
        dataclasses.replace(year, given_on=days[year.ending, year.window])
        for year in mapping.years
        if (year.ending, year.window) in days
    )
    return dataclasses.replace(mapping, years=years)


def without_words(mapping: Mapping) -> Mapping:
    """Return a mapping's columns only, so that everything else is proposed afresh from them."""
    return dataclasses.replace(mapping, years=(), measures=(), status=StatusWords())


def completed(viewer: Viewer, upload: Upload, mapping: Mapping, words: Vocabulary) -> Mapping:
    """Return the mapping with the years, measures and words that the file shows and it does not name yet."""
    return proposal.complete(mapping, words, calendar=calendar_for(upload), today=viewer.today)


def calendar_for(upload: Upload) -> Calendar:
    """Return the calendar of the upload's district; the default years for a file that spans districts."""
    if upload.place is None:
        return Calendar()
    years = SchoolYear.objects.filter(district=upload.place.district_id).prefetch_related("spans").order_by("ending")
    return Calendar(tuple(school_year(year) for year in years))


def read(upload: Upload, text: str, file: Recognised) -> Mapping | None:
    """Return a stored mapping when it fits the upload's columns, with the names that these have now."""
    if not text:
        return None
    try:
        mapping = renaming.renamed(mapping_file.parse(text), file.renamed)
    except UnusableMapping:
        return None
    return None if check(meaning.fill_in(mapping, upload), file.header) else mapping


def source_of(upload: Upload) -> str:
    """Return a name for where the file comes from, taken from its own name."""
    return file_names.stem(upload.file_name)


def tests_here(viewer: Viewer, upload: Upload) -> QuerySet[Measure]:
    """Return the tests that the upload's district holds already; those of one class stay with its class sets."""
    policy.require_bringer(viewer)
    district, _ = meaning.home_of(upload)
    given = Measure.objects.filter(district=district, administrations__isnull=False)
    return given.exclude(source__startswith=OF_A_CLASS).distinct().order_by("name", "pk")


def joined(viewer: Viewer, upload: Upload, mapping: Mapping) -> Mapping:
    """Return the mapping of a file whose one test is called like one that is here, so that both are one test."""
    name = mapping.constants.get("measure", "")
    known = tests_here(viewer, upload).filter(name__iexact=name).first() if name else None
    if known is None:
        return mapping
    described = (
        dataclasses.replace(each, value=known.code, name=known.name, version=known.instrument_version)
        if each.value == name else each
        for each in mapping.measures
    )  # fmt: skip
    constants = {**mapping.constants, "measure": known.code}
    return dataclasses.replace(mapping, source=known.source, constants=constants, measures=tuple(described))


def renames(file: Recognised) -> dict[str, dict[str, str]]:
    """Return the shorter words for values of group columns, as the guess proposes them."""
    guess = guessing.guess(file.header, file.sample)
    return {group.column: dict(group.values) for group in guess.mapping.groups}


def other_sheets(viewer: Viewer, upload: Upload) -> list[str]:
    """Return the filled sheets of a stored workbook of which nothing is stored, while its copy is kept."""
    sheets = upload.report.get("read_as", {}).get("sheets", [])
    if not sheets or not (settings.DATA / upload.path).exists():
        return []
    same = policy.visible(viewer).filter(digest=upload.digest, state=UploadState.COMMITTED)
    known = [report.get("read_as", {}) for report in same.values_list("report", flat=True)]
    stored = {name for each in known for name in each.get("read", [each.get("sheet")])}
    here = sheets.index(upload.report["read_as"]["sheet"])
    return [name for name in (*sheets[here:], *sheets[:here]) if name not in stored]


def may_come_again(viewer: Viewer, upload: Upload) -> bool:
    """Tell whether a withdrawn file can be taken once more from the copy that is kept."""
    is_typed = upload.place is not None and upload.place.kind in policy.CLASSES
    is_file = upload.state == UploadState.WITHDRAWN and not is_typed and policy.may_bring_file(viewer, upload)
    return is_file and (settings.DATA / upload.path).exists()


def same_file(viewer: Viewer, upload: Upload) -> Upload | None:
    """Return the stored import of the very same file that is still live, if there is one; a sheet is a file."""
    sheet = upload.report.get("read_as", {}).get("sheet") or sheets_of(upload)[0]
    live = policy.visible(viewer).filter(digest=upload.digest, state=UploadState.COMMITTED)
    others = live.exclude(pk=upload.pk).order_by("-at")
    return next((each for each in others if not sheet or each.report["read_as"].get("sheet", sheet) == sheet), None)


def moved_goals(viewer: Viewer, upload: Upload) -> list[Goal]:
    """Return the goals the viewer may see whose readings were computed when this file was stored."""
    made = Segment.objects.filter(batch__upload_uuid=upload.uuid, made_in__isnull=False)
    generations = list(made.values_list("district_id", "made_in").distinct())
    moved = Q(pk__in=[])
    for district_id, generation in generations:
        moved |= Q(district_id=district_id, readings__generation=generation)
    return list(goals.visible(viewer).filter(moved).distinct()[:N_GOALS]) if generations else []


def counted_goals(viewer: Viewer, upload: Upload) -> list[Goal]:
    """Return the goals the viewer may see that read the counts of this class."""
    counted = ClassCount.objects.filter(batch__upload_uuid=upload.uuid).first()
    if counted is None:
        return []
    read = Q(readings__administration=counted.administration_id, readings__is_counted_by_hand=True)
    return list(goals.visible(viewer).filter(read, unit=counted.place_id).distinct()[:N_GOALS])
