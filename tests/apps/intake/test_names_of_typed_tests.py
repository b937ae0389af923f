"""What a teacher calls a test of her class is read by the staff who teach its students, on no page by others."""

import pytest

from aimline.apps.organizations.models import Unit
from aimline.apps.results.models import Measure
from aimline.apps.results.queries.stock import stock_of
from aimline.apps.standards.actions import Rating, rate
from aimline.apps.standards.models import Standard
from tests.apps.conftest import World
from tests.apps.intake.test_class_count import ADDRESS as COUNTS
from tests.apps.intake.test_class_count import TEST, count
from tests.apps.intake.test_class_set import ADDRESS, POINTS, class_of_four, send, store
from tests.apps.monitoring.studio_form import open_studio
from tests.apps.monitoring.watched import make_goal

__all__ = ["class_of_four"]
NAME = POINTS["name"]
PLACES = {"colleague": "other_team", "principal": "school"}


@pytest.fixture
def typed(world: World, class_of_four: Unit) -> Measure:
    """A test of grade 4."""
    client = world.client("teacher")
    store(client, send(client, "8", "6", **POINTS))
    return Measure.objects.get(name=NAME)


@pytest.mark.parametrize(
    ("who", "reads"), [("teacher", True), ("lead", True), ("principal", True), ("colleague", False)]
)
def test_the_lists_of_class_sets_and_the_studio_name_it_to_who_teaches_the_grade(
    world: World, typed: Measure, who: str, reads: bool
) -> None:
    client = world.client(who)
    place = world.places[PLACES.get(who, "team")]

    pages = [client.get(ADDRESS), client.get(COUNTS)]
    pages += [client.get(open_studio(client, place.uuid))]

    assert [page.status_code for page in pages] == [200] * 3
    assert [NAME in page.content.decode() for page in pages] == [reads] * 3


@pytest.mark.parametrize(("who", "reads"), [("teacher", True), ("principal", True), ("colleague", False)])
def test_a_test_that_was_only_counted_is_named_to_the_same_people(world: World, who: str, reads: bool) -> None:
    count(world.client("teacher"), **TEST, n=24, n_met=18)

    page = world.client(who).get(COUNTS).content.decode()

    assert (TEST["name"] in page) is reads


@pytest.mark.parametrize(("who", "reads"), [("teacher", True), ("colleague", False), ("district_leader", False)])
def test_the_page_of_a_standard_names_it_to_the_same_people(
    world: World, typed: Measure, who: str, reads: bool
) -> None:
    one = make_standard(world.places["district"])
    one.measures.add(typed)

    assert (NAME in world.client(who).get(f"/standards/{one.uuid}/").content.decode()) is reads


def test_who_may_not_name_a_test_leaves_it_where_it_is_linked(world: World, typed: Measure) -> None:
    one = make_standard(world.places["district"])
    one.measures.add(typed)

    rate(world.viewer("district_leader"), one, Rating(3, 2, 3, 1, is_essential=True), [], version=1)

    assert list(one.measures.all()) == [typed]


def test_a_goal_goes_on_naming_its_test_to_whoever_writes_it(world: World, typed: Measure) -> None:
    goal = make_goal(world.places["other_team"], measure=typed, is_locked=False, state="draft")

    assert (
        f'value="{typed.uuid}" selected'
        in world.client("colleague").get(f"/goals/{goal.uuid}/studio/").content.decode()
    )


def test_what_a_district_holds_is_told_without_it_to_its_steward(world: World, typed: Measure) -> None:
    told = stock_of(world.viewer("installation_steward"), world.places["district"])

    assert [(year.n_results, year.tests) for year in told.years] == [(2, ())]


def make_standard(district: Unit) -> Standard:
    return Standard.objects.create(
        district=district, framework="Mathematics", framework_key="m", key="4.NF.1", code="4.NF.1",
        text="Explain equal fractions.", order=1,
    )  # fmt: skip
