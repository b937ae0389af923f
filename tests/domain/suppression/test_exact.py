import random
from fractions import Fraction

import pytest

from aimline.domain.suppression.exact import RowSpace


@pytest.mark.parametrize(
    ("told", "asked", "follows"),
    [
        ([], {0}, False),
        ([{0, 1}, {1}], {0}, True),
        ([{0, 1}, {2}], {0}, False),
        ([{0, 1}, {1, 2}, {0, 2}], {0}, True),
        ([{0, 1, 2, 3}, {0, 1}], {2, 3}, True),
        ([{0, 1}, {2, 3}, {0, 2}], {1, 3}, True),
        ([{0, 1}, {2, 3}, {0, 2}], {0, 3}, False),
    ],
)
def test_a_sum_follows_when_it_is_a_combination_of_told_sums(
    told: list[set[int]], asked: set[int], follows: bool
) -> None:
    assert RowSpace(told).determines(asked) is follows


def test_ranks_agree_with_fractions() -> None:
    rng = random.Random(4)
    for _ in range(200):
        told = [{atom for atom in range(7) if rng.random() < 0.5} for _ in range(rng.randint(0, 6))]
        asked = {atom for atom in range(7) if rng.random() < 0.4}

        assert RowSpace(told).determines(asked) is (rank([*told, asked]) == rank(told))


def rank(sums: list[set[int]]) -> int:
    rows = [[Fraction(atom in members) for atom in range(7)] for members in sums]
    found = 0
    for place in range(7):
        lead = next((number for number in range(found, len(rows)) if rows[number][place]), None)
        if lead is None:
            continue
        rows[found], rows[lead] = rows[lead], rows[found]
        for later in range(found + 1, len(rows)):
            times = rows[later][place] / rows[found][place]
            rows[later] = [value - times * own for value, own in zip(rows[later], rows[found], strict=True)]
        found += 1
    return found
