"""Pages on paper: the picture and the words, and nothing one would press."""

import re

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import deeds
from tests.browser.served import Installation
from tests.browser.visiting import STICKS_OUT, open_as

pytestmark = pytest.mark.browser

LEAD = "Team Lead, Grade 2"
# A sheet of Letter paper without its margins, in CSS pixels.
SHEET = (694, 935)
PRESSED = """() => [...document.querySelectorAll('nav[aria-label="Main"], button, .btn, .skip')]
  .filter(one => one.checkVisibility({visibilityProperty: true})).map(one => one.outerHTML.slice(0, 80))"""


def on_paper(page: Page, path: str) -> Page:
    page.emulate_media(media="print")
    page.set_viewport_size({"width": SHEET[0], "height": SHEET[1]})
    page.goto(path)
    return page


@pytest.mark.parametrize("path", ["/", "/goals/", "/data/", "/places/"])
def test_a_page_fits_the_sheet_without_what_one_would_press(
    browser: Browser, district: Installation, path: str
) -> None:
    with open_as(browser, district, LEAD) as page:
        on_paper(page, path)
        assert page.evaluate(STICKS_OUT) == []
        assert page.evaluate(PRESSED) == []


def test_a_goal_on_paper_has_its_sentence_its_chart_and_its_status(browser: Browser, district: Installation) -> None:
    with open_as(browser, district, LEAD) as page:
        on_paper(page, deeds.goal_named(page, "Off track"))
        assert page.evaluate(STICKS_OUT) == []
        assert page.evaluate(PRESSED) == []
        assert page.locator("h1").is_visible()
        assert page.locator(".status").first.is_visible()
        assert page.locator(".figure svg:visible").count() == 1
        assert page.locator(".says-it").first.is_visible()


def test_every_goal_prints_on_two_sheets_at_most(browser: Browser, district: Installation) -> None:
    with open_as(browser, district, "Principal") as page:
        page.goto("/goals/")
        goals = page.locator("a.goal-card").evaluate_all("cards => cards.map(card => card.getAttribute('href'))")
        assert len(goals) >= 6
        sheets = {}
        for path in goals:
            page.goto(path)
            sheets[path] = len(re.findall(rb"/Type\s*/Page[^s]", page.pdf(format="Letter")))
        assert {path: n for path, n in sheets.items() if n > 2} == {}
