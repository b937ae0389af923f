"""Whether the district and the schools of a roster are those here, by their names: a code alone is no proof."""

from aimline.apps.intake.actions import full_names
from aimline.apps.intake.actions.rosters.work import Work
from aimline.apps.intake.models import Upload, UploadState
from aimline.apps.intake.queries.meaning import code_of
from aimline.apps.organizations.models import Unit
from aimline.exchange.oneroster.roster import Place, Roster

DISTRICTS = frozenset({"district", "local"})
# What so many places are called that two of them are no more alike for it.
USUAL = frozenset(
    {
        "academy", "board", "central", "college", "community", "conseil", "council", "county", "district", "division",
        "ecole", "elementary", "high", "institute", "intermediate", "isd", "junior", "lycee", "middle", "no", "of",
        "primary", "public", "regional", "school", "schools", "scolaire", "secondary", "senior", "st", "the", "unified",
        "usd",
    }
)  # fmt: skip


def districts_in(roster: Roster) -> list[Place]:
    return [one for one in roster.places.stand.values() if one.kind in DISTRICTS]


def doubt_district(work: Work, district: Unit) -> None:
    """Note that a roster is of a district with another name, unless one of that name was stored here before."""
    named = districts_in(work.roster)
    if not named or is_named(named[0], district):
        return
    stored = Upload.objects.filter(place=district, state=UploadState.COMMITTED)
    if not stored.filter(report__roster__told__of_district=named[0].name).exists():
        work.plan.note("other-district", f"{named[0].name} → {district.name}")


def is_named(one: Place, district: Unit) -> bool:
    """Tell whether all telling words of one name are in the other, or some beside an equal code."""
    left, right = telling(one.name), telling(district.name)
    if left <= right or right <= left:
        return True
    return bool(one.code) and one.code == code_of(district) and not left.isdisjoint(right)


def doubt_school(work: Work, one: Place, known: int) -> None:
    """Note that a school was known by its code, and that its name has nothing in common with the one here."""
    here = work.stored.names[known]
    if telling(one.name).isdisjoint(telling(here)):
        work.plan.note("other-school", f"{one.name} → {here} ({one.code})")


def telling(name: str) -> set[str]:
    """Return the words of a place's name that tell it from others; all, where it has no such word."""
    words = set(full_names.words((name,)))
    return words - USUAL or words
