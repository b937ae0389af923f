"""What a district holds, for those who bring its results."""

from collections.abc import Iterator

import pytest

from aimline.apps.intake import actions
from aimline.apps.organizations.policy import NotAllowed
from aimline.apps.results.pages.stock import YearLine
from aimline.apps.results.queries import engine
from aimline.apps.results.queries.stock import stock_of, stocks
from tests.apps.intake.conftest import Office, mapping, office, students, table

__all__ = ["office"]


@pytest.fixture(autouse=True)
def own_engine() -> Iterator[None]:
    """The office has a data folder of its own, and an engine sees no other than the one it was opened in."""
    engine.cache_clear()
    yield
    engine.cache_clear()


def test_who_brings_results_sees_what_is_here_and_before_that_what_to_do(office: Office) -> None:
    client = office.world.client("installation_steward")
    before = client.get("/data/")

    stored = office.bring(office.keeper, table(students(5)), place=office.district)
    office.bring(office.keeper, table(students(3, year="2024")), place=office.district)
    actions.withdraw(office.keeper, stored, version=stored.version, why="Too early.")
    other = mapping(**{"Test office": "Other office", "Mathematics test": "Reading test"})
    wrong = office.bring(office.keeper, table(students(4, year="2024")), place=office.district, map_text=other)
    both = client.get("/data/").context["page"].held[0].years
    actions.withdraw(office.keeper, wrong, version=wrong.version, why="Another district's.")
    page = client.get("/data/").context["page"]

    assert "No results yet" in before.content.decode()
    assert "Bring in results" in before.content.decode()
    assert both == (YearLine("2023/24", "7", "Mathematics test, Reading test"),)
    [held] = page.held
    assert held.title == "Northfield"
    assert held.years == (YearLine("2023/24", "3", "Mathematics test"),)
    assert held.last.startswith("The last import was results.csv, by ")
    for name in ("district_leader", "coach", "parent"):
        viewer = office.world.viewer(name)
        assert stocks(viewer, [office.world.places["school"]]) == []
        with pytest.raises(NotAllowed):
            stock_of(viewer, office.district)
