"""Read the journal and prove that it is whole."""

import hashlib
import json
from dataclasses import dataclass

from aimline.apps.journal.models import Chain, Entry


@dataclass(frozen=True)
class BrokenLink:
    """The first entry of a district's chain that does not follow from the one before."""

    district_number: int
    number: int


def broken_links() -> list[BrokenLink]:
    """Return the first broken link of every chain that has one; an empty list means the journal is whole.

    It runs for the operator of the installation and returns places in the chain, no content.
    """
    return [link for chain in Chain.objects.order_by("district_number") if (link := first_broken(chain))]


def first_broken(chain: Chain) -> BrokenLink | None:
    previous, number = "", 0
    for entry in Entry.objects.filter(district_number=chain.district_number).order_by("number").iterator():
        number += 1
        if (entry.number, entry.previous, entry.digest) != (number, previous, digest_of(entry)):
            return BrokenLink(chain.district_number, number)
        previous = entry.digest
    if (number, previous) != (chain.last_number, chain.last_hash):
        return BrokenLink(chain.district_number, number + 1)
    return None


def digest_of(entry: Entry) -> str:
    """Return the SHA-256 of an entry's content and of the digest before it."""
    content = {
        "district": entry.district_number,
        "number": entry.number,
        "uuid": str(entry.uuid),
        "at": entry.at.isoformat(),
        "person": entry.person_id,
        "verb": entry.verb,
        "noun": entry.noun,
        "noun_uuid": str(entry.noun_uuid) if entry.noun_uuid else None,
        "before": entry.before,
        "after": entry.after,
        "why": entry.why,
        "previous": entry.previous,
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
