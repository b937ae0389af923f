import uuid

import pytest

from aimline.apps.journal import actions
from tests.apps.conftest import NOW, World


def test_the_same_request_twice_has_one_effect_and_the_same_answer(world: World) -> None:
    key, done = uuid.uuid4(), []

    def perform() -> str:
        done.append(1)
        return "/goals/1/"

    person = world.people["lead"].pk
    answers = [
        actions.once(key, perform, person_id=person, action="try", content={"a": 1}, at=NOW).location for _ in range(3)
    ]

    assert (answers, len(done)) == (["/goals/1/"] * 3, 1)


def test_a_key_cannot_be_used_for_other_content(world: World) -> None:
    key, person = uuid.uuid4(), world.people["lead"].pk
    actions.once(key, lambda: "/", person_id=person, action="try", content={"a": 1}, at=NOW)

    with pytest.raises(actions.KeyUsedBefore):
        actions.once(key, lambda: "/", person_id=person, action="try", content={"a": 2}, at=NOW)


def test_an_action_that_refuses_leaves_its_key_free(world: World) -> None:
    key, person = uuid.uuid4(), world.people["lead"].pk

    def refuse() -> str:
        raise actions.StaleVersion(theirs={}, yours={})

    with pytest.raises(actions.StaleVersion):
        actions.once(key, refuse, person_id=person, action="try", content={}, at=NOW)
    assert not actions.once(key, lambda: "/", person_id=person, action="try", content={}, at=NOW).replayed
