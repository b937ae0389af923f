"""Everything but the answers while one types works where scripts do not run."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import deeds, files
from tests.browser.served import Installation
from tests.browser.visiting import open_as

pytestmark = pytest.mark.browser

LEAD = "Team Lead, Grade 2"


def plain(browser: Browser, district: Installation, who: str | None) -> AbstractContextManager[Page]:
    return open_as(browser, district, who, scripts=False)


@pytest.fixture
def lead(browser: Browser, district: Installation) -> Iterator[Page]:
    with plain(browser, district, LEAD) as page:
        yield page


def test_a_person_signs_in_and_out(browser: Browser, district: Installation) -> None:
    with plain(browser, district, None) as page:
        page.goto("/goals/")
        page.get_by_label("Email").fill("chidi.okafor@prairie-rose.example")
        page.get_by_label("Password").fill(str(district.sample["password"]))
        deeds.press(page, "Sign in")
        expect(page.locator("h1")).to_have_text("Goals")
        deeds.press(page, "Sign out")
        expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()


def test_a_goal_is_written_from_nothing_and_activated(lead: Page) -> None:
    deeds.begin_goal(lead)
    lead.locator("[name=notes-2-text]").fill("Half of the grade counts on fingers")
    deeds.press(lead, "Save the lines")
    deeds.unfold(lead)
    expect(lead.locator("#step-1").get_by_text("Half of the grade counts on fingers")).to_be_visible()
    deeds.write_goal(
        lead,
        result="add and subtract within 100 without counting on fingers",
        measure="Common numeracy assessment (Mathematics)",
        target="65",
        strategies=("Number strings three times a week", "An exit question each Thursday"),
    )
    deeds.press(lead, "Check")
    expect(lead.locator("#sentence")).to_contain_text("to 65\xa0%")
    deeds.press(lead, "Activate and lock")
    expect(lead.get_by_text("The goal is locked.")).to_be_visible()


def test_a_suggested_target_is_taken(lead: Page) -> None:
    deeds.begin_goal(lead)
    deeds.write_goal(
        lead,
        result="read aloud smoothly",
        measure="Common numeracy assessment (Mathematics)",
        target="99",
        strategies=("Partner reading each day", "One-minute reading each month"),
    )
    deeds.press(lead, "Save, and go on")
    deeds.unfold(lead)
    expect(lead.locator("#ambition")).to_contain_text("Very hard.")

    lead.locator("#ambition button").first.click()
    deeds.unfold(lead)

    expect(lead.locator("#ambition")).to_contain_text("Realistic.")


def test_a_team_checks_in_and_adjusts(lead: Page) -> None:
    goal = deeds.goal_named(lead, "Off track")
    lead.goto(goal)
    deeds.press(lead, "Check in")
    lead.get_by_label("Not yet").check()
    lead.get_by_label("In a few words").fill("Listen to five readers each day.")
    deeds.press(lead, "Keep this check-in")
    lead.goto(goal)
    expect(lead.locator("main")).to_contain_text("Listen to five readers each day.")
    deeds.press(lead, "Adjust a strategy")
    lead.get_by_label("More frequent formative checks").check()
    lead.get_by_label("What will you do differently?").fill("A one-minute reading every Monday")
    deeds.press(lead, "Do this from now on")
    expect(lead.locator("main")).to_contain_text("A one-minute reading every Monday")


def test_a_team_aims_higher(lead: Page) -> None:
    lead.goto(deeds.goal_named(lead, "Off track"))
    deeds.press(lead, "Aim higher or sooner")
    lead.get_by_label("Target", exact=True).fill("107")
    lead.get_by_label("Why", exact=True).fill("One word more for each of us.")
    deeds.press(lead, "Change the goal")
    expect(lead.locator("h1")).to_contain_text("to 107 words/min")


def test_a_file_is_brought_looked_over_stored_and_withdrawn(
    browser: Browser, district: Installation, tmp_path: Path
) -> None:
    results = files.new_results(
        district, tmp_path / "january.csv", school="Meadowlark School", grade="4", measure="NUM", window="January"
    )
    with plain(browser, district, "Data Steward") as page:
        deeds.bring(page, results)
        expect(page.locator("h1")).to_contain_text("44")
        deeds.store(page)
        deeds.withdraw(page, "Brought by mistake.")
        page.goto("/imports/")
        expect(page.get_by_role("row", name="january.csv")).to_contain_text("ithdrawn")


def test_the_data_page_shows_what_is_asked_for(lead: Page) -> None:
    lead.goto("/data/")
    before = lead.locator("h1").inner_text()
    lead.get_by_label("Subject and test").select_option(label="One-minute reading probe")
    deeds.press(lead, "Show")
    expect(lead.locator("h1")).to_contain_text("words/min")
    assert lead.locator("h1").inner_text() != before
