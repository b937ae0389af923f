import pytest

from aimline.domain.measure import Direction, Kind, Measure, Metric
from aimline.domain.reality import Reference, largest_gaps
from aimline.domain.suppression import Atom, Cell, SafeCell, Statistic, Table, open_to_teachers, seal

STATE = Measure("State test", Kind.STATE, Metric.PERCENT_PROFICIENT, Direction.UP, "%", 0, 100, yearly=True)
SCALE = Measure("State test", Kind.STATE, Metric.SCALE_SCORE, Direction.UP, "points", 100, 900, min_meaningful_change=6)
ABSENCE = Measure("Chronic absence", Kind.ATTENDANCE, Metric.CHRONIC_ABSENCE, Direction.DOWN, "%", 0, 100)
ALL = Reference("all students", 62, 1200)


def safe(*groups: tuple[str, int, float]) -> tuple[SafeCell, ...]:
    cells = [Cell(label, n, None, value) for label, n, value in groups]
    return tuple(sealed(each) for each in cells)


def sealed(cell: Cell) -> SafeCell:
    table = Table((Atom(cell.n, cell.numerator),), (Statistic(cell.label, cell, frozenset({0})),))
    shown = {cell.label} if cell.n >= 10 else set[str]()
    return seal(table, shown)[cell.label]


def test_the_largest_gap_comes_first_and_chance_comes_last() -> None:
    cells = safe(("Tiny", 8, 5), ("Small", 12, 20), ("A", 200, 50), ("B", 200, 40), ("Ahead", 300, 80))

    gaps = largest_gaps(cells, reference=ALL, measure=STATE)

    assert [(gap.label, gap.is_small) for gap in gaps] == [("B", False), ("A", False), ("Small", True)]
    assert [gap.difference for gap in gaps] == [22, 12, 42]


def test_a_gap_is_said_with_its_numbers() -> None:
    certain, unsure = largest_gaps(
        safe(("English learners", 120, 40), ("Grade 2", 12, 45)), reference=ALL, measure=STATE
    )

    assert str(certain.sentence) == "English learners: 40 % (120 students), 22 points behind all students (62 %)."
    assert str(unsure.sentence).endswith("behind all students (62 %). It may be chance.")


@pytest.mark.parametrize(
    ("n", "value", "end"),
    [
        (17, 27, "Only 17 students: look closer before you decide."),
        (17, 45, "It may be chance."),
        (19, 27, "Only 19 students: look closer before you decide."),
        (20, 27, "35 points behind all students (62 %)."),
        (20, 45, "It may be chance."),
    ],
)
def test_few_students_are_not_called_chance_when_the_gap_is_beyond_it(n: int, value: float, end: str) -> None:
    (gap,) = largest_gaps(safe(("Newcomers", n, value)), reference=ALL, measure=STATE)

    assert str(gap.sentence).endswith(end)


def test_a_group_near_nobody_is_told_as_at_most_and_its_gap_as_at_least() -> None:
    none_of_them = sealed(Cell("Group", 24, 0, 0.0))

    (gap,) = largest_gaps([none_of_them], reference=ALL, measure=STATE)

    assert str(gap.sentence) == "Group: at most 10 % (24 students), at least 52 points behind all students (62 %)."


def test_a_group_near_everybody_is_told_as_at_least() -> None:
    all_of_them = sealed(Cell("Group", 24, 24, 100.0))

    (gap,) = largest_gaps([all_of_them], reference=Reference("all students", 20, 1200), measure=ABSENCE)

    assert str(gap.sentence) == "Group: at least 90 % (24 students), at least 70 points behind all students (20 %)."


def test_fewer_than_ten_students_are_shown_but_never_ranked() -> None:
    nine, ten = (open_to_teachers([Cell("Newcomers", n, 0, 0)]).cells for n in (9, 10))

    assert largest_gaps(nine, reference=ALL, measure=STATE) == ()
    assert [gap.n for gap in largest_gaps(ten, reference=ALL, measure=STATE)] == [10]


def test_a_gap_beyond_chance_but_small_comes_after_the_sure_ones() -> None:
    gaps = largest_gaps(safe(("Few", 17, 27), ("Many", 200, 50), ("Even", 90, 60)), reference=ALL, measure=STATE)

    assert [gap.label for gap in gaps] == ["Many", "Few", "Even"]


def test_the_error_counts_both_groups() -> None:
    (gap,) = largest_gaps(safe(("A", 100, 50)), reference=Reference("the rest", 70, 100), measure=STATE)
    (cut,) = largest_gaps(safe(("A", 100, 50)), reference=Reference("the district goal", 70), measure=STATE)

    assert gap.standard_error == pytest.approx(6.78, abs=0.01)
    assert cut.standard_error == 5


def test_means_use_their_spread_or_what_matters() -> None:
    cut = Reference("the cut", 480)

    (known,) = largest_gaps(safe(("A", 25, 470)), reference=cut, measure=SCALE, sd=40)
    (unknown,) = largest_gaps(safe(("A", 25, 470)), reference=cut, measure=SCALE)
    (little,) = largest_gaps(safe(("A", 25, 475)), reference=cut, measure=SCALE)

    assert (known.may_be_chance, unknown.may_be_chance, little.may_be_chance) == (True, False, True)
    assert str(unknown.sentence) == "A: 470 (25 students), 10 points behind the cut (480)."


def test_more_absence_is_the_gap() -> None:
    gaps = largest_gaps(safe(("A", 200, 24), ("B", 200, 4)), reference=Reference("the school", 10), measure=ABSENCE)

    assert [gap.label for gap in gaps] == ["A"]
