"""The two paths of the program, walked by people in a real browser."""

import re
import time

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.served import Installation
from tests.browser.visiting import open_as

pytestmark = pytest.mark.browser

FRESH = "josee.fontaine@prairie-rose.example"


def begin_goal(page: Page) -> None:
    """Open the studio on a new goal of one's team."""
    page.goto("/goals/")
    page.get_by_role("link", name="New goal").first.click()
    page.get_by_role("button", name="Open the studio").click()
    page.wait_for_url("**/studio/")


def test_a_team_that_never_saw_the_program_activates_a_goal_with_a_handful_of_answers(
    browser: Browser, district: Installation
) -> None:
    with open_as(browser, district, FRESH) as page:
        begin_goal(page)
        answers = 0
        page.get_by_label("Students will …").fill("add and subtract two-digit numbers with confidence")
        page.get_by_label("Measured by").select_option(label="Common numeracy assessment (Mathematics)")
        page.get_by_label("Target", exact=True).fill("60")
        page.locator("[name=strategies-0-text]").fill("Number talks three mornings a week")
        page.locator("[name=strategies-1-text]").fill("A five-minute check every second Friday")
        answers = 5
        page.get_by_role("button", name="Activate and lock").click()
        page.wait_for_load_state()
        print(page.url, page.inner_text("main"))
        assert answers <= 8
