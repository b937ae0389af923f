import pytest

from aimline.domain.suppression.coding import tail, told_numerators


@pytest.mark.parametrize(
    ("n", "percent"),
    [(300, 1), (299, 2), (100, 2), (99, 5), (40, 5), (39, 10), (20, 10), (19, 20), (10, 20), (9, 40), (5, 40)],
)
def test_ends_are_wider_where_few_students_stand_behind(n: int, percent: int) -> None:
    assert tail(n) == percent


@pytest.mark.parametrize(
    ("n", "numerator", "told"),
    [
        (24, 0, (0, 2)),
        (24, 2, (0, 2)),
        (24, 3, (3, 3)),
        (24, 21, (21, 21)),
        (24, 22, (22, 24)),
        (24, 24, (22, 24)),
        (10, 8, (8, 10)),
        (400, 397, (396, 400)),
        (400, 395, (395, 395)),
    ],
)
def test_nobody_and_everybody_are_told_as_ends(n: int, numerator: int, told: tuple[int, int]) -> None:
    assert told_numerators(n, numerator) == told


def test_each_end_leaves_one_student_in_doubt_about_the_others() -> None:
    for n in range(5, 1200):
        for numerator in {0, 1, n - 1, n}:
            low, high = told_numerators(n, numerator)
            assert high - low >= 2
            assert low <= numerator <= high
