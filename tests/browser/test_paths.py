"""The two paths of the program, walked by people in a real browser."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import deeds, files
from tests.browser.served import Installation
from tests.browser.visiting import open_as

pytestmark = pytest.mark.browser

FRESH = "josee.fontaine@prairie-rose.example"
NUMERACY = "Common numeracy assessment (Mathematics)"
UNANSWERED = "field => field.type === 'radio' || !field.value"
# Notes each sentence that the live region is given to read aloud.
EAR = """() => {
  window.heard = [];
  const region = document.getElementById('live');
  new MutationObserver(() => window.heard.push(region.textContent)).observe(region, {childList: true});
}"""


def test_a_row_of_results_becomes_a_dot_on_the_chart_and_goes_with_its_file(
    browser: Browser, district: Installation, tmp_path: Path
) -> None:
    results = files.new_results(
        district, tmp_path / "january.csv", school="Meadowlark School", grade="2", measure="NUM", window="January"
    )
    with open_as(browser, district, FRESH) as team, open_as(browser, district, "Data Steward") as office:
        goal = deeds.goal_named(team, "rade 2 students, Mathematics")
        before = read_goal(team, goal)
        deeds.bring(office, results)
        deeds.store(office)
        during = read_goal(team, goal)
        deeds.withdraw(office, "Brought by mistake.")
        after = read_goal(team, goal)
    # 27 of the 44 students are proficient.
    assert "No reading yet" in before[0]
    assert during[0].startswith("61.4\xa0% on 12 Jan")
    assert during[1] == before[1] + 1
    assert after == before


def test_two_presses_lead_from_an_import_to_the_three_largest_gaps(
    browser: Browser, district: Installation, tmp_path: Path
) -> None:
    results = files.new_results(
        district, tmp_path / "february.csv", school="Meadowlark School", grade="3", measure="NUM", window="February"
    )
    with open_as(browser, district, "Data Steward") as office:
        deeds.bring(office, results)
        deeds.store(office)
        stored, gaps = office.url, office.get_by_role("heading", name="The three largest gaps")
        deeds.press(office, "See where students stand")
        if not gaps.is_visible():  # who works for several schools chooses one
            office.get_by_role("link", name="Meadowlark School").first.click()
        expect(gaps).to_be_visible()
        office.goto(stored)
        deeds.withdraw(office, "Brought by mistake.")


def test_a_check_in_asks_for_two_answers_and_knows_the_date(browser: Browser, district: Installation) -> None:
    with open_as(browser, district, "Team Lead, Grade 2") as page:
        goal = deeds.goal_named(page, "Off track")
        page.goto(goal)
        deeds.press(page, "Check in")
        waiting = page.locator("main form :is(input, select, textarea):required:visible")
        asked = {field.get_attribute("name") for field in waiting.all() if field.evaluate(UNANSWERED)}
        assert 1 <= len(asked) <= 2, asked
        page.get_by_label("Not yet").check()
        page.get_by_label("In a few words").fill("Echo reading each morning.")
        deeds.press(page, "Keep this check-in")
        page.goto(goal)
        expect(page.locator("main")).to_contain_text("Echo reading each morning.")


def read_goal(page: Page, goal: str) -> tuple[str, int]:
    """Return what a goal's page says about its newest reading, and how many dots its chart has."""
    page.goto(goal)
    said = page.locator(".says-it").first.inner_text()
    return said, page.locator(".figure").first.locator(".wide circle").count()


def test_a_team_that_never_saw_the_program_activates_a_goal_with_a_handful_of_answers(
    browser: Browser, district: Installation
) -> None:
    with open_as(browser, district, FRESH) as page:
        deeds.begin_goal(page)
        answers = deeds.write_goal(
            page,
            result="add and subtract two-digit numbers with confidence",
            measure=NUMERACY,
            target="75",
            strategies=("Number talks three mornings a week", "A five-minute check every second Friday"),
        )
        deeds.press(page, "Activate and lock")
        expect(page.get_by_text("The goal is locked.")).to_be_visible()
        assert "improving from" in page.locator("h1").inner_text()
        assert page.get_by_role("link", name="Check in").is_visible()
    assert answers <= 8


def test_the_tests_answer_while_somebody_types_and_take_no_letter_away(
    browser: Browser, district: Installation
) -> None:
    with open_as(browser, district, "Team Lead, Grade 4") as page:
        deeds.begin_goal(page)
        field = page.get_by_label("Students will …")
        field.press_sequentially("get better at math", delay=70)
        expect(page.locator("#tests")).to_contain_text("How would 'better' look?")
        expect(page.locator("#sentence")).to_contain_text("get better at math")
        field.press_sequentially(" this year", delay=70)
        expect(page.locator("#sentence")).to_contain_text("get better at math this year")
        assert field.input_value() == "get better at math this year"
        assert page.evaluate("document.activeElement.name") == field.get_attribute("name")


def test_a_screen_reader_hears_the_tests_once_after_the_typing(browser: Browser, district: Installation) -> None:
    with open_as(browser, district, "Team Lead, Grade 4") as page:
        deeds.begin_goal(page)
        page.evaluate(EAR)
        page.get_by_label("Students will …").press_sequentially("get better at math", delay=70)
        region = page.get_by_role("status").and_(page.locator("#live"))
        expect(region).to_contain_text("tests are met.")
        page.get_by_label("Students will …").press_sequentially("s", delay=70)
        expect(page.locator("#sentence")).to_contain_text("get better at maths")
        page.wait_for_timeout(900)  # longer than the pause before it speaks
        assert region.get_attribute("aria-live") == "polite"
        assert page.evaluate("window.heard.length") == 1


def test_a_sentence_becomes_a_goal_that_is_kept(browser: Browser, district: Installation) -> None:
    with open_as(browser, district, "Team Lead, Grade 4") as page:
        deeds.begin_goal(page)
        page.get_by_label("Students will …").fill("get better at math")
        expect(page.locator("#tests")).to_contain_text("The direction is clear, the distance is not.")
        deeds.write_goal(
            page,
            result="compare fractions with unlike denominators",
            measure=NUMERACY,
            target="86",
            strategies=("Fraction strips in pairs every Tuesday", "An exit question each Friday"),
        )
        expect(page.locator("#sentence")).to_contain_text("to 86\xa0%")
        deeds.press(page, "Activate and lock")
        expect(page.get_by_text("The goal is locked.")).to_be_visible()
        goal, sentence = page.url, page.locator("h1").inner_text()
        deeds.press(page, "Aim higher or sooner")
        page.get_by_label("Target", exact=True).fill("70")
        page.get_by_label("Why", exact=True).fill("It seems far away.")
        deeds.press(page, "Change the goal")
        expect(page.locator(".refused h1")).to_contain_text("The goal stays.")
        expect(page.get_by_role("heading", name="What will we do differently?")).to_be_visible()
        page.get_by_label("More time on the content").check()
        page.get_by_label("What will you do differently?").fill("Two more minutes of fraction strips every day")
        deeds.press(page, "Do this from now on")
        expect(page.get_by_text("Two more minutes of fraction strips every day").first).to_be_visible()
        page.goto(goal)
        assert page.locator("h1").inner_text() == sentence
