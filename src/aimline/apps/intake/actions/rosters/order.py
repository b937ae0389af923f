"""Which of two rosters of one system is the newer, and which was stored last: these need not be the same."""

from collections.abc import Iterator, Mapping
from typing import Any  # what was told of a roster, as JSON keeps it

from aimline.apps.intake.models import Upload, UploadState
from aimline.domain.refusal import AimlineError
from aimline.domain.words import say

Told = Mapping[str, Any]
STORED = "stored_as"  # the place of a roster in the order of storing, in its report


class OlderRoster(AimlineError):
    """A roster of the same system that tells of a later day is stored."""

    def __init__(self, newer: Upload) -> None:
        super().__init__(
            "older-roster",
            say("A newer roster of this system is stored: {name}.", name=newer.file_name),
            say("Nothing of this one was stored. Export the roster again, or withdraw the newer one first."),
        )


class NewerRoster(AimlineError):
    """A roster of the same system that was stored later is here: it changed only what this one had left."""

    def __init__(self, newer: Upload) -> None:
        super().__init__(
            "newer-roster",
            say("A newer roster of this system is stored, and it stands on this one: {name}.", name=newer.file_name),
            say("Nothing was withdrawn. Withdraw the newer one first."),
        )


def require_newest(upload: Upload, told: Told) -> None:
    """Raise OlderRoster where a stored roster told of a later day in one of the same files: this one would undo it."""
    newer = [each for each in stored(upload, told) if is_newer(each, upload, told)]
    if newer and not told["is_empty"]:
        raise OlderRoster(newer[-1])


def require_last(upload: Upload) -> None:
    """Raise NewerRoster where another roster of the system was stored after this one."""
    own = place_of(upload)
    later = [each for each in stored(upload, upload.report["roster"]["told"]) if place_of(each) > own]
    if later:
        raise NewerRoster(later[-1])


def next_place(upload: Upload, told: Told) -> int:
    """Return the next place in the order of storing; call it while the district is held."""
    return 1 + max((place_of(each)[0] for each in stored(upload, told)), default=0)


def stored(upload: Upload, told: Told) -> Iterator[Upload]:
    """Give the other stored rosters of the same district and system that changed something, the last stored last."""
    same = {"report__roster__told__source": told["source"], "report__roster__told__is_empty": False}
    others = Upload.objects.filter(place=upload.place, state=UploadState.COMMITTED, **same).exclude(uuid=upload.uuid)
    return iter(sorted(others.defer("mapping"), key=place_of))


def place_of(upload: Upload) -> tuple[int, int]:
    """Return the place of a stored roster; those of earlier versions were stored as they came."""
    return upload.report["roster"].get(STORED, 0), upload.pk


def is_newer(one: Upload, other: Upload, told: Told) -> bool:
    """Compare the days on which two bundles were packed, else the moments at which they were brought."""
    before = one.report["roster"]["told"]
    if not before["files"].keys() & told["files"].keys():
        return False
    days = packed_on(one, before), packed_on(other, told)
    if all(days) and days[0] != days[1]:
        return days[0] > days[1]
    return one.at > other.at


def packed_on(upload: Upload, told: Told) -> str:
    """Return the day on which a bundle was packed, as 2026-10-05; empty where it has none, or one still to come."""
    day = str(told.get("packed_on", ""))
    return day if day <= upload.at.date().isoformat() else ""
