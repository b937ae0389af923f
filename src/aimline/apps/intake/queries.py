"""Files on their way in, as a viewer may see them."""

import uuid

from django.conf import settings
from django.core.cache import cache

from aimline.apps.intake import policy
from aimline.apps.intake.models import Upload
from aimline.apps.organizations.models import SchoolYear
from aimline.apps.organizations.policy import NotVisible, Viewer
from aimline.apps.organizations.queries import school_year
from aimline.domain.calendar import Calendar
from aimline.exchange import guessing, mapping_file, proposal, recognition, vocabulary
from aimline.exchange.mapping import Mapping, UnusableMapping, check
from aimline.exchange.recognition import Recognised
from aimline.exchange.vocabulary import Vocabulary

N_RECENT = 50
KEPT_SECONDS = 3600
WORD_ROLES = ("year", "window", "measure", "level", "score")


def uploads(viewer: Viewer) -> list[Upload]:
    """Return the newest uploads the viewer may see; raises `NotAllowed` for people who bring no results."""
    policy.require_bringer(viewer)
    return list(policy.visible(viewer).order_by("-at", "-pk")[:N_RECENT])


def upload(viewer: Viewer, upload_uuid: uuid.UUID) -> Upload:
    """Return one upload, or raise `NotVisible`."""
    found = policy.visible(viewer).select_related("place__district").filter(uuid=upload_uuid).first()
    if found is None:
        raise NotVisible
    return found


def first_look(upload: Upload) -> Recognised:
    """Return what kind of table the uploaded file is, with its first rows."""
    return recognition.recognise(settings.DATA / upload.path)


def words_of(upload: Upload, file: Recognised, columns: dict[str, str]) -> Vocabulary:
    """Return the words of the uploaded file; kept for an hour, because the mapping screen asks again and again."""
    named = {role: columns[role] for role in WORD_ROLES if role in columns}
    key = f"words:{upload.digest}:{sorted(named.items())}"
    kept: Vocabulary | None = cache.get(safe_key(key))
    if kept is None:
        kept = vocabulary.collect(file, named)
        cache.set(safe_key(key), kept, KEPT_SECONDS)
    return kept


def safe_key(text: str) -> str:
    """Return a cache key without the spaces and length that some caches refuse."""
    return uuid.uuid5(uuid.NAMESPACE_URL, text).hex


def proposed_mapping(viewer: Viewer, upload: Upload, file: Recognised) -> tuple[Mapping, Upload | None]:
    """Return the mapping to begin with, and the earlier upload it was taken from, if any.

    The upload's own mapping comes first, then that of the newest import whose columns are all here, then a guess.
    """
    own = read(upload.mapping, file.header)
    if own:
        return own, None
    for earlier in policy.visible(viewer).exclude(pk=upload.pk).filter(place=upload.place).order_by("-at")[:10]:
        known = read(earlier.mapping, file.header)
        if known:
            return known, earlier
    return guessing.guess(file.header, file.sample, source=source_of(upload)).mapping, None


def read(text: str, header: tuple[str, ...]) -> Mapping | None:
    """Return a stored mapping when it fits a file's columns."""
    if not text:
        return None
    try:
        mapping = mapping_file.load(text)
    except UnusableMapping:
        return None
    return None if check(mapping, header) else mapping


def source_of(upload: Upload) -> str:
    """Return a name for where the file comes from, taken from its own name."""
    return upload.file_name.split(".")[0].replace("_", " ").strip()[:60] or "file"


def completed(viewer: Viewer, upload: Upload, mapping: Mapping, words: Vocabulary) -> Mapping:
    """Return the mapping with the years, measures and words that the file shows and it does not name yet."""
    return proposal.complete(mapping, words, calendar=calendar_for(upload), today=viewer.today)


def calendar_for(upload: Upload) -> Calendar:
    """Return the calendar of the upload's district; the default years for a file that spans districts."""
    if upload.place is None:
        return Calendar()
    years = SchoolYear.objects.filter(district=upload.place.district_id).prefetch_related("spans").order_by("ending")
    return Calendar(tuple(school_year(year) for year in years))
