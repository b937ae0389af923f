"""What people do on the pages, as one would say it aloud; every deed works with and without scripts."""

from pathlib import Path

from playwright.sync_api import Page

STORED = "Withdraw this import"


def press(page: Page, name: str) -> None:
    """Press the button or link with exactly this name, the first of them."""
    target = page.get_by_role("button", name=name, exact=True).or_(page.get_by_role("link", name=name, exact=True))
    target.first.click()
    page.wait_for_load_state()


def begin_goal(page: Page) -> None:
    """Open the studio on a new goal of the person's first team."""
    page.goto("/goals/")
    press(page, "New goal")
    press(page, "Open the studio")
    page.wait_for_url("**/studio/")
    unfold(page)


def unfold(page: Page) -> None:
    """Open every folded step of the studio, as a press on its title does."""
    folded = page.locator("details.step:not([open]) > summary")
    while folded.count():
        folded.first.click()


def write_goal(page: Page, *, result: str, measure: str, target: str, strategies: tuple[str, ...]) -> int:
    """Answer what only people know, and return how many answers that took."""
    unfold(page)
    page.get_by_label("Students will …").fill(result)
    page.get_by_label("Measured by").select_option(label=measure)
    page.get_by_label("Target", exact=True).fill(target)
    for number, strategy in enumerate(strategies):
        page.locator(f"[name=strategies-{number}-text]").fill(strategy)
    return 3 + len(strategies)


def bring(page: Page, file: Path) -> None:
    """Upload a file of results and say what its columns mean, up to the preview."""
    page.goto("/imports/")
    page.get_by_label("File").set_input_files(file)
    press(page, "Look at the file")
    page.wait_for_selector("#columns", timeout=60_000)
    page.locator("[name=years-0-use]").check()
    page.locator("[name=years-0-given_on]").fill("2026-01-12")
    press(page, "Check the rows")
    page.get_by_role("button", name="Store these results").wait_for(timeout=60_000)


def store(page: Page) -> None:
    """Store what the preview shows."""
    press(page, "Store these results")
    page.get_by_role("link", name=STORED).wait_for(timeout=60_000)


def withdraw(page: Page, why: str) -> None:
    """Withdraw the import that is open."""
    press(page, STORED)
    page.locator("[name=why]").fill(why)
    press(page, "Withdraw it")
    page.get_by_role("link", name="Bring another file").wait_for(timeout=60_000)


def goal_named(page: Page, words: str) -> str:
    """Find a goal in the list by words on its card, and return its address."""
    page.goto("/goals/")
    return str(page.locator("a.goal-card", has_text=words).first.get_attribute("href"))
