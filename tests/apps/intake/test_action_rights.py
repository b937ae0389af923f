"""Who may bring, store and take back results, for everyone in the cast."""

from collections.abc import Callable

import pytest

from aimline.apps.intake import actions
from aimline.apps.organizations.policy import NotAllowed
from tests.apps.intake.conftest import Office, mapping, students, table

KEEPERS = {"principal", "steward", "installation_steward"}
CAST = (
    "teacher", "colleague", "lead", "principal", "coach", "district_leader", "steward", "student", "parent",
    "council_member", "outsider", "leaver", "installation_steward",
)  # fmt: skip
WITHOUT = ("district", "school")
MAP = mapping(without=WITHOUT)
TEXT = table(students(2), without=WITHOUT)


@pytest.mark.parametrize(
    ("place", "keepers"),
    [
        ("school", {"principal", "steward", "installation_steward"}),
        ("other_school", {"installation_steward"}),
        ("district", {"installation_steward"}),
        ("far_school", {"outsider", "installation_steward"}),
        (None, {"installation_steward"}),
    ],
)
def test_only_the_keepers_of_a_place_bring_its_results(office: Office, place: str | None, keepers: set[str]) -> None:
    unit = office.world.places[place] if place else None

    brought = {name for name in CAST if went(office.receive, office.world.viewer(name), TEXT, place=unit)}

    assert brought == keepers


def test_nobody_else_goes_on_with_a_file_of_the_school(office: Office) -> None:
    school = office.world.places["school"]
    staged = office.stage(office.world.viewer("principal"), TEXT, place=school, map_text=MAP)
    stored = office.bring(office.world.viewer("steward"), TEXT.replace("Ada", "Eve"), place=school, map_text=MAP)

    for name in set(CAST) - KEEPERS:
        viewer = office.world.viewer(name)
        assert not went(actions.map_columns, viewer, staged, MAP, version=staged.version)
        assert not went(actions.stage, viewer, staged)
        assert not went(actions.commit, viewer, staged, version=staged.version)
        assert not went(actions.discard, viewer, staged, version=staged.version)
        assert not went(actions.withdraw, viewer, stored, version=stored.version, why="I want to.")


def went(step: Callable[..., object], *given: object, **named: object) -> bool:
    """True when a step was carried out, False when it was not this person's."""
    try:
        step(*given, **named)
    except NotAllowed:
        return False
    return True


def test_rights_that_end_end_the_import(office: Office) -> None:
    school, principal = office.world.places["school"], office.world.viewer("principal")
    upload = office.stage(principal, TEXT, place=school, map_text=MAP)
    office.world.people["principal"].memberships.update(ends_on="2025-12-31")

    with pytest.raises(NotAllowed):
        actions.commit(office.world.viewer("principal"), upload, version=upload.version)
