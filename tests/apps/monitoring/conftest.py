"""A goal that is being watched: four readings, a plan, rules and strategies."""

import pytest

from aimline.apps.goals.models import Goal
from tests.apps.conftest import World
from tests.apps.monitoring.watched import make_goal


@pytest.fixture
def goal(world: World) -> Goal:
    return make_goal(world.places["team"], values=(63, 67, 69, 76), title="Grade 4 fractions")
