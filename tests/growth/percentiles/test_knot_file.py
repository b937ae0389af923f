"""Knots are kept as a file that says when it was changed."""

import pytest

from aimline.growth.percentiles import knot_file
from aimline.growth.percentiles.knot_file import UnusableKnots
from aimline.growth.percentiles.splines import Knots

KNOTS = {
    ("READING", 3): Knots((452.0, 488.4, 523.0, 565.0), (236.8, 731.2), 278.0, 690.0),
    ('Math "A" \\ B', 4): Knots((1.0, 2.0, 3.0, 4.0), (-0.5, 5.5), 0.0, 5.0),
}


def test_what_is_written_is_read_back_number_by_number() -> None:
    assert knot_file.parse(knot_file.dump(KNOTS)) == KNOTS


def test_the_edition_changes_with_any_number() -> None:
    other = {**KNOTS, ("READING", 3): Knots((452.0, 488.4, 523.0, 565.1), (236.8, 731.2), 278.0, 690.0)}
    assert knot_file.edition_of(KNOTS) != knot_file.edition_of(other)
    assert f'edition = "{knot_file.edition_of(KNOTS)}"' in knot_file.dump(KNOTS)


def test_numbers_changed_by_hand_are_refused_until_the_edition_is_deleted() -> None:
    changed = knot_file.dump(KNOTS).replace("731.2", "740.0")
    with pytest.raises(UnusableKnots, match="changed after edition"):
        knot_file.parse(changed)
    free = "\n".join(line for line in changed.splitlines() if not line.startswith("edition"))
    assert knot_file.parse(free)["READING", 3].boundaries == (236.8, 740.0)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("version = 1", "version = 2"),
        ("version = 1\n", ""),
        ("grade = 3", "grade = 'x'"),
        ("inner = [452.0, ", "inner = [999.0, "),
        ("boundaries = [236.8, 731.2]", "boundaries = [236.8]"),
        ("boundaries = [236.8, 731.2]", "boundaries = 4"),
        ("lowest = 278.0", "lowest = 'low'"),
        ("highest = 690.0", "highest = 800.0"),
        ("[[knots]]", "[[knots"),
    ],
)
def test_a_file_that_says_less_than_it_must_is_refused(old: str, new: str) -> None:
    with pytest.raises(UnusableKnots):
        knot_file.parse(knot_file.dump(KNOTS).replace(old, new))
