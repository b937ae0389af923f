"""The six steps of the studio: closed ones say what is in them, the one to go on with is open."""

import re

from aimline.apps.monitoring.pages.studio import StudioPage
from aimline.apps.results.models import Measure
from tests.apps.conftest import World
from tests.apps.monitoring.studio_form import open_studio, send, sent_form, whole_goal


def opened(page: StudioPage) -> list[int]:
    return [step.number for step in page.steps if step.is_open]


def test_a_new_goal_opens_at_the_sentence_and_invites_to_the_data(results: World) -> None:
    client = results.client("lead")
    page = client.get(open_studio(client, results.places["team"].uuid)).context["page"]

    assert opened(page) == [3]
    assert "Ten minutes with the results" in page.steps[0].about
    assert "Which area" in page.steps[1].about


def test_every_link_to_what_is_missing_leads_inside_a_step(results: World) -> None:
    client = results.client("lead")
    answer = client.get(open_studio(client, results.places["team"].uuid))
    text, page = answer.content.decode(), answer.context["page"]

    steps = re.findall(r'<details class="step"( open)?>.*?<div id="(step-\d)"', text, flags=re.DOTALL)
    assert [name for _, name in steps] == [f"step-{number}" for number in range(1, 7)]
    assert {one.href.lstrip("#") for one in page.missing} <= {name for _, name in steps} | {"finish"}


def test_going_on_leads_to_the_next_unfinished_step_then_to_the_end(results: World) -> None:
    client = results.client("lead")
    address = open_studio(client, results.places["team"].uuid)
    typed = whole_goal(Measure.objects.get())
    goal = {name: value for name, value in typed.items() if not name.startswith("strategies")}

    assert send(client, address, "go-on", **goal).url == f"{address}#step-5"
    assert opened(client.get(address).context["page"]) == [5]
    assert send(client, address, "go-on", **typed).url == f"{address}#finish"


def test_closed_steps_say_what_is_in_them(results: World) -> None:
    client = results.client("lead")
    address = open_studio(client, results.places["team"].uuid)
    send(client, address, "save", **whole_goal(Measure.objects.get()))

    about = [step.about for step in client.get(address).context["page"].steps]

    assert about[0] == "1 line written together."
    assert about[1] == "Fractions"
    assert "target 80 %" in about[2]
    assert "tests are met" in about[3]
    assert "Number talks" in about[4]
    assert "3 dates, the first on 30 January 2026" in about[5]


def test_what_cannot_be_read_opens_its_step(results: World) -> None:
    client = results.client("lead")
    address = open_studio(client, results.places["team"].uuid)
    sent = sent_form(client.get(address).context["page"])

    answer = client.post(address, sent | {"cadence_days": "400", "then": "save"})

    assert (answer.status_code, opened(answer.context["page"])) == (422, [3, 6])


def test_a_first_goal_shows_two_strategies_and_keeps_the_others_folded(results: World) -> None:
    client = results.client("lead")
    page = client.get(open_studio(client, results.places["team"].uuid)).context["page"]

    assert [row["kind"].value() for row in page.strategies.first] == ["instruction", "assessment"]
    assert [row["kind"].value() for row in page.strategies.more] == ["intervention", "extension"]


def test_what_the_team_looks_at_has_its_place(results: World) -> None:
    client = results.client("lead")
    address = open_studio(client, results.places["team"].uuid)
    send(client, address, "save", data_looked_at="Class results and three pieces of work")

    assert 'value="Class results and three pieces of work"' in client.get(address).content.decode()
