"""What a connection is to bring: from where, read how, and made into which files."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path

from aimline.exchange.mapping import Mapping
from aimline.exchange.pull import bundling, ed_fi, ed_fi_results, ed_fi_roster, oneroster
from aimline.exchange.pull.asking import Credentials, Service, Unanswered
from aimline.exchange.pull.outgoing import host_of, split
from aimline.exchange.pull.paging import Resource, objects_of, read, total_of
from aimline.exchange.pull.store import Store


class Kind(StrEnum):
    """The standards that are spoken."""

    ONEROSTER = "oneroster"
    ED_FI = "ed_fi"


@dataclass(frozen=True)
class Wanted:
    """Where to ask and what for; an empty `token_address` stands for the usual one of the kind.

    `system` names the source of a roster, by which its rows are known again.
    """

    kind: Kind
    address: str
    token_address: str = ""
    roster: bool = True
    demographics: bool = False
    results: bool = False
    system: str = "Other system"

    @property
    def sign_in(self) -> str:
        """Return where to sign in; OneRoster has no usual place for it."""
        return self.token_address or ed_fi.root(self.address) + ed_fi.SIGN_IN

    @property
    def hosts(self) -> frozenset[str]:
        """Return the hosts that somebody typed; raises AddressRefused for what is no address."""
        return frozenset(host_of(split(address)) for address in (self.address, self.sign_in))

    def credentials(self, key: str, secret: str) -> Credentials:
        """Return how to sign in."""
        scope = (
            oneroster.scope(demographics=self.demographics, results=self.results) if self.kind is Kind.ONEROSTER else ""
        )
        return Credentials(self.sign_in, key, secret, scope)

    def resources(self, window: ed_fi.Window = ed_fi.Window()) -> list[Resource]:  # noqa: B008  # frozen
        """Return what is read, in order."""
        if self.kind is Kind.ONEROSTER:
            return oneroster.resources(self.address, demographics=self.demographics, results=self.results)
        return ed_fi.resources(self.address, roster=self.roster, results=self.results, window=window)


@dataclass(frozen=True)
class Files:
    """What a pull makes: a roster as a bundle, results as a table with its mapping; each may be missing.

    A bundle of OneRoster holds the gradebooks too.
    """

    roster: Path | None = None
    results: Path | None = None
    mapping: Mapping | None = None


def newest_change(service: Service, wanted: Wanted) -> int | None:
    """Ask Ed-Fi for its newest change version; None where it does not keep changes."""
    if wanted.kind is not Kind.ED_FI or not wanted.results:
        return None
    try:
        page = service.get(ed_fi.root(wanted.address) + ed_fi.CHANGES, what="change versions")
    except Unanswered as refusal:
        if refusal.status not in (403, 404):
            raise
        return None
    return ed_fi.newest_change(page.value)


def collect(
    service: Service, wanted: Wanted, store: Store, window: ed_fi.Window, *, told: Callable[[], None] = lambda: None
) -> None:
    """Read everything that the store does not have yet; `told` is called after every page."""
    for resource in wanted.resources(window):
        read(service, resource, store, told=told)


def try_out(service: Service, wanted: Wanted) -> list[tuple[str, int | None]]:
    """Ask for one row of each resource; returns how many there are, None where the service does not count.

    What the service need not have, and has not for us, is left out.
    """
    found = list[tuple[str, int | None]]()
    for resource in wanted.resources():
        try:
            page = service.get(replace(resource, limit=1).url(0, asks_total=True), what=resource.name, n_tries=2)
        except Unanswered as refusal:
            if not resource.lacks(refusal):
                raise
            continue
        objects_of(page, resource)
        found.append((resource.name, total_of(page, resource)))
    return found


def make_files(store: Store, wanted: Wanted, folder: Path, *, since: date) -> Files:
    """Make the files that the other ways of bringing something take too; none for what would be empty.

    `since` is the first day of this school year: who left a school before is no leaver of today.
    """
    roster = folder / "roster.zip"
    if wanted.kind is Kind.ONEROSTER:
        missing = [one.name for one in wanted.resources() if store.progress(one.name).is_missing]
        absent = [*missing, *([] if wanted.demographics else [oneroster.DEMOGRAPHICS])]
        if not wanted.results or set(missing) & set(oneroster.GRADEBOOK):
            absent += [*oneroster.GRADEBOOK, *oneroster.OBJECTIVES]
        rows = store.rows(*(one.name for one in wanted.resources()))
        bundling.write_bundle(roster, rows, absent=absent, system=wanted.system)
        return Files(roster)
    if wanted.roster:
        rows = ed_fi_roster.tables(store, since=since)
        bundling.write_bundle(roster, rows, absent=ed_fi_roster.ABSENT, system=wanted.system)
    if not wanted.results:
        return Files(roster)
    results = folder / "results.csv"
    n_rows, mapping = ed_fi_results.write_results(results, store)
    return Files(roster if wanted.roster else None, *((results, mapping) if n_rows else ()))
