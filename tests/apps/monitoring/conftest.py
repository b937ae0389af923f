"""A goal that is being watched, and the studio over real results: the same fixture as the results' own tests."""

import pytest

from aimline.apps.goals.models import Goal
from tests.apps.conftest import TODAY, World
from tests.apps.monitoring.watched import make_goal
from tests.apps.results.conftest import results

__all__ = ["results"]


@pytest.fixture
def goal(world: World) -> Goal:
    """Four readings, a plan, rules and strategies."""
    return make_goal(world.places["team"], values=(63, 67, 69, 76), title="Grade 4 fractions")


@pytest.fixture
def over(world: World) -> Goal:
    """The same, on the day of its deadline."""
    return make_goal(world.places["team"], values=(63, 67, 69, 76), title="Grade 4 fractions", deadline=TODAY)
