import pytest

from aimline.domain.goal import Layer
from aimline.domain.state import KeepsWhatWasTried, State, StepNotOpen, check_deletable, move, next_states


@pytest.mark.parametrize(
    ("layer", "path"),
    [
        (Layer.PROGRESS, ["draft", "in_review", "returned", "draft", "active", "met", "closed"]),
        (Layer.PROGRESS, ["draft", "in_review", "active", "not_met", "closed"]),
        (Layer.PROGRESS, ["draft", "active", "carried_forward", "closed"]),
        (Layer.PROGRESS, ["draft", "active", "not_met", "carried_forward", "closed"]),
        (Layer.PROGRESS, ["draft", "active", "cancelled"]),
        (Layer.PURPOSE, ["draft", "active", "retired"]),
        (Layer.PRACTICE, ["draft", "active", "paused", "active", "ended"]),
    ],
)
def test_a_goal_walks_its_path_to_the_end(layer: Layer, path: list[str]) -> None:
    state = State(path[0])
    for step in path[1:]:
        state = move(state, State(step), layer=layer)

    assert next_states(state, layer) == ()


def test_a_step_that_is_not_open_names_those_that_are() -> None:
    with pytest.raises(StepNotOpen) as refused:
        move(State.IN_REVIEW, State.CLOSED)

    assert str(refused.value.message) == "A goal that is in review cannot become closed."
    assert str(refused.value.hint) == "From here it may become: returned, active."


def test_a_closed_goal_stays_closed() -> None:
    with pytest.raises(StepNotOpen) as refused:
        move(State.CLOSED, State.ACTIVE)

    assert "this is its end" in str(refused.value.hint)


def test_only_goals_that_were_never_active_are_deleted() -> None:
    deletable = {State.DRAFT, State.IN_REVIEW, State.RETURNED}
    for state in deletable:
        check_deletable(state)
    for state in set(State) - deletable:
        with pytest.raises(KeepsWhatWasTried):
            check_deletable(state)
