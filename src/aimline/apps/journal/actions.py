"""Write the journal, and carry a request out once."""

import hashlib
import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from aimline.apps.journal.models import Chain, Entry, Submission
from aimline.apps.journal.queries import digest_of
from aimline.domain.refusal import AimlineError
from aimline.domain.words import say

INSTALLATION = 0


class KeyUsedBefore(AimlineError):
    """The same idempotency key came with another request."""


class StaleVersion(AimlineError):
    """Somebody saved in between; `theirs` and `yours` are the two texts, by field."""

    def __init__(self, *, theirs: Mapping[str, str], yours: Mapping[str, str]) -> None:
        super().__init__(
            "stale-version",
            say("Somebody else saved this while you were writing."),
            say("Both texts are below. Keep what you want and save again; nothing is lost."),
        )
        self.theirs = theirs
        self.yours = yours


def record(
    verb: str,
    *,
    person_id: int | None,
    at: datetime,
    noun: str,
    noun_uuid: uuid.UUID | None = None,
    district_id: int | None = None,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    why: str = "",
) -> Entry:
    """Add one entry to a district's chain, inside the caller's transaction."""
    place = district_id or INSTALLATION
    Chain.objects.get_or_create(district_number=place)
    chain = Chain.objects.select_for_update().get(district_number=place)
    entry = Entry(
        district_number=place,
        number=chain.last_number + 1,
        at=at,
        person_id=person_id,
        verb=verb,
        noun=noun,
        noun_uuid=noun_uuid,
        before=plain(before or {}),
        after=plain(after or {}),
        why=why,
        previous=chain.last_hash,
    )
    entry.digest = digest_of(entry)
    entry.save(force_insert=True)
    chain.last_number, chain.last_hash = entry.number, entry.digest
    chain.save(update_fields=["last_number", "last_hash"])
    return entry


def plain(values: Mapping[str, object]) -> dict[str, object]:
    """Return values as they will be read back from JSON, so that a digest can be recomputed."""
    return dict(json.loads(json.dumps(values, default=str, sort_keys=True)))


@dataclass(frozen=True)
class Outcome:
    """Where the answer to a request is, and whether it had been carried out before."""

    location: str
    replayed: bool


def once(
    key: uuid.UUID,
    perform: Callable[[], str],
    *,
    person_id: int,
    action: str,
    content: Mapping[str, object],
    at: datetime,
) -> Outcome:
    """Carry out `perform` (which returns an address) in one transaction, or replay its answer.

    The key is taken first: of many equal requests at once, one performs and the others wait, then replay.
    """
    fingerprint = fingerprint_of(content)
    try:
        with transaction.atomic():
            submission = Submission.objects.create(
                key=key, person_id=person_id, action=action, fingerprint=fingerprint, location="", at=at
            )
            submission.location = perform()
            submission.save(update_fields=["location"])
            return Outcome(submission.location, replayed=False)
    except IntegrityError:
        earlier = Submission.objects.filter(key=key, person_id=person_id).first()
        if earlier is None:
            raise
    if (earlier.action, earlier.fingerprint) != (action, fingerprint):
        raise KeyUsedBefore(
            "key-used-before",
            say("This form was already sent with other content."),
            say("Open the page again and send it once more."),
        )
    return Outcome(earlier.location, replayed=True)


def answered(key: uuid.UUID, *, person_id: int, action: str, content: Mapping[str, object]) -> Outcome | None:
    """Return the answer that an equal request had, or none; asked before rights, which that one may have changed."""
    earlier = Submission.objects.filter(key=key, person_id=person_id, action=action).first()
    if earlier is None or earlier.fingerprint != fingerprint_of(content):
        return None
    return Outcome(earlier.location, replayed=True)


def fingerprint_of(content: Mapping[str, object]) -> str:
    """Return the SHA-256 by which two requests are known to be equal."""
    return hashlib.sha256(json.dumps(plain(content), sort_keys=True).encode()).hexdigest()
