"""The pages on which the program says no, or not yet, reached the way people reach them."""

from collections.abc import Iterator

from playwright.sync_api import Browser

from tests.browser import deeds, visiting
from tests.browser.served import Installation
from tests.browser.visiting import Ear, Visit, open_as

TEAM = "Team Lead, Grade 4"


def refusals(browser: Browser, place: Installation) -> Iterator[Visit]:
    """Visit each kind of refusal once."""
    with open_as(browser, place, TEAM) as page:
        ear = Ear(place.url)
        ear.listen(page.context)
        yield visiting.look(page, ear, TEAM, "/goals/00000000-0000-4000-8000-000000000000/")
        yield visiting.look(page, ear, TEAM, "/imports/")
        page.goto(deeds.goal_named(page, "Ahead"))
        deeds.press(page, "Aim higher or sooner")
        page.get_by_label("Target", exact=True).fill("1")
        page.get_by_label("Why", exact=True).fill("It seems far away.")
        deeds.press(page, "Change the goal")
        yield visiting.judge(page, ear, TEAM, "a lower target", status=422)
        yield stale(page.context.new_page(), page.context.new_page(), ear)
    yield from entrance(browser, place)


def stale(mine: visiting.Page, theirs: visiting.Page, ear: Ear) -> Visit:
    """Save a draft that somebody else has saved meanwhile."""
    deeds.begin_goal(theirs)
    mine.goto(theirs.url)
    for page, words in ((theirs, "explain fractions"), (mine, "compare fractions")):
        page.get_by_label("Students will …").fill(words)
        deeds.press(page, "Save for later")
    assert "Nothing is lost" in mine.locator("main").inner_text()
    return visiting.judge(mine, ear, TEAM, "saved twice", status=409)


def entrance(browser: Browser, place: Installation) -> Iterator[Visit]:
    """Visit the sign-in page, before and after a wrong password."""
    with open_as(browser, place, None) as page:
        ear = Ear(place.url)
        ear.listen(page.context)
        yield visiting.look(page, ear, "nobody", "/account/login/")
        page.get_by_label("Email").fill("nobody@prairie-rose.example")
        page.get_by_label("Password").fill("not the one")
        deeds.press(page, "Sign in")
        yield visiting.judge(page, ear, "nobody", "a wrong password", status=200)
