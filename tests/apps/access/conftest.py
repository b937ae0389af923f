"""One of everything that has an address: around the cast's own team, and around one of another district."""

import pytest

from aimline.apps.organizations import actions
from aimline.apps.organizations.models import Role, UnitKind
from tests.apps.access.things import Things, make_things
from tests.apps.conftest import START, World, make_person


@pytest.fixture
def things(world: World) -> dict[str, Things]:
    viewer = world.viewer("installation_steward")
    far_team = actions.found_place(
        viewer, "Far team", kind=UnitKind.TEAM, parent=world.places["far_school"], grades=(4,), subject="mathematics"
    )
    far = world.people["far_lead"] = make_person("Far Lead")
    actions.give_part(viewer, far, role=Role.TEAM_LEAD, unit=far_team, starts_on=START)
    return {
        "home": make_things(world, world.places["team"], world.places["school"], "lead"),
        "far": make_things(world, far_team, world.places["far_school"], "far_lead"),
    }
