"""A OneRoster bundle comes in: looked at first, then stored at once, in one transaction."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction

from aimline.apps.intake.actions import memories
from aimline.apps.intake.actions.receiving import require_one_answer
from aimline.apps.intake.actions.rosters import line_items, remembering
from aimline.apps.intake.actions.rosters.names_of_places import districts_in
from aimline.apps.intake.actions.rosters.plan import Plan
from aimline.apps.intake.actions.rosters.planning import plan
from aimline.apps.intake.actions.rosters.storing import store
from aimline.apps.intake.actions.rosters.work import Wishes
from aimline.apps.intake.queries.meaning import FAMILY
from aimline.apps.journal import actions as journal
from aimline.apps.organizations import actions as organizations
from aimline.apps.organizations.models import ExternalId, Unit, UnitKind
from aimline.apps.organizations.policy import NotAllowed, Viewer, may_import
from aimline.apps.results.models import Head
from aimline.domain.refusal import AimlineError
from aimline.domain.words import say
from aimline.exchange.oneroster import reading
from aimline.exchange.oneroster.bundle import packed_on
from aimline.exchange.oneroster.finding import Finding, Weight
from aimline.exchange.oneroster.gradebook import Counts, Item, counts
from aimline.exchange.oneroster.roster import Roster

__all__ = [
    "Brought",
    "Preview",
    "Wishes",
    "commit",
    "found_district",
    "hold",
    "look",
    "plan_moved",
    "read",
    "wishes_of",
]

STORED_NOTHING = say("Nothing was stored.")
RACE, SEX = ("Race and ethnicity", "race"), ("Sex", "sex")


class SpansDistricts(AimlineError):
    """The bundle names several districts."""


class OtherSystem(AimlineError):
    """The district's roster came from another system so far: `before` are its names, `now` is the file's, or empty."""

    def __init__(self, before: tuple[str, ...], now: str) -> None:
        self.before, self.now = before, now
        told = say(
            "This district's roster came from {before} so far; this one names {now}.",
            before=", ".join(before),
            now=now or "none",
        )
        super().__init__("other-system", told, say("Is it the same system, or a second one?"))


class NoDistrict(AimlineError):
    """Nobody has founded a district, and the bundle names none."""


class NothingSound(AimlineError):
    """The bundle holds no row that can be used; what is wrong with it is in `brought`."""

    def __init__(self, brought: "Brought") -> None:
        self.brought = brought
        mend = say("Mend what is wrong in the system it comes from, export the roster once more, and bring it.")
        empty = say("Its files have no rows. Export the roster once more, with its rows, and bring it.")
        is_empty = not any(one.weight is Weight.ERROR for one in brought.findings)
        super().__init__("nothing-sound", say("The bundle holds no row that can be used."), empty if is_empty else mend)


class ManyLeavers(AimlineError):
    """More would end than a usual day explains, and nobody has confirmed it."""


class DoubtfulKeys(AimlineError):
    """Keys or numbers seem to have lost their zeros, and nobody said that they are right."""


class OtherPlaces(AimlineError):
    """The district or schools have other names here, and nobody has confirmed that they are the same."""


class PlanMoved(AimlineError):
    """The district changed since the plan was shown."""


@dataclass(frozen=True)
class Brought:
    """A bundle that was read: what is sound in it, what is wrong with the rest, and the day on which it was packed."""

    file_name: str
    digest: str
    roster: Roster
    findings: tuple[Finding, ...]
    packed_on: date | None = None


@dataclass(frozen=True)
class Preview:
    """A bundle and what it would change in a district; `source` names its system there.

    `items` are the line items its results may name.
    """

    district: Unit
    source: str
    wishes: Wishes
    brought: Brought
    plan: Plan
    items: dict[str, Item]
    gradebook: Counts


def read(path: Path) -> Brought:
    """Read a bundle of one district; raises BundleUnreadable, SpansDistricts, NothingSound."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    roster, findings = reading.read(path)
    brought = Brought(path.name, digest, roster, findings, packed_on(path))
    if not holds_rows(roster):
        raise NothingSound(brought)
    named = districts_in(roster)
    if len(named) > 1:
        names = ", ".join(one.name for one in named[:5])
        raise SpansDistricts(
            "spans-districts",
            say("The bundle names {n} districts: {names}.", n=len(named), names=names),
            say("Export one bundle a district."),
        )
    return brought


def found_district(viewer: Viewer, brought: Brought) -> Unit:
    """Found the district that a bundle names, in an installation that has none; installation stewards only."""
    named = districts_in(brought.roster)
    if not named:
        raise NoDistrict(
            "no-district",
            say("There is no district here yet, and the bundle names none."),
            say("Open Aimline with `aimline serve` and name your district first."),
        )
    return organizations.found_district(viewer, named[0].name, code=named[0].code)


