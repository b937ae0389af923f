"""Every page, seen by everybody who may open it: wide, narrow, light, dark."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import crawling, deeds, refusing, served, visiting
from tests.browser.crawling import Trail
from tests.browser.served import Installation
from tests.browser.visiting import Ear, Visit, open_as
from tests.conftest import NewInstallation

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
# The pages that links lead to.
KINDS = {
    "/",
    "/goals/",
    "/goals/*/",
    "/goals/*/adds-up/",
    "/goals/*/adjust/",
    "/goals/*/amend/",
    "/goals/*/cancel/",
    "/goals/*/check-in/",
    "/goals/*/close/",
    "/goals/*/correct/",
    "/goals/*/studio/",
    "/goals/new/*/",
    "/data/",
    "/connections/",
    "/imports/",
    "/imports/*/",
    "/imports/class-set/",
    "/imports/class-set/counts/",
    "/imports/mappings/",
    "/imports/*/withdraw/",
    "/keeping/",
    "/places/",
    "/places/*/",
    "/standards/",
}


# A picture without a name, pale letters, something wider than a phone.
PLANT = """() => {
  const main = document.getElementById('main');
  const picture = main.appendChild(document.createElement('img'));
  picture.width = 900; picture.height = 9; picture.style.maxWidth = 'none';
  const words = main.appendChild(document.createElement('p'));
  words.textContent = 'hard to read'; words.style.color = '#ddd'; words.style.background = '#fff';
}"""
WELCOME = {
    "Your name": "Amélie Gagnon",
    "Your e-mail": "amelie@example.org",
    "Password": "a rather long sentence",
    "District or division": "Commission scolaire de la Rivière-aux-Bouleaux",
    "School": "École élémentaire Notre-Dame-du-Bon-Conseil-des-Grandes-Prairies",
}


@pytest.fixture(scope="module")
def walk(browser: Browser, district: Installation) -> list[Visit]:
    """Every page of the sample district that links lead to."""
    trail = Trail()
    return [visit for who in WALKERS for visit in crawling.crawl(browser, district, who, ["/"], trail)]


@pytest.fixture(scope="module")
def refused(browser: Browser, district: Installation) -> list[Visit]:
    return list(refusing.refusals(browser, district))


@pytest.fixture(scope="module")
def empty(browser: Browser, new_installation: NewInstallation, tmp_path_factory: pytest.TempPathFactory) -> list[Visit]:
    """A new installation: its first page, then everything with nothing in it."""
    folder = new_installation(tmp_path_factory.mktemp("empty") / "data")
    with served.serve(folder, today="2026-01-12", mode="embedded") as place:
        return list(first_day(browser, place))


def first_day(browser: Browser, place: Installation) -> Iterator[Visit]:
    with open_as(browser, place, None) as page:
        ear = Ear(place.url)
        ear.listen(page.context)
        yield visiting.look(page, ear, "first", "/welcome/")
        fill(page, WELCOME | {"Password": "short"})
        deeds.press(page, "Begin")
        yield visiting.judge(page, ear, "first", "a short password", status=422)
        fill(page, WELCOME)
        deeds.press(page, "Begin")
        page.wait_for_url(f"{place.url}/")
        page.context.storage_state(path=place.folder.parent / "first.json")
    place.states["first"] = str(place.folder.parent / "first.json")
    yield from crawling.crawl(browser, place, "first", ["/", "/imports/"], Trail())


def fill(page: Page, words: dict[str, str]) -> None:
    for label, text in words.items():
        page.get_by_label(label).fill(text)


@pytest.fixture(scope="module")
def visits(walk: list[Visit], refused: list[Visit], empty: list[Visit]) -> list[Visit]:
    return [*walk, *refused, *empty]


def problems(visits: list[Visit], kind: str) -> list[str]:
    return [f"{visit.who} at {visit.path}: {one}" for visit in visits for one in visit.problems[kind]]


def test_the_walk_meets_every_kind_of_page(walk: list[Visit]) -> None:
    assert {visit.kind for visit in walk} >= KINDS


def test_every_link_leads_to_a_page_one_may_see(walk: list[Visit], empty: list[Visit]) -> None:
    assert [(visit.who, visit.path, visit.status) for visit in [*walk, *empty] if visit.status not in {200, 422}] == []


@pytest.mark.parametrize(
    "kind", ["axe", "sticks out", "nameless picture", "console", "other host", "static file"], ids=str
)
def test_no_page_has_a_problem(visits: list[Visit], kind: str) -> None:
    assert problems(visits, kind) == []


def test_the_eye_sees_what_is_wrong(browser: Browser, district: Installation) -> None:
    with open_as(browser, district, None) as page:
        page.goto("/account/login/")
        page.evaluate(PLANT)
        found = visiting.judge(page, Ear(district.url), "nobody", "planted", status=200).problems
    assert "image-alt" in str(found["axe"])
    assert "color-contrast" in str(found["axe"])
    assert found["sticks out"]
    assert found["nameless picture"]


@pytest.mark.parametrize("size", [visiting.PHONE, visiting.SMALL_PHONE], ids=str)
def test_what_came_in_with_a_file_is_read_on_a_phone_without_moving_it(
    browser: Browser, district: Installation, size: tuple[int, int]
) -> None:
    with open_as(browser, district, "Data Steward") as page:
        page.goto("/imports/")
        page.locator(".files th a").last.click()
        page.set_viewport_size({"width": size[0], "height": size[1]})
        table = page.get_by_role("region", name="What came in")
        assert table.evaluate("one => one.scrollWidth") <= table.evaluate("one => one.clientWidth")
        assert table.locator("td").last.bounding_box()["height"] < 40  # one line, not a column of its own


def test_titles_tell_pages_apart(walk: list[Visit]) -> None:
    places: dict[tuple[str, str], set[str]] = {}
    for visit in walk:
        places.setdefault((visit.who, visit.title), set()).add(visit.path.partition("?")[0])
    assert {title: paths for title, paths in places.items() if len(paths) > 1} == {}


def test_an_empty_installation_shows_what_comes_first(empty: list[Visit]) -> None:
    assert {visit.kind for visit in empty} >= {"/welcome/", "/", "/goals/", "/data/", "/imports/", "/places/"}
