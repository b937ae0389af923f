from dataclasses import replace

import pytest

from aimline.domain.suppression import Atom, Cell, Statistic, Table, Told, Version, beside, without


def table(now: Atom, told_today: tuple[Told, ...] = ()) -> Table:
    cell = Cell("group", now.n, now.numerator, 50.0)
    return Table((now,), (Statistic("group", cell, frozenset({0})),), earlier=told_today)


def before(atom: Atom) -> Version:
    numerators = None if atom.numerator is None else (atom.numerator, atom.numerator)
    return Version((atom,), (Told(frozenset({0}), atom.n, numerators),))


@pytest.mark.parametrize(
    ("now", "then", "atoms", "members_now", "members_then"),
    [
        (Atom(25, 13), Atom(24, 12), (Atom(24, 12), Atom(1, 1)), {0, 1}, {0}),
        (Atom(24, 12), Atom(26, 12), (Atom(24, 12), Atom(2, 0)), {0}, {0, 1}),
        (Atom(24, 12), Atom(24, 12), (Atom(24, 12),), {0}, {0}),
        (Atom(24), Atom(27), (Atom(24), Atom(3)), {0}, {0, 1}),
        (Atom(24, 12), Atom(0, 0), (Atom(0, 0), Atom(24, 12)), {0, 1}, {0}),
    ],
)
def test_students_who_came_or_went_are_atoms_of_their_own(
    now: Atom, then: Atom, atoms: tuple[Atom, ...], members_now: set[int], members_then: set[int]
) -> None:
    found = beside(table(now), [before(then)])

    assert found.atoms == atoms
    assert found.asked[0].members == members_now
    assert found.earlier[0].members == members_then
    assert found.n(found.asked[0].members) == now.n
    assert found.n(found.earlier[0].members) == then.n


@pytest.mark.parametrize(("now", "then"), [(Atom(25, 15), Atom(24, 12)), (Atom(24, 12), Atom(24, 13))])
def test_days_whose_results_contradict_each_other_have_no_student_in_common(now: Atom, then: Atom) -> None:
    found = beside(table(now), [before(then)])

    assert found.atoms == (now, then)
    assert (found.asked[0].members, found.earlier[0].members) == ({0}, {1})


def test_several_days_lie_in_each_other() -> None:
    today = Told(frozenset({0}), 30, (15, 15))

    found = beside(table(Atom(30, 15), (today,)), [before(Atom(24, 12)), before(Atom(27, 13))])

    assert found.atoms == (Atom(24, 12), Atom(3, 1), Atom(3, 2))
    assert [sorted(each.members) for each in found.earlier] == [[0, 1, 2], [0], [0, 1]]


def test_a_table_without_earlier_days_stays_as_it_is() -> None:
    plain = table(Atom(24, 12))

    assert beside(plain, []) == plain


def test_who_knows_some_students_has_only_the_others_to_learn() -> None:
    atoms = (Atom(20, 10), Atom(8, 2), Atom(4))
    cell = Cell("all", 28, 12, 100 * 12 / 28)
    mean = Statistic("mean", Cell("mean", 12, None, 5.0), frozenset({1, 2}))
    asked = (Statistic("all", cell, frozenset({0, 1})), mean)

    found = without(Table(atoms, asked), frozenset({0, 2}), barred=frozenset({"mean"}))

    assert found.asked[0].told == Told(frozenset({1}), 8, (2, 2))
    assert found.asked[1].told == Told(frozenset({1}), 8, None)
    assert found.barred == {"mean"}
    assert replace(found.asked[0], known=Atom(0, 0)).told.n == 28
