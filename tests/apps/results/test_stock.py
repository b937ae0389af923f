"""What a district holds, for those who bring its results."""

from aimline.apps.intake import actions
from aimline.apps.results.pages.stock import YearLine
from aimline.apps.results.queries.stock import stocks
from tests.apps.intake.conftest import Office, office, students, table

__all__ = ["office"]


def test_who_brings_results_sees_what_is_here_and_before_that_what_to_do(office: Office) -> None:
    client = office.world.client("installation_steward")
    before = client.get("/data/")

    stored = office.bring(office.keeper, table(students(5)), place=office.district)
    office.bring(office.keeper, table(students(3, year="2024")), place=office.district)
    actions.withdraw(office.keeper, stored, version=stored.version, why="Too early.")
    page = client.get("/data/").context["page"]

    assert "No results yet" in before.content.decode()
    assert "Bring in results" in before.content.decode()
    [held] = page.held
    assert held.title == "Northfield"
    assert held.years == (YearLine("2023/24", "3", "Mathematics test"),)
    assert held.last.startswith("The last import was results.csv, by ")
    for name in ("district_leader", "coach", "parent"):
        assert stocks(office.world.viewer(name), [office.world.places["school"]]) == []
