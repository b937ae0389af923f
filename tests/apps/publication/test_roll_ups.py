"""A district adds its schools up: what one of them told or hid counts for the other."""

import pytest

from aimline.apps.publication import actions as publication
from aimline.apps.publication.actions import Numbers, Question, roll_ups
from aimline.domain.suppression import Atom, Cell, Scope, Statistic, Table
from tests.apps.conftest import World

DAY = "2026-01-15"
SMALL, MIDDLE, LARGE, WHOLE = Scope(1), Scope(2), Scope(3), Scope()
SIZES = {SMALL.label: 8, MIDDLE.label: 60, LARGE.label: 200}
NAMES = {SMALL.label: "small", MIDDLE.label: "middle", LARGE.label: "large", WHOLE.label: "whole"}


def share(n: int) -> Cell:
    return Cell("share", n, n // 2, 100 * (n // 2) / n)


def ask_district(world: World) -> set[str]:
    """Ask for the schools and for all of them together, as a district's goal does; return what is shown."""
    question = publication.ask_parts(
        publication.population(1, None, DAY), {label: share(n) for label, n in SIZES.items()}, WHOLE.label,
        share(sum(SIZES.values())), world.places["district"], to_their_teachers=False,
    )  # fmt: skip
    [safe] = publication.release(world.viewer("coach"), [question])
    return {NAMES[label] for label, cell in safe.items() if cell.is_shown}


def ask_school(world: World, scope: Scope, n: int) -> bool:
    """Ask for one number of a school, as a goal page does."""
    place = publication.population(1, scope.school, DAY)
    question = publication.ask_one(place, share(n), scope, world.places["district"], to_their_teachers=False)
    return publication.release(world.viewer("coach"), [question])[0][scope.label].is_shown


def ask_by_grades(world: World, school: int, *sizes: int) -> list[bool]:
    """Ask for the grades of a school with their total, as the Data page does; the total comes last."""
    scopes = [Scope(school, frozenset({grade})) for grade in range(3, 3 + len(sizes))]
    whole = Scope(school)
    asked = [
        Statistic(each.label, share(n), frozenset({at})) for at, (each, n) in enumerate(zip(scopes, sizes, strict=True))
    ]
    asked.append(Statistic(whole.label, share(sum(sizes)), frozenset(range(len(sizes))), 3.0))
    table = Table(tuple(Atom(n, n // 2) for n in sizes), tuple(asked))
    place = publication.population(1, school, DAY)
    numbers = Numbers(place, world.places["district"], table, tuple(each.label for each in scopes))
    [safe] = publication.release(world.viewer("coach"), [Question(numbers, to_their_teachers=False)])
    return [safe[each.label].is_shown for each in asked]


def test_a_district_hides_another_school_beside_a_small_one(world: World) -> None:
    assert ask_district(world) == {"large", "whole"}


def test_a_school_that_the_district_hid_is_not_told_by_itself(world: World) -> None:
    ask_district(world)

    assert not ask_school(world, MIDDLE, 60)
    assert ask_school(world, LARGE, 200)


def test_nor_does_it_follow_from_its_grades(world: World) -> None:
    ask_district(world)

    *grades, whole = ask_by_grades(world, 2, 20, 20, 20)

    assert not whole
    assert not all(grades)
    assert any(grades)


def test_nor_does_it_follow_from_goals_for_one_grade_after_the_other(world: World) -> None:
    ask_district(world)

    assert ask_school(world, Scope(2, frozenset({3})), 45)
    assert not ask_school(world, Scope(2, frozenset({4})), 15)


def test_goals_for_all_grades_but_a_small_one_are_not_all_told(world: World) -> None:
    assert ask_school(world, LARGE, 98)
    assert ask_school(world, Scope(3, frozenset({3})), 30)

    assert not ask_school(world, Scope(3, frozenset({4})), 60)


def test_schools_that_told_their_numbers_leave_the_whole_untold(world: World) -> None:
    assert ask_school(world, MIDDLE, 60)
    assert ask_school(world, LARGE, 200)

    assert ask_district(world) == {"middle", "large"}


def test_so_do_schools_that_told_grade_by_grade(world: World) -> None:
    assert ask_school(world, LARGE, 200)
    for grade, n in ((3, 25), (4, 35)):
        assert ask_school(world, Scope(2, frozenset({grade})), n)

    assert "whole" not in ask_district(world)


@pytest.mark.parametrize(
    ("name", "labels", "kin"),
    [
        ("results 7 3 2026-01-15", [LARGE.label], {"results 7 district 2026-01-15"}),
        (
            "results 7 district 2026-01-15",
            [SMALL.label, LARGE.label, WHOLE.label],
            {"results 7 1 2026-01-15", "results 7 3 2026-01-15"},
        ),
    ],
)
def test_a_district_and_its_schools_count_the_same_students(name: str, labels: list[str], kin: set[str]) -> None:
    assert roll_ups.kin_of(name, labels) == kin
