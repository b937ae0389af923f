from dataclasses import replace

import pytest

from aimline.domain.suppression import Cell, SafeBreakdown, SafeCell, Shown, gather, open_to_teachers, seal
from tests.domain.suppression.test_tables import three_groups


def test_teachers_see_their_own_students() -> None:
    safe = open_to_teachers([Cell("Group", 3, 1, 33.0)], total=Cell("All", 4, 2, 50.0))

    assert safe.cells[0].content == Shown(33.0, 3)
    assert safe.total is not None
    assert open_to_teachers([]).total is None


def test_safe_numbers_are_made_nowhere_else() -> None:
    safe = seal(three_groups(), {"all"})

    with pytest.raises(TypeError, match="suppression only"):
        SafeCell("Group", Shown(62.0, 3), object())
    with pytest.raises(TypeError, match="suppression only"):
        SafeBreakdown((), None, None)
    with pytest.raises(ValueError, match="InitVar"):
        replace(safe["all"], content=Shown(62.0, 3))


def test_safe_numbers_of_one_whole_can_be_put_together() -> None:
    safe = seal(three_groups(), {"all", "large"})

    assert not gather([safe["large"], safe["small"]], total=safe["all"]).is_hidden
    assert gather([safe["middle"], safe["small"]]).is_hidden
    assert safe["all"].is_shown
    assert not safe["small"].is_shown
