"""Which of two rosters of one system is the newer, and which was stored last: these need not be the same."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any  # what was told of a roster, as JSON keeps it

from django.db.models import QuerySet

from aimline.apps.intake.models import Upload, UploadState
from aimline.apps.organizations.models import Unit
from aimline.domain.refusal import AimlineError
from aimline.domain.words import say

Told = Mapping[str, Any]
STORED = "stored_as"  # the place of a roster in the order of storing, in its report
AGAIN = "said_again"  # the newest rosters that said nothing new since, by file, in its report
ASKED = [f"report__roster__{key}" for key in (STORED, "told__packed_on", "told__files", AGAIN)]  # not whole reports
# Zips tell local days, and no page asks a district for its time zone: a moment lies in these days, somewhere on earth.
LAST_TO_WAKE, FIRST_TO_WAKE = timezone(timedelta(hours=-12)), timezone(timedelta(hours=14))


@dataclass(frozen=True)
class Age:
    """The files that a roster speaks of, the first and last day it may tell of, and the moment it was brought."""

    files: frozenset[str]
    first_on: str
    last_on: str
    at: datetime


@dataclass(frozen=True)
class Stored:
    """A stored roster: its place in the order of storing, its age, and the ages of those that said the same since."""

    place: tuple[int, int]
    file_name: str
    age: Age
    again: tuple[Age, ...]


class OlderRoster(AimlineError):
    """A roster of the same system that tells of a later day is stored, or confirmed what is stored."""

    def __init__(self, newer: Stored, age: Age) -> None:
        said = "A newer roster of this system is stored: {name}."
        if not is_newer(newer.age, age):
            said = "A newer roster of this system says that what is stored from {name} still holds."
        super().__init__(
            "older-roster",
            say(said, name=newer.file_name),
            say("Nothing of this one was stored. Export the roster again, or withdraw the newer one first."),
        )


class NewerRoster(AimlineError):
    """A roster of the same system that was stored later is here: it changed only what this one had left."""

    def __init__(self, newer: Stored) -> None:
        super().__init__(
            "newer-roster",
            say("A newer roster of this system is stored, and it stands on this one: {name}.", name=newer.file_name),
            say("Nothing was withdrawn. Withdraw the newer one first."),
        )


def require_newest(upload: Upload, told: Told) -> int:
    """Return the next place in the order of storing, which holds while the district is held.

    Raises OlderRoster where a later day was told of one of the same files: this roster would undo it.
    """
    others, age = stored(upload, told), age_of(upload, told)
    newer = [each for each in others if any(is_newer(one, age) for one in (each.age, *each.again))]
    if newer and not told["is_empty"]:
        raise OlderRoster(newer[-1], age)
    return 1 + max((each.place[0] for each in others), default=0)


def require_last(upload: Upload) -> None:
    """Raise NewerRoster where another roster of the system was stored after this one."""
    own = upload.report["roster"].get(STORED, 0), upload.pk
    later = [each for each in stored(upload, upload.report["roster"]["told"]) if each.place > own]
    if later:
        raise NewerRoster(later[-1])


def standing(district: Unit) -> set[int]:
    """Return the keys of the stored rosters that changed something in a district, whatever their system."""
    return set(changing(district).values_list("pk", flat=True))


def say_again(upload: Upload, told: Told) -> None:
    """Note at the roster stored last how new this one is, which says the same; call it while the district is held.

    It stands there, so that it goes when that roster is withdrawn.
    """
    others, age = stored(upload, told), age_of(upload, told)
    if not others:
        return
    last = Upload.objects.select_for_update().get(pk=others[-1].place[1])
    known = {file: one for one in others[-1].again for file in one.files}
    raised = {file for file in age.files if file not in known or is_newer(age, known[file])}
    new = {file: {"packed_on": told["packed_on"], "at": upload.at.isoformat()} for file in raised}
    last.report["roster"][AGAIN] = last.report["roster"].get(AGAIN, {}) | new
    last.save(update_fields=["report"])


def stored(upload: Upload, told: Told) -> list[Stored]:
    """Return the other stored rosters of the same district and system that changed something, the last stored last."""
    rows = changing(upload.place).filter(report__roster__told__source=told["source"]).exclude(uuid=upload.uuid)
    return sorted((read(*row) for row in rows.values_list("pk", "file_name", "at", *ASKED)), key=lambda one: one.place)


def read(
    pk: int,
    file_name: str,
    at: datetime,
    stored_as: int | None,
    packed_on: str | None,
    files: Told,
    again: Told | None,
) -> Stored:
    """Read what a stored roster's report says of its age; those of earlier versions were stored as they came."""
    since = (made([file], one["packed_on"], datetime.fromisoformat(one["at"])) for file, one in (again or {}).items())
    return Stored((stored_as or 0, pk), file_name, made(files, packed_on, at), tuple(since))


def changing(district: Unit | None) -> QuerySet[Upload]:
    return Upload.objects.filter(place=district, state=UploadState.COMMITTED, report__roster__told__is_empty=False)


def age_of(upload: Upload, told: Told) -> Age:
    return made(told["files"], told.get("packed_on"), upload.at)


def made(files: Iterable[str], packed_on: str | None, at: datetime) -> Age:
    """Return an age: of the day it was packed, or of that on which it was brought where that is unknown or to come."""
    first, last = (at.astimezone(zone).date().isoformat() for zone in (LAST_TO_WAKE, FIRST_TO_WAKE))
    if packed_on and packed_on <= last:
        first = last = packed_on
    return Age(frozenset(files), first, last, at)


def is_newer(one: Age, other: Age) -> bool:
    """Compare the days of which two bundles tell; where these may be the same, the moments at which they came."""
    if not one.files & other.files or other.first_on > one.last_on:
        return False
    return one.first_on > other.last_on or one.at > other.at
