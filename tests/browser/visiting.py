"""Visit pages as people do, and note everything that is not as it should be."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

import axe_playwright_python
from playwright.sync_api import Browser, BrowserContext, Page, Request, Response

from tests.browser.served import Installation

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
DESK, PHONE, SMALL_PHONE = (1280, 900), (390, 844), (320, 700)
LOOKS = """async rules => {
  const found = await axe.run(document, rules ? {runOnly: rules} : {});
  return found.violations.flatMap(one => one.nodes.map(node => `${one.id}: ${node.target} ${node.failureSummary}`));
}"""
STICKS_OUT = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  return [...document.querySelectorAll('main *, header *, footer *')]
    .filter(one => one.getBoundingClientRect().right > room + 1 && !one.closest('.scroll'))
    .slice(0, 3).map(one => `${one.tagName}.${one.className}`).concat(`${document.documentElement.scrollWidth} px`);
}"""
NAMELESS = """() => [...document.querySelectorAll('img:not([alt]), svg')]
  .filter(one => one.checkVisibility() && !one.closest('[aria-hidden=true]')
    && !(one.getAttribute('role') === 'img' && (one.querySelector('title') || one.hasAttribute('aria-label'))))
  .map(one => one.outerHTML.slice(0, 80))"""
# The browser itself reports the status of a refusal page, which is meant, and that a busy machine came late to a font.
MEANT = (
    "the server responded with a status of 4",
    "was preloaded using link preload but not used within a few seconds",
)
LINKS = "() => [...document.querySelectorAll('a[href]')].map(one => one.href)"


@dataclass(frozen=True)
class Visit:
    """One page seen by one person: what it is, what it says, what is wrong with it."""

    who: str
    path: str
    status: int
    title: str
    links: tuple[str, ...]
    problems: dict[str, list[str]]

    @property
    def kind(self) -> str:
        return kind(self.path)


def kind(path: str) -> str:
    """Return an address without what tells one goal, import or place from another."""
    return UUID.sub("*", path.partition("?")[0])


@dataclass
class Ear:
    """Hears what a browser says beside the page: console, requests, answers."""

    url: str
    said: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def listen(self, context: BrowserContext) -> None:
        context.on("console", lambda line: self.said.append(line.text) if line.type in {"error", "warning"} else None)
        context.on("weberror", lambda problem: self.said.append(str(problem.error)))
        context.on("request", self.note_request)
        context.on("response", self.note_answer)

    def note_request(self, request: Request) -> None:
        if not request.url.startswith((self.url, "data:", "blob:")):
            self.strangers.append(request.url)

    def note_answer(self, answer: Response) -> None:
        if "/static/" in answer.url and answer.status >= HTTPStatus.BAD_REQUEST:
            self.missing.append(answer.url)

    def take(self) -> dict[str, list[str]]:
        """Return what was heard since the last time."""
        heard = {"console": self.said[:], "other host": self.strangers[:], "static file": self.missing[:]}
        for each in (self.said, self.strangers, self.missing):
            each.clear()
        heard["console"] = [line for line in heard["console"] if not any(known in line for known in MEANT)]
        return heard


@contextmanager
def open_as(
    browser: Browser, place: Installation, who: str | None, *, size: tuple[int, int] = DESK, scripts: bool = True
) -> Iterator[Page]:
    """Open a page, signed in as a person of the sample (named by the beginning of the role) or as nobody."""
    state = signed_in(browser, place, who) if who else None
    context = browser.new_context(
        base_url=place.url,
        storage_state=state,
        viewport={"width": size[0], "height": size[1]},
        java_script_enabled=scripts,
    )
    context.set_default_timeout(10_000)
    try:
        yield context.new_page()
    finally:
        context.close()


def signed_in(browser: Browser, place: Installation, who: str) -> str:
    """Sign a person in once, and return where the sign-in is kept.

    `who` is the beginning of a role on the sign-in page, or an e-mail address.
    """
    if who not in place.states:
        kept = place.folder.parent / f"{urlsplit(place.url).port} {who}.json"
        context = browser.new_context(base_url=place.url)
        page = context.new_page()
        page.goto("/")
        if "@" in who:
            page.get_by_label("Email").fill(who)
            page.get_by_label("Password").fill(str(place.sample["password"]))
            page.get_by_role("button", name="Sign in", exact=True).click()
        else:
            page.locator(".demo button", has_text=who).first.click()
        page.wait_for_url(f"{place.url}/")
        context.storage_state(path=kept)
        context.close()
        place.states[who] = str(kept)
    return place.states[who]


def look(page: Page, ear: Ear, who: str, path: str) -> Visit:
    """Open a page and look at it wide, narrow, light and dark."""
    page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    page.emulate_media(color_scheme="light")
    ear.take()
    answer = page.goto(path)
    arrived = page.url.removeprefix(ear.url).partition("#")[0]
    return judge(page, ear, who, arrived, status=answer.status if answer else 0)


def judge(page: Page, ear: Ear, who: str, path: str, *, status: int) -> Visit:
    """Look at the page that is open; `path` is its address, or words for it."""
    page.evaluate(AXE)
    problems: dict[str, list[str]] = {"axe": [], "sticks out": [], "nameless picture": []}
    for width, height in (DESK, PHONE):
        page.set_viewport_size({"width": width, "height": height})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found = page.evaluate(LOOKS, None if scheme == "light" else ["color-contrast"])
            problems["axe"] += [f"{width} {scheme}: {one}" for one in found]
    for width in (PHONE[0], SMALL_PHONE[0]):
        page.set_viewport_size({"width": width, "height": 800})
        problems["sticks out"] += [f"{width}: {one}" for one in page.evaluate(STICKS_OUT)]
    problems["nameless picture"] = page.evaluate(NAMELESS)
    links = tuple(str(link) for link in page.evaluate(LINKS))
    return Visit(who, path, status, page.title(), links, problems | ear.take())
