"""Walk through an installation from Home, link by link, as one person after the other."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Browser

from tests.browser import visiting
from tests.browser.served import Installation
from tests.browser.visiting import Ear, Visit

# Pages that differ for each role; of the others, two people's are enough.
FILES = (".csv", ".json", ".pdf")
FOR_EACH_ROLE = {"/", "/goals/", "/data/", "/places/*/"}
MOST, MOST_FOR_ONE = 2, {"/goals/*/": 3}


@dataclass
class Trail:
    """What everybody has looked at so far: the pages themselves, and how many of each kind."""

    seen: set[str] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)

    def wants(self, kind: str, path: str, mine: Counter[str]) -> bool:
        """True when one more person should look at a page."""
        if mine[kind] >= MOST_FOR_ONE.get(kind, 1):
            return False
        if kind in FOR_EACH_ROLE:
            return True
        if kind in MOST_FOR_ONE:
            return path not in self.seen
        return self.counts[kind] < MOST


def crawl(browser: Browser, place: Installation, who: str, starts: Iterable[str], trail: Trail) -> list[Visit]:
    """Visit, link by link, the pages one person reaches and the trail still wants."""
    ear, visits, waiting, mine = Ear(place.url), [], list(starts), Counter()
    met = set(waiting)
    with visiting.open_as(browser, place, who) as page:
        ear.listen(page.context)
        while waiting:
            visit = visiting.look(page, ear, who, waiting.pop(0))
            visits.append(visit)
            for path in paths(visit, place.url):
                kind = visiting.kind(path)
                if path in met or not trail.wants(kind, path, mine):
                    continue
                met.add(path)
                trail.seen.add(path)
                mine[kind] += 1
                trail.counts[kind] += 1
                waiting.append(path)
    return visits


def paths(visit: Visit, url: str) -> list[str]:
    """Return the pages a page links to, without downloads and places inside a page."""
    found = []
    for link in visit.links:
        parts = urlsplit(link)
        if link.startswith(url) and not parts.path.startswith("/static/") and not parts.path.endswith(FILES):
            found.append(parts.path + (f"?{parts.query}" if parts.query else ""))
    return found
