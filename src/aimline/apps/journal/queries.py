"""Read the journal and prove that it is whole."""

from dataclasses import dataclass

from aimline.apps.journal.actions import digest_of
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
