"""What the columns of a kind of file mean is kept when one is stored; people rename it, let go of it, put it back."""

import hashlib
import json
from dataclasses import replace

from django.db import transaction

from aimline.apps.intake.models import SavedMapping, Upload
from aimline.apps.journal import actions as journal
from aimline.apps.organizations.models import UnitKind
from aimline.apps.organizations.policy import NotAllowed, Viewer, may_import
from aimline.exchange import mapping_file
from aimline.exchange.mapping import ANY_DIGITS, Mapping

TYPED = (UnitKind.TEAM, UnitKind.CLASSROOM)  # what was typed in has no columns to speak of


def keep(viewer: Viewer, upload: Upload) -> None:
    """Keep the mapping of a file that is being stored, in place of the one its kind had; inside the transaction."""
    if upload.place is not None and upload.place.kind in TYPED:
        return
    mapping = mapping_file.parse(upload.mapping)
    begun = {"name": mapping.source, "made_from": upload.file_name, "made_by_id": upload.by_id}
    # That numbers are right as they are was said of one file: the next one may have lost zeros.
    digits = 0 if mapping.student_digits == ANY_DIGITS else mapping.student_digits
    text = mapping_file.dump(replace(mapping, student_digits=digits, known_as="", beyond=()))
    fresh = {"text": text, "used_at": viewer.now, "removed_at": None}
    SavedMapping.objects.update_or_create(
        place=upload.place, key=key_of(mapping), defaults=fresh, create_defaults=begun | fresh
    )


def key_of(mapping: Mapping) -> str:
    """Return what tells one kind of file from another: where it comes from, and the columns that are read."""
    groups = [[group.score, group.level, group.measure, group.window] for group in mapping.results]
    told = [mapping.source, sorted(mapping.columns.items()), groups]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def rename(viewer: Viewer, saved: SavedMapping, name: str, *, version: int) -> None:
    """Give a saved mapping another name."""
    change(viewer, saved, "rename mapping", version=version, name=name)


def remove(viewer: Viewer, saved: SavedMapping, *, version: int) -> None:
    """Let go of a saved mapping; it is offered no more, and can be put back."""
    change(viewer, saved, "remove mapping", version=version, removed_at=viewer.now)


def put_back(viewer: Viewer, saved: SavedMapping, *, version: int) -> None:
    """Offer a mapping again that was let go."""
    change(viewer, saved, "put mapping back", version=version, removed_at=None)


@transaction.atomic
def change(viewer: Viewer, saved: SavedMapping, verb: str, *, version: int, **values: object) -> None:
    fresh = SavedMapping.objects.select_for_update(of=("self",)).select_related("place").get(pk=saved.pk)
    if not may_import(viewer, fresh.place):
        raise NotAllowed
    if fresh.version != version:
        raise journal.StaleVersion(theirs={"name": fresh.name}, yours={"name": str(values.get("name", fresh.name))})
    for name, value in values.items():
        setattr(fresh, name, value)
    fresh.version += 1
    fresh.save(update_fields=[*values, "version"])
    # Its name is that of a file at first, and a file may be called after a student: no name goes into the journal.
    journal.record(
        verb, person_id=viewer.person_id, at=viewer.now, noun="mapping", noun_uuid=fresh.uuid,
        district_id=fresh.place.district_id if fresh.place else None,
    )  # fmt: skip
