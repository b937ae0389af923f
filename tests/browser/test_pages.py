"""Every page, seen by everybody who may open it: wide, narrow, light, dark."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser import crawling, deeds, refusing, served, visiting
from tests.browser.served import Installation
from tests.browser.visiting import Ear, Visit, open_as

pytestmark = pytest.mark.browser

# Who walks through the sample district, the one who sees most first.
WALKERS = [
    "Team Lead, Grade 4",
    "Principal",
    "Teacher",
    "Coach",
    "District Leader",
    "Data Steward",
    "Council Member",
]
# What everybody reaches: opened at phone and desk by each role only where it looks different.
KINDS = {
    "/",
    "/goals/",
    "/goals/*/",
    "/goals/*/adjust/",
    "/goals/*/amend/",
    "/goals/*/cancel/",
    "/goals/*/check-in/",
    "/goals/*/close/",
    "/goals/*/correct/",
    "/goals/*/studio/",
    "/goals/new/*/",
    "/data/",
    "/imports/",
    "/imports/*/",
    "/imports/*/withdraw/",
    "/places/",
    "/places/*/",
}


@pytest.fixture(scope="module")
def walk(browser: Browser, district: Installation) -> list[Visit]:
    """Every page of the sample district that links lead to."""
    seen: set[str] = set()
    return [visit for who in WALKERS for visit in crawling.crawl(browser, district, who, ["/"], seen)]


@pytest.fixture(scope="module")
def refused(browser: Browser, district: Installation) -> list[Visit]:
    return list(refusing.refusals(browser, district))


@pytest.fixture(scope="module")
def empty(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> list[Visit]:
    """A new installation: its first page, then everything with nothing in it."""
    folder = tmp_path_factory.mktemp("empty") / "data"
    with served.serve(folder, today="2026-01-12", mode="embedded") as place:
        return list(first_day(browser, place))


def first_day(browser: Browser, place: Installation) -> Iterator[Visit]:
    with open_as(browser, place, None) as page:
        ear = Ear(place.url)
        ear.listen(page.context)
        yield visiting.look(page, ear, "first", "/welcome/")
        for label, words in {
            "Your name": "Amélie Gagnon",
            "Your e-mail": "amelie@example.org",
            "Password": "a rather long sentence",
            "District or division": "Commission scolaire de la Rivière-aux-Bouleaux",
            "School": "École élémentaire Notre-Dame-du-Bon-Conseil-des-Grandes-Prairies",
        }.items():
            page.get_by_label(label).fill(words)
        deeds.press(page, "Begin")
        page.wait_for_url(f"{place.url}/")
        page.context.storage_state(path=place.folder.parent / "first.json")
    place.states["first"] = str(place.folder.parent / "first.json")
    yield from crawling.crawl(browser, place, "first", ["/", "/imports/"], set())


@pytest.fixture(scope="module")
def visits(walk: list[Visit], refused: list[Visit], empty: list[Visit]) -> list[Visit]:
    return [*walk, *refused, *empty]


def problems(visits: list[Visit], kind: str) -> list[str]:
    return [f"{visit.who} at {visit.path}: {one}" for visit in visits for one in visit.problems[kind]]


def test_the_walk_meets_every_kind_of_page(walk: list[Visit]) -> None:
    assert {visit.kind for visit in walk} >= KINDS


def test_every_link_leads_to_a_page_one_may_see(walk: list[Visit], empty: list[Visit]) -> None:
    assert [(visit.who, visit.path, visit.status) for visit in [*walk, *empty] if visit.status != 200] == []


@pytest.mark.parametrize(
    "kind", ["axe", "sticks out", "nameless picture", "console", "other host", "static file"], ids=lambda kind: str(kind)
)
def test_no_page_has_a_problem(visits: list[Visit], kind: str) -> None:
    assert problems(visits, kind) == []


def test_titles_tell_pages_apart(walk: list[Visit]) -> None:
    places: dict[tuple[str, str], set[str]] = {}
    for visit in walk:
        places.setdefault((visit.who, visit.title), set()).add(visit.path.partition("?")[0])
    assert {title: paths for title, paths in places.items() if len(paths) > 1} == {}


def test_an_empty_installation_shows_what_comes_first(empty: list[Visit]) -> None:
    assert {visit.kind for visit in empty} >= {"/welcome/", "/", "/goals/", "/data/", "/imports/", "/places/"}
