"""Read a resource page by page, from wherever an earlier try stopped.

Both services page by `limit` and `offset`. The way on is counted, never followed: a `Link` header only says whether
there is more. When the number of rows changes while we read, pages have shifted and rows may have slipped between two
of them, so the resource is read again from its beginning.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any  # what a foreign service answers is any JSON
from urllib.parse import urlencode

from aimline.domain.refusal import AimlineError
from aimline.domain.words import say
from aimline.exchange.pull.asking import Page, Service, Unanswered
from aimline.exchange.pull.store import Progress, Row, Store

N_BEGINNINGS = 3
NEXT = re.compile(r';\s*rel\s*=\s*"?next"?', re.IGNORECASE)
Json = dict[str, Any]  # one object of an answer


class Incomplete(AimlineError):
    """The pages do not add up to what the service says it has."""


@dataclass(frozen=True)
class Resource:
    """One collection of a service.

    `rows` takes what is needed from one object of it and leaves the rest outside. `total` names the header that
    counts all rows; `counts` is the question for it, where that has to be asked. `holds` is the member of the answer
    that holds the list, where the answer is not the list itself. A resource that `may_be_missing` (status 403 or 404)
    is left out and noted.
    """

    name: str
    address: str
    rows: Callable[[Json], Iterable[Row]]
    limit: int
    total: str
    holds: str = ""
    counts: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    may_be_missing: bool = False

    def url(self, offset: int, *, asks_total: bool) -> str:
        """Return the address of the page that begins at `offset`."""
        asked = {"limit": self.limit, "offset": offset, **self.query, **(self.counts if asks_total else {})}
        return f"{self.address}?{urlencode(asked)}"

    def lacks(self, refusal: Unanswered) -> bool:
        """True where a refusal says that the service has no such resource for us, and need not have it."""
        return self.may_be_missing and refusal.status in (403, 404)


def read(service: Service, resource: Resource, store: Store, *, told: Callable[[], None] = lambda: None) -> None:
    """Read what is left of a resource into the store; `told` is called after every page that counts.

    Raises Incomplete, or what asking raises; what was read before stays.
    """
    try:
        while not store.progress(resource.name).is_done:
            read_page(service, resource, store)
            told()
    except Unanswered as refusal:
        if not resource.lacks(refusal):
            raise
        store.miss(resource.name)


def read_page(service: Service, resource: Resource, store: Store) -> Progress:
    """Read the next page, or begin anew where the pages have shifted."""
    before = store.progress(resource.name)
    asks_total = before.total is None or before.offset >= before.total
    page = service.get(resource.url(before.offset, asks_total=asks_total), what=resource.name)
    objects, total = objects_of(page, resource), total_of(page, resource)
    if total is not None and before.total not in (None, total):
        if before.n_begun >= N_BEGINNINGS:
            store.forget(resource.name)  # or the next pull would compare with pages of this one, and stop again
            raise moving(resource)
        return store.begin_anew(resource.name)
    offset, known = before.offset + len(objects), before.total if total is None else total
    is_done = not objects or (total is not None and offset >= total) or is_last(page)
    if is_done and known is not None and offset < known:
        raise fewer(resource, offset, known)
    if offset > before.offset > 0 and repeats(objects, resource, store):
        raise repeated(resource)
    after = replace(before, offset=offset, total=known, is_done=is_done)
    return store.add(resource.name, [row for one in objects for row in resource.rows(one)], after)


def objects_of(page: Page, resource: Resource) -> list[Json]:
    """Return the objects of a page; raises Unanswered where it is no page of this resource."""
    found = page.value
    if resource.holds:
        found = found.get(resource.holds) if isinstance(found, dict) else None
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise Unanswered(
            200, "other-answer", "The other system answers otherwise than its standard says when asked for {what}.",
            "Check the address and the kind of the connection.", what=resource.name,
        )  # fmt: skip
    return found


def total_of(page: Page, resource: Resource) -> int | None:
    said = page.answer.headers.get(resource.total, "").strip()
    return int(said) if said.isdecimal() and said.isascii() else None


def is_last(page: Page) -> bool:
    """True when the answer has links to other pages and none to a next one."""
    links = page.answer.headers.get_all("Link") or []
    return bool(links) and not any(NEXT.search(link) for link in links)


def repeats(objects: list[Json], resource: Resource, store: Store) -> bool:
    """True when the first row of a page is the first row of all: the service does not page."""
    first = next(store.rows(resource.name), None)
    own = next((row for one in objects for row in resource.rows(one)), None)
    return first is not None and first == own


def moving(resource: Resource) -> Incomplete:
    return Incomplete(
        "moving",
        say("The {what} of the other system kept changing while we read them.", what=resource.name),
        say("Nothing was brought in. Pull at night, when nobody works there."),
    )


def fewer(resource: Resource, n_given: int, n_said: int) -> Incomplete:
    text = "The other system says it has {all:,} {what} and gave {n:,}."
    return Incomplete(
        "fewer",
        say(text, all=n_said, what=resource.name, n=n_given),
        say("Nothing was brought in, or the others would seem to have left. Tell the people who keep that system."),
    )


def repeated(resource: Resource) -> Incomplete:
    return Incomplete(
        "repeated",
        say("The other system gives the same page of {what} again and again.", what=resource.name),
        say("Nothing was brought in. Tell the people who keep that system."),
    )
