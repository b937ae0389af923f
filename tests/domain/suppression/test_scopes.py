import pytest

from aimline.domain.suppression import Scope, scope_of

GRADE = Scope(5, frozenset({4}))
LEARNERS = Scope(5, frozenset({4}), {"English learner": frozenset({"Yes"})})


def test_equal_scopes_have_one_label_and_can_be_read_from_it() -> None:
    one = Scope(5, frozenset({4, 3}), {"b": frozenset({"y", "x"}), "a": frozenset({"z"})})
    other = Scope(5, frozenset({3, 4}), {"a": frozenset({"z"}), "b": frozenset({"x", "y"})})

    assert one.label == other.label
    assert scope_of(one.label) == other
    assert scope_of(Scope().label).label == Scope().label


@pytest.mark.parametrize(
    ("whole", "part", "holds"),
    [
        (GRADE, LEARNERS, True),
        (LEARNERS, GRADE, False),
        (Scope(), LEARNERS, True),
        (Scope(6), LEARNERS, False),
        (Scope(5), GRADE, True),
        (GRADE, Scope(5), False),
        (Scope(5, frozenset({3, 4})), GRADE, True),
        (LEARNERS, Scope(5, frozenset({4}), {"English learner": frozenset({"No"})}), False),
    ],
)
def test_a_scope_holds_another_when_everybody_in_that_is_in_it(whole: Scope, part: Scope, holds: bool) -> None:
    assert whole.holds(part) is holds
