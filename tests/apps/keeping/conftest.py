"""A district with three files of results in the log, brought as offices bring them."""

import pytest

from tests.apps.built_once import BuiltOnce
from tests.apps.intake.conftest import Office, office, students, table

__all__ = ["Office", "office"]


@pytest.fixture
def brought(office: Office) -> Office:
    """One file of 2025."""
    bring_one(office)
    return office


@pytest.fixture
def kept(office: Office) -> Office:
    """Two files of 2025, the newer correcting s1, and one of 2024."""
    bring_three(office)
    return office


@BuiltOnce
def bring_one(office: Office) -> None:
    office.bring(office.keeper, table(students(4)), place=office.district)


@BuiltOnce
def bring_three(office: Office) -> None:
    newer = [("school", "s1", "4", "2025", "77", "No"), ("school", "s9", "4", "2025", "60", "No")]
    for text in (table(students(4)), table(newer), table(students(3, year="2024"))):
        office.bring(office.keeper, text, place=office.district)
