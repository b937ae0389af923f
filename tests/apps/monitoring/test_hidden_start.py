"""A writer who does not teach the students learns nowhere in the studio where they start: not from the stops either."""

import pytest

from aimline.apps.goals.actions import values
from aimline.apps.goals.models import Goal
from aimline.apps.organizations import actions
from aimline.apps.organizations.models import Role
from aimline.apps.results.models import Measure
from tests.apps.conftest import START, World, make_person
from tests.apps.monitoring.studio_form import open_studio, send, sent_form, whole_goal


@pytest.fixture
def address(results: World) -> str:
    """The studio of a school's goal for eight students, begun by its principal."""
    results.people["writer"] = make_person("Writer of the School")
    actions.give_part(
        results.viewer("installation_steward"), results.people["writer"], role=Role.LEADERSHIP_TEAM,
        unit=results.places["school"], starts_on=START,
    )  # fmt: skip
    principal = results.client("principal")
    found = open_studio(principal, results.places["school"].uuid)
    offered = principal.get(found).context["page"].forms.draft.fields["conditions"].choices
    learners = next(value for value, label in offered if label.endswith("Yes"))
    send(principal, found, "save", **whole_goal(Measure.objects.get()) | {"grades": ["4"], "conditions": [learners]})
    return found


def stops_shown(world: World, name: str, address: str) -> list[str]:
    rows = world.client(name).get(address).context["page"].forms.stops
    return [row["value"].value() for row in rows if row["value"].value()]


def test_the_proposed_stops_are_shown_to_those_who_teach_the_students_alone(results: World, address: str) -> None:
    stored = [str(stop.value) for stop in values.stops_of(Goal.objects.get())]
    assert len(stored) >= 1

    assert stops_shown(results, "principal", address) == stored
    assert stops_shown(results, "writer", address) == []
    page = results.client("writer").get(address).content.decode()
    assert "only the staff who teach them see them" in page
    assert [value for value in stored if f'value="{value}"' in page] == []


def test_a_writer_who_sees_no_stops_leaves_them_as_they_are(results: World, address: str) -> None:
    principal, writer = results.client("principal"), results.client("writer")
    sent = sent_form(principal.get(address).context["page"])
    own = {name: "41.5" for name in sent if name.startswith("stops-") and name.endswith("-value") and sent[name]}
    principal.post(address, sent | own)
    before = values.stops_of(Goal.objects.get())
    assert {stop.value for stop in before} == {41.5}

    writer.post(address, sent_form(writer.get(address).context["page"]) | {"why": "Reading opens doors."})

    goal = Goal.objects.get()
    assert (goal.why, values.stops_of(goal)) == ("Reading opens doors.", before)