def look(viewer: Viewer, district: Unit, brought: Brought, *, wishes: Wishes, system: str = "") -> Preview:
    """Plan what a bundle would change; nothing is stored.

    `system` says which system it comes from where the manifest does not, or says another name than before.
    Raises OtherSystem.
    """
    if viewer.person_id is None or district.kind != UnitKind.DISTRICT or not may_import(viewer, district):
        raise NotAllowed
    source = source_of(district, brought.roster, system)
    made = plan(district, source, brought.roster, wishes, today=viewer.today)
    items = line_items.known(district, source, brought.roster)
    return Preview(district, source, wishes, brought, made, items, counts(brought.roster, items))


def holds_rows(roster: Roster) -> bool:
    """Tell whether anything a roster says can be used."""
    people = (roster.users, roster.enrollments, roster.traits)
    listed = (roster.places, roster.sessions, roster.classes, *people, roster.line_items, roster.scores)
    return any(one.stand or one.go or one.is_all for one in listed)


def source_of(district: Unit, roster: Roster, system: str) -> str:
    """Name the system of a roster; another name than before is asked, or everything would come in a second time."""
    named = (system or roster.system).strip()
    source = f"{FAMILY}:{named}"[:60] if named not in ("", FAMILY) else FAMILY
    known = set(
        ExternalId.objects.filter(district=district, source__startswith=FAMILY)
        .values_list("source", flat=True)
        .distinct()
    )
    if known and source not in known and not system:
        raise OtherSystem(tuple(sorted(one.removeprefix(f"{FAMILY}:") for one in known)), named)
    return source


def commit(
    viewer: Viewer,
    preview: Preview,
    *,
    confirm_leavers: bool = False,
    confirm_places: bool = False,
    memory: Path | None = None,
) -> Plan:
    """Store a plan that somebody has seen; an empty one stores nothing, not even a line in the journal.

    What it changes is remembered in the file `memory`, so that it can be taken back. Raises DoubtfulKeys, OtherPlaces,
    ManyLeavers, PlanMoved.
    """
    if not may_import(viewer, preview.district):
        raise NotAllowed
    if preview.plan.is_empty:
        return preview.plan
    require_settled(preview.plan, confirm_leavers=confirm_leavers, confirm_places=confirm_places)
    district = preview.district
    with transaction.atomic():
        hold(district)
        now = plan(district, preview.source, preview.brought.roster, preview.wishes, today=viewer.today)
        if now != preview.plan:
            raise plan_moved()
        held, newest = remembering.begin(now, district)
        store(now, district, preview.source)
        if memory is not None:
            remembering.finish(held, newest, now, district, preview.source)
            memories.write(memory, vars(held))
        journal.record(
            "import roster",
            person_id=viewer.person_id,
            at=viewer.now,
            noun="district",
            noun_uuid=district.uuid,
            district_id=district.pk,
            after={
                "digest": preview.brought.digest,
                "source": preview.source,
                "version": preview.brought.roster.version,
                "counts": now.counts(),
                "confirmed": [one._asdict() for one in now.leavings],
                "confirmed_places": [str(message) for message in now.other_names],
            },
        )
    return now


def require_settled(made: Plan, *, confirm_leavers: bool, confirm_places: bool) -> None:
    """Raise DoubtfulKeys, OtherPlaces or ManyLeavers where a person has to decide first."""
    if made.doubts:
        why = " ".join(str(one.message) for one in made.doubts)
        raise DoubtfulKeys("doubtful-keys", say("{why}", why=why), STORED_NOTHING)
    if made.other_names and not confirm_places:
        raise other_places(made)
    if made.leavings and not confirm_leavers:
        raise many_leavers(made)


def hold(district: Unit) -> None:
    """Let one import at a time change a district, until the transaction ends."""
    Head.objects.get_or_create(district=district)
    Head.objects.select_for_update().get(district=district)


def plan_moved() -> PlanMoved:
    return PlanMoved(
        "plan-moved",
        say("The plan is another one now: somebody changed this district since, or Aimline was renewed."),
        say("Nothing was stored. Look at the new plan, then store it."),
    )


def other_places(made: Plan) -> OtherPlaces:
    return OtherPlaces(
        "other-places",
        say("{told}", told=" ".join(map(str, made.other_names))),
        say("Nothing was stored. If they are the same, say so; else bring the roster to the district it is of."),
    )


def many_leavers(made: Plan) -> ManyLeavers:
    told = "; ".join(f"{one.what}: {one.n_leaving:,} of {one.n_before:,}" for one in made.leavings[:5])
    return ManyLeavers(
        "many-leavers",
        say("More than a tenth would leave: {told}.", told=told),
        say("Nothing was stored. If they really left, say so; else export the whole roster again."),
    )


def wishes_of(
    *,
    groups: Collection[str],
    same_people: Collection[str],
    same_students: Collection[str] = (),
    other_students: Collection[str] = (),
    digits: int = 0,
    keys_stand: bool = False,
) -> Wishes:
    """Make wishes from the words `sex` and `race`, e-mails that belong to the same people here, and students' numbers.

    Raises BothAnswers for a number that is said to be the same student's and another's.
    """
    require_one_answer(same_students, other_students)
    chosen = tuple(attribute for attribute in (SEX, RACE) if attribute[1] in groups)
    people = frozenset(email.lower() for email in same_people)
    return Wishes(chosen, people, frozenset(same_students), frozenset(other_students), digits, keys_stand)
