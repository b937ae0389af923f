"""The door: what one page told, another page remembers."""

import pytest

from aimline.apps.journal.models import Entry
from aimline.apps.publication import actions as publication
from aimline.apps.publication.actions import Numbers, Question
from aimline.apps.publication.models import Release
from aimline.domain.suppression import Atom, Cell, SafeCell, Scope, Shown, Statistic, Table
from tests.apps.conftest import World

POPULATION = "results 1 1 2026-01-15"
GRADE = Scope(1, frozenset({4}))
YES, NO, OTHER = (Scope(1, frozenset({4}), {"Language": frozenset({word})}) for word in ("Yes", "No", "Other"))


def share(n: int, numerator: int) -> Cell:
    return Cell("share", n, numerator, 100 * numerator / n)


def ask(world: World, scope: Scope, cell: Cell, name: str = "coach", *, teaches: bool = False) -> SafeCell:
    """Ask for one number, as a goal page does."""
    question = publication.ask_one(POPULATION, cell, scope, world.places["district"], to_their_teachers=teaches)
    return publication.release(world.viewer(name), [question])[0][scope.label]


def ask_groups(world: World, *sizes: tuple[int, int]) -> dict[str, bool]:
    """Ask for the groups of a grade with their total, as the Data page does; tell which are shown."""
    atoms = tuple(Atom(*size) for size in sizes)
    scopes = (YES, NO, OTHER)[: len(sizes)]
    asked = [
        Statistic(scope.label, share(*size), frozenset({place}))
        for place, (scope, size) in enumerate(zip(scopes, sizes, strict=True))
    ]
    total = share(sum(n for n, _ in sizes), sum(numerator for _, numerator in sizes))
    asked.append(Statistic(GRADE.label, total, frozenset(range(len(sizes))), 3.0))
    table = Table(atoms, tuple(asked), n_min=world.places["district"].n_min)
    names = tuple(scope.label + " atom" for scope in scopes)
    numbers = Numbers(POPULATION, world.places["district"], table, names)
    [safe] = publication.release(world.viewer("coach"), [Question(numbers, to_their_teachers=False)])
    names_of = {YES.label: "yes", NO.label: "no", OTHER.label: "other", GRADE.label: "all"}
    return {names_of[label]: cell.is_shown for label, cell in safe.items()}


def test_teachers_see_everything_and_nothing_is_written_down(world: World) -> None:
    assert ask(world, YES, share(3, 1), teaches=True).content == Shown(100 / 3, 3)
    assert not Release.objects.exists()


def test_a_small_group_hides_another_one_and_not_the_total(world: World) -> None:
    assert ask_groups(world, (6, 3), (12, 6), (30, 14)) == {"yes": False, "no": False, "other": True, "all": True}


def test_a_goal_remembers_what_the_data_page_hid(world: World) -> None:
    ask_groups(world, (6, 3), (12, 6), (30, 14))

    assert not ask(world, NO, share(12, 6)).is_shown
    assert ask(world, OTHER, share(30, 14)).is_shown


def test_the_data_page_remembers_what_a_goal_told(world: World) -> None:
    assert ask(world, NO, share(12, 6)).is_shown

    assert ask_groups(world, (6, 3), (12, 6), (30, 14)) == {"yes": False, "no": True, "other": False, "all": True}


def test_a_goal_about_all_but_a_few_is_not_told_beside_the_grade(world: World) -> None:
    assert ask(world, GRADE, share(40, 20)).is_shown

    assert not ask(world, NO, share(35, 18)).is_shown
    assert ask(world, YES, share(12, 6)).is_shown


def test_the_same_numbers_get_the_same_answer_without_a_new_plan(world: World) -> None:
    first = ask_groups(world, (6, 3), (12, 6), (30, 14))
    n = Release.objects.count()

    assert ask_groups(world, (6, 3), (12, 6), (30, 14)) == first
    assert Release.objects.count() == n


@pytest.mark.parametrize(("later", "is_shown"), [((13, 7), False), ((30, 14), True), ((12, 6), True), ((12, 7), True)])
def test_a_few_late_results_are_not_told_by_the_difference(
    world: World, later: tuple[int, int], is_shown: bool
) -> None:
    assert ask(world, YES, share(12, 6)).is_shown

    assert ask(world, YES, share(*later)).is_shown is is_shown


def test_late_results_of_one_group_are_not_told_by_those_of_all(world: World) -> None:
    ask_groups(world, (20, 10), (30, 14))

    assert ask_groups(world, (23, 11), (45, 21)) in (
        {"yes": False, "no": True, "all": False},
        {"yes": False, "no": False, "all": True},
    )


def test_a_group_that_has_gone_since_breaks_nothing(world: World) -> None:
    ask_groups(world, (12, 6), (30, 14), (14, 7))

    assert ask_groups(world, (12, 6), (30, 14)) == {"yes": True, "no": True, "all": True}


def test_nobody_and_everybody_are_told_as_ranges(world: World) -> None:
    content = ask(world, YES, share(24, 24)).content

    assert isinstance(content, Shown)
    assert (content.value, content.bound.value) == (90.0, "at least")


def test_what_earlier_releases_give_away_is_an_incident_and_no_crash(world: World) -> None:
    """Two numbers that were told before the door knew of each other."""
    for scope, n in ((GRADE, 40), (NO, 35)):
        cell = {"label": scope.label, "shown": True, "n": n, "numerator": n // 2, "value": 50.0}
        Release.objects.create(
            district=world.places["district"], question=POPULATION, digest=scope.label[:64], cells=[cell],
            n_min=10, first_shown_at=world.viewer("coach").now,
        )  # fmt: skip

    shown = ask_groups(world, (5, 3), (35, 17))

    assert not shown["yes"]
    assert Entry.objects.get(noun="release").verb == "found to be given away"
    assert ask_groups(world, (5, 3), (35, 17)) == shown
