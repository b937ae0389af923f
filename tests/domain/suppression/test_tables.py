import pytest

from aimline.domain.suppression import Atom, Cell, Line, Statistic, Table, Told
from aimline.domain.suppression.tables import extreme_groups, groups, rests, small_groups

ATOMS = (Atom(4, 1), Atom(12, 6), Atom(20, 20))


def statistic(label: str, *members: int, atoms: tuple[Atom, ...] = ATOMS) -> Statistic:
    n = sum(atoms[atom].n for atom in members)
    numerator = sum(atoms[atom].numerator or 0 for atom in members)
    return Statistic(label, Cell(label, n, numerator, 100 * numerator / n if n else 0.0), frozenset(members))


def three_groups() -> Table:
    asked = (statistic("all", 0, 1, 2), statistic("small", 0), statistic("middle", 1), statistic("large", 2))
    return Table(ATOMS, asked, lines=(Line("all", ("small", "middle", "large")),))


def test_a_reader_may_look_for_numbers_atoms_and_differences() -> None:
    table = Table(ATOMS, (statistic("all", 0, 1, 2), statistic("large", 2)))

    assert set(groups(table)) == {frozenset(each) for each in ({0, 1, 2}, {2}, {0}, {1}, {0, 1})}


def test_small_groups_have_some_students_but_fewer_than_the_minimum() -> None:
    assert small_groups(three_groups()) == (frozenset({0}),)
    assert small_groups(Table((Atom(0, 0), Atom(10, 5)), ())) == ()


def test_extreme_groups_have_nobody_or_everybody_but_one() -> None:
    assert extreme_groups(three_groups()) == (frozenset({0}), frozenset({2}))
    assert extreme_groups(Table((Atom(12, 2), Atom(12, 10), Atom(0, 0), Atom(9)), ())) == ()


def test_what_was_told_earlier_can_be_subtracted_from() -> None:
    told = Told(frozenset({1, 2}), 32, (26, 26))

    assert frozenset({0}) in groups(Table((Atom(4, 1), *ATOMS[1:]), (statistic("all", 0, 1, 2),), earlier=(told,)))


@pytest.mark.parametrize(
    ("shown", "rest"),
    [(("all", "large"), {0, 1}), (("all", "large", "middle"), {0}), (("all",), {0, 1, 2}), (("large",), None)],
)
def test_the_rest_of_a_line_is_what_its_shown_parts_leave(shown: tuple[str, ...], rest: set[int] | None) -> None:
    assert rests(three_groups(), shown) == (() if rest is None else (frozenset(rest),))


@pytest.mark.parametrize(("n_min", "width"), [(5, 5), (10, 5), (11, 6), (30, 15)])
def test_sizes_must_be_open_by_half_the_minimum(n_min: int, width: int) -> None:
    assert Table((), (), n_min=n_min).width == width


@pytest.mark.parametrize("n_min", [4, 31])
def test_the_minimum_of_a_table_stays_within_5_and_30(n_min: int) -> None:
    with pytest.raises(ValueError, match="5 to 30"):
        Table((), (), n_min=n_min)


def test_means_are_told_without_a_numerator() -> None:
    mean = Statistic("mean", Cell("mean", 12, None, 512.0), frozenset({1}))

    assert mean.told == Told(frozenset({1}), 12, None)
    assert not mean.told.is_exact
    assert statistic("middle", 1).told.is_exact
