"""Walk through an installation from Home, link by link, as one person after the other."""

from collections import Counter
from collections.abc import Iterable
from urllib.parse import urlsplit

from playwright.sync_api import Browser

from tests.browser import visiting
from tests.browser.served import Installation
from tests.browser.visiting import Ear, Visit

# How many pages of a kind one person opens; of goals, enough to meet every state.
MOST, MOST_GOALS = 1, 3


def crawl(browser: Browser, place: Installation, who: str, starts: Iterable[str], seen: set[str]) -> list[Visit]:
    """Visit every page one person reaches by links; `seen` are the goals others have looked at already."""
    ear, visits, waiting = Ear(place.url), [], list(starts)
    counts: Counter[str] = Counter()
    met = set(waiting)
    with visiting.open_as(browser, place, who) as page:
        ear.listen(page.context)
        while waiting:
            visit = visiting.look(page, ear, who, waiting.pop(0))
            visits.append(visit)
            for path in paths(visit, place.url):
                kind = visiting.UUID.sub("*", path.partition("?")[0])
                if path in met or counts[kind] >= (MOST_GOALS if kind == "/goals/*/" else MOST):
                    continue
                if kind == "/goals/*/" and path in seen:
                    continue
                seen.add(path)
                met.add(path)
                counts[kind] += 1
                waiting.append(path)
    return visits


def paths(visit: Visit, url: str) -> list[str]:
    """Return the pages a page links to, without downloads and places inside a page."""
    found = []
    for link in visit.links:
        parts = urlsplit(link)
        if link.startswith(url) and not parts.path.startswith("/static/") and not parts.path.endswith(".csv"):
            found.append(parts.path + (f"?{parts.query}" if parts.query else ""))
    return found
