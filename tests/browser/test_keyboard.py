"""Everything can be done with the keyboard alone, and one always sees where one is."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import deeds
from tests.browser.served import Installation
from tests.browser.visiting import open_as

pytestmark = pytest.mark.browser

LEAD = "Team Lead, Grade 2"
STEPS = ["", "check-in/", "adjust/", "amend/", "correct/", "close/"]
PAGES = ["/", "/goals/", "/data/", "/places/", *(f"GOAL{step}" for step in STEPS)]
MOST_STOPS = 400
# Every control a person may use; of a group of radio buttons, Tab stops at one.
CONTROLS = """() => {
  const groups = new Set();
  return [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
    .filter(one => one.checkVisibility() && one.tabIndex >= 0 && !one.disabled && one.type !== 'hidden')
    .filter(one => one.type !== 'radio' || !groups.has(one.name) && groups.add(one.name))
    .length;
}"""
WHERE = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  window.stops ??= new Set();
  const isAgain = window.stops.has(one);
  window.stops.add(one);
  const style = getComputedStyle(one), box = one.getBoundingClientRect();
  const rings = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  const inView = box.bottom > 0 && box.top < innerHeight && box.width > 0;
  return {name: `${one.tagName} ${(one.name || one.innerText || '').slice(0, 40)}`, rings, inView, isAgain,
          isPart: one.type === 'date'};
}"""


def address(page: Page, path: str) -> str:
    return path.replace("GOAL", deeds.goal_named(page, "Off track")) if path.startswith("GOAL") else path


@pytest.mark.parametrize("path", PAGES)
def test_tab_reaches_everything_and_shows_where_it_is(browser: Browser, district: Installation, path: str) -> None:
    with open_as(browser, district, LEAD) as page:
        page.goto(address(page, path))
        check_tabs(page)


def test_tab_reaches_everything_in_the_studio(browser: Browser, district: Installation) -> None:
    with open_as(browser, district, LEAD) as page:
        deeds.begin_goal(page)
        page.reload()
        page.eval_on_selector_all("details.step", "all => all.forEach(one => { one.open = true })")
        check_tabs(page)


def test_tab_reaches_everything_at_the_entrance(browser: Browser, district: Installation) -> None:
    with open_as(browser, district, None) as page:
        page.goto("/account/login/")
        check_tabs(page)


def check_tabs(page: Page) -> None:
    """Walk through a page with Tab: the skip link first, a ring at each stop, every control, and out again."""
    expected, stops = page.evaluate(CONTROLS), []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(WHERE)
        if stop is None or (stop["isAgain"] and not stop["isPart"]):
            break
        if not stop["isAgain"]:
            stops.append(stop)
    assert stops[0]["name"] == "A Skip to the page"
    assert [stop["name"] for stop in stops if not stop["rings"]] == []
    assert [stop["name"] for stop in stops if not stop["inView"]] == []
    assert len(stops) == expected


def test_the_skip_link_leads_past_the_navigation(browser: Browser, district: Installation) -> None:
    with open_as(browser, district, LEAD) as page:
        page.goto("/goals/")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"


def test_a_person_signs_in_with_the_keyboard(browser: Browser, district: Installation) -> None:
    with open_as(browser, district, None) as page:
        page.goto("/")
        page.get_by_label("Email").focus()
        page.keyboard.type("chidi.okafor@prairie-rose.example")
        page.keyboard.press("Tab")
        page.keyboard.type(str(district.sample["password"]))
        page.keyboard.press("Enter")
        page.wait_for_url(f"{district.url}/")


def test_enter_opens_what_is_folded_and_sends_a_form(browser: Browser, district: Installation) -> None:
    with open_as(browser, district, LEAD) as page:
        goal = deeds.goal_named(page, "Off track")
        page.goto(goal)
        page.locator("summary", has_text="The same as a table").focus()
        page.keyboard.press("Enter")
        expect(page.locator(".figure table").first).to_be_visible()
        page.goto(f"{goal}check-in/")
        page.get_by_label("Almost").focus()
        page.keyboard.press("Space")
        page.get_by_label("In a few words").fill("Nothing yet.")
        page.get_by_label("Something to celebrate").fill("Everyone read aloud.")
        page.keyboard.press("Enter")
        page.wait_for_url(lambda address: "check-in" not in address)


def test_enter_in_the_studio_saves_and_stays(browser: Browser, district: Installation) -> None:
    with open_as(browser, district, LEAD) as page:
        deeds.begin_goal(page)
        page.get_by_label("Students will …").fill("read with expression")
        page.keyboard.press("Enter")
        expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
        assert page.get_by_label("Students will …").input_value() == "read with expression"
